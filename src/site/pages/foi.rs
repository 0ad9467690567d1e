//! The answers to the standing questions of freedom-of-information requests, one page for each authority.

use serde::Serialize;

use super::{View, crumb};
use crate::catalogue::{Borough, Ix};
use crate::site::download::Download;
use crate::site::foi::SheetGroup;
use crate::site::parts::Link;
use crate::site::{Model, Page, Section, urls};

/// An authority's sheet.
#[derive(Debug, Serialize)]
pub struct FoiView {
    borough: Link,
    standfirst: String,
    words: String,
    groups: Vec<SheetGroup>,
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
    let sheet = model.foi_sheet(ix);
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
        pack: Link::new(urls::pack(c, borough), say!("Pack for committee: {name}"; name)),
    }
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
