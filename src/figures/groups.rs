//! Suppliers and the groups that they belong to at the date of the catalogue.

use crate::catalogue::{Catalogue, Ix, Parent, Supplied, Supplier};

/// Who holds something: a group by its head, a company without a record, or the authority itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// A supplier that belongs to nobody on record.
    Head(Ix<Supplier>),
    /// A parent without a record.
    Named(String),
    /// The authority itself.
    InHouse,
}

impl Group {
    /// The group's name.
    #[must_use]
    pub fn name<'a>(&'a self, catalogue: &'a Catalogue) -> &'a str {
        match self {
            Self::Head(ix) => &catalogue.suppliers[*ix].name,
            Self::Named(name) => name,
            Self::InHouse => say!("In-house"),
        }
    }
}

/// The group of a supplier: its owner's owner, and so on, as far as ownership had begun at the date of the catalogue.
#[must_use]
pub fn group_of(catalogue: &Catalogue, supplier: Ix<Supplier>) -> Group {
    let mut head = supplier;
    loop {
        let owner = catalogue.suppliers[head].owner.as_ref();
        match owner.filter(|owner| owner.since.is_none_or(|since| since.first_day() <= catalogue.as_of)) {
            None => return Group::Head(head),
            Some(owner) => match &owner.parent {
                Parent::Named(name) => return Group::Named(name.clone()),
                // Circles are refused when records are linked.
                Parent::Supplier(parent) => head = *parent,
            },
        }
    }
}

/// The group of whoever provides something; none where nobody is named.
#[must_use]
pub fn group_of_supplied(catalogue: &Catalogue, supplied: Supplied) -> Option<Group> {
    match supplied {
        Supplied::By(ix) => Some(group_of(catalogue, ix)),
        Supplied::InHouse => Some(Group::InHouse),
        Supplied::NotKnown => None,
    }
}
