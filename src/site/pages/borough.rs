//! Authorities: the index, and a page for each.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::explore::{ROWS_OF_RECORD, continued};
use super::{View, crumb};
use crate::catalogue::{Borough, Catalogue, Ix, Service};
use crate::figures::{BoroughProfile, FacetValue, MOST_PAIRED};
use crate::site::agenda::{FeedsView, Scope};
use crate::site::contract_row::ContractRow;
use crate::site::download::Download;
use crate::site::map::{MOST_ON_A_MAP, MOST_ON_A_RECORD, Scale, TileMap};
use crate::site::paging::{PagesView, Paging, ROWS, room};
use crate::site::parts::{CoverageView, DeploymentRow, Link, SourceView, SourcesView, percent};
use crate::site::timeline::AxisView;
use crate::site::words::{level_word, stage_word, stance_word};
use crate::site::{Model, Page, Section, urls};

/// The index of authorities.
#[derive(Debug, Serialize)]
pub struct IndexView {
    standfirst: String,
    /// On the first page alone.
    map: Option<TileMap>,
    pages: Option<PagesView>,
    rows: Vec<IndexRow>,
}

#[derive(Debug, Serialize)]
struct IndexRow {
    link: Link,
    area: Option<String>,
    people: Option<String>,
    systems: String,
    suppliers: String,
    core: String,
    core_percent: String,
    ends_ahead: String,
    ends_soon: String,
}

/// An authority.
#[derive(Debug, Serialize)]
pub struct BoroughView {
    name: String,
    official_name: Option<String>,
    area: Option<String>,
    standfirst: String,
    checked: Option<String>,
    website: Option<Link>,
    gss_code: Option<String>,
    people: Option<String>,
    people_source: Option<SourceView>,
    systems: String,
    current: String,
    suppliers: String,
    ends_ahead: String,
    newest_source: Option<String>,
    coverage: CoverageView,
    map: TileMap,
    rows_count: String,
    groups: Vec<GroupRows>,
    /// Where all rows are, if these are not all.
    all_rows: Option<Link>,
    contracts: Vec<ContractRow>,
    /// The same for contracts.
    all_contracts: Option<Link>,
    feeds: FeedsView,
    axis: AxisView,
    similar: Vec<SimilarRow>,
    skills: Vec<SkillRow>,
    technologies: Vec<TechnologyRow>,
    not_known: Vec<MissingGroup>,
    not_known_count: String,
    sources: Vec<SourceView>,
    /// How many there are, if these are not all.
    all_sources: Option<String>,
    todo: Link,
    /// What can be taken away: the pack, the sheet, the comparisons.
    papers: Vec<Link>,
    compare: Link,
    /// For other sites.
    card: Link,
    picture: Download,
    /// There is a page for each pair.
    paired: bool,
    previous: Option<Link>,
    next: Option<Link>,
}

impl BoroughView {
    /// Its calendar and feed.
    pub(super) fn feeds(&self) -> &FeedsView {
        &self.feeds
    }
}

#[derive(Debug, Serialize)]
struct GroupRows {
    name: String,
    count: String,
    rows: Vec<PlacedRow>,
}

#[derive(Debug, Serialize)]
struct PlacedRow {
    /// Where links to the service on this page lead: at the first of its rows.
    place: Option<String>,
    #[serde(flatten)]
    row: DeploymentRow,
}

#[derive(Debug, Serialize)]
struct SimilarRow {
    link: Link,
    score: String,
    services: String,
    systems: Vec<Link>,
    pair: Option<String>,
}

#[derive(Debug, Serialize)]
struct SkillRow {
    link: Link,
    family: String,
    level: Option<&'static str>,
    stance: Option<&'static str>,
    sources: SourcesView,
}

#[derive(Debug, Serialize)]
struct TechnologyRow {
    link: Link,
    stage: &'static str,
    atrs: Option<String>,
    sources: SourcesView,
}

#[derive(Debug, Serialize)]
struct MissingGroup {
    name: String,
    services: Vec<Link>,
}

/// Sources that the page lists, the newest of all.
const MOST_SOURCES: usize = 200;

/// How many similar authorities the page names.
const SIMILAR: usize = 6;

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let index = urls::boroughs(c);
    let heading = model.many_capitalised();
    let mut pages: Vec<Page> =
        Paging::boroughs(c.boroughs.len()).map(|paging| index_page(model, paging)).collect();
    pages.extend(c.boroughs.iter().map(|(ix, borough)| Page {
        path: urls::borough(c, borough),
        template: "borough.html",
        title: borough.name.clone(),
        description: description(model, ix),
        section: Some(Section::Boroughs),
        crumbs: vec![crumb(heading.clone(), index.clone())],
        origin: Some(&borough.origin),
        text: None,
        view: Box::new(move || View::Borough(Box::new(view(model, ix)))),
    }));
    pages
}

fn index_page(model: Model, paging: Paging) -> Page {
    let c = model.catalogue;
    let about = say!(
        "The {} of {} from A to Z, with what is recorded of the technology that each runs",
        c.site.words.many,
        c.site.region
    );
    Page {
        path: paging.path(&urls::boroughs(c)),
        template: "boroughs.html",
        title: paging.titled(&model.many_capitalised()),
        description: paging.titled(&about) + ".",
        section: Some(Section::Boroughs),
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Boroughs(Box::new(index_view(model, paging)))),
    }
}

pub(super) fn description(model: Model, ix: Ix<Borough>) -> String {
    let name = &model.catalogue.boroughs[ix].name;
    let profile = model.figures.borough(ix);
    let format = model.format();
    say!(
        "{name}: {} on record for {}, {} with an end date ahead.",
        format.counted(profile.systems, "system", "systems"),
        format.counted(profile.services.len(), "service", "services"),
        format.counted(profile.ends_ahead, "contract", "contracts"); name
    )
}

fn index_view(model: Model, paging: Paging) -> IndexView {
    let (c, format) = (model.catalogue, model.format());
    let map = || {
        let systems = |ix| Some(model.figures.borough(ix).systems);
        model.map(MOST_ON_A_MAP, &Scale { steps: &[10, 20, 30, 40] }, None, systems)
    };
    let list = Link::new(urls::boroughs(c), model.many_capitalised());
    let rows = paging.of(c.boroughs.iter()).map(|(ix, borough)| {
        let profile = model.figures.borough(ix);
        IndexRow {
            link: model.borough_link(ix),
            area: borough.area.map(|area| c.site.areas[area].name.clone()),
            people: borough.people.map(|people| format.count(people as usize)),
            systems: format.count(profile.systems),
            suppliers: format.count(profile.suppliers.len()),
            core: say!("{} of {}", profile.core.part, profile.core.whole),
            core_percent: percent(profile.core.percent().value()),
            ends_ahead: format.count(profile.ends_ahead),
            ends_soon: if profile.with_end > 0 { format.count(profile.ends_soon) } else { String::new() },
        }
    });
    IndexView {
        standfirst: c.site.words.about.clone(),
        map: paging.is_first().then(map),
        pages: paging.view(model, &list, &format.boroughs(c.boroughs.len())),
        rows: rows.collect(),
    }
}

fn view(model: Model, ix: Ix<Borough>) -> BoroughView {
    let (c, format) = (model.catalogue, model.format());
    let borough = &c.boroughs[ix];
    let profile = model.figures.borough(ix);
    let rows = rows(c, ix);
    let mut sources = all_sources(model, borough);
    let all_sources = (sources.len() > MOST_SOURCES).then(|| format.count(sources.len()));
    sources.truncate(MOST_SOURCES);
    let compare = Link::new(urls::compare_with(borough), say!("Compare {}", borough.name));
    BoroughView {
        name: borough.name.clone(),
        official_name: borough.official_name.clone(),
        area: borough.area.map(|area| c.site.areas[area].name.clone()),
        standfirst: standfirst(model, borough, profile),
        checked: borough.checked.map(|date| format.date(date)),
        website: borough.website.as_ref().map(|url| Link::new(url.as_str(), url.host())),
        gss_code: borough.gss_code.clone(),
        people: borough.people.map(|people| format.count(people as usize)),
        people_source: borough.people_source.as_ref().map(|source| model.source(source, None)),
        systems: format.count(profile.systems),
        current: format.count(profile.current),
        suppliers: format.count(profile.suppliers.len()),
        ends_ahead: format.count(profile.ends_ahead),
        newest_source: newest_source(&sources),
        coverage: coverage(model, profile),
        map: in_common(model, ix),
        rows_count: format.counted(rows, "row", "rows"),
        groups: group_rows(model, borough),
        all_rows: continued(model, FacetValue::Borough(ix), rows),
        contracts: model.first_rows(&borough.contracts),
        all_contracts: all_contracts(model, borough),
        feeds: model.feeds(Scope::Borough(ix)),
        axis: model.axis().view(),
        similar: similar(model, ix),
        skills: skills(model, borough),
        technologies: technologies(model, borough),
        not_known: not_known(model, profile),
        not_known_count: format.counted(
            profile.missing_core.len() + profile.missing_extended.len(),
            "service",
            "services",
        ),
        sources,
        all_sources,
        todo: Link::new(urls::todo(c, borough), say!("What is missing or old here")),
        papers: vec![
            Link::new(urls::pack(c, borough), say!("Pack for committee, to print")),
            Link::new(urls::foi(c, borough), say!("FOI sheet, to copy from")),
            compare.clone(),
        ],
        compare,
        card: Link::new(urls::borough_embed(c, borough), say!("A card to embed")),
        picture: model.download(urls::borough_picture(c, borough), say!("as a picture (SVG)")),
        paired: c.boroughs.len() <= MOST_PAIRED,
        previous: ix.row().checked_sub(1).map(|row| model.borough_link(Ix::new(row))),
        next: (ix.row() + 1 < c.boroughs.len()).then(|| model.borough_link(Ix::new(ix.row() + 1))),
    }
}

pub(super) fn coverage(model: Model, profile: &BoroughProfile) -> CoverageView {
    CoverageView {
        sentence: say!(
            "Recorded for {} of {}: {}",
            profile.core.part,
            model.format().counted(profile.core.whole, "core service", "core services"),
            profile.core.percent()
        ),
        percent: percent(profile.core.percent().value()),
        missing_title: String::new(),
        missing: Vec::new(),
    }
}

/// The date of the first of all sources: they begin with the newest.
pub(super) fn newest_source(sources: &[SourceView]) -> Option<String> {
    sources.first().and_then(|source| source.date.as_ref()).map(|date| date.text.clone())
}

pub(super) fn standfirst(model: Model, borough: &Borough, profile: &BoroughProfile) -> String {
    let format = model.format();
    let name = &borough.name;
    if profile.systems == 0 {
        return say!("No system of {name} is on record yet."; name);
    }
    let contracts = match profile.ends_ahead {
        0 => say!("No recorded contract has an end date ahead").to_owned(),
        1 => say!("One recorded contract has an end date ahead").to_owned(),
        count => say!("{} recorded contracts have an end date ahead", format.count(count)),
    };
    say!(
        "{name} has {} on record, {} of them known to be in use, from {}. {contracts}.",
        format.counted(profile.systems, "system", "systems"),
        format.count(profile.current),
        format.counted(profile.suppliers.len(), "named supplier", "named suppliers"); name, contracts
    )
}

/// One row for each service and system, under the groups of the taxonomy.
fn group_rows(model: Model, borough: &Borough) -> Vec<GroupRows> {
    let c = model.catalogue;
    let mut by_service = BTreeMap::new();
    let mut without = Vec::new();
    for ix in &borough.deployments {
        let services = &c.deployments[*ix].services;
        for service in services.iter().filter(|service| !c.services[**service].totals_only) {
            by_service.entry(*service).or_insert_with(Vec::new).push(*ix);
        }
        if services.is_empty() {
            without.push(*ix);
        }
    }
    let counts: Vec<usize> = by_service.values().chain([&without]).map(Vec::len).collect();
    let room = room(&counts, ROWS_OF_RECORD);
    let format = model.format();
    let group = |name: &str, all: usize, rows: Vec<PlacedRow>| GroupRows {
        name: name.to_owned(),
        count: format.counted(all, "row", "rows"),
        rows,
    };
    let mut groups: Vec<GroupRows> = Vec::new();
    for row in c.groups.rows() {
        let own = || row.services.iter().filter_map(|service| by_service.get(service));
        let all = own().map(Vec::len).sum();
        let rows = row.services.iter().flat_map(|service| {
            let deployments = by_service.get(service).into_iter().flatten().take(room).enumerate();
            deployments.map(|(index, ix)| PlacedRow {
                place: (index == 0).then(|| urls::service_place(&c.services[*service])),
                row: model.deployment_row(*ix, Some(*service)),
            })
        });
        groups.push(group(&row.name, all, rows.collect()));
    }
    groups.push(group(
        say!("No service stated"),
        without.len(),
        without
            .into_iter()
            .take(room)
            .map(|ix| PlacedRow { place: None, row: model.deployment_row(ix, None) })
            .collect(),
    ));
    groups.retain(|group| !group.rows.is_empty());
    groups
}

/// How many rows an authority has: one for each service and system.
pub(super) fn rows(c: &Catalogue, ix: Ix<Borough>) -> usize {
    let public =
        |services: &[Ix<Service>]| services.iter().filter(|ix| !c.services[**ix].totals_only).count();
    let of = |services: &[Ix<Service>]| if services.is_empty() { 1 } else { public(services) };
    c.boroughs[ix].deployments.iter().map(|ix| of(&c.deployments[*ix].services)).sum()
}

/// Where all of its contracts are, if its own page does not show them all.
pub(super) fn all_contracts(model: Model, borough: &Borough) -> Option<Link> {
    let count = borough.contracts.len();
    (count > ROWS).then(|| {
        let all = say!("All {}, page by page", model.format().counted(count, "contract", "contracts"));
        Link::new(urls::borough_contracts(model.catalogue, borough), all)
    })
}

/// How many systems in use each authority shares with this one.
fn in_common(model: Model, ix: Ix<Borough>) -> TileMap {
    let own = model.figures.borough(ix);
    model.map(MOST_ON_A_RECORD, &Scale { steps: &[2, 4, 6, 9] }, Some(ix), |other| {
        Some(own.in_common(model.figures.borough(other)))
    })
}

/// Where all is that an authority has in common with another one.
pub(super) fn together(model: Model, own: Ix<Borough>, other: Ix<Borough>) -> String {
    let c = model.catalogue;
    urls::compare_pair(c, own, other).unwrap_or_else(|| urls::compare_with(&c.boroughs[own]))
}

fn similar(model: Model, ix: Ix<Borough>) -> Vec<SimilarRow> {
    let rows =
        model.figures.similar[ix.row()].iter().filter(|similar| !similar.systems.is_empty()).take(SIMILAR);
    rows.map(|similar| SimilarRow {
        link: model.borough_link(similar.borough),
        score: format!("{:.2}", similar.score),
        services: model.format().count(similar.services),
        systems: model.system_links(&similar.systems, together(model, ix, similar.borough)),
        pair: urls::compare_pair(model.catalogue, ix, similar.borough),
    })
    .collect()
}

fn skills(model: Model, borough: &Borough) -> Vec<SkillRow> {
    let c = model.catalogue;
    borough
        .skills
        .iter()
        .map(|fact| {
            let skill = &c.skills[fact.skill];
            SkillRow {
                link: model.skill_link(fact.skill),
                family: skill.family.clone(),
                level: fact.level.map(level_word),
                stance: fact.stance.map(stance_word),
                sources: model.sources(&fact.sources, fact.provenance, fact.confidence, fact.notes.as_ref()),
            }
        })
        .collect()
}

fn technologies(model: Model, borough: &Borough) -> Vec<TechnologyRow> {
    let row = |fact: &crate::catalogue::TechnologyFact| TechnologyRow {
        link: model.technology_link(fact.technology),
        stage: stage_word(fact.stage),
        atrs: fact.atrs.as_ref().map(|url| url.as_str().to_owned()),
        sources: model.sources(&fact.sources, fact.provenance, fact.confidence, fact.notes.as_ref()),
    };
    borough.technologies.iter().map(row).collect()
}

fn not_known(model: Model, profile: &BoroughProfile) -> Vec<MissingGroup> {
    let missing: BTreeSet<_> = profile.missing_core.iter().chain(&profile.missing_extended).collect();
    let group = |group: &crate::catalogue::Group| MissingGroup {
        name: group.name.clone(),
        services: group
            .services
            .iter()
            .filter(|ix| missing.contains(ix))
            .map(|ix| model.service_link(*ix))
            .collect(),
    };
    let groups = model.catalogue.groups.rows().iter().map(group);
    groups.filter(|group| !group.services.is_empty()).collect()
}

/// Every source of the page once, newest first.
pub(super) fn all_sources(model: Model, borough: &Borough) -> Vec<SourceView> {
    let c = model.catalogue;
    let deployments = borough.deployments.iter().flat_map(|ix| &c.deployments[*ix].sources);
    let contracts = borough.contracts.iter().flat_map(|ix| &c.contracts[*ix].sources);
    let skills = borough.skills.iter().flat_map(|fact| &fact.sources);
    let technologies = borough.technologies.iter().flat_map(|fact| &fact.sources);
    let mut sources: Vec<_> = deployments.chain(contracts).chain(skills).chain(technologies).collect();
    sources.sort_by_key(|source| {
        (std::cmp::Reverse(source.date.map(crate::content::records::Date::last_day)), source.url.clone())
    });
    sources.dedup_by(|a, b| a.url == b.url && a.title == b.title && a.date == b.date);
    sources.into_iter().map(|source| model.source(source, None)).collect()
}
