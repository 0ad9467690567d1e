//! Proposals that tell one contract in two notices: both services announce it, each under an ocid of its own. Nobody but a
//! reader of both notices can be sure, so both stay, and each names the other.
//!
//! What is told is a matter of what stands in the review file, so no order of files or runs changes it.

use std::collections::BTreeMap;
use std::io;

use jiff::civil;

use super::known::SAME_START_DAYS;
use super::names::{plain, subject};
use super::review::Review;
use super::spill::{Slip, Spill};
use super::{supplied, suppliers};
use crate::content::records::{ContractItem, Date};
use crate::content::yaml::{self, Kind, Node};
use crate::diagnostics::FileId;

/// Begins the line of a proposal that names its twins. It is no part of what an editor may have changed.
pub(super) const LINE: &str = "# Look at this (CT709): it is probably the same contract as ";

/// More twins of a proposal are not named.
const NAMED: usize = 2;

/// Proposals of one buyer and supplier are compared with as many that begin before and after.
const NEIGHBOURS: usize = 200;

/// What a proposal is told by, in few bytes.
pub(super) struct Mark {
    /// Of buyer and supplier's name.
    parties: u64,
    /// Of buyer and supplier's entry in a register, and of the register.
    entry: Option<(u64, u32)>,
    has_supplier: bool,
    /// Of each word that the title is about, in order.
    words: Box<[u32]>,
    start: Option<civil::Date>,
    end: Option<civil::Date>,
    amount: Option<u64>,
}

fn fingerprint(text: &str) -> u64 {
    let hash = blake3::hash(text.as_bytes());
    hash.as_bytes()[..8].iter().fold(0, |all, byte| all << 8 | u64::from(*byte))
}

fn short_print(text: &str) -> u32 {
    u32::try_from(fingerprint(text) >> 32).unwrap_or_default()
}

/// A proposal's values, from wherever they come.
#[derive(Default)]
struct Values<'v> {
    title: Option<&'v str>,
    supplier: Option<&'v str>,
    notes: Option<&'v str>,
    start: Option<Date>,
    end: Option<Date>,
    max_end: Option<Date>,
    amount: Option<u64>,
}

impl<'v> Values<'v> {
    /// Of a record as it is written.
    fn of(record: &'v Node) -> Self {
        let own = |key: &str| value(record, key);
        let text = |key: &str| own(key).and_then(Node::as_str);
        let date = |key: &str| text(key)?.parse().ok();
        Self {
            title: text("title"),
            supplier: text("supplier"),
            notes: text("notes"),
            start: date("start"),
            end: date("end"),
            max_end: date("max_end"),
            amount: own("value").and_then(|sum| value(sum, "amount")?.as_str()?.parse().ok()),
        }
    }
}

fn value<'n>(record: &'n Node, key: &str) -> Option<&'n Node> {
    let Kind::Mapping(entries) = &record.kind else { return None };
    entries.iter().find(|(own, _)| own.as_str() == Some(key)).map(|(_, value)| value)
}

impl Mark {
    /// Of a proposal that is made.
    pub(super) fn of(process: &str, title: &str, item: &ContractItem) -> Option<Self> {
        let values = Values {
            title: Some(title),
            supplier: item.supplier.as_ref().map(|own| own.value.as_str()),
            notes: item.notes.as_ref().map(|own| own.value.as_str()),
            start: item.start.as_deref().copied(),
            end: item.end.as_deref().copied(),
            max_end: item.max_end.as_deref().copied(),
            amount: item.value.map(|value| value.amount),
        };
        Self::of_values(process, &values)
    }

    /// Of a proposal as it stands in the review file, whatever an editor has made of it.
    pub(super) fn read(process: &str, body: &str) -> Option<Self> {
        let node = yaml::parse(body, FileId::default()).ok()?;
        let record = match &node.kind {
            Kind::Sequence(items) => items.first()?,
            _ => &node,
        };
        Self::of_values(process, &Values::of(record))
    }

    /// Nothing, where no title tells it from others.
    fn of_values(process: &str, values: &Values) -> Option<Self> {
        let mut words: Vec<u32> = subject(values.title?).iter().map(|word| short_print(word)).collect();
        words.sort_unstable();
        if words.is_empty() {
            return None;
        }
        let borough = process.rsplit(", ").next().unwrap_or_default();
        let named = values.notes.and_then(supplied::named_in).filter(|_| values.supplier.is_none());
        let supplier = values.supplier.map(plain).or_else(|| Some(suppliers::short(named?.0)));
        let entry = named.and_then(|(_, entry)| entry).and_then(|entry| {
            let (register, _) = entry.split_once(' ')?;
            Some((fingerprint(&format!("{borough}, {entry}")), short_print(register)))
        });
        Some(Self {
            parties: fingerprint(&format!("{borough}, {}", supplier.as_deref().unwrap_or_default())),
            entry,
            has_supplier: supplier.is_some(),
            words: words.into(),
            start: values.start.map(Date::first_day),
            end: values.max_end.or(values.end).map(Date::last_day),
            amount: values.amount,
        })
    }

    /// Whether both have one buyer and supplier: by entries of one register, else by names.
    fn has_parties_of(&self, other: &Self) -> bool {
        let entries = self.entry.zip(other.entry).filter(|((_, own), (_, other))| own == other);
        entries.map_or(self.parties == other.parties, |((own, _), (other, _))| own == other)
    }

    /// As a record and a notice are one by their titles: one buyer, one supplier, titles of the same words, and terms that
    /// allow it. Where no supplier is known, one day has to agree.
    fn is_like(&self, other: &Self) -> bool {
        let both = self.words.iter().filter(|word| other.words.binary_search(word).is_ok()).count();
        let alike = 2 * both >= self.words.len() + other.words.len() - both;
        let days = self.start.zip(other.start).map(|(a, b)| (a - b).get_days().abs());
        let before = |start: Option<civil::Date>, end: Option<civil::Date>| {
            start.zip(end).is_none_or(|(start, end)| start <= end)
        };
        let same_day = days == Some(0) || (self.end.is_some() && self.end == other.end);
        // Sums five quarters as large are the same with tax and without.
        let sums = self.amount.zip(other.amount);
        self.has_parties_of(other)
            && alike
            && days.is_none_or(|days| days <= SAME_START_DAYS)
            && before(self.start, other.end)
            && before(other.start, self.end)
            && (self.has_supplier || same_day)
            && sums.is_none_or(|(a, b)| 4 * u128::from(a.max(b)) <= 5 * u128::from(a.min(b)))
    }
}

/// A proposal without the line that names its twins.
fn alone(body: &str) -> String {
    let lines: Vec<&str> = body.lines().filter(|line| !is_line(line)).collect();
    lines.join("\n")
}

/// Whether a line names twins.
pub(super) fn is_line(line: &str) -> bool {
    line.trim_start().starts_with(LINE)
}

fn ocid(process: &str) -> &str {
    process.rsplit_once(", ").map_or(process, |(ocid, _)| ocid)
}

/// A mark, its procurement, and its place in the review file.
type Marked<'m> = (&'m Mark, &'m str, usize);

/// Finds twins among those with one key.
fn pair<'m>(
    mut marked: Vec<Marked<'m>>,
    key: impl Fn(&Mark) -> Option<u64>,
    twins: &mut BTreeMap<usize, [Option<&'m str>; NAMED]>,
) {
    marked.retain(|(mark, ..)| key(mark).is_some());
    marked.sort_unstable_by_key(|(mark, process, at)| (key(mark), mark.start, *process, *at));
    for (place, (mark, process, at)) in marked.iter().enumerate() {
        let near = &marked[place.saturating_sub(NEIGHBOURS)..marked.len().min(place + NEIGHBOURS)];
        let mut found = twins.get(at).copied().unwrap_or_default();
        for (other, name, _) in near {
            let Some(free) = found.iter().position(Option::is_none) else { break };
            if name != process && !found.contains(&Some(name)) && mark.is_like(other) {
                found[free] = Some(name);
            }
        }
        if found[0].is_some() {
            twins.insert(*at, found);
        }
    }
}

impl Review {
    /// Names the twins of each proposal that no editor has changed, and tells of those that notices of this run propose.
    pub(super) fn name_twins(
        &mut self,
        spill: &mut Spill,
        tell: &mut dyn FnMut(&str, String),
    ) -> io::Result<()> {
        let mut bodies: Vec<(usize, Slip)> = Vec::new();
        let entries = || self.sections.values().flatten().enumerate();
        let marked: Vec<Marked> = entries()
            .filter_map(|(at, ((process, _), entry))| Some((entry.mark.as_ref()?, &**process, at)))
            .collect();
        let mut twins: BTreeMap<usize, [Option<&str>; NAMED]> = BTreeMap::new();
        pair(marked.clone(), |mark| Some(mark.parties), &mut twins);
        pair(marked, |mark| mark.entry.map(|(entry, _)| entry), &mut twins);
        let mut twins = twins.into_iter().peekable();
        for (at, ((process, _), entry)) in entries() {
            let found = twins.next_if(|(own, _)| *own == at).map(|(_, found)| found);
            if entry.mark.is_none() {
                continue;
            }
            let names: Option<Vec<&str>> =
                found.map(|found| found.into_iter().flatten().map(ocid).collect::<Vec<_>>());
            let text = names.map(|names| {
                let names = names.join(" and ");
                format!("{names}, announced in another notice: take over only one, with the notices of both")
            });
            if let Some(text) = text.as_ref().filter(|_| entry.is_told) {
                tell(process, format!("it is probably the same contract as {text}"));
            }
            if entry.is_edited || (text.is_none() && !entry.has_twin) {
                continue;
            }
            let body = alone(&spill.text(entry.body)?);
            let indent = &body[..body.len() - body.trim_start().len()];
            let body = match text {
                Some(text) => format!("{indent}{LINE}{text}\n{body}"),
                None => body,
            };
            bodies.push((at, spill.keep(body.as_bytes())?));
        }
        drop(twins);
        let mut bodies = bodies.into_iter().peekable();
        for (at, (_, entry)) in self.sections.values_mut().flatten().enumerate() {
            if let Some((_, body)) = bodies.next_if(|(own, _)| *own == at) {
                entry.body = body;
            }
        }
        Ok(())
    }
}
