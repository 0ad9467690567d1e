//! A line through one number on several days, the first cell of a row saying when, in years.

use super::{Dot, Drawing, Line, Words, em, percent};

const TALL: f64 = 5.0;
const ABOVE: f64 = 1.6;
/// Room for the first and the last number beside their dots.
const MARGIN: f64 = 3.0;

/// One day's number.
pub struct Point {
    /// When, in years.
    pub at: f64,
    /// How much.
    pub number: f64,
    /// The number as told.
    pub text: String,
    /// The day as told.
    pub day: String,
}

/// The drawing of two days or more; it begins at zero, so that a small change looks small.
#[must_use]
pub fn trend(points: &[Point]) -> Option<Drawing> {
    let (first, last) = (points.first()?, points.last()?);
    if last.at <= first.at {
        return None;
    }
    let most = points.iter().map(|point| point.number).fold(0.0, f64::max);
    let floor = points.iter().map(|point| point.number).fold(0.0, f64::min);
    let range = if most > floor { most - floor } else { 1.0 };
    let base = ABOVE + TALL;
    let x = |point: &Point| MARGIN + (100.0 - 2.0 * MARGIN) * (point.at - first.at) / (last.at - first.at);
    let y = |number: f64| base - TALL * (number - floor) / range;
    let mut drawing = Drawing { height: em(base + 1.9), ..Drawing::default() };
    drawing.lines.push(Line {
        class: "zero",
        x1: percent(0.0),
        y1: em(y(0.0)),
        x2: percent(100.0),
        y2: em(y(0.0)),
    });
    for pair in points.windows(2) {
        drawing.lines.push(Line {
            class: "line s1",
            x1: percent(x(&pair[0])),
            y1: em(y(pair[0].number)),
            x2: percent(x(&pair[1])),
            y2: em(y(pair[1].number)),
        });
    }
    for point in points {
        drawing.dots.push(Dot { class: "s1", x: percent(x(point)), y: em(y(point.number)) });
    }
    for (point, class, at) in [(first, "from", 0.0), (last, "to", 100.0)] {
        let (above, below) = (em(y(point.number) - 0.7), em(base + 1.5));
        drawing.texts.push(Words { class, x: percent(at), y: above, text: point.text.clone() });
        drawing.texts.push(Words { class, x: percent(at), y: below, text: point.day.clone() });
    }
    Some(drawing)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(at: f64, number: f64) -> Point {
        Point { at, number, text: number.to_string(), day: at.to_string() }
    }

    #[test]
    fn a_line_needs_two_days() {
        assert!(trend(&[]).is_none());
        assert!(trend(&[point(2026.0, 3.0)]).is_none());
        assert!(trend(&[point(2026.0, 3.0), point(2026.0, 4.0)]).is_none());
    }

    #[test]
    fn days_are_to_scale_and_zero_is_the_base() {
        let drawing = trend(&[point(2026.0, 0.0), point(2026.25, 5.0), point(2027.0, 10.0)]).unwrap();
        let places: Vec<_> = drawing.dots.iter().map(|dot| (dot.x.as_str(), dot.y.as_str())).collect();
        assert_eq!(places, [("3.00%", "6.60em"), ("26.50%", "4.10em"), ("97.00%", "1.60em")]);
        assert_eq!(drawing.lines[0].y1, "6.60em");
    }
}
