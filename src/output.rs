//! Every file of the site in one list.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::build::Error;
use crate::exports::api::Item;
use crate::exports::calendar::Events;
use crate::exports::downloads::{File, Make as MakeFile, Published, Write};
use crate::exports::files::DataFile;
use crate::exports::headers::{self, Headers};
use crate::exports::sitemap::{self, Map};
use crate::exports::{beside, calendar, feeds};
use crate::figures::{self, FigureTable};
use crate::publish::verify::Sight;
use crate::publish::{Digest, Put, Staging, file_of};
use crate::render::{Painter, Renderer, Theme, ThemeError, picture};
use crate::site::cards::{self, Card};
use crate::site::download::{Download, Files, size};
use crate::site::{Model, Page, Plan, urls};

/// A file of the site.
pub(crate) struct Output<'a> {
    /// Address from the site's root.
    pub path: String,
    make: Make<'a>,
}

/// What became of a file.
pub(crate) enum Made<'a> {
    /// Its bytes, and what they were made from, where that is known.
    Bytes(Cow<'a, [u8]>, Option<Digest>),
    /// What writes its bytes, where they are too many to hold.
    Written(Write<'a>, Option<Digest>),
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
        Self { path: path.into(), make }
    }

    fn text(path: impl Into<String>, make: impl Fn() -> String + Send + Sync + 'a) -> Self {
        Self::new(path, move || Ok(Cow::Owned(make().into_bytes())))
    }

    /// A file that is made only if what it is made from has changed.
    fn derived(
        path: impl Into<String>,
        digest: impl Fn() -> Option<Digest> + Send + Sync + 'a,
        bytes: impl Fn() -> Cow<'a, [u8]> + Send + Sync + 'a,
    ) -> Self {
        let make: Make = Box::new(move |old| made(digest(), old, || Ok(bytes())));
        Self { path: path.into(), make }
    }

    fn page(renderer: &'a Renderer<'a>, page: &'a Page<'a>) -> Self {
        let make: Make = Box::new(|old| {
            let filled = renderer.filled(page);
            made(filled.digest(), old, || filled.html().map(|html| Cow::Owned(html.into_bytes())))
        });
        Self { path: page.path.clone(), make }
    }
}

/// A file as the old site has it, if that is made from the same; else as it is made now.
fn made<'a>(
    from: Option<Digest>,
    old: Old,
    make: impl FnOnce() -> Result<Cow<'a, [u8]>, ThemeError>,
) -> Result<Made<'a>, ThemeError> {
    match from.and_then(|from| Some(Made::Same(from, old(from)?))) {
        Some(same) => Ok(same),
        None => make().map(|bytes| Made::Bytes(bytes, from)),
    }
}

/// Looks at the bytes of a file that is written.
pub(crate) type Look<'l> = &'l (dyn Fn(&str, &[u8]) -> Option<Sight> + Sync);

/// Makes and writes files on all threads; tells how long it took them to make, to write and to look at, too.
pub(crate) fn put(
    outputs: &[Output],
    staging: &Staging,
    look: Look,
) -> (Result<Vec<Put>, Error>, [Duration; 3]) {
    let spent = [const { AtomicU64::new(0) }; 3];
    let put = outputs.par_iter().map(|output| put_one(output, staging, look, &spent)).collect();
    (put, spent.map(|spent| Duration::from_nanos(spent.into_inner())))
}

/// Makes and writes one file.
pub(crate) fn put_alone(output: &Output, staging: &Staging) -> Result<Put, Error> {
    put_one(output, staging, &|_, _| None, &[const { AtomicU64::new(0) }; 3])
}

fn put_one(
    output: &Output,
    staging: &Staging,
    look: Look,
    [making, writing, looking]: &[AtomicU64; 3],
) -> Result<Put, Error> {
    let path = output.path.as_str();
    let old = |from| staging.length_of(path, from);
    let (bytes, from) = match timed(making, || (output.make)(&old)).map_err(Error::Theme)? {
        Made::Bytes(bytes, from) => (bytes, from),
        Made::Written(write, from) => {
            return timed(making, || staging.write_through(path, from, &*write)).map_err(Error::Publish);
        }
        Made::Same(from, length) => {
            return timed(writing, || staging.take_over(path, from, length)).map_err(Error::Publish);
        }
    };
    let put = timed(writing, || staging.write(path, &bytes, from)).map_err(Error::Publish)?;
    Ok(Put { sight: timed(looking, || look(&file_of(path), &bytes)), ..put })
}

fn timed<T>(spent: &AtomicU64, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let result = work();
    spent.fetch_add(u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
    result
}

/// What pages say of files that are written.
pub(crate) fn told(put: &[Put], scripts: &[DataFile], items: &[Item]) -> Files {
    let mut files = Files {
        sizes: put.iter().map(|put| (put.path.clone(), put.length)).collect(),
        of_pages: HashMap::new(),
        scripts: scripts.iter().filter_map(|file| Some((file.name?, file.path.clone()))).collect(),
    };
    for Item { path, of_page, .. } in items {
        if let Some((page, format)) = of_page {
            let size = files.sizes.get(path).copied().map(size);
            files.of_pages.entry(page.clone()).or_default().push(Download {
                href: path.clone(),
                format,
                size,
            });
        }
    }
    files
}

/// What files are made from.
#[derive(Clone, Copy)]
pub(crate) struct Parts<'a> {
    pub model: Model<'a>,
    pub theme: &'a Theme,
    pub painter: &'a Painter<'a>,
    pub scripts: &'a [DataFile],
    pub published: &'a Published<'a>,
    pub items: &'a [Item<'a>],
    pub events: &'a Events,
    pub base_url: &'a str,
}

/// Every file that pages can lead to. They are made before the pages, which say how large each is.
pub(crate) fn files(parts: Parts) -> Vec<Output> {
    let lists = [
        downloads(parts),
        pictures(parts),
        borough_pictures(parts),
        items(parts),
        releases(parts),
        figures(parts),
        subscriptions(parts),
        others(parts),
    ];
    lists.into_iter().flatten().collect()
}

/// Every page, and the site map, which lists them.
pub(crate) fn pages<'a>(
    renderer: &'a Renderer<'a>,
    plan: &'a Plan<'a>,
    base_url: &'a str,
) -> Vec<Output<'a>> {
    let of_map = |map: Map<'a>| Output::text(map.path.clone(), move || map.text(base_url, renderer.as_of()));
    let maps = sitemap::maps(plan).into_iter().map(of_map);
    plan.pages.iter().map(|page| Output::page(renderer, page)).chain(maps).collect()
}

fn pictures(Parts { model, painter, .. }: Parts) -> Vec<Output> {
    let picture = |card: Card| {
        let path = Card::path(card.section);
        let make: Make = Box::new(move |old| {
            let svg = painter.svg(&card)?;
            made(painter.digest(&svg), old, || painter.png(&card, &svg).map(Cow::Owned))
        });
        Output { path, make }
    };
    cards::cards(model).into_iter().map(picture).collect()
}

fn borough_pictures(Parts { model, theme, base_url, .. }: Parts) -> Vec<Output> {
    let c = model.catalogue;
    let drawn =
        |ix| move || picture::borough(theme, model, ix, base_url).map(|svg| Cow::Owned(svg.into_bytes()));
    c.boroughs.iter().map(|(ix, of)| Output::new(urls::borough_picture(c, of), drawn(ix))).collect()
}

fn downloads(Parts { published, .. }: Parts) -> Vec<Output> {
    published.files().into_iter().map(download).collect()
}

/// A file to take away.
pub(crate) fn download(File { path, from, make }: File) -> Output {
    match make {
        MakeFile::Bytes(make) => Output::derived(path, move || from, make),
        MakeFile::Written(write) => {
            let same = move |old: Old| from.and_then(|from| Some(Made::Same(from, old(from)?)));
            let make: Make =
                Box::new(move |old| Ok(same(old).unwrap_or_else(|| Made::Written(Arc::clone(&write), from))));
            Output { path, make }
        }
    }
}

fn items<'a>(Parts { model, items, .. }: Parts<'a>) -> Vec<Output<'a>> {
    let output = |item: &'a Item| {
        Output::derived(
            &item.path,
            move || item.digest(model),
            move || Cow::Owned(item.text(model).into_bytes()),
        )
    };
    items.iter().map(output).collect()
}

fn releases(Parts { model, .. }: Parts) -> Vec<Output> {
    let mut files = Vec::new();
    for release in &model.catalogue.releases {
        let path = |name: &str| urls::release_file(release.date, name);
        files.push(Output::text(path("release.json"), || release.to_text()));
        let table = |table: &str| path(&format!("{table}.csv"));
        files.extend(release.tables.iter().map(|of| Output::text(table(&of.name), || of.to_csv())));
    }
    files
}

fn figures<'a>(Parts { model, theme, base_url, .. }: Parts<'a>) -> Vec<Output<'a>> {
    let (of, catalogue) = (model.figures, model.catalogue);
    let mut files = vec![Output::text(urls::FIGURE_SETTINGS, || figures::settings(catalogue))];
    for figure in &model.figures.named {
        let file = |ending| urls::figure_file(figure.id, ending);
        let table = |path, table: &'a FigureTable| {
            let write = move |to: &mut dyn io::Write| figures::write_csv(table, of, catalogue, to);
            download(File::of_rows(path, None, table.rows.len(), write))
        };
        files.push(table(file("csv"), &figure.table));
        let json = urls::api_item("figures", figure.id);
        let write = move |to: &mut dyn io::Write| figures::write_json(figure, of, catalogue, to);
        files.push(download(File::of_rows(json, None, figure.table.rows.len(), write)));
        files.push(Output::new(file("svg"), move || {
            picture::figure(theme, model, figure, base_url).map(|svg| Cow::Owned(svg.into_bytes()))
        }));
        let members = figure.members.as_ref();
        files.extend(members.map(|members| table(urls::figure_members(figure.id), members)));
    }
    files
}

/// Calendars and feeds.
fn subscriptions(Parts { model, events, base_url, .. }: Parts) -> Vec<Output> {
    let files = model.scopes().into_iter().flat_map(|scope| {
        let page = model.page_of(scope);
        [
            Output::text(urls::calendar(&page), move || calendar::calendar(model, scope, events, base_url)),
            Output::text(urls::feed(&page), move || feeds::contracts(model, scope, base_url)),
        ]
    });
    let changes = Output::text(urls::feed(urls::CHANGES), move || feeds::changes(model, base_url));
    files.chain([changes]).collect()
}

/// What scripts load, what stands beside pages, the theme's assets, and where machines begin to read.
fn others(Parts { model, theme, scripts, base_url, .. }: Parts) -> Vec<Output> {
    let bytes = |path: &str, bytes| Output::new(path, move || Ok(Cow::Borrowed(bytes)));
    let mut files: Vec<Output> =
        scripts.iter().map(|file| bytes(&file.path, file.bytes.as_slice())).collect();
    files.extend(beside::all(model).into_iter().map(download));
    files.extend(theme.assets().map(|asset| bytes(&asset.path, &asset.bytes)));
    files.push(Output::text("robots.txt", || sitemap::robots(base_url)));
    let fingerprinted = move || scripts.iter().map(|file| file.path.as_str());
    files.push(Output::text(headers::FILE, move || Headers::of(model.catalogue, fingerprinted()).text()));
    files
}
