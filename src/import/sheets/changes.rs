//! Cells that say something new to edits of the record.

use std::collections::BTreeMap;

use super::lines::{Line, says};
use super::matched::{Home, Homes, is_common, placed};
use super::{Lists, Sheets, Told, Wish};
use crate::content::Content;
use crate::content::records::{
    Confidence, ContractItem, Date, Deployment, DeploymentContract, Hosting, Lifecycle, ProcurementMethod,
    Provenance, SourceItem,
};
use crate::diagnostics::rules;
use crate::edit::keys::{Change, Step};
use crate::import::cells::{Cells, text};
use crate::import::write::{entry, to_yaml};
use crate::survey::columns::{Column, Fill, Part};
use crate::survey::rows::{contract_cell, shared, shown_source};

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
        match item {
            Some(item) => edits.known(homes, item),
            None => {
                edits.fresh(record.systems.is_empty() && *number == 0);
                *number += 1;
            }
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
                continue;
            }
            self.told(line, column, shown, line.text(column).to_owned());
            news.insert(column, New { line, column });
        }
        news
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
            Change::Remove { .. } => false,
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

    /// The contract of a system that is on record.
    fn contract(&mut self, news: &News<'l, 't>, item: &Deployment) {
        let own: News =
            news.iter().filter(|(column, _)| column.is_of_contract()).map(|(c, new)| (*c, *new)).collect();
        let there = item.contract.as_ref().map(|contract| &contract.value);
        match (news.get(&Column::Contract), there) {
            (Some(new), _) if !new.text().is_empty() => self.shared_contract(*new, &own, there),
            (Some(new), Some(DeploymentContract::Shared(_))) => self.own_contract(*new),
            (Some(_) | None, Some(DeploymentContract::Inline(contract))) => self.inline(&own, contract),
            (None, Some(DeploymentContract::Shared(id))) => {
                for new in own.values() {
                    let message = format!("this is the shared contract contracts/{id}.yaml");
                    let problem = new.line.problem(&rules::OTHER_RECORD, new.column, message);
                    self.sheets.problems.push(problem.remedy(format!(
                        "put the cell back, and change contracts/{id}.yaml; or empty the column contract, if this contract is not shared"
                    )));
                }
            }
            (Some(_) | None, None) => self.new_contract(&own),
        }
    }

    /// A contract that was not on record.
    fn new_contract(&mut self, news: &News<'l, 't>) {
        if let Some(new) = news.get(&Column::Contract) {
            let own = news
                .iter()
                .filter(|(column, _)| column.is_of_contract())
                .map(|(c, new)| (*c, *new))
                .collect();
            return self.shared_contract(*new, &own, None);
        }
        self.inline(news, &ContractItem::default());
    }

    /// The contract is to be one that several share: that record says all else.
    fn shared_contract(&mut self, new: New, own: &News, there: Option<&DeploymentContract>) {
        let mut cells = Cells::of("", u64::from(new.line.number()));
        let id = cells.reference(new.column.name(), new.text(), &self.lists.contracts);
        let is_known =
            cells.into_problems().into_iter().map(|problem| placed(new.line, problem)).collect::<Vec<_>>();
        if !is_known.is_empty() {
            return self.sheets.problems.extend(is_known);
        }
        let Some(id) = id.map(|id| id.value) else { return };
        let record = shared(self.content, &id);
        for other in own.values() {
            let cell = other.line.cell(other.column);
            let fits = |cell: &crate::survey::read::Cell| {
                cell.text.is_empty() || says(cell, &contract_cell(&record, other.column), other.column)
            };
            if !cell.is_none_or(fits) {
                let message = format!("this is not what contracts/{id}.yaml says");
                let problem = other.line.problem(&rules::OTHER_RECORD, other.column, message);
                self.sheets.problems.push(
                    problem.remedy("empty the cell: a shared contract is told once, in its own record"),
                );
            }
        }
        if let Some(DeploymentContract::Inline(contract)) = there
            && (says_more(contract) || Column::ALL.iter().any(|column| is_left(new.line, *column, contract)))
        {
            let message = "the system has a contract of its own on record";
            let problem = new.line.problem(&rules::OTHER_RECORD, new.column, message);
            self.sheets.problems.push(
                problem
                    .remedy("make this change in the record: the sheet does not show all of that contract"),
            );
            return;
        }
        let change = Change::Set { at: self.at.clone(), key: "contract", entry: format!("contract: {id}\n") };
        self.wish(new.line, new.column, change);
    }

    /// A shared contract is to be one of this authority alone: what the row shows of it stays.
    fn own_contract(&mut self, new: New<'l, 't>) {
        let news: News = Column::ALL
            .iter()
            .copied()
            .filter(|column| column.is_of_contract() && !new.line.text(*column).is_empty())
            .map(|column| (column, New { line: new.line, column }))
            .collect();
        self.wish(new.line, new.column, Change::Remove { at: self.at.clone(), key: "contract" });
        self.inline(&news, &ContractItem::default());
    }

    /// The keys of a contract of this authority alone.
    fn inline(&mut self, news: &News<'l, 't>, contract: &ContractItem) {
        let at = [self.at.clone(), vec![Step::Key("contract")]].concat();
        let mut keys = keys_of(contract);
        let first_wish = self.wishes.len();
        for (column, new) in news {
            if let Part::Contract(key) = column.part() {
                self.key(at.clone(), key, *new);
            }
        }
        self.money(news, contract, &at);
        for index in first_wish..self.wishes.len() {
            let group = self.at.clone();
            let change = &mut self.wishes[index].change;
            match change {
                // The first key brings the group with it.
                Change::Set { at: own, key, entry } if *own == at && keys.is_empty() => {
                    keys.push((*key).to_owned());
                    let lines = entry.trim_end().replace('\n', "\n  ");
                    *change =
                        Change::Set { at: group, key: "contract", entry: format!("contract:\n  {lines}\n") };
                }
                Change::Set { at: own, key, .. } if *own == at => keys.push((*key).to_owned()),
                // The last one takes it away.
                Change::Remove { at: own, key } if *own == at => {
                    keys.retain(|own| own != key);
                    if keys.is_empty() {
                        *change = Change::Remove { at: group, key: "contract" };
                    }
                }
                _ => {}
            }
        }
    }

    /// A contract's value, told by three cells.
    fn money(&mut self, news: &News<'l, 't>, contract: &ContractItem, at: &[Step]) {
        let columns = [Column::Value, Column::ValueBasis, Column::ValueTax];
        let Some(first) = columns.iter().find_map(|column| news.get(column)).copied() else { return };
        let said = |column: Column| {
            let new = news.get(&column).map(|new| new.text().to_owned());
            new.unwrap_or_else(|| contract_cell(contract, column))
        };
        let [amount, basis, tax] = columns.map(said);
        if amount.is_empty() {
            let is_taken_back = |column: &Column| news.get(column).is_none_or(|new| new.text().is_empty());
            if !columns.iter().all(is_taken_back) {
                let message = "value: the cell is empty, and its basis or tax is told";
                let problem = first.line.problem(&rules::MISSING_KEY, Column::Value, message);
                self.sheets.problems.push(problem.remedy("write the sum, or leave all three cells empty"));
            } else if contract.value.is_some() {
                self.wish(first.line, Column::Value, Change::Remove { at: at.to_vec(), key: "value" });
            }
            return;
        }
        let mut cells = Cells::of("", u64::from(first.line.number()));
        let money = cells.money(&amount, &basis, &tax);
        self.take(first.line, cells);
        let Some(money) = money else { return };
        if contract.value.is_none() {
            let Some(entry) = entry("value", &money) else { return };
            return self.wish(first.line, first.column, Change::Set { at: at.to_vec(), key: "value", entry });
        }
        let inner = [at.to_vec(), vec![Step::Key("value")]].concat();
        for column in columns.iter().filter(|column| news.contains_key(column)) {
            let (key, made) = match column {
                Column::Value => ("amount", entry("amount", &money.amount)),
                Column::ValueBasis => ("basis", entry("basis", &money.basis)),
                _ => ("tax", entry("tax", &money.tax)),
            };
            if let Some(entry) = made {
                self.wish(first.line, *column, Change::Set { at: inner.clone(), key, entry });
            }
        }
    }

    /// A row's source is looked for among those on record; a new one is added, and none is taken away.
    fn source(
        &mut self,
        line: &Line,
        sources: &mut Vec<SourceItem>,
        on_record: usize,
        shown: &impl Fn(Column) -> String,
    ) {
        let columns = [Column::SourceUrl, Column::SourceTitle, Column::SourceDate];
        let is_new = |column: &Column| {
            line.cell(*column).is_some_and(|cell| !cell.is_error && !says(cell, &shown(*column), *column))
        };
        if !columns.iter().any(is_new) {
            return;
        }
        let [url, title, date] = columns.map(|column| line.text(column));
        if url.is_empty() && title.is_empty() && date.is_empty() {
            if line.cell(Column::SourceUrl).is_some()
                && self.home.lines.iter().any(|own| std::ptr::eq(*own, line))
            {
                let message = "source_url: the source on record was taken out";
                let problem = line.problem(&rules::OTHER_RECORD, Column::SourceUrl, message);
                self.sheets.problems.push(
                    problem.remedy("put the cells back; a source that is wrong is taken out in the record"),
                );
            }
            return;
        }
        let is_same = |source: &SourceItem| match (&source.url, url) {
            (Some(own), url) if !url.is_empty() => own.as_str() == url,
            (None, "") => source.title.as_deref() == Some(title),
            _ => false,
        };
        let mut cells = Cells::of("", u64::from(line.number()));
        let (read_url, read_date) = (cells.url("source_url", url), cells.date("source_date", date));
        let problems = cells.into_problems();
        if !problems.is_empty() {
            let placed = problems.into_iter().map(|problem| placed(line, problem)).collect::<Vec<_>>();
            return self.sheets.problems.extend(placed);
        }
        if let Some(index) = sources.iter().position(is_same) {
            if index < on_record && Some(index) == shown_source(&sources[..on_record]) {
                self.same_source(line, index, shown);
            }
            return;
        }
        let source =
            SourceItem { url: read_url, title: text(title), date: read_date, confidence: None, notes: None };
        let Ok(item) = to_yaml(&source) else { return };
        let change = if sources.is_empty() {
            let lines = item.trim_end().replace('\n', "\n    ");
            Change::Set { at: self.at.clone(), key: "sources", entry: format!("sources:\n  - {lines}\n") }
        } else {
            Change::Append { at: [self.at.clone(), vec![Step::Key("sources")]].concat(), item }
        };
        sources.push(source);
        let column = if url.is_empty() { Column::SourceTitle } else { Column::SourceUrl };
        self.wish(line, column, change);
        self.told(line, column, String::new(), line.text(column).to_owned());
    }

    /// Title and date of the source that the row shows.
    fn same_source(&mut self, line: &Line, index: usize, shown: &impl Fn(Column) -> String) {
        let at = [self.at.clone(), vec![Step::Key("sources"), Step::Item(index)]].concat();
        for (column, key) in [(Column::SourceTitle, "title"), (Column::SourceDate, "date")] {
            let Some(cell) = line.cell(column) else { continue };
            if says(cell, &shown(column), column) {
                continue;
            }
            let made = match column {
                Column::SourceDate => cell.text.parse().ok().and_then(|date: Date| entry(key, &date)),
                _ => text(&cell.text).and_then(|title| entry(key, &title)),
            };
            let change = match made {
                Some(entry) => Change::Set { at: at.clone(), key, entry },
                None => Change::Remove { at: at.clone(), key },
            };
            if self.wishes.iter().any(|wish| wish.change == change) {
                continue;
            }
            self.wish(line, column, change);
            self.told(line, column, shown(column), cell.text.clone());
        }
    }
}

/// Notes as a paragraph on lines that a person can read; several paragraphs stay apart.
fn notes(said: &str) -> Option<String> {
    let paragraphs: Vec<String> = said.split("\n\n").filter_map(text).collect();
    let notes = Some(paragraphs.join("\n\n").into());
    to_yaml(&ContractItem { notes, ..ContractItem::default() }).ok()
}

/// The keys that a contract has.
fn keys_of(contract: &ContractItem) -> Vec<String> {
    let value = serde_json::to_value(contract).unwrap_or_default();
    value.as_object().map(|keys| keys.keys().cloned().collect()).unwrap_or_default()
}

/// Whether a contract on record says what no sheet shows.
fn says_more(contract: &ContractItem) -> bool {
    let is_shown = |key: &String| {
        key == "value" || Column::ALL.iter().any(|column| column.part() == Part::Contract(key_of(key)))
    };
    !keys_of(contract).iter().all(is_shown)
}

/// A key as columns name it.
fn key_of(key: &str) -> &'static str {
    let parts = Column::ALL.iter().filter_map(|column| match column.part() {
        Part::Contract(own) => Some(own),
        _ => None,
    });
    parts.into_iter().find(|own| *own == key).unwrap_or_default()
}

/// Whether a row still shows a cell of a contract that is on record.
fn is_left(line: &Line, column: Column, contract: &ContractItem) -> bool {
    column.is_of_contract()
        && !contract_cell(contract, column).is_empty()
        && line.cell(column).is_none_or(|cell| !cell.text.is_empty())
}
