//! The region, its words, its publisher and its thresholds: `site.yaml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CountedWords, Placed, Url};

/// The region, its words, its publisher and its thresholds.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteRecord {
    /// The form of all records in this folder, a number that `citytools migrate` raises. Without one it is 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema_version: Option<Placed<u32>>,
    /// The site's name, in the header and in titles.
    pub title: String,
    /// The home page's heading: what the site answers.
    pub headline: String,
    /// One sentence for search engines.
    pub description: String,
    /// Where the site is published, with a slash at the end.
    pub base_url: Placed<Url>,
    /// The region's name in running text.
    pub region: String,
    /// The region's own words for its authorities.
    pub words: Words,
    /// Parts of the region that are compared with each other, if it has any.
    #[serde(default)]
    pub areas: Vec<Area>,
    /// The publisher's registered prefix for open contracting numbers, such as ocds-a1b2c3. Without one, only contracts that
    /// a notice gave a number to are published in that form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ocds_prefix: Option<Placed<String>>,
    /// ISO 4217 code of the currency.
    pub currency: String,
    /// Value added tax as a part of one, to take it out of gross sums.
    pub vat_rate: Placed<f64>,
    /// BCP 47 code of the language that the records and texts are in, such as en-GB. The interface speaks English and
    /// Welsh (cy); for another language its words come from words.yaml.
    pub locale: Placed<String>,
    /// Who publishes the site.
    pub publisher: Publisher,
    /// Where records are edited.
    #[serde(default)]
    pub repository: Option<Repository>,
    /// The licence of the records.
    pub licence: Licence,
    /// What the data is.
    pub dataset: Dataset,
    /// Limits that figures and marks use.
    pub thresholds: Thresholds,
    /// A river on the tile map, for orientation.
    #[serde(default)]
    pub river: Option<River>,
}

/// A river on the tile map: a line along the upper edge of some tiles.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct River {
    /// Its name, for the map's key.
    pub name: String,
    /// Authorities whose tiles have it along their upper edge.
    pub bank: Vec<Placed<String>>,
}

/// The region's own words for its authorities.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// One of them, such as borough or council.
    pub one: String,
    /// Many of them, such as boroughs.
    pub many: String,
    /// The word that goes with a number, in languages in which that is neither of the two: `other: cyngor` in Welsh, for
    /// 5 cyngor.
    #[serde(default)]
    pub counted: Option<CountedWords>,
    /// In addresses, such as boroughs.
    pub path: Placed<String>,
    /// Other words that people type for one of them, such as local authority. Search understands them.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What they are together, in one sentence.
    pub about: String,
}

/// A part of the region.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Its id.
    pub id: Placed<String>,
    /// Its name.
    pub name: String,
}

/// Who publishes the site.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Publisher {
    /// The name in full.
    pub name: String,
    /// The short name.
    #[serde(default)]
    pub short: Option<String>,
    /// Its website.
    pub url: Placed<Url>,
}

/// Where records are edited; "edit this record" links lead there.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Repository {
    /// Its address.
    pub url: Placed<Url>,
    /// The branch that is published.
    pub branch: String,
}

/// The licence of the records.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Licence {
    /// Its name.
    pub name: String,
    /// Its text.
    pub url: Placed<Url>,
    /// Words that whoever reuses the records has to keep, such as those that the sources ask for; they stand in every
    /// download.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledgement: Option<String>,
}

/// What the data is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dataset {
    /// Live, or illustrative: made up to show how the site works, which a banner on every page says.
    pub status: DatasetStatus,
    /// One or two sentences on every page about where the data comes from. How much of it was checked is added.
    pub note: String,
}

/// Whether the data is real.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DatasetStatus {
    /// Real.
    Live,
    /// Made up: a banner on every page says so.
    Illustrative,
}

/// Limits that figures and marks use.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// A fact whose newest date is older than this is marked "may be out of date".
    pub stale_months: u16,
    /// Shares over fewer than this are withheld.
    pub small_number: u32,
    /// The least number of authorities that could buy together.
    pub cohort: u32,
    /// "Ending soon" means within this many months.
    pub ending_soon_months: u16,
    /// A decide-by date within this many months means "act now".
    pub act_now_months: u16,
    /// Months of notice where a contract states none.
    pub notice_months: u16,
}
