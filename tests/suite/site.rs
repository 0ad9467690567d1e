//! The built site as its readers and their machines find it: the imaginary region and the real one, page by page.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::support::{
    AS_OF, Element, Node, Outcome, Region, Result, Site, harbourside, here, london, parse, program, tree,
};
use serde_json::Value;

/// What is wrong, over every page of both sites.
#[derive(Default)]
struct Complaints {
    said: String,
    count: usize,
}

impl Complaints {
    fn say(&mut self, page: &str, what: impl std::fmt::Display) {
        self.count += 1;
        // The first ones are enough to see what is wrong.
        if self.count <= 40 {
            let _ = writeln!(self.said, "/{page}: {what}");
        }
    }

    fn none(self) {
        assert!(self.count == 0, "{} complaints:\n{}", self.count, self.said);
    }
}

/// Looks at every page of both sites, and fails with everything that was said.
fn every_page(look: impl Fn(&str, &Element, &Site, &mut Complaints)) {
    let mut complaints = Complaints::default();
    for site in [harbourside(), london()] {
        for (address, page) in &site.pages {
            look(address, &page.html, site, &mut complaints);
        }
    }
    complaints.none();
}

/// Every address that an element leads to or loads.
fn addresses(html: &Element) -> Vec<&str> {
    let with = |attribute| html.descendants().into_iter().filter_map(move |element| element.get(attribute));
    with("href").chain(with("src")).collect()
}

fn is_external(address: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}

/// A relative address as seen from a page, from the site's root; nothing if it leads out of the site.
pub(crate) fn resolve(page: &str, address: &str) -> Option<String> {
    let folder = page.rfind('/').map_or("", |slash| &page[..slash]);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    if let Some(rooted) = address.strip_prefix('/') {
        return Some(rooted.to_owned());
    }
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    Some(if address.ends_with('/') && !path.is_empty() { path + "/" } else { path })
}

/// Links within a site that lead nowhere.
fn dangling(site: &Site, complaints: &mut Complaints) {
    let ids: BTreeMap<&str, BTreeSet<&str>> = site
        .pages
        .iter()
        .map(|(address, page)| {
            let elements = page.html.descendants();
            (address.as_str(), elements.into_iter().filter_map(|element| element.get("id")).collect())
        })
        .collect();
    for (address, page) in &site.pages {
        for link in addresses(&page.html).into_iter().filter(|link| !is_external(link)) {
            let (path, place) =
                link.split_once('#').map_or((link, None), |(path, place)| (path, Some(place)));
            // What stands behind a question mark is for the script of that page.
            let path = path.split_once('?').map_or(path, |(path, _)| path);
            let target = if path.is_empty() { Some(address.clone()) } else { resolve(address, path) };
            let Some(target) = target else {
                complaints.say(address, format_args!("{link} leads out of the site"));
                continue;
            };
            match (ids.get(target.as_str()), place) {
                (None, None) if site.files.contains_key(&target) => {}
                (None, _) => complaints.say(address, format_args!("{link} leads nowhere")),
                (Some(ids), Some(place)) if !ids.contains(place) => {
                    complaints.say(address, format_args!("{link}: that page has no such place"));
                }
                _ => {}
            }
        }
    }
}

#[test]
fn every_link_within_the_site_leads_to_a_page_and_to_the_place_in_it() {
    let mut complaints = Complaints::default();
    for site in [harbourside(), london()] {
        dangling(site, &mut complaints);
    }
    complaints.none();
}

#[test]
fn a_region_without_the_usual_pages_has_no_link_to_them() -> Result {
    let region = Region::harbourside()?;
    for page in ["about", "accessibility", "licence", "contribute"] {
        region.remove(&format!("pages/{page}.md"))?;
    }
    for chapter in ["01-at-a-glance", "02-reading"] {
        region.remove(&format!("report/{chapter}.md"))?;
    }
    let mut complaints = Complaints::default();
    dangling(&region.site()?, &mut complaints);
    complaints.none();
    Ok(())
}

#[test]
fn no_number_heading_or_fact_stands_empty() {
    every_page(|address, html, _, complaints| {
        for name in ["h1", "h2", "h3", "caption", "dt", "dd", "b", "time", "a", "summary"] {
            for element in html.all(name).into_iter().filter(|element| element.text().trim().is_empty()) {
                complaints.say(address, format_args!("an empty {name}: {element:?}"));
            }
        }
    });
}

#[test]
fn ids_are_unique_and_what_refers_to_one_finds_it() {
    every_page(|address, html, _, complaints| {
        let elements = html.descendants();
        let mut ids = BTreeSet::new();
        for id in elements.iter().filter_map(|element| element.get("id")) {
            if !ids.insert(id) {
                complaints.say(address, format_args!("the id {id} stands there twice"));
            }
        }
        for attribute in ["aria-labelledby", "aria-describedby", "aria-controls", "for"] {
            let named = elements.iter().filter_map(|element| element.get(attribute));
            for id in named.flat_map(str::split_whitespace).filter(|id| !ids.contains(id)) {
                complaints.say(address, format_args!("{attribute} names {id}, which is not there"));
            }
        }
    });
}

#[test]
fn each_page_has_one_main_heading_and_skips_no_level() {
    every_page(|address, html, _, complaints| {
        let level = |element: &Element| match element.name.as_bytes() {
            [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
            _ => None,
        };
        let headings: Vec<_> = html
            .descendants()
            .into_iter()
            .filter_map(|element| Some((level(element)?, element.text())))
            .collect();
        if headings.iter().filter(|(level, _)| *level == 1).count() != 1 {
            complaints.say(address, format_args!("its main headings: {headings:?}"));
        }
        let mut before = 0;
        for (level, text) in headings {
            if level > before + 1 {
                complaints.say(address, format_args!("\"{text}\" (h{level}) stands below an h{before}"));
            }
            if text.is_empty() {
                complaints.say(address, "a heading without words");
            }
            before = level;
        }
    });
}

#[test]
fn no_two_pages_have_the_same_title_or_description() -> Result {
    let mut complaints = Complaints::default();
    for site in [harbourside(), london()] {
        let (mut titles, mut descriptions) = (BTreeMap::new(), BTreeMap::new());
        for (address, page) in site.pages.iter().filter(|(address, _)| *address != "404.html") {
            let heads = page.html.all("head");
            let [title] = heads[0].all("title")[..] else {
                return Err(format!("/{address} has no title").into());
            };
            let metas = page.html.all("meta");
            let description = metas.iter().find(|meta| meta.get("name") == Some("description"));
            let description = description.and_then(|meta| meta.get("content")).unwrap_or_default().to_owned();
            if description.is_empty() || title.text().is_empty() {
                complaints.say(address, "no title or description");
            }
            for (seen, what) in [(&mut titles, title.text()), (&mut descriptions, description)] {
                if let Some(other) = seen.insert(what.clone(), address) {
                    complaints.say(address, format_args!("\"{what}\" stands on /{other} too"));
                }
            }
        }
    }
    complaints.none();
    Ok(())
}

#[test]
fn every_table_has_a_caption_and_heads_that_say_what_they_head() {
    every_page(|address, html, _, complaints| {
        for table in html.all("table") {
            let first = table.elements().next();
            let caption =
                first.filter(|element| element.name == "caption").map(Element::text).unwrap_or_default();
            if caption.is_empty() {
                complaints.say(address, format_args!("a table without a caption: {:.80}", table.text()));
            }
            for head in table.all("th") {
                if !matches!(head.get("scope"), Some("col" | "row" | "colgroup" | "rowgroup")) {
                    complaints.say(address, format_args!("a head without a scope: {}", head.text()));
                }
            }
            // A cell that is missing moves the rest of its row under the wrong heads.
            let width = |row: &&Element| -> usize {
                let span =
                    |cell: &Element| cell.get("colspan").and_then(|span| span.parse().ok()).unwrap_or(1);
                row.elements().map(span).sum()
            };
            let widths: BTreeSet<usize> = table.all("tr").iter().map(width).collect();
            if widths.len() > 1 {
                complaints.say(address, format_args!("\"{caption}\" has rows of {widths:?} cells"));
            }
        }
    });
}

#[test]
fn what_scrolls_has_a_name_and_can_be_reached_by_keyboard() {
    every_page(|address, html, _, complaints| {
        let mut regions = 0;
        for region in html.descendants().into_iter().filter(|element| element.has_class("scroll")) {
            regions += region.all("table").len();
            let name = region.get("aria-label").map(str::to_owned).or_else(|| {
                let id = region.get("aria-labelledby")?;
                Some(html.by_id(id)?.text())
            });
            if name.unwrap_or_default().is_empty() || region.get("role") != Some("region") {
                complaints.say(address, format_args!("a region without a name: {:.80}", region.text()));
            }
            if region.get("tabindex") != Some("0") {
                complaints.say(address, "a region that the keyboard can't reach");
            }
        }
        if regions != html.all("table").len() {
            complaints.say(address, "a table that does not scroll on a narrow screen");
        }
    });
}

#[test]
fn nothing_on_a_page_runs_or_paints_past_the_policy() {
    const FORBIDDEN: [&str; 6] = ["style", "iframe", "object", "embed", "base", "template"];
    every_page(|address, html, _, complaints| {
        for element in html.descendants() {
            if FORBIDDEN.contains(&element.name.as_str()) {
                complaints.say(address, format_args!("<{}>", element.name));
            }
            let is_module = element.get("type") == Some("module") && element.get("src").is_some();
            // What search engines read is data, which no browser runs.
            let is_data = element.get("type") == Some("application/ld+json");
            if element.name == "script" && !is_data && !(is_module && element.children.is_empty()) {
                complaints.say(address, "a script that is no module in a file of its own");
            }
            if element.name == "form" && element.get("action").is_none_or(is_external) {
                complaints.say(address, "a form that leads nowhere without a script, or away from the site");
            }
            for (name, value) in &element.attributes {
                let paints = matches!(name.as_str(), "style" | "fill" | "stroke") || name.starts_with("on");
                let leads = matches!(name.as_str(), "href" | "src" | "action" | "formaction" | "xlink:href");
                let scheme =
                    value.trim().split_once(':').map_or(String::new(), |(scheme, _)| scheme.to_lowercase());
                if paints || (leads && matches!(scheme.as_str(), "javascript" | "data" | "vbscript")) {
                    complaints.say(address, format_args!("{}: {name}={value}", element.name));
                }
            }
        }
        let metas = html.all("meta");
        let policy = metas.iter().find(|meta| meta.get("http-equiv") == Some("Content-Security-Policy"));
        let policy = policy.and_then(|meta| meta.get("content")).unwrap_or_default();
        if !policy.contains("default-src 'none'") || policy.contains("unsafe") {
            complaints.say(address, format_args!("its policy: {policy}"));
        }
    });
}

#[test]
fn nothing_is_loaded_from_another_site() {
    every_page(|address, html, _, complaints| {
        let loading = |element: &&&Element| element.name == "link" && element.get("rel") != Some("canonical");
        let links = html.all("link");
        let sources = html.descendants().into_iter().filter_map(|element| element.get("src"));
        for loaded in links.iter().filter(loading).filter_map(|link| link.get("href")).chain(sources) {
            if is_external(loaded) || loaded.starts_with("//") {
                complaints.say(address, loaded);
            }
        }
    });
}

#[test]
fn each_page_says_its_language_its_position_and_its_address() {
    for (site, language, base) in [
        (harbourside(), "en", "https://harbourside.test/"),
        (london(), "en-GB", "https://city-tools.example/"),
    ] {
        let mut complaints = Complaints::default();
        let stay = site.pages.iter().filter(|(_, page)| !page.text.contains("http-equiv=refresh"));
        for (address, page) in stay {
            let root = page.html.elements().next();
            if root.and_then(|html| html.get("lang")) != Some(language) {
                complaints.say(address, "not its language");
            }
            if !page.html.text().contains("Position on 25 November 2026") {
                complaints.say(address, "no position");
            }
            let own = format!("{base}{address}");
            let links = page.html.all("link");
            let canonical = links.iter().find(|link| link.get("rel") == Some("canonical"));
            let metas = page.html.all("meta");
            let shared = metas.iter().find(|meta| meta.get("property") == Some("og:url"));
            if canonical.and_then(|link| link.get("href")) != Some(own.as_str())
                || shared.and_then(|meta| meta.get("content")) != Some(own.as_str())
            {
                complaints.say(address, "another address than its own");
            }
        }
        complaints.none();
    }
}

#[test]
fn every_link_and_button_has_words() {
    every_page(|address, html, _, complaints| {
        for element in html.descendants() {
            let needs_words = matches!(element.name.as_str(), "a" | "button" | "summary");
            if needs_words && element.text().is_empty() && element.get("aria-label").is_none() {
                complaints
                    .say(address, format_args!("<{}> without words: {:?}", element.name, element.attributes));
            }
        }
    });
}

#[test]
fn the_sitemap_names_every_page_once_and_nothing_else() -> Result {
    for (site, base) in
        [(harbourside(), "https://harbourside.test/"), (london(), "https://city-tools.example/")]
    {
        let sitemap = String::from_utf8(site.files["sitemap.xml"].clone())?;
        // The declaration is XML's own; the rest reads like any markup.
        let (_, body) = sitemap.split_once("?>").ok_or("an XML declaration")?;
        let listed: Vec<String> = parse(body)?.all("loc").iter().map(|loc| loc.text()).collect();
        let unique: BTreeSet<String> = listed.iter().cloned().collect();
        assert_eq!(unique.len(), listed.len());
        // Errors, pages to embed and addresses that moved are no places to send people to.
        let pages = site.pages.iter().filter(|(address, page)| {
            *address != "404.html"
                && !address.ends_with("/embed/")
                && !page.text.contains("http-equiv=refresh")
        });
        assert_eq!(unique, pages.map(|(address, _)| format!("{base}{address}")).collect::<BTreeSet<_>>());
        let robots = String::from_utf8(site.files["robots.txt"].clone())?;
        assert!(robots.contains(&format!("Sitemap: {base}sitemap.xml")), "{robots}");
    }
    Ok(())
}

/// The addresses of all sources in a folder of records, with the file that they stand in.
fn sources(content: &Path) -> Result<BTreeMap<String, String>> {
    fn collect(value: &Value, in_sources: bool, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    match value {
                        Value::String(url) if in_sources && key == "url" => found.push(url.clone()),
                        _ => collect(value, matches!(key.as_str(), "sources" | "source"), found),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, in_sources, found)),
            _ => {}
        }
    }
    let mut sources = BTreeMap::new();
    for (path, bytes) in tree(content)?.into_iter().filter(|(path, _)| path.ends_with(".yaml")) {
        let mut found = Vec::new();
        collect(&serde_yaml::from_str(&String::from_utf8(bytes)?)?, false, &mut found);
        sources.extend(found.into_iter().map(|url| (url, path.clone())));
    }
    Ok(sources)
}

#[test]
fn every_source_of_the_records_is_linked_on_some_page() -> Result {
    for (site, content, least) in [(harbourside(), "examples/harbourside", 25), (london(), "content", 500)] {
        let linked: BTreeSet<&str> = site.pages.values().flat_map(|page| addresses(&page.html)).collect();
        let sources = sources(&here(content))?;
        assert!(sources.len() >= least, "only {} sources were found in {content}", sources.len());
        let mut complaints = Complaints::default();
        for (url, file) in sources.iter().filter(|(url, _)| !linked.contains(url.as_str())) {
            complaints.say(file, url);
        }
        complaints.none();
    }
    Ok(())
}

#[test]
fn no_page_is_heavy() {
    for site in [harbourside(), london()] {
        for (path, bytes) in site.files.iter().filter(|(path, _)| path.ends_with(".html")) {
            assert!(bytes.len() <= 500_000, "{path} has {} bytes", bytes.len());
        }
    }
}

/// The text of an element without what stands in `<code>`, and every attribute's value.
fn words(element: &Element, text: &mut String) {
    for value in element.attributes.values() {
        text.push_str(value);
        text.push('\n');
    }
    for child in &element.children {
        match child {
            Node::Text(part) => text.push_str(part),
            Node::Element(child) if child.name == "code" => {}
            Node::Element(child) => words(child, text),
        }
    }
}

#[test]
fn no_template_or_figure_is_left_unfilled() {
    every_page(|address, html, _, complaints| {
        let mut text = String::new();
        words(html, &mut text);
        for left in ["{fig:", "{{", "}}", "{%", "%}", "{#", "[^", "NaN", "None", "undefined", "Some("] {
            // "None" is a word too: a level of a skill, and "None is recorded".
            let is_word = left == "None" && !text.contains("None)") && !text.contains("(None");
            // What checks say of a figure's quotation has one in it.
            let is_example = left == "{fig:" && address.starts_with("checks/");
            if text.contains(left) && !is_word && !is_example {
                complaints.say(address, format_args!("{left} is left: {}", around(&text, left)));
            }
        }
    });
}

fn around<'a>(text: &'a str, what: &str) -> &'a str {
    let at = text.find(what).unwrap_or_default();
    let start = text[..at].char_indices().rev().nth(30).map_or(0, |(start, _)| start);
    let end = text[at..].char_indices().nth(40).map_or(text.len(), |(end, _)| at + end);
    &text[start..end]
}

#[test]
fn an_illustrative_region_says_so_on_every_page_and_a_real_one_never_does() {
    for (site, made_up) in [(harbourside(), true), (london(), false)] {
        for (address, page) in &site.pages {
            assert_eq!(page.html.text().contains("Illustrative data."), made_up, "/{address}");
        }
    }
}

#[test]
fn nothing_of_the_real_region_is_in_the_program() {
    let mut complaints = Complaints::default();
    for (address, page) in &harbourside().pages {
        // The folder of records is called boroughs/ in every region, and ids of figures are code.
        let mut text = page.html.text().replace("boroughs/", "");
        for code in page.html.all("code") {
            text = text.replace(&code.text().replace("boroughs/", ""), "");
        }
        for word in ["London", "borough", "Borough", "council", "£"] {
            if text.contains(word) {
                complaints.say(address, format_args!("{word}: {}", around(&text, word)));
            }
        }
    }
    complaints.none();
}

#[test]
fn names_with_accents_signs_and_length_are_shown_as_they_are() -> Result {
    let site = harbourside();
    for (address, part, name) in [
        ("towns/mill-and-mere/", "Towns", "Mill & Mere <on Sea>"),
        ("towns/st-elidor/", "Towns", "Saint-Élidor-le-Vieux-sous-les-Falaises-Blanches"),
        ("suppliers/tern/", "Suppliers", "Tern & Daughters <Software>"),
        ("suppliers/osprey/", "Suppliers", "Osprey Æther und Söhne"),
        (
            "systems/carefolio/",
            "Systems",
            "Carefolio Integrated Case Recording, Assessment, Brokerage and Review Suite for Small Towns",
        ),
    ] {
        let page = site.page(address)?;
        assert_eq!(page.html.all("h1")[0].text(), name);
        assert_eq!(page.html.all("title")[0].text(), format!("{name} – {part} – City Tools: Harbourside"));
    }
    assert!(site.page("systems/bookworm/")?.html.text().contains("Worm, Librarian's \"Friend\""));
    Ok(())
}

#[test]
fn a_chapter_shows_a_figure_as_number_as_sentence_and_as_table() -> Result {
    let chapter = &harbourside().page("report/at-a-glance/")?.html;
    let text = chapter.text();
    // The two of the service that is published as totals only are not among them.
    assert!(text.contains("There are 28 deployments on record, and 13 systems."), "{text}");
    assert!(text.contains("The end is known for 13 of 18 contracts on record."), "{text}");
    let links: Vec<_> = chapter.all("a").into_iter().filter_map(|link| link.get("href")).collect();
    for link in ["../../figures/deployments-recorded/", "../../towns/", "../../towns/harbour-quay/#systems"] {
        assert!(links.contains(&link), "{link}");
    }
    let tables = chapter.all("table");
    let [figure, markdown] = tables[..] else { return Err(format!("{} tables", tables.len()).into()) };
    assert!(figure.text().contains("Records by where the system is in its life"));
    assert_eq!(markdown.all("th")[2].text(), "Gull");
    assert_eq!(chapter.all("code").iter().filter(|code| code.text() == "{fig:ID}").count(), 1);
    Ok(())
}

#[test]
fn a_chapter_shows_a_figure_as_a_chart_with_its_table() -> Result {
    let region = Region::harbourside()?;
    let quotes = "{fig:lifecycle-mix chart}\n\n{fig:lifecycle-mix else Never.}";
    region.replace("report/01-at-a-glance.md", "{fig:lifecycle-mix table}", quotes)?;
    let site = region.site()?;
    let html = &site.page("report/at-a-glance/")?.html;
    assert!(!html.text().contains("Never."));
    let charts = html.all("figure");
    let [chart] = charts[..] else { return Err(format!("{} charts", charts.len()).into()) };
    let drawing =
        chart.all("svg").into_iter().find(|svg| svg.get("role") == Some("img")).ok_or("a drawing")?;
    let named = drawing.get("aria-labelledby").ok_or("a name")?;
    let words: Vec<String> = named.split(' ').filter_map(|id| html.by_id(id)).map(Element::text).collect();
    assert_eq!(
        words[0],
        site.page("figures/lifecycle-mix/")?
            .html
            .all("p")
            .iter()
            .find(|p| p.has_class("standfirst"))
            .ok_or("a sentence")?
            .text()
    );
    assert!(words[1].starts_with("Bar chart with 6 bars, from Live ("), "{}", words[1]);
    // A bar for each row of the table, as long as the table says.
    let shares: Vec<String> = chart.all("tr").iter().skip(1).map(|row| row.all("td")[1].text()).collect();
    let bars = drawing.all("rect");
    assert_eq!(bars.len(), shares.len());
    let of = |text: &str| text.trim_end_matches('%').parse::<f64>().map_err(|_| text.to_owned());
    let scale = of(bars[0].get("width").ok_or("a width")?)? / of(&shares[0])?;
    for (bar, share) in bars.iter().zip(&shares) {
        let width = of(bar.get("width").ok_or("a width")?)?;
        assert!((width - scale * of(share)?).abs() < 1.5, "{width} for {share}");
    }
    Ok(())
}

#[test]
fn the_table_under_a_chart_has_what_is_drawn() {
    let mut bars = 0;
    for (address, page) in london().pages.iter().filter(|(address, _)| address.starts_with("report/")) {
        for chart in page.html.all("figure") {
            let drawn = chart.all("text").iter().filter(|text| text.has_class("name")).count();
            let rows = chart.all("tbody").iter().map(|body| body.all("tr").len()).sum::<usize>();
            assert!(drawn == 0 || drawn == rows, "/{address}: {drawn} bars, {rows} rows");
            bars += drawn;
        }
    }
    assert!(bars > 0);
}

#[test]
fn a_chapter_has_other_words_while_a_figure_is_withheld() -> Result {
    let region = Region::harbourside()?;
    region.replace("site.yaml", "small_number: 3", "small_number: 300")?;
    let quote = "{fig:sme-share sentence else Sizes are not known yet.}";
    region.replace("report/01-at-a-glance.md", "{fig:lifecycle-mix table}", quote)?;
    let text = region.site()?.page("report/at-a-glance/")?.html.text();
    assert!(text.contains("Sizes are not known yet."), "{text}");
    Ok(())
}

#[test]
fn the_whole_report_has_every_chapter_with_its_notes_and_anchors() -> Result {
    let site = london();
    let whole = &site.page("report/whole/")?.html;
    let chapters: Vec<&str> = site
        .page("report/")?
        .html
        .all("a")
        .iter()
        .filter_map(|link| link.get("href"))
        .filter_map(|href| href.strip_prefix("../report/")?.strip_suffix('/'))
        .filter(|slug| *slug != "whole")
        .collect();
    let count = |html: &Element, name: &str| html.all(name).len();
    let mut sums = [0; 2];
    for slug in &chapters {
        let chapter = &site.page(&format!("report/{slug}/"))?.html;
        assert!(whole.by_id(&format!("chapter-{slug}")).is_some(), "{slug}");
        sums[0] += count(chapter, "sup");
        sums[1] += count(chapter, "table");
    }
    assert!(chapters.len() >= 10 && sums[0] > 0, "{chapters:?}");
    assert_eq!([count(whole, "sup"), count(whole, "table")], sums);
    Ok(())
}

/// Looks at every page on which an authority's record of such a service could give it away.
#[test]
fn a_service_that_is_published_as_totals_only_names_no_authority() -> Result {
    let site = harbourside();
    let service = &site.page("services/guarding/")?.html;
    assert!(service.text().contains("Recorded for 2 of 4 towns"), "{}", service.text());
    let names_a_town = |element: &Element| {
        let links = element.all("a");
        links
            .iter()
            .filter_map(|link| link.get("href"))
            .any(|href| href.contains("towns/") && !href.ends_with("towns/"))
    };
    let mut complaints = Complaints::default();
    for address in ["services/guarding/", "systems/lantern-guard/"] {
        for table in site.page(address)?.html.all("table") {
            if names_a_town(table) {
                complaints.say(address, table.text());
            }
        }
    }
    // The tile map of its only system would tell it too.
    let system = &site.page("systems/lantern-guard/")?.html;
    for tile in system.descendants().into_iter().filter(|element| element.has_class("tiles")) {
        if tile.text().contains("recorded in use") {
            complaints.say("systems/lantern-guard/", tile.text());
        }
    }
    for town in ["harbour-quay", "st-elidor", "northpoint", "mill-and-mere"] {
        let address = format!("towns/{town}/");
        for word in ["Guarding", "Lantern Guard", "Lock picking"] {
            if site.page(&address)?.html.text().contains(word) {
                complaints.say(&address, word);
            }
        }
    }
    let skill = site.page("skills/")?.html.by_id("skill-lock-picking").ok_or("the skill is listed")?.text();
    assert_eq!(skill, "Lock picking (1 town)");
    for element in site.page("skills/lock-picking/")?.html.all("main") {
        if names_a_town(element) {
            complaints.say("skills/lock-picking/", element.text());
        }
    }
    complaints.none();
    Ok(())
}

#[test]
fn what_is_not_known_is_said_in_words_and_never_as_zero_or_blank() -> Result {
    let site = harbourside();
    let mere = site.page("towns/mill-and-mere/")?.html.text();
    assert!(mere.contains("Not confirmed"), "an old source is not a system in use: {mere}");
    let dues = site.page("services/harbour-dues/")?.html.text();
    let papers = site.page("services/meeting-papers/")?.html.text();
    assert!(papers.contains("No system is recorded"), "{papers}");
    assert!(dues.contains("Does not apply to: Saint-Élidor"), "{dues}");
    let contracts = site.page("contracts/")?.html.text();
    assert!(contracts.contains("Not published"), "{contracts}");
    let payroll = site.page("services/payroll/")?.html.text();
    assert!(payroll.contains("With a solution of its own that has no record: Saint-Élidor"), "{payroll}");
    Ok(())
}

#[test]
fn tables_of_a_page_have_no_empty_cells() {
    every_page(|address, html, _, complaints| {
        for table in html.all("table").into_iter().filter(|table| !table.has_class("matrix")) {
            for cell in table.all("td").into_iter().filter(|cell| !cell.has_class("tl-cell")) {
                if cell.text().is_empty() {
                    complaints.say(address, format_args!("an empty cell in {:.60}", table.text()));
                }
            }
        }
    });
}

/// Builds London into a folder of its own, with these changes to the surroundings.
fn london_built_with(change: impl FnOnce(&mut std::process::Command)) -> Result<BTreeMap<String, Vec<u8>>> {
    let dir = tempfile::tempdir()?;
    let mut command = program();
    command.args(["build", "--as-of", AS_OF, "--out"]).arg(dir.path().join("site"));
    command.current_dir(here("")).env_remove("RAYON_NUM_THREADS");
    change(&mut command);
    Outcome::of(&mut command)?.expect(0)?;
    tree(&dir.path().join("site"))
}

#[test]
fn the_same_records_give_the_same_bytes_wherever_and_however_they_are_built() -> Result {
    let usual = &london().files;
    let elsewhere = tempfile::tempdir()?;
    let alone = london_built_with(|command| {
        command.env("RAYON_NUM_THREADS", "1").env("TZ", "Pacific/Kiritimati").env("LANG", "tr_TR.UTF-8");
    })?;
    let crowd = london_built_with(|command| {
        command.env("RAYON_NUM_THREADS", "4").env("TZ", "America/Los_Angeles").env("LC_ALL", "C");
        command.arg("--content").arg(here("content")).current_dir(elsewhere.path());
    })?;
    // Another order in which the disk lists files: the copy is made backwards.
    let copied = tempfile::tempdir()?;
    for (path, bytes) in tree(&here("content"))?.into_iter().rev() {
        let target = copied.path().join("content").join(path);
        fs::create_dir_all(target.parent().ok_or("a file has a folder")?)?;
        fs::write(target, bytes)?;
    }
    let backwards = london_built_with(|command| {
        command.current_dir(copied.path());
    })?;
    for (way, files) in [("alone", alone), ("crowd", crowd), ("backwards", backwards)] {
        let other: Vec<_> = usual.iter().filter(|(path, bytes)| files.get(*path) != Some(*bytes)).collect();
        assert!(other.is_empty(), "{way}: {} files differ, {} first", other.len(), other[0].0);
        assert_eq!(files.len(), usual.len(), "{way}");
    }
    Ok(())
}

#[test]
fn a_new_build_replaces_the_old_site_and_leaves_nothing_stale() -> Result {
    let region = Region::harbourside()?;
    fs::create_dir(region.out())?;
    fs::write(region.out().join(".gitignore"), "*\n!.gitignore\n")?;
    let before = region.site()?;
    assert!(before.pages.contains_key("systems/plume/"));

    region.remove("systems/plume.yaml")?;
    let mere = region.read("boroughs/mill-and-mere.yaml")?;
    let start = mere.find("  - system: plume").ok_or("the town uses it")?;
    let end = mere.find("  - system: dues-book").ok_or("the next one follows")?;
    region.write("boroughs/mill-and-mere.yaml", format!("{}{}", &mere[..start], &mere[end..]))?;
    let after = region.site()?;

    assert!(!after.files.keys().any(|path| path.contains("plume")));
    // Its page, its own file of data and the one of its rows.
    assert_eq!(after.files.len(), before.files.len() - 3);
    assert!(!after.pages.values().any(|page| page.text.contains("Plume")));
    assert_eq!(fs::read_to_string(region.out().join(".gitignore"))?, "*\n!.gitignore\n");
    let beside: Vec<_> =
        fs::read_dir(region.root())?.filter_map(|entry| Some(entry.ok()?.file_name())).collect();
    let expected = ["content", "public", ".citytools-before-public"];
    assert!(
        beside.len() == 3 && expected.iter().all(|name| beside.iter().any(|found| found == name)),
        "no other folder is left: {beside:?}"
    );
    Ok(())
}

#[test]
fn a_folder_that_is_no_site_of_ours_is_not_touched() -> Result {
    let region = Region::harbourside()?;
    fs::create_dir_all(region.out().join("photographs"))?;
    fs::write(region.out().join("thesis.txt"), "years of work")?;
    let before = tree(&region.out())?;
    let refused = region.build()?.expect(3)?;
    assert!(
        refused.stderr.contains("public") && refused.stderr.contains("not written by"),
        "{}",
        refused.stderr
    );
    assert_eq!(tree(&region.out())?, before);
    assert!(region.out().join("photographs").is_dir());
    assert_eq!(fs::read_dir(region.root())?.count(), 2, "nothing is left beside it");
    Ok(())
}

#[test]
fn a_build_that_fails_leaves_the_old_site_as_it_is() -> Result {
    let region = Region::harbourside()?;
    region.build()?.expect(0)?;
    let before = tree(&region.out())?;

    // The content is wrong.
    region.replace("systems/plume.yaml", "supplier: tern", "supplier: turn")?;
    region.build()?.expect(1)?;
    assert_eq!(tree(&region.out())?, before);
    region.replace("systems/plume.yaml", "supplier: turn", "supplier: tern")?;

    // The theme is wrong, in a template that only some pages use: others are rendered by then.
    fs::create_dir_all(region.root().join("theme/templates"))?;
    fs::write(
        region.root().join("theme/templates/system.html"),
        "{% extends \"base.html\" %}{% block main %}{{ v.no_such_thing }}{% endblock main %}",
    )?;
    let failed = region.run(["build", "--as-of", AS_OF, "--theme", "theme"])?.expect(1)?;
    assert!(
        failed.stderr.contains("system.html") && failed.stderr.contains("no_such_thing"),
        "{}",
        failed.stderr
    );
    assert_eq!(tree(&region.out())?, before);
    assert_eq!(fs::read_dir(region.root())?.count(), 3, "nothing is left beside it");
    Ok(())
}

#[test]
fn under_any_path_only_the_addresses_of_pages_and_the_page_for_lost_ones_carry_it() -> Result {
    let region = Region::harbourside()?;
    // As long as the other address, so that files with it in them are as large.
    region.run(["build", "--as-of", AS_OF, "--base-url", "https://a-place.test/a/b"])?.expect(0)?;
    let site = Site::read(&region.out())?;
    let mut complaints = Complaints::default();
    for (address, page) in &site.pages {
        for element in page.html.descendants() {
            let is_own = element.get("rel") == Some("canonical");
            let Some(href) = element.get("href").filter(|_| !is_own) else { continue };
            let right = match address.as_str() {
                "404.html" => href.starts_with("/a/b/") || href.starts_with('#') || is_external(href),
                _ => !href.starts_with('/') && !href.contains("a-place.test"),
            };
            if !right {
                complaints.say(address, href);
            }
        }
        if page.text.contains("http-equiv=refresh") {
            continue;
        }
        let own = format!("https://a-place.test/a/b/{address}");
        let links = page.html.all("link");
        let canonical = links.iter().find(|link| link.get("rel") == Some("canonical"));
        assert_eq!(canonical.and_then(|link| link.get("href")), Some(own.as_str()));
    }
    let lost = site.page("404.html")?;
    assert!(addresses(&lost.html).contains(&"/a/b/towns/"));
    // Nothing else depends on where the site stands, but for how large files are that name it.
    let size = regex::Regex::new(r"\d+ (kB|bytes)")?;
    let without = |text: &str| size.replace_all(text, "N kB").into_owned();
    for (address, page) in site.pages.iter().filter(|(address, _)| *address != "404.html") {
        let there = page.text.replace("https://a-place.test/a/b/", "https://harbourside.test/");
        if without(&there) != without(&harbourside().page(address)?.text) {
            complaints.say(address, "is another page under a path");
        }
    }
    complaints.none();
    Ok(())
}

#[test]
fn assets_are_named_by_what_is_in_them() -> Result {
    let assets = |site: &Site| -> BTreeSet<String> {
        site.files.keys().filter(|path| path.starts_with("assets/")).cloned().collect()
    };
    let usual = assets(harbourside());
    assert!(usual.iter().any(|path| path.starts_with("assets/site.") && path.ends_with(".css")), "{usual:?}");
    let region = Region::harbourside()?;
    fs::create_dir_all(region.root().join("theme/assets"))?;
    fs::write(region.root().join("theme/assets/site.css"), "body { color: #123 }")?;
    region.run(["build", "--as-of", AS_OF, "--theme", "theme"])?.expect(0)?;
    let other = assets(&Site::read(&region.out())?);
    assert_eq!(other.intersection(&usual).count(), usual.len() - 1, "only the style sheet's name is new");
    Ok(())
}

#[test]
fn whether_anybody_checked_the_records_is_never_typed() -> Result {
    let region = Region::harbourside()?;
    let live = region.read("site.yaml")?.replace("status: illustrative", "status: live");
    region.write("site.yaml", live.replace("Made up to show how the site works.", "From public sources."))?;
    let position = |region: &Region| -> Result<String> {
        Ok(region
            .site()?
            .page("opportunities/")?
            .text
            .split("From public sources.")
            .nth(1)
            .unwrap_or_default()[..40]
            .to_owned())
    };
    let names = ["harbour-quay", "mill-and-mere", "northpoint", "st-elidor"]
        .map(|name| format!("boroughs/{name}.yaml"));
    let without = |text: &str| {
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("checked:"));
        lines
            .map(|line| format!("{line}\n").replace("provenance: verified", "provenance: declared"))
            .collect::<String>()
    };
    for name in &names {
        region.write(name, without(&region.read(name)?))?;
    }
    assert!(position(&region)?.starts_with(" No "), "{}", position(&region)?);
    let first = region.read(&names[0])?;
    region.write(&names[0], first.replacen("name:", "checked: 2026-10-01\nname:", 1))?;
    assert!(!position(&region)?.contains("checked it yet"), "{}", position(&region)?);
    region.write(&names[0], first.replace("provenance: declared", "provenance: verified"))?;
    let said = position(&region)?;
    assert!(said.contains(" of ") && !said.contains("No "), "{said}");
    Ok(())
}

#[test]
fn a_service_that_is_replaced_leads_on() -> Result {
    let region = Region::harbourside()?;
    let replaced = |by: &str| format!("        replaced_by: {by}\n");
    let fax = "\n      - id: fax\n        name: Fax\n        definition: Letters by telephone.\n        tier: extended\n        lead_months: 1\n";
    let services = region.read("services.yaml")?;
    region.write("services.yaml", services.clone() + &replaced("email") + fax + &replaced("email"))?;
    let site = region.site()?;
    // One with records keeps them on its page; of the other nothing is left to read.
    let guarding = site.page("services/guarding/")?.html.text();
    assert!(guarding.contains("Replaced by Email: new records belong there."), "{guarding}");
    let fax_page = &site.page("services/fax/")?.html;
    let leads = fax_page.all("meta").into_iter().find(|meta| meta.get("http-equiv") == Some("refresh"));
    assert_eq!(leads.and_then(|meta| meta.get("content")), Some("0; url=../../services/email/"));
    // Programs keep addresses of files beside it, so that the page names them.
    let named: Vec<&str> = fax_page
        .all("link")
        .iter()
        .filter_map(|link| (link.get("rel") == Some("alternate")).then(|| link.get("href")).flatten())
        .collect();
    let due = ["calendar.ics", "feed.xml"].map(|file| format!("../../services/fax/{file}"));
    assert_eq!(named, [&*due[0], &due[1], "../../api/v1/services/fax.json"]);
    let list = site.page("services/")?.html.text();
    assert_eq!(list.matches("Replaced by Email").count(), 2, "{list}");
    let table = site.table("services")?;
    let by: Vec<&str> =
        table.iter().map(|row| row["replaced_by"].as_str()).filter(|by| !by.is_empty()).collect();
    assert_eq!(by, ["ledger", "email", "email"]);

    for (by, code) in [("letters", "CT203"), ("guarding", "CT108")] {
        region.write("services.yaml", services.clone() + &replaced(by))?;
        let told = region.check()?.expect(1)?.problems();
        assert!(told.iter().any(|problem| problem.code == code), "{by}: {told:?}");
    }
    Ok(())
}
