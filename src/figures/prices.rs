//! What contracts cost a resident and a year.

use crate::catalogue::{Catalogue, Contract, Ix};

use super::Term;

/// A running contract whose yearly value and residents are known.
#[derive(Clone, Copy, Debug)]
pub struct Price {
    /// The contract.
    pub contract: Ix<Contract>,
    /// Yearly value.
    pub annual: f64,
    /// The value rests on a gross sum, or on one whose tax is not stated.
    pub estimated: bool,
    /// Residents of all its authorities.
    pub residents: u64,
    /// Yearly value for each resident.
    pub per_resident: f64,
}

/// Prices of contracts that run, the dearest first.
pub(super) fn all(catalogue: &Catalogue, terms: &[Term]) -> Vec<Price> {
    let price = |(contract, row): (Ix<Contract>, &Contract)| {
        let term = &terms[contract.row()];
        let annual = term.annual.filter(|_| term.state.is_running())?;
        let residents =
            row.members.iter().map(|member| catalogue.boroughs[member.borough].people.map(u64::from));
        let residents: u64 = residents.sum::<Option<u64>>().filter(|people| *people > 0)?;
        let per_resident = annual.amount / residents as f64;
        Some(Price { contract, annual: annual.amount, estimated: annual.estimated, residents, per_resident })
    };
    let mut prices: Vec<Price> = catalogue.contracts.iter().filter_map(price).collect();
    prices.sort_by(|a, b| b.per_resident.total_cmp(&a.per_resident).then(a.contract.cmp(&b.contract)));
    prices
}

/// Five numbers of a spread: least, quartiles and most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// How many values.
    pub count: usize,
    /// Least, lower quartile, median, upper quartile, most.
    pub points: [f64; 5],
}

impl Spread {
    /// The least number of values that a spread is printed for.
    pub const LEAST: usize = 5;

    /// The spread of some values; none below [`Self::LEAST`] of them. Quartiles lie between the nearest ranks.
    #[must_use]
    pub fn of(mut values: Vec<f64>) -> Option<Self> {
        if values.len() < Self::LEAST {
            return None;
        }
        values.sort_by(f64::total_cmp);
        let last = (values.len() - 1) as f64;
        let at = |part: f64| {
            let place = part * last;
            // Ranks are small positive numbers.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let (low, high) = (place.floor() as usize, place.ceil() as usize);
            values[low] + (values[high] - values[low]) * place.fract()
        };
        Some(Self { count: values.len(), points: [0.0, 0.25, 0.5, 0.75, 1.0].map(at) })
    }
}
