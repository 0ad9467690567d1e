//! How much is known: coverage of pairs of authority and service, and how fresh sources are.

use jiff::civil::Date as Day;

use super::order::{median, percentile};
use super::{Percent, ServiceMarket, Term};
use crate::catalogue::{Borough, Catalogue, ContractKind, Deployment, Ix, Service, SourceRef, newest_of};
use crate::content::records::{Date, Tier};

/// A part of a whole, both counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// How many are known.
    pub part: usize,
    /// Of how many.
    pub whole: usize,
}

impl Coverage {
    /// The part as a percentage.
    #[must_use]
    pub fn percent(self) -> Percent {
        Percent::of(self.part as f64, self.whole as f64)
    }

    /// Both counts of two added.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { part: self.part + other.part, whole: self.whole + other.whole }
    }
}

/// Pairs of authority and service with a record, of those that apply.
pub(super) fn pairs(catalogue: &Catalogue, markets: &[ServiceMarket], only_core: bool) -> Coverage {
    // What is published as totals only is left out on purpose, not missing.
    let public = catalogue.services.iter().filter(|(_, service)| !service.totals_only);
    let services = public.filter(|(_, service)| !only_core || service.tier == Tier::Core);
    services.fold(Coverage::default(), |sum, (ix, _)| sum.plus(markets[ix.row()].coverage))
}

/// The newest date that a deployment rests on: its own confirmation, its authority's, or a source of it or its contract.
#[must_use]
pub fn newest_date(catalogue: &Catalogue, deployment: &Deployment) -> Option<Day> {
    let confirmed = [deployment.checked, catalogue.boroughs[deployment.borough].checked];
    let of_contract = deployment.contract.map(|ix| &catalogue.contracts[ix]);
    // A shared contract's source need not speak of this authority.
    let of_contract =
        of_contract.filter(|row| row.kind == ContractKind::Inline).map(|row| row.sources.as_slice());
    confirmed
        .into_iter()
        .flatten()
        .map(Date::last_day)
        .chain(newest_source(&deployment.sources))
        .chain(newest_source(of_contract.unwrap_or_default()))
        .max()
}

/// The newest date of some sources.
#[must_use]
pub fn newest_source(sources: &[SourceRef]) -> Option<Day> {
    newest_of(sources).map(Date::last_day)
}

/// Whether a fact is older than the region's limit; a fact without a date is.
#[must_use]
pub fn is_stale(catalogue: &Catalogue, newest: Option<Day>) -> bool {
    let limit = jiff::Span::new().months(i32::from(catalogue.site.thresholds.stale_months));
    newest.is_none_or(|day| day.saturating_add(limit) < catalogue.as_of)
}

/// How old facts are.
#[derive(Clone, Copy, Debug)]
pub struct Freshness {
    /// Days that half of the dated facts are older than, or as old.
    pub median_days: usize,
    /// Days that nine in ten of the dated facts are not older than.
    pub slowest_tenth_days: usize,
    /// Dated facts, of all.
    pub dated: Coverage,
}

/// Ages of current deployments at the date of the catalogue; a date in the future counts as today.
pub(super) fn freshness(catalogue: &Catalogue) -> Freshness {
    let current: Vec<&Deployment> =
        catalogue.deployments.rows().iter().filter(|row| row.is_current()).collect();
    let ages: Vec<f64> = current
        .iter()
        .filter_map(|row| newest_date(catalogue, row))
        .map(|day| f64::from((catalogue.as_of - day).get_days().max(0)))
        .collect();
    Freshness {
        dated: Coverage { part: ages.len(), whole: current.len() },
        median_days: whole_days(median(ages.clone()).unwrap_or(0.0)),
        slowest_tenth_days: whole_days(percentile(ages, 90)),
    }
}

/// Half a day counts as one. Ages are small positive numbers.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole_days(days: f64) -> usize {
    days.round() as usize
}

/// How old what an authority's systems in use rest on is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Age {
    /// Deployments in use.
    pub in_use: usize,
    /// Those whose newest date is older than the region's limit.
    pub old: usize,
    /// Those without any date.
    pub undated: usize,
}

impl Age {
    /// Deployments that may be out of date: too old, or without a date.
    #[must_use]
    pub fn stale(self) -> Coverage {
        Coverage { part: self.old + self.undated, whole: self.in_use }
    }

    /// The counts of two added.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            in_use: self.in_use + other.in_use,
            old: self.old + other.old,
            undated: self.undated + other.undated,
        }
    }
}

/// The ages of each authority's records.
pub(super) fn ages(catalogue: &Catalogue) -> Vec<Age> {
    let age = |row: &Deployment| {
        let newest = newest_date(catalogue, row);
        let old = newest.is_some() && is_stale(catalogue, newest);
        Age { in_use: 1, old: usize::from(old), undated: usize::from(newest.is_none()) }
    };
    let of = |borough: &Borough| {
        let rows = borough.deployments.iter().map(|ix| &catalogue.deployments[*ix]);
        rows.filter(|row| row.is_current()).map(age).fold(Age::default(), Age::plus)
    };
    catalogue.boroughs.rows().iter().map(of).collect()
}

/// How complete an authority's record is, over its core services. Never a ranking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Completeness {
    /// Weight of what is known.
    pub known: f64,
    /// Weight of what could be known.
    pub whole: f64,
}

impl Completeness {
    /// The known part as a percentage.
    #[must_use]
    pub fn percent(self) -> Percent {
        Percent::of(self.known, self.whole)
    }
}

/// What each thing that can be known of a core service weighs: that it is on record, when the system came, when its
/// contract ends, what it costs, and a source within the region's limit.
const STATE: f64 = 1.0;
const SINCE: f64 = 0.2;
const END: f64 = 0.5;
const VALUE: f64 = 0.3;
const FRESH: f64 = 0.5;

pub(super) fn completeness(
    catalogue: &Catalogue,
    terms: &[Term],
    markets: &[ServiceMarket],
) -> Vec<Completeness> {
    let core = || catalogue.services.iter().filter(|(_, row)| row.tier == Tier::Core && !row.totals_only);
    let of = |borough: Ix<Borough>| {
        let applicable = core().filter(|(ix, _)| markets[ix.row()].applies_to(borough));
        applicable.fold(Completeness { known: 0.0, whole: 0.0 }, |sum, (service, _)| Completeness {
            known: sum.known + known(catalogue, terms, &markets[service.row()], borough, service),
            whole: sum.whole + STATE + SINCE + END + VALUE + FRESH,
        })
    };
    catalogue.boroughs.iter().map(|(ix, _)| of(ix)).collect()
}

/// The weight of what is known of one service in one authority, over all its systems in use for it.
fn known(
    catalogue: &Catalogue,
    terms: &[Term],
    market: &ServiceMarket,
    borough: Ix<Borough>,
    service: Ix<Service>,
) -> f64 {
    let own = catalogue.boroughs[borough].deployments.iter().map(|ix| &catalogue.deployments[*ix]);
    let rows: Vec<&Deployment> =
        own.filter(|row| row.is_current() && row.services.contains(&service)).collect();
    let any = |has: &dyn Fn(&Deployment) -> bool, weight: f64| {
        if rows.iter().any(|row| has(row)) { weight } else { 0.0 }
    };
    let state = if rows.is_empty() && !market.is_in_house(borough) { 0.0 } else { STATE };
    let contract = |row: &Deployment| row.contract.map(|ix| (&catalogue.contracts[ix], &terms[ix.row()]));
    state
        + any(&|row| row.since.is_some(), SINCE)
        + any(&|row| contract(row).is_some_and(|(_, term)| term.last_end.is_some()), END)
        + any(&|row| contract(row).is_some_and(|(row, _)| row.value.is_some()), VALUE)
        + any(&|row| !is_stale(catalogue, newest_date(catalogue, row)), FRESH)
}
