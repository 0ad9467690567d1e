//! What would make an authority's record better: the most useful first, with the place to edit.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{View, crumb};
use crate::catalogue::{Borough, Contract, ContractKind, Deployment, Ix, Origin, Service};
use crate::content::records::Lifecycle;
use crate::figures::{ContractState, is_stale, newest_date};
use crate::site::parts::Link;
use crate::site::snippets::{self, Way};
use crate::site::{Model, Page, Section, urls};

/// An authority's to-do list.
#[derive(Debug, Serialize)]
pub struct TodoView {
    borough: Link,
    standfirst: String,
    completeness: String,
    /// Nothing is missing, old or contradictory.
    is_complete: bool,
    groups: Vec<TodoGroup>,
    file: String,
    /// The line that says that the whole file is true.
    all_true: String,
    /// The same, for whoever has the program.
    command: String,
}

#[derive(Debug, Serialize)]
struct TodoGroup {
    id: &'static str,
    title: &'static str,
    why: &'static str,
    count: String,
    items: Vec<TodoItem>,
    /// How many the page has no room for.
    more: Option<String>,
}

/// Questions of a group that the page asks: the others follow when these are answered.
const MOST_ITEMS: usize = 80;

#[derive(Debug, Serialize)]
struct TodoItem {
    link: Link,
    what: String,
    place: Place,
    /// Answers, with the lines to paste.
    ways: Vec<Way>,
}

/// Where the answer goes.
#[derive(Debug, Serialize)]
struct Place {
    text: String,
    /// Its address, where records can be edited on the web.
    href: Option<String>,
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let index = urls::boroughs(c);
    let page = |(ix, borough): (Ix<Borough>, &'_ Borough)| Page {
        path: urls::todo(c, &c.boroughs[ix]),
        template: "todo.html",
        title: say!("To do: {}", borough.name),
        description: say!(
            "What is missing, old or contradictory in the record of {}, the most useful first.",
            borough.name
        ),
        section: Some(Section::Boroughs),
        crumbs: vec![
            crumb(model.many_capitalised(), index.clone()),
            crumb(borough.name.clone(), urls::borough(c, borough)),
        ],
        origin: Some(&c.boroughs[ix].origin),
        text: None,
        view: Box::new(move || View::Todo(Box::new(view(model, ix)))),
    };
    c.boroughs.iter().map(page).collect()
}

fn view(model: Model, ix: Ix<Borough>) -> TodoView {
    let c = model.catalogue;
    let borough = &c.boroughs[ix];
    let todo = Todo { model, ix, borough };
    let mut groups: Vec<TodoGroup> = [
        todo.contradictions(),
        todo.passed(),
        todo.missing(),
        todo.unconfirmed(),
        todo.stale(),
        todo.without_end(),
    ]
    .into_iter()
    .filter(|group| !group.items.is_empty())
    .collect();
    let is_complete = groups.is_empty();
    // No question yet, but what editors most often come for.
    groups.extend(Some(todo.ahead()).filter(|group| !group.items.is_empty()));
    let more = if is_complete {
        say!("Nothing that this site asks for is missing from the record of {}.", borough.name)
    } else {
        say!("The answers to these questions would make the record of {} more useful.", borough.name)
    };
    TodoView {
        borough: model.borough_link(ix),
        standfirst: say!(
            "{more} It holds {} of what could be known of core services.",
            model.figures.completeness[ix.row()].percent(); more
        ),
        completeness: model.figures.completeness[ix.row()].percent().to_string(),
        is_complete,
        groups,
        file: borough.origin.shown(),
        all_true: snippets::all_true(c.as_of).lines,
        command: format!("citytools confirm {}", borough.id),
    }
}

/// One authority's questions, the worst first.
#[derive(Clone, Copy)]
struct Todo<'a> {
    model: Model<'a>,
    ix: Ix<Borough>,
    borough: &'a Borough,
}

impl<'a> Todo<'a> {
    fn rows(self) -> impl Iterator<Item = &'a Deployment> {
        let c = self.model.catalogue;
        self.borough.deployments.iter().map(move |ix| &c.deployments[*ix])
    }

    fn name(self, row: &Deployment) -> &'a str {
        &self.model.catalogue.systems[row.system].name
    }

    /// The line, and the file where it is not the authority's own.
    fn place(self, origin: &Origin) -> Place {
        let line = say!("line {}", self.model.format().count(origin.line));
        let is_own = origin.path == self.borough.origin.path;
        let text = if is_own { line } else { say!("{line} of {}", origin.shown(); line) };
        Place { text, href: self.model.edit_address(origin) }
    }

    fn item(self, row: &Deployment, what: String, ways: Vec<Way>) -> TodoItem {
        TodoItem { link: self.model.system_link(row.system), what, place: self.place(&row.origin), ways }
    }

    /// The contract's end, in its own lines.
    fn of_contract(self, row: &Deployment, contract: &Contract, what: String, ways: Vec<Way>) -> TodoItem {
        TodoItem { place: self.place(&contract.origin), ..self.item(row, what, ways) }
    }

    fn group(
        self,
        id: &'static str,
        title: &'static str,
        why: &'static str,
        items: impl IntoIterator<Item = TodoItem>,
    ) -> TodoGroup {
        let mut items: Vec<TodoItem> = items.into_iter().collect();
        let format = self.model.format();
        let count = format.count(items.len());
        let more = (items.len() > MOST_ITEMS).then(|| format.count(items.len() - MOST_ITEMS));
        items.truncate(MOST_ITEMS);
        TodoGroup { id, title, why, count, items, more }
    }

    fn contradictions(self) -> TodoGroup {
        let items = self.past_until().chain(self.replaced()).chain(self.doubles());
        self.group(
            "contradictions",
            say!("What contradicts itself"),
            say!("Two things that the record says can hardly both be true. Which is right?"),
            items,
        )
    }

    /// In use, and gone by its own date.
    fn past_until(self) -> impl Iterator<Item = TodoItem> {
        let c = self.model.catalogue;
        self.rows().filter(|row| row.is_current()).filter_map(move |row| {
            let until = row.until.filter(|until| until.last_day() < c.as_of)?;
            let what = say!("It was to go in {}, and is in use on record", self.model.format().date(until));
            Some(self.item(row, what, vec![snippets::retired(row, self.name(row))]))
        })
    }

    /// In use, and replaced by something else that is in use for the same service.
    fn replaced(self) -> impl Iterator<Item = TodoItem> {
        self.rows().filter(|row| row.lifecycle == Lifecycle::Live).filter_map(move |row| {
            let shares = |other: &&Deployment| {
                other.is_current()
                    && other.replaces == Some(row.system)
                    && other.services.iter().any(|service| row.services.contains(service))
            };
            let other = self.rows().find(shares)?;
            let what = say!("{} replaced it, and both are in use on record", self.name(other));
            Some(self.item(row, what, vec![snippets::retired(row, self.name(row))]))
        })
    }

    /// Several systems in use for one service, and nothing newer than the limit says so of any.
    fn doubles(self) -> impl Iterator<Item = TodoItem> {
        let c = self.model.catalogue;
        let mut users: BTreeMap<Ix<Service>, Vec<&'a Deployment>> = BTreeMap::new();
        for row in self.rows().filter(|row| row.lifecycle == Lifecycle::Live) {
            for service in &row.services {
                users.entry(*service).or_default().push(row);
            }
        }
        let is_old = move |row: &&Deployment| is_stale(c, newest_date(c, row));
        users.into_iter().filter(move |(_, rows)| rows.len() > 1 && rows.iter().all(is_old)).map(
            move |(service, rows)| {
                let names: Vec<&str> = rows.iter().map(|row| self.name(row)).collect();
                let what = say!("In use on record, all with old sources: {}", names.join(", "));
                let mut ways: Vec<Way> =
                    rows.iter().map(|row| snippets::retired(row, self.name(row))).collect();
                ways.push(snippets::still_true(rows[0], c.as_of));
                TodoItem { link: self.model.service_link(service), ..self.item(rows[0], what, ways) }
            },
        )
    }

    fn passed(self) -> TodoGroup {
        let c = self.model.catalogue;
        let items = self.rows().filter(|row| row.is_current()).filter_map(move |row| {
            let ix = row.contract?;
            let state = self.model.figures.term(ix).state;
            let contract = &c.contracts[ix];
            let end = contract.end.or(contract.max_end)?;
            if !matches!(state, ContractState::EndPassed | ContractState::InOptions) {
                return None;
            }
            let what = say!("Its contract ended on record: {}", self.model.format().date(end));
            let extended = say!("Extended: put this in place of the contract\u{2019}s end");
            let mut ways = vec![snippets::end(&contract.origin, extended)];
            if contract.kind == ContractKind::Inline {
                ways.push(snippets::contract(row, say!("Let again: put this in place of the contract")));
                ways.push(snippets::retired(row, self.name(row)));
            }
            Some(self.of_contract(row, contract, what, ways))
        });
        self.group(
            "passed",
            say!("Contracts past their end"),
            say!("The system is in use and its contract has ended on record. Was it extended or let again? Until when?"),
            items,
        )
    }

    fn missing(self) -> TodoGroup {
        let c = self.model.catalogue;
        let first = self.borough.deployments.first();
        let origin = first.map_or(&self.borough.origin, |ix| &c.deployments[*ix].origin);
        let services = self.model.figures.borough(self.ix).missing_core.iter();
        let items = services.map(|service| TodoItem {
            link: self.model.service_link(*service),
            what: say!("No system in use is on record").to_owned(),
            place: self.place(origin),
            ways: vec![
                snippets::serving(self.model, self.borough, &c.services[*service]),
                snippets::without_system(self.model, self.borough, &c.services[*service]),
            ],
        });
        self.group(
            "missing",
            say!("Core services without a record"),
            say!("Which system serves them? If the duty does not apply, or nothing is used, that is an answer too."),
            items,
        )
    }

    fn unconfirmed(self) -> TodoGroup {
        let old = self.rows().filter(|row| row.lifecycle == Lifecycle::Unknown);
        let ways = move |row: &Deployment| {
            let as_of = self.model.catalogue.as_of;
            vec![snippets::in_use(row, as_of), snippets::retired(row, self.name(row))]
        };
        self.group(
            "unconfirmed",
            say!("Systems that nobody has confirmed"),
            say!("Sources are old and nothing later was found. Is it still in use? If not, since when?"),
            old.map(|row| self.item(row, say!("In use or not?").to_owned(), ways(row))),
        )
    }

    fn stale(self) -> TodoGroup {
        let c = self.model.catalogue;
        let old = self.rows().filter(|row| row.is_current() && is_stale(c, newest_date(c, row)));
        let what = move |row: &Deployment| match newest_date(c, row) {
            Some(day) => say!("Newest source of {}", self.model.format().day(day)),
            None => say!("No dated source").to_owned(),
        };
        let ways = move |row: &Deployment| {
            vec![snippets::still_true(row, c.as_of), snippets::retired(row, self.name(row))]
        };
        self.group(
            "stale",
            say!("Records that may be out of date"),
            say!("Their newest source is older than the limit. One line says that they still hold."),
            old.map(|row| self.item(row, what(row), ways(row))),
        )
    }

    fn without_end(self) -> TodoGroup {
        let c = self.model.catalogue;
        let items = self.rows().filter(|row| row.is_current()).filter_map(move |row| {
            let what = say!("When does its contract end?").to_owned();
            let Some(ix) = row.contract else {
                let way = snippets::contract(
                    row,
                    say!("Add this below its lifecycle; leave out what you do not know"),
                );
                return Some(self.item(row, what, vec![way]));
            };
            let contract = &c.contracts[ix];
            let open = self.model.figures.term(ix).last_end.is_none();
            let way = || snippets::end(&contract.origin, say!("Add this to its contract"));
            open.then(|| self.of_contract(row, contract, what, vec![way()]))
        });
        self.group(
            "ends",
            say!("Systems without a contract\u{2019}s end"),
            say!("Without an end nobody can see who could buy together. A year is enough to begin with."),
            items,
        )
    }

    /// Contracts that run, the first to end first.
    fn ahead(self) -> TodoGroup {
        let c = self.model.catalogue;
        let running = self.rows().filter(|row| row.is_current()).filter_map(|row| {
            let ix =
                row.contract.filter(|ix| self.model.figures.term(*ix).state == ContractState::Running)?;
            Some((c.contracts[ix].end?, ix, row))
        });
        let mut running: Vec<_> = running.collect();
        running.sort_by_key(|(end, ix, _)| (end.last_day(), *ix));
        let items = running.into_iter().map(|(end, ix, row)| {
            let what = say!("Its contract ends on record: {}", self.model.format().date(end));
            let moved = say!("It ends on another day now: put this in place of the contract\u{2019}s end, and add the page that says so to its sources");
            let ways = vec![snippets::end(&c.contracts[ix].origin, moved)];
            self.of_contract(row, &c.contracts[ix], what, ways)
        });
        self.group(
            "ahead",
            say!("Contracts with an end ahead"),
            say!("Nothing is wrong with these. Was one extended, or ended early? Then its end has to move."),
            items,
        )
    }
}
