//! One region's tables to its content: reads every table, builds the records, writes what is new and proposes the rest.

use std::collections::BTreeMap;
use std::path::Path;

use super::Error;
use super::contracts::{Contract, contracts, suppliers_by_name};
use super::deployments::{Deployed, deployments};
use super::known::{Ids, Known};
use super::lists::{self, ids};
use super::ocids::one_ocid_each;
use super::records::{self, Entry};
use super::report::{Outcome, Report};
use super::rows::{self, ContractRow, RejectedRow, Row};
use super::same::may_be_inline;
use super::skills::{Abilities, abilities};
use super::write::{Schema, Texts, proposals_folder, write};
use crate::content::records::BoroughRecord;

/// Writes the records of a folder of tables under `content`, and proposals against edited files under `proposals`.
///
/// # Errors
/// Where the tables can't be read, or a folder can't be written to. A row that can't be placed is no error: the report
/// lists it, and the rest goes on.
pub fn survey(tables: &Path, content: &Path, proposals: &Path) -> Result<Report, Error> {
    let proposals = proposals_folder(proposals, &[tables, content])?;
    let mut report = Report::default();
    let texts = texts(tables, &mut report)?;
    if report.tables.is_empty() {
        return Err(Error::NoTables(tables.to_owned()));
    }
    report.sort();
    report.outputs = write(texts, content, &proposals)?;
    Ok(report)
}

/// The YAML of every file, by its path.
fn texts(tables: &Path, report: &mut Report) -> Result<Texts, Error> {
    let mut texts = Texts::default();
    let services = lists::services(&rows::read(tables, report)?, report);
    let skills = lists::skills(&rows::read(tables, report)?, report);
    let technologies = lists::technologies(&rows::read(tables, report)?, report);
    let frameworks = lists::frameworks(&rows::read(tables, report)?, report);
    let contract_rows = rows::read::<ContractRow>(tables, report)?;

    let mut suppliers = records::suppliers(&rows::read(tables, report)?, report);
    let mut supplier_ids = entry_ids("suppliers.csv", &suppliers, |record| &record.name);
    suppliers.extend(suppliers_by_name(&contract_rows, &mut supplier_ids, report));

    let all_services = || services.groups.iter().flat_map(|group| &group.services);
    let service_ids =
        ids("services.csv", all_services().map(|service| (service.id.as_str(), service.name.as_str())));
    let systems = records::systems(&rows::read(tables, report)?, &service_ids, &supplier_ids, report);
    let mut boroughs = records::boroughs(&rows::read(tables, report)?, report);

    let groups = services.groups.iter().enumerate();
    let known = Known {
        services: service_ids,
        skills: ids("skills.csv", skills.skills.iter().map(|skill| (skill.id.as_str(), skill.name.as_str()))),
        technologies: ids(
            "technologies.csv",
            technologies.technologies.iter().map(|entry| (entry.id.as_str(), entry.name.as_str())),
        ),
        frameworks: ids(
            "frameworks.csv",
            frameworks.frameworks.iter().map(|entry| (entry.id.as_str(), entry.name.as_str())),
        ),
        suppliers: supplier_ids,
        systems: entry_ids("systems.csv", &systems, |record| &record.name),
        boroughs: entry_ids("boroughs.csv", &boroughs, |record| &record.name),
        group_order: groups
            .flat_map(|(order, group)| {
                group.services.iter().map(move |service| (service.id.value.clone(), order))
            })
            .collect(),
        supplier_of: systems
            .iter()
            .filter_map(|entry| Some((entry.id.clone(), entry.record.supplier.as_ref()?.value.clone())))
            .collect(),
    };
    let shared = records::shared_contracts(&rows::read(tables, report)?, &known, report);
    let deployed = deployments(&rows::read(tables, report)?, &known, &shared, report);
    let contracts = contracts(&contract_rows, &known, report);
    let abilities = abilities(&rows::read(tables, report)?, &known, report);
    keep_out(tables, report)?;
    fill_boroughs(&mut boroughs, deployed, contracts, abilities, report);

    texts.add("services.yaml", Schema::Services, &services, services.groups.is_empty())?;
    texts.add("skills.yaml", Schema::Skills, &skills, skills.skills.is_empty())?;
    texts.add(
        "technologies.yaml",
        Schema::Technologies,
        &technologies,
        technologies.technologies.is_empty(),
    )?;
    texts.add("frameworks.yaml", Schema::Frameworks, &frameworks, frameworks.frameworks.is_empty())?;
    for Entry { id, record } in &suppliers {
        texts.add(&format!("suppliers/{id}.yaml"), Schema::Supplier, record, false)?;
    }
    for Entry { id, record } in &systems {
        texts.add(&format!("systems/{id}.yaml"), Schema::System, record, false)?;
    }
    for Entry { id, record } in &shared {
        texts.add(&format!("contracts/{id}.yaml"), Schema::Contract, record, false)?;
    }
    for Entry { id, record } in &boroughs {
        texts.add(&format!("boroughs/{id}.yaml"), Schema::Borough, record, false)?;
    }
    Ok(texts)
}

fn entry_ids<T>(file: &'static str, entries: &[Entry<T>], name: impl Fn(&T) -> &String) -> Ids {
    ids(file, entries.iter().map(|entry| (entry.id.as_str(), name(&entry.record).as_str())))
}

/// Facts that were collected and are no deployment: counted by reason, never written.
fn keep_out(tables: &Path, report: &mut Report) -> Result<(), Error> {
    for row in rows::read::<RejectedRow>(tables, report)? {
        report.settle(RejectedRow::FILE, row.line, Outcome::KeptOut(row.row.reason_code));
    }
    Ok(())
}

/// Gives each borough what the other tables say about it.
fn fill_boroughs(
    boroughs: &mut [Entry<BoroughRecord>],
    mut deployed: Vec<Deployed>,
    mut contracts: BTreeMap<String, Vec<Contract>>,
    mut abilities: BTreeMap<String, Abilities>,
    report: &mut Report,
) {
    for Entry { id, record } in boroughs {
        let mut listed = contracts.remove(id).unwrap_or_default();
        let mut own: Vec<_> = deployed.iter_mut().filter(|item| item.borough == *id).collect();
        one_ocid_each(&mut own, &mut listed, report);
        doubt_told_twice(&own, &listed, report);
        record.systems = own.iter().map(|item| item.deployment.clone().into()).collect();
        record.contracts = listed.into_iter().map(|contract| contract.item.into()).collect();
        let abilities = abilities.remove(id).unwrap_or_default();
        record.skills = abilities.skills;
        record.technologies = abilities.technologies;
    }
}

/// A contract under a deployment and in the list of contracts would be counted twice.
fn doubt_told_twice(deployed: &[&mut Deployed], contracts: &[Contract], report: &mut Report) {
    for contract in contracts {
        if let Some(twin) =
            deployed.iter().find(|deployed| may_be_inline(&contract.item, &deployed.deployment))
        {
            let text = format!(
                "possibly the same contract as that of facts.csv:{} (one service and term); both are written",
                twin.line
            );
            report.doubt(ContractRow::FILE, contract.line, text);
        }
    }
}
