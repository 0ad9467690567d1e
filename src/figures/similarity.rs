//! How alike two authorities are in what they run.

use std::collections::{BTreeMap, BTreeSet};

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

/// For each authority, the others that share a service on record, the most alike first.
pub(super) fn all(catalogue: &Catalogue) -> Vec<Vec<Similar>> {
    let pairs: Vec<Pairs> = catalogue.boroughs.iter().map(|(ix, _)| pairs(catalogue, ix)).collect();
    (0..pairs.len())
        .map(|one| {
            let others = (0..pairs.len()).filter(|other| *other != one);
            let mut similar: Vec<Similar> =
                others.filter_map(|other| compare(&pairs[one], &pairs[other], Ix::new(other))).collect();
            similar.sort_by(|a, b| {
                let key = |similar: &Similar| (similar.score, similar.services as f64);
                let (a_key, b_key) = (key(a), key(b));
                b_key.0.total_cmp(&a_key.0).then(b_key.1.total_cmp(&a_key.1)).then(a.borough.cmp(&b.borough))
            });
            similar
        })
        .collect()
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
