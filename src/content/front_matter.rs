//! A chapter or page: the head between two lines of `---`, and the Markdown below it.

use schemars::JsonSchema;
use serde::Deserialize;

use super::records::{Placed, Record};
use super::{markdown, yaml};
use crate::diagnostics::{Diagnostic, FileId, Place, Span, rules};

/// The head of a chapter or page.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrontMatter {
    /// The page's heading and the first part of its title.
    pub title: Placed<String>,
    /// One sentence: the standfirst, and what search engines show.
    pub description: Placed<String>,
}

/// A chapter or page as written.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its head.
    pub head: FrontMatter,
    /// Its Markdown, with the place of the first byte in the file.
    pub body: Placed<String>,
}

/// Reads head and text; the head's places are places in the file.
#[must_use]
pub fn read(text: &str, file: FileId) -> (Option<Document>, Vec<Diagnostic>) {
    let Some((head, body_start)) = split(text) else {
        let place = Place { file, span: Span::default() };
        return (
            None,
            vec![Diagnostic::new(
                &rules::FRONT_MATTER,
                place,
                "the file does not open with title and description",
            )],
        );
    };
    // The opening line stays as a comment of the same length, so that places in the head are places in the file.
    let head = head.replacen("---", "#--", 1);
    let mut root = match yaml::parse(&head, file) {
        Ok(root) => root,
        Err(problem) => return (None, vec![problem]),
    };
    let (head, mut problems) = FrontMatter::read(&mut root, file);
    let start = u32::try_from(body_start).unwrap_or(u32::MAX);
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    if let Some(problem) = markdown::beyond_meaning(&text[body_start..]) {
        let at = |byte: usize| start + u32::try_from(byte).unwrap_or_default();
        let span = Span { start: at(problem.range.start), end: at(problem.range.end) };
        problems.push(Diagnostic::new(problem.rule, Place { file, span }, problem.message));
        return (None, problems);
    }
    let body = Placed { value: text[body_start..].to_owned(), span: Span { start, end } };
    (head.map(|head| Document { head, body }), problems)
}

/// The text up to the closing line, and where the Markdown begins.
fn split(text: &str) -> Option<(&str, usize)> {
    let mut lines = text.split_inclusive('\n');
    let mut at = lines.next().filter(|line| line.trim_end() == "---")?.len();
    for line in lines {
        if line.trim_end() == "---" {
            return Some((&text[..at], at + line.len()));
        }
        at += line.len();
    }
    None
}
