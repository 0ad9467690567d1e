//! The contracts on record, and which of them a notice tells.

use std::collections::{BTreeMap, BTreeSet};

use super::compile::Process;
use super::names::alike;
use super::units::Unit;
use crate::content::Content;
use crate::content::records::{ContractItem, Date, DeploymentContract, Placed, Provenance, SourceItem};
use crate::import::same;

/// A contract on record.
pub(super) struct Known<'c> {
    /// Where it stands, for people.
    pub place: String,
    /// The file, within the content folder.
    pub file: String,
    pub boroughs: Vec<&'c str>,
    pub item: &'c ContractItem,
    pub title: &'c str,
    pub supplier: Option<&'c str>,
    pub services: BTreeSet<&'c str>,
    pub provenance: Option<Provenance>,
    /// Addresses of its notices and sources.
    urls: BTreeSet<&'c str>,
    notices: BTreeSet<&'c str>,
}

/// How a contract on record was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Found {
    /// Record and notice name one procurement.
    Procurement,
    /// One buyer, one supplier, and titles of the same words.
    Title,
    /// One buyer, one supplier, one service or day, and terms that overlap.
    Terms,
}

impl Found {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Procurement => "the record names this notice",
            Self::Title => "the same buyer and supplier, and titles of the same words",
            Self::Terms => "the same buyer and supplier, and terms that overlap",
        }
    }
}

/// Every contract of the region.
pub(super) fn all(content: &Content) -> Vec<Known<'_>> {
    let mut all = Vec::new();
    let supplier_of: BTreeMap<&str, &str> = content
        .systems
        .iter()
        .filter_map(|(id, file)| Some((id.as_str(), file.record.as_ref()?.supplier.as_ref()?.value.as_str())))
        .collect();
    for (id, file) in &content.boroughs {
        let Some(record) = &file.record else { continue };
        let file = format!("boroughs/{id}.yaml");
        for deployment in &record.systems {
            let Some(Placed { value: DeploymentContract::Inline(item), .. }) = &deployment.contract else {
                continue;
            };
            let system = deployment.system.value.as_str();
            let mut known =
                known(item, vec![id], &file, format!("{file}, contract of {system}"), &deployment.sources);
            known.supplier = known.supplier.or_else(|| supplier_of.get(system).copied());
            known.services.extend(deployment.services.iter().map(|service| service.value.as_str()));
            known.provenance = item.provenance.or(Some(deployment.provenance));
            all.push(known);
        }
        for item in &record.contracts {
            let title = item.title.as_deref().unwrap_or("without a title");
            all.push(known(&item.value, vec![id], &file, format!("{file}, contract \"{title}\""), &[]));
        }
    }
    for (id, file) in &content.contracts {
        let Some(record) = &file.record else { continue };
        let boroughs = record.members.boroughs.iter().map(|borough| borough.value.as_str()).collect();
        let file = format!("contracts/{id}.yaml");
        let mut known = known(&record.contract, boroughs, &file, file.clone(), &[]);
        known.title = &record.members.title;
        let of_systems = || {
            record.members.systems.iter().find_map(|system| supplier_of.get(system.value.as_str()).copied())
        };
        known.supplier = known.supplier.or_else(of_systems);
        all.push(known);
    }
    all
}

fn known<'c>(
    item: &'c ContractItem,
    boroughs: Vec<&'c str>,
    file: &str,
    place: String,
    more: &'c [SourceItem],
) -> Known<'c> {
    let sources = item.sources.iter().chain(more).filter_map(|source| source.url.as_ref());
    let urls = sources.chain(item.notices.iter().map(|notice| &notice.url)).map(|url| url.value.as_str());
    Known {
        place,
        file: file.to_owned(),
        boroughs,
        title: item.title.as_deref().unwrap_or_default(),
        supplier: item.supplier.as_ref().map(|supplier| supplier.value.as_str()),
        services: item.services.iter().map(|service| service.value.as_str()).collect(),
        provenance: item.provenance,
        urls: urls.collect(),
        notices: item.notices.iter().filter_map(|notice| notice.id.as_deref()).collect(),
        item,
    }
}

impl Known<'_> {
    /// Whether record and notices name each other.
    fn names(&self, process: &Process) -> bool {
        let has_ocid = self.item.ocid.as_ref().is_some_and(|ocid| ocid.value == process.ocid);
        let in_url = |part: &str| part.len() > 8 && self.urls.iter().any(|url| url.contains(part));
        let is_told = process.notices.iter().any(|notice| {
            notice.url.as_ref().is_some_and(|url| self.urls.contains(url.as_str()))
                || self.notices.contains(notice.id.as_str())
        });
        has_ocid || is_told || in_url(&process.ocid)
    }

    /// Whether the terms allow that both are one contract: one that follows another has the same buyer, supplier and title.
    pub(super) fn may_be(&self, unit: &Unit, how: Found) -> bool {
        let starts = self.item.start.as_deref().copied().zip(unit.period.start);
        let starts_elsewhere = starts.is_some_and(|(a, b)| {
            let (early, late) = if a.first_day() <= b.first_day() { (a, b) } else { (b, a) };
            (late.first_day() - early.last_day()).get_days() > SAME_START_DAYS
        });
        match how {
            Found::Procurement => true,
            Found::Title => !starts_elsewhere && !apart(self, unit),
            Found::Terms => !starts_elsewhere && self.agrees_in_a_day(unit),
        }
    }

    /// Whether both begin or end on one day.
    fn agrees_in_a_day(&self, unit: &Unit) -> bool {
        let same = |own: &Option<Placed<Date>>, new: Option<Date>| {
            own.as_deref().zip(new).is_some_and(|(a, b)| same::agree(*a, b))
        };
        same(&self.item.start, unit.period.start) || same(&self.item.end, unit.period.end)
    }

    /// How a record and a unit agree, for choosing among several; nothing, where the supplier says that they differ.
    pub(super) fn score(&self, unit: &Unit, supplier: Option<&str>) -> Option<u8> {
        let differs = self.supplier.zip(supplier).is_some_and(|(a, b)| a != b);
        let is_same = self.supplier.is_some() && self.supplier == supplier;
        let dates = [(&self.item.start, unit.period.start), (&self.item.end, unit.period.end)];
        let agreed = dates
            .iter()
            .filter(|(own, new)| own.as_deref().zip(*new).is_some_and(|(a, b)| same::agree(*a, b)));
        let count = u8::try_from(agreed.count()).unwrap_or_default();
        (!differs).then_some(u8::from(is_same) * 4 + u8::from(alike(self.title, &unit.title)) * 3 + count)
    }
}

/// The records that a unit may be, by the surest way in which any is found.
pub(super) fn candidates<'k, 'c>(
    known: &'k [Known<'c>],
    process: &Process,
    unit: &Unit,
    supplier: Option<&str>,
    services: &[String],
) -> Option<(Found, Vec<&'k Known<'c>>)> {
    let own =
        |known: &&Known| process.buyers.iter().any(|buyer| known.boroughs.contains(&buyer.borough.as_str()));
    let of_buyer: Vec<&Known> = known.iter().filter(own).collect();
    let found = |how: Found| {
        let is = |known: &&Known| match how {
            Found::Procurement => known.names(process),
            Found::Title => same_supplier(known, supplier) && alike(known.title, &unit.title),
            Found::Terms => {
                same_supplier(known, supplier) && overlap(known, unit) && share(known, unit, services)
            }
        };
        of_buyer.iter().copied().filter(is).collect::<Vec<_>>()
    };
    [Found::Procurement, Found::Title, Found::Terms]
        .into_iter()
        .map(|how| (how, found(how)))
        .find(|(_, found)| !found.is_empty())
}

fn same_supplier(known: &Known, supplier: Option<&str>) -> bool {
    known.supplier.is_some() && known.supplier == supplier
}

/// Contracts that begin this many days apart may be one: a notice is written before the first day.
pub(super) const SAME_START_DAYS: i32 = 92;

/// Whether both run on one day, as far as all days are known.
fn overlap(known: &Known, unit: &Unit) -> bool {
    matches!(in_order(known, unit), (Some(true), Some(true)))
}

/// Whether one is over before the other begins.
fn apart(known: &Known, unit: &Unit) -> bool {
    let (own, new) = in_order(known, unit);
    own == Some(false) || new == Some(false)
}

/// Whether each begins before the other ends.
fn in_order(known: &Known, unit: &Unit) -> (Option<bool>, Option<bool>) {
    let ends = |item: Option<Date>, more: Option<Date>| more.or(item).map(Date::last_day);
    let own_end = ends(known.item.end.as_deref().copied(), known.item.max_end.as_deref().copied());
    let new_end = ends(unit.period.end, unit.period.max_end);
    let (own_start, new_start) =
        (known.item.start.as_deref().map(|date| date.first_day()), unit.period.start.map(Date::first_day));
    let before = |start: Option<jiff::civil::Date>, end: Option<jiff::civil::Date>| {
        start.zip(end).map(|(start, end)| start <= end)
    };
    (before(own_start, new_end), before(new_start, own_end))
}

/// Whether both are for one service, or begin or end on one day.
fn share(known: &Known, unit: &Unit, services: &[String]) -> bool {
    services.iter().any(|service| known.services.contains(service.as_str())) || known.agrees_in_a_day(unit)
}
