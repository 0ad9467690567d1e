//! The site's folder: takes files, writes them beside the old site and puts them in its place in one step.

mod manifest;
mod swap;
pub mod verify;

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::plain;

pub use manifest::Digest;
pub use swap::{Replaced, Staging, is_busy};

/// Why a site could not be written. The old one still stands.
#[derive(Debug)]
pub struct PublishError {
    /// What was to be written.
    pub path: PathBuf,
    /// Why not.
    pub cause: io::Error,
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.cause)
    }
}

impl std::error::Error for PublishError {}

/// A file of a site that is written.
#[derive(Clone, Debug)]
pub struct Put {
    /// Its address from the site's root.
    pub path: String,
    /// How many bytes it has.
    pub length: usize,
    /// What it was made from, where that is known.
    pub from: Option<Digest>,
    /// It is the old site's.
    pub is_taken_over: bool,
}

/// Names the path of a failure.
fn at(path: &Path) -> impl FnOnce(io::Error) -> PublishError {
    let path = path.to_owned();
    move |cause| PublishError { path, cause }
}

/// The file of a page's address: `boroughs/camden/` is `boroughs/camden/index.html`.
#[must_use]
pub fn file_of(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

impl Staging {
    /// How long the old site's file is, if it was made from the same and is as it was written.
    #[must_use]
    pub fn length_of(&self, path: &str, from: Digest) -> Option<usize> {
        let entry = self.manifest().get(path).filter(|entry| entry.from == from)?;
        let found = self.old_file(&file_of(path))?;
        let is_same = found.len() == entry.length as u64 && self.manifest().is_older(&found);
        is_same.then_some(entry.length)
    }

    /// Takes a file over from the old site.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn take_over(&self, path: &str) -> Result<(), PublishError> {
        let file = file_of(path);
        let (old, new) = (self.out().join(&file), self.folder().join(&file));
        self.in_folder(&new, || link(&old, &new, || fs::copy(&old, &new).map(drop)))
    }

    /// Writes one file of the new site.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        let plain = Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)));
        if !plain {
            let said = "an address leads out of the site's folder";
            return Err(at(Path::new(path))(io::Error::new(io::ErrorKind::InvalidInput, said)));
        }
        let file = file_of(path);
        let (old, new) = (self.out().join(&file), self.folder().join(&file));
        let is_as_long = self.old_file(&file).is_some_and(|found| found.len() == bytes.len() as u64);
        let held = is_as_long && fs::read(&old).is_ok_and(|held| held == bytes);
        let write = || fs::write(&new, bytes);
        self.in_folder(&new, || if held { link(&old, &new, write) } else { write() })
    }

    /// What stands at a place in the old site, if it is a file: what a link on the way leads to is not the site's.
    fn old_file(&self, file: &str) -> Option<fs::Metadata> {
        let at = self.out().join(file);
        let found = fs::symlink_metadata(&at).ok().filter(fs::Metadata::is_file)?;
        (!plain::leads_out(self.out(), &at)).then_some(found)
    }

    /// Puts a file where its folder may not be there yet.
    fn in_folder(&self, new: &Path, put: impl Fn() -> io::Result<()>) -> Result<(), PublishError> {
        match put() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let folder = new.parent().unwrap_or(self.folder());
                fs::create_dir_all(folder).map_err(at(folder))?;
                put().map_err(at(new))
            }
            result => result.map_err(at(new)),
        }
    }
}

/// Gives the old site's file to the new one too: nothing is stored again, and whoever copies the site on sees by its time
/// that it is the same. Where the disk has no second names for a file, it is written.
fn link(old: &Path, new: &Path, write: impl Fn() -> io::Result<()>) -> io::Result<()> {
    match fs::hard_link(old, new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => write(),
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_leads_out_of_the_folder() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let staging = Staging::beside(&folder.path().join("public"))?;
        for path in ["../out.txt", "a/../../out.txt", "/out.txt", "a/../b.txt", "./b.txt", ".."] {
            assert!(staging.write(path, b"a").is_err(), "{path}");
        }
        staging.write("a/b.txt", b"a")?;
        staging.write("", b"a")?;
        let written = fs::read_dir(folder.path())?.count();
        assert_eq!(written, 1, "something was written beside the new site");
        Ok(())
    }
}
