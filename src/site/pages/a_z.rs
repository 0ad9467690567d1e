//! Every name from A to Z: a page for each letter, so that addresses stay as they are when records are added, and further
//! ones where a letter has more names than a page.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::{Letter, View, crumb, letters};
use crate::catalogue::{Named, link::sort_key};
use crate::figures::capitalised;
use crate::site::links::NAMED;
use crate::site::paging::{PagesView, Paging};
use crate::site::parts::Link;
use crate::site::{Model, Page, ViewBuilder, urls};

/// The letters.
#[derive(Debug, Serialize)]
pub struct IndexView {
    standfirst: String,
    letters: Vec<LetterLink>,
}

/// The names under a letter.
#[derive(Debug, Serialize)]
pub struct LetterView {
    standfirst: String,
    letters: Vec<LetterLink>,
    pages: Option<PagesView>,
    entries: Vec<Entry>,
    previous: Option<Link>,
    next: Option<Link>,
}

/// A letter, and where its names are.
#[derive(Debug, Serialize)]
pub struct LetterLink {
    /// As shown.
    name: String,
    /// Its page; none where nothing begins with it.
    href: Option<String>,
    /// The page is this one, or the first of those that this one is of.
    here: Option<&'static str>,
    /// How many names, and from which to which.
    count: String,
    first: String,
    last: String,
}

/// A name.
#[derive(Clone, Debug, Serialize)]
struct Entry {
    name: String,
    /// Its page, for the name that pages use.
    href: Option<String>,
    /// What it names.
    kind: String,
    /// The pages of those that have it as another name.
    see: Vec<Link>,
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let region = &model.catalogue.site.region;
    let index = Page {
        path: urls::A_Z.to_owned(),
        template: "a-z.html",
        title: say!("A to Z").to_owned(),
        description: say!(
            "Every name on this site about the technology of {region}, by its first letter."; region
        ),
        section: None,
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Letters(Box::new(index_view(model)))),
    };
    let letters = Arc::new(all(model));
    let pages = letters.iter().enumerate().filter(|(_, letter)| !letter.entries.is_empty());
    let pages = pages.flat_map(|(place, letter)| {
        Paging::names(letter.entries.len()).map(move |paging| (place, letter, paging))
    });
    let view = |place: usize, paging: Paging| -> ViewBuilder {
        let letters = Arc::clone(&letters);
        Box::new(move || View::Letter(Box::new(letter_view(model, &letters, place, paging))))
    };
    std::iter::once(index)
        .chain(pages.map(|(place, letter, paging)| Page {
            path: paging.path(&urls::letter(&letter.id)),
            template: "letter.html",
            title: paging.titled(&title(letter)),
            description: {
                let about = say!(
                    "Names of {}, systems, suppliers, services, frameworks, skills and technologies of {region} under {}.",
                    model.catalogue.site.words.many, letter.name; region
                );
                paging.titled(about.trim_end_matches('.')) + "."
            },
            section: None,
            crumbs: vec![crumb(say!("A to Z"), urls::A_Z)],
            origin: None,
            text: None,
            view: view(place, paging),
        }))
        .collect()
}

fn title(letter: &Letter<Entry>) -> String {
    say!("A to Z: {}", letter.name)
}

/// The letters with their pages, as other pages show them.
pub(super) fn letter_links(model: Model) -> Vec<LetterLink> {
    links(model, &all(model), None, "page")
}

fn links(
    model: Model,
    letters: &[Letter<Entry>],
    place: Option<usize>,
    here: &'static str,
) -> Vec<LetterLink> {
    let name = |entry: Option<&Entry>| entry.map(|entry| entry.name.clone()).unwrap_or_default();
    let link = |(of, letter): (usize, &Letter<Entry>)| LetterLink {
        name: letter.name.clone(),
        href: (!letter.entries.is_empty()).then(|| urls::letter(&letter.id)),
        here: (place == Some(of)).then_some(here),
        count: model.format().counted(letter.entries.len(), "name", "names"),
        first: name(letter.entries.first()),
        last: name(letter.entries.last()),
    };
    letters.iter().enumerate().map(link).collect()
}

fn index_view(model: Model) -> IndexView {
    IndexView {
        standfirst: say!(
            "Every {}, system, supplier, service, framework, skill and emerging technology, also under its old and other names.",
            model.catalogue.site.words.one
        ),
        letters: letter_links(model),
    }
}

fn letter_view(model: Model, letters: &[Letter<Entry>], place: usize, paging: Paging) -> LetterView {
    let links = links(model, letters, Some(place), if paging.is_first() { "page" } else { "true" });
    let page = |link: Option<&LetterLink>| {
        link.and_then(|link| Some(Link::new(link.href.clone()?, say!("A to Z: {}", link.name))))
    };
    let with_names = |link: &&LetterLink| link.href.is_some();
    let letter = &letters[place];
    let count = model.format().counted(letter.entries.len(), "name", "names");
    let own = Link::new(urls::letter(&letter.id), title(letter));
    LetterView {
        standfirst: say!(
            "{} {} under {}.",
            count,
            if letter.entries.len() == 1 { say!("stands") } else { say!("stand") },
            letter.name
        ),
        previous: page(links[..place].iter().rev().find(with_names)),
        next: page(links[place + 1..].iter().find(with_names)),
        pages: paging.view_by_name(model, &own, &count, |at| letter.entries[at].name.clone()),
        entries: letter.entries[paging.range()].to_vec(),
        letters: links,
    }
}

/// Every name under its letter: the names of records, and their other names with where they lead.
fn all(model: Model) -> Vec<Letter<Entry>> {
    let c = model.catalogue;
    let mut names = Names::default();
    names.add(c.boroughs.iter(), &capitalised(&c.site.words.one), |ix| model.borough_link(ix));
    names.add(c.services.iter(), say!("Service"), |ix| model.service_link(ix));
    names.add(c.systems.iter(), say!("System"), |ix| model.system_link(ix));
    names.add(c.suppliers.iter(), say!("Supplier"), |ix| model.supplier_link(ix));
    names.add(c.frameworks.iter(), say!("Framework"), |ix| model.framework_link(ix));
    names.add(c.skills.iter(), say!("Skill"), |ix| model.skill_link(ix));
    names.add(c.technologies.iter(), say!("Technology"), |ix| model.technology_link(ix));
    names.letters(model)
}

/// Those that have a name; of many the first, and that search finds the others.
fn first(model: Model, name: &str, mut all: Vec<Link>) -> Vec<Link> {
    let more = model.more(all.len(), NAMED, urls::search_for(name));
    all.truncate(NAMED);
    all.extend(more);
    all
}

#[derive(Default)]
struct Names {
    own: Vec<Entry>,
    /// Other names, by what they are sorted under, with the records that have each.
    other: BTreeMap<String, (String, Vec<Link>)>,
}

impl Names {
    fn add<'a, I, T: Named + 'a>(
        &mut self,
        rows: impl Iterator<Item = (I, &'a T)>,
        kind: &str,
        link: impl Fn(I) -> Link,
    ) {
        for (ix, row) in rows {
            let Link { href, text } = link(ix);
            for name in row.other_names() {
                let (_, see) =
                    self.other.entry(sort_key(name)).or_insert_with(|| (name.to_owned(), Vec::new()));
                see.push(Link::new(href.clone(), text.clone()));
            }
            self.own.push(Entry { name: text, href: Some(href), kind: kind.to_owned(), see: Vec::new() });
        }
    }

    fn letters(self, model: Model) -> Vec<Letter<Entry>> {
        let see = self.other.into_values();
        let see = see.map(|(name, see)| {
            let see = first(model, &name, see);
            Entry { name, href: None, kind: String::new(), see }
        });
        let mut entries: Vec<Entry> = self.own.into_iter().chain(see).collect();
        entries.sort_by_cached_key(|entry| (sort_key(&entry.name), entry.href.is_none(), entry.kind.clone()));
        letters(entries.into_iter().map(|entry| (entry.name.clone(), entry)))
    }
}
