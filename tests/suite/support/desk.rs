//! A folder to begin regions in.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{AS_OF, Outcome, Result, program};

/// A folder to begin regions in.
pub struct Desk(tempfile::TempDir);

impl Desk {
    pub fn new() -> Result<Self> {
        Ok(Self(tempfile::tempdir()?))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs the program beside the regions, with no terminal.
    pub fn run(&self, args: &[&str]) -> Result<Outcome> {
        Outcome::of(program().args(args).current_dir(self.path()))
    }

    pub fn init(&self, folder: &str, more: &[&str]) -> Result<Outcome> {
        self.run(&[&["init", folder, "--as-of", AS_OF], more].concat())
    }

    /// Runs the program in a region.
    pub fn inside(&self, folder: &str, args: &[&str]) -> Result<Outcome> {
        Outcome::of(program().args(args).current_dir(self.path().join(folder)))
    }

    /// What stands here, so that nothing half-made is left.
    pub fn names(&self) -> Result<BTreeSet<String>> {
        let names =
            fs::read_dir(self.path())?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        names.collect()
    }
}
