//! Texts: figures, the words of the field, and the report and pages section by section.

use super::Entry;
use crate::catalogue::{Named, Page as Text};
use crate::render::prose;
use crate::render::{markdown, plain};
use crate::site::{Model, urls};

pub(super) fn figures(model: Model) -> Vec<Entry> {
    let entry = |figure: &crate::figures::Figure| Entry {
        text: format!("{} {}", figure.sentence, figure.definition),
        ..Entry::new(&figure.title, urls::figure(figure.id))
    };
    model.figures.named.iter().map(entry).collect()
}

pub(super) fn glossary(model: Model) -> Vec<Entry> {
    let entry = |row: &crate::catalogue::GlossaryTerm| Entry {
        also: row.other_names().into_iter().map(str::to_owned).collect(),
        text: plain::text(&markdown::paragraph(&row.text)),
        ..Entry::new(&row.term, urls::term(row))
    };
    model.catalogue.glossary.rows().iter().map(entry).collect()
}

pub(super) fn report(model: Model) -> Vec<Entry> {
    let chapters = model.catalogue.chapters.iter();
    chapters.flat_map(|chapter| sections(model, &chapter.page, &urls::chapter(chapter))).collect()
}

pub(super) fn pages(model: Model) -> Vec<Entry> {
    let pages = model.catalogue.pages.iter();
    pages.flat_map(|page| sections(model, page, &format!("{}/", page.slug))).collect()
}

/// A text as what stands before its first heading, under its own title, and what stands under each heading.
fn sections(model: Model, text: &Text, path: &str) -> Vec<Entry> {
    let context =
        prose::ProseContext { model, root: "", has_page: &|_| true, draw: None, among: None, chapters: &[] };
    let html = prose::render(text, &context).prose.html;
    let opening = Entry { fact: text.description.clone(), ..Entry::new(&text.title, path) };
    let mut entries = vec![opening];
    for section in plain::sections(&html) {
        match section.heading {
            None => entries[0].text = section.text,
            Some((id, heading)) => entries.push(Entry {
                fact: text.title.clone(),
                text: section.text,
                ..Entry::new(heading, format!("{path}#{id}"))
            }),
        }
    }
    entries
}
