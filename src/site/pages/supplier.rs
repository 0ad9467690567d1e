//! Suppliers: the index, and a page for each with its systems, authorities and contracts.

use serde::Serialize;

use super::{Letter, View, crumb, exposure, letters, shortened};
use crate::catalogue::{Ix, Parent, Supplier};
use crate::content::records::{SupplierSize, TriState};
use crate::figures::{contract_rank, suppliers_by_reach};
use crate::site::agenda::{FeedsView, Scope};
use crate::site::contract_row::ContractRow;
use crate::site::dependence::{DependenceRow, RowRoom};
use crate::site::map::{MOST_ON_A_RECORD, Scale, TileMap};
use crate::site::parts::{Link, SourceView, percent};
use crate::site::timeline::AxisView;
use crate::site::{Model, Page, Section, urls};

/// The index of suppliers.
#[derive(Debug, Serialize)]
pub struct IndexView {
    standfirst: String,
    letters: Vec<Letter<IndexEntry>>,
    table: Vec<IndexRow>,
    concentration: Vec<Sentence>,
    exposure: Link,
}

#[derive(Debug, Serialize)]
struct IndexEntry {
    link: Link,
    former_names: Vec<String>,
    count: String,
}

#[derive(Debug, Serialize)]
struct IndexRow {
    link: Link,
    boroughs: String,
    percent: String,
    systems: String,
    services: String,
    contracts: String,
}

#[derive(Debug, Serialize)]
struct Sentence {
    text: String,
    figure: Link,
}

/// A supplier.
#[derive(Debug, Serialize)]
pub struct SupplierView {
    name: String,
    legal_name: Option<String>,
    former_names: Vec<String>,
    parent: Option<ParentView>,
    children: Vec<Link>,
    identifiers: Vec<IdentifierView>,
    size: Option<&'static str>,
    vcse: Option<&'static str>,
    website: Option<Link>,
    headquarters: Option<String>,
    standfirst: String,
    rank: Option<String>,
    value: String,
    services: Vec<Link>,
    map: TileMap,
    systems: Vec<SystemRow>,
    more_systems: Option<Link>,
    /// What would happen without it, where one of its systems is in use.
    without: Option<String>,
    dependence: Vec<DependenceRow>,
    exposure: Link,
    contracts: Vec<ContractRow>,
    list: Option<Link>,
    feeds: FeedsView,
    axis: AxisView,
    sources: Vec<SourceView>,
}

impl SupplierView {
    /// Its calendar and feed.
    pub(super) fn feeds(&self) -> &FeedsView {
        &self.feeds
    }
}

#[derive(Debug, Serialize)]
struct ParentView {
    name: String,
    href: Option<String>,
}

#[derive(Debug, Serialize)]
struct IdentifierView {
    scheme: String,
    id: String,
    url: Option<String>,
}

#[derive(Debug, Serialize)]
struct SystemRow {
    link: Link,
    services: Vec<Link>,
    current: String,
    percent: String,
    boroughs: Vec<Link>,
    others: Vec<Link>,
}

/// Rows of the table of the most widespread suppliers.
const WIDEST: usize = 15;

/// Systems that the page of a supplier names.
const MOST_SYSTEMS: usize = 300;

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let mut pages = vec![Page {
        path: "suppliers/".to_owned(),
        template: "suppliers.html",
        title: say!("Suppliers from A to Z").to_owned(),
        description: say!(
            "Who supplies the technology of the {} of {}: how widespread each supplier is and what it holds.",
            c.site.words.many,
            c.site.region
        ),
        section: Some(Section::Suppliers),
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Suppliers(Box::new(index_view(model)))),
    }];
    pages.extend(c.suppliers.iter().map(|(ix, supplier)| Page {
        path: urls::supplier(supplier),
        template: "supplier.html",
        title: supplier.name.clone(),
        description: description(model, ix),
        section: Some(Section::Suppliers),
        crumbs: vec![crumb(say!("Suppliers"), "suppliers/")],
        origin: Some(&supplier.origin),
        text: None,
        view: Box::new(move || View::Supplier(Box::new(view(model, ix)))),
    }));
    pages
}

fn description(model: Model, ix: Ix<Supplier>) -> String {
    let (c, format) = (model.catalogue, model.format());
    let footprint = model.figures.supplier(ix);
    say!(
        "{}: {} on record, in use in {} of {}, and {}.",
        c.suppliers[ix].name,
        format.counted(footprint.systems.len(), "system", "systems"),
        footprint.current.len(),
        format.boroughs(c.boroughs.len()),
        format.counted(footprint.contracts.len(), "contract", "contracts"),
    )
}

fn index_view(model: Model) -> IndexView {
    let (c, format) = (model.catalogue, model.format());
    let entries = c.suppliers.iter().map(|(ix, supplier)| {
        let count = model.figures.supplier(ix).current.len();
        let entry = IndexEntry {
            link: Link::new(urls::supplier(supplier), &supplier.name),
            former_names: supplier.former_names.clone(),
            count: if count == 0 { say!("none in use").to_owned() } else { format.boroughs(count) },
        };
        (supplier.name.clone(), entry)
    });
    let row = |ix: Ix<Supplier>| {
        let footprint = model.figures.supplier(ix);
        let supplier = &c.suppliers[ix];
        IndexRow {
            link: Link::new(urls::supplier(supplier), &supplier.name),
            boroughs: format.count(footprint.current.len()),
            percent: percent(footprint.reach.value()),
            systems: format.count(footprint.systems.len()),
            services: format.count(footprint.services.len()),
            contracts: format.count(footprint.contracts.len()),
        }
    };
    let sentence = |id: &str| {
        let figure = model.figures.known(id);
        Sentence { text: figure.sentence.clone(), figure: Link::new(urls::figure(id), &figure.title) }
    };
    IndexView {
        standfirst: model.sentence("suppliers-recorded"),
        exposure: exposure::link(model),
        letters: shortened(model, letters(entries)),
        table: suppliers_by_reach(&model.figures.suppliers).into_iter().take(WIDEST).map(row).collect(),
        concentration: ["top-3-contracts", "top-10-contracts", "top-10-value"]
            .into_iter()
            .map(sentence)
            .collect(),
    }
}

fn view(model: Model, ix: Ix<Supplier>) -> SupplierView {
    let c = model.catalogue;
    let supplier = &c.suppliers[ix];
    let footprint = model.figures.supplier(ix);
    let running = footprint.contracts.running;
    let link = |supplier: &Supplier| Link::new(urls::supplier(supplier), &supplier.name);
    let systems = footprint.systems.iter().take(MOST_SYSTEMS).map(|system| system_row(model, *system));
    SupplierView {
        name: supplier.name.clone(),
        legal_name: supplier.legal_name.clone(),
        former_names: supplier.former_names.clone(),
        parent: supplier.owner.as_ref().map(|owner| match &owner.parent {
            Parent::Supplier(ix) => {
                let parent = &c.suppliers[*ix];
                ParentView { name: parent.name.clone(), href: Some(urls::supplier(parent)) }
            }
            Parent::Named(name) => ParentView { name: name.clone(), href: None },
        }),
        children: c
            .suppliers
            .rows()
            .iter()
            .filter(|row| row.owner.as_ref().is_some_and(|owner| owner.parent == Parent::Supplier(ix)))
            .map(link)
            .collect(),
        identifiers: supplier.identifiers.iter().map(|own| identifier(model, own)).collect(),
        size: supplier.size.and_then(size_word),
        vcse: match supplier.vcse {
            TriState::Yes => Some(say!("Yes")),
            TriState::No => Some(say!("No")),
            TriState::Unknown => None,
        },
        website: supplier.website.as_ref().map(|url| Link::new(url.as_str(), url.host())),
        headquarters: supplier.headquarters.clone(),
        standfirst: standfirst(model, ix),
        rank: rank(model, ix),
        value: model.known_value(running.of, running.known, running.amount).words,
        services: footprint.services.iter().map(|ix| model.service_link(*ix)).collect(),
        map: model.map(MOST_ON_A_RECORD, &Scale { steps: &[1, 2, 3, 5] }, None, |borough| {
            footprint.in_borough.get(&borough).map(std::collections::BTreeSet::len)
        }),
        systems: systems.collect(),
        more_systems: model.more(footprint.systems.len(), MOST_SYSTEMS, "systems/"),
        without: (!footprint.dependence.is_empty())
            .then(|| model.without(&supplier.name, footprint.current.len(), &footprint.dependence)),
        dependence: model.dependence_rows(&footprint.dependence, RowRoom::of(&footprint.dependence.iter())),
        exposure: exposure::link(model),
        contracts: model.first_rows(&footprint.contracts.rows),
        list: model.supplier_contracts_link(ix),
        feeds: model.feeds(Scope::Supplier(ix)),
        axis: model.axis().view(),
        sources: supplier.sources.iter().map(|source| model.source(source, None)).collect(),
    }
}

fn standfirst(model: Model, ix: Ix<Supplier>) -> String {
    let (c, format) = (model.catalogue, model.format());
    let footprint = model.figures.supplier(ix);
    let name = &c.suppliers[ix].name;
    let contracts = format.counted(footprint.contracts.len(), "contract", "contracts");
    if footprint.current.is_empty() {
        return say!(
            "No system of {name} is known to be in use in {}; {contracts} on record.",
            c.site.region; name, contracts
        );
    }
    say!(
        "{name} has {} in use in {} of {}, for {}; {contracts} on record.",
        format.counted(footprint.current_deployments, "deployment", "deployments"),
        format.count(footprint.current.len()),
        format.boroughs(c.boroughs.len()),
        format.counted(footprint.services.len(), "service", "services"); name, contracts
    )
}

/// Its place among suppliers with a contract on record.
fn rank(model: Model, ix: Ix<Supplier>) -> Option<String> {
    let (place, of) = contract_rank(&model.figures.suppliers, ix)?;
    Some(say!("{} of {} by contracts on record", ordinal(place), model.format().count(of)))
}

fn ordinal(number: usize) -> String {
    match (number % 100, number % 10) {
        (11..=13, _) => say!("{number}th"; number),
        (_, 1) => say!("{number}st"; number),
        (_, 2) => say!("{number}nd"; number),
        (_, 3) => say!("{number}rd"; number),
        _ => say!("{number}th"; number),
    }
}

fn system_row(model: Model, ix: Ix<crate::catalogue::System>) -> SystemRow {
    let footprint = model.figures.system(ix);
    let whole = urls::system(&model.catalogue.systems[ix]);
    SystemRow {
        link: model.system_link(ix),
        services: footprint.services.iter().map(|ix| model.service_link(*ix)).collect(),
        current: model.format().count(footprint.current.len()),
        percent: percent(footprint.reach.value()),
        boroughs: model.borough_links(&footprint.current, &whole),
        others: model.borough_links(&footprint.others, &whole),
    }
}

/// An entry's number within an address.
fn encoded(id: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    id.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn identifier(model: Model, identifier: &crate::content::records::Identifier) -> IdentifierView {
    let (scheme, id) = (identifier.scheme.value.as_str(), identifier.id.value.as_str());
    let register = model.catalogue.site.register(scheme);
    let url = register.and_then(|register| register.url.as_ref());
    IdentifierView {
        scheme: register.map_or(scheme, |register| &register.name).to_owned(),
        id: id.to_owned(),
        url: url.map(|url| url.of(&encoded(id))),
    }
}

pub(in crate::site) fn size_word(size: SupplierSize) -> Option<&'static str> {
    match size {
        SupplierSize::Micro => Some(say!("Micro: fewer than 10 people")),
        SupplierSize::Small => Some(say!("Small: fewer than 50 people")),
        SupplierSize::Medium => Some(say!("Medium: fewer than 250 people")),
        SupplierSize::Sme => Some(say!("Small or medium-sized (SME)")),
        SupplierSize::Large => Some(say!("Large: 250 people or more")),
        SupplierSize::Public => Some(say!("A public body")),
        SupplierSize::Unknown => None,
    }
}
