//! Who serves a service: the systems and suppliers in it, with shares, coverage and bounds.

use std::collections::{BTreeMap, BTreeSet};

use super::groups::{Group, group_of_supplied};
use super::{Coverage, PairState, Percent};
use crate::catalogue::{Borough, Catalogue, Deployment, Ix, Service, Supplied, System};
use crate::content::records::ServiceState;

/// What holds a share of a service.
pub trait Holder: Clone + Ord {}
impl Holder for Ix<System> {}
impl Holder for Supplied {}
impl Holder for Group {}

/// The part of one system or supplier in a service.
#[derive(Clone, Debug)]
pub struct Share<H> {
    /// The system or supplier.
    pub holder: H,
    /// Authorities in which it is in use.
    pub boroughs: Vec<Ix<Borough>>,
    /// Further authorities in which it may be in use: old sources, and nothing that ends it.
    pub perhaps: Vec<Ix<Borough>>,
    /// Part of the authorities with a record for the service.
    pub share: Percent,
    /// The least that it can be over all authorities with the service.
    pub lower: Percent,
    /// The most that it can be over all authorities with the service.
    pub upper: Percent,
}

/// Who serves one service.
#[derive(Debug)]
pub struct ServiceMarket {
    /// Authorities that have the service, and those of them with a system or an own solution on record.
    pub coverage: Coverage,
    /// Authorities that have the service, without a record.
    pub missing: Vec<Ix<Borough>>,
    /// Authorities that are known not to have the service.
    pub not_applicable: Vec<Ix<Borough>>,
    /// Authorities with a solution of their own that has no record.
    pub in_house: Vec<Ix<Borough>>,
    /// Systems, the most widespread first; also those that are planned, past or perhaps in use, with a share of none.
    pub systems: Vec<Share<Ix<System>>>,
    /// Suppliers of the systems in use, the most widespread first.
    pub suppliers: Vec<Share<Supplied>>,
    /// Groups of those suppliers, the most widespread first.
    pub groups: Vec<Share<Group>>,
    /// Authorities in which a system without a named supplier is in use: it may be anybody's.
    pub supplier_unknown: Vec<Ix<Borough>>,
    /// Every deployment for the service, whatever its life.
    pub deployments: Vec<Ix<Deployment>>,
    /// What is known of it, one for each authority.
    pub(super) states: Vec<PairState>,
    /// How many systems are in use for it, one for each authority.
    pub(super) in_use: Vec<usize>,
}

pub(super) fn all(catalogue: &Catalogue) -> Vec<ServiceMarket> {
    let mut deployments: Vec<Vec<Ix<Deployment>>> = vec![Vec::new(); catalogue.services.len()];
    for (ix, deployment) in catalogue.deployments.iter() {
        for service in &deployment.services {
            deployments[service.row()].push(ix);
        }
    }
    let states = states(catalogue);
    let rows = deployments.into_iter().zip(states).enumerate();
    rows.map(|(row, (deployments, states))| market(catalogue, Ix::new(row), deployments, &states)).collect()
}

type States = BTreeMap<Ix<Borough>, ServiceState>;

fn states(catalogue: &Catalogue) -> Vec<States> {
    let mut states = vec![States::new(); catalogue.services.len()];
    for (borough, row) in catalogue.boroughs.iter() {
        for fact in &row.services {
            states[fact.service.row()].insert(borough, fact.state);
        }
    }
    states
}

fn market(
    catalogue: &Catalogue,
    service: Ix<Service>,
    deployments: Vec<Ix<Deployment>>,
    states: &States,
) -> ServiceMarket {
    let with_state = |wanted: &[ServiceState]| -> Vec<Ix<Borough>> {
        states.iter().filter(|(_, state)| wanted.contains(state)).map(|(borough, _)| *borough).collect()
    };
    let not_applicable = with_state(&[ServiceState::NotApplicable, ServiceState::NotProvided]);
    let in_house = with_state(&[ServiceState::InHouse]);
    // Where the service does not apply, a system says nothing of how widespread it is among those that have it.
    let rows: Vec<&Deployment> = deployments
        .iter()
        .map(|ix| &catalogue.deployments[*ix])
        .filter(|row| not_applicable.binary_search(&row.borough).is_err())
        .collect();
    let mut recorded: Vec<Ix<Borough>> = rows
        .iter()
        .filter(|row| row.is_current())
        .map(|row| row.borough)
        .chain(in_house.iter().copied())
        .collect();
    recorded.sort_unstable();
    recorded.dedup();
    recorded.retain(|borough| not_applicable.binary_search(borough).is_err());
    let missing: Vec<Ix<Borough>> = catalogue
        .boroughs
        .iter()
        .map(|(ix, _)| ix)
        .filter(|ix| recorded.binary_search(ix).is_err() && not_applicable.binary_search(ix).is_err())
        .collect();
    // Of what is published as totals only, the catalogue knows nothing but how many they are.
    let hidden = catalogue.totals.get(&service).copied().unwrap_or(0);
    let coverage = Coverage { part: recorded.len() + hidden, whole: recorded.len() + missing.len() };
    let (systems, _) = shares(&rows, coverage, &recorded, |row| Some(row.system));
    let (suppliers, supplier_unknown) =
        shares(&rows, coverage, &recorded, |row| match catalogue.systems[row.system].supplier {
            Supplied::NotKnown => None,
            supplied => Some(supplied),
        });
    let (groups, _) = shares(&rows, coverage, &recorded, |row| {
        group_of_supplied(catalogue, catalogue.systems[row.system].supplier)
    });
    let mut states = vec![PairState::InUse; catalogue.boroughs.len()];
    for borough in &missing {
        states[borough.row()] = PairState::Nothing;
    }
    for borough in deployments.iter().map(|ix| catalogue.deployments[*ix].borough) {
        if states[borough.row()] == PairState::Nothing {
            states[borough.row()] = PairState::Other;
        }
    }
    for borough in &not_applicable {
        states[borough.row()] = PairState::NotApplicable;
    }
    let mut in_use = vec![0; catalogue.boroughs.len()];
    for borough in systems.iter().flat_map(|share| &share.boroughs) {
        in_use[borough.row()] += 1;
    }
    ServiceMarket {
        coverage,
        missing,
        not_applicable,
        in_house,
        systems,
        suppliers,
        groups,
        supplier_unknown,
        deployments,
        states,
        in_use,
    }
}

/// Authorities in which something is in use, and in which it may be.
#[derive(Default)]
struct Presence {
    sure: BTreeSet<Ix<Borough>>,
    perhaps: BTreeSet<Ix<Borough>>,
}

/// Shares of each holder, and the authorities with something in use whose holder nobody names.
fn shares<H: Holder>(
    rows: &[&Deployment],
    coverage: Coverage,
    recorded: &[Ix<Borough>],
    holder: impl Fn(&Deployment) -> Option<H>,
) -> (Vec<Share<H>>, Vec<Ix<Borough>>) {
    let mut sets: BTreeMap<H, Presence> = BTreeMap::new();
    let mut unnamed = BTreeSet::new();
    for row in rows {
        let Some(holder) = holder(row) else {
            unnamed.extend(row.is_current().then_some(row.borough));
            continue;
        };
        // A holder of the past only is listed too, with a share of none.
        let presence = sets.entry(holder).or_default();
        presence.sure.extend(row.is_current().then_some(row.borough));
        presence.perhaps.extend(row.may_be_current().then_some(row.borough));
    }
    let share = |(holder, Presence { sure, perhaps }): (H, Presence)| {
        // It may be in use in every authority without a record; and in one with a record where an old source says so,
        // or where something is in use whose holder nobody names.
        let open = perhaps
            .iter()
            .chain(&unnamed)
            .filter(|ix| recorded.binary_search(ix).is_ok() && !sure.contains(ix));
        let possible = sure.len() + coverage.whole - coverage.part + open.collect::<BTreeSet<_>>().len();
        Share {
            holder,
            share: Percent::of(sure.len() as f64, coverage.part as f64),
            lower: Percent::of(sure.len() as f64, coverage.whole as f64),
            upper: Percent::of(possible as f64, coverage.whole as f64),
            perhaps: perhaps.difference(&sure).copied().collect(),
            boroughs: sure.into_iter().collect(),
        }
    };
    let mut shares: Vec<Share<H>> = sets.into_iter().map(share).collect();
    shares.sort_by(|a, b| {
        let size = |share: &Share<H>| (share.boroughs.len(), share.perhaps.len());
        size(b).cmp(&size(a)).then_with(|| a.holder.cmp(&b.holder))
    });
    (shares, unnamed.into_iter().collect())
}

/// Whether shares of a service may be printed: enough authorities have a record.
impl ServiceMarket {
    /// Whether an authority has the service, and no system or own solution for it on record.
    #[must_use]
    pub fn is_missing(&self, borough: Ix<Borough>) -> bool {
        matches!(self.state(borough), PairState::Nothing | PairState::Other)
    }

    /// Whether an authority has the service, as far as is known.
    #[must_use]
    pub fn applies_to(&self, borough: Ix<Borough>) -> bool {
        self.state(borough) != PairState::NotApplicable
    }

    /// Whether an authority has a solution of its own that has no record.
    #[must_use]
    pub fn is_in_house(&self, borough: Ix<Borough>) -> bool {
        self.in_house.binary_search(&borough).is_ok()
    }

    /// How many systems are in use for it.
    #[must_use]
    pub fn systems_in_use(&self) -> usize {
        self.systems.iter().filter(|share| !share.boroughs.is_empty()).count()
    }

    /// Shares over fewer records than the region's minimum are withheld.
    #[must_use]
    pub fn has_shares(&self, catalogue: &Catalogue) -> bool {
        self.coverage.part >= catalogue.site.thresholds.small_number as usize
    }
}

/// Services of a catalogue, by the part of authorities with a record.
pub(super) fn by_coverage(catalogue: &Catalogue, markets: &[ServiceMarket]) -> Vec<Ix<Service>> {
    let public = catalogue.services.iter().filter(|(_, service)| !service.totals_only);
    let mut services: Vec<Ix<Service>> = public.map(|(ix, _)| ix).collect();
    services.sort_by(|a, b| {
        let part = |ix: &Ix<Service>| markets[ix.row()].coverage.percent().value();
        part(b).total_cmp(&part(a)).then(a.cmp(b))
    });
    services
}
