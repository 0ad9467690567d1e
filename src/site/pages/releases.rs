//! What changed: since the last release, and between each release and the one before it.

mod changes;
mod names;

use std::sync::Arc;

use serde::Serialize;

use self::changes::{ChangesView, changes_view, lower};
pub use self::changes::{finding, news_lines};
pub(crate) use self::names::name_of;
use super::{View, crumb};
use crate::content::release::{FrozenFigure, Release};
use crate::figures::{between, freeze};
use crate::site::agenda::FeedsView;
use crate::site::download::Download;
use crate::site::parts::Link;
use crate::site::{Dataset, Model, Page, Section, urls};

/// What changed since the last release.
#[derive(Debug, Serialize)]
pub struct SinceView {
    standfirst: String,
    last: Option<Link>,
    /// How many releases there are; none leads to nothing.
    releases: Option<String>,
    changes: Option<ChangesView>,
    feeds: FeedsView,
}

impl SinceView {
    /// Its feed.
    pub(super) fn feeds(&self) -> &FeedsView {
        &self.feeds
    }
}

/// All releases.
#[derive(Debug, Serialize)]
pub struct IndexView {
    /// The newest first.
    releases: Vec<ReleaseRow>,
    feeds: FeedsView,
}

impl IndexView {
    /// Its feed.
    pub(super) fn feeds(&self) -> &FeedsView {
        &self.feeds
    }
}

#[derive(Debug, Serialize)]
struct ReleaseRow {
    link: Link,
    figures: String,
    rows: String,
    finding: String,
}

/// A release.
#[derive(Debug, Serialize)]
pub struct ReleaseView {
    day: String,
    standfirst: String,
    previous_day: Option<String>,
    changes: Option<ChangesView>,
    figures: Vec<FigureRow>,
    downloads: Vec<Frozen>,
    previous: Option<Link>,
    next: Option<Link>,
    #[serde(skip)]
    dataset: Dataset,
}

impl ReleaseView {
    /// The release as data.
    pub(super) fn dataset(&self) -> &Dataset {
        &self.dataset
    }
}

#[derive(Debug, Serialize)]
struct FigureRow {
    title: String,
    href: Option<String>,
    text: String,
    sentence: String,
}

/// A frozen table, or all of the release.
#[derive(Debug, Serialize)]
struct Frozen {
    name: String,
    rows: String,
    file: Download,
}
pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let mut pages = vec![Page {
        path: urls::CHANGES.to_owned(),
        template: "changes.html",
        title: say!("What changed").to_owned(),
        description: say!(
            "What changed in the records of {} since the last release, and every frozen release.",
            c.site.region
        ),
        section: Some(Section::Coverage),
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Changes(Box::new(since_view(model)))),
    }];
    if !c.releases.is_empty() {
        pages.push(Page {
            path: urls::RELEASES.to_owned(),
            template: "releases.html",
            title: say!("Releases").to_owned(),
            description: say!(
                "Every frozen release of the records of {}, to cite and to download.",
                c.site.region
            ),
            section: Some(Section::Coverage),
            crumbs: vec![crumb(say!("What changed"), urls::CHANGES)],
            origin: None,
            text: None,
            view: Box::new(move || View::Releases(Box::new(index_view(model)))),
        });
    }
    for (index, release) in c.releases.iter().enumerate() {
        let day = model.format().day(release.date);
        pages.push(Page {
            path: urls::release(release.date),
            template: "release.html",
            title: say!("Release of {day}"; day),
            description: say!(
                "Every figure and table of {} as it stood on {day}, to cite and to download.",
                c.site.region; day
            ),
            section: Some(Section::Coverage),
            crumbs: vec![crumb(say!("What changed"), urls::CHANGES), crumb(say!("Releases"), urls::RELEASES)],
            origin: None,
            text: None,
            view: Box::new(move || View::Release(Box::new(release_view(model, index)))),
        });
    }
    pages
}

fn release_link(model: Model, release: &Arc<Release>) -> Link {
    Link::new(urls::release(release.date), model.format().day(release.date))
}

fn since_view(model: Model) -> SinceView {
    let c = model.catalogue;
    let last = c.releases.last();
    let changes = last.map(|last| changes_view(model, last, &freeze(c, model.figures)));
    SinceView {
        standfirst: match (last, &changes) {
            (Some(last), Some(changes)) => {
                say!("Since the release of {}: {}.", model.format().day(last.date), lower(&changes.finding))
            }
            _ => {
                say!("No release is frozen yet, so there is nothing to compare the records with.").to_owned()
            }
        },
        last: last.map(|last| release_link(model, last)),
        releases: last.map(|_| model.format().counted(c.releases.len(), "release", "releases")),
        changes,
        feeds: feeds(model),
    }
}

fn index_view(model: Model) -> IndexView {
    let c = model.catalogue;
    let row = |(index, release): (usize, &Arc<Release>)| ReleaseRow {
        link: release_link(model, release),
        figures: model.format().count(release.figures.len()),
        rows: model.format().count(rows(release)),
        finding: match index.checked_sub(1).map(|before| &c.releases[before]) {
            Some(before) => finding(model, &between(before, release)),
            None => say!("The first release").to_owned(),
        },
    };
    IndexView { releases: c.releases.iter().enumerate().map(row).rev().collect(), feeds: feeds(model) }
}

/// Releases have no dates ahead, so there is a feed and no calendar.
fn feeds(model: Model) -> FeedsView {
    FeedsView {
        title: say!("What changed").to_owned(),
        calendar: None,
        dates: String::new(),
        these: None,
        feed: model.download(urls::feed(urls::CHANGES), say!("Atom feed")),
    }
}

fn release_view(model: Model, index: usize) -> ReleaseView {
    let releases = &model.catalogue.releases;
    let release = &releases[index];
    let before = index.checked_sub(1).map(|before| &releases[before]);
    let format = model.format();
    let figure = |figure: &FrozenFigure| FigureRow {
        title: figure.title.clone(),
        href: model.figures.named(&figure.id).map(|figure| urls::figure(figure.id)),
        text: figure.text.clone(),
        sentence: figure.sentence.clone(),
    };
    let table = |table: &crate::content::release::FrozenTable| Frozen {
        file: model.download(urls::release_file(release.date, &format!("{}.csv", table.name)), "CSV"),
        name: model.table_words(&table.name),
        rows: format.counted(table.rows.len(), "row", "rows"),
    };
    let whole = Frozen {
        file: model.download(urls::release_file(release.date, "release.json"), "JSON"),
        name: say!("Everything").to_owned(),
        rows: format.counted(rows(release), "row", "rows"),
    };
    let downloads: Vec<Frozen> = std::iter::once(whole).chain(release.tables.iter().map(table)).collect();
    let media_type = |file: &Frozen| match file.file.format {
        "CSV" => "text/csv",
        _ => "application/json",
    };
    let standfirst = say!(
        "{} and {} of records as they stood on {}. A release never changes, so it can be cited.",
        format.counted(release.figures.len(), "figure", "figures"),
        format.counted(rows(release), "row", "rows"),
        format.day(release.date)
    );
    ReleaseView {
        day: format.day(release.date),
        dataset: Dataset {
            name: say!("{}, release of {}", model.catalogue.site.title, format.day(release.date)),
            description: standfirst.clone(),
            as_of: release.date,
            downloads: downloads.iter().map(|file| (file.file.href.clone(), media_type(file))).collect(),
        },
        standfirst,
        previous_day: before.map(|before| format.day(before.date)),
        changes: before.map(|before| changes_view(model, before, release)),
        figures: release.figures.iter().map(figure).collect(),
        downloads,
        previous: before.map(|before| release_link(model, before)),
        next: releases.get(index + 1).map(|next| release_link(model, next)),
    }
}

fn rows(release: &Release) -> usize {
    release.tables.iter().map(|table| table.rows.len()).sum()
}
