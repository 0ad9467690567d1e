//! The linked model: takes records with places, gives tables in which a reference is an index and a date is a date.
//!
//! What is in a [`Catalogue`] can't be wrong: [`link::link`] refuses records that do not fit together, with every
//! problem at once.

pub mod checks;
pub mod link;
mod model;
mod names;
mod table;
pub mod tables;

pub use model::{
    AreaId, Borough, Catalogue, Chapter, Contract, ContractKind, Deployment, Framework, GlossaryTerm, Group,
    LIST_IDS, Member, Origin, Owner, PAGES_OF_TEXT, Page, Parent, SUPPLIER_LISTS, Service, ServiceFact,
    Skill, SkillFact, SourceRef, Supplied, Supplier, System, TAKEN_PATHS, TAKEN_PLACES, Technology,
    TechnologyFact, newest_of,
};
pub use names::Named;
pub use table::{Ix, Table};
