//! `citytools completions`

use std::io;

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use super::{Cli, End};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The shell.
    shell: Shell,
}

pub(super) fn run(options: &Options) -> End {
    let mut command = Cli::command();
    // In memory first: a reader that closes early is no reason to fail.
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut command, "citytools", &mut script);
    super::written(io::Write::write_all(&mut io::stdout(), &script))
}
