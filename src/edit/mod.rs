//! Edits of records that keep everything else as it was written: comments, order and layout.
//!
//! `keys` sets a key or adds an item, `confirm` a date of checking, both at the places that the reader's spans give;
//! `migrate` brings records of an older form into this program's, `draft` writes a new record out of the schema, and `new` finds it a place that is free.

pub mod confirm;
pub mod draft;
pub mod keys;
pub mod migrate;
pub mod new;
mod places;

use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Writes a file in one step, whether it is there already or not.
///
/// # Errors
/// As [`replace`] and [`create`].
pub fn put(path: &Path, text: &str) -> io::Result<()> {
    if path.symlink_metadata().is_ok() { replace(path, text) } else { create(path, text) }
}

/// Puts a text in place of a file in one step, so that nobody ever reads half of it.
///
/// # Errors
/// Where the folder refuses; the file is then as it was.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    replace_with(path, |file| file.write_all(text.as_bytes()))
}

/// The same with what somebody writes piece by piece.
///
/// # Errors
/// As [`replace`].
pub fn replace_with(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut file = beside(path)?;
    in_large_pieces(&mut file, write)?;
    file.as_file().set_permissions(fs::metadata(path)?.permissions())?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// Writes a file that must not be there yet.
///
/// # Errors
/// Where the folder refuses, or the file came there meanwhile.
pub fn create(path: &Path, bytes: impl AsRef<[u8]>) -> io::Result<()> {
    create_with(path, |file| file.write_all(bytes.as_ref()))
}

/// The same with what somebody writes piece by piece.
///
/// # Errors
/// As [`create`].
pub fn create_with(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = beside(path)?;
    in_large_pieces(&mut file, write)?;
    file.persist_noclobber(path).map(drop).map_err(|error| error.error)
}

fn in_large_pieces(
    file: &mut impl Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut pieces = io::BufWriter::new(file);
    write(&mut pieces)?;
    pieces.flush()
}

/// A hidden file of the same folder, which no reader of records looks at.
fn beside(path: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".edit-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Temporary files are private; a record is as readable as any file that its writer makes.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    builder.tempfile_in(folder.unwrap_or(Path::new(".")))
}
