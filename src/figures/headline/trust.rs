//! How far the records can be trusted: who stands behind them, how sure they are, what is old, and what is missing most.

use crate::catalogue::Service;
use crate::content::records::{Confidence, Provenance, Tier};
use crate::figures::builder::{About, Builder};
use crate::figures::table::{Cell, Column, FigureTable};
use crate::figures::{Age, Coverage, Figure, PairState};
use crate::words;

pub(super) fn trust(b: &Builder) -> Vec<Figure> {
    vec![stale(b), provenance(b), confidence(b), unrecorded(b)]
}

fn stale(b: &Builder) -> Figure {
    let sum = b.figures.ages.iter().copied().fold(Age::default(), Age::plus);
    let rows = b.catalogue.boroughs.iter().map(|(ix, _)| {
        let age = b.figures.ages[ix.row()];
        vec![b.borough_cell(ix), b.count_cell(age.in_use), b.count_cell(age.old), b.count_cell(age.undated)]
    });
    let about = About {
        id: "records-stale",
        title: say!("Records that may be out of date"),
        definition: say!(
            "Records of a system in use whose newest source or confirmation is older than the region's limit, or that have no dated source."
        ),
        formula: say!("records older than the limit + records without a dated source"),
    };
    b.count(&about, sum.stale().part)
        .part_of(sum.stale(), say!("records of a system in use"))
        .sentence(|draft| {
            say!(
                "{} of {} of a system in use may be out of date: for {} the sources are older than {} months, and for {} no source has a date.",
                draft.text,
                b.format.counted(sum.in_use, "record", "records"),
                b.format.count(sum.old),
                b.catalogue.site.thresholds.stale_months,
                b.format.count(sum.undated)
            )
        })
        .table(FigureTable::new(
            b.words(say!("Records of a system in use that may be out of date, by {one}")),
            [
                Column::name(b.words("{One}")),
                Column::count(say!("In use")),
                Column::count(say!("Older than the limit")),
                Column::count(say!("Without a date")),
            ],
            rows.collect(),
        ))
}

/// Records by an answer that each of them has: a name, a count and a share of all.
fn mix(b: &Builder, caption: &str, what: &str, rows: &[(String, usize)]) -> FigureTable {
    let whole = b.catalogue.deployments.len();
    let row = |(name, count): &(String, usize)| {
        vec![Cell::text(name.as_str()), b.count_cell(*count), b.share_cell(Coverage { part: *count, whole })]
    };
    FigureTable::new(
        caption,
        [Column::text(what), Column::count(say!("Records")), Column::percent(say!("Share"))],
        rows.iter().map(row).collect(),
    )
}

/// What all records are, in words.
const RECORDS: &str = said_later!("records of a system in {a_one}");

fn provenance(b: &Builder) -> Figure {
    let all = b.catalogue.deployments.rows();
    let count = |wanted| all.iter().filter(|row| row.provenance == wanted).count();
    let own = count(Provenance::Verified) + count(Provenance::Declared);
    let published = Coverage { part: count(Provenance::Published), whole: all.len() };
    let rows = [
        (b.words(say!("Checked by the {one}")), count(Provenance::Verified)),
        (b.words(say!("Stated by the {one}")), count(Provenance::Declared)),
        (say!("Published sources").to_owned(), published.part),
        (say!("Stated by the supplier").to_owned(), count(Provenance::SupplierStated)),
    ];
    let about = About {
        id: "provenance-mix",
        title: say!("Who stands behind the records"),
        definition: say!(
            "Records of a system in {a_one} by who stands behind them. The value is the number that rests on published sources and nobody's word."
        ),
        formula: say!("records from published sources; shares: records with that behind them ÷ all records"),
    };
    b.count(&about, published.part)
        .part_of(published, b.words(words::text(RECORDS)))
        .sentence(|draft| {
            say!(
                "Published sources stand behind {} of {}, a statement or check of the {} itself behind {}, and a supplier's statement behind {}.",
                draft.text,
                b.format.counted(all.len(), "record", "records"),
                b.catalogue.site.words.one,
                b.format.count(own),
                b.format.count(count(Provenance::SupplierStated))
            )
        })
        .table(mix(b, say!("Records by who stands behind them"), say!("Who"), &rows))
}

fn confidence(b: &Builder) -> Figure {
    let all = b.catalogue.deployments.rows();
    let count = |wanted| all.iter().filter(|row| row.confidence == wanted).count();
    let stated = Coverage { part: all.len() - count(None), whole: all.len() };
    let high = count(Some(Confidence::High));
    let rows = [
        (say!("High: the source states it plainly"), Some(Confidence::High)),
        (say!("Medium: likely, but not in so many words"), Some(Confidence::Medium)),
        (say!("Low: old, indirect or inferred"), Some(Confidence::Low)),
        (say!("Not stated"), None),
    ];
    let rows = rows.map(|(name, wanted)| (name.to_owned(), count(wanted)));
    let about = About {
        id: "confidence-mix",
        title: say!("How sure the records are"),
        definition: say!(
            "Records of a system in {a_one} by how sure they are. The value is the number whose sources state them plainly."
        ),
        formula: say!("records of high confidence; shares: records of that confidence ÷ all records"),
    };
    b.count(&about, high)
        .part_of(Coverage { part: high, whole: all.len() }, b.words(words::text(RECORDS)))
        .known(stated, b.words(words::text(RECORDS)))
        .sentence(|draft| {
            say!(
                "For {} of {} a source states plainly what is recorded.",
                draft.text,
                b.format.counted(all.len(), "record", "records")
            )
        })
        .table(mix(b, say!("Records by how sure they are"), say!("Confidence"), &rows))
}

/// Core services of which nobody is known to use a system.
fn unrecorded(b: &Builder) -> Figure {
    let c = b.catalogue;
    let is_core = |service: &Service| service.tier == Tier::Core && !service.totals_only;
    let core: Vec<_> = c.services.iter().filter(|(_, service)| is_core(service)).collect();
    let all = core.len();
    let missing = core.into_iter().filter(|(ix, _)| {
        let coverage = b.figures.market(*ix).coverage;
        coverage.part == 0 && coverage.whole > 0
    });
    let rows: Vec<_> = missing
        .map(|(ix, _)| {
            let states = b.figures.market(ix).states();
            vec![
                b.service_cell(ix),
                b.count_cell(states.of(PairState::Other)),
                b.count_cell(states.of(PairState::Nothing)),
            ]
        })
        .collect();
    let about = About {
        id: "core-services-unrecorded",
        title: say!("Core services without a system in use on record"),
        definition: say!(
            "Core services, those that every {one} is expected to have, for which no {one} has a system in use or a solution of its own on record."
        ),
        formula: say!("number of core services without {a_one} on record"),
    };
    b.count(&about, rows.len())
        .part_of(Coverage { part: rows.len(), whole: all }, say!("core services"))
        .sentence(|draft| {
            say!(
                "For {} of {} no system in use is on record in any {}.",
                draft.text,
                b.format.counted(all, "core service", "core services"),
                c.site.words.one
            )
        })
        .table(FigureTable::new(
            b.words(say!("Core services without a system in use on record: {many} by what is known of them")),
            [
                Column::name(say!("Service")),
                Column::count(say!("Other evidence only")),
                Column::count(say!("Nothing on record")),
            ],
            rows.into(),
        ))
}
