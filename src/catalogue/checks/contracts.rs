//! Dates of contracts, and the members of shared ones.

use std::collections::HashMap;

use jiff::civil::Date as Day;

use crate::content::records::{ContractItem, Date, DeploymentContract, Placed, SharedContractRecord};
use crate::content::{Content, InFile};
use crate::diagnostics::{Diagnostic, FileId, Place, Span, rules};

pub(super) fn check(content: &Content, _: Day, problems: &mut Vec<Diagnostic>) {
    for entry in content.boroughs.values() {
        let Some(record) = &entry.record else { continue };
        for deployment in &record.systems {
            if let Some(DeploymentContract::Inline(item)) =
                deployment.contract.as_ref().map(|contract| &contract.value)
            {
                dates(item, entry.file, problems);
            }
        }
        record.contracts.iter().for_each(|item| dates(item, entry.file, problems));
    }
    let told = told_by_authorities(content);
    for entry in content.contracts.values() {
        if let Some(record) = &entry.record {
            dates(&record.contract, entry.file, problems);
            members(entry, record, problems);
            told_twice(&told, record, problems);
        }
    }
}

fn dates(item: &ContractItem, file: FileId, problems: &mut Vec<Diagnostic>) {
    if let (Some(start), Some(end)) = (item.start, item.end)
        && end.last_day() < start.first_day()
    {
        let place = Place { file, span: end.span };
        let message = format!("the contract ends on {} and starts on {}", end.value, start.value);
        problems.push(Diagnostic::new(&rules::END_BEFORE_START, place, message));
    }
    if let Some(max_end) = item.max_end {
        problems.extend(max_before_end(item, max_end, file));
    }
}

/// Of the two, editors have mostly changed the end; only a last end that comes before the start as well is wrong itself.
fn max_before_end(item: &ContractItem, max_end: Placed<Date>, file: FileId) -> Option<Diagnostic> {
    let is_after = |date: Option<Placed<Date>>| date.filter(|date| max_end.last_day() < date.first_day());
    let problem = |span, message, remedy: String| {
        let place = Place { file, span };
        Some(Diagnostic::new(&rules::MAX_BEFORE_END, place, message).remedy(remedy))
    };
    let last = max_end.value;
    if let Some(start) = is_after(item.start) {
        let message = format!("max_end is {last}, but the contract starts on {} only", start.value);
        let remedy = "look both dates up in the source; max_end is the last day with every option used, so it comes after start, and not before end";
        return problem(max_end.span, message, remedy.to_owned());
    }
    let end = is_after(item.end)?;
    let message =
        format!("end is {}, but max_end, the last day with every option used, is {last} already", end.value);
    let remedy = format!(
        "if the contract was extended to {}, set max_end to that day or later, or leave it out; if it was not, correct end",
        end.value
    );
    problem(end.span, message, remedy)
}

fn members(
    entry: &InFile<SharedContractRecord>,
    record: &SharedContractRecord,
    problems: &mut Vec<Diagnostic>,
) {
    let members = &record.members;
    let ids: Vec<&str> = members.boroughs.iter().map(|id| id.value.as_str()).collect();
    if ids.len() < 2 {
        problems.push(Diagnostic::new(
            &rules::NOT_SHARED,
            entry.place(Span::default()),
            "a shared contract has two members or more",
        ));
    }
    for (index, id) in members.boroughs.iter().enumerate() {
        if ids[..index].contains(&id.value.as_str()) {
            problems.push(
                Diagnostic::new(
                    &rules::SAME_FACT,
                    entry.place(id.span),
                    format!("`{}` is listed twice", id.value),
                )
                .remedy("remove one of the two"),
            );
        }
    }
    if let Some(lead) = members.lead.as_ref().filter(|lead| !ids.contains(&lead.value.as_str())) {
        let message = format!("the lead `{}` is not one of those that share the contract", lead.value);
        problems.push(Diagnostic::new(&rules::LEAD_NOT_MEMBER, entry.place(lead.span), message));
    }
    shares(entry, record, &ids, problems);
}

fn shares(
    entry: &InFile<SharedContractRecord>,
    record: &SharedContractRecord,
    ids: &[&str],
    problems: &mut Vec<Diagnostic>,
) {
    let shares = &record.members.shares;
    let Some(first) = shares.values().next() else { return };
    let names_all = shares.len() == ids.len() && shares.keys().all(|id| ids.contains(&id.as_str()));
    let sum: f64 = shares.values().map(|share| share.value).sum();
    let in_range = shares.values().all(|share| (0.0..=1.0).contains(&share.value));
    if !names_all || !in_range || (sum - 1.0).abs() > 0.001 {
        problems.push(Diagnostic::new(
            &rules::SHARES,
            entry.place(first.span),
            format!("the shares sum to {sum:.3}"),
        ));
    }
}

/// Contracts that authorities tell in their own files, by their procurement ids.
type Told<'a> = HashMap<&'a str, Vec<Place>>;

fn told_by_authorities(content: &Content) -> Told<'_> {
    let mut told = Told::new();
    for entry in content.boroughs.values() {
        let Some(record) = &entry.record else { continue };
        let inline = record.systems.iter().filter_map(|item| match &item.contract.as_ref()?.value {
            DeploymentContract::Inline(contract) => contract.ocid.as_ref(),
            DeploymentContract::Shared(_) => None,
        });
        let listed = record.contracts.iter().filter_map(|item| item.ocid.as_ref());
        for ocid in inline.chain(listed) {
            told.entry(&ocid.value).or_default().push(entry.place(ocid.span));
        }
    }
    told
}

/// A borough that writes a shared contract out under the same procurement id counts it a second time.
fn told_twice(told: &Told, shared: &SharedContractRecord, problems: &mut Vec<Diagnostic>) {
    let Some(ocid) = &shared.contract.ocid else { return };
    for place in told.get(ocid.value.as_str()).into_iter().flatten() {
        let message = format!("this contract is the shared one \"{}\"", shared.members.title);
        problems.push(Diagnostic::new(&rules::SHARED_AND_INLINE, *place, message));
    }
}
