//! `citytools diff`

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::terminal::{self, errln};
use super::{ContentOptions, End, failed, shown};
use crate::build::{self, Checked};
use crate::diff::{self, Side, forms, revision};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// What was before: a content folder, or a git revision such as main or HEAD~1.
    base: String,
    /// What is now: a content folder or git revision; the folder of --content if left out.
    head: Option<String>,
    #[command(flatten)]
    content: ContentOptions,
    /// How it is told.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// End with exit code 1 if anything is different.
    #[arg(long)]
    exit_code: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Lines for a terminal.
    Text,
    /// Tables for a job's summary on GitHub.
    Markdown,
    /// Everything, for programs.
    Json,
}

/// A content folder, of now or of the past.
struct Folder {
    path: PathBuf,
    /// Its files, if they are of the past: they are deleted with this.
    _past: Option<revision::Past>,
}

impl Folder {
    /// A folder of that name, or else the content folder in a revision of that name.
    fn of(name: &str, content: &Path) -> Result<Self, revision::Error> {
        let path = Path::new(name);
        if path.is_dir() {
            return Ok(Self::here(path)?);
        }
        Ok(Self::past(revision::read(name, content)?))
    }

    fn here(path: &Path) -> io::Result<Self> {
        // With a name of its own, even where it was called `.`.
        Ok(Self { path: path.canonicalize()?, _past: None })
    }

    fn past(past: revision::Past) -> Self {
        Self { path: past.content(), _past: Some(past) }
    }

    /// The same folder under the name of another one.
    fn named_like(self, other: &Self) -> io::Result<Self> {
        match other.path.file_name() {
            Some(name) if self.path.file_name() != Some(name) => {
                Ok(Self::past(revision::renamed(&self.path, name)?))
            }
            _ => Ok(self),
        }
    }
}

pub(super) fn run(options: &Options) -> End {
    match compared(options) {
        Ok(end) | Err(end) => end,
    }
}

fn compared(options: &Options) -> Result<End, End> {
    let content = &options.content.content;
    let folder = |name: &str| Folder::of(name, content).map_err(|error| refused(&error));
    let base = folder(&options.base)?;
    let head_name = options.head.clone().unwrap_or_else(|| shown(content));
    let head = match &options.head {
        Some(name) => folder(name)?,
        None => Folder::here(content).map_err(|error| failed(&format!("{head_name}: {error}")))?,
    };
    let base = base.named_like(&head).map_err(|error| failed(&format!("{}: {error}", options.base)))?;
    let as_of = options.content.as_of();
    let check = |folder: &Folder, name: &str| -> Result<Checked, End> {
        build::check(&folder.path, as_of).map_err(|error| failed(&format!("{name}: {error}")))
    };
    let (old, new) = (check(&base, &options.base)?, check(&head, &head_name)?);
    let old = Side { name: &options.base, content: &base.path, checked: &old };
    let new = Side { name: &head_name, content: &head.path, checked: &new };
    let difference = diff::compare(old, new, as_of).map_err(|error| failed(&error))?;
    match options.format {
        Format::Text => terminal::out(format_args!("{}", forms::text(&difference))),
        Format::Markdown => terminal::out(format_args!("{}", forms::markdown(&difference))),
        Format::Json => terminal::json(&forms::json(&difference)),
    }
    Ok(if options.exit_code && !difference.is_none() { End::Different } else { End::Done })
}

fn refused(error: &revision::Error) -> End {
    if error.is_usage() {
        errln!("error: {error}");
        End::WrongUsage
    } else {
        failed(error)
    }
}
