//! Who could buy together, where newcomers could come in, what hangs on whom, and who changed from what to what.

use crate::catalogue::{Borough, Ix};
use crate::figures::exposure::AHEAD_MONTHS;
use crate::figures::groups::Group;
use crate::figures::order::median;
use crate::figures::registry::{Builder, Cell, Chart, Figure, FigureTable, Target, Value};
use crate::figures::{Coverage, Similar};

pub(in crate::figures) fn opportunities(b: &Builder) -> Vec<Figure> {
    let mut figures = super::together::together(b);
    figures.extend([super::openings::openings(b), exposure(b), super::changes::migrations(b), similar(b)]);
    figures
}

fn exposure(b: &Builder) -> Figure {
    let all = &b.figures.exposure;
    let boroughs = b.catalogue.boroughs.len();
    let rows = all.iter().map(|(group, exposure)| {
        let value = match (exposure.running, exposure.with_value) {
            (0, _) => "None running".to_owned(),
            (_, 0) => "Not published".to_owned(),
            (running, known) => {
                format!("{} ({known} of {running})", b.format.short_money(exposure.known_value))
            }
        };
        vec![
            match group {
                Group::Head(ix) => Cell::link(group.name(b.catalogue), Target::Supplier(*ix)),
                _ => Cell::text(group.name(b.catalogue)),
            },
            Cell::bar(b.format.count(exposure.boroughs.len()), exposure.reach),
            Cell::text(b.format.count(exposure.services.len())),
            Cell::text(b.format.count(exposure.systems.len())),
            Cell::text(value),
            Cell::text(b.format.count(exposure.ending.len())),
        ]
    });
    let many = crate::figures::format::capitalised(&b.catalogue.site.words.many);
    let first = all.first();
    b.count(
        "exposure",
        "What hangs on each group of suppliers",
        "For each group: authorities with one of its systems in use, services that those serve, yearly value of its running contracts as far as known, and contracts that end within 24 months. The value is the number of authorities of the first.",
        first.map_or(0, |(_, exposure)| exposure.boroughs.len()),
    )
    .sentence(|figure| match first {
        None => "No system in use has a named supplier.".to_owned(),
        Some((group, exposure)) => format!(
            "{} has systems in use in {} of {}, for {}.",
            group.name(b.catalogue),
            figure.text,
            b.format.boroughs(boroughs),
            b.format.counted(exposure.services.len(), "service", "services")
        ),
    })
    .table(FigureTable::new(
        "Groups of suppliers by what hangs on them",
        &["Group", &format!("{many}#"), "Services#", "Systems#", "Known value a year#", &format!("End within {AHEAD_MONTHS} months#")],
        rows.collect(),
    ).drawn(Chart::Bars(1)))
}

/// Pairs of authorities with a service on record in both, the most alike first.
fn compared<'a>(b: &'a Builder) -> Vec<(Ix<Borough>, &'a Similar)> {
    let mut pairs = Vec::new();
    for (own, others) in b.figures.similar.iter().enumerate().map(|(row, others)| (Ix::new(row), others)) {
        pairs.extend(others.iter().filter(|other| other.borough > own).map(|other| (own, other)));
    }
    pairs.sort_by(|a, b| {
        b.1.score
            .total_cmp(&a.1.score)
            .then(b.1.services.cmp(&a.1.services))
            .then((a.0, a.1.borough).cmp(&(b.0, b.1.borough)))
    });
    pairs
}

fn similar(b: &Builder) -> Figure {
    let c = b.catalogue;
    let (name, many) = (|ix: Ix<Borough>| c.boroughs[ix].name.as_str(), &c.site.words.many);
    let pairs = compared(b);
    let all = c.boroughs.len() * c.boroughs.len().saturating_sub(1) / 2;
    let middle = median(pairs.iter().map(|(_, pair)| pair.score).collect()).unwrap_or(0.0);
    let services = median(pairs.iter().map(|(_, pair)| pair.services as f64).collect()).unwrap_or(0.0);
    let rows = pairs.iter().map(|(own, pair)| {
        vec![
            Cell::link(name(*own), Target::Borough(*own)),
            Cell::link(name(pair.borough), Target::Borough(pair.borough)),
            Cell::text(format!("{:.3}", pair.score)),
            Cell::text(b.format.count(pair.services)),
            Cell::text(b.format.count(pair.systems.len())),
        ]
    });
    let mut figure = b.count(
        "similarity",
        "How alike two authorities are",
        "Weighted Jaccard index over pairs of service and system in use, from 0, nothing in common, to 1, the same systems; a pair weighs 1 divided by the number of services that the system serves in that authority. Only services on record in both count, so with few of them the index says little. The value is the median over all pairs of authorities with a service on record in both: the index in the middle, or half-way between the two in the middle.",
        pairs.len(),
    );
    let enough = pairs.len() >= c.site.thresholds.small_number as usize;
    figure.value = if enough { Value::Index(middle) } else { Value::Withheld };
    figure.text = if enough { format!("{middle:.2}") } else { "withheld, too few records".to_owned() };
    figure
        .formula("Σ min(weight a, weight b) ÷ Σ max(weight a, weight b)")
        .covering(Coverage { part: pairs.len(), whole: all })
        .sentence(|figure| {
            let best = pairs.iter().find(|(_, pair)| pair.services as f64 >= services);
            let best = best.map_or_else(String::new, |(own, pair)| {
                format!(
                    " Of those that share so many, {} and {} are the most alike: {:.2}, by {}.",
                    name(*own),
                    name(pair.borough),
                    pair.score,
                    b.format.counted(pair.services, "service", "services")
                )
            });
            format!(
                "On a scale from 0, no system in common, to 1, the same systems, half of the {} pairs of {many} with a service on record in both (of {} pairs) score {} or more, and half of them share {} or more services.{best}",
                b.format.count(pairs.len()),
                b.format.count(all),
                figure.text,
                b.format.half(services)
            )
        })
        .table(FigureTable::new(
            "Pairs by how alike they are in what they run",
            &["One", "Other", "Similarity#", "Services compared#", "Systems in common#"],
            rows.collect(),
        ))
}
