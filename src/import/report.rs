//! What became of every row and every file: takes notes during an import, gives counts, lists and the printed text.

use std::collections::BTreeMap;
use std::fmt;

use crate::diagnostics::Rule;

/// What became of every row and every file.
#[derive(Debug, Default)]
pub struct Report {
    /// The tables that were read, in the order of reading.
    pub tables: Vec<TableReport>,
    /// The files that the rows became, by path.
    pub outputs: Vec<Output>,
    /// What was written but should be looked at.
    pub doubts: Vec<Doubt>,
}

/// What became of the rows of one table.
#[derive(Debug)]
pub struct TableReport {
    /// The table's file name.
    pub file: &'static str,
    /// Rows in the file, without the header.
    pub read: usize,
    /// What became of each row, by its line.
    pub rows: BTreeMap<u64, Outcome>,
    /// Why rows could not be placed; a row may have several problems.
    pub problems: Vec<Problem>,
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It became a record, or the first part of one; told as a place in the content.
    Written(String),
    /// It says more about the record of another row.
    Merged {
        /// The line of that row.
        into: u64,
        /// The record.
        record: String,
    },
    /// It was left out on purpose, for this reason.
    KeptOut(String),
    /// It could not be placed; the table's problems say why.
    Unplaced,
}

/// Why a row could not be placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// The table.
    pub file: &'static str,
    /// The row's line.
    pub line: u64,
    /// The column; empty where the whole row is wrong.
    pub column: String,
    /// The cell, shortened.
    pub excerpt: String,
    /// What is wrong.
    pub why: String,
    /// What to do.
    pub remedy: String,
}

/// Something that was written but should be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The table.
    pub file: &'static str,
    /// The row's line.
    pub line: u64,
    /// One sentence without a full stop.
    pub text: String,
}

/// A file that rows became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Within the content folder, with `/`.
    pub path: String,
    /// What happened to it.
    pub change: Change,
}

/// What happened to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was not there and is now.
    New,
    /// It is there and says the same.
    Unchanged,
    /// It is there and says something else: a proposal and a diff stand in the folder of proposals.
    Proposed {
        /// Lines that the proposal has more.
        added: usize,
        /// Lines that the proposal has not.
        removed: usize,
    },
}

/// Cells are shown up to this many characters.
const EXCERPT_CHARS: usize = 60;

impl Problem {
    pub(super) fn new(
        rule: &'static Rule,
        (file, line, column): (&'static str, u64, &str),
        cell: &str,
        why: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let mut excerpt: String = cell.chars().take(EXCERPT_CHARS).collect();
        if excerpt.len() < cell.len() {
            excerpt.push('…');
        }
        Self { rule, file, line, column: column.to_owned(), excerpt, why: why.into(), remedy: remedy.into() }
    }
}

impl Report {
    /// How many rows could not be placed, and how many columns are missing.
    #[must_use]
    pub fn unplaced(&self) -> usize {
        let header_problems =
            |table: &TableReport| table.problems.iter().filter(|problem| problem.line == 1).count();
        self.tables
            .iter()
            .map(|table| table.count(|row| *row == Outcome::Unplaced) + header_problems(table))
            .sum()
    }

    /// How many files changed in a way.
    #[must_use]
    pub fn outputs_that(&self, is: impl Fn(Change) -> bool) -> usize {
        self.outputs.iter().filter(|output| is(output.change)).count()
    }

    pub(super) fn open_table(&mut self, file: &'static str) {
        self.tables.push(TableReport { file, read: 0, rows: BTreeMap::new(), problems: Vec::new() });
    }

    pub(super) fn row_read(&mut self, file: &'static str) {
        self.table(file).read += 1;
    }

    pub(super) fn settle(&mut self, file: &'static str, line: u64, outcome: Outcome) {
        let earlier = self.table(file).rows.insert(line, outcome);
        debug_assert!(earlier.is_none(), "a row has one outcome: {file}:{line}");
    }

    pub(super) fn unplaced_row(&mut self, file: &'static str, line: u64, problems: Vec<Problem>) {
        self.settle(file, line, Outcome::Unplaced);
        self.table(file).problems.extend(problems);
    }

    pub(super) fn header_problem(&mut self, problem: Problem) {
        self.table(problem.file).problems.push(problem);
    }

    pub(super) fn doubt(&mut self, file: &'static str, line: u64, text: impl Into<String>) {
        self.doubts.push(Doubt { file, line, text: text.into() });
    }

    /// Brings doubts and problems into the order of their rows.
    pub(super) fn sort(&mut self) {
        self.doubts.sort_by_key(|doubt| (doubt.file, doubt.line));
        self.tables.iter_mut().for_each(|table| table.problems.sort_by_key(|problem| problem.line));
    }

    fn table(&mut self, file: &'static str) -> &mut TableReport {
        let table = self.tables.iter_mut().find(|table| table.file == file);
        table.expect("rows come from tables that were opened")
    }
}

impl TableReport {
    /// How many rows became something.
    #[must_use]
    pub fn count(&self, is: impl Fn(&Outcome) -> bool) -> usize {
        self.rows.values().filter(|row| is(row)).count()
    }

    /// Lines that were merged, by the line and the record that took them.
    fn merged(&self) -> BTreeMap<(u64, &str), Vec<u64>> {
        let mut merged: BTreeMap<_, Vec<u64>> = BTreeMap::new();
        for (line, outcome) in &self.rows {
            if let Outcome::Merged { into, record } = outcome {
                merged.entry((*into, record.as_str())).or_default().push(*line);
            }
        }
        merged
    }

    /// Reasons of rows that were kept out, the most frequent first.
    fn reasons(&self) -> Vec<(&str, usize)> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for outcome in self.rows.values() {
            if let Outcome::KeptOut(reason) = outcome {
                *counts.entry(reason).or_default() += 1;
            }
        }
        let mut reasons: Vec<_> = counts.into_iter().collect();
        reasons.sort_by_key(|(reason, count)| (std::cmp::Reverse(*count), *reason));
        reasons
    }
}

/// The details first, the totals last: that is what stays in sight on a terminal.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.write_merged(f)?;
        self.write_doubts(f)?;
        self.write_problems(f)?;
        self.write_proposals(f)?;
        self.write_totals(f)
    }
}

impl Report {
    fn write_merged(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let mut merged =
            self.tables.iter().flat_map(|table| table.merged().into_iter().map(|row| (table.file, row)));
        let mut title = Some("Rows that say more about the record of another row\n");
        merged.try_for_each(|(file, ((into, record), lines))| {
            f.write_str(title.take().unwrap_or_default())?;
            let lines: Vec<_> = lines.iter().map(u64::to_string).collect();
            writeln!(f, "  {file}:{into} takes in {}  ({record})", lines.join(", "))
        })
    }

    fn write_doubts(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let mut title = Some("Doubts: written, but worth a look\n");
        self.doubts.iter().try_for_each(|doubt| {
            f.write_str(title.take().unwrap_or_default())?;
            writeln!(f, "  {}:{}  {}", doubt.file, doubt.line, doubt.text)
        })
    }

    fn write_problems(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let mut title = Some("Rows that could not be placed\n");
        self.tables.iter().flat_map(|table| &table.problems).try_for_each(|problem| {
            f.write_str(title.take().unwrap_or_default())?;
            write!(f, "  {}:{}", problem.file, problem.line)?;
            if !problem.column.is_empty() {
                write!(f, " {}", problem.column)?;
            }
            if !problem.excerpt.is_empty() {
                write!(f, " `{}`", problem.excerpt)?;
            }
            writeln!(f, ": {}; {}", problem.why, problem.remedy)
        })
    }

    fn write_proposals(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let mut title =
            Some("Files that say something else: left as they are, a proposal and a diff written\n");
        self.outputs.iter().try_for_each(|output| {
            let Change::Proposed { added, removed } = output.change else { return Ok(()) };
            f.write_str(title.take().unwrap_or_default())?;
            writeln!(f, "  {}  +{added} -{removed}", output.path)
        })
    }

    fn write_totals(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for table in &self.tables {
            write!(f, "{:20} {:5} rows read", table.file, table.read)?;
            let written = table.count(|row| matches!(row, Outcome::Written(_)));
            let merged = table.count(|row| matches!(row, Outcome::Merged { .. }));
            let kept_out = table.count(|row| matches!(row, Outcome::KeptOut(_)));
            let unplaced = table.count(|row| *row == Outcome::Unplaced);
            for (count, what) in [
                (written, "written"),
                (merged, "merged"),
                (kept_out, "kept out on purpose"),
                (unplaced, "not placed"),
            ] {
                if count > 0 {
                    write!(f, ", {count} {what}")?;
                }
            }
            let reasons: Vec<_> =
                table.reasons().iter().map(|(reason, count)| format!("{count} {reason}")).collect();
            if !reasons.is_empty() {
                write!(f, ": {}", reasons.join(", "))?;
            }
            writeln!(f)?;
        }
        let new = self.outputs_that(|change| change == Change::New);
        let unchanged = self.outputs_that(|change| change == Change::Unchanged);
        let proposed = self.outputs.len() - new - unchanged;
        writeln!(f, "{new} files new, {unchanged} unchanged, {proposed} proposed")?;
        match self.unplaced() {
            0 => writeln!(f, "Every row has its place."),
            count => writeln!(f, "{count} rows or columns could not be placed; they are listed above."),
        }
    }
}
