//! Skills: an exchange of offers and needs, the skills on record by family, and a page for each skill.

use serde::Serialize;

use super::{View, crumb};
use crate::catalogue::{Borough, Ix, Skill, SkillFact};
use crate::content::records::TeamSize;
use crate::figures::{Coverage, capitalised, skills_among};
use crate::site::paging::{PagesView, Paging};
use crate::site::parts::{Link, SourcesView, percent};
use crate::site::words::{level_word, stance_word};
use crate::site::{Model, Page, Section, urls};

/// The exchange of skills.
#[derive(Debug, Serialize)]
pub struct IndexView {
    standfirst: String,
    /// Pairs of offer and need, in words.
    matches_sentence: String,
    /// What records do not say, in words.
    stated_sentence: String,
    exchange: Vec<ExchangeRow>,
    families: Vec<FamilyView>,
    matrix: Matrix,
    /// Some skills are published as totals only.
    has_totals: bool,
    /// Technologies stood on this page once: the place of each leads on.
    moved: Vec<MovedPlace>,
}

/// Offers and needs of one skill.
#[derive(Debug, Serialize)]
struct ExchangeRow {
    skill: Link,
    offers: Vec<Link>,
    seeks: Vec<Link>,
    matches: String,
}

#[derive(Debug, Serialize)]
struct FamilyView {
    id: String,
    name: String,
    /// On record somewhere.
    skills: Vec<FamilyRow>,
    /// Without a record.
    unrecorded: Vec<FamilyRow>,
    /// Published as totals only.
    totals: Vec<FamilyRow>,
}

#[derive(Debug, Serialize)]
struct FamilyRow {
    id: String,
    link: Link,
    count: String,
    percent: String,
    boroughs: Vec<Link>,
}

/// Authorities against families: how many skills are on record.
#[derive(Debug, Serialize)]
struct Matrix {
    families: Vec<Link>,
    rows: Vec<MatrixRow>,
    /// How many authorities have a record, where that are too many for rows.
    too_many: Option<String>,
    /// Authorities without a record.
    without_title: String,
    without: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct MatrixRow {
    borough: Link,
    /// A tint and a number; nothing where there is no record.
    cells: Vec<Option<(usize, String)>>,
    total: String,
}

#[derive(Debug, Serialize)]
struct MovedPlace {
    id: String,
    link: Link,
}

/// A skill.
#[derive(Debug, Serialize)]
pub struct SkillView {
    name: String,
    family: Link,
    gdad: Option<String>,
    standfirst: String,
    totals_only: bool,
    /// What stands beside those who have it stands on the first page alone.
    first: bool,
    pages: Option<PagesView>,
    holders: Vec<Holder>,
    offers: Vec<Link>,
    seeks: Vec<Link>,
    matches: Vec<(Link, Link)>,
    others: Vec<OtherSkill>,
    previous: Option<Link>,
    next: Option<Link>,
}

/// An authority with a record of the skill.
#[derive(Debug, Serialize)]
struct Holder {
    borough: Link,
    level: Option<&'static str>,
    team: Option<&'static str>,
    stance: Option<&'static str>,
    sources: SourcesView,
}

#[derive(Debug, Serialize)]
struct OtherSkill {
    link: Link,
    count: String,
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let words = &c.site.words;
    let mut pages = vec![Page {
        path: "skills/".to_owned(),
        template: "skills.html",
        title: say!("Skills").to_owned(),
        description: say!(
            "Which {} of {} have which digital skills on record, who offers them and who looks for them.",
            words.many,
            c.site.region
        ),
        section: Some(Section::Skills),
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Skills(Box::new(index_view(model)))),
    }];
    pages.extend(c.skills.iter().flat_map(|(ix, skill)| skill_pages(model, ix, skill)));
    pages
}

fn skill_pages<'a>(model: Model<'a>, ix: Ix<Skill>, skill: &'a Skill) -> impl Iterator<Item = Page<'a>> {
    Paging::boroughs(model.figures.skill(ix).boroughs.len()).map(move |paging| Page {
        path: paging.path(&urls::skill(skill)),
        template: "skill.html",
        title: paging.titled(&skill.name),
        description: say!("The skill {}. {}", paging.titled(&skill.name), standfirst(model, ix)),
        section: Some(Section::Skills),
        crumbs: vec![crumb(say!("Skills"), "skills/")],
        origin: None,
        text: None,
        view: Box::new(move || View::Skill(Box::new(view(model, ix, paging)))),
    })
}

/// Families in the order of the list, with their skills.
fn families(model: Model<'_>) -> Vec<(&str, Vec<Ix<Skill>>)> {
    let mut families: Vec<(&str, Vec<Ix<Skill>>)> = Vec::new();
    for (ix, skill) in model.catalogue.skills.iter() {
        match families.iter_mut().find(|(name, _)| *name == skill.family) {
            Some((_, skills)) => skills.push(ix),
            None => families.push((&skill.family, vec![ix])),
        }
    }
    families
}

/// The place of a family on the index: names are free text, so that its number has to do.
fn family_id(index: usize) -> String {
    format!("family-{}", index + 1)
}

fn family_link(index: usize, name: &str) -> Link {
    Link::new(format!("skills/#{}", family_id(index)), capitalised(name))
}

fn index_view(model: Model) -> IndexView {
    let c = model.catalogue;
    let families = families(model);
    let sentence = |id: &str| model.sentence(id);
    IndexView {
        standfirst: format!("{} {}", sentence("skills-recorded"), sentence("skills-by-family")),
        matches_sentence: sentence("skill-matches"),
        stated_sentence: sentence("skills-stated"),
        exchange: exchange(model),
        matrix: matrix(model, &families),
        families: families
            .iter()
            .enumerate()
            .map(|(index, (name, skills))| family(model, index, name, skills))
            .collect(),
        has_totals: c.skills.rows().iter().any(|skill| skill.totals_only),
        moved: c
            .technologies
            .iter()
            .map(|(ix, technology)| MovedPlace {
                id: format!("technology-{}", technology.id),
                link: model.technology_link(ix),
            })
            .collect(),
    }
}

fn exchange(model: Model) -> Vec<ExchangeRow> {
    let row = |(ix, skill): (Ix<Skill>, &Skill)| {
        let spread = model.figures.skill(ix);
        let links = |boroughs: &[Ix<Borough>]| model.borough_links(boroughs, &urls::skill(skill));
        let any = !spread.offers.is_empty() || !spread.seeks.is_empty();
        any.then(|| ExchangeRow {
            skill: model.skill_link(ix),
            offers: links(&spread.offers),
            seeks: links(&spread.seeks),
            matches: model.format().count(spread.meetings),
        })
    };
    model.catalogue.skills.iter().filter_map(row).collect()
}

fn family(model: Model, index: usize, name: &str, skills: &[Ix<Skill>]) -> FamilyView {
    let c = model.catalogue;
    let row = |ix: Ix<Skill>| {
        let spread = model.figures.skill(ix);
        let share = Coverage { part: spread.count, whole: c.boroughs.len() };
        FamilyRow {
            id: format!("skill-{}", c.skills[ix].id),
            link: model.skill_link(ix),
            count: if c.skills[ix].totals_only {
                count(model, ix)
            } else {
                model.format().count(spread.count)
            },
            percent: percent(share.percent().value()),
            boroughs: model.borough_links(&spread.boroughs, &urls::skill(&c.skills[ix])),
        }
    };
    let (totals, told): (Vec<_>, Vec<_>) = skills.iter().partition(|ix| c.skills[**ix].totals_only);
    let (recorded, unrecorded): (Vec<_>, Vec<_>) =
        told.into_iter().partition(|ix| model.figures.skill(*ix).count > 0);
    let rows = |skills: Vec<Ix<Skill>>| skills.into_iter().map(row).collect();
    FamilyView {
        id: family_id(index),
        name: capitalised(name),
        skills: rows(recorded),
        unrecorded: rows(unrecorded),
        totals: rows(totals),
    }
}

/// Authorities of the matrix: of more, the page of each tells as much.
const MOST_IN_MATRIX: usize = 400;

/// Only what may be told of one authority.
fn matrix(model: Model, families: &[(&str, Vec<Ix<Skill>>)]) -> Matrix {
    let c = model.catalogue;
    let public = |skills: &[Ix<Skill>]| skills.iter().any(|ix| !c.skills[*ix].totals_only);
    let shown: Vec<_> = families.iter().enumerate().filter(|(_, (_, skills))| public(skills)).collect();
    let (with, without): (Vec<_>, Vec<_>) =
        c.boroughs.iter().partition(|(_, borough)| !borough.skills.is_empty());
    let too_many = with.len() > MOST_IN_MATRIX;
    let cell = |borough: &Borough, skills: &[Ix<Skill>]| {
        let count = skills_among(borough, skills);
        (count > 0).then(|| (count.min(5), model.format().count(count)))
    };
    Matrix {
        families: shown.iter().map(|(index, (name, _))| family_link(*index, name)).collect(),
        too_many: too_many.then(|| model.format().boroughs(with.len())),
        rows: with
            .into_iter()
            .filter(|_| !too_many)
            .map(|(ix, borough)| MatrixRow {
                borough: model.borough_link(ix),
                cells: shown.iter().map(|(_, (_, skills))| cell(borough, skills)).collect(),
                total: model.format().count(borough.skills.len()),
            })
            .collect(),
        without_title: say!("The {} without a skill on record", model.format().boroughs(without.len())),
        without: model
            .borough_links(&without.into_iter().map(|(ix, _)| ix).collect::<Vec<_>>(), &urls::boroughs(c)),
    }
}

fn view(model: Model, ix: Ix<Skill>, paging: Paging) -> SkillView {
    let c = model.catalogue;
    let (skill, spread) = (&c.skills[ix], model.figures.skill(ix));
    let families = families(model);
    let family = families.iter().position(|(name, _)| *name == skill.family).unwrap_or_default();
    let list = Link::new(urls::skill(skill), say!("Who has {} on record", skill.name));
    let links = |boroughs: &[Ix<Borough>]| model.borough_links(boroughs, &format!("{}#who", list.href));
    let shown = paging.of(&spread.boroughs);
    let others = families[family].1.iter().filter(|other| **other != ix);
    let pair = |(from, to): &(Ix<Borough>, Ix<Borough>)| (model.borough_link(*from), model.borough_link(*to));
    SkillView {
        name: skill.name.clone(),
        family: family_link(family, &skill.family),
        gdad: skill.gdad.clone(),
        standfirst: standfirst(model, ix),
        totals_only: skill.totals_only,
        first: paging.is_first(),
        pages: paging.view(model, &list, &model.format().boroughs(spread.boroughs.len())),
        holders: shown.flat_map(|borough| holders(model, *borough, ix)).collect(),
        offers: links(&spread.offers),
        seeks: links(&spread.seeks),
        matches: spread.matches.iter().map(pair).collect(),
        others: others
            .map(|other| OtherSkill { link: model.skill_link(*other), count: count(model, *other) })
            .collect(),
        previous: ix.row().checked_sub(1).map(|row| model.skill_link(Ix::new(row))),
        next: (ix.row() + 1 < c.skills.len()).then(|| model.skill_link(Ix::new(ix.row() + 1))),
    }
}

fn count(model: Model, ix: Ix<Skill>) -> String {
    match model.figures.skill(ix).count {
        0 => say!("no record").to_owned(),
        count => model.format().boroughs(count),
    }
}

fn holders(model: Model, borough: Ix<Borough>, skill: Ix<Skill>) -> Vec<Holder> {
    let facts = model.catalogue.boroughs[borough].skills.iter().filter(|fact| fact.skill == skill);
    let holder = |fact: &SkillFact| Holder {
        borough: model.borough_link(borough),
        level: fact.level.map(level_word),
        team: fact.team.map(team_word),
        stance: fact.stance.map(stance_word),
        sources: model.sources(&fact.sources, fact.provenance, fact.confidence, fact.notes.as_ref()),
    };
    facts.map(holder).collect()
}

fn standfirst(model: Model, ix: Ix<Skill>) -> String {
    let (c, format) = (model.catalogue, model.format());
    let spread = model.figures.skill(ix);
    let all = format.boroughs(c.boroughs.len());
    let recorded = match spread.count {
        0 => say!("It is on record in none of {all}"; all),
        count => say!("It is on record in {} of {all}", format.count(count); all),
    };
    if c.skills[ix].totals_only {
        return say!(
            "{recorded}. Only this total is published, and no record does not mean that nobody has it.";
            recorded
        );
    }
    match (spread.count, spread.with_level, spread.offers.len(), spread.seeks.len()) {
        (0, ..) => say!("{recorded}, which is not to say that nobody has it."; recorded),
        (_, 0, 0, 0) => {
            say!("{recorded}. No source says how deep it goes, or whether it is offered or sought."; recorded)
        }
        (_, level, offers, seeks) => say!(
            "{recorded}; {} state its level, {} offer it and {} look for it.",
            format.count(level),
            format.count(offers),
            format.count(seeks); recorded
        ),
    }
}

fn team_word(team: TeamSize) -> &'static str {
    match team {
        TeamSize::None => say!("Nobody"),
        TeamSize::OneOrTwo => "1 or 2 people",
        TeamSize::ThreeToFive => "3 to 5 people",
        TeamSize::SixToTen => "6 to 10 people",
        TeamSize::ElevenOrMore => "11 people or more",
    }
}
