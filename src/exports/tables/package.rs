//! The tables as a Frictionless data package: <https://specs.frictionlessdata.io/tabular-data-package/>.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

use crate::catalogue::tables::{Field, Kind, Table};
use crate::figures::capitalised;
use crate::site::Model;
use crate::site::download::File;

/// The description of all tables, which stand beside it as CSV in the same order.
pub(super) fn package(model: Model, all: &[Table], files: &[File], base_url: &str) -> String {
    let site = &model.catalogue.site;
    let package = json!({
        "profile": "tabular-data-package",
        "name": "city-tools",
        "title": site.title,
        "description": format!("{} {} {}", site.description.trim(), model.provenance_note(), model.rights()),
        "homepage": base_url,
        "version": model.catalogue.as_of.to_string(),
        "created": format!("{}T00:00:00Z", model.catalogue.as_of),
        "licenses": [{"title": site.licence.name, "path": site.licence.url.as_str()}],
        "contributors": [{"title": site.publisher.name, "path": site.publisher.url.as_str(), "role": "publisher"}],
        "resources": all.iter().zip(files).map(|(table, file)| resource(table, file, all)).collect::<Vec<_>>(),
    });
    let mut text = serde_json::to_string_pretty(&package).unwrap_or_default();
    text.push('\n');
    text
}

fn resource(table: &Table, file: &File, all: &[Table]) -> Json {
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
        "path": file.name(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.bytes.len(),
        "hash": format!("sha256:{}", hex(&Sha256::digest(&file.bytes))),
        "schema": schema,
    })
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
    let id =
        all.iter().find(|other| other.name == table)?.fields.iter().find(|field| field.kind == Kind::Id)?;
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
