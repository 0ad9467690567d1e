//! What must not be published: `CT4xx`. Whoever attacks a council reads its website first.

use super::rules;

rules! {
    /// A software version beside a system.
    SOFTWARE_VERSION = "CT401" Error: "A version tells attackers which holes are open, and it is out of date within months",
        "leave the version out; the name of the product is enough",
        wrong "notes: Runs on version 12.1.3.",
        right "notes: Used by all schools.";
    /// An address or a name in a network.
    NETWORK_ADDRESS = "CT402" Error: "Addresses and names of machines draw the map that an attacker needs",
        "leave it out; a public page is linked as a source",
        wrong "notes: Its database is on srv-db01.example.local (10.4.2.17).",
        right "notes: Hosted by the supplier.";
    /// The state of patches, a known hole or a risk score.
    WEAKNESS = "CT403" Error: "What is known to be weak is told to those who can mend it, never to the public",
        "leave it out, and tell the authority's security team",
        wrong "notes: Unpatched since spring; CVE-2026-12345 applies.",
        right "notes: To be replaced in 2027.";
    /// The e-mail address of a person.
    PERSONAL_EMAIL = "CT404" Error: "People move on and are entitled to privacy; roles stay",
        "give a role mailbox such as digital@, or leave the address out",
        wrong "contact: ann.other@example.org",
        right "contact: digital@example.org";
    /// A telephone number.
    PHONE_NUMBER = "CT405" Error: "A number on a public page reaches a person for years after it should",
        "leave the number out, and link the authority's contact page",
        wrong "notes: Ring 020 7946 0000.",
        right "notes: The service desk can tell.";
    /// The name of a person in a skill.
    PERSON_IN_SKILL = "CT406" Error: "Skills are told by team and role; a named person has not agreed to stand in a directory",
        "say what the team can do, without a name",
        wrong "notes: Ask Mrs Ann Other in the web team.",
        right "notes: The web team has run three rounds of research.";
    /// A password, key or token.
    SECRET = "CT407" Error: "Whoever reads it can use it, and it stays in the history of the records for ever",
        "take it out, and have it changed where it is used: it is known now",
        wrong "notes: The password is Quay2026.",
        right "notes: Staff sign in with their own account.";
    /// The name of a person elsewhere than in a skill.
    PERSON = "CT408" Error: "An office tells who decides or answers; the person in it changes, and has not agreed to stand here",
        "name the office, such as the cabinet member or the head of digital; titles of sources stay as they were published",
        wrong "notes: Cllr Ann Other approved it.",
        right "notes: The cabinet member approved it.";
}
