//! The interface for programs: files at addresses that last, described by `OpenAPI`. What is asked for is what is read; there
//! is no server behind it.

mod openapi;

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value as Json, json};

use super::downloads::{File, Published};
use super::standards::publiccode::publiccode;
use super::tables::json::{Rows, row};
use super::{pretty, write_pretty};
use crate::catalogue::tables::{self, Field, Kind, Row, Table};
use crate::figures::capitalised;
use crate::publish::Digest;
use crate::site::download::PROMISE;
use crate::site::{Model, urls};

/// Tables whose rows have a file each, with all that other tables say of them.
const WITH_ITEMS: [&str; 5] = ["boroughs", "services", "systems", "suppliers", "contracts"];
/// Tables that stand as CSV beside the page of an item, where they have rows of it.
const BESIDE_PAGES: [&str; 2] = ["deployments", "contracts"];

/// What describes the interface, and every table.
pub(super) fn files<'a>(published: &'a Published) -> Vec<File<'a>> {
    let mut files = vec![
        File::text(urls::api("index"), None, || pretty(&index(published))),
        File::text(urls::api("openapi"), None, || pretty(&openapi::description(published))),
    ];
    files.extend(published.forms.iter().map(|form| {
        let (path, rows) = (urls::api(form.table.name), form.table.rows.len());
        File::of_rows(path, form.from, rows, |to| write_pretty(&Rows(form.table), to))
    }));
    files
}

fn with_items(all: &[Table]) -> impl Iterator<Item = &Table> {
    all.iter().filter(|table| WITH_ITEMS.contains(&table.name))
}

/// Where everything is.
fn index(Published { tables, about, .. }: &Published) -> Json {
    let base_url = about.base_url;
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
        "title": about.title,
        "as_of": about.as_of.to_string(),
        "note": about.note,
        "publisher": about.publisher,
        "licence": about.licence,
        "rights": about.rights,
        "promise": PROMISE,
        "openapi": address(urls::api("openapi")),
        "figure": address(urls::api_item("figures", "{id}")),
        "tables": tables.iter().map(table).collect::<Vec<_>>(),
    })
}

/// Rows of a table, each with all rows of other tables that name it.
pub struct Items<'a> {
    table: &'a Table,
    related: Vec<Related<'a>>,
}

/// One of them in a file.
pub struct Item<'a> {
    /// Address from the site's root.
    pub path: String,
    /// The address of the page that it belongs to, and its form, such as "All of it as JSON".
    pub of_page: Option<(String, &'static str)>,
    table: &'a Table,
    id: &'a str,
    cells: &'a Row,
    holds: Holds<'a>,
}

/// What is in the file.
enum Holds<'a> {
    /// All of it.
    Whole(&'a [Related<'a>]),
    /// What of a table is about it.
    Rows(&'a Table, &'a [&'a Row]),
}

/// Every table whose rows have files of their own.
#[must_use]
pub fn items(all: &[Table]) -> Vec<Items<'_>> {
    with_items(all).map(|table| Items { table, related: related(all, table.name) }).collect()
}

impl<'a> Items<'a> {
    /// The files, those of a row one after the other.
    pub fn files(&'a self, model: Model<'a>) -> impl Iterator<Item = Item<'a>> {
        self.table.rows.iter().flat_map(move |cells| self.of_row(model, cells))
    }

    fn of_row(&'a self, model: Model, cells: &'a Row) -> Vec<Item<'a>> {
        let Some(id) = id_of(self.table, cells) else { return Vec::new() };
        let page = urls::page_of(model.catalogue, self.table.name, id);
        let file = |path, form, holds| Item {
            path,
            of_page: page.clone().map(|page| (page, form)),
            table: self.table,
            id,
            cells,
            holds,
        };
        let path = urls::api_item(self.table.name, id);
        let whole = file(path, say!("All of it as JSON"), Holds::Whole(&self.related));
        let mut files = Vec::new();
        for related in self.related.iter().filter(|related| BESIDE_PAGES.contains(&related.table.name)) {
            let (name, rows) = (related.table.name, related.rows_of(id));
            if let Some(page) = page.as_ref().filter(|_| !rows.is_empty()) {
                let form =
                    if name == "contracts" { say!("Contracts as CSV") } else { say!("Systems as CSV") };
                files.push(file(format!("{page}{name}.csv"), form, Holds::Rows(related.table, rows)));
            }
        }
        files.push(whole);
        files
    }
}

impl Item<'_> {
    /// Tells whether anything in the file has changed.
    #[must_use]
    pub fn digest(&self, model: Model) -> Option<Digest> {
        match self.holds {
            Holds::Whole(related) => {
                let rows: Vec<_> =
                    related.iter().map(|other| (other.table.name, other.rows_of(self.id))).collect();
                Digest::of(&(self.table.name, self.cells, rows, self.publiccode(model)))
            }
            Holds::Rows(table, rows) => Digest::of(&(table.name, rows)),
        }
    }

    /// What is in the file.
    #[must_use]
    pub fn text(&self, model: Model) -> String {
        match self.holds {
            Holds::Whole(related) => pretty(&self.whole(model, related)),
            Holds::Rows(table, rows) => tables::csv(&table.head(), rows.iter().map(|row| row.iter())),
        }
    }

    fn whole(&self, model: Model, related: &[Related]) -> Json {
        let mut whole = row(&self.table.fields, self.cells);
        for other in related {
            let rows = other.rows_of(self.id).iter();
            whole[other.table.name] = rows.map(|cells| row(&other.table.fields, cells)).collect();
        }
        if self.table.name == "systems" {
            whole["publiccode"] = self.publiccode(model).unwrap_or(Json::Null);
        }
        whole
    }

    /// The fields of an open-source system for catalogues of software.
    fn publiccode(&self, model: Model) -> Option<Json> {
        let system = model.catalogue.systems.find(self.id).filter(|_| self.table.name == "systems");
        system.and_then(|ix| publiccode(model, ix))
    }
}

fn id_of<'a>(table: &Table, cells: &'a Row) -> Option<&'a str> {
    let place = table.fields.iter().position(|field| field.kind == Kind::Id)?;
    Some(&cells[place])
}

/// A table that names rows of another one, and its rows by the ids that they name.
struct Related<'a> {
    table: &'a Table,
    rows: HashMap<&'a str, Vec<&'a Row>>,
}

impl Related<'_> {
    fn rows_of(&self, id: &str) -> &[&Row] {
        self.rows.get(id).map_or(&[], Vec::as_slice)
    }
}

/// The tables that name rows of a table, by the first column that does.
fn related<'a>(all: &'a [Table], name: &str) -> Vec<Related<'a>> {
    let of_table = |(table, place): (&'a Table, usize)| {
        let many = matches!(table.fields[place].kind, Kind::Many(_));
        let mut rows: HashMap<&str, Vec<&Row>> = HashMap::new();
        for cells in &table.rows {
            let cell = &cells[place];
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
