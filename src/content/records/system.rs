//! A product, whoever runs it: `systems/<id>.yaml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Placed, SourceItem, Url, WaiverItem, borough::flow};

/// A product, whoever runs it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SystemRecord {
    /// The name that people use.
    pub name: String,
    /// Old and other names; search finds them.
    #[serde(default, skip_serializing_if = "Vec::is_empty", serialize_with = "flow")]
    pub aliases: Vec<String>,
    /// Earlier ids of this record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_ids: Vec<Placed<String>>,
    /// Supplier id, or `in-house` for an authority's own build; left out where no source says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier: Option<Placed<String>>,
    /// Service ids that it can serve.
    #[serde(default, serialize_with = "flow")]
    pub services: Vec<Placed<String>>,
    /// One or two sentences in own words.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "super::borough::folded")]
    pub description: Option<Placed<String>>,
    /// The product's own page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<Placed<Url>>,
    /// An SPDX id for open source, `proprietary`, or left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Where the source code is; open source only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<Placed<Url>>,
    /// How far its development is (the words of publiccode.yml).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<SystemStatus>,
    /// The system that takes its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<Placed<String>>,
    /// Where this is known from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceItem>,
    /// Checks that are wrong about this record, each with a reason and an end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<WaiverItem>,
}

/// How far a system's development is (publiccode.yml).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SystemStatus {
    /// An idea.
    Concept,
    /// Being built.
    Development,
    /// Being tested.
    Beta,
    /// Ready for use.
    Stable,
    /// No longer kept up.
    Obsolete,
}
