//! The rows of the explorer for its script: per column a dictionary of values, and for each row a place in it.
//!
//! Dictionaries are sorted the way their column is, so that the script sorts, filters and counts with small numbers alone.
//! Rows stand in the order of `data/deployments.csv`, whose lines the script hands out as a download.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::catalogue::link::sort_key;
use crate::catalogue::{Deployment, Ix};
use crate::figures::{Facet, FacetRows, FacetValue};
use crate::site::Model;
use crate::site::contract_row::EndsView;
use crate::site::explorer_row::{ExplorerRow, SourceView};
use crate::site::facets::{facet_id, has_pages};
use crate::site::parts::{DateView, Link, Tag, confidence_word, lifecycle_tag};

/// The rows of the explorer.
#[derive(Serialize)]
pub struct Data {
    /// How many rows.
    count: usize,
    /// Where the pages of a kind of record begin.
    paths: BTreeMap<&'static str, String>,
    columns: BTreeMap<&'static str, Column>,
}

#[derive(Serialize)]
struct Column {
    /// Each with its id or class first, then its words, then what else its kind has.
    values: Vec<Json>,
    /// Where a cell has several values: the lists that occur.
    #[serde(skip_serializing_if = "Option::is_none")]
    lists: Option<Vec<Vec<usize>>>,
    /// For each row the place of its value, or of its list; -1 where there is none.
    rows: Vec<isize>,
}

/// What a row says besides the values of facets, which are most of it.
struct Row {
    since: Option<DateView>,
    until: Option<DateView>,
    until_word: &'static str,
    ends: EndsView,
    replaces: Option<Link>,
    replaces_by_inference: bool,
    source: Option<DateView>,
    stale: bool,
}

impl Row {
    fn of(model: Model, ix: Ix<Deployment>) -> Self {
        let ExplorerRow { since, until, until_word, ends, replaces, replaces_by_inference, source, .. } =
            model.explorer_row(ix);
        let SourceView { date: source, stale, .. } = source;
        Self { since, until, until_word, ends, replaces, replaces_by_inference, source, stale }
    }
}

/// The rows of the explorer.
#[must_use]
pub fn rows(model: Model) -> Data {
    let deployments = &model.catalogue.deployments;
    let rows: Vec<Row> =
        (0..deployments.len()).into_par_iter().map(|row| Row::of(model, Ix::new(row))).collect();
    let mut columns: BTreeMap<&'static str, Column> =
        Facet::ALL.into_iter().map(|facet| (facet_id(facet), of_facet(model, facet))).collect();
    columns.insert("since", dates(&rows, |row| row.since.as_ref(), first_day));
    columns.insert("until", ends(&rows));
    columns.insert("end", dates(&rows, |row| row.ends.end.as_ref(), last_day));
    columns.insert("max_end", dates(&rows, |row| row.ends.max_end.as_ref(), last_day));
    columns.insert("source", dates(&rows, |row| row.source.as_ref(), last_day));
    columns.insert("contract", words(&rows, |row| row.ends.contract.then_some(("contract", "contract"))));
    columns.insert("note", words(&rows, |row| row.ends.tag.as_ref().map(tag)));
    columns.insert("stale", words(&rows, |row| row.stale.then_some(("stale", "stale"))));
    let confidence =
        |row: &Deployment| Some((row.confidence?, json!([row.confidence, confidence_word(row.confidence?)])));
    columns.insert("confidence", column(&deployments.rows().iter().map(confidence).collect::<Vec<_>>()));
    let replaced = |row: &Row| {
        let link = row.replaces.as_ref()?;
        let how = if row.replaces_by_inference { "probably" } else { "" };
        Some(((sort_key(&link.text), link.href.clone(), how), json!([link.href, link.text, how])))
    };
    columns.insert("replaces", column(&rows.iter().map(replaced).collect::<Vec<_>>()));
    Data { count: rows.len(), paths: paths(model), columns }
}

/// Where the pages of each kind of record begin.
fn paths(model: Model) -> BTreeMap<&'static str, String> {
    let one_of = |facet: Facet| {
        let values = model.figures.facets.values(facet).iter();
        let page = values.filter_map(|row| {
            let id = model.value_id(row.value);
            let page = model.value_page(facet, row.value)?;
            page.strip_suffix(&format!("{id}/")).map(str::to_owned)
        });
        page.take(1).next().map(|path| (facet_id(facet), path))
    };
    [Facet::Borough, Facet::Service, Facet::System, Facet::Supplier].into_iter().filter_map(one_of).collect()
}

/// The values of a facet, and which of them each row has. Those of a closed list are all there, so that a filter that
/// finds nothing still has its name.
fn of_facet(model: Model, facet: Facet) -> Column {
    let mut values: Vec<&FacetRows> = model.figures.facets.values(facet).iter().collect();
    values.retain(|value| has_pages(facet) || !value.rows.is_empty());
    if facet == Facet::Service {
        // The others are in the order of their names, or in one that says more.
        values.sort_by_cached_key(|value| sort_key(&model.value_name(value.value)));
    }
    let mut of_row: Vec<Vec<usize>> = vec![Vec::new(); model.catalogue.deployments.len()];
    for (place, value) in values.iter().enumerate() {
        for row in &value.rows {
            of_row[row.row()].push(place);
        }
    }
    let values = values.iter().map(|value| facet_value(model, value.value)).collect();
    if of_row.iter().all(|places| places.len() == 1) {
        return Column { values, lists: None, rows: of_row.iter().map(|places| number(places[0])).collect() };
    }
    let lists: BTreeSet<Vec<usize>> = of_row.iter().filter(|places| !places.is_empty()).cloned().collect();
    let lists: Vec<Vec<usize>> = lists.into_iter().collect();
    let rows = of_row.iter().map(|places| lists.binary_search(places).map_or(-1, number)).collect();
    Column { values, lists: Some(lists), rows }
}

/// Id, words, and either the theme's class or other names to find it by.
fn facet_value(model: Model, value: FacetValue) -> Json {
    let c = model.catalogue;
    let more = match value {
        FacetValue::Lifecycle(lifecycle) => lifecycle_tag(lifecycle).class.to_owned(),
        FacetValue::Provenance(provenance) => model.provenance(provenance).0.to_owned(),
        FacetValue::System(ix) => c.systems[ix].aliases.join(" "),
        FacetValue::Service(ix) => c.services[ix].aliases.join(" "),
        FacetValue::Supplier(supplied) => {
            let row = supplied.supplier().map(|ix| &c.suppliers[ix]);
            let names = row.into_iter().flat_map(|row| row.former_names.iter().chain(&row.legal_name));
            names.map(String::as_str).collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    };
    let (id, name) = (model.value_id(value), model.value_name(value));
    if more.is_empty() { json!([id, name]) } else { json!([id, name, more]) }
}

/// Dates in the order of the days that `day` makes of them.
fn dates(rows: &[Row], of: impl Fn(&Row) -> Option<&DateView>, day: fn(&str) -> String) -> Column {
    let cell = |row| of(row).map(|date| (day(&date.iso), json!([date.iso, date.text])));
    column(&rows.iter().map(cell).collect::<Vec<_>>())
}

/// When each went, with the word that stands before it.
fn ends(rows: &[Row]) -> Column {
    let cell = |row: &Row| {
        let (date, word) = (row.until.as_ref()?, row.until_word);
        Some(((last_day(&date.iso), word), json!([date.iso, date.text, word])))
    };
    column(&rows.iter().map(cell).collect::<Vec<_>>())
}

/// A beginning means the first day that it can mean, so `2027` stands before `2027-03`.
fn first_day(iso: &str) -> String {
    iso.to_owned()
}

/// An end means the last, so `2027` stands after `2027-03-31`: a tilde sorts after all that can follow.
fn last_day(iso: &str) -> String {
    format!("{iso}~")
}

fn tag(tag: &Tag) -> (&str, &str) {
    (tag.class, &tag.text)
}

fn words<'a>(rows: &'a [Row], of: impl Fn(&'a Row) -> Option<(&'a str, &'a str)>) -> Column {
    column(&rows.iter().map(|row| of(row).map(|(id, word)| (id, json!([id, word])))).collect::<Vec<_>>())
}

/// A column from each row's value, with what it is sorted by.
fn column<Key: Ord + Clone>(cells: &[Option<(Key, Json)>]) -> Column {
    let sorted: BTreeMap<Key, Json> = cells.iter().flatten().cloned().collect();
    let places: BTreeMap<&Key, usize> = sorted.keys().enumerate().map(|(place, key)| (key, place)).collect();
    let place = |cell: &Option<(Key, Json)>| cell.as_ref().map_or(-1, |(key, _)| number(places[key]));
    let rows = cells.iter().map(place).collect();
    Column { values: sorted.into_values().collect(), lists: None, rows }
}

/// Places are far below 2^31.
fn number(place: usize) -> isize {
    isize::try_from(place).unwrap_or(isize::MAX)
}
