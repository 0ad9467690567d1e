//! Routes to market.

use super::column::{Column, Kind, NEVER, NOT_KNOWN, address, text};
use super::{About, Table};
use crate::catalogue::{Catalogue, Framework};

pub(super) fn table(c: &Catalogue) -> Table {
    let about =
        About { name: "frameworks", title: said_later!("routes to market"), row: "One route to market." };
    let columns: Vec<Column<&Framework>> = vec![
        Column {
            name: "id",
            kind: Kind::Id,
            meaning: "Short name of the route to market, as in addresses of this site. It never changes its meaning.",
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
            name: "owner",
            kind: Kind::Text,
            meaning: "Who runs it.",
            blank: NOT_KNOWN,
            cell: |_, row| text(row.owner.as_ref()),
        },
        Column {
            name: "reference",
            kind: Kind::Text,
            meaning: "Its number.",
            blank: NOT_KNOWN,
            cell: |_, row| text(row.reference.as_ref()),
        },
        Column {
            name: "end",
            kind: Kind::Date,
            meaning: "When it ends.",
            blank: NOT_KNOWN,
            cell: |_, row| text(row.end),
        },
        Column {
            name: "url",
            kind: Kind::Address,
            meaning: "Where it is described.",
            blank: NOT_KNOWN,
            cell: |_, row| address(row.url.as_ref()),
        },
    ];
    super::table(c, &about, columns, c.frameworks.rows().iter())
}
