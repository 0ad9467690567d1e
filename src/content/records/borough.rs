//! An authority and everything it runs: `boroughs/<id>.yaml`.

use schemars::JsonSchema;
use serde::de::{self, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Serialize, Serializer};

use super::{Confidence, ContractItem, Date, Identifier, Placed, Provenance, SourceItem, Url, WaiverItem};

/// Short lists stand on one line.
pub(super) fn flow<T: Serialize, S: Serializer>(items: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    serde_yaml::FlowSeq(items).serialize(serializer)
}

/// Paragraphs stand on lines that a person can read, whatever punctuation is in them.
#[expect(clippy::ref_option, reason = "serde passes fields by reference")]
pub(super) fn folded<S: Serializer>(text: &Option<Placed<String>>, serializer: S) -> Result<S::Ok, S::Error> {
    text.as_ref().map(|text| serde_yaml::FoldStr(&text.value)).serialize(serializer)
}

/// The same for a sentence that every record of its kind has.
pub(super) fn folded_text<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serde_yaml::FoldStr(text).serialize(serializer)
}

// serde hands over a reference to the field.
#[allow(clippy::ref_option)]
fn flow_tile<S: Serializer>(tile: &Option<Placed<(u8, u8)>>, serializer: S) -> Result<S::Ok, S::Error> {
    tile.as_ref().map(|tile| serde_yaml::FlowSeq(tile.value)).serialize(serializer)
}

/// An authority and everything it runs.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BoroughRecord {
    /// The name that people use.
    pub name: String,
    /// A shorter name for the tile map, where the name is long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_name: Option<String>,
    /// The name in full.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub official_name: Option<String>,
    /// Two or three letters for the tile map, such as those of an official register.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Earlier ids of this record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_ids: Vec<Placed<String>>,
    /// Official code of the place for statistics, where it is a letter and eight digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gss_code: Option<Placed<String>>,
    /// Entries in other registers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
    /// An area id of site.yaml.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<Placed<String>>,
    /// The authority's own website.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<Placed<Url>>,
    /// How many people live there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub population: Option<Population>,
    /// Column and row on the tile map, from 1.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "flow_tile")]
    pub tile: Option<Placed<(u8, u8)>>,
    /// A role mailbox, never a person's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// When the authority last said that the whole file is true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<Placed<Date>>,
    /// Systems that it runs, ran or plans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub systems: Vec<Placed<Deployment>>,
    /// Technology contracts that name no product.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contracts: Vec<Placed<ContractItem>>,
    /// What the systems above can't say about services.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceNote>,
    /// Skills that it has, offers or seeks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<SkillItem>,
    /// Emerging technologies that it explores or uses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub technologies: Vec<TechnologyItem>,
    /// Checks that are wrong about this record, each with a reason and an end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<WaiverItem>,
}

/// How many people live there, and who says so.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Population {
    /// Residents.
    pub people: u32,
    /// The estimate.
    pub source: SourceItem,
}

/// One system in one authority.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deployment {
    /// System id.
    pub system: Placed<String>,
    /// Service ids that it is used for here.
    #[serde(default, serialize_with = "flow")]
    pub services: Vec<Placed<String>>,
    /// Where it is in its life.
    pub lifecycle: Placed<Lifecycle>,
    /// When it went live.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Placed<Date>>,
    /// When it went, or goes; retired or replacing only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Placed<Date>>,
    /// The system that it took over from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Placed<String>>,
    /// Which of these no source states: they only follow from what sources show.
    #[serde(default, skip_serializing_if = "Vec::is_empty", serialize_with = "flow")]
    pub inferred: Vec<Inferred>,
    /// Where it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hosting: Option<Hosting>,
    /// How content the authority is with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub satisfaction: Option<Satisfaction>,
    /// The contract in full, or the id of a shared one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contract: Option<Placed<DeploymentContract>>,
    /// Who stands behind the record.
    pub provenance: Provenance,
    /// How sure the record is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// When this record was last confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<Date>,
    /// Markdown, one paragraph.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "folded")]
    pub notes: Option<Placed<String>>,
    /// Where this is known from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceItem>,
    /// Checks that are wrong about this record, each with a reason and an end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<WaiverItem>,
}

/// A contract in full, or the id of a file under `contracts/`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum DeploymentContract {
    /// The id of a shared contract.
    Shared(String),
    /// The contract itself.
    Inline(Box<ContractItem>),
}

// By hand, because serde's untagged enums lose both the place and the reason of a mistake.
impl<'de> Deserialize<'de> for DeploymentContract {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ContractVisitor;
        impl<'de> Visitor<'de> for ContractVisitor {
            type Value = DeploymentContract;
            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("a contract's keys, or the id of a shared contract")
            }
            fn visit_str<E: de::Error>(self, id: &str) -> Result<DeploymentContract, E> {
                Ok(DeploymentContract::Shared(id.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<DeploymentContract, A::Error> {
                let item = ContractItem::deserialize(MapAccessDeserializer::new(map))?;
                Ok(DeploymentContract::Inline(Box::new(item)))
            }
        }
        deserializer.deserialize_any(ContractVisitor)
    }
}

/// What is concluded about a system and stated nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Inferred {
    /// It was gone by then at the latest: something else had taken its place, or nothing shows it later.
    Until,
    /// One source shows the old system and a later one the new: that it took over is a conclusion.
    Replaces,
}

/// Where a system is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Lifecycle {
    /// Decided, not begun.
    Planned,
    /// Being set up.
    Implementing,
    /// In use.
    Live,
    /// In use, and its successor is chosen.
    Replacing,
    /// No longer in use.
    Retired,
    /// Sources are old and nothing later was found.
    Unknown,
}

/// Where a system runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Hosting {
    /// The authority's own machines.
    OnPremises,
    /// The supplier's machines.
    SupplierHosted,
    /// A public cloud that the authority rents.
    PublicCloud,
    /// A service that several authorities share.
    SharedService,
    /// Nobody has said.
    Unknown,
}

/// How content the authority is with a system.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Satisfaction {
    /// 1 (poor) to 5 (very good).
    #[schemars(range(min = 1, max = 5))]
    pub score: u8,
    /// Who was asked, by role.
    pub respondent: Respondent,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
}

/// Who gave a satisfaction score, by role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Respondent {
    /// The owner of the service that uses it.
    ServiceOwner,
    /// The technology department.
    TechnologyTeam,
    /// People who work with it.
    Users,
}

/// What no deployment can say about a service.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceNote {
    /// Service id.
    pub service: Placed<String>,
    /// What is known.
    pub state: ServiceState,
    /// Markdown, one paragraph.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "folded")]
    pub notes: Option<Placed<String>>,
    /// Where this is known from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceItem>,
}

/// What is known of a service without a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceState {
    /// The authority does not have this duty.
    NotApplicable,
    /// It uses something that it built itself and that has no record.
    InHouse,
    /// It does not provide the service.
    NotProvided,
}

/// A skill in one authority.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SkillItem {
    /// Skill id.
    pub skill: Placed<String>,
    /// How deep it goes; left out where nobody has said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// How many people have it; a band, never a count of individuals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamSize>,
    /// Whether the authority offers it to others or looks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stance: Option<Stance>,
    /// Who stands behind the record.
    pub provenance: Provenance,
    /// How sure the record is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// Markdown, one paragraph.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "folded")]
    pub notes: Option<Placed<String>>,
    /// Where this is known from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceItem>,
}

/// Depth of a skill (the levels of the Government Digital and Data framework).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// None.
    None,
    /// Knows of it.
    Awareness,
    /// Works with help.
    Working,
    /// Works alone.
    Practitioner,
    /// Leads others.
    Expert,
}

/// How many people have a skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum TeamSize {
    /// Nobody.
    #[serde(rename = "none")]
    None,
    /// One or two.
    #[serde(rename = "1-2")]
    OneOrTwo,
    /// Three to five.
    #[serde(rename = "3-5")]
    ThreeToFive,
    /// Six to ten.
    #[serde(rename = "6-10")]
    SixToTen,
    /// Eleven or more.
    #[serde(rename = "11+")]
    ElevenOrMore,
}

/// Whether a skill is offered or sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stance {
    /// Would share it.
    Offer,
    /// Looks for it.
    Seek,
    /// Both.
    Both,
}

/// An emerging technology in one authority.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TechnologyItem {
    /// Technology id.
    pub technology: Placed<String>,
    /// How far it is.
    pub stage: TechnologyStage,
    /// Its algorithmic transparency record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub atrs: Option<Placed<Url>>,
    /// Who stands behind the record.
    pub provenance: Provenance,
    /// How sure the record is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// Markdown, one paragraph.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "folded")]
    pub notes: Option<Placed<String>>,
    /// Where this is known from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceItem>,
}

/// How far an authority is with a technology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TechnologyStage {
    /// Looking into it.
    Exploring,
    /// Trying it.
    Pilot,
    /// Using it.
    InUse,
    /// Gave it up.
    Stopped,
}
