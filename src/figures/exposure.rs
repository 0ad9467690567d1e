//! How much hangs on a group of suppliers.

use std::collections::{BTreeMap, BTreeSet};

use super::dependence::{self, Dependence, Without};
use super::groups::{Group, group_of, group_of_supplied};
use super::{ContractState, Percent, ServiceMarket, Term};
use crate::catalogue::{Borough, Catalogue, Contract, Ix, Service, Supplier, System};

/// Months ahead that "ending soon" means for exposure and openings.
pub const AHEAD_MONTHS: u16 = 24;

/// What hangs on one group.
#[derive(Clone, Debug, Default)]
pub struct Exposure {
    /// Its suppliers with a system in use or a running contract.
    pub suppliers: BTreeSet<Ix<Supplier>>,
    /// Authorities with one of its systems in use.
    pub boroughs: BTreeSet<Ix<Borough>>,
    /// The part of all authorities in which one of its systems is in use.
    pub reach: Percent,
    /// Services that its systems in use serve.
    pub services: BTreeSet<Ix<Service>>,
    /// Its systems in use.
    pub systems: BTreeSet<Ix<System>>,
    /// Its running contracts.
    pub running: usize,
    /// How many of them have no known end.
    pub endless: usize,
    /// Yearly value of running contracts whose value is known.
    pub known_value: f64,
    /// How many of them have a known value.
    pub with_value: usize,
    /// Contracts that end within [`AHEAD_MONTHS`].
    pub ending: Vec<Ix<Contract>>,
    /// For each of its services: who depends on it, and what else there is.
    pub dependence: Vec<Dependence>,
}

/// Exposure by group, the most authorities first.
pub(super) fn all(
    catalogue: &Catalogue,
    terms: &[Term],
    markets: &[ServiceMarket],
) -> Vec<(Group, Exposure)> {
    let mut groups: BTreeMap<Group, Exposure> = BTreeMap::new();
    for (_, deployment) in catalogue.deployments.iter().filter(|(_, row)| row.is_current()) {
        let supplied = catalogue.systems[deployment.system].supplier;
        let Some(group) = group_of_supplied(catalogue, supplied) else { continue };
        let entry = groups.entry(group).or_default();
        entry.suppliers.extend(supplied.supplier());
        entry.boroughs.insert(deployment.borough);
        entry.services.extend(&deployment.services);
        entry.systems.insert(deployment.system);
    }
    for (ix, contract) in catalogue.contracts.iter() {
        let Some(supplier) = contract.supplier.supplier() else { continue };
        let term = &terms[ix.row()];
        if !term.state.is_running() {
            continue;
        }
        let entry = groups.entry(group_of(catalogue, supplier)).or_default();
        entry.suppliers.insert(supplier);
        entry.running += 1;
        entry.endless += usize::from(term.state == ContractState::EndNotKnown);
        if let Some(annual) = term.annual {
            entry.known_value += annual.amount;
            entry.with_value += 1;
        }
        if term.ends_within(catalogue.as_of, AHEAD_MONTHS) {
            entry.ending.push(ix);
        }
    }
    groups.remove(&Group::InHouse);
    for (group, entry) in &mut groups {
        entry.reach = Percent::of(entry.boroughs.len() as f64, catalogue.boroughs.len() as f64);
        entry.dependence = dependence::of(catalogue, markets, &entry.services, Without::Group(group));
        entry.ending.sort_by_key(|ix| (terms[ix.row()].end, *ix));
    }
    let mut all: Vec<(Group, Exposure)> = groups.into_iter().collect();
    all.sort_by(|a, b| {
        let key = |entry: &Exposure| (entry.boroughs.len(), entry.services.len(), entry.running);
        key(&b.1).cmp(&key(&a.1)).then_with(|| a.0.name(catalogue).cmp(b.0.name(catalogue)))
    });
    all
}
