//! Facts to deployments: takes the rows of facts.csv, gives one deployment for each borough and system, with every
//! source, and linked to the contract that boroughs share.

use std::collections::BTreeMap;

use super::cells::{Cells, convert, text, unless_unknown};
use super::evidence::{Evidence, summarise};
use super::known::Known;
use super::ocids::ocid_of;
use super::records::Entry;
use super::report::{Outcome, Problem, Report};
use super::rows::{FactRow, Numbered, Row};
use crate::content::records::{
    ContractItem, Date, Deployment, DeploymentContract, Hosting, Lifecycle, Placed, Provenance,
    SharedContractRecord,
};
use crate::diagnostics::rules;

/// What one row says.
struct Fact {
    borough: String,
    system: String,
    services: Vec<Placed<String>>,
    lifecycle: Lifecycle,
    since: Option<Date>,
    until: Option<Date>,
    hosting: Option<Hosting>,
    contract: Option<ContractItem>,
    provenance: Provenance,
    evidence: Evidence,
    /// What the row says beside ids, where it differs from the id's own record.
    doubts: Vec<String>,
}

/// A deployment and what is needed to place it.
#[derive(Debug)]
pub(super) struct Deployed {
    pub borough: String,
    pub deployment: Deployment,
    /// The line of its first row.
    pub line: u64,
    /// The date of the source that tells its contract.
    pub told: Option<Date>,
}

/// One deployment for each borough and system, ordered by service group and system name.
pub(super) fn deployments(
    rows: &[Numbered<FactRow>],
    known: &Known,
    shared: &[Entry<SharedContractRecord>],
    report: &mut Report,
) -> Vec<Deployed> {
    let mut groups: BTreeMap<(String, String), Vec<(u64, Fact)>> = BTreeMap::new();
    for (line, fact) in convert(rows, report, |row, cells| fact(row, known, cells)) {
        let doubts = fact.doubts.iter().map(String::as_str).chain(fact.evidence.doubt());
        doubts.for_each(|doubt| report.doubt(FactRow::FILE, line, doubt));
        groups.entry((fact.borough.clone(), fact.system.clone())).or_default().push((line, fact));
    }
    let mut deployed: Vec<_> = groups.into_values().map(|facts| merge(facts, shared, report)).collect();
    deployed.sort_by_cached_key(|item| {
        let system = &item.deployment.system.value;
        let group =
            item.deployment.services.first().and_then(|service| known.group_order.get(&service.value));
        (
            group.copied().unwrap_or(usize::MAX),
            known.systems.name(system).unwrap_or_default().to_lowercase(),
            system.clone(),
        )
    });
    deployed
}

fn fact(row: &FactRow, known: &Known, cells: &mut Cells) -> Option<Fact> {
    cells.filled(&[
        ("borough", &row.borough),
        ("system", &row.system),
        ("services", &row.services),
        ("lifecycle", &row.lifecycle),
        ("provenance", &row.provenance),
    ]);
    let borough = cells.reference("borough", &row.borough, &known.boroughs);
    let system = cells.reference("system", &row.system, &known.systems);
    cells.supplier("supplier", &row.supplier, &known.suppliers);
    let services = cells.references("services", &row.services, &known.services);
    let lifecycle = cells.word("lifecycle", &row.lifecycle);
    let since = cells.date("since", &row.since);
    let until = cells.date("until", &row.until);
    let hosting = cells.word("hosting", unless_unknown(&row.hosting));
    let contract = contract(row, known, cells);
    let provenance = cells.word("provenance", &row.provenance);
    let source = (row.source_url.as_str(), row.source_title.as_str(), row.source_date.as_str());
    let evidence = Evidence::read(cells, source, &row.notes, &row.confidence);
    Some(Fact {
        borough: borough?.value,
        system: system?.value,
        services,
        lifecycle: lifecycle?,
        since,
        until,
        hosting,
        contract,
        provenance: provenance?,
        evidence,
        doubts: doubts(row, known),
    })
}

/// The contract columns, where one of them says something.
fn contract(row: &FactRow, known: &Known, cells: &mut Cells) -> Option<ContractItem> {
    let says_something = [
        row.contract_title.as_str(),
        &row.contract_reference,
        &row.contract_supplier,
        &row.contract_start,
        &row.contract_end,
        &row.contract_max_end,
        &row.notice_months,
        &row.value,
        unless_unknown(&row.procurement_method),
        &row.framework,
    ]
    .iter()
    .any(|cell| !cell.is_empty());
    says_something.then(|| ContractItem {
        title: text(&row.contract_title),
        supplier: cells.supplier("contract_supplier", &row.contract_supplier, &known.suppliers),
        reference: text(&row.contract_reference),
        ocid: ocid_of(&row.source_url).map(Placed::from),
        start: cells.date("contract_start", &row.contract_start).map(Placed::from),
        end: cells.date("contract_end", &row.contract_end).map(Placed::from),
        max_end: cells.date("contract_max_end", &row.contract_max_end).map(Placed::from),
        notice_months: cells.number("notice_months", &row.notice_months),
        value: cells.money(&row.value, &row.value_basis, &row.value_tax),
        procurement_method: cells.word("procurement_method", unless_unknown(&row.procurement_method)),
        framework: cells.reference("framework", &row.framework, &known.frameworks),
        ..ContractItem::default()
    })
}

/// Names and suppliers that are not those of the ids beside them.
fn doubts(row: &FactRow, known: &Known) -> Vec<String> {
    let mut doubts = Vec::new();
    let own_supplier = known.supplier_of.get(&row.system).map(String::as_str).unwrap_or_default();
    if !row.supplier.is_empty() && row.supplier != own_supplier && row.contract_supplier.is_empty() {
        let own = if own_supplier.is_empty() { "no supplier" } else { own_supplier };
        doubts.push(format!(
            "the row's supplier is `{}`, but systems.csv has {own} for `{}`",
            row.supplier, row.system
        ));
    }
    let names = [
        (&row.system, &row.system_name, known.systems.name(&row.system)),
        (&row.supplier, &row.supplier_name, known.suppliers.name(&row.supplier)),
    ];
    for (id, name, own) in names {
        if let Some(own) = own
            && !name.is_empty()
            && name != own
        {
            doubts.push(format!("the row calls `{id}` \"{name}\", its own row \"{own}\""));
        }
    }
    doubts
}

/// All rows of one borough and system.
fn merge(facts: Vec<(u64, Fact)>, shared: &[Entry<SharedContractRecord>], report: &mut Report) -> Deployed {
    let facts = one_contract(facts, report);
    let (first_line, first) = &facts[0];
    settle(&facts, report);
    let mut services: Vec<Placed<String>> = Vec::new();
    for service in facts.iter().flat_map(|(_, fact)| &fact.services) {
        if !services.iter().any(|known| known.value == service.value) {
            services.push(service.clone());
        }
    }
    let evidence: Vec<_> = facts.iter().map(|(_, fact)| fact.evidence.clone()).collect();
    let mut summary = summarise(&evidence);
    let teller = facts.iter().position(|(_, fact)| fact.contract.is_some());
    let mut contract = teller.and_then(|index| facts[index].1.contract.clone());
    if let (Some(contract), Some(index)) = (&mut contract, teller) {
        move_source(&mut summary.sources, &evidence, index, contract);
    }
    let told = teller.and_then(|index| facts[index].1.evidence.source.as_ref()?.date);
    let link = shared_contract(&first.borough, &first.system, shared);
    if let (Some(_), Some(id)) = (&contract, link) {
        let text = format!(
            "{} runs `{}` under this contract, and contracts/{id}.yaml names both too",
            first.borough, first.system
        );
        report.doubt(FactRow::FILE, facts[teller.unwrap_or_default()].0, text);
    }
    let contract = match contract {
        Some(contract) => Some(DeploymentContract::Inline(Box::new(contract))),
        None => link.map(|id| DeploymentContract::Shared(id.to_owned())),
    };
    let deployment = Deployment {
        waivers: Vec::new(),
        system: first.system.clone().into(),
        services,
        lifecycle: first.lifecycle.into(),
        since: facts.iter().find_map(|(_, fact)| fact.since).map(Placed::from),
        until: facts.iter().find_map(|(_, fact)| fact.until).map(Placed::from),
        replaces: None,
        inferred: Vec::new(),
        hosting: facts.iter().find_map(|(_, fact)| fact.hosting),
        satisfaction: None,
        contract: contract.map(Placed::from),
        provenance: facts.iter().map(|(_, fact)| fact.provenance).min().unwrap_or(first.provenance),
        confidence: summary.confidence,
        checked: None,
        notes: summary.notes,
        sources: summary.sources,
    };
    Deployed { borough: first.borough.clone(), deployment, line: *first_line, told }
}

/// Rows with a second, different contract can't be placed: a deployment has one.
fn one_contract(facts: Vec<(u64, Fact)>, report: &mut Report) -> Vec<(u64, Fact)> {
    let mut first: Option<(u64, String)> = None;
    facts
        .into_iter()
        .filter(|(line, fact)| {
            let Some(contract) = fact.contract.as_ref().map(|contract| format!("{contract:?}")) else {
                return true;
            };
            let (first_line, first) = first.get_or_insert_with(|| (*line, contract.clone()));
            if *first == contract {
                return true;
            }
            let cell = fact.contract.as_ref().and_then(|contract| contract.title.clone()).unwrap_or_default();
            let why = format!("line {first_line} has another contract of the same authority and system");
            let remedy = "keep the newest contract's columns and tell the other one in the notes";
            let problem = Problem::new(
                &rules::SAME_DEPLOYMENT,
                (FactRow::FILE, *line, "contract_title"),
                &cell,
                why,
                remedy,
            );
            report.unplaced_row(FactRow::FILE, *line, vec![problem]);
            false
        })
        .collect()
}

/// Says what became of each row, and where a later row contradicts the first.
fn settle(facts: &[(u64, Fact)], report: &mut Report) {
    let Some(((first_line, first), others)) = facts.split_first() else { return };
    let record = format!("boroughs/{}.yaml: {}", first.borough, first.system);
    report.settle(FactRow::FILE, *first_line, Outcome::Written(record.clone()));
    for (line, fact) in others {
        let into = Outcome::Merged { into: *first_line, record: record.clone() };
        report.settle(FactRow::FILE, *line, into);
        let differing = [
            ("lifecycle", first.lifecycle != fact.lifecycle),
            ("since", both_and_different(first.since, fact.since)),
            ("until", both_and_different(first.until, fact.until)),
            ("hosting", both_and_different(first.hosting, fact.hosting)),
        ];
        for (column, _) in differing.iter().filter(|(_, differs)| *differs) {
            report.doubt(
                FactRow::FILE,
                *line,
                format!("{column} is not the same as on line {first_line}, which stands"),
            );
        }
    }
}

fn both_and_different<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    a.zip(b).is_some_and(|(a, b)| a != b)
}

/// The source that tells the contract goes with it, unless it tells the deployment too or is its only one.
fn move_source(
    sources: &mut Vec<crate::content::records::SourceItem>,
    evidence: &[Evidence],
    teller: usize,
    contract: &mut ContractItem,
) {
    let page = &evidence[teller];
    let shared = evidence.iter().enumerate().any(|(index, other)| index != teller && other.same_source(page));
    if shared || page.source.is_none() || sources.len() < 2 {
        return;
    }
    // Sources stand in the order of their rows, one for each page.
    let earlier = &evidence[..teller];
    let position = earlier
        .iter()
        .enumerate()
        .filter(|(index, row)| {
            row.source.is_some() && !earlier[..*index].iter().any(|before| before.same_source(row))
        })
        .count();
    contract.sources.push(sources.remove(position));
}

/// The shared contract of a borough's system that starts last; where no start is known, the first id.
fn shared_contract<'a>(
    borough: &str,
    system: &str,
    shared: &'a [Entry<SharedContractRecord>],
) -> Option<&'a str> {
    let names = |entry: &&Entry<SharedContractRecord>| {
        let members = &entry.record.members;
        members.systems.iter().any(|id| id.value == system)
            && members.boroughs.iter().any(|id| id.value == borough)
    };
    let start = |entry: &Entry<SharedContractRecord>| {
        entry.record.contract.start.as_ref().map(|start| start.first_day())
    };
    let latest_first =
        |entry: &&Entry<SharedContractRecord>| (std::cmp::Reverse(start(entry)), entry.id.clone());
    shared.iter().filter(names).min_by_key(latest_first).map(|entry| entry.id.as_str())
}
