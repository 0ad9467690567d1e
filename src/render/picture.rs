//! A figure as a picture of its own, for places that take no page: its number and sentence as SVG that follows the light
//! or dark of its reader and needs no script.

use tera::Context;

use super::card::lines;
use super::{Theme, ThemeError};
use crate::figures::Figure;
use crate::site::{Model, urls};

const TEMPLATE: &str = "figure.svg";
/// What fits in a line, also of a wide font: of the heading, of the sentence, of the source.
const WIDTHS: [usize; 3] = [40, 54, 70];

/// Where the last line stands.
struct Pen {
    y: usize,
}

impl Pen {
    fn down(&mut self, by: usize) -> usize {
        self.y += by;
        self.y
    }

    /// A text in lines of at most so many characters, each with its place.
    fn lines(&mut self, text: &str, width: usize, step: usize) -> Vec<(usize, String)> {
        lines(text, (width, usize::MAX)).into_iter().map(|line| (self.down(step), line)).collect()
    }
}

/// The figure as SVG; it is as high as its words need.
///
/// # Errors
/// Where the theme's template is broken.
pub fn picture(theme: &Theme, model: Model, figure: &Figure, base_url: &str) -> Result<String, ThemeError> {
    let site = &model.catalogue.site;
    let position = format!("{}. Position on {}.", site.title, model.format().day(model.catalogue.as_of));
    let address = format!("{base_url}{}", urls::figure(figure.id));
    let mut context = Context::new();
    let mut pen = Pen { y: 20 };
    context.insert("heading", &pen.lines(&figure.title, WIDTHS[0], 28));
    context.insert("value_at", &pen.down(62));
    pen.down(12);
    context.insert("words", &pen.lines(&figure.sentence, WIDTHS[1], 25));
    pen.down(10);
    let mut source = pen.lines(&position, WIDTHS[2], 20);
    source.extend(pen.lines(&address, WIDTHS[2], 20));
    context.insert("source", &source);
    context.insert("height", &pen.down(24));
    context.insert("title", &figure.title);
    context.insert("value", &figure.text);
    context.insert("sentence", &figure.sentence);
    context.insert("cite", &position);
    let path = urls::figure_file(figure.id, "svg");
    theme.tera().render(TEMPLATE, &context).map_err(|error| ThemeError::render(TEMPLATE, &path, &error))
}
