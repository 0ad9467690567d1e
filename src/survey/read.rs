//! A spreadsheet that came back, as text: takes a file of any origin, gives headed rows, or what is wrong with the file.
//!
//! Nothing is unpacked beyond limits that no survey comes near, and damage is found before a workbook is interpreted.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::path::Path;

use calamine::{DataRef, Reader as _, Xlsx};

use super::columns::Column;
use super::csv::restored;
use super::workbook;
use crate::diagnostics::cells::{CellPlace, CellProblem};
use crate::diagnostics::rules;

/// Bytes of a file.
const MAX_BYTES: u64 = 16 << 20;
/// Bytes of everything in a workbook, unpacked.
const MAX_UNPACKED: u64 = 128 << 20;
/// Files in a workbook.
const MAX_PARTS: usize = 1_000;
/// Rows of a sheet: a region of hundreds of authorities has fewer.
const MAX_ROWS: u32 = 20_000;
/// Columns of a sheet.
const MAX_COLUMNS: usize = 200;
/// Characters of a cell: what a workbook can hold.
const MAX_CELL: usize = 32_767;

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
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        let limit = MAX_BYTES >> 20;
        return Ok(Err(broken(place, format!("the file is larger than {limit} megabytes"))));
    }
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

/// Everything is unpacked once into nothing: that finds damage, and bounds what the real reading can take.
fn unpack_in_vain(bytes: &[u8]) -> Result<(), String> {
    let damaged = |what: &dyn std::fmt::Display| format!("the workbook is damaged: {what}");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if archive.len() > MAX_PARTS {
        return Err(format!("the workbook has {} parts, and a survey has ten", archive.len()));
    }
    let mut left = MAX_UNPACKED;
    for number in 0..archive.len() {
        let part = archive.by_index(number).map_err(|error| damaged(&error))?;
        let unpacked =
            io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|error| damaged(&error))?;
        left = left.checked_sub(unpacked).ok_or_else(|| {
            format!("the workbook is larger than {} megabytes when it is unpacked", MAX_UNPACKED >> 20)
        })?;
    }
    Ok(())
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
        limits(&place, row, column, &value)?;
        let cells = rows.entry(row).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, Cell::default());
        }
        cells[column] = value;
    }
    let mut rows = rows.into_iter().map(|(row, cells)| TableRow { number: row + 1, cells });
    let heading = rows.next().map(|row| row.cells).unwrap_or_default();
    let heading = heading.into_iter().map(|cell| cell.text.trim().to_lowercase()).collect();
    Ok(Table { place, heading, rows: rows.collect() })
}

fn limits(place: &CellPlace, row: u32, column: usize, cell: &Cell) -> Result<(), Box<CellProblem>> {
    let message = if row >= MAX_ROWS {
        format!("the sheet has more than {MAX_ROWS} rows")
    } else if column >= MAX_COLUMNS {
        format!("the sheet has more than {MAX_COLUMNS} columns")
    } else if cell.text.chars().nth(MAX_CELL).is_some() {
        format!("a cell has more than {MAX_CELL} characters")
    } else {
        return Ok(());
    };
    let place = CellPlace { row: Some(row.saturating_add(1)), ..place.clone() };
    Err(broken(place, message).remedy("take out what does not belong to the survey").into())
}

/// Stands for a character that nobody can see, and that could change what a terminal shows.
pub(crate) const UNSEEN: char = '\u{fffd}';

/// Text with line ends as records have them.
fn words(text: &str) -> Cell {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let is_unseen = |c: char| c.is_control() && c != '\n' && c != '\t';
    let is_error = text.contains(is_unseen);
    Cell { text: text.trim().replace(is_unseen, &UNSEEN.to_string()), is_error, ..Cell::default() }
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
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut table = Table { place, ..Table::default() };
    for (number, record) in (0..).zip(reader.records()) {
        let record =
            record.map_err(|error| broken(table.place.clone(), format!("the file is not CSV: {error}")))?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cells: Vec<Cell> = record.iter().map(|cell| words(restored(cell))).collect();
        for (column, cell) in cells.iter().enumerate() {
            limits(&table.place, number, column, cell)?;
        }
        if table.heading.is_empty() {
            table.heading = cells.into_iter().map(|cell| cell.text.to_lowercase()).collect();
        } else {
            table.rows.push(TableRow { number: number + 1, cells });
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
