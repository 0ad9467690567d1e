//! Who could buy together, where newcomers could come in, what hangs on whom, and who changed from what to what.

use crate::figures::Coverage;
use crate::figures::cohorts::{Cohort, Common};
use crate::figures::exposure::AHEAD_MONTHS;
use crate::figures::groups::Group;
use crate::figures::registry::{Builder, Cell, Chart, Figure, FigureTable, Target, Value};

pub(in crate::figures) fn opportunities(b: &Builder) -> Vec<Figure> {
    let service = |cohort: &&Cohort| matches!(cohort.common, Common::Services(_));
    let (by_service, by_system): (Vec<&Cohort>, Vec<&Cohort>) = b.figures.cohorts.iter().partition(service);
    vec![
        cohorts(
            b,
            "cohorts-by-service",
            "Who could buy together, by service",
            "A contract is open from its decide-by date (or the date of the site, if that is later) to its last possible end. A cohort is a largest set of open contracts for one service that share a day and belong to at least the region's minimum of authorities. The common start is the latest of their ends without options, or the last day that all can reach; a contract that ends before needs an extension by so many months.",
            &by_service,
        ),
        cohorts(
            b,
            "cohorts-by-system",
            "Who could buy together, by system",
            "The same over the contracts for one system, whatever the service.",
            &by_system,
        ),
        openings(b),
        exposure(b),
        migrations(b),
        similar(b),
    ]
}

fn cohorts(
    b: &Builder,
    id: &'static str,
    title: &'static str,
    definition: &'static str,
    all: &[&Cohort],
) -> Figure {
    let c = b.catalogue;
    let minimum = c.site.thresholds.cohort;
    let what = if id == "cohorts-by-service" { "for one service" } else { "for one system" };
    let rows = all.iter().map(|cohort| {
        let names: Vec<&str> = cohort.boroughs.iter().map(|ix| c.boroughs[*ix].name.as_str()).collect();
        let extensions = cohort.members.iter().filter(|member| member.extension_months > 0).count();
        let value = if cohort.with_value == 0 {
            "Not published".to_owned()
        } else {
            format!(
                "{} ({} of {})",
                b.format.short_money(cohort.known_value),
                cohort.with_value,
                cohort.members.len()
            )
        };
        vec![
            match &cohort.common {
                Common::Services(all) => match all.as_slice() {
                    [ix] => Cell::link(&c.services[*ix].name, Target::Service(*ix)),
                    all => Cell::text(
                        all.iter().map(|ix| c.services[*ix].name.as_str()).collect::<Vec<_>>().join(", "),
                    ),
                },
                Common::System(ix) => Cell::link(&c.systems[*ix].name, Target::System(*ix)),
            },
            Cell::text(b.format.count(cohort.boroughs.len())),
            Cell::text(names.join(", ")),
            Cell::text(cohort.start.to_string()),
            Cell::text(b.format.count(extensions)),
            Cell::text(value),
        ]
    });
    let many = crate::figures::format::capitalised(&c.site.words.many);
    b.count(id, title, definition, all.len())
        .formula("maximal sets of intervals [max(decide by, today), last end] that share a day")
        .sentence(|figure| match figure.value {
            Value::Count(0) => format!(
                "No {minimum} {} or more have open contracts {what} on the same day, as far as ends are known.",
                c.site.words.many
            ),
            Value::Count(1) => {
                format!("In one case {minimum} {} or more could buy together {what}.", c.site.words.many)
            }
            _ => format!(
                "In {} cases {minimum} {} or more could buy together {what}.",
                figure.text, c.site.words.many
            ),
        })
        .table(FigureTable::new(
            title,
            &[
                "For",
                &format!("{many}#"),
                "Which",
                "Common start",
                "Extensions needed#",
                "Known value a year#",
            ],
            rows.collect(),
        ))
}

fn openings(b: &Builder) -> Figure {
    let all = &b.figures.openings;
    let rows = all.iter().map(|opening| {
        let concentration =
            opening.concentration.map_or_else(|| "Withheld".to_owned(), |index| b.format.index(index));
        vec![
            Cell::link(&b.catalogue.services[opening.service].name, Target::Service(opening.service)),
            Cell::text(b.format.count(opening.ending.len())),
            Cell::text(b.format.count(opening.without_notice)),
            Cell::text(b.format.count(opening.planned)),
            Cell::text(concentration),
            Cell::text(format!("{:.2}", opening.score)),
        ]
    });
    b.count(
        "openings",
        "Services that come up",
        "Services with a contract that ends within 24 months, or with a planned or advertised one. The score is the number of ending contracts without a published notice, times one plus the concentration by group as a part of 10,000 (nothing is added where that is withheld). An ending is a signal, not a tender.",
        all.len(),
    )
    .formula("ending without a notice × (1 + concentration ÷ 10,000)")
    .sentence(|figure| format!("{} services have a contract that ends within {AHEAD_MONTHS} months or a planned one. An ending is a signal, not a tender.", figure.text))
    .table(FigureTable::new(
        "Services that come up, the highest score first",
        &["Service", "Contracts that end#", "Without a notice#", "Planned or out to tender#", "Concentration#", "Score#"],
        rows.collect(),
    ))
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

fn migrations(b: &Builder) -> Figure {
    let c = b.catalogue;
    let all = &b.figures.migrations;
    let stated = all.iter().filter(|migration| migration.stated).count();
    let date = |date: Option<crate::content::records::Date>| {
        Cell::text(date.map_or_else(|| "Not known".to_owned(), |date| date.to_string()))
    };
    let rows = all.iter().map(|migration| {
        let services: Vec<&str> = migration.services.iter().map(|ix| c.services[*ix].name.as_str()).collect();
        vec![
            Cell::link(&c.boroughs[migration.borough].name, Target::Borough(migration.borough)),
            Cell::link(&c.systems[migration.from].name, Target::System(migration.from)),
            Cell::link(&c.systems[migration.to].name, Target::System(migration.to)),
            Cell::text(services.join(", ")),
            date(migration.until),
            date(migration.since),
            Cell::text(migration.months.map_or_else(|| "Not known".to_owned(), |months| months.to_string())),
            Cell::text(match (migration.ahead, migration.stated) {
                (true, _) => "Ahead",
                (false, true) => "Stated by a source",
                (false, false) => "Follows from both records",
            }),
        ]
    });
    let one = crate::figures::format::capitalised(&c.site.words.one);
    b.count(
        "migrations",
        "Changes from one system to another",
        "A system that its record says replaces another; and a system in use (or on its way) for a service for which another is retired (or being replaced) in the same authority. Two current systems after one retired one count as two changes. The months between are those from the month in which the old one went to that in which the new one came, where both are known to the month; below 0 where they ran side by side.",
        all.len(),
    )
    .covering(Coverage { part: stated, whole: all.len() })
    .sentence(|figure| format!("{} changes of system are on record or follow from it.", figure.text))
    .table(FigureTable::new(
        "The migration ledger",
        &[&one, "From", "To", "For", "Old one until", "New one since", "Months between#", "How it is known"],
        rows.collect(),
    ))
}

fn similar(b: &Builder) -> Figure {
    let c = b.catalogue;
    let mut pairs = Vec::new();
    for (row, others) in b.figures.similar.iter().enumerate() {
        let own = crate::catalogue::Ix::new(row);
        let later = others.iter().filter(|similar| similar.borough > own && !similar.systems.is_empty());
        pairs.extend(later.map(|similar| (own, similar)));
    }
    pairs.sort_by(|a, b| {
        b.1.score
            .total_cmp(&a.1.score)
            .then(b.1.services.cmp(&a.1.services))
            .then((a.0, a.1.borough).cmp(&(b.0, b.1.borough)))
    });
    let rows = pairs.iter().map(|(own, similar)| {
        vec![
            Cell::link(&c.boroughs[*own].name, Target::Borough(*own)),
            Cell::link(&c.boroughs[similar.borough].name, Target::Borough(similar.borough)),
            Cell::text(format!("{:.3}", similar.score)),
            Cell::text(b.format.count(similar.services)),
            Cell::text(b.format.count(similar.systems.len())),
        ]
    });
    b.count(
        "similarity",
        "How alike two authorities are",
        "Weighted Jaccard index over pairs of service and system in use; a pair weighs 1 divided by the number of services that the system serves in that authority. Only services on record in both count, so with few of them the index says little. The value is the number of pairs of authorities with a system in common.",
        pairs.len(),
    )
    .formula("Σ min(weight a, weight b) ÷ Σ max(weight a, weight b)")
    .sentence(|figure| format!("{} pairs of {} are recorded to run at least one system for the same service.", figure.text, c.site.words.many))
    .table(FigureTable::new(
        "Pairs by how alike they are in what they run",
        &["One", "Other", "Similarity#", "Services compared#", "Systems in common#"],
        rows.collect(),
    ))
}
