//! Files to the releases of this region's authorities, by procurement; others' are counted and let go.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::buyers::{self, Buyers};
use super::read::{self, Part};
use super::release::Release;
use super::{Run, parse};
use crate::diagnostics::notices::{NoticePlace, NoticeProblem};
use crate::diagnostics::rules;
use crate::import::Error;

/// Releases of one procurement and the authorities that buy, the first of which is the key.
pub(super) type Held = BTreeMap<(String, String), (Vec<Release>, Vec<buyers::Match>)>;

impl Run<'_> {
    /// Reads every file, a release at a time.
    pub(super) fn read(&mut self, files: &[PathBuf]) -> Result<Held, Error> {
        let buyers = Buyers::of(self.content);
        let mut held = Held::new();
        for (number, file) in files.iter().enumerate() {
            self.notices.counts.files += 1;
            let mut sink = |part: Part| self.part(part, number, &buyers, &mut held);
            read::read(file, &mut sink).map_err(Error::file(file))?;
        }
        Ok(held)
    }

    fn part(&mut self, part: Part, file: usize, buyers: &Buyers, held: &mut Held) {
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
            Part::Other(what) => {
                self.problem(&rules::NOTICE_RELEASE, file, None, format!("the file holds {what}"));
            }
            Part::Broken { line, column, why, goes_on } => {
                let rest = if goes_on { "; the line is left out" } else { "; nothing after it is read" };
                let place = NoticePlace { at: Some((line, column)), ..self.place(file, None) };
                self.notices.problems.push(NoticeProblem::new(
                    &rules::NOTICE_FILE,
                    place,
                    format!("{why}{rest}"),
                ));
            }
        }
    }

    fn release(&mut self, json: &serde_json::Value, file: usize, buyers: &Buyers, held: &mut Held) {
        self.notices.counts.releases += 1;
        if !json.is_object() {
            return self.problem(
                &rules::NOTICE_RELEASE,
                file,
                None,
                "a release is an object, and this is none",
            );
        }
        let found = buyers.find(&parse::buyers(json));
        let Some(first) = found.first().map(|own| own.borough.clone()) else {
            self.notices.counts.others += 1;
            return;
        };
        match parse::release(json, file) {
            Ok(release) => {
                let (releases, buyers) = held.entry((release.ocid.clone(), first)).or_default();
                releases.push(release);
                for own in found {
                    if !buyers.iter().any(|other| other.borough == own.borough) {
                        buyers.push(own);
                    }
                }
            }
            Err(why) => {
                let id = json.get("id").and_then(serde_json::Value::as_str).map(|id| format!("release {id}"));
                self.problem(&rules::NOTICE_RELEASE, file, id, why);
            }
        }
    }
}
