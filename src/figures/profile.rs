//! One record's part in the whole: where a system is used, what a supplier provides, what an authority runs.

use std::collections::{BTreeMap, BTreeSet};

use super::coverage::Coverage;
use super::dependence::{self, Dependence, Without};
use super::{ContractList, ContractState, Percent, ServiceMarket, Term, pipeline};
use crate::catalogue::{Borough, Catalogue, Contract, Deployment, Ix, Service, Supplied, Supplier, System};
use crate::content::records::Tier;

/// Where a system is used.
#[derive(Debug, Default)]
pub struct SystemFootprint {
    /// Every deployment, in the order of authorities.
    pub deployments: Vec<Ix<Deployment>>,
    /// Authorities in which it is in use.
    pub current: BTreeSet<Ix<Borough>>,
    /// Authorities with any record of it.
    pub boroughs: BTreeSet<Ix<Borough>>,
    /// Authorities in which it is planned, past or not confirmed, and not in use.
    pub others: BTreeSet<Ix<Borough>>,
    /// The part of all authorities in which it is in use.
    pub reach: Percent,
    /// What it is, was or will be used for.
    pub services: BTreeSet<Ix<Service>>,
    /// Contracts for it.
    pub contracts: Vec<Ix<Contract>>,
}

pub(super) fn systems(catalogue: &Catalogue) -> Vec<SystemFootprint> {
    let mut footprints: Vec<SystemFootprint> =
        catalogue.systems.rows().iter().map(|_| SystemFootprint::default()).collect();
    for (ix, deployment) in catalogue.deployments.iter() {
        let footprint = &mut footprints[deployment.system.row()];
        footprint.deployments.push(ix);
        footprint.boroughs.insert(deployment.borough);
        footprint.services.extend(&deployment.services);
        if deployment.is_current() {
            footprint.current.insert(deployment.borough);
        }
    }
    for footprint in &mut footprints {
        footprint.others = footprint.boroughs.difference(&footprint.current).copied().collect();
        footprint.reach = reach(catalogue, &footprint.current);
    }
    for (ix, contract) in catalogue.contracts.iter() {
        let named = contract.deployments.iter().map(|deployment| catalogue.deployments[*deployment].system);
        for system in named.chain(contract.systems.iter().copied()).collect::<BTreeSet<_>>() {
            footprints[system.row()].contracts.push(ix);
        }
    }
    footprints
}

/// The part of all authorities.
fn reach(catalogue: &Catalogue, boroughs: &BTreeSet<Ix<Borough>>) -> Percent {
    Percent::of(boroughs.len() as f64, catalogue.boroughs.len() as f64)
}

/// What a supplier provides.
#[derive(Debug, Default)]
pub struct SupplierFootprint {
    /// Its systems.
    pub systems: Vec<Ix<System>>,
    /// Authorities in which one of its systems is in use.
    pub current: BTreeSet<Ix<Borough>>,
    /// The part of all authorities in which one of its systems is in use.
    pub reach: Percent,
    /// Its systems in use in each authority that uses one.
    pub in_borough: BTreeMap<Ix<Borough>, BTreeSet<Ix<System>>>,
    /// Authorities with any record of its systems or contracts.
    pub boroughs: BTreeSet<Ix<Borough>>,
    /// Deployments of its systems that are in use.
    pub current_deployments: usize,
    /// Every deployment of its systems.
    pub deployments: Vec<Ix<Deployment>>,
    /// What its systems in use serve.
    pub services: BTreeSet<Ix<Service>>,
    /// Its contracts, those of resold products included.
    pub contracts: ContractList,
    /// For each service that its systems in use serve: who depends on it, and what else there is.
    pub dependence: Vec<Dependence>,
}

pub(super) fn suppliers(
    catalogue: &Catalogue,
    terms: &[Term],
    markets: &[ServiceMarket],
) -> Vec<SupplierFootprint> {
    let mut footprints: Vec<SupplierFootprint> =
        catalogue.suppliers.rows().iter().map(|_| SupplierFootprint::default()).collect();
    for (ix, system) in catalogue.systems.iter() {
        if let Supplied::By(supplier) = system.supplier {
            footprints[supplier.row()].systems.push(ix);
        }
    }
    for (ix, deployment) in catalogue.deployments.iter() {
        let Supplied::By(supplier) = catalogue.systems[deployment.system].supplier else { continue };
        let footprint = &mut footprints[supplier.row()];
        footprint.deployments.push(ix);
        footprint.boroughs.insert(deployment.borough);
        if deployment.is_current() {
            footprint.current_deployments += 1;
            footprint.current.insert(deployment.borough);
            footprint.services.extend(&deployment.services);
            footprint.in_borough.entry(deployment.borough).or_default().insert(deployment.system);
        }
    }
    for (row, footprint) in footprints.iter_mut().enumerate() {
        footprint.reach = reach(catalogue, &footprint.current);
        footprint.dependence =
            dependence::of(catalogue, markets, &footprint.services, Without::Supplier(Ix::new(row)));
    }
    for (footprint, contracts) in footprints.iter_mut().zip(pipeline::by_supplier(catalogue, terms)) {
        footprint.boroughs.extend(&contracts.boroughs);
        footprint.contracts = contracts;
    }
    footprints
}

/// Suppliers in the order of how many authorities use them, then of deployments, then of their names.
#[must_use]
pub fn suppliers_by_reach(footprints: &[SupplierFootprint]) -> Vec<Ix<Supplier>> {
    let mut order: Vec<Ix<Supplier>> = (0..footprints.len()).map(Ix::new).collect();
    order.sort_by_key(|ix| {
        let footprint = &footprints[ix.row()];
        (std::cmp::Reverse((footprint.current.len(), footprint.current_deployments)), *ix)
    });
    order
}

/// A supplier's place among those with a contract on record, and how many those are; ties share the better place.
#[must_use]
pub fn contract_rank(footprints: &[SupplierFootprint], supplier: Ix<Supplier>) -> Option<(usize, usize)> {
    let own = footprints[supplier.row()].contracts.len();
    let with = || footprints.iter().map(|footprint| footprint.contracts.len()).filter(|count| *count > 0);
    (own > 0).then(|| (with().filter(|count| *count > own).count() + 1, with().count()))
}

impl BoroughProfile {
    /// How many systems in use two authorities share.
    #[must_use]
    pub fn in_common(&self, other: &Self) -> usize {
        self.current_systems.intersection(&other.current_systems).count()
    }
}

/// What an authority runs.
#[derive(Debug)]
pub struct BoroughProfile {
    /// Deployments in use.
    pub current: usize,
    /// Systems in use.
    pub current_systems: BTreeSet<Ix<System>>,
    /// Distinct systems with any record.
    pub systems: usize,
    /// Suppliers of systems in use.
    pub suppliers: BTreeSet<Ix<Supplier>>,
    /// Services with a system in use or an own solution.
    pub services: BTreeSet<Ix<Service>>,
    /// Core services with a record, of those that apply.
    pub core: Coverage,
    /// Core services that apply and have no record.
    pub missing_core: Vec<Ix<Service>>,
    /// Other services that apply and have no record.
    pub missing_extended: Vec<Ix<Service>>,
    /// Contracts with an end ahead.
    pub ends_ahead: usize,
    /// Contracts that end within the region's "ending soon" months.
    pub ends_soon: usize,
    /// Contracts with any known end, past or ahead.
    pub with_end: usize,
    /// Contracts past their last known end, which may run on.
    pub past_end: usize,
}

pub(super) fn boroughs(
    catalogue: &Catalogue,
    terms: &[Term],
    markets: &[ServiceMarket],
) -> Vec<BoroughProfile> {
    catalogue.boroughs.iter().map(|(ix, row)| borough(catalogue, terms, markets, ix, row)).collect()
}

fn borough(
    catalogue: &Catalogue,
    terms: &[Term],
    markets: &[ServiceMarket],
    ix: Ix<Borough>,
    row: &Borough,
) -> BoroughProfile {
    let deployments = || row.deployments.iter().map(|ix| &catalogue.deployments[*ix]);
    let current = || deployments().filter(|deployment| deployment.is_current());
    let missing = |tier: Tier| {
        let services = catalogue
            .services
            .iter()
            .filter(move |(_, service)| service.tier == tier && !service.totals_only);
        services
            .filter(|(service, _)| markets[service.row()].is_missing(ix))
            .map(|(service, _)| service)
            .collect()
    };
    let missing_core: Vec<_> = missing(Tier::Core);
    let applicable_core = catalogue.services.iter().filter(|(service, row)| {
        row.tier == Tier::Core && !row.totals_only && markets[service.row()].applies_to(ix)
    });
    let whole = applicable_core.count();
    let in_house = catalogue.services.iter().map(|(service, _)| service);
    let in_house = in_house.filter(|service| markets[service.row()].is_in_house(ix));
    let contracts = || row.contracts.iter().map(|contract| &terms[contract.row()]);
    let soon = catalogue.site.thresholds.ending_soon_months;
    BoroughProfile {
        current: current().count(),
        current_systems: current().map(|deployment| deployment.system).collect(),
        systems: deployments().map(|deployment| deployment.system).collect::<BTreeSet<_>>().len(),
        suppliers: current()
            .filter_map(|deployment| catalogue.systems[deployment.system].supplier.supplier())
            .collect(),
        services: current()
            .flat_map(|deployment| deployment.services.iter().copied())
            .chain(in_house)
            .collect(),
        core: Coverage { part: whole - missing_core.len(), whole },
        missing_core,
        missing_extended: missing(Tier::Extended),
        ends_ahead: contracts().filter(|term| term.state == ContractState::Running).count(),
        ends_soon: contracts().filter(|term| term.ends_within(catalogue.as_of, soon)).count(),
        with_end: contracts().filter(|term| term.last_end.is_some()).count(),
        past_end: contracts().filter(|term| term.state == ContractState::EndPassed).count(),
    }
}
