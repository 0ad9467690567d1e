//! How alike two authorities are in what they run.

use std::collections::{BTreeMap, BTreeSet};

use super::order::median;
use crate::catalogue::{Borough, Catalogue, Ix, Service, System};

/// One authority as seen from another.
#[derive(Clone, Debug)]
pub struct Similar {
    /// The other one.
    pub borough: Ix<Borough>,
    /// Weighted Jaccard index over the services that both have on record, 0 to 1.
    pub score: f64,
    /// Services that both have on record.
    pub services: usize,
    /// Systems that both run.
    pub systems: BTreeSet<Ix<System>>,
}

/// Weight of each pair of service and system that an authority runs.
type Pairs = BTreeMap<(Ix<Service>, Ix<System>), f64>;

/// For each authority, the others that share a service on record, the most alike first; those with fewer services to
/// compare than half of all pairs come after them, because an index over a few says little.
pub(super) fn all(catalogue: &Catalogue) -> Vec<Vec<Similar>> {
    let pairs: Vec<Pairs> = catalogue.boroughs.iter().map(|(ix, _)| pairs(catalogue, ix)).collect();
    let others = |one: usize| -> Vec<Similar> {
        let others = (0..pairs.len()).filter(|other| *other != one);
        others.filter_map(|other| compare(&pairs[one], &pairs[other], Ix::new(other))).collect()
    };
    let mut all: Vec<Vec<Similar>> = (0..pairs.len()).map(others).collect();
    let services = all.iter().flatten().map(|similar| similar.services as f64).collect();
    let enough = median(services).unwrap_or(0.0);
    for similar in &mut all {
        similar.sort_by(|a, b| {
            let tells = |similar: &Similar| similar.services as f64 >= enough;
            tells(b)
                .cmp(&tells(a))
                .then(b.score.total_cmp(&a.score))
                .then(b.services.cmp(&a.services))
                .then(a.borough.cmp(&b.borough))
        });
    }
    all
}

/// A system that serves several services there counts as much as one that serves one.
fn pairs(catalogue: &Catalogue, borough: Ix<Borough>) -> Pairs {
    let mut pairs = Pairs::new();
    for ix in &catalogue.boroughs[borough].deployments {
        let deployment = &catalogue.deployments[*ix];
        if deployment.is_current() {
            let weight = 1.0 / deployment.services.len().max(1) as f64;
            for service in &deployment.services {
                pairs.insert((*service, deployment.system), weight);
            }
        }
    }
    pairs
}

fn compare(one: &Pairs, other: &Pairs, borough: Ix<Borough>) -> Option<Similar> {
    let services = |pairs: &Pairs| pairs.keys().map(|(service, _)| *service).collect::<BTreeSet<_>>();
    let shared: BTreeSet<Ix<Service>> = services(one).intersection(&services(other)).copied().collect();
    if shared.is_empty() {
        return None;
    }
    let (mut least, mut most) = (0.0, 0.0);
    let mut systems = BTreeSet::new();
    let keys: BTreeSet<_> =
        one.keys().chain(other.keys()).filter(|(service, _)| shared.contains(service)).collect();
    for key in keys {
        let (a, b) = (one.get(key).copied().unwrap_or(0.0), other.get(key).copied().unwrap_or(0.0));
        least += a.min(b);
        most += a.max(b);
        if a > 0.0 && b > 0.0 {
            systems.insert(key.1);
        }
    }
    Some(Similar {
        borough,
        score: if most > 0.0 { least / most } else { 0.0 },
        services: shared.len(),
        systems,
    })
}
