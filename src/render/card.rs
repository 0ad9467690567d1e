//! Pictures for shared links: the theme's `card.svg` with a card's words, drawn as PNG with the theme's own font, so that
//! every machine draws the same.

use std::sync::Arc;

use resvg::{tiny_skia, usvg};
use tera::Context;

use super::{Theme, ThemeError};
use crate::publish::Digest;
use crate::site::cards::Card;

/// The theme's template.
const TEMPLATE: &str = "card.svg";
/// What fits in a line of the heading, and how many lines there are.
const HEADING: (usize, usize) = (30, 3);
/// The same for the words beneath.
const WORDS: (usize, usize) = (58, 2);

/// Draws cards.
pub struct Painter<'a> {
    theme: &'a Theme,
    title: &'a str,
    options: usvg::Options<'static>,
}

impl<'a> Painter<'a> {
    /// A painter with the theme's fonts.
    #[must_use]
    pub fn new(theme: &'a Theme, title: &'a str) -> Self {
        let mut fonts = usvg::fontdb::Database::new();
        theme.fonts().for_each(|font| fonts.load_font_data(font.to_vec()));
        Self { theme, title, options: usvg::Options { fontdb: Arc::new(fonts), ..usvg::Options::default() } }
    }

    /// The card as SVG, in words that a font has yet to draw.
    ///
    /// # Errors
    /// Where the theme's template asks for something that a card does not have.
    pub fn svg(&self, card: &Card) -> Result<String, ThemeError> {
        let mut context = Context::new();
        context.insert("title", self.title);
        context.insert("heading", &lines(&card.heading, HEADING));
        context.insert("words", &lines(&card.words, WORDS));
        let rendered = self.theme.tera().render(TEMPLATE, &context);
        rendered.map_err(|error| ThemeError::render(TEMPLATE, &Card::path(card.section), &error))
    }

    /// Tells whether a card is drawn otherwise than before.
    #[must_use]
    pub fn digest(&self, svg: &str) -> Option<Digest> {
        Digest::of(&(self.theme.digest()?, svg))
    }

    /// The card as PNG.
    ///
    /// # Errors
    /// Where the SVG is no picture.
    pub fn png(&self, card: &Card, svg: &str) -> Result<Vec<u8>, ThemeError> {
        let broken = |why: &dyn std::fmt::Display| {
            let path = Card::path(card.section);
            ThemeError::Template(format!("{TEMPLATE} can't draw /{path}: {why}"))
        };
        let tree = usvg::Tree::from_str(svg, &self.options).map_err(|error| broken(&error))?;
        let size = tree.size().to_int_size();
        let mut pixels =
            tiny_skia::Pixmap::new(size.width(), size.height()).ok_or_else(|| broken(&"it has no size"))?;
        resvg::render(&tree, tiny_skia::Transform::default(), &mut pixels.as_mut());
        pixels.encode_png().map_err(|error| broken(&error))
    }
}

/// A text in lines of at most so many characters; what does not fit ends in an ellipsis.
pub(super) fn lines(text: &str, (width, most): (usize, usize)) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = format!("{}\u{2026}", last.trim_end_matches(['.', ',', ';', ':']));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn words_are_kept_whole_and_the_rest_is_marked() {
        assert_eq!(lines("", (10, 2)), Vec::<String>::new());
        assert_eq!(lines("one two three", (7, 2)), ["one two", "three"]);
        assert_eq!(lines("one two, three four five", (8, 2)), ["one two,", "three\u{2026}"]);
        assert_eq!(lines("unbreakable", (4, 2)), ["unbreakable"]);
    }
}
