//! The texts of the interface as a file of words, for whoever translates them.

use std::fmt::{self, Write as _};

use super::known;
use super::language::{Language, read};
use crate::content::records::WordsFile;

/// YAML takes no longer text for a key without a sign before it.
const LONGEST_KEY: usize = 1000;

/// Texts as lines of a file of words: those of each key of the file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Listing {
    texts: String,
    counted: String,
}

/// Every text that a language has no words for, empty, to be filled in; or every text, filled in as far as it is.
#[must_use]
pub fn listing(language: Option<&Language>, whole: bool) -> Listing {
    chosen(language, |_, has_words| whole || !has_words)
}

/// Every text that a language has no words for and that a region's own file does not name.
#[must_use]
pub fn unnamed(language: Option<&Language>, own: &WordsFile) -> Listing {
    let is_named = |key: &str| own.texts.contains_key(key) || own.counted.contains_key(key);
    chosen(language, |key, has_words| !has_words && !is_named(key))
}

fn chosen(language: Option<&Language>, is_listed: impl Fn(&str, bool) -> bool) -> Listing {
    let mut listing = Listing::default();
    for (name, texts) in &known().texts {
        let entries = texts.iter().filter_map(|english| {
            let other =
                language.and_then(|language| language.text(english)).map_or("", |other| other.whole());
            is_listed(english, !other.is_empty()).then(|| entry(english, other))
        });
        let entries: String = entries.collect();
        if !entries.is_empty() {
            // Writing to a string never fails.
            let _ = write!(listing.texts, "  # {name}\n{entries}");
        }
    }
    for key in &known().counted {
        let words = language.and_then(|own| own.counted_words(key));
        if is_listed(key, words.is_some()) {
            listing.counted.push_str(&forms(key, words));
        }
    }
    listing
}

impl fmt::Display for Listing {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let head = if self.texts.is_empty() { "texts: {}\n" } else { "texts:\n" };
        write!(f, "{head}{}", self.texts)?;
        if self.counted.is_empty() { Ok(()) } else { write!(f, "counted:\n{}", self.counted) }
    }
}

impl Listing {
    /// Whether nothing is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.counted.is_empty()
    }

    /// How many texts are listed.
    #[must_use]
    pub fn len(&self) -> usize {
        let is_entry = |line: &&str| line.starts_with("  \"") || line.starts_with("  ? ");
        self.texts.lines().chain(self.counted.lines()).filter(is_entry).count()
    }

    /// A file of words with these at the end of their keys, and everything else as it was written; nothing, where a key
    /// has its words in braces, which have no end of a line, or where a text goes on over lines that look like keys.
    #[must_use]
    pub fn put_into(&self, file: &str) -> Option<String> {
        put_into(&put_into(file, "texts:", &self.texts)?, "counted:", &self.counted)
    }
}

/// The same for the entries of one key.
#[must_use]
pub fn put_into(file: &str, key: &str, entries: &str) -> Option<String> {
    if entries.is_empty() {
        return Some(file.to_owned());
    }
    let longer = with_lines(file, key, entries)?;
    says_all(&longer, [file, &format!("{key}\n{entries}")])?.then_some(longer)
}

fn with_lines(file: &str, key: &str, entries: &str) -> Option<String> {
    let mut lines: Vec<&str> = file.lines().collect();
    let Some(at) = lines.iter().position(|line| line.starts_with(key)) else {
        let entries: Vec<&str> = [key].into_iter().chain(entries.lines()).collect();
        return Some([lines, entries].concat().join("\n") + "\n");
    };
    let is_of_it = |line: &&str| !line.starts_with(|c: char| !c.is_whitespace() && c != '#');
    let below = lines[at + 1..].iter().take_while(|line| is_of_it(line)).count();
    let is_entry = |line: &&str| !matches!(line.trim_start().chars().next(), None | Some('#'));
    let own = lines[at + 1..=at + below].iter().rposition(is_entry).map_or(0, |last| last + 1);
    let first = lines[at + 1..=at + own].iter().find(|line| is_entry(line));
    let indent = first.map_or("  ", |line| &line[..line.len() - line.trim_start().len()]);
    match lines[at][key.len()..].split('#').next().unwrap_or_default().trim() {
        "" => {}
        "{}" if own == 0 => lines[at] = key,
        _ => return None,
    }
    let entries = entries.lines().map(|line| format!("{indent}{}", line.strip_prefix("  ").unwrap_or(line)));
    let (before, after) = lines.split_at(at + 1 + own);
    let all = before.iter().map(|line| (*line).to_owned()).chain(entries);
    let all: Vec<String> = all.chain(after.iter().map(|line| (*line).to_owned())).collect();
    Some(all.join("\n") + "\n")
}

/// Whether a file of words says what its parts say, and nothing else.
fn says_all(file: &str, parts: [&str; 2]) -> Option<bool> {
    let WordsFile { numbers, mut texts, mut counted } = read(file)?;
    let mut is_said = true;
    for part in parts {
        let part: WordsFile = read(part)?;
        is_said &= part.numbers.is_none() || part.numbers == numbers;
        let mut texts_of = part.texts.iter();
        is_said &= texts_of.all(|(key, own)| texts.remove(key).is_some_and(|said| said.value == own.value));
        let mut counted_of = part.counted.iter();
        is_said &=
            counted_of.all(|(key, own)| counted.remove(key).is_some_and(|said| said.value == own.value));
    }
    Some(is_said && texts.is_empty() && counted.is_empty())
}

fn entry(english: &str, other: &str) -> String {
    let (english, other) = (quoted(english), quoted(other));
    if english.len() > LONGEST_KEY {
        format!("  ? {english}\n  : {other}\n")
    } else {
        format!("  {english}: {other}\n")
    }
}

fn forms(key: &str, words: Option<&crate::content::records::CountedWords>) -> String {
    let mut entry = format!("  {}:\n", quoted(key));
    let Some(words) = words else { return entry + "    one: \"\"\n    other: \"\"\n" };
    let forms = [
        ("zero", &words.zero),
        ("one", &words.one),
        ("two", &words.two),
        ("few", &words.few),
        ("many", &words.many),
        ("other", &Some(words.other.clone())),
    ];
    for (name, form) in forms {
        if let Some(form) = form {
            let _ = writeln!(entry, "    {name}: {}", quoted(form));
        }
    }
    entry
}

/// JSON's quotes are YAML's.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
