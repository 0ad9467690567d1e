//! Any text as the region's file of words: they stay words. In a template and in a script they make no tag and end no
//! string, each text says what it says at its own places, and `citytools words --write` adds lines and loses none.

use citytools::content::records::{Record, WordsFile};
use citytools::content::{InFile, yaml};
use citytools::diagnostics::{FileId, Place, Span};
use citytools::render::interface;
use citytools::words::{self, Language, put_into};
use html5gum::{Token, Tokenizer};

use super::within;

/// A template with a text at each kind of place.
const TEMPLATE: &str = "<p>All records</p><p>On <time datetime=\"{{ iso }}\">{{ day }}</time> in <a href=\"{{ root }}\">{{ place }}</a></p>\
                        <a title=\"All records\" aria-label=\"{{ 'All records' }}\">{{ \"All records\" }}</a>\
                        <input placeholder=\"All records\">{% if a == \"All\" %}<title>All records</title>{% endif %}";
const SCRIPT: &str = "const a = t(\"All records\"); b.t(\"c\");";
/// What is added to a file.
const ADDED: &str = "  \"Zebra\": \"\"\n";

pub fn read(input: &[u8]) {
    let input = within::text(input);
    let Some(own) = file(input) else { return };
    let span = Span { start: 0, end: 0 };
    let in_file = InFile { file: FileId(0), record: Some(own.clone()) };
    let problems = words::problems(Some(&in_file), None, Place { file: FileId(0), span });
    assert!(problems.iter().all(|problem| !problem.message.is_empty()));
    for locale in ["en-GB", "cy-GB"] {
        let Some(language) = words::chosen(locale, Some(&own)) else { continue };
        stay_words(&language);
        for (english, _) in &own.texts {
            let said = language.text(english).map(|text| text.fill(&[&1, &2], &[("name", &"x")]));
            assert!(said.is_none_or(|said| said.len() < input.len() + 64));
        }
    }
    added(input, &own);
}

fn file(text: &str) -> Option<WordsFile> {
    yaml::parse(text, FileId(0)).ok().and_then(|mut root| WordsFile::read(&mut root, FileId(0)).0)
}

/// The template has the tags and places that it has in English, and the script the strings.
fn stay_words(language: &Language) {
    let said = interface::template(TEMPLATE, language);
    assert_eq!(skeleton(&said), skeleton(TEMPLATE), "{said}");
    let script = interface::script(SCRIPT, language);
    let words = script.strip_prefix("const a = t(").and_then(|rest| rest.strip_suffix("); b.t(\"c\");"));
    let words = words.and_then(|words| serde_json::from_str::<String>(words).ok());
    assert!(words.is_some(), "{script}");
}

/// Tags of HTML with their attributes' names, and the template's own tags but for their strings, in an order of their own: a
/// language has its own.
fn skeleton(template: &str) -> (Vec<String>, Vec<String>) {
    let (mut tags, mut own) = (Vec::new(), Vec::new());
    let mut rest = template;
    let mut html = String::new();
    while let Some(at) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        let end = if rest[at..].starts_with("{{") { "}}" } else { "%}" };
        let (tag, after) = rest[at..].split_once(end).unwrap_or((&rest[at..], ""));
        // A brace that is a word is put in as a string of one sign.
        if tag.trim() != "{{ '{'" {
            own.push(without_strings(tag));
        }
        html.push_str(&rest[..at]);
        rest = after;
    }
    html.push_str(rest);
    for Ok(token) in Tokenizer::new(&html) {
        match token {
            Token::StartTag(tag) => {
                let names: Vec<_> = tag.attributes.keys().map(|name| String::from_utf8_lossy(name)).collect();
                let name = String::from_utf8_lossy(&tag.name);
                // What a foreign language lacks is said to be English.
                if name != "span" || names != ["lang"] {
                    tags.push(format!("{name} {names:?}"));
                }
            }
            Token::String(_) | Token::EndTag(_) | Token::Error(_) => {}
            other => panic!("{other:?} in {template}"),
        }
    }
    tags.sort();
    own.sort();
    (tags, own)
}

fn without_strings(tag: &str) -> String {
    let mut text = String::new();
    let mut rest = tag;
    while let Some(at) = rest.find(['"', '\'']) {
        let quote = &rest[at..=at];
        text.push_str(&rest[..at]);
        rest = rest[at + 1..].split_once(quote).map_or("(open)", |(_, after)| after);
    }
    text + rest
}

/// A line more, and everything else as it was.
fn added(text: &str, own: &WordsFile) {
    if own.texts.contains_key("Zebra") {
        return;
    }
    let Some(longer) = put_into(text, "texts:", ADDED) else { return };
    let read = file(&longer).unwrap_or_else(|| panic!("it can't be read any more: {longer}"));
    assert_eq!(read.texts.len(), own.texts.len() + 1, "{longer}");
    for (english, other) in &own.texts {
        assert_eq!(read.texts.get(english).map(|text| &text.value), Some(&other.value), "{longer}");
    }
    assert_eq!(read.counted.len(), own.counted.len(), "{longer}");
}
