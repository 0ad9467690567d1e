//! Services that a newcomer could reach soon.

use crate::figures::Figure;
use crate::figures::builder::{About, Builder};
use crate::figures::exposure::AHEAD_MONTHS;
use crate::figures::openings::Opening;
use crate::figures::table::{Cell, Column, FigureTable, Unit};

pub(super) fn openings(b: &Builder) -> Figure {
    let openings = &b.figures.openings;
    let planned = openings.services.iter().filter(|opening| !opening.planned.is_empty()).count();
    let about = About {
        id: "openings",
        title: say!("Services that come up for a new contract"),
        definition: say!(
            "Services with a planned or advertised contract, or with one that ends within 24 months. A contract that has not begun counts as planned if its record says so, or if it names no supplier yet. A plan of which the newest source, or confirmation by its {one}, is older than the region's limit or has no date, and whose first day is not known to be ahead, is left out: nobody knows what became of it.\n\nThose of most planned contracts come first, then by score. The score is the number of contracts that end, times one plus the concentration by supplier as a part of 10,000 (nothing is added where that is withheld).\n\nOnce a pre-tender or tender notice of a planned contract is on record, a contract that ends is left out of the score where such a notice is on record for a planned contract of the same {one} for the service; a notice of an award says nothing of this. An ending is a signal, not a tender."
        ),
        formula: say!("contracts that end and have no notice of a successor × (1 + concentration ÷ 10,000)"),
    };
    b.count(&about, openings.services.len())
    .sentence(|_| {
        let notices = if openings.notices_recorded {
            ""
        } else {
            say!(" No pre-tender or tender notice is on record yet, so a contract that ends may be out to tender already.")
        };
        let old = match openings.old_plans.len() {
            0 => String::new(),
            count => say!(
                " {} of which nothing from the last {} months is on record {} left out.",
                b.format.counted(count, "plan", "plans"),
                b.catalogue.site.thresholds.stale_months,
                if count == 1 { say!("is") } else { say!("are") }
            ),
        };
        if openings.services.is_empty() {
            return say!("For no service is a contract on record that is planned or ends within {AHEAD_MONTHS} months.{old}"; AHEAD_MONTHS, old);
        }
        say!(
            "For {} a contract is planned or ends within {AHEAD_MONTHS} months; for {} of them one is planned or out to tender. An ending is a signal, not a tender.{notices}{old}",
            b.format.counted(openings.services.len(), "service", "services"),
            b.format.count(planned); AHEAD_MONTHS, notices, old
        )
    })
    .table(table(b))
}

fn table(b: &Builder) -> FigureTable {
    let openings = &b.figures.openings;
    let mut columns = vec![
        Column::name(say!("Service")),
        Column::count(say!("Planned or out to tender")),
        Column::count(say!("Contracts that end")),
    ];
    columns.extend(openings.notices_recorded.then(|| Column::count(say!("With a notice of a successor"))));
    columns.extend([
        Column::number(say!("Concentration"), Unit::Index),
        Column::number(say!("Score"), Unit::Index),
    ]);
    let row = |opening: &Opening| {
        let mut cells = vec![
            b.service_cell(opening.service),
            b.count_cell(opening.planned.len()),
            b.count_cell(opening.ending.len()),
        ];
        cells.extend(openings.notices_recorded.then(|| b.count_cell(opening.announced)));
        cells.push(opening.concentration.map_or_else(
            || Cell::text(say!("Withheld")),
            |index| Cell::number(b.format.index(index), index),
        ));
        cells.push(opening.score.map_or_else(
            || Cell::text(say!("None ends")),
            |score| Cell::number(b.format.decimal(score, 2), score),
        ));
        cells
    };
    let rows = openings.services.iter().map(row).collect();
    FigureTable::new(say!("Services that come up, those with planned contracts first"), columns, rows)
}
