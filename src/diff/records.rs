//! Records and files that came, went or say something else.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::Serialize;

use super::FileChange;
use crate::build::Ready;
use crate::content::files;
use crate::diagnostics::shown_path;
use crate::figures::{Changed, Changes, Fate};
use crate::site::pages::releases;

/// What happened to a record or file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecordFate {
    /// It was not there before.
    Added,
    /// It is not there any more.
    Removed,
    /// It says something else.
    Changed,
}

impl RecordFate {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// Records of one table.
#[derive(Debug, Serialize)]
pub struct TableChange {
    /// The table's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its records that are different.
    pub records: Vec<RecordChange>,
}

/// A record that is different.
#[derive(Debug, Serialize)]
pub struct RecordChange {
    /// What it is called.
    pub name: String,
    /// What tells it apart: column and id.
    pub key: BTreeMap<String, String>,
    /// What happened to it.
    pub fate: RecordFate,
    /// What it says otherwise.
    pub edits: Vec<EditView>,
}

/// A cell that is different.
#[derive(Debug, Serialize)]
pub struct EditView {
    /// The column.
    pub column: String,
    /// The column in words.
    pub what: String,
    /// Before; empty for nothing.
    pub before: String,
    /// After; empty for nothing.
    pub after: String,
}

/// Tables with records that are different.
pub(super) fn tables(old: &Ready, new: &Ready, changes: &Changes) -> Vec<TableChange> {
    let table = |table: &crate::figures::TableChanges| TableChange {
        id: table.name.to_owned(),
        name: new.model().table_words(table.name),
        records: table.records.iter().map(|record| record_change(old, new, table.name, record)).collect(),
    };
    changes.tables.iter().map(table).collect()
}

fn record_change(old: &Ready, new: &Ready, table: &str, record: &Changed) -> RecordChange {
    let (fate, edits) = match &record.fate {
        Fate::Added => (RecordFate::Added, &[][..]),
        Fate::Removed => (RecordFate::Removed, &[][..]),
        Fate::Edited(edits) => (RecordFate::Changed, edits.as_slice()),
    };
    // What is gone has its name in the past only.
    let side = if fate == RecordFate::Removed { old } else { new };
    let name = |(column, id): &(&str, &str)| releases::name_of(&side.catalogue, table, column, id);
    let edit = |(column, before, after): &(&str, &str, &str)| EditView {
        column: (*column).to_owned(),
        what: new.model().column_words(column),
        before: (*before).to_owned(),
        after: (*after).to_owned(),
    };
    RecordChange {
        name: record.key.iter().map(name).collect::<Vec<_>>().join(": "),
        key: record.key.iter().map(|(column, id)| ((*column).to_owned(), (*id).to_owned())).collect(),
        fate,
        edits: edits.iter().map(edit).collect(),
    }
}

/// Files of the two folders that are different.
pub(super) fn files(base: &Path, head: &Path) -> io::Result<Vec<FileChange>> {
    let (old, new) = (texts(base)?, texts(head)?);
    let mut paths: Vec<&String> = old.keys().chain(new.keys()).collect();
    paths.sort();
    paths.dedup();
    let change = |path: &String| {
        let fate = match (old.get(path), new.get(path)) {
            (None, _) => RecordFate::Added,
            (_, None) => RecordFate::Removed,
            (old, new) if old == new => return None,
            _ => RecordFate::Changed,
        };
        Some(FileChange { path: path.clone(), fate })
    };
    Ok(paths.into_iter().filter_map(change).collect())
}

fn texts(root: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    Ok(files::walk(root)?.into_iter().map(|file| (shown_path(&file.path), file.bytes)).collect())
}
