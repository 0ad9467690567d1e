//! Codes of lists that others keep. They are asked for their form, not whether the list has them.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::{Placed, Url};
use crate::content::files::is_id;

/// A code that has the form that its list gives it.
fn code<'de, D: Deserializer<'de>>(
    from: D,
    is_one: impl Fn(&str) -> bool,
    wanted: &str,
) -> Result<Placed<String>, D::Error> {
    let code = Placed::<String>::deserialize(from)?;
    if is_one(&code.value) {
        Ok(code)
    } else {
        Err(D::Error::custom(format!("`{}` is {wanted}", code.value)))
    }
}

/// Of ISO 4217.
pub(super) fn currency<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let is_one = |code: &str| code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase());
    code(from, is_one, "no currency; write its three capital letters, such as GBP").map(|code| code.value)
}

/// Of BCP 47.
pub(super) fn locale<'de, D: Deserializer<'de>>(from: D) -> Result<Placed<String>, D::Error> {
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.bytes().all(|letter| letter.is_ascii_alphanumeric())
    };
    let is_language =
        |part: &str| (2..=3).contains(&part.len()) && part.bytes().all(|letter| letter.is_ascii_alphabetic());
    let is_one = |code: &str| code.split('-').all(is_part) && code.split('-').next().is_some_and(is_language);
    code(from, is_one, "no code of a language; write it as en-GB")
}

/// Of the Open Contracting Partnership's register.
pub(super) fn ocds_prefix<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Placed<String>>, D::Error> {
    code(from, is_id, "no prefix; write it as it was registered, such as ocds-a1b2c3").map(Some)
}

/// Where the site is published.
pub(super) fn place<'de, D: Deserializer<'de>>(from: D) -> Result<Placed<Url>, D::Error> {
    let Placed { value, span } = Placed::<Url>::deserialize(from)?;
    let place = value.with_pages().map_err(|problem| D::Error::custom(format!("CT106 {problem}")))?;
    Ok(Placed { value: place, span })
}
