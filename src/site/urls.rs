//! Addresses of pages, from the site's root and without a slash in front: templates put the way to the root before them.

use crate::catalogue::{Borough, Catalogue, Chapter, Group, Service, Supplier, System, Technology};
use crate::figures::{Quarter, Target};

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

/// `contracts/#2027-q1`
#[must_use]
pub fn quarter(quarter: Quarter) -> String {
    format!("contracts/#quarter-{}", quarter.id())
}

/// `skills/#technology-chatbots`
#[must_use]
pub fn technology(technology: &Technology) -> String {
    format!("skills/#technology-{}", technology.id)
}

/// `report/at-a-glance/`
#[must_use]
pub fn chapter(chapter: &Chapter) -> String {
    format!("report/{}/", chapter.slug)
}

/// Where a figure's definition stands.
#[must_use]
pub fn figure(id: &str) -> String {
    format!("method/#figure-{id}")
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
        Target::Technology(ix) => technology(&catalogue.technologies[ix]),
        Target::Quarter(at) => quarter(at),
    }
}
