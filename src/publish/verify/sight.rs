//! What was seen of files when they were written, so that nobody need read them again: of a page, too, where every file that it
//! could lead to has a name by then.

use std::cmp::Ordering;

use super::links::{Files, Looked, Site};
use super::other::{self, Other};
use super::{Fault, Kept, Page, is_page, weight};

/// What was seen of a file.
#[derive(Debug)]
pub(crate) enum Sight {
    Page(Box<PageSight>),
    /// What is no page, if it says anything to others.
    Other(Option<Box<Other>>),
}

/// What is kept of a page that was looked at.
#[derive(Debug)]
pub(crate) struct PageSight {
    pub(super) looked: Looked,
    pub(super) kept: Kept,
}

impl Sight {
    /// What is seen of a file that is no page: of one nothing is known without the others.
    pub(crate) fn alone(file: &str, bytes: &[u8]) -> Option<Self> {
        if is_page(file) {
            return None;
        }
        let read = || match other::most_read(file) {
            most if bytes.len() as u64 > most => Other::too_large(file, most),
            _ => Other::read(file, bytes),
        };
        Some(Self::Other(other::is_read(file).then(read).and_then(Other::unless_silent)))
    }
}

impl Site<'_> {
    /// What is kept of a page; `others` are the files that are none.
    pub(super) fn seen(&self, others: &[Option<Box<Other>>], file: &str, page: &Page) -> PageSight {
        let mut looked = self.looked(file, page);
        let heavy = weight::faults(self, others, file, page).into_iter();
        looked.faults.extend(heavy.map(|what| Fault { file: file.to_owned(), what }));
        PageSight { looked, kept: Kept::of(page) }
    }
}

/// A new site whose pages are not made yet, but named.
pub(crate) struct Ahead<'a> {
    names: &'a [String],
    files: Files<'a>,
    home: &'a str,
    seen: Vec<bool>,
    others: Vec<Option<Box<Other>>>,
}

impl<'a> Ahead<'a> {
    /// `names` are all files of the site in their order, `sights` what was seen of those that are no pages.
    pub(crate) fn of(
        names: &'a [String],
        home: &'a str,
        sights: impl Iterator<Item = (String, Sight)>,
    ) -> Self {
        let mut ahead = Self {
            names,
            files: Files::of(names.iter().map(String::as_str)),
            home,
            seen: vec![false; names.len()],
            others: names.iter().map(|_| None).collect(),
        };
        for (file, sight) in sights {
            if let (Some(number), Sight::Other(other)) = (ahead.files.number(&file), sight) {
                ahead.take(number as usize, other);
            }
        }
        ahead
    }

    fn take(&mut self, number: usize, other: Option<Box<Other>>) {
        self.seen[number] = true;
        self.others[number] = other;
    }

    /// What is seen of a file whose bytes are at hand.
    pub(crate) fn sight(&self, file: &str, bytes: &[u8]) -> Option<Sight> {
        let site = Site { files: &self.files, home: self.home };
        let page = || Sight::Page(Box::new(site.seen(&self.others, file, &Page::of(bytes))));
        Sight::alone(file, bytes).or_else(|| Some(page()))
    }

    /// What was seen, once pages were too.
    pub(crate) fn sights(mut self, of_pages: impl Iterator<Item = (String, Sight)>) -> Sights<'a> {
        let mut pages: Vec<Option<Box<PageSight>>> = self.names.iter().map(|_| None).collect();
        for (file, sight) in of_pages {
            let Some(number) = self.files.number(&file).map(|number| number as usize) else { continue };
            match sight {
                Sight::Page(page) => pages[number] = Some(page),
                Sight::Other(other) => self.take(number, other),
            }
        }
        Sights { names: self.names, home: self.home, seen: self.seen, others: self.others, pages }
    }
}

/// What was seen of a site's files, by their numbers.
#[derive(Default)]
pub(crate) struct Sights<'a> {
    names: &'a [String],
    home: &'a str,
    /// Of which file that is no page something is known.
    seen: Vec<bool>,
    others: Vec<Option<Box<Other>>>,
    pages: Vec<Option<Box<PageSight>>>,
}

/// What was seen of files that are no pages, and of pages.
type OfEach = (Vec<Option<Option<Box<Other>>>>, Vec<Option<Box<PageSight>>>);

impl Sights<'_> {
    /// What was seen of each of some files; nothing, if the site has others than those that were named, or says that it
    /// is published elsewhere.
    pub(super) fn of(self, names: &[String], home: &str) -> OfEach {
        if self.names != names || self.home != home {
            return (names.iter().map(|_| None).collect(), names.iter().map(|_| None).collect());
        }
        let others = self.others.into_iter().zip(self.seen).map(|(other, is_seen)| is_seen.then_some(other));
        (others.collect(), self.pages)
    }
}

/// The order of a folder's files, each folder's after each other.
pub(crate) fn in_order(a: &str, b: &str) -> Ordering {
    a.split('/').cmp(b.split('/'))
}
