//! What is found by whoever begins at the home page, and what nothing leads to.

use super::folder::is_asked_for;
use super::links::{FileNumber, Files};
use super::{Fault, NOT_FOUND, is_page};

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
    files: &Files,
    beginnings: &[&str],
    is_moved: impl Fn(usize) -> bool,
    next: impl Fn(usize) -> &'a [FileNumber],
) -> Vec<Fault> {
    let names = &files.names;
    let mut open: Vec<FileNumber> = beginnings.iter().filter_map(|file| files.number(file)).collect();
    let mut is_seen = vec![false; names.len()];
    for file in &open {
        is_seen[*file as usize] = true;
    }
    while let Some(file) = open.pop() {
        for target in next(file as usize).iter().copied() {
            if !is_seen[target as usize] && leads_on(files.name(file), files.name(target)) {
                is_seen[target as usize] = true;
                open.push(target);
            }
        }
    }
    let lost = (0..names.len()).filter(|file| !is_seen[*file] && !is_moved(*file));
    let what = |file: &str| if is_page(file) { "no page leads to it" } else { "nothing leads to it" };
    lost.map(|file| names[file])
        .map(|file| Fault { file: file.to_owned(), what: what(file).to_owned() })
        .collect()
}
