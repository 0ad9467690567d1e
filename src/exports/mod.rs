//! Files for machines, made from the plan and the model.

pub mod files;
pub mod search;
pub mod sitemap;
