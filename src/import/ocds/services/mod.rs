//! What a contract may be for: guessed from its words, its CPV codes, and what its supplier sells here, each guess with
//! its reason and how sure it is. No guess is better than a wrong one.
//!
//! Services, systems and their other names are the region's own; what codes and words mean in any region stands here.

mod cpv;
mod names;
mod systems;

use std::collections::BTreeSet;

use self::names::{Names, Text};
use self::systems::{Naming, System};
use super::names::{plain, says};
use super::release::Code;
use super::units::Unit;
use crate::content::Content;
use crate::content::records::Confidence;
use crate::content::safety::notices::{is_security_code, security_words};

pub(super) use self::cpv::category;

/// What a contract may be for, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Guess {
    pub services: Vec<String>,
    /// A system that the notice names.
    pub system: Option<String>,
    pub confidence: Option<Confidence>,
    pub why: String,
    /// Why it may only be shown as totals.
    pub totals: Option<Totals>,
}

/// A contract that pages don't show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Totals {
    /// What says so.
    pub why: String,
    pub reason: Reason,
    /// The service's name, where the region has one for it.
    pub name: Option<String>,
}

/// Why only totals are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// It is about security.
    Security,
    /// It is about something else with security in it.
    SecurityInPart,
    /// It is for another service of which only totals are shown.
    Hidden,
}

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
    names: Names,
    systems: Vec<System>,
}

/// Services with the words that name them.
type Named = Vec<(usize, String)>;

impl Services {
    pub(super) fn of(content: &Content) -> Self {
        let list = content.services.as_ref().and_then(|file| file.record.as_ref());
        let list = list.into_iter().flat_map(|list| &list.groups).flat_map(|group| &group.services);
        Self { names: Names::of(list), systems: systems::all(content) }
    }

    /// Whether a contract is about technology: by its codes, by its words, or because its supplier sells systems here.
    /// Where every code is of another trade, only the name of a system says so.
    pub(super) fn is_technology(&self, unit: &Unit, supplier: Option<&str>) -> bool {
        let text = plain(&unit.title);
        let names_system =
            || self.systems.iter().any(|system| system.naming(&text, None) == Some(Naming::Own));
        if !unit.cpv.is_empty() && unit.cpv.iter().all(|code| cpv::is_other_trade(&code.id)) {
            return names_system();
        }
        unit.cpv.iter().any(|code| cpv::is_technology(&code.id))
            || WORDS.iter().any(|word| says(&text, word))
            || security_words(&text).is_some()
            || supplier.is_some_and(|supplier| self.sells_here(supplier))
            || names_system()
    }

    fn sells_here(&self, supplier: &str) -> bool {
        self.systems.iter().any(|system| system.supplier.as_deref() == Some(supplier))
    }

    /// The surest guess. The title goes before the codes, and those before the description.
    pub(super) fn guess(&self, unit: &Unit, supplier: Option<&str>) -> Guess {
        if let Some(why) = security(unit) {
            return self.of_security(&why);
        }
        let mut guess = self.usual(unit, supplier);
        if let Some(why) = security_in_part(unit) {
            guess.totals = Some(Totals { why, reason: Reason::SecurityInPart, name: None });
        }
        let hidden = |own: &&names::Service| own.totals_only && guess.services.contains(&own.id);
        if let Some(service) = self.names.all().iter().find(hidden) {
            let (why, name) = (guess.why.clone(), Some(service.name.clone()));
            guess.totals = Some(Totals { why, reason: Reason::Hidden, name });
            guess.system = None;
        }
        guess
    }

    /// What a title names.
    fn of_title(&self, title: &str, supplier: Option<&str>) -> Option<Guess> {
        let names = self.names.named(&Text::of(title));
        let by = |named: Named, confidence| {
            self.of_names(&named, confidence, |words| format!("the title has {words}"))
        };
        self.of_system(&plain(title), supplier, "the title")
            .or_else(|| by(names.whole, Confidence::High))
            .or_else(|| by(names.single, Confidence::Medium))
    }

    fn usual(&self, unit: &Unit, supplier: Option<&str>) -> Guess {
        let title = Text::of(&unit.title);
        let codes: Vec<&str> =
            unit.cpv.iter().filter_map(|code| cpv::words(&code.id).or(code.words.as_deref())).collect();
        let codes = Text::of(&codes.join(". "));
        let description = Text::of(&unit.description);
        let of_codes = self.names.named(&codes);
        let of_description = self.names.named(&description).whole;
        let has = |place: &str, words: &str| format!("{place} has {words}");
        let by = |named: Named, confidence, place: &str| {
            self.of_names(&named, confidence, |words| has(place, words))
        };
        // A lot's own title says more of it than the title of all lots.
        let own = unit.own_title.as_deref();
        own.and_then(|own| self.of_title(own, supplier))
            .or_else(|| self.of_title(&unit.title, supplier))
            .or_else(|| by(of_codes.whole, Confidence::Medium, "what its CPV codes are for"))
            .or_else(|| by(of_codes.single, Confidence::Low, "what its CPV codes are for"))
            .or_else(|| {
                let defined = self.names.defined(&title).into_iter().collect();
                let told = |words: &str| format!("the title has {words}, as the service's definition does");
                self.of_names(&defined, Confidence::Low, told)
            })
            .or_else(|| self.of_system(&plain(&unit.description), supplier, "the description"))
            .or_else(|| by(of_description, Confidence::Low, "the description"))
            .or_else(|| self.of_supplier(supplier))
            .unwrap_or_default()
    }

    fn of_names(&self, named: &Named, confidence: Confidence, why: impl Fn(&str) -> String) -> Option<Guess> {
        let services: BTreeSet<&str> = named.iter().map(|(at, _)| self.names.get(*at).id.as_str()).collect();
        if services.is_empty() || services.len() > AT_MOST {
            return None;
        }
        let words: BTreeSet<String> = named.iter().map(|(_, words)| format!("\"{words}\"")).collect();
        let words: Vec<String> = words.into_iter().collect();
        Some(Guess::of(services, confidence, &why(&words.join(" and "))))
    }

    fn of_system(&self, text: &str, supplier: Option<&str>, place: &str) -> Option<Guess> {
        let named = self.systems.iter().filter_map(|system| Some((system, system.naming(text, supplier)?)));
        let (system, naming) = named.max_by_key(|(_, naming)| *naming == Naming::Own)?;
        let confidence = match naming {
            Naming::Own => Confidence::High,
            Naming::Perhaps => Confidence::Low,
        };
        let services = system.services.iter().map(String::as_str);
        let services = if system.services.len() <= AT_MOST { services.collect() } else { BTreeSet::new() };
        if services.is_empty() && naming == Naming::Perhaps {
            return None;
        }
        let why = format!("{place} names {}, which serves these", system.id);
        Some(Guess { system: Some(system.id.clone()), ..Guess::of(services, confidence, &why) })
    }

    /// The one service that all systems of a supplier serve.
    fn of_supplier(&self, supplier: Option<&str>) -> Option<Guess> {
        let own =
            self.systems.iter().filter(|system| supplier.is_some() && system.supplier.as_deref() == supplier);
        let services: BTreeSet<&str> = own.flat_map(|system| &system.services).map(String::as_str).collect();
        let why = "the supplier's systems serve nothing else here";
        (services.len() == 1).then(|| Guess::of(services, Confidence::Low, why))
    }

    /// Where the region keeps what protects it: the only service of which it shows totals, or the one that security names.
    fn of_security(&self, why: &str) -> Guess {
        let hidden: Vec<&names::Service> = self.names.all().iter().filter(|own| own.totals_only).collect();
        let is_security = |own: &&&names::Service| says(&plain(&own.name), "security");
        let service = match hidden.as_slice() {
            [only] => Some(*only),
            several => several.iter().find(is_security).copied(),
        };
        let services = service.iter().map(|own| own.id.as_str()).collect();
        let name = service.map(|own| own.name.clone());
        let totals = Some(Totals { why: why.to_owned(), reason: Reason::Security, name });
        Guess { totals, ..Guess::of(services, Confidence::Medium, why) }
    }
}

impl Guess {
    /// Whether it is about security, so that not even its title may be published.
    pub(super) fn is_security(&self) -> bool {
        self.totals.as_ref().is_some_and(|totals| totals.reason == Reason::Security)
    }

    fn of(services: BTreeSet<&str>, confidence: Confidence, why: &str) -> Self {
        let services: Vec<String> = services.into_iter().map(str::to_owned).collect();
        Self { services, confidence: Some(confidence), why: why.to_owned(), ..Self::default() }
    }
}

/// What says that a contract is about security: its title, or all of its codes.
pub(super) fn security(unit: &Unit) -> Option<String> {
    in_words("the title", &unit.title).or_else(|| {
        let whys: Option<Vec<String>> = unit.cpv.iter().map(in_code).collect();
        whys?.into_iter().next()
    })
}

/// What says that it has security in it: one of its codes, or its description.
fn security_in_part(unit: &Unit) -> Option<String> {
    unit.cpv.iter().find_map(in_code).or_else(|| in_words("the description", &unit.description))
}

fn in_code(code: &Code) -> Option<String> {
    if is_security_code(&code.id) {
        return Some(format!("CPV {} is for security software", code.id));
    }
    in_words("a CPV code's title", code.words.as_deref()?)
}

fn in_words(place: &str, text: &str) -> Option<String> {
    let words = security_words(&plain(text))?;
    Some(format!("{place} has \"{words}\""))
}
