//! Shares in words: "two thirds of the contracts", "one in five", "more than half".

use std::ops::Range;

use super::tokens::spelt;
use super::{BETWEEN, COUNTED, THE};

/// Parts of a whole. Some are ordinals, or spans of time, too: only what stands around them tells.
const PARTS: [&str; 16] = [
    "half",
    "halves",
    "third",
    "thirds",
    "quarter",
    "quarters",
    "fifth",
    "fifths",
    "sixth",
    "sixths",
    "eighth",
    "eighths",
    "tenth",
    "tenths",
    "hundredth",
    "hundredths",
];
/// Words that make a part a rough share: `nearly half`, `more than a third`.
const ROUGHLY: [&str; 13] = [
    "about",
    "almost",
    "approximately",
    "around",
    "barely",
    "exactly",
    "just",
    "least",
    "most",
    "nearly",
    "over",
    "roughly",
    "than",
];
/// What a part may be of without naming it.
const THEM: [&str; 5] = ["them", "these", "those", "all", "ours"];

/// A word and where it stands.
struct Word<'a> {
    range: Range<usize>,
    text: &'a str,
}

impl Word<'_> {
    fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    fn is_one_of(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// `a`, `one`, `three`: how many parts.
    fn counts(&self) -> bool {
        self.is("a") || self.number().is_some()
    }

    fn number(&self) -> Option<u32> {
        spelt(self.text).or_else(|| self.text.parse().ok())
    }

    /// A name, or what belongs to it: `London's`.
    fn is_name(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }
}

/// Every share that a text spells.
pub(super) fn shares(text: &str, own_words: &[&str]) -> Vec<Range<usize>> {
    let words = words(text);
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in 0..words.len() {
        let share = one_in(&words[at..])
            .or_else(|| every(&words[at..], own_words))
            .or_else(|| part(&words, at, own_words));
        // "One half" is found at both of its words.
        found.extend(share.filter(|range| found.last().is_none_or(|last| last.end <= range.start)));
    }
    found
}

fn words(text: &str) -> Vec<Word<'_>> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}');
    let words = text.split(move |c: char| !is_part(c)).filter(|word| !word.is_empty());
    let place = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    words.map(|word| Word { range: place(word)..place(word) + word.len(), text: word }).collect()
}

/// `one in five`, `nine out of ten`.
fn one_in(words: &[Word]) -> Option<Range<usize>> {
    let few = words.first()?.number()?;
    let rest = &words[1..];
    let rest = match rest {
        [word, rest @ ..] if word.is("in") => rest,
        [out, of, rest @ ..] if out.is("out") && of.is("of") => rest,
        _ => return None,
    };
    let rest = if rest.first()?.is("every") { &rest[1..] } else { rest };
    let many = rest.first()?;
    many.number().filter(|many| few < *many && *many <= 100)?;
    Some(words[0].range.start..many.range.end)
}

/// `every third borough`: "every other" is as often all the others.
fn every(words: &[Word], own_words: &[&str]) -> Option<Range<usize>> {
    const NTH: [&str; 8] = ["second", "third", "fourth", "fifth", "sixth", "eighth", "ninth", "tenth"];
    let [every, nth, noun, ..] = words else { return None };
    let counted = noun.is_one_of(&COUNTED) || noun.is_one_of(own_words);
    (every.is("every") && nth.is_one_of(&NTH) && counted).then_some(every.range.start..noun.range.end)
}

/// `half the boroughs`, `two thirds of them`, `more than a quarter of contracts`; `more than half` of whatever it is.
fn part(words: &[Word], at: usize, own_words: &[&str]) -> Option<Range<usize>> {
    let part = words.get(at).filter(|word| word.is_one_of(&PARTS))?;
    let back = |steps: usize| at.checked_sub(steps).and_then(|place| words.get(place));
    let count = back(1).filter(|word| word.counts());
    let first = if count.is_some() { 2 } else { 1 };
    let roughly = back(first).filter(|word| word.is_one_of(&ROUGHLY));
    // "more than", "at least"
    let so =
        back(first + 1).filter(|word| roughly.is_some() && word.is_one_of(&["more", "less", "fewer", "at"]));
    let start = so.or(roughly).or(count).unwrap_or(part).range.start;
    if let Some(end) = whole(&words[at + 1..], part, own_words) {
        return Some(start..end);
    }
    // Quarters are spans of time, and "more than a third option" is none.
    let is_share = part.is("half") || (part.text.ends_with('s') && !part.is("quarters"));
    let several = count.is_some_and(|word| word.number().is_some_and(|count| count > 1));
    (is_share && (roughly.is_some() || (several && !part.is("half")))).then_some(start..part.range.end)
}

/// Where the words end that say what a part is of; nothing where they say no such thing.
fn whole(rest: &[Word], part: &Word, own_words: &[&str]) -> Option<usize> {
    let needs_of = !part.is("half");
    if needs_of && !rest.first()?.is("of") {
        return None;
    }
    let between = |word: &&Word| word.is_one_of(&THE) || word.is_one_of(&BETWEEN) || word.is_name();
    let skipped = rest.iter().take_while(between).count();
    let noun = rest.get(skipped).filter(|word| word.is_one_of(&COUNTED) || word.is_one_of(own_words));
    let them = rest[..skipped].last().or_else(|| rest.get(skipped)).filter(|word| word.is_one_of(&THEM));
    let them = rest.get(skipped).filter(|word| word.is_one_of(&THEM)).or(them);
    noun.or(them.filter(|_| skipped > 0)).map(|word| word.range.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        shares(text, &["borough", "boroughs"]).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn shares_in_words_are_found() {
        let cases = [
            ("A third of the boroughs agree.", "A third of the boroughs"),
            ("It serves two-thirds of London's boroughs.", "two-thirds of London's boroughs"),
            ("half the contracts end", "half the contracts"),
            ("Half of them end", "Half of them"),
            ("more than half run it", "more than half"),
            ("Nearly half is known", "Nearly half"),
            ("three quarters of all known systems", "three quarters of all known systems"),
            ("two thirds know it", "two thirds"),
            ("One in five says so.", "One in five"),
            ("nine out of ten", "nine out of ten"),
            ("1 in every 4 councils", "1 in every 4"),
            ("Every third borough says so", "Every third borough"),
        ];
        for (text, share) in cases {
            assert_eq!(found(text), [share], "{text}");
        }
    }

    #[test]
    fn ordinals_spans_of_time_and_other_halves_are_none() {
        for text in [
            "A borough that wants a third option asks.",
            "The third of March, the fifth contract, a quarter of an hour.",
            "Two with half each give 5,000; five with a fifth each give 2,000.",
            "It ends in two quarters, in the first half of 2027, or half a year later.",
            "One in Camden, two in March, three in 2024.",
            "the other half",
            "every other borough that runs it, every third meeting, every borough",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
