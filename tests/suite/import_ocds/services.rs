//! Which services contracts are for, guessed on the real region's list.

use std::collections::BTreeSet;
use std::path::Path;

use citytools::content::records::{ContractItem, DeploymentContract};
use serde_json::{Value, json};

use super::{award, import, write};
use crate::support::{Region, Result, copy, here};

/// What services are guessed for notices, with the reason.
fn guesses(notices: &[Value]) -> Result<Vec<(Vec<String>, String)>> {
    let region = Region::empty()?;
    copy(&here("content"), &region.content())?;
    write(&region, "notices.json", &json!({ "releases": notices }))?;
    let said = import(&region, &["--dry-run", "notices.json"])?.expect(0)?.stdout;
    let mut found = vec![(Vec::new(), String::new()); notices.len()];
    for block in said.split("  # notice: ocds-h6vhtk-").skip(1) {
        let number: usize = block.split(',').next().unwrap_or_default().parse()?;
        // A list stands in a line, or an item a line where it is long.
        let list = block.split("\n    services:").nth(1).unwrap_or_default();
        let list = list.split("\n    supplier").next().and_then(|list| list.split("\n    ocid").next());
        let list = list.unwrap_or_default().split("\n    reference").next().unwrap_or_default();
        let words = list.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|word| word.len() > 1);
        let why = block.lines().find_map(|line| line.trim().strip_prefix("# Services: "));
        found[number] = (words.map(str::to_owned).collect(), why.unwrap_or_default().to_owned());
    }
    Ok(found)
}

fn notice(number: usize, title: &str, code: &str) -> Value {
    let mut notice = award(&format!("ocds-h6vhtk-{number}"), "1", "2026-01-10", title, "2027-12-31");
    notice["buyer"]["name"] = json!("Camden Council");
    notice["tender"]["classification"]["id"] = json!(code);
    notice["awards"][0]["suppliers"] = json!([{"name": "Nobody At All Ltd"}]);
    notice
}

fn titled<'t>(titles: impl Iterator<Item = &'t str>) -> Vec<Value> {
    titles.enumerate().map(|(number, title)| notice(number, title, "48000000")).collect()
}

#[test]
fn titles_of_contracts_name_their_service() -> Result {
    let titles: [(&str, &[&str]); 37] = [
        ("Housing Management System", &["housing-management"]),
        ("Housing IT system", &["housing-management"]),
        ("Housing repairs and planned works system", &["housing-repairs"]),
        ("Housing IT system: choice-based lettings (extension)", &["housing-allocations"]),
        ("Parking system", &["parking-enforcement"]),
        ("Parking and traffic civil enforcement services", &["parking-enforcement"]),
        ("Cashless parking services", &["parking-permits"]),
        ("Libraries management system", &["library-management"]),
        ("Payroll and human resources software (extension)", &["hr-and-payroll"]),
        ("Electoral Management System", &["electoral-services"]),
        ("Replacement case management system for the West London Coroners Service", &["coroners-service"]),
        ("Pension administration system", &["pensions-administration"]),
        ("Contact Centre as a Service", &["contact-centre"]),
        ("Replacement of the highways asset management system", &["highways-assets"]),
        ("New IT systems for Revenue and Benefits", &["business-rates", "council-tax", "housing-benefit"]),
        ("Civica Income Management System", &["payments-and-income"]),
        ("Windows laptops", &["devices"]),
        ("Microsoft Enterprise licensing and subscription", &["productivity-suite"]),
        ("ERP replacement", &["finance-and-erp"]),
        ("Enterprise Resource Planning system", &["finance-and-erp"]),
        ("R5963 Corporate Finance System", &["finance-and-erp"]),
        ("Registrars Online Booking System", &["registration-services"]),
        ("Street cleaning reporting app", &["street-cleansing"]),
        ("Digital Local Plan", &["planning-policy"]),
        ("LBBD website phase 2: build, hosting and support", &["website-cms"]),
        // Words of the definition.
        ("Digital Traffic Management Orders", &["traffic-and-kerbside"]),
        ("Bacs and direct debit processing system", &["payments-and-income"]),
        // No guess is better than a wrong one.
        ("ICT managed services", &[]),
        ("Attendance Monitoring Service", &[]),
        ("Support and maintenance 2026", &[]),
        ("Management information system", &[]),
        ("Software licences", &[]),
        ("Integrated platform for London", &[]),
        ("Shared digital services", &[]),
        // Two services have that other name.
        ("EMS upgrade", &[]),
        ("Customer Services IT System", &[]),
        ("Email marketing platform", &[]),
    ];
    let found = guesses(&titled(titles.iter().map(|(title, _)| *title)))?;
    for ((title, services), (found, why)) in titles.iter().zip(found) {
        assert_eq!(found, *services, "{title}: {why}");
        let is_told = ["high", "medium", "low"]
            .iter()
            .any(|sure| why.starts_with(&format!("guessed with {sure} confidence, as ")));
        assert!(is_told || services.is_empty(), "{title}: {why}");
    }
    Ok(())
}

#[test]
fn codes_name_services_where_titles_do_not() -> Result {
    let codes: [(&str, &[&str]); 14] = [
        ("48161000", &["library-management"]),
        ("72212160", &["library-management"]),
        ("48450000", &["hr-and-payroll"]),
        ("48451000", &["finance-and-erp"]),
        ("48444100", &["payments-and-income"]),
        ("48326100", &["gis-and-mapping"]),
        ("48311100", &["document-and-records"]),
        ("48445000", &["crm-and-online-forms"]),
        ("48490000", &["procurement-and-contracts"]),
        ("72413000", &["website-cms"]),
        ("30213100", &["devices"]),
        ("48732000", &["cyber-security"]),
        ("48000000", &[]),
        ("72000000", &[]),
    ];
    let notices: Vec<Value> = codes
        .iter()
        .enumerate()
        .map(|(number, (code, _))| notice(number, "Award of contract 2026", code))
        .collect();
    for ((code, services), (found, why)) in codes.iter().zip(guesses(&notices)?) {
        assert_eq!(found, *services, "{code}: {why}");
        assert!(!why.contains("high"), "a code alone is not that sure: {why}");
    }
    Ok(())
}

/// The titles of contracts on record with the services that people found for them.
fn recorded() -> Result<Vec<(String, BTreeSet<String>)>> {
    let (content, _) = citytools::content::read(Path::new(&here("content")))?;
    let mut all: Vec<(String, BTreeSet<String>)> = Vec::new();
    let mut add = |item: &ContractItem, services: BTreeSet<String>| {
        if let Some(title) = item.title.as_ref().filter(|_| !services.is_empty())
            && !all.iter().any(|(own, _)| own == title)
        {
            all.push((title.clone(), services));
        }
    };
    for record in content.boroughs.values().filter_map(|file| file.record.as_ref()) {
        for item in &record.contracts {
            add(item, item.services.iter().map(|service| service.value.clone()).collect());
        }
        for deployment in &record.systems {
            let services = deployment.services.iter().map(|service| service.value.clone()).collect();
            if let Some(DeploymentContract::Inline(item)) = deployment.contract.as_ref().map(|own| &own.value)
            {
                add(item, services);
            }
        }
    }
    Ok(all)
}

#[test]
fn contracts_on_record_would_be_guessed_as_people_recorded_them() -> Result {
    let recorded = recorded()?;
    let found = guesses(&titled(recorded.iter().map(|(title, _)| title.as_str())))?;
    let mut counts = [0_usize; 4];
    for ((title, services), (found, why)) in recorded.iter().zip(found) {
        let found = found.into_iter().collect::<BTreeSet<String>>();
        let is = match (found.is_empty(), found.is_subset(services), found.is_disjoint(services)) {
            (true, ..) => 3,
            (_, true, _) => 0,
            (_, _, true) => 2,
            _ => 1,
        };
        counts[is] += 1;
        if is == 2 {
            println!("{title}: {found:?}, recorded {services:?}: {why}");
        }
    }
    let [right, partly, wrong, none] = counts;
    println!(
        "{} titles: {right} right, {partly} partly, {wrong} wrong, {none} without a guess",
        recorded.len()
    );
    assert!(right * 100 >= recorded.len() * 60, "{right} right of {}", recorded.len());
    assert!(wrong * 100 <= recorded.len() * 8, "{wrong} wrong of {}", recorded.len());
    Ok(())
}
