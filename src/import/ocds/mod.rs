//! Procurement notices to proposals: takes files of the Open Contracting Data Standard as Find a Tender and Contracts Finder
//! publish them, gives a review file, a summary and everything that is doubtful. No record is changed here.
//!
//! ```text
//! read ---------> release -----> compile -------> units -----------> propose, compare ---> review
//! one release     the parts      releases of a    a contract each,   records, against      a file that keeps
//! at a time       that we need   procurement      award or lot       those that there are  what editors did
//! ```

mod buyers;
mod compare;
mod compile;
mod known;
mod names;
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

use serde::Serialize;

use self::buyers::Buyers;
use self::compile::Process;
use self::known::{Found, Known};
use self::propose::{Doubt, Draft};
use self::read::Part;
use self::release::Release;
use self::review::{Block, Review};
use self::units::{Unit, Units};
use super::Error;
use super::write::to_yaml;
use crate::content::records::{ContractItem, Members, SharedContractRecord, SourceItem};
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

/// Releases of one procurement and the authorities that buy, the first of which is the key.
type Held = BTreeMap<(String, String), (Vec<Release>, Vec<buyers::Match>)>;

/// Reads notices against a content folder and a review file.
///
/// # Errors
/// Where a file or the folder can't be read at all, records are broken, or the review file is not one.
pub fn ocds(files: &[PathBuf], root: &Path, review: &Path) -> Result<Notices, Error> {
    let (content, _) = content::read(root).map_err(Error::file(root))?;
    if !content.is_whole() {
        return Err(Error::BrokenRecords(root.to_owned()));
    }
    let site = content.site.as_ref().and_then(|file| file.record.as_ref()).ok_or(Error::BrokenRecords(root.to_owned()))?;
    let there = existing(review)?;
    let mut run = Run {
        names: files.iter().map(|file| crate::diagnostics::shown_path(file)).collect(),
        content: &content,
        lists: Lists::of(&content, &site.currency),
        known: known::all(&content),
        notices: Notices { authorities: site.words.many.clone(), is_there: there.is_some(), ..Notices::default() },
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
    process.notices.iter().filter_map(|notice| notice.day).map(|day| day.to_string()).max().unwrap_or_else(|| review::UNDATED.to_owned())
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
    fn read(&mut self, files: &[PathBuf]) -> Result<Held, Error> {
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
                    self.problem(&rules::NOTICE_RELEASE, file, None, "the record has no release in it, only links to releases");
                }
                releases.iter().for_each(|json| self.release(json, file, buyers, held));
            }
            Part::Other(what) => self.problem(&rules::NOTICE_RELEASE, file, None, format!("the file holds {what}")),
            Part::Broken { line, column, why, goes_on } => {
                let rest = if goes_on { "; the line is left out" } else { "; nothing after it is read" };
                let place = NoticePlace { at: Some((line, column)), ..self.place(file, None) };
                self.notices.problems.push(NoticeProblem::new(&rules::NOTICE_FILE, place, format!("{why}{rest}")));
            }
        }
    }

    fn release(&mut self, json: &serde_json::Value, file: usize, buyers: &Buyers, held: &mut Held) {
        self.notices.counts.releases += 1;
        if !json.is_object() {
            return self.problem(&rules::NOTICE_RELEASE, file, None, "a release is an object, and this is none");
        }
        let found = buyers.find(&release::buyers(json));
        let Some(first) = found.first().map(|own| own.borough.clone()) else {
            self.notices.counts.others += 1;
            return;
        };
        match release::release(json, file) {
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

    fn place(&self, file: usize, ocid: Option<String>) -> NoticePlace {
        NoticePlace { file: self.names.get(file).cloned().unwrap_or_default(), ocid, at: None }
    }

    fn problem(&mut self, rule: &'static crate::diagnostics::Rule, file: usize, ocid: Option<String>, message: impl Into<String>) {
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
            self.problem(&rules::NOTICE_ODD, process.file, Some(process.ocid.clone()), format!("{odd}, so it is left out"));
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
        let Some((Found::Procurement, found)) = known::candidates(&self.known, process, &unit, None, &[]) else { return };
        let waiting = found.into_iter().filter(|known| known.item.stage.is_some_and(|stage| stage != crate::content::records::Stage::Ended));
        let places: Vec<String> = waiting.map(|known| known.place.clone()).collect();
        for place in places {
            self.notices.counts.disagreements += 1;
            let text = format!("{place}: the notice says that the procurement was given up, the record says nothing of that");
            self.problem(&rules::NOTICE_DISAGREES, process.file, Some(process.ocid.clone()), text);
        }
    }

    fn units(&mut self, process: &Process, borough: &str, units: &[Unit]) {
        let is_only = units.len() == 1;
        let drafts: Vec<Draft> = units.iter().map(|unit| propose::draft(process, unit, is_only, &self.lists)).collect();
        let homes = self.homes(process, units, &drafts);
        for ((unit, draft), home) in units.iter().zip(drafts).zip(homes) {
            match home {
                Home::Known(index, how) => self.compared(process, borough, (unit, &draft), (index, how), is_only),
                Home::Unclear(places) => {
                    self.notices.counts.known += 1;
                    let text = format!("it may be any of {}", places.join(", "));
                    self.doubts(process, unit, &[Doubt::new(&rules::NOTICE_OPEN, text)]);
                }
                Home::New(perhaps) => self.proposed(process, borough, unit, draft, &perhaps),
            }
        }
    }

    /// Which record each unit is; a record is one of them at most.
    fn homes(&self, process: &Process, units: &[Unit], drafts: &[Draft]) -> Vec<Home> {
        let mut homes: Vec<Home> = units.iter().map(|_| Home::New(Vec::new())).collect();
        let mut wishes: Vec<(Found, std::cmp::Reverse<u8>, usize, usize)> = Vec::new();
        for (at, (unit, draft)) in units.iter().zip(drafts).enumerate() {
            let supplier = draft.item.supplier.as_ref().map(|own| own.value.as_str());
            let Some((how, found)) = known::candidates(&self.known, process, unit, supplier, &draft.guess.services) else { continue };
            let scored: Vec<(u8, &Known)> = found
                .into_iter()
                .filter_map(|known| {
                    // Where record and notice name each other, another supplier is a disagreement and not another contract.
                    let is_sure = how == Found::Procurement && units.len() == 1;
                    Some((known.score(unit, supplier).or_else(|| is_sure.then_some(0))?, known))
                })
                .collect();
            let Some(best) = scored.iter().map(|(score, _)| *score).max() else { continue };
            let best: Vec<&Known> = scored.into_iter().filter(|(score, _)| *score == best).map(|(_, known)| known).collect();
            let index = |known: &Known| self.known.iter().position(|own| std::ptr::eq(own, known));
            match best.as_slice() {
                // One supplier sells a buyer many things for one service, at once and one after the other.
                all if !all.iter().any(|known| known.may_be(unit, how)) => {
                    homes[at] = Home::New(all.iter().map(|known| known.place.clone()).collect());
                }
                [only] => wishes.extend(index(only).map(|known| (how, std::cmp::Reverse(only.score(unit, supplier).unwrap_or(0)), at, known))),
                several => homes[at] = Home::Unclear(several.iter().map(|known| known.place.clone()).collect()),
            }
        }
        wishes.sort_unstable();
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        for (how, _, at, known) in wishes {
            homes[at] = if taken.insert(known) {
                Home::Known(known, how)
            } else {
                Home::New(vec![self.known[known].place.clone()])
            };
        }
        homes
    }

    fn compared(&mut self, process: &Process, borough: &str, (unit, draft): (&Unit, &Draft), (index, how): (usize, Found), is_only: bool) {
        let known = &self.known[index];
        self.notices.counts.known += 1;
        let difference = compare::compare(known, draft, process, is_only);
        let (place, file, title) = (known.place.clone(), known.file.clone(), known.title.to_owned());
        for text in &difference.disagreements {
            self.notices.counts.disagreements += 1;
            self.problem(&rules::NOTICE_DISAGREES, process.file, Some(process.ocid.clone()), format!("{place}: {text}"));
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

    fn proposed(&mut self, process: &Process, borough: &str, unit: &Unit, mut draft: Draft, perhaps: &[String]) {
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
        comments.extend(draft.doubts.iter().map(|doubt| format!("Look at this ({}): {}", doubt.rule.code, doubt.text)));
        self.notices.counts.proposed(borough);
        match process.buyers.as_slice() {
            [_, _, ..] => self.shared(process, borough, unit, draft.item, &comments),
            _ => {
                let body = list_item("contracts", &draft.item, &comments);
                self.add(&format!("boroughs/{borough}.yaml"), process, borough, unit, body);
            }
        }
    }

    /// A contract of several buyers is a file of its own.
    fn shared(&mut self, process: &Process, borough: &str, unit: &Unit, mut item: ContractItem, comments: &[String]) {
        let title = item.title.take().unwrap_or_else(|| process.ocid.clone());
        let there = self.there.file_of(&format!("{}, {borough}", process.ocid), &unit.part).map(str::to_owned);
        let file = there.unwrap_or_else(|| self.free_file(&title));
        self.taken.insert(file.clone());
        let boroughs = process.buyers.iter().map(|buyer| buyer.borough.clone().into()).collect();
        let members = Members { title, boroughs, ..Members::default() };
        let record = SharedContractRecord { members, contract: item };
        let body = commented(comments, "") + &to_yaml(&record).unwrap_or_default();
        self.add(&file, process, borough, unit, body);
    }

    fn free_file(&self, title: &str) -> String {
        let plain = names::plain(title);
        let mut stem = String::new();
        for word in names::words(&plain) {
            if stem.len() + word.len() > 48 {
                break;
            }
            if !stem.is_empty() {
                stem.push('-');
            }
            stem.push_str(word);
        }
        let stem = if stem.is_empty() { "shared".to_owned() } else { stem };
        let numbered = (2..).map(|number| format!("{stem}-{number}"));
        let is_free = |stem: &String| {
            let file = format!("contracts/{stem}.yaml");
            !self.content.contracts.contains_key(stem) && !self.taken.contains(&file) && !self.there.files().any(|own| own == file)
        };
        let free = std::iter::once(stem.clone()).chain(numbered).find(is_free).unwrap_or(stem);
        format!("contracts/{free}.yaml")
    }

    fn add(&mut self, section: &str, process: &Process, borough: &str, unit: &Unit, body: String) {
        let block = Block { process: format!("{}, {borough}", process.ocid), part: unit.part.clone(), day: day(process), body };
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

/// What a unit is.
enum Home {
    /// A record, by number.
    Known(usize, Found),
    /// One of several records.
    Unclear(Vec<String>),
    /// A contract that is not on record; or one of these, which is not sure enough.
    New(Vec<String>),
}

/// A change of a record, as the review file tells it.
#[derive(Serialize)]
struct ChangeItem<'a> {
    record: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    contract: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    set: Option<&'a ContractItem>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    disagreements: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    sources: &'a [SourceItem],
}

/// An item of a list as records lay it out, with comments before it.
fn list_item(list: &str, item: &impl Serialize, comments: &[String]) -> String {
    let yaml = to_yaml(&BTreeMap::from([(list, [item])])).unwrap_or_default();
    let item = yaml.split_once('\n').map_or("", |(_, item)| item.trim_start_matches('\n'));
    commented(comments, "  ") + item
}

fn commented(comments: &[String], indent: &str) -> String {
    comments.iter().map(|comment| format!("{indent}# {}\n", comment.split_whitespace().collect::<Vec<_>>().join(" "))).collect()
}
