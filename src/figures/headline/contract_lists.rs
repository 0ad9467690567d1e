//! Contracts by how they stand, by service and by route to market: the lists that have pages.

use std::cmp::Reverse;

use crate::catalogue::Ix;
use crate::figures::builder::{About, Builder, SERVICES};
use crate::figures::table::{Cell, Column, FigureTable, Target};
use crate::figures::{ContractList, ContractState, Coverage, Figure, Rows, Standing};
use crate::words;

pub(super) fn contract_lists(b: &Builder) -> Vec<Figure> {
    vec![by_standing(b), by_service(b), by_framework(b)]
}

fn by_standing(b: &Builder) -> Figure {
    let all = b.catalogue.contracts.len();
    let ahead = b.figures.terms.iter().filter(|term| term.state == ContractState::Running).count();
    let stands = |standing| b.figures.pipeline.list(standing).len();
    let row = |name: Cell, count: usize| vec![name, b.bar_cell(count, all)];
    // Shared contracts stand in one of the other rows too.
    let others = Standing::ALL.into_iter().filter(|standing| *standing != Standing::Shared);
    let others = others.filter(|standing| stands(*standing) > 0);
    let rows =
        std::iter::once(row(Cell::text(say!("End ahead")), ahead))
            .chain(others.map(|standing| {
                row(Cell::link(standing.name(), Target::Standing(standing)), stands(standing))
            }))
            .collect();
    let about = About {
        id: "contracts-by-state",
        title: say!("How contracts stand"),
        definition: say!(
            "Contracts by what their dates say on the date of the site: the end without options is ahead; it has passed, and they may run on; they have not begun; they have begun and no end is known; or they are over. A contract stands in one row."
        ),
        formula: say!("number of contracts; rows: contracts that stand so"),
    };
    b.count(&about, all)
        .sentence(|_| {
            say!(
                "Of {} on record, {} an end ahead, {} past theirs and of {} the end is not known.",
                b.format.counted(all, "contract", "contracts"),
                b.format.counted(ahead, "has", "have"),
                b.format.counted(stands(Standing::EndPassed), "is", "are"),
                b.format.count(stands(Standing::EndNotKnown)),
            )
        })
        .table(FigureTable::new(
            say!("Contracts by how they stand"),
            [Column::name(say!("They stand")), Column::count(say!("Contracts"))],
            rows,
        ))
}

fn by_service(b: &Builder) -> Figure {
    let c = b.catalogue;
    let public: Vec<_> = b.services().collect();
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
    let share = Coverage { part: found.len(), whole: public.len() };
    let about = About {
        id: "contracts-by-service",
        title: say!("Services with a contract on record"),
        definition: say!(
            "Services with a contract on record, planned and ended ones included. A contract for several services counts in each of them. The known value is that of a year of those that run."
        ),
        formula: say!("number of services with a contract"),
    };
    b.count(&about, share.part)
        .part_of(share, words::text(SERVICES))
        .sentence(|draft| {
            say!(
                "Contracts are on record for {} of {}.",
                draft.text,
                b.format.counted(share.whole, "service", "services")
            )
        })
        .table(table(say!("Contracts by service"), say!("Service"), rows.collect()))
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
    let known = Coverage { part: found.iter().map(|(_, list)| list.len()).sum(), whole: c.contracts.len() };
    let rows = found.iter().map(|(ix, list)| {
        let name = Cell::link(&c.frameworks[*ix].name, Target::Framework(*ix));
        counted(b, name, list, most)
    });
    let about = About {
        id: "contracts-by-framework",
        title: say!("Contracts whose route to market is known"),
        definition: say!(
            "Contracts whose source names the framework or purchasing system that they were bought through, planned and ended ones included. The known value is that of a year of those that run."
        ),
        formula: say!("number of contracts with a route to market on record"),
    };
    b.count(&about, known.part)
        .known(known, say!("contracts on record"))
        .sentence(|draft| {
            say!(
                "The route to market is on record for {} of {}.",
                draft.text,
                b.format.counted(known.whole, "contract", "contracts")
            )
        })
        .table(table(say!("Contracts by route to market"), say!("Route to market"), rows.collect()))
}

fn table(caption: &str, what: &str, rows: Rows) -> FigureTable {
    FigureTable::new(
        caption,
        [
            Column::name(what),
            Column::count(say!("Contracts")),
            Column::count(say!("End ahead")),
            Column::sum(say!("Known value a year")),
        ],
        rows,
    )
}

/// A row: how many contracts, how many of them have an end ahead, and what those that run cost a year.
fn counted(b: &Builder, name: Cell, list: &ContractList, most: usize) -> Vec<Cell> {
    vec![
        name,
        b.bar_cell(list.len(), most),
        b.count_cell(list.ahead),
        b.sum_cell(list.running, say!("None running")),
    ]
}
