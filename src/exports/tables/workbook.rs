//! All tables as one workbook: a sheet each, and what every column means.

use std::io;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::catalogue::tables::{Field, Kind, Table};
use crate::caught::caught;
use crate::exports::downloads::Published;
use crate::figures::capitalised;

/// A sheet's cell holds so much and no more.
const LONGEST: usize = 32_767;
/// A sheet has so many rows below its head and no more.
const MOST_ROWS: usize = 1_048_575;
/// A table of more rows waits in a file until the workbook is whole: in memory, each of its cells takes a hundred bytes.
const LARGE: usize = 10_000;

/// Writes the workbook as a file.
pub(super) fn write_workbook(published: &Published, to: &mut dyn io::Write) -> io::Result<()> {
    // Large tables wait on the disk, and where that is full, their writer breaks off.
    let is_refused = |said: &str| said.starts_with("Couldn't write to xml file");
    let bytes = caught(is_refused, || fill(published, LARGE))?.map_err(|error| match error {
        XlsxError::IoError(error) => error,
        error => io::Error::other(error),
    })?;
    to.write_all(&bytes)
}

/// Tables of more rows than `in_memory` are kept in files until the workbook is whole.
fn fill(published: &Published, in_memory: usize) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    if published.tables.iter().any(|table| table.rows.len() > in_memory) {
        book.set_tempdir(published.beside)?;
    }
    let about = &published.about;
    let as_of = about.as_of;
    // The same records give the same bytes, on whatever day.
    let created = ExcelDateTime::from_ymd(
        u16::try_from(as_of.year()).unwrap_or(1900),
        as_of.month().unsigned_abs(),
        as_of.day().unsigned_abs(),
    )?;
    book.set_properties(
        &DocProperties::new()
            .set_title(about.title)
            .set_author(about.publisher.name)
            .set_creation_datetime(&created),
    );
    first_sheet(book.add_worksheet(), published)?;
    for table in published.tables {
        sheet(sheet_of(&mut book, table.rows.len() > in_memory)?, table, MOST_ROWS)?;
    }
    dictionary(book.add_worksheet(), published.tables)?;
    book.save_to_buffer()
}

fn sheet_of(book: &mut Workbook, in_file: bool) -> Result<&mut Worksheet, XlsxError> {
    if in_file { book.add_worksheet_with_constant_memory() } else { Ok(book.add_worksheet()) }
}

fn first_sheet(sheet: &mut Worksheet, Published { about, tables, .. }: &Published) -> Result<(), XlsxError> {
    sheet.set_name("About")?.set_column_width(0, 26)?.set_column_width(1, 90)?;
    let bold = Format::new().set_bold();
    let wrap = Format::new().set_text_wrap();
    let mut lines = vec![
        ("Title".to_owned(), about.title.to_owned()),
        ("Position on".to_owned(), about.as_of.to_string()),
        ("Basis".to_owned(), about.note.clone()),
        ("Publisher".to_owned(), about.publisher.name.to_owned()),
        ("Licence".to_owned(), format!("{} {}", about.rights, about.licence.url)),
        ("Address".to_owned(), about.base_url.to_owned()),
        (
            "How to read".to_owned(),
            "Dates are text, as exact as their source: 2027, 2027-03 or 2027-03-31. Several values in one cell are separated by semicolons. An empty cell is never zero and never no; the sheet Dictionary says what it means.".to_owned(),
        ),
    ];
    lines.extend(tables.iter().map(|table| (capitalised(&table.title), told(table, MOST_ROWS))));
    for (row, (name, text)) in (0..).zip(lines) {
        sheet.write_string_with_format(row, 0, name, &bold)?.write_string_with_format(row, 1, text, &wrap)?;
    }
    Ok(())
}

/// What a row of a table is, and how many its sheet has where those are not all.
fn told(table: &Table, most: usize) -> String {
    let (row, name, all) = (&table.row, table.name, table.rows.len());
    if all <= most {
        return row.clone();
    }
    format!("{row} A sheet holds {most} rows: the first of {all} are here, and {name}.csv has all.")
}

fn sheet(sheet: &mut Worksheet, table: &Table, most: usize) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    sheet.set_name(table.name)?.set_freeze_panes(1, 1)?;
    for (column, field) in (0..).zip(&table.fields) {
        sheet
            .write_string_with_format(0, column, field.name, &bold)?
            .set_column_width(column, width(field))?;
    }
    let rows = table.rows.iter().take(most);
    for (row, cells) in (1..).zip(rows.clone()) {
        for ((column, field), cell) in (0..).zip(&table.fields).zip(cells.iter()) {
            write(sheet, row, column, field, cell)?;
        }
    }
    let (rows, columns) =
        (u32::try_from(rows.len()).unwrap_or(0), u16::try_from(table.fields.len()).unwrap_or(1));
    sheet.autofilter(0, 0, rows, columns - 1)?;
    Ok(())
}

/// A text is written as text whatever it begins with, so nothing in it can run.
fn write(sheet: &mut Worksheet, row: u32, column: u16, field: &Field, cell: &str) -> Result<(), XlsxError> {
    let number =
        matches!(field.kind, Kind::Number | Kind::Decimal).then(|| cell.parse::<f64>().ok()).flatten();
    match (number, &field.kind) {
        _ if cell.is_empty() => {}
        (Some(number), _) => drop(sheet.write_number(row, column, number)?),
        (None, Kind::Truth) => drop(sheet.write_boolean(row, column, cell == "true")?),
        (None, _) => drop(sheet.write_string(row, column, shortened(cell))?),
    }
    Ok(())
}

/// As much of a text as a cell holds.
fn shortened(cell: &str) -> &str {
    // No text has more signs than bytes, and hardly any has so many.
    if cell.len() <= LONGEST {
        return cell;
    }
    cell.char_indices().nth(LONGEST).map_or(cell, |(end, _)| &cell[..end])
}

fn width(field: &Field) -> f64 {
    match field.kind {
        Kind::Number | Kind::Decimal | Kind::Date | Kind::Truth => 14.0,
        Kind::Text | Kind::List | Kind::Address | Kind::Addresses => 36.0,
        Kind::Id | Kind::Of(_) | Kind::OfOr(..) | Kind::Many(_) | Kind::Code(_) => 24.0,
    }
}

fn dictionary(sheet: &mut Worksheet, all: &[Table]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    sheet.set_name("Dictionary")?.set_freeze_panes(1, 0)?;
    for (column, (head, width)) in (0..).zip([
        ("Table", 18),
        ("Column", 22),
        ("Meaning", 80),
        ("Words it can hold", 60),
        ("Blank means", 40),
    ]) {
        sheet.write_string_with_format(0, column, head, &bold)?.set_column_width(column, width)?;
    }
    let fields = all.iter().flat_map(|table| table.fields.iter().map(move |field| (table.name, field)));
    for (row, (table, field)) in (1..).zip(fields) {
        let words = if let Kind::Code(codes) = &field.kind {
            codes.iter().map(|code| code.word.as_str()).collect::<Vec<_>>().join(";")
        } else {
            String::new()
        };
        let blank = field.blank.as_deref().unwrap_or("Never blank");
        for (column, text) in (0..).zip([table, field.name, &field.meaning, &words, blank]) {
            sheet.write_string(row, column, text)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Reader as _, Xlsx};

    use super::*;
    use crate::catalogue::tables::Row;

    #[test]
    fn a_table_that_no_sheet_holds_is_cut_and_says_so() {
        let field =
            Field { name: "id", kind: Kind::Text, meaning: String::new(), blank: None, example: None };
        let rows: Vec<Row> = (0..5).map(|row| [row.to_string()].into_iter().collect()).collect();
        let table = Table::new("birds", "birds".to_owned(), "A bird.".to_owned(), vec![field], rows);
        let said = |most| {
            let mut book = Workbook::new();
            sheet(sheet_of(&mut book, false).expect("a sheet"), &table, most).expect("a sheet");
            let bytes = book.save_to_buffer().expect("a workbook");
            let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
            (book.worksheet_range("birds").expect("a sheet").height(), told(&table, most))
        };
        assert_eq!(said(5), (6, "A bird.".to_owned()));
        let cut = "A bird. A sheet holds 3 rows: the first of 5 are here, and birds.csv has all.";
        assert_eq!(said(3), (4, cut.to_owned()));
        let mut book = Workbook::new();
        let longer =
            book.add_worksheet().write_string(u32::try_from(MOST_ROWS).expect("a number") + 1, 0, "a");
        assert!(longer.is_err(), "no sheet has more rows");
    }

    #[test]
    fn a_table_that_waits_in_a_file_reads_as_in_memory() {
        let field = |name, kind| Field { name, kind, meaning: String::new(), blank: None, example: None };
        let fields = vec![
            field("name", Kind::Text),
            field("count", Kind::Number),
            field("worth", Kind::Decimal),
            field("known", Kind::Truth),
        ];
        let row = |cells: [&str; 4]| cells.into_iter().map(str::to_owned).collect::<Row>();
        let rows = vec![
            row(["Café & <b>bold</b>", "12", "0.5", "true"]),
            row(["=1+1", "", "-3", "false"]),
            row(["", "", "", ""]),
            row([" spaces \n and a line", "999999", "not known", "true"]),
        ];
        let table = Table::new("birds", "birds".to_owned(), "A bird.".to_owned(), fields, rows);
        let read = |in_file| {
            let mut book = Workbook::new();
            sheet(sheet_of(&mut book, in_file).expect("a sheet"), &table, MOST_ROWS).expect("rows");
            dictionary(book.add_worksheet(), std::slice::from_ref(&table)).expect("a dictionary");
            let bytes = book.save_to_buffer().expect("a workbook");
            let mut book = Xlsx::new(Cursor::new(bytes.clone())).expect("a workbook");
            (["birds", "Dictionary"].map(|name| book.worksheet_range(name).expect("a sheet")), bytes)
        };
        let [(in_memory, bytes), (in_file, others)] = [false, true].map(read);
        assert_eq!(in_memory, in_file);
        assert_ne!(bytes, others, "texts stand in the sheet, and in no list of all");
        assert_eq!(in_file[0].height(), 5);
    }
}
