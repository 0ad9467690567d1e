//! News as Atom (RFC 4287): contracts that have come up, and releases.

use atom_syndication::{Category, Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use jiff::civil::Date as Day;

use crate::catalogue::Catalogue;
use crate::figures::{Changes, News, Occasion, between};
use crate::render::markdown::escape;
use crate::site::agenda::Scope;
use crate::site::pages::releases::{finding, news_lines};
use crate::site::{Model, urls};

/// Entries of a feed, the latest of all: who subscribes is told of what is new.
const MOST_ENTRIES: usize = 500;

/// Contracts of a page that have come up: the same as its lists "to decide" and "ending soon" show.
#[must_use]
pub fn contracts(model: Model, scope: Scope, base_url: &str) -> String {
    let latest = model.news_of(scope).take(MOST_ENTRIES);
    let entries: Vec<Entry> = latest.map(|news| contract(model, news, base_url)).collect();
    let (format, all) = (model.format(), model.news_of(scope).count());
    let cut =
        || say!("Here are the latest {} of {} entries.", format.count(entries.len()), format.count(all));
    let newest = model.news_of(scope).map(|news| news.since).max();
    let head = Head {
        title: say!("Contracts to decide on or ending: {}", model.name_of(scope)),
        page: model.page_of(scope),
        cut: (entries.len() < all).then(cut),
        // Nothing new is no news: without an entry, the day of the first release stays, if there is one.
        updated: newest
            .or_else(|| model.catalogue.releases.first().map(|release| release.date))
            .unwrap_or(model.catalogue.as_of),
    };
    feed(model, &head, entries, base_url)
}

fn contract(model: Model, news: &News, base_url: &str) -> Entry {
    let words = model.news_entry(news);
    let page = format!("{base_url}{}", words.href);
    let kind = match news.occasion {
        Occasion::Decide => "decide",
        Occasion::End | Occasion::LastEnd => "end",
    };
    Entry {
        id: format!("{page}#{kind}"),
        title: Text::plain(words.title),
        updated: moment(news.since),
        summary: Some(Text::plain(words.lines.join(" "))),
        links: vec![link("alternate", page, "text/html")],
        categories: words
            .categories
            .into_iter()
            .map(|term| Category { term, ..Category::default() })
            .collect(),
        ..Entry::default()
    }
}

/// An entry for each release, and one that says so where there is none.
#[must_use]
pub fn changes(model: Model, base_url: &str) -> String {
    let c = model.catalogue;
    let mut entries: Vec<Entry> =
        (0..c.releases.len()).rev().map(|at| release(model, at, base_url)).collect();
    if entries.is_empty() {
        entries.push(first_position(model, base_url));
    }
    let head = Head {
        title: say!("What changed").to_owned(),
        page: urls::CHANGES.to_owned(),
        cut: None,
        updated: c.releases.last().map_or(c.as_of, |release| release.date),
    };
    feed(model, &head, entries, base_url)
}

fn release(model: Model, at: usize, base_url: &str) -> Entry {
    let releases = &model.catalogue.releases;
    let release = &releases[at];
    let page = format!("{base_url}{}", urls::release(release.date));
    let before = at.checked_sub(1).map(|before| &releases[before]);
    let (told, content) = match before {
        None => (say!("The first release").to_owned(), None),
        Some(before) => {
            let changes = between(before, release);
            let records = news_lines(model, [before, release], &changes);
            (finding(model, &changes), told_as_lists(&changes, &records))
        }
    };
    Entry {
        id: page.clone(),
        title: Text::plain(say!("Release of {}", model.format().day(release.date))),
        updated: moment(release.date),
        summary: Some(Text::plain(format!("{told}."))),
        content,
        links: vec![link("alternate", page, "text/html")],
        ..Entry::default()
    }
}

/// Figures before and after, and what happened to records, as lists.
fn told_as_lists(changes: &Changes, records: &[String]) -> Option<Content> {
    let said = |value: Option<&str>| value.map_or_else(|| say!("not computed").to_owned(), str::to_owned);
    let figures: Vec<String> = changes
        .moved
        .iter()
        .map(|figure| format!("{}: {} → {}", figure.title, said(figure.before), said(figure.after)))
        .collect();
    let html = format!("{}{}", list(&figures), list(records));
    (!html.is_empty()).then(|| Content {
        value: Some(html),
        content_type: Some("html".to_owned()),
        ..Content::default()
    })
}

fn list(lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let mut html = String::from("<ul>");
    for line in lines {
        html.push_str("<li>");
        escape(line, &mut html);
        html.push_str("</li>");
    }
    html.push_str("</ul>");
    html
}

fn first_position(model: Model, base_url: &str) -> Entry {
    let page = format!("{base_url}{}", urls::CHANGES);
    Entry {
        id: format!("{page}#position"),
        title: Text::plain(say!("Position on {}", model.format().day(model.catalogue.as_of))),
        updated: moment(model.catalogue.as_of),
        summary: Some(Text::plain(say!(
            "No release is frozen yet, so there is nothing to compare the records with. \
             From the first release on, this feed tells what each one changed."
        ))),
        links: vec![link("alternate", page, "text/html")],
        ..Entry::default()
    }
}

/// What a feed is called, where it stands and when it last had news.
struct Head {
    title: String,
    page: String,
    /// That it does not have all.
    cut: Option<String>,
    updated: Day,
}

fn feed(model: Model, head: &Head, entries: Vec<Entry>, base_url: &str) -> String {
    let Catalogue { site, .. } = model.catalogue;
    let own = format!("{base_url}{}", urls::feed(&head.page));
    let note = [Some(model.provenance_note()), head.cut.clone()];
    let note = note.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let author = Person {
        name: site.publisher.name.clone(),
        uri: Some(site.publisher.url.as_str().to_owned()),
        ..Person::default()
    };
    let feed = Feed {
        title: Text::plain(format!("{} – {}", head.title, site.title)),
        subtitle: Some(Text::plain(note)),
        id: own.clone(),
        updated: moment(head.updated),
        authors: vec![author],
        generator: Some(Generator { value: "City Tools".to_owned(), ..Generator::default() }),
        rights: Some(Text::plain(model.rights())),
        links: vec![
            link("self", own, "application/atom+xml"),
            link("alternate", format!("{base_url}{}", head.page), "text/html"),
        ],
        lang: Some(site.locale.value.clone()),
        entries,
        ..Feed::default()
    };
    feed.to_string()
}

fn link(rel: &str, href: String, mime: &str) -> Link {
    Link { href, rel: rel.to_owned(), mime_type: Some(mime.to_owned()), ..Link::default() }
}

/// A day's first moment: records know no hours.
fn moment(day: Day) -> FixedDateTime {
    format!("{day}T00:00:00Z").parse().unwrap_or_default()
}
