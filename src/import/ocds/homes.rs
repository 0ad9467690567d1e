//! Which contracts of a procurement are on record: a record is one of them at most.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::Run;
use super::compile::Process;
use super::known::{self, Found, Known};
use super::propose::Draft;
use super::units::Unit;

/// What a unit is.
pub(super) enum Home {
    /// A record, by number.
    Known(usize, Found),
    /// One of several records.
    Unclear(Vec<String>),
    /// A contract that is not on record; or one of these, which is not sure enough.
    New(Vec<String>),
}

impl Run<'_, '_> {
    /// What each unit is.
    pub(super) fn homes(&self, process: &Process, units: &[Unit], drafts: &[Draft]) -> Vec<Home> {
        let mut homes: Vec<Home> = units.iter().map(|_| Home::New(Vec::new())).collect();
        let mut wishes: Vec<(Found, Reverse<u8>, usize, usize)> = Vec::new();
        for (at, (unit, draft)) in units.iter().zip(drafts).enumerate() {
            let supplier = draft.item.supplier.as_ref().map(|own| own.value.as_str());
            let Some((how, found)) =
                known::candidates(&self.known, process, unit, supplier, &draft.guess.services)
            else {
                continue;
            };
            let scored: Vec<(u8, &Known)> = found
                .into_iter()
                .filter_map(|known| {
                    // Where record and notice name each other, another supplier is a disagreement and not another contract.
                    let is_sure = how == Found::Procurement && units.len() == 1;
                    Some((known.score(unit, supplier).or_else(|| is_sure.then_some(0))?, known))
                })
                .collect();
            let Some(best) = scored.iter().map(|(score, _)| *score).max() else { continue };
            let best: Vec<&Known> =
                scored.into_iter().filter(|(score, _)| *score == best).map(|(_, known)| known).collect();
            let index = |known: &Known| self.known.iter().position(|own| std::ptr::eq(own, known));
            match best.as_slice() {
                // One supplier sells a buyer many things for one service, at once and one after the other.
                all if !all.iter().any(|known| known.may_be(unit, how)) => {
                    homes[at] = Home::New(all.iter().map(|known| known.place.clone()).collect());
                }
                [only] => wishes.extend(
                    index(only)
                        .map(|known| (how, Reverse(only.score(unit, supplier).unwrap_or(0)), at, known)),
                ),
                several => {
                    homes[at] = Home::Unclear(several.iter().map(|known| known.place.clone()).collect());
                }
            }
        }
        wishes.sort_unstable();
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        for (how, _, at, known) in wishes {
            homes[at] = if taken.insert(known) {
                Home::Known(known, how)
            } else {
                Home::New(vec![self.known[known].place.clone()])
            };
        }
        homes
    }
}
