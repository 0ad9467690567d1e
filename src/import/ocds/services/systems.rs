//! Whether words name one of the region's systems.

use crate::content::Content;
use crate::import::ocds::names::{plain, says, words};

pub(super) struct System {
    pub id: String,
    pub supplier: Option<String>,
    pub services: Vec<String>,
    names: Vec<Name>,
}

struct Name {
    plain: String,
    /// Whether nobody would write it for something else: two words or more, or capitals within.
    is_own: bool,
}

/// What stands after the name of a product where it is bought.
const PURCHASES: [&str; 16] = [
    "licence",
    "licences",
    "license",
    "licenses",
    "software",
    "subscription",
    "subscriptions",
    "support",
    "system",
    "saas",
    "cloud",
    "directory",
    "solution",
    "upgrade",
    "renewal",
    "maintenance",
];

/// How a text names a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// By a name that is nothing else.
    Own,
    /// By a word that may mean something else, before a word for what is bought.
    Perhaps,
}

pub(super) fn all(content: &Content) -> Vec<System> {
    let systems = content.systems.iter().filter_map(|(id, file)| Some((id, file.record.as_ref()?)));
    let system = |(id, record): (&String, &crate::content::records::SystemRecord)| System {
        id: id.clone(),
        supplier: record.supplier.as_ref().map(|supplier| supplier.value.clone()),
        names: std::iter::once(&record.name).chain(&record.aliases).map(|text| name(text)).collect(),
        services: record.services.iter().map(|service| service.value.clone()).collect(),
    };
    systems.map(system).collect()
}

fn name(text: &str) -> Name {
    let mut letters = text.chars().skip_while(|c| !c.is_lowercase());
    let has_capitals_within = letters.any(char::is_uppercase) && !text.contains(' ');
    let plain = plain(text);
    Name { is_own: words(&plain).count() > 1 || has_capitals_within || text.contains('.'), plain }
}

impl System {
    /// Whether a text in plain letters names it. A common word is surely a name only where its supplier is known to be
    /// the one.
    pub(super) fn naming(&self, text: &str, supplier: Option<&str>) -> Option<Naming> {
        let is_suppliers = supplier.is_some() && self.supplier.as_deref() == supplier;
        let said = self.names.iter().filter(|name| name.plain.len() > 3 && says(text, &name.plain));
        let bought = |name: &Name| PURCHASES.iter().any(|what| says(text, &format!("{} {what}", name.plain)));
        said.filter_map(|name| {
            let is_own = name.is_own || is_suppliers;
            if is_own { Some(Naming::Own) } else { bought(name).then_some(Naming::Perhaps) }
        })
        .max_by_key(|naming| *naming == Naming::Own)
    }
}
