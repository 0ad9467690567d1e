//! Suppliers with their groups, and the systems that they provide.

use super::references::References;
use super::{Linker, by_name, former_ids, sources};
use crate::catalogue::{Catalogue, Ix, Owner, Parent, SUPPLIER_LISTS, Supplier, System};
use crate::content::records::{SupplierRecord, TriState};
use crate::diagnostics::{Diagnostic, FileId, Place, Span, rules};

impl Linker<'_> {
    pub(super) fn suppliers(&mut self, catalogue: &mut Catalogue) {
        let content = self.content;
        self.check_former_ids(&content.suppliers, &SUPPLIER_LISTS, |record| &record.former_ids);
        let records = by_name(&content.suppliers, |record| &record.name);
        for (id, file, record) in &records {
            self.check_own_address("suppliers", id, &SUPPLIER_LISTS, *file);
            let row = self.supplier_row(id, *file, record);
            catalogue.suppliers.insert(id, row);
        }
        for (id, file, record) in records {
            let Some(parent) = record.parent.as_ref() else { continue };
            let since = parent.since;
            let parent = match (&parent.supplier, &parent.name) {
                (Some(id), None) => self.supplier(&catalogue.suppliers, file, id).map(Parent::Supplier),
                (None, Some(name)) => Some(Parent::Named(name.clone())),
                _ => {
                    let span = parent.supplier.as_ref().map(|id| id.span).unwrap_or_default();
                    let problem = Diagnostic::new(
                        &rules::BAD_VALUE,
                        Place { file, span },
                        "parent needs `supplier` or `name`, and not both",
                    );
                    self.report(
                        problem.remedy("name the parent by its supplier id, or by name if it has no record"),
                    );
                    None
                }
            };
            if let Some(ix) = catalogue.suppliers.find(id) {
                catalogue.suppliers.get_mut(ix).owner = parent.map(|parent| Owner { parent, since });
                self.check_parent_cycle(catalogue, ix, file, record);
            }
        }
    }

    fn supplier_row(&self, id: &str, file: FileId, record: &SupplierRecord) -> Supplier {
        Supplier {
            id: id.to_owned(),
            former_ids: former_ids(&record.former_ids),
            name: record.name.clone(),
            legal_name: record.legal_name.clone(),
            former_names: record.former_names.iter().map(|former| former.name.clone()).collect(),
            owner: None,
            identifiers: record.identifiers.clone(),
            size: record.size,
            vcse: record.vcse.unwrap_or(TriState::Unknown),
            website: record.website.as_ref().map(|url| url.value.clone()),
            headquarters: record.headquarters.clone(),
            sources: sources(&record.sources),
            origin: self.origin(file, Span::default()),
        }
    }

    fn check_parent_cycle(
        &mut self,
        catalogue: &mut Catalogue,
        start: Ix<Supplier>,
        file: FileId,
        record: &SupplierRecord,
    ) {
        let mut seen = vec![start];
        while let Some(Owner { parent: Parent::Supplier(parent), .. }) =
            catalogue.suppliers[*seen.last().unwrap_or(&start)].owner
        {
            if seen.contains(&parent) {
                let span =
                    record.parent.as_ref().and_then(|parent| parent.supplier.as_ref()).map(|id| id.span);
                let place = Place { file, span: span.unwrap_or_default() };
                self.report(Diagnostic::new(
                    &rules::PARENT_CYCLE,
                    place,
                    "the parents of this supplier lead back to it",
                ));
                // Cut, so that whoever follows parents later comes to an end.
                catalogue.suppliers.get_mut(start).owner = None;
                return;
            }
            seen.push(parent);
        }
    }

    pub(super) fn systems(&mut self, catalogue: &mut Catalogue) {
        let content = self.content;
        self.check_former_ids(&content.systems, &[], |record| &record.former_ids);
        let records = by_name(&content.systems, |record| &record.name);
        for (id, file, record) in &records {
            let row = System {
                id: (*id).to_owned(),
                former_ids: former_ids(&record.former_ids),
                name: record.name.clone(),
                aliases: record.aliases.clone(),
                supplier: self.supplied(&catalogue.suppliers, *file, record.supplier.as_ref()),
                services: self.all_services(catalogue, *file, &record.services),
                description: record.description.as_ref().map(|text| text.value.clone()),
                website: record.website.as_ref().map(|url| url.value.clone()),
                licence: record.licence.clone().filter(|licence| !licence.eq_ignore_ascii_case("unknown")),
                repository: record.repository.as_ref().map(|url| url.value.clone()),
                status: record.status,
                replaced_by: None,
                sources: sources(&record.sources),
                origin: self.origin(*file, Span::default()),
            };
            catalogue.systems.insert(id, row);
        }
        for (id, file, record) in records {
            if let (Some(ix), Some(successor)) = (catalogue.systems.find(id), &record.replaced_by) {
                catalogue.systems.get_mut(ix).replaced_by = self.system(catalogue, file, successor);
            }
        }
    }
}
