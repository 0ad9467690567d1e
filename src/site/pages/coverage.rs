//! How far to trust the records: what is known of every authority and service, how old and how sure it is.

use serde::Serialize;

use super::{View, crumb};
use crate::catalogue::{Borough, Catalogue, Group, Ix, Service};
use crate::figures::{Cell, Coverage, PairState, Portion, StateCounts};
use crate::site::figure_table::{TableView, table};
use crate::site::paging::{PagesView, Paging};
use crate::site::parts::{Link, percent};
use crate::site::{Model, Page, Section, urls};

/// How far to trust the records.
#[derive(Debug, Serialize)]
pub struct CoveragePageView {
    standfirst: String,
    stats: Vec<Stat>,
    /// The states, for legends.
    states: Vec<StateView>,
    groups: Vec<GroupRow>,
    sum: Vec<String>,
    sum_share: String,
    missing: Missing,
    by_name: RowsView,
    stale_months: u16,
    freshness: Quoted,
    stale: String,
    provenance: Quoted,
    confidence: Quoted,
    /// Heads of the columns of every matrix.
    columns: Vec<Column>,
    matrices: Vec<Matrix>,
    /// Services that are left out because only totals are published.
    totals_only: Vec<Link>,
}

/// A number, what it is, and where it is looked into.
#[derive(Debug, Serialize)]
struct Stat {
    number: String,
    /// A number that is withheld is a word, which needs more room.
    is_word: bool,
    noun: String,
    of: String,
    href: &'static str,
}

/// A state of a pair: the theme's class, a word, and what it means.
#[derive(Debug, Serialize)]
struct StateView {
    class: &'static str,
    word: &'static str,
    meaning: String,
}

#[derive(Debug, Serialize)]
struct GroupRow {
    /// Its matrix on this page.
    href: String,
    name: String,
    bar: Bar,
    /// Pairs in each state.
    counts: Vec<String>,
    share: String,
}

/// How far each of the two parts of a bar reaches.
#[derive(Debug, Serialize)]
struct Bar {
    in_use: String,
    other: String,
}

/// What is missing most.
#[derive(Debug, Serialize)]
struct Missing {
    unrecorded: String,
    services: Vec<Link>,
    services_title: String,
    /// Services with most pairs that one answer would settle.
    nearly: Vec<NearlyRow>,
    contracts: Vec<String>,
    skills: String,
}

#[derive(Debug, Serialize)]
struct NearlyRow {
    link: Link,
    other: String,
    in_use: String,
}

/// How complete the record of each authority is, or of those of one page.
#[derive(Debug, Serialize)]
pub struct RowsView {
    pages: Option<PagesView>,
    rows: Vec<BoroughRow>,
}

#[derive(Debug, Serialize)]
struct BoroughRow {
    link: Link,
    core: String,
    core_percent: String,
    complete: String,
    complete_percent: String,
    stale: String,
    todo: Link,
}

/// A figure's sentence and rows.
#[derive(Debug, Serialize)]
struct Quoted {
    sentence: String,
    table: TableView,
    figure: Link,
}

/// An authority as the head of a column.
#[derive(Debug, Serialize)]
struct Column {
    name: String,
    /// What fits, where the name is too long.
    short: Option<String>,
}

/// A group's services against all authorities.
#[derive(Debug, Serialize)]
struct Matrix {
    id: String,
    name: String,
    link: Link,
    rows: Vec<MatrixRow>,
}

#[derive(Debug, Serialize)]
struct MatrixRow {
    link: Link,
    /// Class and word of each authority's state.
    cells: Vec<(&'static str, &'static str)>,
    in_use: String,
}

/// How many services the table of those that one answer would settle shows.
const NEARLY: usize = 10;

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let page = |paging: Paging| {
        if paging.is_first() { first_page(model, paging) } else { rows_page(model, paging) }
    };
    Paging::boroughs(model.catalogue.boroughs.len()).map(page).collect()
}

fn first_page(model: Model, paging: Paging) -> Page {
    let site = &model.catalogue.site;
    Page {
        path: urls::COVERAGE.to_owned(),
        template: "coverage.html",
        title: say!("How far to trust this").to_owned(),
        description: say!(
            "Data quality and coverage: what is known of every {} and service of {}, how old it is, and what is missing.",
            site.words.one,
            site.region
        ),
        section: Some(Section::Coverage),
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Coverage(Box::new(view(model, paging)))),
    }
}

/// Authorities for which the first page has no room.
fn rows_page(model: Model, paging: Paging) -> Page {
    let title = paging.titled(&names(model).text);
    Page {
        path: paging.path(urls::COVERAGE),
        template: "coverage-rows.html",
        description: format!("{title}."),
        title,
        section: Some(Section::Coverage),
        crumbs: vec![crumb(say!("How far to trust this"), urls::COVERAGE)],
        origin: None,
        text: None,
        view: Box::new(move || View::CoverageRows(Box::new(by_name(model, paging)))),
    }
}

/// The list of authorities, which parts the page.
fn names(model: Model) -> Link {
    let one = &model.catalogue.site.words.one;
    Link::new(urls::COVERAGE, say!("How complete the record of each {one} is"; one))
}

/// Columns of the matrix of all pairs; with more authorities it has only counts, and each service's page says who they are.
const MOST_IN_MATRIX: usize = 100;

/// The authorities that the matrix tells of.
fn columns(c: &Catalogue) -> &[Borough] {
    if c.boroughs.len() > MOST_IN_MATRIX { &[] } else { c.boroughs.rows() }
}

fn view(model: Model, paging: Paging) -> CoveragePageView {
    let c = model.catalogue;
    let rows: Vec<(Ix<Group>, StateCounts)> =
        c.groups.iter().map(|(ix, _)| (ix, model.figures.groups[ix.row()])).collect();
    let sum = model.figures.all_pairs();
    let shown = || rows.iter().filter(|(_, counts)| counts.whole() > 0);
    CoveragePageView {
        standfirst: model.sentence("overview-matrix"),
        stats: stats(model),
        states: PairState::ALL.map(|state| state_view(model, state)).into(),
        groups: shown().map(|(ix, counts)| group_row(model, *ix, *counts)).collect(),
        sum: numbers(model, sum),
        sum_share: sum.in_use().percent().to_string(),
        missing: missing(model),
        by_name: by_name(model, paging),
        stale_months: c.site.thresholds.stale_months,
        freshness: quoted(model, "freshness-median"),
        stale: model.sentence("records-stale"),
        provenance: quoted(model, "provenance-mix"),
        confidence: quoted(model, "confidence-mix"),
        columns: columns(c).iter().map(column).collect(),
        matrices: shown().map(|(ix, _)| matrix(model, *ix)).collect(),
        totals_only: c
            .services
            .iter()
            .filter(|(_, service)| service.totals_only)
            .map(|(ix, _)| model.service_link(ix))
            .collect(),
    }
}

/// Services of a group that may be told of one authority.
fn public(model: Model<'_>, group: Ix<Group>) -> impl Iterator<Item = Ix<Service>> + use<'_> {
    let c = model.catalogue;
    c.groups[group].services.iter().copied().filter(|ix| !c.services[*ix].totals_only)
}

fn numbers(model: Model, counts: StateCounts) -> Vec<String> {
    PairState::ALL.map(|state| model.format().count(counts.of(state))).into()
}

fn stats(model: Model) -> Vec<Stat> {
    let stat = |id: &str, noun: &str, of: &dyn Fn(Coverage) -> String, href| {
        let figure = model.figures.known(id);
        Stat {
            number: figure.text.clone(),
            is_word: !figure.text.contains(char::is_numeric),
            noun: noun.to_owned(),
            of: figure.share.as_ref().and_then(Portion::counts).map(of).unwrap_or_default(),
            href,
        }
    };
    let format = model.format();
    let one = &model.catalogue.site.words.one;
    let of = |what: &'static str| move |coverage: Coverage| say!("{} of {} {what}", format.count(coverage.part), format.count(coverage.whole); what);
    let core = of(say!("pairs that apply"));
    let known = |_: Coverage| String::new();
    let dated = of(say!("with a dated source"));
    let checked = |coverage: Coverage| say!("of {} in use", format.count(coverage.whole));
    vec![
        stat(
            "coverage-core",
            &say!("of pairs of {one} and core service are on record in use"; one),
            &core,
            "#groups",
        ),
        stat("completeness", say!("of what could be known of core services is known"), &known, "#by-name"),
        stat("freshness-median", say!("or more is the age of half of the dated records"), &dated, "#fresh"),
        stat(
            "deployments-verified",
            &say!("records have been checked by their {one}"; one),
            &checked,
            "#behind",
        ),
    ]
}

fn state_view(model: Model, state: PairState) -> StateView {
    let one = &model.catalogue.site.words.one;
    let (class, word) = sign(state);
    let meaning = match state {
        PairState::InUse => {
            say!("A source shows a system in use, or the {one} has a solution of its own."; one)
        }
        PairState::Other => {
            say!("A system is planned, past or not confirmed: nobody knows whether it is in use.").to_owned()
        }
        PairState::Nothing => say!("No source was found. The {one} may well have a system."; one),
        PairState::NotApplicable => say!("The {one} is known not to have this service."; one),
    };
    StateView { class, word, meaning }
}

/// The theme's class, as short as can be because there are thousands of cells, and what is read out.
fn sign(state: PairState) -> (&'static str, &'static str) {
    match state {
        PairState::InUse => ("u", say!("In use")),
        PairState::Other => ("o", say!("Other evidence only")),
        PairState::Nothing => ("n", say!("Nothing on record")),
        PairState::NotApplicable => ("x", say!("Does not apply")),
    }
}

fn group_row(model: Model, ix: Ix<Group>, counts: StateCounts) -> GroupRow {
    let group = &model.catalogue.groups[ix];
    let in_use = counts.in_use().percent();
    let evidence = counts.with_evidence().percent();
    GroupRow {
        href: format!("#group-{}", group.id),
        name: group.name.clone(),
        bar: Bar { in_use: percent(in_use.value()), other: percent(evidence.value()) },
        counts: numbers(model, counts),
        share: in_use.to_string(),
    }
}

fn missing(model: Model) -> Missing {
    let c = model.catalogue;
    let table = &model.figures.known("core-services-unrecorded").table;
    let link = |cell: &Cell| Some(model.target_link(cell.target()?, &cell.text));
    let services: Vec<Link> = model.rows(table).filter_map(|row| link(row.first()?)).collect();
    let states = |ix| model.figures.market(ix).states();
    let mut nearly: Vec<(Ix<Service>, StateCounts)> = c
        .services
        .iter()
        .filter(|(_, service)| !service.totals_only)
        .map(|(ix, _)| (ix, states(ix)))
        .filter(|(_, counts)| counts.of(PairState::Other) > 0)
        .collect();
    nearly.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.of(PairState::Other)));
    let format = model.format();
    Missing {
        unrecorded: model.sentence("core-services-unrecorded"),
        services_title: say!("The {}", format.counted(services.len(), "core service", "core services")),
        services,
        nearly: nearly
            .into_iter()
            .take(NEARLY)
            .map(|(ix, counts)| NearlyRow {
                link: model.service_link(ix),
                other: format.count(counts.of(PairState::Other)),
                in_use: format.count(counts.of(PairState::InUse)),
            })
            .collect(),
        contracts: ["contracts-with-end", "contracts-with-value"].map(|id| model.sentence(id)).into(),
        skills: model.sentence("skills-stated"),
    }
}

/// In the order of names: this is never a ranking.
fn by_name(model: Model, paging: Paging) -> RowsView {
    let (c, figures, format) = (model.catalogue, model.figures, model.format());
    let of = |coverage: Coverage| say!("{} of {}", format.count(coverage.part), format.count(coverage.whole));
    let row = |(ix, borough): (Ix<crate::catalogue::Borough>, &crate::catalogue::Borough)| {
        let complete = figures.completeness[ix.row()].percent();
        let core = figures.borough(ix).core;
        BoroughRow {
            link: model.borough_link(ix),
            core: of(core),
            core_percent: percent(core.percent().value()),
            complete: complete.to_string(),
            complete_percent: percent(complete.value()),
            stale: of(figures.ages[ix.row()].stale()),
            todo: Link::new(urls::todo(c, borough), say!("To do")),
        }
    };
    RowsView {
        pages: paging.view(model, &names(model), &format.boroughs(c.boroughs.len())),
        rows: paging.of(c.boroughs.iter()).map(row).collect(),
    }
}

fn quoted(model: Model, id: &str) -> Quoted {
    let figure = model.figures.known(id);
    let rows: Vec<_> = model.rows(&figure.table).collect();
    Quoted {
        sentence: figure.sentence.clone(),
        table: table(model, figure, &figure.table, format!("t-{id}"), &rows),
        figure: Link::new(urls::figure(id), &figure.title),
    }
}

fn column(borough: &crate::catalogue::Borough) -> Column {
    Column {
        name: borough.name.clone(),
        short: borough.short_name.clone().filter(|short| *short != borough.name),
    }
}

fn matrix(model: Model, ix: Ix<Group>) -> Matrix {
    let c = model.catalogue;
    let group = &c.groups[ix];
    let row = |service: Ix<Service>| {
        let market = model.figures.market(service);
        MatrixRow {
            link: model.service_link(service),
            cells: (0..columns(c).len()).map(|row| sign(market.state(Ix::new(row)))).collect(),
            in_use: model.format().count(market.states().of(PairState::InUse)),
        }
    };
    Matrix {
        id: format!("group-{}", group.id),
        name: group.name.clone(),
        link: Link::new(urls::group(group), &group.name),
        rows: public(model, ix).map(row).collect(),
    }
}
