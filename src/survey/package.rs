//! A workbook before anything is made of it: it is unpacked once into nothing. That finds damage, and bounds what the
//! reader of workbooks can take, who trusts what a workbook says of itself.

use std::io::{self, Cursor, Read as _};

/// Bytes of everything in a workbook, unpacked.
const MAX_UNPACKED: u64 = 24 << 20;
/// Bytes of one part. A sheet is read a cell at a time, and a cell can be as long as its part.
const MAX_PART: u64 = 5 << 20;
/// Bytes of the texts that cells share, which are held in memory.
const MAX_TEXTS: u64 = 3 << 20;
/// Bytes of any other part that is made into many small things, such as styles.
const MAX_OTHER: u64 = 512 << 10;
/// Files in a workbook.
const MAX_PARTS: usize = 1_000;
/// Texts that a workbook can say that it has.
const MAX_SHARED: u64 = 100_000;

/// What names the other parts.
const ROOT: &str = "_rels/.rels";

/// Why a workbook is not read.
pub(super) fn unpack_in_vain(bytes: &[u8]) -> Result<(), String> {
    let damaged = |what: &dyn std::fmt::Display| format!("the workbook is damaged: {what}");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if archive.len() > MAX_PARTS {
        return Err(format!("the workbook has {} parts, and a survey has ten", archive.len()));
    }
    let mut left = MAX_UNPACKED;
    let mut root = Vec::new();
    let mut large = Vec::new();
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).map_err(|error| damaged(&error))?;
        let name = part.name().map_err(|error| damaged(&error))?.to_ascii_lowercase();
        let most = most_bytes(&name);
        let mut watch = Watch { keeps: name == ROOT, ..Watch::default() };
        let unpacked =
            io::copy(&mut part.by_ref().take(most + 1), &mut watch).map_err(|error| damaged(&error))?;
        if unpacked > most {
            return Err(format!(
                "{name} in the workbook is larger than {} kB when it is unpacked",
                most >> 10
            ));
        }
        left = left.checked_sub(unpacked).ok_or_else(|| {
            format!("the workbook is larger than {} megabytes when it is unpacked", MAX_UNPACKED >> 20)
        })?;
        if watch.lies {
            return Err(format!("{name} in the workbook says that it has more than {MAX_SHARED} texts"));
        }
        root.extend(watch.kept);
        if unpacked > MAX_OTHER {
            large.push(name);
        }
    }
    if large.iter().any(|name| can_name(&root, name)) {
        return Err("a large part of the workbook is given out for its list of sheets".to_owned());
    }
    Ok(())
}

/// How large a part may be, by what it is read as.
fn most_bytes(name: &str) -> u64 {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let is_read_whole =
        ["styles.xml", "theme1.xml", "workbook.xml"].contains(&file) || file.ends_with(".rels");
    match file {
        "sharedstrings.xml" => MAX_TEXTS,
        _ if is_read_whole => MAX_OTHER,
        _ => MAX_PART,
    }
}

/// Whether the list of parts can name this one: as the workbook it would be read whole, whatever it is called.
fn can_name(root: &[u8], name: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let root = root.to_ascii_lowercase();
    // In another spelling, or in another encoding, it could name any.
    let is_plain = root.is_ascii() && !root.contains(&b'&') && !root.contains(&0);
    !is_plain || root.windows(file.len().max(1)).any(|word| word == file.as_bytes())
}

/// Looks for a count of texts that no workbook has: the reader of workbooks makes room for as many before it has seen one.
#[derive(Default)]
struct Watch {
    last: Vec<u8>,
    lies: bool,
    keeps: bool,
    kept: Vec<u8>,
}

impl Watch {
    const COUNT: &[u8] = b"uniqueCount";
    /// Bytes from one piece that are looked at again with the next: the word, and a long number.
    const OVERLAP: usize = 100;

    fn lies(mut text: &[u8]) -> bool {
        while let Some(at) = text.iter().position(|byte| *byte == Self::COUNT[0]) {
            text = &text[at..];
            if let Some(rest) = text.strip_prefix(Self::COUNT)
                && number(rest) > MAX_SHARED
            {
                return true;
            }
            text = &text[1..];
        }
        false
    }
}

/// The number that an attribute's name is followed by.
fn number(text: &[u8]) -> u64 {
    let is_between = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'=' | b'"' | b'\'');
    let digits = text.iter().skip_while(is_between).take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |number: u64, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}

impl io::Write for Watch {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if self.keeps {
            self.kept.extend_from_slice(piece);
        }
        self.last.extend_from_slice(piece);
        self.lies |= Self::lies(&self.last);
        let gone = self.last.len().saturating_sub(Self::OVERLAP);
        self.last.drain(..gone);
        Ok(piece.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
