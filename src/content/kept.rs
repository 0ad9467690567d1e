//! What files said when they were last read, for a preview that reads them again after each edit.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::files::FileKind;
use super::{Parsed, parse};
use crate::diagnostics::FileId;

/// What files said when they were last read.
#[derive(Debug, Default)]
pub struct Kept(BTreeMap<(FileKind, FileId), KeptFile>);

#[derive(Debug)]
struct KeptFile {
    /// The digest of its text; nothing where it could not be read.
    text: Option<blake3::Hash>,
    said: Parsed,
}

impl Kept {
    /// What files say, of which those that have the same place and text as before are not parsed again.
    pub(super) fn parse(&mut self, files: Vec<(FileKind, FileId, Option<&str>)>) -> Vec<Parsed> {
        let known = |(kind, file, text)| {
            let key = (kind, file);
            let known = self.0.remove(&key);
            (key, text, known)
        };
        let files: Vec<_> = files.into_iter().map(known).collect();
        let read = |(key, text, known): ((FileKind, FileId), Option<&str>, Option<KeptFile>)| {
            let digest = text.map(|text| blake3::hash(text.as_bytes()));
            let known = known.filter(|known| known.text == digest);
            let file = known.unwrap_or_else(|| KeptFile { text: digest, said: parse(&key.0, key.1, text) });
            (key, file)
        };
        let read: Vec<_> = files.into_par_iter().map(read).collect();
        let said = read.iter().map(|(_, file)| file.said.clone()).collect();
        self.0 = read.into_iter().collect();
        said
    }
}
