//! Search: what stands on its page before anything is typed, and for readers without script. What is found comes from
//! the index that `exports::search` makes.

use serde::Serialize;

use super::View;
use super::a_z::{LetterLink, letter_links};
use crate::site::parts::Link;
use crate::site::{Model, Page, urls};

/// The ways to find something.
#[derive(Debug, Serialize)]
pub struct SearchView {
    letters: Vec<LetterLink>,
    /// Services with the most on record.
    services: Vec<Link>,
    /// Where the names and the texts are for the script.
    names: String,
    texts: String,
}

/// How many services the page names.
const SERVICES: usize = 5;

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    vec![Page {
        path: urls::SEARCH.to_owned(),
        template: "search.html",
        title: say!("Search").to_owned(),
        description: say!(
            "Find {}, system, supplier, service, contract, skill or word of {} by any of its names.",
            model.catalogue.site.a_one(),
            model.catalogue.site.title
        ),
        section: None,
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Search(Box::new(view(model)))),
    }]
}

fn view(model: Model) -> SearchView {
    let mut services: Vec<_> = model
        .catalogue
        .services
        .iter()
        .filter(|(_, service)| !service.totals_only)
        .map(|(ix, _)| (std::cmp::Reverse(model.figures.market(ix).coverage.part), ix))
        .collect();
    services.sort();
    let link = |(_, ix)| model.service_link(ix);
    SearchView {
        letters: letter_links(model),
        services: services.into_iter().take(SERVICES).map(link).collect(),
        names: model.script_file("search_names"),
        texts: model.script_file("search_texts"),
    }
}
