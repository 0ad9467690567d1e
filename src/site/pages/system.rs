//! Systems: the index from A to Z, and a page for each with where it is used.

use serde::Serialize;

use super::explore::{ROWS_OF_RECORD, continued};
use super::{Letter, View, crumb, letters, migrations, shortened};
use crate::catalogue::{Ix, System};
use crate::content::records::SystemStatus;
use crate::figures::FacetValue;
use crate::site::contract_row::ContractRow;
use crate::site::map::{MOST_ON_A_RECORD, TileMap, TileValue};
use crate::site::parts::{DeploymentRow, Link, SourceView, SuppliedView};
use crate::site::timeline::AxisView;
use crate::site::{Model, Page, Section, urls};

/// The index of systems.
#[derive(Debug, Serialize)]
pub struct IndexView {
    standfirst: String,
    migrations: Link,
    letters: Vec<Letter<IndexEntry>>,
}

#[derive(Debug, Serialize)]
struct IndexEntry {
    link: Link,
    aliases: Vec<String>,
    count: String,
}

/// A system.
#[derive(Debug, Serialize)]
pub struct SystemView {
    name: String,
    aliases: Vec<String>,
    description: Option<String>,
    standfirst: String,
    supplier: SuppliedView,
    services: Vec<Link>,
    licence: Option<String>,
    open_source: bool,
    repository: Option<Link>,
    website: Option<Link>,
    status: Option<&'static str>,
    replaced_by: Option<Link>,
    map: TileMap,
    /// Where all rows are, if these are not all.
    all_rows: Option<Link>,
    rows: Vec<DeploymentRow>,
    alternatives: Vec<Alternative>,
    contracts: Vec<ContractRow>,
    /// Lists of contracts with its supplier and for its services.
    lists: Vec<Link>,
    axis: AxisView,
    sources: Vec<SourceView>,
}

#[derive(Debug, Serialize)]
struct Alternative {
    service: Link,
    systems: Vec<AlternativeSystem>,
}

#[derive(Debug, Serialize)]
struct AlternativeSystem {
    link: Link,
    count: String,
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let mut pages = vec![Page {
        path: "systems/".to_owned(),
        template: "systems.html",
        title: say!("Systems from A to Z").to_owned(),
        description: say!(
            "Every system on record for the {} of {}, with other names and where it is in use.",
            c.site.words.many,
            c.site.region
        ),
        section: Some(Section::Systems),
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Systems(Box::new(index_view(model)))),
    }];
    pages.extend(c.systems.iter().map(|(ix, system)| Page {
        path: urls::system(system),
        template: "system.html",
        title: system.name.clone(),
        description: description(model, ix),
        section: Some(Section::Systems),
        crumbs: vec![crumb(say!("Systems"), "systems/")],
        origin: Some(&system.origin),
        text: None,
        view: Box::new(move || View::System(Box::new(view(model, ix)))),
    }));
    pages
}

fn description(model: Model, ix: Ix<System>) -> String {
    let c = model.catalogue;
    let system = &c.systems[ix];
    let count = model.figures.system(ix).current.len();
    let by = system.supplier.supplier().map(|ix| say!(" by {}", c.suppliers[ix].name)).unwrap_or_default();
    say!(
        "{}{by}: recorded in use in {} of {}.",
        system.name,
        count,
        model.format().boroughs(c.boroughs.len()); by
    )
}

fn index_view(model: Model) -> IndexView {
    let entries = model.catalogue.systems.iter().map(|(ix, system)| {
        let count = model.figures.system(ix).current.len();
        let entry = IndexEntry {
            link: model.system_link(ix),
            aliases: system.aliases.clone(),
            count: if count == 0 { say!("none in use").to_owned() } else { model.format().boroughs(count) },
        };
        (system.name.clone(), entry)
    });
    IndexView {
        standfirst: model.sentence("systems-recorded"),
        migrations: migrations::link(),
        letters: shortened(model, letters(entries)),
    }
}

fn view(model: Model, ix: Ix<System>) -> SystemView {
    let c = model.catalogue;
    let system = &c.systems[ix];
    let footprint = model.figures.system(ix);
    let external = |url: &crate::content::records::Url| Link::new(url.as_str(), url.host());
    SystemView {
        name: system.name.clone(),
        aliases: system.aliases.clone(),
        description: system.description.clone(),
        standfirst: standfirst(model, ix),
        supplier: model.supplied(system.supplier),
        services: system.services.iter().map(|ix| model.service_link(*ix)).collect(),
        licence: system.licence.as_deref().map(licence),
        open_source: system.is_open_source() == Some(true),
        repository: system.repository.as_ref().map(external),
        website: system.website.as_ref().map(external),
        status: system.status.map(status_word),
        replaced_by: system.replaced_by.map(|ix| model.system_link(ix)),
        map: map(model, ix),
        rows: footprint
            .deployments
            .iter()
            .take(ROWS_OF_RECORD)
            .map(|ix| model.deployment_row(*ix, None))
            .collect(),
        all_rows: continued(model, FacetValue::System(ix), footprint.deployments.len()),
        alternatives: system.services.iter().filter_map(|service| alternative(model, ix, *service)).collect(),
        contracts: model.first_rows(&footprint.contracts),
        lists: lists(model, system),
        axis: model.axis().view(),
        sources: system.sources.iter().map(|source| model.source(source, None)).collect(),
    }
}

fn lists(model: Model, system: &System) -> Vec<Link> {
    let supplier = system.supplier.supplier().and_then(|ix| model.supplier_contracts_link(ix));
    let services = system.services.iter().filter_map(|ix| model.service_contracts_link(*ix));
    supplier.into_iter().chain(services).collect()
}

fn map(model: Model, ix: Ix<System>) -> TileMap {
    let footprint = model.figures.system(ix);
    let sign =
        |tint, text: &str, said: &str| TileValue { tint, text: text.to_owned(), said: Some(said.to_owned()) };
    let mut map = model.tiles(MOST_ON_A_RECORD, None, say!("Nothing recorded"), |borough| {
        if footprint.current.contains(&borough) {
            Some(sign(5, say!("Yes"), say!("recorded in use")))
        } else if footprint.boroughs.contains(&borough) {
            Some(sign(1, say!("Other"), say!("planned, past or not confirmed")))
        } else {
            None
        }
    });
    let entries = [("key-q5", say!("Recorded in use")), ("key-q1", say!("Planned, past or not confirmed"))];
    map.key.splice(0..0, entries.map(|(class, text)| (class.to_owned(), text.to_owned())));
    map
}

fn standfirst(model: Model, ix: Ix<System>) -> String {
    let (c, format) = (model.catalogue, model.format());
    let footprint = model.figures.system(ix);
    let name = &c.systems[ix].name;
    let all = format.boroughs(c.boroughs.len());
    let others = footprint.boroughs.len() - footprint.current.len();
    let more = match others {
        0 => String::new(),
        1 => say!("; for one more {} it is planned, past or not confirmed", c.site.words.one),
        _ => say!(
            "; for {} more {} it is planned, past or not confirmed",
            format.count(others),
            c.site.words.many
        ),
    };
    match footprint.current.len() {
        0 if others == 0 => say!("{name} is in no record of the {all}."; name, all),
        0 => say!("{name} is not known to be in use in any of {all}{more}."; name, all, more),
        count => {
            say!("{name} is recorded in use in {} of {all}{more}.", format.count(count); name, all, more)
        }
    }
}

fn alternative(model: Model, own: Ix<System>, service: Ix<crate::catalogue::Service>) -> Option<Alternative> {
    let shares = &model.figures.market(service).systems;
    let others = shares.iter().filter(|share| share.holder != own && !share.boroughs.is_empty());
    let systems: Vec<_> = others
        .map(|share| AlternativeSystem {
            link: model.system_link(share.holder),
            count: model.format().boroughs(share.boroughs.len()),
        })
        .collect();
    (!systems.is_empty()).then(|| Alternative { service: model.service_link(service), systems })
}

pub(in crate::site) fn status_word(status: SystemStatus) -> &'static str {
    match status {
        SystemStatus::Concept => say!("An idea"),
        SystemStatus::Development => say!("Being built"),
        SystemStatus::Beta => say!("Being tested"),
        SystemStatus::Stable => say!("Ready for use"),
        SystemStatus::Obsolete => say!("No longer kept up"),
    }
}

/// An open licence goes by its name; that there is none is said.
fn licence(own: &str) -> String {
    if own.eq_ignore_ascii_case("proprietary") { say!("Proprietary").to_owned() } else { own.to_owned() }
}
