//! The same facts in the vocabularies of others: contracts for procurement tools, the dataset for catalogues of data,
//! open-source systems for catalogues of software.

mod dcat;
mod ocds;
pub(super) mod publiccode;

use crate::catalogue::tables::Table;
use crate::site::download::File;
use crate::site::{Model, urls};

pub(super) fn files(model: Model, tables: &[Table], base_url: &str) -> Vec<File> {
    vec![
        File::text(urls::OCDS.to_owned(), super::pretty(&ocds::package(model, base_url))),
        File::text(urls::DCAT.to_owned(), super::pretty(&dcat::catalogue(model, tables, base_url))),
    ]
}
