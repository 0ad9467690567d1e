//! The contract pipeline: which contracts end when, and when their authorities have to decide.

use serde::Serialize;

use super::{View, prices};
use crate::catalogue::{Contract, Ix};
use crate::figures::{Light, QuarterEnds};
use crate::site::contract_row::{ContractRow, is_shared};
use crate::site::parts::{Link, percent};
use crate::site::timeline::AxisView;
use crate::site::{Model, Page, Section};

/// The contract pipeline.
#[derive(Debug, Serialize)]
pub struct ContractsView {
    standfirst: String,
    prices: Link,
    axis: AxisView,
    as_of: String,
    notice_months: u16,
    act_now_months: u16,
    deciding: Vec<ContractRow>,
    quarters: Vec<QuarterView>,
    passed: Vec<ContractRow>,
    planned: Vec<ContractRow>,
    open: Vec<ContractRow>,
    ended: Vec<ContractRow>,
    shared: Vec<ContractRow>,
    counts: Counts,
}

#[derive(Debug, Serialize)]
struct QuarterView {
    id: String,
    name: String,
    count: String,
    bar: String,
    value: String,
    rows: Vec<ContractRow>,
}

#[derive(Debug, Serialize)]
struct Counts {
    passed: String,
    planned: String,
    open: String,
    ended: String,
    shared: String,
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    vec![Page {
        path: "contracts/".to_owned(),
        template: "contracts.html",
        title: "Contracts by when they end".to_owned(),
        description: format!(
            "Technology contracts of the {} of {} by the quarter in which they end, with decide-by dates.",
            c.site.words.many, c.site.region
        ),
        section: Some(Section::Contracts),
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Contracts(Box::new(view(model)))),
    }]
}

fn view(model: Model) -> ContractsView {
    let (c, format, pipeline) = (model.catalogue, model.format(), &model.figures.pipeline);
    let most = pipeline.quarters.iter().map(|quarter| quarter.contracts.len()).max().unwrap_or(1);
    let shared: Vec<Ix<Contract>> =
        c.contracts.iter().filter(|(_, row)| is_shared(row)).map(|(ix, _)| ix).collect();
    let count = |contracts: &[Ix<Contract>]| format.counted(contracts.len(), "contract", "contracts");
    ContractsView {
        standfirst: format!(
            "{} {}",
            model.sentence("contracts-by-quarter"),
            model.sentence("contracts-ending-12-months")
        ),
        prices: prices::link(),
        axis: model.axis().view(),
        as_of: format.day(c.as_of),
        notice_months: c.site.thresholds.notice_months,
        act_now_months: c.site.thresholds.act_now_months,
        deciding: model.contract_rows(&deciding(model)),
        quarters: pipeline.quarters.iter().map(|quarter| quarter_view(model, quarter, most)).collect(),
        counts: Counts {
            passed: count(&pipeline.passed),
            planned: count(&pipeline.planned),
            open: count(&pipeline.open),
            ended: count(&pipeline.ended),
            shared: count(&shared),
        },
        passed: model.contract_rows(&pipeline.passed),
        planned: model.contract_rows(&pipeline.planned),
        open: model.contract_rows(&pipeline.open),
        ended: model.contract_rows(&pipeline.ended),
        shared: model.contract_rows(&model.in_order(&shared)),
    }
}

/// Contracts whose decide-by date comes within the region's months, the first to decide on top.
fn deciding(model: Model) -> Vec<Ix<Contract>> {
    let term = |ix: &Ix<Contract>| model.figures.term(*ix);
    let rows = model.catalogue.contracts.iter().map(|(ix, _)| ix);
    let mut rows: Vec<_> = rows.filter(|ix| term(ix).light == Some(Light::ActNow)).collect();
    rows.sort_by_key(|ix| (term(ix).decide_by, *ix));
    rows
}

fn quarter_view(model: Model, quarter: &QuarterEnds, most: usize) -> QuarterView {
    let format = model.format();
    let count = quarter.contracts.len();
    let value = match quarter.with_value {
        0 => "No yearly value is known".to_owned(),
        known => format!("{} a year, known for {known} of {count}", format.short_money(quarter.known_value)),
    };
    QuarterView {
        id: quarter.quarter.id(),
        name: quarter.quarter.name(),
        count: format.counted(count, "contract", "contracts"),
        bar: percent(100.0 * count as f64 / most as f64),
        value,
        rows: model.contract_rows(&quarter.contracts),
    }
}
