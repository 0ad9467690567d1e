//! Which system took over from which: what records say, and what follows from a retired and a current system for one
//! service in one authority; and which of those changes are the same move, or for the same service.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::catalogue::{Borough, Catalogue, Deployment, Ix, Service, System};
use crate::content::records::{Date, Lifecycle};

/// One change of system.
#[derive(Clone, Debug)]
pub struct Migration {
    /// The authority.
    pub borough: Ix<Borough>,
    /// The services that both served there; those of the new one, where they share none and a record says so.
    pub services: Vec<Ix<Service>>,
    /// The system that went.
    pub from: Ix<System>,
    /// The system that came.
    pub to: Ix<System>,
    /// When the old one went.
    pub until: Option<Date>,
    /// When the new one came.
    pub since: Option<Date>,
    /// The record names the old system; else it follows from both serving the same service.
    pub stated: bool,
    /// The new system is not live yet.
    pub ahead: bool,
    /// From the month in which the old one went to that in which the new one came, where both are known to the month;
    /// below 0 where they ran side by side.
    pub months: Option<i32>,
    /// The record of the old system.
    pub old: Ix<Deployment>,
    /// The record of the new system.
    pub new: Ix<Deployment>,
}

/// Every change, by authority.
pub(super) fn all(catalogue: &Catalogue) -> Vec<Migration> {
    let mut migrations = Vec::new();
    for (_, borough) in catalogue.boroughs.iter() {
        for new in &borough.deployments {
            let changes = borough.deployments.iter().filter_map(|old| change(catalogue, *old, *new));
            migrations.extend(changes);
        }
    }
    migrations
}

/// The change from one deployment to another in the same authority, if it was one.
fn change(catalogue: &Catalogue, old_ix: Ix<Deployment>, new_ix: Ix<Deployment>) -> Option<Migration> {
    let (old, new) = (&catalogue.deployments[old_ix], &catalogue.deployments[new_ix]);
    let ahead = matches!(new.lifecycle, Lifecycle::Planned | Lifecycle::Implementing);
    if old.system == new.system || !(ahead || new.is_current()) {
        return None;
    }
    let gone = old.lifecycle == Lifecycle::Retired || (ahead && old.lifecycle == Lifecycle::Replacing);
    let stated = new.replaces == Some(old.system);
    let mut services: BTreeSet<Ix<Service>> =
        new.services.iter().filter(|service| old.services.contains(service)).copied().collect();
    if !stated && (!gone || services.is_empty()) {
        return None;
    }
    if services.is_empty() {
        services.extend(&new.services);
    }
    Some(Migration {
        borough: new.borough,
        services: services.into_iter().collect(),
        from: old.system,
        to: new.system,
        until: old.until,
        since: new.since,
        stated,
        ahead,
        months: months_between(old.until, new.since),
        old: old_ix,
        new: new_ix,
    })
}

fn months_between(until: Option<Date>, since: Option<Date>) -> Option<i32> {
    let month = |date: Date| Some(12 * i32::from(date.year()) + i32::from(date.month()?));
    Some(month(since?)? - month(until?)?)
}

/// A move from one system to another, and every authority that made it or is about to.
#[derive(Clone, Debug)]
pub struct Move {
    /// The system that went.
    pub from: Ix<System>,
    /// The system that came.
    pub to: Ix<System>,
    /// The services that it was for.
    pub services: BTreeSet<Ix<Service>>,
    /// Authorities that made it.
    pub made: BTreeSet<Ix<Borough>>,
    /// Authorities in which the new system is not live yet, and that have not made the move for another service.
    pub ahead: BTreeSet<Ix<Borough>>,
}

impl Move {
    /// Authorities that made it or are about to.
    #[must_use]
    pub fn boroughs(&self) -> usize {
        self.made.len() + self.ahead.len()
    }
}

/// Moves, those of the most authorities first.
pub(super) fn moves(migrations: &[Migration]) -> Vec<Move> {
    let mut moves: BTreeMap<(Ix<System>, Ix<System>), Move> = BTreeMap::new();
    for row in migrations {
        let entry = moves.entry((row.from, row.to)).or_insert_with(|| Move {
            from: row.from,
            to: row.to,
            services: BTreeSet::new(),
            made: BTreeSet::new(),
            ahead: BTreeSet::new(),
        });
        entry.services.extend(&row.services);
        let boroughs = if row.ahead { &mut entry.ahead } else { &mut entry.made };
        boroughs.insert(row.borough);
    }
    let mut moves: Vec<Move> = moves.into_values().collect();
    for row in &mut moves {
        row.ahead.retain(|borough| !row.made.contains(borough));
    }
    moves.sort_by_key(|row| (Reverse((row.boroughs(), row.made.len())), row.from, row.to));
    moves
}

/// Changes of system for one service.
#[derive(Clone, Debug)]
pub struct ServiceChanges {
    /// The service.
    pub service: Ix<Service>,
    /// Its changes: the same moves beside each other, those of the most authorities first.
    pub changes: Vec<Migration>,
    /// Authorities that they are of.
    pub boroughs: BTreeSet<Ix<Borough>>,
}

/// Changes by service, in the order of services; a change for two services stands under both.
pub(super) fn by_service(migrations: &[Migration]) -> Vec<ServiceChanges> {
    let mut services: BTreeMap<Ix<Service>, Vec<Migration>> = BTreeMap::new();
    for row in migrations {
        for service in &row.services {
            services.entry(*service).or_default().push(row.clone());
        }
    }
    let changes = |(service, mut changes): (Ix<Service>, Vec<Migration>)| {
        let order = moves(&changes);
        let place = |row: &Migration| order.iter().position(|one| (one.from, one.to) == (row.from, row.to));
        changes.sort_by_key(|row| (place(row), row.ahead, row.borough));
        let boroughs = changes.iter().map(|row| row.borough).collect();
        ServiceChanges { service, changes, boroughs }
    };
    services.into_iter().map(changes).collect()
}
