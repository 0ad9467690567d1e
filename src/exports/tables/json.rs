//! Rows as JSON: numbers are numbers, lists are lists, and what is not known is null.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};

use crate::catalogue::tables::{Field, Kind, Table};

/// A row under the names of its columns.
pub(in crate::exports) fn row(fields: &[Field], cells: &[String]) -> Json {
    let cell = |(field, cell): (&Field, &String)| (field.name.to_owned(), value(&field.kind, cell));
    Json::Object(fields.iter().zip(cells).map(cell).collect::<Map<_, _>>())
}

/// Every row.
pub(in crate::exports) fn rows(table: &Table) -> Json {
    table.rows.iter().map(|cells| row(&table.fields, cells)).collect()
}

/// A row on each line.
pub(super) fn lines(table: &Table) -> String {
    table.rows.iter().fold(String::new(), |mut lines, cells| {
        let _ = writeln!(lines, "{}", row(&table.fields, cells));
        lines
    })
}

fn value(kind: &Kind, cell: &str) -> Json {
    match kind {
        Kind::Many(_) | Kind::List | Kind::Addresses => {
            json!(cell.split(';').filter(|item| !item.is_empty()).collect::<Vec<_>>())
        }
        _ if cell.is_empty() => Json::Null,
        Kind::Number | Kind::Decimal => number(cell).unwrap_or_else(|| json!(cell)),
        Kind::Truth => json!(cell == "true"),
        Kind::Id | Kind::Of(_) | Kind::OfOr(..) | Kind::Text | Kind::Date | Kind::Address | Kind::Code(_) => {
            json!(cell)
        }
    }
}

fn number(cell: &str) -> Option<Json> {
    cell.parse::<i64>()
        .map(|whole| json!(whole))
        .or_else(|_| cell.parse::<f64>().map(|number| json!(number)))
        .ok()
}
