//! The words of the field, explained: `glossary.yaml`.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Placed;

/// `glossary.yaml`: words that readers may not know. A region can do without it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GlossaryFile {
    /// All terms, in any order: pages sort them.
    pub terms: Vec<TermItem>,
}

/// A term.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TermItem {
    /// Its id, the same in every language: links lead to it.
    pub id: Placed<String>,
    /// The term as readers meet it.
    pub term: String,
    /// Other words for it; search and the list from A to Z find them.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What it means, in a few plain sentences of Markdown.
    pub text: Placed<String>,
    /// Ids of terms that help to understand it.
    #[serde(default)]
    pub see: Vec<Placed<String>>,
}
