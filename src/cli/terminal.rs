//! What commands say, line by line. A terminal, pipe or file that takes no more is no reason to break off what is being
//! done; `run` tells of it at the end.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write};
use std::sync::OnceLock;

/// Why standard output first took no more.
static LOST: OnceLock<std::io::Error> = OnceLock::new();

/// Prints to standard output.
pub(super) fn out(words: Arguments) {
    keep(anstream::stdout().write_all(tame(&words.to_string()).as_bytes()));
}

/// Prints JSON to standard output: the bracket that a runner would look for has its number there, so that programs read
/// the same.
pub(super) fn json(words: &str) {
    keep(anstream::stdout().write_all(words.replace("##[", "##\\u005b").as_bytes()));
}

/// Prints commands of a workflow to standard output.
pub(super) fn commands(words: &str) {
    keep(anstream::stdout().write_all(words.as_bytes()));
}

/// Standard output for whoever writes piece by piece: it takes everything.
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

/// Prints to standard error. Where that takes nothing, nobody can be told so.
pub(super) fn err(words: Arguments) {
    let _ = anstream::stderr().write_all(tame(&words.to_string()).as_bytes());
}

/// The same words without a line that GitHub's runner would take for a command of the workflow: whoever proposes a record
/// has its words in the log. The runner looks for `::` behind spaces, and for `##[` anywhere.
fn tame(words: &str) -> String {
    let mut tamed = String::new();
    for line in words.replace("##[", "##\\[").split_inclusive(['\n', '\r']) {
        let rest = unstyled(line);
        tamed += &line[..line.len() - rest.len()];
        if rest.starts_with("::") {
            tamed.push('\\');
        }
        tamed += rest;
    }
    tamed
}

/// The line from its first letter on, behind spaces and colours.
fn unstyled(line: &str) -> &str {
    let rest = line.trim_start();
    match rest.strip_prefix("\u{1b}[").and_then(|rest| rest.split_once('m')) {
        Some((_, rest)) => unstyled(rest),
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
    use super::tame;

    #[test]
    fn no_line_commands_a_runner() {
        for (words, tamed) in [
            ("a :: b\n", "a :: b\n"),
            ("::warning::a", "\\::warning::a"),
            ("a\n  ::stop-commands::b\nc", "a\n  \\::stop-commands::b\nc"),
            ("a\r\u{a0}::add-mask::b", "a\r\u{a0}\\::add-mask::b"),
            ("\u{1b}[1m \u{1b}[31m::a\u{1b}[0m\n", "\u{1b}[1m \u{1b}[31m\\::a\u{1b}[0m\n"),
            ("a ##[add-mask]b", "a ##\\[add-mask]b"),
        ] {
            assert_eq!(tame(words), tamed);
        }
    }
}
