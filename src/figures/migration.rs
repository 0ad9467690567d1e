//! Which system took over from which: what records say, and what follows from a retired and a current system for one
//! service in one authority.

use std::collections::BTreeSet;

use crate::catalogue::{Borough, Catalogue, Deployment, Ix, Service, System};
use crate::content::records::{Date, Lifecycle};

/// One change of system.
#[derive(Clone, Debug)]
pub struct Migration {
    /// The authority.
    pub borough: Ix<Borough>,
    /// The services that both served there; empty where only the record says so.
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
}

/// Every change, by authority.
pub(super) fn all(catalogue: &Catalogue) -> Vec<Migration> {
    let mut migrations: Vec<Migration> = Vec::new();
    for (borough, row) in catalogue.boroughs.iter() {
        let rows: Vec<&Deployment> = row.deployments.iter().map(|ix| &catalogue.deployments[*ix]).collect();
        for new in &rows {
            let ahead = matches!(new.lifecycle, Lifecycle::Planned | Lifecycle::Implementing);
            if !ahead && !new.is_current() {
                continue;
            }
            for old in &rows {
                let gone =
                    old.lifecycle == Lifecycle::Retired || (ahead && old.lifecycle == Lifecycle::Replacing);
                let stated = new.replaces == Some(old.system);
                let services: BTreeSet<_> =
                    new.services.iter().filter(|service| old.services.contains(service)).copied().collect();
                if old.system != new.system && (stated || (gone && !services.is_empty())) {
                    migrations.push(Migration {
                        borough,
                        services: services.into_iter().collect(),
                        from: old.system,
                        to: new.system,
                        until: old.until,
                        since: new.since,
                        stated,
                        ahead,
                    });
                }
            }
        }
    }
    migrations
}
