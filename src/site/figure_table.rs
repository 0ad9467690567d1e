//! A figure's rows as a table for pages: takes a figure, gives words and addresses.

use std::borrow::Cow;

use serde::Serialize;

use super::parts::{Link, percent};
use super::{Model, urls};
use crate::figures::{Cell, Figure, FigureTable};

/// A table.
#[derive(Debug, Serialize)]
pub struct TableView {
    /// Unique on its page.
    pub id: String,
    /// What it shows.
    pub caption: String,
    /// Where the figure is explained; on its own page there is none.
    pub more: Option<Link>,
    /// The figure's title.
    pub title: String,
    /// Its columns.
    pub columns: Vec<ColumnView>,
    /// Its rows.
    pub rows: Vec<Vec<CellView>>,
    /// How many they are: `12 rows`.
    pub count: String,
}

/// A column.
#[derive(Debug, Serialize)]
pub struct ColumnView {
    title: String,
    numeric: bool,
}

/// A cell.
#[derive(Debug, Serialize)]
pub struct CellView {
    text: String,
    /// What it names; the text holds the same names.
    links: Vec<Link>,
    bar: Option<String>,
    /// A date for machines.
    date: Option<String>,
    numeric: bool,
}

/// The first rows of a figure's table, with the way to the figure, which has them all.
#[must_use]
pub fn preview(
    model: Model,
    figure: &Figure,
    data: &FigureTable,
    id: String,
    rows: &[Cow<[Cell]>],
) -> TableView {
    let words = if data.rows.len() > rows.len() {
        let (some, all) = (model.format().count(rows.len()), model.format().count(data.rows.len()));
        say!("The first {some} of {all} rows, and how this is counted"; some, all)
    } else {
        say!("How this is counted").to_owned()
    };
    let more = Some(Link::new(urls::figure(figure.id), words));
    TableView { more, ..table(model, figure, data, id, rows) }
}

/// Rows of a figure's table.
#[must_use]
pub fn table(
    model: Model,
    figure: &Figure,
    data: &FigureTable,
    id: String,
    rows: &[Cow<[Cell]>],
) -> TableView {
    // Bars begin at the same place in each row, so what stands in their column does too.
    let columns: Vec<ColumnView> = data
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| ColumnView {
            title: column.title.clone(),
            numeric: column.is_numeric() && !data.rows.has_bar(index),
        })
        .collect();
    let cell = |(cell, column): (&Cell, &ColumnView)| CellView {
        text: cell.text.clone(),
        links: cell
            .names
            .iter()
            .map(|name| Link::new(urls::target(model.catalogue, name.target), &name.text))
            .collect(),
        bar: cell.bar.map(percent),
        date: cell.date.clone(),
        numeric: column.numeric,
    };
    let count = model.format().counted(rows.len(), "row", "rows");
    let rows = rows.iter().map(|row| row.iter().zip(&columns).map(cell).collect()).collect();
    TableView {
        id,
        caption: data.caption.clone(),
        more: None,
        title: figure.title.clone(),
        columns,
        rows,
        count,
    }
}
