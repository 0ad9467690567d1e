//! What others publish and records must not: words of procurement notices before anybody takes them over.

use super::people::{all_emails, persons, phones};
use super::{Words, findings};

/// A text without what must not be published, and what that was: nothing, where the text is as it came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// The text, with `…` for each part that was left out.
    pub text: String,
    /// What each part looked like.
    pub left_out: Vec<&'static str>,
}

/// Leaves out e-mail addresses of anybody, telephone numbers, persons, and what no record may tell.
#[must_use]
pub fn cleaned(text: &str) -> Cleaned {
    let mut found: Vec<(String, &'static str)> = Vec::new();
    let mut add = |excerpt: &str, what| {
        if !found.iter().any(|(own, _)| own == excerpt) {
            found.push((excerpt.to_owned(), what));
        }
    };
    all_emails(text).for_each(|email| add(email, "an e-mail address"));
    for phone in phones(text) {
        add(phone, "a telephone number");
    }
    for person in persons(text) {
        add(person, "a person's name");
    }
    for finding in findings(text, Words::Name) {
        add(finding.excerpt, "what no record may tell");
    }
    let mut cleaned = Cleaned { text: text.to_owned(), left_out: Vec::new() };
    for (excerpt, what) in found {
        cleaned.text = cleaned.text.replace(&excerpt, "…");
        cleaned.left_out.push(what);
    }
    cleaned.left_out.sort_unstable();
    cleaned.left_out.dedup();
    cleaned
}

/// Words of whatever protects a network, in plain small letters: which of it an authority has is nobody else's business.
const SECURITY: [&str; 48] = [
    "access control software",
    "anti malware",
    "anti virus",
    "antimalware",
    "antivirus",
    "attack surface",
    "cyber assessment",
    "cyber defence",
    "cyber incident",
    "cyber protection",
    "cyber resilience",
    "cyber security",
    "cybersecurity",
    "data loss prevention",
    "ddos",
    "email security",
    "encryption",
    "endpoint detection",
    "endpoint protection",
    "endpoint security",
    "firewall",
    "firewalls",
    "information security",
    "intrusion detection",
    "intrusion prevention",
    "it health check",
    "it security",
    "malware",
    "managed detection",
    "multi factor authentication",
    "network security",
    "pen test",
    "pen testing",
    "penetration test",
    "penetration testing",
    "phishing",
    "privileged access",
    "ransomware",
    "secure web gateway",
    "security information and event",
    "security operations centre",
    "security software",
    "siem",
    "threat detection",
    "threat intelligence",
    "virus protection",
    "vulnerability management",
    "vulnerability scanning",
];

/// Security and virus protection software, and its development, in the Common Procurement Vocabulary.
const SECURITY_CODES: [&str; 4] = ["4873", "4876", "7221273", "7221276"];

/// The first words of a text in plain small letters that tell of a network's protection.
#[must_use]
pub fn security_words(plain: &str) -> Option<&'static str> {
    let text = format!(" {plain} ");
    SECURITY.into_iter().find(|words| text.contains(&format!(" {words} ")))
}

/// Whether a code of the Common Procurement Vocabulary is for the protection of computers.
#[must_use]
pub fn is_security_code(code: &str) -> bool {
    SECURITY_CODES.iter().any(|begin| code.starts_with(begin))
}

/// Words that organisations have in their names and people don't.
pub(super) const ORGANISATIONS: [&str; 84] = [
    "academy",
    "agency",
    "associates",
    "association",
    "authority",
    "bank",
    "borough",
    "bureau",
    "business",
    "care",
    "centre",
    "charity",
    "cic",
    "cio",
    "co",
    "college",
    "communications",
    "company",
    "computers",
    "computing",
    "consultancy",
    "consultants",
    "consulting",
    "cooperative",
    "corp",
    "corporation",
    "council",
    "data",
    "design",
    "development",
    "digital",
    "education",
    "electronics",
    "engineering",
    "enterprises",
    "europe",
    "foundation",
    "global",
    "gmbh",
    "group",
    "health",
    "holdings",
    "inc",
    "industries",
    "information",
    "institute",
    "international",
    "it",
    "labs",
    "limited",
    "llc",
    "llp",
    "logistics",
    "lp",
    "ltd",
    "management",
    "media",
    "networks",
    "nhs",
    "online",
    "partners",
    "partnership",
    "plc",
    "products",
    "recruitment",
    "research",
    "school",
    "security",
    "service",
    "services",
    "society",
    "software",
    "solutions",
    "studio",
    "supplies",
    "support",
    "systems",
    "tech",
    "technologies",
    "technology",
    "telecom",
    "trust",
    "uk",
    "university",
];

/// Whether a name may be a person's: two or three words, none of which only organisations have.
#[must_use]
pub fn may_be_person(name: &str) -> bool {
    let name = name.trim();
    if !persons(name).is_empty() {
        return true;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_name = |word: &&str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || "'’-.".contains(c))
    };
    let is_firm = |word: &&str| ORGANISATIONS.contains(&word.trim_matches('.').to_lowercase().as_str());
    (2..=3).contains(&words.len()) && words.iter().all(is_name) && !words.iter().any(is_firm)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_left_out_of_texts() {
        let text = "Payroll, ask Mrs Other, bids@council.example or 020 7946 0000";
        let cleaned = cleaned(text);
        assert_eq!(cleaned.text, "Payroll, …, … or …");
        assert_eq!(cleaned.left_out, ["a person's name", "a telephone number", "an e-mail address"]);
        assert_eq!(
            super::cleaned("Councillor Portal, for Dr A. Other Name").text,
            "Councillor Portal, for …"
        );
        assert_eq!(super::cleaned("Payroll at 10.4.2.17").left_out, ["what no record may tell"]);
        for text in ["Library system 2026/27, lot 3", "Contract 12345678", "Payroll (ref. 2024-001234)"] {
            assert_eq!(super::cleaned(text), Cleaned { text: text.to_owned(), left_out: Vec::new() });
        }
    }

    #[test]
    fn persons_and_firms_are_told_apart() {
        for person in
            ["Ann Other", "Ann B. Other", "Dr Ann Other", "Séan O'Other", "Dr Other of the Far Hills"]
        {
            assert!(may_be_person(person), "{person}");
        }
        for firm in [
            "Gull",
            "Tern & Daughters",
            "Other Consulting",
            "Other and Sons Ltd",
            "ANN 24",
            "The Far Hills Water Company",
        ] {
            assert!(!may_be_person(firm), "{firm}");
        }
    }

    #[test]
    fn security_is_known_by_words_and_codes() {
        assert_eq!(security_words("supply of next generation firewalls"), Some("firewalls"));
        assert_eq!(security_words("social security advice line"), None);
        assert!(
            is_security_code("48732000") && is_security_code("72212761") && !is_security_code("48740000")
        );
    }
}
