//! What search knows: takes a model, gives every name and text that can be found, with the one fact that answers most
//! questions. The browser makes an index of it on first use; to rank by words is the script's business.
//!
//! Only what pages show is in it, so that what is published as totals only can't be found by authority.

mod pairs;
mod parts;
mod records;
mod texts;

use serde::Serialize;

use crate::figures::capitalised;
use crate::site::Model;

pub use parts::{FOLDER, Part, parts};

/// Everything that can be found, by kind.
#[derive(Debug, Serialize)]
pub struct Index {
    /// The kinds; an entry is referred to by its place among all entries of all groups.
    pub groups: Vec<Group>,
    /// Where what each authority has is found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authorities: Vec<FileOf>,
}

/// The first of a part's authorities by its place, and the file's name in its folder without the ending.
#[derive(Clone, Debug, Serialize)]
pub struct FileOf(pub usize, pub String);

impl Index {
    /// Places count through all groups, so that one without entries can be left out.
    fn of(mut groups: Vec<Group>) -> Self {
        groups.retain(|group| !group.entries.is_empty() || !group.missing.is_empty());
        Self { groups, authorities: Vec::new() }
    }
}

/// Entries of one kind.
#[derive(Debug, Serialize)]
pub struct Group {
    /// Its id.
    pub id: &'static str,
    /// Its heading.
    pub title: String,
    /// How much a hit is worth beside one of another kind.
    pub weight: f32,
    /// Words by which all of them are found: "system", "council".
    pub also: Vec<String>,
    /// Its entries.
    pub entries: Vec<Entry>,
    /// Entries of which there is only a name, made of two others: the place of a service, then those of authorities.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Vec<usize>>,
}

impl Group {
    fn new(id: &'static str, title: &str, weight: f32, also: &[&str], entries: Vec<Entry>) -> Self {
        let also = also.iter().map(|word| (*word).to_owned()).collect();
        Self { id, title: title.to_owned(), weight, also, entries, missing: Vec::new() }
    }
}

/// Something that can be found.
#[derive(Debug, Default, Serialize)]
pub struct Entry {
    /// Its name; empty where it is that of an authority and a service, the first two that it is `of`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Address from the site's root.
    pub href: String,
    /// One fact that a reader may have looked for.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub fact: String,
    /// Other names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Words in which it can be found, of which the place that matches is shown.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Entries by whose names it is found too, by their places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<usize>,
}

impl Entry {
    fn new(name: impl Into<String>, href: impl Into<String>) -> Self {
        Self { name: name.into(), href: href.into(), ..Self::default() }
    }
}

/// Where the records of each kind begin among all entries.
struct Places {
    boroughs: usize,
    services: usize,
    systems: usize,
    suppliers: usize,
}

impl Places {
    fn of(model: Model) -> Self {
        let c = model.catalogue;
        let services = c.boroughs.len();
        let systems = services + c.services.len();
        Self { boroughs: 0, services, systems, suppliers: systems + c.systems.len() }
    }
}

/// The names of all records: what most first hits are. What an authority has is in the files that are named here.
#[must_use]
pub fn names(model: Model, authorities: Vec<FileOf>) -> Index {
    let words = &model.catalogue.site.words;
    let places = Places::of(model);
    let own = [&words.one, &words.many].into_iter().chain(&words.aliases);
    let authority: Vec<&str> = own.map(String::as_str).collect();
    let software = [say!("system"), say!("software")];
    let groups = vec![
        // The first four in the order of their places.
        Group::new("boroughs", &capitalised(&words.many), 1.6, &authority, records::boroughs(model)),
        Group::new("services", say!("Services"), 1.4, &[say!("service")], records::services(model)),
        Group::new("systems", say!("Systems"), 1.5, &software, records::systems(model, &places)),
        Group::new(
            "suppliers",
            say!("Suppliers"),
            1.5,
            &[say!("supplier"), say!("company"), say!("vendor")],
            records::suppliers(model),
        ),
        Group::new(
            "frameworks",
            say!("Frameworks"),
            1.1,
            &[say!("framework"), say!("route"), say!("market")],
            records::frameworks(model),
        ),
        Group::new("skills", say!("Skills"), 1.1, &[say!("skill")], records::skills(model)),
        Group::new(
            "technologies",
            say!("Emerging technologies"),
            1.1,
            &[say!("technology")],
            records::technologies(model),
        ),
    ];
    Index { authorities, ..Index::of(groups) }
}

/// Texts: longer than all names, so that they come in a file of their own and keep no first hit waiting.
#[must_use]
pub fn texts(model: Model) -> Index {
    Index::of(vec![
        Group::new("glossary", say!("Glossary"), 1.0, &[], texts::glossary(model)),
        Group::new("figures", say!("Figures"), 0.7, &[say!("figure")], texts::figures(model)),
        Group::new("report", say!("Report"), 0.6, &[], texts::report(model)),
        Group::new("pages", say!("About this site"), 0.6, &[], texts::pages(model)),
    ])
}
