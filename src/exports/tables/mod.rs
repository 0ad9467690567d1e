//! The tables of records and figures in every form in which people take them: CSV, JSON, JSON Lines, one workbook, and one
//! archive with a description that programs read.

mod archive;
pub(super) mod json;
mod package;
mod workbook;

use std::borrow::Cow;

use super::downloads::{File, Published};
use crate::site::urls;

/// All of them together, and each table in each form.
pub(super) fn files<'a>(published: &'a Published) -> Vec<File<'a>> {
    let from = published.from();
    let workbook = || Cow::Owned(workbook::workbook(published));
    let archive = || Cow::Owned(archive::archive(published));
    let package = || Cow::Borrowed(package::package(published).as_bytes());
    let mut files = vec![
        File::new(urls::DATA_WORKBOOK.to_owned(), from, workbook),
        File::new(urls::DATA_ARCHIVE.to_owned(), from, archive),
        File::new(urls::DATA_PACKAGE.to_owned(), from, package),
    ];
    for form in &published.forms {
        let path = |ending| urls::table(form.table.name, ending);
        files.push(File::new(path("csv"), form.from, || Cow::Borrowed(form.csv().as_bytes())));
        files.push(File::text(path("jsonl"), form.from, || json::lines(form.table)));
    }
    files
}
