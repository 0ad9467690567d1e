//! What is typical of an authority: takes the profiles of all, gives the middle one of each count.

use super::order::median;
use super::{BoroughProfile, Figures, Percent};
use crate::catalogue::Catalogue;

/// Medians over all authorities, of what is on record.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Typical {
    /// Residents, over the authorities of which the number is known.
    pub people: Option<f64>,
    /// Systems in use.
    pub systems: Option<f64>,
    /// Suppliers of systems in use.
    pub suppliers: Option<f64>,
    /// The part of core services with a record.
    pub core: Percent,
    /// Contracts with an end ahead.
    pub ends_ahead: Option<f64>,
}

impl Figures {
    /// What is typical of the region's authorities.
    #[must_use]
    pub fn typical(&self, catalogue: &Catalogue) -> Typical {
        let of = |count: &dyn Fn(&BoroughProfile) -> f64| median(self.boroughs.iter().map(count).collect());
        let people = catalogue.boroughs.rows().iter().filter_map(|row| row.people).map(f64::from);
        Typical {
            people: median(people.collect()),
            systems: of(&|row| row.current_systems.len() as f64),
            suppliers: of(&|row| row.suppliers.len() as f64),
            core: Percent::of(of(&|row| row.core.percent().value()).unwrap_or(0.0), 100.0),
            ends_ahead: of(&|row| row.ends_ahead as f64),
        }
    }
}
