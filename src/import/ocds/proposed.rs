//! What a procurement comes to: proposals of its contracts, changes of records, and words for what is doubtful.

use super::compile::Process;
use super::homes::Home;
use super::known::{self, Found};
use super::layout::{self, ChangeItem, commented, list_item};
use super::propose::{self, Doubt, Draft};
use super::review::{self, Block, Outcome};
use super::twins::Mark;
use super::units::{self, Unit, Units};
use super::{Run, compare, day, review_key};
use crate::content::records::{ContractItem, Members, SharedContractRecord, Stage};
use crate::diagnostics::rules;
use crate::import::write::to_yaml;

impl Run<'_, '_> {
    fn doubts(&mut self, process: &Process, unit: &Unit, doubts: &[Doubt]) {
        for doubt in doubts {
            let part = if unit.part.is_empty() { String::new() } else { format!(", part {}", unit.part) };
            self.problem(doubt.rule, process.file, Some(format!("{}{part}", process.ocid)), &doubt.text);
        }
    }

    pub(super) fn process(&mut self, process: &Process, borough: &str) -> Outcome {
        let mut outcome = Outcome::of(day(process), propose::news(process));
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
            Units::Contracts(units) => self.units(process, borough, &units, &mut outcome),
            Units::Cancelled => {
                self.cancelled(process);
                outcome.why = Some("the procurement was given up");
            }
            Units::Nothing => {
                self.notices.counts.without_contract += 1;
                outcome.why = Some("no contract and no open tender is left of it");
            }
        }
        outcome
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

    fn units(&mut self, process: &Process, borough: &str, units: &[Unit], outcome: &mut Outcome) {
        let is_only = units.len() == 1;
        let drafts: Vec<Draft> =
            units.iter().map(|unit| propose::draft(process, unit, is_only, &self.lists)).collect();
        let homes = self.homes(process, units, &drafts);
        outcome.is_on_record = homes.iter().all(|home| matches!(home, Home::Known(..)));
        for ((unit, draft), home) in units.iter().zip(drafts).zip(homes) {
            match home {
                Home::Known(index, how) => {
                    outcome.on_record.insert(unit.part.clone());
                    self.compared(process, borough, (unit, &draft), (index, how), is_only);
                }
                Home::Unclear(places) => {
                    self.notices.counts.known += 1;
                    let text = format!("it may be any of {}", places.join(", "));
                    self.doubts(process, unit, &[Doubt::new(&rules::NOTICE_OPEN, text)]);
                    outcome.why = Some("it may be any of several contracts on record");
                }
                Home::New(perhaps) => {
                    if !self.proposed(process, borough, unit, draft, &perhaps) {
                        outcome.why = Some("it is about something else than technology");
                    }
                }
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
        self.add(review::RECORDS, process, borough, unit, body, None);
    }

    /// Proposes a contract, if it is about technology.
    fn proposed(
        &mut self,
        process: &Process,
        borough: &str,
        unit: &Unit,
        mut draft: Draft,
        perhaps: &[String],
    ) -> bool {
        let supplier = draft.item.supplier.as_ref().map(|own| own.value.clone());
        if !self.lists.services.is_technology(unit, supplier.as_deref()) {
            self.notices.counts.not_technology += 1;
            return false;
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
            self.shared(process, borough, unit, draft.item, &comments);
        } else {
            let body = list_item("contracts", &draft.item, &comments);
            let title = draft.item.title.as_deref().unwrap_or_default();
            let mark = Mark::of(borough, title, &draft.item);
            self.add(&format!("boroughs/{borough}.yaml"), process, borough, unit, body, mark);
        }
        true
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
        let key = review_key(process, borough);
        let touched = self.there.touched_file_of(&key, &unit.part).map(str::to_owned);
        let is_free = |stem: &str| {
            let file = format!("contracts/{stem}.yaml");
            let is_proposed = self.taken.contains(&file) || self.there.is_of_another(&file, &key, &unit.part);
            !is_proposed && !self.content.contracts.contains_key(stem)
        };
        let file =
            touched.unwrap_or_else(|| format!("contracts/{}.yaml", layout::free_stem(&title, is_free)));
        self.taken.insert(file.clone());
        let boroughs = process.buyers.iter().map(|buyer| buyer.borough.clone().into()).collect();
        let mark = Mark::of(borough, &title, &item);
        let members = Members { title, boroughs, ..Members::default() };
        let record = SharedContractRecord { members, contract: item };
        let body = commented(comments, "") + &to_yaml(&record).unwrap_or_default();
        self.add(&file, process, borough, unit, body, mark);
    }

    fn add(
        &mut self,
        section: &str,
        process: &Process,
        borough: &str,
        unit: &Unit,
        body: String,
        mark: Option<Mark>,
    ) {
        let (key, part) = (review_key(process, borough), unit.part.clone());
        let block = Block { process: key, part, day: day(process), body, mark };
        if let Err(error) = self.review.add(section, block, &mut self.spill) {
            self.failed.get_or_insert(error);
        }
    }
}
