//! The figures that chapters quote, one file per family.

mod changes;
mod concentration;
mod contract_lists;
mod contracts;
mod coverage;
mod openings;
mod openness;
mod opportunities;
mod owners;
mod prices;
mod reach;
mod records;
mod rows;
mod shares;
mod skills;
mod technologies;
mod together;
mod trust;

pub(super) use concentration::concentration;
pub(super) use contracts::contracts;
pub(super) use coverage::coverage;
pub(super) use openness::openness;
pub(super) use opportunities::opportunities;
pub(super) use prices::prices;
pub(super) use reach::reach;
pub(super) use records::records;
use shares::shares;
pub(super) use skills::skills;
use technologies::technologies;
