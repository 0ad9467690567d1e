//! The rows of all sheets with their columns known.

use super::Sheets;
use crate::content::nearest;
use crate::content::records::Date;
use crate::diagnostics::cells::{CellPlace, CellProblem};
use crate::diagnostics::rules;
use crate::survey::columns::{Column, Fill};
use crate::survey::read::{Cell, Table, TableRow, UNSEEN};

/// One row of a sheet.
pub(super) struct Line<'t> {
    table: &'t Table,
    /// Where the sheet has each column.
    columns: Vec<Option<usize>>,
    row: &'t TableRow,
}

/// A cell that a row is too short for.
static EMPTY: Cell = Cell { text: String::new(), is_date: false, is_error: false };

impl Line<'_> {
    /// A cell; nothing, where the sheet does not have the column.
    pub(super) fn cell(&self, column: Column) -> Option<&Cell> {
        self.columns[column.index()].map(|at| self.row.cells.get(at).unwrap_or(&EMPTY))
    }

    /// What a cell says; nothing, where the sheet does not have the column.
    pub(super) fn text(&self, column: Column) -> &str {
        self.cell(column).map_or("", |cell| cell.text.as_str())
    }

    /// The row's number.
    pub(super) fn number(&self) -> u32 {
        self.row.number
    }

    /// The row.
    pub(super) fn place(&self) -> CellPlace {
        CellPlace { row: Some(self.row.number), ..self.table.place.clone() }
    }

    /// A cell's place.
    pub(super) fn at(&self, column: Column) -> CellPlace {
        let at = self.columns[column.index()];
        CellPlace { column: at.map(|at| (at, column.name().to_owned())), ..self.place() }
    }

    /// A problem of a cell.
    pub(super) fn problem(
        &self,
        rule: &'static crate::diagnostics::Rule,
        column: Column,
        message: impl Into<String>,
    ) -> CellProblem {
        CellProblem::new(rule, self.at(column), message).excerpt(self.text(column))
    }

    /// The sheet without a row.
    pub(super) fn sheet(&self) -> CellPlace {
        self.table.place.clone()
    }
}

/// Every row of every sheet.
pub(super) fn lines<'t>(tables: &'t [Table], sheets: &mut Sheets) -> Vec<Line<'t>> {
    let mut lines = Vec::new();
    for table in tables {
        let columns: Vec<Option<usize>> = Column::ALL
            .iter()
            .map(|column| table.heading.iter().position(|heading| heading == column.name()))
            .collect();
        heading(table, sheets);
        for row in &table.rows {
            let line = Line { table, columns: columns.clone(), row };
            if Column::ALL.iter().all(|column| line.text(*column).is_empty()) {
                continue;
            }
            unmeant(&line, sheets);
            lines.push(line);
        }
    }
    sheets.rows = lines.len();
    lines
}

/// Puts words of code lists into the letters of their list: who types "Live" or "supplier hosted" means the word.
pub(super) fn respell(table: &mut Table) {
    let columns = table.heading.iter().map(|heading| Column::find(heading).map(Column::fill));
    for (at, fill) in columns.enumerate() {
        let Some(Fill::Code(words)) = fill else { continue };
        for cell in table.rows.iter_mut().filter_map(|row| row.cells.get_mut(at)) {
            let said = cell.text.trim().to_lowercase().replace([' ', '_'], "-");
            if let Some(word) = words.iter().find(|word| word.word == said) {
                word.word.clone_into(&mut cell.text);
            }
        }
    }
}

/// Columns that nobody knows, and columns that are there twice.
fn heading(table: &Table, sheets: &mut Sheets) {
    for (at, name) in table.heading.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        let place = || CellPlace { row: Some(1), column: Some((at, name.clone())), ..table.place.clone() };
        if Column::find(name).is_none() {
            let near = nearest(name, Column::ALL.iter().map(|column| column.name()));
            let problem =
                CellProblem::new(&rules::OTHER_COLUMN, place(), format!("no survey has a column `{name}`"));
            sheets.problems.push(match near {
                Some(near) => {
                    problem.remedy(format!("did you mean `{near}`? If not, nothing needs to be done"))
                }
                None => problem,
            });
        } else if table.heading[..at].contains(name) {
            let message = format!("the sheet has the column `{name}` twice");
            sheets.problems.push(
                CellProblem::new(&rules::SHEET_COLUMN, place(), message).remedy("take one of them out"),
            );
        }
    }
}

/// Cells that nobody can have meant.
fn unmeant(line: &Line, sheets: &mut Sheets) {
    for column in Column::ALL {
        let Some(cell) = line.cell(*column).filter(|cell| cell.is_error) else { continue };
        let (message, remedy) = if cell.text.contains(UNSEEN) {
            (
                "the cell has a control character in it",
                "type the text anew; such characters come with text that is copied",
            )
        } else {
            ("the cell holds a formula that failed", "write the value itself in place of the formula")
        };
        sheets.problems.push(line.problem(&rules::BAD_VALUE, *column, message).remedy(remedy));
    }
}

/// Whether a cell says what the record shows, however a spreadsheet program has written it.
pub(super) fn says(cell: &Cell, shown: &str, column: Column) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    words(&cell.text) == words(shown)
        || (column == Column::ValueTax && is_unknown(&cell.text) && is_unknown(shown))
        || (column.fill() == Fill::Date && shown.parse().is_ok_and(|date| respelt(cell, date)))
}

/// No word about the tax means the same as the word for it.
fn is_unknown(tax: &str) -> bool {
    tax.is_empty() || tax == "unknown"
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Spreadsheet programs make days of months, and write days in the way of the machine's country.
fn respelt(cell: &Cell, date: Date) -> bool {
    let first = date.first_day();
    let (year, month, day) = (first.year(), first.month(), first.day());
    let said = cell.text.as_str();
    if cell.is_date && !date.has_day() {
        return said == first.to_string();
    }
    let name = usize::try_from(month - 1).ok().and_then(|month| MONTHS.get(month)).unwrap_or(&"");
    let short = year % 100;
    let month_words = || [format!("{name}-{short:02}"), format!("{name} {year}"), format!("{name}-{year}")];
    let days = [
        format!("{day:02}/{month:02}/{year}"),
        format!("{day}/{month}/{year}"),
        format!("{day:02}/{month:02}/{short:02}"),
        format!("{month}/{day}/{year}"),
        format!("{month:02}/{day:02}/{year}"),
    ];
    days.iter().any(|day| day == said)
        || (date.month().is_some() && !date.has_day() && month_words().iter().any(|word| word == said))
}
