//! What contracts cost a resident and a year.

use crate::figures::builder::{About, Builder};
use crate::figures::order::median;
use crate::figures::table::{Cell, Chart, Column, FigureTable, Unit};
use crate::figures::teller::Teller;
use crate::figures::{Coverage, Figure, Price, Rows, Value};

pub(in crate::figures) fn prices(b: &Builder) -> Vec<Figure> {
    vec![per_resident(b), spread(b)]
}

fn per_resident(b: &Builder) -> Figure {
    let prices = &b.figures.prices;
    let known = Coverage { part: prices.len(), whole: b.figures.running.of };
    let median = median(prices.iter().map(|price| price.per_resident).collect()).unwrap_or(0.0);
    let about = About {
        id: "value-per-resident",
        title: say!("Yearly cost for each resident"),
        definition: say!(
            "Yearly value of a running contract without tax, divided by the residents of all {many} in it. The value is the median: the cost in the middle, or half-way between the two in the middle. A contract without a known value, dates or residents is left out."
        ),
        formula: say!("median of yearly value ÷ residents"),
    };
    let value = (Value::Money(median), b.format.pence(median));
    b.resting(&about, value, known.part, say!("running contracts whose cost for each resident can be computed"))
        .known(known, say!("running contracts"))
        .sentence(|draft| {
            say!(
                "Half of the {} running contracts whose cost for each resident can be computed cost more than {} a resident and year; for {} it can't.",
                b.format.count(known.part),
                draft.text,
                b.format.count(known.whole - known.part)
            )
        })
        .table(
            FigureTable::new(
                say!("Running contracts by their yearly cost for each resident"),
                [
                    Column::name(say!("Contract")),
                    Column::name(b.words("{One}")),
                    Column::number(say!("Value a year"), Unit::Money),
                    Column::number(say!("Residents"), Unit::People),
                    Column::number(say!("For each resident"), Unit::Money),
                    Column::text(say!("Tax")),
                ],
                Rows::numbered(prices.len(), |t, price| row(t, &t.figures.prices[price])),
            )
            .drawn(Chart::Dots(4)),
        )
}

fn row(t: &Teller, price: &Price) -> Vec<Cell> {
    let contract = &t.catalogue.contracts[price.contract];
    vec![
        t.contract_cell(price.contract),
        t.buyers_cell(contract),
        super::rows::annual_cell(t, price.contract),
        Cell::number(t.format.residents(price.residents), price.residents as f64),
        Cell::number(
            if price.rough {
                say!("about {}", t.format.pence(price.per_resident))
            } else {
                t.format.pence(price.per_resident)
            },
            price.per_resident,
        ),
        Cell::text(if price.estimated { say!("not stated or taken out") } else { say!("net") }),
    ]
}

fn spread(b: &Builder) -> Figure {
    let priced = || b.figures.price_pairs.iter().filter(|pair| pair.known > 0);
    let most = priced().map(|pair| pair.known).max().unwrap_or(0);
    let pairs = priced().count();
    let mut spreads: Vec<_> =
        priced().filter_map(|pair| pair.spread.map(|spread| (pair.service, pair.system, spread))).collect();
    spreads.sort_by_key(|(service, system, _)| (*service, *system));
    let rows = spreads.iter().map(|(service, system, spread)| {
        let mut cells = vec![b.service_cell(*service), b.system_cell(*system), b.count_cell(spread.count)];
        cells.extend(spread.points.map(|point| Cell::number(b.format.pence(point), point)));
        cells
    });
    let share = Coverage { part: spreads.len(), whole: pairs };
    let about = About {
        id: "price-spread",
        title: say!("How far prices for the same system lie apart"),
        definition: say!(
            "Least, quartiles and most of the yearly cost for each resident, over running contracts for one system and service; only where five or more prices are known. The value is the number of systems and services for which they are."
        ),
        formula: say!("minimum, lower quartile, median, upper quartile, maximum of yearly value ÷ residents"),
    };
    let columns =
        [Column::name(say!("Service")), Column::name(say!("System")), Column::count(say!("Contracts"))];
    let points =
        [say!("Least"), say!("Lower quartile"), say!("Median"), say!("Upper quartile"), say!("Most")];
    let points = points.map(|title| Column::number(title, Unit::Money));
    b.count(&about, share.part)
        .part_of(share, say!("systems and services with at least one known price"))
        .sentence(|draft| match share.part {
            0 => say!(
                "For no system and service are five prices known; the most for one is {most}. A spread over fewer would compare accidents."; most
            ),
            _ => say!(
                "For {} of {} systems and services with a known price, five prices or more are known.",
                draft.text,
                b.format.count(pairs)
            ),
        })
        .table(
            FigureTable::new(
                say!("Yearly cost for each resident by service and system"),
                columns.into_iter().chain(points).collect::<Vec<_>>(),
                rows.collect(),
            )
            .drawn(Chart::Spread(3)),
        )
}
