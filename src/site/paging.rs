//! A list that is longer than a page: which rows stand on which page, and the way between the pages.

use std::ops::Range;

use serde::Serialize;

use super::Model;
use super::parts::Link;

/// Contracts of a page.
pub const ROWS: usize = 100;

/// Authorities of a page: of each it tells a line or two.
const BOROUGHS: usize = 400;

/// Names of a page that has nothing but names.
const NAMES: usize = 400;

/// Pages up to which each is told by its first name; of more only those near the one that is shown.
const TOLD_BY_NAME: usize = 40;

/// Pages that are named before and after the one that is shown.
const BESIDE: usize = 2;

/// One page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging {
    /// Its number, from 1.
    pub number: usize,
    /// How many pages the list has.
    pub count: usize,
    rows: usize,
    /// Below the list, before the numbers of further pages.
    folder: &'static str,
}

/// The way to the other pages of a list.
#[derive(Debug, Serialize)]
pub struct PagesView {
    label: String,
    shown: String,
    previous: Option<String>,
    next: Option<String>,
    steps: Vec<Step>,
}

#[derive(Debug, Serialize)]
struct Step {
    number: usize,
    /// The first name on it, in a list that is in the order of names.
    name: Option<String>,
    href: String,
    current: bool,
    /// Pages are left out before this one.
    gap: bool,
}

impl Paging {
    /// The pages of a list of so many contracts; a list without rows has one too.
    pub fn all(rows: usize) -> impl Iterator<Item = Self> {
        Self::by(ROWS, rows, "")
    }

    /// The pages of a list of so many authorities. Their ids stand below their index, and can be numbers.
    pub fn boroughs(rows: usize) -> impl Iterator<Item = Self> {
        Self::by(BOROUGHS, rows, "page/")
    }

    /// The pages of so many names.
    pub fn names(rows: usize) -> impl Iterator<Item = Self> {
        Self::by(NAMES, rows, "")
    }

    fn by(most: usize, rows: usize, folder: &'static str) -> impl Iterator<Item = Self> {
        let count = rows.div_ceil(most).max(1);
        (1..=count).map(move |number| Self { number, count, rows, folder })
    }

    /// What stands beside the list stands on its first page alone.
    #[must_use]
    pub fn is_first(self) -> bool {
        self.number == 1
    }

    /// The rows of this page; all pages are of nearly the same length.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        let at = |page: usize| page * self.rows / self.count;
        at(self.number - 1)..at(self.number)
    }

    /// Those of all rows that stand on this page.
    pub fn of<T>(self, all: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
        all.into_iter().skip(self.range().start).take(self.range().len())
    }

    /// The address of this page, where the first one has the list's own.
    #[must_use]
    pub fn path(self, list: &str) -> String {
        match self.number {
            1 => list.to_owned(),
            number => format!("{list}{}{number}/", self.folder),
        }
    }

    /// A title that no other page of the list has.
    #[must_use]
    pub fn titled(self, title: &str) -> String {
        match self.number {
            1 => title.to_owned(),
            number => say!("{title}, page {number} of {}", self.count; title, number),
        }
    }

    /// The way to the other pages, where there are any, of a list of so many counted things.
    #[must_use]
    pub fn view(self, model: Model, list: &Link, counted: &str) -> Option<PagesView> {
        self.steps(model, list, counted, |_| None, 0)
    }

    /// The same where the list is in the order of names, of which `name` tells one by its place: who looks for a name
    /// sees on which page it is.
    #[must_use]
    pub fn view_by_name(
        self,
        model: Model,
        list: &Link,
        counted: &str,
        name: impl Fn(usize) -> String,
    ) -> Option<PagesView> {
        self.steps(model, list, counted, |page| Some(name(page.range().start)), TOLD_BY_NAME)
    }

    fn steps(
        self,
        model: Model,
        list: &Link,
        counted: &str,
        name: impl Fn(Self) -> Option<String>,
        most: usize,
    ) -> Option<PagesView> {
        let format = model.format();
        let page = |number| Self { number, ..self };
        let is_near = |number: &usize| {
            self.count <= most
                || *number == 1
                || *number == self.count
                || number.abs_diff(self.number) <= BESIDE
        };
        let mut before = 0;
        let steps = (1..=self.count).filter(is_near).map(|number| {
            let gap = number > before + 1;
            before = number;
            let (name, href) = (name(page(number)), page(number).path(&list.href));
            Step { number, name, href, current: number == self.number, gap }
        });
        (self.count > 1).then(|| PagesView {
            label: say!("Pages of {}", list.text),
            shown: say!(
                "{} to {} of {counted}",
                format.count(self.range().start + 1),
                format.count(self.range().end); counted
            ),
            previous: (self.number > 1).then(|| page(self.number - 1).path(&list.href)),
            next: (self.number < self.count).then(|| page(self.number + 1).path(&list.href)),
            steps: steps.collect(),
        })
    }
}

/// How many rows each of several lists may show, so that all together have no more than a page has room for. Each shows one
/// at least.
pub(super) fn room(lists: &[usize], most: usize) -> usize {
    let shown = |room: usize| lists.iter().map(|rows| rows.min(&room)).sum::<usize>();
    (1..=most).take_while(|room| shown(*room) <= most).last().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_goes_on_where_a_page_is_full_and_each_row_stands_on_one_page() {
        let pages = |rows: usize| Paging::names(rows).map(Paging::range).collect::<Vec<_>>();
        assert_eq!(pages(0), [0..0], "a list without rows has a page, too");
        assert_eq!(pages(NAMES), [0..NAMES]);
        assert_eq!(pages(NAMES + 1), [0..200, 200..401]);
        for rows in [NAMES * 2, NAMES * 2 + 1, 17_385] {
            let ranges = pages(rows);
            let bounds = ranges.iter().map(|range| range.start).chain([rows]);
            let ends = [0].into_iter().chain(ranges.iter().map(|range| range.end));
            assert!(bounds.eq(ends), "{ranges:?}");
            assert!(ranges.iter().all(|range| range.len() <= NAMES && !range.is_empty()));
        }
    }

    #[test]
    fn rows_of_several_lists_together_are_no_more_than_there_is_room_for() {
        assert_eq!(room(&[5, 5], 10), 10, "all have room");
        assert_eq!(room(&[5, 5], 9), 4);
        assert_eq!(room(&[1, 9], 6), 5, "a short list leaves its room to the others");
        assert_eq!(room(&[9; 9], 3), 1, "each shows one at least");
        assert_eq!(room(&[], 3), 3);
    }
}
