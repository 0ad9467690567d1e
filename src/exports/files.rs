//! Files that scripts fetch, under names that tell their bytes: a page says where each is.

use serde::Serialize;

use super::{explorer, search};
use crate::render::assets::fingerprinted;
use crate::site::{Model, urls};

/// A file that a script fetches on its first use.
#[derive(Debug)]
pub struct DataFile {
    /// What pages ask for it by.
    pub name: &'static str,
    /// Address from the site's root, with a fingerprint of the bytes.
    pub path: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl DataFile {
    /// Something as JSON, at a path whose name gets the fingerprint.
    pub fn json(name: &'static str, path: &str, of: &impl Serialize) -> Self {
        let bytes = serde_json::to_vec(of).unwrap_or_default();
        Self { name, path: fingerprinted(path, &bytes), bytes }
    }
}

/// Every file for scripts: one line each.
#[must_use]
pub fn all(model: Model) -> Vec<DataFile> {
    let rows = format!("{}data.json", urls::EXPLORE);
    vec![
        DataFile::json("explorer", &rows, &explorer::rows(model)),
        DataFile::json("search_names", "search/names.json", &search::names(model)),
        DataFile::json("search_texts", "search/texts.json", &search::texts(model)),
    ]
}
