//! Rows as JSON: numbers are numbers, lists are lists, and what is not known is null.

use std::io::{self, BufWriter, Write as _};

use serde::{Serialize, Serializer};
use serde_json::{Map, Value as Json, json};

use crate::catalogue::tables::{Field, Kind, Row, Table};

/// A row under the names of its columns.
pub(in crate::exports) fn row(fields: &[Field], cells: &Row) -> Json {
    Json::Object(named(fields, cells).map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}

fn named<'a>(fields: &'a [Field], cells: &'a Row) -> impl Iterator<Item = (&'static str, Json)> + 'a {
    fields.iter().zip(cells.iter()).map(|(field, cell)| (field.name, value(&field.kind, cell)))
}

/// Every row, written as it is read: the whole of a long table as values takes many times its text.
pub(in crate::exports) struct Rows<'a>(pub &'a Table);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(Table { fields, rows, .. }) = self;
        serializer.collect_seq(rows.iter().map(|cells| Named { fields, cells }))
    }
}

/// A row under the names of its columns, as it is written.
struct Named<'a> {
    fields: &'a [Field],
    cells: &'a Row,
}

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(named(self.fields, self.cells))
    }
}

/// A row on each line.
pub(super) fn write_lines(table: &Table, to: &mut dyn io::Write) -> io::Result<()> {
    let (fields, mut to) = (&table.fields, BufWriter::new(to));
    for cells in &table.rows {
        serde_json::to_writer(&mut to, &Named { fields, cells })?;
        to.write_all(b"\n")?;
    }
    to.flush()
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
