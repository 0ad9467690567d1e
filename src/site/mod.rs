//! Which pages the site has and what stands on each: takes a catalogue and its figures, gives a [`Plan`].
//!
//! A page's view is built when the page is rendered, so that pages are made in parallel and none is kept. Views hold
//! words and addresses; markup is the theme's business.

pub mod agenda;
pub mod basis;
pub mod cards;
mod cells;
pub mod chart;
pub mod compare;
pub mod contract_row;
mod contract_words;
pub mod dependence;
pub mod download;
pub mod explorer_row;
pub mod facets;
pub mod figure_table;
pub mod foi;
pub mod links;
pub mod map;
pub mod pages;
pub mod paging;
pub mod parts;
pub mod policy;
mod snippets;
mod timeline;
pub mod urls;
mod words;

use std::borrow::Cow;
use std::collections::HashSet;

use jiff::civil::Date as Day;
use serde::Serialize;

use self::download::Files;
use crate::catalogue::{Catalogue, Chapter, Origin, Page as Text};
use crate::figures::{Cell, FigureTable, Figures, Format};

/// What every page is built from.
#[derive(Clone, Copy, Debug)]
pub struct Model<'a> {
    /// The linked records.
    pub catalogue: &'a Catalogue,
    /// Their figures.
    pub figures: &'a Figures,
    /// The files that pages lead to, once they are made.
    pub files: Option<&'a Files>,
}

impl<'a> Model<'a> {
    /// Formats of the region.
    #[must_use]
    pub fn format(self) -> Format<'a> {
        Format::new(&self.catalogue.site)
    }

    /// The rows of a figure's table.
    pub fn rows(self, table: &'a FigureTable) -> impl Iterator<Item = Cow<'a, [Cell]>> {
        table.rows.iter(self.figures, self.catalogue)
    }
}

/// A part of the site that the navigation names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    /// Authorities.
    Boroughs,
    /// Services.
    Services,
    /// Systems.
    Systems,
    /// Suppliers.
    Suppliers,
    /// Contracts.
    Contracts,
    /// Where authorities could buy together.
    Opportunities,
    /// Skills.
    Skills,
    /// Emerging technologies.
    Technologies,
    /// How much is known, and how sure it is.
    Coverage,
    /// The report.
    Report,
    /// The records, to take away.
    Data,
    /// About the site.
    About,
}

impl Section {
    /// Its name in addresses.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Boroughs => "boroughs",
            Self::Services => "services",
            Self::Systems => "systems",
            Self::Suppliers => "suppliers",
            Self::Contracts => "contracts",
            Self::Opportunities => "opportunities",
            Self::Skills => "skills",
            Self::Technologies => "technologies",
            Self::Coverage => "coverage",
            Self::Report => "report",
            Self::Data => "data",
            Self::About => "about",
        }
    }
}

/// A step of the way from the home page to here.
#[derive(Clone, Debug, Serialize)]
pub struct Crumb {
    /// Its name.
    pub text: String,
    /// Its address from the site's root.
    pub href: String,
}

/// Text of a page.
#[derive(Clone, Copy)]
pub enum Words<'a> {
    /// A chapter or page of prose.
    One(&'a Text),
    /// Chapters, one after the other.
    Chapters(&'a [Chapter]),
}

impl<'a> Words<'a> {
    /// The text that this page alone shows.
    #[must_use]
    pub fn own(self) -> Option<&'a Text> {
        match self {
            Self::One(text) => Some(text),
            Self::Chapters(_) => None,
        }
    }
}

/// Data that a page offers, as search engines for data list it.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// Its name.
    pub name: String,
    /// What it says, in a sentence or two.
    pub description: String,
    /// The day for which it is stated.
    pub as_of: Day,
    /// Files: address from the site's root and media type.
    pub downloads: Vec<(String, &'static str)>,
}

/// One page of the site.
pub struct Page<'a> {
    /// Address from the site's root: empty for the home page, else with a slash at the end, or a file's name.
    pub path: String,
    /// The theme's template.
    pub template: &'static str,
    /// Title without the site's name; unique.
    pub title: String,
    /// One sentence for search engines; unique.
    pub description: String,
    /// Where the navigation stands.
    pub section: Option<Section>,
    /// The way from the home page, this page left out.
    pub crumbs: Vec<Crumb>,
    /// What can be edited to change this page.
    pub origin: Option<&'a Origin>,
    /// Text with live figures, for chapters and pages of prose.
    pub text: Option<Words<'a>>,
    /// What stands on it.
    pub view: ViewBuilder<'a>,
}

impl Page<'_> {
    /// Whether search engines should send people here: not to errors, redirects and pages to embed.
    #[must_use]
    pub fn is_destination(&self) -> bool {
        !matches!(self.template, "404.html" | "moved.html") && !policy::is_embedded(self.template)
    }
}

/// Builds a page's view when it is rendered.
pub type ViewBuilder<'a> = Box<dyn Fn() -> pages::View + Send + Sync + 'a>;

/// All pages.
pub struct Plan<'a> {
    /// In the order of the navigation.
    pub pages: Vec<Page<'a>>,
}

impl<'a> Plan<'a> {
    /// Plans the site: one line per page kind.
    #[must_use]
    pub fn of(model: Model<'a>) -> Self {
        let pages = [
            pages::home::plan(model),
            pages::borough::plan(model),
            pages::borough_card::plan(model),
            pages::compare::plan(model),
            pages::service::plan(model),
            pages::system::plan(model),
            pages::supplier::plan(model),
            pages::exposure::plan(model),
            pages::contracts::plan(model),
            pages::contract_lists::plan(model),
            pages::contract::plan(model),
            pages::frameworks::plan(model),
            pages::names::plan(model),
            pages::prices::plan(model),
            pages::migrations::plan(model),
            pages::opportunities::plan(model),
            pages::skills::plan(model),
            pages::technologies::plan(model),
            pages::coverage::plan(model),
            pages::figures::plan(model),
            pages::releases::plan(model),
            pages::search::plan(model),
            pages::a_z::plan(model),
            pages::glossary::plan(model),
            pages::checks::plan(model),
            pages::data::plan(model),
            pages::explore::plan(model),
            pages::todo::plan(model),
            pages::foi::plan(model),
            pages::pack::plan(model),
            pages::moved::plan(model),
            pages::prose::plan(model),
        ];
        Self { pages: pages.into_iter().flatten().collect() }
    }

    /// The addresses of all pages, from the root.
    #[must_use]
    pub fn paths(&self) -> HashSet<&str> {
        self.pages.iter().map(|page| page.path.as_str()).collect()
    }
}
