//! What would make an authority's record better: the most useful first, with the place to edit.

use serde::Serialize;

use super::{View, crumb};
use crate::catalogue::{Borough, Deployment, Ix, Origin};
use crate::content::records::Lifecycle;
use crate::figures::{ContractState, is_stale, newest_date};
use crate::site::parts::Link;
use crate::site::{Model, Page, Section, urls};

/// An authority's to-do list.
#[derive(Debug, Serialize)]
pub struct TodoView {
    borough: Link,
    standfirst: String,
    completeness: String,
    groups: Vec<TodoGroup>,
    file: String,
}

#[derive(Debug, Serialize)]
struct TodoGroup {
    id: &'static str,
    title: &'static str,
    why: &'static str,
    count: String,
    items: Vec<TodoItem>,
}

#[derive(Debug, Serialize)]
struct TodoItem {
    link: Link,
    what: String,
    /// Line of the record, where there is one.
    line: Option<usize>,
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let index = urls::boroughs(c);
    let page = |(ix, borough): (Ix<Borough>, &'_ Borough)| Page {
        path: urls::todo(c, &c.boroughs[ix]),
        template: "todo.html",
        title: format!("To do: {}", borough.name),
        description: format!(
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
    let groups: Vec<TodoGroup> = [
        passed(model, borough),
        missing(model, ix),
        unconfirmed(model, borough),
        stale(model, borough),
        without_end(model, borough),
    ]
    .into_iter()
    .filter(|group| !group.items.is_empty())
    .collect();
    let more = if groups.is_empty() {
        format!("Nothing that this site asks for is missing from the record of {}.", borough.name)
    } else {
        format!("The answers to these questions would make the record of {} more useful.", borough.name)
    };
    TodoView {
        borough: model.borough_link(ix),
        standfirst: format!(
            "{more} It holds {} of what could be known of core services.",
            model.figures.completeness[ix.row()].percent()
        ),
        completeness: model.figures.completeness[ix.row()].percent().to_string(),
        groups,
        file: path(&borough.origin),
    }
}

fn path(origin: &Origin) -> String {
    origin.path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn rows<'a>(model: Model<'a>, borough: &'a Borough) -> impl Iterator<Item = &'a Deployment> {
    borough.deployments.iter().map(move |ix| &model.catalogue.deployments[*ix])
}

fn item(model: Model, row: &Deployment, what: String) -> TodoItem {
    TodoItem { link: model.system_link(row.system), what, line: Some(row.origin.line) }
}

fn group(
    model: Model,
    id: &'static str,
    title: &'static str,
    why: &'static str,
    items: impl Iterator<Item = TodoItem>,
) -> TodoGroup {
    let items: Vec<TodoItem> = items.collect();
    TodoGroup { id, title, why, count: model.format().count(items.len()), items }
}

fn passed(model: Model, borough: &Borough) -> TodoGroup {
    let items = rows(model, borough).filter(|row| row.is_current()).filter_map(|row| {
        let contract = row.contract?;
        let late =
            matches!(model.figures.term(contract).state, ContractState::EndPassed | ContractState::InOptions);
        let end = model.catalogue.contracts[contract].end.or(model.catalogue.contracts[contract].max_end)?;
        late.then(|| item(model, row, format!("its contract ended on record: {}", model.format().date(end))))
    });
    group(
        model,
        "passed",
        "Contracts past their end",
        "The system is in use and its contract has ended on record. Was it extended or let again? Until when?",
        items,
    )
}

fn missing(model: Model, ix: Ix<Borough>) -> TodoGroup {
    let services = model.figures.borough(ix).missing_core.iter();
    let items = services.map(|service| TodoItem {
        link: model.service_link(*service),
        what: "no system in use is on record".to_owned(),
        line: None,
    });
    group(
        model,
        "missing",
        "Core services without a record",
        "Which system serves them? If the duty does not apply, or nothing is used, that is an answer too.",
        items,
    )
}

fn unconfirmed(model: Model, borough: &Borough) -> TodoGroup {
    let old = rows(model, borough).filter(|row| row.lifecycle == Lifecycle::Unknown);
    group(
        model,
        "unconfirmed",
        "Systems that nobody has confirmed",
        "Sources are old and nothing later was found. Is it still in use? If not, since when?",
        old.map(|row| item(model, row, "in use or not?".to_owned())),
    )
}

fn stale(model: Model, borough: &Borough) -> TodoGroup {
    let c = model.catalogue;
    let old = rows(model, borough).filter(|row| row.is_current() && is_stale(c, newest_date(c, row)));
    let what = |row: &Deployment| match newest_date(c, row) {
        Some(day) => format!("newest source of {}", model.format().day(day)),
        None => "no dated source".to_owned(),
    };
    group(
        model,
        "stale",
        "Records that may be out of date",
        "Their newest source is older than the limit. One line, checked: with today's date, says that they still hold.",
        old.map(|row| item(model, row, what(row))),
    )
}

fn without_end(model: Model, borough: &Borough) -> TodoGroup {
    let open = rows(model, borough).filter(|row| {
        row.is_current()
            && row.contract.is_none_or(|contract| model.figures.term(contract).last_end.is_none())
    });
    group(
        model,
        "ends",
        "Systems without a contract's end",
        "Without an end nobody can see who could buy together. A year is enough to begin with.",
        open.map(|row| item(model, row, "when does its contract end?".to_owned())),
    )
}
