//! Cells that say something new to edits of the record.

mod contracts;
mod sources;

use std::collections::BTreeMap;

use super::lines::{Line, says};
use super::matched::{Home, Homes, is_common, placed};
use super::{Lists, Sheets, Told, Wish};
use crate::content::Content;
use crate::content::records::{
    Confidence, ContractItem, Date, Deployment, Hosting, Lifecycle, ProcurementMethod, Provenance,
};
use crate::diagnostics::rules;
use crate::edit::keys::{Change, Step};
use crate::import::cells::{Cells, text};
use crate::import::write::{entry, paragraphs, to_yaml};
use crate::survey::columns::{Column, Fill, Part};

/// The edits of each authority, in the order of its rows.
pub(super) fn changes(
    homes: &Homes,
    content: &Content,
    lists: &Lists,
    sheets: &mut Sheets,
) -> BTreeMap<String, Vec<Wish>> {
    let mut all: BTreeMap<String, Vec<Wish>> = BTreeMap::new();
    let mut added: BTreeMap<&str, usize> = BTreeMap::new();
    for home in &homes.all {
        let Some(record) = content.boroughs.get(&home.borough).and_then(|file| file.record.as_ref()) else {
            continue;
        };
        let number = added.entry(&home.borough).or_default();
        let index = home.item.unwrap_or(record.systems.len() + *number);
        let item = home.item.map(|item| &record.systems[item].value);
        let mut edits = Edits {
            home,
            content,
            lists,
            at: vec![Step::Key("systems"), Step::Item(index)],
            wishes: Vec::new(),
            sheets,
        };
        if let Some(item) = item {
            edits.known(homes, item);
        } else {
            edits.fresh(record.systems.is_empty() && *number == 0);
            *number += 1;
        }
        all.entry(home.borough.clone()).or_default().extend(edits.wishes);
    }
    all
}

/// A cell that says something new.
#[derive(Clone, Copy)]
struct New<'l, 't> {
    line: &'l Line<'t>,
    column: Column,
}

impl New<'_, '_> {
    fn text(&self) -> &str {
        self.line.text(self.column)
    }
}

/// The cells of a system that say something new, by column.
type News<'l, 't> = BTreeMap<Column, New<'l, 't>>;

struct Edits<'a, 'l, 't> {
    home: &'a Home<'l, 't>,
    content: &'a Content,
    lists: &'a Lists,
    at: Vec<Step>,
    wishes: Vec<Wish>,
    sheets: &'a mut Sheets,
}

impl<'l, 't> Edits<'_, 'l, 't> {
    /// A system that is on record.
    fn known(&mut self, homes: &Homes, item: &Deployment) {
        let Some(row) = self.home.item.and_then(|item| homes.row(&self.home.borough, item)) else { return };
        let shown = |column: Column| row.cell(column).to_owned();
        for line in self.home.lines.clone() {
            self.repeated(line, &shown);
        }
        for (line, service) in self.home.joined.clone() {
            self.service(line, service, item);
        }
        let news = self.news(&shown);
        self.emptied(&news, &shown);
        self.source_behind(&news, &shown);
        self.deployment(&news);
        self.contract(&news, item);
        let lines: Vec<_> =
            self.home.lines.iter().copied().chain(self.home.joined.iter().map(|(line, _)| *line)).collect();
        let mut sources = item.sources.clone();
        for line in lines {
            self.source(line, &mut sources, item.sources.len(), &shown);
        }
    }

    /// A system that is new here: first what it can't do without, then the rest like any change.
    fn fresh(&mut self, is_first: bool) {
        let Some(line) = self.home.lines.first().copied() else { return };
        let nothing = |_: Column| String::new();
        for line in self.home.lines.clone() {
            self.told(line, Column::System, String::new(), line.text(Column::Services).to_owned());
        }
        let mut news = self.news(&nothing);
        let mut needed = |edits: &mut Self, column: Column| {
            let new = news.remove(&column);
            if new.is_none() {
                let message = format!("{}: the cell is empty", column.name());
                let problem = line.problem(&rules::MISSING_KEY, column, message);
                edits.sheets.problems.push(problem.remedy("choose a word of the list"));
            }
            new.and_then(|new| edits.entry(new))
        };
        let (lifecycle, provenance) = (needed(self, Column::Lifecycle), needed(self, Column::Provenance));
        let (Some(lifecycle), Some(provenance)) = (lifecycle, provenance) else { return };
        let services = self.home.services.join(", ");
        let item = format!("system: {}\nservices: [{services}]\n{lifecycle}{provenance}", self.home.system);
        let list = vec![Step::Key("systems")];
        let change = if is_first {
            let lines = item.trim_end().replace('\n', "\n    ");
            Change::Set { at: Vec::new(), key: "systems", entry: format!("systems:\n  - {lines}\n") }
        } else {
            Change::Append { at: list, item }
        };
        self.wish(line, Column::System, change);
        self.deployment(&news);
        self.new_contract(&news);
        let mut sources = Vec::new();
        for line in self.home.lines.clone() {
            self.source(line, &mut sources, 0, &nothing);
        }
    }

    fn wish(&mut self, line: &Line, column: Column, change: Change) {
        self.wishes.push(Wish { place: line.at(column), change });
    }

    fn told(&mut self, line: &Line, column: Column, before: String, after: String) {
        self.sheets.told.push(Told {
            place: line.at(column),
            borough: self.home.borough.clone(),
            system: self.home.system.clone(),
            column: column.name(),
            before,
            after,
        });
    }

    /// What all rows of a system say alike, and the record does not.
    fn news(&mut self, shown: &impl Fn(Column) -> String) -> News<'l, 't> {
        let mut news = News::new();
        let is_shared = !shown(Column::Contract).is_empty();
        for column in Column::ALL.iter().copied().filter(|column| is_common(*column)) {
            let shown = shown(column);
            let said = |line: &&'l Line<'t>| {
                let cell = line.cell(column).filter(|cell| !cell.is_error)?;
                // Another record tells a shared contract, so a row need not.
                let is_elsewhere = is_shared && column.is_of_contract() && cell.text.is_empty();
                Some((*line, !is_elsewhere && !says(cell, &shown, column)))
            };
            let mut rows: Vec<_> = self.home.lines.iter().filter_map(said).collect();
            // What one row tells, the others need not repeat.
            let is_told = |(line, _): &(&Line, bool)| !line.text(column).is_empty();
            if rows.iter().any(is_told) {
                rows.retain(is_told);
            }
            let Some((line, _)) = rows.iter().find(|(_, is_new)| *is_new).copied() else { continue };
            let other = rows.iter().find(|(other, _)| {
                let Some(cell) = other.cell(column) else { return false };
                !says(cell, line.text(column), column)
            });
            if let Some((other, _)) = other {
                let quoted =
                    |text: &str| if text.is_empty() { "nothing".to_owned() } else { format!("`{text}`") };
                let message = format!(
                    "{} is not what row {} says of the same system: {}",
                    quoted(line.text(column)),
                    other.number(),
                    quoted(other.text(column)),
                );
                let problem = line.problem(&rules::ROWS_DISAGREE, column, message);
                self.sheets.problems.push(problem.remedy(format!(
                    "write the same into both rows, or put the cell back and tell the difference in notes; the system is `{}`",
                    self.home.system
                )));
                // A word that is none would only be told once the rows agree.
                for (line, _) in rows.iter().filter(|(_, is_new)| *is_new) {
                    self.entry(New { line, column });
                }
                continue;
            }
            self.told(line, column, shown, line.text(column).to_owned());
            news.insert(column, New { line, column });
        }
        news
    }

    /// Cells emptied in a row whose neighbours have them still: nothing is changed, and the sender thinks otherwise. Who
    /// leaves all or most of a row empty only names one more service, and means nothing by it.
    fn emptied(&mut self, news: &News, shown: &impl Fn(Column) -> String) {
        const MEANT: usize = 3;
        let is_shared = !shown(Column::Contract).is_empty();
        for line in self.home.lines.clone() {
            let is_emptied = |column: &Column| {
                is_common(*column)
                    && !(is_shared && column.is_of_contract())
                    && !news.contains_key(column)
                    && line.cell(*column).is_some_and(|cell| cell.text.is_empty())
                    && !shown(*column).is_empty()
                    && self.home.lines.iter().any(|other| !other.text(*column).is_empty())
            };
            let columns: Vec<_> = Column::ALL.iter().copied().filter(is_emptied).collect();
            let is_filled = |column: &&Column| is_common(**column) && !line.text(**column).is_empty();
            let filled = Column::ALL.iter().filter(is_filled).count();
            if columns.len() > MEANT.min(filled.saturating_sub(1)) {
                continue;
            }
            for column in columns {
                let other = self.home.lines.iter().find(|other| !other.text(column).is_empty());
                let message = format!(
                    "{}: the cell is empty, but row {} of the same system still says `{}`, so nothing is changed",
                    column.name(),
                    other.map_or(0, |other| other.number()),
                    shown(column),
                );
                self.sheets.problems.push(line.problem(&rules::EMPTY_BESIDE_FILLED, column, message));
            }
        }
    }

    /// A date that moved while no row names a source that says so.
    fn source_behind(&mut self, news: &News, shown: &impl Fn(Column) -> String) {
        let now =
            |column: Column| news.get(&column).map_or_else(|| shown(column), |new| new.text().to_owned());
        let says_itself = ["verified", "declared"].contains(&now(Column::Provenance).as_str());
        let is_new_source = self.home.lines.iter().any(|line| {
            let columns = [Column::SourceUrl, Column::SourceTitle, Column::SourceDate];
            columns
                .iter()
                .any(|column| line.cell(*column).is_some_and(|cell| !says(cell, &shown(*column), *column)))
        });
        let dates = [Column::ContractEnd, Column::ContractMaxEnd, Column::ContractStart, Column::Until];
        let moved = dates
            .iter()
            .filter_map(|column| news.get(column))
            // What is no date is told as such.
            .find(|new| new.text().parse::<Date>().is_ok() && !shown(new.column).is_empty());
        if let Some(new) = moved.filter(|_| !says_itself && !is_new_source) {
            let message = format!(
                "{} was `{}` and the source is still the one for that: does it say `{}`?",
                new.column.name(),
                shown(new.column),
                new.text()
            );
            self.sheets.problems.push(new.line.problem(&rules::SOURCE_BEHIND, new.column, message));
        }
    }

    /// Cells that only repeat what another record says.
    fn repeated(&mut self, line: &Line, shown: &impl Fn(Column) -> String) {
        for column in Column::ALL.iter().copied().filter(|column| column.part() == Part::Repeated) {
            let Some(cell) = line.cell(column).filter(|cell| !cell.text.is_empty() && !cell.is_error) else {
                continue;
            };
            if says(cell, &shown(column), column) {
                continue;
            }
            let record = match column {
                Column::SupplierName => format!("suppliers/{}.yaml", shown(Column::Supplier)),
                _ => format!("systems/{}.yaml", self.home.system),
            };
            let message = format!("{record} says `{}`", shown(column));
            self.sheets.problems.push(
                line.problem(&rules::OTHER_RECORD, column, message)
                    .remedy(format!("put the cell back, and change {record} if it is wrong")),
            );
        }
    }

    /// One more service of a system.
    fn service(&mut self, line: &Line, service: String, item: &Deployment) {
        let is_told = |wish: &Wish| match &wish.change {
            Change::Append { item, .. } => *item == service,
            Change::Set { entry, .. } => *entry == format!("services: [{service}]\n"),
            Change::Remove { .. } | Change::Rename { .. } => false,
        };
        if self.wishes.iter().any(is_told) {
            return;
        }
        let has_none = item.services.is_empty() && self.wishes.is_empty();
        let change = if has_none {
            Change::Set { at: self.at.clone(), key: "services", entry: format!("services: [{service}]\n") }
        } else {
            let at = [self.at.clone(), vec![Step::Key("services")]].concat();
            Change::Append { at, item: service.clone() }
        };
        self.wish(line, Column::Services, change);
        self.told(line, Column::Services, String::new(), service);
    }

    /// The keys of the deployment itself.
    fn deployment(&mut self, news: &News<'l, 't>) {
        for (column, new) in news {
            if let Part::Deployment(key) = column.part() {
                self.key(self.at.clone(), key, *new);
            }
        }
    }

    /// Sets a key to what a cell says, or takes it out where the cell is empty.
    fn key(&mut self, at: Vec<Step>, key: &'static str, new: New) {
        let is_needed = matches!(new.column, Column::Lifecycle | Column::Provenance);
        if new.text().is_empty() && is_needed {
            let message = format!("{}: the cell is empty", new.column.name());
            let problem = new.line.problem(&rules::MISSING_KEY, new.column, message);
            self.sheets.problems.push(problem.remedy("choose a word of the list"));
        } else if new.text().is_empty() {
            self.wish(new.line, new.column, Change::Remove { at, key });
        } else if let Some(entry) = self.entry(new) {
            self.wish(new.line, new.column, Change::Set { at, key, entry });
        }
    }

    /// A cell as a key with its value, in the form that records have; nothing where the cell is wrong, which is then
    /// reported.
    fn entry(&mut self, new: New) -> Option<String> {
        let (column, said, lists) = (new.column, new.text(), self.lists);
        let name = column.name();
        let (Part::Deployment(key) | Part::Contract(key)) = column.part() else { return None };
        let mut cells = Cells::of("", u64::from(new.line.number()));
        let made = match column {
            Column::Lifecycle => cells.word::<Lifecycle>(name, said).and_then(|word| entry(key, &word)),
            Column::Hosting => cells.word::<Hosting>(name, said).and_then(|word| entry(key, &word)),
            Column::Provenance => cells.word::<Provenance>(name, said).and_then(|word| entry(key, &word)),
            Column::Confidence => cells.word::<Confidence>(name, said).and_then(|word| entry(key, &word)),
            Column::ProcurementMethod => {
                cells.word::<ProcurementMethod>(name, said).and_then(|word| entry(key, &word))
            }
            Column::ContractSupplier => {
                cells.supplier(name, said, &lists.suppliers).and_then(|id| entry(key, &id))
            }
            Column::Framework => {
                cells.reference(name, said, &lists.frameworks).and_then(|id| entry(key, &id))
            }
            Column::NoticeMonths => cells.number::<u16>(name, said).and_then(|number| entry(key, &number)),
            Column::Notes => notes(said),
            _ if column.fill() == Fill::Date => cells.date(name, said).and_then(|date| entry(key, &date)),
            _ => text(said).and_then(|text| entry(key, &text)),
        };
        self.take(new.line, cells);
        made
    }

    /// Reports what was found wrong with cells.
    fn take(&mut self, line: &Line, cells: Cells) {
        for problem in cells.into_problems() {
            self.sheets.problems.push(placed(line, problem));
        }
    }
}

/// Notes as a paragraph on lines that a person can read; several paragraphs stay apart.
fn notes(said: &str) -> Option<String> {
    let several: Vec<String> = said.split("\n\n").filter_map(text).collect();
    if several.len() > 1 {
        return Some(paragraphs("notes", &several));
    }
    let notes = Some(several.concat().into());
    to_yaml(&ContractItem { notes, ..ContractItem::default() }).ok()
}
