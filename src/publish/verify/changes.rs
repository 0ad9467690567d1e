//! A site of which most was looked at before, as part of the site that it replaces: only what has changed is looked at again.
//!
//! What an unchanged page says of itself is still right. What it leads to is still there if no file has gone, no page has lost
//! an id, and whatever lost a link to it is still reached. Where that is not plain, or something is wrong, everything is
//! looked at.

use std::collections::{HashMap, HashSet, VecDeque};
use std::io;
use std::path::Path;
use std::sync::Mutex;

use super::{Page, Site, Verified, home, is_page, read};

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

/// Looks at what has changed between two sites. `old` was looked at as a whole and nothing of it has gone; `files` are all
/// of the new one. `None` where the whole of the new one has to be looked at.
///
/// # Errors
/// Where a file can't be read.
pub(in crate::publish) fn changes(root: &Path, old: &Path, files: &[Change]) -> io::Result<Option<Verified>> {
    let pages = files.iter().filter(|of| is_page(of.file)).count();
    let changed: Vec<&Change> = files.iter().filter(|of| is_page(of.file) && !of.is_same).collect();
    let is_map_same = files.iter().any(|of| of.file == "sitemap.xml" && of.is_same);
    if !is_map_same || changed.len() * FEW > pages || changed.iter().any(|of| !of.is_of_old) {
        return Ok(None);
    }
    let index = read(root, "index.html")?;
    let read_ids = ReadIds { root, pages: Mutex::default() };
    let has_id = |file: &str, id: &str| read_ids.has(file, id);
    let site = Site { files: files.iter().map(|of| of.file).collect(), has_id: &has_id, home: home(&index) };
    let mut verified = Verified { pages: changed.len(), files: files.len(), ..Verified::default() };
    let mut lost = HashSet::new();
    for Change { file, .. } in changed {
        let (before, now) = (read(old, file)?, read(root, file)?);
        let looked = site.looked(file, &now);
        if !looked.faults.is_empty() || !says_the_same(&before, &now) {
            return Ok(None);
        }
        verified.addresses += looked.targets.len();
        let now: HashSet<&str> = looked.targets.into_iter().collect();
        let led_to = site.pages_from(file, &before);
        lost.extend(led_to.into_iter().filter(|target| !now.contains(target.as_str())));
    }
    Ok(site.reaches(lost, root)?.then_some(verified))
}

/// Whether a page is to others what it was.
fn says_the_same(before: &Page, now: &Page) -> bool {
    let outside = |page: &Page| (page.title.clone(), page.canonical.clone(), page.indexed, page.moved);
    outside(before) == outside(now) && before.ids.is_subset(&now.ids)
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
        let Ok(mut pages) = self.pages.lock() else { return false };
        if !pages.contains_key(file) {
            let ids = read(self.root, file).map(|page| page.ids).unwrap_or_default();
            pages.insert(file.to_owned(), ids);
        }
        pages.get(file).is_some_and(|ids| ids.contains(id))
    }
}

impl Site<'_> {
    /// The pages that a page leads to, whether they are there or not.
    fn pages_from(&self, file: &str, page: &Page) -> Vec<String> {
        let places = page.addresses.iter().filter_map(|address| self.place(file, address).ok().flatten());
        places.map(|(file, _)| file).filter(|file| is_page(file)).collect()
    }

    /// Whether whoever begins at the home page still finds all of `lost`: goes from page to page until all are found.
    fn reaches(&self, mut lost: HashSet<String>, root: &Path) -> io::Result<bool> {
        const HOME: &str = "index.html";
        let mut seen = HashSet::from([HOME.to_owned()]);
        let mut open = VecDeque::from([HOME.to_owned()]);
        lost.remove(HOME);
        while !lost.is_empty() {
            let Some(file) = open.pop_front() else { return Ok(false) };
            for target in self.pages_from(&file, &read(root, &file)?) {
                if seen.insert(target.clone()) {
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

    use super::super::{Fault, verify};
    use super::*;
    use crate::site::policy;

    /// A page: its title, its ids, and to which pages and ids it leads.
    #[derive(Clone, Debug, PartialEq)]
    struct Drawn {
        title: u8,
        ids: Vec<u8>,
        links: Vec<(u8, Option<u8>)>,
        headings: u8,
        indexed: bool,
    }

    type Drafts = BTreeMap<u8, Drawn>;

    fn name(page: u8) -> String {
        if page == 0 { "index.html".to_owned() } else { format!("p{page}/index.html") }
    }

    fn html(page: u8, of: &Drawn) -> String {
        let root = if page == 0 { "" } else { "../" };
        let link = |(to, id): &(u8, Option<u8>)| {
            let id = id.map(|id| format!("#i{id}")).unwrap_or_default();
            format!("<a href=\"{root}{}{id}\">a</a>", name(*to))
        };
        let links = of.links.iter().map(link).collect::<Vec<_>>().concat();
        let ids = of.ids.iter().map(|id| format!("<p id=i{id}>")).collect::<Vec<_>>().concat();
        let own = name(page).replace("index.html", "");
        let said = format!("<meta http-equiv=Content-Security-Policy content=\"{}\">", policy::PAGE);
        let robots = if of.indexed { "" } else { "<meta name=robots content=noindex>" };
        format!(
            "<html lang=en>{said}<title>{}</title>{robots}<link rel=canonical href=https://a.example/{own}>{}{links}{ids}",
            of.title,
            "<h1>a</h1>".repeat(of.headings.into())
        )
    }

    fn written(drafts: &Drafts) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let mut map = String::new();
        for (page, of) in drafts {
            let file = folder.path().join(name(*page));
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            fs::write(file, html(*page, of)).expect("a file");
            if of.indexed {
                map.extend(["<loc>https://a.example/", &name(*page).replace("index.html", ""), "</loc>"]);
            }
        }
        fs::write(folder.path().join("sitemap.xml"), map).expect("a file");
        folder
    }

    /// What is wrong with a site that was changed: all of it, and what is found by a look at the changes, if that is enough.
    fn looked(before: &Drafts, now: &Drafts) -> (Vec<Fault>, Option<Vec<Fault>>) {
        let (old, new) = (written(before), written(now));
        let files: Vec<String> =
            now.keys().map(|page| name(*page)).chain(["sitemap.xml".to_owned()]).collect();
        let same = |file: &str| fs::read(old.path().join(file)).ok() == fs::read(new.path().join(file)).ok();
        let files: Vec<Change> = (files.iter())
            .map(|file| Change { file, is_same: same(file), is_of_old: old.path().join(file).exists() })
            .collect();
        let found = changes(new.path(), old.path(), &files).expect("all can be read");
        let whole = verify(new.path()).expect("all can be read");
        (whole.faults, found.map(|verified| verified.faults))
    }

    fn drawn() -> impl Strategy<Value = Drawn> {
        let links = prop::collection::vec((0..9_u8, prop::option::weighted(0.2, 0..3_u8)), 0..4);
        let ids = prop::collection::btree_set(0..3_u8, 0..4);
        (links, ids, 0..40_u8, prop::bool::weighted(0.95)).prop_map(|(links, ids, title, indexed)| Drawn {
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
            }
            drafts
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        #[test]
        fn a_look_at_the_changes_finds_nothing_only_where_a_look_at_everything_does(
            before in right(), page in 0..9_u8, another in 0..9_u8, new in drawn(), less in any::<bool>(), keeps in 0..4_u8,
        ) {
            let mut now = before.clone();
            let mut new = new;
            // Most changes keep most of a page, so that all is well rather often.
            let old = &before[&page];
            if keeps > 0 { new = Drawn { links: new.links, ..old.clone() }; }
            if keeps > 1 { new.links.extend(old.links.iter().skip(usize::from(less))); }
            now.insert(page, new);
            if keeps == 3 { now.get_mut(&another).expect("a page").links.push((page, None)); }
            let (whole, found) = looked(&before, &now);
            if let Some(found) = found {
                prop_assert_eq!(found, whole.clone());
                prop_assert_eq!(whole, []);
            }
        }
    }

    fn chain() -> Drafts {
        let page = |number: u8| Drawn {
            title: number,
            ids: vec![1],
            links: vec![((number + 1) % 9, None)],
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
        let hurts: [fn(&mut Drawn); 7] = [
            |page| page.links.clear(),
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
        let look = |file: &str, is_of_old: bool, map_is_same: bool| {
            let names: Vec<String> = (0..9).map(name).collect();
            let page =
                |page| Change { file: page, is_same: page != file, is_of_old: page != file || is_of_old };
            let map = Change { file: "sitemap.xml", is_same: map_is_same, is_of_old: true };
            let files: Vec<Change> = names.iter().map(String::as_str).map(page).chain([map]).collect();
            changes(new.path(), old.path(), &files).expect("all can be read").is_some()
        };
        assert!(look("p4/index.html", true, true));
        assert!(!look("p4/index.html", false, true), "nobody knows what it was");
        assert!(!look("p4/index.html", true, false), "the site map is another");
    }
}
