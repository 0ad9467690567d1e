//! A page for each contract: everything that is known of it, and who could buy together with its authorities.

use std::collections::HashMap;
use std::hash::Hash;

use serde::Serialize;

use super::contract_lists::quarter_title;
use super::names::Names;
use super::{View, crumb};
use crate::catalogue::{Contract, ContractKind, Ix};
use crate::content::records::{Tax, Terms};
use crate::figures::{ContractState, Quarter, Standing, TOGETHER_MONTHS, Term};
use crate::site::contract_row::{ContractRow, light_tag, speaks_of_money, state_tag, value_note};
use crate::site::contract_words::{category_word, due, method_word, state_word};
use crate::site::links::NAMED;
use crate::site::parts::{DateView, DeploymentRow, Link, SourcesView, SuppliedView, Tag};
use crate::site::timeline::{AxisView, Bar};
use crate::site::{Model, Page, Section, urls};

/// A contract.
#[derive(Debug, Serialize)]
pub struct ContractView {
    shared: bool,
    summary: String,
    state: Tag,
    supplier: SuppliedView,
    boroughs: Vec<Link>,
    /// How many these are, where some are on a page of their own.
    count: usize,
    lead: Option<Link>,
    systems: Vec<Link>,
    services: Vec<Link>,
    category: Option<&'static str>,
    start: Option<DateView>,
    start_word: &'static str,
    end: Option<DateView>,
    max_end: Option<DateView>,
    notice: Option<String>,
    usual_notice: String,
    decide: Decision,
    value: Option<ValueView>,
    value_in_notes: bool,
    framework: Option<Link>,
    method: Option<&'static str>,
    reference: Option<String>,
    ocid: Option<String>,
    terms: [(&'static str, Option<&'static str>); 4],
    bar: Option<Bar>,
    axis: AxisView,
    notices: Vec<Link>,
    deployments: Vec<DeploymentRow>,
    /// How many more there are: who has them is told with all whose contract it is.
    more_deployments: Option<Link>,
    months: u16,
    together: Vec<ContractRow>,
    /// How many more could.
    more_together: Option<String>,
    /// Why nobody is known who could.
    nobody: String,
    lists: Vec<Link>,
    sources: SourcesView,
    sources_count: usize,
}

/// By when the authority has to decide, or why that can't be said.
#[derive(Debug, Serialize)]
struct Decision {
    light: Option<Tag>,
    by: Option<DateView>,
    why_not: Option<&'static str>,
    applies: bool,
}

/// What it costs, as the source says it and by year.
#[derive(Debug, Serialize)]
struct ValueView {
    amount: String,
    note: String,
    annual: Option<String>,
    estimated: Option<&'static str>,
    covers: Option<String>,
}

/// Contracts that could be let together, that the page names.
const TOGETHER: usize = 12;

/// Systems under it, of which the page tells; of many whose contract it is, each has one at least.
pub(super) const DEPLOYMENTS: usize = 200;

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let titles = distinct(c.contracts.iter().map(|(_, row)| titles(model, row)).collect());
    let descriptions = c.contracts.iter().zip(&titles).map(|((ix, _), title)| {
        let summary = model.contract_summary(ix);
        let longer = format!("{title}: {summary}");
        [summary, longer]
    });
    let descriptions = distinct(descriptions.collect());
    let texts = titles.into_iter().zip(descriptions);
    let pages = c.contracts.iter().zip(texts).map(|((ix, row), (title, description))| Page {
        path: urls::contract(row),
        template: "contract.html",
        title,
        description,
        section: Some(Section::Contracts),
        crumbs: vec![crumb(say!("Contracts"), urls::CONTRACTS)],
        origin: Some(&row.origin),
        text: None,
        view: Box::new(move || View::Contract(Box::new(view(model, ix)))),
    });
    pages.collect()
}

/// What a page can be called, from the plainest on.
fn titles(model: Model, row: &Contract) -> [String; 3] {
    let plain = format!("{}, {}", row.name(model.catalogue), model.members(row));
    let date = |date| model.format().date(date);
    let dated = match (row.start, row.end.or(row.max_end)) {
        (Some(start), _) => say!("{plain}, from {}", date(start); plain),
        (None, Some(end)) => say!("{plain}, until {}", date(end); plain),
        (None, None) => plain.clone(),
    };
    let named = format!("{plain} ({})", row.id);
    [plain, dated, named]
}

/// For each entry the first of its texts that no other entry has in the same place, else its last.
fn distinct<const N: usize>(entries: Vec<[String; N]>) -> Vec<String> {
    let counts: Vec<HashMap<&str, usize>> =
        (0..N).map(|place| counts(entries.iter().map(|texts| texts[place].as_str()))).collect();
    let places: Vec<usize> = entries
        .iter()
        .map(|texts| (0..N).find(|place| counts[*place][texts[*place].as_str()] == 1).unwrap_or(N - 1))
        .collect();
    entries.into_iter().zip(places).map(|(mut texts, place)| std::mem::take(&mut texts[place])).collect()
}

fn counts<T: Eq + Hash>(all: impl Iterator<Item = T>) -> HashMap<T, usize> {
    let mut counts = HashMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    counts
}

fn view(model: Model, ix: Ix<Contract>) -> ContractView {
    let (c, format) = (model.catalogue, model.format());
    let (row, term) = (&c.contracts[ix], model.figures.term(ix));
    let date = |date| model.date(date);
    let months = |count: u16| format.counted(count.into(), "month", "months");
    let mut together = model.figures.together(c, ix);
    let more = together.len().saturating_sub(TOGETHER);
    together.truncate(TOGETHER);
    let sources = model.sources(&row.sources, row.provenance, row.confidence, row.notes.as_ref());
    ContractView {
        shared: row.kind == ContractKind::Shared,
        summary: model.contract_summary(ix),
        state: state_tag(row, term.state, model.ends(Some(ix)).tag),
        supplier: model.supplied(row.supplier),
        boroughs: if row.members.len() > NAMED {
            model.named(Names::Members(ix))
        } else {
            row.members.iter().map(|member| model.borough_link(member.borough)).collect()
        },
        count: row.members.len(),
        lead: row.lead.map(|ix| model.borough_link(ix)),
        systems: row.systems.iter().map(|ix| model.system_link(*ix)).collect(),
        services: row.services.iter().map(|ix| model.service_link(*ix)).collect(),
        category: category_word(row.category),
        start: row.start.map(date),
        start_word: if term.state == ContractState::Planned && due(row, c.as_of).is_some() {
            say!("Was to start")
        } else {
            say!("Start")
        },
        end: row.end.map(date),
        max_end: row.max_end.map(date),
        notice: row.notice_months.map(months),
        usual_notice: months(c.site.thresholds.notice_months),
        decide: decision(model, row, term),
        value: value(model, row, term),
        value_in_notes: row.value.is_none() && speaks_of_money(row),
        framework: row.framework.map(|ix| model.framework_link(ix)),
        method: row.procurement_method.and_then(method_word),
        reference: row.reference.clone(),
        ocid: row.ocid.clone(),
        terms: terms(row.terms.unwrap_or_default()),
        bar: model.axis().bar(row, term),
        axis: model.axis().view(),
        notices: row
            .notices
            .iter()
            .map(|notice| Link::new(notice.url.as_str(), model.notice_words(notice)))
            .collect(),
        deployments: row
            .deployments
            .iter()
            .take(DEPLOYMENTS)
            .map(|ix| model.deployment_row(*ix, None))
            .collect(),
        more_deployments: model.more(row.deployments.len(), DEPLOYMENTS, Names::Members(ix).path(model)),
        months: TOGETHER_MONTHS,
        together: model.contract_rows(&together),
        more_together: (more > 0).then(|| format.counted(more, "contract", "contracts")),
        nobody: nobody(model, row, term),
        lists: lists(model, row, term),
        sources_count: row.sources.len(),
        sources,
    }
}

fn decision(model: Model, row: &Contract, term: &Term) -> Decision {
    let applies = !matches!(term.state, ContractState::Planned | ContractState::Ended);
    let why_not = match term.state {
        ContractState::Planned => Some(say!("It has not begun.")),
        ContractState::Ended => Some(say!("It is over.")),
        _ if row.end.is_none() => Some(say!("No end is on record.")),
        _ if row.services.is_empty() => {
            Some(say!("No service is on record, so that nobody can say how long buying takes."))
        }
        _ => None,
    };
    Decision {
        light: term.light.map(light_tag),
        by: term.decide_date.filter(|_| applies).map(|date| model.date(date)),
        why_not,
        applies,
    }
}

fn value(model: Model, row: &Contract, term: &Term) -> Option<ValueView> {
    let format = model.format();
    let value = row.value?;
    let of = [
        (row.services.len() > 1).then(|| format.counted(row.services.len(), "service", "services")),
        (row.members.len() > 1).then(|| format.boroughs(row.members.len())),
    ];
    let of: Vec<String> = of.into_iter().flatten().collect();
    Some(ValueView {
        amount: format.money(value.amount as f64),
        note: value_note(value.basis, value.tax),
        annual: model.annual(row, term),
        estimated: match (term.annual, value.tax) {
            (Some(_), Tax::Unknown) => {
                Some(say!("The source does not say whether tax is in it; taken as without."))
            }
            (Some(_), Tax::Gross) => Some(say!("By year, without tax: it was taken out.")),
            _ => None,
        },
        covers: (!of.is_empty()).then(|| say!("For all of it together: {}.", of.join(" and "))),
    })
}

fn terms(terms: Terms) -> [(&'static str, Option<&'static str>); 4] {
    [
        (say!("The data can be taken out"), state_word(terms.data_export)),
        (say!("Open interface"), state_word(terms.open_api)),
        (say!("Plan for leaving"), state_word(terms.exit_plan)),
        (say!("Open standards"), state_word(terms.open_standards)),
    ]
}

/// Why nobody is known who could buy together.
fn nobody(model: Model, row: &Contract, term: &Term) -> String {
    let why = match term.state {
        ContractState::Ended => say!("It is over."),
        _ if row.services.is_empty() => {
            say!("No source says what service it is for, so that nobody can say who else buys the same.")
        }
        _ if term.last_end.is_none() => {
            say!("No end is on record, so that no other can be said to be near it.")
        }
        _ => {
            let one = &model.catalogue.site.words.one;
            return say!(
                "No contract of another {one} is known for one of the same services that ends within {TOGETHER_MONTHS} months before or after it."; one, TOGETHER_MONTHS
            );
        }
    };
    why.to_owned()
}

/// The lists that it stands in.
fn lists(model: Model, row: &Contract, term: &Term) -> Vec<Link> {
    let standing = match term.state {
        ContractState::Running => None,
        ContractState::Planned => Some(Standing::NotBegun),
        ContractState::EndNotKnown => Some(Standing::EndNotKnown),
        ContractState::InOptions | ContractState::EndPassed => Some(Standing::EndPassed),
        ContractState::Ended => Some(Standing::Ended),
    };
    let shared = (row.kind == ContractKind::Shared).then_some(Standing::Shared);
    let quarter = term.end.filter(|_| term.state == ContractState::Running).map(Quarter::of);
    let by_end = quarter.map(|quarter| Link::new(urls::quarter(quarter), quarter_title(quarter)));
    let by_standing = [standing, shared].into_iter().flatten();
    let by_standing =
        by_standing.map(|standing| Link::new(urls::standing(standing), super::standing_title(standing)));
    let by_service = row.services.iter().filter_map(|ix| model.service_contracts_link(*ix));
    let by_supplier = row.supplier.supplier().and_then(|ix| model.supplier_contracts_link(ix));
    let by_framework = row.framework.map(|ix| {
        let framework = model.framework_link(ix);
        Link::new(framework.href, say!("Contracts bought through {}", framework.text))
    });
    by_end.into_iter().chain(by_standing).chain(by_service).chain(by_supplier).chain(by_framework).collect()
}
