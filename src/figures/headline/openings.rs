//! Services that a newcomer could reach soon.

use crate::figures::exposure::AHEAD_MONTHS;
use crate::figures::openings::Opening;
use crate::figures::registry::{Builder, Cell, Figure, FigureTable, Target};

pub(super) fn openings(b: &Builder) -> Figure {
    let openings = &b.figures.openings;
    let planned = openings.services.iter().filter(|opening| !opening.planned.is_empty()).count();
    b.count(
        "openings",
        "Services that come up",
        "Services with a planned or advertised contract, or with one that ends within 24 months. A contract that has not begun counts as planned if its record says so, or if it names no supplier yet. Those of most planned contracts come first, then by score. The score is the number of contracts that end, times one plus the concentration by group as a part of 10,000 (nothing is added where that is withheld). Once a pre-tender or tender notice (UK1 to UK4) of a planned contract is on record, a contract that ends is left out of the score where such a notice is on record for a planned contract of the same authority for the service; a notice of an award says nothing of this. An ending is a signal, not a tender.",
        openings.services.len(),
    )
    .formula("contracts that end and have no notice of a successor × (1 + concentration ÷ 10,000)")
    .sentence(|figure| {
        let notices = if openings.notices_recorded {
            ""
        } else {
            " No pre-tender or tender notice is on record yet, so a contract that ends may be out to tender already."
        };
        if openings.services.is_empty() {
            return format!("For no service is a contract on record that is planned or ends within {AHEAD_MONTHS} months.");
        }
        format!(
            "For {} a contract is planned or ends within {AHEAD_MONTHS} months; for {} of them one is planned or out to tender. An ending is a signal, not a tender.{notices}",
            b.format.counted(figure.count(), "service", "services"),
            b.format.count(planned)
        )
    })
    .table(table(b))
}

fn table(b: &Builder) -> FigureTable {
    let openings = &b.figures.openings;
    let mut columns = vec!["Service", "Planned or out to tender#", "Contracts that end#"];
    columns.extend(openings.notices_recorded.then_some("With a notice of a successor#"));
    columns.extend(["Concentration#", "Score#"]);
    let row = |opening: &Opening| {
        let index = opening.concentration.map(|index| b.format.index(index));
        let mut cells = vec![
            Cell::link(&b.catalogue.services[opening.service].name, Target::Service(opening.service)),
            Cell::text(b.format.count(opening.planned.len())),
            Cell::text(b.format.count(opening.ending.len())),
        ];
        cells.extend(openings.notices_recorded.then(|| Cell::text(b.format.count(opening.announced))));
        cells.push(Cell::text(index.unwrap_or_else(|| "Withheld".to_owned())));
        cells.push(Cell::text(
            opening.score.map_or_else(|| "None ends".to_owned(), |score| format!("{score:.2}")),
        ));
        cells
    };
    let rows = openings.services.iter().map(row).collect();
    FigureTable::new("Services that come up, those with planned contracts first", &columns, rows)
}
