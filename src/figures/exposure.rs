//! How much hangs on a group of suppliers, and which services a newcomer could reach soon.

use std::collections::{BTreeMap, BTreeSet};

use super::dependence::{self, Dependence, Without};
use super::groups::{Group, group_of, group_of_supplied};
use super::{Concentration, ContractState, Percent, ServiceMarket, Term};
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
        entry.dependence = dependence::of(catalogue, markets, Without::Group(group));
        entry.ending.sort_by_key(|ix| (terms[ix.row()].end, *ix));
    }
    let mut all: Vec<(Group, Exposure)> = groups.into_iter().collect();
    all.sort_by(|a, b| {
        let key = |entry: &Exposure| (entry.boroughs.len(), entry.services.len(), entry.running);
        key(&b.1).cmp(&key(&a.1)).then_with(|| a.0.name(catalogue).cmp(b.0.name(catalogue)))
    });
    all
}

/// A service that a newcomer could reach soon.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The service.
    pub service: Ix<Service>,
    /// Contracts that end within [`AHEAD_MONTHS`].
    pub ending: Vec<Ix<Contract>>,
    /// Those of them without a published notice.
    pub without_notice: usize,
    /// Planned or advertised contracts.
    pub planned: usize,
    /// Concentration by group, where enough authorities have a record.
    pub concentration: Option<f64>,
    /// Contracts without a notice, times one plus the concentration as a part of 10,000.
    pub score: f64,
}

/// Openings, the highest score first.
pub(super) fn openings(
    catalogue: &Catalogue,
    terms: &[Term],
    markets: &[ServiceMarket],
    concentrations: &[Concentration],
) -> Vec<Opening> {
    let opening = |service: Ix<Service>| {
        let own = || catalogue.contracts.iter().filter(move |(_, row)| row.services.contains(&service));
        let ending: Vec<_> = own()
            .map(|(ix, _)| ix)
            .filter(|ix| terms[ix.row()].ends_within(catalogue.as_of, AHEAD_MONTHS))
            .collect();
        let without_notice = ending.iter().filter(|ix| catalogue.contracts[**ix].notices.is_empty()).count();
        let planned = own().filter(|(ix, _)| terms[ix.row()].state == ContractState::Planned).count();
        let concentration = concentrations.iter().find(|row| row.service == service).map(|row| row.by_group);
        let score = without_notice as f64 * (1.0 + concentration.unwrap_or(0.0) / 10_000.0);
        Opening { service, ending, without_notice, planned, concentration, score }
    };
    let public = catalogue.services.iter().filter(|(ix, row)| !row.totals_only && ix.row() < markets.len());
    let mut openings: Vec<Opening> = public.map(|(ix, _)| opening(ix)).collect();
    openings.retain(|opening| !opening.ending.is_empty() || opening.planned > 0);
    openings.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then(b.planned.cmp(&a.planned)).then(a.service.cmp(&b.service))
    });
    openings
}
