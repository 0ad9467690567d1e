//! The review file: a YAML document for each file that proposals are for, with a block for each proposal.
//!
//! A block begins with a line that says which notice it is from, of which day, and a fingerprint of what was written. So
//! a later run knows which blocks an editor has changed or turned down, replaces the others by newer news, and doubles
//! nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, Write};

use super::propose::{NEWS, NO_NEWS};
use super::spill::{Slip, Spill};
use super::twins::{self, Mark};

/// The review file's first line; a file without it is somebody else's.
const FIRST: &str = "# Proposals from procurement notices, written by `citytools import ocds`.";

const HEAD: &str = "\
# Nothing here is on the site. Look at each proposal and its source, mend it, and move its lines into the file that its
# document names: they are laid out as they stand there. What is on record is taken out here by the next import that reads
# a notice of it; the file of notices beside this one has what was read before.
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
    /// What tells the contract, where it proposes one.
    pub mark: Option<Mark>,
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

    /// Whether an editor changed it or turned it down.
    fn is_touched(&self) -> bool {
        self.is_edited || self.is_turned_down
    }
}

/// What notices of this run say of a procurement, together with those before.
pub(super) struct Outcome {
    /// The newest day.
    day: String,
    /// What kind of news came when.
    news: String,
    /// Which of its contracts are on record.
    pub on_record: BTreeSet<String>,
    /// Whether all are.
    pub is_on_record: bool,
    /// Why a contract that is not on record is not proposed.
    pub why: Option<&'static str>,
}

impl Outcome {
    pub(super) fn of(day: String, news: String) -> Self {
        Self { day, news, on_record: BTreeSet::new(), is_on_record: false, why: None }
    }

    /// Whether the notices that a proposal was made of are among its own.
    fn has_all_of(&self, body: &str) -> bool {
        let line = body.lines().find_map(|line| line.trim_start().strip_prefix("# ")?.strip_prefix(NEWS));
        line.is_none_or(|line| {
            let own: Vec<&str> = self.news.split(", ").collect();
            line.ends_with(NO_NEWS) || line.trim_end().split(", ").all(|item| own.contains(&item))
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
    /// What an editor has to know of a proposal.
    pub told: Vec<(String, News)>,
}

/// What an editor has to know of a proposal.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum News {
    /// An editor changed it, and the notices say something else by now.
    Edited,
    /// An editor changed it, and the notices don't propose it any more.
    EditedAndGone,
    /// It is taken out, and not because it is on record.
    Gone(&'static str),
    /// It was made of notices that are not at hand, so newer ones can't be added.
    Incomplete,
}

impl News {
    pub(super) fn is_edited(&self) -> bool {
        matches!(self, Self::Edited | Self::EditedAndGone)
    }

    pub(super) fn words(&self) -> String {
        match self {
            Self::Edited => "you have changed this proposal, and its notices say something else by now".to_owned(),
            Self::EditedAndGone => {
                "you have changed this proposal, and its notices no longer propose it, so delete it if they are right".to_owned()
            }
            Self::Gone(why) => format!("its proposal is taken out: by its newest notices, {why}"),
            Self::Incomplete => {
                "newer notices are about this proposal, and those that it was made of are not kept beside the review \
                 file, so it stays as it is: read all notices of it in one run"
                    .to_owned()
            }
        }
    }
}

/// Documents of the file that are for no file of their own.
pub(super) const RECORDS: &str = "records that are there";

impl Review {
    pub(super) fn add(&mut self, section: &str, block: Block, spill: &mut Spill) -> io::Result<()> {
        let entry = Entry::of(&block.day, None, &block.body, block.mark, spill)?;
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
        // Changes of records propose no contract.
        let mark = if section == RECORDS { None } else { Mark::read(&open.key.0, &open.body) };
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

    /// Calls proposals of a procurement by other parts. Where one has that part already, the one that an editor touched
    /// stays.
    pub(super) fn rename(&mut self, process: &str, parts: &[(String, String)]) {
        for entries in self.sections.values_mut() {
            let moving = parts.iter().map(|(old, new)| ((process.into(), old.as_str().into()), new));
            let moving: Vec<(&str, Entry)> =
                moving.filter_map(|(key, new)| Some((new.as_str(), entries.remove(&key)?))).collect();
            for (part, entry) in moving {
                let key: Key = (process.into(), part.into());
                if entries.get(&key).is_none_or(|there| !there.is_touched()) {
                    entries.insert(key, entry);
                }
            }
        }
    }

    /// This run's proposals on top of those that are there. `told` is what became of the procurements that both tell of.
    pub(super) fn over(
        mut self,
        there: Self,
        told: &BTreeMap<String, Outcome>,
        spill: &mut Spill,
    ) -> io::Result<(Self, Merged)> {
        let mut merged = Merged::default();
        let mut all = there;
        for process in all.incomplete(told, spill)? {
            self.sections.values_mut().for_each(|entries| entries.retain(|key, _| key.0 != process));
            all.sections.values_mut().flatten().filter(|(key, _)| key.0 == process).for_each(|(_, entry)| {
                entry.is_told = true;
            });
            merged.told.push((process.into(), News::Incomplete));
        }
        // A contract of several buyers goes to a file that is called after its title, so a new title moves it.
        let is_moving =
            |section: &String, key: &Key| section.starts_with("contracts/") && told.contains_key(&*key.0);
        let moved: BTreeSet<Key> = all
            .sections
            .iter()
            .flat_map(|(section, entries)| entries.keys().filter(|key| is_moving(section, key)))
            .cloned()
            .collect();
        for (section, entries) in self.sections {
            let own = all.sections.entry(section).or_default();
            for (key, new) in entries {
                let Some(old) = own.get_mut(&key) else {
                    merged.added += usize::from(!moved.contains(&key));
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
                        merged.told.push((named(&key), News::Edited));
                    }
                }
                old.is_told = true;
            }
        }
        all.take_out(told, &mut merged);
        Ok((all, merged))
    }

    /// Procurements of which a proposal was made of notices that are not at hand.
    fn incomplete(
        &self,
        told: &BTreeMap<String, Outcome>,
        spill: &mut Spill,
    ) -> io::Result<BTreeSet<Box<str>>> {
        let mut found = BTreeSet::new();
        for ((process, _), entry) in self.sections.values().flatten() {
            if let Some(outcome) = told.get(&**process)
                && !outcome.has_all_of(&spill.text(entry.body)?)
            {
                found.insert(process.clone());
            }
        }
        Ok(found)
    }

    /// What notices of this run no longer propose is on record by now, or it is told why. What an editor changed stays
    /// until it is on record.
    fn take_out(&mut self, told: &BTreeMap<String, Outcome>, merged: &mut Merged) {
        let proposed: BTreeSet<Box<str>> = self
            .sections
            .values()
            .flatten()
            .filter(|(key, entry)| entry.is_told && told.contains_key(&*key.0))
            .map(|(key, _)| key.0.clone())
            .collect();
        for (section, entries) in &mut self.sections {
            entries.retain(|key, entry| {
                let Some(outcome) = told.get(&*key.0).filter(|outcome| *entry.day <= *outcome.day) else {
                    return true;
                };
                if entry.is_turned_down || entry.is_told {
                    return true;
                }
                let is_done =
                    section == RECORDS || outcome.is_on_record || outcome.on_record.contains(&*key.1);
                if entry.is_edited && !is_done {
                    merged.told.push((named(key), News::EditedAndGone));
                    return true;
                }
                if let Some(why) = outcome.why.filter(|_| !is_done && !proposed.contains(&key.0)) {
                    merged.told.push((named(key), News::Gone(why)));
                }
                false
            });
        }
        self.sections.retain(|_, entries| !entries.is_empty());
    }

    pub(super) fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }

    /// Whether the file of a shared contract is another proposal's.
    pub(super) fn is_of_another(&self, file: &str, process: &str, part: &str) -> bool {
        let entries = self.sections.get(file).into_iter().flatten();
        entries.into_iter().any(|((own, own_part), _)| **own != *process || **own_part != *part)
    }

    /// The file that a shared contract's proposal is for, where an editor has changed it or turned it down.
    pub(super) fn touched_file_of(&self, process: &str, part: &str) -> Option<&str> {
        let key: Key = (process.into(), part.into());
        self.sections
            .iter()
            .find(|(name, entries)| {
                name.starts_with("contracts/") && entries.get(&key).is_some_and(Entry::is_touched)
            })
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

/// A proposal as people know it.
fn named(key: &Key) -> String {
    format!("{}{}", key.0, part(&key.1))
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
