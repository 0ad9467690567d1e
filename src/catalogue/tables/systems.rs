//! Products, whoever runs them.

use super::column::{
    Column, Kind, NEVER, NOT_KNOWN, SUPPLIED, address, code, list, names, supplied, text, urls, word,
};
use super::facts::NO_ADDRESS;
use super::{About, Table};
use crate::catalogue::{Catalogue, System};
use crate::content::records::SystemStatus;

pub(super) fn table(c: &Catalogue) -> Table {
    let about = About {
        name: "systems",
        title: said_later!("systems"),
        row: "One system: a product, whoever runs it.",
    };
    let columns: Vec<Column<&System>> = vec![
        Column {
            name: "id",
            kind: Kind::Id,
            meaning: "Short name of the system, as in addresses of this site.",
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
            name: "aliases",
            kind: Kind::List,
            meaning: "Other names that it goes by.",
            blank: "None on record",
            cell: |_, row| names(&row.aliases),
        },
        Column {
            name: "supplier",
            kind: SUPPLIED,
            meaning: "Who provides it; in-house means that the {one} built it itself.",
            blank: NOT_KNOWN,
            cell: |c, row| supplied(c, row.supplier),
        },
        Column {
            name: "services",
            kind: Kind::Many("services"),
            meaning: "What it is for, whoever runs it.",
            blank: NOT_KNOWN,
            cell: |c, row| list(row.services.iter().map(|ix| c.services[*ix].id.clone())),
        },
        Column {
            name: "description",
            kind: Kind::Text,
            meaning: "What it does.",
            blank: "Nobody has written one",
            cell: |_, row| text(row.description.as_deref().map(str::trim)),
        },
        Column {
            name: "licence",
            kind: Kind::Text,
            meaning: "An SPDX identifier for open source, else proprietary.",
            blank: NOT_KNOWN,
            cell: |_, row| text(row.licence.as_ref()),
        },
        Column {
            name: "status",
            kind: code::<SystemStatus>(),
            meaning: "How far it is, in the words of publiccode.yml.",
            blank: NOT_KNOWN,
            cell: |_, row| row.status.map(word).unwrap_or_default(),
        },
        Column {
            name: "replaced_by",
            kind: Kind::Of("systems"),
            meaning: "The system that its supplier puts in its place.",
            blank: "None on record",
            cell: |c, row| text(row.replaced_by.map(|ix| &c.systems[ix].id)),
        },
        Column {
            name: "website",
            kind: Kind::Address,
            meaning: "Where it is described.",
            blank: NOT_KNOWN,
            cell: |_, row| address(row.website.as_ref()),
        },
        Column {
            name: "repository",
            kind: Kind::Address,
            meaning: "Where its source code is.",
            blank: "Not open, or not known",
            cell: |_, row| address(row.repository.as_ref()),
        },
        Column {
            name: "source_urls",
            kind: Kind::Addresses,
            meaning: "Where this is known from.",
            blank: NO_ADDRESS,
            cell: |_, row| urls(&row.sources),
        },
    ];
    super::table(c, &about, columns, c.systems.rows().iter())
}
