//! Who provides systems.

use super::column::{Column, Kind, NEVER, NOT_KNOWN, address, code, identifiers, names, text, urls, word};
use super::facts::NO_ADDRESS;
use super::{About, Table};
use crate::catalogue::{Catalogue, Parent, Supplier};
use crate::content::records::{SupplierSize, TriState};

pub(super) fn table(c: &Catalogue) -> Table {
    let about = About {
        name: "suppliers",
        title: said_later!("suppliers"),
        row: "One supplier of systems or services.",
    };
    let mut columns: Vec<Column<&Supplier>> = vec![
        Column {
            name: "id",
            kind: Kind::Id,
            meaning: "Short name of the supplier, as in addresses of this site.",
            blank: NEVER,
            cell: |_, row| row.id.clone(),
        },
        Column {
            name: "name",
            kind: Kind::Text,
            meaning: "The name that people use.",
            blank: NEVER,
            cell: |_, row| row.name.clone(),
        },
        Column {
            name: "legal_name",
            kind: Kind::Text,
            meaning: "Its name in the register of companies.",
            blank: NOT_KNOWN,
            cell: |_, row| text(row.legal_name.as_ref()),
        },
        Column {
            name: "former_names",
            kind: Kind::List,
            meaning: "Names that it had before.",
            blank: "None on record",
            cell: |_, row| names(&row.former_names),
        },
        Column {
            name: "identifiers",
            kind: Kind::List,
            meaning: "Its entries in registers: the code of the register at org-id.guide, a colon, and the entry.",
            blank: NOT_KNOWN,
            cell: |_, row| identifiers(&row.identifiers),
        },
    ];
    columns.extend(standing());
    super::table(c, &about, columns, c.suppliers.rows().iter())
}

/// Whose it is, how large, and where it is found.
fn standing<'a>() -> Vec<Column<&'a Supplier>> {
    vec![
        Column {
            name: "owner",
            kind: Kind::Of("suppliers"),
            meaning: "The supplier that owns it.",
            blank: "No owner among the suppliers on record",
            cell: |c, row| match parent(row) {
                Some(Parent::Supplier(ix)) => c.suppliers[*ix].id.clone(),
                _ => String::new(),
            },
        },
        Column {
            name: "owner_name",
            kind: Kind::Text,
            meaning: "Its owner, where that is a company without a row of its own.",
            blank: "No such owner on record",
            cell: |_, row| match parent(row) {
                Some(Parent::Named(name)) => name.clone(),
                _ => String::new(),
            },
        },
        Column {
            name: "owner_since",
            kind: Kind::Date,
            meaning: "Since when it has had that owner.",
            blank: "Not known, or no owner",
            cell: |_, row| text(row.owner.as_ref().and_then(|owner| owner.since)),
        },
        Column {
            name: "size",
            kind: code::<SupplierSize>(),
            meaning: "How large it is, by the number of people who work for it.",
            blank: NOT_KNOWN,
            cell: |_, row| row.size.map(word).unwrap_or_default(),
        },
        Column {
            name: "vcse",
            kind: code::<TriState>(),
            meaning: "Whether it is a voluntary, community or social enterprise.",
            blank: NEVER,
            cell: |_, row| word(row.vcse),
        },
        Column {
            name: "headquarters",
            kind: Kind::Text,
            meaning: "Where it is based.",
            blank: NOT_KNOWN,
            cell: |_, row| text(row.headquarters.as_ref()),
        },
        Column {
            name: "website",
            kind: Kind::Address,
            meaning: "Where it is on the web.",
            blank: NOT_KNOWN,
            cell: |_, row| address(row.website.as_ref()),
        },
        Column {
            name: "source_urls",
            kind: Kind::Addresses,
            meaning: "Where this is known from.",
            blank: NO_ADDRESS,
            cell: |_, row| urls(&row.sources),
        },
    ]
}

fn parent(row: &Supplier) -> Option<&Parent> {
    row.owner.as_ref().map(|owner| &owner.parent)
}
