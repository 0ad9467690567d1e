//! The region, its words, its publisher and its thresholds: `site.yaml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::codes::{currency, locale, ocds_prefix, place};
use super::{CountedWords, EntryUrl, NumberForm, Placed, Url};
use crate::words::{self, Language};

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
    #[serde(deserialize_with = "place")]
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
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "ocds_prefix")]
    pub ocds_prefix: Option<Placed<String>>,
    /// ISO 4217 code of the currency.
    #[serde(deserialize_with = "currency")]
    pub currency: String,
    /// Value added tax as a part of one, to take it out of gross sums.
    pub vat_rate: Placed<f64>,
    /// BCP 47 code of the language that the records and texts are in, such as en-GB. The interface speaks English and
    /// Welsh (cy); for another language its words come from words.yaml.
    #[serde(deserialize_with = "locale")]
    pub locale: Placed<String>,
    /// Who publishes the site.
    pub publisher: Publisher,
    /// Where records are edited.
    #[serde(default)]
    pub repository: Option<Repository>,
    /// Registers that identify organisations, those that tell most first. A register that is not named here is shown by its
    /// code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub registers: Vec<Register>,
    /// Kinds of procurement notices under the region's law. A kind that is not named here is shown by its code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<NoticeKind>,
    /// Services that publish procurement notices, and where each notice can be read; for notices that don't say it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notice_services: Vec<NoticeService>,
    /// Words that tell another place when they stand in the name of a buyer, such as a neighbouring country's. One that
    /// begins with a hyphen is the end of words: -shire.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<String>,
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
    /// One of them with its article, such as an authority. English finds it by itself; elsewhere it is the word alone.
    #[serde(default)]
    pub a_one: Option<String>,
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

/// A register that identifies organisations.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// Its code as in records, from org-id.guide.
    pub scheme: String,
    /// Its name.
    pub name: String,
    /// Where an entry stands, with {id} in place of its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<EntryUrl>,
    /// How its numbers look, as each may: 0 is a figure, A a capital letter, and anything else itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<NumberForm>,
    /// Whether persons have an entry, too: then it says of no supplier that it is a company.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_persons: bool,
}

/// A kind of procurement notice.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeKind {
    /// Its code as in records.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Whether it comes before an award. One of an award or a contract says how the running contract came about.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub before_award: bool,
}

/// A service that publishes procurement notices.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeService {
    /// What its open contracting numbers begin with, such as ocds-a1b2c3.
    pub prefix: String,
    /// Where a notice can be read, with {id} in place of its number.
    pub url: EntryUrl,
    /// How the numbers of notices look that can be read there: 0 is a figure, A a capital letter, and anything else itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<NumberForm>,
}

impl NoticeService {
    /// Whether it published the notice with that number.
    #[must_use]
    pub fn has(&self, ocid: &str, id: &str) -> bool {
        let is_its = ocid.strip_prefix(&self.prefix).is_some_and(|rest| rest.starts_with('-'));
        is_its && !id.is_empty() && (self.forms.is_empty() || self.forms.iter().any(|form| form.fits(id)))
    }
}

impl Register {
    /// A number as the register writes it; nothing, where it can't be one. Spreadsheets take zeros away, which come back
    /// where all numbers are equally long.
    #[must_use]
    pub fn number(&self, id: &str) -> Option<String> {
        let Some(first) = self.forms.first() else { return Some(id.to_owned()) };
        let letters = id.bytes().take_while(u8::is_ascii_uppercase).count();
        let missing = first.len().saturating_sub(id.len());
        let are_equal = self.forms.iter().all(|form| form.len() == first.len());
        let zeros = "0".repeat(if are_equal { missing } else { 0 });
        let number = format!("{}{zeros}{}", &id[..letters], &id[letters..]);
        let is_one = !number.contains('0') || number.contains(|c: char| matches!(c, '1'..='9'));
        Some(number).filter(|number| is_one && self.forms.iter().any(|form| form.fits(number)))
    }
}

impl SiteRecord {
    /// One authority with its article: `a borough`, `an authority`.
    #[must_use]
    pub fn a_one(&self) -> String {
        let one = &self.words.one;
        match &self.words.a_one {
            Some(own) => own.clone(),
            // A language that has no words of its own is spoken in English.
            None if words::spoken().is_some_and(Language::is_heard) => one.clone(),
            None => format!("{} {one}", article(one)),
        }
    }

    /// The register with that code.
    #[must_use]
    pub fn register(&self, scheme: &str) -> Option<&Register> {
        self.registers.iter().find(|register| register.scheme == scheme)
    }

    /// The kind of notice with that code, in whatever letters it is written.
    #[must_use]
    pub fn notice_kind(&self, code: &str) -> Option<&NoticeKind> {
        self.notices.iter().find(|notice| notice.kind.eq_ignore_ascii_case(code.trim()))
    }
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

/// Words that begin with a vowel, but not with its sound: a unitary authority, a one-stop shop.
const LIKE_CONSONANTS: [&str; 4] = ["uni", "use", "eu", "one"];

/// The English article, by how a word begins.
fn article(word: &str) -> &'static str {
    let word = word.to_lowercase();
    let has_vowel = word.starts_with(['a', 'e', 'i', 'o', 'u']);
    if has_vowel && !LIKE_CONSONANTS.iter().any(|start| word.starts_with(start)) { "an" } else { "a" }
}

#[cfg(test)]
mod tests {
    use super::{EntryUrl, NoticeService, Register, article};

    fn register(forms: &[&str]) -> Register {
        let forms = forms.iter().map(|form| (*form).into()).collect();
        Register {
            scheme: "XX-REG".to_owned(),
            name: "Roll".to_owned(),
            url: None,
            forms,
            has_persons: false,
        }
    }

    #[test]
    fn numbers_get_their_zeros_back() {
        let own = register(&["00000000", "AA000000", "A0000000", "AA00000A"]);
        for (id, number) in [
            ("4142000", "04142000"),
            ("01628868", "01628868"),
            ("SC000002", "SC000002"),
            ("SC2", "SC000002"),
            ("IP12345R", "IP12345R"),
            ("R0000003", "R0000003"),
        ] {
            assert_eq!(own.number(id).as_deref(), Some(number), "{id}");
        }
        for id in
            ["TBC", "0", "00000000", "1628868.0", "GB01628868", "123456789", "LIMITED", "", "é1", "É1234567"]
        {
            assert_eq!(own.number(id), None, "{id}");
        }
        assert_eq!(register(&[]).number("PNOR-2").as_deref(), Some("PNOR-2"));
        let of_two_lengths = register(&["000000", "0000000"]);
        assert_eq!(of_two_lengths.number("654321").as_deref(), Some("654321"));
        assert_eq!(of_two_lengths.number("54321"), None, "which of both was it?");
    }

    #[test]
    fn a_notice_is_its_services_by_prefix_and_number() {
        let url: EntryUrl = serde_json::from_str("\"https://notices.example/{id}\"").expect("an address");
        let mut own = NoticeService { prefix: "ocds-a1b2c3".to_owned(), url, forms: vec!["000-00".into()] };
        assert!(own.has("ocds-a1b2c3-7", "123-26"));
        for (ocid, id) in [("ocds-a1b2c3-7", "1234-26"), ("ocds-a1b2c3-7", ""), ("ocds-a1b2c34-7", "123-26")]
        {
            assert!(!own.has(ocid, id), "{ocid} {id}");
        }
        own.forms.clear();
        assert!(own.has("ocds-a1b2c3-7", "anything"));
    }

    #[test]
    fn the_article_goes_by_the_sound() {
        for word in ["authority", "Area", "island council"] {
            assert_eq!(article(word), "an", "{word}");
        }
        for word in ["borough", "unitary authority", "town", ""] {
            assert_eq!(article(word), "a", "{word}");
        }
    }
}
