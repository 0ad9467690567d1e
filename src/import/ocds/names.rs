//! Names as notices write them, and how sure it is that one of them is somebody known.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// How somebody was recognised, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Sureness {
    /// By an entry in a register that both name.
    Identifier,
    /// By the very name.
    Exact,
    /// By the name without what people add to it or leave out.
    Normalised,
    /// By a name with a letter or two changed.
    Near,
    /// By a name with more around it, such as a department's.
    Within,
}

impl Sureness {
    /// As people read it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Identifier => "identifier",
            Self::Exact => "exact name",
            Self::Normalised => "normalised name",
            Self::Near => "near name",
            Self::Within => "name with more around it",
        }
    }
}

/// Names this much alike may be one with a slip.
const NEAR: f64 = 0.88;

/// Shorter names are alike too easily.
const NEAR_FROM: usize = 6;

/// A name in small plain letters, `&` as a word, and no punctuation.
pub(super) fn plain(name: &str) -> String {
    let spelt = deunicode::deunicode(name).to_lowercase().replace('&', " and ").replace(['\'', '.'], "");
    words(&spelt).collect::<Vec<_>>().join(" ")
}

/// The words of a text in plain letters.
pub(super) fn words(plain: &str) -> impl Iterator<Item = &str> {
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Whether both may be one name with a slip in it.
pub(super) fn near(a: &str, b: &str) -> bool {
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    short >= NEAR_FROM && may_be_near(short, long) && strsim::normalized_damerau_levenshtein(a, b) >= NEAR
}

/// Each letter that one has more is a slip. Most names differ by so many that they need not be compared.
fn may_be_near(short: usize, long: usize) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "no name is that long")]
    let slips = (long - short) as f64 / long as f64;
    1.0 - slips >= NEAR
}

/// Takes every word of a phrase out of a text where they stand together; nothing, where they don't.
pub(super) fn without<'t>(text: &[&'t str], phrase: &str) -> Option<Vec<&'t str>> {
    let phrase: Vec<&str> = words(phrase).collect();
    if phrase.is_empty() {
        return None;
    }
    let at = text.windows(phrase.len()).position(|window| window == phrase)?;
    Some(text[..at].iter().chain(&text[at + phrase.len()..]).copied().collect())
}

/// Whether a text in plain letters has a phrase in it, as whole words.
pub(super) fn says(text: &str, phrase: &str) -> bool {
    let mut begins = std::iter::once(0).chain(text.match_indices(' ').map(|(at, _)| at + 1));
    let stands =
        |at: usize| text[at..].strip_prefix(phrase).is_some_and(|rest| !rest.starts_with(|c| c != ' '));
    !phrase.is_empty() && begins.any(stands)
}

/// Words of titles that say what something is about, singular and plural alike.
pub(super) fn subject(text: &str) -> BTreeSet<String> {
    let text = plain(text);
    words(&text)
        .filter(|word| word.len() > 2 && !EVERYWHERE.contains(word))
        .map(|word| word.strip_suffix('s').unwrap_or(word).to_owned())
        .collect()
}

/// Words that stand in titles of any contract.
pub(super) const EVERYWHERE: [&str; 54] = [
    "and",
    "for",
    "the",
    "with",
    "from",
    "other",
    "not",
    "named",
    "new",
    "provision",
    "supply",
    "support",
    "contract",
    "contracts",
    "agreement",
    "award",
    "notice",
    "call",
    "off",
    "lot",
    "procurement",
    "purchase",
    "renewal",
    "extension",
    "service",
    "services",
    "system",
    "systems",
    "solution",
    "solutions",
    "software",
    "package",
    "packages",
    "management",
    "council",
    "borough",
    "city",
    "town",
    "county",
    "authority",
    "related",
    "general",
    "public",
    "use",
    "licence",
    "licences",
    "licensing",
    "maintenance",
    "hosted",
    "cloud",
    "platform",
    "digital",
    "online",
    "information",
];

/// At least half of all words of both titles stand in each.
pub(super) fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (subject(a), subject(b));
    !a.is_empty() && 2 * a.intersection(&b).count() >= a.union(&b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_accents_and_punctuation() {
        assert_eq!(plain("Saint-Élidor & Co. (L'Est)"), "saint elidor and co lest");
        assert_eq!(without(&["town", "of", "northpoint"], "northpoint"), Some(vec!["town", "of"]));
        assert!(without(&["north", "point"], "northpoint").is_none());
    }

    #[test]
    fn a_slip_is_near_and_another_name_is_not() {
        assert!(near("wend books", "wend boks") && !near("wend books", "wend brooks farm"));
        assert!(!near("abc", "abd"), "too short to tell");
    }

    #[test]
    fn titles_are_alike_by_what_they_are_about() {
        assert!(alike("Library management system", "New library systems"));
        assert!(!alike("Library management system", "Payroll management system"));
        assert!(!alike("Software", "Software"), "a title of words that stand everywhere says nothing");
    }
}
