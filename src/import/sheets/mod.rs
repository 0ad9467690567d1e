//! Sheets that came back to changes of records: takes files, gives the new texts of authorities and everything that is
//! wrong with the sheets. Nothing is written here.
//!
//! A cell counts only where it says something else than the record shows now, so what a sheet does not carry, or says
//! less exactly, stays as it was written.
//!
//! ```text
//! lines ----------> matched ----------> changes ---------> judged
//! rows, and their   which system each   cells to edits     the content as it would be,
//! columns           of them is about    of the record      problems back at their cells
//! ```

mod changes;
mod judged;
mod lines;
mod matched;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date as Day;

use super::known::Ids;
use super::lists::ids;
use super::{Error, Region};
use crate::content::records::{BoroughRecord, ContractItem, Deployment, Money, SourceItem};
use crate::content::{Content, waivers};
use crate::diagnostics::cells::{CellPlace, CellProblem};
use crate::diagnostics::{Diagnostic, Severity, Sources, rules};
use crate::edit::keys::{self, Change, Step};
use crate::survey::columns::order;
use crate::survey::read;

/// More problems than this are not told one by one.
const MOST_PROBLEMS: usize = 500;

/// What sheets say.
#[derive(Debug, Default)]
pub struct Sheets {
    /// What is wrong with them; with an error among it, there is nothing to write.
    pub problems: Vec<CellProblem>,
    /// What is wrong with the content as it would be, where no cell is to blame.
    pub others: Vec<Diagnostic>,
    /// The texts that those problems point into.
    pub sources: Sources,
    /// What is different from the records.
    pub told: Vec<Told>,
    /// The new text of each file that changes, by its path within the content folder.
    pub texts: BTreeMap<PathBuf, String>,
    /// Rows that were read.
    pub rows: usize,
}

impl Sheets {
    /// How many problems stop the import.
    #[must_use]
    pub fn errors(&self) -> usize {
        let others = self.others.iter().filter(|problem| problem.rule.severity == Severity::Error);
        self.problems.iter().filter(|problem| problem.is_error()).count() + others.count()
    }

    /// Whether one does.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }
}

/// One thing that a sheet says and the record does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The cell.
    pub place: CellPlace,
    /// The authority.
    pub borough: String,
    /// The system.
    pub system: String,
    /// The column.
    pub column: &'static str,
    /// What the record says now; empty where it says nothing.
    pub before: String,
    /// What it is to say.
    pub after: String,
}

/// One edit that a cell asks for.
struct Wish {
    place: CellPlace,
    change: Change,
}

/// Reads sheets against a region's records.
///
/// # Errors
/// Where a file or the region's folder can't be read at all.
pub fn sheets(files: &[PathBuf], region: &Region, as_of: Day) -> Result<Sheets, Error> {
    let Region { root, content, found } = region;
    let mut sheets = Sheets::default();
    let mut tables = Vec::new();
    for file in files {
        match read::read(file).map_err(Error::file(file))? {
            Ok(mut table) => {
                lines::respell(&mut table);
                tables.push(table);
            }
            Err(problem) => sheets.problems.push(*problem),
        }
    }
    let lists = Lists::of(content);
    let lines = lines::lines(&tables, &mut sheets);
    let homes = matched::matched(&lines, content, &lists, &mut sheets);
    unreadable(&homes, content, found.clone(), as_of, &mut sheets);
    let wishes = changes::changes(&homes, content, &lists, &mut sheets);
    if !sheets.has_errors() {
        edited(&wishes, content, root, &mut sheets);
    }
    if !sheets.has_errors() && !sheets.texts.is_empty() {
        judged::judged(&homes, region, as_of, &mut sheets)?;
    }
    if sheets.has_errors() {
        sheets.texts.clear();
    }
    sheets
        .problems
        .sort_by(|a, b| (&a.place, a.rule.code, &a.message).cmp(&(&b.place, b.rule.code, &b.message)));
    sheets.problems.dedup();
    if sheets.problems.len() > MOST_PROBLEMS {
        let more = sheets.problems.len() - MOST_PROBLEMS;
        sheets.problems.truncate(MOST_PROBLEMS);
        let place = sheets.problems.last().map(|last| last.place.clone()).unwrap_or_default();
        let message = format!("the sheets have {more} more problems behind this place");
        sheets.problems.push(CellProblem::new(&rules::MORE_PROBLEMS, place, message));
    }
    Ok(sheets)
}

/// The ids that cells may name.
struct Lists {
    boroughs: Ids,
    services: Ids,
    suppliers: Ids,
    systems: Ids,
    frameworks: Ids,
    contracts: Ids,
}

impl Lists {
    fn of(content: &Content) -> Self {
        // A record that can't be read has its id all the same.
        macro_rules! named {
            ($file:literal, $table:expr, $record:ident, $name:expr) => {
                ids(
                    $file,
                    $table.iter().map(|(id, file)| {
                        (id.as_str(), file.record.as_ref().map_or(id.as_str(), |$record| $name.as_str()))
                    }),
                )
            };
        }
        let services = content.services.as_ref().and_then(|file| file.record.as_ref());
        let services =
            services.into_iter().flat_map(|record| &record.groups).flat_map(|group| &group.services);
        let frameworks = content.frameworks.as_ref().and_then(|file| file.record.as_ref());
        let frameworks = frameworks.into_iter().flat_map(|record| &record.frameworks);
        Self {
            boroughs: named!("boroughs/", content.boroughs, record, record.name),
            services: ids("services.yaml", services.map(|item| (item.id.value.as_str(), item.name.as_str()))),
            suppliers: named!("suppliers/", content.suppliers, record, record.name),
            systems: named!("systems/", content.systems, record, record.name),
            frameworks: ids(
                "frameworks.yaml",
                frameworks.map(|item| (item.id.value.as_str(), item.name.as_str())),
            ),
            contracts: named!("contracts/", content.contracts, record, record.members.title),
        }
    }
}

/// The file of an authority, within the content folder.
fn file_of(borough: &str) -> PathBuf {
    Path::new("boroughs").join(format!("{borough}.yaml"))
}

/// A record that has errors already is mended first: a sheet can't be compared with it.
fn unreadable(
    homes: &matched::Homes,
    content: &Content,
    mut found: Vec<Diagnostic>,
    as_of: Day,
    sheets: &mut Sheets,
) {
    waivers::apply(content, as_of, &mut found);
    for borough in homes.boroughs() {
        let Some(file) = content.boroughs.get(borough) else { continue };
        let own = found.iter().filter(|problem| problem.place.file == file.file);
        let errors: Vec<_> =
            own.filter(|problem| problem.rule.severity == Severity::Error).cloned().collect();
        if !errors.is_empty() {
            sheets.others.extend(errors);
            sheets.sources = content.sources.clone();
        }
    }
}

/// The texts with every edit made.
fn edited(wishes: &BTreeMap<String, Vec<Wish>>, content: &Content, root: &Path, sheets: &mut Sheets) {
    let orders = Orders::new();
    for (borough, wishes) in wishes {
        let Some(file) = content.boroughs.get(borough) else { continue };
        let mut text = content.sources.get(file.file).text.clone();
        for wish in wishes {
            if let Some(edited) = keys::edit(&text, &wish.change, orders.of(&wish.change)) {
                text = edited;
            } else {
                let file = root.join(file_of(borough));
                let message = format!("this can't be changed alone in {}", file.display());
                sheets.problems.push(CellProblem::new(&rules::LAYOUT, wish.place.clone(), message));
            }
        }
        if text != content.sources.get(file.file).text {
            sheets.texts.insert(file_of(borough), text);
        }
    }
}

/// The usual order of the keys of each group that is edited.
struct Orders {
    borough: Vec<String>,
    deployment: Vec<String>,
    contract: Vec<String>,
    money: Vec<String>,
    source: Vec<String>,
}

impl Orders {
    fn new() -> Self {
        Self {
            borough: order::<BoroughRecord>(),
            deployment: order::<Deployment>(),
            contract: order::<ContractItem>(),
            money: order::<Money>(),
            source: order::<SourceItem>(),
        }
    }

    fn of(&self, change: &Change) -> &[String] {
        let (Change::Set { at, .. }
        | Change::Remove { at, .. }
        | Change::Rename { at, .. }
        | Change::Append { at, .. }) = change;
        match at.iter().rev().find_map(|step| if let Step::Key(key) = step { Some(*key) } else { None }) {
            None => &self.borough,
            Some("contract") => &self.contract,
            Some("value") => &self.money,
            Some("sources") => &self.source,
            Some(_) => &self.deployment,
        }
    }
}
