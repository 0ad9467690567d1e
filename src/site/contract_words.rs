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

    /// `Tender notice (UK4) 012345-2025`, or the site that it stands on: `Notice (tenders.example)`.
    pub(super) fn notice_words(self, notice: &Notice) -> String {
        let kind = notice.kind.as_deref().map(|code| match self.catalogue.site.notice_kind(code) {
            Some(kind) => format!("{} ({code})", kind.name),
            None => code.to_owned(),
        });
        let words: Vec<String> = kind.into_iter().chain(notice.id.clone()).collect();
        if words.is_empty() { say!("Notice ({})", notice.url.host()) } else { words.join(" ") }
    }

    /// `Camden buys Mosaic from The Access Group until 31 March 2027.`
    pub(super) fn contract_summary(self, ix: Ix<Contract>) -> String {
        let (row, term) = (&self.catalogue.contracts[ix], self.figures.term(ix));
        let date = |date| self.format().date(date);
        let until = row.end.map(|end| say!(" until {}", date(end))).unwrap_or_default();
        let last = row.end.or(row.max_end).map(|end| say!(" until {}", date(end))).unwrap_or_default();
        let sentence = match term.state {
            ContractState::Running => {
                let options = row.max_end.filter(|_| term.last_end > term.end);
                let options = options.map(|end| say!(", or until {} if every option is used", date(end)));
                format!("{}{until}{}.", self.clause(row, Tense::Present), options.unwrap_or_default())
            }
            ContractState::InOptions => {
                let clause = self.clause(row, Tense::Present);
                let ended = row.end.map(|end| say!(" Its end, {}, has passed.", date(end)));
                let options =
                    row.max_end.map(|end| say!(" It runs until {} if every option is used.", date(end)));
                format!("{clause}.{}{}", ended.unwrap_or_default(), options.unwrap_or_default())
            }
            ContractState::EndNotKnown => {
                say!("{}; no source says until when.", self.clause(row, Tense::Present))
            }
            ContractState::EndPassed => say!(
                "{}{last}. It may have been extended or let again since; no source says so.",
                self.clause(row, Tense::Past); last
            ),
            ContractState::Planned => {
                let from = row.start.map(|start| say!(" from {}", date(start))).unwrap_or_default();
                let term = format!("{from}{until}");
                let term = if term.is_empty() { term } else { say!(", to run{term}"; term) };
                let (tense, then) = match row.stage {
                    Some(Stage::Planned) => (Tense::Planned, true),
                    Some(Stage::Tendering) => (Tense::Tendering, true),
                    _ => (Tense::Future, false),
                };
                let when = match (then, term.is_empty()) {
                    (false, _) => "",
                    (true, true) => say!(" when the source was written"),
                    (true, false) => say!(", when the source was written"),
                };
                let due = due(row, self.catalogue.as_of).map(|start| {
                    let on = if start.day().is_some() { say!("on") } else { say!("in") };
                    say!(" It was to begin {on} {}; no source says whether it did.", date(start); on)
                });
                format!("{}{term}{when}.{}", self.clause(row, tense), due.unwrap_or_default())
            }
            ContractState::Ended if row.stage == Some(Stage::Ended) => {
                say!("{}. It is over, or was given up.", self.clause(row, Tense::GivenUp))
            }
            ContractState::Ended => {
                let clause = self.clause(row, Tense::Past);
                say!("{clause}{last}. It is over: what it was for is no longer in use."; clause, last)
            }
        };
        match row.supplier {
            Supplied::NotKnown => say!("{sentence} No source names the supplier."; sentence),
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
            None => say!("something that no source describes").to_owned(),
        };
        let one = row.members.len() == 1;
        let verb = match (&row.kind, row.supplier) {
            (ContractKind::Shared, _) => [say!("share"), say!("shares"), say!("shared")],
            (_, Supplied::InHouse) => [say!("run"), say!("runs"), say!("ran")],
            (_, Supplied::By(_) | Supplied::NotKnown) => [say!("buy"), say!("buys"), say!("bought")],
        };
        let verb = match (tense, verb) {
            (Tense::Planned, [verb, ..]) => say!("planned to {verb}"; verb),
            (Tense::Tendering, _) if one => say!("was asking for bids for").to_owned(),
            (Tense::Tendering, _) => say!("were asking for bids for").to_owned(),
            (Tense::Future, [verb, ..]) => say!("will {verb}"; verb),
            (Tense::Present, [_, verb, _]) if one => verb.to_owned(),
            (Tense::Present, [verb, ..]) => verb.to_owned(),
            (Tense::Past, [.., past]) => past.to_owned(),
            (Tense::GivenUp, [verb, _, past]) => say!("{past}, or set out to {verb},"; past, verb),
        };
        let whom = match row.supplier {
            Supplied::By(ix) => {
                let supplier = &c.suppliers[ix].name;
                say!(" from {supplier}"; supplier)
            }
            Supplied::InHouse => say!(" without an outside supplier").to_owned(),
            Supplied::NotKnown => String::new(),
        };
        format!("{} {verb} {what}{whom}", self.members(row))
    }
}

/// The first day of a contract that a source tells of as planned, where that day has passed.
pub(super) fn due(contract: &Contract, as_of: Day) -> Option<Date> {
    contract.start.filter(|start| start.last_day() < as_of)
}

/// `a`, `a and b`, `a, b and c`
pub(super) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [others @ .., last] => say!("{} and {last}", others.join(", "); last),
    }
}

/// What a contract buys, where that is known.
pub(super) fn category_word(category: Category) -> Option<&'static str> {
    match category {
        Category::Software => Some(say!("Software")),
        Category::ManagedService => Some(say!("A managed service")),
        Category::Hardware => Some(say!("Hardware")),
        Category::ProfessionalServices => Some(say!("Design, build or advice")),
        Category::Unknown => None,
    }
}

pub(super) fn method_word(method: ProcurementMethod) -> Option<&'static str> {
    match method {
        ProcurementMethod::Open => Some(say!("Anybody could bid")),
        ProcurementMethod::Selective => Some(say!("Qualified suppliers could bid")),
        ProcurementMethod::Limited => Some(say!("Some suppliers were asked")),
        ProcurementMethod::Direct => Some(say!("Awarded directly")),
        ProcurementMethod::Unknown => None,
    }
}

pub(super) fn state_word(state: TriState) -> Option<&'static str> {
    match state {
        TriState::Yes => Some(say!("Yes")),
        TriState::No => Some(say!("No")),
        TriState::Unknown => None,
    }
}
