//! Contracts as rows of a table: their dates, value, decide-by light and term on the axis. What a table has no column
//! for stands on the contract's own page, which each row leads to.

use jiff::civil::Date as Day;
use serde::Serialize;

use super::contract_words::due;
use super::links::NAMED;
use super::paging::ROWS;
use super::parts::{DateView, Link, SourcesView, SuppliedView, Tag};
use super::timeline::{Axis, Bar};
use super::{Model, urls};
use crate::catalogue::{Contract, Ix};
use crate::content::records::{MoneyBasis, Stage, Tax};
use crate::figures::{ContractState, Light, Term};

/// A contract's end, as a cell.
#[derive(Clone, Debug, Serialize)]
pub struct EndsView {
    /// Last day without options.
    pub end: Option<DateView>,
    /// Last day with every option used.
    pub max_end: Option<DateView>,
    /// The contract's state, where it needs saying.
    pub tag: Option<Tag>,
    /// A contract is on record, but not its end.
    pub contract: bool,
}

/// A contract as a row.
#[derive(Clone, Debug, Serialize)]
pub struct ContractRow {
    /// Its page, by its title or the name of its system.
    pub title: Link,
    /// The pages of its systems, where it is for any.
    pub systems: Vec<Link>,
    /// The authorities in it, or the first of many.
    pub boroughs: Vec<Link>,
    /// The others.
    pub more_boroughs: Vec<Link>,
    /// How many those are.
    pub more_count: String,
    /// Its services.
    pub services: Vec<Link>,
    /// Its supplier.
    pub supplier: SuppliedView,
    /// When it began, begins or was to begin.
    pub start: Option<DateView>,
    /// What stands before that date.
    pub start_word: &'static str,
    /// When it ends.
    pub ends: EndsView,
    /// Where it is.
    pub state: Tag,
    /// The whole sum as the source gives it.
    pub value: Option<String>,
    /// What the sum covers, and its tax.
    pub value_note: Option<String>,
    /// What it costs a year, and whether tax makes that an estimate.
    pub annual: Option<String>,
    /// No sum is recorded, but the notes speak of one.
    pub value_in_notes: bool,
    /// What the decide-by date says.
    pub light: Option<Tag>,
    /// The decide-by date.
    pub decide_by: Option<DateView>,
    /// Its term on the axis.
    pub bar: Option<Bar>,
    /// Decide-by dates do not apply: it has not begun, or is over.
    pub no_decision: bool,
    /// Where this is known from.
    pub sources: SourcesView,
}

impl Model<'_> {
    pub(super) fn ends(self, contract: Option<Ix<Contract>>) -> EndsView {
        let Some(ix) = contract else {
            return EndsView { end: None, max_end: None, tag: None, contract: false };
        };
        let row = &self.catalogue.contracts[ix];
        let term = self.figures.term(ix);
        let soon = self.catalogue.site.thresholds.ending_soon_months;
        let tag = match term.state {
            ContractState::Running if term.ends_within(self.catalogue.as_of, soon) => {
                Some(Tag { class: "soon", text: say!("Ends within {soon} months"; soon).into() })
            }
            ContractState::InOptions | ContractState::EndPassed => Some(end_passed()),
            _ => None,
        };
        EndsView {
            end: row.end.map(|date| self.date(date)),
            max_end: row.max_end.map(|date| self.date(date)),
            tag,
            contract: true,
        }
    }

    /// A contract as a row.
    #[must_use]
    pub fn contract_row(self, ix: Ix<Contract>) -> ContractRow {
        let row = &self.catalogue.contracts[ix];
        let term = self.figures.term(ix);
        let format = self.format();
        let systems: Vec<Link> = row.systems.iter().map(|ix| self.system_link(*ix)).collect();
        let mut boroughs: Vec<Link> =
            row.members.iter().map(|member| self.borough_link(member.borough)).collect();
        let shown = if boroughs.len() > SHOWN_MEMBERS + 1 { SHOWN_MEMBERS } else { boroughs.len() };
        let mut more_boroughs = boroughs.split_off(shown);
        let more_count = format.count(more_boroughs.len());
        let beyond = self.more(more_boroughs.len(), NAMED, urls::contract(row));
        more_boroughs.truncate(NAMED);
        more_boroughs.extend(beyond);
        let ends = self.ends(Some(ix));
        ContractRow {
            title: self.contract_link(ix),
            systems,
            boroughs,
            more_count,
            more_boroughs,
            services: row.services.iter().map(|ix| self.service_link(*ix)).collect(),
            supplier: self.supplied(row.supplier),
            start: row.start.map(|date| self.date(date)),
            start_word: start_word(row, term.state, self.catalogue.as_of),
            state: state_tag(row, term.state, ends.tag.clone()),
            ends,
            value: row.value.map(|value| format.short_money(value.amount as f64)),
            value_note: row.value.map(|value| value_note(value.basis, value.tax)),
            annual: self.annual(row, term),
            value_in_notes: row.value.is_none() && speaks_of_money(row),
            light: term.light.map(light_tag),
            decide_by: term.decide_date.map(|date| self.date(date)),
            bar: self.axis().bar(row, term),
            no_decision: matches!(term.state, ContractState::Planned | ContractState::Ended),
            sources: self.sources(&row.sources, row.provenance, row.confidence, row.notes.as_ref()),
        }
    }

    /// What a contract costs a year, where that is not what its value says already.
    pub(super) fn annual(self, row: &Contract, term: &Term) -> Option<String> {
        let annual = term.annual?;
        let short = self.format().short_money(annual.amount);
        let value = row.value.map(|value| self.format().short_money(value.amount as f64));
        let estimated = if annual.estimated || annual.rough { say!(", estimated") } else { "" };
        (value.as_ref() != Some(&short)).then(|| say!("{short} a year{estimated}"; short, estimated))
    }

    /// Contracts as rows.
    #[must_use]
    pub fn contract_rows(self, contracts: &[Ix<Contract>]) -> Vec<ContractRow> {
        contracts.iter().map(|ix| self.contract_row(*ix)).collect()
    }

    /// The first contracts of a list that has pages of its own.
    #[must_use]
    pub fn first_rows(self, contracts: &[Ix<Contract>]) -> Vec<ContractRow> {
        let mut sorted = self.in_order(contracts);
        sorted.truncate(ROWS);
        self.contract_rows(&sorted)
    }

    /// Contracts in the order in which people ask for them: those with an end ahead by their end, then planned ones,
    /// then those without a known end, then past ones, the latest first.
    #[must_use]
    pub fn in_order(self, contracts: &[Ix<Contract>]) -> Vec<Ix<Contract>> {
        let mut sorted = contracts.to_vec();
        sorted.sort_by_cached_key(|ix| {
            let term = self.figures.term(*ix);
            let end = term.end.or(term.last_end);
            let days = end.map_or(0, |day| i64::from((day - self.catalogue.as_of).get_days()));
            let (rank, order) = match term.state {
                ContractState::Running => (0, days),
                ContractState::Planned => (1, days),
                ContractState::EndNotKnown => (2, 0),
                ContractState::InOptions | ContractState::EndPassed => (3, -days),
                ContractState::Ended => (4, -days),
            };
            (rank, order, *ix)
        });
        sorted
    }

    /// The end of a contract that lies ahead, as exactly as it is on record.
    #[must_use]
    pub fn end_ahead(self, ix: Ix<Contract>) -> Option<DateView> {
        let day = self.figures.term(ix).end_ahead()?;
        let row = &self.catalogue.contracts[ix];
        let recorded = [row.end, row.max_end].into_iter().flatten().find(|date| date.last_day() == day);
        Some(recorded.map_or_else(|| self.day(day), |date| self.date(date)))
    }

    /// The axis of timelines.
    #[must_use]
    pub fn axis(self) -> Axis {
        Axis::around(self.catalogue.as_of)
    }
}

/// Members of a shared contract that a table names before it folds the others away.
const SHOWN_MEMBERS: usize = 2;

fn end_passed() -> Tag {
    Tag::new("passed", say!("End date passed"))
}

/// `from`; of a contract that has not begun, for all that is known, though its first day has passed: `was to begin in`.
fn start_word(contract: &Contract, state: ContractState, as_of: Day) -> &'static str {
    match due(contract, as_of) {
        Some(start) if start.day().is_some() && state == ContractState::Planned => say!("was to begin on"),
        Some(_) if state == ContractState::Planned => say!("was to begin in"),
        _ => say!("from"),
    }
}

pub(super) fn state_tag(contract: &Contract, state: ContractState, ends: Option<Tag>) -> Tag {
    match (state, ends) {
        (ContractState::Planned, _) => match (contract.stage, contract.start) {
            (Some(Stage::Planned), _) => Tag::new("planned", say!("Planned")),
            (Some(Stage::Tendering), _) => Tag::new("planned", say!("Out to tender")),
            _ => Tag::new("planned", say!("Not begun yet")),
        },
        (ContractState::Ended, _) => Tag::new("ended", say!("Ended")),
        (ContractState::EndNotKnown, _) => Tag::new("unknown", say!("End not known")),
        (_, Some(tag)) => tag,
        _ => Tag::new("ok", say!("In contract")),
    }
}

pub(super) fn light_tag(light: Light) -> Tag {
    match light {
        Light::TimeInHand => Tag::new("ok", say!("Time in hand")),
        Light::ActNow => Tag::new("now", say!("Act now")),
        Light::TooLate => Tag::new("late", say!("Too late: extend or re\u{2011}let")),
        Light::PastEnd => Tag::new("past", say!("Past its end")),
    }
}

pub(super) fn value_note(basis: MoneyBasis, tax: Tax) -> String {
    let basis = match basis {
        MoneyBasis::Total => say!("in total"),
        MoneyBasis::Annual => say!("a year"),
    };
    let tax = match tax {
        Tax::Net => say!(", without tax"),
        Tax::Gross => say!(", with tax"),
        Tax::Unknown => "",
    };
    format!("{basis}{tax}")
}

/// A sum that is a range, a limit or has options in it is told in words.
pub(super) fn speaks_of_money(row: &Contract) -> bool {
    let notes = row.notes.iter().chain(row.sources.iter().filter_map(|source| source.notes.as_ref()));
    let mut notes = notes.map(String::as_str);
    notes.any(|text| {
        text.split(['£', '€', '$']).skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    })
}
