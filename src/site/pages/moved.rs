//! Addresses of records that were renamed: each leads on to the new one.

use serde::Serialize;

use super::View;
use crate::site::agenda::FeedsView;
use crate::site::parts::Link;
use crate::site::{Model, Page, urls};

/// Where a record has gone.
#[derive(Debug, Serialize)]
pub struct MovedView {
    to: Link,
    /// What stays beside the page, whose addresses programs keep.
    feeds: Option<FeedsView>,
}

impl MovedView {
    /// The calendar and feed beside the page.
    #[must_use]
    pub fn feeds(&self) -> Option<&FeedsView> {
        self.feeds.as_ref()
    }
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let boroughs = c.boroughs.rows().iter().map(|row| (&row.former_ids, urls::borough(c, row), &row.name));
    let systems = c.systems.rows().iter().map(|row| (&row.former_ids, urls::system(row), &row.name));
    let suppliers = c.suppliers.rows().iter().map(|row| (&row.former_ids, urls::supplier(row), &row.name));
    let contracts = c.contracts.rows().iter();
    let contracts =
        contracts.filter_map(|row| Some((&row.former_ids, urls::contract(row), row.title.as_ref()?)));
    let mut pages = Vec::new();
    for (former_ids, href, name) in boroughs.chain(systems).chain(suppliers).chain(contracts) {
        let folder = href.split('/').next().unwrap_or_default().to_owned();
        for former in former_ids {
            let path = format!("{folder}/{former}/");
            pages.push(leading_on(path, former, Link::new(href.clone(), name), None));
        }
    }
    pages
}

/// A page at an address that is left, which leads on by itself and names the files that stay.
pub(super) fn leading_on<'a>(path: String, former: &str, to: Link, feeds: Option<FeedsView>) -> Page<'a> {
    let name = to.text.clone();
    Page {
        path,
        template: "moved.html",
        title: say!("{name} has moved (from {former})"; name, former),
        description: say!("The record {former} is now {name}."; former, name),
        section: None,
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Moved(Box::new(MovedView { to: to.clone(), feeds: feeds.clone() }))),
    }
}
