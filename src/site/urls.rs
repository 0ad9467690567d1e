//! Addresses of pages, from the site's root and without a slash in front: templates put the way to the root before them.

use jiff::civil::Date as Day;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::catalogue::{
    Borough, Catalogue, Chapter, Contract, Framework, GlossaryTerm, Group, Ix, Service, Skill, Supplier,
    System, Technology,
};
use crate::diagnostics::Rule;
use crate::figures::{MOST_PAIRED, Quarter, Standing, Target};

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

/// `boroughs/camden/embed/`
#[must_use]
pub fn borough_embed(catalogue: &Catalogue, of: &Borough) -> String {
    format!("{}embed/", borough(catalogue, of))
}

/// `boroughs/camden/camden.svg`
#[must_use]
pub fn borough_picture(catalogue: &Catalogue, of: &Borough) -> String {
    format!("{}{}.svg", borough(catalogue, of), of.id)
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

/// Dates beside a page that has contracts: `contracts/calendar.ics`, `boroughs/camden/calendar.ics`
#[must_use]
pub fn calendar(page: &str) -> String {
    format!("{page}calendar.ics")
}

/// News beside a page: `contracts/feed.xml`, `changes/feed.xml`
#[must_use]
pub fn feed(page: &str) -> String {
    format!("{page}feed.xml")
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

/// Where words are searched for.
pub const SEARCH: &str = "search/";

/// The search page with what it finds for some words.
#[must_use]
pub fn search_for(words: &str) -> String {
    format!("{SEARCH}?q={}", utf8_percent_encode(words, NON_ALPHANUMERIC))
}

/// Every name, by its first letter.
pub const A_Z: &str = "a-z/";

/// `a-z/c/`
#[must_use]
pub fn letter(id: &str) -> String {
    format!("{A_Z}{id}/")
}

/// What the program checks.
pub const CHECKS: &str = "checks/";

/// `checks/ct203/`
#[must_use]
pub fn check(rule: &Rule) -> String {
    format!("{CHECKS}{}/", rule.code.to_lowercase())
}

/// The words of the field.
pub const GLOSSARY: &str = "glossary/";

/// `glossary/#call-off`
#[must_use]
pub fn term(term: &GlossaryTerm) -> String {
    format!("{GLOSSARY}#{}", term.id)
}

/// The place of a service on a page: `service-waste-collection`
#[must_use]
pub fn service_place(service: &Service) -> String {
    format!("service-{}", service.id)
}

/// `boroughs/camden/contracts/`, where they are too many for the authority's own page.
#[must_use]
pub fn borough_contracts(catalogue: &Catalogue, of: &Borough) -> String {
    format!("{}contracts/", borough(catalogue, of))
}

/// `boroughs/camden/#service-waste-collection`
#[must_use]
pub fn service_of(catalogue: &Catalogue, of: &Borough, service: &Service) -> String {
    format!("{}#{}", borough(catalogue, of), service_place(service))
}

/// `boroughs/camden/#unknown`: the services without a record.
#[must_use]
pub fn not_known(catalogue: &Catalogue, of: &Borough) -> String {
    format!("{}#unknown", borough(catalogue, of))
}

/// What contracts cost a resident.
pub const PRICES: &str = "prices/";

/// Who changed from what to what.
pub const MIGRATIONS: &str = "migrations/";

/// What hangs on each group of suppliers. No supplier has this id.
pub const EXPOSURE: &str = "suppliers/exposure/";

/// `migrations/#service-finance-and-erp`
#[must_use]
pub fn changes(service: &Service) -> String {
    format!("{MIGRATIONS}#{}", service_place(service))
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

/// Every release.
pub const RELEASES: &str = "releases/";

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

/// Every deployment, to narrow down.
pub const EXPLORE: &str = "explore/";

/// `explore/`, `explore/2/`
#[must_use]
pub fn explore(page: usize) -> String {
    numbered(EXPLORE.to_owned(), page)
}

/// `explore/lifecycle/live/`, `explore/lifecycle/live/2/`
#[must_use]
pub fn explore_value(facet: &str, value: &str, page: usize) -> String {
    numbered(format!("{EXPLORE}{facet}/{value}/"), page)
}

/// `explore/?lifecycle=live`
#[must_use]
pub fn explore_query(facet: &str, value: &str) -> String {
    format!("{EXPLORE}?{facet}={value}")
}

/// The first of several pages has no number.
fn numbered(path: String, page: usize) -> String {
    if page == 1 { path } else { format!("{path}{page}/") }
}

/// The records as tables.
pub const DATA: &str = "data/";

/// What the tables are, for programs.
pub const DATA_PACKAGE: &str = "data/datapackage.json";

/// All tables with that description.
pub const DATA_ARCHIVE: &str = "data/city-tools.zip";

/// All tables as one workbook.
pub const DATA_WORKBOOK: &str = "data/city-tools.xlsx";

/// Contracts for procurement tools.
pub const OCDS: &str = "data/ocds.json";

/// The dataset for catalogues of data.
pub const DCAT: &str = "data/catalog.jsonld";

/// `data/contracts.csv`
#[must_use]
pub fn table(name: &str, ending: &str) -> String {
    format!("{DATA}{name}.{ending}")
}

/// `api/v1/contracts.json`
#[must_use]
pub fn api(name: &str) -> String {
    format!("api/v1/{name}.json")
}

/// `api/v1/systems/academy.json`, and of figures `api/v1/figures/openings.json`
#[must_use]
pub fn api_item(table: &str, id: &str) -> String {
    format!("api/v1/{table}/{id}.json")
}

/// The page of a row of a table, for tables whose rows have one by their id.
#[must_use]
pub fn page_of(catalogue: &Catalogue, table: &str, id: &str) -> Option<String> {
    match table {
        "boroughs" => Some(format!("{}{id}/", boroughs(catalogue))),
        "services" | "systems" | "suppliers" | "contracts" => Some(format!("{table}/{id}/")),
        _ => None,
    }
}

/// Every chapter on one page.
pub const WHOLE_REPORT: &str = "report/whole/";

/// `report/whole/`, and `report/whole/2/` where it is too long for one page.
#[must_use]
pub fn whole_report(part: usize) -> String {
    numbered(WHOLE_REPORT.to_owned(), part)
}

/// The place of a chapter on that page: `chapter-at-a-glance`
#[must_use]
pub fn chapter_place(chapter: &Chapter) -> String {
    format!("chapter-{}", chapter.slug)
}

/// What stands before the places within a chapter on that page. No slug has two hyphens, so no chapter has the places of
/// another.
#[must_use]
pub fn within_chapter(chapter: &Chapter) -> String {
    format!("{}--", chapter.slug)
}

/// `figures/openings/`
#[must_use]
pub fn figure(id: &str) -> String {
    format!("figures/{id}/")
}

/// Limits, words and names that figures rest on.
pub const FIGURE_SETTINGS: &str = "figures/settings.json";

/// How far to trust the records.
pub const COVERAGE: &str = "coverage/";

/// `figures/openings/openings.csv`
#[must_use]
pub fn figure_file(id: &str, ending: &str) -> String {
    format!("figures/{id}/{id}.{ending}")
}

/// `figures/contracts-past-end/contracts-past-end-members.csv`
#[must_use]
pub fn figure_members(id: &str) -> String {
    format!("figures/{id}/{id}-members.csv")
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

/// `boroughs/camden/foi/`
#[must_use]
pub fn foi(catalogue: &Catalogue, of: &Borough) -> String {
    format!("{}foi/", borough(catalogue, of))
}

/// `boroughs/camden/foi/foi.csv`
#[must_use]
pub fn foi_file(catalogue: &Catalogue, of: &Borough, ending: &str) -> String {
    format!("{}foi.{ending}", foi(catalogue, of))
}

/// `boroughs/camden/pack/`
#[must_use]
pub fn pack(catalogue: &Catalogue, of: &Borough) -> String {
    format!("{}pack/", borough(catalogue, of))
}

/// Authorities side by side.
pub const COMPARE: &str = "compare/";

/// `compare/camden/`: everything to compare an authority with.
#[must_use]
pub fn compare_with(borough: &Borough) -> String {
    format!("{COMPARE}{}/", borough.id)
}

/// `compare/camden.json`: what a script puts beside others.
#[must_use]
pub fn compare_column(borough: &Borough) -> String {
    format!("{COMPARE}{}.json", borough.id)
}

/// `compare/camden/islington/`, the earlier name first whatever the order asked for; none where there are too many
/// authorities for a page for each pair.
#[must_use]
pub fn compare_pair(catalogue: &Catalogue, one: Ix<Borough>, other: Ix<Borough>) -> Option<String> {
    let (first, second) = (one.min(other), one.max(other));
    (catalogue.boroughs.len() <= MOST_PAIRED)
        .then(|| format!("{}{}/", compare_with(&catalogue.boroughs[first]), catalogue.boroughs[second].id))
}

/// The site map.
pub const SITEMAP: &str = "sitemap.xml";

/// Where its parts stand, if it has several.
pub const SITEMAPS: &str = "sitemap/";

/// A part of the site map.
#[must_use]
pub fn sitemap(number: usize) -> String {
    format!("{SITEMAPS}{number}.xml")
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
