//! Which files the content folder has, and what each is. Paths are confined: no link leads out of the folder.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date as Day;
use walkdir::WalkDir;

use crate::diagnostics::rules;
use crate::diagnostics::{Rule, shown_path};
use crate::plain::{self, Found, Links};

/// What a file is, by its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// `site.yaml`
    Site,
    /// `services.yaml`
    Services,
    /// `skills.yaml`
    Skills,
    /// `technologies.yaml`
    Technologies,
    /// `frameworks.yaml`
    Frameworks,
    /// `glossary.yaml`
    Glossary,
    /// `words.yaml`
    Words,
    /// `suppliers/<id>.yaml`
    Supplier(String),
    /// `systems/<id>.yaml`
    System(String),
    /// `contracts/<id>.yaml`
    Contract(String),
    /// `boroughs/<id>.yaml`
    Borough(String),
    /// `report/NN-<slug>.md`: number and slug.
    Chapter(u16, String),
    /// `pages/<slug>.md`
    Page(String),
    /// `releases/<date>.json`
    Release(Day),
}

impl FileKind {
    /// No file of this kind comes near so many bytes: the longest of London have less than a tenth of them.
    #[must_use]
    pub fn most_bytes(&self) -> u64 {
        match self {
            Self::Chapter(..) | Self::Page(_) => 64 << 10,
            // All tables of a region.
            Self::Release(_) => 16 << 20,
            _ => 512 << 10,
        }
    }
}

/// The files that every region has.
pub(super) const NEEDED: &[(&str, FileKind)] = &[
    ("site.yaml", FileKind::Site),
    ("services.yaml", FileKind::Services),
    ("skills.yaml", FileKind::Skills),
    ("technologies.yaml", FileKind::Technologies),
    ("frameworks.yaml", FileKind::Frameworks),
];

/// One file of the folder.
#[derive(Debug)]
pub struct File {
    /// Its path within the folder.
    pub path: PathBuf,
    /// What it is, or the rule that it breaks.
    pub kind: Result<FileKind, &'static Rule>,
    /// Its bytes; empty for a file that has no place here or is too large.
    pub bytes: Vec<u8>,
    /// The most bytes that it could have, where it has more.
    pub too_large: Option<u64>,
}

/// Ten thousand authorities of forty systems each, which is more than any country has, fit into these files and bytes. What one
/// file may have, many files may not: all of them are in memory at once.
const MOST_FILES: usize = 60_000;
const MOST_BYTES: u64 = 300 << 20;

/// Every file below `root`, in the order of its path.
///
/// # Errors
/// Where the folder or a file can't be read, or the folder has more than any region: nothing is read of it then.
pub fn walk(root: &Path) -> io::Result<Vec<File>> {
    use rayon::prelude::*;

    let mut listed = Vec::new();
    let mut bytes = 0;
    let visible = |entry: &walkdir::DirEntry| entry.depth() == 0 || !is_hidden(entry.path());
    for entry in WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(visible) {
        let entry = entry?;
        let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
        // The folder itself may be a link: whoever named it means what it leads to.
        let is_folder = entry.file_type().is_dir() || entry.depth() == 0;
        // A folder with a record's name was meant to be one.
        if is_folder && classify(path).is_err() || path == Path::new("README.md") {
            continue;
        }
        let kind = if entry.file_type().is_file() { classify(path) } else { Err(&rules::STRAY_FILE) };
        if let Ok(known) = &kind {
            // A file that has gone meanwhile has no size.
            bytes += entry.metadata().map_or(0, |found| found.len()).min(known.most_bytes());
        }
        listed.push((path.to_owned(), kind));
        if is_too_much(listed.len(), bytes) {
            return Err(too_much(listed.iter().map(|(path, _)| path.as_path())));
        }
    }
    let loaded = listed.into_par_iter().map(|(path, kind)| load(root, path, kind));
    loaded.filter_map(Result::transpose).collect()
}

/// The most bytes that are read of a file at that place of the content folder; nothing where it has no place there.
pub(crate) fn most_bytes_at(path: &Path) -> Option<u64> {
    classify(path).ok().map(|kind| kind.most_bytes())
}

/// Whether a folder has more than any region.
pub(crate) fn is_too_much(files: usize, bytes: u64) -> bool {
    files > MOST_FILES || bytes > MOST_BYTES
}

/// What is said of such a folder.
pub(crate) fn too_much<'p>(paths: impl Iterator<Item = &'p Path>) -> io::Error {
    let mut folders = BTreeMap::<&Path, usize>::new();
    for path in paths {
        *folders.entry(path.parent().unwrap_or(path)).or_default() += 1;
    }
    let fullest = folders.into_iter().max_by_key(|(_, files)| *files);
    let fullest = fullest.map(|(folder, files)| format!("; {} alone has {files}", shown_path(folder)));
    io::Error::new(
        io::ErrorKind::FileTooLarge,
        format!(
            "more than {MOST_FILES} files or {} MB of records, so none was read: no region needs as much; remove what \
             is no record{}",
            MOST_BYTES >> 20,
            fullest.unwrap_or_default()
        ),
    )
}

/// The file; nothing where it is gone again, as if it had gone before the folder was listed.
fn load(root: &Path, path: PathBuf, kind: Result<FileKind, &'static Rule>) -> io::Result<Option<File>> {
    let Ok(known) = &kind else {
        return Ok(Some(File { path, kind, bytes: Vec::new(), too_large: None }));
    };
    let most = known.most_bytes();
    Ok(match plain::read(&root.join(&path), Links::Refused, most) {
        Ok(Found::Bytes(bytes)) => Some(File { path, kind, bytes, too_large: None }),
        Ok(Found::TooLarge) => Some(File { path, kind, bytes: Vec::new(), too_large: Some(most) }),
        // It was a plain file when the folder was listed.
        Ok(Found::NotPlain) => {
            Some(File { path, kind: Err(&rules::STRAY_FILE), bytes: Vec::new(), too_large: None })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(io::Error::new(error.kind(), format!("{}: {error}", shown_path(&path)))),
    })
}

/// Editors and operating systems leave files such as `.DS_Store` and `.swp` behind.
fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

fn classify(path: &Path) -> Result<FileKind, &'static Rule> {
    let parts: Vec<&str> = path.iter().map(|part| part.to_str().unwrap_or_default()).collect();
    match *parts.as_slice() {
        ["site.yaml"] => Ok(FileKind::Site),
        ["services.yaml"] => Ok(FileKind::Services),
        ["skills.yaml"] => Ok(FileKind::Skills),
        ["technologies.yaml"] => Ok(FileKind::Technologies),
        ["frameworks.yaml"] => Ok(FileKind::Frameworks),
        ["glossary.yaml"] => Ok(FileKind::Glossary),
        ["words.yaml"] => Ok(FileKind::Words),
        ["suppliers", name] => id(name, ".yaml").map(FileKind::Supplier),
        ["systems", name] => id(name, ".yaml").map(FileKind::System),
        ["contracts", name] => id(name, ".yaml").map(FileKind::Contract),
        ["boroughs", name] => id(name, ".yaml").map(FileKind::Borough),
        ["pages", name] => id(name, ".md").map(FileKind::Page),
        ["report", name] => {
            let (number, slug) = name.split_once('-').ok_or(&rules::BAD_ID)?;
            // Written in one way only: `1-` and `01-` would be the same chapter, and one of them lost.
            let read = number.parse().ok().filter(|read: &u16| format!("{read:02}") == number);
            let number = read.ok_or(&rules::BAD_ID)?;
            id(slug, ".md").map(|slug| FileKind::Chapter(number, slug))
        }
        ["releases", name] => {
            let written = name.strip_suffix(".json").unwrap_or_default();
            let day = written.parse().ok().filter(|day: &Day| day.to_string() == written);
            day.map(FileKind::Release).ok_or(&rules::RELEASE)
        }
        _ => Err(&rules::STRAY_FILE),
    }
}

fn id(name: &str, ending: &str) -> Result<String, &'static Rule> {
    let stem = name.strip_suffix(ending).ok_or(&rules::BAD_ID)?;
    if is_id(stem) { Ok(stem.to_owned()) } else { Err(&rules::BAD_ID) }
}

/// Names of machines' own parts, with which Windows can't check out a file.
const DEVICES: [&str; 22] = [
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// `^[a-z0-9]+(-[a-z0-9]+)*$`, at most 64 characters, and no name that Windows keeps for itself.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let word =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.len() <= 64 && text.split('-').all(word) && !DEVICES.contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_is_named() -> Result<(), Box<dyn std::error::Error>> {
        let dir = tempfile::tempdir()?;
        std::fs::write(dir.path().join("systems"), "")?;
        let failed = load(dir.path(), "systems/plume.yaml".into(), Ok(FileKind::System("plume".to_owned())));
        let said = failed.expect_err("a file is no folder").to_string();
        assert!(said.starts_with("systems/plume.yaml: "), "{said}");
        Ok(())
    }
}
