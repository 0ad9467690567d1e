//! The contract of a system: its own, another record's, or none.

use super::{Edits, New, News};
use crate::content::records::{ContractItem, Deployment, DeploymentContract};
use crate::diagnostics::rules;
use crate::edit::keys::{Change, Step};
use crate::import::cells::Cells;
use crate::import::sheets::lines::{Line, says};
use crate::import::sheets::matched::placed;
use crate::import::write::entry;
use crate::survey::columns::{Column, Part};
use crate::survey::read::Cell;
use crate::survey::rows::{contract_cell, shared};

impl<'l, 't> Edits<'_, 'l, 't> {
    /// The contract of a system that is on record.
    pub(super) fn contract(&mut self, news: &News<'l, 't>, item: &Deployment) {
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
    pub(super) fn new_contract(&mut self, news: &News<'l, 't>) {
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
            let fits = |cell: &Cell| {
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
