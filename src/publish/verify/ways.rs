//! What leads where in a site of which some files change.

use std::collections::{HashMap, HashSet};

use super::Known;

/// Where a file led before, and where it leads now.
pub(super) struct Way<'a> {
    pub before: Vec<String>,
    /// The other files in which it named an id.
    pub before_ids: Vec<String>,
    pub now: Vec<&'a str>,
    /// The other files in which it names one.
    pub now_ids: Vec<&'a str>,
}

/// What leads where, while files change.
#[derive(Default)]
pub(super) struct Ways {
    pub known: HashMap<String, Known>,
    /// What may be found no more, unless a way to it is found.
    pub lost: HashSet<String>,
    /// Pages that have an id no more.
    pub lacking: Vec<String>,
}

impl Ways {
    /// False where it was not counted before.
    #[must_use]
    pub(super) fn change(&mut self, way: &Way) -> bool {
        let known = &mut self.known;
        let was_counted = way.before.iter().all(|file| fewer(&mut of(known, file).led_to))
            && way.before_ids.iter().all(|file| fewer(&mut of(known, file).led_to_ids));
        way.now.iter().for_each(|file| of(known, file).led_to += 1);
        way.now_ids.iter().for_each(|file| of(known, file).led_to_ids += 1);
        let now: HashSet<&str> = way.now.iter().copied().collect();
        self.lost.extend(way.before.iter().filter(|target| !now.contains(target.as_str())).cloned());
        was_counted
    }

    /// Forgets files that have gone; false where something leads to one of them.
    #[must_use]
    pub(super) fn forget(&mut self, has_gone: impl Fn(&str) -> bool) -> bool {
        let is_missed = self.known.iter().any(|(file, known)| known.led_to > 0 && has_gone(file));
        self.lost.retain(|file| !has_gone(file));
        self.known.retain(|file, _| !has_gone(file));
        !is_missed
    }

    /// Whether an id may be missed: it has gone, and something leads to an id in its page.
    pub(super) fn is_id_missed(&self) -> bool {
        let led_to_ids = |file: &String| self.known.get(file).is_some_and(|known| known.led_to_ids > 0);
        self.lacking.iter().any(led_to_ids)
    }
}

fn of<'k>(known: &'k mut HashMap<String, Known>, file: &str) -> &'k mut Known {
    known.entry(file.to_owned()).or_default()
}

/// Takes one from a count; false where there was none.
fn fewer(count: &mut usize) -> bool {
    let less = count.checked_sub(1);
    *count = less.unwrap_or_default();
    less.is_some()
}
