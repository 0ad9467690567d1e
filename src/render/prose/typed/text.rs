//! A text as blocks, and these as sentences and clauses, with what stands for quotes and sources in them.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::tokens::begins_with_number;
use crate::content::markdown::options;
use crate::figures::is_month;

/// Stands for a quoted figure or code in a block's plain text.
pub(super) const QUOTED: char = '\u{FFFC}';
/// Stands for a footnote, which is for all that stands before it.
pub(super) const SOURCE: char = '\u{FFF9}';
/// Stands for a link to another site, which is for what stands with it only.
pub(super) const LINK: char = '\u{FFFA}';

/// A paragraph, item or cell as plain text, and where its pieces stand in the source.
#[derive(Default)]
pub(super) struct Block {
    pub text: String,
    /// Position here, position in the source.
    pieces: Vec<(usize, usize)>,
}

impl Block {
    fn push(&mut self, text: &str, source: usize) {
        self.pieces.push((self.text.len(), source));
        self.text.push_str(text);
    }

    pub fn source(&self, at: usize) -> usize {
        let piece = self.pieces.iter().rev().find(|(here, _)| *here <= at);
        piece.map_or(at, |(here, source)| source + (at - here))
    }
}

/// Paragraphs, items and cells; footnotes are sources themselves and left out.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut block = Block::default();
    let mut in_note = 0;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => in_note += 1,
            Event::End(TagEnd::FootnoteDefinition) => in_note -= 1,
            _ if in_note > 0 => {}
            Event::Text(part) => without_quotes(&part, range.start, &mut block),
            Event::Code(_) => block.push(&QUOTED.to_string(), range.start),
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.contains("://") => {
                block.push(&LINK.to_string(), range.start);
            }
            Event::FootnoteReference(_) => block.push(&SOURCE.to_string(), range.start),
            Event::SoftBreak | Event::HardBreak => block.push(" ", range.start),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Item
                | TagEnd::TableCell
                | TagEnd::Heading(_)
                | TagEnd::BlockQuote(_),
            ) => blocks.push(std::mem::take(&mut block)),
            _ => {}
        }
    }
    blocks
}

fn without_quotes(part: &str, start: usize, block: &mut Block) {
    let mut rest = part;
    let mut at = start;
    while let Some((before, after)) = rest.split_once("{fig:") {
        block.push(before, at);
        let Some((inside, tail)) = after.split_once('}') else { return };
        at += before.len();
        block.push(&QUOTED.to_string(), at);
        at += "{fig:}".len() + inside.len();
        rest = tail;
    }
    block.push(rest, at);
}

/// Sentences of a block; a source right after the full stop belongs to the sentence before it.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((index, c)) = chars.next() {
        if !matches!(c, '.' | '!' | '?') {
            continue;
        }
        let mut end = index + c.len_utf8();
        while let Some((_, after)) = chars.peek().filter(|(_, after)| matches!(*after, SOURCE | '"' | ')')) {
            end += after.len_utf8();
            chars.next();
        }
        if chars.peek().is_none_or(|(_, after)| after.is_whitespace()) {
            sentences.push(start..end);
            start = end;
        }
    }
    if start < text.len() {
        sentences.push(start..text.len());
    }
    sentences
}

/// Words after a comma with which a sentence turns to something else.
const TURNS: [&str; 5] = [" but ", " so ", " while ", " whereas ", " yet "];
/// Words after a comma with which it goes on, unless a number follows: then a list does.
const JOINS: [&str; 2] = [" and ", " or "];

/// How much of a sentence ends with a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Break {
    /// What follows is something else: no source counts for both sides.
    Turn,
    /// What follows goes on: a source after it counts for both sides, one before it for its own.
    Join,
}

/// The parts of a sentence whose numbers are nobody else's: they name no source, and no day for which they hold.
pub(super) fn unsourced(sentence: &str) -> Vec<Range<usize>> {
    let mut parts = parts(sentence);
    let mut sourced = false;
    // From the end, because a footnote stands after all that it is for.
    let mut own: Vec<Range<usize>> = Vec::new();
    while let Some((range, end)) = parts.pop() {
        let words = &sentence[range.clone()];
        sourced = (sourced && end == Break::Join) || words.contains(SOURCE) || says_day(words);
        own.extend((!sourced && !words.contains(LINK)).then_some(range));
    }
    own.reverse();
    own
}

/// The parts of a sentence, each with the mark of its footnote, and how it ends.
fn parts(sentence: &str) -> Vec<(Range<usize>, Break)> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, mark) in sentence.char_indices() {
        let after = &sentence[at + mark.len_utf8()..];
        let end = at + mark.len_utf8() + leading_marks(after);
        let found = break_at(mark, sentence[..at].ends_with(' '), after);
        if let Some(found) = found.filter(|_| at >= start) {
            parts.push((start..end, found));
            start = end;
        }
    }
    parts.push((start..sentence.len(), Break::Turn));
    parts
}

/// Whether a part of a sentence ends with that character, and how.
fn break_at(mark: char, spaced: bool, after: &str) -> Option<Break> {
    let begins = |words: &[&str]| words.iter().any(|word| after.starts_with(word));
    let list = JOINS.iter().any(|word| after.strip_prefix(word).is_some_and(begins_with_number));
    match mark {
        ';' | '\u{2014}' => Some(Break::Turn),
        '\u{2013}' if spaced && after.starts_with(' ') => Some(Break::Turn),
        ',' if leading_marks(after) > 0 || begins(&TURNS) => Some(Break::Turn),
        ',' if begins(&JOINS) && !list => Some(Break::Join),
        // `809 systems[^1] and 22 councils`: the mark stands right after what it is for.
        SOURCE if begins(&TURNS) || begins(&JOINS) => Some(Break::Turn),
        _ => None,
    }
}

/// Bytes of the footnotes' marks that some words begin with.
fn leading_marks(words: &str) -> usize {
    words.len() - words.trim_start_matches(SOURCE).len()
}

/// Whether a full date stands in the text: `25 November 2026`.
fn says_day(text: &str) -> bool {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(3).any(|three| {
        three[0].parse::<u8>().is_ok()
            && is_month(three[1])
            && three[2].len() == 4
            && three[2].parse::<u16>().is_ok()
    })
}
