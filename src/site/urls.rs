//! Addresses of pages, from the site's root and without a slash in front: templates put the way to the root before them.

use jiff::civil::Date as Day;

use crate::catalogue::{
    Borough, Catalogue, Chapter, Contract, Framework, Group, Service, Skill, Supplier, System, Technology,
};
use crate::figures::{Quarter, Standing, Target};

/// `boroughs/`, or the region's own word for it.
#[must_use]
pub fn boroughs(catalogue: &Catalogue) -> String {
    format!("{}/", catalogue.site.words.path.value)
}

/// `boroughs/camden/`
#[must_use]
pub fn borough(catalogue: &Catalogue, borough: &Borough) -> String {
    format!("{}{}/", boroughs(catalogue), borough.id)
}

/// `services/waste-collection/`
#[must_use]
pub fn service(service: &Service) -> String {
    format!("services/{}/", service.id)
}

/// `services/#group-housing`
#[must_use]
pub fn group(group: &Group) -> String {
    format!("services/#group-{}", group.id)
}

/// `systems/mosaic/`
#[must_use]
pub fn system(system: &System) -> String {
    format!("systems/{}/", system.id)
}

/// `suppliers/civica/`
#[must_use]
pub fn supplier(supplier: &Supplier) -> String {
    format!("suppliers/{}/", supplier.id)
}

/// Every contract, by the quarter in which it ends.
pub const CONTRACTS: &str = "contracts/";

/// `contracts/camden-mosaic/`
#[must_use]
pub fn contract(contract: &Contract) -> String {
    format!("{CONTRACTS}{}/", contract.id)
}

/// `contracts/ending/2027-q1/`
#[must_use]
pub fn quarter(quarter: Quarter) -> String {
    format!("{CONTRACTS}ending/{}/", quarter.id())
}

/// `contracts/end-passed/`
#[must_use]
pub fn standing(standing: Standing) -> String {
    format!("{CONTRACTS}{}/", standing.id())
}

/// `contracts/service/parking-enforcement/`
#[must_use]
pub fn service_contracts(service: &Service) -> String {
    format!("{CONTRACTS}service/{}/", service.id)
}

/// `contracts/supplier/civica/`
#[must_use]
pub fn supplier_contracts(supplier: &Supplier) -> String {
    format!("{CONTRACTS}supplier/{}/", supplier.id)
}

/// Where authorities could buy together.
pub const OPPORTUNITIES: &str = "opportunities/";

/// Routes to market.
pub const FRAMEWORKS: &str = "frameworks/";

/// `frameworks/g-cloud-14/`
#[must_use]
pub fn framework(framework: &Framework) -> String {
    format!("{FRAMEWORKS}{}/", framework.id)
}

/// What contracts cost a resident.
pub const PRICES: &str = "prices/";

/// Who changed from what to what.
pub const MIGRATIONS: &str = "migrations/";

/// What hangs on each group of suppliers.
pub const EXPOSURE: &str = "suppliers/exposure/";

/// `migrations/#finance-and-erp`
#[must_use]
pub fn changes(service: &Service) -> String {
    format!("{MIGRATIONS}#{}", service.id)
}

/// `skills/user-research-methods/`
#[must_use]
pub fn skill(skill: &Skill) -> String {
    format!("skills/{}/", skill.id)
}

/// `technologies/chatbots/`
#[must_use]
pub fn technology(technology: &Technology) -> String {
    format!("technologies/{}/", technology.id)
}

/// `coverage/#group-housing`
#[must_use]
pub fn group_coverage(group: &Group) -> String {
    format!("coverage/#group-{}", group.id)
}

/// `report/at-a-glance/`
#[must_use]
pub fn chapter(chapter: &Chapter) -> String {
    format!("report/{}/", chapter.slug)
}

/// What changed since the last release.
pub const CHANGES: &str = "changes/";

/// `releases/2026-03-31/`
#[must_use]
pub fn release(day: Day) -> String {
    format!("releases/{day}/")
}

/// `releases/2026-03-31/contracts.csv`
#[must_use]
pub fn release_file(day: Day, name: &str) -> String {
    format!("releases/{day}/{name}")
}

/// Every chapter on one page.
pub const WHOLE_REPORT: &str = "report/whole/";

/// `figures/openings/`
#[must_use]
pub fn figure(id: &str) -> String {
    format!("figures/{id}/")
}

/// `figures/openings/openings.csv`
#[must_use]
pub fn figure_file(id: &str, ending: &str) -> String {
    format!("figures/{id}/{id}.{ending}")
}

/// `figures/openings/embed/`
#[must_use]
pub fn embed(id: &str) -> String {
    format!("figures/{id}/embed/")
}

/// `boroughs/camden/to-do/`
#[must_use]
pub fn todo(catalogue: &Catalogue, of: &Borough) -> String {
    format!("{}to-do/", borough(catalogue, of))
}

/// What a cell of a figure names.
#[must_use]
pub fn target(catalogue: &Catalogue, target: Target) -> String {
    match target {
        Target::Borough(ix) => borough(catalogue, &catalogue.boroughs[ix]),
        Target::Service(ix) => service(&catalogue.services[ix]),
        Target::Group(ix) => group(&catalogue.groups[ix]),
        Target::System(ix) => system(&catalogue.systems[ix]),
        Target::Supplier(ix) => supplier(&catalogue.suppliers[ix]),
        Target::Skill(ix) => skill(&catalogue.skills[ix]),
        Target::Technology(ix) => technology(&catalogue.technologies[ix]),
        Target::Quarter(at) => quarter(at),
        Target::Contract(ix) => contract(&catalogue.contracts[ix]),
        Target::Standing(at) => standing(at),
        Target::ServiceContracts(ix) => service_contracts(&catalogue.services[ix]),
        Target::Framework(ix) => framework(&catalogue.frameworks[ix]),
    }
}
