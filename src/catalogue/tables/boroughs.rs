//! The authorities of the region.

use super::column::{Column, Kind, NEVER, NOT_KNOWN, address, identifiers, text};
use super::{About, Table};
use crate::catalogue::{Borough, Catalogue};

pub(super) fn table(c: &Catalogue) -> Table {
    let about = About { name: "boroughs", title: "{many}", row: "One {one}." };
    let columns: Vec<Column<&Borough>> = vec![
        Column {
            name: "id",
            kind: Kind::Id,
            meaning: "Short name of the {one}, as in addresses of this site. It never changes its meaning.",
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
            name: "official_name",
            kind: Kind::Text,
            meaning: "Its name in law.",
            blank: "The name that people use, or not known",
            cell: |_, row| text(row.official_name.as_ref()),
        },
        Column {
            name: "area",
            kind: Kind::Text,
            meaning: "Part of the region.",
            blank: "In no part of its own",
            cell: |c, row| text(row.area.map(|area| c.site.areas[area].id.value.clone())),
        },
        Column {
            name: "gss_code",
            kind: Kind::Text,
            meaning: "Official code of the place, to join statistics.",
            blank: "Not known, or places there have no code of a letter and eight digits",
            cell: |_, row| text(row.gss_code.as_ref()),
        },
        Column {
            name: "identifiers",
            kind: Kind::List,
            meaning: "Its entries in registers: the code of the register at org-id.guide, a colon, and the entry.",
            blank: NOT_KNOWN,
            cell: |_, row| identifiers(&row.identifiers),
        },
        Column {
            name: "website",
            kind: Kind::Address,
            meaning: "Where it is on the web.",
            blank: NOT_KNOWN,
            cell: |_, row| address(row.website.as_ref()),
        },
        Column {
            name: "people",
            kind: Kind::Number,
            meaning: "Residents.",
            blank: NOT_KNOWN,
            cell: |_, row| text(row.people),
        },
        Column {
            name: "checked",
            kind: Kind::Date,
            meaning: "When the {one} last said that its whole record is true.",
            blank: "Not checked yet",
            cell: |_, row| text(row.checked),
        },
    ];
    super::table(c, &about, columns, c.boroughs.rows().iter())
}
