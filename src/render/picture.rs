//! A figure or an authority as a picture of its own, for places that take no page: SVG that follows the light or dark of
//! its reader and needs no script.

use tera::Context;

use super::card::lines;
use super::{Theme, ThemeError};
use crate::catalogue::{Borough, Ix};
use crate::figures::Figure;
use crate::site::pages::borough_card::card;
use crate::site::{Model, urls};

const TEMPLATE: &str = "picture.svg";
/// What fits in a line, also of a wide font: of the heading, of a sentence, of a count, of the source.
const WIDTHS: [usize; 4] = [40, 54, 34, 70];

/// Where the last line stands.
struct Pen {
    y: usize,
}

impl Pen {
    fn down(&mut self, by: usize) -> usize {
        self.y += by;
        self.y
    }

    /// A text in lines of at most so many characters, each with its place. A word that is longer, such as an address,
    /// goes on in the next line.
    fn lines(&mut self, text: &str, width: usize, step: usize) -> Vec<(usize, String)> {
        let pieces = lines(text, (width, usize::MAX)).into_iter().flat_map(|line| pieces(&line, width));
        pieces.map(|line| (self.down(step), line)).collect()
    }
}

fn pieces(line: &str, width: usize) -> Vec<String> {
    line.chars().collect::<Vec<_>>().chunks(width).map(|piece| piece.iter().collect()).collect()
}

/// A figure as SVG; it is as high as its words need.
///
/// # Errors
/// Where the theme's template is broken.
pub fn figure(theme: &Theme, model: Model, figure: &Figure, base_url: &str) -> Result<String, ThemeError> {
    let mut context = Context::new();
    let mut pen = Pen { y: 20 };
    context.insert("heading", &pen.lines(&figure.title, WIDTHS[0], 28));
    context.insert("value_at", &pen.down(62));
    pen.down(12);
    context.insert("words", &pen.lines(&figure.sentence, WIDTHS[1], 25));
    context.insert("value", &figure.text);
    context.insert("title", &format!("{}: {}", figure.title, figure.text));
    context.insert("sentence", &figure.sentence);
    let of = Of { page: urls::figure(figure.id), path: urls::figure_file(figure.id, "svg") };
    drawn(theme, model, (context, pen), &of, base_url)
}

/// An authority's card as SVG.
///
/// # Errors
/// Where the theme's template is broken.
pub fn borough(theme: &Theme, model: Model, ix: Ix<Borough>, base_url: &str) -> Result<String, ThemeError> {
    let card = card(model, ix);
    let mut context = Context::new();
    let mut pen = Pen { y: 20 };
    context.insert("heading", &pen.lines(&card.name, WIDTHS[0], 28));
    pen.down(10);
    context.insert("words", &pen.lines(&card.standfirst, WIDTHS[1], 25));
    pen.down(14);
    let facts = card.facts.iter().map(|(label, count)| {
        let said = pen.lines(count.as_deref().unwrap_or(say!("Not known")), WIDTHS[2], 28);
        (said[0].0, *label, said)
    });
    context.insert("facts", &facts.collect::<Vec<_>>());
    context.insert("bar", &(pen.down(24), &card.coverage.percent));
    pen.down(12);
    context.insert("coverage", &pen.lines(&card.coverage.sentence, WIDTHS[1], 25));
    context.insert("title", &card.name);
    context.insert("sentence", &format!("{} {}.", card.standfirst, card.coverage.sentence));
    let at = &model.catalogue.boroughs[ix];
    let of = Of { page: card.href, path: urls::borough_picture(model.catalogue, at) };
    drawn(theme, model, (context, pen), &of, base_url)
}

/// What a picture is of, and where it is written.
struct Of {
    page: String,
    path: String,
}

/// With what it rests on and where all of it is.
fn drawn(
    theme: &Theme,
    model: Model,
    (mut context, mut pen): (Context, Pen),
    of: &Of,
    base_url: &str,
) -> Result<String, ThemeError> {
    let site = &model.catalogue.site;
    let day = model.format().day(model.catalogue.as_of);
    let position = format!("{}. {}.", site.title, say!("Position on {}", day));
    let note = format!("{} {}.", model.provenance_note(), site.licence.name);
    pen.down(10);
    let texts = [&position, &note, &format!("{base_url}{}", of.page)];
    let source: Vec<_> = texts.into_iter().flat_map(|text| pen.lines(text, WIDTHS[3], 20)).collect();
    context.insert("source", &source);
    context.insert("height", &pen.down(24));
    context.insert("cite", &format!("{position} {note}"));
    theme.tera().render(TEMPLATE, &context).map_err(|error| ThemeError::render(TEMPLATE, &of.path, &error))
}
