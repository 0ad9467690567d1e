//! Skills on record, and who could teach whom.

use crate::figures::format::capitalised;
use crate::figures::registry::{Builder, Cell, Chart, Figure, FigureTable, Target};
use crate::figures::{Coverage, Percent};

pub(in crate::figures) fn skills(b: &Builder) -> Vec<Figure> {
    let mut figures = vec![recorded(b), by_skill(b), stated(b), matches(b)];
    figures.extend(super::technologies(b));
    figures
}

fn recorded(b: &Builder) -> Figure {
    let rows = b.catalogue.boroughs.rows();
    let count = b.figures.skills.iter().map(|spread| spread.count).sum();
    b.count(
        "skills-recorded",
        "Skills on record",
        "Pairs of an authority and a skill. Skills that are published as totals only count as pairs, but the authorities that have them are not counted, so that nobody learns who they are.",
        count,
    )
    .sentence(|figure| {
        let boroughs = rows.iter().filter(|row| !row.skills.is_empty()).count();
        format!(
            "{} skills are on record in {} of {}.",
            figure.text,
            b.format.count(boroughs),
            b.format.boroughs(rows.len())
        )
    })
}

fn by_skill(b: &Builder) -> Figure {
    let c = b.catalogue;
    let count = |ix| b.figures.skill(ix).count;
    let many = capitalised(&c.site.words.many);
    let recorded = c.skills.iter().filter(|(ix, _)| count(*ix) > 0).count();
    let rows = c.skills.iter().map(|(ix, skill)| {
        let percent = Percent::of(count(ix) as f64, c.boroughs.len() as f64);
        vec![
            Cell::link(&skill.name, Target::Skill(ix)),
            Cell::text(&*skill.family),
            Cell::bar(b.format.count(count(ix)), percent),
        ]
    });
    b.count(
        "skills-by-family",
        "Skills by how many authorities have them on record",
        "Authorities with a record of the skill, whatever its level. The value is the number of skills with a record anywhere.",
        recorded,
    )
    .covering(Coverage { part: recorded, whole: c.skills.len() })
    .sentence(|figure| format!("{} of {} skills are on record somewhere.", figure.text, b.format.count(c.skills.len())))
    .table(FigureTable::new("Skills on record", &["Skill", "Family", &format!("{many}#")], rows.collect()).drawn(Chart::Bars(2)))
}

/// What records say beyond that a skill is there.
fn stated(b: &Builder) -> Figure {
    let facts = || b.catalogue.boroughs.rows().iter().flat_map(|row| &row.skills);
    let all = facts().count();
    let level = facts().filter(|fact| fact.level.is_some()).count();
    let stance = facts().filter(|fact| fact.stance.is_some()).count();
    let row = |what: &str, count: usize| {
        vec![
            Cell::text(what),
            Cell::bar(b.format.count(count), Percent::of(count as f64, all as f64)),
            Cell::text(b.format.count(all)),
        ]
    };
    b.count(
        "skills-stated",
        "Skills whose depth is known",
        "Records of skills that state a level, and those that state whether the skill is offered or sought, of all records of skills that are published one by one. The value is the number with a level.",
        level,
    )
    .covering(Coverage { part: level, whole: all })
    .sentence(|figure| {
        format!(
            "How deep a skill goes is stated for {} of {} records, and whether it is offered or sought for {}.",
            figure.text,
            b.format.count(all),
            b.format.count(stance)
        )
    })
    .table(FigureTable::new(
        "What records of skills state",
        &["What", "Stated#", "Of#"],
        vec![row("The level", level), row("Offered or sought", stance)],
    ))
}

/// Offers at practitioner or above against those who look for the skill.
fn matches(b: &Builder) -> Figure {
    let c = b.catalogue;
    let facts = || c.boroughs.rows().iter().flat_map(|row| &row.skills);
    let stated = facts().filter(|fact| fact.stance.is_some()).count();
    let all = facts().count();
    let mut rows = Vec::new();
    for (skill, row) in c.skills.iter() {
        for (from, to) in &b.figures.skill(skill).matches {
            rows.push(vec![
                Cell::link(&row.name, Target::Skill(skill)),
                Cell::link(&c.boroughs[*from].name, Target::Borough(*from)),
                Cell::link(&c.boroughs[*to].name, Target::Borough(*to)),
            ]);
        }
    }
    b.count(
        "skill-matches",
        "Who could teach whom",
        "For each skill, every authority that offers it at the level of practitioner or above, with every other authority that looks for it.",
        rows.len(),
    )
    .covering(Coverage { part: stated, whole: all })
    .sentence(|figure| {
        let pairs = match figure.count() {
            0 => "No offer and need that meet are on record".to_owned(),
            1 => "One pair of offer and need is on record".to_owned(),
            _ => format!("{} pairs of offer and need are on record", figure.text),
        };
        format!(
            "{pairs}; whether a skill is offered or sought is known for {} of {} records.",
            b.format.count(stated),
            b.format.count(all)
        )
    })
    .table(FigureTable::new("Offers and needs that meet", &["Skill", "Offered by", "Sought by"], rows))
}
