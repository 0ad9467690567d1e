//! Lists of contracts, a page for each: of a quarter, a service, a supplier, and by how they stand. A list without a
//! contract has no page, and the list of an authority has one only where it is too long for the authority's own.

use std::sync::{Arc, LazyLock};

use serde::Serialize;

use super::{View, crumb};
use crate::catalogue::{Borough, Ix, Origin, Service, Supplier};
use crate::figures::{ContractList, Quarter, Standing, YearlyValue};
use crate::site::contract_row::ContractRow;
use crate::site::paging::{PagesView, Paging, ROWS};
use crate::site::parts::Link;
use crate::site::timeline::AxisView;
use crate::site::{Model, Page, Section, urls};

/// A list of contracts, or a page of it.
#[derive(Debug, Serialize)]
pub struct ListView {
    finding: String,
    count: String,
    boroughs: String,
    suppliers: String,
    value: String,
    note: &'static str,
    caption: String,
    rows: Vec<ContractRow>,
    axis: AxisView,
    pages: Option<PagesView>,
    /// What else there is to look at.
    related: Vec<Link>,
    previous: Option<Link>,
    next: Option<Link>,
}

/// What the contracts of a list have in common.
#[derive(Clone, Copy)]
enum Common {
    /// The place of a quarter in the pipeline.
    Quarter(usize),
    Service(Ix<Service>),
    Supplier(Ix<Supplier>),
    Standing(Standing),
    Borough(Ix<Borough>),
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let quarters = (0..model.figures.pipeline.quarters.len()).map(Common::Quarter);
    let services = c.services.iter().map(|(ix, _)| Common::Service(ix));
    let suppliers = c.suppliers.iter().map(|(ix, _)| Common::Supplier(ix));
    let standings = Standing::ALL.into_iter().map(Common::Standing);
    let boroughs = c.boroughs.iter().map(|(ix, _)| Common::Borough(ix));
    let boroughs = boroughs.filter(|common| list(model, *common).len() > ROWS);
    let lists = quarters.chain(standings).chain(services).chain(suppliers).chain(boroughs);
    let lists = lists.filter(|common| !list(model, *common).is_empty());
    lists.flat_map(|common| pages(model, common)).collect()
}

fn pages(model: Model<'_>, common: Common) -> impl Iterator<Item = Page<'_>> {
    let list = list(model, common);
    let Link { href, text } = link(model, common);
    // Once for all of its pages.
    let sorted = Arc::new(LazyLock::new(move || model.in_order(&list.rows)));
    let rows = move |paging: Paging| {
        let sorted = Arc::clone(&sorted);
        move || model.contract_rows(&sorted[paging.range()])
    };
    Paging::all(list.len()).map(move |paging| Page {
        path: paging.path(&href),
        template: "contract-list.html",
        title: paging.titled(&text),
        description: paging.titled(finding(model, common, list).trim_end_matches('.')) + ".",
        section: Some(Section::Contracts),
        crumbs: vec![crumb(say!("Contracts"), urls::CONTRACTS)],
        origin: origin(model, common),
        text: None,
        view: {
            let rows = rows(paging);
            Box::new(move || View::ContractList(Box::new(view(model, common, paging, rows()))))
        },
    })
}

/// The record that has all of them.
fn origin(model: Model<'_>, common: Common) -> Option<&Origin> {
    match common {
        Common::Borough(ix) => Some(&model.catalogue.boroughs[ix].origin),
        _ => None,
    }
}

fn list(model: Model<'_>, common: Common) -> &ContractList {
    match common {
        Common::Quarter(at) => &model.figures.pipeline.quarters[at].list,
        Common::Service(ix) => model.figures.contracts_for(ix),
        Common::Supplier(ix) => model.figures.contracts_with(ix),
        Common::Standing(standing) => model.figures.pipeline.list(standing),
        Common::Borough(ix) => model.figures.contracts_of(ix),
    }
}

/// Its address and title.
fn link(model: Model, common: Common) -> Link {
    let c = model.catalogue;
    match common {
        Common::Quarter(at) => quarter_link(model.figures.pipeline.quarters[at].quarter),
        Common::Service(ix) => {
            let service = &c.services[ix];
            Link::new(urls::service_contracts(service), say!("Contracts for {}", service.name))
        }
        Common::Supplier(ix) => {
            let supplier = &c.suppliers[ix];
            Link::new(urls::supplier_contracts(supplier), say!("Contracts with {}", supplier.name))
        }
        Common::Standing(standing) => Link::new(urls::standing(standing), standing_title(standing)),
        Common::Borough(ix) => {
            let borough = &c.boroughs[ix];
            Link::new(urls::borough_contracts(c, borough), say!("Contracts of {}", borough.name))
        }
    }
}

fn quarter_link(quarter: Quarter) -> Link {
    Link::new(urls::quarter(quarter), quarter_title(quarter))
}

/// `Contracts that end from January to March 2027`
pub(super) fn quarter_title(quarter: Quarter) -> String {
    say!("Contracts that end from {}", quarter.name())
}

/// `Contracts whose end date has passed`
pub(super) fn standing_title(standing: Standing) -> &'static str {
    match standing {
        Standing::EndPassed => say!("Contracts whose end date has passed"),
        Standing::NotBegun => say!("Contracts that have not begun yet"),
        Standing::EndNotKnown => say!("Contracts without a known end"),
        Standing::Ended => say!("Contracts that have ended"),
        Standing::Shared => say!("Shared contracts"),
    }
}

fn view(model: Model, common: Common, paging: Paging, rows: Vec<ContractRow>) -> ListView {
    let format = model.format();
    let list = list(model, common);
    let own = link(model, common);
    let count = format.counted(list.len(), "contract", "contracts");
    let quarter = |at: usize| {
        let quarter = model.figures.pipeline.quarters.get(at)?.quarter;
        Some(Link::new(urls::quarter(quarter), quarter.name()))
    };
    let (previous, next) = match common {
        Common::Quarter(at) => (at.checked_sub(1).and_then(quarter), quarter(at + 1)),
        _ => (None, None),
    };
    ListView {
        finding: finding(model, common, list),
        boroughs: format.boroughs(list.boroughs.len()),
        suppliers: format.counted(list.suppliers.len(), "named supplier", "named suppliers"),
        value: known_value(model, common, list),
        note: note(common),
        caption: paging.titled(&own.text),
        rows,
        axis: model.axis().view(),
        pages: paging.view(model, &own, &count),
        count,
        related: related(model, common),
        previous,
        next,
    }
}

/// The list in one sentence or two.
fn finding(model: Model, common: Common, list: &ContractList) -> String {
    let (c, format) = (model.catalogue, model.format());
    let contracts = format.counted(list.len(), "contract", "contracts");
    let of = say!("{contracts} of {}", format.boroughs(list.boroughs.len()); contracts);
    let (is, has, they_end) = if list.len() == 1 {
        (say!("is"), say!("has"), say!("it ends"))
    } else {
        (say!("are"), say!("have"), say!("they end"))
    };
    match common {
        Common::Quarter(at) => {
            let quarter = model.figures.pipeline.quarters[at].quarter.name();
            let ends = if list.len() == 1 { say!("ends") } else { say!("end") };
            let late = match list.too_late {
                0 => String::new(),
                late if late == list.len() => say!(" The decide-by date of each has passed.").to_owned(),
                late => say!(" For {} of them the decide-by date has passed.", format.count(late)),
            };
            say!("{of} {ends} from {quarter}.{late}"; of, ends, quarter, late)
        }
        Common::Service(ix) => {
            say!("{of} for {} {is} on record. {}", c.services[ix].name, ahead(model, list); of, is)
        }
        Common::Supplier(ix) => {
            say!("{of} with {} {is} on record. {}", c.suppliers[ix].name, ahead(model, list); of, is)
        }
        Common::Borough(ix) => {
            say!(
                "{contracts} of {} {is} on record, those that it shares with others among them. {}",
                c.boroughs[ix].name,
                ahead(model, list); contracts, is
            )
        }
        Common::Standing(Standing::EndPassed) => say!(
            "The end on record has passed for {of}. An extension or a new contract may have followed; no source says so."; of
        ),
        Common::Standing(Standing::NotBegun) => {
            say!(
                "{of} {is} planned, out to tender, or let and not begun yet, as far as their sources say."; of, is
            )
        }
        Common::Standing(Standing::EndNotKnown) => {
            say!("{of} {has} begun, and no source says when {they_end}."; of, has, they_end)
        }
        Common::Standing(Standing::Ended) => {
            say!("{of} {is} over: what was bought is retired, or the purchase was given up."; of, is)
        }
        Common::Standing(Standing::Shared) => say!(
            "{contracts} {is} shared, by {} in all. A shared contract counts once in every total.",
            format.boroughs(list.boroughs.len()); contracts, is
        ),
    }
}

/// How many have an end ahead, and when the first of them ends.
fn ahead(model: Model, list: &ContractList) -> String {
    let Some(next) = list.next_end.map(|end| model.format().date(end)) else {
        return say!("None of them has an end ahead that is known.").to_owned();
    };
    match list.ahead {
        1 => say!("One has an end ahead: {next}."; next),
        count => say!("{} have an end ahead; the nearest is {next}.", model.format().count(count); next),
    }
}

/// What the contracts cost a year, of those that run where the list has others too.
fn known_value(model: Model, common: Common, list: &ContractList) -> String {
    match common {
        Common::Service(_)
        | Common::Supplier(_)
        | Common::Borough(_)
        | Common::Standing(Standing::Shared) => {
            let YearlyValue { of, known, amount } = list.running;
            model.known_value(of, known, amount).words
        }
        Common::Quarter(_) | Common::Standing(_) => model.yearly(list.value),
    }
}

fn note(common: Common) -> &'static str {
    match common {
        Common::Quarter(_) => say!("In the order of their ends. An ending is a signal, not a tender."),
        Common::Service(_)
        | Common::Supplier(_)
        | Common::Borough(_)
        | Common::Standing(Standing::Shared) => {
            say!("Those with an end ahead first. An ending is a signal, not a tender.")
        }
        Common::Standing(Standing::EndPassed) => say!("The latest end first."),
        Common::Standing(Standing::NotBegun) => {
            say!(
                "As their sources said when they were written: a tender may have been let or given up since."
            )
        }
        Common::Standing(Standing::EndNotKnown) => {
            say!("A date that is missing here is missing in every source that we found.")
        }
        Common::Standing(Standing::Ended) => say!("The latest end first, as far as ends are known."),
    }
}

/// What else there is to look at.
fn related(model: Model, common: Common) -> Vec<Link> {
    let all = Link::new(urls::CONTRACTS, say!("All contracts by when they end"));
    let opportunities = Link::new(urls::OPPORTUNITIES, say!("Opportunities to buy together"));
    match common {
        Common::Quarter(_) => vec![opportunities, all],
        Common::Service(ix) => {
            let service = model.service_link(ix);
            let text = say!("{}: systems, suppliers and sources", service.text);
            vec![Link::new(service.href, text), opportunities, all]
        }
        Common::Supplier(ix) => {
            let supplier = model.supplier_link(ix);
            let text = say!("{}: its systems and where they are in use", supplier.text);
            vec![Link::new(supplier.href, text), super::exposure::link(model), all]
        }
        Common::Borough(ix) => {
            let borough = model.borough_link(ix);
            let text = say!("{}: systems, skills and sources", borough.text);
            vec![Link::new(borough.href, text), opportunities, all]
        }
        Common::Standing(own) => {
            let others = Standing::ALL.into_iter().filter(|standing| *standing != own);
            let others = others.filter(|standing| !model.figures.pipeline.list(*standing).is_empty());
            let link = |standing| Link::new(urls::standing(standing), standing_title(standing));
            others.map(link).chain([all]).collect()
        }
    }
}
