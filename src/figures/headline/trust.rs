//! How far the records can be trusted: who stands behind them, how sure they are, what is old, and what is missing most.

use crate::catalogue::Service;
use crate::content::records::{Confidence, Provenance, Tier};
use crate::figures::format::capitalised;
use crate::figures::registry::{Builder, Cell, Figure, FigureTable, Target};
use crate::figures::{Age, Coverage, PairState, Percent};

pub(super) fn trust(b: &Builder) -> Vec<Figure> {
    vec![stale(b), provenance(b), confidence(b), unrecorded(b)]
}

fn stale(b: &Builder) -> Figure {
    let c = b.catalogue;
    let sum = b.figures.ages.iter().copied().fold(Age::default(), Age::plus);
    let one = capitalised(&c.site.words.one);
    let rows = c.boroughs.iter().map(|(ix, borough)| {
        let age = b.figures.ages[ix.row()];
        vec![
            Cell::link(&borough.name, Target::Borough(ix)),
            Cell::text(b.format.count(age.in_use)),
            Cell::text(b.format.count(age.old)),
            Cell::text(b.format.count(age.undated)),
        ]
    });
    b.count(
        "records-stale",
        "Records that may be out of date",
        "Deployments in use whose newest source or confirmation is older than the region's limit, or that have no dated source.",
        sum.stale().part,
    )
    .covering(sum.stale())
    .sentence(|figure| {
        format!(
            "{} of {} deployments in use may be out of date: {} rest on sources older than {} months, and {} have no dated source.",
            figure.text,
            b.format.count(sum.in_use),
            b.format.count(sum.old),
            c.site.thresholds.stale_months,
            b.format.count(sum.undated)
        )
    })
    .table(FigureTable::new(
        "Deployments in use that may be out of date, by name",
        &[&one, "In use#", "Older than the limit#", "Without a date#"],
        rows.collect(),
    ))
}

/// Rows of a name, a count and a share of all deployments.
fn mix(b: &Builder, rows: &[(String, usize)]) -> Vec<Vec<Cell>> {
    let whole = b.catalogue.deployments.len();
    let row = |(name, count): &(String, usize)| {
        let percent = Percent::of(*count as f64, whole as f64);
        vec![
            Cell::text(name.as_str()),
            Cell::text(b.format.count(*count)),
            Cell::bar(percent.to_string(), percent),
        ]
    };
    rows.iter().map(row).collect()
}

fn provenance(b: &Builder) -> Figure {
    let all = b.catalogue.deployments.rows();
    let count = |wanted| all.iter().filter(|row| row.provenance == wanted).count();
    let one = &b.catalogue.site.words.one;
    let own = count(Provenance::Verified) + count(Provenance::Declared);
    let rows = [
        (format!("Checked by the {one}"), count(Provenance::Verified)),
        (format!("Stated by the {one}"), count(Provenance::Declared)),
        ("Published sources".to_owned(), count(Provenance::Published)),
        ("Stated by the supplier".to_owned(), count(Provenance::SupplierStated)),
    ];
    b.count(
        "provenance-mix",
        "Who stands behind the records",
        "Deployments on record by who stands behind them; the value is the number that rests on published sources and nobody's word.",
        count(Provenance::Published),
    )
    .covering(Coverage { part: own, whole: all.len() })
    .sentence(|figure| {
        format!(
            "{} of {} deployments on record rest on published sources; {} have been stated or checked by their {one}, and {} stated by a supplier.",
            figure.text,
            b.format.count(all.len()),
            b.format.count(own),
            b.format.count(count(Provenance::SupplierStated))
        )
    })
    .table(FigureTable::new(
        "Deployments by who stands behind them",
        &["Who", "Deployments#", "Share#"],
        mix(b, &rows),
    ))
}

fn confidence(b: &Builder) -> Figure {
    let all = b.catalogue.deployments.rows();
    let count = |wanted| all.iter().filter(|row| row.confidence == wanted).count();
    let high = count(Some(Confidence::High));
    let stated = all.len() - count(None);
    let rows = [
        ("High: the source states it plainly", Some(Confidence::High)),
        ("Medium: likely, but not in so many words", Some(Confidence::Medium)),
        ("Low: old, indirect or inferred", Some(Confidence::Low)),
        ("Not stated", None),
    ];
    let rows = rows.map(|(name, wanted)| (name.to_owned(), count(wanted)));
    b.count(
        "confidence-mix",
        "How sure the records are",
        "Deployments on record by the confidence of their record; the value is the number whose sources state them plainly.",
        high,
    )
    .covering(Coverage { part: stated, whole: all.len() })
    .sentence(|figure| {
        format!(
            "For {} of {} deployments on record a source states plainly what is recorded.",
            figure.text,
            b.format.count(all.len())
        )
    })
    .table(FigureTable::new(
        "Deployments by how sure they are",
        &["Confidence", "Deployments#", "Share#"],
        mix(b, &rows),
    ))
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
        .map(|(ix, service)| {
            let states = b.figures.market(ix).states(c);
            vec![
                Cell::link(&service.name, Target::Service(ix)),
                Cell::text(b.format.count(states.of(PairState::Other))),
                Cell::text(b.format.count(states.of(PairState::Nothing))),
            ]
        })
        .collect();
    b.count(
        "core-services-unrecorded",
        "Core services without a system in use on record",
        "Core services, those that every authority is expected to have, for which no authority has a system in use or a solution of its own on record.",
        rows.len(),
    )
    .covering(Coverage { part: rows.len(), whole: all })
    .sentence(|figure| {
        format!(
            "For {} of {} core services no system in use is on record in any {}.",
            figure.text,
            b.format.count(all),
            c.site.words.one
        )
    })
    .table(FigureTable::new(
        "Core services without a system in use on record",
        &["Service", "Other evidence only#", "Nothing on record#"],
        rows,
    ))
}
