//! The content folder as people write it: takes a folder, gives records with places and every problem of reading them.
//!
//! Files are read and parsed in parallel; what they mean together is the catalogue's business.

pub(crate) mod decode;
pub mod files;
pub mod front_matter;
pub mod markdown;
pub mod records;
pub mod release;
pub mod yaml;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date as Day;
use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, FileId, Place, Sources, Span, rules};
use files::FileKind;
use front_matter::Document;
use records::{
    BoroughRecord, FrameworksFile, GlossaryFile, Record, ServicesFile, SharedContractRecord, SiteRecord,
    SkillsFile, SupplierRecord, SystemRecord, TechnologiesFile,
};
use release::Release;

/// A record and the file that it stands in; `None` where the file could not be read as such a record.
#[derive(Clone, Debug)]
pub struct InFile<T> {
    /// The file.
    pub file: FileId,
    /// The record.
    pub record: Option<T>,
}

impl<T> InFile<T> {
    /// A place in this file.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        Place { file: self.file, span }
    }
}

/// Everything that the folder says, by id.
#[derive(Debug, Default)]
pub struct Content {
    /// The texts that places point into.
    pub sources: Sources,
    /// Files that every region needs and this folder does not have; their texts are empty.
    pub missing: Vec<FileId>,
    /// `site.yaml`
    pub site: Option<InFile<SiteRecord>>,
    /// `services.yaml`
    pub services: Option<InFile<ServicesFile>>,
    /// `skills.yaml`
    pub skills: Option<InFile<SkillsFile>>,
    /// `technologies.yaml`
    pub technologies: Option<InFile<TechnologiesFile>>,
    /// `frameworks.yaml`
    pub frameworks: Option<InFile<FrameworksFile>>,
    /// `glossary.yaml`; a region can do without it
    pub glossary: Option<InFile<GlossaryFile>>,
    /// `suppliers/`
    pub suppliers: BTreeMap<String, InFile<SupplierRecord>>,
    /// `systems/`
    pub systems: BTreeMap<String, InFile<SystemRecord>>,
    /// `boroughs/`
    pub boroughs: BTreeMap<String, InFile<BoroughRecord>>,
    /// `contracts/`
    pub contracts: BTreeMap<String, InFile<SharedContractRecord>>,
    /// `report/`, by number and slug
    pub chapters: BTreeMap<(u16, String), InFile<Document>>,
    /// `pages/`
    pub pages: BTreeMap<String, InFile<Document>>,
    /// `releases/`, by day
    pub releases: BTreeMap<Day, InFile<Arc<Release>>>,
}

/// Reads a content folder.
///
/// # Errors
/// Where the folder or a file in it can't be read at all; what is wrong inside of files comes as problems.
pub fn read(root: &Path) -> io::Result<(Content, Vec<Diagnostic>)> {
    let shown_root = Path::new(root.file_name().unwrap_or_default());
    let mut content = Content::default();
    let mut problems = Vec::new();
    let mut found = Vec::new();
    for file in files::walk(root)? {
        let text = String::from_utf8(file.bytes);
        let is_text = text.is_ok();
        let id = content.sources.add(&shown_root.join(&file.path), text.unwrap_or_default());
        let whole_file = Place { file: id, span: Span::default() };
        match file.kind {
            Err(rule) => {
                problems.push(Diagnostic::new(
                    rule,
                    whole_file,
                    format!("{} can't be read as a record", file.path.display()),
                ));
            }
            Ok(kind) => {
                if file.too_large {
                    problems.push(Diagnostic::new(
                        &rules::TOO_LARGE,
                        whole_file,
                        "the file is larger than any record",
                    ));
                } else if !is_text {
                    problems.push(Diagnostic::new(
                        &rules::NOT_UTF8,
                        whole_file,
                        "the file is not UTF-8 text",
                    ));
                }
                found.push((kind, id, is_text && !file.too_large));
            }
        }
    }
    for (name, kind) in files::NEEDED {
        if !found.iter().any(|(own, ..)| own == kind) {
            let id = content.sources.add(&shown_root.join(name), String::new());
            content.missing.push(id);
            found.push((kind.clone(), id, false));
        }
    }
    let sources = &content.sources;
    // What can't be read is known all the same, so that nobody is told that it does not exist.
    let text = |file, readable: bool| readable.then(|| sources.get(file).text.as_str());
    let parsed: Vec<_> =
        found.into_par_iter().map(|(kind, file, readable)| parse(kind, file, text(file, readable))).collect();
    for (entry, found) in parsed {
        problems.extend(found);
        content.insert(entry);
    }
    Ok((content, problems))
}

enum Entry {
    Site(InFile<SiteRecord>),
    Services(InFile<ServicesFile>),
    Skills(InFile<SkillsFile>),
    Technologies(InFile<TechnologiesFile>),
    Frameworks(InFile<FrameworksFile>),
    Glossary(InFile<GlossaryFile>),
    Supplier(String, InFile<SupplierRecord>),
    System(String, InFile<SystemRecord>),
    Contract(String, InFile<SharedContractRecord>),
    Borough(String, InFile<BoroughRecord>),
    Chapter((u16, String), InFile<Document>),
    Page(String, InFile<Document>),
    Release(Day, InFile<Arc<Release>>),
}

fn parse(kind: FileKind, file: FileId, text: Option<&str>) -> (Entry, Vec<Diagnostic>) {
    fn record<T: Record>(file: FileId, text: Option<&str>) -> (InFile<T>, Vec<Diagnostic>) {
        let Some(text) = text else { return (InFile { file, record: None }, Vec::new()) };
        match yaml::parse(text, file) {
            Ok(mut root) => {
                let (record, problems) = T::read(&mut root, file);
                (InFile { file, record }, problems)
            }
            Err(problem) => (InFile { file, record: None }, vec![problem]),
        }
    }
    fn document(file: FileId, text: Option<&str>) -> (InFile<Document>, Vec<Diagnostic>) {
        let Some(text) = text else { return (InFile { file, record: None }, Vec::new()) };
        let (record, problems) = front_matter::read(text, file);
        (InFile { file, record }, problems)
    }
    fn frozen(day: Day, file: FileId, text: Option<&str>) -> (Entry, Vec<Diagnostic>) {
        let read = text.map(|text| release::read(text, day, file).map(Arc::new)).transpose();
        let (record, problems) = match read {
            Ok(record) => (record, Vec::new()),
            Err(problem) => (None, vec![problem]),
        };
        (Entry::Release(day, InFile { file, record }), problems)
    }
    macro_rules! entry {
        ($read:ident, $variant:expr) => {{
            let (record, problems) = $read(file, text);
            ($variant(record), problems)
        }};
    }
    match kind {
        FileKind::Site => entry!(record, Entry::Site),
        FileKind::Services => entry!(record, Entry::Services),
        FileKind::Skills => entry!(record, Entry::Skills),
        FileKind::Technologies => entry!(record, Entry::Technologies),
        FileKind::Frameworks => entry!(record, Entry::Frameworks),
        FileKind::Glossary => entry!(record, Entry::Glossary),
        FileKind::Supplier(id) => entry!(record, |record| Entry::Supplier(id, record)),
        FileKind::System(id) => entry!(record, |record| Entry::System(id, record)),
        FileKind::Contract(id) => entry!(record, |record| Entry::Contract(id, record)),
        FileKind::Borough(id) => entry!(record, |record| Entry::Borough(id, record)),
        FileKind::Chapter(number, slug) => entry!(document, |record| Entry::Chapter((number, slug), record)),
        FileKind::Page(slug) => entry!(document, |record| Entry::Page(slug, record)),
        FileKind::Release(day) => frozen(day, file, text),
    }
}

impl Content {
    fn insert(&mut self, entry: Entry) {
        match entry {
            Entry::Site(record) => self.site = Some(record),
            Entry::Services(record) => self.services = Some(record),
            Entry::Skills(record) => self.skills = Some(record),
            Entry::Technologies(record) => self.technologies = Some(record),
            Entry::Frameworks(record) => self.frameworks = Some(record),
            Entry::Glossary(record) => self.glossary = Some(record),
            Entry::Supplier(id, record) => drop(self.suppliers.insert(id, record)),
            Entry::System(id, record) => drop(self.systems.insert(id, record)),
            Entry::Contract(id, record) => drop(self.contracts.insert(id, record)),
            Entry::Borough(id, record) => drop(self.boroughs.insert(id, record)),
            Entry::Chapter(key, record) => drop(self.chapters.insert(key, record)),
            Entry::Page(slug, record) => drop(self.pages.insert(slug, record)),
            Entry::Release(day, record) => drop(self.releases.insert(day, record)),
        }
    }
}

/// The known word that is nearest to a misspelt one, if one is near enough to be meant.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let score = |candidate: &str| {
        strsim::jaro_winkler(&word, candidate).max(strsim::normalized_damerau_levenshtein(&word, candidate))
    };
    known
        .map(|candidate| (score(candidate), candidate))
        .filter(|(score, _)| *score >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}
