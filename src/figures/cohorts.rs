//! Who could buy together: authorities whose contracts for one service, or for one system, come up at the same time.
//!
//! A contract is up for decision from its decide-by date to the last day that its options allow. Where several are so on
//! the same day, one decision could be taken for all. One contract for all can't begin before the last of them ends, nor sooner
//! than notice and lead time after today: a decide-by date that has passed does not make a procurement any faster.
//!
//! Only contracts whose own end is ahead count. Of one that is past it nobody can tell whether its options were used.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::ToSpan;
use jiff::civil::Date as Day;

use super::contracts::preparation;
use super::openings::is_old_plan;
use super::{ContractState, Term};
use crate::catalogue::{Borough, Catalogue, Contract, Ix, Service, System};
use crate::content::records::Date;

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
    /// The four dates that follow as they are told: as exact as the ends that they are reckoned from.
    pub dates: CohortDates,
    /// First day on which the decision on every contract is due; it may have passed.
    pub from: Day,
    /// Last day on which every contract can still run.
    pub to: Day,
    /// The first day on which one contract for all could begin.
    pub start: Day,
    /// The last day on which it can be decided that it begins then.
    pub decide_by: Day,
    /// Months from the decision to the start: the longest notice of the contracts, and the lead time of what the case is for.
    pub months: u16,
    /// The last of the contracts ends before a procurement that is decided today could be done.
    pub is_held_up: bool,
    /// Planned or advertised contracts of these authorities for the same, old plans left out: the work may have begun.
    pub under_way: Vec<Ix<Contract>>,
    /// Contracts of others for the same that are past their own end, with options that reach further: they may still run.
    pub perhaps: Vec<Ix<Contract>>,
    /// The authorities that plan or advertise nothing of their own.
    pub free: BTreeSet<Ix<Borough>>,
    /// Yearly value of the contracts whose value is known.
    pub known_value: f64,
    /// How many values are known.
    pub with_value: usize,
}

/// The dates of a cohort, as exact as they are known.
#[derive(Clone, Copy, Debug)]
pub struct CohortDates {
    /// From when the decision on every contract is due.
    pub from: Date,
    /// Until when every contract can still run.
    pub to: Date,
    /// When one contract for all could begin.
    pub start: Date,
    /// By when it has to be decided that it begins then.
    pub decide_by: Date,
}

impl Cohort {
    /// Contracts that have to be extended to reach the common start.
    pub fn extended(&self) -> impl Iterator<Item = &CohortMember> {
        self.members.iter().filter(|member| member.extension_months > 0)
    }

    /// The authorities that plan or advertise one of their own.
    pub fn buying(&self) -> impl Iterator<Item = Ix<Borough>> {
        self.boroughs.difference(&self.free).copied()
    }

    /// Those of them whose options on record don't reach so far.
    pub fn beyond(&self) -> impl Iterator<Item = &CohortMember> {
        self.members.iter().filter(|member| member.beyond_months > 0)
    }
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
    /// When its authority has to decide.
    pub decide_by: Day,
    /// Months by which it has to be extended to reach the common start; 0 for none.
    pub extension_months: i32,
    /// Months of these that no option on record covers.
    pub beyond_months: i32,
}

/// A contract that is up for decision from its decide-by date to its last possible end.
#[derive(Clone, Copy, Debug)]
struct Open {
    contract: Ix<Contract>,
    from: Day,
    to: Day,
    end: Day,
    months: u16,
    /// How exactly `end` and `to` are known.
    exact: (Date, Date),
}

impl Open {
    fn of(catalogue: &Catalogue, term: &Term, contract: Ix<Contract>, common: &Common) -> Option<Self> {
        let row = &catalogue.contracts[contract];
        if term.state != ContractState::Running {
            return None;
        }
        Some(Self {
            contract,
            from: term.decide_by?,
            to: term.last_end?,
            end: term.end?,
            months: months(catalogue, row, common)?,
            exact: (row.end?, row.max_end.or(row.end)?),
        })
    }

    /// Its end, or the end of a procurement that is decided on that day, whichever is later.
    fn can_be_replaced_after(&self, today: Day) -> Day {
        self.end.max(self.procured(today))
    }

    fn procured(&self, today: Day) -> Day {
        today.saturating_add(i32::from(self.months).months())
    }
}

/// Contracts of all cases for one service or system: those of many authorities come up on any day, so that each day would make
/// a case of nearly the same ones. The definitions of these figures say so.
const MOST_CONTRACTS: usize = 2_000;

/// Cohorts by service and by system: those that need nothing beyond the options on record first, then the most valuable,
/// then the largest; and for what there are more.
pub(super) fn all(catalogue: &Catalogue, terms: &[Term]) -> (Vec<Cohort>, BTreeSet<Common>) {
    let services = catalogue.services.iter().filter(|(_, row)| !row.totals_only);
    let services = services.map(|(ix, _)| Common::Services(vec![ix]));
    let systems = catalogue.systems.iter().map(|(ix, _)| Common::System(ix));
    let contracts = Contracts::of(catalogue);
    let mut cohorts: Vec<Cohort> = Vec::new();
    let mut cut: Vec<(Same, Common)> = Vec::new();
    for common in services.chain(systems) {
        let own = contracts.with(&common).into_iter();
        let own = own.filter_map(|ix| Open::of(catalogue, &terms[ix.row()], ix, &common));
        let mut told = Told::default();
        for set in largest_sets(own.collect()).filter(|set| is_joint_case(catalogue, set)) {
            let out = told.add(cohort(catalogue, terms, &common, &set));
            cut.extend(out.into_iter().map(|same| (same, common.clone())));
        }
        cohorts.extend(told.cases);
    }
    let (mut cohorts, cut) = merged(cohorts, cut);
    for cohort in &mut cohorts {
        let all = contracts.with(&cohort.common);
        cohort.under_way = under_way(catalogue, terms, cohort, &all);
        let buying: BTreeSet<_> = cohort.under_way.iter().flat_map(|ix| buyers(catalogue, *ix)).collect();
        cohort.free = cohort.boroughs.difference(&buying).copied().collect();
        cohort.perhaps = perhaps(catalogue, terms, cohort, &all);
    }
    (ranked(cohorts), cut)
}

/// The cases for one service or system that have a place: the first has one, and those after it as long as all are not too many
/// contracts.
#[derive(Default)]
struct Told {
    cases: Vec<Cohort>,
    /// The best of those that have none: none that comes after it has one.
    first_out: Option<Cohort>,
}

impl Told {
    /// Adds a case, and gives those that have no place for it; they never get one again.
    fn add(&mut self, case: Cohort) -> Vec<Same> {
        self.cases.push(case);
        self.cases.sort_by(by_rank);
        let mut contracts = 0;
        let has_place = |case: &&Cohort| {
            let is_first = contracts == 0;
            contracts += case.members.len();
            let is_before = |out: &Cohort| by_rank(case, out).is_lt();
            (is_first || contracts <= MOST_CONTRACTS) && self.first_out.as_ref().is_none_or(is_before)
        };
        let places = self.cases.iter().take_while(has_place).count();
        let out = self.cases.split_off(places);
        let same = out.iter().map(Same::of).collect();
        self.first_out = self.first_out.take().into_iter().chain(out).min_by(by_rank);
        same
    }
}

/// What two cases have in common that are one: the same contracts, which take as long.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Same(u64);

impl Same {
    fn of(case: &Cohort) -> Self {
        let mut hasher = DefaultHasher::new();
        case.months.hash(&mut hasher);
        case.members.iter().for_each(|member| member.contract.hash(&mut hasher));
        Self(hasher.finish())
    }
}

fn by_rank(a: &Cohort, b: &Cohort) -> Ordering {
    let needs_more = |cohort: &Cohort| cohort.beyond().next().is_some();
    needs_more(a)
        .cmp(&needs_more(b))
        .then(b.known_value.total_cmp(&a.known_value))
        .then(b.boroughs.len().cmp(&a.boroughs.len()))
        .then(a.common.cmp(&b.common))
        .then(a.from.cmp(&b.from))
}

/// The best first, and with it all others for the same: they are alternatives to it.
fn ranked(mut cohorts: Vec<Cohort>) -> Vec<Cohort> {
    cohorts.sort_by(by_rank);
    let mut firsts: BTreeMap<Common, usize> = BTreeMap::new();
    for (rank, cohort) in cohorts.iter().enumerate() {
        firsts.entry(cohort.common.clone()).or_insert(rank);
    }
    cohorts.sort_by_key(|cohort| firsts[&cohort.common]);
    cohorts
}

/// Notice of the contract and lead time of what is bought: of one contract for several services only those in common
/// count, because nobody buys the others with it.
fn months(catalogue: &Catalogue, contract: &Contract, common: &Common) -> Option<u16> {
    match common {
        Common::Services(services) => preparation(contract, services, catalogue),
        Common::System(_) => preparation(contract, &contract.services, catalogue),
    }
}

/// Contracts by what cohorts can have in common, so that nobody looks through all of them for each.
struct Contracts {
    of_service: Vec<Vec<Ix<Contract>>>,
    of_system: Vec<Vec<Ix<Contract>>>,
}

impl Contracts {
    fn of(catalogue: &Catalogue) -> Self {
        let mut contracts = Self {
            of_service: vec![Vec::new(); catalogue.services.len()],
            of_system: vec![Vec::new(); catalogue.systems.len()],
        };
        for (ix, row) in catalogue.contracts.iter() {
            row.services.iter().for_each(|service| contracts.of_service[service.row()].push(ix));
            row.systems.iter().for_each(|system| contracts.of_system[system.row()].push(ix));
        }
        contracts
    }

    /// Those for one of the services, or for the system, in the order of the catalogue.
    fn with(&self, common: &Common) -> Vec<Ix<Contract>> {
        let mut all: Vec<Ix<Contract>> = match common {
            Common::Services(services) => {
                services.iter().flat_map(|service| &self.of_service[service.row()]).copied().collect()
            }
            Common::System(system) => self.of_system[system.row()].clone(),
        };
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// The largest sets of contracts that are up for decision on the same day. Each of them is still whole on the day on which the first
/// of its contracts closes, so it is enough to look at those days. What is open on such a day was all open on an earlier one if nothing in it
/// began since; of the earlier days, the last one tells.
fn largest_sets(mut open: Vec<Open>) -> impl Iterator<Item = Vec<Open>> {
    open.sort_by_key(|open| (open.from, open.to, open.contract));
    let closings: BTreeSet<Day> = open.iter().map(|open| open.to).collect();
    let mut last: Option<Day> = None;
    closings.into_iter().filter_map(move |day| {
        let now: Vec<Open> = open.iter().filter(|open| open.from <= day && day <= open.to).copied().collect();
        let is_largest = last.is_none_or(|last| now.iter().any(|open| open.from > last));
        last = if is_largest { Some(day) } else { last };
        is_largest.then_some(now)
    })
}

/// Enough authorities, and two buyers that have nothing to do with each other yet: whoever shares a contract already
/// buys together.
fn is_joint_case(catalogue: &Catalogue, set: &[Open]) -> bool {
    let buyers: Vec<BTreeSet<Ix<Borough>>> =
        set.iter().map(|open| buyers(catalogue, open.contract)).collect();
    let boroughs: BTreeSet<_> = buyers.iter().flatten().collect();
    let separate = |one: &BTreeSet<_>| buyers.iter().any(|other| one.is_disjoint(other));
    boroughs.len() >= catalogue.site.thresholds.cohort as usize && buyers.iter().any(separate)
}

fn buyers(catalogue: &Catalogue, contract: Ix<Contract>) -> BTreeSet<Ix<Borough>> {
    catalogue.contracts[contract].members.iter().map(|member| member.borough).collect()
}

fn cohort(catalogue: &Catalogue, terms: &[Term], common: &Common, set: &[Open]) -> Cohort {
    let today = catalogue.as_of;
    let latest = |day: fn(&Open) -> Day| set.iter().map(day).max().unwrap_or(today);
    let last_end = latest(|open| open.end);
    let last_day = set.iter().map(|open| open.can_be_replaced_after(today)).max().unwrap_or(today);
    let start = last_day.saturating_add(1.day());
    let months = set.iter().map(|open| open.months).max().unwrap_or(0);
    let member = |open: &Open| CohortMember {
        contract: open.contract,
        end: open.end,
        last_end: open.to,
        decide_by: open.from,
        extension_months: months_between(open.end, last_day),
        beyond_months: months_between(open.to, last_day),
    };
    let mut members: Vec<CohortMember> = set.iter().map(member).collect();
    // Not by their place in files, which says nothing.
    members.sort_by_cached_key(|member| {
        let row = &catalogue.contracts[member.contract];
        (member.end, row.members.iter().map(|one| one.borough).min(), row.name(catalogue), member.contract)
    });
    let values: Vec<f64> = members
        .iter()
        .filter_map(|own| terms[own.contract.row()].annual)
        .map(|annual| annual.amount)
        .collect();
    let decide_by = last_day.saturating_sub(i32::from(months).months()).max(today);
    Cohort {
        common: common.clone(),
        dates: dates(set, today, start, decide_by),
        boroughs: set.iter().flat_map(|open| buyers(catalogue, open.contract)).collect(),
        members,
        from: latest(|open| open.from),
        to: set.iter().map(|open| open.to).min().unwrap_or(today),
        start,
        decide_by,
        months,
        is_held_up: last_day > last_end,
        under_way: Vec::new(),
        perhaps: Vec::new(),
        free: BTreeSet::new(),
        known_value: values.iter().sum(),
        with_value: values.len(),
    }
}

/// Each date as exact as what it is reckoned from. Where several contracts give the same day, the most exact one tells it.
fn dates(set: &[Open], today: Day, start: Day, decide_by: Day) -> CohortDates {
    let told = |day: Day, from: &dyn Fn(&Open) -> Option<Date>| {
        let day = Date::from(day);
        let told = set.iter().filter_map(from).map(|of| day.as_exact_as(of));
        told.max_by_key(|date| (date.day(), date.month())).unwrap_or(day)
    };
    let from = set.iter().map(|open| open.from).max().unwrap_or(today);
    let to = set.iter().map(|open| open.to).min().unwrap_or(today);
    let eve = start.saturating_sub(1.day());
    let replaced = |open: &Open| {
        // A procurement that begins today takes months, whatever is known of the contracts.
        if open.procured(today) == eve {
            Some(Date::from(eve))
        } else {
            (open.end == eve).then_some(open.exact.0)
        }
    };
    CohortDates {
        from: told(from, &|open| (open.from == from).then_some(open.exact.0)),
        to: told(to, &|open| (open.to == to).then_some(open.exact.1)),
        start: told(start, &replaced),
        decide_by: if decide_by == today { Date::from(today) } else { told(decide_by, &replaced) },
    }
}

/// The same contracts for several services that take as long are one case; one that is told for another service is told for those too
/// for which it was left out. With what cases are left out for all the same.
fn merged(cohorts: Vec<Cohort>, cut: Vec<(Same, Common)>) -> (Vec<Cohort>, BTreeSet<Common>) {
    let mut merged: Vec<Cohort> = Vec::new();
    let mut firsts: HashMap<Same, usize> = HashMap::new();
    for cohort in cohorts {
        let same = firsts.entry(Same::of(&cohort)).or_insert(merged.len());
        match (merged.get_mut(*same).map(|other| &mut other.common), &cohort.common) {
            (Some(Common::Services(all)), Common::Services(more)) => all.extend(more),
            _ => merged.push(cohort),
        }
    }
    let mut left_out = BTreeSet::new();
    for (same, common) in cut {
        let told = firsts.get(&same).map(|first| &mut merged[*first].common);
        match (told, &common) {
            (Some(Common::Services(all)), Common::Services(more)) => {
                all.extend(more);
                all.sort_unstable();
            }
            _ => _ = left_out.insert(common),
        }
    }
    (merged, left_out)
}

/// Of all contracts for the same, those that the authorities plan.
fn under_way(
    catalogue: &Catalogue,
    terms: &[Term],
    cohort: &Cohort,
    all: &[Ix<Contract>],
) -> Vec<Ix<Contract>> {
    let planned = all.iter().copied().filter(|ix| {
        let row = &catalogue.contracts[*ix];
        terms[ix.row()].state == ContractState::Planned
            && !is_old_plan(catalogue, &terms[ix.row()], row)
            && row.members.iter().any(|member| cohort.boroughs.contains(&member.borough))
    });
    planned.collect()
}

/// Of all contracts for the same, those of others that may still run.
fn perhaps(
    catalogue: &Catalogue,
    terms: &[Term],
    cohort: &Cohort,
    all: &[Ix<Contract>],
) -> Vec<Ix<Contract>> {
    let others = all.iter().copied().filter(|ix| {
        let members = &catalogue.contracts[*ix].members;
        terms[ix.row()].state == ContractState::InOptions
            && !members.iter().any(|member| cohort.boroughs.contains(&member.borough))
    });
    others.collect()
}

/// Months by which something that ends on one day has to go on to end on a later one, begun months counted: from the
/// last of April to the last of May is one.
pub(super) fn months_between(end: Day, later: Day) -> i32 {
    if later <= end {
        return 0;
    }
    let (from, to) = (end.saturating_add(1.day()), later.saturating_add(1.day()));
    let whole = i32::from(to.year() - from.year()) * 12 + i32::from(to.month()) - i32::from(from.month());
    (whole + i32::from(to.day() > from.day())).max(1)
}
