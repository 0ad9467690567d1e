//! The sheet as a spreadsheet and as plain text, with the words of the page.

use std::fmt::Write as _;

use super::{Sheet, SheetGroup, SheetRow};
use crate::catalogue::tables;
use crate::content::records::{MoneyBasis, Tax};
use crate::site::Model;
use crate::site::parts::{DateView, SourceView, SuppliedView};
use crate::words;

const NOT_KNOWN: &str = said_later!("Not known");

const HEAD: [&str; 19] = [
    "group",
    "service",
    "system",
    "state",
    "supplier",
    "contract_supplier",
    "contract",
    "contract_start",
    "contract_end",
    "may_be_extended_to",
    "value",
    "value_basis",
    "value_tax",
    "users",
    "hosting",
    "decide_by",
    "source",
    "source_date",
    "source_url",
];

/// The sheet for a spreadsheet: one row for each row of the page, dates as ISO, "Not known" in words.
#[must_use]
pub fn csv(sheet: &Sheet) -> String {
    let rows = sheet.groups.iter().flat_map(|group| group.rows.iter().map(|row| csv_row(group, row)));
    tables::csv(&HEAD, rows)
}

fn csv_row(group: &SheetGroup, row: &SheetRow) -> Vec<String> {
    let date = |date: &Option<DateView>| known(date.as_ref().map(|date| date.iso.clone()));
    let source = row.source.as_ref();
    let holder = row.reseller.as_ref().or(row.supplier.as_ref()).filter(|_| row.contract.is_some());
    vec![
        group.name.clone(),
        service(row),
        known(row.system.clone()),
        known(row.state),
        known(row.supplier.as_ref().map(supplied)),
        known(holder.map(supplied)),
        known(row.contract.clone()),
        date(&row.start),
        date(&row.end),
        date(&row.extension),
        known(row.money.map(|money| money.amount)),
        known(row.money.map(|money| match money.basis {
            MoneyBasis::Total => "total",
            MoneyBasis::Annual => "annual",
        })),
        known(row.money.and_then(|money| match money.tax {
            Tax::Net => Some("net"),
            Tax::Gross => Some("gross"),
            Tax::Unknown => None,
        })),
        words::text(NOT_KNOWN).to_owned(),
        known(row.hosting),
        date(&row.review),
        known(source.map(|source| source.title.clone()).or_else(|| row.stated.clone())),
        known(source.and_then(|source| source.date.as_ref()).map(|date| date.iso.clone())),
        known(source.and_then(|source| source.url.clone())),
    ]
}

fn known(value: Option<impl ToString>) -> String {
    value.map_or_else(|| words::text(NOT_KNOWN).to_owned(), |value| value.to_string())
}

fn service(row: &SheetRow) -> String {
    row.service.as_ref().map_or_else(|| say!("No service stated").to_owned(), |link| link.text.clone())
}

fn supplied(by: &SuppliedView) -> String {
    by.link.as_ref().map_or_else(|| say!("In-house").to_owned(), |link| link.text.clone())
}

/// The sheet as plain text, to paste where no table can stand.
#[must_use]
pub fn text(model: Model, name: &str, sheet: &Sheet) -> String {
    let site = &model.catalogue.site;
    let mut text = say!(
        "{}\nSystems of {name}, as public sources have them\nPosition on {}\n\n{}\n",
        site.title,
        model.format().day(model.catalogue.as_of),
        model.foi_words(name); name
    );
    for group in &sheet.groups {
        // Writing to memory can't fail.
        let _ = write!(text, "\n\n{}\n", group.name.to_uppercase());
        for row in &group.rows {
            write_row(row, &mut text);
        }
        if !group.unrecorded.is_empty() {
            let names: Vec<&str> = group.unrecorded.iter().map(|link| link.text.as_str()).collect();
            let _ = write!(text, "\n{}\n", say!("Nothing on record for: {}", names.join(", ")));
        }
    }
    text
}

/// What is known line by line, then what is not known in one line.
fn write_row(row: &SheetRow, text: &mut String) {
    let date = |date: &Option<DateView>| date.as_ref().map(|date| date.text.clone());
    let value =
        row.value.as_ref().zip(row.value_note.as_ref()).map(|(value, note)| format!("{value} {note}"));
    let answers = [
        (say!("System"), row.system.clone()),
        (say!("State"), row.state.map(str::to_owned)),
        (say!("Supplier"), row.supplier.as_ref().map(supplied)),
        (say!("Contract"), row.contract.clone()),
        (say!("Contract with"), row.reseller.as_ref().map(supplied)),
        (say!("Begins"), date(&row.start)),
        (say!("Ends"), date(&row.end)),
        (say!("May be extended to"), date(&row.extension)),
        (say!("Value"), value),
        (say!("Users"), None),
        (say!("Hosting"), row.hosting.map(str::to_owned)),
        (say!("Decide by"), date(&row.review)),
        (say!("Source"), row.source.as_ref().map(source).or_else(|| row.stated.clone())),
    ];
    // Writing to memory can't fail.
    let _ = write!(text, "\n{}\n", service(row));
    if row.system.is_none() {
        let _ = writeln!(text, "  {}", say!("Not known: nothing is on record."));
        return;
    }
    let mut not_known = Vec::new();
    for (question, answer) in answers {
        match answer {
            Some(answer) => drop(writeln!(text, "  {question}: {answer}")),
            // Nobody asks for a reseller where there is none.
            None if question != say!("Contract with") => not_known.push(question.to_lowercase()),
            None => {}
        }
    }
    let _ = writeln!(text, "  {}", say!("Not known: {}", not_known.join(", ")));
}

fn source(source: &SourceView) -> String {
    let date = source.date.as_ref().map_or(say!("undated"), |date| &date.text);
    let url = source.url.as_ref().map(|url| format!(", {url}")).unwrap_or_default();
    format!("{}, {date}{url}", source.title)
}
