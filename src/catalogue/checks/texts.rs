//! Markdown in records, chapters and pages: no HTML, no links that are no pages.

use jiff::civil::Date as Day;

use crate::content::Content;
use crate::content::markdown::{blocks, unsafe_parts};
use crate::content::records::{ContractItem, DeploymentContract, Placed, SourceItem};
use crate::diagnostics::{Diagnostic, FileId, Place, Span};

pub(super) fn check(content: &Content, _: Day, problems: &mut Vec<Diagnostic>) {
    for entry in content.boroughs.values() {
        let Some(record) = &entry.record else { continue };
        let mut texts = Texts { file: entry.file, problems };
        for item in &record.systems {
            texts.notes(item.notes.as_ref(), &item.sources);
            if let Some(DeploymentContract::Inline(contract)) =
                item.contract.as_ref().map(|contract| &contract.value)
            {
                texts.contract(contract);
            }
        }
        record.contracts.iter().for_each(|item| texts.contract(item));
        record.services.iter().for_each(|item| texts.notes(item.notes.as_ref(), &item.sources));
        record.skills.iter().for_each(|item| texts.notes(item.notes.as_ref(), &item.sources));
        record.technologies.iter().for_each(|item| texts.notes(item.notes.as_ref(), &item.sources));
    }
    for entry in content.contracts.values() {
        if let Some(record) = &entry.record {
            Texts { file: entry.file, problems }.contract(&record.contract);
        }
    }
    for entry in content.systems.values() {
        if let Some(record) = &entry.record {
            Texts { file: entry.file, problems }.notes(record.description.as_ref(), &record.sources);
        }
    }
    if let Some((file, record)) =
        content.glossary.as_ref().and_then(|entry| Some((entry.file, entry.record.as_ref()?)))
    {
        let mut texts = Texts { file, problems };
        record.terms.iter().for_each(|term| texts.notes(Some(&term.text), &[]));
    }
    let documents = content.chapters.values().chain(content.pages.values());
    for (file, body) in documents.filter_map(|entry| Some((entry.file, &entry.record.as_ref()?.body))) {
        for problem in unsafe_parts(body, true) {
            let at = |byte: usize| body.span.start + u32::try_from(byte).unwrap_or_default();
            let span = Span { start: at(problem.range.start), end: at(problem.range.end) };
            problems.push(Diagnostic::new(problem.rule, Place { file, span }, problem.message));
        }
    }
}

struct Texts<'a> {
    file: FileId,
    problems: &'a mut Vec<Diagnostic>,
}

impl Texts<'_> {
    fn contract(&mut self, contract: &ContractItem) {
        self.notes(contract.notes.as_ref(), &contract.sources);
    }

    fn notes(&mut self, notes: Option<&Placed<String>>, sources: &[SourceItem]) {
        let all = notes.into_iter().chain(sources.iter().filter_map(|source| source.notes.as_ref()));
        for text in all {
            // A text in YAML may be folded, so its own bytes tell no place in the file: the whole text is pointed to.
            let place = Place { file: self.file, span: text.span };
            let found = unsafe_parts(text, false).into_iter().chain(blocks(text));
            self.problems.extend(found.map(|problem| Diagnostic::new(problem.rule, place, problem.message)));
        }
    }
}
