//! Files for machines, made from the plan or from the records.

pub mod explorer;
pub mod sitemap;
