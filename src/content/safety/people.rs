//! Persons, and the ways to reach them: mail, telephone, names.

use std::ops::Range;

use super::notices::ORGANISATIONS;
use super::{DATE, meant, pattern, words_before};

pattern!(EMAIL_FORM = r"(?i-u)[a-z0-9._%+'-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+");
// Also as people write it for people only: ann.other [at] council.example.
pattern!(WRITTEN_ROUND = r"(?i-u)[a-z0-9._%+'-]+ ?[\[(] ?at ?[\])] ?[a-z0-9-]+(?:\.[a-z0-9-]+)+");
pattern!(PHONE = r"(?-u)(?:\+\d{1,3}[ .]?(?:\(0\) ?)?|\(?\b0)\d[\d (). -]{6,}\d\b");
// Without the town, and behind a switchboard.
pattern!(
    SHORT_PHONE = r"(?i-u)\b(?:tel|telephone|phone|call|ring)\.?:? (?:on )?\d{4} \d{4}\b|\bext(?:\.|ension:?)? \d{3,5}\b"
);
pattern!(TITLED = r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Councillor)\.? \p{Lu}[\p{L}'’-]+");
pattern!(
    NAMED = r"(?:\b(?:[Aa]sk|[Ll]ed by|[Ss]peak to|[Cc]ontact|[Hh]eaded by|[Mm]anaged by|[Rr]un by)|\b(?:Lead|Owner|Name|Manager):) (\p{Lu}[\p{Ll}'’-]+) (\p{Lu}[\p{L}'’-]+)"
);
pattern!(
    IN_OFFICE = r"\b(\p{Lu}\p{Ll}+) (\p{Lu}[\p{L}'’-]+), (?:head|director|chief|manager|officer|lead) of\b"
);

/// E-mail addresses of anybody.
pub(super) fn all_emails(words: &str) -> impl Iterator<Item = &str> {
    EMAIL_FORM.find_iter(words).chain(WRITTEN_ROUND.find_iter(words)).map(|found| found.as_str())
}

/// Mailboxes of a role are no persons.
const ROLES: [&str; 154] = [
    "access",
    "accessibility",
    "account",
    "accounts",
    "admin",
    "admissions",
    "adult",
    "adults",
    "applications",
    "apps",
    "archive",
    "archives",
    "audit",
    "benefits",
    "bids",
    "building",
    "business",
    "care",
    "career",
    "careers",
    "cctv",
    "chief",
    "children",
    "clerk",
    "commercial",
    "commissioning",
    "committee",
    "communications",
    "community",
    "complaints",
    "contact",
    "contracts",
    "control",
    "corporate",
    "council",
    "customer",
    "customers",
    "data",
    "debt",
    "democracy",
    "democratic",
    "desk",
    "developers",
    "digital",
    "director",
    "education",
    "elections",
    "electoral",
    "emergency",
    "enquiries",
    "enquiry",
    "environment",
    "estates",
    "events",
    "executive",
    "family",
    "feedback",
    "finance",
    "foi",
    "fraud",
    "freedom",
    "gis",
    "governance",
    "head",
    "health",
    "hello",
    "help",
    "helpdesk",
    "highways",
    "housing",
    "hr",
    "ict",
    "inbox",
    "income",
    "info",
    "information",
    "innovation",
    "insurance",
    "it",
    "jobs",
    "leader",
    "legal",
    "leisure",
    "libraries",
    "library",
    "licensing",
    "local",
    "lost",
    "mail",
    "mailbox",
    "manager",
    "marketing",
    "mayor",
    "media",
    "members",
    "museum",
    "network",
    "noise",
    "noreply",
    "office",
    "officer",
    "open",
    "parking",
    "parks",
    "payments",
    "payroll",
    "pensions",
    "pest",
    "planning",
    "policy",
    "postmaster",
    "press",
    "privacy",
    "procurement",
    "programme",
    "project",
    "property",
    "protection",
    "public",
    "records",
    "recycling",
    "regeneration",
    "registrars",
    "reply",
    "resilience",
    "revenues",
    "risk",
    "safeguarding",
    "sales",
    "scene",
    "school",
    "schools",
    "security",
    "service",
    "services",
    "social",
    "standards",
    "street",
    "streets",
    "support",
    "systems",
    "tax",
    "team",
    "technical",
    "technology",
    "trading",
    "training",
    "transformation",
    "transport",
    "venue",
    "waste",
    "web",
    "welfare",
    "youth",
];

pub(super) fn emails(words: &str) -> Vec<&str> {
    let is_person = |address: &&str| {
        let local = address.split(['@', '[', '(', '+']).next().unwrap_or_default().trim().to_lowercase();
        let local = local.trim_end_matches(|c: char| c.is_ascii_digit());
        let parts: Vec<&str> = local.split(['.', '_', '-']).filter(|part| !part.is_empty()).collect();
        let is_name = |part: &&str| part.chars().all(|c| c.is_alphabetic() || c == '\'');
        parts.len() > 1 && parts.iter().all(is_name) && !parts.iter().any(|part| ROLES.contains(part))
    };
    all_emails(words).map(|found| found.trim_end_matches('.')).filter(is_person).collect()
}

/// Words before a number that name what it numbers.
const NUMBERED: [&str; 22] = [
    "account",
    "case",
    "charity",
    "code",
    "company",
    "contract",
    "contracts",
    "cpv",
    "entry",
    "entries",
    "id",
    "invoice",
    "isbn",
    "no",
    "notice",
    "number",
    "order",
    "ref",
    "reference",
    "requisition",
    "uprn",
    "vat",
];

pub(super) fn phones(words: &str) -> Vec<&str> {
    let long = meant(&PHONE, words, |before, number, after| {
        let digits = number.chars().filter(char::is_ascii_digit).count();
        // Notices and references have hyphens and slashes, or hang on letters.
        let hangs = before.ends_with(|c: char| c.is_alphanumeric() || "-/#£€$.,".contains(c));
        let goes_on = after.starts_with(['-', '/']);
        let plain = !number.contains([' ', '(', '+', '.']);
        let most = if number.starts_with("00") { 15 } else { 13 };
        let long_enough =
            if plain { digits == 11 && !number.contains('-') } else { (10..=most).contains(&digits) };
        // London's own form has hyphens, too.
        let long_enough = long_enough || LONDON.is_match(number);
        let nearest = words_before(before).next().unwrap_or_default();
        let is_reference = NUMBERED.contains(&nearest.as_str()) && (plain || nearest == "isbn");
        long_enough && !(hangs || goes_on || DATE.is_match(number) || is_reference)
    });
    // "The extension 2027 is open" is a contract's.
    let is_year = |number: &str| number.starts_with("extension 20") && number.len() == "extension 2027".len();
    long.into_iter().chain(meant(&SHORT_PHONE, words, |_, number, _| !is_year(number))).collect()
}

pattern!(LONDON = r"(?-u)^020-\d{4}-\d{4}$");

/// Words that teams have in their names and people don't, beside those of organisations.
const TEAMS: [&str; 24] = [
    "adult",
    "adults",
    "analytics",
    "bi",
    "children",
    "children's",
    "community",
    "corporate",
    "customer",
    "customers",
    "environment",
    "finance",
    "housing",
    "human",
    "it",
    "people",
    "place",
    "planning",
    "profession",
    "public",
    "resources",
    "social",
    "team",
    "thinking",
];

pub(super) fn persons(words: &str) -> Vec<&str> {
    let of_team = |name: &str| {
        let name = name.to_lowercase();
        TEAMS.contains(&name.as_str()) || ORGANISATIONS.contains(&name.as_str())
    };
    let titled = TITLED.find_iter(words).map(|found| found.range());
    // "North Quay Council" is no person either.
    let goes_on = |found: &regex::Captures| {
        let rest = found.get(0).and_then(|found| words[found.end()..].strip_prefix(' '));
        rest.and_then(|rest| rest.split(|c: char| !c.is_alphanumeric()).next()).is_some_and(of_team)
    };
    let named = NAMED.captures_iter(words).filter(|found| !goes_on(found));
    let named = named.chain(IN_OFFICE.captures_iter(words));
    let named = named.filter(|found| !of_team(&found[1]) && !of_team(&found[2]));
    let named = named.filter_map(|found| found.get(0)).map(|found| found.range());
    let mut found: Vec<Range<usize>> = titled.chain(named).collect();
    found.sort_by_key(|range| (range.start, range.end));
    // "Ask Mrs Other" is one person, whichever ways there are to see it.
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in found {
        match apart.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart.into_iter().map(|range| &words[range]).collect()
}
