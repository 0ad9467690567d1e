//! Services: the index by group, and a page for each with the systems and suppliers in it.

use serde::Serialize;

use super::explore::{ROWS_OF_RECORD, continued};
use super::moved::leading_on;
use super::names::Names;
use super::{View, crumb};
use crate::catalogue::{Borough, Catalogue, Ix, Service, SourceRef, System};
use crate::content::records::{Lifecycle, Tier};
use crate::figures::{FacetValue, ServiceMarket, Share};
use crate::site::agenda::{FeedsView, Scope};
use crate::site::contract_row::ContractRow;
use crate::site::links::NAMED;
use crate::site::parts::{BoundsView, CoverageView, DeploymentRow, Link, SourceView, SuppliedView, percent};
use crate::site::timeline::AxisView;
use crate::site::{Model, Page, Section, urls};

/// The index of services.
#[derive(Debug, Serialize)]
pub struct IndexView {
    standfirst: String,
    groups: Vec<GroupView>,
}

#[derive(Debug, Serialize)]
struct GroupView {
    id: String,
    name: String,
    /// The group's services by authority; nothing where they are published as totals only.
    coverage: Option<String>,
    services: Vec<IndexRow>,
}

#[derive(Debug, Serialize)]
struct IndexRow {
    link: Link,
    definition: String,
    core: bool,
    /// The service that takes its place.
    replaced_by: Option<Link>,
    recorded: String,
    percent: String,
    systems: String,
    leading: Option<Link>,
    leading_count: String,
}

/// A service.
#[derive(Debug, Serialize)]
pub struct ServiceView {
    name: String,
    definition: String,
    group: Link,
    core: bool,
    /// The service that takes its place.
    replaced_by: Option<Link>,
    totals_only: bool,
    aliases: Vec<String>,
    lgsl: Vec<u32>,
    lead_months: String,
    standfirst: String,
    coverage: CoverageView,
    not_applicable: Vec<Link>,
    in_house: Vec<Link>,
    /// What these two lists rest on, where it does not stand beside the names on pages of their own.
    state_sources: Vec<SourceView>,
    /// There are such pages.
    sources_beside: bool,
    /// How many more sources there are.
    more_state_sources: Option<String>,
    has_shares: bool,
    withheld: String,
    systems: Vec<SystemShare>,
    /// Where all are, if these are not all.
    all_systems: Option<Link>,
    suppliers: Vec<SupplierShare>,
    all_suppliers: Option<Link>,
    supplier_unknown: Option<String>,
    overlap: bool,
    matrix: Matrix,
    rows: Vec<DeploymentRow>,
    /// Where all rows are, if these are not all.
    all_rows: Option<Link>,
    contracts: Vec<ContractRow>,
    list: Option<Link>,
    feeds: FeedsView,
    axis: AxisView,
    previous: Option<Link>,
    next: Option<Link>,
}

impl ServiceView {
    /// Its calendar and feed.
    pub(super) fn feeds(&self) -> &FeedsView {
        &self.feeds
    }
}

#[derive(Debug, Serialize)]
struct SystemShare {
    link: Link,
    supplier: SuppliedView,
    count: String,
    perhaps: String,
    percent: String,
    share: String,
    bounds: BoundsView,
}

#[derive(Debug, Serialize)]
struct SupplierShare {
    supplier: SuppliedView,
    count: String,
    percent: String,
    share: String,
    bounds: BoundsView,
}

/// Authorities against systems.
#[derive(Debug, Serialize)]
struct Matrix {
    systems: Vec<Link>,
    has_others: bool,
    columns: usize,
    rows: Vec<MatrixRow>,
}

#[derive(Debug, Serialize)]
struct MatrixRow {
    borough: Link,
    /// One for each system: a class and a word, or nothing.
    cells: Vec<Option<(&'static str, &'static str)>>,
    /// Systems beyond the columns, with their words.
    others: Vec<OtherSystem>,
    /// Nothing is known of this authority.
    unknown: bool,
}

#[derive(Debug, Serialize)]
struct OtherSystem {
    link: Link,
    class: &'static str,
    word: &'static str,
}

/// Systems and suppliers of a service that its page shows with their shares.
pub(super) const MOST_SHARES: usize = 60;

/// Sources of what authorities say of a service without a system.
const MOST_SOURCES: usize = 100;

/// Columns of the matrix; further systems are named in a last one.
const MATRIX_SYSTEMS: usize = 8;

/// Rows of the matrix; with more authorities there is none, because the records beneath say the same.
const MOST_IN_MATRIX: usize = 100;

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let mut pages = vec![Page {
        path: "services/".to_owned(),
        template: "services.html",
        title: say!("Services").to_owned(),
        description: say!(
            "What the {} of {} do, by group, and how much is recorded of the systems that serve it.",
            c.site.words.many,
            c.site.region
        ),
        section: Some(Section::Services),
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Services(Box::new(index_view(model)))),
    }];
    pages.extend(c.services.iter().map(|(ix, service)| match service.replaced_by {
        // Who comes by an old address has nothing to read there.
        Some(next) if is_bare(model, ix) => {
            let feeds = Some(model.feeds(Scope::Service(ix)));
            leading_on(urls::service(service), &service.name, model.service_link(next), feeds)
        }
        _ => Page {
            path: urls::service(service),
            template: "service.html",
            title: service.name.clone(),
            description: description(model, ix),
            section: Some(Section::Services),
            crumbs: vec![crumb(say!("Services"), "services/")],
            origin: None,
            text: None,
            view: Box::new(move || View::Service(Box::new(view(model, ix)))),
        },
    }));
    pages
}

/// Whether nothing is on record for it.
fn is_bare(model: Model, ix: Ix<Service>) -> bool {
    let market = model.figures.market(ix);
    // What is published as totals only is on record all the same.
    !model.catalogue.services[ix].totals_only
        && market.deployments.is_empty()
        && model.figures.contracts_for(ix).rows.is_empty()
        && market.not_applicable.is_empty()
        && market.in_house.is_empty()
}

fn description(model: Model, ix: Ix<Service>) -> String {
    let c = model.catalogue;
    let market = model.figures.market(ix);
    say!(
        "{}: {} recorded in use in {} of {}.",
        c.services[ix].name,
        model.format().counted(market.systems_in_use(), "system", "systems"),
        market.coverage.part,
        model.format().boroughs(market.coverage.whole),
    )
}

fn index_view(model: Model) -> IndexView {
    let (c, format) = (model.catalogue, model.format());
    let row = |ix: Ix<Service>| {
        let (service, market) = (&c.services[ix], model.figures.market(ix));
        let leading = market.systems.first().filter(|share| !share.boroughs.is_empty());
        IndexRow {
            link: model.service_link(ix),
            definition: service.definition.clone(),
            core: service.tier == Tier::Core,
            replaced_by: service.replaced_by.map(|ix| model.service_link(ix)),
            recorded: say!("{} of {}", market.coverage.part, market.coverage.whole),
            percent: percent(market.coverage.percent().value()),
            systems: format.count(market.systems_in_use()),
            leading: leading.map(|share| model.system_link(share.holder)),
            leading_count: leading.map(|share| format.boroughs(share.boroughs.len())).unwrap_or_default(),
        }
    };
    let groups = c.groups.rows().iter().map(|group| GroupView {
        id: group.id.clone(),
        name: group.name.clone(),
        coverage: group
            .services
            .iter()
            .any(|ix| !c.services[*ix].totals_only)
            .then(|| urls::group_coverage(group)),
        services: group.services.iter().map(|ix| row(*ix)).collect(),
    });
    IndexView { standfirst: model.sentence("services-recorded"), groups: groups.collect() }
}

fn view(model: Model, ix: Ix<Service>) -> ServiceView {
    let c = model.catalogue;
    let (service, market) = (&c.services[ix], model.figures.market(ix));
    let group = &c.groups[service.group];
    let holders: usize = market.systems.iter().map(|share| share.boroughs.len()).sum();
    let minimum = c.site.thresholds.small_number;
    let rows = if service.totals_only { Vec::new() } else { market.deployments.clone() };
    let missing = if service.totals_only { 0 } else { market.missing.len() };
    let in_use = market.suppliers.iter().filter(|share| !share.boroughs.is_empty());
    let all_suppliers = model.all_named(Names::Suppliers(ix));
    let sources = state_sources(model, ix);
    ServiceView {
        name: service.name.clone(),
        definition: service.definition.clone(),
        group: Link::new(urls::group(group), &group.name),
        core: service.tier == Tier::Core,
        replaced_by: service.replaced_by.map(|ix| model.service_link(ix)),
        totals_only: service.totals_only,
        aliases: service.aliases.clone(),
        lgsl: service.lgsl.clone(),
        lead_months: model.format().counted(service.lead_months.into(), "month", "months"),
        standfirst: standfirst(model, service, market),
        coverage: model.coverage(market.coverage, missing, model.named(Names::Missing(ix))),
        not_applicable: model.named(Names::NotApplicable(ix)),
        in_house: model.named(Names::InHouse(ix)),
        more_state_sources: (sources.len() > MOST_SOURCES)
            .then(|| model.format().count(sources.len() - MOST_SOURCES)),
        sources_beside: !service.totals_only
            && market.not_applicable.len().max(market.in_house.len()) > NAMED,
        state_sources: sources
            .into_iter()
            .take(MOST_SOURCES)
            .map(|source| model.source(source, None))
            .collect(),
        has_shares: market.has_shares(c),
        withheld: say!(
            "Shares are withheld, because fewer than {minimum} {} have a record: one more record would change them too much.",
            c.site.words.many; minimum
        ),
        systems: market.systems.iter().take(MOST_SHARES).map(|share| system_share(model, share)).collect(),
        all_systems: model.all_named(Names::Systems(ix)),
        suppliers: in_use
            .take(all_suppliers.as_ref().map_or(usize::MAX, |_| MOST_SHARES))
            .map(|share| supplier_share(model, share))
            .collect(),
        all_suppliers,
        supplier_unknown: (!market.supplier_unknown.is_empty())
            .then(|| model.format().boroughs(market.supplier_unknown.len())),
        overlap: holders > market.coverage.part,
        matrix: if service.totals_only || c.boroughs.len() > MOST_IN_MATRIX {
            Matrix { systems: Vec::new(), has_others: false, columns: 0, rows: Vec::new() }
        } else {
            matrix(model, market)
        },
        all_rows: continued(model, FacetValue::Service(ix), rows.len()),
        rows: in_order(c, rows)
            .into_iter()
            .take(ROWS_OF_RECORD)
            .map(|row| model.deployment_row(row, Some(ix)))
            .collect(),
        contracts: model.first_rows(&model.figures.contracts_for(ix).rows),
        list: model.service_contracts_link(ix),
        feeds: model.feeds(Scope::Service(ix)),
        axis: model.axis().view(),
        previous: ix.row().checked_sub(1).map(|row| model.service_link(Ix::new(row))),
        next: (ix.row() + 1 < c.services.len()).then(|| model.service_link(Ix::new(ix.row() + 1))),
    }
}

/// Sources of what authorities say of a service without a system; those of long lists stand beside the names there.
fn state_sources(model: Model<'_>, ix: Ix<Service>) -> Vec<&SourceRef> {
    let (c, market) = (model.catalogue, model.figures.market(ix));
    if c.services[ix].totals_only {
        return Vec::new();
    }
    let short = [&market.not_applicable, &market.in_house].into_iter().filter(|list| list.len() <= NAMED);
    let mut boroughs: Vec<Ix<Borough>> = short.flatten().copied().collect();
    boroughs.sort_unstable();
    boroughs.dedup();
    let facts = boroughs.into_iter().flat_map(|borough| &c.boroughs[borough].services);
    facts.filter(|fact| fact.service == ix).flat_map(|fact| &fact.sources).collect()
}

/// In the order of authorities.
fn in_order(
    c: &Catalogue,
    mut rows: Vec<Ix<crate::catalogue::Deployment>>,
) -> Vec<Ix<crate::catalogue::Deployment>> {
    rows.sort_by_key(|ix| (c.deployments[*ix].borough, c.deployments[*ix].system));
    rows
}

fn standfirst(model: Model, service: &Service, market: &ServiceMarket) -> String {
    let format = model.format();
    let coverage = market.coverage;
    if coverage.part == 0 {
        return say!("No system is recorded in use for this in any of {}.", format.boroughs(coverage.whole));
    }
    let recorded = say!(
        "A system in use is on record for {} of {}",
        format.count(coverage.part),
        format.boroughs(coverage.whole)
    );
    let Some(first) =
        market.systems.first().filter(|share| !share.boroughs.is_empty() && !service.totals_only)
    else {
        return format!("{recorded}.");
    };
    let name = &model.catalogue.systems[first.holder].name;
    let runs = if first.boroughs.len() == 1 { say!("one of them runs") } else { say!("of them run") };
    let count = if first.boroughs.len() == 1 { String::new() } else { format!("{} ", first.boroughs.len()) };
    if market.has_shares(model.catalogue) {
        say!("{recorded}; {count}{runs} {name}: at least {}, at most {} of all.", first.lower, first.upper; recorded, count, runs, name)
    } else {
        format!("{recorded}; {count}{runs} {name}.")
    }
}

fn system_share(model: Model, share: &Share<Ix<System>>) -> SystemShare {
    let format = model.format();
    SystemShare {
        link: model.system_link(share.holder),
        supplier: model.supplied(model.catalogue.systems[share.holder].supplier),
        count: format.count(share.boroughs.len()),
        perhaps: format.count(share.perhaps.len()),
        percent: percent(share.share.value()),
        share: share.share.to_string(),
        bounds: BoundsView { lower: share.lower.to_string(), upper: share.upper.to_string() },
    }
}

fn supplier_share(model: Model, share: &Share<crate::catalogue::Supplied>) -> SupplierShare {
    SupplierShare {
        supplier: model.supplied(share.holder),
        count: model.format().count(share.boroughs.len()),
        percent: percent(share.share.value()),
        share: share.share.to_string(),
        bounds: BoundsView { lower: share.lower.to_string(), upper: share.upper.to_string() },
    }
}

fn matrix(model: Model, market: &ServiceMarket) -> Matrix {
    let c = model.catalogue;
    let all: Vec<Ix<System>> = market.systems.iter().map(|share| share.holder).collect();
    // One column for the last of many would say less than its name in "other systems".
    let shown = if all.len() > MATRIX_SYSTEMS { MATRIX_SYSTEMS - 1 } else { all.len() };
    let (columns, others) = all.split_at(shown);
    let applicable = c.boroughs.iter().map(|(ix, _)| ix).filter(|ix| market.applies_to(*ix));
    let row = |borough: Ix<Borough>| {
        let own = || {
            market.deployments.iter().map(|ix| &c.deployments[*ix]).filter(move |row| row.borough == borough)
        };
        let life =
            |system| own().filter(|row| row.system == system).map(|row| row.lifecycle).min().map(life_word);
        let other = |system: &Ix<System>| {
            life(*system).map(|(class, word)| OtherSystem { link: model.system_link(*system), class, word })
        };
        MatrixRow {
            borough: model.borough_link(borough),
            unknown: own().next().is_none(),
            cells: columns.iter().map(|system| life(*system)).collect(),
            others: others.iter().filter_map(other).collect(),
        }
    };
    Matrix {
        rows: applicable.map(row).collect(),
        systems: columns.iter().map(|ix| model.system_link(*ix)).collect(),
        has_others: !others.is_empty(),
        columns: shown + usize::from(!others.is_empty()),
    }
}

fn life_word(life: Lifecycle) -> (&'static str, &'static str) {
    match life {
        Lifecycle::Live => ("", say!("Live")),
        Lifecycle::Replacing => ("half", say!("Ending")),
        Lifecycle::Planned | Lifecycle::Implementing => ("open", say!("Planned")),
        Lifecycle::Retired => ("open", say!("Past")),
        Lifecycle::Unknown => ("open", say!("Not confirmed")),
    }
}
