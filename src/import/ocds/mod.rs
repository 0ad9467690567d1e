//! Procurement notices to proposals: takes files of the Open Contracting Data Standard as Find a Tender and Contracts Finder
//! publish them, gives a review file, a summary and everything that is doubtful. No record is changed here.
//!
//! ```text
//! read, gather -> parse -------> compile -----> units --------> propose, homes, compare -> review
//! one release     the parts      releases of    a contract,     records; which are there   a file that keeps
//! at a time       that we need   a procurement  award or lot    already, what differs      what editors did
//! ```

mod buyers;
mod compare;
mod compile;
mod gather;
mod homes;
mod json;
mod known;
mod layout;
mod names;
mod parse;
mod propose;
mod read;
mod release;
mod review;
mod safe;
mod services;
mod spill;
mod supplied;
mod suppliers;
mod told;
mod units;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Seek as _};
use std::path::{Path, PathBuf};

use self::compile::Process;
use self::homes::Home;
use self::known::{Found, Known};
use self::layout::{ChangeItem, commented, list_item};
use self::propose::{Doubt, Draft};
use self::review::{Block, Review};
use self::spill::Spill;
use self::units::{Unit, Units};
use super::Error;
use super::write::to_yaml;
use crate::content::records::{ContractItem, Members, SharedContractRecord, Stage};
use crate::content::{self, Content};
use crate::diagnostics::notices::{NoticePlace, NoticeProblem};
use crate::diagnostics::{Severity, rules};

pub use told::{Counts, NearBuyer};

/// What files of notices come to.
#[derive(Default)]
pub struct Notices {
    /// What was read and found.
    pub counts: Counts,
    /// The review file as it is to be; nothing, where there is nothing to propose and no such file.
    pub proposals: Option<Proposals>,
    /// Whether that differs from the file that is there.
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
struct Lists {
    suppliers: suppliers::Suppliers,
    services: services::Services,
    /// Frameworks with the words that name them.
    frameworks: Vec<(String, Vec<String>)>,
    currency: String,
}

/// Reads notices against a content folder and a review file. What is wrong or doubtful is told as it is found.
///
/// # Errors
/// Where a file or the folder can't be read at all, records are broken, or the review file is not one.
pub fn ocds(
    files: &[PathBuf],
    root: &Path,
    review: &Path,
    tell: &mut dyn FnMut(&NoticeProblem),
) -> Result<Notices, Error> {
    let (content, _) = content::read(root).map_err(Error::file(root))?;
    if !content.is_whole() {
        return Err(Error::BrokenRecords(root.to_owned()));
    }
    let site = content
        .site
        .as_ref()
        .and_then(|file| file.record.as_ref())
        .ok_or(Error::BrokenRecords(root.to_owned()))?;
    let mut spill = Spill::new().map_err(Error::waiting())?;
    let there = existing(review, &mut spill)?;
    let (print, there) = there.map_or_else(Default::default, |(print, review)| (Some(print), review));
    let mut run = Run {
        names: files.iter().map(|file| crate::diagnostics::shown_path(file)).collect(),
        content: &content,
        lists: Lists::of(&content, &site.currency),
        known: known::all(&content),
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
    let held = run.read(files)?;
    // The newest day of what the review file tells of.
    let mut told: BTreeMap<String, String> = BTreeMap::new();
    for process in held.compiled() {
        let (borough, process) = process.map_err(Error::waiting())?;
        let key = review_key(&process, borough);
        if run.there.tells(&key) {
            told.insert(key, day(&process));
        }
        run.process(&process, borough);
        run.failed.take().map_or(Ok(()), Err).map_err(Error::waiting())?;
    }
    run.finish(&told, print).map_err(Error::waiting())
}

/// The review file that is there, and its fingerprint.
fn existing(path: &Path, spill: &mut Spill) -> Result<Option<(blake3::Hash, Review)>, Error> {
    let mut file = match fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::file(path)(error)),
    };
    let review = Review::read(io::BufReader::new(&file), spill).map_err(Error::file(path))?;
    let review = review.ok_or_else(|| Error::NotAReview(path.to_owned()))?;
    let mut print = blake3::Hasher::new();
    let again = file.rewind().and_then(|()| io::copy(&mut file, &mut print));
    again.map_err(Error::file(path))?;
    Ok(Some((print.finalize(), review)))
}

impl Lists {
    fn of(content: &Content, currency: &str) -> Self {
        let frameworks = content.frameworks.as_ref().and_then(|file| file.record.as_ref());
        let frameworks = frameworks.into_iter().flat_map(|list| &list.frameworks).map(|item| {
            let names = [Some(&item.name), item.reference.as_ref()].into_iter().flatten();
            (item.id.value.clone(), names.map(|name| names::plain(name)).collect())
        });
        Self {
            suppliers: suppliers::Suppliers::of(content),
            services: services::Services::of(content),
            frameworks: frameworks.collect(),
            currency: currency.to_owned(),
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
    lists: Lists,
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

    fn tell(&mut self, rule: &'static crate::diagnostics::Rule, place: NoticePlace, message: impl Into<String>) {
        self.notices.counts.doubts += 1;
        self.notices.counts.errors += usize::from(rule.severity == Severity::Error);
        (self.tell)(&NoticeProblem::new(rule, place, message));
    }

    fn doubts(&mut self, process: &Process, unit: &Unit, doubts: &[Doubt]) {
        for doubt in doubts {
            let part = if unit.part.is_empty() { String::new() } else { format!(", part {}", unit.part) };
            self.problem(doubt.rule, process.file, Some(format!("{}{part}", process.ocid)), &doubt.text);
        }
    }

    fn process(&mut self, process: &Process, borough: &str) {
        self.notices.counts.procurement(borough);
        for odd in &process.odd {
            self.problem(
                &rules::NOTICE_ODD,
                process.file,
                Some(process.ocid.clone()),
                format!("{odd}, so it is left out"),
            );
        }
        match units::units(process) {
            Units::Contracts(units) => self.units(process, borough, &units),
            Units::Cancelled => self.cancelled(process),
            Units::Nothing => self.notices.counts.without_contract += 1,
        }
    }

    /// A procurement that was given up is news only for a record that waits for it.
    fn cancelled(&mut self, process: &Process) {
        self.notices.counts.cancelled += 1;
        let unit = Unit::default();
        let Some((Found::Procurement, found)) = known::candidates(&self.known, process, &unit, None, &[])
        else {
            return;
        };
        let waiting =
            found.into_iter().filter(|known| known.item.stage.is_some_and(|stage| stage != Stage::Ended));
        let places: Vec<String> = waiting.map(|known| known.place.clone()).collect();
        for place in places {
            self.notices.counts.disagreements += 1;
            let text = format!(
                "{place}: the notice says that the procurement was given up, the record says nothing of that"
            );
            self.problem(&rules::NOTICE_DISAGREES, process.file, Some(process.ocid.clone()), text);
        }
    }

    fn units(&mut self, process: &Process, borough: &str, units: &[Unit]) {
        let is_only = units.len() == 1;
        let drafts: Vec<Draft> =
            units.iter().map(|unit| propose::draft(process, unit, is_only, &self.lists)).collect();
        let homes = self.homes(process, units, &drafts);
        for ((unit, draft), home) in units.iter().zip(drafts).zip(homes) {
            match home {
                Home::Known(index, how) => {
                    self.compared(process, borough, (unit, &draft), (index, how), is_only);
                }
                Home::Unclear(places) => {
                    self.notices.counts.known += 1;
                    let text = format!("it may be any of {}", places.join(", "));
                    self.doubts(process, unit, &[Doubt::new(&rules::NOTICE_OPEN, text)]);
                }
                Home::New(perhaps) => self.proposed(process, borough, unit, draft, &perhaps),
            }
        }
    }

    fn compared(
        &mut self,
        process: &Process,
        borough: &str,
        (unit, draft): (&Unit, &Draft),
        (index, how): (usize, Found),
        is_only: bool,
    ) {
        let known = &self.known[index];
        self.notices.counts.known += 1;
        let difference = compare::compare(known, draft, process, is_only);
        let (place, file, title) = (known.place.clone(), known.file.clone(), known.title.to_owned());
        for text in &difference.disagreements {
            self.notices.counts.disagreements += 1;
            self.problem(
                &rules::NOTICE_DISAGREES,
                process.file,
                Some(process.ocid.clone()),
                format!("{place}: {text}"),
            );
        }
        if !difference.has_set && difference.disagreements.is_empty() {
            return;
        }
        self.notices.counts.more_exact += usize::from(difference.has_set);
        let change = ChangeItem {
            record: file,
            contract: title,
            set: difference.has_set.then_some(&difference.set),
            disagreements: &difference.disagreements,
            sources: &draft.item.sources,
        };
        let mut comments = vec![format!("{place}: {}", how.words())];
        comments.extend(difference.told);
        let body = list_item("changes", &change, &comments);
        self.add(review::RECORDS, process, borough, unit, body);
    }

    fn proposed(
        &mut self,
        process: &Process,
        borough: &str,
        unit: &Unit,
        mut draft: Draft,
        perhaps: &[String],
    ) {
        let supplier = draft.item.supplier.as_ref().map(|own| own.value.clone());
        if !self.lists.services.is_technology(unit, supplier.as_deref()) {
            self.notices.counts.not_technology += 1;
            return;
        }
        self.notices.counts.frameworks += usize::from(unit.is_framework);
        if !perhaps.is_empty() {
            let text = format!("it may be on record already, or follow what is: {}", perhaps.join("; "));
            draft.doubts.push(Doubt::new(&rules::NOTICE_OPEN, text));
        }
        self.doubts(process, unit, &draft.doubts);
        let mut comments = draft.why;
        if unit.is_framework {
            comments.push("It sets up a framework, so nothing is bought by it alone".to_owned());
        }
        comments.extend(
            draft.doubts.iter().map(|doubt| format!("Look at this ({}): {}", doubt.rule.code, doubt.text)),
        );
        self.notices.counts.proposed(borough);
        if process.buyers.len() > 1 {
            return self.shared(process, borough, unit, draft.item, &comments);
        }
        let body = list_item("contracts", &draft.item, &comments);
        self.add(&format!("boroughs/{borough}.yaml"), process, borough, unit, body);
    }

    /// A contract of several buyers is a file of its own.
    fn shared(
        &mut self,
        process: &Process,
        borough: &str,
        unit: &Unit,
        mut item: ContractItem,
        comments: &[String],
    ) {
        let title = item.title.take().unwrap_or_else(|| process.ocid.clone());
        let there =
            self.there.file_of(&review_key(process, borough), &unit.part).map(str::to_owned);
        let is_free = |stem: &str| {
            let file = format!("contracts/{stem}.yaml");
            let is_proposed = self.taken.contains(&file) || self.there.files().any(|own| own == file);
            !is_proposed && !self.content.contracts.contains_key(stem)
        };
        let file = there.unwrap_or_else(|| format!("contracts/{}.yaml", layout::free_stem(&title, is_free)));
        self.taken.insert(file.clone());
        let boroughs = process.buyers.iter().map(|buyer| buyer.borough.clone().into()).collect();
        let members = Members { title, boroughs, ..Members::default() };
        let record = SharedContractRecord { members, contract: item };
        let body = commented(comments, "") + &to_yaml(&record).unwrap_or_default();
        self.add(&file, process, borough, unit, body);
    }

    fn add(&mut self, section: &str, process: &Process, borough: &str, unit: &Unit, body: String) {
        let block = Block {
            process: review_key(process, borough),
            part: unit.part.clone(),
            day: day(process),
            body,
        };
        if let Err(error) = self.review.add(section, &block, &mut self.spill) {
            self.failed.get_or_insert(error);
        }
    }

    fn finish(mut self, told: &BTreeMap<String, String>, there: Option<blake3::Hash>) -> io::Result<Notices> {
        let (review, merged) = std::mem::take(&mut self.review).over(std::mem::take(&mut self.there), told);
        for edited in merged.edited {
            let place = NoticePlace { file: "the review file".to_owned(), ocid: Some(edited), at: None };
            let message = "you have changed this proposal, and its notices say something else by now";
            self.tell(&rules::NOTICE_EDITED, place, message);
        }
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
