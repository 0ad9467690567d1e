//! Files that are written as they are made, and read as they are compared: no more of them is held than a part.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use super::manifest::Digest;

/// What is held of a file.
const PART: usize = 1 << 16;

/// A file that was written.
pub(super) struct Written {
    pub length: usize,
    pub digest: Digest,
}

/// Counts and digests what it passes on.
struct Counted {
    file: File,
    length: usize,
    hasher: blake3::Hasher,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.length += written;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Writes into a new file.
pub(super) fn write(file: File, write: &dyn Fn(&mut dyn Write) -> io::Result<()>) -> io::Result<Written> {
    let counted = Counted { file, length: 0, hasher: blake3::Hasher::new() };
    let mut to = BufWriter::with_capacity(PART, counted);
    write(&mut to)?;
    let Counted { length, hasher, .. } = to.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok(Written { length, digest: Digest::from(hasher.finalize()) })
}

/// Whether two files of the same length hold the same bytes; not where one can't be read.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    compared(one, other).unwrap_or(false)
}

fn compared(one: &Path, other: &Path) -> io::Result<bool> {
    let open = |path| File::open(path).map(|file| BufReader::with_capacity(PART, file));
    let (mut one, mut other) = (open(one)?, open(other)?);
    let (mut a, mut b) = (vec![0; PART], vec![0; PART]);
    loop {
        let read = one.read(&mut a)?;
        if read == 0 {
            return Ok(other.read(&mut b)? == 0);
        }
        if other.read_exact(&mut b[..read]).is_err() || a[..read] != b[..read] {
            return Ok(false);
        }
    }
}

/// Gives the old site's file to the new one, in the place of one that holds the same.
pub(super) fn replace_with_link(old: &Path, new: &Path) -> io::Result<()> {
    // Of no other file: `a.csv` and `a.jsonl` are written at once.
    let mut beside = new.to_owned().into_os_string();
    beside.push(".same");
    fs::hard_link(old, &beside)?;
    fs::rename(&beside, new).inspect_err(|_| _ = fs::remove_file(&beside))
}
