//! Cohorts that are made, broken or changed: who could buy together now, and could not before.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::build::Ready;
use crate::figures::{Cohort, Common};

/// What happened to a cohort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CohortFate {
    /// It was not there before.
    Made,
    /// It is not there any more.
    Broken,
    /// It has other members or other dates.
    Changed,
}

impl CohortFate {
    /// Every fate.
    pub const ALL: [Self; 3] = [Self::Made, Self::Broken, Self::Changed];

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Broken => "broken",
            Self::Changed => "changed",
        }
    }
}

/// A cohort that is different.
#[derive(Debug, Serialize)]
pub struct CohortChange {
    /// What happened to it.
    pub fate: CohortFate,
    /// What its members could buy together: services, or a system.
    pub name: String,
    /// `service` or `system`.
    pub kind: &'static str,
    /// The authorities, by name.
    pub members: Vec<String>,
    /// Their contracts, by id and name.
    pub contracts: BTreeMap<String, String>,
    /// The first day of a common contract, in words.
    pub start: String,
    /// What is different, for a changed one.
    pub changes: Vec<String>,
}

/// A cohort by what can be compared between two catalogues: ids and words.
#[derive(Clone, Debug)]
struct Seen {
    kind: &'static str,
    common: BTreeSet<String>,
    name: String,
    members: Vec<String>,
    contracts: BTreeMap<String, String>,
    start: String,
    decide_by: String,
}

impl Seen {
    fn of(ready: &Ready, cohort: &Cohort) -> Self {
        let c = &ready.catalogue;
        let date = |date| ready.model().format().date(date);
        let (kind, parts): (_, Vec<(&str, &str)>) = match &cohort.common {
            Common::Services(all) => (
                "service",
                all.iter().map(|ix| (c.services[*ix].id.as_str(), c.services[*ix].name.as_str())).collect(),
            ),
            Common::System(ix) => {
                ("system", vec![(c.systems[*ix].id.as_str(), c.systems[*ix].name.as_str())])
            }
        };
        let contract = |member: &crate::figures::CohortMember| {
            let row = &c.contracts[member.contract];
            (row.id.clone(), row.name(c).to_owned())
        };
        Self {
            kind,
            common: parts.iter().map(|(id, _)| (*id).to_owned()).collect(),
            name: parts.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", "),
            members: cohort.boroughs.iter().map(|ix| c.boroughs[*ix].name.clone()).collect(),
            contracts: cohort.members.iter().map(contract).collect(),
            start: date(cohort.dates.start),
            decide_by: date(cohort.dates.decide_by),
        }
    }

    /// How many contracts both have; none where they are about different things.
    fn shared(&self, other: &Self) -> Option<usize> {
        let about = self.kind == other.kind && !self.common.is_disjoint(&other.common);
        let count = self.contracts.keys().filter(|id| other.contracts.contains_key(*id)).count();
        (about && count > 0).then_some(count)
    }

    fn change(&self, fate: CohortFate, changes: Vec<String>) -> CohortChange {
        CohortChange {
            fate,
            name: self.name.clone(),
            kind: self.kind,
            members: self.members.clone(),
            contracts: self.contracts.clone(),
            start: self.start.clone(),
            changes,
        }
    }
}

/// Cohorts that are different: made ones first, then broken, then changed.
pub(super) fn between(old: &Ready, new: &Ready) -> Vec<CohortChange> {
    let seen = |ready: &Ready| ready.figures.cohorts.iter().map(|it| Seen::of(ready, it)).collect::<Vec<_>>();
    let (old, new) = (seen(old), seen(new));
    let pairs = pairs(&old, &new);
    let made = new.iter().enumerate().filter(|(at, _)| !pairs.iter().any(|(_, new)| new == at));
    let broken = old.iter().enumerate().filter(|(at, _)| !pairs.iter().any(|(old, _)| old == at));
    let mut told: Vec<CohortChange> = Vec::new();
    told.extend(made.map(|(_, cohort)| cohort.change(CohortFate::Made, Vec::new())));
    told.extend(broken.map(|(_, cohort)| cohort.change(CohortFate::Broken, Vec::new())));
    for (before, after) in &pairs {
        let changes = changes(&old[*before], &new[*after]);
        if !changes.is_empty() {
            told.push(new[*after].change(CohortFate::Changed, changes));
        }
    }
    told
}

/// Which is which: those that share the most contracts, each at most once.
fn pairs(old: &[Seen], new: &[Seen]) -> Vec<(usize, usize)> {
    let mut likely = Vec::new();
    for (before, one) in old.iter().enumerate() {
        for (after, other) in new.iter().enumerate() {
            if let Some(shared) = one.shared(other) {
                likely.push((std::cmp::Reverse((shared, one.common == other.common)), before, after));
            }
        }
    }
    likely.sort_unstable();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, before, after) in likely {
        if !pairs.iter().any(|pair| pair.0 == before || pair.1 == after) {
            pairs.push((before, after));
        }
    }
    pairs.sort_unstable_by_key(|pair| pair.1);
    pairs
}

/// What is different, in words.
fn changes(old: &Seen, new: &Seen) -> Vec<String> {
    let mut told = Vec::new();
    let only = |one: &Seen, other: &Seen| {
        let names = one.contracts.iter().filter(|(id, _)| !other.contracts.contains_key(*id));
        names.map(|(id, name)| format!("{name} ({id})")).collect::<Vec<_>>().join(", ")
    };
    for (word, names) in [("joined", only(new, old)), ("left", only(old, new))] {
        if !names.is_empty() {
            told.push(format!("{word}: {names}"));
        }
    }
    let mut moved = |what: &str, before: &str, after: &str| {
        if before != after {
            told.push(format!("{what}: {before} → {after}"));
        }
    };
    moved("for", &old.name, &new.name);
    moved("members", &old.members.join(", "), &new.members.join(", "));
    moved("could begin", &old.start, &new.start);
    moved("to be decided by", &old.decide_by, &new.decide_by);
    told
}

#[cfg(test)]
mod tests {
    use super::{Seen, pairs};

    fn seen(kind: &'static str, about: &str, contracts: &[&str]) -> Seen {
        Seen {
            kind,
            common: [about.to_owned()].into(),
            name: about.to_owned(),
            members: Vec::new(),
            contracts: contracts.iter().map(|id| ((*id).to_owned(), (*id).to_owned())).collect(),
            start: String::new(),
            decide_by: String::new(),
        }
    }

    #[test]
    fn cohorts_about_different_things_are_never_one_that_changed() {
        let old = [seen("service", "parking", &["a", "b"])];
        let same = seen("service", "parking", &["b", "c"]);
        for other in [seen("service", "waste", &["a", "b"]), seen("system", "parking", &["a", "b"])] {
            assert_eq!(pairs(&old, &[other, same.clone()]), [(0, 1)]);
        }
        assert_eq!(pairs(&old, &[seen("service", "parking", &["c"])]), [], "nothing in common");
    }
}
