//! A folder that is there as a whole or not at all, and never over something else.

use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// What an otherwise empty folder may hold: a repository that nothing was put into yet.
const NO_CONTENT: &str = ".git";

/// Why nothing was written.
#[derive(Debug)]
pub enum Refusal {
    /// The folder is not empty, or no folder; this stands in it.
    Taken(PathBuf, Option<String>),
    /// The disk refuses.
    Disk(PathBuf, io::Error),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Taken(path, Some(what)) => write!(
                f,
                "{} is not empty: it has {what}. Nothing was written; name a folder that is empty or not there yet",
                path.display()
            ),
            Self::Taken(path, None) => write!(f, "{} is no folder; nothing was written", path.display()),
            Self::Disk(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

/// What is being written; it disappears if it is dropped before it is put in its place.
#[derive(Debug)]
pub struct Unfinished {
    dir: TempDir,
    folder: PathBuf,
    /// An empty folder that is there stays the same folder: somebody may stand in it.
    is_there: bool,
}

impl Unfinished {
    pub(super) fn beside(folder: &Path) -> Result<Self, Refusal> {
        let refused = |error| Refusal::Disk(folder.to_owned(), error);
        let is_there = free(folder)?;
        let folder = std::path::absolute(folder).map_err(refused)?;
        let near = if is_there { folder.as_path() } else { folder.parent().unwrap_or(&folder) };
        fs::create_dir_all(near).map_err(refused)?;
        let dir = tempfile::Builder::new().prefix(".citytools-init-").tempdir_in(near).map_err(refused)?;
        Ok(Self { dir, folder, is_there })
    }

    pub(super) fn write(&self, path: &str, text: &str) -> Result<(), Refusal> {
        let path = self.dir.path().join(path);
        let write = || -> io::Result<()> {
            fs::create_dir_all(path.parent().unwrap_or(&path))?;
            fs::write(&path, text)
        };
        write().map_err(|error| Refusal::Disk(path.clone(), error))
    }

    /// The records, to judge them before they are anywhere.
    #[must_use]
    pub fn content(&self) -> PathBuf {
        self.dir.path().join("content")
    }

    /// Puts everything in its place.
    ///
    /// # Errors
    /// Where something came there meanwhile, or the disk refuses; the folder is then as it was.
    pub fn put(self) -> Result<(), Refusal> {
        let Self { dir, folder, is_there } = self;
        let refused = |error| Refusal::Disk(folder.clone(), error);
        if is_there {
            return put_in(dir.path(), &folder).map_err(refused);
        }
        // A temporary folder is private; this one is as open as any that is made.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let open = fs::metadata(dir.path().join("content")).map_err(refused)?.permissions().mode();
            fs::set_permissions(dir.path(), fs::Permissions::from_mode(open)).map_err(refused)?;
        }
        fs::rename(dir.path(), &folder).map_err(refused)
    }
}

/// Whether an empty folder is there.
///
/// # Errors
/// Where there is something in it, it is no folder, or it can't be read.
pub fn free(folder: &Path) -> Result<bool, Refusal> {
    if fs::symlink_metadata(folder).is_err() {
        return Ok(false);
    }
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(Refusal::Taken(folder.to_owned(), None));
        }
        Err(error) => return Err(Refusal::Disk(folder.to_owned(), error)),
    };
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.file_name())
        .filter(|name| name != OsStr::new(NO_CONTENT))
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    match names.into_iter().next() {
        Some(first) => Err(Refusal::Taken(folder.to_owned(), Some(first))),
        None => Ok(true),
    }
}

/// Moves what one folder holds into another; what was moved goes back if something can't be.
fn put_in(from: &Path, to: &Path) -> io::Result<()> {
    let mut moved: Vec<(PathBuf, PathBuf)> = Vec::new();
    let mut each = || -> io::Result<()> {
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            let target = to.join(entry.file_name());
            if fs::symlink_metadata(&target).is_ok() {
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, "something came into the folder"));
            }
            fs::rename(entry.path(), &target)?;
            moved.push((entry.path(), target));
        }
        Ok(())
    };
    let result = each();
    if result.is_err() {
        for (back, target) in moved {
            // Whatever can't go back is still whole where it is.
            let _ = fs::rename(target, back);
        }
    }
    result
}
