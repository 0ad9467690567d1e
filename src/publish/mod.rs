//! The site's folder: takes files, writes them beside the old site and puts them in its place in one step.

mod swap;

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use swap::{Replaced, Staging};

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
        let target = self.folder().join(file_of(path));
        match fs::write(&target, bytes) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let folder = target.parent().unwrap_or(self.folder());
                fs::create_dir_all(folder).map_err(at(folder))?;
                fs::write(&target, bytes).map_err(at(&target))
            }
            result => result.map_err(at(&target)),
        }
    }
}
