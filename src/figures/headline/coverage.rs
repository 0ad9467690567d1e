//! How much of the whole is on record.

use crate::figures::coverage::{freshness, pairs};
use crate::figures::format::capitalised;
use crate::figures::market::by_coverage;
use crate::figures::registry::{Builder, Cell, Chart, Figure, FigureTable, Target, Value};
use crate::figures::{Coverage, PairState, Percent, StateCounts};

pub(in crate::figures) fn coverage(b: &Builder) -> Vec<Figure> {
    let (c, f) = (b.catalogue, b.format);
    let markets = &b.figures.markets;
    let all = pairs(c, markets, false);
    let core = pairs(c, markets, true);
    let public = c.services.iter().filter(|(_, service)| !service.totals_only);
    let recorded = public.filter(|(ix, _)| markets[ix.row()].coverage.part > 0).count();
    let one = &c.site.words.one;
    let mut figures = vec![
        b.count("services-total", "Services in the taxonomy", "The number of services in services.yaml.", c.services.len())
            .sentence(|figure| format!("The records are sorted into {} services.", figure.text)),
        b.count(
            "services-recorded",
            "Services with a record",
            "Services for which at least one authority has a system in use, or a solution of its own.",
            recorded,
        )
        .covering(Coverage { part: recorded, whole: c.services.len() })
        .sentence(|figure| format!("{} of {} services have a system in use on record somewhere.", figure.text, f.count(c.services.len()))),
        b.count(
            "pairs-recorded",
            "Pairs of authority and service with a record",
            "Pairs of an authority and a service that applies to it, in which a system is in use or the authority has a solution of its own.",
            all.part,
        )
        .covering(all)
        .sentence(|figure| format!("{} of {} pairs of {one} and service have a record.", figure.text, f.count(all.whole)))
        .table(groups_table(b)),
        b.share(
            "coverage-all",
            "Coverage of all services",
            "Pairs of authority and service with a record, as a share of all pairs that apply.",
            all,
        )
        .sentence(|figure| format!("{} of all pairs of {one} and service have a record ({} of {}).", figure.text, f.count(all.part), f.count(all.whole))),
        b.share(
            "coverage-core",
            "Coverage of core services",
            "The same over core services, those that every authority is expected to have.",
            core,
        )
        .sentence(|figure| format!("{} of the pairs of {one} and core service have a record ({} of {}).", figure.text, f.count(core.part), f.count(core.whole))),
        best_recorded(b),
        matrix(b),
        complete(b),
        fresh(b),
    ];
    figures.extend(super::trust::trust(b));
    figures
}

fn groups_table(b: &Builder) -> FigureTable {
    let rows = b.catalogue.groups.iter().map(|(ix, group)| {
        let sum = group
            .services
            .iter()
            .filter(|ix| !b.catalogue.services[**ix].totals_only)
            .map(|ix| b.figures.market(*ix).states(b.catalogue))
            .fold(StateCounts::default(), StateCounts::plus)
            .in_use();
        vec![
            Cell::link(&group.name, Target::Group(ix)),
            Cell::text(b.format.count(sum.part)),
            Cell::text(b.format.count(sum.whole)),
            Cell::bar(sum.percent().to_string(), sum.percent()),
        ]
    });
    let pairs =
        format!("Pairs of {} and service with a record, by group of services", b.catalogue.site.words.one);
    FigureTable::new(pairs, &["Group", "With a record#", "Pairs#", "Coverage#"], rows.collect())
        .drawn(Chart::Bars(3))
}

fn best_recorded(b: &Builder) -> Figure {
    let c = b.catalogue;
    let order = by_coverage(c, &b.figures.markets);
    let row = |ix: &crate::catalogue::Ix<crate::catalogue::Service>| {
        let coverage = b.figures.market(*ix).coverage;
        vec![
            Cell::link(&c.services[*ix].name, Target::Service(*ix)),
            Cell::text(b.format.count(coverage.part)),
            Cell::bar(coverage.percent().to_string(), coverage.percent()),
        ]
    };
    let best = order.first().map_or(0, |ix| b.figures.market(*ix).coverage.part);
    let many = capitalised(&c.site.words.many);
    b.count(
        "services-by-coverage",
        "The best recorded services",
        "Services in the order of the share of authorities with a record; the value is the number of authorities on record for the first.",
        best,
    )
    .sentence(|figure| {
        let name = order.first().map_or("", |ix| c.services[*ix].name.as_str());
        format!("{name} is the best recorded service, with {} of {}.", figure.text, b.format.boroughs(c.boroughs.len()))
    })
    .table(FigureTable::new(
        "Services by the share of authorities on record",
        &["Service", &format!("{many} on record#"), "Coverage#"],
        order.iter().map(row).collect(),
    ).drawn(Chart::Bars(2)))
}

fn fresh(b: &Builder) -> Figure {
    let fresh = freshness(b.catalogue);
    let f = b.format;
    let mut figure = b.count(
        "freshness-median",
        "Age of what is known",
        "For each deployment in use, the days from the newest date among its sources and confirmations to the date of the site; a date ahead counts as today. The value is the median of those with a date: the age in the middle, or half-way between the two in the middle, half a day counted as one. Nine in ten are not older than the age in the second row.",
        fresh.median_days,
    );
    figure.value = Value::Days(fresh.median_days);
    figure.text = f.counted(fresh.median_days, "day", "days");
    let dated = fresh.dated;
    figure
        .covering(dated)
        .sentence(|figure| {
            format!(
                "Half of the deployments in use with a dated source rest on one that is {} old or older ({} of {} have a dated source).",
                figure.text,
                f.count(dated.part),
                f.count(dated.whole)
            )
        })
        .table(FigureTable::new(
            "Age of the newest source of deployments in use",
            &["Measure", "Value#"],
            vec![
                vec![Cell::text("Half are as old or older"), Cell::text(f.counted(fresh.median_days, "day", "days"))],
                vec![Cell::text("A tenth are as old or older"), Cell::text(f.counted(fresh.slowest_tenth_days, "day", "days"))],
                vec![
                    Cell::text("Have no dated source"),
                    Cell::text(format!("{} of {}", f.count(dated.whole - dated.part), f.count(dated.whole))),
                ],
            ],
        ))
}

/// The overview of all pairs in its four states.
fn matrix(b: &Builder) -> Figure {
    let c = b.catalogue;
    let one = &c.site.words.one;
    let mut sum = StateCounts::default();
    let mut rows = Vec::new();
    for (ix, service) in c.services.iter().filter(|(_, service)| !service.totals_only) {
        let states = b.figures.market(ix).states(c);
        sum = sum.plus(states);
        let mut cells = vec![Cell::link(&service.name, Target::Service(ix))];
        cells.extend(PairState::ALL.map(|state| b.count_cell(states.of(state))));
        rows.push(cells);
    }
    let (whole, in_use) = (sum.whole(), sum.of(PairState::InUse));
    b.count(
        "overview-matrix",
        "Every pair of authority and service, in four states",
        "A pair is recorded (a system in use or a solution of its own), has other evidence only (planned, past or not confirmed), has nothing on record, or does not apply. The value is the number with other evidence only.",
        sum.of(PairState::Other),
    )
    .covering(Coverage { part: in_use, whole })
    .sentence(|figure| {
        format!(
            "Of {} pairs of {one} and service, {} have a record in use, {} only other evidence, {} nothing, and {} do not apply.",
            b.format.count(whole),
            b.format.count(in_use),
            figure.text,
            b.format.count(sum.of(PairState::Nothing)),
            b.format.count(sum.of(PairState::NotApplicable))
        )
    })
    .table(FigureTable::new(
        "Services by the state of their pairs",
        &["Service", "In use#", "Other evidence only#", "Nothing on record#", "Does not apply#"],
        rows,
    ).drawn(Chart::Parts { told: 1..3, quiet: 3..5 }))
}

fn complete(b: &Builder) -> Figure {
    let c = b.catalogue;
    let all = &b.figures.completeness;
    let sum = all.iter().fold((0.0, 0.0), |sum, row| (sum.0 + row.known, sum.1 + row.whole));
    let percent = Percent::of(sum.0, sum.1);
    let one = capitalised(&c.site.words.one);
    let rows = c.boroughs.iter().map(|(ix, borough)| {
        let row = all[ix.row()];
        vec![
            Cell::link(&borough.name, Target::Borough(ix)),
            Cell::text(format!("{:.1}", row.known)),
            Cell::text(format!("{:.1}", row.whole)),
            Cell::bar(row.percent().to_string(), row.percent()),
        ]
    });
    let mut figure = b.count(
        "completeness",
        "How complete the records are",
        "Over the core services that apply to an authority: 1 for a record in use, 0.2 for when the system came, 0.5 for its contract's end, 0.3 for its value, 0.5 for a source within the region's limit; as a share of the same weights for all of those services. In the order of names: it says how much was published, not who runs more or better.",
        all.len(),
    );
    figure.value = Value::Percent(percent.value());
    figure.text = percent.to_string();
    figure
        .formula("Σ weights known ÷ Σ weights that could be known")
        .sentence(|figure| {
            format!("The records hold {} of what could be known of core services.", figure.text)
        })
        .table(FigureTable::new(
            "Completeness by name",
            &[&one, "Known weight#", "Whole weight#", "Completeness#"],
            rows.collect(),
        ))
}
