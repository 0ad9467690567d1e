//! Facts without a source, and sources that are not safe to visit.

use jiff::civil::Date as Day;

use crate::content::Content;
use crate::content::records::{ContractItem, DeploymentContract, Placed, Provenance, SourceItem, Url};
use crate::diagnostics::{Diagnostic, FileId, Place, Span, rules};

pub(super) fn check(content: &Content, _: Day, problems: &mut Vec<Diagnostic>) {
    for entry in content.boroughs.values() {
        let Some(record) = &entry.record else { continue };
        let mut facts = Facts { file: entry.file, problems };
        facts.web(record.website.as_ref());
        for item in &record.systems {
            facts.sourced(Some(item.provenance), &item.sources, item.system.span);
            if let Some(DeploymentContract::Inline(contract)) =
                item.contract.as_ref().map(|contract| &contract.value)
            {
                facts.links(&contract.sources);
                facts.notices(contract);
            }
        }
        for item in &record.contracts {
            facts.sourced(item.provenance, &item.sources, item.span);
            facts.notices(item);
        }
        for item in &record.skills {
            facts.sourced(Some(item.provenance), &item.sources, item.skill.span);
        }
        for item in &record.technologies {
            facts.sourced(Some(item.provenance), &item.sources, item.technology.span);
            facts.web(item.atrs.as_ref());
        }
    }
    for entry in content.contracts.values() {
        let Some(record) = &entry.record else { continue };
        let mut facts = Facts { file: entry.file, problems };
        facts.sourced(record.contract.provenance, &record.contract.sources, Span::default());
        facts.notices(&record.contract);
    }
    for entry in content.systems.values() {
        let Some(record) = &entry.record else { continue };
        let mut facts = Facts { file: entry.file, problems };
        facts.links(&record.sources);
        facts.web(record.website.as_ref());
        facts.web(record.repository.as_ref());
    }
    for entry in content.suppliers.values() {
        let Some(record) = &entry.record else { continue };
        let mut facts = Facts { file: entry.file, problems };
        facts.links(&record.sources);
        facts.web(record.website.as_ref());
    }
}

struct Facts<'a> {
    file: FileId,
    problems: &'a mut Vec<Diagnostic>,
}

impl Facts<'_> {
    /// What no authority has stated or checked needs a source that readers can find; where an address can't be printed,
    /// because a person's name stands in it, the title is what they find it by.
    fn sourced(&mut self, provenance: Option<Provenance>, sources: &[SourceItem], span: Span) {
        let stated = matches!(provenance, Some(Provenance::Verified | Provenance::Declared));
        if !stated && !sources.iter().any(|source| source.url.is_some() || source.title.is_some()) {
            let place = Place { file: self.file, span };
            self.problems.push(Diagnostic::new(&rules::NO_SOURCE, place, "no source is given for this"));
        }
        self.links(sources);
    }

    fn links(&mut self, sources: &[SourceItem]) {
        for source in sources {
            self.web(source.url.as_ref());
        }
    }

    fn notices(&mut self, contract: &ContractItem) {
        for notice in &contract.notices {
            self.web(Some(&notice.url));
        }
    }

    fn web(&mut self, url: Option<&Placed<Url>>) {
        if let Some(url) = url.filter(|url| !url.is_https()) {
            let place = Place { file: self.file, span: url.span };
            self.problems.push(Diagnostic::new(&rules::PLAIN_HTTP, place, "the address is not encrypted"));
        }
    }
}
