//! The migration ledger: who changed from what to what, and how that is known.

use crate::catalogue::{Ix, System};
use crate::content::records::Date;
use crate::figures::format::capitalised;
use crate::figures::registry::{Builder, Cell, Figure, FigureTable, Target};
use crate::figures::{Coverage, Migration};

pub(super) fn migrations(b: &Builder) -> Figure {
    let all = &b.figures.migrations;
    let stated = all.iter().filter(|row| row.stated).count();
    let same = all.iter().filter(|row| row.same_supplier).count();
    let one = capitalised(&b.catalogue.site.words.one);
    b.count(
        "migrations",
        "Changes from one system to another",
        "Stated: a record names the system that its own replaced, whatever has become of either. Probable: for one service in one authority a system is retired and another in use, or the first is being replaced or retired and the other planned or being introduced. Nothing is probable where a record states what came before the new system or after the old one; where a third system came between; or where more than five years lie between the end of the old one and the date from which the new one is known (since when it is in use, else its earliest dated source or the start of its contract). Two systems in use after one that is retired count as two changes. Decided is when the contract for the new one began, unless that was after the change. The months between lead from the month in which the old one went to that in which the new one came, where both are known to the month; below 0 where they ran side by side. Same supplier: both systems are of one supplier or one group at the date of the site.",
        all.len(),
    )
    .covering(Coverage { part: stated, whole: all.len() })
    .formula("statements, and pairs of an old and a new record for one service")
    .sentence(|figure| {
        if all.is_empty() {
            return "No change of system is on record, and none follows from the records.".to_owned();
        }
        format!(
            "Of {} changes of system in the ledger {} are stated by a record, and {} are probable: they follow from the records of an old and a new system. In {} the supplier stayed the same.",
            figure.text,
            none_or(b, stated),
            none_or(b, all.len() - stated),
            none_or(b, same)
        )
    })
    .table(FigureTable::new(
        "The migration ledger",
        &[
            &one,
            "From",
            "To",
            "For",
            "Old one until",
            "Decided",
            "New one since",
            "Months between#",
            "Supplier",
            "How it is known",
        ],
        all.iter().map(|row| ledger_row(b, row)).collect(),
    ))
}

fn none_or(b: &Builder, count: usize) -> String {
    if count == 0 { "none".to_owned() } else { b.format.count(count) }
}

fn ledger_row(b: &Builder, row: &Migration) -> Vec<Cell> {
    let c = b.catalogue;
    let date =
        |date: Option<Date>| Cell::text(date.map_or_else(|| "Not known".to_owned(), |date| date.to_string()));
    let system = |ix: Ix<System>| Cell::link(&c.systems[ix].name, Target::System(ix));
    let services: Vec<&str> = row.services.iter().map(|ix| c.services[*ix].name.as_str()).collect();
    vec![
        Cell::link(&c.boroughs[row.borough].name, Target::Borough(row.borough)),
        system(row.from),
        system(row.to),
        Cell::text(services.join(", ")),
        date(row.until),
        date(row.decided),
        date(row.since),
        Cell::text(row.months.map_or_else(|| "Not known".to_owned(), |months| months.to_string())),
        Cell::text(if row.same_supplier { "The same" } else { "Another, or not known" }),
        Cell::text(match (row.ahead, row.stated) {
            (true, true) => "Ahead, stated",
            (true, false) => "Ahead, probable",
            (false, true) => "Stated",
            (false, false) => "Probable",
        }),
    ]
}
