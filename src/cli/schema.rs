//! `citytools schema`

use std::path::PathBuf;

use clap::Args;

use super::{End, failed};
use crate::schema;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Folder for the schemas.
    #[arg(long, value_name = "DIR", default_value = "schemas")]
    out: PathBuf,
}

pub(super) fn run(options: &Options) -> End {
    let schemas = schema::all();
    let write = || -> std::io::Result<()> {
        std::fs::create_dir_all(&options.out)?;
        schemas.iter().try_for_each(|file| std::fs::write(options.out.join(&file.name), &file.text))
    };
    match write() {
        Ok(()) => {
            anstream::println!("Wrote {} schemas to {}.", schemas.len(), options.out.display());
            End::Done
        }
        Err(error) => failed(&format!("{}: {error}", options.out.display())),
    }
}
