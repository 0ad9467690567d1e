//! Authorities side by side: what two have in common, and whether what is known of several is the same.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date as Day;

use super::cohorts::months_between;
use super::pipeline::TOGETHER_MONTHS;
use super::{ContractState, Figures};
use crate::catalogue::{Borough, Catalogue, Contract, Ix, Service, System};

/// Past this many authorities a page for each pair would be too many: readers put them side by side by script.
pub const MOST_PAIRED: usize = 60;

/// Pairs of contracts that are kept of two authorities.
pub const MOST_TOGETHER: usize = 100;

/// What two authorities have in common.
#[derive(Debug)]
pub struct Pair {
    /// Systems in use in both.
    pub both: BTreeSet<Ix<System>>,
    /// Systems in use in the one and not in the other, as far as is on record.
    pub only: [BTreeSet<Ix<System>>; 2],
    /// Contracts that both have a part in and that are not over.
    pub shared: Vec<Ix<Contract>>,
    /// Contracts that could be bought together, those that end first on top; the first [`MOST_TOGETHER`] of them.
    pub together: Vec<Together>,
    /// How many there are: each contract of the one can meet each of the other.
    pub all_together: usize,
}

/// A contract of each of two authorities, for the same service, with ends close to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// The services that both contracts are for.
    pub services: BTreeSet<Ix<Service>>,
    /// The contract of each, in the order of the authorities.
    pub contracts: [Ix<Contract>; 2],
    /// The end of each that lies ahead.
    pub ends: [Day; 2],
}

impl Together {
    /// Months between the ends, begun ones counted; 0 for the same day.
    #[must_use]
    pub fn months_apart(&self) -> usize {
        let [one, other] = self.ends;
        usize::try_from(months_between(one.min(other), one.max(other))).unwrap_or(0)
    }
}

/// Whether what is known of several authorities is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All of whom it is known have the same.
    Same,
    /// Two at least have something in common, and not all have the same.
    Partly,
    /// No two have anything in common.
    Different,
    /// It is known of one at most: that is no difference.
    NotKnown,
}

impl Verdict {
    /// Compares what each authority has; nothing at all means "not known".
    #[must_use]
    pub fn of<T: Ord>(sets: &[BTreeSet<T>]) -> Self {
        let known: Vec<&BTreeSet<T>> = sets.iter().filter(|set| !set.is_empty()).collect();
        let mut items = known.iter().copied().flatten();
        let holders = |item: &T| known.iter().filter(|set| set.contains(item)).count();
        if known.len() < 2 {
            Self::NotKnown
        } else if known.iter().all(|set| *set == known[0]) {
            Self::Same
        } else if items.any(|item| holders(item) > 1) {
            Self::Partly
        } else {
            Self::Different
        }
    }
}

impl Figures {
    /// What two authorities have in common.
    #[must_use]
    pub fn pair(&self, catalogue: &Catalogue, one: Ix<Borough>, other: Ix<Borough>) -> Pair {
        let [a, b] = [one, other].map(|ix| &self.borough(ix).current_systems);
        let shared = catalogue.boroughs[one].contracts.iter().copied();
        let shared = shared.filter(|ix| {
            let over = matches!(self.term(*ix).state, ContractState::Ended | ContractState::EndPassed);
            !over && catalogue.contracts[*ix].is_of(other)
        });
        let (all_together, together) = self.pairs_together(catalogue, one, other);
        Pair { both: a & b, only: [a - b, b - a], shared: shared.collect(), together, all_together }
    }

    /// How many pairs could be bought together, and the first of them.
    fn pairs_together(
        &self,
        catalogue: &Catalogue,
        one: Ix<Borough>,
        other: Ix<Borough>,
    ) -> (usize, Vec<Together>) {
        let of = |own: Ix<Borough>, not: Ix<Borough>| {
            // What both have a part in is bought together already.
            let own =
                catalogue.boroughs[own].contracts.iter().filter(|ix| !catalogue.contracts[**ix].is_of(not));
            own.filter_map(|ix| Some((*ix, self.term(*ix).end_ahead()?))).collect::<Vec<_>>()
        };
        let (ours, theirs) = (of(one, other), of(other, one));
        let pairs = ours.iter().flat_map(|one| theirs.iter().map(move |other| [*one, *other]));
        let (mut count, mut first) = (0, Vec::new());
        let shorten = |first: &mut Vec<Together>| {
            first.sort_by_key(|row| (row.ends.into_iter().min(), row.contracts));
            first.truncate(MOST_TOGETHER);
        };
        for row in pairs.filter_map(|contracts| together(catalogue, contracts)) {
            count += 1;
            first.push(row);
            // All of them could be millions.
            if first.len() == 8 * MOST_TOGETHER {
                shorten(&mut first);
            }
        }
        shorten(&mut first);
        (count, first)
    }
}

/// Two contracts, if they are for the same service and end close to each other.
fn together(catalogue: &Catalogue, contracts: [(Ix<Contract>, Day); 2]) -> Option<Together> {
    let ends = contracts.map(|(_, end)| end);
    let contracts = contracts.map(|(ix, _)| ix);
    let [ours, theirs] = contracts.map(|ix| &catalogue.contracts[ix].services);
    // Hardly any two are for the same, so that is asked first.
    let services: BTreeSet<_> = ours.iter().filter(|service| theirs.contains(service)).copied().collect();
    let (first, last) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
    let close = || first.saturating_add(i32::from(TOGETHER_MONTHS).months()) >= last;
    (!services.is_empty() && close()).then_some(Together { services, contracts, ends })
}
