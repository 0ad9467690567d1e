//! A text with places to put something in, as `format!` has them, and as templates have elements: `<1>…</1>`.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Part;

/// A text of another language, ready to be filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    whole: String,
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Numbered(usize),
    Named(String),
}

/// Why a text can't stand for the English one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A place of the English text is not in it.
    Missing(String),
    /// It has a place that the English text has not.
    Unknown(String),
}

impl Pattern {
    /// A text of another language.
    #[must_use]
    pub fn new(whole: &str) -> Self {
        let (mut pieces, mut text, mut unnamed) = (Vec::new(), String::new(), 0);
        let mut rest = whole;
        while let Some(at) = rest.find(['{', '}']) {
            text.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix(brace) {
                text.push_str(brace);
                rest = after;
            } else if let Some((name, after)) = rest.split_once('}').filter(|_| brace == "{") {
                pieces.push(Piece::Text(std::mem::take(&mut text)));
                pieces.push(match (name.is_empty(), name.parse()) {
                    (true, _) => Piece::Numbered(unnamed),
                    (false, Ok(number)) => Piece::Numbered(number),
                    (false, Err(_)) => Piece::Named(name.to_owned()),
                });
                unnamed += usize::from(name.is_empty());
                rest = after;
            } else {
                text.push_str(brace);
            }
        }
        text.push_str(rest);
        pieces.push(Piece::Text(text));
        Self { whole: whole.to_owned(), pieces }
    }

    /// As it was written.
    #[must_use]
    pub fn whole(&self) -> &str {
        &self.whole
    }

    /// What stands before, between and after its places.
    #[must_use]
    pub fn around(&self) -> Vec<String> {
        let texts = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text.clone()),
            Piece::Numbered(_) | Piece::Named(_) => None,
        });
        texts.collect()
    }

    /// With everything put in: by number, in the order of the English text, or by name.
    #[must_use]
    pub fn fill(&self, numbered: &[Part], named: &[(&str, Part)]) -> String {
        let mut filled = String::with_capacity(self.whole.len() + 16 * numbered.len());
        for piece in &self.pieces {
            let part = match piece {
                Piece::Text(text) => {
                    filled.push_str(text);
                    continue;
                }
                Piece::Numbered(number) => numbered.get(*number).copied(),
                Piece::Named(name) => named.iter().find(|(own, _)| own == name).map(|(_, part)| *part),
            };
            match (part, piece) {
                // Writing to a string never fails.
                (Some(part), _) => drop(write!(filled, "{part}")),
                // The region's own words are put in later.
                (None, Piece::Named(name)) => drop(write!(filled, "{{{name}}}")),
                (None, _) => {}
            }
        }
        filled
    }

    /// Where it has other places than the English text.
    #[must_use]
    pub fn problem(english: &str, other: &str) -> Option<Problem> {
        let (theirs, ours) = (places(english), places(other));
        let missing = theirs.iter().find(|(place, count)| ours.get(*place) < Some(count));
        let unknown = ours.iter().find(|(place, count)| theirs.get(*place) < Some(count));
        match (missing, unknown) {
            (Some((place, _)), _) => Some(Problem::Missing(place.clone())),
            (None, Some((place, _))) => Some(Problem::Unknown(place.clone())),
            (None, None) => None,
        }
    }
}

/// How often each place occurs. What is put in by name may be said twice or more.
fn places(text: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for piece in Pattern::new(text).pieces {
        match piece {
            Piece::Text(text) => elements(&text).for_each(|name| *found.entry(name).or_insert(0) += 1),
            Piece::Numbered(number) => *found.entry(format!("{{{number}}}")).or_insert(0) += 1,
            // With an article, or as a sentence begins: each language has its own way.
            Piece::Named(name) if ["a_one", "A_one", "One"].contains(&name.as_str()) => {
                found.insert("{one}".to_owned(), 1);
            }
            Piece::Named(name) => drop(found.insert(format!("{{{name}}}"), 1)),
        }
    }
    found
}

/// `<1>` and `</1>`.
fn elements(text: &str) -> impl Iterator<Item = String> {
    text.match_indices('<').filter_map(|(at, _)| {
        let name = text[at + 1..].split_once('>')?.0;
        let digits = name.strip_prefix('/').unwrap_or(name);
        let is_element = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_element.then(|| format!("<{name}>"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_stands_where_the_language_wants_it() {
        let pattern = Pattern::new("{name}: {1} o {0}");
        assert_eq!(pattern.fill(&[&3, &7], &[("name", &"Cei")]), "Cei: 7 o 3");
        assert_eq!(Pattern::new("{} a {}").fill(&[&3, &7], &[]), "3 a 7");
        assert_eq!(Pattern::new("pob {one}").fill(&[], &[]), "pob {one}");
        assert_eq!(Pattern::new("{{a}} }b{").fill(&[], &[]), "{a} }b{");
    }

    #[test]
    fn places_are_the_same_in_every_language() {
        let problem = Pattern::problem;
        assert_eq!(problem("{} of {}", "{1} o {0}"), None);
        assert_eq!(problem("{name} has {n}", "mae {n} gan {name}, {name}"), None);
        assert_eq!(problem("{} of {}", "{} o"), Some(Problem::Missing("{1}".to_owned())));
        assert_eq!(problem("{A_one} of {many}", "pob {one}, {many}"), None);
        assert_eq!(problem("{A_one}", "pob"), Some(Problem::Missing("{one}".to_owned())));
        assert_eq!(problem("all", "{all}"), Some(Problem::Unknown("{all}".to_owned())));
        assert_eq!(problem("on <1>{2}</1>", "ar {2}"), Some(Problem::Missing("</1>".to_owned())));
    }
}
