//! Procurement notices to proposals: takes files of the Open Contracting Data Standard as Find a Tender and Contracts Finder
//! publish them, gives a review file, a summary and everything that is doubtful. No record is changed here.
//!
//! ```text
//! read, gather -> parse -------> compile -----> units --------> propose, homes, compare -> review
//! one release     the parts      releases of    a contract,     records; which are there   a file that keeps
//! at a time       that we need   a procurement  award or lot    already, what differs      what editors did
//!                  \-> kept ----/
//!                  beside the review file, for later runs
//! ```

mod bounded;
mod buyers;
mod capped;
mod compare;
mod compile;
mod gather;
mod homes;
mod json;
mod kept;
mod known;
mod layout;
mod lineage;
mod names;
mod parse;
mod propose;
mod proposed;
mod read;
mod release;
mod review;
mod safe;
mod services;
mod spill;
mod supplied;
mod suppliers;
mod told;
mod twins;
mod units;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Seek as _};
use std::path::{Path, PathBuf};

use self::compile::Process;
use self::gather::Compiled;
use self::known::Known;
use self::review::{Outcome, Review};
use self::spill::Spill;
use super::{Error, Region};
use crate::content::Content;
use crate::content::records::SiteRecord;
use crate::diagnostics::notices::{NoticePlace, NoticeProblem};
use crate::diagnostics::{Severity, rules};
use crate::plain::{Links, open};

pub use kept::Kept;
pub use read::Size;
pub use told::{Counts, NearBuyer};

/// What files of notices come to.
#[derive(Default)]
pub struct Notices {
    /// What was read and found.
    pub counts: Counts,
    /// The review file as it is to be; nothing, where there is nothing to propose and no such file.
    pub proposals: Option<Proposals>,
    /// The notices that it is made of, which stand beside it.
    pub kept: Option<Kept>,
    /// Whether the review file is to differ from the one that is there.
    pub is_new: bool,
    /// Whether there is such a file.
    pub is_there: bool,
    /// The word for authorities of this region.
    pub authorities: String,
}

impl Notices {
    /// Whether something could not be read.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.counts.errors > 0
    }
}

/// What stands in the review file, most of which waits on the disk.
pub struct Proposals {
    review: Review,
    spill: Spill,
}

impl Proposals {
    /// Writes the file.
    ///
    /// # Errors
    /// Where it can't be written, or what waits can't be read.
    pub fn write(&mut self, out: &mut dyn io::Write) -> io::Result<()> {
        self.review.write(&mut self.spill, out)
    }

    fn print(&mut self) -> io::Result<blake3::Hash> {
        let mut print = blake3::Hasher::new();
        self.write(&mut print)?;
        Ok(print.finalize())
    }
}

/// What notices are matched with.
struct Lists<'c> {
    /// The region's registers, services of notices and currency.
    site: &'c SiteRecord,
    suppliers: suppliers::Suppliers,
    services: services::Services,
    /// Frameworks with the words that name them.
    frameworks: Vec<(String, Vec<String>)>,
    /// No contract costs more, as far as anybody can tell.
    most: f64,
}

/// A contract that costs this many times as much as the largest on record is a slip of a finger.
const TIMES_LARGEST: u64 = 100;

/// Whatever is on record, a contract may cost the first of these, and none costs more than the second.
const MOST: std::ops::RangeInclusive<u64> = 100_000_000..=10_000_000_000;

/// Reads notices against a region's records and a review file. What is wrong or doubtful is told as it is found.
///
/// # Errors
/// Where a file can't be read at all, records are broken, or the review file is not one.
pub fn ocds(
    files: &[PathBuf],
    how_large: Size,
    region: &Region,
    review: &Path,
    tell: &mut dyn FnMut(&NoticeProblem),
) -> Result<Notices, Error> {
    let content = &region.content;
    let site = content.site.as_ref().and_then(|file| file.record.as_ref()).filter(|_| content.is_whole());
    let site = site.ok_or_else(|| Error::BrokenRecords(region.root.clone()))?;
    let mut spill = Spill::new().map_err(Error::waiting())?;
    let there = existing(review, &mut spill)?;
    let (print, there) = there.map_or_else(Default::default, |(print, review)| (Some(print), review));
    let known = known::all(content);
    let mut run = Run {
        names: files.iter().map(|file| crate::diagnostics::shown_path(file)).collect(),
        content,
        lists: Lists::of(content, &known, site),
        known,
        notices: Notices {
            authorities: site.words.many.clone(),
            is_there: print.is_some(),
            ..Notices::default()
        },
        tell,
        review: Review::default(),
        taken: BTreeSet::new(),
        there,
        spill,
        failed: None,
    };
    let (held, mut kept) = run.read(files, how_large, review)?;
    let suppliers = suppliers::Suppliers::of(content);
    // What becomes of those that the review file tells of.
    let mut told: BTreeMap<String, Outcome> = BTreeMap::new();
    for process in held.compiled(&suppliers, &mut kept) {
        let (borough, Compiled { process, before }) = process.map_err(Error::waiting())?;
        let key = review_key(&process, borough);
        if let Some(before) = before.filter(|_| run.there.tells(&key)) {
            run.there.rename(&key, &lineage::moved(&before, &process));
        }
        let outcome = run.process(&process, borough);
        if run.there.tells(&key) {
            told.insert(key, outcome);
        }
        run.failed.take().map_or(Ok(()), Err).map_err(Error::waiting())?;
    }
    let mut notices = run.finish(&told, print).map_err(Error::waiting())?;
    notices.kept = Some(kept);
    Ok(notices)
}

/// Bytes of a review file: thousands of proposals, more than anybody goes through.
const MOST_OF_A_REVIEW: u64 = 32 << 20;

/// The review file that is there, and its fingerprint.
fn existing(path: &Path, spill: &mut Spill) -> Result<Option<(blake3::Hash, Review)>, Error> {
    let mut file = match open(path, Links::Refused) {
        Ok(Some(file)) => file,
        Ok(None) => return Err(Error::Link(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::file(path)(error)),
    };
    if file.metadata().map_err(Error::file(path))?.len() > MOST_OF_A_REVIEW {
        return Err(Error::TooLong(path.to_owned(), MOST_OF_A_REVIEW));
    }
    let review = Review::read(io::BufReader::new(&file), spill).map_err(Error::file(path))?;
    let review = review.ok_or_else(|| Error::NotAReview(path.to_owned()))?;
    let mut print = blake3::Hasher::new();
    let again = file.rewind().and_then(|()| io::copy(&mut file, &mut print));
    again.map_err(Error::file(path))?;
    Ok(Some((print.finalize(), review)))
}

impl<'c> Lists<'c> {
    fn of(content: &Content, known: &[Known], site: &'c SiteRecord) -> Self {
        let frameworks = content.frameworks.as_ref().and_then(|file| file.record.as_ref());
        let frameworks = frameworks.into_iter().flat_map(|list| &list.frameworks).map(|item| {
            let names = [Some(&item.name), item.reference.as_ref()].into_iter().flatten();
            (item.id.value.clone(), names.map(|name| names::plain(name)).collect())
        });
        let largest = known.iter().filter_map(|known| known.item.value).map(|value| value.amount).max();
        let most = largest.map_or(*MOST.end(), |largest| {
            largest.saturating_mul(TIMES_LARGEST).clamp(*MOST.start(), *MOST.end())
        });
        Self {
            site,
            suppliers: suppliers::Suppliers::of(content),
            services: services::Services::of(content),
            frameworks: frameworks.collect(),
            #[expect(clippy::cast_precision_loss, reason = "no limit needs its last digits")]
            most: most as f64,
        }
    }
}

/// The newest day of a procurement's notices.
fn day(process: &Process) -> String {
    process
        .notices
        .iter()
        .filter_map(|notice| notice.day)
        .map(|day| day.to_string())
        .max()
        .unwrap_or_else(|| review::UNDATED.to_owned())
}

/// What the review file calls a procurement.
fn review_key(process: &Process, borough: &str) -> String {
    format!("{}, {borough}", process.ocid)
}

struct Run<'c, 't> {
    /// The files as they were named.
    names: Vec<String>,
    content: &'c Content,
    lists: Lists<'c>,
    known: Vec<Known<'c>>,
    notices: Notices,
    tell: &'t mut dyn FnMut(&NoticeProblem),
    review: Review,
    /// Files in `contracts/` that proposals have taken.
    taken: BTreeSet<String>,
    there: Review,
    /// Bodies of proposals.
    spill: Spill,
    /// What the disk said first.
    failed: Option<io::Error>,
}

impl Run<'_, '_> {
    fn place(&self, file: usize, ocid: Option<String>) -> NoticePlace {
        NoticePlace { file: self.names.get(file).cloned().unwrap_or_default(), ocid, at: None }
    }

    fn problem(
        &mut self,
        rule: &'static crate::diagnostics::Rule,
        file: usize,
        ocid: Option<String>,
        message: impl Into<String>,
    ) {
        let place = self.place(file, ocid);
        self.tell(rule, place, message);
    }

    fn tell(
        &mut self,
        rule: &'static crate::diagnostics::Rule,
        place: NoticePlace,
        message: impl Into<String>,
    ) {
        self.notices.counts.doubts += 1;
        self.notices.counts.errors += usize::from(rule.severity == Severity::Error);
        (self.tell)(&NoticeProblem::new(rule, place, message));
    }

    fn finish(
        mut self,
        told: &BTreeMap<String, Outcome>,
        there: Option<blake3::Hash>,
    ) -> io::Result<Notices> {
        let (review, there_before) = (std::mem::take(&mut self.review), std::mem::take(&mut self.there));
        let (mut review, merged) = review.over(there_before, told, &mut self.spill)?;
        for (process, news) in merged.told {
            let place = NoticePlace { file: "the review file".to_owned(), ocid: Some(process), at: None };
            let rule = if news.is_edited() { &rules::NOTICE_EDITED } else { &rules::NOTICE_OPEN };
            self.tell(rule, place, news.words());
        }
        let Self { spill, notices, tell, .. } = &mut self;
        review.name_twins(spill, &mut |process, text| {
            notices.counts.doubts += 1;
            let file = "the review file".to_owned();
            let place = NoticePlace { file, ocid: Some(process.to_owned()), at: None };
            tell(&NoticeProblem::new(&rules::NOTICE_OPEN, place, text));
        })?;
        let mut notices = self.notices;
        notices.counts.added = merged.added;
        notices.counts.turned_down = merged.turned_down;
        if !review.is_empty() || there.is_some() {
            let mut proposals = Proposals { review, spill: self.spill };
            notices.is_new = there != Some(proposals.print()?);
            notices.proposals = Some(proposals);
        }
        Ok(notices)
    }
}
