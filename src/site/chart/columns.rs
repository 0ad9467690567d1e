//! Upright bars along time: the first cell of a row says when, in years.

use std::borrow::Cow;

use super::{Drawing, Drawn, Line, Rect, Words, em, largest, percent};
use crate::figures::Cell;

/// Height of the tallest bar, above it room for its number.
const TALL: f64 = 9.0;
const ABOVE: f64 = 1.4;
/// Bars of one year: quarters.
const STEPS_A_YEAR: f64 = 4.0;
/// More years than this are named every other year.
const MANY_YEARS: f64 = 8.0;

pub(super) fn draw(rows: &[Cow<[Cell]>], column: usize) -> Drawn {
    let mut drawing = Drawing::default();
    let when = |row: &[Cell]| row[0].number.unwrap_or_default();
    let times = || rows.iter().map(|row| when(row));
    let from = times().fold(f64::INFINITY, f64::min).floor();
    let to = times().fold(from, f64::max).floor() + 1.0;
    let years = (to - from).max(1.0);
    let most = largest(rows, column).max(1.0);
    let base = ABOVE + TALL;
    let step = 100.0 / (years * STEPS_A_YEAR);
    for row in rows {
        let left = 100.0 * (when(row) - from) / years;
        let height = TALL * row[column].number.unwrap_or_default() / most;
        drawing.rects.push(Rect {
            class: "s1".to_owned(),
            x: percent(left + step * 0.1),
            y: em(base - height),
            width: percent(step * 0.8),
            height: em(height),
        });
        drawing.texts.push(Words {
            class: "mid inner",
            x: percent(left + step / 2.0),
            y: em(base - height - 0.4),
            text: row[column].text.clone(),
        });
    }
    drawing.lines.push(Line {
        class: "zero",
        x1: percent(0.0),
        y1: em(base),
        x2: percent(100.0),
        y2: em(base),
    });
    let mut year = from;
    while year < to {
        let x = percent(100.0 * (year - from) / years);
        drawing.lines.push(Line {
            class: "grid",
            x1: x.clone(),
            y1: em(ABOVE),
            x2: x.clone(),
            y2: em(base + 0.5),
        });
        let odd = (year - from) % 2.0 >= 1.0;
        let class = match (years > MANY_YEARS, odd) {
            (true, true) => "from after inner",
            _ => "from after",
        };
        drawing.texts.push(Words { class, x, y: em(base + 1.4), text: format!("{year:.0}") });
        year += 1.0;
    }
    drawing.height = em(base + 1.9);
    let tallest = rows.iter().max_by(|a, b| {
        let number = |row: &[Cell]| row[column].number.unwrap_or_default();
        number(a).total_cmp(&number(b)).then(when(b).total_cmp(&when(a)))
    });
    let description = tallest.map_or_else(String::new, |row| {
        say!(
            "Column chart by quarter from {} to {}; the tallest column is {} with {}.",
            format_args!("{from:.0}"),
            format_args!("{:.0}", to - 1.0),
            row[0].text,
            row[column].text
        )
    });
    Drawn { drawing, description, key: Vec::new(), rows: rows.len() }
}
