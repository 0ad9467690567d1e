//! Dates of contracts for calendars, and what has come up for feeds.
//!
//! A date is as exact as its source: a month stays a month. A year alone is no date for a calendar, so it is left out.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date as Day;

use super::releases::frozen_table;
use super::{ContractState, Pipeline, Term};
use crate::catalogue::{Catalogue, Contract, Ix, tables};
use crate::content::records::Date;
use crate::content::release::FrozenTable;

/// For how many months a date that has passed stays in calendars.
pub const MONTHS_KEPT: u16 = 12;

/// What happens on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occasion {
    /// The last day to decide on what comes next.
    Decide,
    /// The contract ends, if no option is used.
    End,
    /// The contract ends with every option used; told from the day on which its own end has passed.
    LastEnd,
}

/// A date of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AgendaDate {
    /// The contract.
    pub contract: Ix<Contract>,
    /// What happens.
    pub occasion: Occasion,
    /// A day or a month.
    pub date: Date,
    /// How often releases, and the records since the last one, say another date than before.
    pub revision: u32,
}

/// A contract that has come up: it must be decided on, or ends, within the region's months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct News {
    /// The contract.
    pub contract: Ix<Contract>,
    /// What comes up.
    pub occasion: Occasion,
    /// The day from which it is within these months.
    pub since: Day,
}

/// Dates for calendars and feeds.
#[derive(Debug, Default)]
pub struct Agenda {
    /// From [`MONTHS_KEPT`] before the date of the catalogue on, in their order.
    pub dates: Vec<AgendaDate>,
    /// What has come up, the latest first.
    pub news: Vec<News>,
    /// What of it is about contracts that each authority has a part in.
    pub boroughs: Vec<AgendaShare>,
    /// The same for contracts with each supplier.
    pub suppliers: Vec<AgendaShare>,
    /// The same for contracts for each service.
    pub services: Vec<AgendaShare>,
}

/// Somebody's part of an agenda: places in its lists.
#[derive(Clone, Debug, Default)]
pub struct AgendaShare {
    /// Places of dates.
    pub dates: Vec<usize>,
    /// Places of news.
    pub news: Vec<usize>,
}

impl Agenda {
    pub(super) fn of(catalogue: &Catalogue, terms: &[Term], pipeline: &Pipeline) -> Self {
        let revisions = &Revisions::of(catalogue);
        let first = catalogue.as_of.saturating_sub(i32::from(MONTHS_KEPT).months());
        let dates = catalogue.contracts.iter().flat_map(|(ix, row)| {
            let date = move |(occasion, date)| AgendaDate {
                contract: ix,
                occasion,
                date,
                revision: revisions.count(&row.id, occasion),
            };
            occasions(row, &terms[ix.row()]).into_iter().map(date)
        });
        let mut dates: Vec<_> = dates.filter(|entry| entry.date.last_day() >= first).collect();
        dates.sort_by_key(|entry| (entry.date.first_day(), entry.contract, entry.occasion));
        let mut agenda = Self {
            dates,
            news: news(catalogue, terms, pipeline),
            boroughs: vec![AgendaShare::default(); catalogue.boroughs.len()],
            suppliers: vec![AgendaShare::default(); catalogue.suppliers.len()],
            services: vec![AgendaShare::default(); catalogue.services.len()],
        };
        agenda.share(catalogue);
        agenda
    }

    fn share(&mut self, catalogue: &Catalogue) {
        let Self { dates, news, boroughs, suppliers, services } = self;
        let mut give = |contract: Ix<Contract>, put: &dyn Fn(&mut AgendaShare)| {
            let row = &catalogue.contracts[contract];
            // An authority can have several parts in one contract.
            let members: BTreeSet<_> = row.members.iter().map(|member| member.borough).collect();
            for ix in members {
                put(&mut boroughs[ix.row()]);
            }
            if let Some(ix) = row.supplier.supplier() {
                put(&mut suppliers[ix.row()]);
            }
            for ix in &row.services {
                put(&mut services[ix.row()]);
            }
        };
        for (at, date) in dates.iter().enumerate() {
            give(date.contract, &|share| share.dates.push(at));
        }
        for (at, entry) in news.iter().enumerate() {
            give(entry.contract, &|share| share.news.push(at));
        }
    }
}

/// Dates of a contract that runs, or ran. What is planned has no date that holds, and what is over, or was given up,
/// did not end on the day that was once agreed.
fn occasions(row: &Contract, term: &Term) -> Vec<(Occasion, Date)> {
    let last = row.max_end.filter(|_| row.end.is_none() || term.last_end > term.end);
    let dates = match term.state {
        ContractState::Running => [decide(term).map(|date| (Occasion::Decide, date)), None],
        ContractState::InOptions | ContractState::EndPassed => {
            [None, last.map(|date| (Occasion::LastEnd, date))]
        }
        ContractState::Planned | ContractState::EndNotKnown | ContractState::Ended => return Vec::new(),
    };
    let end = row.end.map(|date| (Occasion::End, date));
    let dates = dates.into_iter().flatten().chain(end);
    dates.filter(|(_, date)| date.month().is_some()).collect()
}

/// The decide-by date, where its month is known.
#[must_use]
pub fn decide(term: &Term) -> Option<Date> {
    term.decide_date.filter(|date| date.month().is_some())
}

fn news(catalogue: &Catalogue, terms: &[Term], pipeline: &Pipeline) -> Vec<News> {
    let thresholds = &catalogue.site.thresholds;
    let entry = |occasion, ix: Ix<Contract>, day: Option<Day>, months: u16| {
        // Months differ in length, so counting back can end a day after the one from which was counted.
        let since = day?.saturating_sub(i32::from(months).months()).min(catalogue.as_of);
        Some(News { contract: ix, occasion, since })
    };
    let term = |ix: &Ix<Contract>| &terms[ix.row()];
    let deciding = pipeline
        .deciding
        .iter()
        .filter_map(|ix| entry(Occasion::Decide, *ix, term(ix).decide_by, thresholds.act_now_months));
    let ending = pipeline
        .ending_soon
        .iter()
        .filter_map(|ix| entry(Occasion::End, *ix, term(ix).end, thresholds.ending_soon_months));
    let mut news: Vec<_> = deciding.chain(ending).collect();
    news.sort_by_key(|entry| (std::cmp::Reverse(entry.since), entry.contract, entry.occasion));
    news
}

/// What the dates of each contract rested on, release after release; empty where no release is frozen.
#[derive(Default)]
struct Revisions(BTreeMap<String, Vec<Cells>>);

/// Cells of a contract's row that its dates come from, by their columns.
type Cells = BTreeMap<&'static str, String>;

const COLUMNS: [&str; 4] = ["end", "max_end", "notice_months", "services"];

impl Revisions {
    fn of(catalogue: &Catalogue) -> Self {
        let mut revisions = Self::default();
        if catalogue.releases.is_empty() {
            return revisions;
        }
        let is_contracts = |name: &str| name == "contracts";
        for release in &catalogue.releases {
            release
                .tables
                .iter()
                .filter(|table| is_contracts(&table.name))
                .for_each(|table| revisions.add(table));
        }
        for table in tables::all(catalogue).iter().filter(|table| is_contracts(table.name)) {
            revisions.add(&frozen_table(table));
        }
        revisions
    }

    fn add(&mut self, table: &FrozenTable) {
        let place = |name: &str| table.columns.iter().position(|column| column == name);
        let Some(id) = place("id") else { return };
        let columns: Vec<_> = COLUMNS.iter().filter_map(|name| Some((*name, place(name)?))).collect();
        for row in &table.rows {
            let cells = columns.iter().map(|(name, place)| (*name, row[*place].clone())).collect();
            self.0.entry(row[id].clone()).or_default().push(cells);
        }
    }

    /// How often what an occasion rests on changed.
    fn count(&self, id: &str, occasion: Occasion) -> u32 {
        let rests_on: &[&str] = match occasion {
            Occasion::Decide => &["end", "notice_months", "services"],
            Occasion::End => &["end"],
            Occasion::LastEnd => &["max_end"],
        };
        let Some(states) = self.0.get(id) else { return 0 };
        let changed = states
            .windows(2)
            .filter(|pair| rests_on.iter().any(|name| pair[0].get(name) != pair[1].get(name)));
        u32::try_from(changed.count()).unwrap_or(u32::MAX)
    }
}
