//! What is wrong with a spreadsheet that came back: told like any other problem, at a cell in place of a byte.

use std::fmt;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use rust_xlsxwriter::column_number_to_name;

use super::{Rule, Severity, readable, text};

/// Where in a spreadsheet something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellPlace {
    /// The file, as it was named.
    pub file: String,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The row, from 1; nothing, where the whole sheet is meant.
    pub row: Option<u32>,
    /// The column's number, from 0, and its heading; nothing, where the whole row is meant.
    pub column: Option<(usize, String)>,
}

impl fmt::Display for CellPlace {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.file)?;
        self.sheet.as_ref().map_or(Ok(()), |sheet| write!(f, ", sheet {}", shortened(sheet)))?;
        self.row.map_or(Ok(()), |row| write!(f, ", row {row}"))?;
        match &self.column {
            Some((column, heading)) => write!(f, ", column {} ({})", letters(*column), shortened(heading)),
            None => Ok(()),
        }
    }
}

/// A column as spreadsheet programs name it; sheets with more columns than these have are not read.
fn letters(column: usize) -> String {
    column_number_to_name(u16::try_from(column).unwrap_or_default())
}

/// One problem of a spreadsheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellProblem {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// Where.
    pub place: CellPlace,
    /// What the cell says, shortened; empty where nothing can be shown.
    pub excerpt: String,
    /// What is wrong here, one sentence without a full stop.
    pub message: String,
    /// What to do here, where it is more exact than the rule's own remedy.
    pub remedy: Option<String>,
}

impl CellProblem {
    /// A problem at a place, with the rule's own remedy.
    pub fn new(rule: &'static Rule, place: CellPlace, message: impl Into<String>) -> Self {
        Self { rule, place, excerpt: String::new(), message: readable(message.into()), remedy: None }
    }

    /// The same problem with what the cell says.
    #[must_use]
    pub fn excerpt(mut self, cell: &str) -> Self {
        self.excerpt = shortened(cell);
        self
    }

    /// The same problem with a remedy for this very case.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(readable(remedy.into()));
        self
    }

    /// Whether it stops the import.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.rule.severity == Severity::Error
    }

    /// As a block of text, with terminal colours; strip them where no terminal reads.
    #[must_use]
    pub fn render(&self) -> String {
        let title = text::level(self.rule.severity).primary_title(&self.message).id(self.rule.code);
        let finding = title.element(Origin::path(self.place.to_string()));
        let finding = if self.excerpt.is_empty() {
            finding
        } else {
            let row = self.place.row.and_then(|row| usize::try_from(row).ok()).unwrap_or(1);
            let all = AnnotationKind::Primary.span(0..self.excerpt.len());
            finding.element(Snippet::source(&self.excerpt).line_start(row).annotation(all))
        };
        let remedy = self.remedy.as_deref().unwrap_or(self.rule.remedy);
        let text = Renderer::styled().render(&[
            finding.element(Level::NOTE.with_name("why").message(self.rule.why)),
            Group::with_title(Level::HELP.with_name("remedy").secondary_title(remedy)),
        ]);
        // Between a place without a line and an excerpt, the printer marks a gap that is none.
        let is_gap = |line: &&str| anstream::adapter::strip_str(line).to_string().trim() == ":::";
        text.lines().filter(|line| !is_gap(line)).collect::<Vec<_>>().join("\n")
    }
}

/// Cells are shown up to this many characters.
const EXCERPT_CHARS: usize = 60;

/// The begin of a cell, on one line.
fn shortened(cell: &str) -> String {
    let line: String = cell.split(['\n', '\r', '\t']).map(str::trim).collect::<Vec<_>>().join(" ");
    let mut begin: String = line.chars().take(EXCERPT_CHARS).collect();
    if begin.len() < line.len() {
        begin.push('…');
    }
    // The name of a sheet can have any character in it.
    begin.replace(char::is_control, "\u{fffd}")
}
