//! The site map, which lists the pages that search engines may show: in one file, or in several that it names.

use std::collections::HashSet;
use std::io;
use std::path::Path;

use resvg::usvg::roxmltree::Document;

use super::Fault;
use super::links::Site;
use super::other::{document, most_read};
use crate::plain::{self, Found, Links};
use crate::site::urls;

pub(super) const MAP: &str = urls::SITEMAP;

/// The addresses that a site map lists, as programs read them: what stands in a remark is no part of it. Nothing where it is
/// no XML, which is a fault of its own.
#[doc(hidden)]
#[must_use]
pub fn addresses_of_map(text: &str) -> Option<Vec<String>> {
    document(text).ok().map(|map| locations(&map))
}

fn locations(map: &Document) -> Vec<String> {
    let addresses = map.descendants().filter(|node| node.tag_name().name() == "loc");
    addresses.map(|node| node.text().unwrap_or_default().trim().to_owned()).collect()
}

/// Whether a file is the site map, or one of those that it names.
pub(super) fn is_of_map(file: &str) -> bool {
    file == MAP || file.starts_with(urls::SITEMAPS) && file.ends_with(".xml")
}

/// The addresses of the maps that a site map names; nothing where it lists pages.
pub(super) fn parts_of_map(text: &str) -> Option<Vec<String>> {
    // Most are none, and those are long.
    let is_index = text.contains("sitemapindex");
    let document = is_index.then(|| document(text).ok()).flatten()?;
    (document.root_element().tag_name().name() == "sitemapindex").then(|| locations(&document))
}

/// What a file of the site map says; nothing where it can't be read, which is told elsewhere.
fn read_map(root: &Path, file: &str) -> io::Result<Option<String>> {
    let Found::Bytes(text) = plain::read(&root.join(file), Links::Refused, most_read(file))? else {
        return Ok(None);
    };
    Ok(String::from_utf8(text).ok())
}

impl Site<'_> {
    /// The addresses of pages in the site map, and in those that it names; nothing where there is none.
    fn in_map(&self, root: &Path) -> io::Result<Option<Vec<String>>> {
        if self.files.number(MAP).is_none() {
            return Ok(None);
        }
        let Some(map) = read_map(root, MAP)? else { return Ok(None) };
        let Some(parts) = parts_of_map(&map) else { return Ok(addresses_of_map(&map)) };
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
    pub(super) fn map(
        &self,
        root: &Path,
        indexed: &HashSet<&str>,
        unread: &HashSet<&str>,
    ) -> io::Result<Vec<Fault>> {
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

#[cfg(test)]
mod tests {
    use super::super::links::Files;
    use super::super::read_other;
    use super::*;

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
