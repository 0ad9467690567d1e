//! Files to the releases of this region's authorities, by procurement; others' are counted and let go.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use super::buyers::{self, Buyers, Match};
use super::compile::{self, Process};
use super::names::Sureness;
use super::read::{self, Part};
use super::release::{Party, Release};
use super::spill::{Slip, Spill};
use super::told::NearBuyer;
use super::{Run, parse};
use crate::diagnostics::notices::NoticePlace;
use crate::diagnostics::rules;
use crate::import::Error;

/// Where the releases of each procurement wait, by its id and the first of the authorities that buy.
pub(super) struct Held<'c> {
    all: BTreeMap<(Box<str>, &'c str), Vec<Slip>>,
    spill: Spill,
}

impl<'c> Held<'c> {
    fn keep(&mut self, release: &Release, borough: &'c str, buyers: &[buyers::Match]) -> io::Result<()> {
        let slip = self.spill.keep_value(&(release, buyers))?;
        let slips = self.all.entry((release.ocid.as_str().into(), borough)).or_default();
        // Most procurements have one release: a list that grows as lists do would have room for four.
        slips.reserve_exact(1);
        slips.push(slip);
        Ok(())
    }

    /// One procurement after another, each with its first buyer.
    pub(super) fn compiled(self) -> impl Iterator<Item = io::Result<(&'c str, Process)>> {
        let Self { all, mut spill } = self;
        all.into_iter().filter_map(move |((_, borough), slips)| {
            let process = compiled(&slips, &mut spill).transpose()?;
            Some(process.map(|process| (borough, process)))
        })
    }
}

fn compiled(slips: &[Slip], spill: &mut Spill) -> io::Result<Option<Process>> {
    let (mut releases, mut buyers): (Vec<Release>, Vec<buyers::Match>) = (Vec::new(), Vec::new());
    for slip in slips {
        let (release, found): (Release, Vec<buyers::Match>) = spill.value(*slip)?;
        releases.push(release);
        for own in found {
            if !buyers.iter().any(|other| other.borough == own.borough) {
                buyers.push(own);
            }
        }
    }
    Ok(compile::compile(releases, buyers))
}

/// More names of buyers who may be known are not told.
const NEAR_BUYERS: usize = 100;

impl<'c> Run<'c, '_> {
    /// Reads every file, a release at a time.
    pub(super) fn read(&mut self, files: &[PathBuf]) -> Result<Held<'c>, Error> {
        let buyers = Buyers::of(self.content);
        let spill = Spill::new().map_err(Error::waiting())?;
        let mut held = Held { all: BTreeMap::new(), spill };
        for (number, file) in files.iter().enumerate() {
            self.notices.counts.files += 1;
            let mut sink = |part: Part| self.part(part, number, &buyers, &mut held);
            read::read(file, &mut sink).map_err(Error::file(file))?;
            self.failed.take().map_or(Ok(()), Err).map_err(Error::waiting())?;
        }
        Ok(held)
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
        let named = parse::buyers(json);
        let found = buyers.find(&named);
        let first = found.first().and_then(|own| self.content.boroughs.get_key_value(&own.borough));
        let Some((first, _)) = first else {
            self.notices.counts.others += 1;
            return self.near_miss(&named, buyers);
        };
        self.entries(&found);
        match parse::release(json, file) {
            Ok(release) => {
                if let Err(error) = held.keep(&release, first, &found) {
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
