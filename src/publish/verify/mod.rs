//! Looks at a built site as a stranger would who has nothing but its files: every address leads somewhere, every file is
//! found, and each is what it has to be.

mod changes;
mod folder;
mod names;
mod other;
mod page;
mod reach;
mod tags;
mod ways;
mod weight;

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::Path;

use memchr::{memchr_iter, memchr2};
use rayon::prelude::*;

pub(super) use changes::{Before, Change, changes};
use folder::Folder;
use other::Other;
use page::Page;
use reach::HOME;
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

const MAP: &str = "sitemap.xml";

/// The page that hosts show for addresses that lead nowhere; nothing leads to it.
const NOT_FOUND: &str = "404.html";

/// Reads a built site.
///
/// # Errors
/// Where a file can't be read.
pub fn verify(root: &Path) -> io::Result<Verified> {
    let Folder { files: names, mut faults } = Folder::read(root)?;
    let pages: Vec<Option<Box<Page>>> = names
        .par_iter()
        .map(|file| is_page(file).then(|| read(root, file).map(Box::new)).transpose())
        .collect::<io::Result<_>>()?;
    let others: Vec<Option<Other>> = names
        .par_iter()
        .map(|file| other::is_read(file).then(|| read_other(root, file)).transpose())
        .collect::<io::Result<_>>()?;
    let files = Files::of(names.iter().map(String::as_str));
    let has_id =
        |file: usize, id: &str| pages[file].as_ref().is_none_or(|page| page.unread || page.ids.contains(id));
    let index = files.number(HOME).and_then(|index| pages[index].as_ref());
    let site =
        Site { files: &files, has_id: &has_id, home: index.map(|index| home(index)).unwrap_or_default() };
    let look = |file: usize| {
        let page = pages[file].as_ref().map(|page| {
            let mut looked = site.looked(&names[file], page);
            let heavy = weight::faults(&site, &others, &names[file], page).into_iter();
            looked.faults.extend(heavy.map(|what| Fault { file: names[file].clone(), what }));
            looked
        });
        let other = || Some(site.looked_at_other(&names[file], others[file].as_ref()?));
        page.or_else(other).unwrap_or_default()
    };
    let looked: Vec<Looked> = (0..names.len()).into_par_iter().map(look).collect();
    let mut known = vec![Known::default(); names.len()];
    let mut next: Vec<Vec<usize>> = Vec::with_capacity(names.len());
    for (looked, other) in looked.into_iter().zip(&others) {
        let Looked { mut targets, with_ids, faults: own } = looked;
        for target in &targets {
            known[*target].led_to += 1;
        }
        for target in with_ids {
            known[target].led_to_ids += 1;
        }
        // What a script asks for by a part of its name need not be there.
        targets.extend(other.iter().flat_map(|other| site.asked_for(other)));
        next.push(targets);
        faults.extend(own);
    }
    faults.extend(same_titles(&names, &pages));
    let of_theme = of_theme(root, &names)?;
    let beginnings = reach::beginnings(files.names.iter().copied(), |file| of_theme.contains(file));
    let all = || pages.iter().flatten();
    // Who knows what a page leads to that was not read?
    if !all().any(|page| page.unread) {
        let is_moved = |file: usize| pages[file].as_ref().is_some_and(|page| page.moved);
        faults.extend(reach::orphans(&files, &beginnings, is_moved, &next));
    }
    let those = |is_so: &dyn Fn(&Page) -> bool| {
        let pages = files.names.iter().zip(&pages).filter(|(_, page)| page.as_deref().is_some_and(is_so));
        pages.filter_map(|(file, _)| listed(file)).collect()
    };
    faults.extend(site.map(root, &those(&is_shown), &those(&|page| page.unread))?);
    faults.sort();
    faults.dedup();
    let addresses = next.iter().map(Vec::len).sum();
    let titles = pages.iter().map(|page| page.as_deref().and_then(title));
    let known = known.into_iter().zip(titles).map(|(known, title)| Known { title, ..known });
    let known = names.iter().cloned().zip(known).collect();
    let count = all().count();
    // They have a million small texts: to give them back takes a while.
    pages.into_par_iter().for_each(drop);
    Ok(Verified { pages: count, files: names.len(), addresses, faults, known })
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
    let html = String::from_utf8(bytes);
    let html = html.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    Ok(Page::read(&html))
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

/// The addresses that a site map lists, as programs read them: what stands in a remark is no part of it. Nothing where it is
/// no XML, which is a fault of its own.
#[doc(hidden)]
#[must_use]
pub fn addresses_of_map(text: &str) -> Option<Vec<String>> {
    let map = other::document(text).ok()?;
    let addresses = map.descendants().filter(|node| node.tag_name().name() == "loc");
    Some(addresses.map(|node| node.text().unwrap_or_default().trim().to_owned()).collect())
}

/// Where the site says that it is published: the home page's own address.
fn home(index: &Page) -> &str {
    index.canonical.as_deref().unwrap_or_default()
}

/// The files of a site, each known by its number.
struct Files<'a> {
    names: Vec<&'a str>,
    by_path: HashMap<&'a str, usize>,
}

impl<'a> Files<'a> {
    fn of(names: impl Iterator<Item = &'a str>) -> Self {
        let names: Vec<&str> = names.collect();
        let by_path = names.iter().enumerate().map(|(number, file)| (path_of(file), number)).collect();
        Self { names, by_path }
    }

    fn number(&self, file: &str) -> Option<usize> {
        self.by_path.get(path_of(file)).copied().filter(|number| self.names[*number] == file)
    }

    /// The file that an address leads to which goes up to the site's root and down to a file, as this program writes them,
    /// and the id in it. Nothing says nothing: there are other ways to the same file.
    fn down_from_root<'h>(&self, from: &str, address: &'h str) -> Option<(usize, &'h str)> {
        const UP: &str = "../../../../../../../../";
        let depth = memchr_iter(b'/', from.as_bytes()).count();
        let down = address.strip_prefix(UP.get(..3 * depth)?)?;
        let end = memchr2(b'#', b'?', down.as_bytes()).unwrap_or(down.len());
        if depth == 0 && end == 0 {
            // It stays where it is.
            return None;
        }
        let id = match down.as_bytes().get(end) {
            Some(b'#') => &down[end + 1..],
            Some(_) => return None,
            None => "",
        };
        Some((*self.by_path.get(&down[..end])?, id))
    }
}

struct Site<'a> {
    files: &'a Files<'a>,
    /// Whether a page has an id; what is no page has any.
    has_id: &'a (dyn Fn(usize, &str) -> bool + Sync),
    home: &'a str,
}

/// The files that a file leads to, and what is wrong with it.
#[derive(Default)]
struct Looked {
    targets: Vec<usize>,
    /// Those of other files in which an address names an id.
    with_ids: Vec<usize>,
    faults: Vec<Fault>,
}

impl Site<'_> {
    fn looked(&self, file: &str, page: &Page) -> Looked {
        let mut looked = self.looked_for(file, &page.faults, &page.addresses, &page.loaded);
        let fault = |what| Fault { file: file.to_owned(), what };
        looked.faults.extend(self.wrong_address(file, page).map(fault));
        looked
    }

    fn looked_at_other(&self, file: &str, other: &Other) -> Looked {
        self.looked_for(file, &other.faults, &other.addresses, &other.loaded)
    }

    /// The files that a script may ask for.
    fn asked_for(&self, by: &Other) -> Vec<usize> {
        if by.asked_for.is_empty() {
            return Vec::new();
        }
        let fits = |file: &str| !is_page(file) && by.asked_for.iter().any(|pattern| fits(pattern, file));
        let files = self.files.names.iter().enumerate();
        files.filter(|(_, file)| fits(file)).map(|(number, _)| number).collect()
    }

    fn looked_for(&self, file: &str, faults: &[String], addresses: &[String], loaded: &[String]) -> Looked {
        let fault = |what: String| Fault { file: file.to_owned(), what };
        let mut looked = Looked { faults: faults.iter().cloned().map(fault).collect(), ..Looked::default() };
        for address in addresses {
            match self.target(file, address) {
                Ok(target) => {
                    looked.targets.extend(target);
                    let is_other = |target: &usize| self.files.names[*target] != file;
                    looked.with_ids.extend(target.filter(|_| names_id(address)).filter(is_other));
                }
                Err(why) => looked.faults.push(fault(format!("`{address}` {why}"))),
            }
        }
        let is_foreign = |address: &&String| matches!(self.place(file, address), Ok(None));
        let foreign = loaded.iter().filter(is_foreign);
        looked.faults.extend(foreign.map(|address| fault(format!("it loads `{address}` from another site"))));
        looked
    }

    /// The file that an address in a file leads to; nothing for one of another site.
    fn target(&self, from: &str, address: &str) -> Result<Option<usize>, &'static str> {
        if let Some((file, id)) = self.files.down_from_root(from, address) {
            return self.with_id(file, id).map(Some);
        }
        let Some((file, id)) = self.place(from, address)? else { return Ok(None) };
        self.with_id(self.files.number(&file).ok_or("leads to no file of the site")?, &id).map(Some)
    }

    fn with_id(&self, file: usize, id: &str) -> Result<usize, &'static str> {
        let is_there = id.is_empty() || (self.has_id)(file, id);
        is_there.then_some(file).ok_or("leads to an id that its page does not have")
    }

    /// The file and id that an address on a page names, whether they are there or not; nothing for one of another site.
    fn place(&self, from: &str, address: &str) -> Result<Option<(String, String)>, &'static str> {
        let on_host = address.strip_prefix(self.folder()).filter(|_| address.starts_with('/'));
        let address = match on_host.or_else(|| address.strip_prefix(self.home)) {
            Some(own) => format!("{}{own}", "../".repeat(from.matches('/').count())),
            None if has_scheme(address) || address.starts_with("//") => return Ok(None),
            None => address.to_owned(),
        };
        let (path, id) = address.split_once('#').map_or((address.as_str(), ""), |(path, id)| (path, id));
        let path = path.split('?').next().unwrap_or_default();
        let file = if path.is_empty() {
            from.to_owned()
        } else {
            joined(from, path).ok_or("leads out of the site")?
        };
        Ok(Some((file, id.to_owned())))
    }

    /// The folder of its host that the site stands in, such as `/` or `/dashboard/`.
    fn folder(&self) -> &str {
        let host = self.home.split_once("://").map_or("", |(_, rest)| rest);
        host.find('/').map_or("/", |start| &host[start..])
    }

    fn wrong_address(&self, file: &str, page: &Page) -> Option<String> {
        let own = format!("{}{}", self.home, path_of(file));
        match &page.canonical {
            _ if page.moved || page.unread => None,
            Some(address) if *address == own => None,
            Some(address) => Some(format!("it gives {address} as its address, not {own}")),
            None => Some("it does not give its address (canonical)".to_owned()),
        }
    }

    /// The pages that search engines may show are those of the site map; of `unread` ones nobody knows.
    fn map(&self, root: &Path, indexed: &HashSet<&str>, unread: &HashSet<&str>) -> io::Result<Vec<Fault>> {
        if self.files.number(MAP).is_none() {
            return Ok(Vec::new());
        }
        let most = other::most_read(MAP);
        let Found::Bytes(text) = plain::read(&root.join(MAP), Links::Refused, most)? else {
            return Ok(Vec::new());
        };
        let Some(addresses) = addresses_of_map(&String::from_utf8_lossy(&text)) else {
            return Ok(Vec::new());
        };
        let listed: HashSet<&str> =
            addresses.iter().filter_map(|address| address.strip_prefix(self.home)).collect();
        let fault = |path: &&str, what: &str| Fault { file: MAP.to_owned(), what: format!("/{path} {what}") };
        let lost = indexed.difference(&listed).map(|path| fault(path, "is not in it"));
        let stray = listed.difference(indexed).filter(|path| !unread.contains(**path));
        let stray = stray.map(|path| fault(path, "is in it, and is no page to be found"));
        Ok(lost.chain(stray).collect())
    }
}

/// Whether an address names an id in the file that it leads to.
fn names_id(address: &str) -> bool {
    address.split_once('#').is_some_and(|(_, id)| !id.is_empty())
}

/// `https:`, `mailto:`, `data:`
fn has_scheme(address: &str) -> bool {
    let scheme = address.split(['/', '?', '#']).next().unwrap_or_default();
    scheme.contains(':')
}

/// The file of a relative address; nothing where it leads out of the site.
fn joined(from: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            ".." => _ = parts.pop()?,
            "." | "" => {}
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    let is_folder = path.ends_with('/') || path.ends_with("..") || path == ".";
    Some(match (is_folder, joined.is_empty()) {
        (true, true) => "index.html".to_owned(),
        (true, false) => format!("{joined}/index.html"),
        (false, _) => joined,
    })
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

fn same_titles(files: &[String], pages: &[Option<Box<Page>>]) -> Vec<Fault> {
    let mut first: HashMap<&str, &str> = HashMap::new();
    let mut faults = Vec::new();
    let pages = files.iter().zip(pages).filter_map(|(file, page)| Some((file, page.as_ref()?)));
    for (file, page) in pages.filter(|(_, page)| is_shown(page)) {
        if let Some(other) = first.insert(&page.title, file) {
            faults.push(Fault {
                file: file.clone(),
                what: format!("its title is that of {other}: {}", page.title.trim()),
            });
        }
    }
    faults
}

/// Whether an address that a script makes can be a file's: `*` stands for what one part of it begins or ends with.
fn fits(pattern: &str, file: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return pattern == file };
    let Some(rest) = file.strip_prefix(before) else { return false };
    let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    ends.take_while(|end| !rest[..*end].contains('/')).any(|end| fits(after, &rest[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_down_from_the_root_leads_where_the_long_way_does() {
        let names =
            ["index.html", "a/index.html", "a/b/index.html", "a/b.csv", "c-index.html", "d?e", "a/f.html"];
        let files = Files::of(names.into_iter());
        let site = Site { files: &files, has_id: &|_, _| true, home: "https://a.example/" };
        let ends = [
            "",
            "a",
            "a/",
            "a/b/",
            "a/b.csv",
            "a/b.csv/",
            "c-",
            "c-index.html",
            "d?e",
            "a/index.html",
            "a/f.html",
        ];
        let mut found = 0;
        for (from, end) in names.into_iter().flat_map(|from| ends.map(|end| (from, end))) {
            for address in ["", "#i", "?q", "?q#i"].map(|more| format!("{end}{more}")) {
                for up in ["", "./", "../", "../../", "../../../", "/", "../a/../"] {
                    let address = format!("{up}{address}");
                    if let Some((file, id)) = files.down_from_root(from, &address) {
                        let place = Ok(Some((names[file].to_owned(), id.to_owned())));
                        assert_eq!(site.place(from, &address), place, "{address} in {from}");
                        found += 1;
                    }
                }
            }
        }
        assert!(found > 50, "the short way is the usual one");
        assert_eq!(files.down_from_root("a/b/index.html", "../../a/b/#i"), Some((2, "i")));
    }
}
