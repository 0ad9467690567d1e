//! Report chapters and pages.

use super::Linker;
use crate::catalogue::{Catalogue, Chapter, PAGES_OF_TEXT, Page, TAKEN_PATHS};
use crate::content::front_matter::Document;
use crate::diagnostics::{Diagnostic, FileId, Span, rules};

impl Linker<'_> {
    pub(super) fn texts(&mut self, catalogue: &mut Catalogue) {
        let content = self.content;
        let mut slugs = std::collections::HashSet::new();
        for ((number, slug), entry) in &content.chapters {
            if !slugs.insert(slug) {
                let problem = format!("two chapters have the address `{slug}`");
                self.report(
                    Diagnostic::new(&rules::DUPLICATE_ID, Self::whole(entry.file), problem)
                        .remedy("give one of the files another name behind its number"),
                );
            }
            if let Some(document) = &entry.record {
                let page = self.page(slug, entry.file, document);
                catalogue.chapters.push(Chapter { number: *number, slug: slug.clone(), page });
            }
        }
        for (slug, entry) in &content.pages {
            if is_taken(slug) {
                let problem = format!("{slug}/ is the address of something else on every site");
                self.report(
                    Diagnostic::new(&rules::BAD_ID, Self::whole(entry.file), problem)
                        .remedy("give the file another name"),
                );
                continue;
            }
            if let Some(document) = &entry.record {
                let page = self.page(slug, entry.file, document);
                catalogue.pages.push(page);
            }
        }
    }

    fn page(&self, slug: &str, file: FileId, document: &Document) -> Page {
        Page {
            slug: slug.to_owned(),
            title: document.head.title.value.clone(),
            description: document.head.description.value.clone(),
            description_span: document.head.description.span,
            body: document.body.value.clone(),
            file,
            span: document.body.span,
            origin: self.origin(file, Span::default()),
        }
    }
}

/// Whether something else is at the address of a page, or hosts that leave `.html` out take another page for it.
fn is_taken(slug: &str) -> bool {
    let is_own = TAKEN_PATHS.contains(&slug) && !PAGES_OF_TEXT.contains(&slug);
    is_own || matches!(slug, "404" | "index")
}
