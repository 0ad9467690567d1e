//! Files for machines, made from the plan.

pub mod beside;
pub mod sitemap;
