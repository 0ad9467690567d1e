//! What stands in a site's folder: plain files that are published, and what has no place there.

use std::io;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::{Fault, NOT_FOUND};
use crate::publish::{MARK, swap::KEPT};

/// A folder's files by their paths from its root, in their order.
#[derive(Debug, Default)]
pub(super) struct Folder {
    pub files: Vec<String>,
    pub faults: Vec<Fault>,
}

/// What hosts, search engines and browsers ask for by its name.
const REQUIRED: [&str; 4] = [NOT_FOUND, "_headers", "robots.txt", "sitemap.xml"];

/// What else is asked for by its name where it is there: whoever publishes a site may have put it there.
const ASKED_FOR: [&str; 3] = ["CNAME", "_redirects", "favicon.ico"];

/// A folder of what is asked for by name.
const WELL_KNOWN: &str = ".well-known/";

/// Whether a file is found without anything that leads to it.
pub(super) fn is_asked_for(file: &str) -> bool {
    REQUIRED.contains(&file) || ASKED_FOR.contains(&file) || file.starts_with(WELL_KNOWN)
}

impl Folder {
    pub(super) fn read(root: &Path) -> io::Result<Self> {
        let mut folder = Self::default();
        let mut entries = WalkDir::new(root).min_depth(1).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = entry?;
            if !folder.add(root, &entry) && entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
        }
        let lacks = REQUIRED.iter().filter(|file| !folder.files.iter().any(|own| own == *file));
        let lacks =
            lacks.map(|file| Fault { file: (*file).to_owned(), what: "the site has none".to_owned() });
        folder.faults.extend(lacks.collect::<Vec<_>>());
        Ok(folder)
    }

    /// Takes what stands in the folder, and says whether it has a place there.
    fn add(&mut self, root: &Path, entry: &DirEntry) -> bool {
        let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        let file = parts.join("/");
        let kind = entry.file_type();
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        let what = if path.to_str().is_none() {
            "its name is no text (UTF-8)"
        } else if !kind.is_file() && !kind.is_dir() {
            "it is a link, a pipe or a device, and no plain file"
        } else if is_hidden && kind.is_file() && (file == MARK || KEPT.contains(&&*file)) {
            return true;
        } else if is_hidden && !(kind.is_dir() && format!("{file}/") == WELL_KNOWN) {
            "it is hidden, and no part of a site"
        } else {
            if kind.is_file() {
                self.files.push(file);
            }
            return true;
        };
        self.faults.push(Fault { file, what: what.to_owned() });
        false
    }
}
