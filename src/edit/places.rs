//! Where things stand in the text of a record, as far as an edit needs to know: lines, columns, and ends of values.

use std::ops::Range;

use crate::content::yaml::{Kind, Node};

/// A text in place of some bytes.
pub(super) struct Edit {
    pub bytes: Range<usize>,
    pub text: String,
}

/// The text with all edits made; they must not overlap.
pub(super) fn apply(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.bytes.start));
    let mut text = text.to_owned();
    for edit in edits {
        text.replace_range(edit.bytes, &edit.text);
    }
    text
}

/// A key of a mapping with its value.
pub(super) fn value<'a>(node: &'a Node, key: &str) -> Option<&'a (Node, Node)> {
    match &node.kind {
        Kind::Mapping(entries) => entries.iter().find(|(own, _)| own.as_str() == Some(key)),
        _ => None,
    }
}

/// What a file's lines end with.
pub(super) fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// One past the line on which the byte before `at` stands.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |newline| at + newline + 1)
}

/// Where the last line with more than space or a remark ends, at or before the start of a line.
pub(super) fn after_content(text: &str, at: usize) -> usize {
    let mut end = at;
    for line in text[..at].split_inclusive('\n').rev() {
        let said = line.trim();
        if !said.is_empty() && !said.starts_with('#') && said != "..." {
            break;
        }
        end -= line.len();
    }
    end
}

/// Characters before a key on its line.
pub(super) fn column(text: &str, key: &Node) -> usize {
    let start = key.span.start as usize;
    text[line_start(text, start)..start].chars().filter(|c| *c != '\u{feff}').count()
}

/// Whether a list or a group of keys stands in brackets.
pub(super) fn is_flow(text: &str, node: &Node) -> bool {
    text[node.span.start as usize..].starts_with(['[', '{'])
}

/// One past the last byte of a value, brackets included; what follows it on its line is not its own.
pub(super) fn end_of(text: &str, node: &Node) -> usize {
    let start = node.span.start as usize;
    let last = match &node.kind {
        Kind::Sequence(items) => items.last().map(|item| end_of(text, item)),
        Kind::Mapping(entries) => {
            entries.last().map(|(key, value)| end_of(text, value).max(key.span.end as usize))
        }
        // A paragraph's bytes go on to the next thing in the file.
        _ => return start + text[start..node.span.end as usize].trim_end().len(),
    };
    let after = last.unwrap_or(start + 1);
    let closing = if text[start..].starts_with('[') { ']' } else { '}' };
    let bracket = || text[after..].find(closing).map_or(text.len(), |bracket| after + bracket + 1);
    if is_flow(text, node) { bracket() } else { last.unwrap_or(start) }
}

/// Whether two trees hold the same, wherever it stands.
pub(super) fn alike(a: &Node, b: &Node) -> bool {
    match (&a.kind, &b.kind) {
        (Kind::Sequence(a), Kind::Sequence(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b))
        }
        (Kind::Mapping(a), Kind::Mapping(b)) => {
            let same = |((key, value), (other, theirs)): (&(Node, Node), &(Node, Node))| {
                alike(key, other) && alike(value, theirs)
            };
            a.len() == b.len() && a.iter().zip(b).all(same)
        }
        (a, b) => a == b,
    }
}
