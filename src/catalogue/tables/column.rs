//! A column of a published table: its name, type, meaning and cell, all in one place.

use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;

use crate::catalogue::{Catalogue, SourceRef, Supplied, newest_of};
use crate::content::records::{Identifier, Url};

/// What the cells of a column hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Kind {
    /// The row's own id: no two rows have the same.
    Id,
    /// The id of a row of another table.
    Of(&'static str),
    /// The id of a row of another table, or one word that stands for none of them.
    OfOr(&'static str, &'static str),
    /// Ids of rows of another table, separated by semicolons.
    Many(&'static str),
    /// Words.
    Text,
    /// Several words or names, separated by semicolons.
    List,
    /// A whole number.
    Number,
    /// A number that may have decimals.
    Decimal,
    /// A year, a month or a day, as exact as the source.
    Date,
    /// `true` or `false`.
    Truth,
    /// One of a few words.
    Code(Vec<Code>),
    /// A web address.
    Address,
    /// Web addresses, separated by semicolons.
    Addresses,
}

/// A word that a cell can hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Code {
    /// As the cell has it.
    pub word: String,
    /// What it says.
    pub meaning: String,
}

/// The words of a code list with their meanings: those that editors of records see.
pub(super) fn code<T: JsonSchema>() -> Kind {
    Kind::Code(words::<T>())
}

/// The words themselves.
pub(crate) fn words<T: JsonSchema>() -> Vec<Code> {
    let schema = T::json_schema(&mut SchemaGenerator::default());
    let variants = schema.get("oneOf").and_then(|variants| variants.as_array());
    let code = |variant: &serde_json::Value| {
        let text = |key: &str| variant.get(key).and_then(|value| value.as_str()).map(str::to_owned);
        Some(Code { word: text("const")?, meaning: text("description").unwrap_or_default() })
    };
    variants.into_iter().flatten().filter_map(code).collect()
}

/// A column of a table with rows of `Row`: everything that is said of it stands here and nowhere else. `{one}` and
/// `{many}` in its words are the region's words for an authority.
pub(super) struct Column<Row> {
    pub name: &'static str,
    pub kind: Kind,
    pub meaning: &'static str,
    /// What an empty cell says; nothing, where no cell is empty.
    pub blank: &'static str,
    pub cell: fn(&Catalogue, Row) -> String,
}

/// No cell of the column is empty.
pub(super) const NEVER: &str = "";

/// What most empty cells say.
pub(super) const NOT_KNOWN: &str = "Not known";

/// Lists in a cell are separated by semicolons, so no item keeps one of its own.
pub(super) fn list(items: impl Iterator<Item = String>) -> String {
    items.map(|item| item.replace(';', ",")).collect::<Vec<_>>().join(";")
}

/// Other names of something.
pub(super) fn names(names: &[String]) -> String {
    list(names.iter().cloned())
}

/// Entries in registers: `GB-COH:01234567`.
pub(super) fn identifiers(identifiers: &[Identifier]) -> String {
    list(identifiers.iter().map(|own| format!("{}:{}", own.scheme.value, own.id.value)))
}

pub(super) fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A word of a code list, as records write it.
#[must_use]
pub fn word(value: impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// A semicolon in an address is written as a browser would send it in a query, for the same reason as in lists.
pub(super) fn address(url: Option<&Url>) -> String {
    url.map(|url| url.as_str().replace(';', "%3B")).unwrap_or_default()
}

pub(super) fn urls(sources: &[SourceRef]) -> String {
    list(sources.iter().filter(|source| source.url.is_some()).map(|source| address(source.url.as_ref())))
}

/// As exact as it is known, like the oldest.
pub(super) fn newest(sources: &[SourceRef]) -> String {
    text(newest_of(sources))
}

pub(super) fn oldest(sources: &[SourceRef]) -> String {
    let dates = sources.iter().filter_map(|source| source.date);
    text(dates.min_by_key(|date| (date.first_day(), date.last_day())))
}

/// What stands in place of a supplier where the authority itself provides something.
const IN_HOUSE: &str = "in-house";

/// A supplier, or the authority itself.
pub(super) const SUPPLIED: Kind = Kind::OfOr("suppliers", IN_HOUSE);

pub(super) fn supplied(catalogue: &Catalogue, supplied: Supplied) -> String {
    match supplied {
        Supplied::By(ix) => catalogue.suppliers[ix].id.clone(),
        Supplied::InHouse => IN_HOUSE.to_owned(),
        Supplied::NotKnown => String::new(),
    }
}
