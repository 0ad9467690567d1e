//! Dates of contracts in words, and which pages have a calendar and a feed beside them.

use serde::Serialize;

use super::contract_row::{speaks_of_money, value_note};
use super::download::Download;
use super::{Model, urls};
use crate::catalogue::{Borough, Contract, Ix, Service, Supplier};
use crate::content::records::Date;
use crate::figures::{self, AgendaDate, AgendaShare, ContractState, Light, News, Occasion};

/// Whose contracts a calendar and a feed are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everybody's.
    Everything,
    /// Those that an authority has a part in.
    Borough(Ix<Borough>),
    /// Those with a supplier.
    Supplier(Ix<Supplier>),
    /// Those for a service.
    Service(Ix<Service>),
}

/// What stands beside a page for programs that come back.
#[derive(Clone, Debug, Serialize)]
pub struct FeedsView {
    /// What they are about.
    pub title: String,
    /// The calendar, where the page has one.
    pub calendar: Option<Download>,
    /// How many dates are in it: "12 dates".
    pub dates: String,
    /// The same, pointed at: "these 12 dates"; none where no date is known yet.
    pub these: Option<String>,
    /// The feed.
    pub feed: Download,
}

/// A date or a piece of news in words.
#[derive(Debug)]
pub struct Entry {
    /// Who, what, and what happens.
    pub title: String,
    /// Sentences, the most important first.
    pub lines: Vec<String>,
    /// The contract's page, from the site's root.
    pub href: String,
    /// What happens and for which services, in a word each.
    pub categories: Vec<String>,
}

impl<'a> Model<'a> {
    /// Pages that have a calendar and a feed. They have them from the first day on, so that an address that somebody has
    /// subscribed to is never gone, and who subscribes today hears of the first date.
    #[must_use]
    pub fn scopes(self) -> Vec<Scope> {
        let c = self.catalogue;
        let boroughs = c.boroughs.iter().map(|(ix, _)| Scope::Borough(ix));
        let suppliers = c.suppliers.iter().map(|(ix, _)| Scope::Supplier(ix));
        let services = c.services.iter().map(|(ix, _)| Scope::Service(ix));
        std::iter::once(Scope::Everything).chain(boroughs).chain(suppliers).chain(services).collect()
    }

    /// The dates of a calendar, in their order: their places in the agenda.
    pub fn places_of_dates(self, scope: Scope) -> impl Iterator<Item = usize> + 'a {
        self.share_of(scope, self.figures.agenda.dates.len(), |share| &share.dates)
    }

    /// The news of a feed, the latest first.
    pub fn news_of(self, scope: Scope) -> impl Iterator<Item = &'a News> {
        let agenda = &self.figures.agenda;
        self.share_of(scope, agenda.news.len(), |share| &share.news).map(|at| &agenda.news[at])
    }

    /// Places of what is a scope's own in a list of everybody's.
    fn share_of(
        self,
        scope: Scope,
        all: usize,
        of: fn(&AgendaShare) -> &Vec<usize>,
    ) -> impl Iterator<Item = usize> + 'a {
        let agenda = &self.figures.agenda;
        let share = match scope {
            Scope::Everything => None,
            Scope::Borough(ix) => Some(&agenda.boroughs[ix.row()]),
            Scope::Supplier(ix) => Some(&agenda.suppliers[ix.row()]),
            Scope::Service(ix) => Some(&agenda.services[ix.row()]),
        };
        let everything = if share.is_none() { 0..all } else { 0..0 };
        everything.chain(share.into_iter().flat_map(move |share| of(share).iter().copied()))
    }

    /// The page that a calendar and a feed stand beside.
    #[must_use]
    pub fn page_of(self, scope: Scope) -> String {
        let c = self.catalogue;
        match scope {
            Scope::Everything => urls::CONTRACTS.to_owned(),
            Scope::Borough(ix) => urls::borough(c, &c.boroughs[ix]),
            Scope::Supplier(ix) => urls::supplier(&c.suppliers[ix]),
            Scope::Service(ix) => urls::service(&c.services[ix]),
        }
    }

    /// Whom or what they are about.
    #[must_use]
    pub fn name_of(self, scope: Scope) -> &'a str {
        let c = self.catalogue;
        match scope {
            Scope::Everything => &c.site.region,
            Scope::Borough(ix) => &c.boroughs[ix].name,
            Scope::Supplier(ix) => &c.suppliers[ix].name,
            Scope::Service(ix) => &c.services[ix].name,
        }
    }

    /// A page's calendar and feed.
    #[must_use]
    pub fn feeds(self, scope: Scope) -> FeedsView {
        let count = self.places_of_dates(scope).count();
        let page = self.page_of(scope);
        let dates = self.format().counted(count, "date", "dates");
        FeedsView {
            these: match count {
                0 => None,
                1 => Some(say!("this date").to_owned()),
                _ => Some(say!("these {dates}"; dates)),
            },
            title: say!("Contract dates: {}", self.name_of(scope)),
            calendar: Some(self.download(urls::calendar(&page), say!("calendar file"))),
            dates,
            feed: self.download(urls::feed(&page), say!("Atom feed")),
        }
    }

    /// A date as a calendar shows it: the day stands beside it already, a month has to be named.
    #[must_use]
    pub fn date_entry(self, date: &AgendaDate) -> Entry {
        let is_day = date.date.has_day();
        let when = if is_day { String::new() } else { say!(" in {}", self.format().date(date.date)) };
        let what = match date.occasion {
            Occasion::Decide if is_day => say!("decide by this day").to_owned(),
            Occasion::Decide => say!("decide{when}"; when),
            Occasion::End => say!("contract ends{when}"; when),
            Occasion::LastEnd => say!("contract ends{when} with every option used"; when),
        };
        self.entry(date.contract, date.occasion, &what)
    }

    /// A piece of news as a list shows it, away from any calendar.
    #[must_use]
    pub fn news_entry(self, news: &News) -> Entry {
        let row = &self.catalogue.contracts[news.contract];
        let ends = row.end.map(|end| say!("contract ends {}", self.on(end))).unwrap_or_default();
        let what = match news.occasion {
            Occasion::Decide => match figures::decide(self.figures.term(news.contract)) {
                Some(date) if date.has_day() => say!("decide by {}", self.format().date(date)),
                Some(date) => say!("decide {}", self.on(date)),
                None => say!("decide soon, {ends}"; ends),
            },
            Occasion::End | Occasion::LastEnd => ends,
        };
        self.entry(news.contract, news.occasion, &what)
    }

    /// `on 31 March 2027`, `in March 2027`, `in 2027`
    fn on(self, date: Date) -> String {
        format!("{} {}", if date.has_day() { say!("on") } else { say!("in") }, self.format().date(date))
    }

    fn entry(self, ix: Ix<Contract>, occasion: Occasion, what: &str) -> Entry {
        let row = &self.catalogue.contracts[ix];
        let kind = match occasion {
            Occasion::Decide => say!("Decide by"),
            Occasion::End | Occasion::LastEnd => say!("Contract ends"),
        };
        let services = row.services.iter().map(|ix| self.catalogue.services[*ix].name.clone());
        Entry {
            title: format!("{}: {what}", self.subject(row)),
            lines: self.lines(ix, row),
            href: urls::contract(row),
            categories: std::iter::once(kind.to_owned()).chain(services).collect(),
        }
    }

    /// `Camden, Mosaic`
    fn subject(self, row: &Contract) -> String {
        let (who, name) = (self.members(row), row.name(self.catalogue));
        if name.starts_with(&who) { name.to_owned() } else { format!("{who}, {name}") }
    }

    /// What there is to know at the date: the contract, when to decide, what it costs and what this rests on.
    fn lines(self, ix: Ix<Contract>, row: &Contract) -> Vec<String> {
        let value = match row.value {
            Some(value) => {
                let note = value_note(value.basis, value.tax);
                say!("Value: {} {note}.", self.format().money(value.amount as f64); note)
            }
            None if speaks_of_money(row) => say!("Value: see the notes on its page.").to_owned(),
            None => say!("Value: not published.").to_owned(),
        };
        let month = row.end.is_some_and(|end| !end.has_day());
        let month = month.then(|| say!("No source gives the day on which it ends.").to_owned());
        std::iter::once(self.contract_summary(ix))
            .chain(month)
            .chain(self.decide_line(ix, row))
            .chain([value, self.rests_on(row)])
            .collect()
    }

    fn decide_line(self, ix: Ix<Contract>, row: &Contract) -> Option<String> {
        let term = self.figures.term(ix);
        let date = figures::decide(term).filter(|_| term.state == ContractState::Running)?;
        let day = self.format().date(date);
        if term.light == Some(Light::TooLate) {
            return Some(say!(
                "Its decide-by date, {day}, has passed: extend it, or let it again in haste."; day
            ));
        }
        let by = if date.has_day() { say!("by") } else { say!("in") };
        let notice = match row.notice_months {
            Some(_) => say!("its notice"),
            None => say!("the usual notice, as no source gives its own"),
        };
        Some(say!(
            "Decide {by} {day}: the end without options, less {notice}, less the usual time to buy and to move."; by, day, notice
        ))
    }

    /// `Published source: Notice of award, 1 Mar 2021, and 2 more.`
    fn rests_on(self, row: &Contract) -> String {
        let sources = self.sources(&row.sources, row.provenance, row.confidence, None);
        let first = sources.first.map(|source| {
            let date = source.date.map_or_else(|| say!("undated").to_owned(), |date| date.text);
            format!(": {}, {date}", source.title)
        });
        let more = match sources.more.len() {
            0 => String::new(),
            count => say!(", and {} more", self.format().count(count)),
        };
        let stale = if sources.stale { say!(" It may be out of date.") } else { "" };
        format!("{}{}{more}.{stale}", sources.word, first.unwrap_or_default())
    }
}
