//! How alike two authorities are in what they run.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::comparison::MOST_PAIRED;
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

/// What an authority runs: pairs of service and system with their weights, in order, and their services.
struct Own {
    pairs: Vec<(Pair, f64)>,
    services: Places,
}

type Pair = (Ix<Service>, Ix<System>);

/// Past [`MOST_PAIRED`] authorities, each is compared only with those that run one of its systems for the same service, and
/// so many of them are kept: all pairs would be the square of them, and most of those have nothing in common.
pub const KEPT: usize = 20;

/// For each authority, the others that share a service on record, the most alike first; those with fewer services to
/// compare than half of all pairs come after them, because an index over a few says little.
pub(super) fn all(catalogue: &Catalogue) -> Vec<Vec<Similar>> {
    let own: Vec<Own> = catalogue.boroughs.iter().map(|(ix, _)| own(catalogue, ix)).collect();
    let owners = owners(&own);
    let few = own.len() <= MOST_PAIRED;
    let others = |one: usize| -> Vec<usize> {
        let mut others = Places::none(own.len());
        if few {
            (0..own.len()).for_each(|other| others.add(other));
        } else {
            own[one].pairs.iter().flat_map(|(pair, _)| &owners[pair]).for_each(|other| others.add(*other));
        }
        others.all().filter(|other| *other != one && shared(&own[one], &own[*other]) > 0).collect()
    };
    let rows = || (0..own.len()).into_par_iter();
    // Counted in a pass of their own, because all pairs of many authorities would not fit into memory.
    let counts = |one: usize| {
        let counts = others(one).into_iter().map(|other| shared(&own[one], &own[other]));
        counts.fold(BTreeMap::new(), |mut counts, services| {
            *counts.entry(services).or_insert(0_usize) += 1;
            counts
        })
    };
    let enough = middle(&rows().map(counts).reduce(BTreeMap::new, added));
    let nearest = |one: usize| -> Vec<Similar> {
        let mut others = others(one);
        let tells = |services: usize| services as f64 >= enough;
        let has_enough = |other: &usize| tells(shared(&own[one], &own[*other]));
        if !few && others.iter().filter(|other| has_enough(other)).take(KEPT).count() == KEPT {
            // The rest would come after them.
            others.retain(has_enough);
        }
        let mut found: Vec<(usize, f64, usize)> =
            others.into_iter().map(|other| scored(&own[one], &own[other], other)).collect();
        found.sort_by(|a, b| {
            tells(b.2).cmp(&tells(a.2)).then(b.1.total_cmp(&a.1)).then(b.2.cmp(&a.2)).then(a.0.cmp(&b.0))
        });
        if !few {
            found.truncate(KEPT);
        }
        let similar = |(other, score, services): (usize, f64, usize)| Similar {
            borough: Ix::new(other),
            score,
            services,
            systems: in_common(&own[one], &own[other]),
        };
        found.into_iter().map(similar).collect()
    };
    rows().map(nearest).collect()
}

/// Some of so many places, a bit for each: what is asked for all pairs of many authorities has to be asked quickly.
struct Places(Vec<u64>);

impl Places {
    fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    fn add(&mut self, place: usize) {
        self.0[place / 64] |= 1 << (place % 64);
    }

    fn has(&self, place: usize) -> bool {
        self.0[place / 64] >> (place % 64) & 1 == 1
    }

    /// How many both have.
    fn shared(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).map(|(a, b)| (a & b).count_ones() as usize).sum()
    }

    /// All of them, in order.
    fn all(&self) -> impl Iterator<Item = usize> {
        let bits = |bits: u64| (0..64).filter(move |bit| bits >> bit & 1 == 1);
        self.0.iter().enumerate().flat_map(move |(word, of)| bits(*of).map(move |bit| word * 64 + bit))
    }
}

/// The median of what is counted so often.
fn middle(counts: &BTreeMap<usize, usize>) -> f64 {
    let all: usize = counts.values().sum();
    let at = |place: usize| {
        let mut before = 0;
        let reaches = |(_, count): &(&usize, &usize)| {
            before += **count;
            before > place
        };
        counts.iter().find(reaches).map_or(0.0, |(services, _)| *services as f64)
    };
    if all == 0 { 0.0 } else { f64::midpoint(at((all - 1) / 2), at(all / 2)) }
}

/// Two counts of the same in one.
fn added(mut one: BTreeMap<usize, usize>, other: BTreeMap<usize, usize>) -> BTreeMap<usize, usize> {
    for (services, count) in other {
        *one.entry(services).or_insert(0) += count;
    }
    one
}

/// Who runs each system for each service.
fn owners(own: &[Own]) -> HashMap<Pair, Vec<usize>> {
    let mut owners: HashMap<Pair, Vec<usize>> = HashMap::new();
    for (borough, own) in own.iter().enumerate() {
        own.pairs.iter().for_each(|(pair, _)| owners.entry(*pair).or_default().push(borough));
    }
    owners
}

/// A system that serves several services there counts as much as one that serves one.
fn own(catalogue: &Catalogue, borough: Ix<Borough>) -> Own {
    let mut pairs: BTreeMap<Pair, f64> = BTreeMap::new();
    for ix in &catalogue.boroughs[borough].deployments {
        let deployment = &catalogue.deployments[*ix];
        if deployment.is_current() {
            let weight = 1.0 / deployment.services.len().max(1) as f64;
            for service in &deployment.services {
                pairs.insert((*service, deployment.system), weight);
            }
        }
    }
    let mut services = Places::none(catalogue.services.len());
    for (service, _) in pairs.keys() {
        services.add(service.row());
    }
    Own { pairs: pairs.into_iter().collect(), services }
}

/// How many services both have on record.
fn shared(one: &Own, other: &Own) -> usize {
    one.services.shared(&other.services)
}

/// The other one's place, the index, and over how many services.
fn scored(one: &Own, other: &Own, place: usize) -> (usize, f64, usize) {
    let (mut least, mut most) = (0.0, 0.0);
    let mut add = |pair: &Pair, a: f64, b: f64| {
        let service = pair.0.row();
        if one.services.has(service) && other.services.has(service) {
            least += a.min(b);
            most += a.max(b);
        }
    };
    let (mut ours, mut theirs) = (one.pairs.iter().peekable(), other.pairs.iter().peekable());
    loop {
        match (ours.peek().copied(), theirs.peek().copied()) {
            (Some((a, weight)), Some((b, other_weight))) if a == b => {
                add(a, *weight, *other_weight);
                ours.next();
                theirs.next();
            }
            (Some((a, weight)), b) if b.is_none_or(|(b, _)| a < b) => {
                add(a, *weight, 0.0);
                ours.next();
            }
            (_, Some((b, weight))) => {
                add(b, 0.0, *weight);
                theirs.next();
            }
            _ => break,
        }
    }
    (place, if most > 0.0 { least / most } else { 0.0 }, shared(one, other))
}

/// The systems that both run for the same service.
fn in_common(one: &Own, other: &Own) -> BTreeSet<Ix<System>> {
    let has = |pair: &Pair| other.pairs.binary_search_by_key(pair, |(pair, _)| *pair).is_ok();
    one.pairs.iter().map(|(pair, _)| *pair).filter(has).map(|(_, system)| system).collect()
}
