//! Skills and emerging technologies on record.

use crate::catalogue::{Borough, Ix, SkillFact};
use crate::content::records::{Level, Stance, TechnologyStage};
use crate::figures::registry::{Builder, Cell, Chart, Figure, FigureTable, Target};
use crate::figures::{Coverage, Percent};

pub(in crate::figures) fn skills(b: &Builder) -> Vec<Figure> {
    let c = b.catalogue;
    let rows = c.boroughs.rows();
    let skills = rows.iter().map(|row| row.skills.len()).sum();
    let technologies = rows.iter().map(|row| row.technologies.len()).sum();
    let with = |has: &dyn Fn(&Borough) -> bool| rows.iter().filter(|row| has(row)).count();
    vec![
        b.count("skills-recorded", "Skills on record", "Pairs of an authority and a skill.", skills)
            .sentence(|figure| {
                let boroughs = with(&|row| !row.skills.is_empty());
                format!(
                    "{} skills are on record in {} of {}.",
                    figure.text,
                    b.format.count(boroughs),
                    b.format.boroughs(rows.len())
                )
            }),
        b.count(
            "technologies-recorded",
            "Emerging technologies on record",
            "Pairs of an authority and an emerging technology, whatever the stage.",
            technologies,
        )
        .sentence(|figure| {
            let boroughs = with(&|row| !row.technologies.is_empty());
            format!(
                "{} uses or trials of emerging technology are on record in {} of {}.",
                figure.text,
                b.format.count(boroughs),
                b.format.boroughs(rows.len())
            )
        })
        .table(stages(b)),
        by_skill(b),
        matches(b),
    ]
}

fn stages(b: &Builder) -> FigureTable {
    let c = b.catalogue;
    let facts = || c.boroughs.rows().iter().flat_map(|row| &row.technologies);
    let rows = c.technologies.iter().map(|(ix, technology)| {
        let count = |stage| facts().filter(|fact| fact.technology == ix && fact.stage == stage).count();
        let number = |stage| Cell::number(b.format.count(count(stage)), count(stage) as f64);
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

fn by_skill(b: &Builder) -> Figure {
    let c = b.catalogue;
    let count =
        |ix| c.boroughs.rows().iter().filter(|row| row.skills.iter().any(|fact| fact.skill == ix)).count();
    let many = crate::figures::format::capitalised(&c.site.words.many);
    let recorded = c.skills.iter().filter(|(ix, _)| count(*ix) > 0).count();
    let rows = c.skills.iter().map(|(ix, skill)| {
        let percent = Percent::of(count(ix) as f64, c.boroughs.len() as f64);
        vec![
            Cell::text(&*skill.name),
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

/// Who could teach whom: offers at practitioner or above against those who look for the skill.
fn matches(b: &Builder) -> Figure {
    let c = b.catalogue;
    let with = |wanted: &dyn Fn(&SkillFact) -> bool, skill| -> Vec<Ix<Borough>> {
        let has = |row: &Borough| row.skills.iter().any(|fact| fact.skill == skill && wanted(fact));
        c.boroughs.iter().filter(|(_, row)| has(row)).map(|(ix, _)| ix).collect()
    };
    let offers = |fact: &SkillFact| {
        matches!(fact.stance, Some(Stance::Offer | Stance::Both)) && fact.level >= Some(Level::Practitioner)
    };
    let seeks = |fact: &SkillFact| matches!(fact.stance, Some(Stance::Seek | Stance::Both));
    let stated =
        c.boroughs.rows().iter().flat_map(|row| &row.skills).filter(|fact| fact.stance.is_some()).count();
    let all: usize = c.boroughs.rows().iter().map(|row| row.skills.len()).sum();
    let mut rows = Vec::new();
    for (skill, row) in c.skills.iter().filter(|(_, row)| !row.totals_only) {
        for from in with(&offers, skill) {
            for to in with(&seeks, skill).into_iter().filter(|to| *to != from) {
                rows.push(vec![
                    Cell::text(&*row.name),
                    Cell::link(&c.boroughs[from].name, Target::Borough(from)),
                    Cell::link(&c.boroughs[to].name, Target::Borough(to)),
                ]);
            }
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
        format!(
            "{} pairs of offer and need are on record; whether a skill is offered or sought is known for {} of {} records.",
            figure.text,
            b.format.count(stated),
            b.format.count(all)
        )
    })
    .table(FigureTable::new("Offers and needs that meet", &["Skill", "Offered by", "Sought by"], rows))
}
