//! The interface for programs: files at addresses that last, described by `OpenAPI`. What is asked for is what is read; there
//! is no server behind it.

mod openapi;

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;
use serde_json::{Value as Json, json};

use super::pretty;
use super::standards::publiccode::publiccode;
use super::tables::json::{row, rows};
use crate::catalogue::tables::{self, Field, Kind, Table};
use crate::figures::capitalised;
use crate::site::download::{File, PROMISE};
use crate::site::{Model, urls};

/// Tables whose rows have a file each, with all that other tables say of them.
const WITH_ITEMS: [&str; 5] = ["boroughs", "services", "systems", "suppliers", "contracts"];
/// Tables that stand as CSV beside the page of an item, where they have rows of it.
const BESIDE_PAGES: [&str; 2] = ["deployments", "contracts"];

pub(super) fn files(model: Model, all: &[Table], base_url: &str) -> Vec<File> {
    let mut files = vec![
        File::text(urls::api("index"), pretty(&index(model, all, base_url))),
        File::text(urls::api("openapi"), pretty(&openapi::description(model, all, base_url))),
    ];
    files.par_extend(all.par_iter().map(|table| File::text(urls::api(table.name), pretty(&rows(table)))));
    for table in with_items(all) {
        let related = related(all, table.name);
        files.par_extend(table.rows.par_iter().flat_map_iter(|cells| item(model, &related, table, cells)));
    }
    files
}

fn with_items(all: &[Table]) -> impl Iterator<Item = &Table> {
    all.iter().filter(|table| WITH_ITEMS.contains(&table.name))
}

/// Where everything is.
fn index(model: Model, all: &[Table], base_url: &str) -> Json {
    let site = &model.catalogue.site;
    let address = |path: String| format!("{base_url}{path}");
    let table = |table: &Table| {
        json!({
            "name": table.name,
            "title": capitalised(&table.title),
            "row": table.row,
            "rows": table.rows.len(),
            "json": address(urls::api(table.name)),
            "csv": address(urls::table(table.name, "csv")),
            "json_lines": address(urls::table(table.name, "jsonl")),
            "items": WITH_ITEMS.contains(&table.name).then(|| address(urls::api_item(table.name, "{id}"))),
        })
    };
    json!({
        "title": site.title,
        "as_of": model.catalogue.as_of.to_string(),
        "note": model.provenance_note(),
        "publisher": {"name": site.publisher.name, "url": site.publisher.url.as_str()},
        "licence": {"name": site.licence.name, "url": site.licence.url.as_str()},
        "rights": model.rights(),
        "promise": PROMISE,
        "openapi": address(urls::api("openapi")),
        "figure": address(urls::api_item("figures", "{id}")),
        "tables": all.iter().map(table).collect::<Vec<_>>(),
    })
}

/// One row with all rows of other tables that name it, and what of these stands beside its page.
fn item(model: Model, related: &[Related], table: &Table, cells: &[String]) -> Vec<File> {
    let Some(id) = id_of(table, cells) else { return Vec::new() };
    let mut whole = row(&table.fields, cells);
    let mut files = Vec::new();
    for Related { table: other, rows } in related {
        let rows = rows.get(id).map_or(&[][..], Vec::as_slice);
        whole[other.name] = rows.iter().map(|cells| row(&other.fields, cells)).collect();
        let page = urls::page_of(model.catalogue, table.name, id);
        if let Some(page) = page.filter(|_| BESIDE_PAGES.contains(&other.name) && !rows.is_empty()) {
            let rows: Vec<Vec<String>> = rows.iter().map(|cells| (*cells).clone()).collect();
            let form = if other.name == "contracts" { "Contracts as CSV" } else { "Systems as CSV" };
            let file = File::text(format!("{page}{}.csv", other.name), tables::csv(&other.head(), &rows));
            files.push(file.of_page(page, form));
        }
    }
    if table.name == "systems" {
        let code = model.catalogue.systems.find(id).and_then(|ix| publiccode(model, ix));
        whole["publiccode"] = code.unwrap_or(Json::Null);
    }
    let file = File::text(urls::api_item(table.name, id), pretty(&whole));
    files.extend(
        urls::page_of(model.catalogue, table.name, id).map(|page| file.of_page(page, "All of it as JSON")),
    );
    files
}

fn id_of<'a>(table: &Table, cells: &'a [String]) -> Option<&'a str> {
    let place = table.fields.iter().position(|field| field.kind == Kind::Id)?;
    Some(&cells[place])
}

/// A table that names rows of another one, and its rows by the ids that they name.
struct Related<'a> {
    table: &'a Table,
    rows: HashMap<&'a str, Vec<&'a Vec<String>>>,
}

/// The tables that name rows of a table, by the first column that does.
fn related<'a>(all: &'a [Table], name: &str) -> Vec<Related<'a>> {
    let of_table = |(table, place): (&'a Table, usize)| {
        let many = matches!(table.fields[place].kind, Kind::Many(_));
        let mut rows: HashMap<&str, Vec<&Vec<String>>> = HashMap::new();
        for cells in &table.rows {
            let cell = cells[place].as_str();
            let names = if many { cell.split(';').collect() } else { vec![cell] };
            // A row that names an id twice is still one row.
            for id in names.into_iter().collect::<BTreeSet<_>>() {
                rows.entry(id).or_default().push(cells);
            }
        }
        Related { table, rows }
    };
    naming(all, name).map(of_table).collect()
}

fn naming<'a>(all: &'a [Table], name: &str) -> impl Iterator<Item = (&'a Table, usize)> {
    let names = move |field: &Field| matches!(field.kind, Kind::Of(of) | Kind::OfOr(of, _) | Kind::Many(of) if of == name);
    // Sources speak for rows of other tables, which have their addresses.
    let others = all.iter().filter(|other| other.name != "sources");
    others.filter_map(move |other| Some((other, other.fields.iter().position(&names)?)))
}
