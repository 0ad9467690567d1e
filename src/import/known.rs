//! The ids that rows may refer to: takes the tables of a region, gives names by id.

use std::collections::BTreeMap;

use crate::content::Guesses;
use crate::diagnostics::{Rule, rules};

/// The ids of one table.
#[derive(Debug)]
pub(super) struct Ids {
    /// The table.
    pub file: &'static str,
    names: BTreeMap<String, String>,
    guesses: Guesses,
}

impl Ids {
    pub(super) fn new(file: &'static str) -> Self {
        Self { file, names: BTreeMap::new(), guesses: Guesses::default() }
    }

    pub(super) fn insert(&mut self, id: &str, name: &str) {
        self.names.insert(id.to_owned(), name.to_owned());
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.names.contains_key(id)
    }

    pub(super) fn name(&self, id: &str) -> Option<&str> {
        self.names.get(id).map(String::as_str)
    }

    pub(super) fn id_of(&self, name: &str) -> Option<&str> {
        self.names.iter().find(|(_, known)| known.eq_ignore_ascii_case(name)).map(|(id, _)| id.as_str())
    }

    /// The id that a misspelt one, or a name, may mean.
    pub(super) fn nearest(&self, id: &str) -> Option<&str> {
        self.id_of(id).or_else(|| self.guesses.nearest(id, self.names.keys().map(String::as_str)))
    }

    /// Ids of records that are there, in place of rows of the same import.
    fn are_of_content(&self) -> bool {
        !self.file.ends_with(".csv")
    }

    /// What is said of an id that is not there.
    pub(super) fn missing(&self, id: &str) -> String {
        if self.are_of_content() {
            return format!("there is no `{id}` in {}", self.file);
        }
        format!("no row of {} that could be placed has this id", self.file)
    }

    /// What to do about it.
    pub(super) fn remedy(&self) -> String {
        if self.are_of_content() {
            return self.rule().remedy.to_owned();
        }
        format!("correct the id, or add a row to {}", self.file)
    }

    /// The rule that such an id breaks.
    pub(super) fn rule(&self) -> &'static Rule {
        match self.file.split(['.', '/']).next() {
            Some("boroughs") => &rules::UNKNOWN_BOROUGH,
            Some("contracts") => &rules::UNKNOWN_CONTRACT,
            Some("frameworks") => &rules::UNKNOWN_FRAMEWORK,
            Some("services") => &rules::UNKNOWN_SERVICE,
            Some("skills") => &rules::UNKNOWN_SKILL,
            Some("suppliers") => &rules::UNKNOWN_SUPPLIER,
            Some("technologies") => &rules::UNKNOWN_TECHNOLOGY,
            _ => &rules::UNKNOWN_SYSTEM,
        }
    }
}

/// Every id of the region.
#[derive(Debug)]
pub(super) struct Known {
    pub services: Ids,
    pub skills: Ids,
    pub technologies: Ids,
    pub frameworks: Ids,
    pub suppliers: Ids,
    pub systems: Ids,
    pub boroughs: Ids,
    /// The position of each service's group, for sorting.
    pub group_order: BTreeMap<String, usize>,
    /// The supplier of each system that has one.
    pub supplier_of: BTreeMap<String, String>,
}
