//! Numbers in a text: in digits and in words, each with its sign.

use std::ops::Range;

use super::text::QUOTED;

/// Smaller numbers in words are about what a text names.
pub(super) const LEAST_WORD: u32 = 6;
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
/// A number in a text.
pub(super) struct Token {
    pub range: Range<usize>,
    /// As figures write it: `1,234`, `45%`, `£1.25m`.
    pub number: String,
    pub in_words: bool,
}

/// Numbers in digits and in words, each with its sign.
pub(super) fn tokens(text: &str) -> Vec<Token> {
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
        as_sum(text, token);
    }
    tokens.sort_by_key(|token| token.range.start);
    tokens
}

/// Signs of currencies, with the codes and words that people write in their place.
const CURRENCIES: [(char, &str, &str); 3] =
    [('£', "GBP", "pounds"), ('€', "EUR", "euros"), ('$', "USD", "dollars")];

/// Sums as people write them: `GBP 40.3m`, `40.3 million pounds`, `£40.3 m`.
fn as_sum(text: &str, token: &mut Token) {
    let rest = &text[token.range.end..];
    let next = rest.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    if next == "m" && token.number.starts_with(['£', '€', '$']) {
        token.number.push('m');
        token.range.end += rest.len() - rest.trim_start().len() + 1;
    } else if !token.number.ends_with('%') && !token.number.starts_with(['£', '€', '$']) {
        let before = text[..token.range.start].trim_end();
        let said = |(_, code, word): &&(char, &str, &str)| before.ends_with(code) || next == *word;
        if let Some((sign, ..)) = CURRENCIES.iter().find(said) {
            token.number.insert(0, *sign);
        }
    }
}

/// Numbers in words: `seven`, `Twenty-five`.
fn in_words(text: &str) -> impl Iterator<Item = (Range<usize>, u32)> {
    let spelt = |word: &str| spelt(word).filter(|value| *value >= LEAST_WORD);
    let words = text.split(|c: char| !c.is_alphabetic() && c != '-');
    words.filter_map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        spelt(word).map(|value| (start..start + word.len(), value))
    })
}

/// The number that a word spells: `three`, `Twenty-five`.
pub(super) fn spelt(word: &str) -> Option<u32> {
    let parts = word.split('-').map(|part| {
        let small = ["one", "two", "three", "four", "five"].iter().zip(1u32..);
        let mut known = WORDS.iter().map(|(name, value)| (name, *value)).chain(small);
        known.find(|(name, _)| name.eq_ignore_ascii_case(part)).map(|(_, value)| value)
    });
    parts.sum()
}

/// Whether a number, or what stands for a quoted one, is the first of some words.
pub(super) fn begins_with_number(words: &str) -> bool {
    let word = words.split(|c: char| !c.is_alphabetic() && c != '-').next().unwrap_or_default();
    words.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '£' | '€' | '$' | QUOTED))
        || spelt(word).is_some()
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

pub(super) fn is_year(number: &str) -> bool {
    number.len() == 4 && number.parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year))
}
