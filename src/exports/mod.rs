//! Files for machines, made from the plan or from the records.

mod api;
pub mod beside;
pub mod calendar;
pub mod downloads;
pub mod explorer;
pub mod feeds;
pub mod files;
mod ical;
pub mod search;
pub mod sitemap;
pub mod tables;
