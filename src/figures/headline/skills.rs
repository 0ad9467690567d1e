//! Skills and emerging technologies on record.

use crate::catalogue::Borough;
use crate::content::records::TechnologyStage;
use crate::figures::registry::{Builder, Cell, Figure, FigureTable, Target};

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
                format!("{} skills are on record in {}.", figure.text, b.format.boroughs(boroughs))
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
                "{} uses or trials of emerging technology are on record in {}.",
                figure.text,
                b.format.boroughs(boroughs)
            )
        })
        .table(stages(b)),
    ]
}

fn stages(b: &Builder) -> FigureTable {
    let c = b.catalogue;
    let facts = || c.boroughs.rows().iter().flat_map(|row| &row.technologies);
    let rows = c.technologies.iter().map(|(ix, technology)| {
        let count = |stage| facts().filter(|fact| fact.technology == ix && fact.stage == stage).count();
        let number = |stage| Cell::text(b.format.count(count(stage)));
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
}
