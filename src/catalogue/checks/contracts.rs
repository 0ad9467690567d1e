//! Dates of contracts, and the members of shared ones.

use jiff::civil::Date as Day;

use crate::content::records::{ContractItem, DeploymentContract, SharedContractRecord};
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
    for entry in content.contracts.values() {
        if let Some(record) = &entry.record {
            dates(&record.contract, entry.file, problems);
            members(entry, record, problems);
            told_twice(content, record, problems);
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
    if let (Some(end), Some(max_end)) = (item.end.or(item.start), item.max_end)
        && max_end.last_day() < end.first_day()
    {
        let place = Place { file, span: max_end.span };
        let message = format!("max_end {} is before {}", max_end.value, end.value);
        problems.push(Diagnostic::new(&rules::MAX_BEFORE_END, place, message));
    }
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
        let message = format!("the lead `{}` is not among the boroughs of the contract", lead.value);
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

/// A borough that writes a shared contract out under the same procurement id counts it a second time.
fn told_twice(content: &Content, shared: &SharedContractRecord, problems: &mut Vec<Diagnostic>) {
    let Some(ocid) = &shared.contract.ocid else { return };
    for entry in content.boroughs.values() {
        let Some(record) = &entry.record else { continue };
        let inline = record.systems.iter().filter_map(|item| match &item.contract.as_ref()?.value {
            DeploymentContract::Inline(contract) => contract.ocid.as_ref(),
            DeploymentContract::Shared(_) => None,
        });
        let listed = record.contracts.iter().filter_map(|item| item.ocid.as_ref());
        for other in inline.chain(listed).filter(|other| other.value == ocid.value) {
            let message = format!("this contract is the shared one \"{}\"", shared.members.title);
            problems.push(Diagnostic::new(&rules::SHARED_AND_INLINE, entry.place(other.span), message));
        }
    }
}
