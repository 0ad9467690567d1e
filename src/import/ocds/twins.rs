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
use super::suppliers;
use crate::content::records::Date;

/// Begins the line of a proposal that names its twins. It is no part of what an editor may have changed.
pub(super) const LINE: &str = "# Look at this (CT709): it is probably the same contract as ";

/// More twins of a proposal are not named.
const NAMED: usize = 2;

/// Proposals of one buyer and supplier are compared with as many that begin before and after.
const NEIGHBOURS: usize = 200;

/// Sums this many times as large are not the same with and without tax.
const SAME_SUM: f64 = 1.25;

/// What a proposal is told by, in few bytes.
pub(super) struct Mark {
    /// Of buyer and supplier.
    parties: u64,
    has_supplier: bool,
    /// Of each word that the title is about, in order.
    words: Box<[u32]>,
    start: Option<civil::Date>,
    end: Option<civil::Date>,
    amount: Option<f64>,
}

fn fingerprint(text: &str) -> u64 {
    let hash = blake3::hash(text.as_bytes());
    hash.as_bytes()[..8].iter().fold(0, |all, byte| all << 8 | u64::from(*byte))
}

/// The keys of a proposal with their values as they are laid out, on one line each.
fn fields(body: &str) -> BTreeMap<&str, String> {
    let mut fields: BTreeMap<&str, String> = BTreeMap::new();
    let (mut indent, mut open) = (None, "");
    for line in body.lines() {
        let text = line.trim_start();
        let text = text.strip_prefix("- ").filter(|_| indent.is_none()).unwrap_or(text);
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let at = line.len() - text.len();
        if at == *indent.get_or_insert(at)
            && let Some((key, value)) = text.split_once(':')
        {
            open = key;
            fields.insert(key, value.trim().to_owned());
        } else if let Some(value) = fields.get_mut(open) {
            value.push(' ');
            value.push_str(text);
        }
    }
    fields
}

/// The name of a supplier without a record, which only comments tell.
fn named_supplier(body: &str) -> Option<String> {
    let name = body.lines().find_map(|line| line.split_once("the supplier \"")?.1.split('"').next())?;
    Some(suppliers::short(name))
}

impl Mark {
    /// Of a proposal's text; nothing, where it has no title that tells it from others.
    pub(super) fn of(process: &str, body: &str) -> Option<Self> {
        let fields = fields(body);
        let mut words: Vec<u32> = subject(fields.get("title")?)
            .iter()
            .map(|word| u32::try_from(fingerprint(word) >> 32).unwrap_or_default())
            .collect();
        words.sort_unstable();
        if words.is_empty() {
            return None;
        }
        let borough = process.rsplit(", ").next().unwrap_or_default();
        let supplier = fields.get("supplier").map(|own| plain(own)).or_else(|| named_supplier(body));
        let date = |key: &str| fields.get(key)?.trim_matches(['\'', '"']).parse::<Date>().ok();
        let amount = fields.get("value").and_then(|value| {
            let digits = value.split_once("amount:")?.1.trim_start();
            digits.split(|c: char| !(c.is_ascii_digit() || c == '.')).next()?.parse().ok()
        });
        Some(Self {
            parties: fingerprint(&format!("{borough}, {}", supplier.as_deref().unwrap_or_default())),
            has_supplier: supplier.is_some(),
            words: words.into(),
            start: date("start").map(Date::first_day),
            end: date("max_end").or_else(|| date("end")).map(Date::last_day),
            amount,
        })
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
        let sums = self.amount.zip(other.amount);
        self.parties == other.parties
            && alike
            && days.is_none_or(|days| days <= SAME_START_DAYS)
            && before(self.start, other.end)
            && before(other.start, self.end)
            && (self.has_supplier || same_day)
            && sums.is_none_or(|(a, b)| a.max(b) <= SAME_SUM * a.min(b))
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

impl Review {
    /// Names the twins of each proposal that no editor has changed, and tells of those that notices of this run propose.
    pub(super) fn name_twins(
        &mut self,
        spill: &mut Spill,
        tell: &mut dyn FnMut(&str, String),
    ) -> io::Result<()> {
        let mut bodies: Vec<(usize, Slip)> = Vec::new();
        let entries = || self.sections.values().flatten().enumerate();
        let mut marked: Vec<(&Mark, &str, usize)> = entries()
            .filter_map(|(at, ((process, _), entry))| Some((entry.mark.as_ref()?, &**process, at)))
            .collect();
        marked.sort_unstable_by_key(|(mark, process, at)| (mark.parties, mark.start, *process, *at));
        let mut twins: Vec<(usize, [Option<&str>; NAMED])> = Vec::new();
        for (place, (mark, process, at)) in marked.iter().enumerate() {
            let near = &marked[place.saturating_sub(NEIGHBOURS)..marked.len().min(place + NEIGHBOURS)];
            let mut found: [Option<&str>; NAMED] = [None; NAMED];
            for (other, name, _) in near {
                let Some(free) = found.iter().position(Option::is_none) else { break };
                if name != process && !found.contains(&Some(name)) && mark.is_like(other) {
                    found[free] = Some(name);
                }
            }
            if found[0].is_some() {
                twins.push((*at, found));
            }
        }
        twins.sort_unstable_by_key(|(at, _)| *at);
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
        let mut bodies = bodies.into_iter().peekable();
        for (at, (_, entry)) in self.sections.values_mut().flatten().enumerate() {
            if let Some((_, body)) = bodies.next_if(|(own, _)| *own == at) {
                entry.body = body;
            }
        }
        Ok(())
    }
}
