//! The catalogue as flat tables: what every figure can be recomputed from, with what each column means.

mod boroughs;
mod column;
mod contracts;
mod deployments;
mod facts;
mod frameworks;
mod row;
mod services;
mod sources;
mod suppliers;
mod systems;

use std::borrow::Cow;
use std::io;

use serde::Serialize;

use super::Catalogue;
use crate::content::cells::is_formula;
use column::Column;
pub(crate) use column::words;
pub use column::{Code, Kind, word};
pub use row::Row;

/// A table with all that is said of it.
#[derive(Serialize)]
pub struct Table {
    /// Its name, as it stands in its address.
    pub name: &'static str,
    /// Its name for people, in small letters.
    pub title: String,
    /// What one row is.
    pub row: String,
    /// Its columns, in their order.
    pub fields: Vec<Field>,
    /// Its rows, a cell for each column.
    pub rows: Vec<Row>,
}

impl Table {
    /// The names of its columns.
    #[must_use]
    pub fn head(&self) -> Vec<&'static str> {
        self.fields.iter().map(|field| field.name).collect()
    }

    /// Writes it as CSV with a head.
    ///
    /// # Errors
    /// Where whoever takes it refuses.
    pub fn write_csv(&self, to: impl io::Write) -> io::Result<()> {
        write_csv(&self.head(), self.rows.iter().map(Row::iter), to)
    }

    /// A table whose columns are described by hand.
    #[must_use]
    pub fn new(name: &'static str, title: String, row: String, fields: Vec<Field>, rows: Vec<Row>) -> Self {
        let mut table = Self { name, title, row, fields, rows };
        for (index, field) in table.fields.iter_mut().enumerate() {
            field.example = example(table.rows.iter().map(|row| &row[index])).map(str::to_owned);
        }
        table
    }
}

/// A column as the data dictionary has it.
#[derive(Serialize)]
pub struct Field {
    /// The head of the column.
    pub name: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// What it says.
    pub meaning: String,
    /// What an empty cell says; nothing, where no cell is empty.
    pub blank: Option<String>,
    /// A cell of this table; nothing, where all are empty.
    pub example: Option<String>,
}

/// The tables that a release freezes; one line each.
#[must_use]
pub fn all(catalogue: &Catalogue) -> Vec<Table> {
    vec![
        boroughs::table(catalogue),
        services::table(catalogue),
        systems::table(catalogue),
        suppliers::table(catalogue),
        deployments::table(catalogue),
        contracts::table(catalogue),
        frameworks::table(catalogue),
        facts::service_states(catalogue),
        facts::skills(catalogue),
        facts::technologies(catalogue),
    ]
}

/// Every source of every record, one by one.
#[must_use]
pub fn sources(catalogue: &Catalogue) -> Table {
    sources::table(catalogue)
}

/// The name of a table and what its rows are.
struct About {
    name: &'static str,
    title: &'static str,
    row: &'static str,
}

fn table<R: Copy>(
    catalogue: &Catalogue,
    about: &About,
    columns: Vec<Column<R>>,
    rows: impl Iterator<Item = R>,
) -> Table {
    let cells = |row| columns.iter().map(|column| (column.cell)(catalogue, row)).collect();
    let rows: Vec<Row> = rows.map(cells).collect();
    let words = |text: &str| {
        let words = &catalogue.site.words;
        text.replace("{one}", &words.one)
            .replace("{a_one}", &catalogue.site.a_one())
            .replace("{many}", &words.many)
    };
    let field = |column: Column<R>| Field {
        name: column.name,
        kind: column.kind,
        meaning: words(column.meaning),
        blank: (!column.blank.is_empty()).then(|| words(column.blank)),
        example: None,
    };
    let fields = columns.into_iter().map(field).collect();
    Table::new(about.name, words(crate::words::text(about.title)), words(about.row), fields, rows)
}

/// Rows under a head as CSV, safe to open in a spreadsheet.
#[must_use]
pub fn csv<R: IntoIterator<Item: AsRef<str>>>(head: &[&str], rows: impl IntoIterator<Item = R>) -> String {
    let mut bytes = Vec::new();
    // In memory, nothing is refused.
    let _ = write_csv(head, rows, &mut bytes);
    String::from_utf8(bytes).unwrap_or_default()
}

fn write_csv<R: IntoIterator<Item: AsRef<str>>>(
    head: &[&str],
    rows: impl IntoIterator<Item = R>,
    to: impl io::Write,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(to);
    for name in head {
        write_cell(&mut writer, name)?;
    }
    end_line(&mut writer)?;
    for row in rows {
        for cell in row {
            write_cell(&mut writer, cell.as_ref())?;
        }
        end_line(&mut writer)?;
    }
    writer.flush()
}

/// Writes a cell, safe to open in a spreadsheet.
pub(crate) fn write_cell(writer: &mut csv::Writer<impl io::Write>, cell: &str) -> io::Result<()> {
    writer.write_field(spreadsheet_safe(cell).as_bytes()).map_err(cause)
}

/// Ends the line of cells that were written one by one.
pub(crate) fn end_line(writer: &mut csv::Writer<impl io::Write>) -> io::Result<()> {
    writer.write_record(None::<&[u8]>).map_err(cause)
}

/// What the disk said: a full one is told as such.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

/// Longer cells are no good examples while there is a shorter one.
const EXAMPLE: usize = 60;

/// A cell that shows what a column holds.
fn example<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let filled = cells.filter(|cell| !cell.is_empty());
    filled.clone().find(|cell| cell.len() <= EXAMPLE).or_else(|| filled.clone().next())
}

/// A cell that a spreadsheet would run as a formula gets an apostrophe before it. So does one that begins with an
/// apostrophe, so that nothing is lost: whoever reads takes one away wherever there is one.
#[must_use]
pub fn spreadsheet_safe(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) || cell.starts_with('\'') {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::cells::FORMULA;

    #[test]
    fn no_cell_is_a_formula_and_numbers_stay_numbers() {
        for sign in FORMULA {
            assert_eq!(spreadsheet_safe(&format!("{sign}a")), format!("'{sign}a"));
        }
        for (cell, safe) in [("-1.5", "-1.5"), ("+44 20", "'+44 20"), ("'a", "''a"), ("a=1", "a=1"), ("", "")]
        {
            assert_eq!(spreadsheet_safe(cell), safe);
        }
    }
}
