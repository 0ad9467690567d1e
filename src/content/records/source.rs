//! Where a fact comes from, and how sure it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Date, Placed, Url};

/// One public source of a fact.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceItem {
    /// The source's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Placed<Url>>,
    /// The source's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When the source was published or changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// How sure this source is, where it differs from the record's own confidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// What this source says; Markdown, one paragraph.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "super::borough::folded")]
    pub notes: Option<Placed<String>>,
}

/// Who stands behind a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Provenance {
    /// The authority checked it.
    Verified,
    /// The authority stated it.
    Declared,
    /// Derived from a public source that is linked.
    Published,
    /// The supplier said so and no authority has confirmed it.
    SupplierStated,
}

/// How sure a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Old, indirect or inferred.
    Low,
    /// Likely, but not stated in so many words.
    Medium,
    /// Stated plainly by the source.
    High,
}

/// An organisation's entry in a register.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Identifier {
    /// The register, by its org-id.guide code; site.yaml names those of the region.
    pub scheme: Placed<String>,
    /// The entry.
    pub id: Placed<String>,
}
