//! Contracts: how many are known, what is known of them, and when they end.

use std::collections::BTreeMap;

use super::rows::{annual_cell, contract_table, contracts_with, counted, ending_table, members};
use crate::catalogue::{Contract, ContractKind, Ix};
use crate::content::records::{MoneyBasis, Tax};
use crate::figures::builder::{About, Builder};
use crate::figures::table::{Cell, Chart, Column, FigureTable, Target, Unit};
use crate::figures::teller::buyers;
use crate::figures::{ContractState, Coverage, Figure, Light, Quarter, Term, Value};
use crate::figures::{is_stale, newest_source};
use crate::words;

pub(in crate::figures) fn contracts(b: &Builder) -> Vec<Figure> {
    let mut figures = vec![
        recorded(b),
        shared(b),
        running(b),
        with_end(b),
        with_value(b),
        value(b),
        ending(b, "contracts-ending-12-months", say!("Contracts that end within 12 months"), 12),
        ending(b, "contracts-ending-24-months", say!("Contracts that end within 24 months"), 24),
        past_end(b),
        act_now(b),
        too_late(b),
        quarters(b),
        last_quarters(b),
        lights(b),
    ];
    figures.extend(super::contract_lists::contract_lists(b));
    figures
}

/// Contracts whose record and dates are as wanted.
fn matching<'a>(
    b: &'a Builder,
    are: impl Fn(&Contract, &Term) -> bool + 'a,
) -> impl Iterator<Item = Ix<Contract>> + 'a {
    let all = b.catalogue.contracts.iter().filter(move |(ix, row)| are(row, b.figures.term(*ix)));
    all.map(|(ix, _)| ix)
}

/// The same, by who has them and by id: their order in files means nothing.
fn those(b: &Builder, are: impl Fn(&Contract, &Term) -> bool) -> Vec<Ix<Contract>> {
    let mut all: Vec<Ix<Contract>> = matching(b, are).collect();
    all.sort_by_cached_key(|ix| {
        let row = &b.catalogue.contracts[*ix];
        (buyers(row), row.id.as_str())
    });
    all
}

fn how_many(b: &Builder, are: impl Fn(&Contract, &Term) -> bool) -> usize {
    matching(b, are).count()
}

/// The same, the earliest end first.
fn by_end(b: &Builder, are: impl Fn(&Contract, &Term) -> bool) -> Vec<Ix<Contract>> {
    let mut all = those(b, are);
    all.sort_by_key(|ix| b.figures.term(*ix).end);
    all
}

/// Running contracts, and how many of them have a known end, without or with their options.
fn ends_known(b: &Builder) -> Coverage {
    let known = how_many(b, |_, term| term.state.is_running() && term.last_end.is_some());
    Coverage { part: known, whole: b.figures.running.of }
}

/// What all contracts are, in words.
const ON_RECORD: &str = said_later!("contracts on record");
const RUNNING: &str = said_later!("running contracts");
const AHEAD: &str = said_later!("running contracts with an end ahead on record");

fn recorded(b: &Builder) -> Figure {
    let about = About {
        id: "contracts-recorded",
        title: say!("Contracts on record"),
        definition: say!(
            "Contracts for a system in {a_one}, contracts that name no product, and shared contracts, which count once however many {many} share them. Planned and ended contracts are counted."
        ),
        formula: say!("number of contracts"),
    };
    let all = those(b, |_, _| true);
    b.count(&about, all.len())
        .sentence(|_| say!("The records tell of {}.", b.format.counted(all.len(), "contract", "contracts")))
        .table(contract_table(b, say!("Contracts on record"), &all))
}

/// A number of contracts of all on record.
fn of_all(b: &Builder, about: &About, all: &[Ix<Contract>], sentence: &str) -> Figure {
    let share = Coverage { part: all.len(), whole: b.catalogue.contracts.len() };
    b.count(about, all.len())
        .part_of(share, words::text(ON_RECORD))
        .sentence(|draft| {
            let of = say!(
                "{} of {} on record",
                draft.text,
                b.format.counted(share.whole, "contract", "contracts")
            );
            sentence.replace("{of}", &of)
        })
        .table(contract_table(b, about.title, all))
}

fn shared(b: &Builder) -> Figure {
    let about = About {
        id: "contracts-shared",
        title: say!("Contracts that {many} share"),
        definition: say!("Contracts that two {many} or more have together."),
        formula: say!("number of contracts with two {many} or more"),
    };
    let all = those(b, |row, _| row.kind == ContractKind::Shared);
    of_all(b, &about, &all, &b.words(say!("Two {many} or more share {of}.")))
}

fn with_end(b: &Builder) -> Figure {
    let about = About {
        id: "contracts-with-end",
        title: say!("Contracts with a known end"),
        definition: say!("Contracts with an end, or an end with every extension used, on record."),
        formula: say!("number of contracts with an end"),
    };
    let all = by_end(b, |_, term| term.last_end.is_some());
    of_all(b, &about, &all, say!("The end is known for {of}."))
}

fn with_value(b: &Builder) -> Figure {
    let about = About {
        id: "contracts-with-value",
        title: say!("Contracts with a known value"),
        definition: say!("Contracts with a value on record, for a year or for the whole term."),
        formula: say!("number of contracts with a value"),
    };
    let all = those(b, |row, _| row.value.is_some());
    of_all(b, &about, &all, say!("The value is known for {of}."))
}

fn running(b: &Builder) -> Figure {
    let about = About {
        id: "contracts-running",
        title: say!("Running contracts"),
        definition: say!(
            "Contracts that have begun, or whose start is not known, and whose last known end (extensions included) has not passed or is not known, unless every system under them is retired. At least those run whose end or extension is ahead; at most all of these, because a contract without a known end may be over. Old ones among those without a known end are the ones whose newest source is older than the region's limit."
        ),
        formula: say!("contracts with an end ahead + in their extension + without a known end"),
    };
    let all = those(b, |_, term| term.state.is_running());
    let of = |state| how_many(b, |_, term| term.state == state);
    let sure = how_many(b, |_, term| matches!(term.state, ContractState::Running | ContractState::InOptions));
    let old = how_many(b, |row, term| {
        let newest = newest_source(&row.sources);
        term.state == ContractState::EndNotKnown && newest.is_some() && is_stale(b.catalogue, newest)
    });
    let more = say!(
        "At least {} and at most {{of}} can be counted as running: {} an end ahead, {} in an extension, and of {} no end is known; of {} of these nothing newer than {} months is on record, so they may be over.",
        b.format.count(sure),
        b.format.counted(of(ContractState::Running), "has", "have"),
        b.format.counted(of(ContractState::InOptions), "is", "are"),
        b.format.count(of(ContractState::EndNotKnown)),
        b.format.count(old),
        b.catalogue.site.thresholds.stale_months
    );
    of_all(b, &about, &all, &more)
}

fn value(b: &Builder) -> Figure {
    let sum = b.figures.running;
    let about = About {
        id: "contracts-value",
        title: say!("Known yearly value of running contracts"),
        definition: say!(
            "The sum of the yearly values of running contracts, without tax. A value for the whole term is divided by its years: the days from the first to the last, both counted, divided by 365.25. A value with tax is divided by one plus the tax rate; one whose tax is not stated is taken as without. A contract without a known value or without known dates adds nothing. Where the first or the last day is known only by its year, the value of a year is rounded."
        ),
        formula: say!("Σ value ÷ years, with years = (last day − first day + 1) ÷ 365.25"),
    };
    let all = those(b, |_, term| term.state.is_running() && term.annual.is_some());
    let value = (Value::Money(sum.amount), b.format.short_money(sum.amount));
    b.resting(&about, value, sum.known, say!("running contracts whose yearly value is known"))
        .known(Coverage { part: sum.known, whole: sum.of }, words::text(RUNNING))
        .sentence(|draft| {
            say!(
                "The {} running contracts whose yearly value can be computed come to {} a year; for {} it can't.",
                b.format.count(sum.known),
                draft.text,
                b.format.count(sum.of - sum.known)
            )
        })
        .table(value_table(b, &all))
}

/// How the yearly value of each is computed.
fn value_table(b: &Builder, all: &[Ix<Contract>]) -> FigureTable {
    let columns = [
        Column::number(say!("Value on record"), Unit::Money),
        Column::text(say!("For")),
        Column::text(say!("Tax")),
        Column::number(say!("Years"), Unit::Years),
        Column::number(say!("Value a year"), Unit::Money),
    ];
    contracts_with(b, say!("Running contracts whose yearly value is known"), all, columns, |t, ix| {
        let value = t.catalogue.contracts[ix].value;
        let amount = value.map_or(0.0, |value| value.amount as f64);
        let is_annual = value.is_some_and(|value| value.basis == MoneyBasis::Annual);
        [
            Cell::number(t.format.money(amount), amount),
            Cell::text(if is_annual { say!("A year") } else { say!("The whole term") }),
            Cell::text(match value.map(|value| value.tax).unwrap_or_default() {
                Tax::Net => say!("Without"),
                Tax::Gross => say!("With"),
                Tax::Unknown => say!("Not stated"),
            }),
            match t.figures.term(ix).years {
                Some(years) => Cell::number(t.format.decimal(years, 2), years),
                None => Cell::text(say!("Does not apply")),
            },
            annual_cell(t, ix),
        ]
    })
}

fn ending(b: &Builder, id: &'static str, title: &str, months: u16) -> Figure {
    let about = About {
        id,
        title,
        definition: say!(
            "Running contracts whose end, extensions left out, lies between the date of the site and so many months later. Of a contract without a known end nobody can tell, so there may be more."
        ),
        formula: say!("contracts with date of the site ≤ end ≤ date of the site + months"),
    };
    let all = by_end(b, |_, term| term.ends_within(b.catalogue.as_of, months));
    let others = by_end(b, |_, term| term.state == ContractState::Running);
    let ahead = others.len();
    let known = ends_known(b);
    b.count(&about, all.len())
        .part_of(Coverage { part: all.len(), whole: ahead }, words::text(AHEAD))
        .known(known, words::text(RUNNING))
        .sentence(|draft| {
            say!(
                "For {} of {} with an end ahead on record it is within {months} months; of {} no end is known.",
                draft.text,
                b.format.counted(ahead, "contract", "contracts"),
                b.format.counted(known.whole - known.part, "running contract", "running contracts"); months
            )
        })
        .table(ending_table(b, title, &all))
        .with_members(counted(b, words::text(AHEAD), &others, &all))
}

fn past_end(b: &Builder) -> Figure {
    let about = About {
        id: "contracts-past-end",
        title: say!("Contracts past their end, with the system in use"),
        definition: say!(
            "Contracts for a system in use whose end, extensions left out, has passed. They may have been extended."
        ),
        formula: say!("contracts of a system in use with end < date of the site"),
    };
    let in_use = |row: &Contract| row.deployments.iter().any(|ix| b.catalogue.deployments[*ix].is_current());
    let passed = by_end(b, |row, term| in_use(row) && term.end.is_some_and(|end| end < b.catalogue.as_of));
    let all = how_many(b, |row, _| in_use(row));
    let of = say!("contracts for a system in use whose end is known");
    let others = by_end(b, |row, term| in_use(row) && term.end.is_some());
    let with_end = others.len();
    b.count(&about, passed.len())
        .part_of(Coverage { part: passed.len(), whole: with_end }, of)
        .known(Coverage { part: with_end, whole: all }, say!("contracts for a system in use"))
        .sentence(|draft| {
            say!(
                "The end on record has passed for {} of {} whose system is in use and whose end is known.",
                draft.text,
                b.format.counted(with_end, "contract", "contracts")
            )
        })
        .table(contract_table(b, about.title, &passed))
        .with_members(counted(b, of, &others, &passed))
}

/// Contracts with an end ahead that have a decide-by date, of all with an end ahead.
fn decisions(b: &Builder) -> Coverage {
    let ahead = |term: &Term| term.state == ContractState::Running;
    let known = how_many(b, |_, term| ahead(term) && term.decide_by.is_some());
    Coverage { part: known, whole: how_many(b, |_, term| ahead(term)) }
}

const WITH_DECISION: &str = said_later!("contracts with an end ahead and a known decide-by date");

/// Contracts with an end ahead and a known decide-by date, and whether these are among them.
fn decided(b: &Builder, part: &[Ix<Contract>]) -> FigureTable {
    let all = by_end(b, |_, term| term.state == ContractState::Running && term.decide_by.is_some());
    counted(b, words::text(WITH_DECISION), &all, part)
}

fn act_now(b: &Builder) -> Figure {
    let months = b.catalogue.site.thresholds.act_now_months;
    let about = About {
        id: "contracts-act-now",
        title: &say!("Decisions due within {months} months"; months),
        definition: say!(
            "Contracts with an end ahead whose decide-by date lies between the date of the site and so many months later. Decide-by is the end, less the months of notice (the contract's own, else the region's), less the longest lead time of its services."
        ),
        formula: say!(
            "contracts with date of the site ≤ end − notice − lead time ≤ date of the site + months"
        ),
    };
    by_light(b, &about, Light::ActNow, |text, of| {
        say!(
            "For {text} of {of} with an end ahead and a known decide-by date, that date is within {months} months."; text, of, months
        )
    })
}

fn too_late(b: &Builder) -> Figure {
    let about = About {
        id: "contracts-too-late",
        title: say!("Contracts too late for a full procurement"),
        definition: say!(
            "Contracts with an end ahead whose decide-by date has passed: the time left is shorter than notice and lead time together."
        ),
        formula: say!("contracts with end − notice − lead time < date of the site ≤ end"),
    };
    by_light(b, &about, Light::TooLate, |text, of| {
        say!(
            "The decide-by date has passed for {text} of {of} with an end ahead for which it is known."; text, of
        )
    })
}

/// Contracts of one light, among all that have an end ahead and a known decide-by date.
fn by_light(b: &Builder, about: &About, light: Light, sentence: impl Fn(&str, &str) -> String) -> Figure {
    let all = by_end(b, |_, term| term.light == Some(light));
    let known = decisions(b);
    b.count(about, all.len())
        .part_of(Coverage { part: all.len(), whole: known.part }, words::text(WITH_DECISION))
        .known(known, words::text(AHEAD))
        .sentence(|draft| sentence(&draft.text, &b.format.counted(known.part, "contract", "contracts")))
        .table(ending_table(b, about.title, &all))
        .with_members(decided(b, &all))
}

fn quarters(b: &Builder) -> Figure {
    let quarters = &b.figures.pipeline.quarters;
    let most = quarters.iter().map(|quarter| quarter.list.len()).max().unwrap_or(0);
    let rows = quarters.iter().map(|quarter| {
        vec![
            Cell::link(&quarter.quarter.name(), Target::Quarter(quarter.quarter))
                .with(quarter.quarter.years()),
            b.bar_cell(quarter.list.len(), most),
            b.sum_cell(quarter.list.value, say!("None")),
        ]
    });
    let ahead = quarters.iter().map(|quarter| quarter.list.len()).sum();
    let known = ends_known(b);
    let about = About {
        id: "contracts-by-quarter",
        title: say!("Contracts by the quarter in which they end"),
        definition: say!(
            "Running contracts by the calendar quarter of their end, extensions left out. The value is the number of contracts with an end ahead."
        ),
        formula: say!("number of contracts whose end lies in the quarter"),
    };
    b.count(&about, ahead)
        .part_of(Coverage { part: ahead, whole: known.whole }, words::text(RUNNING))
        .known(known, words::text(RUNNING))
        .sentence(|draft| {
            say!(
                "An end ahead is on record for {} of {}; {} in an extension, and of {} no end is known.",
                draft.text,
                b.format.counted(known.whole, "running contract", "running contracts"),
                b.format.counted(known.part - ahead, "is", "are"),
                b.format.count(known.whole - known.part)
            )
        })
        .table(
            FigureTable::new(
                say!("Contracts that end, by quarter"),
                [
                    Column::name(say!("Quarter")),
                    Column::count(say!("Contracts that end")),
                    Column::sum(say!("Known value a year")),
                ],
                rows.collect(),
            )
            .drawn(Chart::Columns(1)),
        )
}

/// By the end with every extension used, where one is stated.
fn last_quarters(b: &Builder) -> Figure {
    let has_end = |term: &Term| matches!(term.state, ContractState::Running | ContractState::InOptions);
    let mut counts: BTreeMap<Quarter, usize> = BTreeMap::new();
    for ix in matching(b, |row, term| has_end(term) && row.max_end.is_some()) {
        if let Some(end) = b.figures.term(ix).last_end {
            *counts.entry(Quarter::of(end)).or_default() += 1;
        }
    }
    let total = counts.values().sum();
    let all = how_many(b, |_, term| has_end(term));
    let most = counts.values().copied().max().unwrap_or(0);
    let rows = counts.iter().map(|(quarter, count)| {
        vec![Cell::text(quarter.name()).with(quarter.years()), b.bar_cell(*count, most)]
    });
    let about = About {
        id: "contracts-by-last-quarter",
        title: say!("Contracts by the quarter in which their extensions end"),
        definition: say!(
            "Contracts that run, or run on in their extension, by the calendar quarter of their end with every extension used; only where such an end is on record."
        ),
        formula: say!("number of contracts whose last end lies in the quarter"),
    };
    b.count(&about, total)
        .part_of(Coverage { part: total, whole: all }, say!("running contracts whose end is known"))
        .sentence(|draft| {
            say!(
                "For {} of {} whose end is known, the end with every extension used is on record too.",
                draft.text,
                b.format.counted(all, "running contract", "running contracts")
            )
        })
        .table(
            FigureTable::new(
                say!("Contracts by the end of their extensions"),
                [Column::text(say!("Quarter")), Column::count(say!("Contracts"))],
                rows.collect(),
            )
            .drawn(Chart::Columns(1)),
        )
}

fn lights(b: &Builder) -> Figure {
    let lights = [
        (Light::TimeInHand, say!("Time in hand")),
        (Light::ActNow, say!("Act now")),
        (Light::TooLate, say!("Too late: extend or re-let")),
        (Light::PastEnd, say!("Past its end")),
    ];
    let name_of = move |wanted: Light| {
        lights.iter().find(|(light, _)| *light == wanted).map_or(say!("Not known"), |(_, name)| *name)
    };
    let known_of = |ix: Ix<Contract>| Some((ix, b.figures.term(ix).light?));
    let count = |light| how_many(b, |_, term| term.light == Some(light));
    let known = decisions(b);
    let rows = lights.iter().map(|(light, name)| {
        let share = Coverage { part: count(*light), whole: known.part };
        // What is past its end is no part of what has one ahead.
        let part =
            if *light == Light::PastEnd { Cell::text(say!("Does not apply")) } else { b.share_cell(share) };
        vec![Cell::text(*name), b.count_cell(share.part), part]
    });
    let gone = Coverage { part: count(Light::TooLate), whole: known.part };
    let about = About {
        id: "decide-by-lights",
        title: say!("Contracts by how much time is left"),
        definition: say!(
            "Contracts with an end ahead and a known decide-by date, by how much time is left until that date: it is further ahead than the region's \"act now\" months, within them, or passed. A contract without a service has no decide-by date. Contracts that are neither planned nor over and whose end, extensions left out, has passed stand in the last row and are no part of the shares. The value is the number of those past their decide-by date."
        ),
        formula: say!(
            "contracts with an end ahead and past their decide-by date ÷ contracts with an end ahead and a known decide-by date"
        ),
    };
    b.count(&about, gone.part)
        .part_of(gone, words::text(WITH_DECISION))
        .known(known, words::text(AHEAD))
        .sentence(|draft| {
            say!(
                "Of {} with an end ahead and a known decide-by date, there is time in hand for {}, for {} the decision is due within {} months, and for {} it is too late for a full procurement; for {} more the end has passed.",
                b.format.counted(known.part, "contract", "contracts"),
                b.format.count(count(Light::TimeInHand)),
                b.format.count(count(Light::ActNow)),
                b.catalogue.site.thresholds.act_now_months,
                draft.text,
                b.format.count(count(Light::PastEnd))
            )
        })
        .table(
            FigureTable::new(
                say!("Contracts by how much time is left"),
                [Column::text(say!("Time left")), Column::count(say!("Contracts")), Column::percent(say!("Share"))],
                rows.collect(),
            )
            .drawn(Chart::Bars(2)),
        )
        .with_members(members(
            b,
            say!("Contracts of which it can be told how much time is left"),
            by_end(b, |_, term| term.light.is_some()).into_iter().filter_map(known_of).collect(),
            (say!("Time left"), name_of),
        ))
}
