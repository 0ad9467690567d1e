//! What a contract may be for: guessed from its words, the words of its CPV codes, and what its supplier sells here.
//!
//! Services, systems and their other names are the region's own; only which codes are technology at all stands here.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{plain, says, subject, words};
use super::units::Unit;
use crate::content::Content;
use crate::content::records::Category;

/// What a contract may be for, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Guess {
    pub services: Vec<String>,
    /// A system that the notice names.
    pub system: Option<String>,
    pub why: String,
}

/// Begins of CPV codes for technology: computers, telecommunications, software, their services and their repair.
const TECHNOLOGY: [&str; 9] = ["302", "3133", "32", "48", "5031", "5032", "5033", "642", "72"];

/// Words of technology for notices with broad codes or none.
const WORDS: [&str; 22] = [
    "software",
    "saas",
    "ict",
    "computer",
    "computers",
    "laptops",
    "database",
    "website",
    "crm",
    "erp",
    "telephony",
    "broadband",
    "wifi",
    "digital",
    "cybersecurity",
    "data centre",
    "case management system",
    "management system",
    "information system",
    "it system",
    "it systems",
    "it services",
];

/// More services than these are no guess.
const AT_MOST: usize = 3;

/// The services and systems of the region by their words.
pub(super) struct Services {
    all: Vec<Service>,
    /// Words that stand with one service only.
    own_words: BTreeMap<String, String>,
    systems: Vec<System>,
}

struct Service {
    id: String,
    /// Name and other names: in plain letters, and what they are about.
    names: Vec<(String, BTreeSet<String>)>,
}

struct System {
    id: String,
    supplier: Option<String>,
    names: Vec<String>,
    services: Vec<String>,
}

impl Services {
    pub(super) fn of(content: &Content) -> Self {
        let list = content.services.as_ref().and_then(|file| file.record.as_ref());
        let list = list.into_iter().flat_map(|list| &list.groups).flat_map(|group| &group.services);
        let services: Vec<Service> = list
            .map(|item| Service {
                id: item.id.value.clone(),
                names: std::iter::once(&item.name)
                    .chain(&item.aliases)
                    .map(|name| (plain(name), subject(name)))
                    .collect(),
            })
            .collect();
        let systems = content.systems.iter().filter_map(|(id, file)| Some((id, file.record.as_ref()?)));
        let systems = systems.map(|(id, record)| System {
            id: id.clone(),
            supplier: record.supplier.as_ref().map(|supplier| supplier.value.clone()),
            names: std::iter::once(&record.name).chain(&record.aliases).map(|name| plain(name)).collect(),
            services: record.services.iter().map(|service| service.value.clone()).collect(),
        });
        Self { own_words: own_words(&services), all: services, systems: systems.collect() }
    }

    /// Whether a contract is about technology: by its codes, by its words, or because its supplier sells systems here.
    pub(super) fn is_technology(&self, unit: &Unit, supplier: Option<&str>) -> bool {
        let is_code = |id: &str| TECHNOLOGY.iter().any(|begin| id.starts_with(begin));
        let text = plain(&unit.title);
        unit.cpv.iter().any(|code| is_code(&code.id))
            || WORDS.iter().any(|word| says(&text, word))
            || supplier.is_some_and(|supplier| self.sells_here(supplier))
            || self.systems.iter().any(|system| system.is_named(&text, None))
    }

    fn sells_here(&self, supplier: &str) -> bool {
        self.systems.iter().any(|system| system.supplier.as_deref() == Some(supplier))
    }

    /// The surest guess: a system that is named, a service that is named, a word that only one service has, what the
    /// supplier sells. The title goes before the words of the codes, and those before the description.
    pub(super) fn guess(&self, unit: &Unit, supplier: Option<&str>) -> Guess {
        let codes: Vec<&str> = unit.cpv.iter().filter_map(|code| code.words.as_deref()).collect();
        let texts = [
            ("the title", unit.title.clone()),
            ("the words of its CPV codes", codes.join(". ")),
            ("the description", unit.description.clone()),
        ];
        let texts = texts.map(|(place, text)| (place, plain(&text), subject(&text)));
        for (place, text, _) in &texts {
            if let Some(system) = self.systems.iter().find(|system| system.is_named(text, supplier)) {
                let why = format!("guessed: {place} names {}, which serves these", system.id);
                let services =
                    if system.services.len() <= AT_MOST { system.services.clone() } else { Vec::new() };
                return Guess { services, system: Some(system.id.clone()), why };
            }
        }
        for (place, text, about) in &texts {
            let guess = self.by_name(text, about, *place == texts[2].0);
            if !guess.is_empty() && guess.len() <= AT_MOST {
                let why =
                    format!("guessed: {place} has {}", quoted(guess.iter().map(|(_, name)| name.as_str())));
                return Guess { services: ids(guess.into_iter().map(|(id, _)| id)), system: None, why };
            }
        }
        for (place, _, about) in &texts[..2] {
            let own: Vec<(&String, &String)> =
                about.iter().filter_map(|word| self.own_words.get_key_value(word)).collect();
            let services = ids(own.iter().map(|(_, id)| (*id).clone()));
            if !services.is_empty() && services.len() <= AT_MOST {
                let why = format!(
                    "guessed: only these are about {}, a word in {place}",
                    quoted(own.iter().map(|(word, _)| word.as_str()))
                );
                return Guess { services, system: None, why };
            }
        }
        self.of_supplier(supplier).unwrap_or_default()
    }

    /// Services whose name, or another name, is in a text as a whole or with all of its telling words.
    /// A long text has single words for many reasons.
    fn by_name(&self, text: &str, about: &BTreeSet<String>, is_long: bool) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        for service in &self.all {
            let named = service.names.iter().find(|(name, subject)| {
                (name.len() > 3 && (!is_long || name.contains(' ')) && says(text, name))
                    || (subject.len() > 1 && subject.is_subset(about))
            });
            if let Some((name, _)) = named {
                found.push((service.id.clone(), name.clone()));
            }
        }
        // A name within a longer one that was found as well says nothing more.
        let longer = found.clone();
        found.retain(|(_, name)| !longer.iter().any(|(_, other)| other != name && says(other, name)));
        found
    }

    /// The one service that all systems of a supplier serve.
    fn of_supplier(&self, supplier: Option<&str>) -> Option<Guess> {
        let own =
            self.systems.iter().filter(|system| supplier.is_some() && system.supplier.as_deref() == supplier);
        let services: BTreeSet<&String> = own.flat_map(|system| &system.services).collect();
        let only = services.first().filter(|_| services.len() == 1)?;
        let why = "guessed: the supplier's systems serve nothing else here".to_owned();
        Some(Guess { services: vec![(*only).clone()], system: None, why })
    }
}

impl System {
    /// Whether a text names it. One common word is a name only where its supplier is known to be the one.
    fn is_named(&self, text: &str, supplier: Option<&str>) -> bool {
        let is_suppliers = supplier.is_some() && self.supplier.as_deref() == supplier;
        self.names
            .iter()
            .any(|name| (is_suppliers || words(name).count() > 1) && name.len() > 3 && says(text, name))
    }
}

/// What kind of thing it is, where the codes leave no doubt.
pub(super) fn category(unit: &Unit) -> Category {
    let all = |begins: &[&str]| {
        !unit.cpv.is_empty()
            && unit.cpv.iter().all(|code| begins.iter().any(|begin| code.id.starts_with(begin)))
    };
    if all(&["48"]) {
        Category::Software
    } else if all(&["302", "32"]) {
        Category::Hardware
    } else {
        Category::Unknown
    }
}

fn own_words(services: &[Service]) -> BTreeMap<String, String> {
    let mut homes: BTreeMap<&String, BTreeSet<&String>> = BTreeMap::new();
    for service in services {
        for word in service.names.iter().flat_map(|(_, subject)| subject).filter(|word| word.len() > 4) {
            homes.entry(word).or_default().insert(&service.id);
        }
    }
    let own = homes.into_iter().filter(|(_, ids)| ids.len() == 1);
    own.filter_map(|(word, ids)| Some((word.clone(), (*ids.first()?).clone()))).collect()
}

fn ids(ids: impl Iterator<Item = String>) -> Vec<String> {
    ids.collect::<BTreeSet<_>>().into_iter().collect()
}

fn quoted<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" and ")
}
