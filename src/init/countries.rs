//! What a region begins with by its country: files in `src/starter/countries`, each with keys of `site.yaml`. A country
//! without a file begins with nothing of another's.

use include_dir::{Dir, include_dir};

use super::{Region, in_language};

static COUNTRIES: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/starter/countries");

/// The key that tells the country.
const CURRENCY: &str = "currency";

/// The currency of a locale's country, where it has a file.
pub(super) fn currency(locale: &str) -> Option<&'static str> {
    let code = locale.rsplit('-').next()?.to_lowercase();
    value(COUNTRIES.get_file(format!("{code}.yaml"))?.contents_utf8()?, CURRENCY)
}

/// The rate of value added tax that goes with a currency.
pub(super) fn vat_rate(currency: &str) -> Option<&'static str> {
    value(file(currency)?.1, "vat_rate")
}

/// What `site.yaml` begins with beyond the answers, in the region's language where it is there.
pub(super) fn begins_with(region: &Region) -> Vec<(&'static str, String)> {
    let Some((name, english)) = file(region.of(CURRENCY)) else { return Vec::new() };
    let text = in_language(region.of("locale"), &format!("countries/{name}")).unwrap_or(english);
    keys(text).filter(|(key, _)| !matches!(*key, CURRENCY | "vat_rate")).collect()
}

/// Whether more is told of the region's country than its currency.
pub(super) fn is_told(region: &Region) -> bool {
    !begins_with(region).is_empty()
}

/// The file of the country with that currency, and its name.
fn file(of: &str) -> Option<(&'static str, &'static str)> {
    let mut files = COUNTRIES.files().filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)));
    files.find(|(_, text)| value(text, CURRENCY) == Some(of))
}

fn value(text: &'static str, key: &str) -> Option<&'static str> {
    text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
}

/// Each key with its value; a list goes on below its key.
fn keys(text: &'static str) -> impl Iterator<Item = (&'static str, String)> {
    let mut keys: Vec<(&str, String)> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        match (line.split_once(':'), keys.last_mut()) {
            (_, Some((_, value))) if line.starts_with(' ') => value.extend(["\n", line]),
            (Some((key, value)), _) => keys.push((key, value.trim().to_owned())),
            (None, _) => {}
        }
    }
    keys.into_iter()
}
