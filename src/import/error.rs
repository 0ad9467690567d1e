//! What stops an import altogether; what is wrong with single rows is in the [`Report`](super::Report).

use std::path::{Path, PathBuf};
use std::{fmt, io};

/// What stops an import altogether.
#[derive(Debug)]
pub enum Error {
    /// A file or folder can't be read or written.
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the machine says.
        error: io::Error,
    },
    /// A table can't be read as CSV past some place.
    Csv {
        /// The table.
        path: PathBuf,
        /// What the reader says.
        error: csv::Error,
    },
    /// The folder has none of the tables.
    NoTables(PathBuf),
    /// A table is larger than any survey, and in what.
    TooLarge(PathBuf, String),
    /// A folder, a pipe or a device in place of a table.
    NotPlain(PathBuf),
    /// The folder for proposals overlaps with the tables or the content.
    ProposalsOverlap(PathBuf),
    /// The folder for proposals holds a file that no import wrote.
    ProposalsInUse(PathBuf),
    /// A link where a plain file or folder should be: it could lead out of the content folder.
    Link(PathBuf),
    /// Records that can't be read: what is on record could be proposed again.
    BrokenRecords(PathBuf),
    /// A file that no import of notices wrote.
    NotAReview(PathBuf),
    /// What an import wrote has grown beyond use, and how many bytes it may have.
    TooLong(PathBuf, u64),
    /// A record that can't be written as YAML.
    Yaml {
        /// The record's file.
        path: PathBuf,
        /// What the writer says.
        message: String,
    },
}

impl Error {
    /// For `map_err` after a call that touches `path`.
    pub(super) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |error| Self::File { path, error }
    }

    /// The same where the file is one that only waits for the end of the program.
    pub(super) fn waiting() -> impl FnOnce(io::Error) -> Self {
        Self::file(&std::env::temp_dir())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::File { path, error } => write!(f, "{}: {error}", path.display()),
            Self::Csv { path, error } => write!(f, "{} can't be read as CSV: {error}", path.display()),
            Self::NoTables(path) => write!(f, "{} has none of the tables, such as facts.csv", path.display()),
            Self::TooLarge(path, what) => write!(
                f,
                "{} is larger than any survey: it has more than {what}; take out what does not belong to it",
                path.display()
            ),
            Self::NotPlain(path) => {
                write!(f, "{} is a folder, a pipe or a device; put a table there", path.display())
            }
            Self::ProposalsOverlap(path) => {
                write!(
                    f,
                    "proposals can't go to {}: it overlaps with the tables or the content",
                    path.display()
                )
            }
            Self::ProposalsInUse(path) => write!(
                f,
                "{} is not from an import, so the folder of proposals is not emptied; move it, or name another folder",
                path.display()
            ),
            Self::Link(path) => {
                write!(
                    f,
                    "{} is a link, or not a plain file or folder; an import does not follow it",
                    path.display()
                )
            }
            Self::BrokenRecords(path) => write!(
                f,
                "not all records of {} can be read; mend first what `citytools check` says",
                path.display()
            ),
            Self::NotAReview(path) => write!(
                f,
                "{} is not from an import of notices, so it is not overwritten; move it, or name another file",
                path.display()
            ),
            Self::TooLong(path, most) => write!(
                f,
                "{} has more than {} MB, which is not read; move it away, and the next import begins anew",
                path.display(),
                most >> 20
            ),
            Self::Yaml { path, message } => {
                write!(f, "{} can't be written as YAML: {message}", path.display())
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::File { error, .. } => Some(error),
            Self::Csv { error, .. } => Some(error),
            _ => None,
        }
    }
}
