//! What is wrong with a region's words, and what its language lacks.

use std::cell::Cell;

use super::known;
use super::language::Language;
use super::pattern::{Pattern, Problem};
use crate::content::records::WordsFile;
use crate::content::{InFile, nearest};
use crate::diagnostics::{Diagnostic, Place, rules};

/// For how many unknown texts a known one is guessed: each guess reads all of them.
const GUESSED: usize = 20;

/// How many missing texts are named.
const NAMED: usize = 3;

/// Everything, where `language` is what the site speaks and `locale` the place that says so.
#[must_use]
pub fn problems(
    own: Option<&InFile<WordsFile>>,
    language: Option<&Language>,
    locale: Place,
) -> Vec<Diagnostic> {
    let mut problems = own.map(of_file).unwrap_or_default();
    problems.extend(
        language.filter(|language| language.is_foreign()).and_then(|language| missing(language, locale)),
    );
    problems
}

fn of_file(own: &InFile<WordsFile>) -> Vec<Diagnostic> {
    let Some(record) = &own.record else { return Vec::new() };
    let guesses = Cell::new(0);
    let unknown = |english: &str, span| {
        let message = format!("no text of the interface is `{english}`");
        let problem = Diagnostic::new(&rules::UNKNOWN_WORDS, own.place(span), message);
        guesses.set(guesses.get() + 1);
        if guesses.get() > GUESSED {
            return problem;
        }
        let all = known().texts().chain(known().counted.iter().map(String::as_str));
        match nearest(english, all) {
            Some(near) => problem.remedy(format!("did you mean `{near}`?")),
            None => problem,
        }
    };
    let texts = record.texts.iter().filter_map(|(english, other)| {
        if other.trim().is_empty() {
            return None;
        }
        if !known().texts().any(|known| known == english) {
            return Some(unknown(english, other.span));
        }
        let message = match Pattern::problem(english, other)? {
            Problem::Missing(place) => format!("`{place}` of `{english}` is left out"),
            Problem::Unknown(place) => format!("`{place}` is not in `{english}`"),
        };
        Some(Diagnostic::new(&rules::WORDS_PLACES, own.place(other.span), message))
    });
    let counted = record.counted.iter();
    let counted = counted
        .filter(|(key, _)| !known().counted.contains(key))
        .map(|(key, words)| unknown(key, words.span));
    texts.chain(counted).collect()
}

fn missing(language: &Language, locale: Place) -> Option<Diagnostic> {
    let texts = known().texts().filter(|english| language.text(english).is_none());
    let counted =
        known().counted.iter().map(String::as_str).filter(|key| language.counted_words(key).is_none());
    let missing: Vec<&str> = texts.chain(counted).collect();
    let named: Vec<String> = missing.iter().take(NAMED).map(|text| format!("`{text}`")).collect();
    let all = known().texts().count() + known().counted.len();
    let message = format!(
        "{} of the interface's {all} texts are said in English, for `{}` has no words for them: {}{}",
        missing.len(),
        language.code(),
        named.join(", "),
        if missing.len() > NAMED { " …" } else { "" }
    );
    (!missing.is_empty()).then(|| Diagnostic::new(&rules::WORDS_MISSING, locale, message))
}
