//! A site of which most was looked at before, as part of the site that it replaces: only what has changed is looked at again.
//!
//! What an unchanged page says of itself is still right. What it leads to is still there if nothing led to a file that has
//! gone, or to an id in a page that lost one, but what has changed, and whatever lost a link to it, or is new, is reached. No two titles
//! are the same, and the site map lists the pages that there are. Where that is not plain, or something is wrong, everything
//! is looked at.

use std::collections::{HashMap, HashSet, VecDeque};
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::folder::is_asked_for;
use super::links::{FileNumber, Files, Id, Looked, Site, id_in};
use super::map::{MAP, is_of_map};
use super::other::{Other, is_read, leads};
use super::reach::{HOME, beginnings, leads_on};
use super::ways::{Way, Ways};
use super::{
    Kept, Known, Page, Verified, home, is_page, listed, read, read_if_other, read_other, title, weight,
};
use crate::publish::Digest;

/// A file of the new site.
#[derive(Clone, Copy, Debug)]
pub(in crate::publish) struct Change<'a> {
    /// Its path from the site's root.
    pub file: &'a str,
    /// It is the old site's, byte for byte.
    pub is_same: bool,
}

/// The site before, which was looked at as a whole, with nothing wrong in it.
pub(in crate::publish) struct Before<'a> {
    pub root: &'a Path,
    /// What is known of each of its files.
    pub known: HashMap<String, Known>,
    /// Whether one of them is as it was then.
    pub is_untouched: &'a dyn Fn(&str) -> bool,
}

/// Of more pages than one in so many, those before and after take as long to read as all.
const FEW: usize = 4;

/// Names files by what is in them, so that it often changes.
const HEADERS: &str = "_headers";

/// Looks at what has changed since the site before; `files` are all of the new one. `None` where the whole of the new one has
/// to be looked at.
///
/// # Errors
/// Where a file can't be read.
pub(in crate::publish) fn changes(
    root: &Path,
    before: &Before,
    files: &[Change],
) -> io::Result<Option<Verified>> {
    let names = Files::of(files.iter().map(|of| of.file));
    let Some(differing) = differing(before, &names, files) else { return Ok(None) };
    let (pages, others): (Vec<Differing>, Vec<Differing>) = differing.iter().partition(|of| is_page(of.file));
    if pages.len() * FEW > files.iter().filter(|of| is_page(of.file)).count() {
        return Ok(None);
    }
    let index = read(root, HOME)?;
    let site = Site { files: &names, home: home(&index) };
    let look = Look {
        site: &site,
        roots: [before.root, root],
        loaded: loaded(root, &names, &pages)?,
        ids: ReadIds { root, pages: Mutex::default() },
    };
    let of_others = others.par_iter().map(|of| look.other(*of));
    let of_pages = pages.par_iter().map(|of| look.page(*of));
    let found: Vec<Option<Found>> = of_others.chain(of_pages).collect::<io::Result<_>>()?;
    let mut verified =
        Verified { pages: pages.len(), files: files.len(), read: differing.len(), ..Verified::default() };
    let mut ways = Ways { known: before.known.clone(), ..Ways::default() };
    let mut of_map = files.iter().filter(|of| is_of_map(of.file));
    let mut is_list_same = names.number(MAP).is_some() && of_map.all(|of| of.is_same);
    for (of, found) in others.iter().chain(&pages).zip(found) {
        let Some(found) = found.filter(|found| ways.change(&found.way)) else { return Ok(None) };
        verified.addresses += found.way.now.len();
        let known = ways.known.entry(of.file.to_owned()).or_default();
        is_list_same &= known.title.is_some() == found.title.is_some();
        known.title = found.title;
        ways.lacking.extend(found.lacks_id.then(|| of.file.to_owned()));
        ways.lost.extend((!of.was && !found.is_moved).then(|| of.file.to_owned()));
    }
    let is_right = ways.forget(|file| names.number(file).is_none())
        && !ways.is_id_missed()
        && are_titles_unique(&ways.known)
        && (is_list_same || site.map(root, &listed_of(&ways.known), &HashSet::new())?.is_empty())
        && site.reaches(ways.lost, &differing, root)?;
    verified.known = ways.known;
    Ok(is_right.then_some(verified))
}

/// A file that is not in both sites the same.
#[derive(Clone, Copy)]
struct Differing<'a> {
    file: &'a str,
    /// The site before has it as it was when it was looked at.
    was: bool,
    /// The new site has it.
    is: bool,
}

/// All files that are not in both sites the same; nothing where one of them could change what others lead to in a way that nobody
/// can tell.
fn differing<'a>(before: &'a Before, names: &Files, files: &[Change<'a>]) -> Option<Vec<Differing<'a>>> {
    let was = |file: &str| before.known.contains_key(file) && (before.is_untouched)(file);
    let changed = files.iter().filter(|of| !of.is_same);
    let changed = changed.map(|of| Differing { file: of.file, was: was(of.file), is: true });
    let gone = before.known.keys().filter(|file| names.number(file).is_none());
    let gone = gone.map(|file| Differing { file, was: was(file), is: false });
    let differing: Vec<Differing> = changed.chain(gone).collect();
    let is_plain = |of: &Differing| {
        // Nobody knows what somebody else has made of it.
        let is_known = of.was || !before.known.contains_key(of.file);
        match (of.was, of.is) {
            _ if is_page(of.file) => is_known && (of.is || of.file != HOME && !is_asked_for(of.file)),
            (true, true) => !leads(of.file) || matches!(of.file, HEADERS | MAP),
            (_, true) => !leads(of.file),
            (_, false) => !leads(of.file) && !is_asked_for(of.file),
        }
    };
    differing.iter().all(is_plain).then_some(differing)
}

/// What pages load that are new: styles and scripts, none of which has changed.
fn loaded(root: &Path, names: &Files, pages: &[Differing]) -> io::Result<Vec<Option<Box<Other>>>> {
    let is_new = pages.iter().any(|of| !of.was);
    let read = |file: &str| if is_new && leads(file) { read_if_other(root, file) } else { Ok(None) };
    names.names.par_iter().map(|file| read(file)).collect()
}

fn are_titles_unique(known: &HashMap<String, Known>) -> bool {
    let mut seen = HashSet::new();
    known.values().filter_map(|known| known.title).all(|title| seen.insert(title))
}

/// The pages that the site map lists.
fn listed_of(known: &HashMap<String, Known>) -> HashSet<&str> {
    let pages = known.iter().filter(|(_, known)| known.title.is_some());
    pages.filter_map(|(file, _)| listed(file)).collect()
}

/// What a look at a file that differs has found.
struct Found<'a> {
    way: Way<'a>,
    title: Option<Digest>,
    is_moved: bool,
    /// It has an id no more.
    lacks_id: bool,
}

/// Whether a page is to the files that lead to it what it was.
fn says_the_same(before: &Page, now: &Page) -> bool {
    let outside = |page: &Page| (page.canonical.clone(), page.moved);
    outside(before) == outside(now) && weighs(before) == weighs(now)
}

/// Which styles and scripts a page loads.
fn weighs(page: &Page) -> (Vec<&String>, &[String]) {
    let is_heavy = |address: &&String| address.ends_with(".css") || address.ends_with("js");
    (page.loaded.iter().filter(is_heavy).collect(), &page.modules)
}

/// Looks at files that differ, each of which may be in the site before, in the new one, or in both.
struct Look<'s, 'a> {
    site: &'s Site<'a>,
    roots: [&'s Path; 2],
    loaded: Vec<Option<Box<Other>>>,
    ids: ReadIds<'s>,
}

impl<'a> Look<'_, 'a> {
    /// What is found of a page; nothing where something is wrong with it, or it is not to others what it was.
    fn page(&self, Differing { file, was, is }: Differing) -> io::Result<Option<Found<'a>>> {
        let site = self.site;
        let [before, now] = [(was, self.roots[0]), (is, self.roots[1])]
            .map(|(there, root)| there.then(|| read(root, file)).transpose());
        let (before, now) = (before?, now?);
        let looked = now.as_ref().map(|now| site.looked(file, now)).unwrap_or_default();
        let fits = match (&before, &now) {
            (Some(before), Some(now)) => says_the_same(before, now),
            (None, Some(now)) => weight::faults(site, &self.loaded, file, now).is_empty(),
            (_, None) => true,
        };
        let lacks_id =
            before.as_ref().zip(now.as_ref()).is_some_and(|(before, now)| !before.ids.is_subset(&now.ids));
        let addresses = before.map(|page| page.addresses).unwrap_or_default();
        Ok((fits && self.is_right(&looked)).then(|| Found {
            way: site.way(file, &addresses, looked),
            title: now.as_ref().and_then(title),
            is_moved: now.is_some_and(|page| page.moved),
            lacks_id,
        }))
    }

    /// The same for what is no page.
    fn other(&self, Differing { file, was, is }: Differing) -> io::Result<Option<Found<'a>>> {
        let (site, [old, new]) = (self.site, self.roots);
        let looked = if is && is_read(file) {
            site.looked_at_other(file, &read_other(new, file)?)
        } else {
            Looked::default()
        };
        let before = if was && leads(file) { read_other(old, file)?.addresses } else { Vec::new() };
        Ok(self.is_right(&looked).then(|| Found {
            way: site.way(file, &before, looked),
            title: None,
            is_moved: false,
            lacks_id: false,
        }))
    }
}

impl Look<'_, '_> {
    /// Whether nothing is wrong with a file, and all ids are there that it names in others.
    fn is_right(&self, looked: &Looked) -> bool {
        let is_there = |(file, id): &(FileNumber, Id)| self.ids.has(self.site.files.name(*file), *id);
        looked.faults.is_empty() && looked.ids.iter().all(is_there)
    }
}

/// Ids of pages, each read when somebody asks for one.
struct ReadIds<'a> {
    root: &'a Path,
    pages: Mutex<HashMap<String, Kept>>,
}

impl ReadIds<'_> {
    fn has(&self, file: &str, id: Id) -> bool {
        if !is_page(file) {
            return true;
        }
        let pages = || self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(page) = pages().get(file) {
            return page.has(id);
        }
        // Others go on while it is read.
        let Ok(page) = read(self.root, file).map(|page| Kept::of(&page)) else { return false };
        let has = page.has(id);
        pages().insert(file.to_owned(), page);
        has
    }
}

impl<'a> Site<'a> {
    /// Where a file led that had some addresses, and where it leads now.
    fn way(&self, file: &str, before: &[String], now: Looked) -> Way<'a> {
        let with_ids: Vec<String> =
            before.iter().filter(|address| id_in(address).is_some()).cloned().collect();
        let mut before_ids = self.files_from(file, &with_ids);
        before_ids.retain(|target| target != file);
        Way {
            before: self.files_from(file, before),
            before_ids,
            now: self.named(now.targets),
            now_ids: self.named(now.ids.into_iter().map(|(file, _)| file)),
        }
    }

    fn named(&self, targets: impl IntoIterator<Item = FileNumber>) -> Vec<&'a str> {
        targets.into_iter().map(|target| self.files.name(target)).collect()
    }

    /// The files that some addresses in a file lead to, whether they are there or not.
    fn files_from(&self, file: &str, addresses: &[String]) -> Vec<String> {
        addresses.iter().filter_map(|address| self.place(file, address).ok().flatten()).collect()
    }

    /// What a file leads to.
    fn next(&self, root: &Path, file: &str) -> io::Result<Vec<String>> {
        if is_page(file) {
            return Ok(self.files_from(file, &read(root, file)?.addresses));
        }
        if !leads(file) {
            return Ok(Vec::new());
        }
        let other = read_other(root, file)?;
        let mut targets = self.looked_at_other(file, &other).targets;
        targets.extend(self.asked_for(&other));
        Ok(self.named(targets).into_iter().map(str::to_owned).collect())
    }

    /// Whether whoever begins where all begin still finds all of `lost`: goes from file to file until all are found, first to those
    /// that differ, for they alone lead to what is new.
    fn reaches(&self, mut lost: HashSet<String>, differing: &[Differing], root: &Path) -> io::Result<bool> {
        // The theme was looked at with the old site.
        let begin = beginnings(self.files.names.iter().copied(), |file| file.starts_with("assets/"));
        let mut open: VecDeque<String> = begin.into_iter().map(str::to_owned).collect();
        let mut seen: HashSet<String> = open.iter().cloned().collect();
        lost.retain(|file| !seen.contains(file));
        let differing: HashSet<&str> = differing.iter().map(|of| of.file).collect();
        while !lost.is_empty() {
            let Some(file) = open.pop_front() else { return Ok(false) };
            for target in self.next(root, &file)? {
                if leads_on(&file, &target) && seen.insert(target.clone()) {
                    lost.remove(&target);
                    if differing.contains(target.as_str()) {
                        open.push_front(target);
                    } else {
                        open.push_back(target);
                    }
                }
            }
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests;
