//! How concentrated a service is: the Herfindahl-Hirschman index by system, supplier and group, and what a merger
//! would do to it.

use std::collections::BTreeMap;

use super::groups::{Group, group_of_supplied};
use super::{Percent, ServiceMarket};
use crate::catalogue::{Borough, Catalogue, Ix, Service, Supplied, System};

/// The index of one service; none of its numbers where too few authorities have a record.
#[derive(Clone, Debug)]
pub struct Concentration {
    /// The service.
    pub service: Ix<Service>,
    /// Authorities with a record.
    pub recorded: usize,
    /// 0 to 10,000, by system.
    pub by_system: f64,
    /// 0 to 10,000, by supplier.
    pub by_supplier: f64,
    /// 0 to 10,000, by group of suppliers.
    pub by_group: f64,
    /// The largest group and its percentage.
    pub largest: Option<(Group, Percent)>,
    /// Every group's percentage, for mergers.
    pub groups: BTreeMap<Group, f64>,
}

/// A holder that nobody names counts as one of its own for each system, so that "not known" never looks like a firm.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Holder<T> {
    Known(T),
    OfSystem(Ix<System>),
}

/// Services whose recorded authorities reach the region's minimum, the most concentrated first.
pub(super) fn all(catalogue: &Catalogue, markets: &[ServiceMarket]) -> Vec<Concentration> {
    let enough = catalogue
        .services
        .iter()
        .filter(|(ix, service)| !service.totals_only && markets[ix.row()].has_shares(catalogue));
    let mut all: Vec<Concentration> = enough.map(|(ix, _)| of(catalogue, ix, &markets[ix.row()])).collect();
    all.sort_by(|a, b| b.by_group.total_cmp(&a.by_group).then(a.service.cmp(&b.service)));
    all
}

fn of(catalogue: &Catalogue, service: Ix<Service>, market: &ServiceMarket) -> Concentration {
    let weights = weights(catalogue, market);
    // An own solution without a record is a system of its own, and counts with the other own builds.
    let own = own_solutions(catalogue, market);
    let by = |key: &dyn Fn(Ix<System>) -> Holder<Group>| -> BTreeMap<Holder<Group>, f64> {
        let mut sums = BTreeMap::new();
        for (system, weight) in &weights {
            *sums.entry(key(*system)).or_insert(0.0) += weight;
        }
        if own > 0 {
            *sums.entry(Holder::Known(Group::InHouse)).or_insert(0.0) += own as f64;
        }
        sums
    };
    let groups = by(&|system| {
        let group = group_of_supplied(catalogue, catalogue.systems[system].supplier);
        group.map_or(Holder::OfSystem(system), Holder::Known)
    });
    let suppliers = by(&|system| match catalogue.systems[system].supplier {
        Supplied::By(supplier) => Holder::Known(Group::Head(supplier)),
        Supplied::InHouse => Holder::Known(Group::InHouse),
        Supplied::NotKnown => Holder::OfSystem(system),
    });
    let total: f64 = weights.iter().map(|(_, weight)| weight).sum::<f64>() + own as f64;
    let named: BTreeMap<Group, f64> = groups
        .iter()
        .filter_map(|(holder, weight)| match holder {
            Holder::Known(group) => Some((group.clone(), 100.0 * weight / total.max(f64::MIN_POSITIVE))),
            Holder::OfSystem(_) => None,
        })
        .collect();
    let largest = named.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
    Concentration {
        service,
        recorded: market.coverage.part,
        by_system: index(weights.iter().map(|(_, weight)| *weight).chain(std::iter::repeat_n(1.0, own))),
        by_supplier: index(suppliers.values().copied()),
        by_group: index(groups.values().copied()),
        largest: largest.map(|(group, percent)| (group.clone(), Percent::of(*percent, 100.0))),
        groups: named,
    }
}

/// Authorities with a solution of their own and no system in use.
fn own_solutions(catalogue: &Catalogue, market: &ServiceMarket) -> usize {
    let uses = |borough: &Ix<Borough>| {
        let rows = market.deployments.iter().map(|ix| &catalogue.deployments[*ix]);
        rows.filter(|row| row.borough == *borough).any(crate::catalogue::Deployment::is_current)
    };
    market.in_house.iter().filter(|borough| !uses(borough)).count()
}

/// Each authority counts as one, split equally over the systems that it runs for the service.
fn weights(catalogue: &Catalogue, market: &ServiceMarket) -> Vec<(Ix<System>, f64)> {
    let mut systems: BTreeMap<Ix<Borough>, Vec<Ix<System>>> = BTreeMap::new();
    for ix in &market.deployments {
        let row = &catalogue.deployments[*ix];
        let own = systems.entry(row.borough).or_default();
        if row.is_current() && !own.contains(&row.system) {
            own.push(row.system);
        }
    }
    let mut weights: BTreeMap<Ix<System>, f64> = BTreeMap::new();
    for own in systems.values() {
        for system in own {
            *weights.entry(*system).or_insert(0.0) += 1.0 / own.len() as f64;
        }
    }
    weights.into_iter().collect()
}

/// Sum of squared percentages.
fn index(weights: impl Iterator<Item = f64> + Clone) -> f64 {
    let total: f64 = weights.clone().sum();
    weights.map(|weight| (100.0 * weight / total.max(f64::MIN_POSITIVE)).powi(2)).sum()
}

/// How many mergers are told of.
pub const MERGERS: usize = 10;

/// Two groups that meet in some services.
#[derive(Clone, Debug)]
pub struct Merger {
    /// One group.
    pub one: Group,
    /// The other group.
    pub other: Group,
    /// By how much the mean index over all services with an index would rise.
    pub rise: f64,
    /// Services in which both hold a share.
    pub services: Vec<Ix<Service>>,
}

/// Twice the product of two shares, summed over the services in which both hold one.
type Meeting = (f64, Vec<Ix<Service>>);

/// Every pair of groups that meet, the largest rise first. An authority's own builds can't be bought.
pub(super) fn mergers(all: &[Concentration]) -> Vec<Merger> {
    let mut pairs: BTreeMap<(&Group, &Group), Meeting> = BTreeMap::new();
    for row in all {
        let firms: Vec<_> = row.groups.iter().filter(|(group, _)| **group != Group::InHouse).collect();
        for (index, (one, a)) in firms.iter().enumerate() {
            for (other, b) in &firms[index + 1..] {
                let pair = pairs.entry((one, other)).or_default();
                // (a + b)^2 - a^2 - b^2
                pair.0 += 2.0 * *a * *b;
                pair.1.push(row.service);
            }
        }
    }
    let count = all.len().max(1) as f64;
    let merger = |((one, other), (sum, services)): ((&Group, &Group), (f64, Vec<_>))| Merger {
        one: one.clone(),
        other: other.clone(),
        rise: sum / count,
        services,
    };
    let mut mergers: Vec<Merger> = pairs.into_iter().map(merger).collect();
    mergers
        .sort_by(|a, b| b.rise.total_cmp(&a.rise).then_with(|| (&a.one, &a.other).cmp(&(&b.one, &b.other))));
    mergers
}
