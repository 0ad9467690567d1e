//! A look that reads less than all of a site, against one that reads all of it: sites are drawn at random, changed and spoiled.

use std::collections::BTreeMap;
use std::fs;

use proptest::prelude::*;

use super::super::folder::Folder;
use super::super::sight::{Ahead, Sight};
use super::super::{Fault, verify, verify_seen};
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
    written_with(drafts, false)
}

/// The site map in one file, or in one that another names.
fn written_with(drafts: &Drafts, parts: bool) -> tempfile::TempDir {
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
    let map = format!("<urlset>{map}</urlset>");
    if parts {
        fs::create_dir(folder.path().join("sitemap")).expect("a folder");
        put("sitemap/1.xml", &map);
        put("sitemap.xml", "<sitemapindex><loc>https://a.example/sitemap/1.xml</loc></sitemapindex>");
    } else {
        put("sitemap.xml", &map);
    }
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
    let whole = verify(new.path()).expect("all can be read");
    let ahead = looked_at_ahead(new, "https://a.example/", || {});
    assert_eq!((&ahead.faults, &ahead.known), (&whole.faults, &whole.known));
    assert_eq!((ahead.pages, ahead.addresses), (whole.pages, whole.addresses));
    (whole, found)
}

/// Looks at a site as if each file were just written, does something to it, and looks at what is there.
fn looked_at_ahead(site: &tempfile::TempDir, home: &str, then: impl Fn()) -> Verified {
    let names = Folder::read(site.path()).expect("a folder").files;
    let bytes = |file: &String| fs::read(site.path().join(file)).expect("a file");
    let alone = names.iter().filter_map(|file| Some((file.clone(), Sight::alone(file, &bytes(file))?)));
    let ahead = Ahead::of(&names, home, alone);
    let pages = names.iter().filter(|file| is_page(file));
    let pages: Vec<_> =
        pages.filter_map(|file| Some((file.clone(), ahead.sight(file, &bytes(file))?))).collect();
    then();
    verify_seen(site.path(), ahead.sights(pages.into_iter())).expect("all can be read")
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
        let ids: BTreeMap<u8, Vec<u8>> = drafts.iter().map(|(page, of)| (*page, of.ids.clone())).collect();
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
        had_parts in prop::bool::weighted(0.2), parts in prop::bool::weighted(0.5),
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
        // A map seldom comes into parts, or out of them.
        let parts = if had_parts { parts || another > 0 } else { parts && another == 0 };
        let (old, new) = (written_with(&before, had_parts), written_with(&now, parts));
        if stray {
            let list = new.path().join(if parts { "sitemap/1.xml" } else { MAP });
            let map = fs::read_to_string(&list).expect("a map");
            let other = map.replacen("<loc>https://a.example/p", "<loc>https://a.example/q", 1);
            fs::write(list, other).expect("a file");
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

#[test]
fn what_was_seen_is_not_read_again_unless_the_site_is_another() {
    let mut drafts = chain();
    drafts.get_mut(&0).expect("a page").files.push(0);
    let faults = |home: &str, spoiled: &[&str]| {
        let site = written(&drafts);
        let spoil = || spoiled.iter().for_each(|file| fs::write(site.path().join(file), "").expect("a file"));
        looked_at_ahead(&site, home, spoil).faults.len()
    };
    let home = "https://a.example/";
    assert_eq!(faults(home, &[]), 0);
    assert_eq!(faults(home, &["p4/index.html", "f1.json"]), 0, "they were seen");
    assert!(faults(home, &["p4/index.html", "f1.json", "f9.json"]) > 3, "one came that nobody had named");
    assert!(faults("https://b.example/", &["p4/index.html", "f1.json"]) > 2, "it was seen for elsewhere");
    assert_eq!(faults("https://b.example/", &[]), 0);
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
