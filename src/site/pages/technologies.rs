//! Emerging technologies: how far each has come, and a page for each with what every source says.

use serde::Serialize;

use super::{View, crumb};
use crate::catalogue::{Borough, Ix, Technology, TechnologyFact};
use crate::content::records::TechnologyStage;
use crate::figures::STAGES;
use crate::site::map::{MOST_ON_A_MAP, TileMap, TileValue};
use crate::site::paging::{PagesView, Paging};
use crate::site::parts::{Link, SourcesView, Tag};
use crate::site::words::stage_word;
use crate::site::{Model, Page, Section, urls};

/// The index of technologies.
#[derive(Debug, Serialize)]
pub struct IndexView {
    standfirst: String,
    findings: Vec<Finding>,
    stages: Vec<StageView>,
    rows: Vec<TechnologyRow>,
    sums: Vec<String>,
    sum: String,
    boroughs: Vec<BoroughRow>,
    /// How many authorities have a record, where that are too many for rows.
    too_many: Option<String>,
    without_title: String,
    without: Vec<Link>,
}

/// A sentence, and the figure that says it.
#[derive(Debug, Serialize)]
struct Finding {
    sentence: String,
    figure: Link,
}

/// A stage and what it means.
#[derive(Debug, Serialize)]
struct StageView {
    tag: Tag,
    meaning: &'static str,
}

#[derive(Debug, Serialize)]
struct TechnologyRow {
    link: Link,
    definition: String,
    elsewhere: Vec<Elsewhere>,
    /// A tint and a number for each stage; nothing where there is no record.
    cells: Vec<Option<(usize, String)>>,
    /// Authorities with a record.
    total: Option<String>,
}

#[derive(Debug, Serialize)]
struct BoroughRow {
    link: Link,
    technologies: Vec<Staged>,
}

/// Something with the stage that it has.
#[derive(Debug, Serialize)]
struct Staged {
    link: Link,
    stage: Tag,
}

/// A technology.
#[derive(Debug, Serialize)]
pub struct TechnologyView {
    name: String,
    definition: String,
    standfirst: String,
    elsewhere: Vec<Elsewhere>,
    /// On the first page alone.
    map: Option<TileMap>,
    stages: Vec<StageCount>,
    pages: Option<PagesView>,
    groups: Vec<StageGroup>,
    without_title: String,
    without: Vec<Link>,
    previous: Option<Link>,
    next: Option<Link>,
}

/// Another technology, under which uses of one are recorded by what they are for.
#[derive(Debug, Serialize)]
struct Elsewhere {
    link: Link,
    /// In how many authorities it is on record.
    count: String,
}

/// How many authorities are at a stage, and what it means.
#[derive(Debug, Serialize)]
struct StageCount {
    tag: Tag,
    meaning: &'static str,
    count: String,
}

/// The authorities at one stage.
#[derive(Debug, Serialize)]
struct StageGroup {
    tag: Tag,
    count: String,
    rows: Vec<RecordRow>,
}

/// What is recorded of one authority.
#[derive(Debug, Serialize)]
struct RecordRow {
    borough: Link,
    atrs: Option<String>,
    sources: SourcesView,
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let words = &c.site.words;
    let mut pages = vec![Page {
        path: "technologies/".to_owned(),
        template: "technologies.html",
        title: say!("Emerging technologies").to_owned(),
        description: say!(
            "Which emerging technologies the {} of {} look into, try and use, as far as public sources tell.",
            words.many,
            c.site.region
        ),
        section: Some(Section::Technologies),
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Technologies(Box::new(index_view(model)))),
    }];
    pages.extend(c.technologies.iter().flat_map(|(ix, row)| technology_pages(model, ix, row)));
    pages
}

fn technology_pages<'a>(
    model: Model<'a>,
    ix: Ix<Technology>,
    technology: &'a Technology,
) -> impl Iterator<Item = Page<'a>> {
    Paging::boroughs(recorded(model, ix).len()).map(move |paging| Page {
        path: paging.path(&urls::technology(technology)),
        template: "technology.html",
        title: paging.titled(&technology.name),
        description: format!("{}: {}", paging.titled(&technology.name), standfirst(model, ix)),
        section: Some(Section::Technologies),
        crumbs: vec![crumb(say!("Emerging technologies"), "technologies/")],
        origin: None,
        text: None,
        view: Box::new(move || View::Technology(Box::new(view(model, ix, paging)))),
    })
}

/// Who has it at which stage, in the order of its pages.
fn recorded(model: Model, ix: Ix<Technology>) -> Vec<(TechnologyStage, Ix<Borough>)> {
    let spread = model.figures.technology(ix);
    STAGES
        .into_iter()
        .flat_map(|stage| spread.at(stage).iter().map(move |borough| (stage, *borough)))
        .collect()
}

/// Figures whose sentences are findings.
const FINDINGS: [&str; 3] = ["technologies-by-stage", "technologies-in-use", "technology-most-recorded"];

/// Authorities of the index: of more, the page of each tells as much.
const MOST_ON_THE_INDEX: usize = 400;

fn index_view(model: Model) -> IndexView {
    let (c, figures, format) = (model.catalogue, model.figures, model.format());
    let finding = |id: &str| {
        let figure = figures.known(id);
        Finding { sentence: figure.sentence.clone(), figure: Link::new(urls::figure(id), &figure.title) }
    };
    let sum = |stage| figures.at_stage(stage);
    let (with, without): (Vec<_>, Vec<_>) =
        c.boroughs.iter().partition(|(_, borough)| !borough.technologies.is_empty());
    let too_many = with.len() > MOST_ON_THE_INDEX;
    IndexView {
        standfirst: model.sentence("technologies-recorded"),
        findings: FINDINGS.into_iter().map(finding).collect(),
        stages: STAGES.map(|stage| StageView { tag: stage_tag(stage), meaning: stage_meaning(stage) }).into(),
        rows: c.technologies.iter().map(|(ix, _)| row(model, ix)).collect(),
        sums: STAGES.map(|stage| format.count(sum(stage))).into(),
        sum: format.count(STAGES.map(sum).iter().sum()),
        too_many: too_many.then(|| format.boroughs(with.len())),
        boroughs: with
            .into_iter()
            .filter(|_| !too_many)
            .map(|(ix, borough)| borough_row(model, ix, borough))
            .collect(),
        without_title: without_title(model, without.len()),
        without: model
            .borough_links(&without.into_iter().map(|(ix, _)| ix).collect::<Vec<_>>(), &urls::boroughs(c)),
    }
}

fn without_title(model: Model, count: usize) -> String {
    say!("The {} without a record", model.format().boroughs(count))
}

fn row(model: Model, ix: Ix<Technology>) -> TechnologyRow {
    let format = model.format();
    let technology = &model.catalogue.technologies[ix];
    let spread = model.figures.technology(ix);
    let cell = |count: usize| (count > 0).then(|| (count.min(5), format.count(count)));
    let total = spread.boroughs().len();
    TechnologyRow {
        link: model.technology_link(ix),
        definition: technology.definition.clone(),
        elsewhere: elsewhere(model, ix),
        cells: STAGES.map(|stage| cell(spread.at(stage).len())).into(),
        total: (total > 0).then(|| format.count(total)),
    }
}

fn elsewhere(model: Model, ix: Ix<Technology>) -> Vec<Elsewhere> {
    let named = model.catalogue.technologies[ix].recorded_under.iter();
    let row = |ix: &Ix<Technology>| Elsewhere {
        link: model.technology_link(*ix),
        count: model.format().boroughs(model.figures.technology(*ix).boroughs().len()),
    };
    named.map(row).collect()
}

fn borough_row(model: Model, ix: Ix<Borough>, borough: &Borough) -> BoroughRow {
    let staged = |fact: &TechnologyFact| Staged {
        link: model.technology_link(fact.technology),
        stage: stage_tag(fact.stage),
    };
    BoroughRow {
        link: model.borough_link(ix),
        technologies: borough.technologies.iter().map(staged).collect(),
    }
}

fn view(model: Model, ix: Ix<Technology>, paging: Paging) -> TechnologyView {
    let c = model.catalogue;
    let technology = &c.technologies[ix];
    let spread = model.figures.technology(ix);
    let with = spread.boroughs();
    let without: Vec<_> = c.boroughs.iter().map(|(ix, _)| ix).filter(|ix| !with.contains(ix)).collect();
    let list = Link::new(urls::technology(technology), say!("Where {} is on record", technology.name));
    let recorded = recorded(model, ix);
    let shown = &recorded[paging.range()];
    let count = |stage| match spread.at(stage).len() {
        0 => say!("no record").to_owned(),
        count => model.format().boroughs(count),
    };
    TechnologyView {
        name: technology.name.clone(),
        definition: technology.definition.clone(),
        standfirst: standfirst(model, ix),
        elsewhere: elsewhere(model, ix),
        map: paging.is_first().then(|| map(model, ix)),
        stages: STAGES
            .map(|stage| StageCount {
                tag: stage_tag(stage),
                meaning: stage_meaning(stage),
                count: count(stage),
            })
            .into(),
        pages: paging.view(model, &list, &model.format().counted(recorded.len(), "record", "records")),
        groups: shown
            .chunk_by(|one, other| one.0 == other.0)
            .map(|group| stage_group(model, ix, group))
            .collect(),
        without_title: without_title(model, without.len()),
        without: model.borough_links(&without, &urls::boroughs(c)),
        previous: ix.row().checked_sub(1).map(|row| model.technology_link(Ix::new(row))),
        next: (ix.row() + 1 < c.technologies.len()).then(|| model.technology_link(Ix::new(ix.row() + 1))),
    }
}

/// Authorities that have it at one stage, or those of them that stand on one page.
fn stage_group(
    model: Model,
    technology: Ix<Technology>,
    group: &[(TechnologyStage, Ix<Borough>)],
) -> StageGroup {
    let c = model.catalogue;
    let stage = group[0].0;
    let facts = group.iter().flat_map(|(_, borough)| {
        let facts = c.boroughs[*borough].technologies.iter();
        facts
            .filter(|fact| fact.technology == technology && fact.stage == stage)
            .map(move |fact| (*borough, fact))
    });
    let row = |(borough, fact): (Ix<Borough>, &TechnologyFact)| RecordRow {
        borough: model.borough_link(borough),
        atrs: fact.atrs.as_ref().map(|url| url.as_str().to_owned()),
        sources: model.sources(&fact.sources, fact.provenance, fact.confidence, fact.notes.as_ref()),
    };
    StageGroup {
        tag: stage_tag(stage),
        count: model.format().boroughs(model.figures.technology(technology).at(stage).len()),
        rows: facts.map(row).collect(),
    }
}

fn map(model: Model, ix: Ix<Technology>) -> TileMap {
    let spread = model.figures.technology(ix);
    let mut map = model.tiles(MOST_ON_A_MAP, None, say!("Nothing recorded"), |borough| {
        let (tint, text, said) = tile(spread.stage(borough)?);
        Some(TileValue { tint, text: text.to_owned(), said: Some(said.to_owned()) })
    });
    let used = STAGES.into_iter().filter(|stage| !spread.at(*stage).is_empty());
    let entry = |stage| {
        let (tint, text, said) = tile(stage);
        (format!("key-q{tint}"), format!("{text}: {said}"))
    };
    map.key.splice(0..0, used.map(entry));
    map
}

/// Tint, sign and words of a stage on the map.
fn tile(stage: TechnologyStage) -> (usize, &'static str, &'static str) {
    match stage {
        TechnologyStage::InUse => (5, say!("Use"), say!("in use")),
        TechnologyStage::Pilot => (3, say!("Try"), say!("on trial")),
        TechnologyStage::Exploring => (1, say!("Look"), say!("being looked into")),
        TechnologyStage::Stopped => (2, say!("End"), say!("given up")),
    }
}

fn standfirst(model: Model, ix: Ix<Technology>) -> String {
    let (c, format) = (model.catalogue, model.format());
    let spread = model.figures.technology(ix);
    let all = format.boroughs(c.boroughs.len());
    let stages: Vec<String> = STAGES
        .into_iter()
        .filter(|stage| !spread.at(*stage).is_empty())
        .map(|stage| say!("{} in {}", tile(stage).2, format.count(spread.at(stage).len())))
        .collect();
    match stages.as_slice() {
        [] if !c.technologies[ix].recorded_under.is_empty() => {
            say!(
                "No record of any of {all} stands under this name: uses of it are recorded by what they are for."; all
            )
        }
        [] => say!("No source was found that names any of {all} with it. No record is not no use."; all),
        [one] => say!("On record for {} of {all}: {one}.", format.count(spread.boroughs().len()); all, one),
        [before @ .., last] => say!(
            "On record for {} of {all}: {} and {last}.",
            format.count(spread.boroughs().len()),
            before.join(", "); all, last
        ),
    }
}

/// A stage with its sign.
fn stage_tag(stage: TechnologyStage) -> Tag {
    let class = match stage {
        TechnologyStage::InUse => "ok",
        TechnologyStage::Pilot => "trial",
        TechnologyStage::Exploring => "planned",
        TechnologyStage::Stopped => "ended",
    };
    Tag::new(class, stage_word(stage))
}

/// What a stage means, for readers who meet the word for the first time.
fn stage_meaning(stage: TechnologyStage) -> &'static str {
    match stage {
        TechnologyStage::InUse => {
            say!("It is part of a service or of everyday work, as far as the source says.")
        }
        TechnologyStage::Pilot => {
            say!("It is being tried: by some people, in some places, or for a limited time.")
        }
        TechnologyStage::Exploring => {
            say!(
                "It is being looked into, for instance in a strategy or a study. Nothing has been tried yet."
            )
        }
        TechnologyStage::Stopped => say!("It was tried or used, and then given up."),
    }
}
