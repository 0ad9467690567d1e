//! A figure's rows as a table for pages: takes a figure, gives words and addresses.

use serde::Serialize;

use super::parts::{Link, percent};
use super::{Model, urls};
use crate::figures::{Cell, Column, Figure, FigureTable};

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
    href: Option<String>,
    bar: Option<String>,
    numeric: bool,
}

/// The first `most` rows of a figure's table, with the way to the figure, which has them all.
#[must_use]
pub fn table(model: Model, figure: &Figure, data: &FigureTable, id: String, most: usize) -> TableView {
    let cell = |(cell, column): (&Cell, &Column)| CellView {
        text: cell.text.clone(),
        href: cell.target.map(|target| urls::target(model.catalogue, target)),
        bar: cell.bar.map(percent),
        numeric: column.numeric,
    };
    let has_bars =
        |index: usize| data.rows.iter().any(|row| row.get(index).is_some_and(|cell| cell.bar.is_some()));
    let columns = data.columns.iter().enumerate().map(|(index, column)| ColumnView {
        title: column.title.clone(),
        numeric: column.numeric && !has_bars(index),
    });
    let rows = data.rows.iter().take(most).map(|row| row.iter().zip(&data.columns).map(cell).collect());
    let words = if data.rows.len() > most {
        let (some, all) = (model.format().count(most), model.format().count(data.rows.len()));
        format!("The first {some} of {all} rows, and how this is counted")
    } else {
        "How this is counted".to_owned()
    };
    TableView {
        id,
        caption: data.caption.clone(),
        more: (most < usize::MAX).then(|| Link::new(urls::figure(figure.id), words)),
        title: figure.title.clone(),
        columns: columns.collect(),
        rows: rows.collect(),
    }
}
