//! Files that are no pages: whether programs can read them, and what they lead to.

use std::cell::RefCell;
use std::io::Write as _;
use std::sync::LazyLock;

use csv_core::{ReadRecordResult, Reader};
use flate2::Compression;
use flate2::write::GzEncoder;
use regex::Regex;
use resvg::usvg::roxmltree::{self, Document};
use serde::de::IgnoredAny;

use super::map::{MAP, is_of_map, parts_of_map};
use crate::render::style;
use crate::site::policy;

/// A file as others refer to it.
#[derive(Debug, Default)]
pub(crate) struct Other {
    /// Addresses of files, each of which has to be there.
    pub addresses: Vec<String>,
    /// Those that a browser loads by itself.
    pub loaded: Vec<String>,
    /// What a script imports, and whether only when it is asked to.
    pub imports: Vec<(String, bool)>,
    /// Files that a script may ask for, with `*` for a part of a name that only the script knows, from the site's root.
    pub asked_for: Vec<String>,
    /// Bytes that a style sheet or a script takes on its way to a reader.
    pub packed: usize,
    /// What is wrong, in words.
    pub faults: Vec<String>,
}

/// Whether there is anything to be known of a file.
pub(super) fn is_read(file: &str) -> bool {
    leads(file) || judge_of(file).is_some()
}

/// Whether a file can lead to others.
pub(super) fn leads(file: &str) -> bool {
    matches!(file, "_headers" | "robots.txt" | MAP) || matches!(ending(file), "css" | "js" | "mjs")
}

fn ending(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// What tells why a program could not read a file.
fn judge_of(file: &str) -> Option<fn(&str) -> Option<String>> {
    match ending(file) {
        "json" | "jsonld" | "webmanifest" => Some(json),
        "jsonl" => Some(json_lines),
        "xml" | "svg" => Some(xml),
        "csv" => Some(csv),
        "ics" => Some(calendar),
        _ => None,
    }
}

/// Bytes of a file that are read. Data that is larger is nothing that a browser runs or a reader sees; who loads it reads it.
pub(super) fn most_read(file: &str) -> u64 {
    match ending(file) {
        _ if is_of_map(file) => 50 << 20,
        "xml" | "svg" => 4 << 20,
        _ if is_data(file) => 32 << 20,
        _ => 2 << 20,
    }
}

fn is_data(file: &str) -> bool {
    matches!(ending(file), "json" | "jsonld" | "jsonl" | "csv" | "ics")
}

impl Other {
    /// Itself, if it says anything to others.
    pub(super) fn unless_silent(self) -> Option<Box<Self>> {
        let lists = [&self.addresses, &self.loaded, &self.asked_for, &self.faults];
        let is_silent = lists.into_iter().all(Vec::is_empty) && self.imports.is_empty() && self.packed == 0;
        (!is_silent).then(|| Box::new(self))
    }

    /// A file of which nothing is read.
    pub(super) fn too_large(file: &str, most: u64) -> Self {
        let fault = format!("it has more than {} MB, so it was not looked into", most >> 20);
        Self { faults: (!is_data(file)).then_some(fault).into_iter().collect(), ..Self::default() }
    }

    pub(super) fn read(file: &str, bytes: &[u8]) -> Self {
        let mut other = Self::default();
        let Ok(text) = std::str::from_utf8(bytes) else {
            other.faults.push("it is no text (UTF-8)".to_owned());
            return other;
        };
        other.faults.extend(judge_of(file).and_then(|judge| judge(text)));
        match (file, ending(file)) {
            ("_headers", _) => {
                other.addresses.extend(of_headers(text));
                other.faults.extend(foreign_policies(text));
            }
            ("robots.txt", _) => other.addresses.extend(of_robots(text)),
            (MAP, _) => other.addresses.extend(parts_of_map(text).unwrap_or_default()),
            (_, "css") => {
                let (deep, loaded): (Vec<_>, Vec<_>) =
                    style::loaded(text).into_iter().partition(|of| of.is_too_deep);
                let too_deep =
                    |of: &style::Loaded| format!("line {} has brackets too deep to be read", of.line);
                other.faults.extend(deep.first().map(too_deep));
                other.loaded = loaded.into_iter().map(|of| of.address).collect();
                other.addresses.clone_from(&other.loaded);
                other.packed = packed(bytes);
            }
            (_, "js" | "mjs") => {
                other.script(text);
                other.packed = packed(bytes);
            }
            _ => {}
        }
        other
    }

    /// What a script names: imports by their names from itself, all else from the site's root.
    fn script(&mut self, text: &str) {
        for found in NAMED.captures_iter(text) {
            let (how, address) = (found.get(1).map(|how| how.as_str().trim_end()), &found[2]);
            let is_whole = address.starts_with(['.', '/']) || address.contains("://");
            if let Some(how) = how.filter(|_| is_whole) {
                self.imports.push((address.to_owned(), how.ends_with('(')));
                self.loaded.push(address.to_owned());
                self.addresses.push(address.to_owned());
            } else {
                let address = AT_ROOT.replace(address, "");
                self.asked_for.push(PLACES.replace_all(&address, "*").into_owned());
            }
        }
    }
}

/// What a script has in quotes that is written as the address of a file, and whether it imports it.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"(\bfrom\s*|\bimport\s*\(?\s*)?["'`]((?:[A-Za-z0-9_./:-]|\$\{[A-Za-z_.]+\})+\.[a-z0-9]+)["'`]"#)
});
/// A name of the site's root before an address.
static AT_ROOT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:\$\{[^}]*\}|(?:\.\./)+|\./)"));
/// What only the script knows.
static PLACES: LazyLock<Regex> = LazyLock::new(|| pattern(r"\$\{[^}]*\}"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of ours")
}

/// As small as hosts make it that pack a file once.
fn packed(bytes: &[u8]) -> usize {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    // In memory, nothing is refused.
    packed.write_all(bytes).and_then(|()| packed.finish()).map_or(bytes.len(), |packed| packed.len())
}

/// Files for which a host is told what to say beside them; other lines have a pattern, or a header.
fn of_headers(text: &str) -> impl Iterator<Item = String> {
    let files = text.lines().filter_map(|line| line.strip_prefix('/'));
    files.filter(|file| !file.contains(['*', ':'])).map(str::to_owned)
}

/// Policies that let pages do more than this program's, or other things.
fn foreign_policies(text: &str) -> impl Iterator<Item = String> {
    let lines =
        text.lines().enumerate().filter_map(|(at, line)| Some((at + 1, line.trim().split_once(':')?)));
    let policies = lines.filter(|(_, (name, _))| name.trim().eq_ignore_ascii_case("content-security-policy"));
    let is_foreign = |policy: &str| ![policy::PAGE, policy::EMBED].contains(&policy.trim());
    policies
        .filter(move |(_, (_, policy))| is_foreign(policy))
        .map(|(line, _)| format!("line {line} has another policy than this program writes"))
}

fn of_robots(text: &str) -> impl Iterator<Item = String> {
    let field = |line: &'_ str| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("sitemap").then(|| value.trim().to_owned())
    };
    text.lines().filter_map(field)
}

fn json(text: &str) -> Option<String> {
    let error = serde_json::from_str::<IgnoredAny>(text).err()?;
    Some(format!("it is no JSON: {error}"))
}

fn json_lines(text: &str) -> Option<String> {
    let fault = |(index, line)| Some(format!("line {}: {}", index + 1, json(line)?));
    text.lines().enumerate().find_map(fault)
}

fn xml(text: &str) -> Option<String> {
    document(text).err().map(|error| format!("it is no XML: {error}"))
}

/// A site map of as many addresses as any has needs fewer parts than this.
const MOST_PARTS: u32 = 3_000_000;

pub(super) fn document(text: &str) -> Result<Document<'_>, roxmltree::Error> {
    let options = roxmltree::ParsingOptions { nodes_limit: MOST_PARTS, ..Default::default() };
    Document::parse_with_options(text, options)
}

fn csv(text: &str) -> Option<String> {
    thread_local! {
        // To make one takes longer than to read a small table.
        static READER: RefCell<Reader> = RefCell::new(Reader::new());
    }
    READER
        .with_borrow_mut(|reader| {
            reader.reset();
            uneven_line(reader, text.as_bytes())
        })
        .map(|line| format!("line {line} has more or fewer cells than the first"))
}

/// The first line of a table that has another number of cells than its first.
fn uneven_line(reader: &mut Reader, mut rest: &[u8]) -> Option<u64> {
    let (mut signs, mut ends) = ([0; 4096], [0; 64]);
    let (mut first, mut cells, mut line) = (None, 0, 1);
    loop {
        let (result, read, _, ended) = reader.read_record(rest, &mut signs, &mut ends);
        rest = &rest[read..];
        cells += ended;
        match result {
            ReadRecordResult::Record if *first.get_or_insert(cells) != cells => return Some(line),
            ReadRecordResult::Record => (cells, line) = (0, reader.line()),
            ReadRecordResult::End => return None,
            _ => {}
        }
    }
}

/// Lines of a calendar have an end, a length, and a name before their value; what begins in it ends in it.
fn calendar(text: &str) -> Option<String> {
    const LONGEST: usize = 75;
    let mut open: Vec<&str> = Vec::new();
    let lines = text.split_inclusive('\n').enumerate();
    for (index, line) in lines {
        let said = |what: &str| Some(format!("line {} {what}", index + 1));
        let Some(line) = line.strip_suffix("\r\n") else {
            return said("of a calendar does not end with CR and LF");
        };
        if line.len() > LONGEST {
            return said(&format!("of a calendar has more than {LONGEST} bytes"));
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, value)) = line.split_once([':', ';']).filter(|(name, _)| !name.is_empty()) else {
            return said("of a calendar has no name");
        };
        match name {
            "BEGIN" => open.push(value),
            "END" if open.pop() != Some(value) => return said("of a calendar ends what did not begin"),
            _ if open.is_empty() && name != "END" => return said("of a calendar stands in no part of it"),
            _ => {}
        }
    }
    let is_whole = open.is_empty() && text.starts_with("BEGIN:VCALENDAR\r\n");
    (!is_whole).then(|| "it is no whole calendar".to_owned())
}
