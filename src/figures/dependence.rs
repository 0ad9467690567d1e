//! What a service would lack without one supplier or group, and what else is in use for it in the region.

use std::collections::{BTreeMap, BTreeSet};

use super::ServiceMarket;
use super::groups::{Group, group_of_supplied};
use crate::catalogue::{Borough, Catalogue, Ix, Service, Supplied, System};

/// What one service would lack without a supplier or a group of them.
#[derive(Clone, Debug)]
pub struct Dependence {
    /// The service.
    pub service: Ix<Service>,
    /// Authorities in which one of its systems is in use for the service.
    pub boroughs: BTreeSet<Ix<Borough>>,
    /// Those of them without another system in use, or an own solution, on record for the service.
    pub alone: BTreeSet<Ix<Borough>>,
    /// Systems of others that are in use for the service somewhere in the region, the most widespread first.
    pub others: Vec<OtherSystem>,
}

impl Dependence {
    /// How many of some services have no system of others in use.
    #[must_use]
    pub fn without_others(all: &[Self]) -> usize {
        all.iter().filter(|row| row.others.is_empty()).count()
    }
}

/// A system of somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherSystem {
    /// The system.
    pub system: Ix<System>,
    /// Authorities in which it is in use for the service.
    pub boroughs: usize,
    /// Whether its supplier belongs to the group in question, which can be so only beside a single supplier of it.
    pub same_group: bool,
}

/// Who might not be there.
#[derive(Clone, Copy, Debug)]
pub(super) enum Without<'a> {
    /// A supplier; others of its group stay.
    Supplier(Ix<crate::catalogue::Supplier>),
    /// A whole group.
    Group(&'a Group),
}

impl Without<'_> {
    fn provides(self, catalogue: &Catalogue, supplied: Supplied) -> bool {
        match self {
            Self::Supplier(own) => supplied == Supplied::By(own),
            Self::Group(own) => group_of_supplied(catalogue, supplied).as_ref() == Some(own),
        }
    }

    fn is_sister(self, catalogue: &Catalogue, supplied: Supplied) -> bool {
        let Self::Supplier(own) = self else { return false };
        supplied.supplier().is_some()
            && group_of_supplied(catalogue, supplied) == group_of_supplied(catalogue, Supplied::By(own))
    }
}

/// The services for which somebody has a system in use, which are among `services`: those of the most authorities first.
pub(super) fn of(
    catalogue: &Catalogue,
    markets: &[ServiceMarket],
    services: &BTreeSet<Ix<Service>>,
    without: Without,
) -> Vec<Dependence> {
    let mut all: Vec<Dependence> = services
        .iter()
        .filter_map(|service| of_service(catalogue, &markets[service.row()], *service, without))
        .collect();
    all.sort_by_key(|row| (std::cmp::Reverse(row.boroughs.len()), row.service));
    all
}

fn of_service(
    catalogue: &Catalogue,
    market: &ServiceMarket,
    service: Ix<Service>,
    without: Without,
) -> Option<Dependence> {
    // How many of its systems each has in use.
    let mut own: BTreeMap<Ix<Borough>, usize> = BTreeMap::new();
    let mut others = Vec::new();
    for share in market.systems.iter().filter(|share| !share.boroughs.is_empty()) {
        let supplied = catalogue.systems[share.holder].supplier;
        if without.provides(catalogue, supplied) {
            for borough in &share.boroughs {
                *own.entry(*borough).or_default() += 1;
            }
        } else {
            others.push(OtherSystem {
                system: share.holder,
                boroughs: share.boroughs.len(),
                same_group: without.is_sister(catalogue, supplied),
            });
        }
    }
    let has_no_other = |(borough, count): &(&Ix<Borough>, &usize)| {
        market.in_use[borough.row()] == **count && !market.is_in_house(**borough)
    };
    let alone = own.iter().filter(has_no_other).map(|(borough, _)| *borough).collect();
    let boroughs: BTreeSet<_> = own.keys().copied().collect();
    (!boroughs.is_empty()).then_some(Dependence { service, boroughs, alone, others })
}
