//! Emerging technologies by the stage that they have reached.

use std::collections::BTreeSet;

use crate::catalogue::{Borough, Ix, Technology};
use crate::content::records::TechnologyStage;
use crate::figures::builder::{About, Builder};
use crate::figures::table::{Cell, Chart, Column, FigureTable, Target};
use crate::figures::{Coverage, Figure, STAGES, is_tried};
use crate::words;

pub(in crate::figures) fn technologies(b: &Builder) -> Vec<Figure> {
    vec![recorded(b), tried(b), by_stage(b), in_use(b), most(b)]
}

fn technology_cell(b: &Builder, ix: Ix<Technology>) -> Cell {
    Cell::link(&b.catalogue.technologies[ix].name, Target::Technology(ix))
}

/// Records, and those of them that tell of a use or trial.
fn counts(b: &Builder) -> Coverage {
    let of = |stages: &[TechnologyStage]| stages.iter().map(|stage| b.figures.at_stage(*stage)).sum();
    let tried: Vec<TechnologyStage> = STAGES.into_iter().filter(|stage| is_tried(*stage)).collect();
    Coverage { part: of(&tried), whole: of(&STAGES) }
}

/// What all records are, in words.
const RECORDS: &str = said_later!("records of an emerging technology in {a_one}");

fn recorded(b: &Builder) -> Figure {
    let (rows, counts) = (b.catalogue.boroughs.rows(), counts(b));
    let about = About {
        id: "technologies-recorded",
        title: say!("Emerging technologies on record"),
        definition: say!(
            "Each emerging technology that {a_one} has on record counts once for that {one}, whatever the stage. Looking into a technology is no use or trial of it."
        ),
        formula: say!("number of pairs of {a_one} and an emerging technology"),
    };
    b.count(&about, counts.whole)
        .sentence(|_| {
            let boroughs = rows.iter().filter(|row| !row.technologies.is_empty()).count();
            say!(
                "The site has {} of emerging technology, in {} of {}: {} of a use or trial, {} of plans and studies only.",
                b.format.counted(counts.whole, "record", "records"),
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
    let about = About {
        id: "technologies-tried",
        title: say!("Uses and trials of emerging technology"),
        definition: say!(
            "Emerging technologies that are in use or on trial in {a_one}, or were and have been given up. Each counts once for that {one}."
        ),
        formula: say!("number of records at the stages “in use”, “pilot” and “stopped”"),
    };
    let tried = |ix: Ix<Technology>| -> usize {
        let stages = STAGES.into_iter().filter(|stage| is_tried(*stage));
        stages.map(|stage| b.figures.technology(ix).at(stage).len()).sum()
    };
    let table = b.catalogue.technologies.iter().map(|(ix, _)| ix).filter(|ix| tried(*ix) > 0);
    let table = table.map(|ix| vec![technology_cell(b, ix), b.count_cell(tried(ix))]);
    b.count(&about, counts.part)
        .part_of(counts, b.words(words::text(RECORDS)))
        .sentence(|_| {
            say!(
                "The records tell of {} of emerging technology in {} of {}, those that ended included.",
                b.format.counted(counts.part, "use or trial", "uses or trials"),
                b.format.count(rows.iter().filter(has).count()),
                b.format.boroughs(rows.len())
            )
        })
        .table(FigureTable::new(
            say!("Uses and trials by technology"),
            [Column::name(say!("Technology")), Column::count(b.words("{Many}"))],
            table.collect(),
        ))
}

fn stages(b: &Builder) -> FigureTable {
    let c = b.catalogue;
    let rows = c.technologies.iter().map(|(ix, _)| {
        let number = |stage| b.count_cell(b.figures.technology(ix).at(stage).len());
        vec![
            technology_cell(b, ix),
            number(TechnologyStage::Exploring),
            number(TechnologyStage::Pilot),
            number(TechnologyStage::InUse),
            number(TechnologyStage::Stopped),
        ]
    });
    FigureTable::new(
        b.words(say!("Number of {many} by technology and stage")),
        [
            Column::name(say!("Technology")),
            Column::count(say!("Exploring")),
            Column::count(say!("Pilot")),
            Column::count(say!("In use")),
            Column::count(say!("Stopped")),
        ],
        rows.collect(),
    )
    .drawn(Chart::Parts { told: 1..5, quiet: 5..5 })
}

/// A stage in a word.
fn word(stage: TechnologyStage) -> &'static str {
    match stage {
        TechnologyStage::Exploring => say!("Exploring"),
        TechnologyStage::Pilot => say!("Pilot"),
        TechnologyStage::InUse => say!("In use"),
        TechnologyStage::Stopped => say!("Stopped"),
    }
}

fn by_stage(b: &Builder) -> Figure {
    let all = counts(b).whole;
    let at = |stage| b.figures.at_stage(stage);
    let count = |stage| b.format.count(at(stage));
    let row = |stage: &TechnologyStage| {
        let spreads = b.figures.technologies.iter().map(|spread| spread.at(*stage));
        let boroughs: BTreeSet<_> = spreads.clone().flatten().collect();
        vec![
            Cell::text(word(*stage)),
            b.bar_cell(at(*stage), all),
            b.count_cell(spreads.filter(|at| !at.is_empty()).count()),
            b.count_cell(boroughs.len()),
        ]
    };
    let in_use = Coverage { part: at(TechnologyStage::InUse), whole: all };
    let about = About {
        id: "technologies-by-stage",
        title: say!("How far emerging technology has come"),
        definition: say!(
            "Records of an emerging technology in {a_one}, by the stage that its sources tell. The value is the number in use."
        ),
        formula: say!("number of records at the stage “in use”"),
    };
    b.count(&about, in_use.part)
    .part_of(in_use, b.words(words::text(RECORDS)))
    .sentence(|figure| {
        say!(
            "Of {}, emerging technology is in use according to {}, on trial according to {}, being looked into according to {}, and given up according to {}.",
            b.format.counted(all, "record", "records"),
            figure.text,
            count(TechnologyStage::Pilot),
            count(TechnologyStage::Exploring),
            count(TechnologyStage::Stopped)
        )
    })
    .table(FigureTable::new(
        say!("Records of emerging technology by stage"),
        [
            Column::text(say!("Stage")),
            Column::count(say!("Records")),
            Column::count(say!("Technologies")),
            Column::count(b.words("{Many}")),
        ],
        STAGES.iter().map(row).collect(),
    ))
}

fn in_use(b: &Builder) -> Figure {
    let c = b.catalogue;
    let spreads = &b.figures.technologies;
    let used = spreads.iter().filter(|spread| !spread.at(TechnologyStage::InUse).is_empty()).count();
    let without = spreads.iter().filter(|spread| spread.furthest().is_none()).count();
    let rows = c.technologies.iter().map(|(ix, _)| {
        let spread = b.figures.technology(ix);
        vec![
            technology_cell(b, ix),
            Cell::text(spread.furthest().map_or(say!("No record"), word)),
            b.count_cell(spread.boroughs().len()),
        ]
    });
    let about = About {
        id: "technologies-in-use",
        title: say!("Emerging technologies in use somewhere"),
        definition: say!(
            "Technologies on the region's list that are on record as in use in at least one {one}. No record is not no use."
        ),
        formula: say!("number of technologies with a record at the stage “in use”"),
    };
    b.count(&about, used)
    .part_of(Coverage { part: used, whole: spreads.len() }, say!("emerging technologies on our list"))
    .sentence(|figure| {
        say!(
            "A use somewhere is on record of {} of {} on our list, only other stages of {}, and nothing of {}, which does not mean that nobody uses them.",
            figure.text,
            b.format.counted(spreads.len(), "technology", "technologies"),
            b.format.count(spreads.len() - used - without),
            b.format.count(without)
        )
    })
    .table(FigureTable::new(
        say!("The furthest stage of each technology"),
        [
            Column::name(say!("Technology")),
            Column::text(say!("Furthest stage on record")),
            Column::count(b.words(say!("{Many} on record"))),
        ],
        rows.collect(),
    ))
}

fn most(b: &Builder) -> Figure {
    let c = b.catalogue;
    let count = |ix| b.figures.technology(ix).boroughs().len();
    let most = c.technologies.iter().map(|(ix, _)| count(ix)).max().unwrap_or(0);
    let first = c.technologies.iter().filter(|(ix, _)| most > 0 && count(*ix) == most);
    let names: Vec<&str> = first.map(|(_, technology)| technology.name.as_str()).collect();
    let mut order: Vec<_> = c.technologies.iter().filter(|(ix, _)| count(*ix) > 0).collect();
    order.sort_by_key(|(ix, _)| (std::cmp::Reverse(count(*ix)), *ix));
    let rows = order.iter().map(|(ix, _)| {
        let name = technology_cell(b, *ix);
        vec![name, b.bar_cell(count(*ix), c.boroughs.len())]
    });
    let about = About {
        id: "technology-most-recorded",
        title: say!("The technology on record in most {many}"),
        definition: say!(
            "{Many} with a record of the technology, whatever its stage; the value is that of the technology with most of them, or of each that shares the first place."
        ),
        formula: say!("number of {many} with a record of the first technology"),
    };
    b.count(&about, most)
        .part_of(Coverage { part: most, whole: c.boroughs.len() }, &*c.site.words.many)
        .sentence(|figure| {
            let all = b.format.boroughs(c.boroughs.len());
            match names.as_slice() {
                [] => say!("No technology is on record in any of {all}."; all),
                [one] => {
                    say!("{one}: no technology is on record more widely, with {} of {all}.", figure.text; one, all)
                }
                [before @ .., last] => say!(
                    "{}, and {last}: no technology is on record more widely, with {} of {all} each.",
                    before.join(", "),
                    figure.text; last, all
                ),
            }
        })
        .table(FigureTable::new(
            b.words(say!("Emerging technologies by the number of {many} that have them on record")),
            [Column::name(say!("Technology")), Column::count(b.words(say!("{Many} on record")))],
            rows.collect(),
        ))
}
