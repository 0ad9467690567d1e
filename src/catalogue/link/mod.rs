//! Records to tables: every reference becomes an index, or a problem with the nearest id.

mod boroughs;
mod contract_ids;
mod contracts;
mod glossary;
mod references;
mod region;
mod suppliers;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date as Day;

use super::{Borough, Catalogue, Contract, Ix, Origin, Service, Skill, SourceRef, Table, checks};
use crate::content::records::{Placed, SourceItem};
use crate::content::release::Release;
use crate::content::{Content, Guesses, InFile};
use crate::diagnostics::{Diagnostic, FileId, Place, Span, rules};

/// Links and checks records. The catalogue is there only if nothing is wrong that stops publishing.
#[must_use]
pub fn link(content: &Content, as_of: Day) -> (Option<Catalogue>, Vec<Diagnostic>) {
    let mut linker = Linker {
        content,
        as_of,
        problems: Vec::new(),
        counted: BTreeSet::new(),
        written_ids: Vec::new(),
        counted_skills: BTreeMap::new(),
        guesses: Guesses::default(),
    };
    let catalogue = linker.run();
    checks::run(content, as_of, &mut linker.problems);
    (catalogue, linker.problems)
}

struct Linker<'a> {
    content: &'a Content,
    as_of: Day,
    problems: Vec<Diagnostic>,
    /// Authorities in which a system is in use for a service that is published as totals only.
    counted: BTreeSet<(Ix<Service>, Ix<Borough>)>,
    /// Contracts without a file whose record gives them an id.
    written_ids: Vec<(Ix<Contract>, FileId, Placed<String>)>,
    /// How many authorities have a record of a skill that is published as totals only.
    counted_skills: BTreeMap<Ix<Skill>, usize>,
    guesses: Guesses,
}

impl Linker<'_> {
    fn run(&mut self) -> Option<Catalogue> {
        let content = self.content;
        for file in &content.missing {
            let name = content.sources.get(*file).path.file_name().unwrap_or_default().display().to_string();
            let problem = Diagnostic::new(
                &rules::MISSING_FILE,
                Self::whole(*file),
                format!("the content has no {name}"),
            );
            self.report(problem.remedy(format!("add {name}; content/README.md says what stands in it")));
        }
        let site = self.site();
        let (groups, services) = self.services();
        let mut catalogue = Catalogue {
            as_of: self.as_of,
            site: site?,
            groups,
            services,
            skills: self.skills(),
            technologies: self.technologies(),
            frameworks: self.frameworks(),
            glossary: Table::default(),
            suppliers: Table::default(),
            systems: Table::default(),
            boroughs: Table::default(),
            deployments: Table::default(),
            contracts: Table::default(),
            totals: BTreeMap::new(),
            skill_totals: BTreeMap::new(),
            chapters: Vec::new(),
            pages: Vec::new(),
            releases: self.releases(),
        };
        self.recorded_under(&mut catalogue);
        self.replaced_services(&mut catalogue);
        self.suppliers(&mut catalogue);
        self.systems(&mut catalogue);
        self.boroughs(&mut catalogue);
        self.river(&catalogue);
        self.shared_contracts(&mut catalogue);
        self.deployments(&mut catalogue);
        self.listed_contracts(&mut catalogue);
        Self::services_of_shared_contracts(&mut catalogue);
        self.glossary(&mut catalogue);
        self.contract_ids(&mut catalogue);
        self.texts(&mut catalogue);
        // By far the most rows, added one by one.
        catalogue.deployments.shrink();
        catalogue.contracts.shrink();
        if content.boroughs.is_empty() {
            let place = content.site.as_ref().map_or(Place::default(), |site| site.place(Span::default()));
            self.report(
                Diagnostic::new(&rules::EMPTY, place, "the content has no authority in it")
                    .remedy("add a record under boroughs/"),
            );
        }
        Some(catalogue)
    }

    /// Frozen releases; one of a later day is not known yet on the day for which everything is stated.
    fn releases(&self) -> Vec<Arc<Release>> {
        let until = self.content.releases.range(..=self.as_of);
        until.filter_map(|(_, entry)| entry.record.clone()).collect()
    }

    fn report(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// Where a record can be edited.
    fn origin(&self, file: FileId, span: Span) -> Origin {
        let sources = &self.content.sources;
        let (line, column) = sources.line_column(Place { file, span });
        Origin { path: sources.get(file).path.clone(), line, column }
    }
}

/// The records of a folder that could be read, in the order of their names.
fn by_name<T>(
    records: &std::collections::BTreeMap<String, InFile<T>>,
    name: impl Fn(&T) -> &str,
) -> Vec<(&str, FileId, &T)> {
    let mut sorted: Vec<_> = records
        .iter()
        .filter_map(|(id, entry)| entry.record.as_ref().map(|record| (id.as_str(), entry.file, record)))
        .collect();
    sorted.sort_by_cached_key(|(id, _, record)| (sort_key(name(record)), (*id).to_owned()));
    sorted
}

/// How names are sorted: without accents and case.
#[must_use]
pub fn sort_key(name: &str) -> String {
    deunicode::deunicode(name).to_lowercase()
}

fn former_ids(ids: &[Placed<String>]) -> Vec<String> {
    ids.iter().map(|id| id.value.clone()).collect()
}

fn sources(items: &[SourceItem]) -> Vec<SourceRef> {
    items.iter().map(source).collect()
}

fn source(item: &SourceItem) -> SourceRef {
    SourceRef {
        url: item.url.as_ref().map(|url| url.value.clone()),
        title: item.title.clone(),
        date: item.date,
        confidence: item.confidence,
        notes: item.notes.as_ref().map(|notes| notes.value.clone()),
    }
}
