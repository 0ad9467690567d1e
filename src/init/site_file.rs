//! `site.yaml` of a new region, with every key explained.

use std::fmt::Write as _;

use super::{Region, countries};
use crate::content::records::SiteRecord;
use crate::content::version;
use crate::edit::draft::{self, quoted};
use crate::schema;
use crate::words;

/// Keys with values that every region begins with.
const DEFAULTS: [(&str, &str); 7] = [
    ("dataset.status", "illustrative"),
    ("thresholds.stale_months", "18"),
    ("thresholds.small_number", "5"),
    ("thresholds.cohort", "3"),
    ("thresholds.ending_soon_months", "12"),
    ("thresholds.act_now_months", "6"),
    ("thresholds.notice_months", "3"),
];

/// Keys whose value is an answer, where there is one.
const ANSWERS: [(&str, &str); 13] = [
    ("title", "title"),
    ("base_url", "base-url"),
    ("region", "region"),
    ("words.one", "one"),
    ("words.many", "many"),
    ("words.path", "path"),
    ("words.about", "about"),
    ("currency", "currency"),
    ("locale", "locale"),
    ("publisher.name", "publisher"),
    ("publisher.short", "publisher-short"),
    ("publisher.url", "publisher-url"),
    ("repository.url", "repository"),
];

/// What may be reused anywhere, with the words of where it is from.
const ANYWHERE: [(&str, &str); 2] = [
    ("licence.name", "Creative Commons Attribution 4.0 International"),
    ("licence.url", "https://creativecommons.org/licenses/by/4.0/"),
];

pub(super) fn text(region: &Region) -> String {
    let (many, name) = (region.of("many"), region.of("region"));
    let headline = say!("What the {many} of {name} run, who supplies it, and when it can change"; many, name);
    let description = say!(
        "The systems, suppliers and contracts of the {many} of {name}, with a public source for every fact.";
        many, name
    );
    let mut filled = vec![
        (version::KEY, version::CURRENT.to_string()),
        ("headline", quoted(&headline)),
        ("description", quoted(&description)),
        ("dataset.note", quoted(say!("The records are examples."))),
        ("vat_rate", region.of("vat-rate").to_owned()),
    ];
    filled.extend(DEFAULTS.map(|(key, value)| (key, value.to_owned())));
    let answered = ANSWERS.iter().map(|(key, answer)| (*key, region.of(answer)));
    filled.extend(answered.filter(|(_, value)| !value.is_empty()).map(|(key, value)| (key, quoted(value))));
    if words::language_of(region.of("locale")) == "cy" {
        // In Welsh one word goes with every number.
        filled.push(("words.counted.other", quoted(region.of("one"))));
        if region.of("one") == "cyngor" {
            filled.push(("words.counted.two", quoted("gyngor")));
        }
    }
    let own = countries::begins_with(region);
    if own.iter().all(|(key, _)| !key.starts_with("licence.")) {
        filled.extend(ANYWHERE.iter().map(|(key, value)| (*key, quoted(value))));
    }
    filled.extend(own);
    if !region.of("repository").is_empty() {
        filled.push(("repository.branch", "main".to_owned()));
    }
    let mut areas = String::new();
    for (id, name) in region.areas() {
        let _ = write!(areas, "\n  - id: {id}\n    name: {}", quoted(name));
    }
    if !areas.is_empty() {
        filled.push(("areas", areas));
    }
    draft::site(schema::of::<SiteRecord>().as_value(), &filled)
}
