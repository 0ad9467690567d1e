//! Texts that wait on the disk: what there is of them grows with the files that are read, and memory must not.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};

/// A file without a name, which the system takes away with the program.
pub(super) struct Spill {
    file: File,
    /// What is not in the file yet.
    fresh: Vec<u8>,
    /// Where that begins.
    end: u64,
}

/// Where a text lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slip {
    at: u64,
    length: u32,
}

/// As much is gathered before it is written.
const GATHERED: usize = 1 << 18;

impl Spill {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self { file: tempfile::tempfile()?, fresh: Vec::with_capacity(GATHERED), end: 0 })
    }

    pub(super) fn keep(&mut self, text: &[u8]) -> io::Result<Slip> {
        let length = u32::try_from(text.len()).map_err(io::Error::other)?;
        let slip = Slip { at: self.end + self.fresh.len() as u64, length };
        self.fresh.extend_from_slice(text);
        if self.fresh.len() >= GATHERED {
            self.write()?;
        }
        Ok(slip)
    }

    pub(super) fn text(&mut self, slip: Slip) -> io::Result<String> {
        String::from_utf8(self.bytes(slip)?).map_err(io::Error::other)
    }

    fn bytes(&mut self, slip: Slip) -> io::Result<Vec<u8>> {
        if slip.at + u64::from(slip.length) > self.end {
            self.write()?;
        }
        let mut bytes = vec![0; slip.length as usize];
        self.file.seek(SeekFrom::Start(slip.at))?;
        self.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn write(&mut self) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(&self.fresh)?;
        self.end += self.fresh.len() as u64;
        self.fresh.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_read_in_any_order() -> io::Result<()> {
        let mut spill = Spill::new()?;
        let (a, b) = (spill.keep(b"one")?, spill.keep(b"")?);
        assert_eq!(spill.text(a)?, "one");
        let c = spill.keep(b"three")?;
        assert_eq!((spill.text(c)?, spill.text(b)?), ("three".to_owned(), String::new()));
        assert_eq!(spill.text(a)?, "one");
        Ok(())
    }
}
