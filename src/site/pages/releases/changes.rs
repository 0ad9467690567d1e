//! What is different between two days: in a sentence, in tables for a page, and in lines for readers of news.

use std::collections::BTreeSet;

use serde::Serialize;

use super::names::{NamePart, Names};
use crate::content::release::Release;
use crate::figures::{Changed, Changes, Fate, TableChanges, between};
use crate::site::{Model, urls};

/// What is different between two days.
#[derive(Debug, Serialize)]
pub struct ChangesView {
    /// In one sentence.
    pub(super) finding: String,
    /// Figures that moved.
    moved: Vec<MovedRow>,
    /// How many did not.
    unmoved: String,
    /// Records, by table.
    tables: Vec<TableView>,
    /// Rows that only repeat what other records say otherwise: in words, and how many, for programs that read the page.
    repeated: Option<(String, usize)>,
}

#[derive(Debug, Serialize)]
struct MovedRow {
    title: String,
    /// The figure's page, where it is still computed.
    href: Option<String>,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Debug, Serialize)]
struct TableView {
    id: String,
    name: String,
    count: String,
    /// The number itself, for programs that read the page.
    number: usize,
    records: Vec<RecordRow>,
    /// How many more there are than are shown.
    more: Option<String>,
}

#[derive(Debug, Serialize)]
struct RecordRow {
    name: Vec<NamePart>,
    fate: &'static str,
    /// The same for programs that read the page, whatever its language: fate and ids.
    told: (&'static str, String),
    edits: Vec<EditView>,
}

#[derive(Debug, Serialize)]
struct EditView {
    what: String,
    /// Column and both cells, for programs that read the page.
    told: (String, String, String),
    /// Before and after, empty for what nobody knows; addresses are too long to read.
    values: Option<(String, String)>,
    /// What became of addresses.
    addresses: String,
}

/// Records of one table that a page lists; the frozen tables have them all.
const MOST_RECORDS: usize = 200;

/// Records that news of a release name at most: they are read in a list beside those of others.
const MOST_NEWS: usize = 50;

/// "3 figures moved; 2 records added, 1 removed, 4 edited"
#[must_use]
pub fn finding(model: Model, changes: &Changes) -> String {
    let format = model.format();
    let records = || changes.tables.iter().flat_map(|table| &table.records);
    let count = |is: fn(&Fate) -> bool| records().filter(|record| is(&record.fate)).count();
    let parts = [
        (count(|fate| *fate == Fate::Added), say!("added")),
        (count(|fate| *fate == Fate::Removed), say!("removed")),
        (count(|fate| matches!(fate, Fate::Edited(_))), say!("edited")),
    ];
    let figures = match changes.moved.len() {
        0 => say!("No figure moved").to_owned(),
        moved => say!("{} moved", format.counted(moved, "figure", "figures")),
    };
    match counted(model, &parts).as_str() {
        "" => say!("{figures} and no record changed"; figures),
        told => say!("{figures}; records: {}", told; figures),
    }
}

pub(super) fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_lowercase(), letters.as_str()))
}

pub(super) fn changes_view(model: Model, before: &Release, after: &Release) -> ChangesView {
    view_of(model, [before, after], &between(before, after))
}

fn view_of(model: Model, [before, after]: [&Release; 2], changes: &Changes) -> ChangesView {
    let moved = changes.moved.iter().map(|moved| MovedRow {
        title: moved.title.to_owned(),
        href: model.figures.named(moved.id).map(|figure| urls::figure(figure.id)),
        before: moved.before.map(str::to_owned),
        after: moved.after.map(str::to_owned),
    });
    let names = Names::of(model.catalogue, [after, before]);
    ChangesView {
        finding: finding(model, changes),
        moved: moved.collect(),
        unmoved: model.format().counted(changes.unmoved, "figure", "figures"),
        tables: changes.tables.iter().map(|table| table_view(model, &names, table)).collect(),
        repeated: (changes.repeated > 0).then(|| repeated(model, changes.repeated)),
    }
}

fn repeated(model: Model, rows: usize) -> (String, usize) {
    let words = say!(
        "Left out of {}: {} that changed only in what is repeated there from a contract or system, where it is told.",
        lower(&model.table_words("deployments")),
        model.format().counted(rows, "row", "rows")
    );
    (words, rows)
}

fn table_view(model: Model, names: &Names, table: &TableChanges) -> TableView {
    let format = model.format();
    let left = table.records.len().saturating_sub(MOST_RECORDS);
    TableView {
        id: format!("table-{}", table.name),
        name: model.table_words(table.name),
        count: format.counted(table.records.len(), "record", "records"),
        number: table.records.len(),
        records: table
            .records
            .iter()
            .take(MOST_RECORDS)
            .map(|record| record_row(model, names, table.name, record))
            .collect(),
        more: (left > 0).then(|| format.count(left)),
    }
}

fn record_row(model: Model, names: &Names, table: &str, record: &Changed) -> RecordRow {
    let (fate, told, edits) = match &record.fate {
        Fate::Added => (say!("Added"), "added", &[][..]),
        Fate::Removed => (say!("Removed"), "removed", &[][..]),
        Fate::Edited(edits) => (say!("Edited"), "edited", edits.as_slice()),
    };
    let edit = |(column, before, after): &(&str, &str, &str)| {
        let is_addresses = before.contains("://") || after.contains("://");
        EditView {
            what: model.column_words(column),
            told: ((*column).to_owned(), (*before).to_owned(), (*after).to_owned()),
            values: (!is_addresses).then(|| both(model, names, column, [before, after])),
            addresses: if is_addresses { addresses(model, before, after) } else { String::new() },
        }
    };
    let ids: Vec<&str> = record.key.iter().map(|(_, id)| *id).collect();
    RecordRow {
        name: record.key.iter().map(|(column, id)| names.part(table, column, id)).collect(),
        fate,
        told: (told, ids.join(" ")),
        edits: edits.iter().map(edit).collect(),
    }
}

/// What happened to each record, a line each, for readers of news: "Contracts: A van – Edited – End: 2026 → 2027". The
/// page has all of them.
#[must_use]
pub fn news_lines(model: Model, releases: [&Release; 2], changes: &Changes) -> Vec<String> {
    let view = view_of(model, releases, changes);
    let lines = view.tables.iter().flat_map(|table| table.records.iter().map(|row| row.line(&table.name)));
    lines.take(MOST_NEWS).collect()
}

impl RecordRow {
    fn line(&self, table: &str) -> String {
        let name: Vec<&str> = self.name.iter().map(|part| part.text.as_str()).collect();
        let edits: Vec<String> = self.edits.iter().map(EditView::line).collect();
        let mut line = format!("{table}: {} – {}", name.join(": "), self.fate);
        if !edits.is_empty() {
            line.push_str(" – ");
            line.push_str(&edits.join("; "));
        }
        line
    }
}

impl EditView {
    /// `End: 2026 → 2027`, `Sources: 1 added`
    fn line(&self) -> String {
        match &self.values {
            Some((before, after)) => {
                format!("{}: {} → {}", self.what, or_unknown(before), or_unknown(after))
            }
            None => format!("{}: {}", self.what, self.addresses),
        }
    }
}

fn or_unknown(words: &str) -> &str {
    if words.is_empty() { say!("Not known") } else { words }
}

/// Both cells in words. One that says that nobody knows reads like one that says nothing, and yet it is an edit.
fn both(model: Model, names: &Names, column: &str, cells: [&str; 2]) -> (String, String) {
    let [before, after] = cells.map(|cell| value(model, names, column, cell));
    if or_unknown(&before) == or_unknown(&after) {
        let or_nothing = |words: String| if words.is_empty() { say!("nothing").to_owned() } else { words };
        return (or_nothing(before), or_nothing(after));
    }
    (before, after)
}

/// How many addresses came and went.
fn addresses(model: Model, before: &str, after: &str) -> String {
    let [old, new] =
        [before, after].map(|cell| cell.split(';').filter(|own| !own.is_empty()).collect::<BTreeSet<_>>());
    let parts =
        [(new.difference(&old).count(), say!("added")), (old.difference(&new).count(), say!("removed"))];
    if old.len() == 1 && new.len() == 1 {
        return say!("another address").to_owned();
    }
    match counted(model, &parts) {
        told if told.is_empty() => say!("in another order").to_owned(),
        told => told,
    }
}

/// `2 added, 1 removed`; what there is none of is left out.
fn counted(model: Model, parts: &[(usize, &str)]) -> String {
    let some = parts.iter().filter(|(count, _)| *count > 0);
    let told: Vec<String> =
        some.map(|(count, word)| format!("{} {word}", model.format().count(*count))).collect();
    told.join(", ")
}

/// Columns of days, months or years.
const DATES: [&str; 12] = [
    "checked",
    "contract_end",
    "contract_max_end",
    "date",
    "end",
    "max_end",
    "newest_source",
    "oldest_source",
    "owner_since",
    "since",
    "start",
    "until",
];

/// A cell in words: yes for true, names for ids, dates and sums as pages write them, and what the word of a code list says.
fn value(model: Model, names: &Names, column: &str, cell: &str) -> String {
    let table = match column {
        "replaces" | "replaced_by" | "system" | "systems" => "systems",
        "parent" | "supplier" => "suppliers",
        "services" => "services",
        "contract" => "contracts",
        "framework" => "frameworks",
        "boroughs" | "lead" => "boroughs",
        _ => "",
    };
    match cell {
        "true" => say!("yes").to_owned(),
        "false" => say!("no").to_owned(),
        ids if !table.is_empty() => {
            let names: Vec<_> = ids.split(';').map(|id| names.part(table, "id", id.trim()).text).collect();
            names.join("; ")
        }
        sum if column == "value" => {
            // With pence, two sums could look the same when they are rounded.
            let whole: Option<u32> = sum.parse().ok();
            whole.map_or_else(|| sum.to_owned(), |amount| model.format().money(amount.into()))
        }
        date if DATES.contains(&column) => {
            date.parse().map_or_else(|_| date.to_owned(), |date| model.format().short_date(date))
        }
        names if matches!(column, "aliases" | "former_names" | "identifiers") => names.replace(';', "; "),
        cell => model.code_words(column, cell).unwrap_or_else(|| cell.to_owned()),
    }
}
