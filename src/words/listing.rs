//! The texts of the interface as a file of words, for whoever translates them.

use std::fmt::Write as _;

use super::known;
use super::language::Language;

/// YAML takes no longer text for a key without a sign before it.
const LONGEST_KEY: usize = 1000;

/// `words.yaml` with every text that a language has no words for, empty, to be filled in; or with every text, filled in
/// as far as it is.
#[must_use]
pub fn listing(language: Option<&Language>, whole: bool) -> String {
    let mut file = String::from("texts:\n");
    let mut several = false;
    for (name, texts) in &known().texts {
        let mut entries = texts.iter().filter_map(|english| {
            let other =
                language.and_then(|language| language.text(english)).map_or("", |other| other.whole());
            (whole || other.is_empty()).then(|| entry(english, other))
        });
        if let Some(first) = entries.next() {
            // Writing to a string never fails.
            let _ = write!(file, "  # {name}\n{first}");
            entries.for_each(|entry| file.push_str(&entry));
            several = true;
        }
    }
    if !several {
        file = String::from("texts: {}\n");
    }
    let counted = known().counted.iter();
    let counted: Vec<String> = counted
        .map(|key| (key, language.and_then(|own| own.counted_words(key))))
        .filter(|(_, words)| whole || words.is_none())
        .map(|(key, words)| forms(key, words))
        .collect();
    if !counted.is_empty() {
        file.push_str("counted:\n");
        file.extend(counted);
    }
    file
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
