//! A site as it stands in its folder: its manifest, and what is really there.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use walkdir::WalkDir;

use super::manifest::{Digest, Manifest};
use super::{MARK, file_of};

/// A site in a folder. Links in it are no part of it, and nothing behind them is.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub manifest: Manifest,
    /// Plain files by their paths from the root, with `/` between the parts.
    files: HashMap<String, Found>,
    /// Folders, each before those in it.
    folders: Vec<PathBuf>,
    /// Something is in it that no build writes, such as a link, or could not be read.
    pub is_odd: bool,
}

#[derive(Debug)]
struct Found {
    length: u64,
    changed: SystemTime,
}

impl Tree {
    /// Looks into a folder; finds nothing where there is none.
    pub fn read(root: &Path) -> Self {
        let mut tree = Self { manifest: Manifest::read(&root.join(MARK)), ..Self::default() };
        // Without a manifest nothing is taken over, so nobody need know what is there.
        if tree.manifest.is_empty() {
            return tree;
        }
        for entry in WalkDir::new(root).min_depth(1) {
            let is_known = entry.ok().and_then(|entry| tree.add(root, &entry)).is_some();
            tree.is_odd |= !is_known;
        }
        tree
    }

    fn add(&mut self, root: &Path, entry: &walkdir::DirEntry) -> Option<()> {
        let path = entry.path().strip_prefix(root).ok()?;
        let kind = entry.file_type();
        if kind.is_dir() {
            self.folders.push(path.to_owned());
            return Some(());
        }
        let found = entry.metadata().ok().filter(|_| kind.is_file())?;
        let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
        let found = Found { length: found.len(), changed: found.modified().ok()? };
        self.files.insert(parts?.join("/"), found);
        Some(())
    }

    /// How long the file of an address is, if it was made from the same and is as it was written.
    pub fn length_of(&self, path: &str, from: Digest) -> Option<usize> {
        self.manifest.get(path).filter(|entry| entry.from == from)?;
        self.untouched(path)
    }

    /// How long the file of an address is, if it is as it was written.
    pub fn untouched(&self, path: &str) -> Option<usize> {
        let entry = self.manifest.get(path)?;
        let found = self.files.get(&file_of(path))?;
        let is_same = found.length == entry.length as u64 && self.manifest.is_older(found.changed);
        is_same.then_some(entry.length)
    }

    /// Whether a file of that length stands there, whoever wrote it.
    pub fn has_length(&self, file: &str, length: usize) -> bool {
        self.files.get(file).is_some_and(|found| found.length == length as u64)
    }

    /// All files by their paths from the root.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// All folders, those in others first.
    pub fn folders_from_within(&self) -> impl Iterator<Item = &Path> {
        self.folders.iter().rev().map(PathBuf::as_path)
    }
}
