//! Looks at a built site as a stranger would who has nothing but its files: every address leads somewhere, every file is
//! found, and each is what it has to be.

mod changes;
mod folder;
mod names;
mod other;
mod page;
mod reach;
mod tags;
mod weight;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::Path;

use rayon::prelude::*;

pub(super) use changes::{Change, changes};
use folder::Folder;
use other::Other;
use page::Page;
use reach::HOME;
// For fuzz targets.
#[doc(hidden)]
pub use tags::{Attribute, Piece, both_readers};

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
    led_to: LedTo,
}

/// How many addresses in a site lead to each of its files.
type LedTo = HashMap<String, usize>;

impl Verified {
    /// How many addresses in the site's files lead to a file.
    #[must_use]
    pub fn led_to(&self, file: &str) -> usize {
        self.led_to.get(file).copied().unwrap_or_default()
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
    let Folder { files, mut faults } = Folder::read(root)?;
    let names: Vec<&String> = files.iter().filter(|file| is_page(file)).collect();
    let pages: BTreeMap<String, Page> =
        names.into_par_iter().map(|file| Ok((file.clone(), read(root, file)?))).collect::<io::Result<_>>()?;
    let names: Vec<&str> = files.iter().map(String::as_str).filter(|file| other::is_read(file)).collect();
    let others: BTreeMap<&str, Other> =
        names.into_par_iter().map(|file| Ok((file, read_other(root, file)?))).collect::<io::Result<_>>()?;
    let has_id =
        |file: &str, id: &str| pages.get(file).is_none_or(|page| page.unread || page.ids.contains(id));
    let home = pages.get(HOME).map(home).unwrap_or_default();
    let site = Site { files: files.iter().map(String::as_str).collect(), has_id: &has_id, home };
    let mut next: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut led_to: HashMap<&str, usize> = HashMap::new();
    let mut addresses = 0;
    let looked: Vec<Looked> = pages.par_iter().map(|(file, page)| site.looked(file, page)).collect();
    for ((file, page), looked) in pages.iter().zip(looked) {
        addresses += looked.targets.len();
        looked.targets.iter().for_each(|target| *led_to.entry(target).or_default() += 1);
        next.insert(file, looked.targets);
        faults.extend(looked.faults);
        let heavy = weight::faults(&site, &others, file, page).into_iter();
        faults.extend(heavy.map(|what| Fault { file: file.clone(), what }));
    }
    for (file, other) in &others {
        let mut looked = site.looked_at_other(file, other);
        looked.targets.iter().for_each(|target| *led_to.entry(target).or_default() += 1);
        // What a script asks for by a part of its name need not be there.
        looked.targets.extend(site.asked_for(other));
        addresses += looked.targets.len();
        next.insert(file, looked.targets);
        faults.extend(looked.faults);
    }
    faults.extend(same_titles(&pages));
    let of_theme = of_theme(root, &files)?;
    let beginnings = reach::beginnings(files.iter().map(String::as_str), |file| of_theme.contains(file));
    // Who knows what a page leads to that was not read?
    if !pages.values().any(|page| page.unread) {
        faults.extend(reach::orphans(&files, beginnings, &pages, &next));
    }
    faults.extend(site.sitemap(root, &pages)?);
    faults.sort();
    faults.dedup();
    let led_to = led_to.into_iter().map(|(file, count)| (file.to_owned(), count)).collect();
    Ok(Verified { pages: pages.len(), files: files.len(), addresses, faults, led_to })
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
fn path_of(file: &str) -> &str {
    file.strip_suffix("index.html").unwrap_or(file)
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

struct Site<'a> {
    files: HashSet<&'a str>,
    /// Whether a page has an id; what is no page has any.
    has_id: &'a (dyn Fn(&str, &str) -> bool + Sync),
    home: &'a str,
}

/// What a file leads to, and what is wrong with it.
struct Looked<'a> {
    targets: Vec<&'a str>,
    faults: Vec<Fault>,
}

impl<'a> Site<'a> {
    fn looked(&self, file: &str, page: &Page) -> Looked<'a> {
        let mut looked = self.looked_for(file, &page.faults, &page.addresses, &page.loaded);
        let fault = |what| Fault { file: file.to_owned(), what };
        looked.faults.extend(self.wrong_address(file, page).map(fault));
        looked
    }

    fn looked_at_other(&self, file: &str, other: &Other) -> Looked<'a> {
        self.looked_for(file, &other.faults, &other.addresses, &other.loaded)
    }

    /// The files that a script may ask for.
    fn asked_for(&self, by: &Other) -> Vec<&'a str> {
        if by.asked_for.is_empty() {
            return Vec::new();
        }
        let fits = |file: &&str| by.asked_for.iter().any(|pattern| fits(pattern, file));
        self.files.iter().filter(|file| !is_page(file)).copied().filter(fits).collect()
    }

    fn looked_for(
        &self,
        file: &str,
        faults: &[String],
        addresses: &[String],
        loaded: &[String],
    ) -> Looked<'a> {
        let fault = |what: String| Fault { file: file.to_owned(), what };
        let mut looked = Looked { targets: Vec::new(), faults: faults.iter().cloned().map(fault).collect() };
        for address in addresses {
            match self.target(file, address) {
                Ok(target) => looked.targets.extend(target),
                Err(why) => looked.faults.push(fault(format!("`{address}` {why}"))),
            }
        }
        let is_foreign = |address: &&String| matches!(self.place(file, address), Ok(None));
        let foreign = loaded.iter().filter(is_foreign);
        looked.faults.extend(foreign.map(|address| fault(format!("it loads `{address}` from another site"))));
        looked
    }

    /// The file that an address on a page leads to; nothing for one of another site.
    fn target(&self, from: &str, address: &str) -> Result<Option<&'a str>, &'static str> {
        let Some((file, id)) = self.place(from, address)? else { return Ok(None) };
        let file = *self.files.get(file.as_str()).ok_or("leads to no file of the site")?;
        if !id.is_empty() && !(self.has_id)(file, &id) {
            return Err("leads to an id that its page does not have");
        }
        Ok(Some(file))
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

    /// The pages that search engines may show are those of the site map.
    fn sitemap(&self, root: &Path, pages: &BTreeMap<String, Page>) -> io::Result<Vec<Fault>> {
        const MAP: &str = "sitemap.xml";
        if !self.files.contains(MAP) {
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
        let indexed: HashSet<&str> = pages
            .iter()
            .filter(|(file, page)| page.indexed && !page.moved && *file != NOT_FOUND)
            .map(|(file, _)| path_of(file))
            .collect();
        let unread: HashSet<&str> =
            pages.iter().filter(|(_, page)| page.unread).map(|(file, _)| path_of(file)).collect();
        let fault = |path: &&str, what: &str| Fault { file: MAP.to_owned(), what: format!("/{path} {what}") };
        let lost = indexed.difference(&listed).map(|path| fault(path, "is not in it"));
        let stray = listed.difference(&indexed).filter(|path| !unread.contains(**path));
        let stray = stray.map(|path| fault(path, "is in it, and is no page to be found"));
        Ok(lost.chain(stray).collect())
    }
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

fn same_titles(pages: &BTreeMap<String, Page>) -> Vec<Fault> {
    let mut first: HashMap<&str, &str> = HashMap::new();
    let mut faults = Vec::new();
    for (file, page) in pages.iter().filter(|(_, page)| page.indexed && !page.moved) {
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
