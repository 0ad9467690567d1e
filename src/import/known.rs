//! The ids that rows may refer to: takes the tables of a region, gives names by id.

use std::collections::BTreeMap;

use crate::content;

/// The ids of one table.
#[derive(Debug)]
pub(super) struct Ids {
    /// The table.
    pub file: &'static str,
    names: BTreeMap<String, String>,
}

impl Ids {
    pub(super) fn new(file: &'static str) -> Self {
        Self { file, names: BTreeMap::new() }
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

    /// The id that a misspelt one may mean.
    pub(super) fn nearest(&self, id: &str) -> Option<&str> {
        content::nearest(id, self.names.keys().map(String::as_str))
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
