//! What a number stands on: what it is a part of, of how many things it is known at all, and how far it can be off.

use super::{Coverage, Percent, Unit};

/// A number as a part of a whole, both in the same unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Portion {
    /// The numerator.
    pub part: f64,
    /// The denominator.
    pub whole: f64,
    /// What both are counted in.
    pub unit: Unit,
    /// What the whole is, in words.
    pub of: String,
}

impl Portion {
    /// The part as a percentage of the whole.
    #[must_use]
    pub fn percent(&self) -> Percent {
        Percent::of(self.part, self.whole)
    }

    /// Both numbers, where they count things.
    #[must_use]
    pub fn counts(&self) -> Option<Coverage> {
        // Counts are whole, not below zero, and far below 2^53.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let count = |number: f64| number as usize;
        (self.unit == Unit::Count).then(|| Coverage { part: count(self.part), whole: count(self.whole) })
    }
}

/// Of how many things what a number asks for is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Those of which it is known, of all.
    pub counts: Coverage,
    /// What all of them are, in words.
    pub of: String,
}

/// The least and the most that a share can be over all things, the unknown ones included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// If none of the unknown ones counts.
    pub lower: Percent,
    /// If all of the unknown ones count.
    pub upper: Percent,
}

impl Bounds {
    /// Of a share of the known ones, over all.
    #[must_use]
    pub fn of(share: Coverage, all: usize) -> Self {
        let unknown = all.saturating_sub(share.whole);
        let over_all = |part: usize| Percent::of(part as f64, all as f64);
        Self { lower: over_all(share.part), upper: over_all(share.part + unknown) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_take_the_unknown_ones_out_and_in() {
        let bounds = Bounds::of(Coverage { part: 3, whole: 65 }, 444);
        assert_eq!((bounds.lower.to_string(), bounds.upper.to_string()), ("1%".into(), "86%".into()));
        let all = Bounds::of(Coverage { part: 2, whole: 8 }, 8);
        assert_eq!((all.lower, all.upper), (Percent::of(1.0, 4.0), Percent::of(1.0, 4.0)));
    }
}
