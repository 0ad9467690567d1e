//! What a service would lack without a supplier or a group, as rows of a table.

use serde::Serialize;

use super::links::NAMED;
use super::pages::names::Names;
use super::paging::room;
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
    /// How many of them are named on the service's page alone.
    pub beyond: Option<Link>,
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

/// Authorities that all rows of a page name together, and other systems beyond the first.
const MOST_BOROUGHS: usize = 1500;
const MOST_OTHERS: usize = 1000;

/// How many names of each kind a row has.
#[derive(Clone, Copy, Debug)]
pub struct RowRoom {
    boroughs: usize,
    others: usize,
}

impl RowRoom {
    /// Where these are all rows of a page: folded away, they weigh as much.
    #[must_use]
    pub fn of<'a>(rows: &(impl Iterator<Item = &'a Dependence> + Clone)) -> Self {
        let most = |most: usize, count: fn(&Dependence) -> usize| {
            room(&rows.clone().map(count).collect::<Vec<_>>(), most).min(NAMED)
        };
        Self {
            boroughs: most(MOST_BOROUGHS, |row| row.boroughs.len()),
            others: most(MOST_OTHERS, |row| row.others.len()),
        }
    }
}

impl Model<'_> {
    /// Services by what each would lack.
    #[must_use]
    pub fn dependence_rows(self, all: &[Dependence], room: RowRoom) -> Vec<DependenceRow> {
        all.iter().map(|row| self.dependence_row(row, room)).collect()
    }

    fn dependence_row(self, row: &Dependence, room: RowRoom) -> DependenceRow {
        let whole = urls::service(&self.catalogue.services[row.service]);
        let other = |other: &OtherSystem| OtherView {
            link: self.system_link(other.system),
            count: self.format().count(other.boroughs),
            same_group: other.same_group,
        };
        let mut others: Vec<OtherView> = row.others.iter().map(other).collect();
        // A fold for the last one would take as much room as its name.
        let shown = if others.len() > SHOWN + 1 { SHOWN } else { others.len() };
        let mut more = others.split_off(shown);
        let more_count = self.format().count(more.len());
        let systems = self.page_of_names(Names::Systems(row.service)).unwrap_or_else(|| whole.clone());
        let beyond = self.more(more.len(), room.others, systems);
        more.truncate(room.others);
        let named = row.boroughs.iter().take(room.boroughs).map(|ix| self.borough_link(*ix));
        DependenceRow {
            service: self.service_link(row.service),
            count: self.format().boroughs(row.boroughs.len()),
            boroughs: named.chain(self.more(row.boroughs.len(), room.boroughs, whole)).collect(),
            alone: (!row.alone.is_empty()).then(|| self.format().count(row.alone.len())),
            others,
            more_count,
            more,
            beyond,
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
