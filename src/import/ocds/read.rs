//! Files of notices to releases, one at a time, so that a file of any size needs no more memory than its largest release.
//! It still takes its time, so a file that is larger than those of notice services is read only when that is asked for.
//!
//! A file holds one package or several, single releases or records, in an array or one after another. JSON Lines are read
//! line by line, so that a broken line costs no other.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::bounded::Room;
use super::capped::{Capped, is_cut};
use super::json::items;
use crate::plain::{Links, open};

/// What stands in a file.
#[derive(Debug)]
pub(super) enum Part {
    /// A package of releases or records begins.
    Package,
    /// A release.
    Release(Value),
    /// A record: the releases of one procurement, or what they come to.
    Record(Value),
    /// A release or record with a text that is longer than any notice's, and its procurement.
    TooLong(Option<String>),
    /// Something that is no release, told in a few words.
    Other(&'static str),
    /// The file can't be read here; what follows is read only where `goes_on`.
    Broken { line: usize, column: usize, why: String, goes_on: bool },
    /// The file is larger than is read unasked; what was not read of it.
    TooMuch(String),
}

/// How large a file may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// As notice services give files out: a hundred releases, some megabytes.
    Usual,
    /// As large as it is, and as long as it takes.
    Any,
}

/// Bytes of a usual file.
const MOST_BYTES: u64 = 32 << 20;

/// Releases of a usual file, with their parties, lots, awards and contracts, each of which is compared with all records: what two
/// seconds hold.
const MOST_PARTS: usize = 4_000;

/// Room for finding out whether each line is a value of its own.
const AHEAD: usize = 1 << 20;

/// A file of which as many parts are no notices is none of notices.
const MOST_WRONG: usize = 1_000;

/// Gives every part of a file, with the line that it ends on.
pub(super) fn read(path: &Path, size: Size, sink: &mut dyn FnMut(Part)) -> io::Result<()> {
    let Some(file) = open(path, Links::Followed)? else {
        sink(broken(
            1,
            1,
            "it is a folder, a pipe or a device, and notices are read from plain files",
            false,
        ));
        return Ok(());
    };
    if size == Size::Usual && file.metadata()?.len() > MOST_BYTES {
        sink(Part::TooMuch(format!("the file has more than {} MB, so none of it is read", MOST_BYTES >> 20)));
        return Ok(());
    }
    let enough = Cell::new(false);
    let (mut wrong, mut read) = (0, 0);
    let is_full = |read: usize| size == Size::Usual && read > MOST_PARTS;
    let mut counting = |part: Part| {
        wrong += usize::from(match &part {
            Part::Release(json) | Part::Record(json) => !json.is_object(),
            Part::Package => false,
            _ => true,
        });
        if enough.get() {
            return;
        }
        if let Part::Release(json) | Part::Record(json) = &part {
            read += weight(json);
        }
        if !is_full(read) {
            sink(part);
        }
        enough.set(wrong >= MOST_WRONG || is_full(read));
    };
    parts(file, &enough, &mut counting)?;
    if is_full(read) {
        let what = "releases, parties, lots, awards and contracts";
        sink(Part::TooMuch(format!("the file has more than {MOST_PARTS} {what}, so the rest is not read")));
    } else if enough.get() {
        let why = format!("{MOST_WRONG} parts of the file are no notices");
        sink(broken(1, 1, why, false));
    }
    Ok(())
}

/// A release, or those of a record, with all that is looked for among the records.
fn weight(json: &Value) -> usize {
    let count = |at: &str| items(json, at).count();
    let own = ["/parties", "/tender/lots", "/awards", "/contracts"].into_iter().map(count).sum::<usize>();
    let of_record = items(json, "/releases").chain(json.get("compiledRelease")).map(weight).sum::<usize>();
    1 + own + of_record
}

fn parts(file: File, enough: &Cell<bool>, sink: &mut dyn FnMut(Part)) -> io::Result<()> {
    let mut reader = BufReader::with_capacity(AHEAD, file);
    if reader.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        reader.consume(3);
    }
    let begin = reader.fill_buf()?;
    if begin.starts_with(b"\x1f\x8b") || begin.starts_with(b"PK") {
        sink(broken(1, 1, "the file is packed; unpack it first", false));
        return Ok(());
    }
    if is_utf_16(begin) {
        let why = "the file is in UTF-16, and notices are read in UTF-8; save it as UTF-8 in an editor, or with \
            `iconv -f UTF-16 -t UTF-8`";
        sink(broken(1, 1, why, false));
        return Ok(());
    }
    if begin.iter().all(u8::is_ascii_whitespace) && begin.len() < AHEAD {
        sink(broken(1, 1, "the file is empty", false));
        return Ok(());
    }
    if are_lines(begin) {
        lines(BufReader::new(Capped::new(reader, enough)), sink)
    } else {
        values(Capped::new(reader, enough), sink)
    }
}

/// Its mark, or a letter of two bytes: JSON begins with one of ASCII.
fn is_utf_16(begin: &[u8]) -> bool {
    matches!(begin, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, ..] | [_, 0, ..])
}

fn broken(line: usize, column: usize, why: impl Into<String>, goes_on: bool) -> Part {
    Part::Broken { line, column: column.max(1), why: why.into(), goes_on }
}

/// Whether the first line is a whole value, and another one follows.
fn are_lines(begin: &[u8]) -> bool {
    let Some(end) = begin.iter().position(|byte| *byte == b'\n') else { return false };
    let (first, rest) = (begin[..end].trim_ascii(), begin[end..].trim_ascii_start());
    first.starts_with(b"{") && first.ends_with(b"}") && rest.starts_with(b"{")
}

fn lines(mut reader: impl BufRead, sink: &mut dyn FnMut(Part)) -> io::Result<()> {
    for number in 1.. {
        if reader.fill_buf()?.is_empty() {
            break;
        }
        let mut line = Line { reader: &mut reader, ended: false };
        if line.is_blank()? {
            continue;
        }
        let mut values = serde_json::Deserializer::from_reader(BufReader::new(&mut line));
        let read = Anything { sink }.deserialize(&mut values).and_then(|()| values.end());
        if let Err(error) = read {
            if error.is_io() {
                return Err(error.into());
            }
            sink(broken(number, error.column(), said(&error), true));
        }
        line.skip()?;
    }
    Ok(())
}

/// One line of a reader, which need not fit into memory.
struct Line<'r, R> {
    reader: &'r mut R,
    ended: bool,
}

impl<R: BufRead> Line<'_, R> {
    /// Whether nothing stands on it. What stands before something is consumed.
    fn is_blank(&mut self) -> io::Result<bool> {
        loop {
            let held = self.reader.fill_buf()?;
            let Some(first) = held.first() else { return Ok(true) };
            let is_end = *first == b'\n';
            if !first.is_ascii_whitespace() {
                return Ok(false);
            }
            self.reader.consume(1);
            if is_end {
                self.ended = true;
                return Ok(true);
            }
        }
    }

    /// Goes to its end.
    fn skip(&mut self) -> io::Result<()> {
        if !self.ended {
            self.reader.skip_until(b'\n')?;
            self.ended = true;
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Line<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.ended || into.is_empty() {
            return Ok(0);
        }
        let held = self.reader.fill_buf()?;
        let held = &held[..held.len().min(into.len())];
        let end = held.iter().position(|byte| *byte == b'\n');
        let count = end.unwrap_or(held.len());
        into[..count].copy_from_slice(&held[..count]);
        if count == 0 {
            self.ended = true;
        }
        let line_end = usize::from(count == 0 && end.is_some());
        self.reader.consume(count + line_end);
        Ok(count)
    }
}

fn values(reader: impl Read, sink: &mut dyn FnMut(Part)) -> io::Result<()> {
    let mut values = serde_json::Deserializer::from_reader(reader);
    loop {
        if let Err(error) = (Anything { sink }).deserialize(&mut values) {
            if error.is_io() {
                return Err(error.into());
            }
            sink(broken(error.line(), error.column(), said(&error), false));
            return Ok(());
        }
        if values.end().is_ok() {
            return Ok(());
        }
    }
}

/// A release or record, unless some of it was not read.
fn whole(json: Value, part: impl Fn(Value) -> Part) -> Part {
    if is_cut(&json) {
        let ocid = json.get("ocid").and_then(Value::as_str);
        return Part::TooLong(ocid.map(|ocid| ocid.chars().take(100).collect()));
    }
    part(json)
}

/// What the reader says, without the place, which stands elsewhere.
fn said(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(text, _)| text);
    text.replace("EOF while", "the text ends while")
}

/// A package, a release, a record, or an array of them.
struct Anything<'s> {
    sink: &'s mut dyn FnMut(Part),
}

impl<'de> DeserializeSeed<'de> for Anything<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Anything<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("a package of releases or records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Anything { sink: &mut *self.sink })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let sink = self.sink;
        let (mut own, room) = (Map::new(), Room::new());
        let (mut is_package, mut whole_releases) = (false, 0);
        while let Some(key) = entries.next_key::<String>()? {
            match key.as_str() {
                "releases" | "records" => {
                    let is_of_package = key == "records" || !own.contains_key("ocid");
                    if is_of_package && !is_package {
                        sink(Part::Package);
                        is_package = true;
                    }
                    let items = Items { sink: &mut *sink, are_records: key == "records" };
                    whole_releases += entries.next_value_seed(items)?;
                }
                // The tables of contents that packages have are of no use here.
                "extensions" | "packages" | "links" => drop(entries.next_value_seed(&Room::new())?),
                _ => {
                    let value = room.entry(&key, &mut entries)?;
                    own.insert(key, value);
                }
            }
        }
        if own.contains_key("compiledRelease") && whole_releases == 0 {
            sink(whole(Value::Object(own), Part::Record));
        } else if own.contains_key("ocid") && whole_releases == 0 && !is_package {
            sink(whole(Value::Object(own), Part::Release));
        } else if !is_package && whole_releases == 0 {
            sink(Part::Other("an object that is neither a package nor a release"));
        }
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        self.other()
    }
    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<(), E> {
        self.other()
    }
    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<(), E> {
        self.other()
    }
    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<(), E> {
        self.other()
    }
    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        self.other()
    }
    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.other()
    }
}

impl Anything<'_> {
    #[expect(clippy::unnecessary_wraps, reason = "what a visitor's functions return")]
    fn other<E>(self) -> Result<(), E> {
        (self.sink)(Part::Other("a value that is no object"));
        Ok(())
    }
}

/// The releases or records of a package, counted where they are whole and not only linked.
struct Items<'s> {
    sink: &'s mut dyn FnMut(Part),
    are_records: bool,
}

impl<'de> DeserializeSeed<'de> for Items<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("an array of releases or records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<usize, A::Error> {
        let mut whole = 0;
        while let Some(item) = items.next_element_seed(&Room::new())? {
            if self.are_records {
                whole += 1;
                (self.sink)(self::whole(item, Part::Record));
            } else if item.get("ocid").is_some() || item.get("url").is_none() {
                whole += 1;
                (self.sink)(self::whole(item, Part::Release));
            }
        }
        Ok(whole)
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<usize, E> {
        Ok(0)
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<usize, A::Error> {
        Err(A::Error::custom("releases and records stand in an array"))
    }
}

/// The releases of a record: all that are told in full, or what they come to.
pub(super) fn of_record(record: Value) -> Vec<Value> {
    let Value::Object(mut record) = record else { return Vec::new() };
    let whole: Vec<Value> = match record.remove("releases") {
        Some(Value::Array(releases)) => {
            releases.into_iter().filter(|release| release.get("ocid").is_some()).collect()
        }
        _ => Vec::new(),
    };
    if whole.is_empty() { record.remove("compiledRelease").into_iter().collect() } else { whole }
}
