//! An authority on a card: a small page to embed elsewhere, which is also drawn as a picture.

use serde::Serialize;

use super::{View, borough, crumb};
use crate::catalogue::{Borough, Ix};
use crate::site::download::Download;
use crate::site::parts::CoverageView;
use crate::site::{Model, Page, Section, urls};

/// What the card says.
#[derive(Debug, Serialize)]
pub struct BoroughCard {
    /// Its name.
    pub name: String,
    /// The address of its page, from the site's root.
    pub href: String,
    /// One sentence.
    pub standfirst: String,
    /// What is counted, and what it comes to, where that is known.
    pub facts: Vec<(&'static str, Option<String>)>,
    /// How much is on record.
    pub coverage: CoverageView,
    picture: Download,
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let page = |(ix, of): (Ix<Borough>, &Borough)| Page {
        path: urls::borough_embed(c, of),
        template: "embed-borough.html",
        title: say!("{} (to embed)", of.name),
        description: say!("To embed: {}", borough::description(model, ix)),
        section: Some(Section::Boroughs),
        crumbs: vec![crumb(model.many_capitalised(), urls::boroughs(c))],
        origin: None,
        text: None,
        view: Box::new(move || View::BoroughCard(Box::new(card(model, ix)))),
    };
    c.boroughs.iter().map(page).collect()
}

/// The card of one authority.
#[must_use]
pub fn card(model: Model, ix: Ix<Borough>) -> BoroughCard {
    let (c, format) = (model.catalogue, model.format());
    let of = &c.boroughs[ix];
    let profile = model.figures.borough(ix);
    let systems = say!(
        "{}, of which {} known to be in use",
        format.count(profile.systems),
        format.count(profile.current)
    );
    BoroughCard {
        name: of.name.clone(),
        href: urls::borough(c, of),
        standfirst: borough::standfirst(model, of, profile),
        facts: vec![
            (say!("Systems on record"), Some(systems)),
            (say!("Suppliers of systems in use"), Some(format.count(profile.suppliers.len()))),
            (say!("Contracts with an end ahead"), Some(format.count(profile.ends_ahead))),
            (say!("Newest source"), borough::newest_source(&borough::all_sources(model, of))),
        ],
        coverage: borough::coverage(model, profile),
        picture: model.download(urls::borough_picture(c, of), say!("as a picture (SVG)")),
    }
}
