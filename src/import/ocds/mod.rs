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
mod services;
mod suppliers;
mod told;
mod units;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use self::compile::Process;
use self::homes::Home;
use self::known::{Found, Known};
use self::layout::{ChangeItem, commented, list_item};
use self::propose::{Doubt, Draft};
use self::review::{Block, Review};
use self::units::{Unit, Units};
use super::Error;
use super::write::to_yaml;
use crate::content::records::{ContractItem, Members, SharedContractRecord, Stage};
use crate::content::{self, Content};
use crate::diagnostics::notices::{NoticePlace, NoticeProblem};
use crate::diagnostics::{Severity, rules};

pub use told::Counts;

/// What files of notices come to.
#[derive(Debug, Default)]
pub struct Notices {
    /// What was read and found.
    pub counts: Counts,
    /// What is wrong or doubtful.
    pub problems: Vec<NoticeProblem>,
    /// The text of the review file as it is to be; nothing, where there is nothing to propose and no such file.
    pub review: Option<String>,
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
        self.problems.iter().any(|problem| problem.rule.severity == Severity::Error)
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

/// Reads notices against a content folder and a review file.
///
/// # Errors
/// Where a file or the folder can't be read at all, records are broken, or the review file is not one.
pub fn ocds(files: &[PathBuf], root: &Path, review: &Path) -> Result<Notices, Error> {
    let (content, _) = content::read(root).map_err(Error::file(root))?;
    if !content.is_whole() {
        return Err(Error::BrokenRecords(root.to_owned()));
    }
    let site = content
        .site
        .as_ref()
        .and_then(|file| file.record.as_ref())
        .ok_or(Error::BrokenRecords(root.to_owned()))?;
    let there = existing(review)?;
    let mut run = Run {
        names: files.iter().map(|file| crate::diagnostics::shown_path(file)).collect(),
        content: &content,
        lists: Lists::of(&content, &site.currency),
        known: known::all(&content),
        notices: Notices {
            authorities: site.words.many.clone(),
            is_there: there.is_some(),
            ..Notices::default()
        },
        review: Review::default(),
        taken: BTreeSet::new(),
        there: there.as_ref().map(|(_, review)| review.clone()).unwrap_or_default(),
    };
    let held = run.read(files)?;
    let mut told: BTreeMap<String, String> = BTreeMap::new();
    for ((ocid, borough), (releases, buyers)) in held {
        let Some(process) = compile::compile(releases, buyers) else { continue };
        told.insert(format!("{ocid}, {borough}"), day(&process));
        run.process(&process, &borough);
    }
    run.finish(&told, there.as_ref().map(|(text, _)| text.as_str()));
    Ok(run.notices)
}

/// The review file that is there.
fn existing(path: &Path) -> Result<Option<(String, Review)>, Error> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::file(path)(error)),
    };
    let review = Review::read(&text).ok_or_else(|| Error::NotAReview(path.to_owned()))?;
    Ok(Some((text, review)))
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

struct Run<'c> {
    /// The files as they were named.
    names: Vec<String>,
    content: &'c Content,
    lists: Lists,
    known: Vec<Known<'c>>,
    notices: Notices,
    review: Review,
    /// Files in `contracts/` that proposals have taken.
    taken: BTreeSet<String>,
    there: Review,
}

impl Run<'_> {
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
        self.notices.problems.push(NoticeProblem::new(rule, place, message));
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
            self.there.file_of(&format!("{}, {borough}", process.ocid), &unit.part).map(str::to_owned);
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
            process: format!("{}, {borough}", process.ocid),
            part: unit.part.clone(),
            day: day(process),
            body,
        };
        self.review.add(section, block);
    }

    fn finish(&mut self, told: &BTreeMap<String, String>, there: Option<&str>) {
        let (review, merged) = std::mem::take(&mut self.review).over(std::mem::take(&mut self.there), told);
        for edited in merged.edited {
            let place = NoticePlace { file: "the review file".to_owned(), ocid: Some(edited), at: None };
            let message = "you have changed this proposal, and its notices say something else by now";
            self.notices.problems.push(NoticeProblem::new(&rules::NOTICE_EDITED, place, message));
        }
        self.notices.counts.added = merged.added;
        self.notices.counts.turned_down = merged.turned_down;
        let text = (!review.is_empty() || there.is_some()).then(|| review.text());
        self.notices.is_new = text.as_deref() != there;
        self.notices.review = text;
    }
}
