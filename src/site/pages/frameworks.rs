//! Routes to market: the frameworks and purchasing systems through which contracts were bought.

use serde::Serialize;

use super::names::Names;
use super::{View, crumb};
use crate::catalogue::{Framework, Ix};
use crate::content::records::Date;
use crate::figures::YearlyValue;
use crate::site::contract_row::ContractRow;
use crate::site::paging::{PagesView, Paging};
use crate::site::parts::{DateView, KnownValue, Link, Tag};
use crate::site::timeline::AxisView;
use crate::site::{Model, Page, Section, urls};
use crate::words;

/// The index of routes to market.
#[derive(Debug, Serialize)]
pub struct IndexView {
    standfirst: String,
    rows: Vec<IndexRow>,
}

#[derive(Debug, Serialize)]
struct IndexRow {
    link: Link,
    owner: Option<String>,
    reference: Option<String>,
    end: Option<DateView>,
    closed: Option<Tag>,
    contracts: Option<String>,
    boroughs: String,
    value: KnownValue,
}

/// A route to market.
#[derive(Debug, Serialize)]
pub struct FrameworkView {
    standfirst: String,
    owner: Option<String>,
    reference: Option<String>,
    end: Option<DateView>,
    closed: Option<Tag>,
    website: Option<Link>,
    value: String,
    boroughs: Vec<Link>,
    suppliers: Vec<Link>,
    count: String,
    caption: String,
    rows: Vec<ContractRow>,
    axis: AxisView,
    pages: Option<PagesView>,
    previous: Option<Link>,
    next: Option<Link>,
}

pub(super) const TITLE: &str = said_later!("Routes to market");

/// The index, where there is any route.
pub(super) fn link(model: Model) -> Option<Link> {
    (!model.catalogue.frameworks.is_empty()).then(|| Link::new(urls::FRAMEWORKS, words::text(TITLE)))
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    if c.frameworks.is_empty() {
        return Vec::new();
    }
    let mut pages = vec![Page {
        path: urls::FRAMEWORKS.to_owned(),
        template: "frameworks.html",
        title: words::text(TITLE).to_owned(),
        description: say!(
            "The frameworks and purchasing systems through which the {} of {} bought technology, as far as that is known.",
            c.site.words.many,
            c.site.region
        ),
        section: Some(Section::Contracts),
        crumbs: vec![crumb(say!("Contracts"), urls::CONTRACTS)],
        origin: None,
        text: None,
        view: Box::new(move || View::Frameworks(Box::new(index_view(model)))),
    }];
    pages.extend(c.frameworks.iter().flat_map(|(ix, row)| framework_pages(model, ix, row)));
    pages
}

fn framework_pages<'a>(
    model: Model<'a>,
    ix: Ix<Framework>,
    row: &'a Framework,
) -> impl Iterator<Item = Page<'a>> {
    Paging::all(model.figures.contracts_by(ix).len()).map(move |paging| Page {
        path: paging.path(&urls::framework(row)),
        template: "framework.html",
        title: paging.titled(&title(model, row)),
        description: paging.titled(standfirst(model, ix).trim_end_matches('.')) + ".",
        section: Some(Section::Contracts),
        crumbs: vec![crumb(say!("Contracts"), urls::CONTRACTS), crumb(words::text(TITLE), urls::FRAMEWORKS)],
        origin: Some(&row.origin),
        text: None,
        view: Box::new(move || View::Framework(Box::new(view(model, ix, paging)))),
    })
}

/// Its name, with its number where another has the same name.
pub(super) fn title(model: Model, row: &Framework) -> String {
    let same = model.catalogue.frameworks.rows().iter().filter(|other| other.name == row.name).count();
    if same == 1 { row.name.clone() } else { format!("{} ({})", row.name, row.id) }
}

fn index_view(model: Model) -> IndexView {
    let row = |(ix, row): (Ix<Framework>, &Framework)| {
        let list = model.figures.contracts_by(ix);
        let YearlyValue { of, known, amount } = list.running;
        IndexRow {
            link: model.framework_link(ix),
            owner: row.owner.clone(),
            reference: row.reference.clone(),
            end: row.end.map(|date| model.date(date)),
            closed: closed(model, row.end),
            contracts: (!list.is_empty()).then(|| model.format().count(list.len())),
            boroughs: model.format().count(list.boroughs.len()),
            value: model.known_value(of, known, amount),
        }
    };
    IndexView {
        standfirst: model.sentence("contracts-by-framework"),
        rows: model.catalogue.frameworks.iter().map(row).collect(),
    }
}

/// Nothing new can be bought through it.
fn closed(model: Model, end: Option<Date>) -> Option<Tag> {
    end.filter(|end| end.last_day() < model.catalogue.as_of).map(|_| Tag::new("ended", say!("Closed")))
}

fn view(model: Model, ix: Ix<Framework>, paging: Paging) -> FrameworkView {
    let (c, format) = (model.catalogue, model.format());
    let (row, list) = (&c.frameworks[ix], model.figures.contracts_by(ix));
    let YearlyValue { of, known, amount } = list.running;
    let sorted = model.in_order(&list.rows);
    let own = Link::new(urls::framework(row), say!("Contracts bought through {}", title(model, row)));
    let count = format.counted(list.len(), "contract", "contracts");
    FrameworkView {
        standfirst: standfirst(model, ix),
        owner: row.owner.clone(),
        reference: row.reference.clone(),
        end: row.end.map(|date| model.date(date)),
        closed: closed(model, row.end),
        website: row.url.as_ref().map(|url| Link::new(url.as_str(), url.host())),
        value: model.known_value(of, known, amount).words,
        boroughs: model.named(Names::BoughtBy(ix)),
        suppliers: model.named(Names::SoldBy(ix)),
        caption: paging.titled(&own.text),
        rows: model.contract_rows(&sorted[paging.range()]),
        axis: model.axis().view(),
        pages: paging.view(model, &own, &count),
        count,
        previous: ix.row().checked_sub(1).map(|row| model.framework_link(Ix::new(row))),
        next: (ix.row() + 1 < c.frameworks.len()).then(|| model.framework_link(Ix::new(ix.row() + 1))),
    }
}

fn standfirst(model: Model, ix: Ix<Framework>) -> String {
    let format = model.format();
    let (row, list) = (&model.catalogue.frameworks[ix], model.figures.contracts_by(ix));
    let name = title(model, row);
    if list.is_empty() {
        return say!("No contract on record names {name} as the route by which it was bought."; name);
    }
    let was = if list.len() == 1 { say!("was") } else { say!("were") };
    say!(
        "{} of {} {was} bought through {name}, as far as is known; {}.",
        format.counted(list.len(), "contract", "contracts"),
        format.boroughs(list.boroughs.len()),
        match list.ahead {
            0 => "none of them has an end ahead".to_owned(),
            1 => say!("one of them has an end ahead").to_owned(),
            count => say!("{} of them have an end ahead", format.count(count)),
        }; was, name
    )
}
