//! What each file of a site was made from, kept in the site's folder, so that the next build makes only the files of which
//! that has changed.
//!
//! A file is taken over from the old site if its digest is the same, the same program wrote it, and it is as it was
//! written: as long, and older than the manifest, which is written last. Whatever is not just so means that the file is
//! made again; a manifest that is damaged means that all are. So does one that anybody may write to: a build leaves its own
//! read-only, which git never does, so that no manifest that came with somebody's change is believed.

use std::cell::Cell;
use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::fs;
use std::io;
use std::path::Path;
use std::str::FromStr;
use std::time::SystemTime;

use serde::Serialize;

use super::program::{self, Program};
use super::verify::Known;

/// A digest of everything that a file is made from: of its bytes, where nothing else is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digest(u128);

impl Digest {
    /// The digest of what something says; none of what can't be said in full, so that it is made each time. Fields are told
    /// by their places and not by their names, so none may be left out (`serde(skip_serializing_if)`): what follows would
    /// stand in its place.
    #[must_use]
    pub fn of(what: &impl Serialize) -> Option<Self> {
        let mut hasher = io::BufWriter::with_capacity(1 << 14, blake3::Hasher::new());
        rmp_serde::encode::write(&mut hasher, what).ok()?;
        hasher.into_inner().ok().map(|hasher| Self::from(hasher.finalize()))
    }

    /// The digest of some bytes.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::from(blake3::hash(bytes))
    }
}

impl From<blake3::Hash> for Digest {
    fn from(hash: blake3::Hash) -> Self {
        Self(hash.as_bytes()[..16].iter().fold(0, |sum, byte| sum << 8 | u128::from(*byte)))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for Digest {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u128::from_str_radix(text, 16).map(Self)
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A file of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// What it was made from.
    pub from: Digest,
    /// How many bytes it has.
    pub length: usize,
    /// What others have to know of it, if the site was looked at.
    pub known: Known,
}

/// The files of a site and what they were made from, by their addresses.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    entries: HashMap<String, Entry>,
    /// What is not older may have been changed by others.
    written: Option<SystemTime>,
    /// Whether it was looked at before it was published, and nothing was wrong.
    is_verified: bool,
}

/// For whoever looks into the folder.
const HEAD: &str = "This folder is written by citytools build. Do not edit it: the next build replaces it.";

impl Manifest {
    /// The manifest of a site that this program has written; empty where there is none to be relied on.
    pub fn read(file: &Path) -> Self {
        let found =
            fs::symlink_metadata(file).ok().filter(|found| found.is_file() && found.permissions().readonly());
        let Some(found) = found else { return Self::default() };
        let written = found.modified().ok();
        let text = fs::read_to_string(file).unwrap_or_default();
        let (entries, is_verified) =
            parsed(&text, &|program| program::this().is(program)).unwrap_or_default();
        Self { entries, written, is_verified }
    }

    /// Whether it says anything.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether the site was looked at before it was published, and nothing was wrong.
    pub fn is_verified(&self) -> bool {
        self.is_verified
    }

    /// All files by their addresses.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.entries.iter().map(|(path, entry)| (path.as_str(), entry))
    }

    /// What a file is said to be made from.
    pub fn get(&self, path: &str) -> Option<Entry> {
        self.entries.get(path).copied()
    }

    /// Whether something that was changed at that time was there when the manifest was written.
    pub fn is_older(&self, changed: SystemTime) -> bool {
        self.written.is_some_and(|written| changed < written)
    }
}

/// Writes a manifest that [`Manifest::read`] believes.
pub(super) fn write(file: &Path, text: &str) -> io::Result<()> {
    fs::write(file, text)?;
    let mut permissions = fs::metadata(file)?.permissions();
    permissions.set_readonly(true);
    fs::set_permissions(file, permissions)
}

/// What a manifest says of a site that was looked at.
const VERIFIED: &str = "verified";
const NOT_VERIFIED: &str = "not verified";
/// What it says of a file without a title that others have to know.
const NO_TITLE: &str = "-";

/// The text of a manifest.
pub(super) fn text(program: Option<Program>, is_verified: bool, mut entries: Vec<(String, Entry)>) -> String {
    let mut text = format!("{HEAD}\n");
    if let Some(Program { digest, mark }) = program {
        let mark = mark.map(|mark| format!(" {mark}")).unwrap_or_default();
        let verified = if is_verified { VERIFIED } else { NOT_VERIFIED };
        let _ = writeln!(text, "program {digest}{mark}\n{verified}");
        entries.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        for (path, Entry { from, length, known: Known { led_to, led_to_ids, title } }) in entries {
            let title = title.map_or_else(|| NO_TITLE.to_owned(), |title| title.to_string());
            let _ = writeln!(text, "{from} {length} {led_to} {led_to_ids} {title} {path}");
        }
        let _ = writeln!(text, "end {}", Digest::of_bytes(text.as_bytes()));
    }
    text
}

/// What a manifest says, if the program that wrote it is one to be believed.
fn parsed(text: &str, is_this: &dyn Fn(Program) -> bool) -> Option<(HashMap<String, Entry>, bool)> {
    let (lines, end) = text.trim_end_matches('\n').rsplit_once('\n')?;
    let said = end.strip_prefix("end ")?.parse().ok()?;
    let lines = &text[..=lines.len()];
    if Digest::of_bytes(lines.as_bytes()) != said {
        return None;
    }
    // As it was written: `lines` would take a sign from the end of a name.
    let mut lines = lines.split_terminator('\n').skip(1);
    let mut program = lines.next()?.strip_prefix("program ")?.splitn(2, ' ').map(Digest::from_str);
    let program = Program { digest: program.next()?.ok()?, mark: program.next().transpose().ok()? };
    if !is_this(program) {
        return None;
    }
    let is_verified = lines.next()? == VERIFIED;
    let entries = lines.map(|line| {
        let mut parts = line.splitn(6, ' ');
        let from = parts.next()?.parse().ok()?;
        let length = parts.next()?.parse().ok()?;
        let led_to = parts.next()?.parse().ok()?;
        let led_to_ids = parts.next()?.parse().ok()?;
        let title = Some(parts.next()?).filter(|title| *title != NO_TITLE);
        let title = title.map(str::parse).transpose().ok()?;
        Some((parts.next()?.to_owned(), Entry { from, length, known: Known { led_to, led_to_ids, title } }))
    });
    Some((entries.collect::<Option<_>>()?, is_verified))
}

/// A manifest that was read, as it would be written; nothing where it is not believed. For fuzz targets.
#[doc(hidden)]
#[must_use]
pub fn again(written: &str, program: Digest) -> Option<String> {
    let found = Cell::new(None);
    let is_this = |told: Program| {
        found.set(Some(told));
        told.digest == program
    };
    let (entries, is_verified) = parsed(written, &is_this)?;
    Some(text(found.get(), is_verified, entries.into_iter().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: Program = Program { digest: Digest(7), mark: Some(Digest(70)) };

    fn read(text: &str) -> Option<(HashMap<String, Entry>, bool)> {
        parsed(text, &|program| program == PROGRAM)
    }

    fn whole() -> String {
        let entry = |from, length| Entry {
            from: Digest(from),
            length,
            known: Known {
                led_to: length / 10,
                led_to_ids: length / 20,
                title: (length == 20).then_some(Digest(5)),
            },
        };
        text(
            Some(PROGRAM),
            true,
            vec![
                ("b/".to_owned(), entry(2, 20)),
                (String::new(), entry(1, 10)),
                ("c\r\r".to_owned(), entry(3, 30)),
            ],
        )
    }

    #[test]
    fn a_manifest_says_what_it_was_told() {
        let (read, is_verified) = read(&whole()).expect("it is whole");
        assert!(is_verified);
        assert_eq!(read.len(), 3);
        assert!(read.contains_key("c\r\r"), "a name as it is");
        let known = Known { led_to: 2, led_to_ids: 1, title: Some(Digest(5)) };
        assert_eq!(read["b/"], Entry { from: Digest(2), length: 20, known });
        let known = Known { led_to: 1, led_to_ids: 0, title: None };
        assert_eq!(read[""], Entry { from: Digest(1), length: 10, known });
    }

    #[test]
    fn a_damaged_manifest_or_one_of_another_program_says_nothing() {
        assert_eq!(parsed(&whole(), &|_| false), None);
        for end in 0..whole().len() - 1 {
            assert_eq!(read(&whole()[..end]), None, "cut after {end} bytes");
        }
        for place in 0..whole().len() {
            let mut bytes = whole().into_bytes();
            bytes[place] ^= 1;
            let Ok(text) = String::from_utf8(bytes) else { continue };
            if text.trim_end_matches('\n') != whole().trim_end_matches('\n') {
                assert_eq!(read(&text), None, "byte {place} changed");
            }
        }
    }
}
