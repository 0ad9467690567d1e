//! Files for machines, made from the plan or from the records.

pub mod beside;
pub mod calendar;
pub mod explorer;
pub mod feeds;
pub mod files;
mod ical;
pub mod search;
pub mod sitemap;
