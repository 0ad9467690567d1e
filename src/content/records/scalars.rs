//! Small values: a value with its place, partial dates, money, tri-states and web addresses.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::civil;
use jiff::fmt::strtime::BrokenDownTime;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde::{Serialize, Serializer};

use crate::content::decode::PLACED;
use crate::diagnostics::Span;

/// A value and where it stands in its file.
#[derive(Clone, Copy, Debug, Default)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Its bytes; empty where the value was not read from a file.
    pub span: Span,
}

impl<T> From<T> for Placed<T> {
    fn from(value: T) -> Self {
        Self { value, span: Span::default() }
    }
}

impl<T> std::ops::Deref for Placed<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Serialize> Serialize for Placed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Placed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PlacedVisitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for PlacedVisitor<T> {
            type Value = Placed<T>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a value with its place")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut parts: A) -> Result<Placed<T>, A::Error> {
                let mut number = || -> Result<u32, A::Error> {
                    parts
                        .next_entry::<String, u32>()?
                        .map(|(_, n)| n)
                        .ok_or_else(|| de::Error::missing_field("place"))
                };
                let span = Span { start: number()?, end: number()? };
                let value = parts.next_entry::<String, T>()?.map(|(_, value)| value);
                Ok(Placed { value: value.ok_or_else(|| de::Error::missing_field("value"))?, span })
            }
        }
        deserializer.deserialize_newtype_struct(PLACED, PlacedVisitor(std::marker::PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for Placed<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }
}

/// A date as exactly as its source gives it: a year, a month or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Date {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl Date {
    /// The first day that it can mean: what a start means.
    #[must_use]
    pub fn first_day(self) -> civil::Date {
        civil::date(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day that it can mean: what an end means.
    #[must_use]
    pub fn last_day(self) -> civil::Date {
        match (self.month, self.day) {
            (Some(month), Some(day)) => civil::date(self.year, month, day),
            (Some(month), None) => civil::date(self.year, month, 1).last_of_month(),
            (None, _) => civil::date(self.year, 12, 31),
        }
    }

    /// The same month, without its day.
    #[must_use]
    pub fn without_day(self) -> Self {
        Self { day: None, ..self }
    }

    /// The same date, no more exact than another one: what is counted from a month is a month.
    #[must_use]
    pub fn as_exact_as(self, other: Self) -> Self {
        Self { month: other.month.and(self.month), day: other.day.and(self.day), ..self }
    }

    /// Whether the day is known.
    #[must_use]
    pub fn has_day(self) -> bool {
        self.day.is_some()
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, where it is known.
    #[must_use]
    pub fn month(self) -> Option<i8> {
        self.month
    }

    /// The day of the month, where it is known.
    #[must_use]
    pub fn day(self) -> Option<i8> {
        self.day
    }
}

impl From<civil::Date> for Date {
    fn from(date: civil::Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |month| write!(f, "-{month:02}"))?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

/// What is older is no system and no contract, but a slip.
const EARLIEST: i16 = 1900;
/// What is later is no day that anybody plans for: registers write 9999 where they know no end. Tables by quarter go to the last.
const LATEST: i16 = 2199;

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = |part: &str, length: usize| {
            let right = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
            right.then(|| part.parse::<i16>().ok()).flatten()
        };
        let form = || match meant(text) {
            Some(meant) => format!("`{text}` is not a date: did you mean `{meant}`?"),
            None => format!("`{text}` is not a date"),
        };
        let mut parts = text.split('-');
        let year = parts
            .next()
            .and_then(|part| digits(part, 4))
            .filter(|year| *year >= EARLIEST)
            .ok_or_else(form)?;
        if year > LATEST {
            return Err(format!("`{text}` is too far ahead to be meant; leave an end out that nobody knows"));
        }
        let mut next =
            || parts.next().map(|part| digits(part, 2).and_then(|n| i8::try_from(n).ok()).ok_or_else(form));
        let (month, day) = (next().transpose()?, next().transpose()?);
        if parts.next().is_some() {
            return Err(form());
        }
        civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1))
            .map_err(|_| format!("`{text}` is not a day of the calendar"))?;
        Ok(Self { year, month, day })
    }
}

/// The date that people write in letters and spreadsheets, where it can be one date only: 03/04/2027 could be two.
fn meant(text: &str) -> Option<Date> {
    const FORMS: [&str; 8] =
        ["%Y-%m-%d", "%Y/%m/%d", "%Y/%m", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%B %Y"];
    if let Some(figures) = with_figures(text) {
        return figures.parse().ok().or_else(|| meant(&figures));
    }
    FORMS.iter().find_map(|form| {
        let parts = BrokenDownTime::parse(form, text).ok()?;
        let date = Date { year: parts.year()?, month: Some(parts.month()?), day: parts.day() };
        let could_be_two = form.starts_with("%d/") && date.day <= Some(12) && date.day != date.month;
        // Not by reading it once more, which would ask here again what is meant.
        let is_date = (EARLIEST..=LATEST).contains(&date.year)
            && civil::Date::new(date.year, date.month?, date.day.unwrap_or(1)).is_ok();
        (!could_be_two && is_date).then_some(date)
    })
}

/// The same date in figures where a letter stands for one: 2O28 with a letter O, 2O1l with an l.
fn with_figures(text: &str) -> Option<String> {
    let figure = |letter| match letter {
        'O' | 'o' => '0',
        'l' | 'I' => '1',
        other => other,
    };
    let figures: String = text.chars().map(figure).collect();
    let is_date = figures.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.'));
    (is_date && figures != text).then_some(figures)
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|problem| de::Error::custom(format!("CT105 {problem}")))
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.month {
            // A bare year is a number in YAML and needs no quotes.
            None => serializer.serialize_i16(self.year),
            Some(_) => serializer.collect_str(self),
        }
    }
}

impl JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "date".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A year, a month or a day, as exactly as the source gives it: 2027, 2027-03 or 2027-03-31.",
            "anyOf": [
                {"type": "integer", "minimum": EARLIEST, "maximum": LATEST},
                {"type": "string", "pattern": "^\\d{4}(-\\d{2}(-\\d{2})?)?$"}
            ],
            "examples": [2027, "2027-03", "2027-03-31"]
        })
    }
}

/// A sum in whole units of the site's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Whole units of the site's currency, without separators.
    pub amount: u64,
    /// Whether the sum is for the whole term or for one year.
    pub basis: MoneyBasis,
    /// Whether the sum is without tax (net), with tax (gross), or the source does not say.
    #[serde(default)]
    pub tax: Tax,
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Parts {
            amount: u64,
            basis: MoneyBasis,
            tax: Tax,
        }
        serde_yaml::FlowMap(Parts { amount: self.amount, basis: self.basis, tax: self.tax })
            .serialize(serializer)
    }
}

/// What a sum covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MoneyBasis {
    /// The whole term, without options.
    Total,
    /// One year.
    Annual,
}

/// Whether a sum has tax in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Tax {
    /// Without value added tax.
    Net,
    /// With value added tax.
    Gross,
    /// The source does not say.
    #[default]
    Unknown,
}

/// Yes, no, or not known. Unknown never counts as no.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TriState {
    /// A source says so.
    Yes,
    /// A source says that it is not so.
    No,
    /// Nobody has said.
    #[default]
    Unknown,
}

/// A web address that is safe to link to: http or https, a host, no credentials.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Url(String);

impl Url {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address's host, without `www.`.
    #[must_use]
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(host)
    }

    /// Whether the connection is encrypted.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// The same address, if pages can stand below it: what is written behind it is their path, and no part of its own leads up or
    /// to another host.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn with_pages(self) -> Result<Self, String> {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest).to_lowercase().replace("%2e", ".");
        let path = rest.split_once('/').map_or("", |(_, path)| path.strip_suffix('/').unwrap_or(path));
        let is_part = |part: &str| !matches!(part, "" | "." | "..");
        if !rest.contains(['?', '#']) && (path.is_empty() || path.split('/').all(is_part)) {
            return Ok(self);
        }
        Err(format!(
            "no page can stand below `{}`; write it without ?, # and anything but names between its slashes",
            self.0
        ))
    }
}

impl FromStr for Url {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or_else(|| format!("`{text}` does not begin with https:// or http://"))?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if authority.contains('@') {
            return Err("the address carries a user name or password".to_owned());
        }
        let plain =
            |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '<' | '>' | '\\' | '`');
        if !authority.contains('.') || !text.chars().all(plain) {
            return Err(format!("`{text}` is not a web address"));
        }
        Ok(Self(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for Url {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|problem| de::Error::custom(format!("CT106 {problem}")))
    }
}

impl JsonSchema for Url {
    fn schema_name() -> Cow<'static, str> {
        "url".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A whole web address, with https:// (or http:// where the site has nothing else).",
            "type": "string",
            "pattern": "^https?://[^\\s@/]+\\.[^\\s]+$"
        })
    }
}

/// Where the entries of a register stand: a [`Url`] with `{id}` in place of an entry's number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct EntryUrl(String);

impl EntryUrl {
    const PLACE: &str = "{id}";

    /// The address of an entry.
    #[must_use]
    pub fn of(&self, id: &str) -> String {
        self.0.replace(Self::PLACE, id)
    }
}

impl<'de> Deserialize<'de> for EntryUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let entry = text.replace(Self::PLACE, "1").parse::<Url>();
        match entry {
            Err(problem) => Err(de::Error::custom(format!("CT106 {problem}"))),
            Ok(_) if text.contains(Self::PLACE) => Ok(Self(text)),
            Ok(_) => Err(de::Error::custom(format!(
                "CT106 `{text}` does not say with {} where the number of an entry stands",
                Self::PLACE
            ))),
        }
    }
}

impl JsonSchema for EntryUrl {
    fn schema_name() -> Cow<'static, str> {
        "entry-url".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A whole web address with {id} in place of the number of an entry.",
            "type": "string",
            "pattern": "^https?://[^\\s@/]+\\.[^\\s]*\\{id\\}[^\\s]*$"
        })
    }
}

/// How a number in a register looks: 0 is a figure, A a capital letter, and anything else itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NumberForm(String);

impl NumberForm {
    /// Whether a number looks so.
    #[must_use]
    pub fn fits(&self, number: &str) -> bool {
        let fits = |(form, own): (char, char)| match form {
            '0' => own.is_ascii_digit(),
            'A' => own.is_ascii_uppercase(),
            other => own == other,
        };
        self.len() == number.chars().count() && self.0.chars().zip(number.chars()).all(fits)
    }

    /// How many signs its numbers have.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "none is empty")]
    pub fn len(&self) -> usize {
        self.0.chars().count()
    }
}

impl From<&str> for NumberForm {
    fn from(form: &str) -> Self {
        Self(form.to_owned())
    }
}

impl fmt::Display for NumberForm {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// No register has longer numbers.
const LONGEST_NUMBER: usize = 40;

impl<'de> Deserialize<'de> for NumberForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let form = String::deserialize(deserializer)?;
        let is_short = (1..=LONGEST_NUMBER).contains(&form.chars().count());
        if is_short && form.contains(['0', 'A']) && !form.contains(char::is_control) {
            return Ok(Self(form));
        }
        let text =
            format!("CT108 `{form}` says with no 0 for a figure and no A for a letter how a number looks");
        Err(de::Error::custom(text))
    }
}

impl JsonSchema for NumberForm {
    fn schema_name() -> Cow<'static, str> {
        "number-form".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "How a number looks: 0 is a figure, A a capital letter, and anything else itself.",
            "type": "string",
            "examples": ["00000000", "AA000000"],
            "minLength": 1,
            "maxLength": LONGEST_NUMBER,
            "pattern": "[0A]"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All of them: chance would seldom come by one that alone is wrong.
    #[test]
    fn each_year_month_and_day_of_three_centuries_says_itself_again() -> Result<(), String> {
        for day in civil::date(EARLIEST, 1, 1).series(jiff::Span::new().days(1)) {
            let of_years = (day.month() == 1 && day.day() == 1).then_some("%Y");
            let of_months = (day.day() == 1).then_some("%Y-%m");
            for form in of_years.into_iter().chain(of_months).chain(["%Y-%m-%d"]) {
                let text = day.strftime(form).to_string();
                let date: Date = text.parse()?;
                assert_eq!((date.to_string(), date.year), (text, day.year()));
            }
            if day == civil::date(LATEST, 12, 31) {
                break;
            }
        }
        Ok(())
    }

    #[test]
    fn an_address_is_one_of_the_web_or_refused() {
        for text in ["https://a.example", "http://a.example/b?c=d#e", "https://a.example:8443/é"] {
            assert!(text.parse::<Url>().is_ok(), "{text}");
        }
        for text in [
            "javascript:alert(1)",
            "JavaScript://a.example/%0aalert(1)",
            "javascript:alert(1.5)",
            "www.a.example/b",
            "data:text/html,a.example",
            "data:a.example,b",
            "vbscript:a.example",
            "file://a.example/b",
            "ftp://a.example/",
            "blob:https://a.example/b",
            "ws://a.example/",
            "HTTPS://a.example/",
            "//a.example/",
            "mailto:a.example",
            "https://user:word@a.example/",
            "https://user@a.example/",
            "https://localhost/",
            "https:///a",
            "https://a.example/\"onclick=b",
            "https://a.example/<script>",
            "https://a.example/a>b",
            "https://a.example/a<b",
            "https://a.example\\b",
            "https://a.example/`",
            "https://a.example/ b",
            "https://a.example/\nb",
            "https://a.example/\u{0}",
            "",
        ] {
            assert!(text.parse::<Url>().is_err(), "{text}");
        }
    }
}
