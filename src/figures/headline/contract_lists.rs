//! Contracts by how they stand, by service and by route to market: the lists that have pages.

use std::cmp::Reverse;

use crate::catalogue::Ix;
use crate::figures::registry::{Builder, Cell, Figure, FigureTable, Target};
use crate::figures::{ContractList, ContractState, Coverage, Percent, Standing, YearlyValue};

pub(super) fn contract_lists(b: &Builder) -> Vec<Figure> {
    vec![by_standing(b), by_service(b), by_framework(b)]
}

/// A sum with the number of contracts that it rests on.
pub(super) fn yearly(b: &Builder, value: YearlyValue) -> String {
    match value {
        YearlyValue { of: 0, .. } => "None running".to_owned(),
        YearlyValue { known: 0, .. } => "Not published".to_owned(),
        YearlyValue { of, known, amount } => format!("{} ({known} of {of})", b.format.short_money(amount)),
    }
}

fn by_standing(b: &Builder) -> Figure {
    let all = b.catalogue.contracts.len();
    let ahead = b.figures.terms.iter().filter(|term| term.state == ContractState::Running).count();
    let stands = |standing| b.figures.pipeline.list(standing).len();
    let row = |name: Cell, count: usize| {
        let percent = Percent::of(count as f64, all as f64);
        vec![name, Cell::bar(b.format.count(count), percent).with(count as f64)]
    };
    // Shared contracts stand in one of the other rows too.
    let others = Standing::ALL.into_iter().filter(|standing| *standing != Standing::Shared);
    let others = others.filter(|standing| stands(*standing) > 0);
    let rows =
        std::iter::once(row(Cell::text("End ahead"), ahead))
            .chain(others.map(|standing| {
                row(Cell::link(standing.name(), Target::Standing(standing)), stands(standing))
            }))
            .collect();
    b.count(
        "contracts-by-state",
        "How contracts stand",
        "Contracts by what their dates say on the date of the site: the end without options is ahead; it has passed, and they may run on; they have not begun; they have begun and no end is known; or they are over. A contract stands in one row.",
        all,
    )
    .sentence(|figure| {
        format!(
            "Of {} on record, {} an end ahead, {} past theirs and of {} the end is not known.",
            b.format.counted(figure.count(), "contract", "contracts"),
            b.format.counted(ahead, "has", "have"),
            b.format.counted(stands(Standing::EndPassed), "is", "are"),
            b.format.count(stands(Standing::EndNotKnown)),
        )
    })
    .table(FigureTable::new("Contracts by how they stand", &["They stand", "Contracts#"], rows))
}

fn by_service(b: &Builder) -> Figure {
    let c = b.catalogue;
    let public: Vec<_> = c.services.iter().filter(|(_, row)| !row.totals_only).map(|(ix, _)| ix).collect();
    let mut found: Vec<_> = public
        .iter()
        .map(|ix| (*ix, b.figures.contracts_for(*ix)))
        .filter(|(_, list)| !list.is_empty())
        .collect();
    found.sort_by_key(|(ix, list)| (Reverse(list.len()), *ix));
    let most = found.first().map_or(0, |(_, list)| list.len());
    let rows = found.iter().map(|(ix, list)| {
        let name = Cell::link(&c.services[*ix].name, Target::ServiceContracts(*ix));
        counted(b, name, list, most)
    });
    let with = found.len();
    b.count(
        "contracts-by-service",
        "Contracts by service",
        "Services with a contract on record, planned and ended ones included. A contract for several services counts in each of them. The value is the yearly value of those that run, as far as it is known.",
        with,
    )
    .covering(Coverage { part: with, whole: public.len() })
    .sentence(|figure| {
        format!(
            "Contracts are on record for {} of {}.",
            figure.text,
            b.format.counted(public.len(), "service", "services")
        )
    })
    .table(FigureTable::new(
        "Contracts by service",
        &["Service", "Contracts#", "End ahead#", "Known yearly value#"],
        rows.collect(),
    ))
}

fn by_framework(b: &Builder) -> Figure {
    let c = b.catalogue;
    let mut found: Vec<_> = (0..c.frameworks.len())
        .map(Ix::new)
        .map(|ix| (ix, b.figures.contracts_by(ix)))
        .filter(|(_, list)| !list.is_empty())
        .collect();
    found.sort_by_key(|(ix, list)| (Reverse(list.len()), *ix));
    let most = found.first().map_or(0, |(_, list)| list.len());
    let with: usize = found.iter().map(|(_, list)| list.len()).sum();
    let rows = found.iter().map(|(ix, list)| {
        let name = Cell::link(&c.frameworks[*ix].name, Target::Framework(*ix));
        counted(b, name, list, most)
    });
    b.count(
        "contracts-by-framework",
        "Contracts by route to market",
        "Contracts whose source names the framework or purchasing system that they were bought through, planned and ended ones included. The value is the yearly value of those that run, as far as it is known.",
        with,
    )
    .covering(Coverage { part: with, whole: c.contracts.len() })
    .sentence(|figure| {
        format!(
            "The route to market is on record for {} of {}.",
            figure.text,
            b.format.counted(c.contracts.len(), "contract", "contracts")
        )
    })
    .table(FigureTable::new(
        "Contracts by route to market",
        &["Route to market", "Contracts#", "End ahead#", "Known yearly value#"],
        rows.collect(),
    ))
}

/// A row: how many contracts, how many of them have an end ahead, and what those that run cost a year.
fn counted(b: &Builder, name: Cell, list: &ContractList, most: usize) -> Vec<Cell> {
    let count = list.len();
    vec![
        name,
        Cell::bar(b.format.count(count), Percent::of(count as f64, most as f64)).with(count as f64),
        b.count_cell(list.ahead),
        Cell::text(yearly(b, list.running)),
    ]
}
