//! What the site says, in the region's language. English stands in the code and in the templates, where it is read and
//! is its own key; every other language is a file in `languages/`, and what it lacks is said in English. A region lays
//! words of its own over both (`words.yaml` in its content).
//!
//! The language is chosen once for the whole process, after the region's own file is read and before anything is said
//! ([`speak`]), as programs that are translated do: a text is made in a thousand places, none of which has a reason to
//! know of it.

mod known;
mod language;
mod listing;
mod pattern;
mod problems;

use std::fmt::Display;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LazyLock, RwLock};

use crate::content::records::{CountedWords, Numbers};
pub use known::{Known, known};
pub use language::{Language, chosen, language_of};
pub use listing::{listing, unnamed};
// For fuzz targets.
#[doc(hidden)]
pub use listing::put_into;
pub use pattern::{Pattern, Problem};
pub use problems::problems;

/// Whether anything is said in other words than the code's own: nearly every region's answer is no, and costs nothing.
static IS_OTHER: AtomicBool = AtomicBool::new(false);
static SPOKEN: RwLock<Option<&'static Language>> = RwLock::new(None);

/// From now on texts are said so; `None` for the English of the code. A preview does this again when words change: what
/// was said before is still held by whoever said it, so that a language is kept until the program ends.
pub fn speak(language: Option<Language>) {
    let mut spoken = SPOKEN.write().unwrap_or_else(std::sync::PoisonError::into_inner);
    if spoken.as_deref() != language.as_ref() {
        IS_OTHER.store(language.is_some(), Ordering::Release);
        *spoken = language.map(|language| &*Box::leak(Box::new(language)));
    }
}

/// The language, where it is not the English of the code.
#[must_use]
pub fn spoken() -> Option<&'static Language> {
    if !IS_OTHER.load(Ordering::Acquire) {
        return None;
    }
    *SPOKEN.read().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The language that pages of a region with this locale are in: the interface's, so that a screen reader reads it aloud as
/// what it is.
#[must_use]
pub fn language_of_pages(locale: &str) -> &str {
    let is_english = language_of(locale) == "en";
    if is_english || spoken().is_some_and(Language::is_heard) { locale } else { "en" }
}

/// A text without anything to put in.
#[must_use]
pub fn text(english: &'static str) -> &'static str {
    pattern(english).map_or(english, Pattern::whole)
}

/// What a text is in another language, with what is to be put in.
#[must_use]
pub fn pattern(english: &str) -> Option<&'static Pattern> {
    spoken()?.text(english)
}

/// The word that goes with a number: `contract`, `contracts`.
#[must_use]
pub fn counted<'a>(number: usize, one: &'a str, many: &'a str) -> &'a str {
    let other = spoken().and_then(|language| language.counted(number, one, many));
    other.unwrap_or(if number == 1 { one } else { many })
}

/// The form that goes with a number in the region's language.
#[must_use]
pub fn form(number: usize, forms: &CountedWords) -> &str {
    match spoken() {
        Some(language) => language.form(number, forms),
        None if number == 1 => forms.one.as_ref().unwrap_or(&forms.other),
        None => &forms.other,
    }
}

/// How numbers are written.
#[must_use]
pub fn numbers() -> &'static Numbers {
    static ENGLISH: LazyLock<Numbers> = LazyLock::new(Numbers::default);
    spoken().map_or(&*ENGLISH, |language| &language.numbers)
}

/// What is put into a text.
pub type Part<'a> = &'a dyn Display;

/// A text for readers, in the region's language.
///
/// Without anything to put in it is a `&'static str`; otherwise a `String`. Unlike in `format!` what is put in by name
/// comes after a semicolon, so that every language can put it where it belongs:
/// `say!("{name} has {} of {}", part, whole; name)`.
macro_rules! say {
    ($text:literal) => {
        $crate::words::text($text)
    };
    ($text:literal $(, $value:expr)+ $(,)?) => {
        say!(@ $text, [$($value),+], [])
    };
    ($text:literal $(, $value:expr)*; $($name:ident $(= $named:expr)?),+ $(,)?) => {
        say!(@ $text, [$($value),*], [$(($name, say!(# $name $(, $named)?))),+])
    };
    (@ $text:literal, [$($value:expr),*], [$(($name:ident, $named:expr)),*]) => {
        match $crate::words::pattern($text) {
            None => format!($text $(, $value)* $(, $name = $named)*),
            Some(pattern) => pattern.fill(
                &[$(&$value as $crate::words::Part),*],
                &[$((stringify!($name), &$named as $crate::words::Part)),*],
            ),
        }
    };
    (# $name:ident) => {
        $name
    };
    (# $name:ident, $named:expr) => {
        $named
    };
}

/// A text that stands where nothing can be said yet, such as a constant; [`text`] says it.
macro_rules! said_later {
    ($text:literal) => {
        $text
    };
}
