//! What contracts cost a resident: each price beside those for the same service, and what can't be said yet.

use serde::Serialize;

use super::{View, crumb};
use crate::content::records::Tax;
use crate::figures::{Price, PriceGroup, PricePair, Spread};
use crate::site::contract_words::category_word;
use crate::site::parts::{BehindView, CoverageView, Link, SuppliedView, percent};
use crate::site::{Model, Page, Section, urls};
use crate::words;

/// What contracts cost a resident.
#[derive(Debug, Serialize)]
pub struct PricesView {
    standfirst: String,
    coverage: CoverageView,
    missing: Vec<String>,
    /// Services with two prices or more.
    compared: Vec<GroupView>,
    /// The other prices.
    single: Vec<PriceRow>,
    /// Where all prices are, if not all are here.
    more: Option<Link>,
    least: usize,
    spread: String,
    spreads: Vec<SpreadView>,
    nearest: Vec<NearView>,
    behind: BehindView,
}

/// Prices for the same services.
#[derive(Debug, Serialize)]
struct GroupView {
    services: Vec<Link>,
    count: String,
    rows: Vec<PriceRow>,
}

/// A contract with its price.
#[derive(Debug, Serialize)]
struct PriceRow {
    contract: Link,
    category: Option<&'static str>,
    services: Vec<Link>,
    boroughs: Vec<Link>,
    systems: Vec<Link>,
    supplier: SuppliedView,
    annual: String,
    /// Why the yearly value is an estimate, if it is one.
    estimated: Option<&'static str>,
    residents: String,
    per_resident: String,
}

/// How far the prices of one system lie apart.
#[derive(Debug, Serialize)]
struct SpreadView {
    service: Link,
    system: Link,
    count: String,
    points: Vec<String>,
}

/// A system and service that is on the way to a spread.
#[derive(Debug, Serialize)]
struct NearView {
    service: Link,
    system: Link,
    running: String,
    known: String,
    missing: String,
}

/// How many systems and services without a spread are named.
const NEAREST: usize = 8;

/// Prices that the page tells one by one: with more, each service has an equal part of them.
const MOST_PRICES: usize = 300;

const TITLE: &str = said_later!("What contracts cost a resident");

/// The page.
pub(super) fn link() -> Link {
    Link::new(urls::PRICES, words::text(TITLE))
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let site = &model.catalogue.site;
    vec![Page {
        path: urls::PRICES.to_owned(),
        template: "prices.html",
        title: words::text(TITLE).to_owned(),
        description: say!(
            "The yearly cost for each resident of technology contracts of the {} of {}, service by service, and why most can't be computed.",
            site.words.many,
            site.region
        ),
        section: Some(Section::Contracts),
        crumbs: vec![crumb(say!("Contracts"), "contracts/")],
        origin: None,
        text: None,
        view: Box::new(move || View::Prices(Box::new(view(model)))),
    }]
}

fn view(model: Model) -> PricesView {
    let figures = model.figures;
    let (compared, single): (Vec<&PriceGroup>, Vec<&PriceGroup>) =
        figures.price_groups.iter().partition(|group| group.can_be_compared());
    let singles = || single.iter().flat_map(|group| &group.prices);
    let most = if figures.prices.len() > MOST_PRICES {
        (MOST_PRICES / compared.len().max(1)).max(2)
    } else {
        usize::MAX
    };
    let near = figures.price_pairs.iter().filter(|pair| pair.known > 0 && pair.spread.is_none());
    PricesView {
        standfirst: model.sentence("value-per-resident"),
        coverage: coverage(model),
        missing: missing(model),
        compared: compared.into_iter().map(|group| group_view(model, group, most)).collect(),
        single: singles().take(MOST_PRICES / 3).map(|price| row(model, price)).collect(),
        more: (figures.prices.len() > MOST_PRICES || singles().count() > MOST_PRICES / 3).then(|| {
            let prices = model.format().counted(figures.prices.len(), "price", "prices");
            Link::new(
                urls::figure("value-per-resident"),
                say!("all {prices}, as a table to download"; prices),
            )
        }),
        least: Spread::LEAST,
        spread: model.sentence("price-spread"),
        spreads: figures
            .price_pairs
            .iter()
            .filter_map(|pair| spread_view(model, pair))
            .take(MOST_PRICES / 3)
            .collect(),
        nearest: near.take(NEAREST).map(|pair| near_view(model, pair)).collect(),
        behind: model.behind(&["value-per-resident", "price-spread"]),
    }
}

/// For how many running contracts the price is known.
fn coverage(model: Model) -> CoverageView {
    let known = model.figures.known("value-per-resident").coverage.as_ref();
    let coverage = known.map(|known| known.counts).unwrap_or_default();
    CoverageView {
        sentence: say!(
            "Known for {} of {}: {}",
            model.format().count(coverage.part),
            model.format().counted(coverage.whole, "running contract", "running contracts"),
            coverage.percent()
        ),
        percent: percent(coverage.percent().value()),
        missing_title: String::new(),
        missing: Vec::new(),
    }
}

/// Why the price of the others is not known, a sentence for each reason.
fn missing(model: Model) -> Vec<String> {
    let unpriced = model.figures.unpriced;
    let a_one = model.catalogue.site.a_one();
    let reasons = [
        (unpriced.value, say!("no value is on record").to_owned()),
        (
            unpriced.years,
            say!("a value for the whole term is on record, but not both its first and its last day")
                .to_owned(),
        ),
        (unpriced.residents, say!("the number of residents of {a_one} in it is not on record"; a_one)),
    ];
    let reasons = reasons.into_iter().filter(|(count, _)| *count > 0);
    reasons
        .map(
            |(count, why)| say!("For {} {why}.", model.format().counted(count, "contract", "contracts"); why),
        )
        .collect()
}

fn group_view(model: Model, group: &PriceGroup, most: usize) -> GroupView {
    GroupView {
        services: group.services.iter().map(|ix| model.service_link(*ix)).collect(),
        count: model.format().counted(group.prices.len(), "price", "prices"),
        rows: group.prices.iter().take(most).map(|price| row(model, price)).collect(),
    }
}

fn row(model: Model, price: &Price) -> PriceRow {
    let format = model.format();
    let contract = &model.catalogue.contracts[price.contract];
    let about = |text: String| if price.rough { say!("about {text}"; text) } else { text };
    let tax = contract.value.filter(|_| price.estimated).map(|value| value.tax);
    PriceRow {
        contract: model.contract_link(price.contract),
        category: category_word(contract.category),
        services: contract.services.iter().map(|ix| model.service_link(*ix)).collect(),
        boroughs: model.member_links(contract),
        systems: contract.systems.iter().map(|ix| model.system_link(*ix)).collect(),
        supplier: model.supplied(contract.supplier),
        annual: about(format.short_money(price.annual)),
        estimated: match tax {
            None => price.rough.then_some(say!("estimated: dates known by the year")),
            Some(Tax::Gross) => Some(say!("estimated: tax taken out")),
            Some(Tax::Net | Tax::Unknown) => Some(say!("estimated: tax not stated")),
        },
        residents: format.residents(price.residents),
        per_resident: about(format.pence(price.per_resident)),
    }
}

fn spread_view(model: Model, pair: &PricePair) -> Option<SpreadView> {
    let spread = pair.spread?;
    Some(SpreadView {
        service: model.service_link(pair.service),
        system: model.system_link(pair.system),
        count: model.format().count(spread.count),
        points: spread.points.iter().map(|point| model.format().pence(*point)).collect(),
    })
}

fn near_view(model: Model, pair: &PricePair) -> NearView {
    let format = model.format();
    NearView {
        service: model.service_link(pair.service),
        system: model.system_link(pair.system),
        running: format.count(pair.running),
        known: format.count(pair.known),
        missing: format.count(pair.missing()),
    }
}
