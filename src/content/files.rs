//! Which files the content folder has, and what each is. Paths are confined: no link leads out of the folder.

use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date as Day;
use walkdir::WalkDir;

use super::yaml::MAX_FILE_BYTES;
use crate::diagnostics::Rule;
use crate::diagnostics::rules;

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
    /// No file of this kind comes near so many bytes.
    fn most_bytes(&self) -> u64 {
        match self {
            Self::Release(_) => 64 * MAX_FILE_BYTES,
            _ => MAX_FILE_BYTES,
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
    /// It is larger than any record.
    pub too_large: bool,
}

/// Every file below `root`, in the order of its path.
///
/// # Errors
/// Where the folder or a file can't be read.
pub fn walk(root: &Path) -> io::Result<Vec<File>> {
    use rayon::prelude::*;

    let mut paths = Vec::new();
    let visible = |entry: &walkdir::DirEntry| entry.depth() == 0 || !is_hidden(entry.path());
    for entry in WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(visible) {
        let entry = entry?;
        if !entry.file_type().is_dir() && entry.path() != root.join("README.md") {
            paths.push((
                entry.path().strip_prefix(root).unwrap_or(entry.path()).to_owned(),
                entry.path_is_symlink(),
            ));
        }
    }
    paths.into_par_iter().map(|(path, is_link)| load(root, path, is_link)).collect()
}

fn load(root: &Path, path: PathBuf, is_link: bool) -> io::Result<File> {
    let kind = if is_link { Err(&rules::STRAY_FILE) } else { classify(&path) };
    let full = root.join(&path);
    let too_large = match &kind {
        Ok(kind) => std::fs::metadata(&full)?.len() > kind.most_bytes(),
        Err(_) => false,
    };
    let bytes = if kind.is_ok() && !too_large { std::fs::read(&full)? } else { Vec::new() };
    Ok(File { path, kind, bytes, too_large })
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
        ["suppliers", name] => id(name, ".yaml").map(FileKind::Supplier),
        ["systems", name] => id(name, ".yaml").map(FileKind::System),
        ["contracts", name] => id(name, ".yaml").map(FileKind::Contract),
        ["boroughs", name] => id(name, ".yaml").map(FileKind::Borough),
        ["pages", name] => id(name, ".md").map(FileKind::Page),
        ["report", name] => {
            let (number, slug) = name.split_once('-').ok_or(&rules::BAD_ID)?;
            let number = number.parse().map_err(|_| &rules::BAD_ID)?;
            id(slug, ".md").map(|slug| FileKind::Chapter(number, slug))
        }
        ["releases", name] => {
            let day = name.strip_suffix(".json").and_then(|day| day.parse().ok());
            day.map(FileKind::Release).ok_or(&rules::RELEASE)
        }
        _ => Err(&rules::STRAY_FILE),
    }
}

fn id(name: &str, ending: &str) -> Result<String, &'static Rule> {
    let stem = name.strip_suffix(ending).ok_or(&rules::BAD_ID)?;
    if is_id(stem) { Ok(stem.to_owned()) } else { Err(&rules::BAD_ID) }
}

/// `^[a-z0-9]+(-[a-z0-9]+)*$`, at most 64 characters.
#[must_use]
pub fn is_id(text: &str) -> bool {
    let word =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.len() <= 64 && text.split('-').all(word)
}
