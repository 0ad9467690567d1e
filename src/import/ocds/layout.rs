//! Proposals as they stand in the review file: comments, then YAML as records lay it out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::names;
use crate::content::records::{ContractItem, SourceItem};
use crate::import::write::to_yaml;

/// A change of a record, as the review file tells it.
#[derive(Serialize)]
pub(super) struct ChangeItem<'a> {
    pub record: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub contract: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set: Option<&'a ContractItem>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub disagreements: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub sources: &'a [SourceItem],
}

/// An item of a list as records lay it out, with comments before it.
pub(super) fn list_item(list: &str, item: &impl Serialize, comments: &[String]) -> String {
    let yaml = to_yaml(&BTreeMap::from([(list, [item])])).unwrap_or_default();
    let item = yaml.split_once('\n').map_or("", |(_, item)| item.trim_start_matches('\n'));
    commented(comments, "  ") + item
}

/// Comments, a line each, of characters that YAML allows and no terminal acts on: they quote what others wrote.
pub(super) fn commented(comments: &[String], indent: &str) -> String {
    let mut text = String::new();
    for comment in comments {
        let is_shown =
            |c: &char| c.is_whitespace() || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
        let comment: String = comment.chars().filter(is_shown).collect();
        let words: Vec<&str> = comment.split_whitespace().collect();
        let _ = writeln!(text, "{indent}# {}", words.join(" "));
    }
    text
}

/// Names of files are no longer than this.
const STEM_CHARS: usize = 48;

/// A name for a file after a title, that nobody has yet.
pub(super) fn free_stem(title: &str, is_free: impl Fn(&str) -> bool) -> String {
    let plain = names::plain(title);
    let mut stem = String::new();
    for word in names::words(&plain) {
        if stem.len() + word.len() >= STEM_CHARS {
            break;
        }
        stem.push_str(if stem.is_empty() { "" } else { "-" });
        stem.push_str(word);
    }
    let stem = if stem.is_empty() { "shared".to_owned() } else { stem };
    let numbered = (2..).map(|number| format!("{stem}-{number}"));
    let free = std::iter::once(stem.clone()).chain(numbered).find(|stem| is_free(stem));
    free.unwrap_or(stem)
}
