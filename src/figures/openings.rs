//! Which services a newcomer could reach soon: what is planned or out to tender, and what ends.

use std::cmp::Reverse;

use super::coverage::is_stale;
use super::{AHEAD_MONTHS, Concentration, ContractState, Term};
use crate::catalogue::{Catalogue, Contract, ContractKind, Ix, Service, Supplied, newest_of};
use crate::content::records::{Date, Stage};

/// Services that come up.
#[derive(Clone, Debug)]
pub struct Openings {
    /// Those with planned contracts first, then those with the highest score.
    pub services: Vec<Opening>,
    /// Planned contracts of which nothing within the region's limit of age is on record: nobody knows what became of them.
    pub old_plans: Vec<Ix<Contract>>,
    /// Whether any planned contract has a notice on record. While none has, nothing follows from the lack of one.
    pub notices_recorded: bool,
}

/// A service that a newcomer could reach soon.
#[derive(Clone, Debug)]
pub struct Opening {
    /// The service.
    pub service: Ix<Service>,
    /// Planned or advertised contracts.
    pub planned: Vec<Ix<Contract>>,
    /// Contracts that end within [`AHEAD_MONTHS`].
    pub ending: Vec<Ix<Contract>>,
    /// Those of them whose successor has a pre-tender or tender notice on record.
    pub announced: usize,
    /// Concentration by supplier, where enough authorities have a record.
    pub concentration: Option<f64>,
    /// Ending contracts that are not announced, times one plus the concentration as a part of 10,000; none where no
    /// contract ends.
    pub score: Option<f64>,
}

impl Openings {
    pub(super) fn of(catalogue: &Catalogue, terms: &[Term], concentrations: &[Concentration]) -> Self {
        let (old, planned): (Vec<_>, Vec<_>) = catalogue
            .contracts
            .iter()
            .filter(|(ix, row)| terms[ix.row()].state == ContractState::Planned && is_not_let(row))
            .partition(|(ix, row)| is_old_plan(catalogue, &terms[ix.row()], row));
        let is_public = |row: &Contract| row.services.iter().any(|ix| !catalogue.services[*ix].totals_only);
        let announced: Vec<&Contract> =
            planned.iter().map(|(_, row)| *row).filter(|row| has_notice(catalogue, row)).collect();
        let of = |service| opening(catalogue, terms, concentrations, &planned, &announced, service);
        let public = catalogue.services.iter().filter(|(_, row)| !row.totals_only);
        let mut services: Vec<Opening> = public.map(|(ix, _)| of(ix)).collect();
        services.retain(|opening| !opening.ending.is_empty() || !opening.planned.is_empty());
        services.sort_by(|a, b| {
            let score = |opening: &Opening| opening.score.unwrap_or(0.0);
            let planned = |opening: &Opening| Reverse(opening.planned.len());
            planned(a).cmp(&planned(b)).then(score(b).total_cmp(&score(a))).then(a.service.cmp(&b.service))
        });
        Self {
            services,
            old_plans: old.into_iter().filter(|(_, row)| is_public(row)).map(|(ix, _)| ix).collect(),
            notices_recorded: !announced.is_empty(),
        }
    }

    /// Planned or advertised contracts for the services, each once, in the order of the services.
    #[must_use]
    pub fn planned(&self) -> Vec<Ix<Contract>> {
        let mut order: Vec<&Opening> = self.services.iter().collect();
        order.sort_by_key(|opening| opening.service);
        let mut all = Vec::new();
        for contract in order.into_iter().flat_map(|opening| &opening.planned) {
            if !all.contains(contract) {
                all.push(*contract);
            }
        }
        all
    }
}

fn opening(
    catalogue: &Catalogue,
    terms: &[Term],
    concentrations: &[Concentration],
    planned: &[(Ix<Contract>, &Contract)],
    announced: &[&Contract],
    service: Ix<Service>,
) -> Opening {
    let is_for = |row: &Contract| row.services.contains(&service);
    let mut ending: Vec<Ix<Contract>> = catalogue
        .contracts
        .iter()
        .filter(|(ix, row)| is_for(row) && terms[ix.row()].ends_within(catalogue.as_of, AHEAD_MONTHS))
        .map(|(ix, _)| ix)
        .collect();
    ending.sort_by_key(|ix| (terms[ix.row()].end, *ix));
    let has_successor = |ix: &&Ix<Contract>| {
        let members = &catalogue.contracts[**ix].members;
        announced.iter().any(|next| {
            let same =
                |own: &crate::catalogue::Member| next.members.iter().any(|one| one.borough == own.borough);
            is_for(next) && members.iter().any(same)
        })
    };
    let announced = ending.iter().filter(has_successor).count();
    let concentration = concentrations.iter().find(|row| row.service == service).map(|row| row.by_supplier);
    let factor = 1.0 + concentration.unwrap_or(0.0) / 10_000.0;
    Opening {
        service,
        planned: planned.iter().filter(|(_, row)| is_for(row)).map(|(ix, _)| *ix).collect(),
        score: (!ending.is_empty()).then(|| (ending.len() - announced) as f64 * factor),
        ending,
        announced,
        concentration,
    }
}

/// Whether a contract is planned as far as is known, but all that is known of it is older than the region's limit, or of
/// no known date. One whose first day is on record and ahead is no plan any more.
pub(super) fn is_old_plan(catalogue: &Catalogue, term: &Term, contract: &Contract) -> bool {
    let begins = contract.start.is_some_and(|start| start.last_day() >= catalogue.as_of);
    term.state == ContractState::Planned
        && !begins
        && is_stale(catalogue, last_heard(catalogue, contract).map(Date::last_day))
}

/// The newest date of a source of a contract, or on which its authority confirmed it. What somebody confirms of a shared
/// one is their own part in it.
#[must_use]
pub fn last_heard(catalogue: &Catalogue, contract: &Contract) -> Option<Date> {
    let own = newest_of(&contract.sources);
    if contract.kind == ContractKind::Shared {
        return own;
    }
    let items = contract.deployments.iter().map(|ix| catalogue.deployments[*ix].checked);
    let files = contract.members.iter().map(|member| catalogue.boroughs[member.borough].checked);
    items.chain(files).flatten().chain(own).max_by_key(|date| date.last_day())
}

/// Whether a contract that has not begun is still to be let: its record says so, or names no supplier.
fn is_not_let(contract: &Contract) -> bool {
    matches!(contract.stage, Some(Stage::Planned | Stage::Tendering))
        || contract.supplier == Supplied::NotKnown
}

/// Whether a planned contract has a notice that comes before an award.
fn has_notice(catalogue: &Catalogue, contract: &Contract) -> bool {
    let kinds = contract.notices.iter().filter_map(|notice| notice.kind.as_deref());
    kinds.filter_map(|code| catalogue.site.notice_kind(code)).any(|kind| kind.before_award)
}
