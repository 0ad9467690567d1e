//! The names behind the ids of two days, also of records that are gone.

use std::collections::HashMap;

use serde::Serialize;

use crate::catalogue::Catalogue;
use crate::content::release::Release;
use crate::site::urls;

/// A name, and the page of what has it.
#[derive(Debug, Serialize)]
pub(super) struct NamePart {
    pub(super) text: String,
    pub(super) href: Option<String>,
}

/// What ids stand for: today, or in the releases for what is gone since.
pub(super) struct Names<'a> {
    c: &'a Catalogue,
    /// By table and id.
    then: HashMap<(&'a str, &'a str), &'a str>,
}

impl<'a> Names<'a> {
    /// The names of both releases; where they differ, those of the first.
    pub(super) fn of(c: &'a Catalogue, releases: [&'a Release; 2]) -> Self {
        let mut then = HashMap::new();
        for table in releases.iter().flat_map(|release| &release.tables) {
            let column = |name: &str| table.columns.iter().position(|own| own == name);
            let (Some(ids), Some(names)) = (column("id"), column("name").or_else(|| column("title"))) else {
                continue;
            };
            for row in table.rows.iter().filter(|row| !row[names].is_empty()) {
                then.entry((table.name.as_str(), row[ids].as_str())).or_insert(row[names].as_str());
            }
        }
        Self { c, then }
    }

    /// The name behind an id and its page, where the record is still there.
    pub(super) fn part(&self, table: &str, column: &str, id: &str) -> NamePart {
        let kind = if column == "id" { table } else { column };
        if let Some((text, href)) = named(self.c, kind, id) {
            return NamePart { text, href: Some(href) };
        }
        // A key is named after one record of its table.
        let kinds = format!("{kind}s");
        let then = self.then.get(&(kind, id)).or_else(|| self.then.get(&(kinds.as_str(), id)));
        NamePart { text: (*then.unwrap_or(&id)).to_owned(), href: None }
    }
}

/// The name behind an id and its page.
fn named(c: &Catalogue, kind: &str, id: &str) -> Option<(String, String)> {
    match kind {
        "boroughs" | "borough" => {
            c.boroughs.find(id).map(|ix| (c.boroughs[ix].name.clone(), urls::borough(c, &c.boroughs[ix])))
        }
        "services" | "service" => {
            c.services.find(id).map(|ix| (c.services[ix].name.clone(), urls::service(&c.services[ix])))
        }
        "systems" | "system" => {
            c.systems.find(id).map(|ix| (c.systems[ix].name.clone(), urls::system(&c.systems[ix])))
        }
        "suppliers" => {
            c.suppliers.find(id).map(|ix| (c.suppliers[ix].name.clone(), urls::supplier(&c.suppliers[ix])))
        }
        "contracts" => c.contracts.find(id).map(|ix| {
            let row = &c.contracts[ix];
            (row.name(c).to_owned(), urls::contract(row))
        }),
        "frameworks" => {
            let found = c.frameworks.find(id).map(|ix| &c.frameworks[ix]);
            found.map(|row| (row.name.clone(), urls::framework(row)))
        }
        "skill" => c.skills.find(id).map(|ix| (c.skills[ix].name.clone(), urls::skill(&c.skills[ix]))),
        "technology" => c
            .technologies
            .find(id)
            .map(|ix| (c.technologies[ix].name.clone(), urls::technology(&c.technologies[ix]))),
        _ => None,
    }
}

/// The name behind an id, or the id where the record is gone.
pub(crate) fn name_of(c: &Catalogue, table: &str, column: &str, id: &str) -> String {
    let kind = if column == "id" { table } else { column };
    named(c, kind, id).map_or_else(|| id.to_owned(), |(name, _)| name)
}
