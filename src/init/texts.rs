//! The region's words in texts that were written for any.

use std::sync::LazyLock;

use jiff::civil::Date as Day;
use regex::{Captures, Regex};

use super::Region;
use crate::edit::draft::quoted;
use crate::figures::capitalised;
use crate::words;

/// A place for a word, such as `$region$`.
static PLACE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\$([a-z_]+)\$"));

/// What the editors' guide calls an authority, with its article.
static COUNCIL: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b([Aa] )?([Cc])ouncil(s?)\b"));

/// Begins a term of the glossary.
const TERM: &str = "\n  - id: ";

/// Ends a line of a list that only this repository's region has.
const OWN: &str = "# this region's own";

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern that is written here")
}

/// A text with the region's words and with years near to today.
pub(super) fn filled(path: &str, text: &str, region: &Region, today: Day) -> String {
    let is_english = words::language_of(region.of("locale")) == "en";
    let text = if is_english { with_article(text, region.of("one")) } else { text.to_owned() };
    let text = years(&text, today);
    let is_record = path.ends_with(".yaml");
    let mut is_head = !is_record && text.starts_with("---\n");
    let mut lines = Vec::new();
    for (number, line) in text.lines().enumerate() {
        is_head &= number == 0 || line != "---";
        lines.push(if is_record || is_head { value(line, region) } else { put(line, region, markdown) });
    }
    lines.join("\n") + "\n"
}

/// The editors' guide in the region's words.
pub(super) fn guide(text: &str, region: &Region) -> String {
    let (one, many) = (region.of("one"), region.of("many"));
    let word = |found: &Captures| {
        let word = if found[3].is_empty() { one } else { many };
        let word = if &found[2] == "C" { capitalised(word) } else { word.to_owned() };
        let article = match found.get(1).map(|article| article.as_str()) {
            None => "",
            Some("A ") => {
                if is_open(one) {
                    "An "
                } else {
                    "A "
                }
            }
            Some(_) => {
                if is_open(one) {
                    "an "
                } else {
                    "a "
                }
            }
        };
        format!("{article}{word}")
    };
    COUNCIL.replace_all(text, word).into_owned()
}

/// A list without what only this repository's region has.
pub(super) fn without_own(text: &str) -> String {
    text.lines().filter(|line| !line.trim_end().ends_with(OWN)).flat_map(|line| [line, "\n"]).collect()
}

/// A glossary with the terms of another in place of its own of the same id; one of which the other has only the id is
/// left out.
pub(super) fn with_terms(text: &str, others: &str) -> String {
    let id = |term: &str| term.lines().next().unwrap_or_default().to_owned();
    let others: Vec<&str> = others.split(TERM).skip(1).map(str::trim_end).collect();
    let mut parts = text.split(TERM).map(str::trim_end);
    let mut glossary = parts.next().unwrap_or_default().to_owned();
    for own in parts {
        let term = others.iter().copied().find(|other| id(other) == id(own)).unwrap_or(own);
        if term.contains('\n') {
            glossary.extend([TERM, term, "\n"]);
        }
    }
    glossary
}

/// An id from a name.
pub(super) fn slug(name: &str) -> String {
    let ascii = deunicode::deunicode(name).to_lowercase();
    let words = ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

/// The text's own article before the word for an authority: an office.
fn with_article(text: &str, one: &str) -> String {
    if !is_open(one) {
        return text.to_owned();
    }
    text.replace(" a $one$", " an $one$").replace("A $one$", "An $one$")
}

/// Whether a word begins with a vowel, as far as letters tell.
fn is_open(word: &str) -> bool {
    word.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U'])
}

fn years(text: &str, today: Day) -> String {
    let year = |more: i16| (today.year() + more).to_string();
    text.replace("$last_year$", &year(-1)).replace("$next_year$", &year(1)).replace("$year_after$", &year(2))
}

/// A line of YAML whose value may hold words; whatever they are, it stays one value.
fn value(line: &str, region: &Region) -> String {
    match line.split_once(": ") {
        Some((key, value)) if PLACE.is_match(value) => {
            format!("{key}: {}", quoted(&put(value, region, str::to_owned)))
        }
        _ => line.to_owned(),
    }
}

fn put(line: &str, region: &Region, form: impl Fn(&str) -> String) -> String {
    let word = |found: &Captures| match &found[1] {
        "publisher_url" => region.of("publisher-url").to_owned(),
        // Brackets would end the link's address.
        "publisher_link" => region.of("publisher-url").replace('(', "%28").replace(')', "%29"),
        key => form(region.of(key)),
    };
    PLACE.replace_all(line, word).into_owned()
}

/// A text that means nothing but itself in Markdown.
fn markdown(text: &str) -> String {
    let mut escaped = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        // Before a space it is no beginning of a named character.
        let is_entity = c == '&' && rest.peek().is_some_and(|next| next.is_alphanumeric() || *next == '#');
        if is_entity || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
