//! Values of JSON that may be there, or be of another type than they should.

use jiff::{Timestamp, ToSpan, civil};
use serde_json::Value;

use crate::content::records::Date;

/// The last midnight of a summer day in a country one hour ahead of universal time.
const SUMMER_MIDNIGHT: &str = "T23:00:00Z";

/// The items of an array; none, where there is no array.
pub(super) fn items<'j>(json: &'j Value, at: &str) -> impl Iterator<Item = &'j Value> + use<'j> {
    json.pointer(at).and_then(Value::as_array).into_iter().flatten()
}

/// A list that takes no more room than it needs: a file can hold very many.
pub(super) fn list<T>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut list: Vec<T> = items.collect();
    list.shrink_to_fit();
    list
}

/// A text, or a number that stands for one; nothing, where it is empty.
pub(super) fn text(json: &Value, at: &str) -> Option<String> {
    word(json.pointer(at)?)
}

/// The same of a value itself.
pub(super) fn word(json: &Value) -> Option<String> {
    let text = match json {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// A value as it stands there, shortened.
pub(super) fn shown(json: &Value) -> String {
    let text: String = json.to_string().chars().take(40).collect();
    format!("`{}`", text.trim_matches('"'))
}

/// The day that a moment means where it was written. Midnight of a summer's day is written as the evening before it by
/// services that turn it into universal time.
pub(super) fn day(text: &str) -> Option<Date> {
    let date = text.get(..10).unwrap_or(text);
    let day: civil::Date = date.parse().ok()?;
    let day = if text.get(10..).is_some_and(|time| time == SUMMER_MIDNIGHT) {
        day.checked_add(1.day()).ok()?
    } else {
        day
    };
    (1990..2100).contains(&day.year()).then(|| day.into())
}

/// The moment of a release, for the order of releases.
pub(super) fn timestamp(text: &str) -> Option<Timestamp> {
    let midnight = || {
        let day: civil::Date = text.get(..10)?.parse().ok()?;
        day.in_tz("UTC").ok().map(|moment| moment.timestamp())
    };
    text.parse().ok().or_else(midnight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_means_the_day_where_it_was_written() {
        let told = |text: &str| day(text).map(|day| day.to_string());
        assert_eq!(told("2027-03-31T23:59:59+01:00").as_deref(), Some("2027-03-31"));
        assert_eq!(told("2027-03-31T23:00:00Z").as_deref(), Some("2027-04-01"));
        assert_eq!(told("2027-03-31").as_deref(), Some("2027-03-31"));
        assert_eq!((told("31/03/2027"), told("0001-01-01"), told("")), (None, None, None));
    }
}
