//! The explorer: every deployment in one table, in pages, with the ways to narrow it down; and the pages of each value
//! that has no page elsewhere. A script makes the ways into filters; without it they are links.

use serde::Serialize;

use super::{View, borough, crumb};
use crate::catalogue::{Deployment, Ix};
use crate::figures::{Facet, FacetRows, FacetValue, capitalised};
use crate::site::explorer_row::ExplorerRow;
use crate::site::facets::{facet_id, has_pages};
use crate::site::parts::Link;
use crate::site::{Model, Page, Section, urls};

/// Rows on a page. A screen reader can walk through them as one table, and a page stays far below 500 kB.
pub const PAGE_ROWS: usize = 100;

/// Values of a facet that a page lists; the others are on the index of their kind, and script finds them.
const SHOWN_VALUES: usize = 40;

/// The explorer.
#[derive(Debug, Serialize)]
pub struct ExploreView {
    /// The table as it stands without script.
    rows: RowsView,
    facets: Vec<FacetView>,
    page_rows: usize,
    /// Where the rows are for the script.
    file: String,
}

/// A part of the rows, or all of them, one page after the other.
#[derive(Debug, Serialize)]
pub struct RowsView {
    kicker: String,
    title: String,
    standfirst: String,
    /// "Rows 1 to 100 of 442"
    part: String,
    rows: Vec<ExplorerRow>,
    previous: Option<Link>,
    next: Option<Link>,
    /// The same rows where they can be narrowed down further.
    explorer: Link,
}

/// A facet.
#[derive(Debug, Serialize)]
struct FacetView {
    id: &'static str,
    name: String,
    /// Shown at once, because it is short and often asked for.
    open: bool,
    values: Vec<ValueView>,
    /// Where the values are that are not shown.
    more: Option<Link>,
}

/// A value of a facet.
#[derive(Debug, Serialize)]
struct ValueView {
    id: String,
    name: String,
    count: String,
    /// Its page.
    href: Option<String>,
}

/// Rows that have pages of their own: all of them, or those of a value.
#[derive(Clone, Copy)]
enum Part<'a> {
    All,
    Of(Facet, &'a FacetRows),
}

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let values = Facet::ALL
        .into_iter()
        .flat_map(|facet| model.figures.facets.values(facet).iter().map(move |rows| (facet, rows)));
    let values = values.filter(|(facet, rows)| has_pages(*facet) || is_continued(model, *facet, rows));
    let values = values.map(|(facet, rows)| Part::Of(facet, rows));
    std::iter::once(Part::All).chain(values).flat_map(|part| pages(model, part)).collect()
}

/// Rows of a record's own page; where there are more, the page leads here for all of them.
pub(super) const ROWS_OF_RECORD: usize = 150;

/// Whether a service, system or authority has more rows than its own page shows.
fn is_continued(model: Model, facet: Facet, rows: &FacetRows) -> bool {
    match (facet, rows.value) {
        (Facet::Service | Facet::System, _) => rows.rows.len() > ROWS_OF_RECORD,
        (_, FacetValue::Borough(ix)) => borough::rows(model.catalogue, ix) > ROWS_OF_RECORD,
        _ => false,
    }
}

/// Where all rows of a service, system or authority are, if its own page does not show them all.
pub(super) fn continued(model: Model, value: FacetValue, rows: usize) -> Option<Link> {
    let facet = match value {
        FacetValue::Service(_) => Facet::Service,
        FacetValue::Borough(_) => Facet::Borough,
        _ => Facet::System,
    };
    (rows > ROWS_OF_RECORD).then(|| {
        let all = say!("All {}, page by page", model.format().counted(rows, "row", "rows"));
        Link::new(urls::explore_value(facet_id(facet), &model.value_id(value), 1), all)
    })
}

/// The pages of a part. One without rows has a page too, which says so: its address stays.
fn pages<'a>(model: Model<'a>, part: Part<'a>) -> Vec<Page<'a>> {
    let count = count(model, part).div_ceil(PAGE_ROWS).max(1);
    (1..=count).map(|number| page(model, part, number)).collect()
}

fn page<'a>(model: Model<'a>, part: Part<'a>, number: usize) -> Page<'a> {
    let is_explorer = matches!(part, Part::All) && number == 1;
    let mut crumbs = vec![crumb(say!("Data"), urls::DATA)];
    if !is_explorer {
        crumbs.push(crumb(say!("Explorer"), urls::EXPLORE));
    }
    Page {
        path: address(model, part, number),
        template: if is_explorer { "explore.html" } else { "explore-rows.html" },
        title: title(model, part, number),
        description: description(model, part, number),
        section: Some(Section::Data),
        crumbs,
        origin: None,
        text: None,
        view: Box::new(move || {
            if is_explorer {
                View::Explore(Box::new(explorer(model)))
            } else {
                View::ExploreRows(Box::new(rows_view(model, part, number)))
            }
        }),
    }
}

fn address(model: Model, part: Part, number: usize) -> String {
    match part {
        Part::All => urls::explore(number),
        Part::Of(facet, rows) => urls::explore_value(facet_id(facet), &model.value_id(rows.value), number),
    }
}

fn title(model: Model, part: Part, number: usize) -> String {
    let name = match part {
        Part::All => say!("Explorer").to_owned(),
        Part::Of(facet, rows) => format!("{}: {}", model.facet_name(facet), model.value_name(rows.value)),
    };
    if number == 1 { name } else { say!("{name}, page {}", model.format().count(number); name) }
}

fn description(model: Model, part: Part, number: usize) -> String {
    let site = &model.catalogue.site;
    let what = say!("systems in {} of {}", site.words.many, site.region);
    let shown = shown(model, count(model, part), number);
    match part {
        Part::All if number == 1 => {
            say!(
                "Every system of every {} of {} in one table, to filter, sort and download.",
                site.words.one,
                site.region
            )
        }
        Part::All => say!("All {what}: {}.", shown.to_lowercase(); what),
        Part::Of(facet, rows) => {
            let (facet, value) = (model.facet_name(facet), model.value_name(rows.value));
            say!(
                "{} by {}, {}: {}.",
                capitalised(&what),
                facet.to_lowercase(),
                value.to_lowercase(),
                shown.to_lowercase()
            )
        }
    }
}

/// "Rows 101 to 200 of 442"
fn shown(model: Model, all: usize, number: usize) -> String {
    let format = model.format();
    let first = (number - 1) * PAGE_ROWS + 1;
    match all {
        0 => say!("No rows").to_owned(),
        _ if all <= PAGE_ROWS => format.counted(all, "row", "rows"),
        _ => say!(
            "Rows {} to {} of {}",
            format.count(first),
            format.count((first + PAGE_ROWS - 1).min(all)),
            format.count(all)
        ),
    }
}

/// How many rows a part has.
fn count(model: Model, part: Part) -> usize {
    match part {
        Part::All => model.catalogue.deployments.len(),
        Part::Of(_, rows) => rows.rows.len(),
    }
}

/// The rows of one of its pages.
fn rows_of(model: Model, part: Part, number: usize) -> Vec<Ix<Deployment>> {
    let all = count(model, part);
    let rows = ((number - 1) * PAGE_ROWS).min(all)..(number * PAGE_ROWS).min(all);
    match part {
        Part::All => rows.map(Ix::new).collect(),
        Part::Of(_, of) => of.rows[rows].to_vec(),
    }
}

fn rows_view(model: Model, part: Part, number: usize) -> RowsView {
    let (format, site) = (model.format(), &model.catalogue.site);
    let all = count(model, part);
    let total = model.catalogue.deployments.len();
    let near = |number: usize| Link::new(address(model, part, number), shown(model, all, number));
    let (kicker, title, explorer) = match part {
        Part::All => (
            say!("Explorer").to_owned(),
            say!("Every system in every {}", site.words.one),
            urls::EXPLORE.to_owned(),
        ),
        Part::Of(facet, rows) => (
            model.facet_name(facet),
            model.value_name(rows.value),
            urls::explore_query(facet_id(facet), &model.value_id(rows.value)),
        ),
    };
    let one_row = say!("One row is one system in one {}, whatever its life.", site.words.one);
    let standfirst = match part {
        Part::All if total == 1 => say!("One row is on record. {one_row}"; one_row),
        Part::All => say!("{} are on record. {one_row}", format.counted(total, "row", "rows"); one_row),
        Part::Of(..) => {
            say!("{} of {}. {one_row}", format.count(all), format.counted(total, "row", "rows"); one_row)
        }
    };
    RowsView {
        kicker,
        title,
        standfirst,
        part: shown(model, all, number),
        previous: (number > 1).then(|| near(number - 1)),
        next: (number * PAGE_ROWS < all).then(|| near(number + 1)),
        rows: rows_of(model, part, number).into_iter().map(|ix| model.explorer_row(ix)).collect(),
        explorer: Link::new(explorer, say!("the explorer")),
    }
}

fn explorer(model: Model) -> ExploreView {
    ExploreView {
        rows: rows_view(model, Part::All, 1),
        facets: Facet::ALL.into_iter().map(|facet| facet_view(model, facet)).collect(),
        page_rows: PAGE_ROWS,
        file: model.script_file("explorer"),
    }
}

/// A short facet has all its values in their order, those without rows too; a long one those with the most rows.
fn facet_view(model: Model, facet: Facet) -> FacetView {
    let format = model.format();
    let mut rows: Vec<&FacetRows> = model.figures.facets.values(facet).iter().collect();
    if !has_pages(facet) {
        rows.retain(|row| !row.rows.is_empty());
    }
    let all = rows.len();
    if all > SHOWN_VALUES {
        rows.sort_by_key(|row| std::cmp::Reverse(row.rows.len()));
        rows.truncate(SHOWN_VALUES);
    }
    let value = |row: &&FacetRows| ValueView {
        id: model.value_id(row.value),
        name: model.value_name(row.value),
        count: format.count(row.rows.len()),
        href: model.value_page(facet, row.value),
    };
    FacetView {
        id: facet_id(facet),
        name: model.facet_name(facet),
        open: matches!(facet, Facet::Ends | Facet::Lifecycle),
        values: rows.iter().map(value).collect(),
        more: (all > SHOWN_VALUES).then(|| index(model, facet)).flatten(),
    }
}

/// The page that has all values of a long facet.
fn index(model: Model, facet: Facet) -> Option<Link> {
    let many = &model.catalogue.site.words.many;
    match facet {
        Facet::Service => Some(Link::new("services/", say!("All services"))),
        Facet::Supplier => Some(Link::new("suppliers/", say!("All suppliers"))),
        Facet::System => Some(Link::new("systems/", say!("All systems"))),
        Facet::Borough => Some(Link::new(urls::boroughs(model.catalogue), say!("All {many}"; many))),
        _ => None,
    }
}
