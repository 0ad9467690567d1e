//! A spreadsheet that came back, as text: takes a file of any origin, gives headed rows, or what is wrong with the file.
//!
//! Nothing is unpacked beyond limits that no survey comes near, and damage is found before a workbook is interpreted.

use std::collections::BTreeMap;
use std::io::{self, Cursor};
use std::path::Path;

use calamine::{DataRef, Reader as _, Xlsx};

use super::columns::Column;
use super::csv::{self, Next, restored};
use super::package::unpack_in_vain;
use super::workbook;
use crate::content::letters::has_no_place;
use crate::diagnostics::cells::{CellPlace, CellProblem};
use crate::diagnostics::rules;
use crate::plain::{self, Found, Links};

/// Bytes of a file.
const MAX_BYTES: u64 = 16 << 20;
/// Rows of a sheet: a region of hundreds of authorities has fewer.
const MAX_ROWS: u32 = 20_000;
/// Columns of a sheet.
const MAX_COLUMNS: usize = 200;
/// Characters of a cell: what a workbook can hold.
const MAX_CELL: usize = 32_767;
/// Cells of a sheet: all columns of each of its rows.
const MAX_CELLS: usize = 600_000;
/// Bytes of a sheet's text: a cell can repeat a text that a workbook has only once.
const MAX_TEXT: usize = 16 << 20;

/// A sheet with a heading.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The file, and the sheet of a workbook.
    pub place: CellPlace,
    /// The heading, by column.
    pub heading: Vec<String>,
    /// Rows that say something.
    pub rows: Vec<TableRow>,
}

/// One row.
#[derive(Clone, Debug, Default)]
pub struct TableRow {
    /// Its number, from 1, as a spreadsheet program counts: cells of several lines are one row.
    pub number: u32,
    /// Its cells, by column.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says; a date year first.
    pub text: String,
    /// It is a date in a workbook: a day, even where somebody meant a month.
    pub is_date: bool,
    /// It can't be meant: a formula that failed, or a character that nobody can see.
    pub is_error: bool,
}

/// Reads a workbook or CSV, told apart by what is in it.
///
/// # Errors
/// What is wrong with the file as a whole. [`io::Error`] where the disk refuses.
pub fn read(path: &Path) -> io::Result<Result<Table, Box<CellProblem>>> {
    let place = CellPlace { file: path.display().to_string(), ..CellPlace::default() };
    let bytes = match plain::read(path, Links::Followed, MAX_BYTES)? {
        Found::Bytes(bytes) => bytes,
        Found::TooLarge => {
            let limit = MAX_BYTES >> 20;
            return Ok(Err(broken(place, format!("the file is larger than {limit} megabytes"))));
        }
        Found::NotPlain => {
            return Ok(Err(broken(place, "this is no file, but a folder, a pipe or a device")));
        }
    };
    let is = |ending: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
    let is_zip = bytes.starts_with(b"PK");
    Ok(if is_zip && !is("csv") {
        workbook(bytes, place)
    } else if is("csv") && !is_zip {
        csv(&bytes, place)
    } else if is("xlsx") || is_zip {
        Err(broken(place, "the file is not what its name says"))
    } else {
        Err(broken(place, "the file is neither an Excel workbook (.xlsx) nor CSV"))
    })
}

fn broken(place: CellPlace, message: impl Into<String>) -> Box<CellProblem> {
    Box::new(CellProblem::new(&rules::SHEET, place, message))
}

fn workbook(bytes: Vec<u8>, place: CellPlace) -> Result<Table, Box<CellProblem>> {
    if let Err(why) = unpack_in_vain(&bytes) {
        return Err(broken(place, why));
    }
    let damaged =
        |error: &dyn std::fmt::Display| broken(place.clone(), format!("the workbook can't be read: {error}"));
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let mut names = book.sheet_names();
    // The own sheet first; people rename sheets, so any other that has the columns will do.
    names.sort_by_key(|name| name != workbook::ROWS);
    let mut first_problem = None;
    for name in names {
        let place = CellPlace { sheet: Some(name.clone()), ..place.clone() };
        match sheet(&mut book, &name, place) {
            Ok(table) if has_needed(&table.heading) => return Ok(table),
            Ok(table) => first_problem = first_problem.or(missing(&table)),
            Err(problem) => return Err(problem),
        }
    }
    Err(first_problem.unwrap_or_else(|| broken(place, "the workbook has no sheet")))
}

/// Columns without which nobody knows what a row is about.
const NEEDED: [Column; 3] = [Column::Borough, Column::Services, Column::System];

fn has_needed(heading: &[String]) -> bool {
    NEEDED.iter().all(|column| heading.iter().any(|own| own == column.name()))
}

fn missing(table: &Table) -> Option<Box<CellProblem>> {
    let column = NEEDED.iter().find(|column| !table.heading.iter().any(|own| own == column.name()))?;
    let message = format!("the sheet has no column `{}`", column.name());
    let problem = CellProblem::new(&rules::SHEET_COLUMN, table.place.clone(), message);
    Some(problem.excerpt(&table.heading.join(", ")).into())
}

fn sheet(book: &mut Xlsx<Cursor<Vec<u8>>>, name: &str, place: CellPlace) -> Result<Table, Box<CellProblem>> {
    let damaged =
        |error: &dyn std::fmt::Display| broken(place.clone(), format!("the sheet can't be read: {error}"));
    let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
    let mut budget = Budget::default();
    // A sheet without cells, such as a chart, has no reader.
    let Ok(mut reader) = book.worksheet_cells_reader(name) else {
        return Ok(Table { place, ..Table::default() });
    };
    while let Some(cell) = reader.next_cell().map_err(|error| damaged(&error))? {
        let (row, column) = cell.get_position();
        let value = value(cell.get_value());
        if value.text.is_empty() {
            continue;
        }
        let column = column as usize;
        let cells = rows.entry(row).or_default();
        if cells.len() <= column {
            budget.cells += column - cells.len();
            budget.spend(&place, row, column, &value)?;
            cells.resize(column + 1, Cell::default());
        } else {
            budget.spend(&place, row, column, &value)?;
        }
        cells[column] = value;
    }
    let mut rows = rows.into_iter().map(|(row, cells)| TableRow { number: row + 1, cells });
    let heading = rows.next().map(|row| row.cells).unwrap_or_default();
    let heading = heading.into_iter().map(|cell| cell.text.trim().to_lowercase()).collect();
    Ok(Table { place, heading, rows: rows.collect() })
}

/// What a sheet has taken so far.
#[derive(Default)]
struct Budget {
    cells: usize,
    bytes: usize,
}

impl Budget {
    /// Takes one more cell, at a row and a column from 0.
    fn spend(
        &mut self,
        place: &CellPlace,
        row: u32,
        column: usize,
        cell: &Cell,
    ) -> Result<(), Box<CellProblem>> {
        self.cells += 1;
        self.bytes += cell.text.len();
        let message = if row >= MAX_ROWS {
            format!("the sheet has more than {MAX_ROWS} rows")
        } else if column >= MAX_COLUMNS {
            format!("the sheet has more than {MAX_COLUMNS} columns")
        } else if cell.text.chars().nth(MAX_CELL).is_some() {
            too_long()
        } else if self.cells > MAX_CELLS {
            format!("the sheet has more than {MAX_CELLS} cells")
        } else if self.bytes > MAX_TEXT {
            format!("the sheet's text is longer than {} megabytes", MAX_TEXT >> 20)
        } else {
            return Ok(());
        };
        Err(beyond(place, row, &message))
    }

    /// Cells that were not kept.
    fn give_back(&mut self, cells: usize) {
        self.cells -= cells;
    }
}

fn too_long() -> String {
    format!("a cell has more than {MAX_CELL} characters")
}

fn beyond(place: &CellPlace, row: u32, message: &str) -> Box<CellProblem> {
    let place = CellPlace { row: Some(row.saturating_add(1)), ..place.clone() };
    broken(place, message).remedy("take out what does not belong to the survey").into()
}

/// Stands for a character that nobody can see, and that could change what a terminal shows.
pub(crate) const UNSEEN: char = '\u{fffd}';

/// Text with line ends as records have them.
fn words(text: &str) -> Cell {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let is_error = text.contains(has_no_place);
    Cell { text: text.trim().replace(has_no_place, &UNSEEN.to_string()), is_error, ..Cell::default() }
}

/// A cell as text.
fn value(value: &DataRef) -> Cell {
    let text = |text: String| words(&text);
    let date = |text: String| Cell { text, is_date: true, ..Cell::default() };
    match value {
        DataRef::Empty => Cell::default(),
        DataRef::Int(number) => text(number.to_string()),
        // A number without a fraction is whole, however it is stored.
        DataRef::Float(number) => text(number.to_string()),
        DataRef::String(words) => text(words.clone()),
        DataRef::SharedString(words) => text((*words).to_owned()),
        DataRef::Bool(truth) => text(truth.to_string()),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            date(format!("{year:04}-{month:02}-{day:02}"))
        }
        DataRef::DateTime(duration) => text(duration.as_f64().to_string()),
        DataRef::DateTimeIso(moment) => date(moment.split('T').next().unwrap_or_default().to_owned()),
        DataRef::DurationIso(duration) => text(duration.clone()),
        DataRef::Error(error) => Cell { text: error.to_string(), is_error: true, ..Cell::default() },
    }
}

fn csv(bytes: &[u8], place: CellPlace) -> Result<Table, Box<CellProblem>> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        let problem = CellProblem::new(&rules::NOT_UTF8, place, "the file is not UTF-8 text");
        let remedy = "save it again as \"CSV UTF-8\", so that names keep their accents";
        return Err(problem.remedy(remedy).into());
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut cells = csv::Cells::new(text.as_bytes(), delimiter(text));
    let mut budget = Budget::default();
    let mut table = Table { place, ..Table::default() };
    for number in 0.. {
        let mut row = Vec::new();
        let goes_on = loop {
            let (text, ends) = match cells.next() {
                Next::End => break false,
                Next::TooLong => return Err(beyond(&table.place, number, &too_long())),
                Next::Cell { text, ends_row } => (text, ends_row),
            };
            let cell = words(restored(text));
            budget.spend(&table.place, number, row.len(), &cell)?;
            row.push(cell);
            if ends {
                break true;
            }
        };
        if row.iter().all(|cell| cell.text.is_empty()) {
            budget.give_back(row.len());
        } else if table.heading.is_empty() {
            table.heading = row.into_iter().map(|cell| cell.text.to_lowercase()).collect();
        } else {
            table.rows.push(TableRow { number: number + 1, cells: row });
        }
        if !goes_on {
            break;
        }
    }
    match missing(&table) {
        Some(problem) => Err(problem),
        None => Ok(table),
    }
}

/// Where a comma is part of numbers, spreadsheet programs write semicolons between cells.
fn delimiter(text: &str) -> u8 {
    let heading = text.lines().next().unwrap_or_default();
    let count = |sign: char| heading.matches(sign).count();
    [(b';', count(';')), (b'\t', count('\t'))]
        .into_iter()
        .find(|(_, found)| *found > count(','))
        .map_or(b',', |(sign, _)| sign)
}
