//! Freezing a day, and what is different between two days. The live position is frozen too, so that there is one way to
//! compare.

use std::collections::BTreeMap;

use super::{Figure, Figures};
use crate::catalogue::Catalogue;
use crate::catalogue::tables::{self, Table, spreadsheet_safe};
use crate::content::release::{FrozenFigure, FrozenTable, Release, SCHEMA_VERSION};

/// What is different between two releases.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Figures whose number is another one.
    pub moved: Vec<Moved>,
    /// How many figures have the same number.
    pub unmoved: usize,
    /// Records that came, went or say something else, by table; tables without any are left out.
    pub tables: Vec<TableChanges>,
}

/// A figure before and after; none where it was not computed.
#[derive(Debug, PartialEq, Eq)]
pub struct Moved {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its number before.
    pub before: Option<String>,
    /// Its number after.
    pub after: Option<String>,
}

/// The records of a table that changed.
#[derive(Debug, PartialEq, Eq)]
pub struct TableChanges {
    /// The table.
    pub name: String,
    /// Its records, by what tells them apart.
    pub records: Vec<Changed>,
}

/// A record that changed.
#[derive(Debug, PartialEq, Eq)]
pub struct Changed {
    /// What tells it apart: column and id.
    pub key: Vec<(String, String)>,
    /// What happened to it.
    pub fate: Fate,
}

/// What happened to a record.
#[derive(Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was not there before.
    Added,
    /// It is not there any more.
    Removed,
    /// Column, before and after.
    Edited(Vec<(String, String, String)>),
}

/// What tells the records of a table apart.
const KEYS: &[(&str, &[&str])] = &[
    ("boroughs", &["id"]),
    ("services", &["id"]),
    ("systems", &["id"]),
    ("suppliers", &["id"]),
    ("deployments", &["borough", "system"]),
    ("contracts", &["id"]),
    ("frameworks", &["id"]),
    ("service-states", &["borough", "service"]),
    ("skills", &["borough", "skill"]),
    ("technologies", &["borough", "technology"]),
];

/// Everything as it stands on the date of the catalogue.
#[must_use]
pub fn freeze(catalogue: &Catalogue, figures: &Figures) -> Release {
    Release {
        schema_version: SCHEMA_VERSION,
        date: catalogue.as_of,
        figures: figures.named.iter().map(frozen).collect(),
        tables: tables::all(catalogue).iter().map(frozen_table).collect(),
    }
}

fn frozen(figure: &Figure) -> FrozenFigure {
    FrozenFigure {
        id: figure.id.to_owned(),
        title: figure.title.clone(),
        text: figure.text.clone(),
        value: figure.number(),
        coverage: figure.coverage.as_ref().map(|known| (known.counts.part, known.counts.whole)),
        sentence: figure.sentence.clone(),
    }
}

/// The table as published: a reader who downloads the release gets the same cells.
pub(super) fn frozen_table(table: &Table) -> FrozenTable {
    let safe = |row: &Vec<String>| row.iter().map(|cell| spreadsheet_safe(cell)).collect();
    FrozenTable {
        name: table.name.to_owned(),
        columns: table.head().into_iter().map(str::to_owned).collect(),
        rows: table.rows.iter().map(safe).collect(),
    }
}

/// What is different in `after`.
#[must_use]
pub fn between(before: &Release, after: &Release) -> Changes {
    let mut changes = Changes::default();
    let text = |release: &Release, id: &str| release.figure(id).map(|figure| figure.text.clone());
    let gone = before.figures.iter().filter(|figure| after.figure(&figure.id).is_none());
    for figure in after.figures.iter().chain(gone) {
        let (old, new) = (text(before, &figure.id), text(after, &figure.id));
        if old == new {
            changes.unmoved += 1;
        } else {
            let (id, title) = (figure.id.clone(), figure.title.clone());
            changes.moved.push(Moved { id, title, before: old, after: new });
        }
    }
    for (name, key) in KEYS {
        let table = |release: &Release| release.tables.iter().find(|table| table.name == *name).cloned();
        // A table that an older program did not publish says nothing about what changed.
        if let (Some(old), Some(new)) = (table(before), table(after)) {
            let records = changed_records(&old, &new, key);
            if !records.is_empty() {
                changes.tables.push(TableChanges { name: (*name).to_owned(), records });
            }
        }
    }
    changes
}

type Row<'a> = BTreeMap<&'a str, &'a str>;

/// Rows by their key; the number tells rows with the same key apart, in their order.
fn by_key<'a>(table: &'a FrozenTable, key: &[&str]) -> BTreeMap<(Vec<&'a str>, usize), Row<'a>> {
    let mut rows = BTreeMap::new();
    let mut seen: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for row in &table.rows {
        let row: Row = table.columns.iter().map(String::as_str).zip(row.iter().map(String::as_str)).collect();
        let id: Vec<&str> = key.iter().map(|column| row.get(column).copied().unwrap_or_default()).collect();
        let nth = seen.entry(id.clone()).or_default();
        rows.insert((id, *nth), row);
        *nth += 1;
    }
    rows
}

fn changed_records(before: &FrozenTable, after: &FrozenTable, key: &[&str]) -> Vec<Changed> {
    let (old, new) = (by_key(before, key), by_key(after, key));
    let mut ids: Vec<_> = old.keys().chain(new.keys()).collect();
    ids.sort();
    ids.dedup();
    let changed = |id: &(Vec<&str>, usize)| {
        let fate = match (old.get(id), new.get(id)) {
            (None, _) => Fate::Added,
            (_, None) => Fate::Removed,
            (Some(old), Some(new)) => Fate::Edited(edits(old, new)),
        };
        let key = key.iter().zip(&id.0).map(|(column, id)| ((*column).to_owned(), (*id).to_owned()));
        (fate != Fate::Edited(Vec::new())).then(|| Changed { key: key.collect(), fate })
    };
    ids.into_iter().filter_map(changed).collect()
}

/// Cells of columns that both tables have.
fn edits(old: &Row, new: &Row) -> Vec<(String, String, String)> {
    let both = new.iter().filter_map(|(column, after)| Some((*column, *old.get(column)?, *after)));
    both.filter(|(_, before, after)| before != after)
        .map(|(column, before, after)| (column.to_owned(), before.to_owned(), after.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn release(figures: &[(&str, &str)], rows: &[[&str; 3]]) -> Release {
        let figure = |(id, text): &(&str, &str)| FrozenFigure {
            id: (*id).to_owned(),
            title: format!("Title of {id}"),
            text: (*text).to_owned(),
            value: None,
            coverage: None,
            sentence: String::new(),
        };
        let owned = |cells: &[&str; 3]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<String>>();
        let table = FrozenTable {
            name: "deployments".to_owned(),
            columns: owned(&["borough", "system", "since"]),
            rows: rows.iter().map(owned).collect(),
        };
        Release {
            schema_version: SCHEMA_VERSION,
            date: date(2026, 3, 31),
            figures: figures.iter().map(figure).collect(),
            tables: vec![table],
        }
    }

    #[test]
    fn nothing_changes_between_equal_releases() {
        let same = release(&[("a", "1")], &[["x", "s", "2020"]]);
        assert_eq!(between(&same, &same), Changes { unmoved: 1, ..Changes::default() });
    }

    #[test]
    fn figures_move_come_and_go() {
        let before = release(&[("a", "1"), ("b", "2"), ("c", "3")], &[]);
        let after = release(&[("a", "1"), ("b", "5"), ("d", "4")], &[]);
        let changes = between(&before, &after);
        let told: Vec<_> = changes
            .moved
            .iter()
            .map(|moved| (moved.id.as_str(), moved.before.as_deref(), moved.after.as_deref()))
            .collect();
        assert_eq!(told, [("b", Some("2"), Some("5")), ("d", None, Some("4")), ("c", Some("3"), None)]);
        assert_eq!(changes.unmoved, 1);
    }

    #[test]
    fn records_are_told_apart_by_their_key_and_their_order() {
        let before = release(&[], &[["x", "s", "2020"], ["x", "s", "2021"], ["y", "s", "2019"]]);
        let after = release(&[], &[["x", "s", "2020"], ["x", "s", "2022"], ["z", "t", "2026"]]);
        let changes = between(&before, &after);
        let fates: Vec<_> =
            changes.tables[0].records.iter().map(|record| (record.key[0].1.as_str(), &record.fate)).collect();
        let edited = Fate::Edited(vec![("since".to_owned(), "2021".to_owned(), "2022".to_owned())]);
        assert_eq!(fates, [("x", &edited), ("y", &Fate::Removed), ("z", &Fate::Added)]);
    }
}
