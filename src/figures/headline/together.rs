//! Who could buy together, by service and by system, and the contracts of each case.

use crate::figures::cohorts::{Cohort, CohortMember, Common};
use crate::figures::format::capitalised;
use crate::figures::registry::{Builder, Cell, Figure, FigureTable, Target, Value};

/// Cases by service, then by system.
fn cases<'a>(b: &'a Builder) -> [Vec<&'a Cohort>; 2] {
    let is_service = |cohort: &&Cohort| matches!(cohort.common, Common::Services(_));
    let (services, systems) = b.figures.cohorts.iter().partition(is_service);
    [services, systems]
}

pub(super) fn together(b: &Builder) -> Vec<Figure> {
    let [by_service, by_system] = cases(b);
    vec![
        cohorts(
            b,
            "cohorts-by-service",
            "Who could buy together, by service",
            "A contract is up for decision from its decide-by date to the last day that its options allow. A case is a largest set of contracts for one service that are so on the same day, of at least the region's minimum of authorities, two of whose contracts have no authority in common: whoever shares a contract already buys together. The earliest common start is the day after the latest of these days: the end of each contract without options, and the date of the site plus the notice and lead time of each. A contract that ends before has to be extended, beyond its options where these end before too. The cases of most known value come first, then those of most authorities.",
            &by_service,
        ),
        cohorts(
            b,
            "cohorts-by-system",
            "Who could buy together, by system",
            "The same over the contracts for one system, whatever the service.",
            &by_system,
        ),
        contracts(b),
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
    let many = &c.site.words.many;
    let what = if id == "cohorts-by-service" { "for one service" } else { "for one system" };
    b.count(id, title, definition, all.len())
        .formula("largest sets of intervals [decide by, last possible end] that share a day; start = max(ends, date of the site + notice + lead time) + 1 day")
        .sentence(|figure| {
            let cases = match figure.value {
                Value::Count(0) => {
                    return format!(
                        "No separate contracts of {minimum} {many} or more {what} are up for decision at the same time, as far as ends are known."
                    );
                }
                Value::Count(1) => "In one case".to_owned(),
                _ => format!("In {} cases", figure.text),
            };
            let beyond = all.iter().filter(|cohort| cohort.beyond().count() > 0).count();
            let limit = match beyond {
                0 => "within the options on record".to_owned(),
                count if count == all.len() => {
                    "in each only if a contract is extended beyond the options on record".to_owned()
                }
                count => format!(
                    "in {} of them only if a contract is extended beyond the options on record",
                    b.format.count(count)
                ),
            };
            format!("{cases} {minimum} {many} or more could buy together {what}, {limit}.")
        })
        .table(table(b, title, all))
}

fn table(b: &Builder, title: &str, all: &[&Cohort]) -> FigureTable {
    let row = |cohort: &&Cohort| {
        let names: Vec<&str> =
            cohort.boroughs.iter().map(|ix| b.catalogue.boroughs[*ix].name.as_str()).collect();
        vec![
            common(b, &cohort.common),
            Cell::text(b.format.count(cohort.boroughs.len())),
            Cell::text(names.join(", ")),
            Cell::text(cohort.start.to_string()),
            Cell::text(b.format.count(cohort.extended().count())),
            Cell::text(b.format.count(cohort.beyond().count())),
            Cell::text(value(b, cohort)),
        ]
    };
    let many = capitalised(&b.catalogue.site.words.many);
    FigureTable::new(
        title,
        &[
            "For",
            &format!("{many}#"),
            "Which",
            "Earliest common start",
            "Contracts to extend#",
            "Beyond their options#",
            "Known value a year#",
        ],
        all.iter().map(row).collect(),
    )
}

fn common(b: &Builder, common: &Common) -> Cell {
    let c = b.catalogue;
    match common {
        Common::Services(all) => match all.as_slice() {
            [ix] => Cell::link(&c.services[*ix].name, Target::Service(*ix)),
            all => {
                let names: Vec<&str> = all.iter().map(|ix| c.services[*ix].name.as_str()).collect();
                Cell::text(names.join(", "))
            }
        },
        Common::System(ix) => Cell::link(&c.systems[*ix].name, Target::System(*ix)),
    }
}

fn value(b: &Builder, cohort: &Cohort) -> String {
    match cohort.with_value {
        0 => "Not published".to_owned(),
        known => {
            format!("{} ({known} of {})", b.format.short_money(cohort.known_value), cohort.members.len())
        }
    }
}

/// The contracts of every case, so that each date and each number of months can be followed.
fn contracts(b: &Builder) -> Figure {
    let cases = cases(b).into_iter().zip(["Service", "System"]);
    let cases: Vec<(String, &Cohort)> = cases
        .flat_map(|(all, kind)| {
            all.into_iter().enumerate().map(move |(index, cohort)| (format!("{kind} {}", index + 1), cohort))
        })
        .collect();
    let members =
        cases.iter().flat_map(|(case, cohort)| cohort.members.iter().map(move |one| (case, *cohort, one)));
    let rows: Vec<Vec<Cell>> = members.map(|(case, cohort, one)| contract(b, case, cohort, one)).collect();
    let distinct: std::collections::BTreeSet<_> =
        cases.iter().flat_map(|(_, cohort)| &cohort.members).map(|one| one.contract).collect();
    let many = capitalised(&b.catalogue.site.words.many);
    b.count(
        "cohort-contracts",
        "The contracts of those who could buy together",
        "Every contract of every case, by service and by system. Months of extension lead from its end without options to the day before the earliest common start, begun months counted; those beyond its options from its last possible end. The value is the number of different contracts.",
        distinct.len(),
    )
    .formula("months from the end, and from the last possible end, to the day before the common start")
    .sentence(|figure| {
        if cases.is_empty() {
            return format!("No contract stands in a case in which {} could buy together.", b.catalogue.site.words.many);
        }
        format!(
            "{many} could buy together in {}, with {} in all.",
            b.format.counted(cases.len(), "case", "cases"),
            b.format.counted(figure.count(), "contract", "different contracts")
        )
    })
    .table(FigureTable::new(
        "Contracts by case",
        &[
            "Case",
            "For",
            "Contract",
            &many,
            "Ends",
            "Last possible end",
            "Decide by",
            "Earliest common start",
            "Months to extend#",
            "Of these beyond its options#",
            "Value a year#",
        ],
        rows,
    ))
}

fn contract(b: &Builder, case: &str, cohort: &Cohort, one: &CohortMember) -> Vec<Cell> {
    let c = b.catalogue;
    let row = &c.contracts[one.contract];
    let names: Vec<&str> =
        row.members.iter().map(|member| c.boroughs[member.borough].name.as_str()).collect();
    let annual = b.figures.term(one.contract).annual;
    vec![
        Cell::text(case),
        common(b, &cohort.common),
        Cell::link(&row.name(c), Target::Contract(one.contract)),
        Cell::text(names.join(", ")),
        Cell::text(one.end.to_string()),
        Cell::text(one.last_end.to_string()),
        Cell::text(one.decide_by.to_string()),
        Cell::text(cohort.start.to_string()),
        Cell::text(one.extension_months.to_string()),
        Cell::text(one.beyond_months.to_string()),
        Cell::text(annual.map_or_else(|| "Not published".to_owned(), |annual| b.format.money(annual.amount))),
    ]
}
