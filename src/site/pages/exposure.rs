//! What hangs on each group of suppliers, what else there is for each of its services, and what mergers would do.

use serde::Serialize;

use super::{View, crumb};
use crate::catalogue::{Ix, Parent, Supplier};
use crate::figures::{AHEAD_MONTHS, Exposure, Group, MERGERS, Merger};
use crate::site::dependence::{DependenceRow, RowRoom};
use crate::site::links::NAMED;
use crate::site::parts::{BehindView, DateView, GroupView, KnownValue, Link, percent};
use crate::site::{Model, Page, Section, urls};

/// What hangs on each group of suppliers.
#[derive(Debug, Serialize)]
pub struct ExposureView {
    standfirst: String,
    months: u16,
    largest: Vec<LargeView>,
    rest: Vec<RestRow>,
    rest_count: String,
    /// How many more there are.
    more_rest: Option<Link>,
    /// Groups without a system in use on record.
    contracts_only: Vec<RestRow>,
    contracts_only_count: String,
    more_contracts_only: Option<Link>,
    first_merger: String,
    mergers: Vec<MergerView>,
    behind: BehindView,
}

/// One of the groups on which most hangs.
#[derive(Debug, Serialize)]
struct LargeView {
    id: String,
    group: GroupView,
    summary: String,
    without: String,
    members: Vec<Link>,
    value: KnownValue,
    ending: Vec<EndingView>,
    more_ending: Option<Link>,
    /// Of how many contracts nobody can say when they end.
    endless: Option<String>,
    rows: Vec<DependenceRow>,
}

/// A contract that ends soon.
#[derive(Debug, Serialize)]
struct EndingView {
    contract: Link,
    boroughs: Vec<Link>,
    end: Option<DateView>,
}

/// Another group.
#[derive(Debug, Serialize)]
struct RestRow {
    group: GroupView,
    boroughs: String,
    percent: String,
    services: String,
    systems: String,
    running: String,
    value: KnownValue,
    ending: String,
}

/// A pair of groups.
#[derive(Debug, Serialize)]
struct MergerView {
    one: GroupView,
    other: GroupView,
    rise: String,
    services: Vec<Link>,
}

/// How many groups are told of in full.
const LARGEST: usize = 10;

/// Contracts of a group that end, and other groups: lists and figures of their own have all of them.
const MOST_ENDING: usize = 20;
const MOST_REST: usize = 300;

/// The page.
pub(super) fn link(model: Model) -> Link {
    Link::new(urls::EXPOSURE, title(model))
}

fn title(model: Model) -> String {
    say!("The suppliers that {} depends on", model.catalogue.site.region)
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let site = &model.catalogue.site;
    vec![Page {
        path: urls::EXPOSURE.to_owned(),
        template: "exposure.html",
        title: title(model),
        description: say!(
            "What hangs on each group of suppliers in {}, what else is in use there for the same services, and what it would mean if one bought another.",
            site.region
        ),
        section: Some(Section::Suppliers),
        crumbs: vec![crumb(say!("Suppliers"), "suppliers/")],
        origin: None,
        text: None,
        view: Box::new(move || View::Exposure(Box::new(view(model)))),
    }]
}

fn view(model: Model) -> ExposureView {
    let all = &model.figures.exposure;
    let (in_use, contracts_only): (Vec<_>, Vec<_>) = all.iter().partition(|row| !row.1.boroughs.is_empty());
    let (largest, rest) = in_use.split_at(in_use.len().min(LARGEST));
    let room = RowRoom::of(&largest.iter().flat_map(|row| &row.1.dependence));
    let mergers = model.figures.mergers.iter().take(MERGERS);
    ExposureView {
        standfirst: model.sentence("exposure"),
        months: AHEAD_MONTHS,
        largest: largest.iter().enumerate().map(|(index, row)| large_view(model, index, row, room)).collect(),
        rest: rest.iter().take(MOST_REST).map(|row| rest_row(model, row)).collect(),
        more_rest: model.more(rest.len(), MOST_REST, urls::figure("exposure")),
        rest_count: model.format().counted(rest.len(), "group", "groups"),
        contracts_only_count: model.format().counted(contracts_only.len(), "group", "groups"),
        more_contracts_only: model.more(contracts_only.len(), MOST_REST, urls::figure("exposure")),
        contracts_only: contracts_only.into_iter().take(MOST_REST).map(|row| rest_row(model, row)).collect(),
        first_merger: model.sentence("mergers"),
        mergers: mergers.map(|merger| merger_view(model, merger)).collect(),
        behind: model.behind(&["exposure", "mergers", "concentration-by-service"]),
    }
}

fn large_view(model: Model, index: usize, (group, exposure): &(Group, Exposure), room: RowRoom) -> LargeView {
    let (c, format) = (model.catalogue, model.format());
    let supplier = |ix: &Ix<Supplier>| {
        let row = &c.suppliers[*ix];
        Link::new(urls::supplier(row), &row.name)
    };
    let members: Vec<Link> =
        exposure.suppliers.iter().filter(|ix| Group::Head(**ix) != *group).map(supplier).collect();
    let (own, list) = match group {
        Group::Head(ix) => (Some(ix), model.supplier_contracts_link(*ix).map(|link| link.href)),
        _ => (None, None),
    };
    // The page of a group's head names those that it owns itself.
    let is_owned = |head: Ix<Supplier>, own: &Ix<Supplier>| {
        c.suppliers[*own].owner.as_ref().is_some_and(|owner| owner.parent == Parent::Supplier(head))
    };
    let owned_by = |head: Ix<Supplier>| {
        exposure.suppliers.iter().filter(|own| **own != head).all(|own| is_owned(head, own))
    };
    let head = own.filter(|head| owned_by(**head)).map(|head| urls::supplier(&c.suppliers[*head]));
    let more_members = model.more(members.len(), NAMED, head.unwrap_or_else(|| urls::figure("exposure")));
    let list = list.unwrap_or_else(|| urls::figure("exposure"));
    let ending = exposure.ending.iter().take(MOST_ENDING).map(|ix| {
        let row = &c.contracts[*ix];
        let boroughs: Vec<_> = row.members.iter().map(|member| member.borough).collect();
        EndingView {
            contract: model.contract_link(*ix),
            boroughs: model.borough_links(&boroughs, &urls::contract(row)),
            end: row.end.map(|end| model.date(end)),
        }
    });
    LargeView {
        id: format!("group-{}", index + 1),
        group: model.group_view(group),
        summary: say!(
            "{} in use in {} of {}, for {}.",
            format.counted(exposure.systems.len(), "system", "systems"),
            format.count(exposure.boroughs.len()),
            format.boroughs(c.boroughs.len()),
            format.counted(exposure.services.len(), "service", "services"),
        ),
        without: model.without(group.name(c), exposure.boroughs.len(), &exposure.dependence),
        members: members.into_iter().take(NAMED).chain(more_members).collect(),
        value: model.known_value(exposure.running, exposure.with_value, exposure.known_value),
        ending: ending.collect(),
        more_ending: model.more(exposure.ending.len(), MOST_ENDING, list),
        endless: (exposure.endless > 0).then(|| {
            let running = format.counted(exposure.running, "running contract", "running contracts");
            say!("of {} of {running} the end is not known", format.count(exposure.endless); running)
        }),
        rows: model.dependence_rows(&exposure.dependence, room),
    }
}

fn rest_row(model: Model, (group, exposure): &(Group, Exposure)) -> RestRow {
    let format = model.format();
    RestRow {
        group: model.group_view(group),
        boroughs: format.count(exposure.boroughs.len()),
        percent: percent(exposure.reach.value()),
        services: format.count(exposure.services.len()),
        systems: format.count(exposure.systems.len()),
        running: format.count(exposure.running),
        value: model.known_value(exposure.running, exposure.with_value, exposure.known_value),
        ending: format.count(exposure.ending.len()),
    }
}

fn merger_view(model: Model, merger: &Merger) -> MergerView {
    MergerView {
        one: model.group_view(&merger.one),
        other: model.group_view(&merger.other),
        rise: model.format().index(merger.rise),
        services: merger.services.iter().map(|ix| model.service_link(*ix)).collect(),
    }
}
