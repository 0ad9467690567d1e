//! A figure in the forms that machines read: CSV and JSON.

use serde_json::{Value as Json, json};

use super::{Cell, Figure, Value};
use crate::catalogue::Catalogue;
use crate::catalogue::tables::spreadsheet_safe;

/// The rows of a figure as CSV with a head; a figure without rows is one row with its number.
#[must_use]
pub fn csv(figure: &Figure) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |cells: Vec<String>| {
        // Writing to memory can't fail.
        let _ = writer.write_record(cells.iter().map(|cell| spreadsheet_safe(cell)));
    };
    if let Some(table) = &figure.table {
        write(table.columns.iter().map(|column| column.title.clone()).collect());
        for row in &table.rows {
            write(row.iter().map(|cell| cell.text.clone()).collect());
        }
    } else {
        write(vec!["Figure".into(), "Value".into(), "Part".into(), "Whole".into()]);
        let counts = figure.coverage.map(|coverage| (coverage.part.to_string(), coverage.whole.to_string()));
        let (part, whole) = counts.unwrap_or_default();
        write(vec![figure.title.clone(), figure.text.clone(), part, whole]);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// The whole figure as JSON.
#[must_use]
pub fn json(figure: &Figure, catalogue: &Catalogue) -> String {
    let (number, unit) = match figure.value {
        Value::Count(count) => (json!(count), "count"),
        Value::Percent(percent) => (json!(percent), "percent"),
        Value::Money(amount) => (json!(amount), catalogue.site.currency.as_str()),
        Value::Days(days) => (json!(days), "days"),
        Value::Index(index) => (json!(index), "index"),
        Value::Withheld => (Json::Null, "withheld"),
    };
    let row = |row: &Vec<Cell>| row.iter().map(|cell| json!(cell.text)).collect::<Vec<_>>();
    let table = figure.table.as_ref().map(|table| {
        json!({
            "caption": table.caption,
            "columns": table.columns.iter().map(|column| &column.title).collect::<Vec<_>>(),
            "rows": table.rows.iter().map(row).collect::<Vec<_>>(),
        })
    });
    let then = |release: &std::sync::Arc<crate::content::release::Release>| {
        let then = release.figure(figure.id)?;
        Some(json!({"as_of": release.date.to_string(), "value": then.value, "text": then.text}))
    };
    let figure = json!({
        "id": figure.id,
        "title": figure.title,
        "sentence": figure.sentence,
        "definition": figure.definition,
        "formula": figure.formula,
        "value": number,
        "unit": unit,
        "text": figure.text,
        "coverage": figure.coverage.map(|coverage| json!({"part": coverage.part, "whole": coverage.whole})),
        "as_of": catalogue.as_of.to_string(),
        "history": catalogue.releases.iter().filter_map(then).collect::<Vec<_>>(),
        "table": table,
    });
    let mut text = serde_json::to_string_pretty(&figure).unwrap_or_default();
    text.push('\n');
    text
}
