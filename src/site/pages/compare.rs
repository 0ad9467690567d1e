//! Authorities side by side: where they are chosen, everything to compare one with, and a page for each pair.

use std::sync::{Arc, OnceLock};

use serde::Serialize;

use super::{View, crumb};
use crate::catalogue::{Borough, Contract, Ix};
use crate::figures::{KEPT, MOST_PAIRED, Pair, TOGETHER_MONTHS, Together};
use crate::site::compare::{Column, Part, Rows, Verdicts, side_by_side};
use crate::site::paging::{PagesView, Paging};
use crate::site::parts::{DateView, Link, SuppliedView};
use crate::site::{Crumb, Model, Page, Section, urls};

/// Where authorities to compare are chosen.
#[derive(Debug, Serialize)]
pub struct IndexView {
    standfirst: String,
    /// What stands beside the list stands on its first page alone.
    first: bool,
    pages: Option<PagesView>,
    /// The file of all names, where they are too many to be chosen from a list.
    names: Option<String>,
    entries: Vec<Entry>,
    /// There is a page for each pair.
    paired: bool,
    /// How many authorities there are, where that is too many for a page for each pair.
    too_many: Option<String>,
    most_paired: String,
}

#[derive(Debug, Serialize)]
struct Entry {
    id: String,
    link: Link,
    count: String,
}

/// Everything to compare an authority with.
#[derive(Debug, Serialize)]
pub struct WithView {
    name: String,
    link: Link,
    standfirst: String,
    months: u16,
    alike: Vec<AlikeRow>,
    /// The others from A to Z; nobody where there are too many for a page for each pair.
    all: Vec<AlikeRow>,
    /// How many of so many others are told, the most alike ones.
    kept: usize,
    paired: bool,
}

#[derive(Clone, Debug, Serialize)]
struct AlikeRow {
    name: String,
    href: Option<String>,
    score: Option<String>,
    services: Option<String>,
    systems: Option<String>,
    together: Option<String>,
}

/// Systems, and how many they are.
#[derive(Debug, Serialize)]
struct Listed {
    count: String,
    links: Vec<Link>,
}

/// Two authorities side by side.
#[derive(Debug, Serialize)]
pub struct PairView {
    heading: String,
    boroughs: [Link; 2],
    with: [Link; 2],
    standfirst: String,
    alike: String,
    months: u16,
    services: String,
    both: Listed,
    only: [Listed; 2],
    parts: Vec<PartView>,
    together: Vec<TogetherView>,
    /// How many more there are.
    more_together: Option<String>,
    shared: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct PartView {
    id: &'static str,
    name: &'static str,
    groups: Vec<Rows>,
}

#[derive(Debug, Serialize)]
struct TogetherView {
    services: Vec<Link>,
    contracts: [SideView; 2],
    apart: String,
}

#[derive(Debug, Serialize)]
struct SideView {
    link: Link,
    supplier: SuppliedView,
    end: DateView,
}

/// The name of the file that has all names.
pub const NAMES: &str = "compare_names";

/// Whether authorities are too many to be chosen from a list, so that their names are typed.
#[must_use]
pub fn are_typed(boroughs: usize) -> bool {
    Paging::boroughs(boroughs).count() > 1
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let words = &c.site.words;
    let index = || crumb(say!("Compare"), urls::COMPARE);
    let with = |ix: Ix<Borough>| crumb(c.boroughs[ix].name.clone(), urls::compare_with(&c.boroughs[ix]));
    let mut pages: Vec<Page> =
        Paging::boroughs(c.boroughs.len()).map(|paging| index_page(model, paging)).collect();
    pages.extend(c.boroughs.iter().map(|(ix, borough)| Page {
        path: urls::compare_with(borough),
        template: "compare-with.html",
        title: say!("Compare {}", borough.name),
        description: say!(
            "How much {} has in common with every other {} of {}.",
            borough.name,
            words.one,
            c.site.region
        ),
        section: Some(Section::Boroughs),
        crumbs: crumbs(model, &[index()]),
        origin: None,
        text: None,
        view: Box::new(move || View::CompareWith(Box::new(with_view(model, ix)))),
    }));
    if c.boroughs.len() > MOST_PAIRED {
        // Nothing has to be asked for each pair.
        return pages;
    }
    let columns = Arc::new(Columns(c.boroughs.iter().map(|_| OnceLock::new()).collect()));
    let rows = || c.boroughs.iter().map(|(ix, _)| ix);
    let pairs =
        rows().flat_map(|one| rows().filter(move |other| one < *other).map(move |other| (one, other)));
    pages.extend(pairs.filter_map(|(one, other)| {
        let columns = Arc::clone(&columns);
        Some(Page {
            path: urls::compare_pair(c, one, other)?,
            template: "compare-pair.html",
            title: both_names(model, one, other),
            description: standfirst(model, one, other, &model.figures.pair(c, one, other)),
            section: Some(Section::Boroughs),
            crumbs: crumbs(model, &[index(), with(one)]),
            origin: None,
            text: None,
            view: Box::new(move || View::Pair(Box::new(pair_view(model, &columns, one, other)))),
        })
    }));
    pages
}

fn index_page(model: Model, paging: Paging) -> Page {
    let site = &model.catalogue.site;
    let about =
        say!("Put {} of {} side by side: what they run, and what ends when.", site.words.many, site.region);
    let above = if paging.is_first() { Vec::new() } else { vec![crumb(say!("Compare"), urls::COMPARE)] };
    Page {
        path: paging.path(urls::COMPARE),
        template: "compare.html",
        title: paging.titled(say!("Compare")),
        description: paging.titled(about.trim_end_matches('.')) + ".",
        section: Some(Section::Boroughs),
        crumbs: crumbs(model, &above),
        origin: None,
        text: None,
        view: Box::new(move || View::Compare(Box::new(index_view(model, paging)))),
    }
}

/// What is known of each authority, made when it is first asked for: a pair's page needs two of them, and each stands on as
/// many pages as there are others.
struct Columns(Vec<OnceLock<Column>>);

impl Columns {
    fn of(&self, model: Model, ix: Ix<Borough>) -> &Column {
        self.0[ix.row()].get_or_init(|| model.column(ix))
    }
}

/// The way here: by the index of authorities, then by these.
fn crumbs(model: Model, then: &[Crumb]) -> Vec<Crumb> {
    let boroughs = crumb(model.many_capitalised(), urls::boroughs(model.catalogue));
    std::iter::once(boroughs).chain(then.iter().cloned()).collect()
}

fn both_names(model: Model, one: Ix<Borough>, other: Ix<Borough>) -> String {
    let [one, other] = [one, other].map(|ix| &model.catalogue.boroughs[ix].name);
    say!("{one} and {other}"; one, other)
}

fn index_view(model: Model, paging: Paging) -> IndexView {
    let (c, format) = (model.catalogue, model.format());
    let entry = |at: usize| {
        let ix = Ix::<Borough>::new(at);
        let borough = &c.boroughs[ix];
        let systems = model.figures.borough(ix).current_systems.len();
        Entry {
            id: borough.id.clone(),
            link: Link::new(urls::compare_with(borough), &borough.name),
            count: format.counted(systems, "system in use", "systems in use"),
        }
    };
    let own = Link::new(urls::COMPARE, say!("Choose the first {}", c.site.words.one));
    let name = |at| c.boroughs[Ix::<Borough>::new(at)].name.clone();
    IndexView {
        first: paging.is_first(),
        pages: paging.view_by_name(model, &own, &format.boroughs(c.boroughs.len()), name),
        names: are_typed(c.boroughs.len()).then(|| model.script_file(NAMES)),
        standfirst: say!(
            "Choose {} and then another: what both run, what is recorded for one only, and which contracts they could let together.",
            c.site.a_one()
        ),
        entries: paging.range().map(entry).collect(),
        paired: c.boroughs.len() <= MOST_PAIRED,
        too_many: (c.boroughs.len() > MOST_PAIRED).then(|| format.boroughs(c.boroughs.len())),
        most_paired: format.boroughs(MOST_PAIRED),
    }
}

fn with_view(model: Model, ix: Ix<Borough>) -> WithView {
    let c = model.catalogue;
    let name = &c.boroughs[ix].name;
    let similar = &model.figures.similar[ix.row()];
    let paired = c.boroughs.len() <= MOST_PAIRED;
    // Of many authorities, those without a system in common are not told one by one.
    let others: Vec<Ix<Borough>> = if paired {
        c.boroughs.iter().map(|(other, _)| other).filter(|other| *other != ix).collect()
    } else {
        similar.iter().map(|similar| similar.borough).collect()
    };
    let others = others.into_iter();
    let all: Vec<(Ix<Borough>, AlikeRow)> =
        others.map(|other| (other, alike_row(model, ix, other))).collect();
    let place = |of: Ix<Borough>| similar.iter().position(|row| row.borough == of).unwrap_or(usize::MAX);
    let mut alike = all.clone();
    alike.sort_by_key(|(other, _)| (place(*other), *other));
    WithView {
        name: name.clone(),
        link: model.borough_link(ix),
        standfirst: match similar.first().filter(|first| !first.systems.is_empty()) {
            Some(first) => say!(
                "{} is the most like {name} in what it runs, as far as is on record: {} for {} that both have on record.",
                c.boroughs[first.borough].name,
                model.format().counted(first.systems.len(), "system in common", "systems in common"),
                model.format().counted(first.services, "service", "services"); name
            ),
            None => {
                say!("No system in use in {name} is recorded in use elsewhere for the same service."; name)
            }
        },
        months: TOGETHER_MONTHS,
        alike: alike.into_iter().map(|(_, row)| row).collect(),
        all: if paired { all.into_iter().map(|(_, row)| row).collect() } else { Vec::new() },
        kept: KEPT,
        paired,
    }
}

fn alike_row(model: Model, ix: Ix<Borough>, other: Ix<Borough>) -> AlikeRow {
    let format = model.format();
    let pair = model.figures.pair(model.catalogue, ix, other);
    let similar = model.figures.similar[ix.row()].iter().find(|row| row.borough == other);
    let count = |number: usize| (number > 0).then(|| format.count(number));
    AlikeRow {
        name: model.catalogue.boroughs[other].name.clone(),
        href: urls::compare_pair(model.catalogue, ix, other),
        score: similar.map(|row| format!("{:.2}", row.score)),
        services: similar.map(|row| format.count(row.services)),
        systems: count(pair.both.len()),
        together: count(pair.all_together),
    }
}

/// The pair in a sentence.
fn standfirst(model: Model, one: Ix<Borough>, other: Ix<Borough>, pair: &Pair) -> String {
    let format = model.format();
    let names = both_names(model, one, other);
    let systems = match pair.both.len() {
        0 => say!("No system is recorded in use in both {names}"; names),
        count => say!("{names} run {} in common", format.counted(count, "system", "systems"); names),
    };
    let contracts = match pair.all_together {
        0 => say!("no two of their contracts for the same service are known to end").to_owned(),
        1 => say!("one pair of contracts for the same service ends").to_owned(),
        count => say!("{} pairs of contracts for the same service end", format.count(count)),
    };
    say!("{systems}; {contracts} within {TOGETHER_MONTHS} months of each other."; systems, contracts, TOGETHER_MONTHS)
}

fn pair_view(model: Model, columns: &Columns, one: Ix<Borough>, other: Ix<Borough>) -> PairView {
    let c = model.catalogue;
    let pair = model.figures.pair(c, one, other);
    let columns = [one, other].map(|ix| columns.of(model, ix));
    let mut verdicts = Verdicts::default();
    let mut parts = Vec::new();
    for (index, Part { id, name, .. }) in columns[0].parts.iter().enumerate() {
        let (groups, found) = side_by_side(model, &columns, index);
        if *id == "services" {
            verdicts = found;
        }
        parts.push(PartView { id, name, groups });
    }
    let systems = |of: Ix<Borough>, systems: &std::collections::BTreeSet<_>| Listed {
        count: model.format().count(systems.len()),
        links: model.system_links(systems, urls::borough(c, &c.boroughs[of])),
    };
    let more = pair.all_together - pair.together.len();
    PairView {
        heading: both_names(model, one, other),
        boroughs: [one, other].map(|ix| model.borough_link(ix)),
        with: [one, other].map(|ix| {
            let borough = &c.boroughs[ix];
            Link::new(urls::compare_with(borough), say!("Compare {} with others", borough.name))
        }),
        standfirst: standfirst(model, one, other, &pair),
        alike: alike(model, one, other),
        months: TOGETHER_MONTHS,
        services: services(model, verdicts),
        both: systems(one, &pair.both),
        only: [systems(one, &pair.only[0]), systems(other, &pair.only[1])],
        parts,
        together: pair.together.iter().map(|row| together(model, row)).collect(),
        more_together: (more > 0).then(|| model.format().count(more)),
        shared: pair.shared.iter().map(|ix| model.contract_link(*ix)).collect(),
    }
}

/// How alike the two are, and on how much that rests.
fn alike(model: Model, one: Ix<Borough>, other: Ix<Borough>) -> String {
    match model.figures.similar[one.row()].iter().find(|row| row.borough == other) {
        Some(row) => say!(
            "Their index of similarity is {}, over {} that both have on record.",
            model.format().decimal(row.score, 2),
            model.format().counted(row.services, "service", "services")
        ),
        None => {
            say!("No service is on record for both, so nothing can be said of how alike they are.").to_owned()
        }
    }
}

/// For how many services both are known, and what the comparison says of them.
fn services(model: Model, verdicts: Verdicts) -> String {
    let format = model.format();
    if verdicts.compared() == 0 {
        return say!("For no service is it known what both use.").to_owned();
    }
    let found = [
        (verdicts.same, say!("the same")),
        (verdicts.partly, say!("partly the same")),
        (verdicts.different, say!("something different")),
    ];
    let found = found.into_iter().filter(|(count, _)| *count > 0);
    let found: Vec<String> =
        found.map(|(count, what)| say!("{what} for {}", format.count(count); what)).collect();
    let more = match verdicts.not_known {
        0 => String::new(),
        count => say!(
            " For {} more it is known of one of them at most, which is no difference.",
            format.count(count)
        ),
    };
    say!(
        "For {} it is known what both use: {}.{more}",
        format.counted(verdicts.compared(), "service", "services"),
        found.join(", "); more
    )
}

fn together(model: Model, row: &Together) -> TogetherView {
    let side = |ix: Ix<Contract>, end: jiff::civil::Date| SideView {
        link: model.contract_link(ix),
        supplier: model.supplied(model.catalogue.contracts[ix].supplier),
        end: model.end_ahead(ix).unwrap_or_else(|| model.day(end)),
    };
    TogetherView {
        services: row.services.iter().map(|ix| model.service_link(*ix)).collect(),
        contracts: [side(row.contracts[0], row.ends[0]), side(row.contracts[1], row.ends[1])],
        apart: match row.months_apart() {
            0 => say!("On the same day").to_owned(),
            months => model.format().counted(months, "month", "months"),
        },
    }
}
