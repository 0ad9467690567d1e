//! What is wrong with the content, and where: every room reports problems as [`Diagnostic`]s.
//!
//! Takes nothing from other rooms. [`Sources`] keeps the texts that places point into; [`rules`] is the registry of
//! everything that can be reported; [`text`] prints for people, [`cells`] tells
//! of spreadsheets, [`notices`] of procurement notices, [`github`], [`sarif`] and [`lines`] for machines.

pub mod cells;
pub mod github;
pub mod lines;
pub mod notices;
pub mod rules;
pub mod sarif;
pub mod text;

use std::path::{Component, Path};
use std::sync::Arc;

pub use rules::{Family, Rule, Severity};

/// A stretch of bytes in one source file, start included, end excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte; equal to `start` where only the position is known.
    pub end: u32,
}

/// A file of [`Sources`], by number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// Where in the content something stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The bytes in it.
    pub span: Span,
}

/// One problem: which rule, where, what exactly, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// Where; a problem of the whole file points to its first byte.
    pub place: Place,
    /// What is wrong here, one sentence without a full stop.
    pub message: String,
    /// What to do here, where it is more exact than the rule's own remedy.
    pub remedy: Option<String>,
}

impl Diagnostic {
    /// A problem at a place, with the rule's own remedy.
    pub fn new(rule: &'static Rule, place: Place, message: impl Into<String>) -> Self {
        Self { rule, place, message: readable(message.into()), remedy: None }
    }

    /// The same problem with a remedy for this very case.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(readable(remedy.into()));
        self
    }
}

/// Bytes of a sentence or an excerpt that somebody reads.
const READABLE: usize = 1_000;

/// A sentence that quotes no more of a record than people read.
pub(crate) fn readable(mut text: String) -> String {
    if text.len() > READABLE {
        text.truncate(floor_char_boundary(&text, READABLE));
        text.push('…');
    }
    text
}

/// One text that places point into.
#[derive(Clone, Debug)]
pub struct Source {
    /// As shown to people: relative to where the content folder stands, always with `/`.
    pub path: Arc<Path>,
    /// The whole text; empty where it could not be read as UTF-8, and once it is let go.
    pub text: String,
    /// How many bytes it has, also once it is let go.
    pub(crate) length: usize,
    /// The byte at which each line begins.
    line_starts: Vec<u32>,
}

/// The texts of all content files, in a stable order.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a text and gives its number.
    ///
    /// # Panics
    /// With more than 2^32 files.
    pub fn add(&mut self, path: &Path, text: String) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2^32 files"));
        let newlines = || memchr::memchr_iter(b'\n', text.as_bytes());
        let mut line_starts = Vec::with_capacity(newlines().count() + 1);
        line_starts.push(0);
        line_starts.extend(newlines().filter_map(|newline| u32::try_from(newline + 1).ok()));
        self.files.push(Source { path: path.into(), length: text.len(), text, line_starts });
        id
    }

    /// Lets go of the texts once no problem is to be told any more: pages are made in the room that they took.
    pub(crate) fn let_texts_go(&mut self) {
        for file in &mut self.files {
            file.text = String::new();
            file.line_starts = vec![0];
        }
    }

    /// How many files there are.
    #[must_use]
    pub(crate) fn count(&self) -> usize {
        self.files.len()
    }

    /// Every file with its number.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        (0..).map(FileId).zip(&self.files)
    }

    /// The file with that number.
    #[must_use]
    pub fn get(&self, file: FileId) -> &Source {
        &self.files[file.0 as usize]
    }

    /// The line of a place with its number, from 1, and the byte at which it begins.
    #[must_use]
    pub(crate) fn line_of(&self, place: Place) -> (usize, usize, &str) {
        let (source, line) = (self.get(place.file), self.line(place));
        let start = source.line_starts[line - 1] as usize;
        let end = source.line_starts.get(line).map_or(source.text.len(), |next| *next as usize);
        (line, start, &source.text[start..end])
    }

    /// Line and column of a place, both from 1; columns count characters.
    #[must_use]
    pub fn line_column(&self, place: Place) -> (usize, usize) {
        let source = self.get(place.file);
        let line = self.line(place);
        let line_start = source.line_starts[line - 1] as usize;
        let start = floor_char_boundary(&source.text, place.span.start as usize);
        (line, source.text[line_start..start.max(line_start)].chars().count() + 1)
    }

    /// Line of a place, from 1.
    #[must_use]
    pub fn line(&self, place: Place) -> usize {
        self.get(place.file).line_starts.partition_point(|start| *start <= place.span.start).max(1)
    }
}

/// Where a problem stands, as people and machines count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region<'a> {
    /// The file, with `/`.
    pub file: String,
    /// First line, from 1.
    pub line: usize,
    /// First column, from 1, in characters.
    pub column: usize,
    /// One past the last column on the same line.
    pub end_column: usize,
    /// The characters that are meant.
    pub excerpt: &'a str,
}

impl Sources {
    /// The part of the first line that a problem covers: an underline over many lines hides more than it shows.
    #[must_use]
    pub fn underline(&self, place: Place) -> std::ops::Range<usize> {
        let text = &self.get(place.file).text;
        let start = floor_char_boundary(text, place.span.start as usize);
        let end = floor_char_boundary(text, (place.span.end as usize).max(start));
        let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
        let rest_of_line = start + text[start..line_end].trim_end().len();
        let end = if end > start { end.min(rest_of_line) } else { rest_of_line };
        start..floor_char_boundary(text, end.min(start + READABLE)).max(start)
    }

    /// Where a problem stands.
    #[must_use]
    pub fn region(&self, place: Place) -> Region<'_> {
        let source = self.get(place.file);
        let (line, column) = self.line_column(place);
        let excerpt = &source.text[self.underline(place)];
        Region {
            file: shown_path(&source.path),
            line,
            column,
            end_column: column + excerpt.chars().count(),
            excerpt,
        }
    }
}

/// A path with `/` between its parts, wherever the program runs, and without characters that could change what a terminal
/// shows.
#[must_use]
pub fn shown_path(path: &Path) -> String {
    let mut shown = String::new();
    for part in path.components() {
        if part == Component::RootDir {
            shown.push('/');
            continue;
        }
        if !shown.is_empty() && !shown.ends_with('/') {
            shown.push('/');
        }
        shown.push_str(&part.as_os_str().to_string_lossy().replace(char::is_control, "\u{fffd}"));
    }
    shown
}

/// The nearest character boundary at or before `index`, never past the end.
fn floor_char_boundary(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

/// More problems than this in one file are not told one by one.
const MOST_OF_A_FILE: usize = 500;

/// Puts problems into the order in which people read files, drops exact repetitions, and counts what nobody reads to its
/// end.
pub fn sort(problems: &mut Vec<Diagnostic>) {
    problems.sort_by(|a, b| (a.place, a.rule.code, &a.message).cmp(&(b.place, b.rule.code, &b.message)));
    problems.dedup();
    let mut of_files = std::collections::BTreeMap::<FileId, (usize, Place)>::new();
    problems.retain(|problem| {
        let (count, last) = of_files.entry(problem.place.file).or_insert((0, problem.place));
        *count += 1;
        if *count <= MOST_OF_A_FILE {
            *last = problem.place;
        }
        *count <= MOST_OF_A_FILE
    });
    for (count, last) in of_files.into_values().filter(|(count, _)| *count > MOST_OF_A_FILE) {
        let at = problems.partition_point(|problem| problem.place <= last);
        let message = format!("the file has {} more problems behind this place", count - MOST_OF_A_FILE);
        problems.insert(at, Diagnostic::new(&rules::MORE_PROBLEMS, last, message));
    }
}

/// How many problems there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Problems that stop a build.
    pub errors: usize,
    /// Problems that should be mended.
    pub warnings: usize,
    /// Improvements worth knowing.
    pub advice: usize,
}

impl Counts {
    /// Counts the problems of a list.
    #[must_use]
    pub fn of(problems: &[Diagnostic]) -> Self {
        let mut counts = Self::default();
        for problem in problems {
            match problem.rule.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Advice => counts.advice += 1,
            }
        }
        counts
    }
}
