//! Looks at a built site as a stranger would who has nothing but its files: every address leads somewhere, every file is
//! found, and each is what it has to be.

mod changes;
mod folder;
mod links;
mod map;
mod names;
mod other;
mod page;
mod reach;
mod sight;
mod tags;
mod ways;
mod weight;

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::Path;

use rayon::prelude::*;

pub(super) use changes::{Before, Change, changes};
use folder::Folder;
use links::{Files, Id, Looked, Site, joined};
// For fuzz targets.
#[doc(hidden)]
pub use map::addresses_of_map;
use other::Other;
use page::Page;
use reach::HOME;
use sight::PageSight;
pub(crate) use sight::{Ahead, Sight, Sights, in_order};
// For fuzz targets.
#[doc(hidden)]
pub use tags::{Attribute, Piece, both_readers};

use super::Digest;
use crate::plain::{self, Found, Links};
use crate::render::assets;

/// What was looked at, and what is wrong.
#[derive(Debug, Default)]
pub struct Verified {
    /// How many pages.
    pub pages: usize,
    /// How many files, pages included.
    pub files: usize,
    /// How many of these were read for it: not those that were seen as they were written.
    pub read: usize,
    /// How many addresses of the site's own.
    pub addresses: usize,
    /// Everything that is wrong, in the order of files.
    pub faults: Vec<Fault>,
    known: HashMap<String, Known>,
}

/// What others have to know of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// How many addresses in the site's files lead to it.
    pub led_to: usize,
    /// How many of these stand in other files and name an id in it.
    pub led_to_ids: usize,
    /// What its title comes to, if it is a page that search engines may show: no two have the same.
    pub title: Option<Digest>,
}

impl Verified {
    /// What others have to know of a file.
    #[must_use]
    pub fn known(&self, file: &str) -> Known {
        self.known.get(file).copied().unwrap_or_default()
    }
}

/// Something that is wrong with a file of the site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, from the site's root.
    pub file: String,
    /// What is wrong, in words.
    pub what: String,
}

/// Bytes of a page: a heavier one keeps readers on slow lines waiting, and long tables are paged before that.
pub const MOST_OF_A_PAGE: usize = 500_000;

/// The page that hosts show for addresses that lead nowhere; nothing leads to it.
const NOT_FOUND: &str = "404.html";

/// Reads a built site.
///
/// # Errors
/// Where a file can't be read.
pub fn verify(root: &Path) -> io::Result<Verified> {
    verify_seen(root, Sights::default())
}

/// The same; what was seen of a file when it was written is not read again.
pub(super) fn verify_seen(root: &Path, sights: Sights) -> io::Result<Verified> {
    let Folder { files: names, mut faults } = Folder::read(root)?;
    let files = Files::of(names.iter().map(String::as_str));
    let index = files.number(HOME).map(|_| read(root, HOME)).transpose()?;
    let site = Site { files: &files, home: index.as_ref().map(home).unwrap_or_default() };
    let (others, pages) = sights.of(&names, site.home);
    let is_read = |(other, page): &(&Option<_>, &Option<_>)| other.is_none() && page.is_none();
    let read_again = others.iter().zip(&pages).filter(is_read).count();
    let other = |(file, seen): (&String, Option<Option<Box<Other>>>)| {
        seen.map_or_else(|| read_if_other(root, file), Ok)
    };
    let others: Vec<Option<Box<Other>>> =
        names.par_iter().zip(others).map(other).collect::<io::Result<_>>()?;
    let look = |file: &String, other: &Option<Box<Other>>, seen: Option<Box<PageSight>>| {
        if let Some(seen) = seen {
            return Ok((seen.looked, Some(seen.kept)));
        }
        if is_page(file) {
            let PageSight { looked, kept } = site.seen(&others, file, &read(root, file)?);
            return Ok((looked, Some(kept)));
        }
        let looked = other.as_ref().map(|other| site.looked_at_other(file, other));
        Ok((looked.unwrap_or_default(), None))
    };
    let seen = names.par_iter().zip(&others).zip(pages).map(|((file, other), seen)| look(file, other, seen));
    let (mut looked, pages): (Vec<Looked>, Vec<Option<Kept>>) =
        seen.collect::<io::Result<Vec<_>>>()?.into_iter().unzip();
    faults.extend(site.missed_ids(root, &looked, &pages)?);
    let mut known = vec![Known::default(); names.len()];
    for looked in &mut looked {
        faults.append(&mut looked.faults);
        looked.targets.iter().for_each(|target| known[*target as usize].led_to += 1);
        looked.ids.iter().for_each(|(target, _)| known[*target as usize].led_to_ids += 1);
    }
    let addresses = looked.iter().map(|looked| looked.targets.len()).sum();
    for (looked, other) in looked.iter_mut().zip(&others) {
        // What a script asks for by a part of its name need not be there.
        looked.targets.extend(other.iter().flat_map(|other| site.asked_for(other)));
    }
    faults.extend(same_titles(root, &names, &pages)?);
    let of_theme = of_theme(root, &names)?;
    let beginnings = reach::beginnings(files.names.iter().copied(), |file| of_theme.contains(file));
    // Who knows what a page leads to that was not read?
    if !pages.iter().flatten().any(|page| page.unread) {
        let is_moved = |file: usize| pages[file].as_ref().is_some_and(|page| page.moved);
        faults.extend(reach::orphans(&files, &beginnings, is_moved, |file| &looked[file].targets));
    }
    let those = |is_so: &dyn Fn(&Kept) -> bool| {
        let pages = files.names.iter().zip(&pages).filter(|(_, page)| page.as_ref().is_some_and(is_so));
        pages.filter_map(|(file, _)| listed(file)).collect()
    };
    faults.extend(site.map(root, &those(&|page| page.title.is_some()), &those(&|page| page.unread))?);
    faults.sort();
    faults.dedup();
    let titles = pages.iter().map(|page| page.as_ref().and_then(|page| page.title));
    let known = known.into_iter().zip(titles).map(|(known, title)| Known { title, ..known });
    let known = names.iter().cloned().zip(known).collect();
    let count = pages.iter().flatten().count();
    Ok(Verified { pages: count, files: names.len(), read: read_again, addresses, faults, known })
}

/// What is kept of a page once it was looked at: a site can have hundreds of thousands.
#[derive(Debug)]
struct Kept {
    /// In their order.
    ids: Box<[Id]>,
    /// What its title comes to, if search engines may show it.
    title: Option<Digest>,
    moved: bool,
    unread: bool,
}

impl Kept {
    fn of(page: &Page) -> Self {
        let mut ids: Box<[Id]> = page.ids.iter().map(|id| Id::of(id)).collect();
        ids.sort_unstable();
        Self { ids, title: title(page), moved: page.moved, unread: page.unread }
    }

    fn has(&self, id: Id) -> bool {
        self.unread || self.ids.binary_search(&id).is_ok()
    }
}

/// A theme's files: their names tell their bytes.
fn of_theme<'a>(root: &Path, files: &'a [String]) -> io::Result<HashSet<&'a str>> {
    let mut found = HashSet::new();
    for file in files.iter().filter(|file| file.starts_with("assets/")) {
        if let Found::Bytes(bytes) = plain::read(&root.join(file), Links::Refused, MOST_OF_AN_ASSET)?
            && assets::tells_its_bytes(file, &bytes)
        {
            found.insert(file.as_str());
        }
    }
    Ok(found)
}

/// A page's address from the site's root.
pub(super) fn path_of(file: &str) -> &str {
    let folder = file.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
    folder.unwrap_or(file)
}

fn is_page(file: &str) -> bool {
    file.ends_with(".html")
}

/// A file of a theme has no more bytes.
const MOST_OF_AN_ASSET: u64 = 8 << 20;

fn read(root: &Path, file: &str) -> io::Result<Page> {
    let path = root.join(file);
    let Found::Bytes(bytes) = plain::read(&path, Links::Refused, Page::MOST_READ)? else {
        return Ok(Page::too_heavy(path.symlink_metadata()?.len()));
    };
    Ok(Page::of(&bytes))
}

/// What is no page, if it says anything to others.
fn read_if_other(root: &Path, file: &str) -> io::Result<Option<Box<Other>>> {
    let other = other::is_read(file).then(|| read_other(root, file)).transpose()?;
    Ok(other.and_then(Other::unless_silent))
}

fn read_other(root: &Path, file: &str) -> io::Result<Other> {
    let most = other::most_read(file);
    Ok(match plain::read(&root.join(file), Links::Refused, most)? {
        Found::Bytes(bytes) => Other::read(file, &bytes),
        _ => Other::too_large(file, most),
    })
}

/// What is wrong with a page alone; for fuzz targets.
#[doc(hidden)]
#[must_use]
pub fn faults_of_page(html: &str) -> Vec<String> {
    Page::read(html).faults
}

/// What is wrong with a file that is no page, by itself; for fuzz targets.
#[doc(hidden)]
#[must_use]
pub fn faults_of_file(file: &str, bytes: &[u8]) -> Vec<String> {
    Other::read(file, bytes).faults
}

/// The files of the site that a page leads to, whether they are there or not.
pub(crate) fn leads_to(file: &str, html: &str) -> Vec<String> {
    let own = |address: &String| joined(file, address.split(['?', '#']).next()?);
    Page::read(html).addresses.iter().filter_map(own).collect()
}

/// Where the site says that it is published: the home page's own address.
fn home(index: &Page) -> &str {
    index.canonical.as_deref().unwrap_or_default()
}

/// Whether search engines may show a page.
fn is_shown(page: &Page) -> bool {
    page.indexed && !page.moved
}

/// What the title of a page comes to that search engines may show.
fn title(page: &Page) -> Option<Digest> {
    is_shown(page).then(|| Digest::of_bytes(page.title.as_bytes()))
}

/// How the site map lists a page, if it is one that a reader can look for.
fn listed(file: &str) -> Option<&str> {
    (file != NOT_FOUND).then(|| path_of(file))
}

fn same_titles(root: &Path, files: &[String], pages: &[Option<Kept>]) -> io::Result<Vec<Fault>> {
    let mut first: HashMap<Digest, &str> = HashMap::new();
    let mut faults = Vec::new();
    for (file, page) in files.iter().zip(pages) {
        let Some(title) = page.as_ref().and_then(|page| page.title) else { continue };
        if let Some(other) = first.insert(title, file) {
            let title = read(root, file)?.title;
            let what = format!("its title is that of {other}: {}", title.trim());
            faults.push(Fault { file: file.clone(), what });
        }
    }
    Ok(faults)
}
