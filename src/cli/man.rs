//! `citytools man`

use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::{Args, CommandFactory as _};
use clap_mangen::Man;

use super::terminal::outln;
use super::{Cli, End, failed, shown};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Folder for a page for each command, such as ~/.local/share/man/man1; without it, the program's own page is printed.
    folder: Option<PathBuf>,
}

pub(super) fn run(options: &Options) -> End {
    let Some(folder) = &options.folder else {
        let mut page = Vec::new();
        let rendered = Man::new(Cli::command()).render(&mut page);
        return super::written(rendered.and_then(|()| io::stdout().write_all(&page)));
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
