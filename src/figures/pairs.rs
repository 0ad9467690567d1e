//! What is known of each pair of authority and service: takes a service's market, gives one of four states.

use super::{Coverage, ServiceMarket};
use crate::catalogue::{Borough, Catalogue, Group, Ix};

/// What is known of a service in an authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PairState {
    /// A system is in use, or the authority has a solution of its own.
    InUse,
    /// A system is planned, past or not confirmed.
    Other,
    /// There is no record. That is not to say that there is no system.
    Nothing,
    /// The authority does not have the service.
    NotApplicable,
}

impl PairState {
    /// Every state, in the order of tables.
    pub const ALL: [Self; 4] = [Self::InUse, Self::Other, Self::Nothing, Self::NotApplicable];
}

/// How many pairs are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateCounts([usize; 4]);

impl StateCounts {
    /// Pairs in that state.
    #[must_use]
    pub fn of(self, state: PairState) -> usize {
        self.0[state as usize]
    }

    /// All pairs.
    #[must_use]
    pub fn whole(self) -> usize {
        self.0.iter().sum()
    }

    /// Pairs with something in use, of those that apply.
    #[must_use]
    pub fn in_use(self) -> Coverage {
        let applicable = self.whole() - self.of(PairState::NotApplicable);
        Coverage { part: self.of(PairState::InUse), whole: applicable }
    }

    /// Pairs with any evidence, of those that apply.
    #[must_use]
    pub fn with_evidence(self) -> Coverage {
        let in_use = self.in_use();
        Coverage { part: in_use.part + self.of(PairState::Other), ..in_use }
    }

    /// Two counts added.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(std::array::from_fn(|index| self.0[index] + other.0[index]))
    }
}

impl FromIterator<PairState> for StateCounts {
    fn from_iter<T: IntoIterator<Item = PairState>>(states: T) -> Self {
        let mut counts = Self::default();
        for state in states {
            counts.0[state as usize] += 1;
        }
        counts
    }
}

impl ServiceMarket {
    /// What is known of this service in an authority.
    #[must_use]
    pub fn state(&self, borough: Ix<Borough>) -> PairState {
        self.states[borough.row()]
    }

    /// How many authorities are in each state.
    #[must_use]
    pub fn states(&self) -> StateCounts {
        self.states.iter().copied().collect()
    }
}

/// For each group of services: the pairs of its services that may be told of one authority.
pub(super) fn by_group(catalogue: &Catalogue, markets: &[ServiceMarket]) -> Vec<StateCounts> {
    let of = |group: &Group| {
        let public = group.services.iter().filter(|ix| !catalogue.services[**ix].totals_only);
        public.map(|ix| markets[ix.row()].states()).fold(StateCounts::default(), StateCounts::plus)
    };
    catalogue.groups.rows().iter().map(of).collect()
}
