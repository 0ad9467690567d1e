//! The review file: a YAML document for each file that proposals are for, with a block for each proposal.
//!
//! A block begins with a line that says which notice it is from, of which day, and a fingerprint of what was written. So
//! a later run knows which blocks an editor has changed or turned down, replaces the others by newer news, and doubles
//! nothing.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

use super::spill::{Slip, Spill};
use super::twins::{self, Mark};

/// The review file's first line; a file without it is somebody else's.
const FIRST: &str = "# Proposals from procurement notices, written by `citytools import ocds`.";

const HEAD: &str = "\
# Nothing here is on the site. Look at each proposal and its source, mend it, and move its lines into the file that its
# document names: they are laid out as they stand there. What is on record is taken out here by the next import.
# A proposal that you change stays as you leave it. To turn one down for good, delete its lines and leave its first line,
# the one with `notice:`.
";

/// Begins the line that begins a block.
const MARK: &str = "# notice: ";

/// The day of notices that have none: before every day.
pub(super) const UNDATED: &str = "(undated)";

/// Between the parts of that line.
const PART: &str = " | ";

/// One proposal.
pub(super) struct Block {
    /// The procurement and its buyer.
    pub process: String,
    /// Which of its contracts; empty for the only one.
    pub part: String,
    /// The day of its newest notice.
    pub day: String,
    /// Comments and YAML, indented as in the file that it is for.
    pub body: String,
}

/// Proposals by the file that they are for. Only their bodies are long, and those wait on the disk.
#[derive(Default)]
pub(super) struct Review {
    pub(super) sections: BTreeMap<String, BTreeMap<Key, Entry>>,
}

/// The procurement with its buyer, and the part.
type Key = (Box<str>, Box<str>);

pub(super) struct Entry {
    day: Box<str>,
    /// Of what was written.
    print: Box<str>,
    pub(super) body: Slip,
    is_turned_down: bool,
    pub(super) is_edited: bool,
    /// Whether notices of this run propose it.
    pub(super) is_told: bool,
    /// What tells a contract that two notices propose.
    pub(super) mark: Option<Mark>,
    /// Whether it names one.
    pub(super) has_twin: bool,
}

impl Entry {
    fn of(
        day: &str,
        written: Option<&str>,
        body: &str,
        mark: Option<Mark>,
        spill: &mut Spill,
    ) -> io::Result<Self> {
        let body = body.trim_end();
        let print = print(body);
        Ok(Self {
            day: day.into(),
            is_edited: written.is_some_and(|written| written != print),
            print: written.unwrap_or(&print).into(),
            is_turned_down: body.trim().is_empty(),
            is_told: written.is_none(),
            mark,
            has_twin: body.lines().any(twins::is_line),
            body: spill.keep(body.as_bytes())?,
        })
    }
}

/// What became of proposals that were there.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Merged {
    /// New ones.
    pub added: usize,
    /// Turned down before.
    pub turned_down: usize,
    /// An editor changed them, and the notices say something else by now.
    pub edited: Vec<String>,
}

/// Documents of the file that are for no file of their own.
pub(super) const RECORDS: &str = "records that are there";

impl Review {
    pub(super) fn add(&mut self, section: &str, block: &Block, spill: &mut Spill) -> io::Result<()> {
        let mark = mark(section, &block.process, &block.body);
        let entry = Entry::of(&block.day, None, &block.body, mark, spill)?;
        let key = (block.process.as_str().into(), block.part.as_str().into());
        self.sections.entry(section.to_owned()).or_default().insert(key, entry);
        Ok(())
    }

    /// Reads a file that an import wrote; nothing, where none did.
    pub(super) fn read(reader: impl BufRead, spill: &mut Spill) -> io::Result<Option<Self>> {
        let mut lines = reader.lines();
        if lines.next().transpose()?.is_none_or(|line| line.trim_end() != FIRST) {
            return Ok(None);
        }
        let mut review = Self::default();
        let mut section = String::new();
        let mut open: Option<Open> = None;
        for line in lines {
            let line = line?;
            if line.trim_end() == "---" {
                review.close(open.take(), &section, spill)?;
            } else if let Some(name) = line.strip_prefix("# For ").filter(|_| open.is_none()) {
                name.trim_end().trim_start_matches("the new file ").clone_into(&mut section);
            } else if let Some(next) = line.trim_start().strip_prefix(MARK).and_then(marked) {
                review.close(open.replace(next), &section, spill)?;
            } else if let Some(open) = &mut open {
                open.body.push_str(line.trim_end());
                open.body.push('\n');
            }
        }
        review.close(open, &section, spill)?;
        Ok(Some(review))
    }

    fn close(&mut self, open: Option<Open>, section: &str, spill: &mut Spill) -> io::Result<()> {
        let Some(open) = open else { return Ok(()) };
        let mark = mark(section, &open.key.0, &open.body);
        let entry = Entry::of(&open.day, Some(&open.print), &open.body, mark, spill)?;
        self.sections.entry(section.to_owned()).or_default().insert(open.key, entry);
        Ok(())
    }

    /// Whether it has a proposal from a procurement.
    pub(super) fn tells(&self, process: &str) -> bool {
        let key: Key = (process.into(), "".into());
        self.sections
            .values()
            .any(|entries| entries.range(&key..).next().is_some_and(|((own, _), _)| **own == *process))
    }

    /// This run's proposals on top of those that are there. `told` are the procurements of this run, with the day of the
    /// newest notice of each.
    pub(super) fn over(self, there: Self, told: &BTreeMap<String, String>) -> (Self, Merged) {
        let mut merged = Merged::default();
        let mut all = there;
        for (section, entries) in self.sections {
            let own = all.sections.entry(section).or_default();
            for (key, new) in entries {
                let Some(old) = own.get_mut(&key) else {
                    merged.added += 1;
                    own.insert(key, new);
                    continue;
                };
                if old.is_turned_down {
                    merged.turned_down += 1;
                } else if old.day <= new.day {
                    // Older news than what is there says nothing.
                    if !old.is_edited {
                        *old = new;
                    } else if old.print != new.print {
                        merged.edited.push(format!("{}{}", key.0, part(&key.1)));
                    }
                }
                old.is_told = true;
            }
        }
        // What notices of this run no longer propose is on record by now, or is another contract.
        for entries in all.sections.values_mut() {
            entries.retain(|key, entry| {
                let is_older = told.get(&*key.0).is_some_and(|day| *entry.day <= **day);
                !is_older || entry.is_turned_down || entry.is_told
            });
        }
        all.sections.retain(|_, entries| !entries.is_empty());
        (all, merged)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }

    /// The names of the files in `contracts/` that proposals are for.
    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        self.sections.keys().map(String::as_str)
    }

    /// The file that a shared contract's proposal is for, where there is one already.
    pub(super) fn file_of(&self, process: &str, part: &str) -> Option<&str> {
        let key: Key = (process.into(), part.into());
        self.sections
            .iter()
            .find(|(name, entries)| name.starts_with("contracts/") && entries.contains_key(&key))
            .map(|(name, _)| name.as_str())
    }

    pub(super) fn write(&self, spill: &mut Spill, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{FIRST}\n{HEAD}")?;
        for (section, entries) in &self.sections {
            let is_file = section.starts_with("contracts/");
            writeln!(out, "---\n# For {}{section}", if is_file { "the new file " } else { "" })?;
            let indent = if is_file { "" } else { "  " };
            match section.as_str() {
                RECORDS => writeln!(out, "changes:")?,
                _ if is_file => {}
                _ => writeln!(out, "contracts:")?,
            }
            for ((process, part), Entry { day, print, body, .. }) in entries {
                let part = self::part(part);
                write!(out, "\n{indent}{MARK}{process}{part}{PART}{day}{PART}{print}\n")?;
                let body = spill.text(*body)?;
                if !body.is_empty() {
                    writeln!(out, "{body}")?;
                }
            }
        }
        Ok(())
    }
}

/// What tells a proposed contract; changes of records are none.
fn mark(section: &str, process: &str, body: &str) -> Option<Mark> {
    if section == RECORDS { None } else { Mark::of(process, body) }
}

fn part(part: &str) -> String {
    if part.is_empty() { String::new() } else { format!(", part {part}") }
}

/// A block that is being read.
struct Open {
    key: Key,
    day: String,
    print: String,
    body: String,
}

/// What the line that begins a block says.
fn marked(line: &str) -> Option<Open> {
    let mut parts = line.trim_end().rsplitn(3, PART);
    let (print, day, key) = (parts.next()?, parts.next()?, parts.next()?);
    let (process, part) = key.split_once(", part ").unwrap_or((key, ""));
    let key = (process.into(), part.into());
    Some(Open { key, day: day.to_owned(), print: print.to_owned(), body: String::new() })
}

/// A fingerprint of a block, so that a changed one is known. What twins it has is no matter of its own.
fn print(body: &str) -> String {
    let lines = body.trim_end().lines().map(str::trim_end).filter(|line| !twins::is_line(line));
    let lines: Vec<&str> = lines.collect();
    blake3::hash(lines.join("\n").as_bytes()).to_hex()[..8].to_owned()
}
