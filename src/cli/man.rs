//! `citytools man`

use std::fs;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _};
use clap_mangen::Man;

use super::terminal::{Out, outln};
use super::{Cli, End, failed, shown};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Folder for a page for each command, such as ~/.local/share/man/man1; without it, the program's own page is printed.
    folder: Option<PathBuf>,
}

pub(super) fn run(options: &Options) -> End {
    let Some(folder) = &options.folder else {
        let rendered = Man::new(Cli::command()).render(&mut Out);
        return rendered.map_or_else(|error| failed(&error), |()| End::Done);
    };
    let write = || fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(Cli::command(), folder));
    match write() {
        Ok(()) => {
            outln!("Wrote the manual to {}.", shown(folder));
            End::Done
        }
        Err(error) => failed(&format!("{}: {error}", shown(folder))),
    }
}
