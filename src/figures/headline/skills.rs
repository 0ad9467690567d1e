//! Skills on record, and who could teach whom.

use std::cmp::Reverse;

use crate::catalogue::{Ix, Skill};
use crate::figures::builder::{About, Builder};
use crate::figures::table::{Cell, Chart, Column, FigureTable, Target};
use crate::figures::{Coverage, Figure, MOST_PAIRED, SkillSpread};
use crate::words;

pub(in crate::figures) fn skills(b: &Builder) -> Vec<Figure> {
    let mut figures = vec![recorded(b), by_skill(b), stated(b), matches(b)];
    figures.extend(super::technologies(b));
    figures
}

fn skill_cell(b: &Builder, ix: Ix<Skill>) -> Cell {
    Cell::link(&b.catalogue.skills[ix].name, Target::Skill(ix))
}

fn recorded(b: &Builder) -> Figure {
    let c = b.catalogue;
    let with: Vec<Ix<Skill>> =
        c.skills.iter().map(|(ix, _)| ix).filter(|ix| b.figures.skill(*ix).count > 0).collect();
    let rows = with.iter().map(|ix| vec![skill_cell(b, *ix), b.count_cell(b.figures.skill(*ix).count)]);
    let about = About {
        id: "skills-recorded",
        title: say!("Records of skills"),
        definition: say!(
            "Each skill that {a_one} has on record is one record: a skill that three {many} have counts three times. Skills that are published as totals only are counted too, but the {many} that have them are not, so that nobody learns who they are."
        ),
        formula: say!("number of pairs of {a_one} and a skill"),
    };
    let records = b.figures.skills.iter().map(|spread| spread.count).sum();
    b.count(&about, records)
        .sentence(|_| {
            let boroughs = c.boroughs.rows().iter().filter(|row| !row.skills.is_empty()).count();
            say!(
                "The site has {} of {}, in {} of {}.",
                b.format.counted(records, "record", "records"),
                b.format.counted(with.len(), "skill", "different skills"),
                b.format.count(boroughs),
                b.format.boroughs(c.boroughs.len())
            )
        })
        .table(FigureTable::new(
            b.words(say!("Skills by the number of {many} that have them on record")),
            [Column::name(say!("Skill")), Column::count(b.words("{Many}"))],
            rows.collect(),
        ))
}

fn by_skill(b: &Builder) -> Figure {
    let c = b.catalogue;
    let count = |ix| b.figures.skill(ix).count;
    let recorded = c.skills.iter().filter(|(ix, _)| count(*ix) > 0).count();
    let share = Coverage { part: recorded, whole: c.skills.len() };
    let mut order: Vec<Ix<Skill>> = c.skills.iter().map(|(ix, _)| ix).collect();
    order.sort_by_key(|ix| Reverse(count(*ix)));
    let rows = order.into_iter().map(|ix| {
        let skill = &c.skills[ix];
        vec![skill_cell(b, ix), Cell::text(&*skill.family), b.bar_cell(count(ix), c.boroughs.len())]
    });
    let about = About {
        id: "skills-by-family",
        title: say!("Skills by how many {many} have them on record"),
        definition: say!(
            "{Many} with a record of the skill, whatever its level, those that most have first. The value is the number of skills on our list with a record anywhere."
        ),
        formula: say!("number of different skills with {a_one} on record"),
    };
    b.count(&about, recorded)
        .part_of(share, say!("skills on our list"))
        .sentence(|draft| {
            say!(
                "Somewhere there is a record of {} of {} on our list.",
                draft.text,
                b.format.counted(share.whole, "skill", "skills")
            )
        })
        .table(
            FigureTable::new(
                say!("Skills on our list"),
                [Column::name(say!("Skill")), Column::text(say!("Family")), Column::count(b.words("{Many}"))],
                rows.collect(),
            )
            .drawn(Chart::Bars(2)),
        )
}

/// What is counted of records of skills, in words.
const RECORDS: &str = said_later!("records of a skill that are published one by one");

/// What records say beyond that a skill is there.
fn stated(b: &Builder) -> Figure {
    let facts = || b.catalogue.boroughs.rows().iter().flat_map(|row| &row.skills);
    let all = facts().count();
    let level = facts().filter(|fact| fact.level.is_some()).count();
    let stance = facts().filter(|fact| fact.stance.is_some()).count();
    let row = |what: &str, count: usize| vec![Cell::text(what), b.bar_cell(count, all), b.count_cell(all)];
    let about = About {
        id: "skills-stated",
        title: say!("Skills whose depth is known"),
        definition: say!(
            "Records of a skill that state a level, and those that state whether the skill is offered or sought, of all records of skills that are published one by one. The value is the number with a level."
        ),
        formula: say!("number of records with a level"),
    };
    b.count(&about, level)
        .part_of(Coverage { part: level, whole: all }, words::text(RECORDS))
        .sentence(|draft| {
            say!(
                "How deep a skill goes is stated for {} of {}, and whether it is offered or sought for {}.",
                draft.text,
                b.format.counted(all, "record", "records"),
                b.format.count(stance)
            )
        })
        .table(FigureTable::new(
            say!("What records of skills state"),
            [Column::text(say!("What")), Column::count(say!("Stated")), Column::count(say!("Of"))],
            vec![row(say!("The level"), level), row(say!("Offered or sought"), stance)].into(),
        ))
}

/// Offers at practitioner or above against those who look for the skill.
fn matches(b: &Builder) -> Figure {
    let c = b.catalogue;
    let facts = || c.boroughs.rows().iter().flat_map(|row| &row.skills);
    let stated = facts().filter(|fact| fact.stance.is_some()).count();
    let known = Coverage { part: stated, whole: facts().count() };
    let count = b.figures.skills.iter().map(|spread| spread.meetings).sum();
    let about = About {
        id: "skill-matches",
        title: say!("Who could teach whom"),
        definition: say!(
            "For each skill, every {one} that offers it at the level of practitioner or above, with every other {one} that looks for it."
        ),
        formula: say!("Σ over skills of pairs of {a_one} that offers it and another that looks for it"),
    };
    b.count(&about, count)
        .known(known, words::text(RECORDS))
        .sentence(|draft| {
            let pairs = match count {
                0 => say!("No offer and need that meet are on record").to_owned(),
                1 => say!("One pair of offer and need is on record").to_owned(),
                _ => say!("{} pairs of offer and need are on record", draft.text),
            };
            say!(
                "{pairs}; whether a skill is offered or sought is known for {} of {}.",
                b.format.count(known.part),
                b.format.counted(known.whole, "record", "records"); pairs
            )
        })
        .table(if c.boroughs.len() > MOST_PAIRED { meetings(b) } else { pairs(b) })
}

/// Who could teach whom, pair by pair.
fn pairs(b: &Builder) -> FigureTable {
    let mut rows = Vec::new();
    for (skill, _) in b.catalogue.skills.iter() {
        for (from, to) in &b.figures.skill(skill).matches {
            rows.push(vec![skill_cell(b, skill), b.borough_cell(*from), b.borough_cell(*to)]);
        }
    }
    FigureTable::new(
        say!("Offers and needs that meet"),
        [Column::name(say!("Skill")), Column::name(say!("Offered by")), Column::name(say!("Sought by"))],
        rows.into(),
    )
}

/// The same by skill, where the pairs are too many to tell.
fn meetings(b: &Builder) -> FigureTable {
    let skills = b.catalogue.skills.iter().map(|(ix, _)| (ix, b.figures.skill(ix)));
    let row = |(ix, spread): (Ix<Skill>, &SkillSpread)| {
        let counts = [spread.teachers.len(), spread.seeks.len(), spread.meetings];
        [vec![skill_cell(b, ix)], counts.map(|count| b.count_cell(count)).into()].concat()
    };
    FigureTable::new(
        say!("Offers and needs that meet, by skill"),
        [
            Column::name(say!("Skill")),
            Column::count(say!("Offered by")),
            Column::count(say!("Sought by")),
            Column::count(say!("Pairs that meet")),
        ],
        skills.filter(|(_, spread)| spread.meetings > 0).map(row).collect(),
    )
}
