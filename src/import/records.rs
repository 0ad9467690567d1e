//! The records with files of their own: takes the rows of suppliers, systems, boroughs and shared contracts, gives
//! records by id.

use super::cells::{Cells, convert, list, text, unless_unknown};
use super::known::{Ids, Known};
use super::lists::unique;
use super::ocids::ocid_of;
use super::report::Report;
use super::rows::{BoroughRow, JointRow, Numbered, SupplierRow, SystemRow};
use crate::content::records::{
    BoroughRecord, ContractItem, FormerName, Identifier, Members, Money, MoneyBasis, Parent, Placed,
    Population, Provenance, SharedContractRecord, SourceItem, SupplierRecord, SystemRecord, Tax, Url,
};

/// A record and its id.
#[derive(Debug)]
pub(super) struct Entry<T> {
    pub id: String,
    pub record: T,
}

fn entries<R: super::rows::Row, T>(
    rows: &[Numbered<R>],
    report: &mut Report,
    folder: &str,
    build: impl Fn(&R, &mut Cells) -> Option<Entry<T>>,
) -> Vec<Entry<T>> {
    let converted = convert(rows, report, build);
    let path = |id: &str| format!("{folder}/{id}.yaml");
    unique::<R, _>(converted, report, |entry| entry.id.clone(), path)
        .into_iter()
        .map(|(_, entry)| entry)
        .collect()
}

fn identifier(scheme: &str, id: &str) -> Vec<Identifier> {
    let identifier = || Identifier { scheme: scheme.to_owned().into(), id: id.to_owned().into() };
    text(id).map(|_| identifier()).into_iter().collect()
}

fn source(url: Option<Placed<Url>>, title: Option<String>) -> Option<SourceItem> {
    let named = url.is_some() || title.is_some();
    named.then_some(SourceItem { url, title, date: None, confidence: None, notes: None })
}

/// Suppliers; a parent is named in the table and becomes an id where the name is a supplier's.
pub(super) fn suppliers(rows: &[Numbered<SupplierRow>], report: &mut Report) -> Vec<Entry<SupplierRecord>> {
    let mut names = Ids::new("suppliers.csv");
    for Numbered { row, .. } in rows {
        names.insert(&row.id, &row.name);
    }
    entries(rows, report, "suppliers", |row, cells| {
        cells.filled(&[("name", &row.name)]);
        let parent = text(&row.parent).map(|parent| match names.id_of(&parent) {
            Some(id) => Parent { supplier: Some(id.to_owned().into()), name: None, since: None },
            None => Parent { supplier: None, name: Some(parent), since: None },
        });
        let former_names =
            list(&row.former_names).into_iter().map(|name| FormerName { name, until: None }).collect();
        let id = cells.id("id", &row.id);
        let record = SupplierRecord {
            waivers: Vec::new(),
            name: text(&row.name)?,
            legal_name: text(&row.legal_name),
            former_names,
            former_ids: Vec::new(),
            parent,
            identifiers: identifier("GB-COH", &row.companies_house),
            size: cells.word("size", unless_unknown(&row.size)),
            vcse: None,
            website: cells.url("website", &row.website),
            headquarters: text(&row.hq),
            sources: source(cells.url("source_url", &row.source_url), text(&row.source_title))
                .into_iter()
                .collect(),
        };
        Some(Entry { id, record })
    })
}

/// A supplier that only contracts name.
pub(super) fn named_supplier(id: &str, name: &str, source: Option<&SourceItem>) -> Entry<SupplierRecord> {
    let sources = source.map(|source| SourceItem { confidence: None, notes: None, ..source.clone() });
    let record = SupplierRecord {
        waivers: Vec::new(),
        name: name.to_owned(),
        legal_name: None,
        former_names: Vec::new(),
        former_ids: Vec::new(),
        parent: None,
        identifiers: Vec::new(),
        size: None,
        vcse: None,
        website: None,
        headquarters: None,
        sources: sources.into_iter().collect(),
    };
    Entry { id: id.to_owned(), record }
}

/// Systems.
pub(super) fn systems(
    rows: &[Numbered<SystemRow>],
    services: &Ids,
    suppliers: &Ids,
    report: &mut Report,
) -> Vec<Entry<SystemRecord>> {
    entries(rows, report, "systems", |row, cells| {
        cells.filled(&[("name", &row.name)]);
        let id = cells.id("id", &row.id);
        let record = SystemRecord {
            waivers: Vec::new(),
            name: text(&row.name)?,
            aliases: list(&row.aliases),
            former_ids: Vec::new(),
            supplier: cells.supplier("supplier_id", &row.supplier_id, suppliers),
            services: cells.references("services", &row.services, services),
            description: text(&row.description).map(Placed::from),
            website: cells.url("website", &row.website),
            licence: text(unless_unknown(&row.licence)),
            repository: cells.url("repository", &row.repository),
            status: None,
            replaced_by: None,
            sources: source(cells.url("source_url", &row.source_url), None).into_iter().collect(),
        };
        Some(Entry { id, record })
    })
}

/// Authorities, without anything that they run.
pub(super) fn boroughs(rows: &[Numbered<BoroughRow>], report: &mut Report) -> Vec<Entry<BoroughRecord>> {
    entries(rows, report, "boroughs", |row, cells| {
        cells.filled(&[("name", &row.name)]);
        let id = cells.id("id", &row.id);
        let people = cells.number("population", &row.population);
        let source = population_source(&row.population_source, cells);
        let tile = cells.number("tile_col", &row.tile_col).zip(cells.number("tile_row", &row.tile_row));
        let record = BoroughRecord {
            waivers: Vec::new(),
            name: text(&row.name)?,
            short_name: None,
            official_name: text(&row.official_name),
            code: text(&row.register_code),
            former_ids: Vec::new(),
            gss_code: text(&row.gss_code).map(Placed::from),
            identifiers: identifier("WIKIDATA", &row.wikidata),
            area: text(&row.inner_outer).map(Placed::from),
            website: cells.url("website", &row.website),
            population: people.map(|people| Population { people, source }),
            tile: tile.map(Placed::from),
            contact: None,
            checked: None,
            systems: Vec::new(),
            contracts: Vec::new(),
            services: Vec::new(),
            skills: Vec::new(),
            technologies: Vec::new(),
        };
        Some(Entry { id, record })
    })
}

/// "Title of mid-2020 (address)": a title, an address in brackets, and the year of an estimate.
fn population_source(cell: &str, cells: &mut Cells) -> SourceItem {
    const COLUMN: &str = "population_source";
    let (title, url) = match cell.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        Some((title, url)) if url.starts_with("http") => (title, url),
        _ => (cell, ""),
    };
    let year = title
        .split_once("mid-")
        .map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
    let date = year.and_then(|year| cells.date(COLUMN, &year));
    SourceItem { url: cells.url(COLUMN, url), title: text(title), date, confidence: None, notes: None }
}

/// Contracts that boroughs share. Their values are for the whole term; the table does not tell about tax.
pub(super) fn shared_contracts(
    rows: &[Numbered<JointRow>],
    known: &Known,
    report: &mut Report,
) -> Vec<Entry<SharedContractRecord>> {
    entries(rows, report, "contracts", |row, cells| {
        cells.filled(&[("title", &row.title), ("boroughs", &row.boroughs)]);
        let id = cells.id("id", &row.id);
        let members = Members {
            title: row.title.clone(),
            former_ids: Vec::new(),
            boroughs: cells.references("boroughs", &row.boroughs, &known.boroughs),
            lead: cells.reference("lead", &row.lead, &known.boroughs),
            shares: std::collections::BTreeMap::new(),
            systems: cells.references("system", &row.system, &known.systems),
        };
        let amount = cells.number("value", &row.value);
        let url = cells.url("source_url", &row.source_url);
        let contract = ContractItem {
            supplier: cells.supplier("supplier", &row.supplier, &known.suppliers),
            ocid: url.as_ref().and_then(|url| ocid_of(url.as_str())).map(Placed::from),
            start: cells.date("start", &row.start).map(Placed::from),
            end: cells.date("end", &row.end).map(Placed::from),
            value: amount.map(|amount| Money { amount, basis: MoneyBasis::Total, tax: Tax::Unknown }),
            provenance: Some(Provenance::Published),
            notes: text(&row.notes).map(Placed::from),
            sources: source(url, text(&row.source_title)).into_iter().collect(),
            ..ContractItem::default()
        };
        Some(Entry { id, record: SharedContractRecord { members, contract } })
    })
}
