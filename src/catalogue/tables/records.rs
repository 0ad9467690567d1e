//! Authorities, services, systems and suppliers.

use super::column::{Column, Kind, NEVER, NOT_KNOWN, SUPPLIED, code, supplied, text, word};
use super::{About, Table, table};
use crate::catalogue::{Borough, Catalogue, Framework, Parent, Service, Supplier, System};
use crate::content::records::{SupplierSize, Tier, TriState};

pub(super) fn authorities(c: &Catalogue) -> Table {
    let about = About { name: "authorities", title: "{many}", row: "One {one}." };
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
            name: "area",
            kind: Kind::Text,
            meaning: "Part of the region.",
            blank: "In no part of its own",
            cell: |c, row| text(row.area.map(|area| c.site.areas[area].id.value.clone())),
        },
        Column {
            name: "gss_code",
            kind: Kind::Text,
            meaning: "Code of the Government Statistical Service, to join other statistics.",
            blank: NOT_KNOWN,
            cell: |_, row| text(row.gss_code.as_ref()),
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
    table(c, &about, columns, c.boroughs.rows().iter())
}

pub(super) fn services(c: &Catalogue) -> Table {
    let about = About {
        name: "services",
        title: "services",
        row: "One service: something that {many} do, for which they may run a system.",
    };
    let columns: Vec<Column<&Service>> = vec![
        Column {
            name: "id",
            kind: Kind::Id,
            meaning: "Short name of the service, as in addresses of this site.",
            blank: NEVER,
            cell: |_, row| row.id.clone(),
        },
        Column {
            name: "name",
            kind: Kind::Text,
            meaning: "Name of the service.",
            blank: NEVER,
            cell: |_, row| row.name.clone(),
        },
        Column {
            name: "group",
            kind: Kind::Text,
            meaning: "Group of services that it stands in.",
            blank: NEVER,
            cell: |c, row| c.groups[row.group].id.clone(),
        },
        Column {
            name: "tier",
            kind: code::<Tier>(),
            meaning: "Whether every {one} needs it.",
            blank: NEVER,
            cell: |_, row| word(row.tier),
        },
        Column {
            name: "lead_months",
            kind: Kind::Number,
            meaning: "Months that buying and moving usually take, used for decide-by dates.",
            blank: NEVER,
            cell: |_, row| row.lead_months.to_string(),
        },
        Column {
            name: "totals_only",
            kind: Kind::Truth,
            meaning: "Published as totals for the region only, so no other table has a row for it.",
            blank: NEVER,
            cell: |_, row| row.totals_only.to_string(),
        },
    ];
    table(c, &about, columns, c.services.rows().iter())
}

pub(super) fn systems(c: &Catalogue) -> Table {
    let about = About { name: "systems", title: "systems", row: "One system: a product, whoever runs it." };
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
            name: "supplier",
            kind: SUPPLIED,
            meaning: "Who provides it; in-house means that the {one} built it itself.",
            blank: NOT_KNOWN,
            cell: |c, row| supplied(c, row.supplier),
        },
        Column {
            name: "licence",
            kind: Kind::Text,
            meaning: "An SPDX identifier for open source, else proprietary.",
            blank: NOT_KNOWN,
            cell: |_, row| text(row.licence.as_ref()),
        },
    ];
    table(c, &about, columns, c.systems.rows().iter())
}

pub(super) fn suppliers(c: &Catalogue) -> Table {
    let about = About { name: "suppliers", title: "suppliers", row: "One supplier of systems or services." };
    let columns: Vec<Column<&Supplier>> = vec![
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
    ];
    table(c, &about, columns, c.suppliers.rows().iter())
}

fn parent(row: &Supplier) -> Option<&Parent> {
    row.owner.as_ref().map(|owner| &owner.parent)
}

pub(super) fn frameworks(c: &Catalogue) -> Table {
    let about = About { name: "frameworks", title: "routes to market", row: "One route to market." };
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
            kind: Kind::Addresses,
            meaning: "Where it is described.",
            blank: NOT_KNOWN,
            cell: |_, row| text(row.url.as_ref().map(|url| url.as_str().to_owned())),
        },
    ];
    table(c, &about, columns, c.frameworks.rows().iter())
}
