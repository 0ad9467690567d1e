//! Which system of which authority each row is about.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::{Line, says};
use super::{Lists, Sheets};
use crate::content::Content;
use crate::content::records::Deployment;
use crate::diagnostics::cells::CellProblem;
use crate::diagnostics::rules;
use crate::import::cells::{Cells, list};
use crate::import::report::Problem;
use crate::survey::columns::{Column, Part};
use crate::survey::rows::{Row, rows};

/// A system of an authority, and the rows about it.
pub(super) struct Home<'l, 't> {
    pub borough: String,
    pub system: String,
    /// Its number in the record; nothing for a new one.
    pub item: Option<usize>,
    /// Rows that show all of it.
    pub lines: Vec<&'l Line<'t>>,
    /// Rows that say of a service only that it has the system too, and the services that the record does not have yet.
    pub joined: Vec<(&'l Line<'t>, String)>,
    /// The services of a new one.
    pub services: Vec<String>,
}

/// Every system that a row is about.
#[derive(Default)]
pub(super) struct Homes<'l, 't> {
    pub all: Vec<Home<'l, 't>>,
    /// What each authority's record shows now.
    pub shown: BTreeMap<String, Vec<Row>>,
}

impl Homes<'_, '_> {
    /// The authorities that the sheets have rows for.
    pub(super) fn boroughs(&self) -> impl Iterator<Item = &str> {
        self.shown.keys().map(String::as_str)
    }

    /// A row that the record shows for a system now.
    pub(super) fn row(&self, borough: &str, item: usize) -> Option<&Row> {
        self.shown.get(borough)?.iter().find(|row| row.item == item)
    }
}

/// A problem of a cell as sheets tell it.
pub(super) fn placed(line: &Line, problem: Problem) -> CellProblem {
    let place = Column::find(&problem.column).map_or_else(|| line.place(), |column| line.at(column));
    CellProblem::new(problem.rule, place, with_cell(&problem))
        .excerpt(&problem.excerpt)
        .remedy(problem.remedy)
}

/// The column's word where the reason does not have it.
fn with_cell(problem: &Problem) -> String {
    if problem.excerpt.is_empty() {
        format!("{}: {}", problem.column, problem.why)
    } else {
        problem.why.clone()
    }
}

pub(super) fn matched<'l, 't>(
    lines: &'l [Line<'t>],
    content: &Content,
    lists: &Lists,
    sheets: &mut Sheets,
) -> Homes<'l, 't> {
    let mut homes = Homes::default();
    let mut seen: BTreeSet<(String, usize, String)> = BTreeSet::new();
    for line in lines {
        let Some(key) = key(line, lists, sheets) else { continue };
        if !homes.shown.contains_key(&key.borough) {
            homes.shown.insert(key.borough.clone(), rows(content, &key.borough).unwrap_or_default());
        }
        let record = content.boroughs.get(&key.borough).and_then(|file| file.record.as_ref());
        let items = record.map_or(&[][..], |record| record.systems.as_slice());
        let own: Vec<(usize, &Deployment)> = items
            .iter()
            .enumerate()
            .filter(|(_, item)| item.system.value == key.system)
            .map(|(index, item)| (index, &item.value))
            .collect();
        let has = |item: &Deployment, service: &String| item.services.iter().any(|own| own.value == *service);
        let known = own.iter().find(|(_, item)| {
            key.services.iter().any(|service| has(item, service))
                || (key.services.is_empty() && item.services.is_empty())
        });
        if let Some((index, item)) = known {
            let (there, more): (Vec<_>, Vec<_>) =
                key.services.iter().cloned().partition(|service| has(item, service));
            seen.insert((key.borough.clone(), *index, String::new()));
            seen.extend(there.into_iter().map(|service| (key.borough.clone(), *index, service)));
            let home = home(&mut homes.all, &key, Some(*index));
            home.lines.push(line);
            home.joined.extend(more.into_iter().map(|service| (line, service)));
            continue;
        }
        if key.services.is_empty() {
            sheets.problems.push(
                line.problem(&rules::MISSING_KEY, Column::Services, "services: the cell is empty")
                    .remedy("write the id of a service; the sheet Lists has them all"),
            );
            continue;
        }
        let fitting = own
            .iter()
            .find(|(index, _)| homes.row(&key.borough, *index).is_some_and(|row| says_no_more(line, row)));
        match fitting {
            Some((index, _)) => {
                let home = home(&mut homes.all, &key, Some(*index));
                home.joined.extend(key.services.iter().map(|service| (line, service.clone())));
            }
            None => fresh(&mut homes.all, &key, line),
        }
    }
    // Rows that can't be understood are told themselves.
    if !sheets.has_errors() {
        gone(lines, &homes, &seen, sheets);
    }
    homes
}

/// Whose row it is.
struct Key {
    borough: String,
    system: String,
    services: Vec<String>,
}

fn key(line: &Line, lists: &Lists, sheets: &mut Sheets) -> Option<Key> {
    let mut cells = Cells::of("", u64::from(line.number()));
    let (borough, system) = (line.text(Column::Borough), line.text(Column::System));
    cells.filled(&[("borough", borough), ("system", system)]);
    let borough = cells.reference("borough", borough, &lists.boroughs);
    let system = cells.reference("system", system, &lists.systems);
    let services = list(line.text(Column::Services));
    for service in &services {
        cells.reference("services", service, &lists.services);
    }
    let problems = cells.into_problems();
    let is_right = problems.is_empty();
    sheets.problems.extend(problems.into_iter().map(|problem| placed(line, problem)));
    is_right.then_some(Key { borough: borough?.value, system: system?.value, services })
}

/// The home of an item, or of the next new one.
fn home<'h, 'l, 't>(all: &'h mut Vec<Home<'l, 't>>, key: &Key, item: Option<usize>) -> &'h mut Home<'l, 't> {
    let is_own = |home: &Home| item.is_some() && home.borough == key.borough && home.item == item;
    let index = all.iter().position(is_own).unwrap_or_else(|| {
        all.push(Home {
            borough: key.borough.clone(),
            system: key.system.clone(),
            item,
            lines: Vec::new(),
            joined: Vec::new(),
            services: Vec::new(),
        });
        all.len() - 1
    });
    &mut all[index]
}

/// Columns whose cells are the same in all rows of a system.
pub(super) fn is_common(column: Column) -> bool {
    matches!(column.part(), Part::Deployment(_) | Part::Shared | Part::Contract(_) | Part::Money(_))
}

/// Whether a row says nothing of a system but what the record shows.
fn says_no_more(line: &Line, row: &Row) -> bool {
    Column::ALL.iter().copied().filter(|column| is_common(*column)).all(|column| {
        line.cell(column).is_none_or(|cell| cell.text.is_empty() || says(cell, row.cell(column), column))
    })
}

/// A new system; rows that say the same of it are its services.
fn fresh<'l, 't>(all: &mut Vec<Home<'l, 't>>, key: &Key, line: &'l Line<'t>) {
    let is_alike = |other: &Line| {
        let mut common = Column::ALL.iter().copied().filter(|column| is_common(*column));
        common.all(|column| line.text(column) == other.text(column))
    };
    let twin = all.iter().position(|home| {
        let is_new = home.item.is_none() && home.borough == key.borough && home.system == key.system;
        is_new && home.lines.first().is_some_and(|first| is_alike(first))
    });
    let home = match twin {
        Some(index) => &mut all[index],
        None => home(all, key, None),
    };
    home.lines.push(line);
    for service in &key.services {
        if !home.services.contains(service) {
            home.services.push(service.clone());
        }
    }
}

/// Names in a message beyond which it only counts.
const NAMED: usize = 8;

/// What the record has and the sheet does not: told, never deleted.
fn gone(lines: &[Line], homes: &Homes, seen: &BTreeSet<(String, usize, String)>, sheets: &mut Sheets) {
    for (borough, rows) in &homes.shown {
        let is_seen = |row: &&Row| {
            let service = row.service.clone().unwrap_or_default();
            !seen.contains(&(borough.clone(), row.item, service))
        };
        let missing: Vec<String> = rows
            .iter()
            .filter(is_seen)
            .map(|row| format!("`{}` ({})", row.cell(Column::System), row.cell(Column::Services)))
            .collect();
        let Some(line) = lines.iter().find(|line| line.text(Column::Borough) == borough) else { continue };
        if missing.is_empty() {
            continue;
        }
        let more = match missing.len().checked_sub(NAMED) {
            Some(more) if more > 0 => format!(" and {more} more"),
            _ => String::new(),
        };
        let names = missing.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        let message = format!("{borough} has no row for {names}{more}, so nothing of that was changed");
        sheets.problems.push(CellProblem::new(&rules::ROW_GONE, line.sheet(), message));
    }
}
