//! Who has a skill, who offers it and who looks for it: takes a catalogue, gives one spread for each skill.

use super::MOST_PAIRED;
use crate::catalogue::{Borough, Catalogue, Ix, Skill, SkillFact};
use crate::content::records::{Level, Stance};

/// The authorities with a record of a skill.
#[derive(Debug, Default)]
pub struct SkillSpread {
    /// How many they are, also where only that is published.
    pub count: usize,
    /// Who they are, by name; nobody where only totals are published.
    pub boroughs: Vec<Ix<Borough>>,
    /// How many of them state their level.
    pub with_level: usize,
    /// Those of them that offer it, whatever their level.
    pub offers: Vec<Ix<Borough>>,
    /// Those of them that look for it.
    pub seeks: Vec<Ix<Borough>>,
    /// Those of them that offer it as a practitioner or better.
    pub teachers: Vec<Ix<Borough>>,
    /// How many pairs could meet: each teacher with each other that looks for it.
    pub meetings: usize,
    /// Who could teach whom, pair by pair; nobody past [`MOST_PAIRED`] authorities, where that would be too long a list.
    pub matches: Vec<(Ix<Borough>, Ix<Borough>)>,
}

pub(super) fn all(catalogue: &Catalogue) -> Vec<SkillSpread> {
    catalogue.skills.iter().map(|(ix, _)| spread(catalogue, ix)).collect()
}

/// How many of these skills an authority has on record.
#[must_use]
pub fn skills_among(borough: &Borough, skills: &[Ix<Skill>]) -> usize {
    borough.skills.iter().filter(|fact| skills.contains(&fact.skill)).count()
}

fn spread(catalogue: &Catalogue, skill: Ix<Skill>) -> SkillSpread {
    let with = |wanted: &dyn Fn(&SkillFact) -> bool| -> Vec<Ix<Borough>> {
        let has = |row: &Borough| row.skills.iter().any(|fact| fact.skill == skill && wanted(fact));
        catalogue.boroughs.iter().filter(|(_, row)| has(row)).map(|(ix, _)| ix).collect()
    };
    let offers = |fact: &SkillFact| matches!(fact.stance, Some(Stance::Offer | Stance::Both));
    let boroughs = with(&|_| true);
    let seeks = with(&|fact| matches!(fact.stance, Some(Stance::Seek | Stance::Both)));
    let teachers = with(&|fact| offers(fact) && fact.level >= Some(Level::Practitioner));
    let pairs = |from: &Ix<Borough>| {
        let from = *from;
        seeks.iter().filter(move |to| **to != from).map(move |to| (from, *to)).collect::<Vec<_>>()
    };
    let both = teachers.iter().filter(|teacher| seeks.binary_search(teacher).is_ok()).count();
    let few = catalogue.boroughs.len() <= MOST_PAIRED;
    SkillSpread {
        // Of what is published as totals only, the catalogue knows nothing but how many they are.
        count: boroughs.len() + catalogue.skill_totals.get(&skill).copied().unwrap_or(0),
        meetings: teachers.len() * seeks.len() - both,
        matches: if few { teachers.iter().flat_map(pairs).collect() } else { Vec::new() },
        teachers,
        with_level: with(&|fact| fact.level.is_some()).len(),
        offers: with(&offers),
        boroughs,
        seeks,
    }
}
