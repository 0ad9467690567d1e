//! Which system an authority uses for a service: one entry for each pair, so that the first hit is the answer.

use std::ops::Range;

use super::records::supplied;
use super::{Entry, Places};
use crate::catalogue::{Borough, Deployment, Ix, Service};
use crate::content::records::Lifecycle;
use crate::figures::PairState;
use crate::site::{Model, urls};

/// Pairs of some authorities of which something is known; and those without a record: the place of a service, then those
/// of authorities.
pub(super) fn entries(model: Model, places: &Places, of: &Range<usize>) -> (Vec<Entry>, Vec<Vec<usize>>) {
    let c = model.catalogue;
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    // By service, so that what has much in common stands together and packs well.
    for (service, row) in c.services.iter().filter(|(_, row)| !row.totals_only) {
        let mut missing = vec![places.services + service.row()];
        for borough in of.clone().map(Ix::new) {
            match model.figures.market(service).state(borough) {
                PairState::Nothing => missing.push(places.boroughs + borough.row()),
                PairState::NotApplicable => known.push(Entry {
                    fact: say!("Does not have this service").to_owned(),
                    href: urls::service(row),
                    of: vec![places.boroughs + borough.row(), places.services + service.row()],
                    ..Entry::default()
                }),
                PairState::InUse | PairState::Other => known.push(pair(model, places, borough, service)),
            }
        }
        if missing.len() > 1 {
            unknown.push(missing);
        }
    }
    (known, unknown)
}

/// The systems of an authority for a service, those in use first.
fn pair(model: Model, places: &Places, borough: Ix<Borough>, service: Ix<Service>) -> Entry {
    let c = model.catalogue;
    let rows = c.boroughs[borough].deployments.iter().map(|ix| &c.deployments[*ix]);
    let mut rows: Vec<&Deployment> = rows.filter(|row| row.services.contains(&service)).collect();
    rows.sort_by_key(|row| !row.is_current());
    let mut of = vec![places.boroughs + borough.row(), places.services + service.row()];
    for row in &rows {
        of.push(places.systems + row.system.row());
        of.extend(c.systems[row.system].supplier.supplier().map(|ix| places.suppliers + ix.row()));
    }
    let in_house = model.figures.market(service).is_in_house(borough);
    let own = in_house.then(|| say!("A solution of its own that has no record").to_owned());
    let facts: Vec<String> = rows.iter().map(|row| fact(model, row)).chain(own).collect();
    let (authority, service) = (&c.boroughs[borough], &c.services[service]);
    let href = if rows.is_empty() { urls::service(service) } else { urls::service_of(c, authority, service) };
    Entry { fact: facts.join("; "), href, of, ..Entry::default() }
}

/// "Mosaic by The Access Group (being replaced)"
fn fact(model: Model, row: &Deployment) -> String {
    let system = &model.catalogue.systems[row.system];
    let by = supplied(model, system.supplier).map(|by| format!(" {by}")).unwrap_or_default();
    let state = match row.lifecycle {
        Lifecycle::Live => "",
        Lifecycle::Replacing => say!(" (being replaced)"),
        Lifecycle::Implementing => say!(" (being introduced)"),
        Lifecycle::Planned => say!(" (planned)"),
        Lifecycle::Retired => say!(" (retired)"),
        Lifecycle::Unknown => say!(" (not confirmed)"),
    };
    format!("{}{by}{state}", system.name)
}
