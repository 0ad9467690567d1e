//! A language that nobody speaks: every text of the interface stands in brackets, so that what stands outside of them and
//! is not a record's own is a text that no language can change.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use citytools::words::known;
use regex::Regex;
use serde_json::Value;

use crate::support::{Element, Node, Region, Result, Site, here, tree};

const SPRING: &str = "2026-03-31";

/// In brackets, and with the spaces at its ends outside of them.
fn bracketed(text: &str) -> String {
    let words = text.trim();
    text.replacen(words, &format!("⟦{words}⟧"), 1)
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// The language as a region's own words.
fn words() -> Result<String> {
    let mut file = String::from("texts:\n");
    for text in known().texts() {
        // YAML takes no longer text for a key without a sign before it.
        writeln!(file, "  ? {}\n  : {}", quoted(text), quoted(&bracketed(text)))?;
    }
    file.push_str("counted:\n");
    for pair in &known().counted {
        let (one, many) = pair.split_once(" / ").ok_or("two words")?;
        let (one, many) = (quoted(&bracketed(one)), quoted(&bracketed(many)));
        writeln!(file, "  {}: {{one: {one}, other: {many}}}", quoted(pair))?;
    }
    Ok(file)
}

/// The example in that language, with a release in which every cell was another one.
fn region() -> Result<Region> {
    let region = Region::harbourside()?;
    region.replace("site.yaml", "locale: en\n", "locale: eo\n")?;
    region.write("words.yaml", words()?)?;
    region.run(["release", "--as-of", SPRING])?.expect(0)?;
    let file = format!("releases/{SPRING}.json");
    let mut release: Value = serde_json::from_str(&region.read(&file)?)?;
    for table in release["tables"].as_array_mut().ok_or("tables")? {
        let columns = table["columns"].as_array().ok_or("columns")?.len();
        let keys = if table["columns"][0] == "id" { 1 } else { 2 };
        let first = table["rows"][0].as_array_mut().ok_or("a row")?;
        first[keys..columns].iter_mut().for_each(|cell| *cell = Value::from("0"));
    }
    region.write(&file, release.to_string())?;
    Ok(region)
}

/// Keys whose values are words of the format, which pages say in words of their own.
const CODES: [&str; 22] = [
    "basis",
    "category",
    "confidence",
    "currency",
    "data_export",
    "exit_plan",
    "hosting",
    "kind",
    "level",
    "lifecycle",
    "locale",
    "open_api",
    "open_standards",
    "procurement_method",
    "provenance",
    "respondent",
    "size",
    "stage",
    "stance",
    "state",
    "tax",
    "tier",
];

fn collect(value: &Value, key: &str, own: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => entries.iter().for_each(|(key, value)| collect(value, key, own)),
        Value::Array(items) => items.iter().for_each(|item| collect(item, key, own)),
        Value::String(text) if !CODES.contains(&key) && key != "status" && key != "vcse" => {
            let plain = text.replace('*', "");
            // Markup parts a note.
            for text in text.split('*').chain([text.as_str(), plain.as_str()]) {
                own.insert(text.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
        _ => {}
    }
}

/// What records say themselves, the longest first.
fn own_texts(region: &Region) -> Result<Vec<String>> {
    let mut own = BTreeSet::new();
    for (path, bytes) in tree(&region.content())? {
        let text = String::from_utf8(bytes)?;
        let yaml = match path.rsplit_once('.') {
            Some((_, "yaml")) if path != "words.yaml" => text.as_str(),
            Some((_, "md")) => text.split("---\n").nth(1).unwrap_or_default(),
            _ => continue,
        };
        collect(&serde_yaml::from_str::<Value>(yaml)?, "", &mut own);
    }
    // The words for authorities and families of skills begin lines, too.
    let capitals: Vec<String> = own.iter().map(|text| citytools::figures::capitalised(text)).collect();
    own.extend(capitals);
    let mut own: Vec<String> = own.into_iter().filter(|text| text.len() > 2).collect();
    own.sort_by_key(|text| std::cmp::Reverse(text.len()));
    Ok(own)
}

/// What stands outside of brackets, which may begin in one part of a flow of text and end in another.
fn outside(text: &str, depth: &mut i32) -> Vec<String> {
    let mut parts = vec![String::new()];
    for sign in text.chars() {
        match sign {
            '⟦' => {
                *depth += 1;
                parts.push(String::new());
            }
            '⟧' => *depth -= 1,
            _ if *depth == 0 => parts.last_mut().into_iter().for_each(|part| part.push(sign)),
            _ => {}
        }
    }
    parts.iter().map(|part| part.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

const SPOKEN: [&str; 6] = ["title", "aria-label", "alt", "placeholder", "label", "data-label"];

/// Every text of a page in its order; code is to be copied as it is.
fn texts(element: &Element, found: &mut Vec<String>, flow: &mut i32) {
    if ["script", "style", "code", "pre"].contains(&element.name.as_str()) {
        return;
    }
    for name in SPOKEN {
        if let Some(text) = element.get(name) {
            found.extend(outside(text, &mut 0));
        }
    }
    if element.name == "meta" && element.get("name") == Some("description") {
        found.extend(outside(element.get("content").unwrap_or_default(), &mut 0));
    }
    for child in &element.children {
        match child {
            Node::Text(text) => found.extend(outside(text, flow)),
            Node::Element(child) => texts(child, found, flow),
        }
    }
}

fn strings(value: &Value, key: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => entries.iter().for_each(|(key, value)| strings(value, key, found)),
        Value::Array(items) => items.iter().for_each(|item| strings(item, key, found)),
        Value::String(text) if ["title", "also", "fact"].contains(&key) => {
            found.extend(outside(text, &mut 0))
        }
        _ => {}
    }
}

fn unescaped(text: &str) -> String {
    let signs =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    signs.iter().fold(text.to_owned(), |text, (code, sign)| text.replace(code, sign))
}

/// Texts of a drawing or a feed.
fn of_xml(text: &str) -> Vec<String> {
    let others = Regex::new("(?s)<style.*?</style>|<generator.*?</generator>").expect("a pattern");
    let between = Regex::new(">([^<]+)<").expect("a pattern");
    let text = others.replace_all(text, "");
    let mut depth = 0;
    let texts = between.captures_iter(&text).map(|found| found[1].to_owned());
    texts.flat_map(|text| outside(&unescaped(&unescaped(&text)), &mut depth)).collect()
}

/// Texts of a calendar.
fn of_calendar(text: &str) -> Vec<String> {
    let unfolded = text.replace("\r\n ", "");
    let is_text =
        |name: &str| ["SUMMARY", "DESCRIPTION", "X-WR-CALNAME", "NAME", "CATEGORIES"].contains(&name);
    let lines = unfolded.lines().filter_map(|line| line.split_once(':'));
    let texts = lines.filter(|(name, _)| is_text(name.split(';').next().unwrap_or_default()));
    texts.flat_map(|(_, text)| outside(&text.replace("\\n", " ").replace('\\', ""), &mut 0)).collect()
}

/// Pages whose text is the region's own, what editors read in the language of the program, and what programs read.
fn is_of_others(path: &str) -> bool {
    let own = ["about/", "accessibility/", "contribute/", "licence/", "method/", "report/"];
    let of_programs = ["api/", "assets/", "checks/", "data/"];
    own.iter().chain(&of_programs).any(|folder| path.starts_with(folder)) || path.ends_with("release.json")
}

fn said(site: &Site) -> Result<BTreeMap<String, String>> {
    let mut said = BTreeMap::new();
    for (path, bytes) in site.files.iter().filter(|(path, _)| !is_of_others(path)) {
        let text = || String::from_utf8_lossy(bytes);
        let mut found = Vec::new();
        match path.rsplit_once('.').map(|(_, ending)| ending) {
            Some("html") => {
                let address = path.strip_suffix("index.html").unwrap_or(path);
                texts(&site.page(address)?.html, &mut found, &mut 0);
            }
            Some("svg") => found = of_xml(&text()),
            Some("xml") if path != "sitemap.xml" => found = of_xml(&text()),
            Some("txt") if path.contains("/foi/") => found = outside(&text(), &mut 0),
            Some("ics") => found = of_calendar(&text()),
            Some("json") if path.starts_with("search/") => {
                strings(&serde_json::from_slice(bytes)?, "", &mut found)
            }
            _ => {}
        }
        for text in found {
            said.entry(text).or_insert_with(|| path.clone());
        }
    }
    Ok(said)
}

/// Addresses, and what is left of long names.
const NO_WORDS: &str = r"https?://\S+|\S+@\S+|[\w.-]+\.(example|test)\b\S*|\S+…";

#[test]
fn no_text_of_the_interface_stands_outside_of_its_language() -> Result {
    let region = region()?;
    let site = region.site()?;
    let (own, no_words) = (own_texts(&region)?, Regex::new(NO_WORDS)?);
    let word = Regex::new("[a-z]{3}")?;
    let mut english = Vec::new();
    for (text, path) in said(&site)? {
        let mut rest = no_words.replace_all(&text, " ").into_owned();
        if !word.is_match(&rest) {
            continue;
        }
        for own in &own {
            rest = rest.replace(own.as_str(), " ");
        }
        // A drawing breaks a long name into lines, and a list cuts it off.
        let begin = text.strip_suffix('…').unwrap_or("…");
        let is_line = own
            .iter()
            .any(|own| own.starts_with(begin) || path.ends_with(".svg") && own.contains(rest.trim()));
        if word.is_match(&rest) && !is_line {
            english.push(format!("{path}: {text}"));
        }
    }
    assert!(english.is_empty(), "{} texts are not in brackets:\n{}", english.len(), english.join("\n"));
    // The test would see one: the words are there, and so are those of records.
    assert!(site.page("")?.html.text().contains("⟦Services⟧"));
    assert!(here("examples/harbourside").is_dir() && !own.is_empty());
    Ok(())
}
