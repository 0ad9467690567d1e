//! How much the largest suppliers hold.

use std::collections::BTreeMap;

use crate::catalogue::{Ix, Supplier};
use crate::figures::registry::{Builder, Cell, Figure, FigureTable, Target, Value};
use crate::figures::{Coverage, Percent};

pub(in crate::figures) fn concentration(b: &Builder) -> Vec<Figure> {
    const TOP: [(usize, &str, &str); 5] = [
        (1, "top-1-contracts", "Contracts of the largest supplier"),
        (3, "top-3-contracts", "Contracts of the three largest suppliers"),
        (5, "top-5-contracts", "Contracts of the five largest suppliers"),
        (10, "top-10-contracts", "Contracts of the ten largest suppliers"),
        (15, "top-15-contracts", "Contracts of the fifteen largest suppliers"),
    ];
    let held = contracts_held(b);
    let named: usize = held.iter().map(|(_, count)| count).sum();
    let all = b.catalogue.contracts.len();
    let mut figures: Vec<Figure> = TOP
        .iter()
        .map(|(k, id, title)| {
            let part = held.iter().take(*k).map(|(_, count)| count).sum();
            let figure = b.share(
                id,
                title,
                "Contracts on record with a named supplier that the largest suppliers by number of contracts hold, as a share of all contracts on record with a named supplier. Work that an authority does itself has no supplier.",
                Coverage { part, whole: named },
            );
            figure
                .sentence(|figure| {
                    format!(
                        "{} {} of the {} contracts on record with a named supplier; {} name none.",
                        largest(*k),
                        figure.text,
                        b.format.count(named),
                        b.format.count(all - named)
                    )
                })
                .table(table(b, &held, *k, named))
        })
        .collect();
    figures.push(value(b));
    figures
}

fn largest(k: usize) -> String {
    match k {
        1 => "The largest supplier holds".to_owned(),
        3 => "The three largest suppliers hold".to_owned(),
        5 => "The five largest suppliers hold".to_owned(),
        10 => "The ten largest suppliers hold".to_owned(),
        _ => format!("The {k} largest suppliers hold"),
    }
}

type Held = Vec<(Ix<Supplier>, usize)>;

fn contracts_held(b: &Builder) -> Held {
    let counts = b
        .figures
        .suppliers
        .iter()
        .enumerate()
        .map(|(row, footprint)| (Ix::new(row), footprint.contracts.len()));
    let mut held: Held = counts.filter(|(_, count)| *count > 0).collect();
    held.sort_by_key(|(ix, count)| (std::cmp::Reverse(*count), *ix));
    held
}

fn table(b: &Builder, held: &Held, k: usize, named: usize) -> FigureTable {
    let rows = held.iter().take(k).map(|(ix, count)| {
        let percent = Percent::of(*count as f64, named as f64);
        vec![
            Cell::link(&b.catalogue.suppliers[*ix].name, Target::Supplier(*ix)),
            Cell::text(b.format.count(*count)),
            Cell::bar(percent.to_string(), percent),
        ]
    });
    FigureTable::new(
        "The largest suppliers by contracts on record",
        &["Supplier", "Contracts#", "Share#"],
        rows.collect(),
    )
}

fn value(b: &Builder) -> Figure {
    let mut by_supplier: BTreeMap<Ix<Supplier>, f64> = BTreeMap::new();
    let mut sum = 0.0;
    let mut coverage = Coverage::default();
    for (row, term) in b.catalogue.contracts.rows().iter().zip(&b.figures.terms) {
        let Some(supplier) = row.supplier.supplier().filter(|_| term.state.is_running()) else { continue };
        coverage.whole += 1;
        if let Some(annual) = term.annual {
            coverage.part += 1;
            sum += annual.amount;
            *by_supplier.entry(supplier).or_default() += annual.amount;
        }
    }
    let mut held: Vec<(Ix<Supplier>, f64)> = by_supplier.into_iter().collect();
    held.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let top: f64 = held.iter().take(10).map(|(_, amount)| amount).sum();
    let percent = Percent::of(top, sum);
    let mut figure = b.share(
        "top-10-value",
        "Known value of the ten largest suppliers",
        "Known yearly value of running contracts with a named supplier that the ten largest suppliers by that value hold, as a share of all known yearly value of such contracts.",
        coverage,
    );
    // Withheld where too few values are known, however many contracts there are.
    if coverage.part < b.catalogue.site.thresholds.small_number as usize {
        figure.value = Value::Withheld;
        "withheld, too few records".clone_into(&mut figure.text);
    } else {
        figure.value = Value::Percent(percent.value());
        figure.text = percent.to_string();
    }
    let rows = held.iter().take(10).map(|(ix, amount)| {
        let percent = Percent::of(*amount, sum);
        vec![
            Cell::link(&b.catalogue.suppliers[*ix].name, Target::Supplier(*ix)),
            Cell::text(b.format.short_money(*amount)),
            Cell::bar(percent.to_string(), percent),
        ]
    });
    let table = FigureTable::new(
        "The ten largest suppliers by known yearly value of running contracts",
        &["Supplier", "Known value a year#", "Share#"],
        rows.collect(),
    );
    figure
        .sentence(|figure| {
            format!(
                "The ten largest suppliers hold {} of the known yearly value, which is known for {} of {} running contracts with a named supplier.",
                figure.text,
                b.format.count(coverage.part),
                b.format.count(coverage.whole)
            )
        })
        .table(table)
}
