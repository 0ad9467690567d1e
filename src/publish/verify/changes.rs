//! A site of which most was looked at before, as part of the site that it replaces: only what has changed is looked at again.
//!
//! What an unchanged page says of itself is still right. What it leads to is still there if nothing led to a file that has
//! gone but what has changed, no page has lost an id, and whatever lost a link to it is still reached. Where that is not plain,
//! or something is wrong, everything is looked at.

use std::collections::{HashMap, HashSet, VecDeque};
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::other::{is_read, leads};
use super::reach::{HOME, beginnings, leads_on};
use super::{Files, LedTo, Page, Site, Verified, home, is_page, read, read_other};

/// A file of the new site.
#[derive(Clone, Copy, Debug)]
pub(in crate::publish) struct Change<'a> {
    /// Its path from the site's root.
    pub file: &'a str,
    /// It is the old site's, byte for byte.
    pub is_same: bool,
    /// The old site has it as it was when it was looked at.
    pub is_of_old: bool,
}

/// Of more pages than one in so many, those before and after take as long to read as all.
const FEW: usize = 4;

/// Names files by what is in them, so that it often changes.
const HEADERS: &str = "_headers";

/// Looks at what has changed between two sites. The old one was looked at as a whole, and so many addresses led to each of its
/// files; `files` are all of the new one. `None` where the whole of the new one has to be looked at.
///
/// # Errors
/// Where a file can't be read.
pub(in crate::publish) fn changes(
    root: &Path,
    (old, led_to): (&Path, LedTo),
    files: &[Change],
) -> io::Result<Option<Verified>> {
    let pages = files.iter().filter(|of| is_page(of.file)).count();
    let changed: Vec<&Change> = files.iter().filter(|of| is_page(of.file) && !of.is_same).collect();
    let others: Vec<&Change> = files.iter().filter(|of| !is_page(of.file) && !of.is_same).collect();
    let is_map_same = files.iter().any(|of| of.file == "sitemap.xml" && of.is_same);
    let (new, of_old): (Vec<&Change>, Vec<&Change>) = others.iter().partition(|of| !of.is_of_old);
    let is_new_page = changed.iter().any(|of| !of.is_of_old);
    let leads_elsewhere =
        new.iter().any(|of| leads(of.file)) || of_old.iter().any(|of| leads(of.file) && of.file != HEADERS);
    if !is_map_same || is_new_page || leads_elsewhere || changed.len() * FEW > pages {
        return Ok(None);
    }
    let index = read(root, HOME)?;
    let read_ids = ReadIds { root, pages: Mutex::default() };
    let names = Files::of(files.iter().map(|of| of.file));
    let has_id = |file: usize, id: &str| read_ids.has(names.names[file], id);
    let site = Site { files: &names, has_id: &has_id, home: home(&index) };
    let mut verified = Verified { pages: changed.len(), files: files.len(), ..Verified::default() };
    let mut ways = Ways { led_to, lost: new.iter().map(|of| of.file.to_owned()).collect() };
    let of_others =
        others.par_iter().filter(|of| is_read(of.file)).map(|of| site.other_way(old, root, of.file));
    let of_pages = changed.par_iter().map(|of| site.way(old, root, of.file));
    for way in of_others.chain(of_pages).collect::<io::Result<Vec<Option<Way>>>>()? {
        let Some(way) = way.filter(|way| ways.change(way)) else { return Ok(None) };
        verified.addresses += way.now.len();
    }
    let is_there = |file: &str| names.number(file).is_some();
    if ways.led_to.iter().any(|(file, count)| *count > 0 && !is_there(file)) {
        return Ok(None);
    }
    ways.lost.retain(|file| is_there(file));
    ways.led_to.retain(|file, _| is_there(file));
    verified.led_to = ways.led_to;
    Ok(site.reaches(ways.lost, root)?.then_some(verified))
}

/// Where a file led before, and where it leads now.
struct Way<'a> {
    before: Vec<String>,
    now: Vec<&'a str>,
}

/// What leads where, while files change.
struct Ways {
    led_to: LedTo,
    /// What may be found no more, unless a way to it is found.
    lost: HashSet<String>,
}

impl Ways {
    /// False where it was not counted before.
    #[must_use]
    fn change(&mut self, Way { before, now }: &Way) -> bool {
        for target in before {
            match self.led_to.get_mut(target) {
                Some(count) if *count > 0 => *count -= 1,
                _ => return false,
            }
        }
        for target in now {
            *self.led_to.entry((*target).to_owned()).or_default() += 1;
        }
        let now: HashSet<&str> = now.iter().copied().collect();
        self.lost.extend(before.iter().filter(|target| !now.contains(target.as_str())).cloned());
        true
    }
}

/// Whether a page is to others what it was.
fn says_the_same(before: &Page, now: &Page) -> bool {
    let outside = |page: &Page| (page.title.clone(), page.canonical.clone(), page.indexed, page.moved);
    outside(before) == outside(now) && before.ids.is_subset(&now.ids) && weighs(before) == weighs(now)
}

/// Which styles and scripts a page loads.
fn weighs(page: &Page) -> (Vec<&String>, &[String]) {
    let is_heavy = |address: &&String| address.ends_with(".css") || address.ends_with("js");
    (page.loaded.iter().filter(is_heavy).collect(), &page.modules)
}

/// Ids of pages, each read when somebody asks for one.
struct ReadIds<'a> {
    root: &'a Path,
    pages: Mutex<HashMap<String, HashSet<String>>>,
}

impl ReadIds<'_> {
    fn has(&self, file: &str, id: &str) -> bool {
        if !is_page(file) {
            return true;
        }
        let pages = || self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(ids) = pages().get(file) {
            return ids.contains(id);
        }
        // Others go on while it is read.
        let ids = read(self.root, file).map(|page| page.ids).unwrap_or_default();
        let has = ids.contains(id);
        pages().insert(file.to_owned(), ids);
        has
    }
}

impl<'a> Site<'a> {
    /// Where a changed page leads; nothing where something is wrong with it, or it is not to others what it was.
    fn way(&self, old: &Path, root: &Path, file: &str) -> io::Result<Option<Way<'a>>> {
        let (before, now) = (read(old, file)?, read(root, file)?);
        let looked = self.looked(file, &now);
        let is_right = looked.faults.is_empty() && says_the_same(&before, &now);
        let before = self.files_from(file, &before.addresses);
        Ok(is_right.then_some(Way { before, now: self.named(looked.targets) }))
    }

    /// The same for what is no page.
    fn other_way(&self, old: &Path, root: &Path, file: &str) -> io::Result<Option<Way<'a>>> {
        let looked = self.looked_at_other(file, &read_other(root, file)?);
        let before =
            if leads(file) { self.files_from(file, &read_other(old, file)?.addresses) } else { Vec::new() };
        Ok(looked.faults.is_empty().then_some(Way { before, now: self.named(looked.targets) }))
    }

    fn named(&self, targets: Vec<usize>) -> Vec<&'a str> {
        targets.into_iter().map(|target| self.files.names[target]).collect()
    }

    /// The files that some addresses in a file lead to, whether they are there or not.
    fn files_from(&self, file: &str, addresses: &[String]) -> Vec<String> {
        let places = addresses.iter().filter_map(|address| self.place(file, address).ok().flatten());
        places.map(|(file, _)| file).collect()
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

    /// Whether whoever begins where all begin still finds all of `lost`: goes from file to file until all are found.
    fn reaches(&self, mut lost: HashSet<String>, root: &Path) -> io::Result<bool> {
        // The theme was looked at with the old site.
        let begin = beginnings(self.files.names.iter().copied(), |file| file.starts_with("assets/"));
        let mut open: VecDeque<String> = begin.into_iter().map(str::to_owned).collect();
        let mut seen: HashSet<String> = open.iter().cloned().collect();
        lost.retain(|file| !seen.contains(file));
        while !lost.is_empty() {
            let Some(file) = open.pop_front() else { return Ok(false) };
            for target in self.next(root, &file)? {
                if leads_on(&file, &target) && seen.insert(target.clone()) {
                    lost.remove(&target);
                    open.push_back(target);
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
        let files = Folder::read(new.path()).expect("a folder").files;
        let same = |file: &str| fs::read(old.path().join(file)).ok() == fs::read(new.path().join(file)).ok();
        let files: Vec<Change> = (files.iter())
            .map(|file| Change { file, is_same: same(file), is_of_old: old.path().join(file).exists() })
            .collect();
        let led_to = verify(old.path()).expect("all can be read").led_to;
        let found = changes(new.path(), (old.path(), led_to), &files).expect("all can be read");
        (verify(new.path()).expect("all can be read"), found)
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
            let (old, new) = (written(&before), written(&now));
            let changed = if broken { "[" } else { "[1]" };
            fs::write(new.path().join(file(0)), changed).expect("a file");
            if renamed {
                rename(&new, &headers(FILES));
            }
            let (whole, found) = looked_at(&old, &new);
            if let Some(found) = found {
                prop_assert_eq!(&found.faults, &whole.faults);
                prop_assert_eq!(whole.faults, []);
                let led_to = |all: LedTo| all.into_iter().filter(|(_, count)| *count > 0).collect::<BTreeMap<_, _>>();
                prop_assert_eq!(led_to(found.led_to), led_to(whole.led_to));
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
        let hurts: [fn(&mut Drawn); 8] = [
            |page| page.links.clear(),
            |page| page.files = vec![0, 1],
            |page| page.links.push((7, Some(2))),
            |page| page.links.push((11, None)),
            |page| page.ids.clear(),
            |page| page.title = 5,
            |page| page.indexed = false,
            |page| page.headings = 2,
        ];
        for (number, change) in hurts.into_iter().enumerate() {
            assert_eq!(with(change), None, "change {number}");
        }
        assert_eq!(after(|drafts| _ = drafts.insert(9, chain()[&1].clone())), None, "a new page");
    }

    #[test]
    fn a_new_page_or_one_that_somebody_wrote_into_or_another_site_map_needs_a_look_at_everything() {
        let mut now = chain();
        now.get_mut(&4).expect("a page").links.push((7, None));
        let (old, new) = (written(&chain()), written(&now));
        let look = |changed: &[&str], is_of_old: bool| {
            let names = Folder::read(new.path()).expect("a folder").files;
            let change = |file| {
                let is_same = !changed.contains(&file);
                Change { file, is_same, is_of_old: is_same || is_of_old }
            };
            let files: Vec<Change> = names.iter().map(String::as_str).map(change).collect();
            let led_to = verify(old.path()).expect("all can be read").led_to;
            changes(new.path(), (old.path(), led_to), &files).expect("all can be read").is_some()
        };
        assert!(look(&["p4/index.html"], true));
        assert!(!look(&["p4/index.html"], false), "nobody knows what it was");
        assert!(look(&["f1.json"], true));
        assert!(look(&["f1.json"], false), "a page leads to it");
        assert!(look(&["p4/index.html", "_headers"], true));
        for file in ["sitemap.xml", "robots.txt"] {
            assert!(!look(&["p4/index.html", file], true), "{file} is another");
        }
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
