//! The answers to the standing questions of freedom-of-information requests, one page for each authority.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{View, crumb};
use crate::catalogue::{Borough, Ix};
use crate::site::download::Download;
use crate::site::foi::{SheetGroup, SheetRow};
use crate::site::paging::room;
use crate::site::parts::Link;
use crate::site::{Model, Page, Section, urls};

/// An authority's sheet.
#[derive(Debug, Serialize)]
pub struct FoiView {
    borough: Link,
    standfirst: String,
    words: String,
    groups: Vec<SheetGroup>,
    /// How many answers there are, if these are not all.
    all_answers: Option<String>,
    toc: Vec<(String, String)>,
    downloads: Vec<Download>,
    pack: Link,
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let page = |(ix, borough): (Ix<Borough>, &'_ Borough)| Page {
        path: urls::foi(c, borough),
        template: "foi.html",
        title: say!("FOI sheet: {}", borough.name),
        description: say!(
            "What public sources answer to freedom-of-information requests about the systems of {}: supplier, contract, dates, value.",
            borough.name
        ),
        section: Some(Section::Boroughs),
        crumbs: vec![
            crumb(model.many_capitalised(), urls::boroughs(c)),
            crumb(borough.name.clone(), urls::borough(c, borough)),
        ],
        origin: Some(&c.boroughs[ix].origin),
        text: None,
        view: Box::new(move || View::Foi(Box::new(view(model, ix)))),
    };
    c.boroughs.iter().map(page).collect()
}

fn view(model: Model, ix: Ix<Borough>) -> FoiView {
    let c = model.catalogue;
    let borough = &c.boroughs[ix];
    let name = &borough.name;
    let format = model.format();
    let mut sheet = model.foi_sheet(ix);
    let all_answers = shorten(&mut sheet.groups).map(|all| format.counted(all, "answer", "answers"));
    FoiView {
        borough: model.borough_link(ix),
        standfirst: say!(
            "Public sources name a system or a contract of {name} for {} of {} here. Each answer has its source; where there is none, the sheet says that it is not known.",
            format.count(sheet.answered),
            format.counted(sheet.asked, "service", "services"); name
        ),
        words: model.foi_words(name),
        downloads: vec![
            model.download(urls::foi_file(c, borough, "csv"), say!("Spreadsheet (CSV)")),
            model.download(urls::foi_file(c, borough, "txt"), say!("Plain text")),
        ],
        toc: sheet.groups.iter().map(|group| (group.id.clone(), group.name.clone())).collect(),
        groups: sheet.groups,
        all_answers,
        pack: Link::new(urls::pack(c, borough), say!("Pack for committee: {name}"; name)),
    }
}

/// Answers for which the page has room; its files have all of them.
const MOST_ANSWERS: usize = 400;

/// Leaves of each service's answers only those for which the page has room, and says how many there are, where that is more.
fn shorten(groups: &mut [SheetGroup]) -> Option<usize> {
    let service = |row: &SheetRow| row.service.as_ref().map(|link| link.href.clone());
    let mut counts = BTreeMap::<_, usize>::new();
    groups.iter().flat_map(|group| &group.rows).for_each(|row| *counts.entry(service(row)).or_default() += 1);
    let counts: Vec<usize> = counts.into_values().collect();
    let (all, room) = (counts.iter().sum(), room(&counts, MOST_ANSWERS));
    let mut shown = BTreeMap::<_, usize>::new();
    for group in groups {
        group.rows.retain(|row| {
            let before = shown.entry(service(row)).or_default();
            *before += 1;
            *before <= room
        });
    }
    (all > MOST_ANSWERS).then_some(all)
}

impl Model<'_> {
    /// What can be said above the answers, in a letter too.
    #[must_use]
    pub fn foi_words(self, name: &str) -> String {
        let site = &self.catalogue.site;
        say!(
            "This is what public sources say of the systems that {name} uses, on {}. It was compiled by {} from published notices, papers and other public sources, which are named with each answer. It is not an answer by {name} and may be incomplete. “Not known” means that no public source was found; it does not mean that there is none.",
            self.format().day(self.catalogue.as_of),
            site.title; name
        )
    }
}
