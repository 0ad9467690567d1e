//! `citytools schema`

use std::path::PathBuf;

use clap::Args;

use super::terminal::outln;
use super::{End, failed, no_link_before};
use crate::edit;
use crate::schema;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Folder for the schemas.
    #[arg(long, value_name = "DIR", default_value = "schemas")]
    out: PathBuf,
}

pub(super) fn run(options: &Options) -> End {
    let schemas = schema::all();
    let places = schemas.iter().map(|file| options.out.join(&file.name));
    if let Some(end) = places.into_iter().find_map(|place| no_link_before(&place).err()) {
        return end;
    }
    let mut written = schemas.iter().map(|file| edit::put(&options.out.join(&file.name), &file.text));
    match written.try_for_each(|written| written) {
        Ok(()) => {
            outln!("Wrote {} schemas to {}.", schemas.len(), options.out.display());
            End::Done
        }
        Err(error) => failed(&format!("{}: {error}", options.out.display())),
    }
}
