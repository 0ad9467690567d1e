//! Machines by their names and addresses, what is weak about them, and what opens them.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::versions::is_place;
use super::{meant, pattern, words_before};

// With a point or colon at least: a word of these letters alone is none.
pattern!(NUMBERS = r"(?-u)[0-9A-Fa-f]*[:.][0-9A-Fa-f:.]*");
pattern!(
    HOST = r"(?ix-u)
        \b(?:[a-z0-9-]+\.)*(?:internal|intranet|corp|lan)\.(?:[a-z0-9-]+\.)+[a-z]{2,}\b
        | \b(?:[a-z0-9-]+\.)+(?-i:local|internal|intranet|corp|lan|localdomain|private)\b
        | \b(?:[a-z0-9]+-)*(?:srv|sql|esx|exch|rds|ctx|dc)[a-z]*-?[a-z]*\d{2,3}\b
        | \b(?:[a-z0-9]+-)+(?:prod|prd|uat|dev|stg)-?\d{1,3}\b
        | \b(?:vpn|rdp|citrix|remote|owa|adfs|s?ftp|ssh|bastion|uat|staging)\d*\.(?:[a-z0-9-]+\.)+[a-z]{2,}\b
        | \b[a-z0-9-]+\.onmicrosoft\.com\b
        | \\\\[a-z0-9.-]+\\[a-z0-9$_.-]+
        | \b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b
        | \b(?:(?:tcp|udp)[\ /])?port\ \d{3,5}\b
        | \b(?:ldaps?|jdbc|smb|rdp|ssh|nfs|sftp)://[!-~]+"
);
pattern!(
    WEAK = r"(?ix-u)
        \bCVE-\d{4}-\d+ | \bCVSS\b | \bKB\d{6,7}\b
        | \bunpatched\b | \bnot\ (?:been\ )?patched\b
        | \bpatch(?:ing)?\ (?:level|state|status)\b
        | \bmissing\ (?:security\ )?patches\b | \bpatches\ are\ missing\b
        | \b(?:no|without)\ security\ (?:patches|updates|fixes)\b
        | \bno\ longer\ (?:gets?|receives?|has)\ security\ (?:patches|updates|fixes)\b
        | \b(?:known|critical|open|unmended|security|high)\ vulnerabilit(?:y|ies)\b
        | \b(?:cyber\ )?risk\ (?:score|rating)\b
        | \bzero[-\ ]day\b
        | \bpen(?:etration)?[-\ ]test\ (?:findings?|results?)\b
        | \bSQL\ injection\b
        | \bdefault\ (?:password|credential)s?\b
        | \b(?:MFA|(?:two|multi)[-\ ]factor\ authentication)\ is\ (?:not|off|disabled)\b"
);
pattern!(
    SECRET = r"(?x-u)
        -----BEGIN\ [A-Z\ ]*PRIVATE\ KEY-----
        | \bAKIA[0-9A-Z]{16}\b | \bgh[opsu]_[A-Za-z0-9]{36}\b | \bgithub_pat_\w{20,} | \bxox[abprs]-[\w-]{10,}
        | \bsk_live_\w{10,} | \bAIza[\w-]{35}\b
        | \beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}
        | \bhttps?://[\w.%~-]+:[!-.0-?A-~]+@
        | (?i:\b(?:password|passphrase|passcode|pwd))(?:\ *[:=]\ *[!-~]{4,}|\ is\ [!-~]*[0-9][!-~]*)
        | (?i:\b(?:key|token|secret))(?:\ *[:=]\ *|\ is\ )[\w/+.-]*[0-9][\w/+=.-]{7,}"
);

/// What is at risk but machines: a score of theirs is a service of the council's.
const OTHER_RISKS: [&str; 12] = [
    "care", "clinical", "credit", "debt", "fire", "flood", "food", "fraud", "hygiene", "premises", "tenancy",
    "health",
];

/// Who is vulnerable but machines.
const PEOPLE: [&str; 8] =
    ["fund", "households", "people", "adults", "children", "residents", "customers", "families"];

pub(super) fn machines(words: &str) -> Vec<&str> {
    let is_address = |found: &str| {
        let trimmed = found.trim_end_matches(['.', ':']);
        trimmed.parse::<Ipv4Addr>().is_ok()
            || (trimmed.matches(':').count() > 1 && trimmed.parse::<Ipv6Addr>().is_ok() && trimmed.len() > 2)
    };
    let addresses =
        meant(&NUMBERS, words, |before, found, after| is_address(found) && !is_place(before, after));
    let addresses = addresses.into_iter().map(|found| found.trim_end_matches(['.', ':']));
    // "planning.local.gov.uk" is a name for everybody.
    let names = meant(&HOST, words, |_, found, after| {
        let goes_on =
            after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
        !(goes_on && ["local", "private", "internal"].iter().any(|end| found.ends_with(end)))
    });
    addresses.chain(names).collect()
}

pub(super) fn weaknesses(words: &str) -> Vec<&str> {
    meant(&WEAK, words, |before, found, after| {
        let found = found.to_lowercase();
        let of_others = found.starts_with("risk")
            && words_before(before).take(2).any(|word| OTHER_RISKS.contains(&word.as_str()));
        let next = after.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty());
        let next = next.unwrap_or_default().to_lowercase();
        let families = words_before(before).take(2).any(|word| PEOPLE.contains(&word.as_str()));
        let of_people = found.contains("vulnerabilit")
            && (PEOPLE.contains(&next.as_str()) || (families && found.starts_with("high")));
        let of_food = found.starts_with("risk")
            && after
                .split_whitespace()
                .take(3)
                .any(|word| OTHER_RISKS.contains(&word.to_lowercase().as_str()));
        !(of_others || of_people || of_food)
    })
}

pub(super) fn secrets(words: &str) -> Vec<&str> {
    meant(&SECRET, words, |_, found, _| {
        // "Without a password: sign in by link" tells none.
        let told = found.split_once([':', '=']).map_or("", |(_, told)| told.trim());
        let word = told.trim_end_matches(['.', ',', ';', ')']);
        let is_word = word.len() < 6 && word.bytes().all(|c| c.is_ascii_lowercase());
        told.is_empty() || !is_word
    })
}
