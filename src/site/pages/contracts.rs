//! The contract pipeline at a glance: what must be decided next, what ends soon, and the way to every list.

use std::cmp::Reverse;

use serde::Serialize;

use super::{View, frameworks, prices, standing_title};
use crate::catalogue::Ix;
use crate::figures::{ContractList, QuarterEnds, Standing};
use crate::site::agenda::{FeedsView, Scope};
use crate::site::contract_row::ContractRow;
use crate::site::paging::ROWS;
use crate::site::parts::{Link, percent};
use crate::site::timeline::AxisView;
use crate::site::{Model, Page, Section, urls};

/// The contract pipeline.
#[derive(Debug, Serialize)]
pub struct ContractsView {
    standfirst: String,
    prices: Link,
    frameworks: Option<Link>,
    axis: AxisView,
    notice_months: u16,
    act_now_months: u16,
    soon_months: u16,
    deciding: Table,
    quarters: Vec<QuarterView>,
    soon: Table,
    feeds: FeedsView,
    standings: Vec<StandingView>,
    services: Vec<Counted>,
    without_service: Option<String>,
    suppliers: Vec<Counted>,
    without_supplier: Option<String>,
    /// How many suppliers the page names, where there are more.
    most_suppliers: Option<String>,
}

impl ContractsView {
    /// Its calendar and feed.
    pub(super) fn feeds(&self) -> &FeedsView {
        &self.feeds
    }
}

/// Rows, the first of many where there are many.
#[derive(Debug, Serialize)]
struct Table {
    count: String,
    rows: Vec<ContractRow>,
    /// Which rows are shown, where some are not; else empty.
    cut: String,
}

#[derive(Debug, Serialize)]
struct QuarterView {
    link: Link,
    count: String,
    bar: String,
    value: String,
}

#[derive(Debug, Serialize)]
struct StandingView {
    link: Link,
    count: String,
    words: &'static str,
}

#[derive(Debug, Serialize)]
struct Counted {
    link: Link,
    count: String,
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    vec![Page {
        path: urls::CONTRACTS.to_owned(),
        template: "contracts.html",
        title: say!("Contracts by when they end").to_owned(),
        description: say!(
            "Technology contracts of the {} of {} by the quarter in which they end, with decide-by dates.",
            c.site.words.many,
            c.site.region
        ),
        section: Some(Section::Contracts),
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Contracts(Box::new(view(model)))),
    }]
}

fn view(model: Model) -> ContractsView {
    let (c, pipeline) = (model.catalogue, &model.figures.pipeline);
    let thresholds = &c.site.thresholds;
    let most = pipeline.quarters.iter().map(|quarter| quarter.list.len()).max().unwrap_or(1);
    let suppliers = suppliers(model);
    ContractsView {
        standfirst: format!(
            "{} {}",
            model.sentence("contracts-by-quarter"),
            model.sentence("contracts-ending-12-months")
        ),
        prices: prices::link(),
        frameworks: frameworks::link(model),
        axis: model.axis().view(),
        notice_months: thresholds.notice_months,
        act_now_months: thresholds.act_now_months,
        soon_months: thresholds.ending_soon_months,
        deciding: table(model, &pipeline.deciding),
        quarters: pipeline.quarters.iter().map(|quarter| quarter_view(model, quarter, most)).collect(),
        soon: table(model, &pipeline.ending_soon),
        feeds: model.feeds(Scope::Everything),
        standings: Standing::ALL.into_iter().filter_map(|standing| standing_view(model, standing)).collect(),
        services: services(model),
        without_service: left_out(model, pipeline.without_service),
        most_suppliers: (suppliers.len() > ROWS).then(|| model.format().count(ROWS)),
        suppliers: by_name(suppliers, model),
        without_supplier: left_out(model, pipeline.without_supplier),
    }
}

fn table(model: Model, contracts: &[Ix<crate::catalogue::Contract>]) -> Table {
    let format = model.format();
    let shown = &contracts[..contracts.len().min(ROWS)];
    Table {
        count: format.counted(contracts.len(), "contract", "contracts"),
        rows: model.contract_rows(shown),
        cut: if shown.len() < contracts.len() {
            say!("The first {}. ", format.count(shown.len()))
        } else {
            String::new()
        },
    }
}

fn quarter_view(model: Model, quarter: &QuarterEnds, most: usize) -> QuarterView {
    let count = quarter.list.len();
    QuarterView {
        link: Link::new(urls::quarter(quarter.quarter), quarter.quarter.name()),
        count: model.format().count(count),
        bar: percent(100.0 * count as f64 / most as f64),
        value: model.yearly(quarter.list.value),
    }
}

/// A list by how contracts stand; none where there is no contract in it.
fn standing_view(model: Model, standing: Standing) -> Option<StandingView> {
    let list = model.figures.pipeline.list(standing);
    (!list.is_empty()).then(|| StandingView {
        link: Link::new(urls::standing(standing), standing_title(standing)),
        count: model.format().count(list.len()),
        words: match standing {
            Standing::EndPassed => {
                say!("They may run on: no source says that they were extended or let again.")
            }
            Standing::NotBegun => say!("Planned, out to tender, or let and not begun."),
            Standing::EndNotKnown => say!("They have begun; no source says when they end."),
            Standing::Ended => say!("What was bought is retired, or the purchase was given up."),
            Standing::Shared => say!("Each counts once in every total, and stands in the other lists too."),
        },
    })
}

fn services(model: Model) -> Vec<Counted> {
    let lists =
        model.catalogue.services.iter().map(|(ix, service)| (service, model.figures.contracts_for(ix)));
    let lists = lists.filter(|(_, list)| !list.is_empty());
    let counted = lists
        .map(|(service, list)| counted(model, urls::service_contracts(service), service.name.clone(), list));
    counted.collect()
}

/// Suppliers with contracts, those with the most first.
fn suppliers(model: Model<'_>) -> Vec<(&str, &ContractList, String)> {
    let rows = model.catalogue.suppliers.iter();
    let lists = rows.map(|(ix, row)| {
        (row.name.as_str(), model.figures.contracts_with(ix), urls::supplier_contracts(row))
    });
    let mut lists: Vec<_> = lists.filter(|(_, list, _)| !list.is_empty()).collect();
    // The table of suppliers is in the order of their names, and so are those with equally many contracts.
    lists.sort_by_key(|(_, list, _)| Reverse(list.len()));
    lists
}

/// The first of them as links, by name.
fn by_name(mut suppliers: Vec<(&str, &ContractList, String)>, model: Model) -> Vec<Counted> {
    suppliers.truncate(ROWS);
    suppliers.sort_by_cached_key(|(name, ..)| crate::catalogue::link::sort_key(name));
    suppliers.into_iter().map(|(name, list, href)| counted(model, href, name.to_owned(), list)).collect()
}

fn counted(model: Model, href: String, name: String, list: &ContractList) -> Counted {
    Counted { link: Link::new(href, name), count: model.format().count(list.len()) }
}

/// Contracts that stand in no list of a kind.
fn left_out(model: Model, count: usize) -> Option<String> {
    (count > 0).then(|| model.format().counted(count, "contract", "contracts"))
}
