//! YAML text to a tree that remembers where each value stands. The only reader of YAML in the program.
//!
//! The tree keeps every scalar as it was written: what `2014` or `no` means is decided by the key that takes it.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Budget, DuplicateKeyPolicy, Error, MergeKeyPolicy, Options, Spanned};

use super::slips;
use crate::diagnostics::{Diagnostic, FileId, Place, Span, rules};

/// No record comes near these; a file that does is a mistake or an attack.
const MAX_DEPTH: usize = 24;
const MAX_NODES: usize = 20_000;
/// Each node has an event or two, and so has each remark.
const MAX_EVENTS: usize = 4 * MAX_NODES;

/// A value and the bytes where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Where it is; a block mapping or sequence covers only its first byte.
    pub span: Span,
}

/// The forms that a value can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing after the key, or `null`.
    Null,
    /// Text, a number or a truth value, as written (quotes and folding taken off).
    Scalar(String),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values in their order; a repeated key is kept for the report.
    Mapping(Vec<(Node, Node)>),
    /// Taken out because it was wrong and is reported; reading goes on without it.
    Removed,
    /// Stands for a value that is missing and reported, so that what follows it is read too; such a record is never
    /// published. The number says which value is tried.
    StandIn(usize),
}

impl Node {
    /// The scalar's text, if this is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar(text) => Some(text),
            _ => None,
        }
    }
}

/// Reads one document.
///
/// # Errors
/// With the one problem that stops reading: YAML has no way to go on after broken syntax.
pub fn parse(text: &str, file: FileId) -> Result<Node, Diagnostic> {
    let mut node: Node = serde_yaml::from_str_with_options(text, options())
        .map_err(|error| syntax_problem(&error, text, file))?;
    restore_plain_scalars(&mut node, text);
    if node.kind == Kind::Null {
        return Err(Diagnostic::new(
            &rules::EMPTY,
            Place { file, span: Span::default() },
            "the file has no record in it",
        ));
    }
    match glued_key(&node) {
        Some(key) => {
            let place = Place { file, span: key.span };
            let written = key.as_str().unwrap_or_default().replacen(':', ": ", 1);
            let problem = Diagnostic::new(&rules::SYNTAX, place, "there is no space after the colon");
            Err(problem.remedy(format!("write `{written}`")))
        }
        None => Ok(node),
    }
}

/// A key and its value in one word, as in `{amount:600}`: YAML takes it for a key without a value.
fn glued_key(node: &Node) -> Option<&Node> {
    match &node.kind {
        Kind::Sequence(items) => items.iter().find_map(glued_key),
        Kind::Mapping(entries) => entries.iter().find_map(|(key, value)| {
            let is_glued = value.kind == Kind::Null && key.as_str().is_some_and(|key| key.contains(':'));
            if is_glued { Some(key) } else { glued_key(value) }
        }),
        _ => None,
    }
}

fn options() -> Options {
    let budget: Option<Budget> = serde_yaml::budget! {
        max_depth: MAX_DEPTH,
        max_nodes: MAX_NODES,
        max_events: MAX_EVENTS,
        max_documents: 1,
        max_anchors: 0,
        max_aliases: 0,
    };
    serde_yaml::options! {
        budget: budget,
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
    }
}

fn syntax_problem(error: &Error, text: &str, file: FileId) -> Diagnostic {
    let start = error.location().map_or(0, |place| {
        // What the scanner can't read has a line and a column only.
        let offset = place.span().byte_offset().and_then(|offset| usize::try_from(offset).ok());
        offset.unwrap_or_else(|| byte_at(text, place.line(), place.column()))
    });
    let start = u32::try_from(start.min(text.len())).unwrap_or_default();
    let place = Place { file, span: Span { start, end: start } };
    let said = error.without_snippet().to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    if said.contains("anchor") || said.contains("alias") {
        return Diagnostic::new(
            &rules::ANCHOR,
            place,
            "a value that begins with & or * stands for another one (YAML's anchors and aliases)",
        )
        .remedy("put a text that begins with & or * in quotes; write a value out wherever it holds");
    }
    if said.starts_with("budget breached: Depth") {
        return Diagnostic::new(
            &rules::SYNTAX,
            place,
            "lists and keys stand in one another deeper than any record needs",
        )
        .remedy("look for a bracket that is opened again and again");
    }
    if said.starts_with("budget breached") {
        return Diagnostic::new(
            &rules::SYNTAX,
            place,
            "the file has more keys, items and remarks than any record",
        )
        .remedy("split the file, or remove what does not belong to the record");
    }
    let Some(slip) = slips::find(said, text, start as usize) else {
        return Diagnostic::new(
            &rules::SYNTAX,
            place,
            format!("the file can't be read from here on ({said})"),
        );
    };
    let byte = |at: usize| u32::try_from(at.min(text.len())).unwrap_or_default();
    let span = Span { start: byte(slip.at.start), end: byte(slip.at.end) };
    Diagnostic::new(&rules::SYNTAX, Place { file, span }, slip.what).remedy(slip.remedy)
}

/// The byte at a line and a column, both from 1; columns count characters.
fn byte_at(text: &str, line: u64, column: u64) -> usize {
    let before = |number: u64| usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
    let line_start: usize = text.split_inclusive('\n').take(before(line)).map(str::len).sum();
    let line = text[line_start..].lines().next().unwrap_or_default();
    line_start + line.char_indices().nth(before(column)).map_or(line.len(), |(byte, _)| byte)
}

/// Numbers and truth values come typed; their own spelling is what the records mean.
fn restore_plain_scalars(node: &mut Node, text: &str) {
    match &mut node.kind {
        Kind::Scalar(value) if value.is_empty() => {
            if let Some(raw) = text.get(node.span.start as usize..node.span.end as usize)
                && !raw.starts_with(['"', '\'', '|', '>'])
            {
                raw.trim().clone_into(value);
            }
        }
        Kind::Sequence(items) => items.iter_mut().for_each(|item| restore_plain_scalars(item, text)),
        Kind::Mapping(entries) => {
            for (key, value) in entries {
                restore_plain_scalars(key, text);
                restore_plain_scalars(value, text);
            }
        }
        _ => {}
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Kind>::deserialize(deserializer)?;
        let span = spanned.referenced.span();
        let start = u32::try_from(span.byte_offset().unwrap_or_default()).unwrap_or(u32::MAX);
        let length = u32::try_from(span.byte_len().unwrap_or_default()).unwrap_or_default();
        Ok(Self { kind: spanned.value, span: Span { start, end: start.saturating_add(length) } })
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KindVisitor)
    }
}

struct KindVisitor;

impl KindVisitor {
    /// A typed scalar: its spelling is put back from the text afterwards.
    const PLAIN: Kind = Kind::Scalar(String::new());
}

impl<'de> Visitor<'de> for KindVisitor {
    type Value = Kind;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a YAML value")
    }
    fn visit_unit<E>(self) -> Result<Kind, E> {
        Ok(Kind::Null)
    }
    fn visit_none<E>(self) -> Result<Kind, E> {
        Ok(Kind::Null)
    }
    fn visit_str<E>(self, value: &str) -> Result<Kind, E> {
        Ok(Kind::Scalar(value.to_owned()))
    }
    fn visit_string<E>(self, value: String) -> Result<Kind, E> {
        Ok(Kind::Scalar(value))
    }
    fn visit_bool<E>(self, _: bool) -> Result<Kind, E> {
        Ok(Self::PLAIN)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Kind, E> {
        Ok(Self::PLAIN)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Kind, E> {
        Ok(Self::PLAIN)
    }
    fn visit_u128<E>(self, _: u128) -> Result<Kind, E> {
        Ok(Self::PLAIN)
    }
    fn visit_i128<E>(self, _: i128) -> Result<Kind, E> {
        Ok(Self::PLAIN)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Kind, E> {
        Ok(Self::PLAIN)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Kind, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Kind::Sequence(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Kind, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Kind::Mapping(entries))
    }
}
