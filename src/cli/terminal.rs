//! What commands say, line by line. A terminal, pipe or file that takes no more is no reason to break off what is being
//! done; `run` tells of it at the end.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write};
use std::sync::OnceLock;

use anstream::{AutoStream, ColorChoice};

use crate::content::letters::{has_no_place, turns_words_round};

/// Why standard output first took no more.
static LOST: OnceLock<std::io::Error> = OnceLock::new();

/// Prints to standard output.
pub(super) fn out(words: Arguments) {
    let words = readable(&words.to_string(), AutoStream::choice(&std::io::stdout()));
    keep(anstream::stdout().write_all(words.as_bytes()));
}

/// Prints JSON to standard output, or YAML with JSON's quotes: what a terminal or a runner would obey has its number there,
/// so that programs read the same.
pub(super) fn json(words: &str) {
    keep(std::io::stdout().write_all(numbered(words).as_bytes()));
}

/// Prints commands of a workflow to standard output.
pub(super) fn commands(words: &str) {
    keep(anstream::stdout().write_all(visible(words).as_bytes()));
}

/// Standard output for whoever writes piece by piece: it takes everything. For words of the program's own.
pub(super) struct Out;

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        keep(std::io::stdout().write_all(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        keep(std::io::stdout().flush());
        Ok(())
    }
}

/// The same for words of others: a line is printed when it is whole, and the last one with `flush`.
#[derive(Default)]
pub(super) struct Lines(Vec<u8>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.extend(bytes);
        if let Some(end) = self.0.iter().rposition(|byte| *byte == b'\n') {
            let rest = self.0.split_off(end + 1);
            self.flush()?;
            self.0 = rest;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        out(format_args!("{}", String::from_utf8_lossy(&std::mem::take(&mut self.0))));
        Ok(())
    }
}

/// Prints to standard error. Where that takes nothing, nobody can be told so.
pub(super) fn err(words: Arguments) {
    let words = readable(&words.to_string(), AutoStream::choice(&std::io::stderr()));
    let _ = anstream::stderr().write_all(words.as_bytes());
}

/// Words as a person is to see them there. Where colours are taken out, they go first: one could part what is a command
/// without it.
fn readable(words: &str, colours: ColorChoice) -> String {
    match colours {
        ColorChoice::Never => tame(&anstream::adapter::strip_str(words).to_string()),
        _ => tame(words),
    }
}

/// The colours of the printer of problems. None of them hides words.
const COLOURS: [&str; 8] = [
    "\u{1b}[0m",
    "\u{1b}[1m",
    "\u{1b}[33m",
    "\u{1b}[91m",
    "\u{1b}[92m",
    "\u{1b}[93m",
    "\u{1b}[94m",
    "\u{1b}[96m",
];

/// The same words without what a terminal would obey but for colours, and without a line that GitHub's runner would take for
/// a command of the workflow: whoever proposes a record has its words in the log. The runner looks for `::` behind spaces, and
/// for `##[` anywhere.
fn tame(words: &str) -> String {
    let mut tamed = String::new();
    for line in visible(words).replace("##[", "##\\[").split_inclusive('\n') {
        let rest = unstyled(line);
        tamed += &line[..line.len() - rest.len()];
        if rest.starts_with("::") {
            tamed.push('\\');
        }
        tamed += rest;
    }
    tamed
}

/// The words with the number of each sign that would move what stands beside it, or do more.
fn visible(words: &str) -> String {
    let (mut shown, mut rest) = (String::new(), words);
    while let Some(at) = rest.find(commands_a_terminal) {
        let (before, from) = rest.split_at(at);
        shown += before;
        let sign = from.chars().next().unwrap_or_default();
        if let Some(colour) = COLOURS.iter().find(|colour| from.starts_with(*colour)) {
            shown += colour;
            rest = &from[colour.len()..];
        } else {
            shown.extend(sign.escape_unicode());
            rest = &from[sign.len_utf8()..];
        }
    }
    shown + rest
}

/// What controls a terminal, a return to the begin of the line among it, and what turns words round.
fn commands_a_terminal(sign: char) -> bool {
    has_no_place(sign) || sign == '\r' || turns_words_round(sign)
}

/// The same JSON.
fn numbered(json: &str) -> String {
    let mut same = String::new();
    for sign in json.replace("##[", "##\\u005b").chars() {
        let mut units = [0; 2];
        if commands_a_terminal(sign) {
            same.extend(sign.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            same.push(sign);
        }
    }
    same
}

/// The line from its first letter on, behind spaces and colours.
fn unstyled(line: &str) -> &str {
    let rest = line.trim_start();
    match COLOURS.iter().find_map(|colour| rest.strip_prefix(colour)) {
        Some(rest) => unstyled(rest),
        None => rest,
    }
}

/// Why what was printed did not reach standard output; a reader that has enough and goes is no failure.
pub(super) fn lost() -> Option<&'static std::io::Error> {
    keep(std::io::stdout().flush());
    LOST.get().filter(|error| error.kind() != ErrorKind::BrokenPipe)
}

fn keep(written: std::io::Result<()>) {
    if let Err(error) = written {
        LOST.get_or_init(|| error);
    }
}

/// Prints a line to standard output.
macro_rules! outln {
    ($($words:tt)*) => { $crate::cli::terminal::out(format_args!("{}\n", format_args!($($words)*))) };
}

/// Prints a line to standard error.
macro_rules! errln {
    ($($words:tt)*) => { $crate::cli::terminal::err(format_args!("{}\n", format_args!($($words)*))) };
}

pub(super) use {errln, outln};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_commands_a_runner_and_no_sign_a_terminal() {
        for (words, tamed) in [
            ("a :: b\n\tc", "a :: b\n\tc"),
            ("::warning::a", "\\::warning::a"),
            ("a\n  ::stop-commands::b\nc", "a\n  \\::stop-commands::b\nc"),
            ("a\n\u{a0}::add-mask::b", "a\n\u{a0}\\::add-mask::b"),
            ("a\r::add-mask::b", "a\\u{d}::add-mask::b"),
            ("\u{1b}[1m \u{1b}[91m::a\u{1b}[0m\n", "\u{1b}[1m \u{1b}[91m\\::a\u{1b}[0m\n"),
            ("a ##[add-mask]b", "a ##\\[add-mask]b"),
            ("a\u{1b}[8mb\u{1b}[2J\u{7}", "a\\u{1b}[8mb\\u{1b}[2J\\u{7}"),
            ("a\u{9b}31m\u{202e}b\u{2066}\u{7f}", "a\\u{9b}31m\\u{202e}b\\u{2066}\\u{7f}"),
        ] {
            assert_eq!(tame(words), tamed);
        }
    }

    #[test]
    fn json_says_the_same_in_signs_that_nobody_obeys() -> Result<(), serde_json::Error> {
        let said = "a\u{1b}[2J\u{9b}1m\u{7f}\u{202e}\r\n::warning::b ##[group]c\u{1fffe}";
        let printed = numbered(&serde_json::to_string_pretty(&[said])?);
        assert!(!printed.contains(commands_a_terminal) && !printed.contains("##["), "{printed:?}");
        assert_eq!(serde_json::from_str::<[String; 1]>(&printed)?, [said]);
        Ok(())
    }

    /// A runner sees what is left of a line without its colours.
    #[test]
    fn colours_within_a_command_hide_none() {
        assert_eq!(readable("##\u{1b}[0m[group]a", ColorChoice::Never), "##\\[group]a");
    }
}
