//! Contracts of a procurement before and after more of its notices were read: which is which.
//!
//! The review file calls a proposal by its contract's part, and the only contract of a procurement has none. So a proposal
//! is called otherwise as soon as another contract joins it, or a notice numbers contracts anew. What an editor did to it is
//! to stay with it.

use super::compile::Process;
use super::units::{self, Unit, Units};

/// Parts that stand for the same contract before and now, where they differ.
pub(super) fn moved(before: &Process, now: &Process) -> Vec<(String, String)> {
    let (before, now) = (contracts(before), contracts(now));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    if before.len() == 1 && now.len() == 1 {
        return Vec::new();
    }
    // From the surest to the least sure: one contract, one award, a lot that was not let.
    for level in [is_contract, is_award, is_lot] {
        for (own, old) in before.iter().enumerate() {
            let is_free = |other: usize| pairs.iter().all(|(a, b)| *a != own && *b != other);
            let found = (0..now.len()).find(|other| is_free(*other) && level(old, &now[*other]));
            pairs.extend(found.map(|other| (own, other)));
        }
    }
    let parts = pairs.into_iter().map(|(own, other)| (before[own].part.clone(), now[other].part.clone()));
    parts.filter(|(own, other)| own != other).collect()
}

fn contracts(process: &Process) -> Vec<Unit> {
    match units::units(process) {
        Units::Contracts(units) => units,
        Units::Cancelled | Units::Nothing => Vec::new(),
    }
}

fn share(own: &[String], other: &[String]) -> bool {
    own.iter().any(|id| other.contains(id))
}

fn is_contract(old: &Unit, new: &Unit) -> bool {
    share(&old.ids[0], &new.ids[0])
}

fn is_award(old: &Unit, new: &Unit) -> bool {
    share(&old.ids[1], &new.ids[1])
}

fn is_lot(old: &Unit, new: &Unit) -> bool {
    old.ids[0].is_empty() && old.ids[1].is_empty() && share(&old.ids[2], &new.ids[2])
}
