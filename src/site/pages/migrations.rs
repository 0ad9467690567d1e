//! Who changed from what to what: the moves that several authorities made, and every change by its service.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{View, crumb};
use crate::figures::{GAP_YEARS, Migration, Move, ServiceChanges};
use crate::site::links::NAMED;
use crate::site::paging::room;
use crate::site::parts::{BehindView, DateView, Link, SourcesView, SuppliedView, Tag};
use crate::site::{Model, Page, Section, urls};
use crate::words;

/// Who changed from what to what.
#[derive(Debug, Serialize)]
pub struct MigrationsView {
    standfirst: String,
    gap_years: u8,
    together: Vec<MoveView>,
    services: Vec<ServiceView>,
    behind: BehindView,
}

/// A move that several authorities made, as a finding.
#[derive(Debug, Serialize)]
struct MoveView {
    finding: String,
    same_supplier: bool,
    from: Link,
    to: Link,
    services: Vec<Link>,
    made: Vec<Link>,
    ahead: Vec<Link>,
}

/// The changes for one service.
#[derive(Debug, Serialize)]
struct ServiceView {
    id: String,
    service: Link,
    /// Its place on this page.
    here: Link,
    count: String,
    said: String,
    rows: Vec<ChangeRow>,
    /// Where all of them are, if these are not all.
    more: Option<Link>,
}

/// One change.
#[derive(Debug, Serialize)]
struct ChangeRow {
    from: Link,
    from_supplier: SuppliedView,
    to: Link,
    to_supplier: SuppliedView,
    borough: Link,
    same_supplier: bool,
    until: Option<DateView>,
    /// It went by then, for all that is known.
    until_at_latest: bool,
    contract_start: Option<DateView>,
    since: Option<DateView>,
    months: Option<String>,
    known: Tag,
    ahead: Option<Tag>,
    /// None where there is no record of the old system, or both records rest on the same sources.
    old: Option<SourcesView>,
    both: bool,
    new: SourcesView,
}

/// Moves that several authorities share, those of the most of them.
const MOST_MOVES: usize = 60;

/// Authorities that all these moves name together.
const MOST_NAMED: usize = 600;

/// Changes that the page tells in rows: with more, each service has an equal part of them.
const MOST_CHANGES: usize = 200;

const TITLE: &str = said_later!("Who changed from what to what");

/// The page.
pub(super) fn link() -> Link {
    Link::new(urls::MIGRATIONS, words::text(TITLE))
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let site = &model.catalogue.site;
    vec![Page {
        path: urls::MIGRATIONS.to_owned(),
        template: "migrations.html",
        title: words::text(TITLE).to_owned(),
        description: say!(
            "Which {} of {} changed from one system to another, service by service, with dates and sources.",
            site.words.many,
            site.region
        ),
        section: Some(Section::Systems),
        crumbs: vec![crumb(say!("Systems"), "systems/")],
        origin: None,
        text: None,
        view: Box::new(move || View::Migrations(Box::new(view(model)))),
    }]
}

fn view(model: Model) -> MigrationsView {
    let figures = model.figures;
    let moves: Vec<&Move> = figures.shared_moves().take(MOST_MOVES).collect();
    let lists: Vec<usize> = moves.iter().flat_map(|row| [row.made.len(), row.ahead.len()]).collect();
    let named = room(&lists, MOST_NAMED).min(NAMED);
    let changes: usize = figures.changes.iter().map(|row| row.changes.len()).sum();
    let room = if changes > MOST_CHANGES { MOST_CHANGES / figures.changes.len().max(1) } else { changes };
    MigrationsView {
        standfirst: model.sentence("migrations"),
        gap_years: GAP_YEARS,
        together: moves.into_iter().map(|row| move_view(model, row, named)).collect(),
        services: figures.changes.iter().map(|row| service_view(model, row, room)).collect(),
        behind: model.behind(&["migrations"]),
    }
}

fn move_view(model: Model, row: &Move, named: usize) -> MoveView {
    let links = |boroughs: &BTreeSet<_>| {
        let more = model.more(boroughs.len(), named, urls::figure("migrations"));
        boroughs.iter().take(named).map(|ix| model.borough_link(*ix)).chain(more).collect()
    };
    let (from, to) = (model.system_link(row.from), model.system_link(row.to));
    MoveView {
        finding: finding(model, row, &from.text, &to.text),
        same_supplier: row.same_supplier == Some(true),
        from,
        to,
        services: row.services.iter().map(|ix| model.service_link(*ix)).collect(),
        made: links(&row.made),
        ahead: links(&row.ahead),
    }
}

/// What a move comes to; that it is probable, where no record states it.
fn finding(model: Model, row: &Move, from: &str, to: &str) -> String {
    let format = model.format();
    let (made, ahead, stated) = (row.made.len(), row.ahead.len(), row.stated.len());
    let probably = if stated == 0 { say!("probably ") } else { "" };
    let path = say!("from {from} to {to}"; from, to);
    let mut finding = match (made, ahead) {
        (0, _) => say!("{} are {probably}on the way {path}", format.boroughs(ahead); probably, path),
        (_, 0) => say!("{} {probably}went {path}", format.boroughs(made); probably, path),
        _ => {
            let more = format.counted(ahead, "more is", "more are");
            say!("{} {probably}went {path}, and {more} {probably}on the way", format.boroughs(made); probably, path, more)
        }
    };
    if stated > 0 && stated < row.boroughs() {
        finding = say!("{finding}; stated by a record for {}, else probable", format.count(stated); finding);
    }
    finding
}

fn service_view(model: Model, row: &ServiceChanges, room: usize) -> ServiceView {
    let format = model.format();
    let service = &model.catalogue.services[row.service];
    let changes = format.counted(row.changes.len(), "change", "changes");
    ServiceView {
        id: urls::service_place(service),
        service: model.service_link(row.service),
        here: Link::new(urls::changes(service), &service.name),
        said: say!("{changes} in {}", format.boroughs(row.boroughs.len()); changes),
        rows: row.changes.iter().take(room).map(|change| change_row(model, change)).collect(),
        more: (row.changes.len() > room).then(|| {
            Link::new(urls::figure("migrations"), say!("all {changes}, as a table to download"; changes))
        }),
        count: changes,
    }
}

fn change_row(model: Model, change: &Migration) -> ChangeRow {
    let c = model.catalogue;
    let (old, new) = (change.old.map(|ix| &c.deployments[ix]), &c.deployments[change.new]);
    let addresses = |row: &crate::catalogue::Deployment| {
        row.sources.iter().map(|source| (source.url.clone(), source.title.clone())).collect::<Vec<_>>()
    };
    let both = old.is_some_and(|old| !old.sources.is_empty() && addresses(old) == addresses(new));
    ChangeRow {
        from: model.system_link(change.from),
        from_supplier: model.supplied(c.systems[change.from].supplier),
        to: model.system_link(change.to),
        to_supplier: model.supplied(c.systems[change.to].supplier),
        borough: model.borough_link(change.borough),
        same_supplier: change.same_supplier == Some(true),
        until: change.until.map(|date| model.date(date)),
        until_at_latest: change.until_at_latest,
        contract_start: change.contract_start.map(|date| model.date(date)),
        since: change.since.map(|date| model.date(date)),
        months: change.months.map(|months| months_between(model, months)),
        known: if change.stated {
            Tag::new("ok", say!("Stated"))
        } else {
            Tag::new("trial", say!("Probable"))
        },
        ahead: change.ahead.then(|| Tag::new("planned", say!("Ahead"))),
        old: old.filter(|_| !both).map(|old| model.deployment_sources(old)),
        both,
        new: model.deployment_sources(new),
    }
}

/// In words, because a number alone does not tell a gap from a time side by side.
fn months_between(model: Model, months: i32) -> String {
    let count = usize::try_from(months.unsigned_abs()).unwrap_or_default();
    let count = model.format().counted(count, "month", "months");
    match months {
        0 => say!("In the same month").to_owned(),
        ..0 => say!("{count} side by side"; count),
        1.. => count,
    }
}
