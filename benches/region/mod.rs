//! Imaginary regions of any size, in the record format: the same bytes for the same size and seed, on any machine.
//!
//! Every kind of record is in them, so that every figure and every kind of page has work. Nothing in them is the name of a
//! real place, company or product.

mod authorities;
mod contracts;
mod lists;
mod market;
mod names;
mod random;

use std::fs;
use std::io;
use std::path::Path;

use authorities::Authority;
use market::Market;
use random::Random;

/// How large a region is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Authorities.
    pub boroughs: usize,
    /// Systems that each of them runs, ran or plans.
    pub deployments: usize,
    /// Products on the market.
    pub systems: usize,
    /// Suppliers of them.
    pub suppliers: usize,
}

/// As many as London has.
pub const LONDON: Size = Size { boroughs: 33, deployments: 40, systems: 400, suppliers: 150 };
/// About as many as England has.
pub const ENGLAND: Size = Size { boroughs: 330, deployments: 60, systems: 2_000, suppliers: 600 };
/// More than any country has.
pub const WORLD: Size = Size { boroughs: 10_000, deployments: 40, systems: 20_000, suppliers: 5_000 };

/// Writes a region into a folder.
///
/// # Errors
/// Where the disk refuses.
pub fn write(size: &Size, seed: u64, root: &Path) -> io::Result<()> {
    let put = |folder: &str, name: &str, text: &str| fs::write(root.join(folder).join(name), text);
    for folder in ["boroughs", "systems", "suppliers", "contracts", "report", "pages"] {
        fs::create_dir_all(root.join(folder))?;
    }
    put("", "site.yaml", &site(size))?;
    put("", "services.yaml", &lists::services_file())?;
    put("", "skills.yaml", &lists::skills_file())?;
    put("", "technologies.yaml", &lists::technologies_file())?;
    put("", "frameworks.yaml", &lists::frameworks_file())?;
    put("", "glossary.yaml", lists::GLOSSARY)?;
    for (name, title, description) in lists::PAGES {
        let text = format!(
            "---\ntitle: {title}\ndescription: {description}\n---\n\n## In short\n\nAll of it is imaginary.\n"
        );
        put("pages", &format!("{name}.md"), &text)?;
    }
    for index in 0..lists::CHAPTERS.len() {
        let (name, text) = lists::chapter(index);
        put("report", &format!("{name}.md"), &text)?;
    }

    let services = lists::services();
    let market = Market::of(size, seed, &services);
    for (index, id) in market.suppliers.iter().enumerate() {
        put("suppliers", &format!("{id}.yaml"), &market.supplier_file(index, seed))?;
    }
    for (index, system) in market.systems.iter().enumerate() {
        put("systems", &format!("{}.yaml", system.id), &market.system_file(index, seed, &services))?;
    }
    let joint = contracts::joint(size, seed, &services, &market);
    let mut of_members = vec![Vec::new(); size.boroughs];
    for (index, contract) in joint.iter().enumerate() {
        contract.members.iter().for_each(|member| of_members[*member].push(contract));
        put("contracts", &format!("{}.yaml", contract.id), &contract.file(index, seed, &services, &market))?;
    }
    for (index, joint) in of_members.into_iter().enumerate() {
        let random = Random::of(seed, "authority", index);
        let authority = Authority { size, services: &services, market: &market, joint, index, random };
        put("boroughs", &format!("{}.yaml", authority.id()), &authority.file())?;
    }
    Ok(())
}

fn site(size: &Size) -> String {
    let name = names::id(&names::place(0));
    format!(
        "schema_version: 1
title: \"City Tools: Neverland of {} councils\"
headline: What imaginary councils run, who supplies it, and when it can change
description: The made-up systems, suppliers and contracts of made-up councils, for measuring and testing.
base_url: https://neverland.test/
region: Neverland
words:
  one: council
  many: councils
  path: councils
  about: Neverland has many councils, and none of them exists.
areas:
  - id: area-north
    name: The North
  - id: area-south
    name: The South
  - id: area-east
    name: The East
  - id: area-west
    name: The West
currency: GBP
vat_rate: 0.2
locale: en-GB
notices:
  - {{type: UK4, name: Tender notice, before_award: true}}
  - {{type: UK6, name: Contract award notice}}
publisher:
  name: Office of Imaginary Things
  short: OIT
  url: https://office.example/
repository:
  url: https://code.example/neverland/tools
  branch: main
licence:
  name: Imaginary Licence
  url: https://office.example/licence
dataset:
  status: illustrative
  note: Made by a program, to measure and test this site.
thresholds:
  stale_months: 18
  small_number: 5
  cohort: 3
  ending_soon_months: 12
  act_now_months: 6
  notice_months: 3
river:
  name: River Never
  bank: [{name}]
",
        size.boroughs
    )
}
