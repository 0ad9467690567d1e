//! `citytools completions`

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::terminal::Out;
use super::{Cli, End};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The shell.
    shell: Shell,
}

pub(super) fn run(options: &Options) -> End {
    let mut command = Cli::command();
    clap_complete::generate(options.shell, &mut command, "citytools", &mut Out);
    End::Done
}
