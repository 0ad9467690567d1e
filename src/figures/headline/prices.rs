//! What contracts cost a resident and a year.

use crate::figures::order::median;
use crate::figures::registry::{Builder, Cell, Chart, Figure, FigureTable, Target, Value};
use crate::figures::{Coverage, Price};

pub(in crate::figures) fn prices(b: &Builder) -> Vec<Figure> {
    vec![per_resident(b), spread(b)]
}

fn per_resident(b: &Builder) -> Figure {
    let prices = &b.figures.prices;
    let running = b.figures.terms.iter().filter(|term| term.state.is_running()).count();
    let coverage = Coverage { part: prices.len(), whole: running };
    let median = median(prices.iter().map(|price| price.per_resident).collect()).unwrap_or(0.0);
    let rows = prices.iter().map(|price| row(b, price));
    let mut figure = b.count(
        "value-per-resident",
        "Yearly cost for each resident",
        "Yearly value of a running contract without tax, divided by the residents of all authorities in it. The value is the median: the cost in the middle, or half-way between the two in the middle. A contract without a known value, dates or residents adds nothing.",
        prices.len(),
    );
    let enough = prices.len() >= b.catalogue.site.thresholds.small_number as usize;
    figure.value = if enough { Value::Money(median) } else { Value::Withheld };
    figure.text = if enough { b.format.pence(median) } else { "withheld, too few records".to_owned() };
    figure
        .formula("yearly value ÷ residents")
        .covering(coverage)
        .sentence(|figure| {
            format!(
                "Half of the {} running contracts whose cost for each resident can be computed cost more than {} a resident and year; for {} it can't.",
                b.format.count(coverage.part),
                figure.text,
                b.format.count(coverage.whole - coverage.part)
            )
        })
        .table(FigureTable::new(
            "Running contracts by their yearly cost for each resident",
            &["Contract", "Authorities", "Value a year#", "Residents#", "For each resident#", "Tax"],
            rows.collect(),
        ).drawn(Chart::Dots(4)))
}

fn row(b: &Builder, price: &Price) -> Vec<Cell> {
    let c = b.catalogue;
    let contract = &c.contracts[price.contract];
    let names: Vec<&str> =
        contract.members.iter().map(|member| c.boroughs[member.borough].name.as_str()).collect();
    vec![
        Cell::link(&contract.name(c), Target::Contract(price.contract)),
        Cell::text(names.join(", ")),
        Cell::text(b.format.money(price.annual)),
        Cell::text(b.format.residents(price.residents)),
        Cell::number(b.format.pence(price.per_resident), price.per_resident),
        Cell::text(if price.estimated { "not stated or taken out" } else { "net" }),
    ]
}

fn spread(b: &Builder) -> Figure {
    let c = b.catalogue;
    let priced = || b.figures.price_pairs.iter().filter(|pair| pair.known > 0);
    let most = priced().map(|pair| pair.known).max().unwrap_or(0);
    let pairs = priced().count();
    let mut spreads: Vec<_> =
        priced().filter_map(|pair| pair.spread.map(|spread| (pair.service, pair.system, spread))).collect();
    spreads.sort_by_key(|(service, system, _)| (*service, *system));
    let rows = spreads.iter().map(|(service, system, spread)| {
        let mut cells = vec![
            Cell::link(&c.services[*service].name, Target::Service(*service)),
            Cell::link(&c.systems[*system].name, Target::System(*system)),
            Cell::text(b.format.count(spread.count)),
        ];
        cells.extend(spread.points.map(|point| Cell::number(b.format.pence(point), point)));
        cells
    });
    let count = spreads.len();
    b.count(
        "price-spread",
        "How far prices for the same system lie apart",
        "Least, quartiles and most of the yearly cost for each resident, over running contracts for one system and service; only where five or more prices are known.",
        count,
    )
    .formula("minimum, lower quartile, median, upper quartile, maximum")
    .covering(Coverage { part: count, whole: pairs })
    .sentence(|figure| match figure.value {
        Value::Count(0) => format!(
            "For no system and service are five prices known; the most for one is {most}. A spread over fewer would compare accidents."
        ),
        _ => format!("For {} of {pairs} systems and services five prices or more are known.", figure.text),
    })
    .table(FigureTable::new(
        "Yearly cost for each resident by service and system",
        &["Service", "System", "Contracts#", "Least#", "Lower quartile#", "Median#", "Upper quartile#", "Most#"],
        rows.collect(),
    ).drawn(Chart::Spread(3)))
}
