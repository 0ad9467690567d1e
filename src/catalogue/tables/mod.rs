//! The catalogue as flat CSV tables: what every figure can be recomputed from, with what each column means.

mod column;
mod contracts;
mod deployments;
mod facts;
mod records;

use super::Catalogue;
use column::Column;
pub(crate) use column::words;
pub use column::{Code, Kind, word};

/// A table and where it is written.
pub struct TableFile {
    /// Its name, as it stands in its address.
    pub name: &'static str,
    /// Its name for people, in small letters.
    pub title: String,
    /// What one row is.
    pub row: String,
    /// Address from the site's root.
    pub path: String,
    /// Its columns, in their order.
    pub fields: Vec<Field>,
    /// Rows without the head.
    pub rows: usize,
    /// The table as CSV with a head.
    pub csv: String,
}

/// A column as the data dictionary has it.
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

/// Every table; one line each.
#[must_use]
pub fn all(catalogue: &Catalogue) -> Vec<TableFile> {
    vec![
        records::authorities(catalogue),
        records::services(catalogue),
        records::systems(catalogue),
        records::suppliers(catalogue),
        deployments::table(catalogue),
        contracts::table(catalogue),
        records::frameworks(catalogue),
        facts::service_states(catalogue),
        facts::skills(catalogue),
        facts::technologies(catalogue),
    ]
}

/// `data/deployments.csv`
#[must_use]
pub fn path(name: &str) -> String {
    format!("data/{name}.csv")
}

/// The name of a table and what its rows are.
struct About {
    name: &'static str,
    title: &'static str,
    row: &'static str,
}

fn table<Row: Copy>(
    catalogue: &Catalogue,
    about: &About,
    columns: Vec<Column<Row>>,
    rows: impl Iterator<Item = Row>,
) -> TableFile {
    let cells = |row| columns.iter().map(|column| (column.cell)(catalogue, row)).collect();
    let rows: Vec<Vec<String>> = rows.map(cells).collect();
    let head: Vec<&str> = columns.iter().map(|column| column.name).collect();
    let words = |text: &str| {
        let words = &catalogue.site.words;
        text.replace("{one}", &words.one).replace("{many}", &words.many)
    };
    let field = |(index, column): (usize, Column<Row>)| Field {
        name: column.name,
        kind: column.kind,
        meaning: words(column.meaning),
        blank: (!column.blank.is_empty()).then(|| words(column.blank)),
        example: example(rows.iter().map(|row| row[index].as_str())).map(str::to_owned),
    };
    TableFile {
        name: about.name,
        title: words(about.title),
        row: words(about.row),
        path: path(about.name),
        rows: rows.len(),
        csv: csv(&head, &rows),
        fields: columns.into_iter().enumerate().map(field).collect(),
    }
}

/// Rows under a head as CSV, safe to open in a spreadsheet.
#[must_use]
pub fn csv(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory can't fail.
    let _ = writer.write_record(head);
    for row in rows {
        let _ = writer.write_record(row.iter().map(|cell| spreadsheet_safe(cell)));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// Longer cells are no good examples while there is a shorter one.
const EXAMPLE: usize = 60;

/// A cell that shows what a column holds.
fn example<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let filled = cells.filter(|cell| !cell.is_empty());
    filled.clone().find(|cell| cell.len() <= EXAMPLE).or_else(|| filled.clone().next())
}

/// A cell that a spreadsheet would run as a formula is shown as text.
#[must_use]
pub fn spreadsheet_safe(cell: &str) -> String {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if runs { format!("'{cell}") } else { cell.to_owned() }
}
