//! A dot for each row on one scale of money, and a line at the middle one. Prices lie so far apart that each step of the
//! scale is ten times the one before it.

use std::borrow::Cow;

use super::{Dot, Drawing, Drawn, Line, Words, em, percent};
use crate::figures::{Cell, Figure, Value};
use crate::site::Model;

const BOTTOM: f64 = 5.6;
/// Dots lie on a few levels, so that those that are near each other can be told apart.
const LEVELS: [f64; 4] = [2.4, 3.2, 4.0, 4.8];

/// More dots would cover each other; of more rows, every second, third or fourth one is drawn, in the order of their numbers.
const MOST_DOTS: usize = 200;

/// A scale from one power of ten to another.
struct Scale {
    from: f64,
    to: f64,
}

impl Scale {
    fn around(numbers: &[f64]) -> Self {
        let power = |number: Option<&f64>| number.map_or(0.0, |number| number.log10());
        let from = power(numbers.first()).floor();
        Self { from, to: power(numbers.last()).ceil().max(from + 1.0) }
    }

    fn at(&self, number: f64) -> f64 {
        100.0 * (number.log10() - self.from) / (self.to - self.from)
    }

    /// Every power of ten on it.
    fn steps(&self) -> impl Iterator<Item = f64> {
        std::iter::successors(Some(self.from), |step| Some(step + 1.0))
            .take_while(|step| *step <= self.to)
            .map(|step| 10f64.powf(step))
    }
}

pub(super) fn draw(model: Model, figure: &Figure, rows: &[Cow<[Cell]>], column: usize) -> Drawn {
    let mut drawing = Drawing::default();
    let mut numbers: Vec<f64> =
        rows.iter().filter_map(|row| row[column].number).filter(|number| *number > 0.0).collect();
    numbers.sort_by(f64::total_cmp);
    let scale = Scale::around(&numbers);
    let money =
        |amount: f64| if amount < 1.0 { model.format().pence(amount) } else { model.format().money(amount) };
    for step in scale.steps() {
        let x = percent(scale.at(step));
        let class = match scale.at(step) {
            at if at <= 0.0 => "from",
            at if at >= 100.0 => "to",
            _ => "mid",
        };
        drawing.lines.push(Line { class: "grid", x1: x.clone(), y1: em(1.6), x2: x.clone(), y2: em(BOTTOM) });
        drawing.texts.push(Words { class, x, y: em(BOTTOM + 1.2), text: money(step) });
    }
    let every = numbers.len().div_ceil(MOST_DOTS).max(1);
    for (index, number) in numbers.iter().step_by(every).enumerate() {
        let (x, y) = (percent(scale.at(*number)), em(LEVELS[index % LEVELS.len()]));
        drawing.dots.push(Dot { class: "s1", x, y });
    }
    if let Value::Money(middle) = figure.value {
        let x = scale.at(middle);
        drawing.lines.push(Line {
            class: "middle",
            x1: percent(x),
            y1: em(1.5),
            x2: percent(x),
            y2: em(BOTTOM),
        });
        // The words stand on the side where there is room.
        let class = if x > 50.0 { "to before" } else { "from after" };
        drawing.texts.push(Words { class, x: percent(x), y: em(1.2), text: say!("Middle: {}", figure.text) });
    }
    drawing.height = em(BOTTOM + 1.7);
    let outer = |number: Option<&f64>| model.format().pence(number.copied().unwrap_or_default());
    let some = match every {
        1 => String::new(),
        every => say!(", one of each {every} of them drawn"; every),
    };
    let description = say!(
        "Dots on a scale on which each step is ten times the one before: {} rows{some} from {} to {}.",
        numbers.len(),
        outer(numbers.first()),
        outer(numbers.last()); some
    );
    Drawn { drawing, description, key: Vec::new(), rows: rows.len().min(MOST_DOTS) }
}
