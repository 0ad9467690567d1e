//! The home page: what this is, and what is in it, on one screen.

use serde::Serialize;

use super::View;
use crate::figures::Portion;
use crate::figures::Value;
use crate::site::contract_row::ContractRow;
use crate::site::map::{MOST_ON_A_MAP, Scale, TileMap};
use crate::site::parts::Link;
use crate::site::{Model, Page, urls};
use crate::words;

/// What stands on the home page.
#[derive(Debug, Serialize)]
pub struct HomeView {
    headline: String,
    stats: Vec<Stat>,
    from: String,
    to: String,
    map: TileMap,
    findings: Vec<Finding>,
    next: Vec<ContractRow>,
    groups: Vec<GroupView>,
    chapters: Vec<Link>,
}

/// A number, what it counts, and of what.
#[derive(Debug, Serialize)]
struct Stat {
    number: String,
    noun: String,
    of: String,
    href: String,
}

#[derive(Debug, Serialize)]
struct Finding {
    title: String,
    href: String,
    figure: Link,
}

#[derive(Debug, Serialize)]
struct GroupView {
    link: Link,
    services: Vec<ServiceEntry>,
}

#[derive(Debug, Serialize)]
struct ServiceEntry {
    link: Link,
    count: String,
}

/// How many contracts the table of the next ones shows.
const NEXT: usize = 10;

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let site = &model.catalogue.site;
    vec![Page {
        path: String::new(),
        template: "home.html",
        title: site.title.clone(),
        description: site.description.clone(),
        section: None,
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Home(Box::new(view(model)))),
    }]
}

fn view(model: Model) -> HomeView {
    let (c, figures) = (model.catalogue, model.figures);
    let months = c.site.thresholds.ending_soon_months;
    let until = c.as_of.saturating_add(jiff::Span::new().months(i32::from(months)));
    let next = figures.pipeline.quarters.iter().flat_map(|quarter| &quarter.list.rows).take(NEXT);
    HomeView {
        headline: c.site.headline.clone(),
        stats: stats(model),
        from: model.format().day(c.as_of),
        to: model.format().day(until),
        map: model.map(MOST_ON_A_MAP, &Scale { steps: &[1, 2, 4, 6] }, None, |ix| {
            let profile = figures.borough(ix);
            (profile.ends_ahead > 0 || profile.with_end > 0).then_some(profile.ends_soon)
        }),
        findings: findings(model),
        next: next.map(|ix| model.contract_row(*ix)).collect(),
        groups: groups(model),
        chapters: c
            .chapters
            .iter()
            .map(|chapter| Link::new(urls::chapter(chapter), &chapter.page.title))
            .collect(),
    }
}

fn stats(model: Model) -> Vec<Stat> {
    let format = model.format();
    let stat = |id: &str, noun: &str, of: String, href: String| Stat {
        number: model.figures.known(id).text.clone(),
        noun: noun.to_owned(),
        of,
        href,
    };
    let of = |id: &str| match model.figures.known(id).value {
        Value::Count(count) => count,
        _ => usize::MAX,
    };
    let share =
        |id: &str| model.figures.known(id).share.as_ref().and_then(Portion::counts).unwrap_or_default();
    let recorded = share("authorities-recorded");
    let of_boroughs = say!("in {} of {}", format.count(recorded.part), format.boroughs(recorded.whole));
    let ending = share("contracts-ending-12-months");
    let services = share("services-recorded");
    vec![
        stat(
            "systems-recorded",
            words::counted(of("systems-recorded"), "system on record", "systems on record"),
            of_boroughs,
            "systems/".to_owned(),
        ),
        stat(
            "suppliers-recorded",
            words::counted(of("suppliers-recorded"), "supplier", "suppliers"),
            say!("with a system or a contract on record").to_owned(),
            "suppliers/".to_owned(),
        ),
        stat(
            "contracts-ending-12-months",
            words::counted(
                of("contracts-ending-12-months"),
                "contract ends within 12 months",
                "contracts end within 12 months",
            ),
            say!("of {} with an end date ahead", format.count(ending.whole)),
            "contracts/".to_owned(),
        ),
        stat(
            "services-recorded",
            words::counted(
                of("services-recorded"),
                "service with a system in use",
                "services with a system in use",
            ),
            say!("of {} on our list", format.count(services.whole)),
            "services/".to_owned(),
        ),
    ]
}

/// Figures whose sentences are findings, and where each is looked into.
fn findings(model: Model) -> Vec<Finding> {
    let chosen = [
        ("contracts-too-late", "contracts/".to_owned()),
        ("systems-by-reach", first_system(model)),
        ("technologies-by-stage", "technologies/".to_owned()),
        ("coverage-core", urls::COVERAGE.to_owned()),
    ];
    let finding = |(id, href): (&str, String)| {
        let figure = model.figures.known(id);
        Finding {
            title: figure.sentence.trim_end_matches('.').to_owned(),
            href,
            figure: Link::new(urls::figure(id), &figure.title),
        }
    };
    chosen.into_iter().map(finding).collect()
}

fn first_system(model: Model) -> String {
    let first = model.rows(&model.figures.known("systems-by-reach").table).next();
    let target = first.and_then(|row| row.first()?.target());
    target.map_or_else(|| "systems/".to_owned(), |target| urls::target(model.catalogue, target))
}

fn groups(model: Model) -> Vec<GroupView> {
    let c = model.catalogue;
    let entry = |ix| {
        let count = model.figures.market(ix).coverage.part;
        let count = if count == 0 { say!("none").to_owned() } else { model.format().boroughs(count) };
        ServiceEntry { link: model.service_link(ix), count }
    };
    let group = |group: &crate::catalogue::Group| GroupView {
        link: Link::new(urls::group(group), &group.name),
        services: group
            .services
            .iter()
            .filter(|ix| !c.services[**ix].totals_only)
            .map(|ix| entry(*ix))
            .collect(),
    };
    c.groups.rows().iter().map(group).collect()
}
