//! Files for machines, made from the plan.

pub mod sitemap;
