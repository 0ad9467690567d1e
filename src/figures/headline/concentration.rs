//! How much the largest suppliers hold, by contract and by value, by supplier and by group; how concentrated services
//! are; and what mergers would do.

use std::collections::BTreeMap;

use crate::figures::groups::{Group, group_of};
use crate::figures::registry::{Builder, Cell, Chart, Figure, FigureTable, Target, Value};
use crate::figures::{Coverage, MERGERS, Percent};

/// Ids by number of suppliers, in the order of [`KINDS`].
const TOP: [(usize, &str, [&str; 4]); 5] = [
    (1, "The largest", ["top-1-contracts", "top-1-contracts-groups", "top-1-value", "top-1-value-groups"]),
    (
        3,
        "The three largest",
        ["top-3-contracts", "top-3-contracts-groups", "top-3-value", "top-3-value-groups"],
    ),
    (
        5,
        "The five largest",
        ["top-5-contracts", "top-5-contracts-groups", "top-5-value", "top-5-value-groups"],
    ),
    (
        10,
        "The ten largest",
        ["top-10-contracts", "top-10-contracts-groups", "top-10-value", "top-10-value-groups"],
    ),
    (
        15,
        "The fifteen largest",
        ["top-15-contracts", "top-15-contracts-groups", "top-15-value", "top-15-value-groups"],
    ),
];

/// What is counted, and who holds it.
#[derive(Clone, Copy)]
struct Kind {
    by_value: bool,
    by_group: bool,
    title: &'static str,
    definition: &'static str,
}

const KINDS: [Kind; 4] = [
    Kind {
        by_value: false,
        by_group: false,
        title: "Contracts of the largest suppliers",
        definition: "Contracts on record with a named supplier that the largest suppliers by number of contracts hold, as a share of all contracts on record with a named supplier. Work that an authority does itself has no supplier.",
    },
    Kind {
        by_value: false,
        by_group: true,
        title: "Contracts of the largest groups",
        definition: "The same by group: a supplier counts with the company that owns it at the date of the site.",
    },
    Kind {
        by_value: true,
        by_group: false,
        title: "Known value of the largest suppliers",
        definition: "Known yearly value of running contracts with a named supplier that the largest suppliers by that value hold, as a share of all known yearly value of such contracts.",
    },
    Kind {
        by_value: true,
        by_group: true,
        title: "Known value of the largest groups",
        definition: "The same by group: a supplier counts with the company that owns it at the date of the site.",
    },
];

pub(in crate::figures) fn concentration(b: &Builder) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (index, kind) in KINDS.iter().enumerate() {
        let held = Held::of(b, *kind);
        for (k, largest, ids) in TOP {
            figures.push(top(b, *kind, &held, k, largest, ids[index]));
        }
    }
    figures.push(by_service(b));
    figures.push(mergers(b));
    figures
}

/// What each supplier or group holds, the largest first.
struct Held {
    holders: Vec<(Group, f64)>,
    /// Contracts whose holding could be computed, of those with a named supplier.
    coverage: Coverage,
}

impl Held {
    fn of(b: &Builder, kind: Kind) -> Self {
        let mut sums: BTreeMap<Group, f64> = BTreeMap::new();
        let mut coverage = Coverage::default();
        for (row, term) in b.catalogue.contracts.rows().iter().zip(&b.figures.terms) {
            let Some(supplier) = row.supplier.supplier() else { continue };
            if kind.by_value && !term.state.is_running() {
                continue;
            }
            coverage.whole += 1;
            let amount = if kind.by_value { term.annual.map(|annual| annual.amount) } else { Some(1.0) };
            if let Some(amount) = amount {
                coverage.part += 1;
                let holder =
                    if kind.by_group { group_of(b.catalogue, supplier) } else { Group::Head(supplier) };
                *sums.entry(holder).or_insert(0.0) += amount;
            }
        }
        let mut holders: Vec<(Group, f64)> = sums.into_iter().collect();
        holders.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Self { holders, coverage }
    }

    fn sum(&self) -> f64 {
        self.holders.iter().map(|(_, amount)| amount).sum()
    }
}

fn top(b: &Builder, kind: Kind, held: &Held, k: usize, largest: &str, id: &'static str) -> Figure {
    let part: f64 = held.holders.iter().take(k).map(|(_, amount)| amount).sum();
    let percent = Percent::of(part, held.sum());
    let mut figure = b.share(id, kind.title, kind.definition, held.coverage);
    let enough = held.coverage.part >= b.catalogue.site.thresholds.small_number as usize;
    figure.value = if enough { Value::Percent(percent.value()) } else { Value::Withheld };
    figure.text = if enough { percent.to_string() } else { "withheld, too few records".to_owned() };
    let who = match (kind.by_group, k) {
        (false, 1) => "supplier holds",
        (false, _) => "suppliers hold",
        (true, 1) => "group holds",
        (true, _) => "groups hold",
    };
    let coverage = held.coverage;
    let named = b.format.count(coverage.whole);
    let count = largest.trim_start_matches("The ");
    let (what, who_has) = match (kind.by_value, kind.by_group, k) {
        (false, false, 1) => ("Contracts", "supplier"),
        (false, false, _) => ("Contracts", "suppliers"),
        (false, true, 1) => ("Contracts", "group"),
        (false, true, _) => ("Contracts", "groups"),
        (true, false, 1) => ("Known value", "supplier"),
        (true, false, _) => ("Known value", "suppliers"),
        (true, true, 1) => ("Known value", "group"),
        (true, true, _) => ("Known value", "groups"),
    };
    figure
        .titled(format!("{what} of the {count} {who_has}"))
        .formula("Σ held by the k largest ÷ Σ held by all")
        .sentence(|figure| {
            if kind.by_value {
                let known = b.format.count(coverage.part);
                format!("{largest} {who} {} of the known yearly value, which is known for {known} of {named} running contracts with a named supplier.", figure.text)
            } else {
                let unnamed = b.format.count(b.catalogue.contracts.len() - coverage.whole);
                format!("{largest} {who} {} of the {named} contracts on record with a named supplier; {unnamed} name none.", figure.text)
            }
        })
        .table(held_table(b, kind, held))
}

fn holder(b: &Builder, group: &Group) -> Cell {
    match group {
        Group::Head(ix) => Cell::link(group.name(b.catalogue), Target::Supplier(*ix)),
        _ => Cell::text(group.name(b.catalogue)),
    }
}

fn held_table(b: &Builder, kind: Kind, held: &Held) -> FigureTable {
    let sum = held.sum();
    let rows = held.holders.iter().map(|(group, amount)| {
        let percent = Percent::of(*amount, sum);
        let amount = if kind.by_value { b.format.money(*amount) } else { format!("{amount:.0}") };
        vec![holder(b, group), Cell::text(amount), Cell::bar(percent.to_string(), percent)]
    });
    let who = if kind.by_group { "Group" } else { "Supplier" };
    let what = if kind.by_value { "Known value a year#" } else { "Contracts#" };
    let caption = match (kind.by_group, kind.by_value) {
        (false, false) => "Suppliers by contracts on record",
        (true, false) => "Groups of suppliers by contracts on record",
        (false, true) => "Suppliers by known yearly value of running contracts",
        (true, true) => "Groups of suppliers by known yearly value of running contracts",
    };
    FigureTable::new(caption, &[who, what, "Share#"], rows.collect()).drawn(Chart::Bars(2))
}

fn by_service(b: &Builder) -> Figure {
    let rows = &b.figures.concentrations;
    let mean = rows.iter().map(|row| row.by_group).sum::<f64>() / rows.len().max(1) as f64;
    let index = |value: f64| b.format.index(value);
    let table = rows.iter().map(|row| {
        let largest = row.largest.as_ref();
        vec![
            Cell::link(&b.catalogue.services[row.service].name, Target::Service(row.service)),
            Cell::text(b.format.count(row.recorded)),
            Cell::text(index(row.by_system)),
            Cell::text(index(row.by_supplier)),
            Cell::bar(index(row.by_group), Percent::of(row.by_group, 10_000.0)),
            largest.map_or_else(|| Cell::text("No supplier named"), |(group, _)| holder(b, group)),
            Cell::text(
                largest.map_or_else(|| "Does not apply".to_owned(), |(_, percent)| percent.to_string()),
            ),
        ]
    });
    let many = crate::figures::format::capitalised(&b.catalogue.site.words.many);
    let coverage = Coverage { part: rows.len(), whole: b.catalogue.services.len() };
    let mut figure = b.count(
        "concentration-by-service",
        "Concentration of each service",
        "The Herfindahl-Hirschman index: the sum of squared percentage shares, from near 0 (many with little each) to 10,000 (one with everything). Each authority with a record counts as one, split equally over the systems that it uses for the service. By group, a supplier counts with the company that owns it at the date of the site. What no supplier is named for makes none large: a system that an authority builds, or whose supplier nobody names, counts as a holder of its own, and so does each authority's own solution without a record. Withheld for services with fewer records than the region's minimum; the value is the mean by group over the others.",
        rows.len(),
    );
    figure.value = if rows.is_empty() { Value::Withheld } else { Value::Index(mean) };
    figure.text = if rows.is_empty() { "withheld, too few records".to_owned() } else { index(mean) };
    figure
        .formula("Σ (100 × share)²")
        .covering(coverage)
        .sentence(|figure| {
            format!(
                "The mean concentration by group of suppliers is {} on a scale to 10,000, over the {} of {} services with enough records.",
                figure.text,
                b.format.count(coverage.part),
                b.format.count(coverage.whole)
            )
        })
        .table(FigureTable::new(
            "Concentration of services, the most concentrated first",
            &["Service", &format!("{many} on record#"), "By system#", "By supplier#", "By group#", "Largest group", "Its share#"],
            table.collect(),
        ).drawn(Chart::Bars(4)))
}

fn mergers(b: &Builder) -> Figure {
    let all = &b.figures.mergers;
    let rows = all.iter().take(MERGERS).map(|merger| {
        let services: Vec<&str> =
            merger.services.iter().map(|ix| b.catalogue.services[*ix].name.as_str()).collect();
        vec![
            holder(b, &merger.one),
            holder(b, &merger.other),
            Cell::text(b.format.tenth(merger.rise)),
            Cell::text(services.join(", ")),
        ]
    });
    let rise = all.first().map_or(0.0, |merger| merger.rise);
    let mut figure = b.count(
        "mergers",
        "If two groups merged",
        "For each pair of supplier groups that both serve a service with an index: by how many points the mean index by group would rise if they were one. The ten largest; nothing here says that anybody plans it.",
        all.len(),
    );
    figure.value = Value::Index(rise);
    figure.text = b.format.tenth(rise);
    figure
        .formula("Σ over services of 2 × share a × share b ÷ number of services with an index")
        .sentence(|figure| match all.first() {
            None => "No two groups of suppliers meet in a service with enough records.".to_owned(),
            Some(first) => format!(
                "If {} and {} were one, the mean concentration would rise by {} points, more than for any other pair.",
                first.one.name(b.catalogue),
                first.other.name(b.catalogue),
                figure.text
            ),
        })
        .table(FigureTable::new(
            "The mergers that would raise concentration most",
            &["One group", "Other group", "Rise of the mean index#", "Services in which they meet"],
            rows.collect(),
        ))
}
