//! Skills and emerging technologies: who has what.

use serde::Serialize;

use super::View;
use crate::content::records::TechnologyStage;
use crate::site::parts::{Link, SourcesView};
use crate::site::{Model, Page, Section};

/// Skills and technologies.
#[derive(Debug, Serialize)]
pub struct SkillsView {
    standfirst: String,
    families: Vec<Family>,
    technologies: Vec<TechnologyView>,
}

#[derive(Debug, Serialize)]
struct Family {
    name: String,
    skills: Vec<SkillView>,
}

#[derive(Debug, Serialize)]
struct SkillView {
    id: String,
    name: String,
    gdad: Option<String>,
    totals_only: bool,
    count: String,
    holders: Vec<Holder>,
}

#[derive(Debug, Serialize)]
struct TechnologyView {
    id: String,
    name: String,
    definition: String,
    count: String,
    holders: Vec<Holder>,
}

/// An authority that has a skill or a technology.
#[derive(Debug, Serialize)]
struct Holder {
    borough: Link,
    state: Option<String>,
    sources: SourcesView,
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    vec![Page {
        path: "skills/".to_owned(),
        template: "skills.html",
        title: "Skills and emerging technology".to_owned(),
        description: format!(
            "Digital skills and emerging technologies on record for the {} of {}.",
            c.site.words.many, c.site.region
        ),
        section: Some(Section::Skills),
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Skills(Box::new(view(model)))),
    }]
}

fn view(model: Model) -> SkillsView {
    let c = model.catalogue;
    let mut families: Vec<Family> = Vec::new();
    for (ix, _) in c.skills.iter() {
        let skill = skill(model, ix);
        let name = &c.skills[ix].family;
        match families.iter_mut().find(|family| &family.name == name) {
            Some(family) => family.skills.push(skill),
            None => families.push(Family { name: name.clone(), skills: vec![skill] }),
        }
    }
    for family in &mut families {
        family.skills.sort_by_key(|skill| skill.count == "none");
    }
    let sentence =
        |id: &str| model.figures.named(id).map(|figure| figure.sentence.clone()).unwrap_or_default();
    SkillsView {
        standfirst: format!("{} {}", sentence("skills-recorded"), sentence("technologies-recorded")),
        families,
        technologies: c.technologies.iter().map(|(ix, _)| technology(model, ix)).collect(),
    }
}

fn skill(model: Model, ix: crate::catalogue::Ix<crate::catalogue::Skill>) -> SkillView {
    let c = model.catalogue;
    let skill = &c.skills[ix];
    let mut holders = Vec::new();
    for (borough, row) in c.boroughs.iter() {
        for fact in row.skills.iter().filter(|fact| fact.skill == ix) {
            let words =
                [fact.level.map(super::borough::level_word), fact.stance.map(super::borough::stance_word)];
            let words: Vec<&str> = words.into_iter().flatten().collect();
            holders.push(Holder {
                borough: model.borough_link(borough),
                state: (!words.is_empty()).then(|| words.join(", ")),
                sources: model.sources(&fact.sources, fact.provenance, fact.confidence, fact.notes.as_ref()),
            });
        }
    }
    SkillView {
        id: skill.id.clone(),
        name: skill.name.clone(),
        gdad: skill.gdad.clone(),
        totals_only: skill.totals_only,
        count: if holders.is_empty() { "none".to_owned() } else { model.format().boroughs(holders.len()) },
        holders: if skill.totals_only { Vec::new() } else { holders },
    }
}

fn technology(model: Model, ix: crate::catalogue::Ix<crate::catalogue::Technology>) -> TechnologyView {
    let c = model.catalogue;
    let technology = &c.technologies[ix];
    let mut holders: Vec<(TechnologyStage, Holder)> = Vec::new();
    for (borough, row) in c.boroughs.iter() {
        for fact in row.technologies.iter().filter(|fact| fact.technology == ix) {
            let holder = Holder {
                borough: model.borough_link(borough),
                state: Some(super::borough::stage_word(fact.stage).to_owned()),
                sources: model.sources(&fact.sources, fact.provenance, fact.confidence, fact.notes.as_ref()),
            };
            holders.push((fact.stage, holder));
        }
    }
    holders.sort_by_key(|(stage, _)| match stage {
        TechnologyStage::InUse => 0,
        TechnologyStage::Pilot => 1,
        TechnologyStage::Exploring => 2,
        TechnologyStage::Stopped => 3,
    });
    TechnologyView {
        id: technology.id.clone(),
        name: technology.name.clone(),
        definition: technology.definition.clone(),
        count: if holders.is_empty() { "none".to_owned() } else { model.format().boroughs(holders.len()) },
        holders: holders.into_iter().map(|(_, holder)| holder).collect(),
    }
}
