//! The catalogue as flat CSV tables: what every figure can be recomputed from.

use super::{Catalogue, ContractKind, SourceRef, Supplied};
use crate::content::records::Date;

/// A table and where it is written.
pub struct TableFile {
    /// Its name.
    pub name: &'static str,
    /// Address from the site's root.
    pub path: String,
    /// Rows without the head.
    pub rows: usize,
    /// The table as CSV with a head.
    pub csv: String,
}

/// Every table; one line each.
#[must_use]
pub fn all(catalogue: &Catalogue) -> Vec<TableFile> {
    vec![
        table("authorities", &["id", "name", "area", "gss_code", "people", "checked"], boroughs(catalogue)),
        table(
            "services",
            &["id", "name", "group", "tier", "lead_months", "totals_only"],
            services(catalogue),
        ),
        table("systems", &["id", "name", "supplier", "licence"], systems(catalogue)),
        table(
            "suppliers",
            &["id", "name", "owner", "owner_name", "owner_since", "size", "vcse"],
            suppliers(catalogue),
        ),
        table(
            "deployments",
            &[
                "borough",
                "system",
                "services",
                "lifecycle",
                "since",
                "until",
                "replaces",
                "hosting",
                "contract",
                "provenance",
                "confidence",
                "checked",
                "newest_source",
                "source_urls",
            ],
            deployments(catalogue),
        ),
        table(
            "contracts",
            &[
                "id",
                "kind",
                "title",
                "category",
                "boroughs",
                "systems",
                "services",
                "supplier",
                "stage",
                "start",
                "end",
                "max_end",
                "notice_months",
                "value",
                "value_basis",
                "value_tax",
                "framework",
                "notices",
                "data_export",
                "open_api",
                "exit_plan",
                "open_standards",
                "newest_source",
                "source_urls",
            ],
            contracts(catalogue),
        ),
        table("frameworks", &["id", "name", "owner", "reference", "end", "url"], frameworks(catalogue)),
        table("service-states", &["borough", "service", "state"], states(catalogue)),
        table("skills", &["borough", "skill", "family", "level", "stance", "source_urls"], skills(catalogue)),
        table("technologies", &["borough", "technology", "stage", "source_urls"], technologies(catalogue)),
    ]
}

type Rows = Vec<Vec<String>>;

fn table(name: &'static str, head: &[&str], rows: Rows) -> TableFile {
    let count = rows.len();
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory can't fail.
    let _ = writer.write_record(head);
    for row in rows {
        let _ = writer.write_record(row.iter().map(|cell| spreadsheet_safe(cell)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    TableFile {
        name,
        path: format!("data/{name}.csv"),
        rows: count,
        csv: String::from_utf8(bytes).unwrap_or_default(),
    }
}

/// A cell that a spreadsheet would run as a formula is shown as text.
#[must_use]
pub fn spreadsheet_safe(cell: &str) -> String {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if runs { format!("'{cell}") } else { cell.to_owned() }
}

/// Lists in a cell are separated by semicolons.
fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(";")
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A word of a code list, as records write it.
fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn urls(sources: &[SourceRef]) -> String {
    list(sources.iter().filter_map(|source| source.url.as_ref()).map(|url| url.as_str().to_owned()))
}

fn newest(sources: &[SourceRef]) -> String {
    text(sources.iter().filter_map(|source| source.date).map(Date::last_day).max())
}

fn supplied(catalogue: &Catalogue, supplied: Supplied) -> String {
    match supplied {
        Supplied::By(ix) => catalogue.suppliers[ix].id.clone(),
        Supplied::InHouse => "in-house".to_owned(),
        Supplied::NotKnown => String::new(),
    }
}

fn boroughs(c: &Catalogue) -> Rows {
    let row = |row: &super::Borough| {
        let area = row.area.map(|area| c.site.areas[area].id.value.clone());
        vec![
            row.id.clone(),
            row.name.clone(),
            text(area),
            text(row.gss_code.as_ref()),
            text(row.people),
            text(row.checked),
        ]
    };
    c.boroughs.rows().iter().map(row).collect()
}

fn services(c: &Catalogue) -> Rows {
    let row = |row: &super::Service| {
        vec![
            row.id.clone(),
            row.name.clone(),
            c.groups[row.group].id.clone(),
            word(row.tier),
            row.lead_months.to_string(),
            row.totals_only.to_string(),
        ]
    };
    c.services.rows().iter().map(row).collect()
}

fn systems(c: &Catalogue) -> Rows {
    let row = |row: &super::System| {
        vec![row.id.clone(), row.name.clone(), supplied(c, row.supplier), text(row.licence.as_ref())]
    };
    c.systems.rows().iter().map(row).collect()
}

fn suppliers(c: &Catalogue) -> Rows {
    use super::Parent;
    let row = |row: &super::Supplier| {
        let (owner, owner_name) = match row.owner.as_ref().map(|owner| &owner.parent) {
            Some(Parent::Supplier(ix)) => (c.suppliers[*ix].id.clone(), String::new()),
            Some(Parent::Named(name)) => (String::new(), name.clone()),
            None => Default::default(),
        };
        let since = row.owner.as_ref().and_then(|owner| owner.since);
        let size = row.size.map(word).unwrap_or_default();
        vec![row.id.clone(), row.name.clone(), owner, owner_name, text(since), size, word(row.vcse)]
    };
    c.suppliers.rows().iter().map(row).collect()
}

fn deployments(c: &Catalogue) -> Rows {
    let row = |row: &super::Deployment| {
        vec![
            c.boroughs[row.borough].id.clone(),
            c.systems[row.system].id.clone(),
            list(row.services.iter().map(|ix| c.services[*ix].id.clone())),
            word(row.lifecycle),
            text(row.since),
            text(row.until),
            text(row.replaces.map(|ix| &c.systems[ix].id)),
            row.hosting.map(word).unwrap_or_default(),
            text(row.contract.map(|ix| &c.contracts[ix].id)),
            word(row.provenance),
            row.confidence.map(word).unwrap_or_default(),
            text(row.checked),
            newest(&row.sources),
            urls(&row.sources),
        ]
    };
    c.deployments.rows().iter().map(row).collect()
}

fn contracts(c: &Catalogue) -> Rows {
    let row = |row: &super::Contract| {
        let terms = row.terms.unwrap_or_default();
        let kind = match row.kind {
            ContractKind::Inline => "inline",
            ContractKind::Listed => "listed",
            ContractKind::Shared => "shared",
        };
        vec![
            row.id.clone(),
            kind.to_owned(),
            text(row.title.as_ref()),
            word(row.category),
            list(row.members.iter().map(|member| c.boroughs[member.borough].id.clone())),
            list(row.systems.iter().map(|ix| c.systems[*ix].id.clone())),
            list(row.services.iter().map(|ix| c.services[*ix].id.clone())),
            supplied(c, row.supplier),
            row.stage.map(word).unwrap_or_default(),
            text(row.start),
            text(row.end),
            text(row.max_end),
            text(row.notice_months),
            text(row.value.map(|value| value.amount)),
            row.value.map(|value| word(value.basis)).unwrap_or_default(),
            row.value.map(|value| word(value.tax)).unwrap_or_default(),
            text(row.framework.map(|ix| &c.frameworks[ix].id)),
            list(row.notices.iter().map(|notice| notice.url.as_str().to_owned())),
            word(terms.data_export),
            word(terms.open_api),
            word(terms.exit_plan),
            word(terms.open_standards),
            newest(&row.sources),
            urls(&row.sources),
        ]
    };
    c.contracts.rows().iter().map(row).collect()
}

fn frameworks(c: &Catalogue) -> Rows {
    let row = |row: &super::Framework| {
        vec![
            row.id.clone(),
            row.name.clone(),
            text(row.owner.as_ref()),
            text(row.reference.as_ref()),
            text(row.end),
            text(row.url.as_ref().map(|url| url.as_str().to_owned())),
        ]
    };
    c.frameworks.rows().iter().map(row).collect()
}

fn states(c: &Catalogue) -> Rows {
    let rows = c.boroughs.rows().iter().flat_map(|borough| {
        let facts = borough.services.iter();
        facts.map(|fact| vec![borough.id.clone(), c.services[fact.service].id.clone(), word(fact.state)])
    });
    rows.collect()
}

/// Without what is published as totals only.
fn skills(c: &Catalogue) -> Rows {
    let rows = c.boroughs.rows().iter().flat_map(|borough| {
        borough.skills.iter().map(|fact| {
            let skill = &c.skills[fact.skill];
            vec![
                borough.id.clone(),
                skill.id.clone(),
                skill.family.clone(),
                fact.level.map(word).unwrap_or_default(),
                fact.stance.map(word).unwrap_or_default(),
                urls(&fact.sources),
            ]
        })
    });
    rows.collect()
}

fn technologies(c: &Catalogue) -> Rows {
    let rows = c.boroughs.rows().iter().flat_map(|borough| {
        borough.technologies.iter().map(|fact| {
            let technology = c.technologies[fact.technology].id.clone();
            vec![borough.id.clone(), technology, word(fact.stage), urls(&fact.sources)]
        })
    });
    rows.collect()
}
