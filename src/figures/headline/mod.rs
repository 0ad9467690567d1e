//! The figures that chapters quote, one file per family.

mod concentration;
mod contracts;
mod coverage;
mod reach;
mod records;
mod skills;

pub(super) use concentration::concentration;
pub(super) use contracts::contracts;
pub(super) use coverage::coverage;
pub(super) use reach::reach;
pub(super) use records::records;
pub(super) use skills::skills;
