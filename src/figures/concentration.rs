//! How concentrated a service is: the Herfindahl-Hirschman index by system, supplier and group, and what a merger
//! would do to it.

use std::collections::{BTreeMap, BTreeSet};

use super::groups::{Group, group_of};
use super::{Percent, ServiceMarket};
use crate::catalogue::{Borough, Catalogue, Ix, Service, Supplier, System};

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
    /// The largest supplier and its percentage; none where no supplier is named.
    pub largest: Option<(Ix<Supplier>, Percent)>,
    /// Every group's percentage, for mergers.
    pub groups: BTreeMap<Group, f64>,
}

/// Who holds a part of a service. What nobody sells can't make a supplier large: a system that an authority builds, or
/// whose supplier nobody names, counts as one of its own, and so does each authority's solution without a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Holder {
    Firm(Group),
    OfSystem(Ix<System>),
    OwnSolution(Ix<Borough>),
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
    let own = own_solutions(market, &weights);
    let by = |key: &dyn Fn(Ix<System>) -> Holder| -> BTreeMap<Holder, f64> {
        let mut sums = BTreeMap::new();
        for system in weights.values().flatten() {
            *sums.entry(key(system.0)).or_insert(0.0) += system.1;
        }
        sums.extend(own.iter().map(|borough| (Holder::OwnSolution(*borough), 1.0)));
        sums
    };
    let supplier = |system: Ix<System>| catalogue.systems[system].supplier.supplier();
    let systems = by(&Holder::OfSystem);
    let suppliers = by(&|system| {
        supplier(system).map_or(Holder::OfSystem(system), |supplier| Holder::Firm(Group::Head(supplier)))
    });
    let groups = by(&|system| {
        supplier(system)
            .map_or(Holder::OfSystem(system), |supplier| Holder::Firm(group_of(catalogue, supplier)))
    });
    let total: f64 = groups.values().sum();
    let firm = |(holder, weight): (Holder, f64)| match holder {
        Holder::Firm(group) => Some((group, Percent::of(weight, total).value())),
        Holder::OfSystem(_) | Holder::OwnSolution(_) => None,
    };
    let indices = [&systems, &suppliers, &groups].map(index);
    let groups: BTreeMap<Group, f64> = groups.into_iter().filter_map(firm).collect();
    let own = suppliers.into_iter().filter_map(firm);
    let largest = own.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    Concentration {
        service,
        recorded: market.coverage.part,
        by_system: indices[0],
        by_supplier: indices[1],
        by_group: indices[2],
        largest: largest.and_then(|(holder, percent)| match holder {
            Group::Head(supplier) => Some((supplier, Percent::of(percent, 100.0))),
            Group::Named(_) | Group::InHouse => None,
        }),
        groups,
    }
}

/// Authorities with a solution of their own and no system in use.
fn own_solutions(market: &ServiceMarket, weights: &Weights) -> Vec<Ix<Borough>> {
    market.in_house.iter().filter(|borough| !weights.contains_key(borough)).copied().collect()
}

/// The systems that each authority runs for a service, with their parts of it, which sum to one.
type Weights = BTreeMap<Ix<Borough>, Vec<(Ix<System>, f64)>>;

/// Each authority counts as one, split equally over the systems that it runs for the service.
fn weights(catalogue: &Catalogue, market: &ServiceMarket) -> Weights {
    let mut systems: BTreeMap<Ix<Borough>, BTreeSet<Ix<System>>> = BTreeMap::new();
    for ix in &market.deployments {
        let row = &catalogue.deployments[*ix];
        if row.is_current() {
            systems.entry(row.borough).or_default().insert(row.system);
        }
    }
    let split = |(borough, own): (Ix<Borough>, BTreeSet<Ix<System>>)| {
        let part = 1.0 / own.len() as f64;
        (borough, own.into_iter().map(|system| (system, part)).collect())
    };
    systems.into_iter().map(split).collect()
}

/// Sum of squared percentages.
fn index(weights: &BTreeMap<Holder, f64>) -> f64 {
    let total: f64 = weights.values().sum();
    weights.values().map(|weight| Percent::of(*weight, total).value().powi(2)).sum()
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

/// Every pair of groups that meet, the largest rise first.
pub(super) fn mergers(all: &[Concentration]) -> Vec<Merger> {
    let mut pairs: BTreeMap<(&Group, &Group), Meeting> = BTreeMap::new();
    for row in all {
        let firms: Vec<_> = row.groups.iter().collect();
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
