//! What a figure stands on, in words: takes a figure, gives what it is a part of, its bounds and for how many it is known.

use serde::Serialize;

use super::Model;
use super::parts::percent;
use crate::figures::{Figure, Percent, Portion, Unit};

/// What a figure stands on.
#[derive(Debug, Serialize)]
pub struct BasisView {
    /// The number as a part of a whole.
    pub share: Option<FractionView>,
    /// `at least 1%, at most 86%`, where a part of the whole is not known.
    pub bounds: Option<String>,
    /// For how many of all it is known.
    pub known: Option<FractionView>,
}

/// A part of a whole.
#[derive(Debug, Serialize)]
pub struct FractionView {
    /// `systems in use (3 of 65)`
    pub words: String,
    /// The percentage.
    pub percent: String,
    /// The length of its bar.
    pub bar: String,
}

impl Model<'_> {
    /// What a figure stands on.
    #[must_use]
    pub fn basis(self, figure: &Figure) -> BasisView {
        let count = |count| self.format().count(count);
        let bounds = figure.bounds.filter(|bounds| bounds.lower != bounds.upper);
        BasisView {
            share: figure.share.as_ref().map(|share| {
                let words =
                    words(&share.of, &self.amount(share, share.part), &self.amount(share, share.whole));
                fraction(words, share.percent())
            }),
            bounds: bounds.map(|bounds| say!("at least {}, at most {}", bounds.lower, bounds.upper)),
            known: figure.coverage.as_ref().map(|known| {
                let words = words(&known.of, &count(known.counts.part), &count(known.counts.whole));
                fraction(words, known.counts.percent())
            }),
        }
    }

    fn amount(self, share: &Portion, amount: f64) -> String {
        match share.unit {
            Unit::Money => self.format().short_money(amount),
            Unit::Points => self.format().tenth(amount),
            _ => self.format().index(amount),
        }
    }
}

/// What the whole is comes first, so that its word need not go with the number: "1 of 1 contracts".
fn words(of: &str, part: &str, whole: &str) -> String {
    say!("{} ({} of {})", of, part, whole)
}

fn fraction(words: String, part: Percent) -> FractionView {
    FractionView { words, percent: part.to_string(), bar: percent(part.value()) }
}
