//! The words of the field, and what each refers to.

use std::collections::HashSet;

use super::{Linker, sort_key};
use crate::catalogue::{Catalogue, GlossaryTerm, Ix, TAKEN_PLACES, Table};
use crate::diagnostics::{Diagnostic, Place, rules};

impl Linker<'_> {
    /// Terms in the order of their words.
    pub(super) fn glossary(&mut self, catalogue: &mut Catalogue) {
        let Some((file, list)) = Self::list(self.content.glossary.as_ref()) else { return };
        let mut taken = HashSet::new();
        for term in &list.terms {
            self.check_id(&mut taken, file, &term.id);
            if TAKEN_PLACES.contains(&term.id.as_str()) {
                let place = Place { file, span: term.id.span };
                let problem = format!("`{}` is a place that every page has", term.id.value);
                self.report(Diagnostic::new(&rules::BAD_ID, place, problem).remedy("choose another id"));
            }
        }
        let mut items: Vec<_> = list.terms.iter().collect();
        items.sort_by_cached_key(|item| sort_key(&item.term));
        let mut terms = Table::default();
        for item in &items {
            let term = GlossaryTerm {
                id: item.id.value.clone(),
                term: item.term.clone(),
                aliases: item.aliases.clone(),
                text: item.text.value.clone(),
                see: Vec::new(),
                origin: self.origin(file, item.id.span),
            };
            terms.insert(&item.id, term);
        }
        for (row, item) in items.iter().enumerate() {
            for id in &item.see {
                match terms.find(id) {
                    Some(ix) => terms.get_mut(Ix::new(row)).see.push(ix),
                    None => self.unknown_term(Place { file, span: id.span }, id, &taken),
                }
            }
        }
        catalogue.glossary = terms;
    }

    fn unknown_term(&mut self, place: Place, id: &str, known: &HashSet<&str>) {
        let problem =
            Diagnostic::new(&rules::UNKNOWN_TERM, place, format!("the glossary has no term `{id}`"));
        self.report(match self.guesses.nearest(id, known.iter().copied()) {
            Some(near) => problem.remedy(format!("did you mean `{near}`?")),
            None => problem,
        });
    }
}
