//! Records and chapters that are still as `citytools new` began them: the words that it writes, and where they remain.

use super::front_matter::Document;
use super::yaml::{Kind, Node};
use crate::diagnostics::{Diagnostic, FileId, Place, Span, rules};

/// Stands above the keys of a record that was begun.
pub const HOW_TO_FILL_IN: &str = "A line that begins with # is a remark. To use one, take the # and the space behind it away and fill it in.";

/// Stands where the text of a chapter goes.
pub const CHAPTER_TEXT: &str = "Write the chapter here. Headings begin with two number signs. A number that the records can give is quoted, not typed.";

/// What is written before the chapter's name in its description.
const DESCRIPTION: &str = "What this chapter says: ";

/// Keys that a record is begun with; none of them says what is known.
const WRITTEN: [&str; 4] = ["name", "title", "boroughs", "sources"];

/// The description that a chapter is begun with.
#[must_use]
pub fn description(name: &str) -> String {
    format!("{DESCRIPTION}{name}.")
}

/// A record that has its explanations, and nothing that somebody filled in.
pub fn check_record(root: &Node, text: &str, file: FileId, problems: &mut Vec<Diagnostic>) {
    let Kind::Mapping(entries) = &root.kind else { return };
    let filled = entries.iter().filter(|(_, value)| value.kind != Kind::Null);
    let keys: Vec<&str> = filled.filter_map(|(key, _)| key.as_str()).collect();
    let is_begun = text.lines().any(|line| line.strip_prefix("# ") == Some(HOW_TO_FILL_IN));
    if !is_begun || keys.iter().any(|key| !WRITTEN.contains(key)) {
        return;
    }
    let span = entries.first().map_or(Span::default(), |(key, _)| key.span);
    let what = format!("nothing is filled in here yet but {}", in_words(&keys));
    problems.push(
        Diagnostic::new(&rules::AS_BEGUN, Place { file, span }, what).remedy(
            "fill in what sources say; if that is all that is known, delete the remarks; if it was a trial, delete the file",
        ),
    );
}

/// A chapter or page with words that told its writer what to write.
pub fn check_document(document: &Document, file: FileId, problems: &mut Vec<Diagnostic>) {
    let mut report = |span, what: &str, remedy: &str| {
        problems.push(Diagnostic::new(&rules::AS_BEGUN, Place { file, span }, what).remedy(remedy));
    };
    if document.head.description.value.starts_with(DESCRIPTION) {
        report(
            document.head.description.span,
            "this description is the one that the chapter was begun with",
            "say in one sentence what readers learn here",
        );
    }
    if let Some(at) = document.body.value.find(CHAPTER_TEXT) {
        let byte = |at: usize| document.body.span.start + u32::try_from(at).unwrap_or_default();
        report(
            Span { start: byte(at), end: byte(at + CHAPTER_TEXT.len()) },
            "these words only tell the writer what to write",
            "write the chapter in their place, or delete the file",
        );
    }
}

/// "title, boroughs and sources"
fn in_words(keys: &[&str]) -> String {
    match keys {
        [] => "remarks".to_owned(),
        [one] => format!("its {one}"),
        [first @ .., last] => format!("its {} and {last}", first.join(", ")),
    }
}
