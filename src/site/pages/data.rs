//! The records as tables to take away, with what every column means.

use serde::Serialize;

use super::View;
use crate::catalogue::tables::{Code, Field, Kind, Table};
use crate::figures::{MONTHS_KEPT, capitalised};
use crate::site::agenda::{FeedsView, Scope};
use crate::site::download::{Download, PROMISE};
use crate::site::{Dataset, Model, Page, Section, urls};
use crate::words;

/// The records as tables.
#[derive(Debug, Serialize)]
pub struct DataView {
    standfirst: String,
    tables: Vec<TableView>,
    /// All tables together.
    whole: Vec<FormView>,
    promise: &'static str,
    /// For programs.
    index: Download,
    openapi: Download,
    figures: String,
    calendars: CalendarsView,
    changes: Download,
    currency: String,
    publisher: String,
    /// Under what the records are published, and whether words have to stay with them.
    rights: String,
    acknowledges: bool,
    /// The table that most questions begin with, to show how it is read.
    example: &'static str,
    #[serde(skip)]
    dataset: Dataset,
}

impl DataView {
    /// All tables as data.
    pub(super) fn dataset(&self) -> &Dataset {
        &self.dataset
    }
}

/// Dates of contracts to subscribe to.
#[derive(Debug, Serialize)]
struct CalendarsView {
    /// Those of everybody's contracts.
    all: FeedsView,
    /// How many pages there are with their own, by kind.
    boroughs: String,
    suppliers: String,
    services: String,
    months_kept: u16,
    act_now_months: u16,
    soon_months: u16,
}

/// A file in one form.
#[derive(Debug, Serialize)]
struct FormView {
    file: Download,
    what: &'static str,
    /// What is in it, for those who hear the link alone.
    name: &'static str,
}

/// A table.
#[derive(Debug, Serialize)]
struct TableView {
    id: &'static str,
    title: String,
    row: String,
    rows: String,
    empty: bool,
    columns: String,
    /// The same as words, behind a heading.
    count: String,
    forms: Vec<Download>,
    fields: Vec<FieldView>,
}

/// A column.
#[derive(Debug, Serialize)]
struct FieldView {
    name: &'static str,
    kind: String,
    /// The table whose rows it names.
    of: Option<Of>,
    /// What it can hold, where that is a few words.
    codes: Vec<Code>,
    meaning: String,
    example: Option<String>,
    blank: Option<String>,
}

/// A table that a column names rows of.
#[derive(Debug, Serialize)]
struct Of {
    id: &'static str,
    title: String,
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    vec![Page {
        path: urls::DATA.to_owned(),
        template: "data.html",
        title: say!("Data").to_owned(),
        description: description(model),
        section: Some(Section::Data),
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Data(Box::new(view(model)))),
    }]
}

fn description(model: Model) -> String {
    say!(
        "Every record of {} as tables to download, with what each column means, licence and citation.",
        model.catalogue.site.region
    )
}

fn view(model: Model) -> DataView {
    let format = model.format();
    let site = &model.catalogue.site;
    let tables = model.tables();
    let titles: Vec<(&str, String)> =
        tables.iter().map(|table| (table.name, capitalised(&table.title))).collect();
    let rows = tables.iter().map(|table| table.rows.len()).sum();
    DataView {
        standfirst: say!(
            "Everything that this site rests on, in {} with {}. They are yours to take.",
            format.counted(tables.len(), "table", "tables"),
            format.counted(rows, "row", "rows"),
        ),
        whole: whole(model),
        promise: words::text(PROMISE),
        index: model.download(urls::api("index"), "JSON"),
        openapi: model.download(urls::api("openapi"), say!("OpenAPI")),
        figures: format.counted(model.figures.named.len(), "figure", "figures"),
        calendars: calendars(model),
        changes: model.download(urls::feed(urls::CHANGES), say!("Atom")),
        currency: site.currency.clone(),
        publisher: site.publisher.name.clone(),
        rights: model.rights(),
        acknowledges: site.licence.acknowledgement.is_some(),
        dataset: Dataset {
            name: site.title.clone(),
            description: description(model),
            as_of: model.catalogue.as_of,
            downloads: downloads(&tables),
        },
        tables: tables.into_iter().map(|table| table_view(model, table, &titles)).collect(),
        example: "deployments",
    }
}

fn calendars(model: Model) -> CalendarsView {
    let (c, format) = (model.catalogue, model.format());
    CalendarsView {
        all: model.feeds(Scope::Everything),
        boroughs: format.boroughs(c.boroughs.len()),
        suppliers: format.counted(c.suppliers.len(), "supplier", "suppliers"),
        services: format.counted(c.services.len(), "service", "services"),
        months_kept: MONTHS_KEPT,
        act_now_months: c.site.thresholds.act_now_months,
        soon_months: c.site.thresholds.ending_soon_months,
    }
}

fn whole(model: Model) -> Vec<FormView> {
    let form = |href: &str, form, name, what| FormView { file: model.download(href, form), name, what };
    vec![
        form(
            urls::DATA_WORKBOOK,
            "XLSX",
            say!("all tables"),
            say!(
                "One workbook for Excel or LibreOffice, a sheet for each table and one that says what each column means."
            ),
        ),
        form(
            urls::DATA_ARCHIVE,
            "ZIP",
            say!("all tables"),
            say!("Every table as CSV, with the description that programs read."),
        ),
        form(
            urls::OCDS,
            "OCDS",
            "contracts",
            say!(
                "Contracts as a release package of the Open Contracting Data Standard, for procurement tools: those that a notice gave a number to."
            ),
        ),
        form(
            urls::DCAT,
            "DCAT",
            say!("the dataset"),
            say!("The dataset for catalogues of data, as JSON-LD."),
        ),
        form(
            urls::DATA_PACKAGE,
            say!("Data package"),
            say!("what the tables hold"),
            say!("That description alone: types, keys, code lists, checksums (Frictionless)."),
        ),
    ]
}

/// Every table in every form.
fn downloads(tables: &[Table]) -> Vec<(String, &'static str)> {
    let each = tables.iter().flat_map(|table| {
        [(urls::table(table.name, "csv"), "text/csv"), (urls::api(table.name), "application/json")]
    });
    let whole = [
        (urls::DATA_ARCHIVE.to_owned(), "application/zip"),
        (urls::DATA_WORKBOOK.to_owned(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ];
    each.chain(whole).collect()
}

fn table_view(model: Model, table: Table, titles: &[(&'static str, String)]) -> TableView {
    let format = model.format();
    let (rows, columns) = (table.rows.len(), table.fields.len());
    TableView {
        id: table.name,
        title: capitalised(&table.title),
        row: table.row,
        rows: format.count(rows),
        empty: rows == 0,
        columns: format.count(columns),
        count: format!(
            "{}, {}",
            format.counted(rows, "row", "rows"),
            format.counted(columns, "column", "columns")
        ),
        forms: vec![
            model.download(urls::table(table.name, "csv"), "CSV"),
            model.download(urls::api(table.name), "JSON"),
            model.download(urls::table(table.name, "jsonl"), say!("JSON Lines")),
        ],
        fields: table.fields.into_iter().map(|field| field_view(field, titles)).collect(),
    }
}

fn field_view(field: Field, titles: &[(&'static str, String)]) -> FieldView {
    let of = match field.kind {
        Kind::Of(name) | Kind::OfOr(name, _) | Kind::Many(name) => titles.iter().find(|(id, _)| *id == name),
        _ => None,
    };
    FieldView {
        name: field.name,
        kind: kind_words(&field.kind),
        of: of.map(|(id, title)| Of { id, title: title.clone() }),
        codes: if let Kind::Code(codes) = field.kind { codes } else { Vec::new() },
        meaning: field.meaning,
        example: field.example,
        blank: field.blank,
    }
}

fn kind_words(kind: &Kind) -> String {
    let words = match kind {
        Kind::Id => say!("Id, a different one in each row"),
        Kind::Of(_) => say!("Id from"),
        Kind::OfOr(_, word) => return say!("{word}, or id from"; word),
        Kind::Many(_) => say!("List of ids from"),
        Kind::Text => say!("Text"),
        Kind::List => say!("List of words"),
        Kind::Number => say!("Whole number"),
        Kind::Decimal => say!("Number"),
        Kind::Date => say!("Year, month or day"),
        Kind::Truth => say!("true or false"),
        Kind::Code(codes) => return say!("One of {} words", codes.len()),
        Kind::Address => say!("Web address"),
        Kind::Addresses => say!("List of web addresses"),
    };
    words.to_owned()
}
