//! Who provides systems: `suppliers/<id>.yaml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Date, Identifier, Placed, SourceItem, TriState, Url, WaiverItem};

/// Who provides systems.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupplierRecord {
    /// The name that people use.
    pub name: String,
    /// The name in the register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_name: Option<String>,
    /// Earlier names; search finds them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_names: Vec<FormerName>,
    /// Earlier ids of this record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_ids: Vec<Placed<String>>,
    /// The group that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<Parent>,
    /// Entries in registers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
    /// How large it is; left out where nobody has said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<SupplierSize>,
    /// A voluntary, community or social enterprise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vcse: Option<TriState>,
    /// Its own website.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<Placed<Url>>,
    /// The town that it is run from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headquarters: Option<String>,
    /// Where this is known from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceItem>,
    /// Checks that are wrong about this record, each with a reason and an end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<WaiverItem>,
}

/// An earlier name.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormerName {
    /// The name.
    pub name: String,
    /// When it was given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

/// The group that a supplier belongs to: a supplier's id, or a name where the group has no record of its own.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parent {
    /// Supplier id of the parent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier: Option<Placed<String>>,
    /// The parent's name, where it has no record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
}

/// How large a supplier is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SupplierSize {
    /// Fewer than 10 people.
    Micro,
    /// Fewer than 50 people.
    Small,
    /// Fewer than 250 people.
    Medium,
    /// Micro, small or medium: the source says no more.
    Sme,
    /// 250 people or more.
    Large,
    /// A public body.
    Public,
    /// Nobody has said.
    Unknown,
}
