//! A contract in words: who buys what from whom until when, and the words of its code lists.

use jiff::civil::Date as Day;

use super::Model;
use crate::catalogue::{Contract, ContractKind, Ix, Supplied};
use crate::content::records::{Category, Date, Notice, ProcurementMethod, Stage, TriState};
use crate::figures::ContractState;

/// Names that a sentence lists before it counts them.
const NAMED: usize = 3;

/// When something is bought, as the verb tells it.
#[derive(Clone, Copy)]
enum Tense {
    Planned,
    Tendering,
    Future,
    Present,
    Past,
    /// Bought and over, or never bought: the record does not tell which.
    GivenUp,
}

impl Model<'_> {
    /// `Camden`, `Brent and Lewisham`, `9 boroughs`
    pub(super) fn members(self, row: &Contract) -> String {
        let names = row.members.iter().map(|member| self.catalogue.boroughs[member.borough].name.as_str());
        match row.members.len() {
            1..=NAMED => listed(&names.collect::<Vec<_>>()),
            count => self.format().boroughs(count),
        }
    }

    /// `Camden buys Mosaic from The Access Group until 31 March 2027.`
    pub(super) fn contract_summary(self, ix: Ix<Contract>) -> String {
        let (row, term) = (&self.catalogue.contracts[ix], self.figures.term(ix));
        let date = |date| self.format().date(date);
        let until = row.end.map(|end| format!(" until {}", date(end))).unwrap_or_default();
        let last = row.end.or(row.max_end).map(|end| format!(" until {}", date(end))).unwrap_or_default();
        let sentence = match term.state {
            ContractState::Running => {
                let options = row.max_end.filter(|_| term.last_end > term.end);
                let options = options.map(|end| format!(", or until {} if every option is used", date(end)));
                format!("{}{until}{}.", self.clause(row, Tense::Present), options.unwrap_or_default())
            }
            ContractState::InOptions => {
                let clause = self.clause(row, Tense::Present);
                let ended = row.end.map(|end| format!(" Its end, {}, has passed.", date(end)));
                let options =
                    row.max_end.map(|end| format!(" It runs until {} if every option is used.", date(end)));
                format!("{clause}.{}{}", ended.unwrap_or_default(), options.unwrap_or_default())
            }
            ContractState::EndNotKnown => {
                format!("{}; no source says until when.", self.clause(row, Tense::Present))
            }
            ContractState::EndPassed => format!(
                "{}{last}. It may have been extended or let again since; no source says so.",
                self.clause(row, Tense::Past)
            ),
            ContractState::Planned => {
                let from = row.start.map(|start| format!(" from {}", date(start))).unwrap_or_default();
                let term = format!("{from}{until}");
                let term = if term.is_empty() { term } else { format!(", to run{term}") };
                let (tense, then) = match row.stage {
                    Some(Stage::Planned) => (Tense::Planned, true),
                    Some(Stage::Tendering) => (Tense::Tendering, true),
                    _ => (Tense::Future, false),
                };
                let when = match (then, term.is_empty()) {
                    (false, _) => "",
                    (true, true) => " when the source was written",
                    (true, false) => ", when the source was written",
                };
                let due = due(row, self.catalogue.as_of).map(|(on, start)| {
                    format!(" It was to begin {on} {}; no source says whether it did.", date(start))
                });
                format!("{}{term}{when}.{}", self.clause(row, tense), due.unwrap_or_default())
            }
            ContractState::Ended if row.stage == Some(Stage::Ended) => {
                format!("{}. It is over, or was given up.", self.clause(row, Tense::GivenUp))
            }
            ContractState::Ended => {
                let clause = self.clause(row, Tense::Past);
                format!("{clause}{last}. It is over: what it was for is no longer in use.")
            }
        };
        match row.supplier {
            Supplied::NotKnown => format!("{sentence} No source names the supplier."),
            Supplied::By(_) | Supplied::InHouse => sentence,
        }
    }

    /// Who buys what from whom, or runs it without a supplier.
    fn clause(self, row: &Contract, tense: Tense) -> String {
        let c = self.catalogue;
        let systems: Vec<&str> =
            row.systems.iter().take(NAMED).map(|ix| c.systems[*ix].name.as_str()).collect();
        let what = match &row.title {
            _ if !systems.is_empty() && row.systems.len() <= NAMED => listed(&systems),
            Some(title) => format!("“{title}”"),
            None => "something that no source describes".to_owned(),
        };
        let one = row.members.len() == 1;
        let verb = match (&row.kind, row.supplier) {
            (ContractKind::Shared, _) => ["share", "shared"],
            (_, Supplied::InHouse) => ["run", "ran"],
            (_, Supplied::By(_) | Supplied::NotKnown) => ["buy", "bought"],
        };
        let verb = match (tense, verb) {
            (Tense::Planned, [verb, _]) => format!("planned to {verb}"),
            (Tense::Tendering, _) if one => "was asking for bids for".to_owned(),
            (Tense::Tendering, _) => "were asking for bids for".to_owned(),
            (Tense::Future, [verb, _]) => format!("will {verb}"),
            (Tense::Present, [verb, _]) if one => format!("{verb}s"),
            (Tense::Present, [verb, _]) => verb.to_owned(),
            (Tense::Past, [_, past]) => past.to_owned(),
            (Tense::GivenUp, [verb, past]) => format!("{past}, or set out to {verb},"),
        };
        let whom = match row.supplier {
            Supplied::By(ix) => format!(" from {}", c.suppliers[ix].name),
            Supplied::InHouse => " without an outside supplier".to_owned(),
            Supplied::NotKnown => String::new(),
        };
        format!("{} {verb} {what}{whom}", self.members(row))
    }
}

/// The first day of a contract that a source tells of as planned, where that day has passed, and the word before it.
pub(super) fn due(contract: &Contract, as_of: Day) -> Option<(&'static str, Date)> {
    let start = contract.start.filter(|start| start.last_day() < as_of)?;
    Some((if start.day().is_some() { "on" } else { "in" }, start))
}

/// `a`, `a and b`, `a, b and c`
pub(super) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

/// What a contract buys, where that is known.
pub(super) fn category_word(category: Category) -> Option<&'static str> {
    match category {
        Category::Software => Some("Software"),
        Category::ManagedService => Some("A managed service"),
        Category::Hardware => Some("Hardware"),
        Category::ProfessionalServices => Some("Design, build or advice"),
        Category::Unknown => None,
    }
}

pub(super) fn method_word(method: ProcurementMethod) -> Option<&'static str> {
    match method {
        ProcurementMethod::Open => Some("Anybody could bid"),
        ProcurementMethod::Selective => Some("Qualified suppliers could bid"),
        ProcurementMethod::Limited => Some("Some suppliers were asked"),
        ProcurementMethod::Direct => Some("Awarded directly"),
        ProcurementMethod::Unknown => None,
    }
}

pub(super) fn state_word(state: TriState) -> Option<&'static str> {
    match state {
        TriState::Yes => Some("Yes"),
        TriState::No => Some("No"),
        TriState::Unknown => None,
    }
}

/// `Tender notice (UK4) 012345-2025`, or the site that it stands on: `Notice (tenders.example)`.
pub(super) fn notice_words(notice: &Notice) -> String {
    let kind = notice.kind.as_deref().map(|code| match notice_name(code) {
        Some(name) => format!("{name} ({code})"),
        None => code.to_owned(),
    });
    let words: Vec<String> = kind.into_iter().chain(notice.id.clone()).collect();
    if words.is_empty() { format!("Notice ({})", notice.url.host()) } else { words.join(" ") }
}

/// Names of the notices of the Procurement Act 2023, by their codes.
fn notice_name(code: &str) -> Option<&'static str> {
    Some(match code {
        "UK1" => "Pipeline notice",
        "UK2" => "Preliminary market engagement notice",
        "UK3" => "Planned procurement notice",
        "UK4" => "Tender notice",
        "UK5" => "Transparency notice",
        "UK6" => "Contract award notice",
        "UK7" => "Contract details notice",
        "UK8" => "Payments compliance notice",
        "UK9" => "Contract performance notice",
        "UK10" => "Contract change notice",
        "UK11" => "Contract termination notice",
        "UK12" => "Procurement termination notice",
        _ => return None,
    })
}
