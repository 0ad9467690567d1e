//! A difference in the forms that people and programs read.

mod markdown;
mod text;

use super::Difference;
use crate::content::letters::turns_words_round;

pub use markdown::markdown;
pub use text::text;

/// Everything, for programs.
///
/// # Panics
/// Never: words and numbers can always be written as JSON.
#[must_use]
pub fn json(difference: &Difference) -> String {
    let mut text = serde_json::to_string_pretty(difference).expect("words and numbers are JSON");
    text.push('\n');
    text
}

/// One line without what could steer a terminal or turn the direction of writing: records may come from anybody.
fn plain(text: &str) -> String {
    let steers = |letter: char| letter.is_control() || turns_words_round(letter);
    text.chars()
        .map(|letter| match letter {
            '\n' | '\t' | '\r' => ' ',
            letter if steers(letter) => '\u{fffd}',
            letter => letter,
        })
        .collect()
}

/// As much of a text as a list can show; empty texts have a word.
fn short(text: &str, most: usize) -> String {
    let text = plain(text);
    match text.char_indices().nth(most) {
        _ if text.is_empty() => "nothing".to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Names of a list, as many as can be shown.
fn names<'a>(all: impl ExactSizeIterator<Item = &'a str>, most: usize) -> String {
    let left = all.len().saturating_sub(most);
    let mut names: Vec<String> = all.take(most).map(|name| short(name, 100)).collect();
    if left > 0 {
        names.push(format!("{left} more"));
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_a_terminal() {
        assert_eq!(plain("a\u{1b}[31mb\nc\u{202e}d"), "a\u{fffd}[31mb c\u{fffd}d");
        assert_eq!(short("", 3), "nothing");
        assert_eq!(short("äöüß", 3), "äöü…");
    }
}
