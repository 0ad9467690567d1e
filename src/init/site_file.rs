//! `site.yaml` of a new region, with every key explained.

use std::fmt::Write as _;

use super::Region;
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

/// What British public sources come under, and so most often what is made from them.
const BRITISH: [(&str, &str); 3] = [
    ("licence.name", "Open Government Licence v3.0"),
    ("licence.url", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"),
    (
        "licence.acknowledgement",
        "Contains public sector information licensed under the Open Government Licence v3.0",
    ),
];

/// Registers of British organisations and of everybody, where an entry has a page: what records can name.
const REGISTERS: [(&str, &str, Option<&str>); 6] = [
    (
        "GB-COH",
        said_later!("Companies House"),
        Some("https://find-and-update.company-information.service.gov.uk/company/{id}"),
    ),
    ("GB-CHC", said_later!("Charity Commission"), None),
    ("GB-NIC", said_later!("Charity Commission for Northern Ireland"), None),
    ("GB-SC", said_later!("Scottish Charity Register"), None),
    ("GB-PPON", said_later!("Public Procurement Organisation Number"), None),
    ("WIKIDATA", said_later!("Wikidata"), Some("https://www.wikidata.org/wiki/{id}")),
];

/// Notices of the Procurement Act 2023, UK1 and so on: pipeline, market engagement, planned procurement and tender come
/// before an award.
const NOTICES: [&str; 12] = [
    said_later!("Pipeline notice"),
    said_later!("Preliminary market engagement notice"),
    said_later!("Planned procurement notice"),
    said_later!("Tender notice"),
    said_later!("Transparency notice"),
    said_later!("Contract award notice"),
    said_later!("Contract details notice"),
    said_later!("Payments compliance notice"),
    said_later!("Contract performance notice"),
    said_later!("Contract change notice"),
    said_later!("Contract termination notice"),
    said_later!("Procurement termination notice"),
];
const BEFORE_AWARD: usize = 4;

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
    let is_british = region.of("currency") == "GBP";
    let licence = if is_british { BRITISH.as_slice() } else { ANYWHERE.as_slice() };
    filled.extend(licence.iter().map(|(key, value)| (*key, quoted(value))));
    if is_british {
        filled.push(("registers", registers()));
        filled.push(("notices", notices()));
    }
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

fn registers() -> String {
    let lines = REGISTERS.iter().map(|(scheme, name, url)| {
        let url = url.map(|url| format!("\n    url: {url}")).unwrap_or_default();
        format!("\n  - scheme: {scheme}\n    name: {}{url}", quoted(words::text(name)))
    });
    lines.collect()
}

fn notices() -> String {
    let lines = NOTICES.iter().zip(1..).map(|(name, number)| {
        let award = if number <= BEFORE_AWARD { "\n    before_award: true" } else { "" };
        format!("\n  - type: UK{number}\n    name: {}{award}", quoted(words::text(name)))
    });
    lines.collect()
}
