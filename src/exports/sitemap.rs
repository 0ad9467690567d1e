//! `sitemap.xml` and `robots.txt`: every page once, at its own address.

use std::fmt::Write as _;

use crate::render::markdown::escape;
use crate::site::Plan;

/// The sitemap; pages that are no destination are left out.
#[must_use]
pub fn sitemap(plan: &Plan, base_url: &str, as_of: jiff::civil::Date) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in plan.pages.iter().filter(|page| page.is_destination()) {
        xml.push_str("<url><loc>");
        escape(&format!("{base_url}{}", page.path), &mut xml);
        let _ = writeln!(xml, "</loc><lastmod>{as_of}</lastmod></url>");
    }
    xml.push_str("</urlset>\n");
    xml
}

/// Everything may be read; the sitemap says where everything is.
#[must_use]
pub fn robots(base_url: &str) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {base_url}sitemap.xml\n")
}
