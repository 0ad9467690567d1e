//! What commands say, line by line. A terminal, pipe or file that takes no more is no reason to break off what is being
//! done; `run` tells of it at the end.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write};
use std::sync::OnceLock;

/// Why standard output first took no more.
static LOST: OnceLock<std::io::Error> = OnceLock::new();

/// Prints to standard output.
pub(super) fn out(words: Arguments) {
    keep(anstream::stdout().write_fmt(words));
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
    let _ = anstream::stderr().write_fmt(words);
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
