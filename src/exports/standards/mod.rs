//! The same facts in the vocabularies of others: contracts for procurement tools, the dataset for catalogues of data,
//! open-source systems for catalogues of software.

mod dcat;
mod ocds;
pub(super) mod publiccode;

use crate::catalogue::tables::Table;
use crate::site::download::File;
use crate::site::{Model, urls};

/// The release package, and last the catalogue, which tells of all other files.
pub(super) fn add(files: &mut Vec<File>, model: Model, tables: &[Table], base_url: &str) {
    files.push(File::text(urls::OCDS.to_owned(), super::pretty(&ocds::package(model, base_url))));
    let catalogue = dcat::catalogue(model, tables, files, base_url);
    files.push(File::text(urls::DCAT.to_owned(), super::pretty(&catalogue)));
}
