//! A bar for each row, its name above it and its number at its end.

use std::borrow::Cow;

use super::{Drawing, Drawn, Line, MOST_ROWS, Rect, Words, em, label, percent};
use crate::figures::Cell;

/// Height of a row with its name.
const ROW: f64 = 2.9;
/// How much of the width the whole takes; the rest is for the number after it.
const WHOLE: f64 = 0.86;

pub(super) fn draw(rows: &[Cow<[Cell]>], column: usize) -> Drawn {
    let mut drawing = Drawing::default();
    let rows = &rows[..rows.len().min(MOST_ROWS)];
    for (index, row) in rows.iter().enumerate() {
        let top = ROW * index as f64;
        let cell = &row[column];
        let width = cell.bar.unwrap_or(0.0).clamp(0.0, 100.0) * WHOLE;
        drawing.texts.push(Words {
            class: "from name",
            x: percent(0.0),
            y: em(top + 1.05),
            text: label(&row[0]),
        });
        drawing.rects.push(Rect {
            class: "s1".to_owned(),
            x: percent(0.0),
            y: em(top + 1.45),
            width: percent(width),
            height: em(0.95),
        });
        let class = "from after";
        drawing.texts.push(Words { class, x: percent(width), y: em(top + 2.3), text: cell.text.clone() });
    }
    let height = ROW * rows.len() as f64;
    drawing.lines.push(Line {
        class: "zero",
        x1: percent(0.0),
        y1: em(1.3),
        x2: percent(0.0),
        y2: em(height - 0.35),
    });
    drawing.height = em(height);
    let description = match (rows.first(), rows.last()) {
        (Some(first), Some(last)) if rows.len() > 1 => say!(
            "Bar chart with {} bars, from {} ({}) to {} ({}).",
            rows.len(),
            first[0].text,
            first[column].text,
            last[0].text,
            last[column].text
        ),
        (Some(only), _) => say!("Bar chart with one bar, {} ({}).", only[0].text, only[column].text),
        _ => String::new(),
    };
    Drawn { drawing, description, key: Vec::new(), rows: MOST_ROWS }
}
