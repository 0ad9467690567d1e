//! Which authorities of the region buy: by register entry, then by name.
//!
//! Names come from the records. What people put around them ("Council of the", "Borough Council") is a list of words of
//! local government, with the region's own name and its words for its authorities.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::names::{Sureness, near, plain, without, words};
use super::release::Party;
use crate::content::Content;
use crate::content::records::{BoroughRecord, SiteRecord};

/// An authority that was recognised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Match {
    pub borough: String,
    pub sureness: Sureness,
    /// The name in the notice.
    pub name: String,
    /// Register and entry in the notice, where the record has none of that register.
    #[serde(skip)]
    pub entry: Option<String>,
}

/// Words around the names of local authorities that say nothing of which one it is.
const FRAME: [&str; 34] = [
    "the",
    "of",
    "and",
    "in",
    "for",
    "council",
    "councils",
    "borough",
    "boroughs",
    "city",
    "county",
    "district",
    "town",
    "metropolitan",
    "unitary",
    "royal",
    "free",
    "corporation",
    "authority",
    "local",
    "mayor",
    "burgesses",
    "commonalty",
    "common",
    "citizens",
    "aldermen",
    "lb",
    "rb",
    "lbc",
    "mbc",
    "commissioners",
    "government",
    "on",
    "behalf",
];

/// Everybody who may buy.
pub(super) struct Buyers {
    all: Vec<Known>,
    frame: BTreeSet<String>,
}

struct Known {
    id: String,
    /// As records write them.
    exact: Vec<String>,
    /// In plain letters, the longest first.
    plain: Vec<String>,
    identifiers: Vec<(String, String)>,
    gss: Option<String>,
    /// Such as `LBTH`.
    initials: Vec<String>,
}

impl Buyers {
    pub(super) fn of(content: &Content) -> Self {
        let records = content.boroughs.iter().filter_map(|(id, file)| Some((id, file.record.as_ref()?)));
        let site = content.site.as_ref().and_then(|file| file.record.as_ref());
        Self { all: records.map(|(id, record)| known(id, record)).collect(), frame: frame(site) }
    }

    /// The authorities among the buyers of a release, the first named first.
    pub(super) fn find(&self, parties: &[Party]) -> Vec<Match> {
        let mut found: Vec<Match> = Vec::new();
        for party in parties {
            for own in self.one(party) {
                if !found.iter().any(|other| other.borough == own.borough) {
                    found.push(own);
                }
            }
        }
        found
    }

    fn one(&self, party: &Party) -> Vec<Match> {
        let told = |own: &Known, sureness| Match {
            borough: own.id.clone(),
            sureness,
            name: party.name.clone(),
            entry: own.lacks(party).filter(|_| sureness != Sureness::Identifier),
        };
        let one = |is: &dyn Fn(&Known) -> bool, sureness| {
            self.all.iter().find(|own| is(own)).map(|own| vec![told(own, sureness)])
        };
        let by_entry = |own: &Known| party.identifiers.iter().any(|entry| own.has(entry));
        let is_exact =
            |own: &Known| own.exact.iter().any(|name| name.to_lowercase() == party.name.to_lowercase());
        one(&by_entry, Sureness::Identifier).or_else(|| one(&is_exact, Sureness::Exact)).unwrap_or_else(
            || {
                let several = self.within(&party.name);
                let is_one = several.len() == 1;
                let entry = |own: Match| Match { entry: own.entry.filter(|_| is_one), ..own };
                let several: Vec<Match> =
                    several.into_iter().map(|own| entry(told(own, Sureness::Normalised))).collect();
                if several.is_empty() {
                    let near = self.part_of(&party.name).or_else(|| self.nearly(&party.name));
                    near.map(|own| told(own, Sureness::Near)).into_iter().collect()
                } else {
                    several
                }
            },
        )
    }

    /// Those that a name consists of, with nothing around them but words of local government.
    fn within(&self, name: &str) -> Vec<&Known> {
        let name = plain(name);
        let mut rest: Vec<&str> = words(&name).collect();
        let mut names: Vec<(&str, &Known)> =
            self.all.iter().flat_map(|own| own.plain.iter().map(move |name| (name.as_str(), own))).collect();
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let mut found: Vec<(usize, &Known)> = Vec::new();
        for (own, known) in names {
            if let Some(left) = without(&rest, own) {
                rest = left;
                if !found.iter().any(|(_, other)| other.id == known.id) {
                    found.push((name.find(own).unwrap_or_default(), known));
                }
            }
        }
        if !rest.iter().all(|word| self.frame.contains(*word)) {
            return Vec::new();
        }
        found.sort_by_key(|(at, _)| *at);
        found.into_iter().map(|(_, known)| known).collect()
    }

    /// The one that a name begins with, as a council, where the rest tells a department or stands apart:
    /// "Brent Council, Procurement". Or the one whose initials it is.
    fn part_of(&self, name: &str) -> Option<&Known> {
        let head = name.split(APART).next().unwrap_or_default();
        let head = head.split(" - ").next().unwrap_or_default();
        let head = head.split(" \u{2013} ").next().unwrap_or_default();
        let own = plain(head);
        let own: Vec<&str> = words(&own).collect();
        let by_name = (1..=own.len()).rev().find_map(|end| {
            let (first, rest) = own.split_at(end);
            let is_council = first.iter().any(|word| FRAME.contains(word) && !JOINS.contains(word));
            let found = if is_council { self.within(&first.join(" ")) } else { Vec::new() };
            let [only] = found.as_slice() else { return None };
            let is_theirs = |word: &&str| {
                DEPARTMENTS.contains(word)
                    || JOINS.contains(word)
                    || only.plain.iter().any(|name| words(name).any(|own| own == *word))
            };
            rest.iter().all(is_theirs).then_some(*only)
        });
        by_name.or_else(|| {
            let mut found =
                self.all.iter().filter(|known| known.initials.iter().any(|own| own == head.trim()));
            found.next().filter(|_| found.next().is_none())
        })
    }

    /// The only one whose name is this with a slip.
    fn nearly(&self, name: &str) -> Option<&Known> {
        let name = plain(name);
        let core = words(&name).filter(|word| !self.frame.contains(*word)).collect::<Vec<_>>().join(" ");
        let mut found = self.all.iter().filter(|own| own.plain.iter().any(|own| near(own, &core)));
        found.next().filter(|_| found.next().is_none())
    }
}

impl Buyers {
    /// Who a buyer that is none of them may be under another name: every word of it is theirs, or a word of local
    /// government, or nearly so, and of nobody else.
    pub(super) fn like(&self, name: &str) -> Option<&str> {
        let name = plain(name);
        let telling = |name: &str| -> BTreeSet<String> {
            words(name).filter(|word| !JOINS.contains(word)).map(str::to_owned).collect()
        };
        let own = telling(&name);
        let core: BTreeSet<&String> = own.iter().filter(|word| !self.frame.contains(*word)).collect();
        let is_council = words(&name).any(|word| FRAME.contains(&word) && !JOINS.contains(&word));
        let may_be = |known: &&Known| {
            known.plain.iter().any(|theirs| {
                let theirs = telling(theirs);
                let shared = core.iter().filter(|word| theirs.iter().any(|own| near_word(own, word))).count();
                if core.is_empty() { own.len() > 1 && own.is_subset(&theirs) } else { shared == core.len() }
            })
        };
        let mut found = self.all.iter().filter(may_be);
        found.next().filter(|_| is_council && found.next().is_none()).map(|known| known.id.as_str())
    }
}

/// What sets a department apart from the name before it.
const APART: [char; 7] = ['(', ',', ':', ';', '/', '|', '\u{2014}'];

/// Words of departments, behind the name of their authority.
const DEPARTMENTS: [&str; 38] = [
    "adults",
    "care",
    "childrens",
    "children",
    "commercial",
    "commissioning",
    "communities",
    "community",
    "corporate",
    "customer",
    "department",
    "digital",
    "directorate",
    "education",
    "environment",
    "families",
    "finance",
    "health",
    "housing",
    "hr",
    "ict",
    "information",
    "it",
    "legal",
    "libraries",
    "people",
    "place",
    "planning",
    "procurement",
    "property",
    "public",
    "regeneration",
    "resources",
    "services",
    "social",
    "team",
    "technology",
    "transport",
];

/// Words within names that say nothing of who it is, nor that it is an authority.
const JOINS: [&str; 7] = ["the", "of", "and", "in", "for", "on", "behalf"];

fn near_word(a: &str, b: &str) -> bool {
    a == b || (a.len().min(b.len()) > 4 && strsim::damerau_levenshtein(a, b) < 2)
}

impl Known {
    /// The first entry in a register of organisations that the record has no entry in.
    fn lacks(&self, party: &Party) -> Option<String> {
        let is_new = |(scheme, _): &&(String, String)| {
            scheme.starts_with("GB-") && self.identifiers.iter().all(|(own, _)| own != scheme)
        };
        party.identifiers.iter().find(is_new).map(|(scheme, id)| format!("{scheme} {id}"))
    }

    fn has(&self, (scheme, id): &(String, String)) -> bool {
        self.gss.as_ref() == Some(id)
            || self.identifiers.iter().any(|(own, entry)| own == scheme && entry == id)
    }
}

fn known(id: &str, record: &BoroughRecord) -> Known {
    let exact: Vec<String> = [Some(&record.name), record.official_name.as_ref(), record.short_name.as_ref()]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    let initials = exact.iter().filter_map(|name| initials(name)).collect();
    let former = record.former_ids.iter().map(|id| id.value.replace('-', " "));
    let mut names: Vec<String> = exact.iter().map(|name| plain(name)).chain(former).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.dedup();
    let entry = |own: &crate::content::records::Identifier| {
        (own.scheme.value.to_uppercase(), own.id.value.to_uppercase())
    };
    Known {
        id: id.to_owned(),
        initials,
        exact,
        plain: names,
        identifiers: record.identifiers.iter().map(entry).collect(),
        gss: record.gss_code.as_ref().map(|code| code.value.to_uppercase()),
    }
}

/// The first letters of a name of several words, as people write it for short; nothing for short names, whose letters
/// mean much else.
fn initials(name: &str) -> Option<String> {
    let name = plain(name);
    let letters: String = words(&name)
        .filter(|word| !JOINS.contains(word))
        .filter_map(|word| word.chars().next())
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    (letters.len() > 3).then_some(letters)
}

fn frame(site: Option<&SiteRecord>) -> BTreeSet<String> {
    let own = site.into_iter().flat_map(|site| {
        [&site.region, &site.words.one, &site.words.many]
            .into_iter()
            .chain(&site.words.aliases)
            .cloned()
            .collect::<Vec<_>>()
    });
    let own: Vec<String> = own.map(|text| plain(&text)).collect();
    let own = own.iter().flat_map(|text| words(text)).map(str::to_owned);
    FRAME.iter().map(|word| (*word).to_owned()).chain(own).collect()
}
