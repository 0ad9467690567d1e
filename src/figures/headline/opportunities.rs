//! Who could buy together, where newcomers could come in, how much depends on whom, and who changed from what to what.

use super::owners;
use crate::catalogue::{Borough, Ix};
use crate::figures::builder::{About, Builder};
use crate::figures::exposure::AHEAD_MONTHS;
use crate::figures::order::median;
use crate::figures::table::{Cell, Chart, Column, FigureTable, Unit};
use crate::figures::{Coverage, Figure, KEPT, MOST_PAIRED, Rows, Similar, Value, YearlyValue};
use crate::words;

pub(in crate::figures) fn opportunities(b: &Builder) -> Vec<Figure> {
    let mut figures = super::together::together(b);
    figures.extend([super::openings::openings(b), exposure(b), super::changes::migrations(b), similar(b)]);
    figures
}

fn exposure(b: &Builder) -> Figure {
    let all = &b.figures.exposure;
    let boroughs = b.catalogue.boroughs.len();
    let rows = all.iter().map(|(group, exposure)| {
        let sum =
            YearlyValue { amount: exposure.known_value, known: exposure.with_value, of: exposure.running };
        vec![
            b.holder_cell(group),
            b.bar_cell(exposure.boroughs.len(), boroughs),
            b.count_cell(exposure.services.len()),
            b.count_cell(exposure.systems.len()),
            b.sum_cell(sum, say!("None running")),
            b.count_cell(exposure.ending.len()),
        ]
    });
    let first = all.first();
    let most = first.map_or(0, |(_, exposure)| exposure.boroughs.len());
    let about = About {
        id: "exposure",
        title: say!("Groups of suppliers by how much depends on them"),
        definition: say!(
            "For each group: {many} with one of its systems in use (by the supplier that the record of the system names), services that those serve, yearly value of its running contracts as far as known, and contracts that end within 24 months. A sum of which some values are unknown is withheld while fewer than the region's minimum are known. The value is the number of {many} of the first."
        ),
        formula: say!("number of {many} with a system of the first group in use"),
    };
    b.count(&about, most)
        .part_of(Coverage { part: most, whole: boroughs }, &*b.catalogue.site.words.many)
        .sentence(|draft| match first {
            None => say!("No system in use has a named supplier.").to_owned(),
            Some((group, exposure)) => say!(
                "{} has systems in use in {} of {}, for {}. {}",
                group.name(b.catalogue),
                draft.text,
                b.format.boroughs(boroughs),
                b.format.counted(exposure.services.len(), "service", "services"),
                owners::sentence(b)
            ),
        })
        .table(
            FigureTable::new(
                say!("Groups of suppliers by how much depends on them"),
                [
                    Column::name(say!("Group")),
                    Column::count(b.words("{Many}")),
                    Column::count(say!("Services")),
                    Column::count(say!("Systems")),
                    Column::sum(say!("Known value a year")),
                    Column::count(say!("End within {AHEAD_MONTHS} months"; AHEAD_MONTHS)),
                ],
                rows.collect(),
            )
            .drawn(Chart::Bars(1)),
        )
}

/// Pairs of authorities with a service on record in both, those that share most services first.
fn compared<'a>(b: &'a Builder) -> Vec<(Ix<Borough>, &'a Similar)> {
    let mut pairs = Vec::new();
    let kept = |one: Ix<Borough>, other: Ix<Borough>| {
        b.figures.similar[one.row()].iter().any(|similar| similar.borough == other)
    };
    for (own, others) in b.figures.similar.iter().enumerate().map(|(row, others)| (Ix::new(row), others)) {
        // Once for each pair, also where only the later one keeps the other as one of the most alike.
        let once = |other: &&Similar| other.borough > own || !kept(other.borough, own);
        pairs.extend(others.iter().filter(once).map(|other| (own, other)));
    }
    // An index over few services says little, so those with most to compare come first.
    pairs.sort_by(|a, b| {
        b.1.services
            .cmp(&a.1.services)
            .then(b.1.score.total_cmp(&a.1.score))
            .then((a.0, a.1.borough).cmp(&(b.0, b.1.borough)))
    });
    pairs
}

/// What the index of similarity is.
const SIMILARITY: &str = said_later!(
    "Weighted Jaccard index over pairs of service and system in use, from 0, nothing in common, to 1, the same systems; a pair weighs 1 divided by the number of services that the system serves in that {one}. Only services on record in both count, so with few of them the index says little, and the pairs with most services to compare come first. The value is the median over all pairs of {many} with a service on record in both: the index in the middle, or half-way between the two in the middle."
);

fn similar(b: &Builder) -> Figure {
    let c = b.catalogue;
    let (name, many) = (|ix: Ix<Borough>| c.boroughs[ix].name.as_str(), &c.site.words.many);
    let pairs = compared(b);
    let known =
        Coverage { part: pairs.len(), whole: c.boroughs.len() * c.boroughs.len().saturating_sub(1) / 2 };
    let middle = median(pairs.iter().map(|(_, pair)| pair.score).collect()).unwrap_or(0.0);
    let services = median(pairs.iter().map(|(_, pair)| pair.services as f64).collect()).unwrap_or(0.0);
    let numbers = |(own, pair): &(Ix<Borough>, &Similar)| {
        (*own, pair.borough, pair.score, pair.services, pair.systems.len())
    };
    let rows = pairs.iter().map(numbers).collect();
    let rows = Rows::each(rows, |t, (own, other, score, services, systems)| {
        vec![
            t.borough_cell(*own),
            t.borough_cell(*other),
            Cell::number(t.format.decimal(*score, 3), *score),
            t.count_cell(*services),
            t.count_cell(*systems),
        ]
    });
    let most_alike = if c.boroughs.len() > MOST_PAIRED {
        say!(
            " With more than {MOST_PAIRED} {{many}}, pairs without a system in common are left out, and of each {{one}} the {KEPT} most alike are kept."; MOST_PAIRED, KEPT
        )
    } else {
        String::new()
    };
    let definition = format!("{}{most_alike}", words::text(SIMILARITY));
    let about = About {
        id: "similarity",
        title: say!("How alike two {many} are"),
        definition: &definition,
        formula: say!("Σ min(weight a, weight b) ÷ Σ max(weight a, weight b)"),
    };
    let value = (Value::Index(middle), b.format.decimal(middle, 2));
    b.resting(&about, value, known.part, say!("pairs of {many} with a service on record in both"))
        .known(known, b.words(say!("pairs of {many}")))
        .sentence(|draft| {
            // The first of those that tie.
            let best = pairs.iter().filter(|(_, pair)| pair.services as f64 >= services);
            let best = best.rev().max_by(|a, b| a.1.score.total_cmp(&b.1.score));
            let best = best.map_or_else(String::new, |(own, pair)| {
                say!(
                    " Of pairs with so many services, {} and {} are the most alike: {}, by {}.",
                    name(*own),
                    name(pair.borough),
                    b.format.decimal(pair.score, 2),
                    b.format.counted(pair.services, "service", "services")
                )
            });
            say!(
                "Two {many} that run the same systems would score 1, two with no system in common 0: half of the {} pairs of {many} that can be compared (of {} pairs in all) score {} or more, and half of them have {} or more services on record in both.{best}",
                b.format.count(known.part),
                b.format.count(known.whole),
                draft.text,
                b.format.half(services); many, best
            )
        })
        .table(FigureTable::new(
            b.words(say!("Pairs of {many} by how alike they are in what they run")),
            [
                Column::name(say!("One")),
                Column::name(say!("Other")),
                Column::number(say!("Similarity"), Unit::Index),
                Column::count(say!("Services compared")),
                Column::count(say!("Systems in common")),
            ],
            rows,
        ))
}
