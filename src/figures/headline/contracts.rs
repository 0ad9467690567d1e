//! Contracts: how many are known, what is known of them, and when they end.

use super::contract_lists::{contract_lists, yearly};
use crate::catalogue::ContractKind;
use crate::figures::registry::{Builder, Cell, Chart, Figure, FigureTable, Target, Value};
use crate::figures::{ContractState, Coverage, Light, Percent, Quarter, Term};

pub(in crate::figures) fn contracts(b: &Builder) -> Vec<Figure> {
    let (c, f, terms) = (b.catalogue, b.format, &b.figures.terms);
    let rows = c.contracts.rows();
    let all = rows.len();
    let shared = rows.iter().filter(|row| row.kind == ContractKind::Shared).count();
    let count = |wanted: &dyn Fn(&Term) -> bool| terms.iter().filter(|term| wanted(term)).count();
    let running = count(&|term| term.state.is_running());
    let with_end = count(&|term| term.last_end.is_some());
    let ahead = count(&|term| term.state == ContractState::Running);
    let with_value = rows.iter().filter(|row| row.value.is_some()).count();
    let within = |months| count(&|term: &Term| term.ends_within(c.as_of, months));
    let passed = rows.iter().zip(terms).filter(|(row, term)| {
        let live = row.deployments.iter().any(|ix| c.deployments[*ix].is_current());
        live && term.end.is_some_and(|end| end < c.as_of)
    });
    let light = |wanted| count(&|term: &Term| term.light == Some(wanted));
    let with_decision =
        count(&|term: &Term| term.state == ContractState::Running && term.decide_by.is_some());
    let mut figures = vec![
        b.count(
            "contracts-recorded",
            "Contracts on record",
            "Contracts under deployments, contracts that name no product, and shared contracts, which count once however many authorities share them. Planned and ended contracts are counted.",
            all,
        )
        .sentence(|figure| format!("{} contracts are on record.", figure.text)),
        b.count("contracts-shared", "Shared contracts", "Contracts that two authorities or more share.", shared)
            .covering(Coverage { part: shared, whole: all })
            .sentence(|figure| format!("{} of {} contracts on record are shared by two {} or more.", figure.text, f.count(all), c.site.words.many)),
        b.count(
            "contracts-running",
            "Contracts that run",
            "Contracts that have begun, or whose start is not known, and whose last known end (options included) has not passed or is not known.",
            running,
        )
        .covering(Coverage { part: running, whole: all })
        .sentence(|figure| {
            let of = |state| f.count(count(&|term: &Term| term.state == state));
            format!(
                "{} of {} contracts on record run as far as is known: {} have an end ahead, {} are in their options, and of {} no end is known, so some of these may be over.",
                figure.text,
                f.count(all),
                of(ContractState::Running),
                of(ContractState::InOptions),
                of(ContractState::EndNotKnown)
            )
        }),
        b.count("contracts-with-end", "Contracts with a known end", "Contracts with an end or an end with options.", with_end)
            .covering(Coverage { part: with_end, whole: all })
            .sentence(|figure| format!("The end is known for {} of {} contracts on record.", figure.text, f.count(all))),
        b.count("contracts-with-value", "Contracts with a known value", "Contracts with a value, of whatever basis.", with_value)
            .covering(Coverage { part: with_value, whole: all })
            .sentence(|figure| format!("The value is known for {} of {} contracts on record.", figure.text, f.count(all))),
        value(b, running),
        ending(b, "contracts-ending-12-months", "Contracts that end within 12 months", within(12), ahead, "12 months"),
        ending(b, "contracts-ending-24-months", "Contracts that end within 24 months", within(24), ahead, "24 months"),
        b.count(
            "contracts-past-end",
            "Past their end, with the system in use",
            "Contracts under a deployment that is in use, whose end without options has passed. They may have been extended.",
            passed.count(),
        )
        .sentence(|figure| format!("The end on record has passed for {} whose system is in use.", f.counted(figure.count(), "contract", "contracts"))),
        b.count(
            "contracts-act-now",
            "Decisions due within the next months",
            "Contracts with an end ahead whose decide-by date lies between the date of the site and the end of the region's \"act now\" months. Decide-by is the end less the months of notice (the contract's own, else the region's) less the longest lead time of its services.",
            light(Light::ActNow),
        )
        .covering(Coverage { part: with_decision, whole: ahead })
        .sentence(|figure| {
            let months = c.site.thresholds.act_now_months;
            let contracts = if figure.value == Value::Count(1) { "contract has its" } else { "contracts have their" };
            format!("{} {contracts} decide-by date within {months} months.", figure.text)
        }),
        b.count(
            "contracts-too-late",
            "Too late for a full procurement",
            "Contracts with an end ahead whose decide-by date has passed: what is left is shorter than notice and lead time.",
            light(Light::TooLate),
        )
        .covering(Coverage { part: with_decision, whole: ahead })
        .sentence(|figure| format!("{} of the {} contracts with an end ahead and a known decide-by date are past that date.", figure.text, f.count(with_decision))),
        quarters(b, ahead),
        last_quarters(b),
        lights(b),
    ];
    figures.extend(contract_lists(b));
    figures
}

fn ending(
    b: &Builder,
    id: &'static str,
    title: &'static str,
    count: usize,
    ahead: usize,
    months: &str,
) -> Figure {
    b.count(
        id,
        title,
        "Contracts that run and whose end without options lies between the date of the site and so many months later.",
        count,
    )
    .covering(Coverage { part: count, whole: ahead })
    .sentence(|figure| format!("{} of {} contracts with an end ahead end within {months}.", figure.text, b.format.count(ahead)))
}

fn value(b: &Builder, running: usize) -> Figure {
    let known: Vec<f64> = b
        .figures
        .terms
        .iter()
        .filter(|term| term.state.is_running())
        .filter_map(|term| term.annual)
        .map(|value| value.amount)
        .collect();
    let sum: f64 = known.iter().sum();
    let coverage = Coverage { part: known.len(), whole: running };
    let mut figure = b.count(
        "contracts-value",
        "Known yearly value of running contracts",
        "Sum of yearly values without tax. A total is divided by the years from its first to its last day; gross sums are divided by one plus the tax rate; a sum whose tax is not stated is taken as net. A contract without a known value or without known dates adds nothing.",
        known.len(),
    );
    let enough = known.len() >= b.catalogue.site.thresholds.small_number as usize;
    figure.value = if enough { Value::Money(sum) } else { Value::Withheld };
    figure.text = if enough { b.format.short_money(sum) } else { "withheld, too few records".to_owned() };
    figure.covering(coverage).sentence(|figure| {
        format!(
            "The {} running contracts whose yearly value can be computed come to {} a year; for {} it can't.",
            b.format.count(coverage.part),
            figure.text,
            b.format.count(coverage.whole - coverage.part)
        )
    })
}

fn quarters(b: &Builder, ahead: usize) -> Figure {
    let quarters = &b.figures.pipeline.quarters;
    let most = quarters.iter().map(|quarter| quarter.list.len()).max().unwrap_or(0);
    let rows = quarters.iter().map(|quarter| {
        let count = quarter.list.len();
        vec![
            Cell::link(&quarter.quarter.name(), Target::Quarter(quarter.quarter))
                .with(quarter.quarter.years()),
            Cell::bar(b.format.count(count), Percent::of(count as f64, most as f64)).with(count as f64),
            Cell::text(yearly(b, quarter.list.value)),
        ]
    });
    b.count(
        "contracts-by-quarter",
        "Contracts by the quarter in which they end",
        "Contracts that run, by the calendar quarter of their end without options; the value is the number of contracts with an end ahead.",
        ahead,
    )
    .sentence(|figure| format!("{} running contracts have an end ahead.", figure.text))
    .table(FigureTable::new(
        "Contracts that end, by quarter",
        &["Quarter", "Contracts that end#", "Known yearly value#"],
        rows.collect(),
    ).drawn(Chart::Columns(1)))
}

/// By the end with every option used, where one is stated.
fn last_quarters(b: &Builder) -> Figure {
    let mut counts: std::collections::BTreeMap<Quarter, usize> = std::collections::BTreeMap::new();
    for (row, term) in b.catalogue.contracts.rows().iter().zip(&b.figures.terms) {
        let running = matches!(term.state, ContractState::Running | ContractState::InOptions);
        if let Some(end) = term.last_end.filter(|_| running && row.max_end.is_some()) {
            *counts.entry(Quarter::of(end)).or_default() += 1;
        }
    }
    let total = counts.values().sum();
    let most = counts.values().copied().max().unwrap_or(0);
    let rows = counts.iter().map(|(quarter, count)| {
        vec![
            Cell::text(quarter.name()).with(quarter.years()),
            Cell::bar(b.format.count(*count), Percent::of(*count as f64, most as f64)).with(*count as f64),
        ]
    });
    b.count(
        "contracts-by-last-quarter",
        "Contracts by the quarter in which their options end",
        "Contracts that run, or run on in their options, by the calendar quarter of their end with every option used; only where such an end is on record.",
        total,
    )
    .sentence(|figure| format!("For {} the end with every option used is on record and ahead.", b.format.counted(figure.count(), "contract", "contracts")))
    .table(FigureTable::new(
        "Contracts by the end of their options",
        &["Quarter", "Contracts#"],
        rows.collect(),
    ).drawn(Chart::Columns(1)))
}

fn lights(b: &Builder) -> Figure {
    let lights = [
        (Light::TimeInHand, "Time in hand"),
        (Light::ActNow, "Act now"),
        (Light::TooLate, "Too late: extend or re-let"),
        (Light::PastEnd, "Past its end"),
    ];
    let count = |light| b.figures.terms.iter().filter(|term| term.light == Some(light)).count();
    let all: usize = lights.iter().map(|(light, _)| count(*light)).sum();
    let rows = lights.iter().map(|(light, name)| {
        let percent = Percent::of(count(*light) as f64, all as f64);
        vec![
            Cell::text(*name),
            Cell::text(b.format.count(count(*light))),
            Cell::bar(percent.to_string(), percent),
        ]
    });
    b.count(
        "decide-by-lights",
        "What the decide-by dates say",
        "Contracts that are neither planned nor over, by their light: the decide-by date is further ahead than the region's \"act now\" months, within them, or passed while the end is ahead; or the end has passed. A contract without a service has no decide-by date.",
        all,
    )
    .sentence(|figure| format!("{} contracts have a light; for {} of them it is too late for a full procurement or the end has passed.", figure.text, b.format.count(count(Light::TooLate) + count(Light::PastEnd))))
    .table(FigureTable::new("Contracts by what their decide-by date says", &["Light", "Contracts#", "Share#"], rows.collect()).drawn(Chart::Bars(2)))
}
