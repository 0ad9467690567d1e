//! Whether words name one of the region's services: by its name, a part of it or another name, then by its definition.
//!
//! Words that stand in the title of any contract ("system", "management") count only within a whole name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::content::records::ServiceItem;
use crate::import::ocds::names::{EVERYWHERE, plain, says, words};

/// More words that say nothing by themselves.
const GENERAL: [&str; 16] = [
    "of",
    "to",
    "in",
    "on",
    "or",
    "by",
    "an",
    "it",
    "ict",
    "its",
    "case",
    "casework",
    "application",
    "applications",
    "administration",
    "collection",
];

/// What people write for the same thing: words in a title, and the words to read in their place.
const SAME: [(&str, &str); 30] = [
    ("enterprise resource planning", "erp"),
    ("human resources", "hr"),
    ("revenues and benefits", "council tax, business rates, housing benefit"),
    ("revenue and benefits", "council tax, business rates, housing benefit"),
    ("revenues benefits", "council tax, business rates, housing benefit"),
    ("edrm", "documents and records"),
    ("laptops", "end user devices"),
    ("desktops", "end user devices"),
    ("e procurement", "e sourcing"),
    ("eprocurement", "e sourcing"),
    ("tendering portal", "e sourcing"),
    ("esourcing", "e sourcing"),
    ("unified communications", "telephony"),
    ("call handling", "contact centre"),
    ("switchboard", "telephony"),
    ("wide area network", "wan"),
    ("local area network", "networks"),
    ("elections", "electoral"),
    ("income receipting", "income management"),
    ("epayments", "e payments"),
    ("street cleaning", "street cleansing"),
    ("highways management", "highways assets"),
    ("civil enforcement", "parking enforcement"),
    ("office 365", "m365, productivity"),
    ("microsoft 365", "m365, productivity"),
    ("microsoft enterprise", "m365, productivity"),
    ("microsoft licences", "m365, productivity"),
    ("microsoft licenses", "m365, productivity"),
    ("microsoft licensing", "m365, productivity"),
    ("customer relationship management", "crm"),
];

/// The same in plain forms. A word that no name has keeps phrases apart.
fn same() -> &'static [(String, String)] {
    static PLAIN: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
        let all = |same: &str| same.split(", ").map(stems).collect::<Vec<_>>().join(" | ");
        SAME.iter().map(|(from, same)| (stems(from), format!(" | {} | ", all(same)))).collect()
    });
    &PLAIN
}

/// A text as services are looked for in it.
pub(super) struct Text {
    /// As it was written: abbreviations are known by their capitals.
    original: String,
    /// Every word in its plain form, with what means the same.
    words: String,
    telling: BTreeSet<String>,
}

impl Text {
    pub(super) fn of(original: &str) -> Self {
        let mut words = stems(original);
        for (from, same) in same() {
            if says(&words, from) {
                let replaced = format!(" {words} ").replace(&format!(" {from} "), same);
                replaced.trim().clone_into(&mut words);
            }
        }
        Self { original: original.to_owned(), telling: telling(&words), words }
    }
}

/// Services by their words.
pub(super) struct Names {
    all: Vec<Service>,
    /// How many services have a name that comes to these telling words.
    homes: BTreeMap<BTreeSet<String>, BTreeSet<usize>>,
}

pub(super) struct Service {
    pub id: String,
    pub name: String,
    pub totals_only: bool,
    names: Vec<Name>,
    /// Of definition and names.
    defined: BTreeSet<String>,
}

struct Name {
    original: String,
    words: String,
    telling: BTreeSet<String>,
}

/// Services that a text names, each with the words that do.
#[derive(Default)]
pub(super) struct Found {
    /// Whole names of several words, or all that tell something in them.
    pub whole: Vec<(usize, String)>,
    /// Single words that are one service's name, or all that is left of it.
    pub single: Vec<(usize, String)>,
}

impl Names {
    pub(super) fn of<'s>(services: impl Iterator<Item = &'s ServiceItem>) -> Self {
        let all: Vec<Service> = services.map(service).collect();
        let mut homes: BTreeMap<BTreeSet<String>, BTreeSet<usize>> = BTreeMap::new();
        for (at, service) in all.iter().enumerate() {
            for name in &service.names {
                homes.entry(name.telling.clone()).or_default().insert(at);
            }
        }
        Self { all, homes }
    }

    pub(super) fn get(&self, at: usize) -> &Service {
        &self.all[at]
    }

    pub(super) fn all(&self) -> &[Service] {
        &self.all
    }

    /// Services whose names are in a text.
    pub(super) fn named(&self, text: &Text) -> Found {
        let mut found = Found::default();
        for (at, service) in self.all.iter().enumerate() {
            let mut best: [Option<String>; 2] = [None, None];
            for name in &service.names {
                let Some((is_single, words)) = self.hit(name, text) else { continue };
                let best = &mut best[usize::from(is_single)];
                if best.as_ref().is_none_or(|own| own.len() < words.len()) {
                    *best = Some(words);
                }
            }
            let [whole, single] = best;
            found.whole.extend(whole.map(|words| (at, words)));
            found.single.extend(single.map(|words| (at, words)));
        }
        found.whole = longest(found.whole);
        found.single = first(longest(found.single), &text.words);
        found
    }

    /// Whether a text has a name: with one word or several, and with which.
    fn hit(&self, name: &Name, text: &Text) -> Option<(bool, String)> {
        let is_whole = says(&text.words, &name.words);
        let is_subject = !name.telling.is_empty() && name.telling.is_subset(&text.telling);
        let about = || name.telling.iter().cloned().collect::<Vec<_>>().join(" ");
        if is_whole && name.words.contains(' ') && !name.telling.is_empty() {
            return Some((false, name.words.clone()));
        }
        if is_subject && name.telling.len() > 1 {
            return Some((false, about()));
        }
        if !is_subject || self.homes.get(&name.telling).is_none_or(|homes| homes.len() > 1) {
            return None;
        }
        if is_whole {
            let is_clear = name.words.len() > 3 || text.telling.len() == 1 || stands(&name.original, text);
            return is_clear.then(|| (true, name.words.clone()));
        }
        let word = about();
        (word.len() > 3).then_some((true, word))
    }

    /// The one service whose definition and names have most of a text's words.
    pub(super) fn defined(&self, text: &Text) -> Option<(usize, String)> {
        let about: BTreeSet<&String> = text.telling.iter().filter(|word| word.len() > 3).collect();
        let shared = |service: &Service| about.iter().filter(|word| service.defined.contains(**word)).count();
        let most = self.all.iter().map(shared).max()?;
        let mut best = self.all.iter().enumerate().filter(|(_, service)| shared(service) == most);
        let (at, service) = best.next().filter(|_| best.next().is_none())?;
        let words: Vec<&str> =
            about.iter().filter(|word| service.defined.contains(**word)).map(|word| word.as_str()).collect();
        (most > 1 && 3 * most >= 2 * about.len()).then(|| (at, words.join(" ")))
    }
}

/// Whether an abbreviation stands in a text as it is written, and not as a part of some word.
fn stands(name: &str, text: &Text) -> bool {
    text.original.split(|c: char| !c.is_alphanumeric()).any(|word| word == name)
        || text.words.contains(&format!("| {}", stems(name)))
}

fn service(item: &ServiceItem) -> Service {
    let id = item.id.value.replace('-', " ");
    let parts =
        item.name.split(" and ").flat_map(|part| part.split(", ")).flat_map(|part| part.split(" or "));
    let all = [item.name.as_str(), id.as_str()].into_iter();
    let all = all.chain(item.aliases.iter().map(String::as_str)).chain(parts);
    let names: Vec<Name> = all
        .map(|name| Name { original: name.to_owned(), words: stems(name), telling: telling(&stems(name)) })
        .collect();
    let mut defined = telling(&stems(&item.definition));
    defined.extend(names.iter().flat_map(|name| name.telling.iter().cloned()));
    Service {
        id: item.id.value.clone(),
        name: item.name.clone(),
        totals_only: item.totals_only,
        names,
        defined,
    }
}

/// A name within a longer one that was found as well says nothing more.
fn longest(found: Vec<(usize, String)>) -> Vec<(usize, String)> {
    let set = |words: &str| words.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    let all: Vec<BTreeSet<String>> = found.iter().map(|(_, words)| set(words)).collect();
    let is_within = |words: &str| {
        let own = set(words);
        all.iter().any(|other| own.len() < other.len() && own.is_subset(other))
    };
    found.into_iter().filter(|(_, words)| !is_within(words)).collect()
}

/// What a title names first is what is bought, with what "and" joins to it: "website hosting" is about a website.
fn first(mut found: Vec<(usize, String)>, text: &str) -> Vec<(usize, String)> {
    let all: Vec<&str> = text.split(' ').filter(|word| *word != "|").collect();
    let at = |words: &str| {
        all.iter().position(|own| words.split(' ').any(|word| word == *own)).unwrap_or(all.len())
    };
    found.sort_by_key(|(_, words)| at(words));
    let mut kept: Vec<(usize, String)> = Vec::new();
    for (service, words) in found {
        let joins = kept.last().is_none_or(|(_, last)| {
            let end = at(last) + last.split(' ').count();
            at(&words) == at(last) || all.get(end..at(&words)).is_some_and(|between| between == ["and"])
        });
        if !joins {
            break;
        }
        kept.push((service, words));
    }
    kept
}

fn telling(stems: &str) -> BTreeSet<String> {
    static SILENT: LazyLock<BTreeSet<String>> =
        LazyLock::new(|| EVERYWHERE.iter().chain(&GENERAL).map(|word| stem(word)).collect());
    words(stems).filter(|word| word.len() > 1 && !SILENT.contains(*word)).map(str::to_owned).collect()
}

fn stems(text: &str) -> String {
    words(&plain(text)).map(stem).collect::<Vec<_>>().join(" ")
}

/// A word without the end that plurals have.
fn stem(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    word.strip_suffix('s').filter(|stem| stem.len() > 2 && !stem.ends_with('s')).unwrap_or(word).to_owned()
}
