//! Files that scripts fetch, under names that tell their bytes: a page says where each is.

use serde::Serialize;

use super::{explorer, search};
use crate::render::assets::fingerprinted;
use crate::site::pages::compare;
use crate::site::{Model, urls};

/// A file that a script fetches on its first use.
#[derive(Debug)]
pub struct DataFile {
    /// What pages ask for it by; nothing where another file leads to it.
    pub name: Option<&'static str>,
    /// Address from the site's root, with a fingerprint of the bytes.
    pub path: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl DataFile {
    /// Something as JSON, at a path whose name gets the fingerprint.
    pub fn json(name: impl Into<Option<&'static str>>, path: &str, of: &impl Serialize) -> Self {
        let bytes = serde_json::to_vec(of).unwrap_or_default();
        Self { name: name.into(), path: fingerprinted(path, &bytes), bytes }
    }
}

/// Every file for scripts.
#[must_use]
pub fn all(model: Model) -> Vec<DataFile> {
    let rows = format!("{}data.json", urls::EXPLORE);
    let mut files = vec![DataFile::json("explorer", &rows, &explorer::rows(model))];
    files.extend(of_search(model));
    files.extend(of_comparisons(model));
    files
}

/// Names and ids of authorities, where they are too many for a list to choose from.
fn of_comparisons(model: Model) -> Option<DataFile> {
    let boroughs = model.catalogue.boroughs.rows();
    let names: Vec<(&str, &str)> = boroughs.iter().map(|row| (row.id.as_str(), row.name.as_str())).collect();
    let path = format!("{}names.json", urls::COMPARE);
    compare::are_typed(boroughs.len()).then(|| DataFile::json(compare::NAMES, &path, &names))
}

/// Names, which tell where that is found what authorities have, and texts.
fn of_search(model: Model) -> Vec<DataFile> {
    let parts = search::parts(model);
    let file = |(number, part): (usize, &search::Part)| {
        DataFile::json(None, &format!("{}{}.json", search::FOLDER, number + 1), &part.index)
    };
    let mut files: Vec<DataFile> = parts.iter().enumerate().map(file).collect();
    let named = |(part, file): (&search::Part, &DataFile)| {
        let name = file.path.trim_start_matches(search::FOLDER).trim_end_matches(".json");
        search::FileOf(part.first, name.to_owned())
    };
    let authorities = parts.iter().zip(&files).map(named).collect();
    files.push(DataFile::json("search_names", "search/names.json", &search::names(model, authorities)));
    files.push(DataFile::json("search_texts", "search/texts.json", &search::texts(model)));
    files
}
