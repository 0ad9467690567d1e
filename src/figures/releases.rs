//! Freezing a day, and what is different between two days. The live position is frozen too, so that there is one way to
//! compare.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Figure, Figures};
use crate::catalogue::Catalogue;
use crate::catalogue::tables::{self, Row, Table, spreadsheet_safe};
use crate::content::release::{FrozenFigure, FrozenTable, Release, SCHEMA_VERSION};

/// What is different between two releases, whose words it borrows: tables are long.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes<'r> {
    /// Figures whose number is another one.
    pub moved: Vec<Moved<'r>>,
    /// How many figures have the same number.
    pub unmoved: usize,
    /// Records that came, went or say something else, by table; tables without any are left out.
    pub tables: Vec<TableChanges<'r>>,
    /// Rows that are left out, because they say otherwise only what they repeat from records that are told.
    pub repeated: usize,
}

/// A figure before and after; none where it was not computed.
#[derive(Debug, PartialEq, Eq)]
pub struct Moved<'r> {
    /// Its id.
    pub id: &'r str,
    /// Its title.
    pub title: &'r str,
    /// Its number before.
    pub before: Option<&'r str>,
    /// Its number after.
    pub after: Option<&'r str>,
}

/// The records of a table that changed.
#[derive(Debug, PartialEq, Eq)]
pub struct TableChanges<'r> {
    /// The table.
    pub name: &'static str,
    /// Its records, by what tells them apart.
    pub records: Vec<Changed<'r>>,
}

/// A record that changed.
#[derive(Debug, PartialEq, Eq)]
pub struct Changed<'r> {
    /// What tells it apart: column and id.
    pub key: Vec<(&'static str, &'r str)>,
    /// What happened to it.
    pub fate: Fate<'r>,
}

/// What happened to a record.
#[derive(Debug, PartialEq, Eq)]
pub enum Fate<'r> {
    /// It was not there before.
    Added,
    /// It is not there any more.
    Removed,
    /// Column, before and after.
    Edited(Vec<(&'r str, &'r str, &'r str)>),
}

/// What tells the records of a table apart; what others repeat comes before them.
const KEYS: &[(&str, &[&str])] = &[
    ("boroughs", &["id"]),
    ("services", &["id"]),
    ("systems", &["id"]),
    ("suppliers", &["id"]),
    ("contracts", &["id"]),
    ("deployments", &["borough", "system"]),
    ("frameworks", &["id"]),
    ("service-states", &["borough", "service"]),
    ("skills", &["borough", "skill"]),
    ("technologies", &["borough", "technology"]),
];

/// A cell that a table repeats from another, to save its readers a look there.
struct Repeated {
    table: &'static str,
    column: &'static str,
    /// The column of the same table with the id of the record that it is taken from.
    by: &'static str,
    /// Where that stands, and in which column.
    from: (&'static str, &'static str),
}

const REPEATED: [Repeated; 3] = [
    Repeated { table: "deployments", column: "supplier", by: "system", from: ("systems", "supplier") },
    Repeated { table: "deployments", column: "contract_end", by: "contract", from: ("contracts", "end") },
    Repeated {
        table: "deployments",
        column: "contract_max_end",
        by: "contract",
        from: ("contracts", "max_end"),
    },
];

/// An edit that is told: table, id of the record, column, before and after.
type Told<'r> = (&'r str, &'r str, &'r str, &'r str, &'r str);

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
    let safe = |row: &Row| row.iter().map(|cell| spreadsheet_safe(cell).into_owned()).collect();
    FrozenTable {
        name: table.name.to_owned(),
        columns: table.head().into_iter().map(str::to_owned).collect(),
        rows: table.rows.iter().map(safe).collect(),
    }
}

/// What is different in `after`.
#[must_use]
pub fn between<'r>(before: &'r Release, after: &'r Release) -> Changes<'r> {
    let mut changes = Changes::default();
    let (old, new) = (texts(before), texts(after));
    let gone = before.figures.iter().filter(|figure| !new.contains_key(figure.id.as_str()));
    for FrozenFigure { id, title, .. } in after.figures.iter().chain(gone) {
        let (before, after) = (old.get(id.as_str()).copied(), new.get(id.as_str()).copied());
        if before == after {
            changes.unmoved += 1;
        } else {
            changes.moved.push(Moved { id, title, before, after });
        }
    }
    let mut told = HashSet::new();
    for (name, key) in KEYS {
        let table = |release: &'r Release| release.tables.iter().find(|table| table.name == *name);
        // A table that an older program did not publish says nothing about what changed.
        if let (Some(old), Some(new)) = (table(before), table(after)) {
            let mut records = changed_records(old, new, key, &told);
            let all = records.len();
            records.retain(|record| record.fate != Fate::Edited(Vec::new()));
            changes.repeated += all - records.len();
            told.extend(records.iter().flat_map(|record| edits_told(name, record)));
            if !records.is_empty() {
                changes.tables.push(TableChanges { name, records });
            }
        }
    }
    changes
}

/// Those that another table repeats.
fn edits_told<'r>(table: &'static str, record: &Changed<'r>) -> Vec<Told<'r>> {
    match &record.fate {
        Fate::Edited(edits) => {
            let is_repeated = |(column, ..): &&(&'r str, &'r str, &'r str)| {
                REPEATED.iter().any(|cell| cell.from == (table, *column))
            };
            let told = |(column, before, after): &(&'r str, &'r str, &'r str)| {
                (table, record.key[0].1, *column, *before, *after)
            };
            edits.iter().filter(is_repeated).map(told).collect()
        }
        Fate::Added | Fate::Removed => Vec::new(),
    }
}

/// What readers saw of each figure.
fn texts(release: &Release) -> HashMap<&str, &str> {
    release.figures.iter().map(|figure| (figure.id.as_str(), figure.text.as_str())).collect()
}

/// Ids of what a row is about: no table needs more than two.
type Id<'r> = [&'r str; 2];

/// Rows in the order of their ids; those with the same ids in their own order.
fn by_id<'r>(table: &'r FrozenTable, key: &[&str]) -> Vec<(Id<'r>, &'r [String])> {
    let places = key.iter().map(|name| table.columns.iter().rposition(|column| column == name));
    let places: Vec<Option<usize>> = places.collect();
    let id = |row: &'r [String]| {
        let mut id = Id::default();
        for (own, place) in id.iter_mut().zip(&places) {
            *own = place.and_then(|place| row.get(place)).map_or("", String::as_str);
        }
        id
    };
    let mut rows: Vec<_> = table.rows.iter().map(|row| (id(row), row.as_slice())).collect();
    rows.sort_by_key(|(id, _)| *id);
    rows
}

/// Goes along both tables at once. A record that says otherwise only what is told already is there without an edit.
fn changed_records<'r>(
    before: &'r FrozenTable,
    after: &'r FrozenTable,
    key: &'static [&'static str],
    told: &HashSet<Told<'r>>,
) -> Vec<Changed<'r>> {
    let columns = shared(before, after);
    let mut old = by_id(before, key).into_iter().peekable();
    let mut new = by_id(after, key).into_iter().peekable();
    let mut changed = Vec::new();
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return changed,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((old, _)), Some((new, _))) => old.cmp(new),
        };
        let old = old.next_if(|_| order.is_le());
        let new = new.next_if(|_| order.is_ge());
        let (id, fate) = match (old, new) {
            (Some((id, old)), Some((_, new))) => {
                let mut edits = edits(&columns, old, new);
                if edits.is_empty() {
                    continue;
                }
                edits.retain(|edit| !is_told(edit, &before.name, &columns, (old, new), told));
                (id, Fate::Edited(edits))
            }
            (Some((id, _)), None) => (id, Fate::Removed),
            (None, Some((id, _))) => (id, Fate::Added),
            (None, None) => return changed,
        };
        changed.push(Changed { key: key.iter().copied().zip(id).collect(), fate });
    }
}

/// Whether an edit only repeats that of the record which both rows name.
fn is_told<'r>(
    (column, before, after): &(&'r str, &'r str, &'r str),
    table: &str,
    columns: &[(&'r str, usize, usize)],
    (old, new): (&'r [String], &'r [String]),
    told: &HashSet<Told<'r>>,
) -> bool {
    let mut repeated = REPEATED.iter().filter(|cell| cell.table == table && cell.column == *column);
    repeated.any(|Repeated { by, from: (other, its), .. }| {
        let named = columns.iter().find(|(name, ..)| name == by);
        let ids = named.and_then(|(_, at, then)| Some((old.get(*at)?, new.get(*then)?)));
        ids.is_some_and(|(id, same)| id == same && told.contains(&(*other, id, *its, *before, *after)))
    })
}

/// Columns that both tables have, with their places in each.
fn shared<'r>(before: &'r FrozenTable, after: &'r FrozenTable) -> Vec<(&'r str, usize, usize)> {
    let places = |table: &'r FrozenTable| -> BTreeMap<&'r str, usize> {
        table.columns.iter().map(String::as_str).zip(0..).collect()
    };
    let old = places(before);
    places(after).into_iter().filter_map(|(name, new)| Some((name, *old.get(name)?, new))).collect()
}

fn edits<'r>(
    columns: &[(&'r str, usize, usize)],
    old: &'r [String],
    new: &'r [String],
) -> Vec<(&'r str, &'r str, &'r str)> {
    let both = columns.iter().filter_map(|(name, at, then)| Some((*name, old.get(*at)?, new.get(*then)?)));
    both.filter(|(_, before, after)| before != after)
        .map(|(column, before, after)| (column, before.as_str(), after.as_str()))
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
        let told: Vec<_> = changes.moved.iter().map(|moved| (moved.id, moved.before, moved.after)).collect();
        assert_eq!(told, [("b", Some("2"), Some("5")), ("d", None, Some("4")), ("c", Some("3"), None)]);
        assert_eq!(changes.unmoved, 1);
    }

    #[test]
    fn records_are_told_apart_by_their_key_and_their_order() {
        let before = release(&[], &[["x", "s", "2020"], ["x", "s", "2021"], ["y", "s", "2019"]]);
        let after = release(&[], &[["x", "s", "2020"], ["x", "s", "2022"], ["z", "t", "2026"]]);
        let changes = between(&before, &after);
        let fates: Vec<_> =
            changes.tables[0].records.iter().map(|record| (record.key[0].1, &record.fate)).collect();
        let edited = Fate::Edited(vec![("since", "2021", "2022")]);
        assert_eq!(fates, [("x", &edited), ("y", &Fate::Removed), ("z", &Fate::Added)]);
    }

    fn contract_and_its_systems(contract: [&str; 2], systems: &[[&str; 4]]) -> Release {
        let owned = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<String>>();
        let mut release = release(&[], &[]);
        release.tables = vec![
            FrozenTable {
                name: "deployments".to_owned(),
                columns: owned(&["borough", "system", "contract", "contract_end"]),
                rows: systems.iter().map(|row| owned(row)).collect(),
            },
            FrozenTable {
                name: "contracts".to_owned(),
                columns: owned(&["id", "end"]),
                rows: vec![owned(&contract)],
            },
        ];
        release
    }

    #[test]
    fn the_end_of_a_contract_is_told_once_and_not_for_each_system_too() {
        let before = contract_and_its_systems(
            ["care", "2027"],
            &[["x", "s", "care", "2027"], ["y", "s", "care", "2027"], ["z", "s", "care", "2027"]],
        );
        let after = contract_and_its_systems(
            ["care", "2028"],
            &[["x", "s", "care", "2028"], ["y", "s", "own", "2028"], ["z", "s", "care", "2029"]],
        );
        let changes = between(&before, &after);
        let told: Vec<_> = changes
            .tables
            .iter()
            .flat_map(|table| table.records.iter().map(|row| (table.name, row.key[0].1, &row.fate)))
            .collect();
        let edited = |edits: &[(&'static str, &'static str, &'static str)]| Fate::Edited(edits.to_vec());
        let due = [
            ("contracts", "care", &edited(&[("end", "2027", "2028")])),
            // Another contract, and a cell that is not the contract's.
            ("deployments", "y", &edited(&[("contract", "care", "own"), ("contract_end", "2027", "2028")])),
            ("deployments", "z", &edited(&[("contract_end", "2027", "2029")])),
        ];
        assert_eq!(told, due);
        assert_eq!(changes.repeated, 1);
    }
}
