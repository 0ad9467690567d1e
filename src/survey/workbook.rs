//! The survey as an Excel workbook: the rows with drop-downs, the lists behind them, and a sheet that explains.

use jiff::civil::Date as Day;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Formula, Workbook, Worksheet, XlsxError, column_number_to_name,
};

use super::columns::{Column, Fill, List, Part};
use super::lists;
use super::rows::Row;
use crate::content::Content;

/// The sheet with the rows.
pub const ROWS: &str = "Systems";
const LISTS: &str = "Lists";
const GUIDANCE: &str = "Guidance";

/// Rows below the last one that have drop-downs too.
const ROOM: u32 = 300;

/// The workbook's bytes: the same for the same records and day.
///
/// # Errors
/// Where a text is longer than a cell of a workbook can hold.
pub fn bytes(content: &Content, borough: &str, rows: &[Row], day: Day) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let looks = Looks::new();
    let site = content.site.as_ref().and_then(|file| file.record.as_ref());
    let name = content.boroughs.get(borough).and_then(|file| Some(file.record.as_ref()?.name.clone()));
    let name = name.unwrap_or_else(|| borough.to_owned());
    let title = site.map_or_else(|| name.clone(), |site| format!("{name}: {}", site.title));
    let created = ExcelDateTime::from_ymd(
        u16::try_from(day.year()).unwrap_or(1900),
        u8::try_from(day.month()).unwrap_or(1),
        u8::try_from(day.day()).unwrap_or(1),
    )?;
    book.set_properties(&DocProperties::new().set_title(&title).set_creation_datetime(&created));

    let lists = all_lists(content, borough);
    write_rows(book.add_worksheet(), rows, &lists, &looks)?;
    write_lists(book.add_worksheet(), &lists, &looks)?;
    let words = site.map_or(("authority", "authorities", ""), |site| {
        (site.words.one.as_str(), site.words.many.as_str(), site.currency.as_str())
    });
    write_guidance(book.add_worksheet(), &title, words, day, &looks)?;
    book.save_to_buffer()
}

/// How cells look. Every cell is text, so that no program makes a date of `2026-05` or a formula of a title.
struct Looks {
    heading: Format,
    text: Format,
    repeated: Format,
    number: Format,
    title: Format,
    wrapped: Format,
}

impl Looks {
    fn new() -> Self {
        let text = Format::new().set_num_format("@").set_align(FormatAlign::Top);
        Self {
            heading: Format::new()
                .set_bold()
                .set_num_format("@")
                .set_background_color(Color::RGB(0x00D9_E2EC))
                .set_border_bottom(FormatBorder::Thin),
            repeated: text
                .clone()
                .set_font_color(Color::RGB(0x0059_6773))
                .set_background_color(Color::RGB(0x00F1_F3F5)),
            number: Format::new().set_num_format("0").set_align(FormatAlign::Top),
            title: Format::new().set_bold().set_font_size(14),
            wrapped: Format::new().set_num_format("@").set_align(FormatAlign::Top).set_text_wrap(),
            text,
        }
    }
}

/// A list of the workbook: its heading, its entries with what they mean, and the columns that offer it.
struct Offer {
    heading: &'static str,
    entries: Vec<(String, String)>,
    columns: Vec<Column>,
    /// Other words are kept out while typing; an id can be new.
    is_closed: bool,
}

fn all_lists(content: &Content, borough: &str) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    for column in Column::ALL {
        let (heading, entries, is_closed) = match column.fill() {
            Fill::Code(words) => {
                let entries = words.into_iter().map(|code| (code.word, code.meaning)).collect();
                (column.name(), entries, true)
            }
            Fill::Id(list) => (heading(list), lists::ids(content, list, borough), false),
            _ => continue,
        };
        match offers.iter_mut().find(|offer| offer.heading == heading) {
            Some(offer) => offer.columns.push(*column),
            None => offers.push(Offer { heading, entries, columns: vec![*column], is_closed }),
        }
    }
    offers
}

fn heading(list: List) -> &'static str {
    match list {
        List::Services => "services",
        List::Systems => "systems",
        List::Suppliers => "suppliers",
        List::Frameworks => "frameworks",
        List::Contracts => "shared contracts",
    }
}

fn index(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

fn line(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn write_rows(sheet: &mut Worksheet, rows: &[Row], lists: &[Offer], looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_name(ROWS)?;
    for column in Column::ALL {
        let at = index(column.index());
        sheet.set_column_width(at, width(*column))?;
        sheet.set_column_format(at, look(*column, false, looks))?;
        sheet.write_string_with_format(0, at, column.name(), &looks.heading)?;
    }
    for (number, row) in (1..).zip(rows) {
        for column in Column::ALL {
            let (at, cell) = (index(column.index()), row.cell(*column));
            let look = look(*column, row.is_shared, looks);
            match cell.parse::<u32>() {
                _ if cell.is_empty() => sheet.write_blank(number, at, look)?,
                Ok(amount) if column.fill() == Fill::Number => {
                    sheet.write_number_with_format(number, at, amount, look)?
                }
                _ => sheet.write_string_with_format(number, at, cell, look)?,
            };
        }
    }
    let last = line(rows.len());
    for (number, offer) in lists.iter().enumerate().filter(|(_, offer)| !offer.entries.is_empty()) {
        let letters = column_number_to_name(index(2 * number));
        let range = format!("={LISTS}!${letters}$2:${letters}${}", offer.entries.len() + 1);
        let words = if offer.is_closed {
            "Choose one of the words of the list, or leave the cell empty."
        } else {
            "This is not on the sheet Lists. Is it spelt right?"
        };
        for column in &offer.columns {
            let style = if offer.is_closed {
                DataValidationErrorStyle::Stop
            } else {
                DataValidationErrorStyle::Warning
            };
            let validation = DataValidation::new()
                .allow_list_formula(Formula::new(&range))
                .set_error_style(style)
                .set_error_title("Not on the list")?
                .set_error_message(words)?;
            let at = index(column.index());
            sheet.add_data_validation(1, at, last + ROOM, at, &validation)?;
        }
    }
    sheet.set_freeze_panes(1, 3)?;
    sheet.autofilter(0, 0, last, index(Column::ALL.len() - 1))?;
    sheet.set_landscape();
    Ok(())
}

fn look(column: Column, is_shared: bool, looks: &Looks) -> &Format {
    match column.part() {
        Part::Repeated => &looks.repeated,
        _ if is_shared && column.is_of_contract() => &looks.repeated,
        _ if column.fill() == Fill::Number => &looks.number,
        _ => &looks.text,
    }
}

fn width(column: Column) -> f64 {
    match column {
        Column::Notes => 60.0,
        Column::ContractTitle | Column::SourceTitle | Column::SourceUrl => 40.0,
        Column::Services | Column::System | Column::SystemName | Column::SupplierName => 26.0,
        Column::Supplier | Column::ContractSupplier | Column::Contract | Column::Framework => 22.0,
        _ => 18.0,
    }
}

fn write_lists(sheet: &mut Worksheet, lists: &[Offer], looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_name(LISTS)?;
    for (number, offer) in lists.iter().enumerate() {
        let at = index(2 * number);
        sheet.set_column_width(at, 24)?;
        sheet.set_column_width(at + 1, 44)?;
        sheet.write_string_with_format(0, at, offer.heading, &looks.heading)?;
        sheet.write_string_with_format(0, at + 1, "what it is", &looks.heading)?;
        for (row, (id, name)) in (1..).zip(&offer.entries) {
            sheet.write_string_with_format(row, at, id, &looks.text)?;
            sheet.write_string_with_format(row, at + 1, name, &looks.text)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// How to fill the sheet in, in the order in which people ask.
const STEPS: &[&str] = &[
    "One row of the sheet Systems is one system in one service. Change what is wrong, fill in what is missing, and leave empty what you do not know: an empty cell means \"not known\".",
    "A system that serves several services has a row for each of them. What you change in one of its rows, change in the others too.",
    "A system that is missing: write a new row below the last one, with {one}, services, system, lifecycle and provenance. If the system is not on the sheet Lists, tell the editors first.",
    "A system that ended: keep its row. Choose `retired` as its lifecycle and write the end into until. Rows that are taken out change nothing.",
    "Dates: write the year first, as exactly as you know it: 2027, 2027-03 or 2027-03-31.",
    "Sums: whole numbers without separators, in {currency}.",
    "Cells on grey only make rows easier to read. They stand in other records, so please tell the editors what is wrong with them.",
    "A new source is added to those on record; none is taken away.",
    "Please do not write names of persons, personal e-mail addresses, telephone numbers, software versions or anything about security.",
    "Save, and send the workbook back. The order of rows and columns does not matter.",
];

fn write_guidance(
    sheet: &mut Worksheet,
    title: &str,
    (one, many, currency): (&str, &str, &str),
    day: Day,
    looks: &Looks,
) -> Result<(), XlsxError> {
    let local =
        |text: &str| text.replace("{one}", one).replace("{many}", many).replace("{currency}", currency);
    sheet.set_name(GUIDANCE)?;
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 70)?;
    sheet.set_column_width(2, 70)?;
    sheet.write_string_with_format(0, 0, title, &looks.title)?;
    sheet.write_string(1, 0, format!("What is on record on {day}"))?;
    let mut row = 3;
    for step in STEPS {
        sheet.merge_range(row, 0, row, 2, &local(step), &looks.wrapped)?;
        sheet.set_row_height(row, 32)?;
        row += 1;
    }
    row += 1;
    for (at, head) in (0..).zip(["column", "what it means", "what may stand there"]) {
        sheet.write_string_with_format(row, at, head, &looks.heading)?;
    }
    for column in Column::ALL {
        row += 1;
        sheet.write_string_with_format(row, 0, column.name(), &looks.wrapped)?;
        sheet.write_string_with_format(row, 1, local(&column.meaning()), &looks.wrapped)?;
        sheet.write_string_with_format(row, 2, local(&filling(*column)), &looks.wrapped)?;
    }
    Ok(())
}

/// What may stand in a column, in words.
fn filling(column: Column) -> String {
    if column.part() == Part::Repeated {
        return "Leave it as it is; leave it empty in a new row.".to_owned();
    }
    match column.fill() {
        _ if column == Column::Borough => "The same as in the other rows.".to_owned(),
        Fill::Text => "Words.".to_owned(),
        Fill::Date => "A year, a month or a day: 2027, 2027-03 or 2027-03-31.".to_owned(),
        Fill::Number => "A whole number.".to_owned(),
        Fill::Address => "A whole web address, with https://.".to_owned(),
        Fill::Id(list) => format!("An id from the sheet Lists, under \"{}\".", heading(list)),
        Fill::Code(words) => {
            let said: Vec<_> = words.iter().map(|code| format!("{}: {}", code.word, code.meaning)).collect();
            said.join("\n")
        }
    }
}
