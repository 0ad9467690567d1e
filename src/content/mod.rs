//! The content folder as people write it: takes a folder, gives records with places and every problem of reading them.
//!
//! Files are read and parsed in parallel; what they mean together is the catalogue's business.

pub(crate) mod begun;
pub mod cells;
pub(crate) mod decode;
pub mod files;
pub mod front_matter;
mod guesses;
mod kept;
pub(crate) mod letters;
pub mod markdown;
pub mod records;
pub mod release;
pub(crate) mod safety;
mod slips;
pub mod version;
pub mod waivers;
pub mod yaml;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date as Day;
use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, FileId, Place, Sources, Span, rules, shown_path};
use files::FileKind;
use front_matter::Document;
pub(crate) use guesses::{Guesses, nearest};
pub use kept::Kept;
use records::{
    BoroughRecord, FrameworksFile, GlossaryFile, Record, ServicesFile, SharedContractRecord, SiteRecord,
    SkillsFile, SupplierRecord, SystemRecord, TechnologiesFile, WordsFile,
};
use release::Release;
use safety::Words;
use waivers::Waiver;

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
    /// What records say is right although a rule says that it isn't.
    pub waivers: Vec<Waiver>,
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
    /// `words.yaml`; a region can do without it
    pub words: Option<InFile<WordsFile>>,
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
    read_with(root, &BTreeMap::new())
}

/// The name that a content folder has in its repository, also for whoever stands within it and calls it `.`.
fn shown_root(root: &Path) -> io::Result<PathBuf> {
    let name = |path: &Path| path.file_name().map(PathBuf::from);
    Ok(match name(root) {
        Some(name) => name,
        None => name(&root.canonicalize()?).unwrap_or_default(),
    })
}

/// Reads a content folder as if some of its files had other texts; they are named by their paths within it.
///
/// # Errors
/// Where the folder or a file in it can't be read at all.
pub fn read_with(root: &Path, texts: &BTreeMap<PathBuf, String>) -> io::Result<(Content, Vec<Diagnostic>)> {
    read_all(root, texts, None)
}

/// Reads a content folder again and again, and each time only the files that are no longer as they were.
///
/// # Errors
/// Where the folder or a file in it can't be read at all.
pub fn read_again(root: &Path, kept: &mut Kept) -> io::Result<(Content, Vec<Diagnostic>)> {
    read_all(root, &BTreeMap::new(), Some(kept))
}

fn read_all(
    root: &Path,
    texts: &BTreeMap<PathBuf, String>,
    kept: Option<&mut Kept>,
) -> io::Result<(Content, Vec<Diagnostic>)> {
    let shown_root = shown_root(root)?;
    let mut content = Content::default();
    let mut problems = Vec::new();
    let mut found = Vec::new();
    for file in files::walk(root)? {
        let text =
            texts.get(&file.path).map_or_else(|| String::from_utf8(file.bytes), |text| Ok(text.clone()));
        let is_text = text.is_ok();
        let id = content.sources.add(&shown_root.join(&file.path), text.unwrap_or_default());
        let whole_file = Place { file: id, span: Span::default() };
        match file.kind {
            Err(rule) => {
                problems.push(Diagnostic::new(
                    rule,
                    whole_file,
                    format!("{} can't be read as a record", shown_path(&file.path)),
                ));
            }
            Ok(kind) => {
                if let Some(most) = file.too_large {
                    problems.push(Diagnostic::new(
                        &rules::TOO_LARGE,
                        whole_file,
                        format!(
                            "the file is larger than {} kB, as no file of its kind needs to be",
                            most >> 10
                        ),
                    ));
                } else if !is_text {
                    problems.push(Diagnostic::new(
                        &rules::NOT_UTF8,
                        whole_file,
                        "the file is not UTF-8 text",
                    ));
                }
                found.push((kind, id, is_text && file.too_large.is_none()));
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
    let site = found.iter().find(|(kind, ..)| *kind == FileKind::Site);
    let other_form = site
        .and_then(|(_, file, _)| version::problem(&content.sources.get(*file).text, *file, version::CURRENT));
    if let Some(problem) = other_form {
        return Ok((content, vec![problem]));
    }
    let sources = &content.sources;
    let mut left = release::Room::whole();
    for (_, file, readable) in found.iter_mut().filter(|(kind, ..)| matches!(kind, FileKind::Release(_))) {
        if let Err(problem) = left.take(&sources.get(*file).text, *file) {
            problems.push(problem);
            *readable = false;
        }
    }
    // What can't be read is known all the same, so that nobody is told that it does not exist.
    let text = |file, readable: bool| readable.then(|| sources.get(file).text.as_str());
    let read = |(kind, file, readable): (FileKind, FileId, bool)| (kind, file, text(file, readable));
    let parsed: Vec<Parsed> = match kept {
        Some(kept) => kept.parse(found.into_iter().map(read).collect()),
        None => found.into_par_iter().map(read).map(|(kind, file, text)| parse(&kind, file, text)).collect(),
    };
    for Parsed { entry, problems: found, waivers } in parsed {
        problems.extend(found);
        content.waivers.extend(waivers);
        content.insert(entry);
    }
    Ok((content, problems))
}

#[derive(Clone, Debug)]
enum Entry {
    Site(Box<InFile<SiteRecord>>),
    Services(InFile<ServicesFile>),
    Skills(InFile<SkillsFile>),
    Technologies(InFile<TechnologiesFile>),
    Frameworks(InFile<FrameworksFile>),
    Glossary(InFile<GlossaryFile>),
    Words(InFile<WordsFile>),
    Supplier(String, InFile<SupplierRecord>),
    System(String, InFile<SystemRecord>),
    Contract(String, InFile<SharedContractRecord>),
    Borough(String, InFile<BoroughRecord>),
    Chapter((u16, String), InFile<Document>),
    Page(String, InFile<Document>),
    Release(Day, InFile<Arc<Release>>),
}

/// What one file gave.
#[derive(Clone, Debug)]
struct Parsed {
    entry: Entry,
    problems: Vec<Diagnostic>,
    waivers: Vec<Waiver>,
}

/// What was found on the way to a record.
#[derive(Default)]
struct Found {
    problems: Vec<Diagnostic>,
    waivers: Vec<Waiver>,
}

/// Records about authorities, systems, suppliers and contracts, as opposed to the region's own words: they can have waivers.
fn speaks_of_others(kind: &FileKind) -> bool {
    matches!(kind, FileKind::Borough(_) | FileKind::System(_) | FileKind::Supplier(_) | FileKind::Contract(_))
}

fn record<T: Record>(file: FileId, text: Option<&str>, kind: &FileKind, found: &mut Found) -> InFile<T> {
    let Some(text) = text else { return InFile { file, record: None } };
    let mut root = match yaml::parse(text, file) {
        Ok(root) => root,
        Err(problem) => {
            found.problems.push(problem);
            return InFile { file, record: None };
        }
    };
    // A file of words has any words for keys.
    let otherwise = if matches!(kind, FileKind::Words) { Words::Sentences } else { Words::Code };
    safety::check(&root, text, file, otherwise, &mut found.problems);
    if speaks_of_others(kind) {
        found.waivers = waivers::collect(&root, file);
        begun::check_record(&root, text, file, &mut found.problems);
    }
    let (record, problems) = T::read(&mut root, file);
    found.problems.extend(problems);
    InFile { file, record }
}

fn document(file: FileId, text: Option<&str>, found: &mut Found) -> InFile<Document> {
    let read = text.map(|text| front_matter::read(text, file));
    let (record, problems) = read.unwrap_or_default();
    found.problems.extend(problems);
    if let Some(document) = &record {
        begun::check_document(document, file, &mut found.problems);
        safety::check_document(document, file, &mut found.problems);
    }
    InFile { file, record }
}

fn frozen(day: Day, file: FileId, text: Option<&str>, found: &mut Found) -> InFile<Arc<Release>> {
    let record = match text.map(|text| release::read(text, day, file)).transpose() {
        Ok(record) => {
            if let (Some(release), Some(text)) = (&record, text) {
                safety::check_release(release, text, file, &mut found.problems);
            }
            record.map(Arc::new)
        }
        Err(problem) => {
            found.problems.push(problem);
            None
        }
    };
    InFile { file, record }
}

fn parse(kind: &FileKind, file: FileId, text: Option<&str>) -> Parsed {
    let mut found = Found::default();
    macro_rules! record {
        () => {
            record(file, text, kind, &mut found)
        };
    }
    let entry = match kind {
        FileKind::Site => Entry::Site(Box::new(record!())),
        FileKind::Services => Entry::Services(record!()),
        FileKind::Skills => Entry::Skills(record!()),
        FileKind::Technologies => Entry::Technologies(record!()),
        FileKind::Frameworks => Entry::Frameworks(record!()),
        FileKind::Glossary => Entry::Glossary(record!()),
        FileKind::Words => Entry::Words(record!()),
        FileKind::Supplier(id) => Entry::Supplier(id.clone(), record!()),
        FileKind::System(id) => Entry::System(id.clone(), record!()),
        FileKind::Contract(id) => Entry::Contract(id.clone(), record!()),
        FileKind::Borough(id) => Entry::Borough(id.clone(), record!()),
        FileKind::Chapter(number, slug) => {
            Entry::Chapter((*number, slug.clone()), document(file, text, &mut found))
        }
        FileKind::Page(slug) => Entry::Page(slug.clone(), document(file, text, &mut found)),
        FileKind::Release(day) => Entry::Release(*day, frozen(*day, file, text, &mut found)),
    };
    Parsed { entry, problems: found.problems, waivers: found.waivers }
}

impl Content {
    /// Whether every record and list could be read, so that nothing is missing from what is counted.
    pub(crate) fn is_whole(&self) -> bool {
        fn all<T>(records: &BTreeMap<String, InFile<T>>) -> bool {
            records.values().all(|file| file.record.is_some())
        }
        fn list<T>(list: Option<&InFile<T>>) -> bool {
            list.is_some_and(|list| list.record.is_some())
        }
        all(&self.suppliers)
            && all(&self.systems)
            && all(&self.boroughs)
            && all(&self.contracts)
            && list(self.services.as_ref())
            && list(self.skills.as_ref())
            && list(self.technologies.as_ref())
            && list(self.frameworks.as_ref())
    }

    /// Lets go of the records once they are linked: figures are computed in the room that they took. What is told of them
    /// later stands in texts and waivers.
    pub(crate) fn let_go(&mut self) {
        self.suppliers.clear();
        self.systems.clear();
        self.boroughs.clear();
        self.contracts.clear();
    }

    fn insert(&mut self, entry: Entry) {
        match entry {
            Entry::Site(record) => self.site = Some(*record),
            Entry::Services(record) => self.services = Some(record),
            Entry::Skills(record) => self.skills = Some(record),
            Entry::Technologies(record) => self.technologies = Some(record),
            Entry::Frameworks(record) => self.frameworks = Some(record),
            Entry::Glossary(record) => self.glossary = Some(record),
            Entry::Words(record) => self.words = Some(record),
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
