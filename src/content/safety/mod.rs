//! What must not be published, found in the words of records: software versions, names and addresses of machines,
//! weaknesses, and persons. The words are read as they are written, whatever key they stand under, so that a key that
//! comes later is covered too.

pub mod notices;

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use regex::Regex;

use crate::content::yaml::{Kind, Node};
use crate::diagnostics::{Diagnostic, FileId, Place, Rule, Span, rules};

/// Keys with words that people write; the others hold ids, dates, codes and addresses of pages.
const WORDS: [&str; 9] =
    ["notes", "description", "title", "contact", "name", "short_name", "official_name", "aliases", "reason"];

/// Keys with sentences: names and titles may have numbers that are no versions.
const SENTENCES: [&str; 3] = ["notes", "description", "reason"];

/// Reports what must not be published in a record.
pub fn check(root: &Node, text: &str, file: FileId, problems: &mut Vec<Diagnostic>) {
    Reader { text, file, problems }.visit(root, "", false);
}

struct Reader<'a> {
    text: &'a str,
    file: FileId,
    problems: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn visit(&mut self, node: &Node, key: &str, in_skills: bool) {
        match &node.kind {
            Kind::Scalar(words) if WORDS.contains(&key) => self.words(words, node.span, key, in_skills),
            Kind::Sequence(items) => items.iter().for_each(|item| self.visit(item, key, in_skills)),
            Kind::Mapping(entries) => {
                for (key, value) in entries {
                    let key = key.as_str().unwrap_or_default();
                    self.visit(value, key, in_skills || key == "skills");
                }
            }
            _ => {}
        }
    }

    fn words(&mut self, words: &str, span: Span, key: &str, in_skills: bool) {
        for Finding { rule, excerpt, what } in findings(words, SENTENCES.contains(&key), in_skills) {
            let place = Place { file: self.file, span: self.place(excerpt, span) };
            self.problems.push(Diagnostic::new(rule, place, format!("`{excerpt}` {what}")));
        }
    }

    /// Where the words stand; the whole text where YAML folded them over lines.
    fn place(&self, excerpt: &str, span: Span) -> Span {
        let range = span.start as usize..(span.end as usize).min(self.text.len());
        let at = self.text.get(range).and_then(|written| written.find(excerpt));
        at.map_or(span, |at| {
            let start = span.start + u32::try_from(at).unwrap_or_default();
            Span { start, end: start + u32::try_from(excerpt.len()).unwrap_or_default() }
        })
    }
}

struct Finding<'a> {
    rule: &'static Rule,
    excerpt: &'a str,
    what: &'static str,
}

/// A pattern's matches that are meant.
type Search = fn(&str) -> Vec<&str>;

/// Where something is searched for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    AllWords,
    Sentences,
    Skills,
}

const SEARCHES: [(&Rule, Within, Search, &str); 6] = [
    (&rules::PERSONAL_EMAIL, Within::AllWords, emails, "looks like a person's e-mail address"),
    (&rules::PHONE_NUMBER, Within::AllWords, phones, "looks like a telephone number"),
    (&rules::NETWORK_ADDRESS, Within::AllWords, machines, "names a machine in a network"),
    (&rules::WEAKNESS, Within::AllWords, weaknesses, "tells of a weakness"),
    (&rules::SOFTWARE_VERSION, Within::Sentences, versions, "looks like a software version"),
    (&rules::PERSON_IN_SKILL, Within::Skills, persons, "looks like a person's name"),
];

fn findings(words: &str, is_sentence: bool, in_skills: bool) -> Vec<Finding<'_>> {
    let is_wanted = |within: Within| match within {
        Within::AllWords => true,
        Within::Sentences => is_sentence,
        Within::Skills => in_skills,
    };
    let wanted = SEARCHES.into_iter().filter(|(_, within, ..)| is_wanted(*within));
    wanted
        .flat_map(|(rule, _, search, what)| {
            search(words).into_iter().map(move |excerpt| Finding { rule, excerpt, what })
        })
        .collect()
}

macro_rules! pattern {
    ($name:ident = $regex:literal) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($regex).expect("a pattern of ours"));
    };
}

pattern!(EMAIL = r"(?i)[a-z0-9._%+'-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+");
pattern!(PHONE = r"(?:\+\d{1,3}[ .]?(?:\(0\) ?)?|\(?\b0)\d[\d ()-]{6,}\d\b");
// Two digits throughout, or a year in full: 12.2.11 is a version.
pattern!(DATE = r"\d{2}[./-]\d{2}[./-]\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{4}");
pattern!(
    VERSION = r"(?i)\b(?:versions?|release|build)\s+\d+(?:\.\d+)*[a-z]?\b|\bv\.?\s?\d+(?:\.\d+)+\b|\b\d+\.\d+\.\d+(?:\.\d+)*\b"
);
pattern!(NUMBERS = r"[0-9A-Fa-f:.]+");
pattern!(
    HOST = r"(?i)\b(?:[a-z0-9-]+\.)+(?:local|internal|intranet|corp|lan|localdomain|private)\b|\b(?:srv|sql|esx|exch|rds|ctx|dc)[a-z]*-?[a-z]*\d{2,3}\b|\b(?:vpn|rdp|citrix|remote|owa|adfs|s?ftp|ssh|bastion|uat|staging)\d*\.(?:[a-z0-9-]+\.)+[a-z]{2,}\b"
);
pattern!(
    WEAK = r"(?i)\bCVE-\d{4}-\d+|\bCVSS\b|\bunpatched\b|\bpatch(?:ing)? (?:level|state|status)\b|\b(?:known|critical|open|unmended|security|high) vulnerabilit(?:y|ies)\b|\b(?:cyber )?risk (?:score|rating)\b|\bzero[- ]day\b|\bpen(?:etration)?[- ]test (?:findings?|results?)\b"
);
pattern!(
    PERSON = r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Councillor)\.? \p{Lu}[\p{L}'’-]+|\b(?:[Aa]sk|[Ll]ed by|[Ss]peak to) \p{Lu}[\p{Ll}'’-]+ \p{Lu}[\p{L}'’-]+"
);

/// Mailboxes of a role are no persons.
const ROLES: [&str; 86] = [
    "access",
    "accessibility",
    "account",
    "accounts",
    "admin",
    "admissions",
    "adult",
    "adults",
    "applications",
    "benefits",
    "bids",
    "building",
    "business",
    "care",
    "children",
    "commercial",
    "commissioning",
    "committee",
    "communications",
    "complaints",
    "contact",
    "contracts",
    "control",
    "corporate",
    "council",
    "customer",
    "customers",
    "data",
    "democracy",
    "democratic",
    "desk",
    "developers",
    "digital",
    "education",
    "elections",
    "enquiries",
    "enquiry",
    "environment",
    "feedback",
    "finance",
    "foi",
    "freedom",
    "gis",
    "governance",
    "health",
    "hello",
    "help",
    "helpdesk",
    "housing",
    "hr",
    "ict",
    "info",
    "information",
    "innovation",
    "it",
    "legal",
    "libraries",
    "library",
    "licensing",
    "mail",
    "marketing",
    "media",
    "office",
    "open",
    "parking",
    "planning",
    "policy",
    "press",
    "privacy",
    "procurement",
    "protection",
    "public",
    "records",
    "registrars",
    "revenues",
    "sales",
    "school",
    "schools",
    "security",
    "service",
    "services",
    "social",
    "support",
    "tax",
    "team",
    "web",
];

fn emails(words: &str) -> Vec<&str> {
    let is_person = |address: &&str| {
        let local = address.split('@').next().unwrap_or_default().to_lowercase();
        let parts: Vec<&str> = local.split(['.', '_', '-']).filter(|part| !part.is_empty()).collect();
        let is_name = |part: &&str| part.chars().all(|c| c.is_alphabetic() || c == '\'');
        parts.len() > 1 && parts.iter().all(is_name) && !parts.iter().any(|part| ROLES.contains(part))
    };
    EMAIL.find_iter(words).map(|found| found.as_str().trim_end_matches('.')).filter(is_person).collect()
}

fn phones(words: &str) -> Vec<&str> {
    let is_phone = |found: &regex::Match| {
        let number = found.as_str();
        let digits = number.chars().filter(char::is_ascii_digit).count();
        // Notices and references have hyphens and slashes, or hang on letters.
        let hangs = words[..found.start()].ends_with(|c: char| c.is_alphanumeric() || "-/#£€$.,".contains(c));
        let goes_on = words[found.end()..].starts_with(['-', '/']);
        let plain = !number.contains([' ', '(', '+']);
        let long_enough =
            if plain { digits == 11 && !number.contains('-') } else { (10..=13).contains(&digits) };
        let follows_reference = words[..found.start()].trim_end_matches([' ', ':']).to_lowercase();
        let is_reference = ["reference", "ref", "number", "notice", "no", "id"]
            .iter()
            .any(|word| follows_reference.ends_with(word));
        let is_something_else = hangs || goes_on || DATE.is_match(number) || (plain && is_reference);
        long_enough && !is_something_else
    };
    PHONE.find_iter(words).filter(is_phone).map(|found| found.as_str()).collect()
}

/// What three numbers with dots between them can be but a version: a place in a document.
const PLACES: [&str; 22] = [
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
    "table",
    "figure",
    "page",
    "chapter",
    "lot",
    "schedule",
    "minute",
    "recommendation",
    "decision",
    "annex",
    "ref",
    "reference",
];

/// What has versions that tell attackers nothing.
const DOCUMENTS: [&str; 9] = [
    "strategy",
    "plan",
    "policy",
    "framework",
    "contract",
    "document",
    "report",
    "agreement",
    "specification",
];

fn versions(words: &str) -> Vec<&str> {
    let is_version = |found: &regex::Match| {
        let number = found.as_str();
        let before = words[..found.start()].trim_end().to_lowercase();
        let is_place = number.starts_with(|c: char| c.is_ascii_digit())
            && PLACES.iter().any(|word| before.trim_end_matches('.').ends_with(word));
        // "Version 2 of the strategy" is a document's.
        let after = words[found.end()..].strip_prefix(" of the ").unwrap_or_default();
        let of_document = !number.contains('.') && DOCUMENTS.iter().any(|word| after.starts_with(word));
        let hangs = words[..found.start()].ends_with(|c: char| c.is_alphanumeric() || "£€$/-".contains(c));
        !is_place && !of_document && !hangs && !DATE.is_match(number) && number.parse::<Ipv4Addr>().is_err()
    };
    VERSION.find_iter(words).filter(is_version).map(|found| found.as_str()).collect()
}

fn machines(words: &str) -> Vec<&str> {
    let is_address = |found: &&str| {
        let trimmed = found.trim_end_matches(['.', ':']);
        trimmed.parse::<Ipv4Addr>().is_ok()
            || (trimmed.matches(':').count() > 1 && trimmed.parse::<Ipv6Addr>().is_ok() && trimmed.len() > 2)
    };
    let addresses = NUMBERS.find_iter(words).map(|found| found.as_str()).filter(is_address);
    addresses
        .map(|found| found.trim_end_matches(['.', ':']))
        .chain(HOST.find_iter(words).map(|found| found.as_str()))
        .collect()
}

fn weaknesses(words: &str) -> Vec<&str> {
    WEAK.find_iter(words).map(|found| found.as_str()).collect()
}

fn persons(words: &str) -> Vec<&str> {
    PERSON.find_iter(words).map(|found| found.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(words: &str) -> Vec<&'static str> {
        findings(words, true, true).into_iter().map(|found| found.rule.code).collect()
    }

    #[test]
    fn what_must_not_be_published_is_found() {
        for (code, words) in [
            ("CT401", "Runs on version 12 of the server."),
            ("CT401", "Upgraded to v8.2 last year"),
            ("CT401", "Oracle 12.2.11 is in use"),
            ("CT401", "Release 7 went live."),
            ("CT402", "The database is at 10.4.2.17."),
            ("CT402", "Reached by 2001:db8::8a2e:370:7334 only"),
            ("CT402", "It is on files.council.local"),
            ("CT402", "Moved from srv-db01"),
            ("CT402", "Staff sign in at vpn.council.example."),
            ("CT403", "CVE-2026-12345 applies"),
            ("CT403", "It was unpatched for months"),
            ("CT403", "Its risk score is high"),
            ("CT403", "Two known vulnerabilities remain"),
            ("CT404", "Write to ann.other@council.example"),
            ("CT404", "a.other@council.example knows"),
            ("CT405", "Ring 020 7946 0000"),
            ("CT405", "Ring (020) 7946 0000."),
            ("CT405", "Ring +44 20 7946 0000"),
            ("CT405", "Text 07700900123"),
            ("CT406", "Ask Mrs Other about it"),
            ("CT406", "Led by Ann Other"),
        ] {
            assert_eq!(codes(words), [code], "{words}");
        }
    }

    #[test]
    fn what_only_looks_like_it_is_left_alone() {
        for words in [
            "Uses Office 365, Windows 11 and SQL Server 2019 licences.",
            "See paragraph 4.2.1 and item 12.1.2 of the minutes",
            "Version 2 of the strategy names it",
            "From 01.04.2024 to 31.03.2027",
            "Worth £1.250.000 or £12.500.000.50",
            "It costs 0.5% a year",
            "digital@council.example, foi@council.example and children.services@council.example answer",
            "Notice 018541-2023, 2024/S 000-012345 and ocds-h6vhtk-02ab34",
            "Contract reference 02345678901",
            "Entries 012345678 and 0123456789 of the register",
            "Company 00001234, CPV 48000000, decision 2021-22/034",
            "A system for vulnerable adults and for vulnerability in households",
            "The council's page is www.council.example",
            "Open from 10:30:00 to 12:30:00; ratio 3:2:1",
            "Local, internal and private work",
            "Data Centre 12, the ward of Dr Johnson's House and the DC area",
            "Ask the digital team; contact Customer Services",
        ] {
            let found = findings(words, true, words.starts_with("Ask"));
            let found: Vec<_> = found.into_iter().map(|found| (found.rule.code, found.excerpt)).collect();
            assert!(found.is_empty(), "{words}: {found:?}");
        }
    }
}
