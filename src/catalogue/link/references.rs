//! One way to turn an id into an index, for every kind of reference.

use std::collections::BTreeMap;

use super::Linker;
use crate::catalogue::{
    Borough, Catalogue, Framework, Ix, Service, Skill, Supplied, Supplier, System, Table, Technology,
};
use crate::content::InFile;
use crate::content::files::is_id;
use crate::content::records::Placed;
use crate::diagnostics::{Diagnostic, FileId, Place, Rule, rules};

/// The reserved supplier: an authority's own build.
const IN_HOUSE: &str = "in-house";

/// Resolving ids of each kind.
pub(super) trait References {
    fn system(&mut self, catalogue: &Catalogue, file: FileId, id: &Placed<String>) -> Option<Ix<System>>;
    fn service(&mut self, catalogue: &Catalogue, file: FileId, id: &Placed<String>) -> Option<Ix<Service>>;
    fn borough(&mut self, catalogue: &Catalogue, file: FileId, id: &Placed<String>) -> Option<Ix<Borough>>;
    fn framework(
        &mut self,
        catalogue: &Catalogue,
        file: FileId,
        id: &Placed<String>,
    ) -> Option<Ix<Framework>>;
    fn skill(&mut self, catalogue: &Catalogue, file: FileId, id: &Placed<String>) -> Option<Ix<Skill>>;
    fn technology(
        &mut self,
        catalogue: &Catalogue,
        file: FileId,
        id: &Placed<String>,
    ) -> Option<Ix<Technology>>;
    fn supplier(
        &mut self,
        suppliers: &Table<Supplier>,
        file: FileId,
        id: &Placed<String>,
    ) -> Option<Ix<Supplier>>;
    /// A supplier, the authority itself, or nobody named.
    fn supplied(
        &mut self,
        suppliers: &Table<Supplier>,
        file: FileId,
        id: Option<&Placed<String>>,
    ) -> Supplied;
    fn all_services(
        &mut self,
        catalogue: &Catalogue,
        file: FileId,
        ids: &[Placed<String>],
    ) -> Vec<Ix<Service>>;
}

impl References for Linker<'_> {
    fn system(&mut self, catalogue: &Catalogue, file: FileId, id: &Placed<String>) -> Option<Ix<System>> {
        let known = self.content.systems.keys().map(String::as_str);
        self.resolve(&catalogue.systems, known, file, id, &rules::UNKNOWN_SYSTEM, "system")
    }

    fn service(&mut self, catalogue: &Catalogue, file: FileId, id: &Placed<String>) -> Option<Ix<Service>> {
        let known = catalogue.services.rows().iter().map(|service| service.id.as_str());
        if Self::unreadable(self.content.services.as_ref()) {
            return None;
        }
        self.resolve(&catalogue.services, known, file, id, &rules::UNKNOWN_SERVICE, "service")
    }

    fn borough(&mut self, catalogue: &Catalogue, file: FileId, id: &Placed<String>) -> Option<Ix<Borough>> {
        let known = self.content.boroughs.keys().map(String::as_str);
        self.resolve(&catalogue.boroughs, known, file, id, &rules::UNKNOWN_BOROUGH, "authority")
    }

    fn framework(
        &mut self,
        catalogue: &Catalogue,
        file: FileId,
        id: &Placed<String>,
    ) -> Option<Ix<Framework>> {
        let known = catalogue.frameworks.rows().iter().map(|framework| framework.id.as_str());
        if Self::unreadable(self.content.frameworks.as_ref()) {
            return None;
        }
        self.resolve(&catalogue.frameworks, known, file, id, &rules::UNKNOWN_FRAMEWORK, "framework")
    }

    fn skill(&mut self, catalogue: &Catalogue, file: FileId, id: &Placed<String>) -> Option<Ix<Skill>> {
        let known = catalogue.skills.rows().iter().map(|skill| skill.id.as_str());
        if Self::unreadable(self.content.skills.as_ref()) {
            return None;
        }
        self.resolve(&catalogue.skills, known, file, id, &rules::UNKNOWN_SKILL, "skill")
    }

    fn technology(
        &mut self,
        catalogue: &Catalogue,
        file: FileId,
        id: &Placed<String>,
    ) -> Option<Ix<Technology>> {
        let known = catalogue.technologies.rows().iter().map(|technology| technology.id.as_str());
        if Self::unreadable(self.content.technologies.as_ref()) {
            return None;
        }
        self.resolve(&catalogue.technologies, known, file, id, &rules::UNKNOWN_TECHNOLOGY, "technology")
    }

    fn supplier(
        &mut self,
        suppliers: &Table<Supplier>,
        file: FileId,
        id: &Placed<String>,
    ) -> Option<Ix<Supplier>> {
        let known = self.content.suppliers.keys().map(String::as_str);
        self.resolve(suppliers, known, file, id, &rules::UNKNOWN_SUPPLIER, "supplier")
    }

    fn supplied(
        &mut self,
        suppliers: &Table<Supplier>,
        file: FileId,
        id: Option<&Placed<String>>,
    ) -> Supplied {
        match id {
            None => Supplied::NotKnown,
            Some(id) if id.value == IN_HOUSE => Supplied::InHouse,
            Some(id) => self.supplier(suppliers, file, id).map_or(Supplied::NotKnown, Supplied::By),
        }
    }

    fn all_services(
        &mut self,
        catalogue: &Catalogue,
        file: FileId,
        ids: &[Placed<String>],
    ) -> Vec<Ix<Service>> {
        let mut services: Vec<_> = ids.iter().filter_map(|id| self.service(catalogue, file, id)).collect();
        services.sort_unstable();
        services.dedup();
        services
    }
}

impl Linker<'_> {
    /// A shared list that could not be read is reported once, not at each reference to it.
    fn unreadable<T>(list: Option<&InFile<T>>) -> bool {
        list.is_none_or(|list| list.record.is_none())
    }

    fn resolve<'k, T>(
        &mut self,
        table: &Table<T>,
        known: impl Iterator<Item = &'k str> + Clone,
        file: FileId,
        id: &Placed<String>,
        rule: &'static Rule,
        what: &str,
    ) -> Option<Ix<T>> {
        // A stand-in for an id that is missing, which is reported where it is missed.
        if id.is_empty() && id.span.start == id.span.end {
            return None;
        }
        let found = table.find(&id.value);
        // A record whose file could not be read is known, but has no row; its own problem is reported there.
        if found.is_none() && !known.clone().any(|known| known == id.value) {
            let place = Place { file, span: id.span };
            let problem = Diagnostic::new(rule, place, format!("there is no {what} `{}`", id.value));
            self.report(match self.guesses.nearest(&id.value, known) {
                Some(near) => problem.remedy(format!("did you mean `{near}`?")),
                None => problem,
            });
        }
        found
    }

    /// Old ids stay taken: each becomes a page that leads on. `others` are addresses of something else in the same folder.
    pub(super) fn check_former_ids<T>(
        &mut self,
        records: &BTreeMap<String, InFile<T>>,
        others: &[&str],
        former_ids: impl Fn(&T) -> &[Placed<String>],
    ) {
        let ids = records.keys().map(String::as_str).chain(others.iter().copied());
        let mut taken: std::collections::HashSet<&str> = ids.collect();
        for entry in records.values() {
            for former in entry.record.as_ref().map(&former_ids).unwrap_or_default() {
                let (rule, what) = if !is_id(&former.value) {
                    (&rules::BAD_ID, format!("`{}` is no id, and never was one", former.value))
                } else if !taken.insert(&former.value) {
                    (&rules::DUPLICATE_ID, format!("the id `{}` is in use", former.value))
                } else {
                    continue;
                };
                let problem = Diagnostic::new(rule, entry.place(former.span), what);
                self.problems.push(problem.remedy("remove it from former_ids"));
            }
        }
    }
}
