//! Where authorities could buy together, and where newcomers could come in.

mod cohort;

use serde::Serialize;

use self::cohort::{CaseGroup, groups, in_short, shown};
use super::{View, exposure, migrations, prices};
use crate::catalogue::{Borough, Contract, Ix};
use crate::figures::{AHEAD_MONTHS, Cohort, Common, Opening, Standing, last_heard};
use crate::site::contract_row::ContractRow;
use crate::site::parts::{DateView, Link, SuppliedView};
use crate::site::{Model, Page, Section, urls};

/// Cohorts and openings.
#[derive(Debug, Serialize)]
pub struct OpportunitiesView {
    standfirst: String,
    minimum: u32,
    by_service: Vec<CaseGroup>,
    by_system: Vec<CaseGroup>,
    more_by_service: Option<MoreCases>,
    more_by_system: Option<MoreCases>,
    nearly: String,
    months: u16,
    openings: String,
    planned: Vec<PlannedView>,
    more_planned: Option<Link>,
    /// Plans of which nothing has been heard for long.
    old_plans: Vec<PlannedView>,
    more_old_plans: Option<Link>,
    stale_months: u16,
    /// Whether any notice of a contract to come is on record.
    notices: bool,
    ending: Vec<OpeningView>,
    more: Vec<Link>,
}

/// That there are more cases than the page tells of.
#[derive(Debug, Serialize)]
struct MoreCases {
    told: String,
    all: Link,
}

/// A kind of case.
type Kind = fn(&Common) -> bool;

/// By service and by system.
const KINDS: [Kind; 2] =
    [|common| matches!(common, Common::Services(_)), |common| matches!(common, Common::System(_))];

/// Cases of each kind that an authority's own papers tell of, the best ones.
const MOST_CASES: usize = 20;

/// Contracts of a service that the list of those which end names, and of all services; each has a page for all of them.
const MOST_ENDING: usize = 20;
const MOST_ENDING_OF_ALL: usize = 300;

/// Plans in a table; the list of contracts that have not begun has all of them.
const MOST_PLANS: usize = 150;

/// The cases of a kind, the best first.
fn cases(model: Model<'_>, kind: Kind) -> Vec<&Cohort> {
    model.figures.cohorts.iter().filter(|cohort| kind(&cohort.common)).collect()
}

/// A planned or advertised contract.
#[derive(Debug, Serialize)]
struct PlannedView {
    contract: Link,
    row: ContractRow,
    notices: Vec<Link>,
    /// The newest date of its sources, or on which its authority confirmed it.
    heard: Option<DateView>,
}

/// A service with contracts that end.
#[derive(Debug, Serialize)]
struct OpeningView {
    service: Link,
    score: String,
    announced: String,
    concentration: Option<String>,
    planned: Option<String>,
    contracts: Vec<EndingView>,
    /// How many more there are.
    more: Option<Link>,
}

#[derive(Debug, Serialize)]
struct EndingView {
    contract: Link,
    boroughs: Vec<Link>,
    supplier: SuppliedView,
    end: Option<DateView>,
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    vec![Page {
        path: urls::OPPORTUNITIES.to_owned(),
        template: "opportunities.html",
        title: say!("Opportunities").to_owned(),
        description: say!(
            "Where {} of {} could buy together, and which services come up for new suppliers.",
            c.site.words.many,
            c.site.region
        ),
        section: Some(Section::Opportunities),
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Opportunities(Box::new(view(model)))),
    }]
}

fn view(model: Model) -> OpportunitiesView {
    let openings = &model.figures.openings;
    let of = |kind| groups(model, &shown(&cases(model, kind)));
    let more = |kind, figure| {
        let all = cases(model, kind);
        let told = shown(&all).len();
        let format = model.format();
        let words = || say!("all {}, and how they are found", format.counted(all.len(), "case", "cases"));
        (told < all.len()).then(|| MoreCases {
            told: format.counted(told, "case", "cases"),
            all: Link::new(urls::figure(figure), words()),
        })
    };
    let pages = [prices::link(), migrations::link(), exposure::link(model)];
    let figures = ["cohorts-by-service", "cohorts-by-system", "cohort-contracts", "openings", "similarity"];
    let titled = |id: &str| Link::new(urls::figure(id), &model.figures.known(id).title);
    let planned = |ix: Ix<Contract>| PlannedView {
        contract: model.contract_link(ix),
        row: model.contract_row(ix),
        notices: notices(model, ix),
        heard: last_heard(model.catalogue, &model.catalogue.contracts[ix]).map(|date| model.date(date)),
    };
    let more_plans = |all| model.more(all, MOST_PLANS, urls::standing(Standing::NotBegun));
    let named: usize = openings.services.iter().map(|opening| opening.ending.len().min(MOST_ENDING)).sum();
    let is_many = named > MOST_ENDING_OF_ALL;
    let most = if is_many { MOST_ENDING_OF_ALL / openings.services.len() } else { MOST_ENDING };
    let ending = openings.services.iter().filter_map(|opening| opening_view(model, opening, most));
    let mut ending: Vec<(f64, OpeningView)> = ending.collect();
    // Those with planned contracts stand in a table of their own, so that the score alone orders this one.
    ending.sort_by(|a, b| b.0.total_cmp(&a.0));
    OpportunitiesView {
        standfirst: model.sentence("cohorts-by-service"),
        minimum: model.catalogue.site.thresholds.cohort,
        by_service: of(KINDS[0]),
        by_system: of(KINDS[1]),
        more_by_service: more(KINDS[0], "cohorts-by-service"),
        more_by_system: more(KINDS[1], "cohorts-by-system"),
        nearly: model.sentence("contracts-with-end"),
        months: AHEAD_MONTHS,
        openings: model.sentence("openings"),
        more_planned: more_plans(openings.planned().len()),
        planned: openings.planned().into_iter().take(MOST_PLANS).map(planned).collect(),
        more_old_plans: more_plans(openings.old_plans.len()),
        old_plans: openings.old_plans.iter().take(MOST_PLANS).map(|ix| planned(*ix)).collect(),
        stale_months: model.catalogue.site.thresholds.stale_months,
        notices: openings.notices_recorded,
        ending: ending.into_iter().map(|(_, view)| view).collect(),
        more: pages.into_iter().chain(figures.into_iter().map(titled)).collect(),
    }
}

fn notices(model: Model, ix: Ix<Contract>) -> Vec<Link> {
    let all = model.catalogue.contracts[ix].notices.iter();
    all.map(|notice| Link::new(notice.url.as_str(), model.notice_words(notice))).collect()
}

/// A service with its score, if any of its contracts ends, and so many of them by name.
fn opening_view(model: Model, opening: &Opening, most: usize) -> Option<(f64, OpeningView)> {
    let (c, format) = (model.catalogue, model.format());
    let score = opening.score?;
    let ending = |ix: &Ix<Contract>| {
        let row = &c.contracts[*ix];
        EndingView {
            contract: model.contract_link(*ix),
            boroughs: model.member_links(row),
            supplier: model.supplied(row.supplier),
            end: row.end.map(|end| model.date(end)),
        }
    };
    let planned = opening.planned.len();
    let view = OpeningView {
        service: model.service_link(opening.service),
        score: format!("{score:.2}"),
        announced: format.count(opening.announced),
        concentration: opening.concentration.map(|index| format.index(index)),
        planned: (planned > 0).then(|| format.count(planned)),
        contracts: opening.ending.iter().take(most).map(ending).collect(),
        more: model
            .service_contracts_link(opening.service)
            .and_then(|list| model.more(opening.ending.len(), most, list.href)),
    };
    Some((score, view))
}

/// A case in few words, where another page names it.
#[derive(Debug, Serialize)]
pub(super) struct CaseView {
    /// Its place on the page of opportunities.
    link: Link,
    /// The others in it.
    boroughs: Vec<Link>,
}

/// The cases that an authority is part of, those by service first.
pub(super) fn cases_of(model: Model, ix: Ix<Borough>) -> Vec<CaseView> {
    let of = |kind| {
        let all = cases(model, kind);
        let told = shown(&all).len();
        let own = all.into_iter().enumerate().filter(|(_, cohort)| cohort.boroughs.contains(&ix));
        own.take(MOST_CASES).map(move |(index, cohort)| (index, cohort, index < told)).collect::<Vec<_>>()
    };
    let case = |(index, cohort, is_told): (usize, &Cohort, bool)| {
        let others: Vec<Ix<Borough>> = cohort.boroughs.iter().copied().filter(|other| *other != ix).collect();
        let link = in_short(model, index, cohort, is_told);
        CaseView { boroughs: model.borough_links(&others, &link.href), link }
    };
    KINDS.into_iter().flat_map(of).map(case).collect()
}
