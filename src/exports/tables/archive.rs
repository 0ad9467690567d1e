//! All tables in one archive, with the description that programs read and a note that people read.

use std::io::{self, Cursor, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::package;
use crate::exports::downloads::{About, Published};

/// The archive as a file.
pub(super) fn archive(published: &Published) -> Vec<u8> {
    // In memory, nothing is refused.
    pack(published).unwrap_or_default()
}

fn pack(published: &Published) -> ZipResult<Vec<u8>> {
    let as_of = published.about.as_of;
    let (month, day) = (as_of.month().unsigned_abs(), as_of.day().unsigned_abs());
    // The same records give the same bytes, on whatever day.
    let time =
        DateTime::from_date_and_time(as_of.year().unsigned_abs(), month, day, 0, 0, 0).unwrap_or_default();
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(time)
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("README.txt", options)?;
    zip.write_all(note(&published.about).as_bytes())?;
    zip.start_file("datapackage.json", options)?;
    zip.write_all(package::package(published).as_bytes())?;
    for form in &published.forms {
        zip.start_file(package::name_of(form.table), options)?;
        form.table.write_csv(Unflushed(&mut zip))?;
    }
    Ok(zip.finish()?.into_inner())
}

/// What is written is packed together, as if it came at once.
struct Unflushed<W>(W);

impl<W: Write> Write for Unflushed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn note(about: &About) -> String {
    format!(
        "{}\nPosition on {}. {}\n\n{}, {}\n{}\n{}\n{}\n\nText is UTF-8. Dates are as exact as their source: 2027, 2027-03 or 2027-03-31.\nSeveral values in one cell are separated by semicolons. An empty cell is never zero\nand never no. A cell that begins with an apostrophe is that text without it.\ndatapackage.json says what each column means.\n",
        about.title,
        about.as_of,
        about.note,
        about.publisher.name,
        about.publisher.url,
        about.rights,
        about.licence.url,
        about.base_url,
    )
}
