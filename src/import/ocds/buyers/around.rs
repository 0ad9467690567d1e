//! Names of authorities with more around them: "Northpoint Council Waste Services", "Procurement, Town of Northpoint".
//!
//! No list has the names of all departments, so any words may stand around an authority's whole name, and an editor is
//! told to look. Only where the words say that it is another body is it not counted, and that is told too. A place's bare
//! name tells nobody: breweries have it as well.

use super::super::names::{plain, words};
use super::{Buyers, FRAME, JOINS, Known, near_word};

/// Whose name stands within a name.
pub(super) enum Around<'k> {
    /// Theirs, and nothing says that it is another body.
    Theirs(Vec<&'k Known>),
    /// Theirs, with what says that it is another body.
    Another(&'k Known, String),
    /// Nobody's.
    Nobody,
}

/// What sets a department apart from the name beside it.
const APART: [char; 8] = [',', '(', ')', ':', ';', '/', '|', '\u{2014}'];

/// Words that make a place's name that of its authority, wherever they stand.
const AUTHORITY: [&str; 10] =
    ["council", "councils", "borough", "boroughs", "corporation", "authority", "lb", "rb", "lbc", "mbc"];

/// Those of several at once.
const SEVERAL: [&str; 2] = ["councils", "boroughs"];

/// Words that only bodies of their own have in their names. A council's schools are its service, and one school is not;
/// a pension fund is none either: it is its authority that signs.
const BODIES: [&str; 25] = [
    "academy",
    "alliance",
    "association",
    "charity",
    "churches",
    "cic",
    "club",
    "college",
    "company",
    "federation",
    "forum",
    "foundation",
    "hospital",
    "limited",
    "llp",
    "ltd",
    "nhs",
    "plc",
    "police",
    "school",
    "society",
    "trust",
    "union",
    "university",
    "voluntary",
];

enum Word<'k, 'w> {
    /// A name, and whether it says of itself that it is an authority's.
    Name(&'k Known, bool),
    /// A word of local government.
    Frame(&'w str),
    Other,
}

impl Buyers {
    pub(super) fn around(&self, name: &str) -> Around<'_> {
        let mut found: Vec<&Known> = self.by_initials(name);
        let mut other = None;
        for part in parts(name) {
            let part = plain(part);
            let part: Vec<&str> = words(&part).collect();
            if says_council(&part) {
                found.extend(self.within(&part.join(" ")));
            }
            let tokens = self.words(&part);
            for run in runs(&tokens) {
                let (own, why) = theirs(&tokens, run);
                found.extend(own);
                other = other.or(why);
            }
        }
        let mut seen = std::collections::BTreeSet::<&str>::new();
        found.retain(|known| seen.insert(&known.id));
        let Some(first) = found.first() else { return Around::Nobody };
        match other.or_else(|| self.another(name, &found)) {
            Some(why) => Around::Another(first, why),
            None => Around::Theirs(found),
        }
    }

    /// Those whose initials stand in a name, as they are written.
    fn by_initials(&self, name: &str) -> Vec<&Known> {
        let is_word = |own: &String| name.split(|c: char| !c.is_alphanumeric()).any(|word| word == own);
        let found: Vec<&Known> = self.all.iter().filter(|known| known.initials.iter().any(is_word)).collect();
        if found.len() == 1 { found } else { Vec::new() }
    }

    fn words<'k, 'w>(&'k self, part: &[&'w str]) -> Vec<Word<'k, 'w>> {
        let mut tokens = Vec::new();
        let mut rest = part;
        while let Some((first, others)) = rest.split_first() {
            let named = |name: &'k String| {
                let name: Vec<&str> = words(name).collect();
                (!name.is_empty() && rest.starts_with(&name)).then_some(name)
            };
            let all = self.all.iter().flat_map(|known| known.plain.iter().map(move |name| (known, name)));
            let longest = all.filter_map(|(known, name)| Some((known, named(name)?)));
            if let Some((known, name)) = longest.max_by_key(|(_, name)| name.len()) {
                tokens.push(Word::Name(known, name.iter().any(|word| AUTHORITY.contains(word))));
                rest = &rest[name.len()..];
                continue;
            }
            tokens.push(if self.frame.contains(*first) { Word::Frame(first) } else { Word::Other });
            rest = others;
        }
        tokens
    }

    /// What says that a name with an authority's in it is another body's.
    fn another(&self, name: &str, found: &[&Known]) -> Option<String> {
        let name = plain(name);
        let is_own = |word: &str| {
            found.iter().any(|known| known.plain.iter().any(|own| words(own).any(|own| own == word)))
        };
        let mut all =
            words(&name).filter(|word| (!self.frame.contains(*word) || *word == "behalf") && !is_own(word));
        all.find_map(|word| match word {
            "behalf" => Some("\"on behalf of\" says that it buys for others".to_owned()),
            _ if BODIES.contains(&word) => Some(format!("\"{word}\" tells a body of its own")),
            _ if self.is_elsewhere(word) => Some(format!("\"{word}\" tells another place")),
            _ => None,
        })
    }

    fn is_elsewhere(&self, word: &str) -> bool {
        self.elsewhere.iter().any(|own| match own.strip_prefix('-') {
            Some(end) => word.ends_with(end),
            None => word == own,
        })
    }

    /// The only one whose name, with a slip, stands beside a word of authorities.
    pub(super) fn nearly_within(&self, name: &str) -> Option<&Known> {
        let name = plain(name);
        let all: Vec<&str> = words(&name).collect();
        let is_beside = |at: usize| {
            let before = all[..at].iter().rev().find(|word| !JOINS.contains(word));
            before.into_iter().chain(all.get(at + 1)).any(|word| AUTHORITY.contains(word))
        };
        let beside: Vec<&&str> =
            all.iter().enumerate().filter(|(at, _)| is_beside(*at)).map(|(_, word)| word).collect();
        let is = |known: &&Known| {
            known
                .plain
                .iter()
                .any(|own| beside.iter().any(|word| !self.frame.contains(**word) && near_word(own, word)))
        };
        let mut found = self.all.iter().filter(is);
        found.next().filter(|_| found.next().is_none())
    }
}

/// What stands apart in a name.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(APART).flat_map(|part| part.split(" - ")).flat_map(|part| part.split(" \u{2013} "))
}

/// Whether a part of a name is an authority's, should it be one's whole name: a town may be a part of one.
fn says_council(part: &[&str]) -> bool {
    let says = |(at, word): (usize, &&str)| {
        FRAME.contains(word)
            && !JOINS.contains(word)
            && (*word != "town" || part.get(at + 1).is_some_and(|next| *next == "of"))
    };
    part.iter().enumerate().any(says)
}

/// Where names and words of local government stand together.
fn runs(tokens: &[Word]) -> Vec<std::ops::Range<usize>> {
    let mut runs = Vec::new();
    let mut start = 0;
    for end in 0..=tokens.len() {
        if tokens.get(end).is_none_or(|token| matches!(token, Word::Other)) {
            if start < end {
                runs.push(start..end);
            }
            start = end + 1;
        }
    }
    runs
}

/// Whose names of a run are an authority's, and what of it says that it is another body after all.
fn theirs<'k>(tokens: &[Word<'k, '_>], run: std::ops::Range<usize>) -> (Vec<&'k Known>, Option<String>) {
    let is_last = run.end == tokens.len();
    let run = &tokens[run];
    let is = |token: &Word, list: &[&str]| matches!(token, Word::Frame(word) if list.contains(word));
    let are_several = run.iter().any(|token| is(token, &SEVERAL));
    let mut found = Vec::new();
    for (at, token) in run.iter().enumerate() {
        let Word::Name(known, says) = token else { continue };
        // What stands before "and" is of the name before, what stands behind it of the next.
        let own = |token: &&Word| matches!(token, Word::Frame(word) if *word != "and");
        let before = run[..at].iter().rev().take_while(own);
        let behind = run[at + 1..].iter().take_while(own);
        if *says || are_several || before.chain(behind).any(|token| is(token, &AUTHORITY)) {
            found.push(*known);
        }
    }
    // "Northpoint Council of Churches", "Northpoint Council for the Blind".
    let joins = run.iter().rev().take_while(|token| is(token, &JOINS)).count();
    let (head, tail) = run.split_at(run.len() - joins);
    let goes_on = !is_last
        && tail.iter().any(|token| is(token, &["of", "for"]))
        && !tail.iter().any(|token| is(token, &["behalf"]));
    let is_of_others = goes_on && head.last().is_some_and(|token| is(token, &AUTHORITY));
    let why = || "what it is a council of says that it is another".to_owned();
    (found, is_of_others.then(why))
}
