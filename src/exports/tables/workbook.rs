//! All tables as one workbook: a sheet each, and what every column means.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::catalogue::tables::{Field, Kind, Table};
use crate::exports::downloads::Published;
use crate::figures::capitalised;

/// A sheet's cell holds so much and no more.
const LONGEST: usize = 32_767;

/// The workbook as a file.
pub(super) fn workbook(published: &Published) -> Vec<u8> {
    // Nothing here depends on what is in the tables, so it can't fail on one of them; the tests open it.
    fill(published).unwrap_or_default()
}

fn fill(published: &Published) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
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
        sheet(book.add_worksheet(), table)?;
    }
    dictionary(book.add_worksheet(), published.tables)?;
    book.save_to_buffer()
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
    lines.extend(tables.iter().map(|table| (capitalised(&table.title), table.row.clone())));
    for (row, (name, text)) in (0..).zip(lines) {
        sheet.write_string_with_format(row, 0, name, &bold)?.write_string_with_format(row, 1, text, &wrap)?;
    }
    Ok(())
}

fn sheet(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    sheet.set_name(table.name)?.set_freeze_panes(1, 1)?;
    for (column, field) in (0..).zip(&table.fields) {
        sheet
            .write_string_with_format(0, column, field.name, &bold)?
            .set_column_width(column, width(field))?;
    }
    for (row, cells) in (1..).zip(&table.rows) {
        for ((column, field), cell) in (0..).zip(&table.fields).zip(cells.iter()) {
            write(sheet, row, column, field, cell)?;
        }
    }
    let (rows, columns) =
        (u32::try_from(table.rows.len()).unwrap_or(0), u16::try_from(table.fields.len()).unwrap_or(1));
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
