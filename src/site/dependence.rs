//! What a service would lack without a supplier or a group, as rows of a table.

use serde::Serialize;

use super::parts::Link;
use super::{Model, urls};
use crate::figures::{Dependence, OtherSystem};

/// One service.
#[derive(Clone, Debug, Serialize)]
pub struct DependenceRow {
    /// The service.
    pub service: Link,
    /// How many authorities use one of its systems for the service: "9 boroughs".
    pub count: String,
    /// Which ones.
    pub boroughs: Vec<Link>,
    /// How many of them have nothing else on record for it; none where that is none of them.
    pub alone: Option<String>,
    /// The most widespread systems of others.
    pub others: Vec<OtherView>,
    /// The rest of them.
    pub more: Vec<OtherView>,
    /// How many those are.
    pub more_count: String,
}

/// A system of somebody else.
#[derive(Clone, Debug, Serialize)]
pub struct OtherView {
    /// The system.
    pub link: Link,
    /// In how many authorities it is in use.
    pub count: String,
    /// It belongs to the same group.
    pub same_group: bool,
}

/// Other systems that a row names before it folds the rest away.
const SHOWN: usize = 4;

impl Model<'_> {
    /// Services by what each would lack.
    #[must_use]
    pub fn dependence_rows(self, all: &[Dependence]) -> Vec<DependenceRow> {
        all.iter().map(|row| self.dependence_row(row)).collect()
    }

    fn dependence_row(self, row: &Dependence) -> DependenceRow {
        let other = |other: &OtherSystem| OtherView {
            link: self.system_link(other.system),
            count: self.format().count(other.boroughs),
            same_group: other.same_group,
        };
        let mut others: Vec<OtherView> = row.others.iter().map(other).collect();
        // A fold for the last one would take as much room as its name.
        let shown = if others.len() > SHOWN + 1 { SHOWN } else { others.len() };
        let more = others.split_off(shown);
        DependenceRow {
            service: self.service_link(row.service),
            count: self.format().boroughs(row.boroughs.len()),
            boroughs: self
                .borough_links(&row.boroughs, &urls::service(&self.catalogue.services[row.service])),
            alone: (!row.alone.is_empty()).then(|| self.format().count(row.alone.len())),
            others,
            more_count: self.format().count(more.len()),
            more,
        }
    }

    /// What would happen without somebody, in a sentence.
    #[must_use]
    pub fn without(self, name: &str, boroughs: usize, all: &[Dependence]) -> String {
        let format = self.format();
        let services = format.counted(all.len(), "service", "services");
        let region = &self.catalogue.site.region;
        let nothing = match (Dependence::without_others(all), all.len()) {
            (0, 1) => say!("Other systems are in use for it in {region}"; region),
            (0, _) => say!("For each of them other systems are in use in {region}"; region),
            (1, 1) => say!("No other system for it is on record in {region}"; region),
            (count, _) => {
                say!("For {} of them no other system is on record in {region}", format.count(count); region)
            }
        };
        say!(
            "Without {name}, {} would need something else for {}{services}. {nothing}.",
            format.boroughs(boroughs),
            if all.len() == 1 { "" } else { say!("one or more of ") }; name, services, nothing
        )
    }
}
