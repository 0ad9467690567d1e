//! Numbers that an editor typed although a figure provides them: they would stay behind when the records move.
//!
//! A number is somebody else's, and may be typed, where its sentence names a source (a footnote or a link to another
//! site) or the day for which it holds. Years and dates are never meant. Numbers in words count from [`LEAST_WORD`], before
//! what the records hold or a percent sign: "both" and "two boroughs" are about those that a text names.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::content::markdown::options;
use crate::figures::{Column, Figure, Kind, MONTHS, Unit, Value};

/// A typed number.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Typed {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// As typed, with what it counts.
    pub words: String,
    /// A figure that has this value.
    pub figure: Option<&'static str>,
}

/// What the records hold, so that a number before one of these words is one that a figure could give. The region's own
/// words for an authority come on top.
const COUNTED: [&str; 32] = [
    "authorities",
    "change",
    "changes",
    "contract",
    "contracts",
    "council",
    "councils",
    "deployment",
    "deployments",
    "framework",
    "frameworks",
    "group",
    "groups",
    "match",
    "matches",
    "notice",
    "notices",
    "pair",
    "pairs",
    "record",
    "records",
    "service",
    "services",
    "skill",
    "skills",
    "source",
    "sources",
    "supplier",
    "suppliers",
    "system",
    "systems",
    "technologies",
];
/// Words that may stand between the number and what it counts.
const BETWEEN: [&str; 16] = [
    "all",
    "core",
    "current",
    "different",
    "emerging",
    "known",
    "largest",
    "live",
    "more",
    "open",
    "other",
    "public",
    "recorded",
    "running",
    "shared",
    "such",
];
/// Smaller numbers in words are about what a text names.
const LEAST_WORD: u32 = 6;
/// Numbers in words, from the smallest that a figure is meant by.
const WORDS: [(&str, u32); 25] = [
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("hundred", 100),
    ("thousand", 1000),
    ("dozen", 12),
];
/// Smaller counts agree with some figure too often to mean it.
const LEAST_COUNT: usize = 20;

/// Stands for a quoted figure or code in a block's plain text.
const QUOTED: char = '\u{FFFC}';
/// Stands for a source.
const SOURCE: char = '\u{FFF9}';

/// Every number in a text that a figure provides.
pub(super) fn typed(text: &str, figures: &[Figure], own_words: &[&str]) -> Vec<Typed> {
    let values = figures.iter().rev().map(|figure| (figure.text.as_str(), figure.id));
    let by_text: HashMap<&str, &'static str> = values.filter(|(text, _)| is_telling(text)).collect();
    let sums = sums(figures);
    let known = |number: &str| by_text.get(number).copied().or_else(|| sum_of(number, &sums));
    let mut found = Vec::new();
    for block in blocks(text) {
        for sentence in sentences(&block.text) {
            let words = &block.text[sentence.clone()];
            if !words.contains(SOURCE) && !says_day(words) {
                found.extend(numbers(&block, sentence, &known, own_words));
            }
        }
    }
    found
}

/// Sums of money that figures and their rows tell.
fn sums(figures: &[Figure]) -> Vec<(f64, &'static str)> {
    let of_rows = |figure: &Figure| {
        let is_money = |column: &Column| matches!(column.kind, Kind::Sum | Kind::Number(Unit::Money));
        let money: Vec<bool> = figure.table.columns.iter().map(is_money).collect();
        let cells = figure.table.rows.iter().flat_map(|row| row.iter().zip(&money));
        let sums = cells.filter_map(|(cell, money)| cell.number.filter(|_| *money));
        sums.map(|sum| (sum, figure.id)).collect::<Vec<_>>()
    };
    let own = figures.iter().filter_map(|figure| match figure.value {
        Value::Money(sum) => Some((sum, figure.id)),
        _ => None,
    });
    own.chain(figures.iter().flat_map(of_rows)).collect()
}

/// The figure that tells a sum as it is typed: `£40.3m`, `£6,150,000`. A round sum of one or two digits is too common.
fn sum_of(number: &str, sums: &[(f64, &'static str)]) -> Option<&'static str> {
    let bare = number.strip_prefix(['£', '€', '$'])?;
    let (digits, unit) = match bare.strip_suffix("bn").map(|digits| (digits, 1e9)) {
        Some(found) => found,
        None => bare.strip_suffix('m').map_or((bare, 1.0), |digits| (digits, 1e6)),
    };
    let digits = digits.replace(',', "");
    let told = digits.chars().filter(char::is_ascii_digit).collect::<String>();
    if told.trim_matches('0').len() < 3 {
        return None;
    }
    let decimals = i32::try_from(digits.split_once('.').map_or(0, |(_, after)| after.len())).ok()?;
    let half = unit * 10f64.powi(-decimals) / 2.0;
    let sum = digits.parse::<f64>().ok()? * unit;
    sums.iter().find(|(known, _)| (known - sum).abs() <= half).map(|(_, id)| *id)
}

/// The numbers that words tell.
pub(super) fn told(words: &str) -> Vec<String> {
    tokens(words).into_iter().map(|token| token.number).collect()
}

/// Whether a figure's text is particular enough that the same text can only mean it.
fn is_telling(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| *c != ',').collect();
    match bare.parse::<usize>() {
        Ok(count) => count >= LEAST_COUNT && count != 100,
        Err(_) => {
            text.starts_with(|c: char| c.is_ascii_digit() || !c.is_alphanumeric())
                && text != "0%"
                && text != "100%"
        }
    }
}

/// A paragraph, item or cell as plain text, and where its pieces stand in the source.
#[derive(Default)]
struct Block {
    text: String,
    /// Position here, position in the source.
    pieces: Vec<(usize, usize)>,
}

impl Block {
    fn push(&mut self, text: &str, source: usize) {
        self.pieces.push((self.text.len(), source));
        self.text.push_str(text);
    }

    fn source(&self, at: usize) -> usize {
        let piece = self.pieces.iter().rev().find(|(here, _)| *here <= at);
        piece.map_or(at, |(here, source)| source + (at - here))
    }
}

/// Paragraphs, items and cells; footnotes are sources themselves and left out.
fn blocks(text: &str) -> Vec<Block> {
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
                block.push(&SOURCE.to_string(), range.start);
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

/// Whether a full date stands in the text: `25 November 2026`.
fn says_day(text: &str) -> bool {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(3).any(|three| {
        three[0].parse::<u8>().is_ok()
            && MONTHS.contains(&three[1])
            && three[2].len() == 4
            && three[2].parse::<u16>().is_ok()
    })
}

/// Sentences of a block; a source right after the full stop belongs to the sentence before it.
fn sentences(text: &str) -> Vec<Range<usize>> {
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

fn numbers(
    block: &Block,
    sentence: Range<usize>,
    known: &dyn Fn(&str) -> Option<&'static str>,
    own_words: &[&str],
) -> Vec<Typed> {
    let text = &block.text[sentence.clone()];
    let mut found = Vec::new();
    for Token { range, number, in_words } in tokens(text) {
        let mut after = text[range.end..]
            .split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        let before = text[..range.start].split_whitespace().next_back().unwrap_or_default();
        let mut next = after.next().unwrap_or_default();
        if is_year(&number) || MONTHS.contains(&next) || MONTHS.contains(&before) {
            continue;
        }
        while BETWEEN.contains(&next) {
            next = after.next().unwrap_or_default();
        }
        let plain = number.chars().all(|c| c.is_ascii_digit() || c == ',');
        let counts = plain && (COUNTED.contains(&next) || own_words.contains(&next));
        // Words are for many things; before what the records hold, or as a share, they are a figure's.
        let figure = known(&number).filter(|_| !in_words || counts || !plain);
        if figure.is_some() || counts || (in_words && !plain) {
            let start = block.source(sentence.start + range.start);
            let as_typed = &text[range.clone()];
            let words = if counts { format!("{as_typed} {next}") } else { as_typed.to_owned() };
            found.push(Typed { range: start..start + range.len(), words, figure });
        }
    }
    found
}

/// A number in a text.
struct Token {
    range: Range<usize>,
    /// As figures write it: `1,234`, `45%`, `£1.25m`.
    number: String,
    in_words: bool,
}

/// Numbers in digits and in words, each with its sign.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = digits(text)
        .into_iter()
        .map(|range| Token { number: text[range.clone()].to_owned(), range, in_words: false })
        .collect();
    tokens.extend(in_words(text).map(|(range, value)| Token {
        range,
        number: value.to_string(),
        in_words: true,
    }));
    for token in &mut tokens {
        let after = &text[token.range.end..];
        let trimmed = after.trim_start();
        let signs = [("%", "%"), ("per cent", "%"), ("percent", "%"), ("million", "m"), ("billion", "bn")];
        let sign = signs.into_iter().find(|(sign, _)| trimmed.starts_with(sign));
        if let Some((sign, short)) = sign {
            token.number.push_str(short);
            token.range.end += after.len() - trimmed.len() + sign.len();
        }
    }
    tokens.sort_by_key(|token| token.range.start);
    tokens
}

/// Numbers in words: `seven`, `Twenty-five`.
fn in_words(text: &str) -> impl Iterator<Item = (Range<usize>, u32)> {
    let spelt = |word: &str| {
        let parts = word.split('-').map(|part| {
            let small = ["one", "two", "three", "four", "five"].iter().zip(1u32..);
            let mut known = WORDS.iter().map(|(name, value)| (name, *value)).chain(small);
            known.find(|(name, _)| name.eq_ignore_ascii_case(part)).map(|(_, value)| value)
        });
        parts.sum::<Option<u32>>().filter(|value| *value >= LEAST_WORD)
    };
    let words = text.split(|c: char| !c.is_alphabetic() && c != '-');
    words.filter_map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        spelt(word).map(|value| (start..start + word.len(), value))
    })
}

/// Numbers with their signs: `1,234`, `45%`, `£1.25m`; not parts of words, ranges or dates in numbers.
fn digits(text: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(offset) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let digit = at + offset;
        let before = text[..digit].chars().next_back();
        let start = match before {
            Some(sign @ ('£' | '€' | '$')) => digit - sign.len_utf8(),
            _ => digit,
        };
        let length = text[digit..]
            .find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.'))
            .unwrap_or(text.len() - digit);
        let mut end = digit + text[digit..digit + length].trim_end_matches(['.', ',']).len();
        let unit = ["bn", "m"].into_iter().find(|unit| text[end..].starts_with(unit));
        end += unit.map_or(0, str::len);
        let joined = |c: Option<char>| {
            c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '\u{2013}' | '/' | '#' | ':'))
        };
        if !joined(text[..start].chars().next_back()) && !joined(text[end..].chars().next()) {
            tokens.push(start..end);
        }
        at = end.max(digit + length);
    }
    tokens
}

fn is_year(number: &str) -> bool {
    number.len() == 4 && number.parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        typed(text, &[], &["borough", "boroughs"]).into_iter().map(|typed| typed.words).collect()
    }

    #[test]
    fn a_count_of_what_the_records_hold_is_found() {
        assert_eq!(
            words("There are 31 boroughs and 1,234 different systems."),
            ["31 boroughs", "1,234 systems"]
        );
    }

    #[test]
    fn a_source_or_a_day_makes_a_number_somebody_elses() {
        assert_eq!(
            words("It mapped 809 systems.[^1] It had 22 boroughs.\n\n[^1]: The press, 809 systems."),
            ["22 boroughs"]
        );
        assert_eq!(words("It had [809 systems](https://example.org/)."), Vec::<String>::new());
        assert_eq!(
            words("On 25 November 2026 it had 9 systems. It has 8 systems.\n\nIt had 7 systems."),
            ["8 systems", "7 systems"]
        );
    }

    #[test]
    fn dates_ranges_codes_and_quotes_are_no_counts() {
        let text = "In 2019 systems changed. On 3 May services. 3-5 systems, `12 systems`, {fig:a} systems, Covid-19 contracts.";
        assert_eq!(words(text), Vec::<String>::new());
    }

    #[test]
    fn numbers_in_words_and_shares_in_any_form_are_found() {
        assert_eq!(
            words("Seven boroughs and twenty-five core services; 13 skills, 16 emerging technologies."),
            ["Seven boroughs", "twenty-five services", "13 skills", "16 technologies"]
        );
        assert_eq!(
            words("Two boroughs share one system. Twelve proposals, seven years."),
            Vec::<String>::new()
        );
        assert_eq!(words("Some twenty percent or thirty per cent"), ["twenty percent", "thirty per cent"]);
    }

    #[test]
    fn a_sum_is_found_as_it_is_rounded() {
        let sums = [(40_321_640.0, "contracts-value"), (6_150_000.0, "prices")];
        for typed in ["£40.3m", "£40.32m", "£6.15m", "£6,150,000", "£40,321,640"] {
            assert!(sum_of(typed, &sums).is_some(), "{typed}");
        }
        for typed in ["£40m", "£6.2m", "£40.4m", "£6,150,001", "40.3m"] {
            assert!(sum_of(typed, &sums).is_none(), "{typed}");
        }
        assert_eq!(told("The value is £40.3 million"), ["£40.3m"]);
    }

    #[test]
    fn the_place_is_the_numbers_own() {
        let text = "## A\n\n- one {fig:a sentence} and **12** systems";
        let found = typed(text, &[], &[]);
        assert_eq!(&text[found[0].range.clone()], "12");
    }
}
