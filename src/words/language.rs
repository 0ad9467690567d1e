//! One language: its texts, its words by number, its numbers.

use std::collections::HashMap;

use icu_plurals::{PluralCategory, PluralRules};

use super::pattern::Pattern;
use crate::content::records::{CountedWords, Numbers, Record, WordsFile};
use crate::content::yaml;
use crate::diagnostics::FileId;

/// The languages within the program, besides English. Each is one file.
const BUILT_IN: [(&str, &str); 1] = [("cy", include_str!("languages/cy.yaml"))];

/// A language, with the words of the region over its own.
#[derive(Debug)]
pub struct Language {
    code: String,
    texts: HashMap<String, Pattern>,
    counted: HashMap<String, CountedWords>,
    rules: Option<PluralRules>,
    pub(super) numbers: Numbers,
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        let parts = |own: &Self| (own.code.clone(), own.numbers.clone());
        parts(self) == parts(other) && self.texts == other.texts && self.counted == other.counted
    }
}

/// The language of a locale: `cy` of `cy-GB`.
#[must_use]
pub fn language_of(locale: &str) -> &str {
    locale.split(['-', '_']).next().unwrap_or_default()
}

/// What a site with this locale says, with the region's own words; `None` where that is the English of the code.
#[must_use]
pub fn chosen(locale: &str, own: Option<&WordsFile>) -> Option<Language> {
    let code = language_of(locale);
    let built_in = BUILT_IN.iter().find(|(own, _)| *own == code).map(|(_, text)| *text);
    if built_in.is_none() && own.is_none() && code == "en" {
        return None;
    }
    let mut language = Language::empty(code);
    built_in.and_then(read).iter().chain(own).for_each(|file| language.lay_over(file));
    Some(language)
}

/// A file that a test reads too, so that nothing is wrong with it.
pub(super) fn read<T: Record>(text: &str) -> Option<T> {
    let file = FileId(0);
    yaml::parse(text, file).ok().and_then(|mut root| T::read(&mut root, file).0)
}

impl Language {
    fn empty(code: &str) -> Self {
        let locale = code.parse::<icu_locale_core::Locale>().ok();
        Self {
            code: code.to_owned(),
            texts: HashMap::new(),
            counted: HashMap::new(),
            rules: locale.and_then(|locale| PluralRules::try_new_cardinal(locale.into()).ok()),
            numbers: Numbers::default(),
        }
    }

    fn lay_over(&mut self, file: &WordsFile) {
        // What is still to be filled in is not known.
        let texts = file.texts.iter().filter(|(_, other)| !other.trim().is_empty());
        self.texts.extend(texts.map(|(english, other)| (english.clone(), Pattern::new(other))));
        let counted = file.counted.iter().filter(|(_, other)| !other.other.trim().is_empty());
        self.counted.extend(counted.map(|(english, other)| (english.clone(), other.value.clone())));
        if let Some(numbers) = &file.numbers {
            self.numbers = numbers.clone();
        }
    }

    /// Its code, such as `cy`.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Whether it is a language of its own, and not English with words of the region.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        self.code != "en"
    }

    /// Whether anything is said in a language other than English.
    #[must_use]
    pub fn is_heard(&self) -> bool {
        self.is_foreign() && !self.texts.is_empty()
    }

    /// What it says for an English text.
    #[must_use]
    pub fn text(&self, english: &str) -> Option<&Pattern> {
        self.texts.get(english)
    }

    /// Its words for a number of these, which are named as in files.
    #[must_use]
    pub fn counted_words(&self, key: &str) -> Option<&CountedWords> {
        self.counted.get(key)
    }

    pub(super) fn counted(&self, number: usize, one: &str, many: &str) -> Option<&str> {
        Some(self.form(number, self.counted.get(&key(one, many))?))
    }

    pub(super) fn form<'a>(&self, number: usize, words: &'a CountedWords) -> &'a str {
        let category = self.rules.as_ref().map_or(PluralCategory::Other, |rules| rules.category_for(number));
        let word = match category {
            PluralCategory::Zero => &words.zero,
            PluralCategory::One => &words.one,
            PluralCategory::Two => &words.two,
            PluralCategory::Few => &words.few,
            PluralCategory::Many => &words.many,
            PluralCategory::Other => &None,
        };
        word.as_ref().unwrap_or(&words.other)
    }

    /// Everything that makes a difference to what it says, to tell one state of it from another.
    pub fn parts(&self) -> impl Iterator<Item = (&str, String)> {
        let mut texts: Vec<_> =
            self.texts.iter().map(|(english, other)| (english.as_str(), other.whole().to_owned())).collect();
        texts.extend(self.counted.iter().map(|(english, other)| (english.as_str(), format!("{other:?}"))));
        texts.sort();
        texts.into_iter().chain([("", format!("{} {:?}", self.code, self.numbers))])
    }
}

/// How a word by number is named in files.
pub(super) fn key(one: &str, many: &str) -> String {
    format!("{one} / {many}")
}
