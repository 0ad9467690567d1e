//! Files to the releases of this region's authorities, by procurement; others' are counted and let go.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::buyers::{self, Buyers, Match};
use super::compile::{self, Process};
use super::kept::{self, Kept, Line};
use super::names::Sureness;
use super::read::{self, Part, Size};
use super::release::{Party, Release, State};
use super::spill::{Slip, Spill};
use super::suppliers::{Suppliers, short};
use super::told::NearBuyer;
use super::{Run, parse};
use crate::diagnostics::notices::NoticePlace;
use crate::diagnostics::rules;
use crate::import::Error;

/// Releases of one procurement that are read: a hundred would be a long history.
const MOST_RELEASES: u32 = 1_000;

/// Where the releases of each procurement wait, by its id and the first of the authorities that buy.
pub(super) struct Held<'c> {
    all: BTreeMap<(Box<str>, &'c str), Waiting>,
    spill: Spill,
}

/// The releases of a procurement, each with its file and whether an earlier run read it.
#[derive(Default)]
struct Waiting {
    slips: Vec<(u32, Slip, bool)>,
    /// How many releases files of this run tell of it.
    told: u32,
}

impl<'c> Held<'c> {
    /// Whether files of this run have told as much of a procurement as is read.
    fn is_full(&self, ocid: &str, borough: &'c str) -> bool {
        self.all.get(&(ocid.into(), borough)).is_some_and(|waiting| waiting.told >= MOST_RELEASES)
    }

    fn keep(
        &mut self,
        ocid: &str,
        borough: &'c str,
        file: usize,
        line: &str,
        is_told: bool,
    ) -> io::Result<()> {
        let slip = self.spill.keep(line.as_bytes())?;
        let waiting = self.all.entry((ocid.into(), borough)).or_default();
        waiting.told += u32::from(is_told);
        // Most procurements have one release: a list that grows as lists do would have room for four.
        waiting.slips.reserve_exact(1);
        waiting.slips.push((u32::try_from(file).map_err(io::Error::other)?, slip, !is_told));
        Ok(())
    }

    /// One procurement after another that files of this run tell of, each with its first buyer. All are kept.
    pub(super) fn compiled(
        self,
        suppliers: &Suppliers,
        kept: &mut Kept,
    ) -> impl Iterator<Item = io::Result<(&'c str, Compiled)>> {
        let Self { all, mut spill } = self;
        all.into_iter().filter_map(move |((_, borough), waiting)| {
            let process = compiled(&waiting, suppliers, &mut spill, kept).transpose()?;
            Some(process.map(|process| (borough, process)))
        })
    }
}

/// A procurement as it is by all of its notices.
pub(super) struct Compiled {
    pub process: Process,
    /// As it was by those that earlier runs read, where this run adds to them.
    pub before: Option<Process>,
}

fn compiled(
    waiting: &Waiting,
    suppliers: &Suppliers,
    spill: &mut Spill,
    kept: &mut Kept,
) -> io::Result<Option<Compiled>> {
    let mut lines: Vec<(Line, String)> = Vec::new();
    let mut before: Vec<(Line, String)> = Vec::new();
    let mut is_more = false;
    for (file, slip, was_read) in &waiting.slips {
        let text = spill.text(*slip)?;
        if waiting.told > 0 {
            let mut line = Line::of(&text)?;
            line.release.file = *file as usize;
            if *was_read {
                before.push((Line::of(&text)?, text.clone()));
            } else {
                is_more |= before.iter().all(|(_, own)| *own != text);
            }
            lines.push((line, text));
        } else {
            kept.line(&text)?;
        }
    }
    compile::in_order(&mut lines);
    for (_, text) in &lines {
        kept.line(text)?;
    }
    let Some(process) = merged(lines, suppliers) else { return Ok(None) };
    if is_more {
        compile::in_order(&mut before);
    } else {
        before.clear();
    }
    Ok(Some(Compiled { process, before: merged(before, suppliers) }))
}

/// A procurement of its notices, which are in order.
fn merged(lines: Vec<(Line, String)>, suppliers: &Suppliers) -> Option<Process> {
    let (mut releases, mut buyers): (Vec<Release>, Vec<buyers::Match>) = (Vec::new(), Vec::new());
    for (mut line, _) in lines {
        let State { awards, contracts, .. } = &mut line.release.state;
        for party in awards.iter_mut().chain(contracts).flat_map(|terms| &mut terms.suppliers) {
            party.record = suppliers.sure(party);
            party.short = Some(short(&party.name));
        }
        releases.push(line.release);
        for own in line.buyers {
            if !buyers.iter().any(|other| other.borough == own.borough) {
                buyers.push(own);
            }
        }
    }
    compile::compile(releases, buyers)
}

/// More names of buyers who may be known are not told.
const NEAR_BUYERS: usize = 100;

impl<'c> Run<'c, '_> {
    /// Reads every file, a release at a time, on top of what was read before.
    pub(super) fn read(
        &mut self,
        files: &[PathBuf],
        size: Size,
        review: &Path,
    ) -> Result<(Held<'c>, Kept), Error> {
        let buyers = Buyers::of(self.content);
        let spill = Spill::new().map_err(Error::waiting())?;
        let mut held = Held { all: BTreeMap::new(), spill };
        let kept = self.kept(kept::path(review), &mut held)?;
        for (number, file) in files.iter().enumerate() {
            self.notices.counts.files += 1;
            let mut sink = |part: Part| self.part(part, number, &buyers, &mut held);
            read::read(file, size, &mut sink).map_err(Error::file(file))?;
            self.failed.take().map_or(Ok(()), Err).map_err(Error::waiting())?;
        }
        Ok((held, kept))
    }

    /// What was read before.
    fn kept(&mut self, path: PathBuf, held: &mut Held<'c>) -> Result<Kept, Error> {
        let file = self.names.len();
        self.names.push(crate::diagnostics::shown_path(&path));
        let mut sink = |number: usize, text: &str| {
            let Ok(line) = Line::of(text) else {
                let why = "the line is no notice as an import keeps it; the line is left out".to_owned();
                let place = NoticePlace { at: Some((number, 1)), ..self.place(file, None) };
                self.tell(&rules::NOTICE_FILE, place, why);
                return Ok(());
            };
            let first = line.buyers.first().and_then(|own| self.content.boroughs.get_key_value(&own.borough));
            // An authority that the region has no more buys nothing.
            let Some((first, _)) = first else { return Ok(()) };
            held.keep(&line.release.ocid, first, file, text, false)
        };
        let there = kept::read(&path, &mut sink).map_err(|wrong| match wrong {
            kept::Wrong::Io(error) => Error::file(&path)(error),
            kept::Wrong::NotOurs => Error::NotAReview(path.clone()),
            kept::Wrong::NotPlain => Error::Link(path.clone()),
            kept::Wrong::TooLong(most) => Error::TooLong(path.clone(), most),
        })?;
        Kept::new(path, there).map_err(Error::waiting())
    }

    fn part(&mut self, part: Part, file: usize, buyers: &Buyers, held: &mut Held<'c>) {
        match part {
            Part::Package => self.notices.counts.packages += 1,
            Part::Release(json) => self.release(&json, file, buyers, held),
            Part::Record(json) => {
                self.notices.counts.records += 1;
                let releases = read::of_record(json);
                if releases.is_empty() {
                    self.problem(
                        &rules::NOTICE_RELEASE,
                        file,
                        None,
                        "the record has no release in it, only links to releases",
                    );
                }
                for json in &releases {
                    self.release(json, file, buyers, held);
                }
            }
            Part::TooLong(ocid) => {
                let why =
                    "a text in it is longer than 650 kB, which no notice needs, so the release is left out";
                self.problem(&rules::NOTICE_RELEASE, file, ocid, why);
            }
            Part::Other(what) => {
                self.problem(&rules::NOTICE_RELEASE, file, None, format!("the file holds {what}"));
            }
            Part::TooMuch(why) => self.problem(&rules::NOTICE_MUCH, file, None, why),
            Part::Broken { line, column, why, goes_on } => {
                let rest = if goes_on { "; the line is left out" } else { "; nothing after it is read" };
                let place = NoticePlace { at: Some((line, column)), ..self.place(file, None) };
                self.tell(&rules::NOTICE_FILE, place, format!("{why}{rest}"));
            }
        }
    }

    fn release(&mut self, json: &serde_json::Value, file: usize, buyers: &Buyers, held: &mut Held<'c>) {
        self.notices.counts.releases += 1;
        if !json.is_object() {
            return self.problem(
                &rules::NOTICE_RELEASE,
                file,
                None,
                "a release is an object, and this is none",
            );
        }
        let named = parse::buyers(json, self.lists.site);
        let found = buyers.find(&named);
        let first = found.first().and_then(|own| self.content.boroughs.get_key_value(&own.borough));
        let Some((first, _)) = first else {
            self.notices.counts.others += 1;
            return self.near_miss(&named, buyers);
        };
        self.entries(&found);
        match parse::release(json, file, self.lists.site) {
            Ok(release) if held.is_full(&release.ocid, first) => {
                let why = format!(
                    "more than {MOST_RELEASES} releases of one procurement are not read, so this one is left out"
                );
                self.problem(&rules::NOTICE_RELEASE, file, Some(release.ocid), why);
            }
            Ok(release) => {
                let line = Line { buyers: found, release };
                let kept =
                    line.text().and_then(|text| held.keep(&line.release.ocid, first, file, &text, true));
                if let Err(error) = kept {
                    self.failed.get_or_insert(error);
                }
            }
            Err(why) => {
                let id = json.get("id").and_then(serde_json::Value::as_str).map(|id| format!("release {id}"));
                self.problem(&rules::NOTICE_RELEASE, file, id, why);
            }
        }
    }

    /// What would make authorities known by more than their names.
    fn entries(&mut self, found: &[Match]) {
        let named = found.iter().filter(|own| own.sureness < Sureness::Near);
        for (own, entry) in named.filter_map(|own| Some((own, own.entry.as_ref()?))) {
            *self.notices.counts.entries.entry((own.borough.clone(), entry.clone())).or_default() += 1;
        }
    }

    /// Names that may be another of a known authority are counted, as many as people read.
    fn near_miss(&mut self, named: &[Party], buyers: &Buyers) {
        for party in named {
            let near = &mut self.notices.counts.near_buyers;
            if let Some(near) = near.get_mut(&party.name) {
                near.releases += 1;
            } else if near.len() < NEAR_BUYERS
                && let Some(like) = buyers.like(&party.name)
            {
                let entry = party.identifiers.first().map(|(scheme, id)| format!("{scheme} {id}"));
                let (borough, why_not) = (like.borough.to_owned(), like.why_not);
                near.insert(party.name.clone(), NearBuyer { borough, why_not, entry, releases: 1 });
            }
        }
    }
}
