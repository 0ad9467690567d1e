//! Contracts that could be brought together: authorities whose contracts for one service, or for one system, are open
//! on the same day.

use std::collections::BTreeSet;

use jiff::civil::Date as Day;

use super::{ContractState, Term};
use crate::catalogue::{Borough, Catalogue, Contract, Ix, Service, System};

/// What a cohort has in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Common {
    /// The service, or several services that the same contracts are for.
    Services(Vec<Ix<Service>>),
    /// The system.
    System(Ix<System>),
}

/// Authorities that could buy together.
#[derive(Clone, Debug)]
pub struct Cohort {
    /// What they have in common.
    pub common: Common,
    /// Their contracts, in the order of their ends.
    pub members: Vec<CohortMember>,
    /// The authorities.
    pub boroughs: BTreeSet<Ix<Borough>>,
    /// First day on which every contract is open.
    pub from: Day,
    /// Last day on which every contract is open.
    pub to: Day,
    /// The day on which a new contract could begin for all: the latest end, or the last day that all can reach.
    pub start: Day,
    /// Yearly value of the contracts whose value is known.
    pub known_value: f64,
    /// How many values are known.
    pub with_value: usize,
}

/// One contract of a cohort.
#[derive(Clone, Copy, Debug)]
pub struct CohortMember {
    /// The contract.
    pub contract: Ix<Contract>,
    /// Its end without options.
    pub end: Day,
    /// Its end with every option.
    pub last_end: Day,
    /// Months by which it has to be extended to reach the common start; 0 for none.
    pub extension_months: i32,
}

/// A contract is open from its decide-by date, or from today if that has passed, to its last possible end.
#[derive(Clone, Copy, Debug)]
struct Open {
    contract: Ix<Contract>,
    from: Day,
    to: Day,
    end: Day,
}

/// Cohorts by service and by system, the most valuable first, then the largest.
pub(super) fn all(catalogue: &Catalogue, terms: &[Term]) -> Vec<Cohort> {
    let mut cohorts: Vec<Cohort> = Vec::new();
    let open: Vec<Open> =
        catalogue.contracts.iter().filter_map(|(ix, _)| open(catalogue, &terms[ix.row()], ix)).collect();
    for (service, _) in catalogue.services.iter().filter(|(_, row)| !row.totals_only) {
        let own = open.iter().filter(|open| catalogue.contracts[open.contract].services.contains(&service));
        cohorts.extend(sweep(catalogue, terms, &Common::Services(vec![service]), own.copied().collect()));
    }
    for (system, _) in catalogue.systems.iter() {
        let own = open.iter().filter(|open| catalogue.contracts[open.contract].systems.contains(&system));
        cohorts.extend(sweep(catalogue, terms, &Common::System(system), own.copied().collect()));
    }
    let mut cohorts = merged(cohorts);
    cohorts.sort_by(|a, b| {
        b.known_value
            .total_cmp(&a.known_value)
            .then(b.boroughs.len().cmp(&a.boroughs.len()))
            .then(a.common.cmp(&b.common))
            .then(a.from.cmp(&b.from))
    });
    cohorts
}

/// The same contracts for several services are one case.
fn merged(cohorts: Vec<Cohort>) -> Vec<Cohort> {
    let mut merged: Vec<Cohort> = Vec::new();
    for cohort in cohorts {
        let contracts =
            |cohort: &Cohort| cohort.members.iter().map(|member| member.contract).collect::<Vec<_>>();
        let same = merged.iter_mut().find(|other| contracts(other) == contracts(&cohort));
        match (same.map(|other| &mut other.common), &cohort.common) {
            (Some(Common::Services(all)), Common::Services(more)) => all.extend(more),
            _ => merged.push(cohort),
        }
    }
    merged
}

fn open(catalogue: &Catalogue, term: &Term, contract: Ix<Contract>) -> Option<Open> {
    let running = matches!(term.state, ContractState::Running | ContractState::InOptions);
    let (end, to, decide_by) = (term.end.or(term.last_end)?, term.last_end?, term.decide_by?);
    running.then_some(Open { contract, from: decide_by.max(catalogue.as_of), to, end })
}

/// Sweeps the days on which a contract closes: what is open then is a largest set, unless nothing opened since the last.
fn sweep(catalogue: &Catalogue, terms: &[Term], common: &Common, mut open: Vec<Open>) -> Vec<Cohort> {
    open.sort_by_key(|open| (open.from, open.to, open.contract));
    let mut closings: Vec<Day> = open.iter().map(|open| open.to).collect();
    closings.sort_unstable();
    closings.dedup();
    let mut sets: Vec<Vec<Open>> = Vec::new();
    for day in closings {
        let now: Vec<Open> = open.iter().filter(|open| open.from <= day && day <= open.to).copied().collect();
        let inside =
            |set: &Vec<Open>| now.iter().all(|own| set.iter().any(|other| other.contract == own.contract));
        if !sets.iter().any(inside) {
            sets.push(now);
        }
    }
    let cohorts = sets.into_iter().map(|set| cohort(catalogue, terms, common, &set));
    cohorts.filter(|cohort| cohort.boroughs.len() >= catalogue.site.thresholds.cohort as usize).collect()
}

fn cohort(catalogue: &Catalogue, terms: &[Term], common: &Common, set: &[Open]) -> Cohort {
    let from = set.iter().map(|open| open.from).max().unwrap_or(catalogue.as_of);
    let to = set.iter().map(|open| open.to).min().unwrap_or(catalogue.as_of);
    let latest_end = set.iter().map(|open| open.end).max().unwrap_or(to);
    let start = latest_end.min(to).max(from);
    let mut members: Vec<CohortMember> = set
        .iter()
        .map(|open| CohortMember {
            contract: open.contract,
            end: open.end,
            last_end: open.to,
            extension_months: months_between(open.end, start),
        })
        .collect();
    members.sort_by_key(|member| (member.end, member.contract));
    let boroughs = set
        .iter()
        .flat_map(|open| catalogue.contracts[open.contract].members.iter().map(|member| member.borough));
    let values: Vec<f64> =
        set.iter().filter_map(|open| terms[open.contract.row()].annual).map(|annual| annual.amount).collect();
    Cohort {
        common: common.clone(),
        boroughs: boroughs.collect(),
        members,
        from,
        to,
        start,
        known_value: values.iter().sum(),
        with_value: values.len(),
    }
}

/// Whole months from one day to a later one, begun months counted; 0 if it is not later.
pub(super) fn months_between(from: Day, to: Day) -> i32 {
    if to <= from {
        return 0;
    }
    let whole = i32::from(to.year() - from.year()) * 12 + i32::from(to.month()) - i32::from(from.month());
    let begun = i32::from(to.day() > from.day());
    (whole + begun).max(1)
}
