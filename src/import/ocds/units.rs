//! A procurement to the contracts that it makes: one for each contract or award, or each lot that is not let yet.

use super::compile::{Process, same_parties};
use super::release::{Code, Party, Period, State, Sum, Terms};
use crate::content::records::{Date, Stage};

/// One contract of a procurement, as its notices tell it.
#[derive(Clone, Debug, Default)]
pub(super) struct Unit {
    /// What tells it from other contracts of the procurement; empty where there is no other.
    pub part: String,
    pub title: String,
    /// Its own part of that, where the procurement's title stands before it.
    pub own_title: Option<String>,
    /// What it is for, in the words of lot and tender.
    pub description: String,
    pub stage: Option<Stage>,
    pub period: Period,
    /// Whether the end with every option is from another part of the notices than the end.
    pub is_max_elsewhere: bool,
    pub value: Option<Sum>,
    /// Whether the sum is only an estimate of a tender.
    pub is_estimate: bool,
    pub suppliers: Vec<Party>,
    pub cpv: Vec<Code>,
    pub is_framework: bool,
    pub is_dynamic: bool,
    pub has_options: bool,
    /// The ids that its contract, its award and its lot have and had.
    pub ids: [Vec<String>; 3],
    /// Whether only notices of a change tell of it.
    pub is_added: bool,
    /// The lots that its award is for.
    pub of_lots: Vec<String>,
    pub may_be: Option<MayBe>,
}

/// What a contract may be instead of one of its own, with the part of the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum MayBe {
    /// Any of the others: no award is given.
    Any,
    /// Any of the others: only a notice of a change tells of it.
    Added,
    /// Another under a new number.
    Renumbered(String),
    /// Another after a change.
    Changed(String),
    /// What another was before a change.
    Unchanged(String),
}

/// What became of a procurement.
#[derive(Clone, Debug)]
pub(super) enum Units {
    Contracts(Vec<Unit>),
    /// It was given up.
    Cancelled,
    /// It says of no contract, award or open tender.
    Nothing,
}

pub(super) fn units(process: &Process) -> Units {
    let state = &process.state;
    let mut units: Vec<Unit> =
        state.awards.iter().filter(|award| stands(award)).flat_map(|award| awarded(state, award)).collect();
    // A contract without its award, as notices of a change may have it.
    let lone = state
        .contracts
        .iter()
        .filter(|contract| stands(contract) && !state.awards.iter().any(|award| belongs(contract, award)));
    let lone = lone.map(|contract| {
        let may_be = (!state.awards.is_empty()).then_some(MayBe::Any);
        Unit { may_be, ..unit(state, None, Some(contract), None) }
    });
    units.extend(lone);
    units.extend(open(process));
    // Parts are needed only where there are several.
    match units.as_mut_slice() {
        [] if is_cancelled(state) => return Units::Cancelled,
        [] => return Units::Nothing,
        [only] => only.part.clear(),
        several => {
            number(several);
            if process.notices.len() > 1 {
                pair(several);
            }
        }
    }
    Units::Contracts(units)
}

fn is_over(status: Option<&str>) -> bool {
    matches!(status, Some("cancelled" | "unsuccessful" | "withdrawn"))
}

fn stands(terms: &Terms) -> bool {
    !is_over(terms.status.as_deref())
}

fn is_cancelled(state: &State) -> bool {
    let lots_over = !state.lots.is_empty() && state.lots.iter().all(|lot| !stands(lot));
    let awards_over = !state.awards.is_empty() && state.awards.iter().all(|award| !stands(award));
    is_over(state.tender.status.as_deref()) || lots_over || awards_over
}

fn belongs(contract: &Terms, award: &Terms) -> bool {
    contract.award.as_deref().unwrap_or(&contract.id) == award.id
}

/// Every contract of an award, or the award where it has none yet.
fn awarded(state: &State, award: &Terms) -> Vec<Unit> {
    let own: Vec<&Terms> = state.contracts.iter().filter(|contract| belongs(contract, award)).collect();
    if own.is_empty() {
        return vec![unit(state, Some(award), None, None)];
    }
    own.into_iter()
        .filter(|contract| stands(contract))
        .map(|contract| unit(state, Some(award), Some(contract), None))
        .collect()
}

/// Lots that are tendered or planned, or the tender where it has none.
fn open(process: &Process) -> Vec<Unit> {
    let state = &process.state;
    let is_open = |status: Option<&str>| matches!(status, Some("active" | "planned" | "planning"));
    let is_awarded = !state.awards.is_empty() || !state.contracts.is_empty();
    if is_over(state.tender.status.as_deref()) {
        return Vec::new();
    }
    if state.lots.is_empty() {
        let says = is_open(state.tender.status.as_deref())
            || (state.tender.status.is_none() && state.tender.title.is_some());
        return if says && !is_awarded { vec![unit(state, None, None, None)] } else { Vec::new() };
    }
    let is_let = |lot: &Terms| state.awards.iter().any(|award| award.of_lots.contains(&lot.id));
    let says = |lot: &Terms| match lot.status.as_deref() {
        Some(status) => is_open(Some(status)),
        None => !is_awarded && state.tender.status.as_deref().is_none_or(|status| is_open(Some(status))),
    };
    state
        .lots
        .iter()
        .filter(|lot| says(lot) && !is_let(lot))
        .map(|lot| unit(state, None, None, Some(lot)))
        .collect()
}

fn unit(state: &State, award: Option<&Terms>, contract: Option<&Terms>, lot: Option<&Terms>) -> Unit {
    let tender = &state.tender;
    let let_lots = award.map(|award| award.of_lots.as_slice()).unwrap_or_default();
    let of_award = match let_lots {
        [only] => state.lots.iter().find(|lot| lot.id == *only),
        _ => None,
    };
    let lot = lot.or(of_award);
    let is_only = state.lots.len() < 2 && state.awards.len() < 2 && state.contracts.len() < 2;
    // From the nearest to the contract to the farthest.
    let let_terms: Vec<&Terms> = [contract, award].into_iter().flatten().collect();
    let near: Vec<&Terms> = let_terms.iter().copied().chain(lot).collect();
    let all: Vec<&Terms> = near.iter().copied().chain([tender]).collect();
    let flag = |of: fn(&Terms) -> Option<bool>| all.iter().find_map(|terms| of(terms)).unwrap_or(false);
    let is_let = !let_terms.is_empty();
    let let_value = let_terms.iter().find_map(|terms| terms.value.clone());
    let estimate =
        || lot.and_then(|lot| lot.value.clone()).or_else(|| is_only.then(|| tender.value.clone()).flatten());
    let is_estimate = let_value.is_none();
    // What the whole procurement is for says little of one of its contracts.
    let mut cpv: Vec<Code> = if is_only { tender.cpv.clone() } else { Vec::new() };
    near.iter().rev().for_each(|terms| super::release::add_codes(&mut cpv, terms.cpv.clone()));
    if cpv.is_empty() {
        cpv.clone_from(&tender.cpv);
    }
    let (period, is_max_elsewhere) = period(&all);
    let title = title(&near, lot, tender, is_only);
    let own_title = near.iter().find_map(|terms| terms.title.clone()).filter(|own| *own != title);
    Unit {
        part: contract.or(award).or(lot).map(|terms| terms.id.clone()).unwrap_or_default(),
        ids: [contract, award, lot].map(ids),
        title,
        own_title: own_title.filter(|_| !is_only),
        description: all
            .iter()
            .filter_map(|terms| terms.description.as_deref())
            .collect::<Vec<_>>()
            .join(" "),
        stage: stage(state, contract, is_let),
        period,
        is_max_elsewhere,
        // What a tender was thought to cost is not what the contract costs.
        value: if is_let { let_value } else { estimate() },
        is_estimate,
        suppliers: let_terms
            .iter()
            .map(|terms| &terms.suppliers)
            .find(|own| !own.is_empty())
            .cloned()
            .unwrap_or_default(),
        cpv,
        is_framework: flag(|terms| terms.is_framework),
        is_dynamic: flag(|terms| terms.is_dynamic),
        has_options: flag(|terms| terms.has_options),
        is_added: let_terms.iter().any(|terms| terms.is_added),
        of_lots: let_lots.to_vec(),
        may_be: None,
    }
}

fn ids(terms: Option<&Terms>) -> Vec<String> {
    let all = terms.into_iter().flat_map(|terms| terms.was.iter().chain([&terms.id]));
    all.filter(|id| !id.is_empty()).cloned().collect()
}

/// The contract's own title; where there are several, the procurement's title before it.
fn title(near: &[&Terms], lot: Option<&Terms>, tender: &Terms, is_only: bool) -> String {
    let own = near.iter().find_map(|terms| terms.title.as_deref());
    let whole = tender.title.as_deref();
    match (own, whole) {
        (Some(own), Some(whole)) if !is_only && own != whole && !own.contains(whole) => {
            format!("{whole}: {own}")
        }
        (None, Some(whole)) if !is_only && lot.is_some() => {
            format!("{whole}: lot {}", lot.map_or("", |lot| lot.id.as_str()))
        }
        (_, Some(whole)) if is_only => whole.to_owned(),
        (own, whole) => own.or(whole).unwrap_or_default().to_owned(),
    }
}

/// Each day from the nearest that says it, and whether the end with every option is from farther away than the end. A
/// period that says only how long it is keeps the days of no other.
fn period(all: &[&Terms]) -> (Period, bool) {
    let mut period = Period::default();
    for terms in all {
        let own = terms.period;
        period.start = period.start.or(own.start);
        // An end belongs to the options that stand beside it.
        if period.end.is_none() && period.max_end.is_none() {
            (period.end, period.max_end) = (own.end, own.max_end);
        }
        if period.days.is_none() && period.months.is_none() {
            (period.days, period.months) = (own.days, own.months);
        }
    }
    // No option is left where both ends are one.
    if period.max_end == period.end {
        period.max_end = None;
        return (period, false);
    }
    if period.max_end.is_some() {
        return (period, false);
    }
    // A change of the end says nothing of the options, which end later if any is left.
    let elsewhere = all.iter().find_map(|terms| terms.period.max_end);
    let is_later = |max: &Date| period.end.is_some_and(|end| end.last_day() < max.last_day());
    period.max_end = elsewhere.filter(is_later);
    (period, period.max_end.is_some())
}

/// Only where dates do not tell it.
fn stage(state: &State, contract: Option<&Terms>, is_let: bool) -> Option<Stage> {
    if contract.is_some_and(|contract| contract.status.as_deref() == Some("terminated")) {
        return Some(Stage::Ended);
    }
    if is_let {
        return None;
    }
    let is_planned = matches!(state.tender.status.as_deref(), Some("planned" | "planning"));
    Some(if is_planned { Stage::Planned } else { Stage::Tendering })
}

/// Parts by their ids, or in order where ids are missing or not their own.
fn number(units: &mut [Unit]) {
    let mut seen = std::collections::BTreeSet::new();
    let own = units.iter().all(|unit| !unit.part.is_empty() && seen.insert(unit.part.clone()));
    if !own {
        for (number, unit) in units.iter_mut().enumerate() {
            unit.part = (number + 1).to_string();
        }
    }
}

/// Says of contracts with the same suppliers and title that a later notice may have numbered one anew, and of those that
/// only a notice of a change tells of, which they may replace.
fn pair(units: &mut [Unit]) {
    for at in 0..units.len() {
        let own = &units[at];
        let is_other =
            |other: &&Unit| own.title == other.title && same_parties(&own.suppliers, &other.suppliers);
        let other = units[..at].iter().chain(&units[at + 1..]).find(is_other).map(|other| other.part.clone());
        let may_be = units[at].may_be.take();
        units[at].may_be = may_be.or(other.map(MayBe::Renumbered));
    }
    for at in 0..units.len() {
        if !units[at].is_added || units[at].may_be.is_some() {
            continue;
        }
        let Some(other) = replaced(units, at) else {
            units[at].may_be = Some(MayBe::Added);
            continue;
        };
        let (own, part) = (units[at].part.clone(), units[other].part.clone());
        units[other].may_be.get_or_insert(MayBe::Unchanged(own));
        units[at].may_be = Some(MayBe::Changed(part));
    }
}

/// The contract that another may replace, where one is nearest to it: by suppliers, by lots, or as the only one.
fn replaced(units: &[Unit], at: usize) -> Option<usize> {
    let own = &units[at];
    let only = |is: &dyn Fn(&Unit) -> bool| {
        let mut found = (0..units.len()).filter(|other| !units[*other].is_added && is(&units[*other]));
        found.next().filter(|_| found.next().is_none())
    };
    only(&|other| same_parties(&own.suppliers, &other.suppliers))
        .or_else(|| only(&|other| !own.of_lots.is_empty() && own.of_lots == other.of_lots))
        .or_else(|| only(&|_| true))
}
