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
    let mut verified = Verified { pages: pages.len(), files: files.len(), ..Verified::default() };
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
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use proptest::prelude::*;

    use super::super::folder::Folder;
    use super::super::{Fault, verify};
    use super::*;
    use crate::site::policy;

    /// A page: its title, its ids, to which pages and ids it leads, and to which other files.
    #[derive(Clone, Debug, Default, PartialEq)]
    struct Drawn {
        title: u8,
        ids: Vec<u8>,
        links: Vec<(u8, Option<u8>)>,
        files: Vec<u8>,
        headings: u8,
        indexed: bool,
    }

    type Drafts = BTreeMap<u8, Drawn>;

    /// How many files each site has that are no pages.
    const FILES: u8 = 3;
    fn name(page: u8) -> String {
        match page {
            0 => "index.html".to_owned(),
            LOST => "404.html".to_owned(),
            _ => format!("p{page}/index.html"),
        }
    }

    /// The page for addresses that lead nowhere.
    const LOST: u8 = 100;

    fn file(number: u8) -> String {
        format!("f{number}.json")
    }

    fn html(page: u8, of: &Drawn) -> String {
        let root = if page == 0 || page == LOST { "" } else { "../" };
        let link = |(to, id): &(u8, Option<u8>)| {
            let id = id.map(|id| format!("#i{id}")).unwrap_or_default();
            format!("<a href=\"{root}{}{id}\">a</a>", name(*to))
        };
        let files = of.files.iter().map(|number| format!("<a href=\"{root}{}\">a</a>", file(*number)));
        let links = of.links.iter().map(link).chain(files).collect::<Vec<_>>().concat();
        let ids = of.ids.iter().map(|id| format!("<p id=i{id}>")).collect::<Vec<_>>().concat();
        let own = name(page).replace("index.html", "");
        let said = format!("<meta http-equiv=Content-Security-Policy content=\"{}\">", policy::PAGE);
        let robots = if of.indexed { "" } else { "<meta name=robots content=noindex>" };
        format!(
            "<html lang=en>{said}<meta name=description content=a><title>{}</title>{robots}<link rel=canonical href=https://a.example/{own}>{}{links}{ids}",
            of.title,
            "<h1>a</h1>".repeat(of.headings.into())
        )
    }

    /// What is said to hosts of a file.
    fn headers(number: u8) -> String {
        format!("/{}\n  X-Robots-Tag: noindex\n", file(number))
    }

    /// Gives a file another name, and says what hosts are told.
    fn rename(site: &tempfile::TempDir, told: &str) {
        let path = |file: &str| site.path().join(file);
        fs::rename(path(&file(0)), path(&file(FILES))).expect("a file");
        fs::write(path(HEADERS), told).expect("a file");
    }

    fn written(drafts: &Drafts) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let put = |file: &str, text: &str| fs::write(folder.path().join(file), text).expect("a file");
        put("404.html", &html(LOST, &Drawn { title: LOST, headings: 1, ..Drawn::default() }));
        put("_headers", &headers(0));
        put("robots.txt", "");
        (0..FILES).for_each(|number| put(&file(number), "[]"));
        let mut map = String::new();
        for (page, of) in drafts {
            let file = folder.path().join(name(*page));
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            fs::write(file, html(*page, of)).expect("a file");
            if of.indexed {
                map.extend(["<loc>https://a.example/", &name(*page).replace("index.html", ""), "</loc>"]);
            }
        }
        put("sitemap.xml", &format!("<urlset>{map}</urlset>"));
        folder
    }

    /// What is wrong with a site that was changed: all of it, and what is found by a look at the changes, if that is enough.
    fn looked(before: &Drafts, now: &Drafts) -> (Vec<Fault>, Option<Vec<Fault>>) {
        let (whole, found) = looked_at(&written(before), &written(now));
        (whole.faults, found.map(|verified| verified.faults))
    }

    fn looked_at(old: &tempfile::TempDir, new: &tempfile::TempDir) -> (Verified, Option<Verified>) {
        let same = |file: &str| fs::read(old.path().join(file)).ok() == fs::read(new.path().join(file)).ok();
        let found = looked_at_changes(old, new, &same, &|_| true);
        (verify(new.path()).expect("all can be read"), found)
    }

    fn looked_at_changes(
        old: &tempfile::TempDir,
        new: &tempfile::TempDir,
        is_same: &dyn Fn(&str) -> bool,
        is_untouched: &dyn Fn(&str) -> bool,
    ) -> Option<Verified> {
        let files = Folder::read(new.path()).expect("a folder").files;
        let files: Vec<Change> = files.iter().map(|file| Change { file, is_same: is_same(file) }).collect();
        let known = verify(old.path()).expect("all can be read").known;
        let before = Before { root: old.path(), known, is_untouched };
        changes(new.path(), &before, &files).expect("all can be read")
    }

    fn drawn() -> impl Strategy<Value = Drawn> {
        let links = prop::collection::vec((0..9_u8, prop::option::weighted(0.2, 0..3_u8)), 0..4);
        let ids = prop::collection::btree_set(0..3_u8, 0..4);
        let files = prop::collection::vec(0..FILES, 0..2);
        let all = (links, ids, files, 0..40_u8, prop::bool::weighted(0.95));
        all.prop_map(|(links, ids, files, title, indexed)| Drawn {
            files,
            title,
            ids: ids.into_iter().collect(),
            links,
            headings: if title == 39 { 2 } else { 1 },
            indexed,
        })
    }

    /// A site in which nothing is wrong.
    fn right() -> impl Strategy<Value = Drafts> {
        prop::collection::vec(drawn(), 9).prop_map(|pages| {
            let mut drafts: Drafts = (0..9).zip(pages).collect();
            let ids: BTreeMap<u8, Vec<u8>> =
                drafts.iter().map(|(page, of)| (*page, of.ids.clone())).collect();
            for (page, of) in &mut drafts {
                of.title = *page;
                of.headings = 1;
                of.links.retain(|(to, id)| id.is_none_or(|id| ids[to].contains(&id)));
                // Each is found by the one before it.
                of.links.push(((page + 1) % 9, None));
                of.files.extend((*page < FILES).then_some(*page));
            }
            drafts
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn a_look_at_the_changes_finds_nothing_only_where_a_look_at_everything_does(
            before in right(), page in 0..9_u8, another in 0..9_u8, new in drawn(), less in any::<bool>(), keeps in 0..4_u8,
            lost in prop::bool::weighted(0.2), broken in prop::bool::weighted(0.1),
            renamed in any::<bool>(), forgotten in prop::option::weighted(0.3, 0..9_u8),
            gone in prop::option::weighted(0.3, 1..9_u8), still in prop::bool::weighted(0.3),
            added in prop::option::weighted(0.3, drawn()), told in 0..10_u8, stray in prop::bool::weighted(0.1),
        ) {
            let mut now = before.clone();
            let mut new = new;
            // Most changes keep most of a page, so that all is well rather often.
            let old = &before[&page];
            if keeps > 0 { new = Drawn { links: new.links, ..old.clone() }; }
            if keeps > 1 { new.links.extend(old.links.iter().skip(usize::from(less))); }
            if lost { new.files.pop(); }
            now.insert(page, new);
            if keeps == 3 { now.get_mut(&another).expect("a page").links.push((page, None)); }
            if renamed {
                let pages = now.iter_mut().filter(|(page, _)| Some(**page) != forgotten);
                let files = pages.flat_map(|(_, of)| of.files.iter_mut());
                files.filter(|file| **file == 0).for_each(|file| *file = FILES);
            }
            if let Some(gone) = gone.filter(|_| now.len() > 1) {
                let next = now.remove(&gone).map(|of| of.links).unwrap_or_default();
                for of in now.values_mut() {
                    let led = of.links.len();
                    of.links.retain(|(to, _)| *to != gone || still);
                    // Whoever led to it leads on to where it led.
                    if of.links.len() < led {
                        of.links.extend(&next);
                    }
                }
            }
            if let Some(of) = added {
                now.insert(9, Drawn { links: before[&1].links.clone(), ..of });
                if told > 0 { now.entry(told - 1).or_default().links.push((9, None)); }
            }
            let (old, new) = (written(&before), written(&now));
            if stray {
                let map = fs::read_to_string(new.path().join(MAP)).expect("a map");
                let other = map.replacen("<loc>https://a.example/p", "<loc>https://a.example/q", 1);
                fs::write(new.path().join(MAP), other).expect("a file");
            }
            let changed = if broken { "[" } else { "[1]" };
            fs::write(new.path().join(file(0)), changed).expect("a file");
            if renamed {
                rename(&new, &headers(FILES));
            }
            let (whole, found) = looked_at(&old, &new);
            if let Some(found) = found {
                prop_assert_eq!(&found.faults, &whole.faults);
                prop_assert_eq!(whole.faults, []);
                prop_assert_eq!(found.known, whole.known);
            }
        }
    }

    fn chain() -> Drafts {
        let page = |number: u8| Drawn {
            title: number,
            ids: vec![1],
            links: vec![((number + 1) % 9, None)],
            files: if number == 4 { (0..FILES).collect() } else { Vec::new() },
            headings: 1,
            indexed: true,
        };
        (0..9).map(|number| (number, page(number))).collect()
    }

    fn after(change: impl Fn(&mut Drafts)) -> Option<Vec<Fault>> {
        let mut now = chain();
        change(&mut now);
        looked(&chain(), &now).1
    }

    #[test]
    fn a_change_that_hurts_nobody_is_all_that_is_looked_at() {
        let of = |drafts: &mut Drafts, page: u8| drafts.remove(&page).expect("a page");
        let with = |change: fn(&mut Drawn)| {
            after(move |drafts| {
                let mut page = of(drafts, 4);
                change(&mut page);
                drafts.insert(4, page);
            })
        };
        assert_eq!(after(|_| {}), Some(vec![]));
        assert_eq!(with(|page| page.links.push((7, Some(1)))), Some(vec![]));
        assert_eq!(with(|page| page.ids.push(2)), Some(vec![]));
        // What was lost here is found from elsewhere.
        let moved = after(|drafts| {
            drafts.get_mut(&4).expect("a page").links.clear();
            drafts.get_mut(&2).expect("a page").links.push((5, None));
        });
        assert_eq!(moved, Some(vec![]));
        let moved = after(|drafts| {
            drafts.get_mut(&4).expect("a page").files.clear();
            drafts.get_mut(&2).expect("a page").files.extend(0..FILES);
        });
        assert_eq!(moved, Some(vec![]));
        // A file under another name.
        let renamed = |files: Vec<u8>, told: &str| {
            let mut now = chain();
            now.get_mut(&4).expect("a page").files = files;
            let (old, new) = (written(&chain()), written(&now));
            rename(&new, told);
            looked_at(&old, &new).1.map(|verified| verified.faults)
        };
        assert_eq!(renamed(vec![1, 2, FILES], &headers(FILES)), Some(vec![]));
        assert_eq!(renamed(vec![1, 2], ""), None, "nothing leads to it");
        assert_eq!(renamed(vec![0, 1, 2, FILES], &headers(FILES)), None, "it leads to what has gone");
        assert_eq!(renamed(vec![1, 2, FILES], &headers(0)), None, "hosts are told of what has gone");
        assert_eq!(with(|page| page.title = 20), Some(vec![]));
        assert_eq!(with(|page| page.indexed = false), Some(vec![]), "the site map has it no more");
        let hurts: [fn(&mut Drawn); 6] = [
            |page| page.links.clear(),
            |page| page.files = vec![0, 1],
            |page| page.links.push((7, Some(2))),
            |page| page.links.push((11, None)),
            |page| page.title = 5,
            |page| page.headings = 2,
        ];
        for (number, change) in hurts.into_iter().enumerate() {
            assert_eq!(with(change), None, "change {number}");
        }
        assert_eq!(with(|page| page.ids.clear()), Some(vec![]), "nothing leads to an id in it");
        // Page 3 leads to an id in 4, and then to 4 alone.
        let led = |changed: &[(u8, Option<u8>)]| {
            let (mut before, mut now) = (chain(), chain());
            before.get_mut(&3).expect("a page").links = vec![(4, Some(1))];
            now.get_mut(&3).expect("a page").links = changed.to_vec();
            now.get_mut(&4).expect("a page").ids.clear();
            looked(&before, &now).1
        };
        assert_eq!(led(&[(4, Some(1))]), None, "it leads to what has gone");
        assert_eq!(led(&[(4, None)]), Some(vec![]));
    }

    #[test]
    fn pages_that_come_and_go_are_looked_at_with_what_leads_to_them() {
        let with = |is_led_to: bool, change: fn(&mut Drawn)| {
            after(move |drafts| {
                let mut page = Drawn { title: 20, ..drafts[&1].clone() };
                change(&mut page);
                drafts.insert(9, page);
                drafts.get_mut(&4).expect("a page").links.extend(is_led_to.then_some((9, None)));
            })
        };
        assert_eq!(with(true, |_| {}), Some(vec![]));
        assert_eq!(with(false, |_| {}), None, "no page leads to it");
        let hurts: [fn(&mut Drawn); 4] = [
            |page| page.title = 5,
            |page| page.headings = 2,
            |page| page.links.push((11, None)),
            |page| page.links.push((7, Some(2))),
        ];
        for (number, change) in hurts.into_iter().enumerate() {
            assert_eq!(with(true, change), None, "change {number}");
        }
        // Page 5 goes; 4 led to it, and it led to 6.
        let without = |next: &[(u8, Option<u8>)]| {
            let next = next.to_vec();
            after(move |drafts| {
                drafts.remove(&5);
                drafts.get_mut(&4).expect("a page").links = next.clone();
            })
        };
        assert_eq!(without(&[(6, None)]), Some(vec![]));
        assert_eq!(without(&[(5, None), (6, None)]), None, "a page leads to it");
        assert_eq!(without(&[]), None, "what it alone led to is found no more");
    }

    #[test]
    fn a_new_page_may_load_what_is_not_too_heavy() {
        let page = |load: &str| {
            let (mut before, mut now) = (chain(), chain());
            before.get_mut(&0).expect("a page").files.push(0);
            now.clone_from(&before);
            now.insert(9, Drawn { title: 20, ..chain()[&1].clone() });
            now.get_mut(&4).expect("a page").links.push((9, None));
            let (old, new) = (written(&before), written(&now));
            for site in [&old, &new] {
                // Nothing in it is twice, so that it is as long when it is packed.
                let words: Vec<String> =
                    (0..4000_u32).map(|number| blake3::hash(&number.to_le_bytes()).to_string()).collect();
                fs::write(site.path().join("heavy.js"), format!("// {}", words.concat())).expect("a file");
                fs::write(site.path().join("light.js"), "//").expect("a file");
                for file in [name(0), name(3)] {
                    let links =
                        "<a href=https://a.example/heavy.js>a</a><a href=https://a.example/light.js>a</a>";
                    let html = fs::read_to_string(site.path().join(&file)).expect("a page");
                    fs::write(site.path().join(&file), format!("{html}{links}")).expect("a file");
                }
            }
            let own = new.path().join(name(9));
            let html = fs::read_to_string(&own).expect("a page");
            fs::write(&own, format!("{html}<script src=../{load}></script>")).expect("a file");
            let (whole, found) = looked_at(&old, &new);
            (whole.faults.len(), found.is_some())
        };
        assert_eq!(page("light.js"), (0, true));
        assert_eq!(page("heavy.js"), (1, false));
    }

    #[test]
    fn what_somebody_wrote_into_or_what_leads_elsewhere_needs_a_look_at_everything() {
        let mut now = chain();
        now.get_mut(&4).expect("a page").links.push((7, None));
        let (old, new) = (written(&chain()), written(&now));
        let look = |changed: &[&str], is_untouched: bool| {
            let is_same = |file: &str| !changed.contains(&file);
            looked_at_changes(&old, &new, &is_same, &|_| is_untouched).is_some()
        };
        assert!(look(&["p4/index.html"], true));
        assert!(!look(&["p4/index.html"], false), "nobody knows what it was");
        assert!(look(&["f1.json"], true));
        assert!(look(&["f1.json"], false), "a page leads to it");
        assert!(look(&["p4/index.html", "_headers", MAP], true));
        assert!(!look(&["p4/index.html", "robots.txt"], true), "it is another");
        assert!(!look(&["_headers"], false), "nobody knows where it led");
    }

    #[test]
    fn a_page_with_other_scripts_or_styles_needs_a_look_at_everything() {
        let page = |more: &str| Page::read(&format!("{}{more}", html(4, &chain()[&4])));
        let before = page("<script src=a.js></script>");
        assert!(says_the_same(&before, &page("<script src=a.js></script><img alt=a src=a.png>")));
        assert!(!says_the_same(&before, &page("<script src=b.js></script>")));
        assert!(!says_the_same(&before, &page("<script src=a.js></script><link rel=stylesheet href=a.css>")));
        assert!(!says_the_same(&before, &page("<script src=a.js></script><i data-module=a></i>")));
    }
}
