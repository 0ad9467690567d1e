//! A file of words: `words.yaml` of a region, and the languages within the program.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Placed;

/// `words.yaml`: what the site's interface says differently in this region. A region can do without it.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WordsFile {
    /// How numbers are written.
    #[serde(default)]
    pub numbers: Option<Numbers>,
    /// A text of the interface as it is in English, and what the site says instead. `citytools words` lists them all. What
    /// stands in braces, and `<1>` with `</1>`, is put in by the program and stays.
    #[serde(default)]
    pub texts: BTreeMap<String, Placed<String>>,
    /// A word that goes with a number, as it is in English for one and for many, with a slash between (`contract /
    /// contracts`), and what the site says instead.
    #[serde(default)]
    pub counted: BTreeMap<String, Placed<CountedWords>>,
}

/// The signs within a number.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    /// Between thousands, such as a comma.
    pub group: String,
    /// Before a fraction, such as a point.
    pub decimal: String,
}

impl Default for Numbers {
    fn default() -> Self {
        Self { group: ",".to_owned(), decimal: ".".to_owned() }
    }
}

/// The forms of a word by number, as the Unicode Common Locale Data Repository names them. English has one and other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountedWords {
    /// For zero, where the language has a form for it.
    #[serde(default)]
    pub zero: Option<String>,
    /// For one.
    #[serde(default)]
    pub one: Option<String>,
    /// For two.
    #[serde(default)]
    pub two: Option<String>,
    /// For a few.
    #[serde(default)]
    pub few: Option<String>,
    /// For many, where the language tells many from other.
    #[serde(default)]
    pub many: Option<String>,
    /// For every other number.
    pub other: String,
}
