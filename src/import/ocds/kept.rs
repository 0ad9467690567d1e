//! Notices that were read, beside the review file: what a later notice changes is in them.
//!
//! A procurement is told by several notices, and they come with different files on different days. What is proposed is
//! made of all of them, so it can't depend on how they are spread over runs. Each line is one notice as far as contracts
//! need it, in JSON. Like the review file it is for working with, and not for publishing.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, BufWriter, Read as _, Seek as _, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::buyers::Match;
use super::release::Release;
use crate::plain::{Links, open};

/// The first line; a file without it is somebody else's.
const FIRST: &str = "{\"about\":\"Notices that `citytools import ocds` has read, for later ones to be added to. Keep it beside the review file.\",\"form\":1}";

/// No line is longer than a release may be.
const LONGEST: u64 = 64 << 20;

/// A notice, and the authorities that buy.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Line {
    pub buyers: Vec<Match>,
    pub release: Release,
}

impl Line {
    /// As it is kept: without what the notice leaves open.
    pub(super) fn text(&self) -> io::Result<String> {
        let mut json = serde_json::to_value(self)?;
        prune(&mut json);
        Ok(json.to_string())
    }

    pub(super) fn of(text: &str) -> io::Result<Self> {
        Ok(serde_json::from_str(text)?)
    }
}

/// Takes empty values out of objects.
fn prune(json: &mut Value) {
    match json {
        Value::Object(own) => {
            own.values_mut().for_each(prune);
            own.retain(|_, value| match value {
                Value::Null => false,
                Value::Array(items) => !items.is_empty(),
                Value::Object(entries) => !entries.is_empty(),
                _ => true,
            });
        }
        Value::Array(items) => items.iter_mut().for_each(prune),
        _ => {}
    }
}

/// Where the notices of a review file are.
pub(super) fn path(review: &Path) -> PathBuf {
    review.with_extension("notices.jsonl")
}

/// Bytes of a file of notices: some hundred thousand of them, many times those of a region with a hundred authorities.
const MOST: u64 = 512 << 20;

/// What is wrong with a file of notices.
pub(super) enum Wrong {
    /// The machine says so.
    Io(io::Error),
    /// No import wrote it.
    NotOurs,
    /// A link, a folder, a pipe or a device.
    NotPlain,
    /// It has more bytes than this.
    TooLong(u64),
}

/// Gives each line of the file with its number, and the file's fingerprint; nothing, where there is no such file.
pub(super) fn read(
    path: &Path,
    sink: &mut dyn FnMut(usize, &str) -> io::Result<()>,
) -> Result<Option<blake3::Hash>, Wrong> {
    let file = match open(path, Links::Refused) {
        Ok(Some(file)) => file,
        Ok(None) => return Err(Wrong::NotPlain),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Wrong::Io(error)),
    };
    if file.metadata().map_err(Wrong::Io)?.len() > MOST {
        return Err(Wrong::TooLong(MOST));
    }
    let mut reader = BufReader::new(file);
    let mut print = blake3::Hasher::new();
    let mut line = String::new();
    for number in 1.. {
        line.clear();
        if reader.by_ref().take(LONGEST).read_line(&mut line).map_err(Wrong::Io)? == 0 {
            if number == 1 {
                return Err(Wrong::NotOurs);
            }
            break;
        }
        print.update(line.as_bytes());
        match line.trim_end() {
            first if number == 1 && first != FIRST => return Err(Wrong::NotOurs),
            _ if number == 1 => {}
            "" => {}
            line => sink(number, line).map_err(Wrong::Io)?,
        }
    }
    Ok(Some(print.finalize()))
}

/// The file as it is to be, which waits on the disk until it is written.
pub struct Kept {
    path: PathBuf,
    waiting: BufWriter<File>,
    print: blake3::Hasher,
    is_empty: bool,
    there: Option<blake3::Hash>,
}

impl Kept {
    pub(super) fn new(path: PathBuf, there: Option<blake3::Hash>) -> io::Result<Self> {
        let waiting = BufWriter::new(tempfile::tempfile()?);
        let mut kept = Self { path, waiting, print: blake3::Hasher::new(), is_empty: true, there };
        kept.line(FIRST)?;
        kept.is_empty = true;
        Ok(kept)
    }

    pub(super) fn line(&mut self, line: &str) -> io::Result<()> {
        self.is_empty = false;
        for bytes in [line.as_bytes(), b"\n"] {
            self.print.update(bytes);
            self.waiting.write_all(bytes)?;
        }
        Ok(())
    }

    /// Where it is to be.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether there is such a file.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.there.is_some()
    }

    /// Whether it says something that the file there does not.
    #[must_use]
    pub fn is_new(&self) -> bool {
        if self.is_there() { self.there != Some(self.print.finalize()) } else { !self.is_empty }
    }

    /// Writes the file.
    ///
    /// # Errors
    /// Where it can't be written, or what waits can't be read.
    pub fn write(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.waiting.flush()?;
        let file = self.waiting.get_mut();
        file.rewind()?;
        io::copy(file, out).map(drop)
    }
}
