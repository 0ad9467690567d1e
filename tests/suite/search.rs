//! Finding things: what search knows, every name from A to Z, and the words that are explained.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::growth::{region, written};
use crate::support::{Element, Region, Result, Site, harbourside, london};
use serde_json::Value;

/// A file for scripts, whatever its fingerprint.
fn file<'a>(site: &'a Site, start: &str) -> (&'a str, &'a [u8]) {
    let found: Vec<_> = site.files.iter().filter(|(path, _)| path.starts_with(start)).collect();
    assert_eq!(found.len(), 1, "one file begins with {start}");
    (found[0].0, found[0].1)
}

/// Something that search finds.
#[derive(Debug)]
struct Entry {
    group: String,
    name: String,
    href: String,
    fact: String,
    also: Vec<String>,
    text: String,
}

/// The files with what authorities have, in their order.
fn parts(site: &Site) -> Vec<(usize, &[u8])> {
    let names: Value = serde_json::from_slice(file(site, "search/names.").1).expect("an index is JSON");
    let parts = names["authorities"].as_array().expect("the names tell where authorities are");
    let part = |part: &Value| {
        let name = part[1].as_str().expect("a file has a name");
        let first = usize::try_from(part[0].as_u64().expect("a part has a beginning")).expect("it is small");
        (first, site.files[&format!("search/authorities/{name}.json")].as_slice())
    };
    parts.iter().map(part).collect()
}

/// Every entry, read as the script reads them.
fn entries(site: &Site) -> Vec<Entry> {
    let mut all: Vec<Entry> = Vec::new();
    let parts = parts(site).into_iter().map(|(_, bytes)| bytes);
    let files =
        [file(site, "search/names.").1].into_iter().chain(parts).chain([file(site, "search/texts.").1]);
    for bytes in files {
        let index: Value = serde_json::from_slice(bytes).expect("an index is JSON");
        for group in index["groups"].as_array().expect("an index has groups") {
            let id = group["id"].as_str().expect("a group has an id");
            for entry in group["entries"].as_array().expect("a group has entries") {
                let entry = read(&all, id, entry);
                all.push(entry);
            }
            for places in group["missing"].as_array().into_iter().flatten().filter_map(Value::as_array) {
                let number = |place: &Value| usize::try_from(place.as_u64().unwrap_or_default());
                let places: Vec<usize> = places.iter().filter_map(|place| number(place).ok()).collect();
                for authority in &places[1..] {
                    let href = format!("{}#unknown", all[*authority].href);
                    let name = format!("{}: {}", all[*authority].name, all[places[0]].name);
                    let (fact, text) = (String::new(), String::new());
                    all.push(Entry { group: id.to_owned(), name, href, fact, also: Vec::new(), text });
                }
            }
        }
    }
    all
}

fn read(before: &[Entry], group: &str, entry: &Value) -> Entry {
    let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    let named = |place: &Value| {
        let place = usize::try_from(place.as_u64().expect("a place is a number")).expect("a place is small");
        before[place].name.clone()
    };
    let of = entry["of"].as_array().map(Vec::as_slice).unwrap_or_default();
    let name = match text("name") {
        name if name.is_empty() => format!("{}: {}", named(&of[0]), named(&of[1])),
        name => name,
    };
    let also = entry["also"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
    Entry {
        group: group.to_owned(),
        name,
        href: text("href"),
        fact: text("fact"),
        also: also.collect(),
        text: text("text"),
    }
}

fn of_group<'a>(entries: &'a [Entry], group: &str) -> Vec<&'a Entry> {
    entries.iter().filter(|entry| entry.group == group).collect()
}

fn named<'a>(entries: &'a [Entry], group: &str, name: &str) -> Result<&'a Entry> {
    let found = entries.iter().find(|entry| entry.group == group && entry.name == name);
    Ok(found.ok_or_else(|| format!("no {name} among {group}"))?)
}

/// The ids of the pages below a folder.
fn ids<'a>(site: &'a Site, folder: &str) -> BTreeSet<&'a str> {
    let pages = site.pages.keys().filter_map(|address| address.strip_prefix(folder)?.strip_suffix('/'));
    pages.filter(|id| !id.is_empty() && !id.contains('/')).collect()
}

#[test]
fn every_record_with_a_page_is_found_once_and_leads_there() {
    for (site, boroughs) in [(harbourside(), "towns/"), (london(), "boroughs/")] {
        let entries = entries(site);
        for (group, folder) in [
            ("boroughs", boroughs),
            ("services", "services/"),
            ("systems", "systems/"),
            ("suppliers", "suppliers/"),
            ("frameworks", "frameworks/"),
            ("skills", "skills/"),
            ("technologies", "technologies/"),
            ("figures", "figures/"),
        ] {
            let found: Vec<&str> = of_group(&entries, group)
                .iter()
                .map(|entry| entry.href.strip_prefix(folder).expect("an entry leads to its kind"))
                .collect();
            let mut expected: BTreeSet<String> =
                ids(site, folder).into_iter().map(|id| format!("{id}/")).collect();
            // A page that looks across suppliers, and pages for earlier ids.
            expected.retain(|id| {
                let page = &site.pages[&format!("{folder}{id}")];
                (folder, id.as_str()) != ("suppliers/", "exposure/")
                    && !page.text.contains("http-equiv=refresh")
            });
            assert_eq!(found.len(), expected.len(), "{group}");
            assert_eq!(found.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), expected, "{group}");
        }
    }
}

#[test]
fn every_entry_leads_to_a_page_and_to_the_place_in_it() {
    let mut wrong = Vec::new();
    for site in [harbourside(), london()] {
        let places: BTreeMap<&str, BTreeSet<&str>> = site
            .pages
            .iter()
            .map(|(address, page)| {
                let ids = page.html.descendants().into_iter().filter_map(|element| element.get("id"));
                (address.as_str(), ids.collect())
            })
            .collect();
        for entry in entries(site) {
            let (page, place) =
                entry.href.split_once('#').map_or((&*entry.href, None), |(page, place)| (page, Some(place)));
            let there = places.get(page).is_some_and(|ids| place.is_none_or(|place| ids.contains(place)));
            if !there {
                wrong.push(format!("{}: {}", entry.name, entry.href));
            }
        }
    }
    assert!(wrong.is_empty(), "{} entries lead nowhere: {:?}", wrong.len(), &wrong[..wrong.len().min(5)]);
}

#[test]
fn what_an_authority_uses_for_a_service_is_an_entry_with_the_answer() -> Result {
    let entries = entries(harbourside());
    let lending = named(&entries, "pairs", "Harbour Quay: Library lending")?;
    assert!(lending.fact.starts_with("Bookworm by Wend Books"), "{lending:?}");
    assert_eq!(lending.href, "towns/harbour-quay/#service-library-lending");
    let place = harbourside().page("towns/harbour-quay/")?.html.by_id("service-library-lending");
    assert_eq!(place.map(Element::text), Some("Library lending".to_owned()));
    // Every pair has one entry, told or not, and what is published as totals only has none.
    let (towns, services) = (of_group(&entries, "boroughs").len(), of_group(&entries, "services").len());
    let pairs: Vec<_> =
        entries.iter().filter(|entry| matches!(entry.group.as_str(), "pairs" | "unknown")).collect();
    assert_eq!(pairs.len(), towns * (services - 1));
    let names: BTreeSet<_> = pairs.iter().map(|entry| &entry.name).collect();
    assert_eq!(names.len(), pairs.len());
    for entry in of_group(&entries, "pairs") {
        assert!(!entry.fact.is_empty(), "{entry:?}");
    }
    Ok(())
}

#[test]
fn a_social_worker_finds_the_case_management_system_of_a_council() -> Result {
    let entries = entries(london());
    let answer = named(&entries, "pairs", "Camden: Adult social care case management")?;
    assert!(answer.fact.contains("Mosaic"), "{answer:?}");
    Ok(())
}

#[test]
fn what_is_published_as_totals_only_is_found_without_any_authority() {
    for (site, words) in [
        (harbourside(), &["Guarding", "Lantern Guard", "Lock picking"][..]),
        (london(), &["Cyber security services"][..]),
    ] {
        let entries = entries(site);
        let towns: Vec<&Entry> = of_group(&entries, "boroughs");
        for entry in entries
            .iter()
            .filter(|entry| words.iter().any(|word| entry.name.contains(word) || entry.fact.contains(word)))
        {
            assert!(!matches!(entry.group.as_str(), "pairs" | "unknown"), "{entry:?}");
            if matches!(entry.group.as_str(), "services" | "systems" | "skills") {
                let told = format!("{} {} {:?}", entry.fact, entry.text, entry.also);
                assert!(!towns.iter().any(|town| told.contains(&town.name)), "{entry:?}");
            }
        }
    }
    let hidden =
        entries(harbourside()).into_iter().find(|entry| entry.name == "Guarding").expect("it is found");
    assert_eq!(hidden.fact, "Recorded for 2 of 4 towns");
}

#[test]
fn old_names_everyday_words_and_numbers_are_known() -> Result {
    let entries = entries(london());
    for (group, name, also) in [
        ("suppliers", "NEC Software Solutions UK", "Northgate"),
        ("suppliers", "NEC Software Solutions UK", "00968498"),
        ("services", "Waste and recycling collection", "bins"),
        ("boroughs", "Camden", "London Borough of Camden"),
        ("glossary", "Concentration", "HHI"),
    ] {
        let entry = named(&entries, group, name)?;
        assert!(entry.also.iter().any(|other| other == also), "{also} is not in {entry:?}");
    }
    Ok(())
}

#[test]
fn texts_are_found_section_by_section_with_their_figures_filled_in() -> Result {
    let entries = entries(london());
    let sections: Vec<_> = ["report", "pages"].iter().flat_map(|group| of_group(&entries, group)).collect();
    assert!(sections.len() > 100, "{}", sections.len());
    for entry in &sections {
        assert!(!entry.text.contains("{fig:") && !entry.text.contains('<'), "{entry:?}");
        // A chapter's heading stands on its page as it does in the index.
        let (page, place) = entry.href.split_once('#').unwrap_or((&entry.href, ""));
        let page = &london().page(page)?.html;
        let heading = page.by_id(place).or_else(|| page.all("h1").first().copied()).map(Element::text);
        assert_eq!(heading.as_deref(), Some(entry.name.as_str()));
    }
    Ok(())
}

/// Bytes after `gzip -9`; nothing where there is no gzip.
fn packed(bytes: &[u8]) -> Option<usize> {
    let mut gzip =
        Command::new("gzip").arg("-9c").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    let mut input = gzip.stdin.take()?;
    let bytes = bytes.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let output = gzip.wait_with_output().ok()?;
    writer.join().ok()?.ok()?;
    Some(output.stdout.len())
}

#[test]
fn a_first_hit_needs_little() {
    let site = london();
    let scripts: usize = ["site", "search", "search-index", "words", "minisearch"]
        .iter()
        .filter_map(|name| {
            let script = site.files.iter().find(|(path, _)| {
                let fingerprint =
                    path.strip_prefix(&format!("assets/{name}.")).and_then(|rest| rest.strip_suffix(".js"));
                fingerprint.is_some_and(|fingerprint| !fingerprint.contains('.'))
            });
            packed(script.expect("the script is there").1)
        })
        .sum();
    let names = packed(file(site, "search/names.").1).unwrap_or_default();
    let [(0, part)] = parts(site)[..] else { panic!("London is small enough for one file") };
    let names = names + packed(part).unwrap_or_default();
    let texts = packed(file(site, "search/texts.").1).unwrap_or_default();
    assert!(scripts <= 30_000, "the scripts of the search page: {scripts} bytes");
    assert!(scripts + names <= 100_000, "a first hit: {scripts} + {names} bytes");
    assert!(texts <= 100_000, "the texts that follow: {texts} bytes");
}

#[test]
fn of_many_authorities_a_reader_fetches_those_that_are_named() -> Result {
    let size = region::Size { boroughs: 120, deployments: 6, systems: 30, suppliers: 12 };
    let site = written(&size, 7)?.site()?;
    let parts = parts(&site);
    assert!(parts.len() > 2, "{} files", parts.len());
    let mut of_several: BTreeMap<String, usize> = BTreeMap::new();
    for (number, (first, bytes)) in parts.iter().enumerate() {
        let theirs = *first..parts.get(number + 1).map_or(size.boroughs, |(first, _)| *first);
        let index: Value = serde_json::from_slice(bytes)?;
        let entries = |id: &str| {
            let groups = index["groups"].as_array().into_iter().flatten();
            let group = groups.filter(|group| group["id"] == id);
            group.flat_map(|group| group["entries"].as_array().into_iter().flatten()).collect::<Vec<_>>()
        };
        let own = |entry: &Value| -> Vec<usize> {
            let places = entry["of"].as_array().into_iter().flatten().filter_map(Value::as_u64);
            let places = places.filter_map(|place| usize::try_from(place).ok());
            places.filter(|place| *place < size.boroughs).collect()
        };
        for id in ["pairs", "contracts"] {
            let strange = |entry: &&Value| !own(entry).iter().any(|place| theirs.contains(place));
            assert!(
                !entries(id).is_empty() && !entries(id).into_iter().any(|of| strange(&of)),
                "{id}: {number}"
            );
        }
        for contract in entries("contracts") {
            let theirs = own(contract).into_iter().filter(|place| !theirs.contains(place)).count();
            if theirs > 0 {
                *of_several.entry(contract["href"].to_string()).or_default() += 1;
            }
        }
        assert!(bytes.len() < 400_000, "{number}: {} bytes", bytes.len());
    }
    // A contract of several authorities is found by the name of each.
    assert!(of_several.values().any(|files| *files > 1), "{of_several:?}");
    assert!(of_several.values().all(|files| *files > 1), "{of_several:?}");
    // A host is told once for all of them how long they last.
    let headers = String::from_utf8_lossy(&site.files["_headers"]);
    assert_eq!(headers.matches("/search/authorities/").count(), 1, "{headers}");
    Ok(())
}

#[test]
fn each_page_has_a_search_form_that_leads_to_the_search_page() {
    let mut wrong = Vec::new();
    for site in [harbourside(), london()] {
        let stay = site.pages.iter().filter(|(_, page)| !page.text.contains("http-equiv=refresh"));
        for (address, page) in stay.filter(|(address, _)| !address.ends_with("embed/")) {
            let forms: Vec<_> =
                page.html.all("form").into_iter().filter(|form| form.get("role") == Some("search")).collect();
            let [form] = forms.as_slice() else {
                wrong.push(format!("/{address}: {} search forms", forms.len()));
                continue;
            };
            let root = if address == "404.html" {
                "/".to_owned()
            } else {
                "../".repeat(address.matches('/').count())
            };
            let root = if root.is_empty() { "./".to_owned() } else { root };
            let input = form.all("input");
            let label = form.all("label");
            let right = form.get("action") == Some(format!("{root}search/").as_str())
                && input.len() == 1
                && input[0].get("name") == Some("q")
                && label.len() == 1
                && label[0].get("for") == input[0].get("id")
                && !label[0].text().is_empty();
            if !right {
                wrong.push(format!("/{address}: {form:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}: {:?}", wrong.len(), wrong.first());
}

#[test]
fn without_script_the_search_page_leads_to_every_letter_and_list() -> Result {
    for site in [harbourside(), london()] {
        let page = &site.page("search/")?.html;
        let links: BTreeSet<_> = page.all("a").into_iter().filter_map(|link| link.get("href")).collect();
        for letter in ids(site, "a-z/") {
            assert!(links.contains(format!("../a-z/{letter}/").as_str()), "no way to {letter}");
        }
        for list in ["services/", "systems/", "suppliers/", "contracts/", "figures/", "glossary/"] {
            assert!(links.contains(format!("../{list}").as_str()), "no way to {list}");
        }
        // Nothing that only a script can work is shown before it runs.
        let key = page.by_id("search-key").ok_or("the choice about the key is there")?;
        assert!(key.get("hidden").is_some());
        assert!(page.text().contains("needs JavaScript"));
    }
    Ok(())
}

#[test]
fn every_name_stands_once_under_its_letter() -> Result {
    for (site, boroughs) in [(harbourside(), "towns/"), (london(), "boroughs/")] {
        let mut own: BTreeMap<String, usize> = BTreeMap::new();
        let mut see: BTreeSet<(String, String)> = BTreeSet::new();
        for letter in ids(site, "a-z/") {
            let page = &site.page(&format!("a-z/{letter}/"))?.html;
            let list = page.descendants().into_iter().find(|element| element.has_class("browse"));
            for item in list.ok_or("a letter has a list")?.all("li") {
                let first = item.elements().next().ok_or("an entry is not empty")?;
                let links = item.all("a").into_iter().filter_map(|link| link.get("href"));
                let links: Vec<_> = links.map(|href| href.trim_start_matches("../").to_owned()).collect();
                if first.name == "a" {
                    *own.entry(links[0].clone()).or_default() += 1;
                } else {
                    let name = item.text();
                    let name = name.split("see ").next().unwrap_or_default().trim().to_owned();
                    see.extend(links.into_iter().map(|href| (name.clone(), href)));
                }
            }
        }
        let entries = entries(site);
        let kinds = ["boroughs", "services", "systems", "suppliers", "frameworks", "skills", "technologies"];
        let records: Vec<_> = kinds.iter().flat_map(|group| of_group(&entries, group)).collect();
        assert_eq!(own.len(), records.len(), "as many names as records");
        for record in &records {
            assert_eq!(own.get(&record.href), Some(&1), "{} stands once", record.name);
            // Numbers in registers are for search only.
            let words = record.also.iter().filter(|other| !other.chars().any(|c| c.is_ascii_digit()));
            for other in words {
                let there = see.iter().any(|(name, href)| {
                    name.to_lowercase() == single(other).to_lowercase() && *href == record.href
                });
                assert!(there, "{other}, see {} ({boroughs})", record.name);
            }
        }
    }
    Ok(())
}

fn single(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn letters_stay_light() -> Result {
    for letter in ids(london(), "a-z/") {
        let bytes = london().page(&format!("a-z/{letter}/"))?.text.len();
        assert!(bytes < 60_000, "{letter}: {bytes} bytes");
    }
    Ok(())
}

#[test]
fn the_glossary_explains_each_term_at_its_place_and_leads_to_others() -> Result {
    let page = &harbourside().page("glossary/")?.html;
    let terms: Vec<String> = page.all("dt").iter().map(|term| term.text()).collect();
    assert_eq!(terms, ["Moorage", "Tide table"]);
    let list = page.all("dl")[0];
    assert!(list.text().contains("What a ship pays for a place at the quay."), "{}", list.text());
    assert!(list.text().contains("berth fee; quay dues"));
    assert_eq!(list.all("strong")[0].text(), "quay", "its Markdown is rendered");
    let see = list.all("a");
    assert_eq!((see[0].text().as_str(), see[0].get("href")), ("Tide table", Some("../glossary/#tide-table")));
    Ok(())
}

#[test]
fn a_figure_names_the_words_of_its_definition_that_are_explained() -> Result {
    let page = &london().page("figures/contracts-act-now/")?.html;
    let links: Vec<_> = page.all("a").into_iter().filter_map(|link| link.get("href")).collect();
    for id in ["decide-by", "notice-period", "lead-time"] {
        assert!(links.contains(&format!("../../glossary/#{id}").as_str()), "{id}: {links:?}");
    }
    // A notice period is no notice: the longest name counts.
    assert!(!links.contains(&"../../glossary/#notice"));
    Ok(())
}

#[test]
fn a_region_without_a_glossary_has_no_page_for_it_and_no_link_to_it() -> Result {
    let region = Region::harbourside()?;
    region.remove("glossary.yaml")?;
    let site = region.site()?;
    assert!(!site.pages.contains_key("glossary/"));
    for (address, page) in &site.pages {
        let leads = page.html.all("a").into_iter().filter_map(|link| link.get("href"));
        assert!(!leads.into_iter().any(|href| href.contains("glossary")), "/{address}");
    }
    Ok(())
}
