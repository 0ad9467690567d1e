//! `sitemap.xml` and `robots.txt`: every page once, at its own address.

use std::fmt::Write as _;

use jiff::civil::Date as Day;

use crate::render::markdown::escape;
use crate::site::{Page, Plan, urls};

/// Addresses that one file may have (sitemaps.org).
const MOST: usize = 50_000;

/// A file of the sitemap.
pub struct Map<'a> {
    /// Address from the site's root.
    pub path: String,
    lists: Lists<'a>,
}

enum Lists<'a> {
    Pages(Vec<&'a Page<'a>>),
    Maps(Vec<String>),
}

/// The files of the sitemap: one; where the site has more pages than one may list, several, and the one that names them.
/// Pages that are no destination are left out.
#[must_use]
pub fn maps<'a>(plan: &'a Plan) -> Vec<Map<'a>> {
    of_most(plan, MOST)
}

fn of_most<'a>(plan: &'a Plan, most: usize) -> Vec<Map<'a>> {
    let pages: Vec<&Page> = plan.pages.iter().filter(|page| page.is_destination()).collect();
    let map = |path, lists| Map { path, lists };
    if pages.len() <= most {
        return vec![map(urls::SITEMAP.to_owned(), Lists::Pages(pages))];
    }
    let parts = (1..).zip(pages.chunks(most));
    let mut maps: Vec<Map> =
        parts.map(|(number, pages)| map(urls::sitemap(number), Lists::Pages(pages.to_vec()))).collect();
    let paths = maps.iter().map(|map| map.path.clone()).collect();
    maps.push(map(urls::SITEMAP.to_owned(), Lists::Maps(paths)));
    maps
}

impl Map<'_> {
    /// The file's text.
    #[must_use]
    pub fn text(&self, base_url: &str, as_of: Day) -> String {
        match &self.lists {
            Lists::Pages(pages) => {
                let paths = pages.iter().map(|page| page.path.as_str());
                listing(["urlset", "url"], paths, base_url, as_of)
            }
            Lists::Maps(paths) => {
                listing(["sitemapindex", "sitemap"], paths.iter().map(String::as_str), base_url, as_of)
            }
        }
    }
}

fn listing<'a>(
    [whole, each]: [&str; 2],
    paths: impl Iterator<Item = &'a str>,
    base_url: &str,
    as_of: Day,
) -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{whole} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    );
    for path in paths {
        let _ = write!(xml, "<{each}><loc>");
        escape(&format!("{base_url}{path}"), &mut xml);
        let _ = writeln!(xml, "</loc><lastmod>{as_of}</lastmod></{each}>");
    }
    let _ = writeln!(xml, "</{whole}>");
    xml
}

/// Everything may be read; the sitemap says where everything is.
#[must_use]
pub fn robots(base_url: &str) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {base_url}{}\n", urls::SITEMAP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_pages_than_a_map_may_list_stand_in_several() {
        let page = |path: &str, template| Page {
            path: path.to_owned(),
            template,
            title: String::new(),
            description: String::new(),
            section: None,
            crumbs: Vec::new(),
            origin: None,
            text: None,
            view: Box::new(|| unreachable!("a map has no pages in it")),
        };
        let paths = ["", "a/", "b/", "c/", "d/"];
        let mut pages: Vec<Page> = paths.map(|path| page(path, "text.html")).into();
        pages.push(page("404.html", "404.html"));
        let plan = Plan { pages };
        let day = Day::constant(2027, 3, 31);
        let told = |most| -> Vec<(String, Vec<String>)> {
            let maps = of_most(&plan, most).into_iter();
            maps.map(|map| {
                let text = map.text("https://a.example/", day);
                (map.path, crate::publish::verify::addresses_of_map(&text).expect("a map"))
            })
            .collect()
        };
        let at = |path: &str| format!("https://a.example/{path}");
        assert_eq!(told(5), [("sitemap.xml".to_owned(), paths.map(at).to_vec())]);
        assert_eq!(
            told(2),
            [
                ("sitemap/1.xml".to_owned(), vec![at(""), at("a/")]),
                ("sitemap/2.xml".to_owned(), vec![at("b/"), at("c/")]),
                ("sitemap/3.xml".to_owned(), vec![at("d/")]),
                ("sitemap.xml".to_owned(), [1, 2, 3].map(|part| at(&format!("sitemap/{part}.xml"))).to_vec()),
            ]
        );
    }
}
