//! The records that sheets and notices are held against, read once for any number of them.

use std::path::{Path, PathBuf};

use super::Error;
use crate::content::{self, Content};
use crate::diagnostics::Diagnostic;

/// A region's records.
#[derive(Debug)]
pub struct Region {
    /// Where they stand.
    pub(super) root: PathBuf,
    pub(super) content: Content,
    /// What is wrong with them already.
    pub(super) found: Vec<Diagnostic>,
}

impl Region {
    /// Reads a content folder.
    ///
    /// # Errors
    /// Where the folder or a file in it can't be read at all.
    pub fn read(root: &Path) -> Result<Self, Error> {
        let (content, found) = content::read(root).map_err(Error::file(root))?;
        Ok(Self { root: root.to_owned(), content, found })
    }
}
