//! Contracts as lists: by the quarter in which they end, by how they stand, by service and by route to market.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date as Day;

use super::{ContractState, Light, Quarter, Term};
use crate::catalogue::{Borough, Catalogue, Contract, ContractKind, Framework, Ix, Service, Supplier};
use crate::content::records::Date;

/// How far apart the ends of contracts lie at most that could be let together, in months.
pub const TOGETHER_MONTHS: u16 = 12;

/// What contracts cost a year, as far as that is known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct YearlyValue {
    /// How many contracts.
    pub of: usize,
    /// For how many of them it is known.
    pub known: usize,
    /// Its sum over these, without tax.
    pub amount: f64,
}

impl YearlyValue {
    /// Whether the sum may be told: it is of all of them, or of at least the region's minimum. A sum of a few among many
    /// reads like the whole and is not.
    #[must_use]
    pub fn is_telling(self, least: usize) -> bool {
        self.known > 0 && (self.known == self.of || self.known >= least)
    }

    fn of<'t>(terms: impl Iterator<Item = &'t Term>) -> Self {
        terms.fold(Self::default(), |sum, term| Self {
            of: sum.of + 1,
            known: sum.known + usize::from(term.annual.is_some()),
            amount: sum.amount + term.annual.map_or(0.0, |annual| annual.amount),
        })
    }
}

/// What running contracts cost a year.
pub(super) fn running(terms: &[Term]) -> YearlyValue {
    YearlyValue::of(terms.iter().filter(|term| term.state.is_running()))
}

/// Contracts that have something in common.
#[derive(Clone, Debug, Default)]
pub struct ContractList {
    /// The contracts.
    pub rows: Vec<Ix<Contract>>,
    /// The authorities in them.
    pub boroughs: BTreeSet<Ix<Borough>>,
    /// Their suppliers, as far as they are named.
    pub suppliers: BTreeSet<Ix<Supplier>>,
    /// What all of them cost a year.
    pub value: YearlyValue,
    /// What those that run cost a year.
    pub running: YearlyValue,
    /// How many have an end ahead.
    pub ahead: usize,
    /// The first of these ends, as exact as it is known.
    pub next_end: Option<Date>,
    /// How many are past their decide-by date, but not their end.
    pub too_late: usize,
    /// How many have their decide-by date within the region's months.
    pub act_now: usize,
}

impl ContractList {
    fn of(catalogue: &Catalogue, terms: &[Term], list: Vec<Ix<Contract>>) -> Self {
        let own = || list.iter().map(|ix| &terms[ix.row()]);
        let rows = || list.iter().map(|ix| &catalogue.contracts[*ix]);
        let ahead = || rows().zip(own()).filter(|(_, term)| term.state == ContractState::Running);
        let with_light = |light| own().filter(|term| term.light == Some(light)).count();
        Self {
            boroughs: rows().flat_map(|row| row.members.iter().map(|member| member.borough)).collect(),
            suppliers: rows().filter_map(|row| row.supplier.supplier()).collect(),
            value: YearlyValue::of(own()),
            running: YearlyValue::of(own().filter(|term| term.state.is_running())),
            ahead: ahead().count(),
            next_end: ahead().filter_map(|(row, _)| row.end).min_by_key(|end| end.last_day()),
            too_late: with_light(Light::TooLate),
            act_now: with_light(Light::ActNow),
            rows: list,
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// How contracts without an end ahead stand, and those that are shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The recorded end has passed; they may run on.
    EndPassed,
    /// Planned, advertised, or let and not yet begun.
    NotBegun,
    /// Begun, and no end is known.
    EndNotKnown,
    /// Over.
    Ended,
    /// Two authorities or more share them, however they stand.
    Shared,
}

impl Standing {
    /// All of them, in the order of pages.
    pub const ALL: [Self; 5] =
        [Self::EndPassed, Self::NotBegun, Self::EndNotKnown, Self::Ended, Self::Shared];

    /// Its part of an address; every one is among the ids that no contract can have.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::EndPassed => "end-passed",
            Self::NotBegun => "not-begun",
            Self::EndNotKnown => "end-not-known",
            Self::Ended => "ended",
            Self::Shared => "shared",
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::EndPassed => say!("End date passed"),
            Self::NotBegun => say!("Not begun yet"),
            Self::EndNotKnown => say!("End not known"),
            Self::Ended => say!("Ended"),
            Self::Shared => say!("Shared"),
        }
    }

    fn has(self, row: &Contract, term: &Term) -> bool {
        match self {
            Self::EndPassed => matches!(term.state, ContractState::InOptions | ContractState::EndPassed),
            Self::NotBegun => term.state == ContractState::Planned,
            Self::EndNotKnown => term.state == ContractState::EndNotKnown,
            Self::Ended => term.state == ContractState::Ended,
            Self::Shared => row.kind == ContractKind::Shared,
        }
    }
}

/// Contracts in one quarter.
#[derive(Debug)]
pub struct QuarterEnds {
    /// The quarter.
    pub quarter: Quarter,
    /// Its contracts, in the order of their end.
    pub list: ContractList,
}

/// Contracts in the order in which they come up.
#[derive(Debug)]
pub struct Pipeline {
    /// Quarters with contracts that end in them, from the quarter of the date of the catalogue on.
    pub quarters: Vec<QuarterEnds>,
    /// Contracts whose decide-by date comes within the region's months, the first to decide on top.
    pub deciding: Vec<Ix<Contract>>,
    /// Contracts that end within the region's "ending soon" months, in the order of their end.
    pub ending_soon: Vec<Ix<Contract>>,
    /// Contracts that name no service.
    pub without_service: usize,
    /// Contracts that name no supplier, or are an authority's own work.
    pub without_supplier: usize,
    standings: [ContractList; Standing::ALL.len()],
}

impl Pipeline {
    pub(super) fn of(catalogue: &Catalogue, terms: &[Term]) -> Self {
        let term = |ix: &Ix<Contract>| &terms[ix.row()];
        let list = |contracts| ContractList::of(catalogue, terms, contracts);
        let all = || catalogue.contracts.iter().map(|(ix, _)| ix);
        let rows = || catalogue.contracts.rows().iter();
        let mut ahead: Vec<_> = all().filter(|ix| term(ix).state == ContractState::Running).collect();
        ahead.sort_by_key(|ix| (term(ix).end, *ix));
        let mut deciding: Vec<_> = all().filter(|ix| term(ix).light == Some(Light::ActNow)).collect();
        deciding.sort_by_key(|ix| (term(ix).decide_by, *ix));
        let soon = catalogue.site.thresholds.ending_soon_months;
        let quarter = |ix: &Ix<Contract>| term(ix).end.map(Quarter::of);
        let quarters = ahead.chunk_by(|a, b| quarter(a) == quarter(b));
        let quarters = quarters.filter_map(|contracts| {
            let quarter = quarter(contracts.first()?)?;
            Some(QuarterEnds { quarter, list: list(contracts.to_vec()) })
        });
        Self {
            quarters: quarters.collect(),
            deciding,
            ending_soon: ahead
                .iter()
                .copied()
                .filter(|ix| term(ix).ends_within(catalogue.as_of, soon))
                .collect(),
            without_service: rows().filter(|row| row.services.is_empty()).count(),
            without_supplier: rows().filter(|row| row.supplier.supplier().is_none()).count(),
            standings: Standing::ALL.map(|standing| {
                let has = |ix: &Ix<Contract>| standing.has(&catalogue.contracts[*ix], term(ix));
                list(all().filter(has).collect())
            }),
        }
    }

    /// The contracts that stand so.
    #[must_use]
    pub fn list(&self, standing: Standing) -> &ContractList {
        &self.standings[standing as usize]
    }
}

/// Contracts for one service.
#[derive(Debug)]
pub struct ServiceContracts {
    /// All of them.
    pub list: ContractList,
    /// Those with an end ahead, in the order of their end.
    ahead: Vec<(Day, Ix<Contract>)>,
}

/// Contracts by service, one entry for each.
pub(super) fn by_service(catalogue: &Catalogue, terms: &[Term]) -> Vec<ServiceContracts> {
    let mut lists = vec![Vec::new(); catalogue.services.len()];
    for (ix, row) in catalogue.contracts.iter() {
        for service in &row.services {
            lists[service.row()].push(ix);
        }
    }
    let entry = |contracts: Vec<Ix<Contract>>| {
        let running = contracts.iter().filter(|ix| terms[ix.row()].state == ContractState::Running);
        let mut ahead: Vec<_> = running.filter_map(|ix| Some((terms[ix.row()].end?, *ix))).collect();
        ahead.sort_unstable();
        ServiceContracts { list: ContractList::of(catalogue, terms, contracts), ahead }
    };
    lists.into_iter().map(entry).collect()
}

/// Contracts by supplier, one entry for each.
pub(super) fn by_supplier(catalogue: &Catalogue, terms: &[Term]) -> Vec<ContractList> {
    by(catalogue, terms, catalogue.suppliers.len(), |row| row.supplier.supplier().map(Ix::row))
}

/// Contracts by route to market, one entry for each.
pub(super) fn by_framework(catalogue: &Catalogue, terms: &[Term]) -> Vec<ContractList> {
    by(catalogue, terms, catalogue.frameworks.len(), |row| row.framework.map(Ix::<Framework>::row))
}

/// Contracts by authority: a shared one stands with each of its members.
pub(super) fn by_borough(catalogue: &Catalogue, terms: &[Term]) -> Vec<ContractList> {
    let own = |row: &Borough| ContractList::of(catalogue, terms, row.contracts.clone());
    catalogue.boroughs.rows().iter().map(own).collect()
}

fn by(
    catalogue: &Catalogue,
    terms: &[Term],
    count: usize,
    of: impl Fn(&Contract) -> Option<usize>,
) -> Vec<ContractList> {
    let mut lists = vec![Vec::new(); count];
    for (ix, row) in catalogue.contracts.iter() {
        if let Some(entry) = of(row) {
            lists[entry].push(ix);
        }
    }
    lists.into_iter().map(|contracts| ContractList::of(catalogue, terms, contracts)).collect()
}

/// Contracts of other authorities for one of the services of this one, whose end is ahead and within
/// [`TOGETHER_MONTHS`] of its own, the nearest first.
pub(super) fn together(
    catalogue: &Catalogue,
    terms: &[Term],
    services: &[ServiceContracts],
    contract: Ix<Contract>,
) -> Vec<Ix<Contract>> {
    let (row, term) = (&catalogue.contracts[contract], &terms[contract.row()]);
    let Some(end) = term.end.or(term.last_end).filter(|_| term.state != ContractState::Ended) else {
        return Vec::new();
    };
    let own: BTreeSet<_> = row.members.iter().map(|member| member.borough).collect();
    let months = i32::from(TOGETHER_MONTHS).months();
    let (from, to) = (end.saturating_sub(months), end.saturating_add(months));
    let near = row.services.iter().flat_map(|service: &Ix<Service>| {
        let ahead = &services[service.row()].ahead;
        let first = ahead.partition_point(|(day, _)| *day < from);
        ahead[first..].iter().take_while(move |(day, _)| *day <= to)
    });
    let is_other = |ix: &Ix<Contract>| {
        catalogue.contracts[*ix].members.iter().any(|member| !own.contains(&member.borough))
    };
    let mut found: Vec<_> = near.copied().filter(|(_, ix)| *ix != contract && is_other(ix)).collect();
    found.sort_by_cached_key(|(day, ix)| ((*day - end).get_days().abs(), Reverse(*day), *ix));
    found.dedup();
    found.into_iter().map(|(_, ix)| ix).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_told_if_it_is_complete_or_of_enough() {
        let sum = |known, of| YearlyValue { amount: 1.0, known, of };
        assert!(sum(1, 1).is_telling(5) && sum(5, 9).is_telling(5));
        assert!(!sum(4, 9).is_telling(5) && !sum(0, 0).is_telling(5) && !sum(0, 3).is_telling(0));
    }
}
