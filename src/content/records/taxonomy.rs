//! The region's shared lists: services, skills, technologies and frameworks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Date, Placed, Url, borough::flow};

/// `services.yaml`: groups and their services.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServicesFile {
    /// Groups in the order in which pages show them.
    pub groups: Vec<GroupItem>,
}

/// A group of services.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupItem {
    /// Its id.
    pub id: Placed<String>,
    /// Its name.
    pub name: String,
    /// Whether residents meet it.
    pub kind: GroupKind,
    /// Its services.
    pub services: Vec<ServiceItem>,
}

/// Whether residents meet a group of services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GroupKind {
    /// Residents use it.
    Frontline,
    /// The organisation uses it.
    Corporate,
    /// Other systems stand on it.
    Technology,
}

/// Something that an authority does, for which it may run a system.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceItem {
    /// Its id.
    pub id: Placed<String>,
    /// Its name.
    pub name: String,
    /// One sentence.
    #[serde(serialize_with = "super::borough::folded_text")]
    pub definition: String,
    /// Numbers in a national list of services.
    #[serde(default, skip_serializing_if = "Vec::is_empty", serialize_with = "flow")]
    pub lgsl: Vec<u32>,
    /// Everyday and trade words for it; search finds them.
    #[serde(default, skip_serializing_if = "Vec::is_empty", serialize_with = "flow")]
    pub aliases: Vec<String>,
    /// Whether every authority needs it.
    pub tier: Tier,
    /// Months that buying and moving in take, used for decide-by dates.
    pub lead_months: u16,
    /// Published as totals for the region only, never for one authority.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub totals_only: bool,
    /// The service that takes its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<Placed<String>>,
}

/// Whether every authority needs a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    /// Every authority is expected to have it.
    Core,
    /// Some have it.
    Extended,
}

/// `skills.yaml`: skills by family.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SkillsFile {
    /// All skills.
    pub skills: Vec<SkillDefinition>,
}

/// A skill.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SkillDefinition {
    /// Its id.
    pub id: Placed<String>,
    /// Its name.
    pub name: String,
    /// The family that pages group it under.
    pub family: String,
    /// Its name in the Government Digital and Data framework; left out for a local addition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gdad: Option<String>,
    /// Its codes in the Skills Framework for the Information Age.
    #[serde(default, skip_serializing_if = "Vec::is_empty", serialize_with = "flow")]
    pub sfia: Vec<String>,
    /// Published as totals for the region only, never for one authority.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub totals_only: bool,
}

/// `technologies.yaml`: emerging technologies.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TechnologiesFile {
    /// All technologies.
    pub technologies: Vec<TechnologyDefinition>,
}

/// An emerging technology.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TechnologyDefinition {
    /// Its id.
    pub id: Placed<String>,
    /// Its name.
    pub name: String,
    /// One sentence.
    #[serde(serialize_with = "super::borough::folded_text")]
    pub definition: String,
    /// Ids of other technologies under which uses of it are recorded, by what they are for.
    #[serde(default, skip_serializing_if = "Vec::is_empty", serialize_with = "flow")]
    pub recorded_under: Vec<Placed<String>>,
}

/// `frameworks.yaml`: routes to market.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrameworksFile {
    /// All frameworks.
    pub frameworks: Vec<FrameworkItem>,
}

/// A route to market.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FrameworkItem {
    /// Its id.
    pub id: Placed<String>,
    /// Its name.
    pub name: String,
    /// Who runs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// When it closes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Date>,
    /// Its page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Placed<Url>>,
}
