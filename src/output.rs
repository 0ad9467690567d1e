//! Every file of the site in one list.

use std::borrow::Cow;

use crate::build::Ready;
use crate::exports::files::DataFile;
use crate::exports::{beside, calendar, feeds, sitemap};
use crate::figures;
use crate::publish::Digest;
use crate::render::{Painter, Renderer, Theme, ThemeError, picture};
use crate::site::cards::{self, Card};
use crate::site::download::Downloads;
use crate::site::{Page, Plan, urls};

/// A file of the site.
pub(crate) struct Output<'a> {
    /// Address from the site's root.
    pub path: String,
    /// It is a page, as opposed to what stands beside pages.
    pub is_page: bool,
    make: Make<'a>,
}

/// What became of a file.
pub(crate) enum Made<'a> {
    /// Its bytes, and what they were made from, where that is known.
    Bytes(Cow<'a, [u8]>, Option<Digest>),
    /// It is made from the same as the old site's, which has so many bytes.
    Same(Digest, usize),
}

/// How many bytes the old site's file has, if it is made from the same.
type Old<'o> = &'o dyn Fn(Digest) -> Option<usize>;

/// Makes a file when it is written, so that many are made at once and none is kept; asks first whether the old site has it
/// made from the same.
type Make<'a> = Box<dyn Fn(Old) -> Result<Made<'a>, ThemeError> + Send + Sync + 'a>;

impl<'a> Output<'a> {
    fn new(
        path: impl Into<String>,
        make: impl Fn() -> Result<Cow<'a, [u8]>, ThemeError> + Send + Sync + 'a,
    ) -> Self {
        let make: Make = Box::new(move |_| make().map(|bytes| Made::Bytes(bytes, None)));
        Self { path: path.into(), is_page: false, make }
    }

    fn page(renderer: &'a Renderer<'a>, page: &'a Page<'a>) -> Self {
        let make: Make = Box::new(|old| {
            let filled = renderer.filled(page);
            let from = filled.digest();
            match from.and_then(|from| Some(Made::Same(from, old(from)?))) {
                Some(same) => Ok(same),
                None => filled.html().map(|html| Made::Bytes(Cow::Owned(html.into_bytes()), from)),
            }
        });
        Self { path: page.path.clone(), is_page: true, make }
    }

    fn text(path: impl Into<String>, make: impl Fn() -> String + Send + Sync + 'a) -> Self {
        Self::new(path, move || Ok(Cow::Owned(make().into_bytes())))
    }

    /// Makes it, unless the old site has it made from the same.
    pub fn make(&self, old: Old) -> Result<Made<'a>, ThemeError> {
        (self.make)(old)
    }
}

/// What the site is made from.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'a> {
    pub ready: &'a Ready,
    pub plan: &'a Plan<'a>,
    pub theme: &'a Theme,
    pub renderer: &'a Renderer<'a>,
    pub painter: &'a Painter<'a>,
    pub data: &'a [DataFile],
    pub downloads: &'a Downloads,
    pub base_url: &'a str,
}

/// Every file of the site.
pub(crate) fn all(parts: Parts) -> Vec<Output> {
    let lists = [
        pages(parts),
        pictures(parts),
        borough_pictures(parts),
        downloads(parts),
        releases(parts),
        figures(parts),
        subscriptions(parts),
        others(parts),
    ];
    lists.into_iter().flatten().collect()
}

fn pages(Parts { plan, renderer, .. }: Parts) -> Vec<Output> {
    plan.pages.iter().map(|page| Output::page(renderer, page)).collect()
}

fn pictures(Parts { ready, painter, .. }: Parts) -> Vec<Output> {
    let cards = cards::cards(ready.model());
    let picture =
        |card: Card| Output::new(Card::path(card.section), move || painter.png(&card).map(Cow::Owned));
    cards.into_iter().map(picture).collect()
}

fn borough_pictures(Parts { ready, theme, base_url, .. }: Parts) -> Vec<Output> {
    let c = &ready.catalogue;
    let drawn = |ix| {
        move || picture::borough(theme, ready.model(), ix, base_url).map(|svg| Cow::Owned(svg.into_bytes()))
    };
    c.boroughs.iter().map(|(ix, of)| Output::new(urls::borough_picture(c, of), drawn(ix))).collect()
}

fn downloads(Parts { downloads, .. }: Parts) -> Vec<Output> {
    let bytes = |file| move || Ok(Cow::Borrowed(file));
    downloads.files.iter().map(|file| Output::new(&file.path, bytes(file.bytes.as_slice()))).collect()
}

fn releases(Parts { ready, .. }: Parts) -> Vec<Output> {
    let mut files = Vec::new();
    for release in &ready.catalogue.releases {
        let path = |name: &str| urls::release_file(release.date, name);
        files.push(Output::text(path("release.json"), || release.to_text()));
        let table = |table: &str| path(&format!("{table}.csv"));
        files.extend(release.tables.iter().map(|of| Output::text(table(&of.name), || of.to_csv())));
    }
    files
}

fn figures(Parts { ready, theme, base_url, .. }: Parts) -> Vec<Output> {
    let catalogue = &ready.catalogue;
    let mut files = vec![Output::text(urls::FIGURE_SETTINGS, || figures::settings(catalogue))];
    for figure in &ready.figures.named {
        let file = |ending| urls::figure_file(figure.id, ending);
        files.push(Output::text(file("csv"), || figures::csv(figure, catalogue)));
        let json = urls::api_item("figures", figure.id);
        files.push(Output::text(json, || figures::json(figure, catalogue)));
        files.push(Output::new(file("svg"), move || {
            picture::figure(theme, ready.model(), figure, base_url).map(|svg| Cow::Owned(svg.into_bytes()))
        }));
        files.extend(figure.members.as_ref().map(|members| {
            Output::text(urls::figure_members(figure.id), || figures::table_csv(members, catalogue))
        }));
    }
    files
}

/// Calendars and feeds.
fn subscriptions(Parts { ready, base_url, .. }: Parts) -> Vec<Output> {
    let model = ready.model();
    let files = model.scopes().into_iter().flat_map(|scope| {
        let page = model.page_of(scope);
        [
            Output::text(urls::calendar(&page), move || calendar::calendar(model, scope, base_url)),
            Output::text(urls::feed(&page), move || feeds::contracts(model, scope, base_url)),
        ]
    });
    let changes = Output::text(urls::feed(urls::CHANGES), move || feeds::changes(model, base_url));
    files.chain([changes]).collect()
}

/// What scripts load, what stands beside pages, the theme's assets, and where machines begin to read.
fn others(Parts { ready, plan, theme, data, base_url, .. }: Parts) -> Vec<Output> {
    let bytes = |path: &str, bytes| Output::new(path, move || Ok(Cow::Borrowed(bytes)));
    let mut files: Vec<Output> = data.iter().map(|file| bytes(&file.path, file.bytes.as_slice())).collect();
    files.extend(
        beside::all(ready.model()).into_iter().map(|file| Output::text(file.path, move || file.text.clone())),
    );
    files.extend(theme.assets().map(|asset| bytes(&asset.path, &asset.bytes)));
    let as_of = ready.catalogue.as_of;
    files.push(Output::text("sitemap.xml", move || sitemap::sitemap(plan, base_url, as_of)));
    files.push(Output::text("robots.txt", || sitemap::robots(base_url)));
    files
}
