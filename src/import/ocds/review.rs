//! The review file: a YAML document for each file that proposals are for, with a block for each proposal.
//!
//! A block begins with a line that says which notice it is from, of which day, and a fingerprint of what was written. So
//! a later run knows which blocks an editor has changed or turned down, replaces the others by newer news, and doubles
//! nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

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
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// Proposals by the file that they are for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Review {
    sections: BTreeMap<String, BTreeMap<(String, String), Entry>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    day: String,
    print: String,
    body: String,
}

impl Entry {
    fn is_turned_down(&self) -> bool {
        self.body.trim().is_empty()
    }
    fn is_edited(&self) -> bool {
        print(&self.body) != self.print
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
    pub(super) fn add(&mut self, section: &str, block: Block) {
        let body = block.body.trim_end().to_owned();
        let entry = Entry { day: block.day, print: print(&body), body };
        self.sections.entry(section.to_owned()).or_default().insert((block.process, block.part), entry);
    }

    /// Reads a file that an import wrote; nothing, where none did.
    pub(super) fn read(text: &str) -> Option<Self> {
        if text.lines().next().is_none_or(|line| line.trim_end() != FIRST) {
            return None;
        }
        let mut review = Self::default();
        let mut section = String::new();
        let mut open: Option<(String, String)> = None;
        for line in text.lines() {
            if line.trim_end() == "---" {
                open = None;
            } else if let Some(name) = line.strip_prefix("# For ").filter(|_| open.is_none()) {
                name.trim_end().trim_start_matches("the new file ").clone_into(&mut section);
            } else if let Some((key, entry)) = line.trim_start().strip_prefix(MARK).and_then(marked) {
                review.sections.entry(section.clone()).or_default().insert(key.clone(), entry);
                open = Some(key);
            } else if let Some(entry) =
                open.as_ref().and_then(|key| review.sections.get_mut(&section)?.get_mut(key))
            {
                entry.body.push_str(line.trim_end());
                entry.body.push('\n');
            }
        }
        for entry in review.sections.values_mut().flat_map(BTreeMap::values_mut) {
            entry.body.truncate(entry.body.trim_end().len());
        }
        Some(review)
    }

    /// This run's proposals on top of those that are there. `told` are the procurements of this run, with the day of the
    /// newest notice of each.
    pub(super) fn over(self, there: Self, told: &BTreeMap<String, String>) -> (Self, Merged) {
        let mut merged = Merged::default();
        let mut all = there;
        let mut keep = BTreeSet::new();
        for (section, entries) in self.sections {
            for (key, new) in entries {
                let own = all.sections.entry(section.clone()).or_default();
                match own.get(&key) {
                    None => {
                        merged.added += 1;
                        own.insert(key.clone(), new);
                    }
                    Some(old) if old.is_turned_down() => merged.turned_down += 1,
                    // Older news than what is there says nothing.
                    Some(old) if old.day > new.day => {}
                    Some(old) if old.is_edited() => {
                        if old.print != new.print {
                            merged.edited.push(format!("{}{}", key.0, part(&key.1)));
                        }
                    }
                    Some(_) => drop(own.insert(key.clone(), new)),
                }
                keep.insert((section.clone(), key));
            }
        }
        // What notices of this run no longer propose is on record by now, or is another contract.
        for (section, entries) in &mut all.sections {
            entries.retain(|key, entry| {
                let is_older = told.get(&key.0).is_some_and(|day| entry.day <= *day);
                !is_older || entry.is_turned_down() || keep.contains(&(section.clone(), key.clone()))
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
        let key = (process.to_owned(), part.to_owned());
        self.sections
            .iter()
            .find(|(name, entries)| name.starts_with("contracts/") && entries.contains_key(&key))
            .map(|(name, _)| name.as_str())
    }

    pub(super) fn text(&self) -> String {
        let mut text = format!("{FIRST}\n{HEAD}");
        for (section, entries) in &self.sections {
            let is_file = section.starts_with("contracts/");
            let _ = writeln!(text, "---\n# For {}{section}", if is_file { "the new file " } else { "" });
            let indent = if is_file { "" } else { "  " };
            match section.as_str() {
                RECORDS => text.push_str("changes:\n"),
                _ if is_file => {}
                _ => text.push_str("contracts:\n"),
            }
            for ((process, part), Entry { day, print, body }) in entries {
                let part = self::part(part);
                let _ = write!(text, "\n{indent}{MARK}{process}{part}{PART}{day}{PART}{print}\n");
                if !body.is_empty() {
                    let _ = writeln!(text, "{body}");
                }
            }
        }
        text
    }
}

fn part(part: &str) -> String {
    if part.is_empty() { String::new() } else { format!(", part {part}") }
}

/// What the line that begins a block says.
fn marked(line: &str) -> Option<((String, String), Entry)> {
    let mut parts = line.trim_end().rsplitn(3, PART);
    let (print, day, key) = (parts.next()?, parts.next()?, parts.next()?);
    let (process, part) = key.split_once(", part ").unwrap_or((key, ""));
    let entry = Entry { day: day.to_owned(), print: print.to_owned(), body: String::new() };
    Some(((process.to_owned(), part.to_owned()), entry))
}

/// A fingerprint of a block, so that a changed one is known.
fn print(body: &str) -> String {
    let lines: Vec<&str> = body.trim_end().lines().map(str::trim_end).collect();
    blake3::hash(lines.join("\n").as_bytes()).to_hex()[..8].to_owned()
}
