//! What misspelt words may mean.

use std::cell::Cell;

/// How many letters of misspelt words are compared with letters of others at most, which takes some tenths of a second: a
/// file with thousands of such words is no slip.
const MOST_COMPARED: usize = 50_000_000;

/// Guesses at what misspelt words mean, as long as they take no time: each compares all that is known.
#[derive(Debug)]
pub(crate) struct Guesses {
    left: Cell<usize>,
}

impl Default for Guesses {
    fn default() -> Self {
        Self::share(1)
    }
}

impl Guesses {
    /// The part of one among so many, such as chapters.
    pub(crate) fn share(of: usize) -> Self {
        Self { left: Cell::new(MOST_COMPARED / of.max(1)) }
    }

    /// The known word that may be meant.
    pub(crate) fn nearest<'a>(
        &self,
        word: &str,
        known: impl Iterator<Item = &'a str> + Clone,
    ) -> Option<&'a str> {
        let left = Some(self.left.get()).filter(|left| *left > 0)?;
        let letters: usize = known.clone().map(str::len).sum();
        self.left.set(left.saturating_sub(word.len() * letters));
        nearest(word, known)
    }
}

/// The known word that is nearest to a misspelt one, if one is near enough to be meant.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // No known word is near to a long text, and comparing it would take long.
    if word.len() > 100 {
        return None;
    }
    let word = word.to_lowercase();
    let score = |candidate: &str| {
        strsim::jaro_winkler(&word, candidate).max(strsim::normalized_damerau_levenshtein(&word, candidate))
    };
    known
        .map(|candidate| (score(candidate), candidate))
        .filter(|(score, _)| *score >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}
