//! Charts: takes a figure's rows, gives marks to draw. One file per kind of chart.
//!
//! A drawing fits every width without a script or a second copy: places along it are percentages, heights are `em`, so
//! that text keeps its size and a doubled font doubles the drawing. Colours are classes. What is drawn is hidden from
//! assistive technology, because the table beneath says the same.

mod bars;
mod columns;
mod dots;
mod parts;
mod spread;
mod trend;

use std::borrow::Cow;

use serde::Serialize;

use super::download::Download;
use super::figure_table::{TableView, preview};
use super::parts::Link;
use super::{Model, urls};
use crate::figures::{Cell, Chart, Figure};
pub use trend::{Point, trend};

/// A chart with everything that it needs to be understood.
#[derive(Debug, Serialize)]
pub struct ChartView {
    /// Unique on its page.
    pub id: String,
    /// What it says.
    pub title: String,
    /// What is shown.
    pub caption: String,
    /// How it is drawn and over what range, for those who don't see it.
    pub description: String,
    /// The drawing.
    pub drawing: Drawing,
    /// What the colours of a divided bar stand for.
    pub key: Vec<Key>,
    /// The same as a table.
    pub table: TableView,
    /// Few rows stand open.
    pub open: bool,
    /// The figure's page.
    pub figure: Link,
    /// Its rows as CSV.
    pub csv: Download,
}

/// A colour and its meaning.
#[derive(Debug, Serialize)]
pub struct Key {
    /// The theme's class.
    pub class: String,
    /// In words.
    pub text: String,
}

/// Marks, drawn in this order.
#[derive(Debug, Default, Serialize)]
pub struct Drawing {
    /// Its height in `em`.
    pub height: String,
    /// Lines.
    pub lines: Vec<Line>,
    /// Bars.
    pub rects: Vec<Rect>,
    /// Dots.
    pub dots: Vec<Dot>,
    /// Words and numbers.
    pub texts: Vec<Words>,
}

/// A line between two points.
#[derive(Debug, Serialize)]
pub struct Line {
    class: &'static str,
    x1: String,
    y1: String,
    x2: String,
    y2: String,
}

/// A bar.
#[derive(Debug, Serialize)]
pub struct Rect {
    class: String,
    x: String,
    y: String,
    width: String,
    height: String,
}

/// A dot.
#[derive(Debug, Serialize)]
pub struct Dot {
    class: &'static str,
    x: String,
    y: String,
}

/// A word or number; the class says which end stands at `x`.
#[derive(Debug, Serialize)]
pub struct Words {
    class: &'static str,
    x: String,
    y: String,
    text: String,
}

/// Rows that a chart draws; its table says how many more there are.
const MOST_ROWS: usize = 12;

/// Rows of an open table.
const OPEN_ROWS: usize = 12;

/// The chart of a figure; none where it has no chart or nothing to draw. Its table has what is drawn.
#[must_use]
pub fn chart(model: Model, figure: &Figure, id: String) -> Option<ChartView> {
    let data = &figure.table;
    if data.rows.is_empty() {
        return None;
    }
    let chart = data.chart.as_ref()?;
    let rows: Vec<Cow<[Cell]>> = model.rows(data).collect();
    let drawn = match chart {
        Chart::Bars(column) => bars::draw(&rows, *column),
        Chart::Columns(column) => columns::draw(&rows, *column),
        Chart::Parts { told, quiet } => parts::draw(data, &rows, told.clone(), quiet.clone()),
        Chart::Dots(column) => dots::draw(model, figure, &rows, *column),
        Chart::Spread(first) => spread::draw(model, &rows, *first),
    };
    let shown = &rows[..rows.len().min(drawn.rows)];
    let caption = if shown.len() < rows.len() {
        say!(
            "{}: the first {} of {}",
            data.caption,
            model.format().count(shown.len()),
            model.format().counted(rows.len(), "row", "rows")
        )
    } else {
        data.caption.clone()
    };
    Some(ChartView {
        title: figure.sentence.clone(),
        caption,
        description: say!("{} The table has the same numbers.", drawn.description),
        drawing: drawn.drawing,
        key: drawn.key,
        table: preview(model, figure, data, format!("{id}-table"), shown),
        open: rows.len() <= OPEN_ROWS,
        figure: Link::new(urls::figure(figure.id), &figure.title),
        csv: model.download(urls::figure_file(figure.id, "csv"), say!("All rows as CSV")),
        id,
    })
}

/// What a kind of chart gives.
struct Drawn {
    drawing: Drawing,
    description: String,
    key: Vec<Key>,
    rows: usize,
}

/// What a row is called, cut where a narrow screen would cut it; the table has it in full.
fn label(cell: &Cell) -> String {
    const LONGEST: usize = 40;
    if cell.text.chars().count() <= LONGEST {
        return cell.text.clone();
    }
    let cut: String = cell.text.chars().take(LONGEST - 1).collect();
    format!("{}\u{2026}", cut.trim_end())
}

fn percent(value: f64) -> String {
    format!("{value:.2}%")
}

fn em(value: f64) -> String {
    format!("{value:.2}em")
}

/// The largest number of a column.
fn largest(rows: &[Cow<[Cell]>], column: usize) -> f64 {
    rows.iter().filter_map(|row| row.get(column)?.number).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_at_a_character() {
        assert_eq!(label(&Cell::text("é".repeat(40))), "é".repeat(40));
        assert_eq!(label(&Cell::text("é".repeat(41))), format!("{}…", "é".repeat(39)));
    }
}
