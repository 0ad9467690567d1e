//! What contracts cost a resident and a year: each price, why others can't be computed, which of them can be set side
//! by side, and how far those lie apart.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::catalogue::{Catalogue, Contract, Ix, Service, System};

use super::{AnnualValue, Term};

/// A running contract whose yearly value and residents are known.
#[derive(Clone, Copy, Debug)]
pub struct Price {
    /// The contract.
    pub contract: Ix<Contract>,
    /// Yearly value.
    pub annual: f64,
    /// The value rests on a gross sum, or on one whose tax is not stated.
    pub estimated: bool,
    /// Its years are known only by the year.
    pub rough: bool,
    /// Residents of all its authorities.
    pub residents: u64,
    /// Yearly value for each resident.
    pub per_resident: f64,
}

/// Prices of contracts that run, the dearest first.
pub(super) fn all(catalogue: &Catalogue, terms: &[Term]) -> Vec<Price> {
    let price = |(contract, row): (Ix<Contract>, &Contract)| {
        let term = &terms[contract.row()];
        let annual = term.annual.filter(|_| term.state.is_running())?;
        let residents =
            row.members.iter().map(|member| catalogue.boroughs[member.borough].people.map(u64::from));
        let residents: u64 = residents.sum::<Option<u64>>().filter(|people| *people > 0)?;
        let per_resident = annual.amount / residents as f64;
        let AnnualValue { amount, estimated, rough } = annual;
        Some(Price { contract, annual: amount, estimated, rough, residents, per_resident })
    };
    let mut prices: Vec<Price> = catalogue.contracts.iter().filter_map(price).collect();
    prices.sort_by(|a, b| b.per_resident.total_cmp(&a.per_resident).then(a.contract.cmp(&b.contract)));
    prices
}

/// Running contracts without a price, by the first thing that is missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unpriced {
    /// No value is on record.
    pub value: usize,
    /// A value for the whole term, without the first or the last day.
    pub years: usize,
    /// The residents of one of its authorities.
    pub residents: usize,
}

/// Why running contracts have no price.
pub(super) fn unpriced(catalogue: &Catalogue, terms: &[Term], prices: &[Price]) -> Unpriced {
    let mut unpriced = Unpriced::default();
    let with_price: HashSet<Ix<Contract>> = prices.iter().map(|price| price.contract).collect();
    for (ix, row) in catalogue.contracts.iter() {
        let term = &terms[ix.row()];
        if !term.state.is_running() || with_price.contains(&ix) {
            continue;
        }
        let missing = match (row.value, term.annual) {
            (None, _) => &mut unpriced.value,
            (Some(_), None) => &mut unpriced.years,
            (Some(_), Some(_)) => &mut unpriced.residents,
        };
        *missing += 1;
    }
    unpriced
}

/// Prices of contracts for the same services, and so the nearest to like with like.
#[derive(Clone, Debug)]
pub struct PriceGroup {
    /// What each of its contracts is for, no more and no less; empty where no service is recorded.
    pub services: Vec<Ix<Service>>,
    /// Contracts for the same system beside each other, the dearest first.
    pub prices: Vec<Price>,
}

impl PriceGroup {
    /// Whether two prices or more stand side by side: contracts without a service may be for anything.
    #[must_use]
    pub fn can_be_compared(&self) -> bool {
        self.prices.len() > 1 && !self.services.is_empty()
    }
}

/// Prices by what they are for: where several can be compared first, and there the most; then those for one service,
/// for several, and for none on record.
pub(super) fn groups(catalogue: &Catalogue, prices: &[Price]) -> Vec<PriceGroup> {
    let mut groups: BTreeMap<Vec<Ix<Service>>, Vec<Price>> = BTreeMap::new();
    for price in prices {
        let mut services = catalogue.contracts[price.contract].services.clone();
        services.sort_unstable();
        services.dedup();
        groups.entry(services).or_default().push(*price);
    }
    let group = |(services, mut prices): (Vec<_>, Vec<Price>)| {
        prices.sort_by(|a, b| {
            let systems = |price: &Price| &catalogue.contracts[price.contract].systems;
            systems(a).cmp(systems(b)).then(b.per_resident.total_cmp(&a.per_resident))
        });
        PriceGroup { services, prices }
    };
    let mut groups: Vec<PriceGroup> = groups.into_iter().map(group).collect();
    groups.sort_by_key(|group| {
        let services = group.services.clone();
        (!group.can_be_compared(), services.is_empty(), Reverse(group.prices.len()), services.len(), services)
    });
    groups
}

/// What is known of the prices of one system for one service.
#[derive(Clone, Debug)]
pub struct PricePair {
    /// The service.
    pub service: Ix<Service>,
    /// The system.
    pub system: Ix<System>,
    /// Contracts for both that run.
    pub running: usize,
    /// How many of them have a price.
    pub known: usize,
    /// How far their prices lie apart, where enough are known.
    pub spread: Option<Spread>,
}

impl PricePair {
    /// How many more prices it takes until their spread is printed.
    #[must_use]
    pub fn missing(&self) -> usize {
        Spread::LEAST.saturating_sub(self.known)
    }
}

/// How many contracts run, and the prices of those that have one.
type Found = (usize, Vec<f64>);

/// Every system and service with a running contract: those with most prices first, then those with most contracts.
pub(super) fn pairs(catalogue: &Catalogue, terms: &[Term], prices: &[Price]) -> Vec<PricePair> {
    let mut pairs: BTreeMap<(Ix<Service>, Ix<System>), Found> = BTreeMap::new();
    let prices: HashMap<Ix<Contract>, f64> =
        prices.iter().map(|price| (price.contract, price.per_resident)).collect();
    for (ix, row) in catalogue.contracts.iter().filter(|(ix, _)| terms[ix.row()].state.is_running()) {
        let price = prices.get(&ix);
        for service in &row.services {
            for system in &row.systems {
                let pair = pairs.entry((*service, *system)).or_default();
                pair.0 += 1;
                pair.1.extend(price);
            }
        }
    }
    let pair = |((service, system), (running, prices)): (_, Found)| PricePair {
        service,
        system,
        running,
        known: prices.len(),
        spread: Spread::of(prices),
    };
    let mut pairs: Vec<PricePair> = pairs.into_iter().map(pair).collect();
    pairs.sort_by_key(|pair| (Reverse((pair.known, pair.running)), pair.service, pair.system));
    pairs
}

/// Five numbers of a spread: least, quartiles and most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// How many values.
    pub count: usize,
    /// Least, lower quartile, median, upper quartile, most.
    pub points: [f64; 5],
}

impl Spread {
    /// The least number of values that a spread is printed for.
    pub const LEAST: usize = 5;

    /// The spread of some values; none below [`Self::LEAST`] of them. Quartiles lie between the nearest ranks.
    #[must_use]
    pub fn of(mut values: Vec<f64>) -> Option<Self> {
        if values.len() < Self::LEAST {
            return None;
        }
        values.sort_by(f64::total_cmp);
        let last = (values.len() - 1) as f64;
        let at = |part: f64| {
            let place = part * last;
            // Ranks are small positive numbers.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let (low, high) = (place.floor() as usize, place.ceil() as usize);
            values[low] + (values[high] - values[low]) * place.fract()
        };
        Some(Self { count: values.len(), points: [0.0, 0.25, 0.5, 0.75, 1.0].map(at) })
    }
}
