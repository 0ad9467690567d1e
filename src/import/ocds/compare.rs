//! What a notice says of a contract on record: nothing where they agree, a change where it says more, words where it says
//! something else. What an authority has verified is never changed.

use super::compile::Process;
use super::known::Known;
use super::propose::{Draft, is_let};
use crate::content::records::{ContractItem, Date, MoneyBasis, Placed, Provenance, Stage};
use crate::import::same::agree;

/// What differs.
#[derive(Default)]
pub(super) struct Difference {
    /// Keys that the record could have, or have more exactly.
    pub set: ContractItem,
    /// Whether there are any.
    pub has_set: bool,
    /// What each of those is for, in words.
    pub told: Vec<String>,
    /// What record and notice say differently.
    pub disagreements: Vec<String>,
}

pub(super) fn compare(known: &Known, draft: &Draft, process: &Process, is_only: bool) -> Difference {
    let mut difference = Difference::default();
    let (own, new) = (known.item, &draft.item);
    let said = process.notices.last().and_then(|notice| notice.day);
    let said = said.map_or("the notice says".to_owned(), |day| format!("the notice of {day} says"));
    let mut judge = Judge {
        said,
        is_verified: known.provenance == Some(Provenance::Verified),
        difference: &mut difference,
    };
    judge.set(
        |set, start| set.start = start,
        "start",
        "that it starts",
        own.start.as_ref(),
        new.start.as_ref(),
    );
    // The end with every option used may stand on record as the end.
    let is_max = own.end.as_deref().zip(new.max_end.as_deref()).is_some_and(|(own, max)| agree(*own, *max));
    if is_max && own.max_end.is_none() && new.end.as_deref() != own.end.as_deref() {
        let (end, max) = (shown(new.end.as_deref()), shown(new.max_end.as_deref()));
        judge.disagree(
            format!("that it ends {end} and can be extended to {max}"),
            format!("{} as its end", shown(own.end.as_deref())),
        );
    } else {
        judge.set(|set, end| set.end = end, "end", "that it ends", own.end.as_ref(), new.end.as_ref());
        judge.set(
            |set, end| set.max_end = end,
            "max_end",
            "that it can run to",
            own.max_end.as_ref(),
            new.max_end.as_ref(),
        );
    }
    judge.value(own, new);
    judge.supplier(known, new);
    judge.stage(own, new);
    if own.ocid.is_none() && is_only {
        judge.add("ocid", &process.ocid, |set| set.ocid = Some(process.ocid.clone().into()));
    }
    difference
}

struct Judge<'d> {
    said: String,
    is_verified: bool,
    difference: &'d mut Difference,
}

impl Judge<'_> {
    fn disagree(&mut self, notice: impl std::fmt::Display, record: impl std::fmt::Display) {
        self.difference.disagreements.push(format!("{} {notice}, the record says {record}", self.said));
    }

    fn add(&mut self, key: &str, value: &dyn std::fmt::Display, set: impl FnOnce(&mut ContractItem)) {
        set(&mut self.difference.set);
        self.difference.has_set = true;
        self.difference.told.push(format!("{} {key} {value}, the record has none", self.said));
    }

    fn set(
        &mut self,
        set: impl FnOnce(&mut ContractItem, Option<Placed<Date>>),
        key: &str,
        words: &str,
        own: Option<&Placed<Date>>,
        new: Option<&Placed<Date>>,
    ) {
        let Some(new) = new.map(|new| new.value) else { return };
        let Some(own) = own.map(|own| own.value) else {
            return self.add(key, &new, |item| set(item, Some(new.into())));
        };
        if own == new || (agree(own, new) && new.as_exact_as(own) == new) {
            return;
        }
        if !agree(own, new) {
            return self.disagree(format_args!("{words} {new}"), own);
        }
        if self.is_verified {
            return self.disagree(
                format_args!("{words} {new}, which is more exact"),
                format_args!("{own}, and is verified"),
            );
        }
        set(&mut self.difference.set, Some(new.into()));
        self.difference.has_set = true;
        self.difference
            .told
            .push(format!("{} {key} {new}, the record says {own}, which is less exact", self.said));
    }

    fn value(&mut self, own: &ContractItem, new: &ContractItem) {
        // A tender's estimate is no news of a contract that is let.
        let Some(new) = new.value.filter(|_| is_let(new)) else { return };
        match own.value {
            None => self.add("value", &new.amount, |set| set.value = Some(new)),
            Some(own) if own.basis == MoneyBasis::Total && own.amount != new.amount => {
                self.disagree(format_args!("that it costs {}", new.amount), own.amount);
            }
            Some(_) => {}
        }
    }

    fn supplier(&mut self, known: &Known, new: &ContractItem) {
        let Some(new) = new.supplier.as_ref() else { return };
        match known.supplier {
            None => self.add("supplier", &new.value, |set| set.supplier = Some(new.clone())),
            Some(own) if own != new.value => {
                self.disagree(format_args!("that the supplier is {}", new.value), own);
            }
            Some(_) => {}
        }
    }

    fn stage(&mut self, own: &ContractItem, new: &ContractItem) {
        let is_sought = matches!(own.stage, Some(Stage::Planned | Stage::Tendering));
        if is_sought && is_let(new) {
            self.disagree("that it is let", "that it is not let yet");
        } else if new.stage == Some(Stage::Ended) && own.stage != Some(Stage::Ended) {
            self.disagree("that it was terminated", "nothing of that");
        }
    }
}

fn shown(date: Option<&Date>) -> String {
    date.map_or_else(|| "at a day that it does not give".to_owned(), ToString::to_string)
}
