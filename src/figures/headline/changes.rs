//! The migration ledger: who changed from what to what, and how that is known.

use crate::figures::builder::{About, Builder};
use crate::figures::table::{Cell, Column, FigureTable, Unit};
use crate::figures::teller::Teller;
use crate::figures::{Coverage, Figure, Migration, Rows};

pub(super) fn migrations(b: &Builder) -> Figure {
    let all = &b.figures.migrations;
    let stated = all.iter().filter(|row| row.stated).count();
    let supplier = |wanted| all.iter().filter(|row| row.same_supplier == wanted).count();
    let about = About {
        id: "migrations",
        title: say!("Changes from one system to another"),
        definition: say!(
            "Stated: a record names the system that its own replaced, by a source that says so, whatever has become of either.\n\nProbable: a record names it, but no source says so and it only follows from what they show; or for one service in one {one} a system is retired and another in use, or the first is being replaced or retired and the other planned or being introduced.\n\nNothing is probable where a record states what came before the new system or after the old one; where a third system came between; for a service of the groups on which other systems stand, because several run side by side there and one that went needs no successor; or where more than five years lie between the end of the old one and the date from which the new one is known (since when it is in use, else its earliest dated source or the start of its contract). Two systems in use after one that is retired count as two changes.\n\nThe start of the contract is that of the contract for the new one, where it is for one of the services and did not begin after the change.\n\nAn end of the old one that lies in the year, month or day of a source only (the first that shows the new one, or the last that shows the old one), and in which neither its contract ended nor the new one began, says by when it went; so does an end that the record itself calls inferred.\n\nThe months between lead from the month in which the old one went to that in which the new one came, where both are known to the month and the end of the old one does not only say by when; below 0 where they ran side by side.\n\nSame supplier: both systems are of one supplier or one group at the date of the site, or both are in-house; not known where one names no supplier."
        ),
        formula: say!("statements, and pairs of an old and a new record for one service"),
    };
    b.count(&about, all.len())
    .known(Coverage { part: stated, whole: all.len() }, say!("changes, as those that a record states"))
    .sentence(|draft| {
        if all.is_empty() {
            return say!("No change of system is on record, and none follows from the records.").to_owned();
        }
        say!(
            "Of {} changes of system in the ledger {} are stated by a record, and {} are probable: they follow from the records of an old and a new system. In {} the supplier stayed the same, in {} it is another, and in {} it is not known.{}",
            draft.text,
            none_or(b, stated),
            none_or(b, all.len() - stated),
            none_or(b, supplier(Some(true))),
            none_or(b, supplier(Some(false))),
            none_or(b, supplier(None)),
            match all.iter().filter(|row| row.ahead).count() {
                0 => String::new(),
                1 => say!(" One of them is still ahead.").to_owned(),
                ahead => say!(" {} of them are still ahead.", b.format.count(ahead)),
            }
        )
    })
    .table(FigureTable::new(
        say!("The migration ledger"),
        [
            Column::name(b.words("{One}")),
            Column::name(say!("From")),
            Column::name(say!("To")),
            Column::name(say!("For")),
            Column::date(say!("Old one until")),
            Column::date(say!("Contract from")),
            Column::date(say!("New one since")),
            Column::number(say!("Months between"), Unit::Months),
            Column::text(say!("Supplier")),
            Column::text(say!("How it is known")),
        ],
        Rows::numbered(all.len(), |t, row| ledger_row(t, &t.figures.migrations[row])),
    ))
}

fn none_or(b: &Builder, count: usize) -> String {
    if count == 0 { say!("none").to_owned() } else { b.format.count(count) }
}

fn until_cell(t: &Teller, row: &Migration) -> Cell {
    let mut cell = t.date_cell(row.until);
    if row.until_at_latest {
        cell.text = say!("By {}", cell.text);
    }
    cell
}

fn ledger_row(t: &Teller, row: &Migration) -> Vec<Cell> {
    vec![
        t.borough_cell(row.borough),
        t.system_cell(row.from),
        t.system_cell(row.to),
        t.service_cells(row.services.iter().copied()),
        until_cell(t, row),
        t.date_cell(row.contract_start),
        t.date_cell(row.since),
        row.months.map_or_else(
            || Cell::text(say!("Not known")),
            |months| Cell::number(months.to_string(), f64::from(months)),
        ),
        Cell::text(match row.same_supplier {
            Some(true) => say!("The same"),
            Some(false) => say!("Another"),
            None => say!("Not known"),
        }),
        Cell::text(match (row.ahead, row.stated) {
            (true, true) => say!("Ahead, stated"),
            (true, false) => say!("Ahead, probable"),
            (false, true) => say!("Stated"),
            (false, false) => say!("Probable"),
        }),
    ]
}
