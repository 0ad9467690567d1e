//! What an authority's committee needs on paper: a few sheets for each authority.

use std::collections::BTreeMap;

use serde::Serialize;

use super::borough::{all_sources, standfirst, together};
use super::explore::ROWS_OF_RECORD;
use super::opportunities::{CaseView, cases_of};
use super::{View, crumb};
use crate::catalogue::{Borough, Contract, Deployment, Ix, Service};
use crate::figures::{AHEAD_MONTHS, ContractState, Typical};
use crate::site::contract_row::EndsView;
use crate::site::paging::{ROWS, room};
use crate::site::parts::{DateView, Link, SuppliedView, Tag};
use crate::site::{Model, Page, Section, urls};

/// An authority's pack.
#[derive(Debug, Serialize)]
pub struct PackView {
    borough: Link,
    official_name: Option<String>,
    area: Option<String>,
    standfirst: String,
    points: Vec<String>,
    glance: Vec<GlanceRow>,
    until: String,
    months: u16,
    due: Vec<DueRow>,
    more_due: Option<Link>,
    passed: Option<String>,
    groups: Vec<PackGroup>,
    more_systems: Option<Link>,
    similar: Vec<SharedRow>,
    shared: Vec<Link>,
    cases: Vec<CaseView>,
    missing: Vec<MissingGroup>,
    missing_count: String,
    sources: String,
    foi: Link,
    compare: Link,
}

/// A number with what is typical of the region.
#[derive(Debug, Serialize)]
struct GlanceRow {
    name: &'static str,
    own: Option<String>,
    median: Option<String>,
}

/// A contract that ends or has to be decided on.
#[derive(Debug, Serialize)]
struct DueRow {
    title: Link,
    systems: Vec<Link>,
    services: Vec<Link>,
    supplier: SuppliedView,
    ends: EndsView,
    light: Option<Tag>,
    decide_by: Option<DateView>,
    value: Option<String>,
    value_note: Option<String>,
}

#[derive(Debug, Serialize)]
struct PackGroup {
    name: String,
    rows: Vec<SystemRow>,
}

#[derive(Debug, Serialize)]
struct SystemRow {
    service: Option<Link>,
    system: Link,
    supplier: SuppliedView,
    /// Where the system is in its life, unless it is simply in use.
    state: Option<Tag>,
    ends: EndsView,
}

#[derive(Debug, Serialize)]
struct SharedRow {
    link: Link,
    pair: Option<String>,
    count: String,
    systems: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct MissingGroup {
    name: String,
    services: Vec<Link>,
}

/// How many authorities the pack names that share systems.
const SIMILAR: usize = 5;

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let page = |(ix, borough): (Ix<Borough>, &'_ Borough)| Page {
        path: urls::pack(c, borough),
        template: "pack.html",
        title: say!("Pack for committee: {}", borough.name),
        description: say!(
            "A few sheets to print for the committee of {}: systems, contracts that come up, what is shared and what is not known.",
            borough.name
        ),
        section: Some(Section::Boroughs),
        crumbs: vec![
            crumb(model.many_capitalised(), urls::boroughs(c)),
            crumb(borough.name.clone(), urls::borough(c, borough)),
        ],
        origin: Some(&c.boroughs[ix].origin),
        text: None,
        view: Box::new(move || View::Pack(Box::new(view(model, ix)))),
    };
    c.boroughs.iter().map(page).collect()
}

fn view(model: Model, ix: Ix<Borough>) -> PackView {
    let (c, format) = (model.catalogue, model.format());
    let borough = &c.boroughs[ix];
    let profile = model.figures.borough(ix);
    let due = due(model, borough);
    let (rows, groups) = groups(model, borough);
    let shown = groups.iter().map(|group| group.rows.len()).sum();
    let until = c.as_of.saturating_add(jiff::Span::new().months(i32::from(AHEAD_MONTHS)));
    PackView {
        borough: model.borough_link(ix),
        official_name: borough.official_name.clone(),
        area: borough.area.map(|area| c.site.areas[area].name.clone()),
        standfirst: standfirst(model, borough, profile),
        points: points(model, ix, &due),
        glance: glance(model, ix),
        until: format.day(until),
        months: AHEAD_MONTHS,
        due: due.iter().take(ROWS).map(|ix| due_row(model, *ix)).collect(),
        more_due: model.more(due.len(), ROWS, urls::borough(c, borough) + "#contracts"),
        passed: passed(model, ix),
        more_systems: model.more(rows, shown, urls::borough(c, borough) + "#systems"),
        groups,
        similar: similar(model, ix),
        shared: shared(model, ix),
        cases: cases_of(model, ix),
        missing: missing(model, &profile.missing_core),
        missing_count: format.counted(profile.missing_core.len(), "service", "services"),
        sources: format.counted(all_sources(model, borough).len(), "public source", "public sources"),
        foi: Link::new(urls::foi(c, borough), say!("FOI sheet: {}", borough.name)),
        compare: Link::new(urls::compare_with(borough), say!("Compare {}", borough.name)),
    }
}

/// Contracts that end, or have to be decided on, within [`AHEAD_MONTHS`].
fn due(model: Model, borough: &Borough) -> Vec<Ix<Contract>> {
    let comes_up =
        |ix: &Ix<Contract>| model.figures.term(*ix).comes_up_within(model.catalogue.as_of, AHEAD_MONTHS);
    let mut due: Vec<Ix<Contract>> = borough.contracts.iter().copied().filter(comes_up).collect();
    due.sort_by_key(|ix| (model.figures.term(*ix).end_ahead(), *ix));
    due
}

fn due_row(model: Model, ix: Ix<Contract>) -> DueRow {
    let row = model.contract_row(ix);
    DueRow {
        title: row.title,
        systems: row.systems,
        services: row.services,
        supplier: row.supplier,
        ends: row.ends,
        light: row.light,
        decide_by: row.decide_by,
        value: row.value,
        value_note: row.value_note,
    }
}

/// The pack in a few sentences.
fn points(model: Model, ix: Ix<Borough>, due: &[Ix<Contract>]) -> Vec<String> {
    let (c, format) = (model.catalogue, model.format());
    let profile = model.figures.borough(ix);
    let core = profile.core;
    let services = format.counted(core.whole, "core service", "core services");
    let mut points = vec![match core.part {
        0 => say!("None of {services} has a system in use on record."; services),
        part => say!(
            "Of {}, {} a system in use on record ({}).",
            services,
            format.counted(part, "has", "have"),
            core.percent()
        ),
    }];
    points.push(match due {
        [] => say!("No recorded contract is known to end, or to need a decision, within {AHEAD_MONTHS} months."; AHEAD_MONTHS),
        [first, ..] => {
            let end = model.end_ahead(*first).map(|date| date.text).unwrap_or_default();
            let verb = if due.len() == 1 { say!("ends or needs") } else { say!("end or need") };
            say!(
                "{} {verb} a decision within {AHEAD_MONTHS} months; the first to end is {}, on record until {end}.",
                capitalised_count(model, due.len()),
                c.contracts[*first].name(c); verb, AHEAD_MONTHS, end
            )
        }
    });
    let most = model.figures.similar[ix.row()]
        .iter()
        .max_by_key(|row| (row.systems.len(), std::cmp::Reverse(row.borough)));
    if let Some(most) = most.filter(|most| !most.systems.is_empty()) {
        points.push(say!(
            "It has most in common with {}: {} for the same services.",
            c.boroughs[most.borough].name,
            format.counted(most.systems.len(), "system", "systems")
        ));
    }
    points
}

fn capitalised_count(model: Model, contracts: usize) -> String {
    match contracts {
        1 => say!("One recorded contract").to_owned(),
        count => say!("{} recorded contracts", model.format().count(count)),
    }
}

fn glance(model: Model, ix: Ix<Borough>) -> Vec<GlanceRow> {
    let format = model.format();
    let profile = model.figures.borough(ix);
    let typical: Typical = model.figures.typical(model.catalogue);
    let own = |count: usize| (count > 0).then(|| format.count(count));
    // The mean of two middle counts may be a half.
    let median = |value: Option<f64>| {
        value.map(|value| if value.fract() == 0.0 { format.index(value) } else { format.tenth(value) })
    };
    let row = |name, own, median| GlanceRow { name, own, median };
    let people = model.catalogue.boroughs[ix].people;
    vec![
        row(
            say!("Residents"),
            people.map(|people| format.residents(u64::from(people))),
            median(typical.people),
        ),
        row(say!("Systems in use on record"), own(profile.current_systems.len()), median(typical.systems)),
        row(say!("Suppliers of these systems"), own(profile.suppliers.len()), median(typical.suppliers)),
        row(
            say!("Core services with a system in use on record"),
            (profile.core.part > 0).then(|| profile.core.percent().to_string()),
            Some(typical.core.to_string()),
        ),
        row(
            say!("Contracts with an end ahead on record"),
            own(profile.ends_ahead),
            median(typical.ends_ahead),
        ),
    ]
}

/// Contracts past their last known end, which may run on.
fn passed(model: Model, borough: Ix<Borough>) -> Option<String> {
    let count = model.figures.borough(borough).past_end;
    let format = model.format();
    (count > 0).then(|| {
        say!(
            "{} past the last end on record. {} may have been extended or let again; ask.",
            if count == 1 {
                say!("One more contract is").to_owned()
            } else {
                say!("{} more contracts are", format.count(count))
            },
            if count == 1 { say!("It") } else { say!("They") }
        )
    })
}

/// Systems that are or may be in use, by service, under the groups of the taxonomy: how many rows there are, and those for
/// which the pack has room.
fn groups(model: Model, borough: &Borough) -> (usize, Vec<PackGroup>) {
    let c = model.catalogue;
    let mut by_service: BTreeMap<Option<Ix<Service>>, Vec<SystemRow>> = BTreeMap::new();
    for deployment in borough.deployments.iter().map(|ix| &c.deployments[*ix]) {
        if !deployment.is_current() && !deployment.may_be_current() {
            continue;
        }
        let services: Vec<_> = deployment.services.iter().copied().map(Some).collect();
        for service in if services.is_empty() { vec![None] } else { services } {
            by_service.entry(service).or_default().push(system_row(model, deployment, service));
        }
    }
    let counts: Vec<usize> = by_service.values().map(Vec::len).collect();
    let room = room(&counts, ROWS_OF_RECORD);
    for rows in by_service.values_mut() {
        rows.truncate(room);
    }
    let without = by_service.remove(&None);
    let mut groups: Vec<PackGroup> = Vec::new();
    for (service, rows) in by_service {
        let name = service.map(|ix| c.groups[c.services[ix].group].name.clone()).unwrap_or_default();
        match groups.last_mut().filter(|last| last.name == name) {
            Some(group) => group.rows.extend(rows),
            None => groups.push(PackGroup { name, rows }),
        }
    }
    groups.extend(without.map(|rows| PackGroup { name: say!("No service stated").to_owned(), rows }));
    (counts.iter().sum(), groups)
}

fn system_row(model: Model, deployment: &Deployment, service: Option<Ix<Service>>) -> SystemRow {
    let current = deployment.is_current();
    let being_replaced = deployment.lifecycle == crate::content::records::Lifecycle::Replacing;
    SystemRow {
        service: service.map(|ix| model.service_link(ix)),
        system: model.system_link(deployment.system),
        supplier: model.supplied(model.catalogue.systems[deployment.system].supplier),
        state: (!current || being_replaced).then(|| crate::site::parts::lifecycle_tag(deployment.lifecycle)),
        ends: model.ends(deployment.contract),
    }
}

fn similar(model: Model, ix: Ix<Borough>) -> Vec<SharedRow> {
    let c = model.catalogue;
    let mut similar: Vec<_> =
        model.figures.similar[ix.row()].iter().filter(|row| !row.systems.is_empty()).collect();
    similar.sort_by_key(|row| (std::cmp::Reverse(row.systems.len()), row.borough));
    let row = |row: &crate::figures::Similar| SharedRow {
        link: model.borough_link(row.borough),
        pair: urls::compare_pair(c, ix, row.borough),
        count: model.format().count(row.systems.len()),
        systems: model.system_links(&row.systems, together(model, ix, row.borough)),
    };
    similar.into_iter().take(SIMILAR).map(row).collect()
}

/// Contracts that it shares and that are not over.
fn shared(model: Model, ix: Ix<Borough>) -> Vec<Link> {
    let c = model.catalogue;
    let contracts = c.boroughs[ix].contracts.iter().filter(|ix| {
        let over = matches!(model.figures.term(**ix).state, ContractState::Ended | ContractState::EndPassed);
        !over && c.contracts[**ix].members.len() > 1
    });
    contracts.map(|ix| model.contract_link(*ix)).collect()
}

fn missing(model: Model, services: &[Ix<Service>]) -> Vec<MissingGroup> {
    let c = model.catalogue;
    let mut groups: Vec<MissingGroup> = Vec::new();
    for service in services {
        let name = &c.groups[c.services[*service].group].name;
        if groups.last().is_none_or(|last| last.name != *name) {
            groups.push(MissingGroup { name: name.clone(), services: Vec::new() });
        }
        groups.last_mut().into_iter().for_each(|group| group.services.push(model.service_link(*service)));
    }
    groups
}
