//! The tables of records and figures in every form in which people take them: CSV, JSON, JSON Lines, one workbook, and one
//! archive with a description that programs read.

mod archive;
pub(super) mod json;
mod package;
mod workbook;

use rayon::prelude::*;

use crate::catalogue::tables::Table;
use crate::site::download::File;
use crate::site::{Model, urls};

/// Each table in each form, and all of them together.
pub(super) fn files(model: Model, all: &[Table], base_url: &str) -> Vec<File> {
    let mut files: Vec<File> =
        all.par_iter().map(|table| File::text(urls::table(table.name, "csv"), table.csv())).collect();
    let package = package::package(model, all, &files, base_url);
    let line = |table: &Table| File::text(urls::table(table.name, "jsonl"), json::lines(table));
    let (lines, (archive, workbook)) = rayon::join(
        || all.par_iter().map(line).collect::<Vec<_>>(),
        || {
            rayon::join(
                || archive::archive(model, &files, &package, base_url),
                || workbook::workbook(model, all, base_url),
            )
        },
    );
    files.extend(lines);
    files.push(File::text(urls::DATA_PACKAGE.to_owned(), package));
    files.push(File::new(urls::DATA_ARCHIVE.to_owned(), archive));
    files.push(File::new(urls::DATA_WORKBOOK.to_owned(), workbook));
    files
}
