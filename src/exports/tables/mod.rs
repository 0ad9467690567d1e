//! The tables of records and figures in every form in which people take them: CSV, JSON, JSON Lines, one workbook, and one
//! archive with a description that programs read.

mod archive;
pub(super) mod json;
mod package;
mod workbook;

use std::borrow::Cow;
use std::io;
use std::sync::Arc;

use super::downloads::{File, Make, Published};
use crate::catalogue::tables::Table;
use crate::site::urls;

/// All of them together, and each table in each form.
pub(super) fn files<'a>(published: &'a Published) -> Vec<File<'a>> {
    let from = published.from();
    let workbook = move |to: &mut dyn io::Write| workbook::write_workbook(published, to);
    let archive = || Cow::Owned(archive::archive(published));
    let package = || Cow::Borrowed(package::package(published).as_bytes());
    let mut files = vec![
        File { path: urls::DATA_WORKBOOK.to_owned(), from, make: Make::Written(Arc::new(workbook)) },
        File::new(urls::DATA_ARCHIVE.to_owned(), from, archive),
        File::new(urls::DATA_PACKAGE.to_owned(), from, package),
    ];
    for form in &published.forms {
        let path = |ending| urls::table(form.table.name, ending);
        let of_rows = |path, write: fn(&Table, &mut dyn io::Write) -> io::Result<()>| {
            File::of_rows(path, form.from, form.table.rows.len(), move |to| write(form.table, to))
        };
        files.push(of_rows(path("csv"), |table, to| table.write_csv(to)));
        files.push(of_rows(path("jsonl"), json::write_lines));
    }
    files
}
