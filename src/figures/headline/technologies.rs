//! Emerging technologies by the stage that they have reached.

use std::collections::BTreeSet;

use crate::catalogue::Borough;
use crate::content::records::TechnologyStage;
use crate::figures::format::capitalised;
use crate::figures::registry::{Builder, Cell, Chart, Figure, FigureTable, Target};
use crate::figures::{Coverage, Percent, STAGES, is_tried};

pub(in crate::figures) fn technologies(b: &Builder) -> Vec<Figure> {
    vec![recorded(b), tried(b), by_stage(b), in_use(b), most(b)]
}

/// Records, and those of them that tell of a use or trial.
fn counts(b: &Builder) -> Coverage {
    let of = |stages: &[TechnologyStage]| stages.iter().map(|stage| b.figures.at_stage(*stage)).sum();
    let tried: Vec<TechnologyStage> = STAGES.into_iter().filter(|stage| is_tried(*stage)).collect();
    Coverage { part: of(&tried), whole: of(&STAGES) }
}

fn recorded(b: &Builder) -> Figure {
    let (rows, counts) = (b.catalogue.boroughs.rows(), counts(b));
    b.count(
        "technologies-recorded",
        "Emerging technologies on record",
        "Pairs of an authority and an emerging technology, whatever the stage. Looking into a technology is no use or trial of it.",
        counts.whole,
    )
    .sentence(|figure| {
        let boroughs = rows.iter().filter(|row| !row.technologies.is_empty()).count();
        format!(
            "{} records of emerging technology name {} of {}: {} tell of a use or trial, {} of plans and studies only.",
            figure.text,
            b.format.count(boroughs),
            b.format.boroughs(rows.len()),
            b.format.count(counts.part),
            b.format.count(counts.whole - counts.part)
        )
    })
    .table(stages(b))
}

fn tried(b: &Builder) -> Figure {
    let (rows, counts) = (b.catalogue.boroughs.rows(), counts(b));
    let has = |row: &&Borough| row.technologies.iter().any(|fact| is_tried(fact.stage));
    b.count(
        "technologies-tried",
        "Uses and trials of emerging technology",
        "Pairs of an authority and an emerging technology that is in use or on trial there, or was and has been given up.",
        counts.part,
    )
    .covering(counts)
    .sentence(|figure| {
        format!(
            "{} uses or trials of emerging technology are on record in {} of {}, those that ended included.",
            figure.text,
            b.format.count(rows.iter().filter(has).count()),
            b.format.boroughs(rows.len())
        )
    })
}

fn stages(b: &Builder) -> FigureTable {
    let c = b.catalogue;
    let rows = c.technologies.iter().map(|(ix, technology)| {
        let number = |stage| b.count_cell(b.figures.technology(ix).at(stage).len());
        vec![
            Cell::link(&technology.name, Target::Technology(ix)),
            number(TechnologyStage::Exploring),
            number(TechnologyStage::Pilot),
            number(TechnologyStage::InUse),
            number(TechnologyStage::Stopped),
        ]
    });
    let caption = format!("Number of {} by technology and stage", c.site.words.many);
    FigureTable::new(caption, &["Technology", "Exploring#", "Pilot#", "In use#", "Stopped#"], rows.collect())
        .drawn(Chart::Parts { told: 1..5, quiet: 5..5 })
}

/// A stage in a word.
fn word(stage: TechnologyStage) -> &'static str {
    match stage {
        TechnologyStage::Exploring => "Exploring",
        TechnologyStage::Pilot => "Pilot",
        TechnologyStage::InUse => "In use",
        TechnologyStage::Stopped => "Stopped",
    }
}

fn by_stage(b: &Builder) -> Figure {
    let c = b.catalogue;
    let all = counts(b).whole;
    let at = |stage| b.figures.at_stage(stage);
    let count = |stage| b.format.count(at(stage));
    let row = |stage: &TechnologyStage| {
        let spreads = b.figures.technologies.iter().map(|spread| spread.at(*stage));
        let boroughs: BTreeSet<_> = spreads.clone().flatten().collect();
        vec![
            Cell::text(word(*stage)),
            Cell::bar(count(*stage), Percent::of(at(*stage) as f64, all as f64)),
            Cell::text(b.format.count(spreads.filter(|at| !at.is_empty()).count())),
            Cell::text(b.format.count(boroughs.len())),
        ]
    };
    let many = capitalised(&c.site.words.many);
    b.count(
        "technologies-by-stage",
        "How far emerging technology has come",
        "Pairs of an authority and an emerging technology, by the stage that its sources tell. The value is the number in use.",
        at(TechnologyStage::InUse),
    )
    .covering(Coverage { part: at(TechnologyStage::InUse), whole: all })
    .sentence(|figure| {
        format!(
            "Of {} records of emerging technology, {} say that it is in use, {} that it is on trial, {} that it is being looked into and {} that it was given up.",
            b.format.count(all),
            figure.text,
            count(TechnologyStage::Pilot),
            count(TechnologyStage::Exploring),
            count(TechnologyStage::Stopped)
        )
    })
    .table(FigureTable::new(
        "Records of emerging technology by stage",
        &["Stage", "Records#", "Technologies#", &format!("{many}#")],
        STAGES.iter().map(row).collect(),
    ))
}

fn in_use(b: &Builder) -> Figure {
    let c = b.catalogue;
    let spreads = &b.figures.technologies;
    let used = spreads.iter().filter(|spread| !spread.at(TechnologyStage::InUse).is_empty()).count();
    let without = spreads.iter().filter(|spread| spread.furthest().is_none()).count();
    let many = capitalised(&c.site.words.many);
    let rows = c.technologies.iter().map(|(ix, technology)| {
        let spread = b.figures.technology(ix);
        vec![
            Cell::link(&technology.name, Target::Technology(ix)),
            Cell::text(spread.furthest().map_or("No record", word)),
            Cell::text(b.format.count(spread.boroughs().len())),
        ]
    });
    b.count(
        "technologies-in-use",
        "Emerging technologies in use somewhere",
        "Technologies on the region's list that are on record as in use in at least one authority. No record is not no use.",
        used,
    )
    .covering(Coverage { part: used, whole: spreads.len() })
    .sentence(|figure| {
        format!(
            "{} of {} technologies on our list are in use somewhere on record, {} have not come so far, and {} have no record, which does not mean that nobody uses them.",
            figure.text,
            b.format.count(spreads.len()),
            b.format.count(spreads.len() - used - without),
            b.format.count(without)
        )
    })
    .table(FigureTable::new(
        "The furthest stage of each technology",
        &["Technology", "Furthest stage on record", &format!("{many} on record#")],
        rows.collect(),
    ))
}

fn most(b: &Builder) -> Figure {
    let c = b.catalogue;
    let count = |ix| b.figures.technology(ix).boroughs().len();
    let most = c.technologies.iter().map(|(ix, _)| count(ix)).max().unwrap_or(0);
    let first = c.technologies.iter().filter(|(ix, _)| most > 0 && count(*ix) == most);
    let names: Vec<&str> = first.map(|(_, technology)| technology.name.as_str()).collect();
    b.count(
        "technology-most-recorded",
        "The technology on record in most authorities",
        "Authorities with a record of the technology, whatever its stage; the value is that of the technology with most of them, or of each that shares the first place.",
        most,
    )
    .covering(Coverage { part: most, whole: c.boroughs.len() })
    .sentence(|figure| {
        let all = b.format.boroughs(c.boroughs.len());
        match names.as_slice() {
            [] => format!("No technology is on record in any of {all}."),
            [one] => format!("{one}: no technology is on record more widely, with {} of {all}.", figure.text),
            [before @ .., last] => format!(
                "{}, and {last}: no technology is on record more widely, with {} of {all} each.",
                before.join(", "),
                figure.text
            ),
        }
    })
}
