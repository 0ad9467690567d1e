//! Which authorities of the region buy: by register entry, then by name.
//!
//! Names come from the records. What people put around them ("Council of the", "Borough Council") is a list of words of
//! local government, with the region's own name and its words for its authorities.

mod around;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use self::around::Around;
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
    /// The codes of the region's registers.
    registers: BTreeSet<String>,
    /// Words of other places.
    elsewhere: Vec<String>,
}

struct Known {
    id: String,
    /// As records write them, in small letters.
    exact: Vec<String>,
    /// In plain letters, the longest first.
    plain: Vec<String>,
    /// The words of each that tell something.
    telling: Vec<BTreeSet<String>>,
    identifiers: Vec<(String, String)>,
    gss: Option<String>,
    /// Such as `LBTH`.
    initials: Vec<String>,
}

impl Buyers {
    pub(super) fn of(content: &Content) -> Self {
        let records = content.boroughs.iter().filter_map(|(id, file)| Some((id, file.record.as_ref()?)));
        let site = content.site.as_ref().and_then(|file| file.record.as_ref());
        let registers = site.into_iter().flat_map(|site| &site.registers);
        let elsewhere = site.into_iter().flat_map(|site| &site.elsewhere);
        Self {
            all: records.map(|(id, record)| known(id, record)).collect(),
            frame: frame(site),
            registers: registers.map(|register| register.scheme.clone()).collect(),
            elsewhere: elsewhere.map(|word| word.to_lowercase()).collect(),
        }
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
            entry: own.lacks(party, &self.registers).filter(|_| sureness != Sureness::Identifier),
        };
        let one = |is: &dyn Fn(&Known) -> bool, sureness| {
            self.all.iter().find(|own| is(own)).map(|own| vec![told(own, sureness)])
        };
        let by_entry = |own: &Known| party.identifiers.iter().any(|entry| own.has(entry));
        let lower = party.name.to_lowercase();
        let is_exact = |own: &Known| own.exact.contains(&lower);
        one(&by_entry, Sureness::Identifier).or_else(|| one(&is_exact, Sureness::Exact)).unwrap_or_else(
            || {
                let several = self.within(&party.name);
                let is_one = several.len() == 1;
                let entry = |own: Match| Match { entry: own.entry.filter(|_| is_one), ..own };
                let several: Vec<Match> =
                    several.into_iter().map(|own| entry(told(own, Sureness::Normalised))).collect();
                if several.is_empty() {
                    self.more(&party.name).into_iter().map(|(own, sureness)| told(own, sureness)).collect()
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

    /// Those whose name has more around it, or the one whose name it is with a slip.
    fn more(&self, name: &str) -> Vec<(&Known, Sureness)> {
        match self.around(name) {
            Around::Theirs(all) => all.into_iter().map(|own| (own, Sureness::Within)).collect(),
            Around::Another(..) => Vec::new(),
            Around::Nobody => self.nearly(name).into_iter().map(|own| (own, Sureness::Near)).collect(),
        }
    }

    /// The only one whose name is this with a slip.
    fn nearly(&self, name: &str) -> Option<&Known> {
        let name = plain(name);
        let core = words(&name).filter(|word| !self.frame.contains(*word)).collect::<Vec<_>>().join(" ");
        let mut found = self.all.iter().filter(|own| own.plain.iter().any(|own| near(own, &core)));
        found.next().filter(|_| found.next().is_none())
    }
}

/// Who a buyer that is none of them may be.
pub(super) struct Like<'k> {
    pub borough: &'k str,
    /// What says that it is another body, where the name says so.
    pub why_not: Option<String>,
}

impl Buyers {
    /// Who a buyer that is none of them may be: their name stands in it, and something says that it is another body, or it
    /// stands there with a slip, or under another name.
    pub(super) fn like(&self, name: &str) -> Option<Like<'_>> {
        if let Around::Another(known, why) = self.around(name) {
            return Some(Like { borough: &known.id, why_not: Some(why) });
        }
        let known = self.other_name(name).or_else(|| self.nearly_within(name))?;
        Some(Like { borough: &known.id, why_not: None })
    }

    /// Every word of it is theirs, or a word of local government, or nearly so, and of nobody else.
    fn other_name(&self, name: &str) -> Option<&Known> {
        let name = plain(name);
        let own = telling(&name);
        let core: BTreeSet<&String> = own.iter().filter(|word| !self.frame.contains(*word)).collect();
        let is_council = words(&name).any(|word| FRAME.contains(&word) && !JOINS.contains(&word));
        let may_be = |known: &&Known| {
            known.telling.iter().any(|theirs| {
                let shared = core.iter().filter(|word| theirs.iter().any(|own| near_word(own, word))).count();
                if core.is_empty() { own.len() > 1 && own.is_subset(theirs) } else { shared == core.len() }
            })
        };
        let mut found = self.all.iter().filter(may_be);
        found.next().filter(|_| is_council && found.next().is_none())
    }
}

/// Words within names that say nothing of who it is, nor that it is an authority.
const JOINS: [&str; 7] = ["the", "of", "and", "in", "for", "on", "behalf"];

fn telling(name: &str) -> BTreeSet<String> {
    words(name).filter(|word| !JOINS.contains(word)).map(str::to_owned).collect()
}

fn near_word(a: &str, b: &str) -> bool {
    let may_be = a.len().min(b.len()) > 4 && a.len().abs_diff(b.len()) < 2;
    a == b || (may_be && strsim::damerau_levenshtein(a, b) < 2)
}

impl Known {
    /// The first entry in a register of organisations that the record has no entry in.
    fn lacks(&self, party: &Party, registers: &BTreeSet<String>) -> Option<String> {
        let is_new = |(scheme, _): &&(String, String)| {
            registers.contains(scheme) && self.identifiers.iter().all(|(own, _)| own != scheme)
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
        exact: exact.iter().map(|name| name.to_lowercase()).collect(),
        telling: names.iter().map(|name| telling(name)).collect(),
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
