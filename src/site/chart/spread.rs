//! For each row least and most as a line, the quartiles as a bar on it and the median as a mark.

use std::borrow::Cow;

use super::{Dot, Drawing, Drawn, Line, MOST_ROWS, Rect, Words, em, label, largest, percent};
use crate::figures::Cell;
use crate::site::Model;

const ROW: f64 = 2.9;

pub(super) fn draw(model: Model, rows: &[Cow<[Cell]>], first: usize) -> Drawn {
    let mut drawing = Drawing::default();
    let end = scale_to(largest(rows, first + 4));
    let rows = &rows[..rows.len().min(MOST_ROWS)];
    let bottom = ROW * rows.len() as f64;
    money_scale(model, end, bottom, &mut drawing);
    for (index, row) in rows.iter().enumerate() {
        let top = ROW * index as f64;
        let names: Vec<String> = row[..first.min(2)].iter().map(label).collect();
        let text = names.join(": ");
        drawing.texts.push(Words { class: "from name", x: percent(0.0), y: em(top + 1.05), text });
        let points: Vec<f64> =
            row[first..first + 5].iter().map(|cell| 100.0 * cell.number.unwrap_or_default() / end).collect();
        let middle = em(top + 1.95);
        let (x1, x2) = (percent(points[0]), percent(points[4]));
        drawing.lines.push(Line { class: "range", x1, y1: middle.clone(), x2, y2: middle.clone() });
        drawing.rects.push(Rect {
            class: "s1".to_owned(),
            x: percent(points[1]),
            y: em(top + 1.5),
            width: percent(points[3] - points[1]),
            height: em(0.9),
        });
        drawing.dots.push(Dot { class: "point", x: percent(points[2]), y: middle });
    }
    drawing.height = em(bottom + 1.7);
    let description = say!(
        "For each of {} rows a line from the least to the most, a bar between the quartiles and a dot at the median, on a scale from nothing to {}.",
        rows.len(),
        model.format().pence(end)
    );
    Drawn { drawing, description, key: Vec::new(), rows: MOST_ROWS }
}

/// The end of a scale: 1, 2, 2.5 or 5 times a power of ten, and four even steps to it.
fn scale_to(largest: f64) -> f64 {
    if largest <= 0.0 {
        return 1.0;
    }
    let power = 10f64.powf(largest.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0];
    steps.into_iter().map(|step| step * power).find(|end| *end >= largest).unwrap_or(largest)
}

/// Lines and numbers at four even steps of a scale of money, under what is drawn.
fn money_scale(model: Model, end: f64, bottom: f64, drawing: &mut Drawing) {
    for step in 0..=4u8 {
        let part = f64::from(step) / 4.0;
        let x = percent(100.0 * part);
        drawing.lines.push(Line { class: "grid", x1: x.clone(), y1: em(0.0), x2: x.clone(), y2: em(bottom) });
        let class = match step {
            0 => "from",
            4 => "to",
            // On a narrow screen the outer numbers are enough.
            _ => "mid inner",
        };
        drawing.texts.push(Words { class, x, y: em(bottom + 1.2), text: model.format().pence(end * part) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_end_at_round_numbers() {
        for (largest, end) in
            [(0.0, 1.0), (0.3, 0.5), (1.0, 1.0), (1.1, 2.0), (2.2, 2.5), (26.0, 50.0), (99.0, 100.0)]
        {
            assert!((scale_to(largest) - end).abs() < 1e-9, "{largest}");
        }
    }
}
