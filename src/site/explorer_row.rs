//! A deployment as a row of the explorer: shorter than on other pages, because there are so many of them.

use serde::Serialize;

use super::Model;
use super::contract_row::EndsView;
use super::parts::{DateView, Link, SuppliedView, Tag, lifecycle_tag, until_word};
use crate::catalogue::link::sort_key;
use crate::catalogue::{ContractKind, Deployment, Ix, SourceRef, newest_of};
use crate::content::records::Date;
use crate::figures::{is_stale, newest_date};

/// A row of the explorer.
#[derive(Debug, Serialize)]
pub struct ExplorerRow {
    /// The authority.
    pub borough: Link,
    /// The system.
    pub system: Link,
    /// Its supplier.
    pub supplier: SuppliedView,
    /// What it is used for, by name.
    pub services: Vec<Link>,
    /// Where it is in its life.
    pub state: Tag,
    /// When it went, or goes.
    pub until: Option<DateView>,
    /// What stands before that date.
    pub until_word: &'static str,
    /// When it went live.
    pub since: Option<DateView>,
    /// Its contract's end.
    pub ends: EndsView,
    /// The system that it took over from.
    pub replaces: Option<Link>,
    /// No source says that it did.
    pub replaces_by_inference: bool,
    /// Who stands behind the record.
    pub source: SourceView,
}

/// Who stands behind a row, and since when.
#[derive(Debug, Serialize)]
pub struct SourceView {
    /// The theme's class.
    pub class: &'static str,
    /// The words.
    pub word: String,
    /// The date of the newest source.
    pub date: Option<DateView>,
    /// Older than the region's limit.
    pub stale: bool,
}

impl Model<'_> {
    /// A deployment as a row of the explorer.
    #[must_use]
    pub fn explorer_row(self, ix: Ix<Deployment>) -> ExplorerRow {
        let row = &self.catalogue.deployments[ix];
        let (class, word) = self.provenance(row.provenance);
        let mut services: Vec<Link> = row.services.iter().map(|ix| self.service_link(*ix)).collect();
        services.sort_by_cached_key(|service| sort_key(&service.text));
        ExplorerRow {
            borough: self.borough_link(row.borough),
            system: self.system_link(row.system),
            supplier: self.supplied(self.catalogue.systems[row.system].supplier),
            services,
            state: lifecycle_tag(row.lifecycle),
            until: row.until.map(|date| self.date(date)),
            until_word: until_word(row),
            since: row.since.map(|date| self.date(date)),
            ends: self.ends(row.contract),
            replaces: row.replaces.map(|ix| self.system_link(ix)),
            replaces_by_inference: row.replaces_by_inference(),
            source: SourceView {
                class,
                word,
                date: self.newest_source(row).map(|date| self.date(date)),
                stale: is_stale(self.catalogue, newest_date(self.catalogue, row)),
            },
        }
    }

    /// The date of the newest source of a deployment, those of its own contract included.
    fn newest_source(self, row: &Deployment) -> Option<Date> {
        let contract = row.contract.map(|ix| &self.catalogue.contracts[ix]);
        let own = contract.filter(|contract| contract.kind == ContractKind::Inline);
        let of_contract: &[SourceRef] = own.map_or(&[], |contract| &contract.sources);
        newest_of(row.sources.iter().chain(of_contract))
    }
}
