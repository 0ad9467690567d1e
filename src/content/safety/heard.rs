//! Words as readers meet them, each with its place in what was written: without Markdown's marks and escapes, and with one
//! spelling of each sign, so that neither hides what is searched for.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, TagEnd};

use crate::content::letters::only_sets_others;
use crate::content::markdown;

/// Words, and where they stand.
#[derive(Default)]
pub(super) struct Heard {
    pub(super) words: String,
    /// From which byte of the words on they stand at which byte of what was written, in order.
    steps: Vec<(usize, usize)>,
}

impl Heard {
    /// A text that is shown as it is.
    pub(super) fn text(text: &str) -> Self {
        let mut heard = Self::default();
        heard.hear(text, 0);
        heard
    }

    /// What is left of a text when Markdown is read. Addresses that it links to are no words.
    pub(super) fn markdown(text: &str) -> Self {
        let mut heard = Self::default();
        for (event, range) in Parser::new_ext(text, markdown::options()).into_offset_iter() {
            match event {
                Event::Text(words) => heard.hear(&words, range.start),
                // Code stands between marks.
                Event::Code(words) => {
                    let within = text[range.clone()].find(&*words).unwrap_or_default();
                    heard.hear(&words, range.start + within);
                }
                Event::SoftBreak | Event::HardBreak => heard.words.push(' '),
                Event::End(end) if !is_within_words(end) => heard.words.push('\n'),
                _ => {}
            }
        }
        heard
    }

    /// Where an excerpt of the words was written.
    pub(super) fn place(&self, excerpt: &str) -> Range<usize> {
        // An excerpt is a part of the words.
        let start = excerpt.as_ptr().addr() - self.words.as_ptr().addr();
        let end = start + excerpt.len();
        let before = |step: usize, at: usize| {
            self.steps.get(step.wrapping_sub(1)).map_or(at, |(from, place)| place + (at - from))
        };
        let begins = before(self.steps.partition_point(|(from, _)| *from <= start), start);
        // The first step at the end is the end of what stands before it.
        let next = self.steps.partition_point(|(from, _)| *from < end);
        let ends = self.steps.get(next).filter(|(from, _)| *from == end).map(|(_, place)| *place);
        begins..ends.unwrap_or_else(|| before(next, end))
    }

    fn hear(&mut self, words: &str, start: usize) {
        self.steps.push((self.words.len(), start));
        // Most words have only signs that stay as they are.
        let is_usual = |byte: u8| byte.is_ascii_graphic() || matches!(byte, b' ' | b'\n');
        if words.bytes().all(is_usual) {
            self.words.push_str(words);
            self.steps.push((self.words.len(), start + words.len()));
            return;
        }
        for (at, letter) in words.char_indices() {
            let plain = plain(letter);
            self.words.extend(plain);
            if plain.map(char::len_utf8) != Some(letter.len_utf8()) {
                self.steps.push((self.words.len(), start + at + letter.len_utf8()));
            }
        }
        self.steps.push((self.words.len(), start + words.len()));
    }
}

fn is_within_words(end: TagEnd) -> bool {
    matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

/// The usual spelling of a sign; none for one that nobody sees.
fn plain(letter: char) -> Option<char> {
    match letter {
        '\n' => Some('\n'),
        // Letters, numbers and signs as wide as those of Chinese.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        _ if only_sets_others(letter) => None,
        _ if letter.is_whitespace() => Some(' '),
        _ => Some(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_heard_without_marks_and_found_where_they_were_written() {
        for (written, words, of) in [
            (r"Ask ann\.other\@quay.example", "ann.other@quay.example", r"ann\.other\@quay.example"),
            ("at&#64;quay.", "at@quay", "at&#64;quay"),
            ("a@**quay**.example!", "a@quay.example", "a@**quay**.example"),
            ("Ring 020\u{2013}7946\u{a0}\u{ff10}000.", "020-7946 0000", "020\u{2013}7946\u{a0}\u{ff10}000"),
            ("se\u{ad}cr\u{200b}et", "secret", "se\u{ad}cr\u{200b}et"),
            ("In `10.4.2.17`.", "10.4.2.17", "10.4.2.17"),
        ] {
            let heard = Heard::markdown(written);
            let at = heard.words.find(words).unwrap_or_else(|| panic!("{words} in {:?}", heard.words));
            let place = heard.place(&heard.words[at..at + words.len()]);
            assert_eq!(&written[place], of);
        }
    }
}
