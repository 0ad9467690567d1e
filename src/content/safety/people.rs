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
pattern!(
    TITLED = r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Cllr|Councillor)\.? (?:\p{Lu}[. ] ?)*(\p{Lu}[\p{L}'’-]+)(?: (\p{Lu}[\p{L}'’-]+))?"
);
pattern!(
    NAMED = r"(?:\b(?:[Aa]sk|[Ll]ed by|[Ss]peak to|[Cc]ontact|[Hh]eaded by|[Mm]anaged by|[Rr]un by)|\b(?:Lead|Owner|Name|Manager|[Cc]ontact):) (\p{Lu}[\p{Ll}'’-]+) (\p{Lu}[\p{L}'’-]+)"
);
pattern!(
    IN_OFFICE = r"(?x)
        \b(\p{Lu}\p{Ll}+)\ (\p{Lu}[\p{L}'’-]+),\ (?i:
        (?:(?:interim|acting|deputy|assistant|corporate|strategic|chief)\ )*
        (head|director|chief|executive|officer|manager|lead)\ of)\b"
);

// Two letters that are given out, six digits, a letter; with or without what people put between them.
pattern!(
    INSURANCE = r"(?i-u)\b[a-ceghj-prs-tw-z][a-ceghj-nprs-tw-z][ .-]?(?:\d\d[ .-]?){3}[a-d]\b|\b[a-ceghj-prs-tw-z][a-ceghj-nprs-tw-z][ .-]?\d{3}[ .-]?\d{3}[ .-]?[a-d]\b"
);

/// Letters that no National Insurance number begins with.
const NOT_GIVEN: [&str; 7] = ["bg", "gb", "kn", "nk", "nt", "tn", "zz"];

/// What else is numbered so.
const NUMBERED_SO: [&str; 24] = [
    "agreement",
    "asset",
    "call",
    "case",
    "contract",
    "decision",
    "document",
    "file",
    "form",
    "framework",
    "invoice",
    "licence",
    "lot",
    "model",
    "notice",
    "order",
    "part",
    "permit",
    "product",
    "project",
    "ref",
    "reference",
    "tender",
    "vessel",
];

/// National Insurance numbers, in any spelling. A number of the same form that is said to be something else's is none.
pub(super) fn insurance_numbers(words: &str) -> Vec<&str> {
    meant(&INSURANCE, words, |before, number, after| {
        let hangs = |sign: char| "/\\_-=".contains(sign);
        let is_given =
            number.get(..2).is_some_and(|begin| !NOT_GIVEN.contains(&begin.to_lowercase().as_str()));
        let is_numbered = words_before(before).take(3).any(|word| NUMBERED_SO.contains(&word.as_str()));
        is_given && !is_numbered && !before.ends_with(hangs) && !after.starts_with(hangs)
    })
}

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

/// Before these, even digits in groups are no telephone's.
const SPACED: [&str; 7] = ["agreement", "invoice", "isbn", "ref", "reference", "requisition", "uprn"];

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
        let is_reference =
            (plain && NUMBERED.contains(&nearest.as_str())) || SPACED.contains(&nearest.as_str());
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

/// What stands with a capital behind a title that is none: what councillors have, and what a maker's short name begins.
const NO_NAMES: [&str; 33] = [
    "access",
    "allowances",
    "app",
    "apps",
    "azure",
    "briefing",
    "briefings",
    "call",
    "case",
    "casework",
    "conduct",
    "dashboard",
    "dynamics",
    "enquiries",
    "enquiry",
    "excel",
    "exchange",
    "expenses",
    "induction",
    "intranet",
    "laptops",
    "learning",
    "office",
    "outlook",
    "portal",
    "project",
    "sharepoint",
    "sql",
    "surgeries",
    "surgery",
    "teams",
    "windows",
    "word",
];

fn of_team(word: &str) -> bool {
    let word = word.to_lowercase();
    TEAMS.contains(&word.as_str()) || ORGANISATIONS.contains(&word.as_str())
}

/// Persons that a title tells. What is named after one goes on: "Dr Johnson's House", "Dr Other Limited".
fn titled(words: &str) -> impl Iterator<Item = Range<usize>> {
    let is_person = |found: &regex::Captures| {
        let name = &found[1];
        let next = found.get(2).map(|next| next.as_str());
        let is_owner = ["'s", "’s"].iter().any(|end| name.ends_with(end));
        let is_word = of_team(name) || NO_NAMES.contains(&name.to_lowercase().as_str());
        !(is_word || next.is_some_and(|next| is_owner || of_team(next)))
    };
    let found = TITLED.captures_iter(words).filter(is_person);
    found.filter_map(|found| Some(found.get(0)?.range()))
}

/// Persons and their offices: whether an office is only a person's, as a "lead of" is not.
fn in_office(words: &str) -> impl Iterator<Item = (Range<usize>, bool)> {
    let found = IN_OFFICE.captures_iter(words).filter(|found| !of_team(&found[1]) && !of_team(&found[2]));
    found.filter_map(|found| {
        let is_sure = !["lead", "manager"].contains(&found[3].to_lowercase().as_str());
        Some((found.get(0)?.range(), is_sure))
    })
}

/// Persons whom a title or office tells. Who is named in another way looks like a company: "managed by Quay Connections".
pub(super) fn titled_persons(words: &str) -> Vec<&str> {
    let officers = in_office(words).filter_map(|(found, is_sure)| is_sure.then_some(found));
    each_once(words, titled(words).chain(officers).collect())
}

/// Persons, in words that seldom name a company.
pub(super) fn persons(words: &str) -> Vec<&str> {
    // "North Quay Council" is no person either.
    let goes_on = |found: &regex::Captures| {
        let rest = found.get(0).and_then(|found| words[found.end()..].strip_prefix(' '));
        rest.and_then(|rest| rest.split(|c: char| !c.is_alphanumeric()).next()).is_some_and(of_team)
    };
    let named = NAMED.captures_iter(words).filter(|found| !goes_on(found));
    let named = named.filter(|found| !of_team(&found[1]) && !of_team(&found[2]));
    let named = named.filter_map(|found| Some(found.get(0)?.range()));
    let officers = in_office(words).map(|(found, _)| found);
    each_once(words, titled(words).chain(named).chain(officers).collect())
}

/// "Ask Mrs Other" is one person, whichever ways there are to see it.
fn each_once(words: &str, mut found: Vec<Range<usize>>) -> Vec<&str> {
    found.sort_by_key(|range| (range.start, range.end));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in found {
        match apart.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart.into_iter().map(|range| &words[range]).collect()
}
