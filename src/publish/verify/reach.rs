//! What is found by whoever begins at the home page, and what nothing leads to.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::folder::is_asked_for;
use super::{Fault, NOT_FOUND, Page, is_page};

pub(super) const HOME: &str = "index.html";

/// Where all begin who read a site: people at the home page or with an address that leads nowhere, and programs with what
/// they ask for by name. A theme is published as a whole, whether a page asks for each of its files or not.
pub(super) fn beginnings<'a>(
    files: impl Iterator<Item = &'a str>,
    is_of_theme: impl Fn(&str) -> bool,
) -> Vec<&'a str> {
    let others = files.filter(|file| is_asked_for(file) || is_of_theme(file));
    [HOME].into_iter().chain(others).collect()
}

/// Whether a way leads on: a page is found from pages that are found, and from nowhere else.
pub(super) fn leads_on(from: &str, to: &str) -> bool {
    !is_page(to) || (is_page(from) && from != NOT_FOUND)
}

/// Files that nobody finds who begins at some, and goes on to what each leads to.
pub(super) fn orphans<'a>(
    files: &[String],
    mut open: Vec<&'a str>,
    pages: &BTreeMap<String, Page>,
    next: &HashMap<&str, Vec<&'a str>>,
) -> Vec<Fault> {
    let mut seen: HashSet<&str> = open.iter().copied().collect();
    while let Some(file) = open.pop() {
        for target in next.get(file).into_iter().flatten() {
            if leads_on(file, target) && seen.insert(target) {
                open.push(target);
            }
        }
    }
    let is_moved = |file: &str| pages.get(file).is_some_and(|page| page.moved);
    let lost = files.iter().filter(|file| !seen.contains(file.as_str()) && !is_moved(file));
    let what = |file: &str| if is_page(file) { "no page leads to it" } else { "nothing leads to it" };
    lost.map(|file| Fault { file: file.clone(), what: what(file).to_owned() }).collect()
}
