//! Who could buy together, by service and by system, and the contracts of each case.

use super::rows::annual_cell;
use crate::figures::builder::{About, Builder};
use crate::figures::cohorts::{Cohort, CohortMember, Common};
use crate::figures::table::{Cell, Column, FigureTable, Unit};
use crate::figures::teller::Teller;
use crate::figures::{Figure, Rows, YearlyValue};

/// Cases by service, then by system: their numbers among all cohorts.
fn cases(b: &Builder) -> [Vec<usize>; 2] {
    let all = &b.figures.cohorts;
    let (services, systems) =
        (0..all.len()).partition(|cohort| matches!(all[*cohort].common, Common::Services(_)));
    [services, systems]
}

pub(super) fn together(b: &Builder) -> Vec<Figure> {
    let of = |case: Vec<usize>| case.into_iter().map(|cohort| &b.figures.cohorts[cohort]).collect::<Vec<_>>();
    let [by_service, by_system] = cases(b).map(of);
    vec![
        cohorts(
            b,
            "cohorts-by-service",
            say!("Who could buy together, by service"),
            say!(
                "A contract is up for decision from its decide-by date to the last day that its options allow; one whose own end has passed is left out, because nobody can tell whether its options were used. A case is a largest set of contracts for one service that are so on the same day, of at least the region's minimum of {many}, two of whose contracts have no {one} in common: whoever shares a contract already buys together.\n\nThe earliest common start is the day after the latest of these days: the end of each contract without options, and the date of the site plus the notice of each and the lead time of the service. A contract that ends before has to be extended, beyond the options on record where these end before too.\n\n{A_one} in the case that has a planned or advertised contract of its own for the same, by a source within the region's limit of age, may be buying already. Cases in which no contract has to run beyond its options come first, then those of most known value, then those of most {many}; cases for the same follow the first of them. Of the cases for one service those are told that come first, as many as have 2,000 contracts between them, and one at least."
            ),
            &by_service,
        ),
        cohorts(
            b,
            "cohorts-by-system",
            say!("Who could buy together, by system"),
            say!(
                "As for one service, with the contracts for one system, whatever they are for: a case is a largest set of contracts for one system that are up for decision on the same day, from the decide-by date to the last day that the options allow, of at least the region's minimum of {many}, two of whose contracts have no {one} in common. The earliest common start is the day after the latest of these days: the end of each contract without options, and the date of the site plus the notice of each and the longest lead time of what it is for. {A_one} in the case that has a planned or advertised contract of its own for the system may be buying already. Cases in which no contract has to run beyond its options come first, then those of most known value, then those of most {many}; cases for the same follow the first of them. Of the cases for one system those are told that come first, as many as have 2,000 contracts between them, and one at least."
            ),
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
    let what = if id == "cohorts-by-service" { say!("for one service") } else { say!("for one system") };
    let about = About {
        id,
        title,
        definition,
        formula: say!(
            "largest sets of intervals [decide by, last possible end] that share a day; start = max(ends, date of the site + notice + lead time) + 1 day"
        ),
    };
    b.count(&about, all.len())
        .sentence(|draft| {
            let cases = match all.len() {
                0 => {
                    return say!(
                        "No separate contracts of {minimum} {many} or more {what} are up for decision at the same time, as far as ends are known."; minimum, many, what
                    );
                }
                1 => say!("There is one case in which {minimum} {many} or more could buy together {what}"; minimum, many, what),
                _ => say!("There are {} cases in which {minimum} {many} or more could buy together {what}", draft.text; minimum, many, what),
            };
            let beyond = all.iter().filter(|cohort| cohort.beyond().count() > 0).count();
            let limit = match beyond {
                0 => say!("within the options on record").to_owned(),
                count if count == all.len() => {
                    let each = if count == 1 { "" } else { say!("in each of them ") };
                    say!("{each}only if a contract is extended beyond the options on record"; each)
                }
                count => say!(
                    "in {} of them only if a contract is extended beyond the options on record",
                    b.format.count(count)
                ),
            };
            let few = all.iter().filter(|cohort| cohort.free.len() < minimum as usize).count();
            let buying = match few {
                0 => String::new(),
                _ => say!(
                    " Without those that plan a contract of their own already, fewer than {minimum} remain in {}.",
                    b.format.count(few); minimum
                ),
            };
            let is_own = |common: &&Common| matches!(common, Common::System(_)) == (id == "cohorts-by-system");
            let cut = match b.figures.cohorts_cut.iter().filter(is_own).count() {
                0 => String::new(),
                count if id == "cohorts-by-system" => {
                    say!(" For {} there are more.", b.format.counted(count, "system", "systems"))
                }
                count => say!(" For {} there are more.", b.format.counted(count, "service", "services")),
            };
            format!("{cases}, {limit}.{buying}{cut}")
        })
        .table(table(b, title, all))
}

fn table(b: &Builder, title: &str, all: &[&Cohort]) -> FigureTable {
    let row = |cohort: &&Cohort| {
        let sum =
            YearlyValue { amount: cohort.known_value, known: cohort.with_value, of: cohort.members.len() };
        vec![
            common(b, &cohort.common),
            b.count_cell(cohort.boroughs.len()),
            b.borough_cells(cohort.boroughs.iter().copied()),
            b.count_cell(cohort.free.len()),
            b.date_cell(Some(cohort.dates.start)),
            b.count_cell(cohort.extended().count()),
            b.count_cell(cohort.beyond().count()),
            b.sum_cell(sum, say!("None")),
        ]
    };
    FigureTable::new(
        title,
        [
            Column::name(say!("For")),
            Column::count(b.words("{Many}")),
            Column::name(say!("Which")),
            Column::count(say!("Without a plan of their own")),
            Column::date(say!("Earliest common start")),
            Column::count(say!("Contracts to extend")),
            Column::count(say!("Beyond the options on record")),
            Column::sum(say!("Known value a year")),
        ],
        all.iter().map(row).collect(),
    )
}

fn common(t: &Teller, common: &Common) -> Cell {
    match common {
        Common::Services(all) => t.service_cells(all.iter().copied()),
        Common::System(ix) => t.system_cell(*ix),
    }
}

/// The contracts of every case, so that each date and each number of months can be followed.
fn contracts(b: &Builder) -> Figure {
    let all = &b.figures.cohorts;
    let cases: Vec<(usize, usize)> =
        cases(b).into_iter().flat_map(|kind| kind.into_iter().enumerate()).collect();
    let members = cases
        .iter()
        .flat_map(|(case, cohort)| (0..all[*cohort].members.len()).map(|member| (*case, *cohort, member)));
    let rows = Rows::each(members.collect(), |t, (case, cohort, member)| {
        let cohort = &t.figures.cohorts[*cohort];
        contract(t, *case, cohort, &cohort.members[*member])
    });
    let distinct: std::collections::BTreeSet<_> =
        all.iter().flat_map(|cohort| &cohort.members).map(|one| one.contract).collect();
    let about = About {
        id: "cohort-contracts",
        title: say!("The contracts of those who could buy together"),
        definition: say!(
            "Every contract of every case that is told, by service and by system. Months of extension lead from its end without options to the day before the earliest common start, begun months counted; those beyond the options on record from its last possible end. An end of which only the year or the month is known counts with its last day, and what is reckoned from it is told no more exactly. The value is the number of different contracts."
        ),
        formula: say!(
            "months from the end, and from the last possible end, to the day before the common start"
        ),
    };
    b.count(&about, distinct.len())
        .sentence(|_| {
            if cases.is_empty() {
                return say!(
                    "No contract stands in a case in which {} could buy together.",
                    b.catalogue.site.words.many
                );
            }
            say!(
                "{} could buy together in {}, with {} in all.",
                b.words("{Many}"),
                b.format.counted(cases.len(), "case", "cases"),
                b.format.counted(distinct.len(), "contract", "different contracts")
            )
        })
        .table(FigureTable::new(
            say!("Contracts by case"),
            [
                Column::text(say!("Case")),
                Column::name(say!("For")),
                Column::name(say!("Contract")),
                Column::name(b.words("{One}")),
                Column::date(say!("Ends")),
                Column::date(say!("Last possible end")),
                Column::date(say!("Decide by")),
                Column::date(say!("Earliest common start")),
                Column::number(say!("Months to extend"), Unit::Months),
                Column::number(say!("Of these beyond the options on record"), Unit::Months),
                Column::number(say!("Value a year"), Unit::Money),
            ],
            rows,
        ))
}

fn contract(t: &Teller, case: usize, cohort: &Cohort, one: &CohortMember) -> Vec<Cell> {
    let kind = match cohort.common {
        Common::Services(_) => say!("Service"),
        Common::System(_) => say!("System"),
    };
    let row = &t.catalogue.contracts[one.contract];
    let months = |months: i32| Cell::number(months.to_string(), f64::from(months));
    vec![
        Cell::text(format!("{kind} {}", case + 1)),
        common(t, &cohort.common),
        t.contract_cell(one.contract),
        t.buyers_cell(row),
        t.date_cell(row.end),
        t.date_cell(row.max_end.or(row.end)),
        t.date_cell(t.figures.term(one.contract).decide_date),
        t.date_cell(Some(cohort.dates.start)),
        months(one.extension_months),
        months(one.beyond_months),
        annual_cell(t, one.contract),
    ]
}
