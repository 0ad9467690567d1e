//! One file per page kind: which pages it has, and the view that its template shows.

pub mod a_z;
pub mod borough;
pub mod borough_card;
pub mod checks;
pub mod compare;
pub mod contract;
pub mod contract_lists;
pub mod contracts;
pub mod coverage;
pub mod data;
pub mod explore;
pub mod exposure;
pub mod figures;
pub mod foi;
pub mod frameworks;
pub mod glossary;
pub mod home;
pub mod migrations;
pub mod moved;
pub mod names;
pub mod opportunities;
pub mod pack;
pub mod prices;
pub mod prose;
pub mod releases;
pub mod search;
pub mod service;
pub mod skills;
pub mod supplier;
pub mod system;
pub mod technologies;
pub mod todo;

use serde::Serialize;

use self::contract_lists::standing_title;
use super::agenda::FeedsView;
use super::parts::Link;
use super::{Crumb, Dataset, Model, urls};

/// What stands on a page, by kind.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum View {
    /// The home page.
    Home(Box<home::HomeView>),
    /// The index of authorities.
    Boroughs(Box<borough::IndexView>),
    /// An authority.
    Borough(Box<borough::BoroughView>),
    /// An authority on a card.
    BoroughCard(Box<borough_card::BoroughCard>),
    /// Where authorities to compare are chosen.
    Compare(Box<compare::IndexView>),
    /// Everything to compare an authority with.
    CompareWith(Box<compare::WithView>),
    /// Two authorities side by side.
    Pair(Box<compare::PairView>),
    /// The index of services.
    Services(Box<service::IndexView>),
    /// A service.
    Service(Box<service::ServiceView>),
    /// The index of systems.
    Systems(Box<system::IndexView>),
    /// A system.
    System(Box<system::SystemView>),
    /// The index of suppliers.
    Suppliers(Box<supplier::IndexView>),
    /// A supplier.
    Supplier(Box<supplier::SupplierView>),
    /// The contract pipeline.
    Contracts(Box<contracts::ContractsView>),
    /// A list of contracts.
    ContractList(Box<contract_lists::ListView>),
    /// A contract.
    Contract(Box<contract::ContractView>),
    /// The index of routes to market.
    Frameworks(Box<frameworks::IndexView>),
    /// A route to market.
    Framework(Box<frameworks::FrameworkView>),
    /// Skills, as an exchange.
    Skills(Box<skills::IndexView>),
    /// A skill.
    Skill(Box<skills::SkillView>),
    /// Emerging technologies.
    Technologies(Box<technologies::IndexView>),
    /// An emerging technology.
    Technology(Box<technologies::TechnologyView>),
    /// How far to trust the records.
    Coverage(Box<coverage::CoveragePageView>),
    /// How complete the record of each authority is, continued.
    CoverageRows(Box<coverage::RowsView>),
    /// What contracts cost a resident.
    Prices(Box<prices::PricesView>),
    /// Who changed from what to what.
    Migrations(Box<migrations::MigrationsView>),
    /// What hangs on each group of suppliers.
    Exposure(Box<exposure::ExposureView>),
    /// Names that are too many for a line of a record's page.
    Names(Box<names::NamesView>),
    /// Cohorts and openings.
    Opportunities(Box<opportunities::OpportunitiesView>),
    /// Where words are searched for.
    Search(Box<search::SearchView>),
    /// The letters.
    Letters(Box<a_z::IndexView>),
    /// The names under a letter.
    Letter(Box<a_z::LetterView>),
    /// What is checked.
    Checks(Box<checks::IndexView>),
    /// A check.
    Check(Box<checks::CheckView>),
    /// The words of the field.
    Glossary(Box<glossary::GlossaryView>),
    /// An authority's to-do list.
    Todo(Box<todo::TodoView>),
    /// Answers to requests for information about an authority's systems.
    Foi(Box<foi::FoiView>),
    /// An authority's pack for its committee.
    Pack(Box<pack::PackView>),
    /// Every deployment, to narrow down.
    Explore(Box<explore::ExploreView>),
    /// A part of the deployments.
    ExploreRows(Box<explore::RowsView>),
    /// The records as tables.
    Data(Box<data::DataView>),
    /// The index of figures.
    Figures(Box<figures::IndexView>),
    /// A figure.
    Figure(Box<figures::FigureView>),
    /// What changed since the last release.
    Changes(Box<releases::SinceView>),
    /// All releases.
    Releases(Box<releases::IndexView>),
    /// A release.
    Release(Box<releases::ReleaseView>),
    /// A renamed record.
    Moved(Box<moved::MovedView>),
    /// The report's contents.
    Report(Box<prose::ReportView>),
    /// A page that its template says in full.
    None(()),
    /// A chapter or a page of prose.
    Prose(Box<prose::ProseView>),
}

impl View {
    /// The data that the page offers.
    #[must_use]
    pub fn dataset(&self) -> Option<&Dataset> {
        match self {
            Self::Data(view) => Some(view.dataset()),
            Self::Figure(view) => Some(view.dataset()),
            Self::Release(view) => Some(view.dataset()),
            _ => None,
        }
    }

    /// The calendar and feed beside the page.
    #[must_use]
    pub fn feeds(&self) -> Option<&FeedsView> {
        match self {
            Self::Borough(view) => Some(view.feeds()),
            Self::Service(view) => Some(view.feeds()),
            Self::Supplier(view) => Some(view.feeds()),
            Self::Contracts(view) => Some(view.feeds()),
            Self::Changes(view) => Some(view.feeds()),
            Self::Releases(view) => Some(view.feeds()),
            Self::Moved(view) => view.feeds(),
            _ => None,
        }
    }
}

/// A step of the way from the home page.
fn crumb(text: impl Into<String>, href: impl Into<String>) -> Crumb {
    Crumb { text: text.into(), href: href.into() }
}

/// Entries of an A to Z index, by the letter that they are sorted under.
#[derive(Debug, Serialize)]
pub struct Letter<T> {
    /// The letter in lower case; `0-9` for digits and signs.
    pub id: String,
    /// As shown.
    pub name: String,
    /// Its entries; a letter without any is shown but leads nowhere.
    pub entries: Vec<T>,
    /// How many more there are, with the page of all names under the letter.
    pub more: Option<Link>,
}

/// Entries of an A to Z index: of more, each letter has an equal part, and leads to the page of its names.
const MOST_ENTRIES: usize = 2000;

/// Sorts entries, which are in the order of their names, under their letters.
fn letters<T>(entries: impl IntoIterator<Item = (String, T)>) -> Vec<Letter<T>> {
    let letter = |id: String| Letter { name: id.to_uppercase(), id, entries: Vec::new(), more: None };
    let mut letters: Vec<Letter<T>> =
        std::iter::once("0-9".to_owned()).chain(('a'..='z').map(String::from)).map(letter).collect();
    for (name, entry) in entries {
        let first = crate::catalogue::link::sort_key(&name).chars().next().unwrap_or('0');
        let index = if first.is_ascii_lowercase() { first as usize - 'a' as usize + 1 } else { 0 };
        letters[index].entries.push(entry);
    }
    if letters[0].entries.is_empty() {
        letters.remove(0);
    }
    letters
}

/// The letters of an index that is no longer than a page can be.
fn shortened<T>(model: Model, mut letters: Vec<Letter<T>>) -> Vec<Letter<T>> {
    let all: usize = letters.iter().map(|letter| letter.entries.len()).sum();
    let room = if all > MOST_ENTRIES { MOST_ENTRIES / letters.len() } else { all };
    for letter in letters.iter_mut().filter(|letter| letter.entries.len() > room) {
        letter.more = model.more(letter.entries.len(), room, urls::letter(&letter.id));
        letter.entries.truncate(room);
    }
    letters
}

/// The page that tells readers of a figure, where there is one beside the figure's own.
fn told(model: Model, figure: &str) -> Option<Link> {
    match figure {
        "value-per-resident" | "price-spread" => Some(prices::link()),
        "migrations" => Some(migrations::link()),
        "exposure" | "mergers" => Some(exposure::link(model)),
        _ => None,
    }
}

impl Model<'_> {
    /// The region's word for many authorities, to begin a heading with.
    fn many_capitalised(self) -> String {
        crate::figures::capitalised(&self.catalogue.site.words.many)
    }
}
