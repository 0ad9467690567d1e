//! The same facts in the vocabularies of others: contracts for procurement tools, the dataset for catalogues of data,
//! open-source systems for catalogues of software.

mod dcat;
mod ocds;
pub(super) mod publiccode;

use super::downloads::{File, Published};
use crate::site::urls;

/// The release package.
pub(super) fn contracts<'a>(published: &'a Published) -> File<'a> {
    let rows = published.model.catalogue.contracts.len();
    let package = || ocds::Package { model: published.model, base_url: published.about.base_url };
    File::of_rows(urls::OCDS.to_owned(), None, rows, move |to| super::write_pretty(&package(), to))
}

/// The catalogue, which tells of all other files.
pub(super) fn catalogue<'a>(
    published: &'a Published,
    length: &'a (dyn Fn(&str) -> usize + Sync),
) -> File<'a> {
    File::text(urls::DCAT.to_owned(), None, || super::pretty(&dcat::catalogue(published, length)))
}
