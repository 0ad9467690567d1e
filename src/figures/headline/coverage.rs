//! How much of the whole is on record.

use crate::catalogue::{Ix, Service};
use crate::figures::builder::{About, Builder, SERVICES};
use crate::figures::coverage::{freshness, pairs};
use crate::figures::market::by_coverage;
use crate::figures::table::{Cell, Chart, Column, FigureTable, Target, Unit};
use crate::figures::{Coverage, Figure, PairState, Percent, StateCounts, Value};
use crate::words;

pub(in crate::figures) fn coverage(b: &Builder) -> Vec<Figure> {
    let mut figures = vec![
        services(b),
        services_recorded(b),
        pairs_recorded(b),
        all_services(b),
        core_services(b),
        best_recorded(b),
        matrix(b),
        complete(b),
        fresh(b),
    ];
    figures.extend(super::trust::trust(b));
    figures
}

fn services(b: &Builder) -> Figure {
    let c = b.catalogue;
    let about = About {
        id: "services-total",
        title: say!("Services on our list"),
        definition: say!(
            "Everything that {a_one} does, sorted into services; each system and contract on record is for one or more of them. Of a service whose records would give too much away only totals over all {many} are published: it is on the list and in no other figure."
        ),
        formula: say!("number of services"),
    };
    let others = c.services.len() - b.services().count();
    let rows = c.groups.iter().map(|(ix, group)| {
        vec![Cell::link(&group.name, Target::Group(ix)), b.count_cell(group.services.len())]
    });
    let services = b.format.counted(c.services.len(), "service", "services");
    b.count(&about, c.services.len())
        .sentence(|_| match others {
            0 => say!("The records are sorted into {}.", services),
            _ => say!(
                "The records are sorted into {}; of {} of them only totals are published, so every other figure is of the other {}.",
                services,
                b.format.count(others),
                b.format.count(c.services.len() - others)
            ),
        })
        .table(FigureTable::new(
            say!("Services on our list, by group"),
            [Column::name(say!("Group")), Column::count(say!("Services"))],
            rows.collect(),
        ))
}

fn services_recorded(b: &Builder) -> Figure {
    let c = b.catalogue;
    let markets = &b.figures.markets;
    let recorded: Vec<Ix<Service>> =
        by_coverage(c, markets).into_iter().filter(|ix| markets[ix.row()].coverage.part > 0).collect();
    let all = b.services().count();
    let share = Coverage { part: recorded.len(), whole: all };
    let about = About {
        id: "services-recorded",
        title: say!("Services with a system in use on record"),
        definition: say!(
            "Services for which at least one {one} has a system in use, or a solution of its own, on record. A service of which only totals are published is left out."
        ),
        formula: say!("number of services with {a_one} on record"),
    };
    let rows =
        recorded.iter().map(|ix| vec![b.service_cell(*ix), b.count_cell(markets[ix.row()].coverage.part)]);
    b.count(&about, recorded.len())
        .part_of(share, words::text(SERVICES))
        .sentence(|draft| {
            say!(
                "A system in use is on record in at least one {} for {} of {} whose records are published.",
                c.site.words.one,
                draft.text,
                b.format.counted(all, "service", "services")
            )
        })
        .table(FigureTable::new(
            say!("Services with a system in use on record"),
            [Column::name(say!("Service")), Column::count(b.words(say!("{Many} on record")))],
            rows.collect(),
        ))
}

/// What a pair is, in words.
const PAIRS: &str = said_later!("pairs of {a_one} and a service that it has");

fn pairs_recorded(b: &Builder) -> Figure {
    let all = pairs(b.catalogue, &b.figures.markets, false);
    let about = About {
        id: "pairs-recorded",
        title: say!("Services on record, {one} by {one}"),
        definition: say!(
            "Every {one} with every service that it has is one pair. A pair is on record where a system is in use or the {one} has a solution of its own."
        ),
        formula: say!("number of pairs on record"),
    };
    b.count(&about, all.part)
        .part_of(all, b.words(words::text(PAIRS)))
        .sentence(|draft| {
            say!(
                "Taking each service in each {} on its own, there is a record of {} of {}.",
                b.catalogue.site.words.one,
                draft.text,
                b.format.count(all.whole)
            )
        })
        .table(groups_table(b))
}

fn all_services(b: &Builder) -> Figure {
    let all = pairs(b.catalogue, &b.figures.markets, false);
    let about = About {
        id: "coverage-all",
        title: say!("How much of all services is on record"),
        definition: say!(
            "Pairs of {a_one} and a service in which a system is in use or the {one} has a solution of its own, as a share of all pairs in which the {one} has the service."
        ),
        formula: say!("pairs on record ÷ pairs of {a_one} and a service that it has"),
    };
    b.share(&about, all, words::text(PAIRS))
        .sentence(|draft| {
            say!(
                "Taking each service in each {} on its own, {} are on record ({} of {}).",
                b.catalogue.site.words.one,
                draft.text,
                b.format.count(all.part),
                b.format.count(all.whole)
            )
        })
        .table(groups_table(b))
}

fn core_services(b: &Builder) -> Figure {
    let core = pairs(b.catalogue, &b.figures.markets, true);
    let about = About {
        id: "coverage-core",
        title: say!("How much of core services is on record"),
        definition: say!("The same over core services only: those that every {one} is expected to have."),
        formula: say!("pairs on record ÷ pairs of {a_one} and a core service that it has"),
    };
    let rows = b.catalogue.boroughs.iter().map(|(ix, _)| {
        let own = b.figures.borough(ix).core;
        vec![b.borough_cell(ix), b.count_cell(own.part), b.count_cell(own.whole), b.share_cell(own)]
    });
    b.share(&about, core, say!("pairs of {a_one} and a core service that it has"))
        .sentence(|draft| {
            say!(
                "Taking each core service in each {} on its own, {} are on record ({} of {}).",
                b.catalogue.site.words.one,
                draft.text,
                b.format.count(core.part),
                b.format.count(core.whole)
            )
        })
        .table(FigureTable::new(
            b.words(say!("Core services on record, by {one}")),
            [
                Column::name(b.words("{One}")),
                Column::count(say!("On record")),
                Column::count(say!("Core services")),
                Column::percent(say!("Share")),
            ],
            rows.collect(),
        ))
}

fn groups_table(b: &Builder) -> FigureTable {
    let rows = b.catalogue.groups.iter().map(|(ix, group)| {
        let own = b.figures.groups[ix.row()].in_use();
        vec![
            Cell::link(&group.name, Target::Group(ix)),
            b.count_cell(own.part),
            b.count_cell(own.whole),
            b.share_cell(own),
        ]
    });
    FigureTable::new(
        b.words(say!("Services of each group on record, {one} by {one}")),
        [
            Column::name(say!("Group")),
            Column::count(say!("On record")),
            Column::count(say!("Pairs")),
            Column::percent(say!("Share")),
        ],
        rows.collect(),
    )
    .drawn(Chart::Bars(3))
}

fn best_recorded(b: &Builder) -> Figure {
    let c = b.catalogue;
    let order = by_coverage(c, &b.figures.markets);
    let row = |ix: &Ix<Service>| {
        let coverage = b.figures.market(*ix).coverage;
        vec![
            b.service_cell(*ix),
            b.count_cell(coverage.part),
            b.count_cell(coverage.whole),
            b.share_cell(coverage),
        ]
    };
    let best = order.first().map(|ix| b.figures.market(*ix).coverage).unwrap_or_default();
    let about = About {
        id: "services-by-coverage",
        title: say!("The best recorded services"),
        definition: say!(
            "Services in the order of the share of {many} on record for them, among those that have the service. The value is the number of {many} on record for the first."
        ),
        formula: say!(
            "{many} on record for the first service; shares: {many} on record ÷ {many} that have the service"
        ),
    };
    b.count(&about, best.part)
        .part_of(best, b.words(say!("{many} that have the service")))
        .sentence(|draft| {
            let name = order.first().map_or("", |ix| c.services[*ix].name.as_str());
            say!(
                "{name} is the best recorded service, with {} of {}.",
                draft.text,
                b.format.boroughs(best.whole); name
            )
        })
        .table(
            FigureTable::new(
                b.words(say!("Services by the share of {many} on record")),
                [
                    Column::name(say!("Service")),
                    Column::count(b.words(say!("{Many} on record"))),
                    Column::count(b.words(say!("{Many} that have it"))),
                    Column::percent(say!("Share")),
                ],
                order.iter().map(row).collect(),
            )
            .drawn(Chart::Bars(3)),
        )
}

fn fresh(b: &Builder) -> Figure {
    let fresh = freshness(b.catalogue);
    let f = b.format;
    let days = |days: usize| f.counted(days, "day", "days");
    let dated = fresh.dated;
    let about = About {
        id: "freshness-median",
        title: say!("How old the sources are"),
        definition: say!(
            "For each system in use in {a_one}, the days from the newest date among its sources and confirmations to the date of the site; a date ahead counts as today. The value is the median of those with a date: the age in the middle, or half-way between the two in the middle, half a day counted as one. Nine in ten are not older than the age in the second row."
        ),
        formula: say!("median of days since the newest date"),
    };
    let row = |what: &str, count: usize| {
        let cell = if dated.part < b.least() {
            Cell::text(say!("Withheld"))
        } else {
            Cell::number(days(count), count as f64)
        };
        vec![Cell::text(what), cell]
    };
    let value = (Value::Days(fresh.median_days), days(fresh.median_days));
    b.resting(&about, value, dated.part, say!("systems in use with a dated source"))
        .known(dated, b.words(say!("systems in use, counted {one} by {one}")))
        .sentence(|draft| {
            say!(
                "Half of the systems in use with a dated source rest on one that is {} old or older ({} of {} have a dated source).",
                draft.text,
                f.count(dated.part),
                f.count(dated.whole)
            )
        })
        .table(FigureTable::new(
            say!("Age of the newest source of systems in use"),
            [Column::text(say!("Measure")), Column::number(say!("Age"), Unit::Days)],
            vec![
                row(say!("Half are as old or older"), fresh.median_days),
                row(say!("A tenth are as old or older"), fresh.slowest_tenth_days),
            ]
            .into(),
        ))
}

/// The overview of all pairs in its four states.
fn matrix(b: &Builder) -> Figure {
    let c = b.catalogue;
    let mut sum = StateCounts::default();
    let mut rows = Vec::new();
    for (ix, _) in c.services.iter().filter(|(_, service)| !service.totals_only) {
        let states = b.figures.market(ix).states();
        sum = sum.plus(states);
        let mut cells = vec![b.service_cell(ix)];
        cells.extend(PairState::ALL.map(|state| b.count_cell(states.of(state))));
        rows.push(cells);
    }
    let (whole, nothing) = (sum.whole(), sum.of(PairState::Nothing));
    let about = About {
        id: "overview-matrix",
        title: say!("Services of which nothing is on record, {one} by {one}"),
        definition: say!(
            "Every {one} with every service is one pair. A pair is on record (a system in use or a solution of its own), has other evidence only (a system that is planned, past or not confirmed), has nothing on record, or does not apply because the {one} is known not to have the service. The value is the number with nothing on record."
        ),
        formula: say!("pairs with nothing on record"),
    };
    b.count(&about, nothing)
        .part_of(Coverage { part: nothing, whole }, b.words(say!("pairs of {a_one} and a service")))
        .sentence(|draft| {
            let count = |state| b.format.count(sum.of(state));
            // Nobody was asked which services do not apply: none on record is no finding.
            let without = match sum.of(PairState::NotApplicable) {
                0 => String::new(),
                _ => say!(" Known not to apply: {}.", count(PairState::NotApplicable)),
            };
            say!(
                "Of {} of {} and a service, a system in use is on record for {}, only one that is planned, past or not confirmed for {}, and nothing for {}.{without}",
                b.format.counted(whole, "pair", "pairs"),
                c.site.a_one(),
                count(PairState::InUse),
                count(PairState::Other),
                draft.text; without
            )
        })
        .table(
            FigureTable::new(
                say!("Services by what is known of them"),
                [
                    Column::name(say!("Service")),
                    Column::count(say!("In use")),
                    Column::count(say!("Other evidence only")),
                    Column::count(say!("Nothing on record")),
                    Column::count(say!("Known not to apply")),
                ],
                rows.into(),
            )
            .drawn(Chart::Parts { told: 1..3, quiet: 3..5 }),
        )
}

fn complete(b: &Builder) -> Figure {
    let c = b.catalogue;
    let core = pairs(c, &b.figures.markets, true);
    let sum =
        b.figures.completeness.iter().fold((0.0, 0.0), |sum, row| (sum.0 + row.known, sum.1 + row.whole));
    let percent = Percent::of(sum.0, sum.1);
    let rows = c.boroughs.iter().map(|(ix, _)| {
        let row = b.figures.completeness[ix.row()];
        let points = |points: f64| Cell::number(b.format.tenth(points), points);
        vec![
            b.borough_cell(ix),
            points(row.known),
            points(row.whole),
            b.percent_cell(row.percent(), b.figures.borough(ix).core.whole),
        ]
    });
    let about = About {
        id: "completeness",
        title: say!("How complete the records are"),
        definition: say!(
            "Over the core services that {a_one} has: 1 point for a record in use, 0.2 for when the system came, 0.5 for its contract's end, 0.3 for its value, 0.5 for a source within the region's limit; as a share of the same points for all of those services. In the order of names: it says how much was published, not who runs more or better."
        ),
        formula: say!("points of what is known ÷ points of what could be known"),
    };
    let value = (Value::Percent(percent.value()), percent.to_string());
    b.resting(&about, value, core.whole, say!("pairs of {a_one} and a core service that it has"))
        .portion(sum.0, sum.1, Unit::Points, say!("points for what could be known of core services"))
        .known(core, b.words(say!("pairs of {a_one} and a core service that it has")))
        .sentence(|draft| say!("The records hold {} of what could be known of core services.", draft.text))
        .table(FigureTable::new(
            b.words(say!("Completeness by {one}, in the order of names")),
            [
                Column::name(b.words("{One}")),
                Column::number(say!("Known"), Unit::Points),
                Column::number(say!("Could be known"), Unit::Points),
                Column::percent(say!("Completeness")),
            ],
            rows.collect(),
        ))
}
