//! The tables as a Frictionless data package: <https://specs.frictionlessdata.io/tabular-data-package/>.

use std::fmt::Write as _;
use std::io;

use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

use crate::catalogue::tables::{Field, Kind, Table};
use crate::exports::downloads::{Form, Published};
use crate::figures::capitalised;

/// The description of all tables, which stand beside it as CSV.
pub(super) fn package<'a>(published: &'a Published) -> &'a str {
    published.package.get_or_init(|| described(published))
}

/// The name of a table's file beside the description.
pub(super) fn name_of(table: &Table) -> String {
    format!("{}.csv", table.name)
}

fn described(Published { forms, tables, about, .. }: &Published) -> String {
    let package = json!({
        "profile": "tabular-data-package",
        "name": "city-tools",
        "title": about.title,
        "description": format!("{} {} {}", about.description, about.note, about.rights),
        "homepage": about.base_url,
        "version": about.as_of.to_string(),
        "created": format!("{}T00:00:00Z", about.as_of),
        "licenses": [{"title": about.licence.name, "path": about.licence.url}],
        "contributors": [{"title": about.publisher.name, "path": about.publisher.url, "role": "publisher"}],
        "resources": forms.iter().map(|form| resource(form, tables)).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&package).unwrap_or_default();
    text.push('\n');
    text
}

fn resource(form: &Form, all: &[Table]) -> Json {
    let table = form.table;
    let (length, hash) = sum(table);
    let mut schema = json!({
        "fields": table.fields.iter().map(field).collect::<Vec<_>>(),
        "missingValues": [""],
    });
    if let Some(id) = table.fields.iter().find(|field| field.kind == Kind::Id) {
        schema["primaryKey"] = json!(id.name);
    }
    let keys: Vec<Json> = table.fields.iter().filter_map(|field| foreign_key(field, all)).collect();
    if !keys.is_empty() {
        schema["foreignKeys"] = json!(keys);
    }
    json!({
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": capitalised(&table.title),
        "description": table.row,
        "path": name_of(table),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": length,
        "hash": format!("sha256:{hash}"),
        "schema": schema,
    })
}

/// How long a table is as CSV, and its digest.
fn sum(table: &Table) -> (u64, String) {
    let mut sum = Sum::default();
    // Nobody refuses anything.
    let _ = table.write_csv(&mut sum);
    (sum.length, hex(&sum.hasher.finalize()))
}

#[derive(Default)]
struct Sum {
    length: u64,
    hasher: Sha256,
}

impl io::Write for Sum {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.length += bytes.len() as u64;
        self.hasher.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// A cell that names one row of a table. Lists of ids can't be told in this format.
fn foreign_key(field: &Field, all: &[Table]) -> Option<Json> {
    let Kind::Of(table) = field.kind else { return None };
    let other = all.iter().find(|other| other.name == table)?;
    let id = other.fields.iter().find(|field| field.kind == Kind::Id)?;
    Some(json!({"fields": field.name, "reference": {"resource": table, "fields": id.name}}))
}

fn field(field: &Field) -> Json {
    let mut constraints = Map::new();
    if field.blank.is_none() {
        constraints.insert("required".to_owned(), json!(true));
    }
    let kind = match &field.kind {
        Kind::Number => "integer",
        Kind::Decimal => "number",
        Kind::Truth => "boolean",
        Kind::Id => {
            constraints.insert("unique".to_owned(), json!(true));
            "string"
        }
        Kind::Date => {
            constraints.insert("pattern".to_owned(), json!(r"\d{4}(-\d{2}(-\d{2})?)?"));
            "string"
        }
        Kind::Code(codes) => {
            let words: Vec<&str> = codes.iter().map(|code| code.word.as_str()).collect();
            constraints.insert("enum".to_owned(), json!(words));
            "string"
        }
        Kind::Of(_)
        | Kind::OfOr(..)
        | Kind::Many(_)
        | Kind::Text
        | Kind::List
        | Kind::Address
        | Kind::Addresses => "string",
    };
    let mut description = field.meaning.clone();
    if let Some(blank) = &field.blank {
        let _ = write!(description, " Blank: {}.", blank.trim_end_matches('.'));
    }
    json!({"name": field.name, "type": kind, "description": description, "constraints": constraints})
}
