//! Contracts as an Open Contracting release package: <https://standard.open-contracting.org/1.1/en/>.
//!
//! A record says less than a notice: one release for each contract tells what it says, as of the date of the site. Where a
//! notice gave the process its number, that number stands; else it is made with the publisher's own prefix, if there is one.
//! Only dates known to the day are dates here, the others are told in words.

use jiff::civil::Date as Day;
use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use serde_json::{Map, Value as Json, json};

use crate::catalogue::{Contract, Ix, Supplied, newest_of};
use crate::content::records::{Date, MoneyBasis, ProcurementMethod, Stage, Tax};
use crate::figures::ContractState;
use crate::site::{Model, urls};

/// Everything that has a process number, each release made when it is written.
pub(super) struct Package<'a> {
    pub model: Model<'a>,
    pub base_url: &'a str,
}

impl Serialize for Package<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { model, base_url } = *self;
        let site = &model.catalogue.site;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("uri", &format!("{base_url}{}", urls::OCDS))?;
        map.serialize_entry("version", "1.1")?;
        map.serialize_entry("publishedDate", &moment(model))?;
        map.serialize_entry(
            "publisher",
            &json!({"name": site.publisher.name, "uri": site.publisher.url.as_str()}),
        )?;
        map.serialize_entry("license", site.licence.url.as_str())?;
        map.serialize_entry("publicationPolicy", &format!("{base_url}{}", urls::DATA))?;
        map.serialize_entry("releases", &Releases(self))?;
        map.end()
    }
}

struct Releases<'a>(&'a Package<'a>);

impl Serialize for Releases<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Package { model, base_url } = *self.0;
        let newest = newest(model);
        let all = model.catalogue.contracts.iter();
        let releases =
            all.filter_map(|(ix, row)| Some(named(release(model, ix, row, newest, base_url)?, row)));
        // One by one: nobody knows beforehand how many have a number.
        let mut list = serializer.serialize_seq(None)?;
        for release in releases {
            list.serialize_element(&release)?;
        }
        list.end()
    }
}

fn moment(model: Model) -> String {
    format!("{}T00:00:00Z", model.catalogue.as_of)
}

/// With an id of its own: whoever has a release under it has this one, and what says otherwise has another.
fn named(mut release: Json, row: &Contract) -> Json {
    let digest = blake3::hash(release.to_string().as_bytes()).to_hex();
    release["id"] = json!(format!("{}-{}", row.id, &digest[..12]));
    release
}

/// When what it says was first known: the day of its newest source, or else of its beginning, or else of the newest source
/// of all contracts, so that a build on another day says the same.
fn released(model: Model, row: &Contract, newest: Option<Day>) -> String {
    let own = newest_of(&row.sources).into_iter().chain(row.start).find_map(|date| past(model, date));
    own.or(newest).map_or_else(|| moment(model), |day| format!("{day}T00:00:00Z"))
}

/// The newest day of any source of a contract.
fn newest(model: Model) -> Option<Day> {
    let rows = model.catalogue.contracts.rows().iter();
    rows.filter_map(|row| newest_of(&row.sources)).filter_map(|date| past(model, date)).max()
}

/// The last day of a date, or else its first, that is not ahead.
fn past(model: Model, date: Date) -> Option<Day> {
    [date.last_day(), date.first_day()].into_iter().find(|day| *day <= model.catalogue.as_of)
}

fn release(
    model: Model,
    ix: Ix<Contract>,
    row: &Contract,
    newest: Option<Day>,
    base_url: &str,
) -> Option<Json> {
    let c = model.catalogue;
    let ocid = row
        .ocid
        .clone()
        .or_else(|| c.site.ocds_prefix.as_ref().map(|prefix| format!("{}-{}", prefix.value, row.id)))?;
    let buyer = row.lead.or_else(|| row.members.first().map(|member| member.borough))?;
    let buyer = &c.boroughs[buyer];
    let title = row.name(c);
    let mut release = json!({
        "ocid": ocid,
        "date": released(model, row, newest),
        "language": c.site.locale,
        "tag": [tag(model, ix, row)],
        "initiationType": "tender",
        "parties": parties(model, row),
        "buyer": {"id": buyer.id, "name": buyer.name},
    });
    if let Some(status) = tender_status(row) {
        release["tender"] = tender(row, title, status);
        release["tender"]["documents"] = documents(row);
        return Some(release);
    }
    if row.procurement_method.is_some_and(|method| method != ProcurementMethod::Unknown) {
        release["tender"] = tender(row, title, "complete");
    }
    let award = format!("{}-award", row.id);
    if let Supplied::By(supplier) = row.supplier {
        let supplier = &c.suppliers[supplier];
        let supplier = json!([{"id": supplier.id, "name": supplier.name}]);
        release["awards"] = json!([{"id": award, "title": title, "status": "active", "suppliers": supplier}]);
    } else {
        release["awards"] = json!([{"id": award, "title": title, "status": "active"}]);
    }
    release["contracts"] = json!([contract(model, ix, row, &award, base_url)]);
    Some(release)
}

fn tag(model: Model, ix: Ix<Contract>, row: &Contract) -> &'static str {
    match (row.stage, model.figures.term(ix).state) {
        (Some(Stage::Planned), _) => "planning",
        (Some(Stage::Tendering), _) => "tender",
        (_, ContractState::Ended) => "contractTermination",
        _ => "contract",
    }
}

fn tender_status(row: &Contract) -> Option<&'static str> {
    match row.stage {
        Some(Stage::Planned) => Some("planned"),
        Some(Stage::Tendering) => Some("active"),
        _ => None,
    }
}

/// How it was bought is told of the tender, which is why a signed contract can have one.
fn tender(row: &Contract, title: &str, status: &str) -> Json {
    let mut tender = json!({"id": row.id, "title": title, "status": status});
    if let Some(method) = row.procurement_method.filter(|method| *method != ProcurementMethod::Unknown) {
        tender["procurementMethod"] = json!(method);
    }
    tender
}

fn parties(model: Model, row: &Contract) -> Json {
    let c = model.catalogue;
    let buyers = row.members.iter().map(|member| {
        let borough = &c.boroughs[member.borough];
        json!({"id": borough.id, "name": borough.name, "roles": ["buyer"]})
    });
    let supplier = row.supplier.supplier().map(|ix| {
        let supplier = &c.suppliers[ix];
        let mut party = json!({"id": supplier.id, "name": supplier.name, "roles": ["supplier"]});
        if let Some(one) = supplier.identifiers.first() {
            party["identifier"] = json!({"scheme": one.scheme.value, "id": one.id.value});
            // In this standard null means "take it away".
            if let Some(name) = &supplier.legal_name {
                party["identifier"]["legalName"] = json!(name);
            }
        }
        party
    });
    buyers.chain(supplier).collect()
}

fn contract(model: Model, ix: Ix<Contract>, row: &Contract, award: &str, base_url: &str) -> Json {
    let mut contract = json!({
        "id": row.id,
        "awardID": award,
        "title": row.name(model.catalogue),
        "documents": documents(row),
    });
    let told = told(model, row);
    contract["description"] = json!(format!("{told}With its sources at {base_url}{}", urls::contract(row)));
    let status = match model.figures.term(ix).state {
        ContractState::Running | ContractState::InOptions => Some("active"),
        ContractState::Planned => Some("pending"),
        ContractState::Ended => Some("terminated"),
        // Nobody can tell.
        ContractState::EndPassed | ContractState::EndNotKnown => None,
    };
    if let Some(status) = status {
        contract["status"] = json!(status);
    }
    let mut period = Map::new();
    // The last day belongs to the term.
    let dates = [
        ("startDate", row.start, "00:00:00"),
        ("endDate", row.end, "23:59:59"),
        ("maxExtentDate", row.max_end, "23:59:59"),
    ];
    for (name, date, time) in dates {
        if let Some(date) = date.filter(|date| date.has_day()) {
            period.insert(name.to_owned(), json!(format!("{date}T{time}Z")));
        }
    }
    if !period.is_empty() {
        contract["period"] = Json::Object(period);
    }
    if let Some(value) = row.value.filter(|value| value.basis == MoneyBasis::Total) {
        contract["value"] = json!({"amount": value.amount, "currency": model.catalogue.site.currency});
    }
    contract
}

/// What has no place of its own in the standard.
fn told(model: Model, row: &Contract) -> String {
    let format = model.format();
    let dates = [("Begins", row.start), ("Ends", row.end), ("May run to", row.max_end)];
    let inexact = dates.into_iter().filter_map(|(word, date)| {
        date.filter(|date| !date.has_day()).map(|date| format!("{word} in {}. ", format.date(date)))
    });
    let yearly = row.value.filter(|value| value.basis == MoneyBasis::Annual);
    let yearly = yearly.map(|value| format!("{} a year. ", format.money(value.amount as f64)));
    let tax = row.value.and_then(|value| match value.tax {
        Tax::Net => Some("The sum is without tax. ".to_owned()),
        Tax::Gross => Some("The sum has tax in it. ".to_owned()),
        Tax::Unknown => None,
    });
    inexact.chain(yearly).chain(tax).collect()
}

/// Its notices and sources, each once.
fn documents(row: &Contract) -> Json {
    let notices = row.notices.iter().map(|notice| (notice.url.as_str(), notice.id.clone()));
    let sources =
        row.sources.iter().filter_map(|source| Some((source.url.as_ref()?.as_str(), source.title.clone())));
    let mut seen = std::collections::BTreeSet::new();
    let all = notices.chain(sources).filter(|(url, _)| seen.insert(*url));
    let document = |(index, (url, title)): (usize, (&str, Option<String>))| {
        let mut document = json!({"id": (index + 1).to_string(), "url": url});
        if let Some(title) = title {
            document["title"] = json!(title);
        }
        document
    };
    all.enumerate().map(document).collect()
}
