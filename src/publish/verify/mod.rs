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
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::Path;

use memchr::{memchr_iter, memchr2};
use rayon::prelude::*;
use resvg::usvg::roxmltree::Document;

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
use crate::site::urls;

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

const MAP: &str = urls::SITEMAP;

/// The page that hosts show for addresses that lead nowhere; nothing leads to it.
const NOT_FOUND: &str = "404.html";

/// Reads a built site.
///
/// # Errors
/// Where a file can't be read.
pub fn verify(root: &Path) -> io::Result<Verified> {
    let Folder { files: names, mut faults } = Folder::read(root)?;
    let files = Files::of(names.iter().map(String::as_str));
    let others: Vec<Option<Box<Other>>> =
        names.par_iter().map(|file| read_if_other(root, file)).collect::<io::Result<_>>()?;
    let index = files.number(HOME).map(|_| read(root, HOME)).transpose()?;
    let site = Site { files: &files, home: index.as_ref().map(home).unwrap_or_default() };
    let look = |file: &String, other: &Option<Box<Other>>| {
        if is_page(file) {
            let page = read(root, file)?;
            let mut looked = site.looked(file, &page);
            let heavy = weight::faults(&site, &others, file, &page).into_iter();
            looked.faults.extend(heavy.map(|what| Fault { file: file.clone(), what }));
            return Ok((looked, Some(Kept::of(&page))));
        }
        let looked = other.as_ref().map(|other| site.looked_at_other(file, other));
        Ok((looked.unwrap_or_default(), None))
    };
    let seen = names.par_iter().zip(&others).map(|(file, other)| look(file, other));
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
    Ok(Verified { pages: count, files: names.len(), addresses, faults, known })
}

/// What is kept of a page once it was looked at: a site can have hundreds of thousands.
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

/// What an id comes to: of all ids of a page that is enough to know whether one is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Id(u64);

impl Id {
    fn of(id: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        Self(hasher.finish())
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
    let html = String::from_utf8(bytes);
    let html = html.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    Ok(Page::read(&html))
}

/// What is no page, if it says anything to others.
fn read_if_other(root: &Path, file: &str) -> io::Result<Option<Box<Other>>> {
    let other = other::is_read(file).then(|| read_other(root, file)).transpose()?;
    Ok(other.filter(|other| !other.is_silent()).map(Box::new))
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
    other::document(text).ok().map(|map| locations(&map))
}

fn locations(map: &Document) -> Vec<String> {
    let addresses = map.descendants().filter(|node| node.tag_name().name() == "loc");
    addresses.map(|node| node.text().unwrap_or_default().trim().to_owned()).collect()
}

/// Where the site says that it is published: the home page's own address.
fn home(index: &Page) -> &str {
    index.canonical.as_deref().unwrap_or_default()
}

/// The files of a site, each known by its number.
struct Files<'a> {
    names: Vec<&'a str>,
    by_path: HashMap<&'a str, FileNumber>,
}

/// Half as long as a place in memory: each page has a hundred of them.
type FileNumber = u32;

impl<'a> Files<'a> {
    fn of(names: impl Iterator<Item = &'a str>) -> Self {
        let names: Vec<&str> = names.collect();
        let by_path = (0..).zip(&names).map(|(number, file)| (path_of(file), number)).collect();
        Self { names, by_path }
    }

    fn name(&self, number: FileNumber) -> &'a str {
        self.names[number as usize]
    }

    fn number(&self, file: &str) -> Option<FileNumber> {
        self.by_path.get(path_of(file)).copied().filter(|number| self.name(*number) == file)
    }

    /// The file that an address leads to which goes up to the site's root and down to a file, as this program writes them.
    /// Nothing says nothing: there are other ways to the same file.
    fn down_from_root(&self, from: &str, address: &str) -> Option<FileNumber> {
        const UP: &str = "../../../../../../../../";
        let depth = memchr_iter(b'/', from.as_bytes()).count();
        let down = address.strip_prefix(UP.get(..3 * depth)?)?;
        let end = memchr2(b'#', b'?', down.as_bytes()).unwrap_or(down.len());
        if depth == 0 && end == 0 {
            // It stays where it is.
            return None;
        }
        if down.as_bytes().get(end) == Some(&b'?') {
            return None;
        }
        self.by_path.get(&down[..end]).copied()
    }
}

struct Site<'a> {
    files: &'a Files<'a>,
    home: &'a str,
}

/// The files that a file leads to, and what is wrong with it.
#[derive(Default)]
struct Looked {
    targets: Vec<FileNumber>,
    /// Those of other files in which an address names an id, which may not be there.
    ids: Vec<(FileNumber, Id)>,
    faults: Vec<Fault>,
}

impl Site<'_> {
    fn looked(&self, file: &str, page: &Page) -> Looked {
        let has_id = |id: &str| page.unread || page.ids.contains(id);
        let mut looked = self.looked_for(file, &has_id, &page.faults, &page.addresses, &page.loaded);
        let fault = |what| Fault { file: file.to_owned(), what };
        looked.faults.extend(self.wrong_address(file, page).map(fault));
        looked
    }

    fn looked_at_other(&self, file: &str, other: &Other) -> Looked {
        self.looked_for(file, &|_| true, &other.faults, &other.addresses, &other.loaded)
    }

    /// The files that a script may ask for.
    fn asked_for(&self, by: &Other) -> Vec<FileNumber> {
        if by.asked_for.is_empty() {
            return Vec::new();
        }
        let fits = |file: &str| !is_page(file) && by.asked_for.iter().any(|pattern| fits(pattern, file));
        let files = (0..).zip(&self.files.names);
        files.filter(|(_, file)| fits(file)).map(|(number, _)| number).collect()
    }

    fn looked_for(
        &self,
        file: &str,
        has_id: &dyn Fn(&str) -> bool,
        faults: &[String],
        addresses: &[String],
        loaded: &[String],
    ) -> Looked {
        let fault = |what: String| Fault { file: file.to_owned(), what };
        let mut looked = Looked { faults: faults.iter().cloned().map(fault).collect(), ..Looked::default() };
        for address in addresses {
            match self.target(file, address) {
                Ok(None) => {}
                Ok(Some(target)) => {
                    looked.targets.push(target);
                    match id_in(address) {
                        Some(id) if self.files.name(target) != file => looked.ids.push((target, Id::of(id))),
                        Some(id) if !has_id(id) => looked.faults.push(fault(missed_id(address))),
                        _ => {}
                    }
                }
                Err(why) => looked.faults.push(fault(format!("`{address}` {why}"))),
            }
        }
        let is_foreign = |address: &&String| matches!(self.place(file, address), Ok(None));
        let foreign = loaded.iter().filter(is_foreign);
        looked.faults.extend(foreign.map(|address| fault(format!("it loads `{address}` from another site"))));
        looked.targets.shrink_to_fit();
        looked.ids.shrink_to_fit();
        looked
    }

    /// Addresses that name ids which other pages do not have. What they are is read again, because hardly ever there is one.
    fn missed_ids(&self, root: &Path, looked: &[Looked], pages: &[Option<Kept>]) -> io::Result<Vec<Fault>> {
        // What is no page has any id.
        let is_missed =
            |(file, id): (FileNumber, Id)| pages[file as usize].as_ref().is_some_and(|page| !page.has(id));
        let mut faults = Vec::new();
        for (file, looked) in self.files.names.iter().copied().zip(looked) {
            if !looked.ids.iter().copied().any(is_missed) {
                continue;
            }
            let addresses =
                if is_page(file) { read(root, file)?.addresses } else { read_other(root, file)?.addresses };
            let missed = addresses.iter().filter(|address| {
                let target = self.target(file, address).ok().flatten();
                let other = target.filter(|target| self.files.name(*target) != file);
                other.zip(id_in(address)).is_some_and(|(file, id)| is_missed((file, Id::of(id))))
            });
            faults.extend(missed.map(|address| Fault { file: file.to_owned(), what: missed_id(address) }));
        }
        Ok(faults)
    }

    /// The file that an address in a file leads to; nothing for one of another site.
    fn target(&self, from: &str, address: &str) -> Result<Option<FileNumber>, &'static str> {
        if let Some(file) = self.files.down_from_root(from, address) {
            return Ok(Some(file));
        }
        let Some(file) = self.place(from, address)? else { return Ok(None) };
        self.files.number(&file).map(Some).ok_or("leads to no file of the site")
    }

    /// The file that an address on a page names, whether it is there or not; nothing for one of another site.
    fn place(&self, from: &str, address: &str) -> Result<Option<String>, &'static str> {
        let on_host = address.strip_prefix(self.folder()).filter(|_| address.starts_with('/'));
        let address = match on_host.or_else(|| address.strip_prefix(self.home)) {
            Some(own) => format!("{}{own}", "../".repeat(from.matches('/').count())),
            None if has_scheme(address) || address.starts_with("//") => return Ok(None),
            None => address.to_owned(),
        };
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let file = if path.is_empty() {
            from.to_owned()
        } else {
            joined(from, path).ok_or("leads out of the site")?
        };
        Ok(Some(file))
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

    /// The addresses of pages in the site map, and in those that it names; nothing where there is none.
    fn in_map(&self, root: &Path) -> io::Result<Option<Vec<String>>> {
        if self.files.number(MAP).is_none() {
            return Ok(None);
        }
        let Some(map) = read_map(root, MAP)? else { return Ok(None) };
        let Some(parts) = other::parts_of_map(&map) else { return Ok(addresses_of_map(&map)) };
        let mut addresses = Vec::new();
        // One that is not there is told with what leads to it.
        let is_there = |file: &String| self.files.number(file).is_some();
        for part in
            parts.iter().filter_map(|address| self.place(MAP, address).ok().flatten()).filter(is_there)
        {
            let text = read_map(root, &part)?;
            addresses.extend(text.and_then(|text| addresses_of_map(&text)).unwrap_or_default());
        }
        Ok(Some(addresses))
    }

    /// The pages that search engines may show are those of the site map; of `unread` ones nobody knows.
    fn map(&self, root: &Path, indexed: &HashSet<&str>, unread: &HashSet<&str>) -> io::Result<Vec<Fault>> {
        let Some(addresses) = self.in_map(root)? else { return Ok(Vec::new()) };
        let listed: HashSet<&str> =
            addresses.iter().filter_map(|address| address.strip_prefix(self.home)).collect();
        let fault = |path: &&str, what: &str| Fault { file: MAP.to_owned(), what: format!("/{path} {what}") };
        let lost = indexed.difference(&listed).map(|path| fault(path, "is not in it"));
        let stray = listed.difference(indexed).filter(|path| !unread.contains(**path));
        let stray = stray.map(|path| fault(path, "is in it, and is no page to be found"));
        Ok(lost.chain(stray).collect())
    }
}

/// What a file of the site map says; nothing where it can't be read, which is told elsewhere.
fn read_map(root: &Path, file: &str) -> io::Result<Option<String>> {
    let Found::Bytes(text) = plain::read(&root.join(file), Links::Refused, other::most_read(file))? else {
        return Ok(None);
    };
    Ok(String::from_utf8(text).ok())
}

/// The id that an address names in the file that it leads to.
fn id_in(address: &str) -> Option<&str> {
    address.split_once('#').map(|(_, id)| id).filter(|id| !id.is_empty())
}

fn missed_id(address: &str) -> String {
    format!("`{address}` leads to an id that its page does not have")
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
        let site = Site { files: &files, home: "https://a.example/" };
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
                    if let Some(file) = files.down_from_root(from, &address) {
                        let place = Ok(Some(files.name(file).to_owned()));
                        assert_eq!(site.place(from, &address), place, "{address} in {from}");
                        found += 1;
                    }
                }
            }
        }
        assert!(found > 50, "the short way is the usual one");
        assert_eq!(files.down_from_root("a/b/index.html", "../../a/b/#i"), Some(2));
    }

    #[test]
    fn a_site_map_in_parts_lists_what_they_list() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let root = folder.path();
        std::fs::create_dir(root.join("sitemap"))?;
        let locations = |paths: &[&str]| -> String {
            paths.iter().map(|path| format!("<a><loc>https://a.example/{path}</loc></a>")).collect()
        };
        let parts = locations(&["sitemap/1.xml", "sitemap/2.xml", "sitemap/3.xml"]);
        std::fs::write(root.join(MAP), format!("<sitemapindex>{parts}</sitemapindex>"))?;
        let put = |part: &str, paths: &[&str]| {
            std::fs::write(root.join(part), format!("<urlset>{}</urlset>", locations(paths)))
        };
        put("sitemap/1.xml", &["", "a/"])?;
        put("sitemap/2.xml", &["b/"])?;
        let names = ["index.html", "a/index.html", "b/index.html", MAP, "sitemap/1.xml", "sitemap/2.xml"];
        let files = Files::of(names.into_iter());
        let site = Site { files: &files, home: "https://a.example/" };
        let faults = || site.map(root, &HashSet::from(["", "a/", "b/"]), &HashSet::new());
        assert_eq!(faults()?, []);
        put("sitemap/2.xml", &["c/"])?;
        let mut said: Vec<String> = faults()?.into_iter().map(|fault| fault.what).collect();
        said.sort();
        assert_eq!(said, ["/b/ is not in it", "/c/ is in it, and is no page to be found"]);
        let map = read_other(root, MAP)?;
        let looked = site.looked_at_other(MAP, &map);
        assert_eq!((looked.targets, looked.faults.len()), (vec![4, 5], 1), "the third part is not there");
        Ok(())
    }
}
