//! Versions of software, told apart from those of documents and standards, from places in documents, dates and sums.

use std::net::Ipv4Addr;

use super::{DATE, meant, pattern, words_before};

pattern!(
    VERSION = r"(?ix-u)
        \b(?:versions?|ver\.|firmware|kernel)(?:\ (?:no\.?|number))?(?:\ is(?:\ still)?|:)?\ *v?\d+(?:\.\d+)*[a-z]?\b
        | \brelease\ +\d+(?:\.\d+)*[a-z]?\b
        | \bbuild(?:\ number)?\ +\d{4,}(?:\.\d+)*\b
        | \bv\.?\ ?\d+(?:\.\d+)+\b
        | \bv\d{1,2}\b
        | \b\d+\.\d+\.\d+(?:\.\d+)*\b
        | \b(?:microsoft-)?(?:apache|nginx|iis|tomcat|php|java|jre|jdk|python|perl|openssl|openssh|mysql|mariadb|postgres(?:ql)?|mongodb
            |drupal|wordpress|jquery|node\.js|log4j|vmware|esxi|jetty|lighttpd|haproxy|squid)[\ /]v?\d+(?:\.\d+)+[a-z]?\b
        | \b[a-z][a-z0-9_+-]*/v?\d{1,3}\.\d+\.\d+[a-z0-9.]*\b
        | \b(?:java|jre|jdk|openjdk)(?:\ se)?[\ /-](?:\d{1,2}u\d{1,3}|\d{1,2}\ update\ \d{1,3})\b
        | \bwindows\ [a-z0-9\ ]{1,12}\d{2}H[12]\b
        | \b(?:sql|windows|sharepoint|biztalk|(?-i:Exchange))\ (?:server\ )?20\d\d(?:\ r2)?\b
        | \boracle\ (?:database\ )?\d{1,2}(?:i|g|c|ai)\b
        | \bservice\ pack\ \d+\b
        | \bSP\d\b"
);
// Groups of three digits, as in 1.250.000.
pattern!(SUM = r"(?-u)^\d{1,3}(?:\.\d{3})+$");
// The day of a month of this century.
pattern!(SHORT_DATE = r"(?-u)^(?:[1-9]|[12]\d|3[01])\.(?:[1-9]|1[0-2])\.[1-4]\d$");

// Servers that are called by the year of their version, or by its number and a letter.
pattern!(
    BY_YEAR = r"(?i-u)^(?:sql|windows|sharepoint|biztalk|exchange) (?:server )?20\d\d(?: r2)?$|^oracle "
);

/// What numbers with dots between them can be but a version: a place in a document.
const PLACES: [&str; 27] = [
    "paragraph",
    "paragraphs",
    "para",
    "paras",
    "section",
    "sections",
    "item",
    "items",
    "appendix",
    "clause",
    "clauses",
    "table",
    "figure",
    "page",
    "chapter",
    "lot",
    "lots",
    "schedule",
    "minute",
    "recommendation",
    "recommendations",
    "decision",
    "annex",
    "objective",
    "objectives",
    "ref",
    "reference",
];

/// What has versions that tell attackers nothing.
const DOCUMENTS: [&str; 19] = [
    "strategy",
    "plan",
    "policy",
    "framework",
    "contract",
    "document",
    "report",
    "agreement",
    "specification",
    "guidelines",
    "guidance",
    "minutes",
    "licence",
    "license",
    "standard",
    "schema",
    "wcag",
    "ocds",
    "programme",
];

/// Open standards whose names end otherwise.
const STANDARDS: [&str; 2] = ["open referral", "open contracting"];

/// What a product is bought or left by, and not run.
const NOT_RUN: [&str; 13] = [
    "cal", "cals", "ended", "from", "gone", "left", "licence", "licences", "license", "licenses", "off",
    "replaced", "retired",
];

/// What is exchanged but mail.
const EXCHANGES: [&str; 6] = ["data", "information", "job", "knowledge", "stock", "telephone"];

/// What is released or built but software.
const NO_SOFTWARE: [&str; 11] =
    ["press", "news", "media", "statistical", "to", "will", "would", "may", "can", "could", "and"];

/// Words that stand before a day.
const BEFORE_DAYS: [&str; 9] = ["on", "from", "to", "until", "by", "since", "dated", "of", "before"];

pub(super) fn versions(words: &str) -> Vec<&str> {
    meant(&VERSION, words, |before, number, after| {
        let hangs = before.ends_with(|c: char| c.is_alphanumeric() || "£€$/-.".contains(c));
        let nearest = words_before(before).next().unwrap_or_default();
        let is_plain = number.starts_with(|c: char| c.is_ascii_digit());
        // No part of a version begins with a zero, as a telephone number does.
        let is_phone = number.starts_with('0') && number[1..].starts_with(|c: char| c.is_ascii_digit());
        let is_date =
            DATE.is_match(number) || (SHORT_DATE.is_match(number) && BEFORE_DAYS.contains(&nearest.as_str()));
        // "to build 2000 homes", "press release 12"
        let kind = number.get(..5).unwrap_or_default().to_lowercase();
        let is_said = matches!(kind.as_str(), "relea" | "build")
            && (NO_SOFTWARE.contains(&nearest.as_str()) || is_year(number));
        !(hangs
            || is_phone
            || is_date
            || is_said
            || (BY_YEAR.is_match(number)
                && (EXCHANGES.contains(&nearest.as_str()) || is_not_run(before, after)))
            || number.split_once('/').is_some_and(|(named, numbers)| is_no_product(named, numbers))
            || SUM.is_match(number)
            || number.parse::<Ipv4Addr>().is_ok()
            || (is_plain && is_place(before, after))
            || (!is_plain && of_document(before, after)))
    })
}

/// "SQL Server 2019 licences", "Windows Server 2012 R2 was left in 2020": no word of what runs today.
fn is_not_run(before: &str, after: &str) -> bool {
    let is_said = |word: &String| NOT_RUN.contains(&word.as_str());
    let sentence = after.split(". ").next().unwrap_or_default();
    let mut next = sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(6);
    words_before(before).take(2).any(|word| is_said(&word)) || next.any(|word| is_said(&word.to_lowercase()))
}

/// "minutes/3.4.1", "ref/2.10.4", "from/01.04.2024": a stroke stands between other things, too.
fn is_no_product(named: &str, numbers: &str) -> bool {
    let named = named.to_lowercase();
    let is_one_of = |words: &[&str]| words.contains(&named.as_str());
    is_one_of(&PLACES)
        || is_one_of(&DOCUMENTS)
        || is_one_of(&BEFORE_DAYS)
        || DATE.is_match(numbers)
        || SUM.is_match(numbers)
}

/// "Release 2021 of the atlas"
fn is_year(number: &str) -> bool {
    let last = number.rsplit(' ').next().unwrap_or_default();
    last.len() == 4 && ["19", "20"].iter().any(|century| last.starts_with(century))
}

/// Whether a number stands in a document: "sections 1.2.3, 1.2.4 and 1.2.5", "3.4.1 of the report".
pub(super) fn is_place(before: &str, after: &str) -> bool {
    let is_number = |word: &String| word.bytes().all(|c| c.is_ascii_digit());
    let is_between =
        |word: &String| is_number(word) || ["and", "to", "or", "no", "number"].contains(&word.as_str());
    let named = words_before(before).find(|word| !is_between(word));
    named.is_some_and(|word| PLACES.contains(&word.as_str())) || leads_to_document(after)
}

/// Whether a version is that of a document or standard: named after it, or in the words just before it.
fn of_document(before: &str, after: &str) -> bool {
    let sentence = before.rsplit(". ").next().unwrap_or_default();
    let near: Vec<String> = words_before(sentence).take(3).collect();
    let is_standard = || {
        let sentence = sentence.to_lowercase();
        STANDARDS.iter().any(|name| sentence.contains(name))
    };
    near.iter().any(|word| DOCUMENTS.contains(&word.as_str())) || is_standard() || leads_to_document(after)
}

/// "of the strategy", "of its digital strategy"
fn leads_to_document(after: &str) -> bool {
    let Some(rest) = after.strip_prefix(" of ") else { return false };
    let words = rest.split(|c: char| !c.is_alphanumeric()).take(4).map(str::to_lowercase);
    words.into_iter().any(|word| DOCUMENTS.contains(&word.as_str()))
}
