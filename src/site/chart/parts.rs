//! A bar for each row, divided into the numbers of several columns.

use std::borrow::Cow;
use std::ops::Range;

use super::{Drawing, Drawn, Key, MOST_ROWS, Rect, Words, em, label, percent};
use crate::figures::{Cell, FigureTable};

/// Height of a row with its name.
const ROW: f64 = 2.9;

pub(super) fn draw(
    data: &FigureTable,
    rows: &[Cow<[Cell]>],
    told: Range<usize>,
    quiet: Range<usize>,
) -> Drawn {
    let columns = told.start..quiet.end;
    let class = |column: usize| match column.checked_sub(quiet.start) {
        // What is not known is grey, so that it is never read as an answer.
        Some(part) => format!("n{}", part + 1),
        None => format!("s{}", column - told.start + 1),
    };
    let mut drawing = Drawing::default();
    let rows = &rows[..rows.len().min(MOST_ROWS)];
    let sum = |row: &[Cell]| columns.clone().filter_map(|column| row[column].number).sum::<f64>();
    // One scale for all rows: a short bar is a small whole.
    let most = rows.iter().map(|row| sum(row)).fold(0.0, f64::max).max(1.0);
    for (index, row) in rows.iter().enumerate() {
        let top = ROW * index as f64;
        drawing.texts.push(Words {
            class: "from name",
            x: percent(0.0),
            y: em(top + 1.05),
            text: label(&row[0]),
        });
        let mut left = 0.0;
        for column in columns.clone() {
            let width = 100.0 * row[column].number.unwrap_or_default() / most;
            if width > 0.0 {
                drawing.rects.push(Rect {
                    class: class(column),
                    x: percent(left),
                    y: em(top + 1.45),
                    width: percent(width),
                    height: em(0.95),
                });
            }
            left += width;
        }
    }
    drawing.height = em(ROW * rows.len() as f64);
    let key = columns
        .clone()
        .map(|column| Key { class: class(column), text: data.columns[column].title.clone() })
        .collect::<Vec<_>>();
    let names: Vec<&str> = key.iter().map(|key| key.text.as_str()).collect();
    let description = say!("Chart of bars, each divided into: {}.", names.join("; ").to_lowercase());
    Drawn { drawing, description, key, rows: MOST_ROWS }
}
