//! What authorities do, for which they may run a system.

use super::column::{Column, Kind, NEVER, code, list, names, text, word};
use super::{About, Table};
use crate::catalogue::{Catalogue, Service};
use crate::content::records::Tier;

pub(super) fn table(c: &Catalogue) -> Table {
    let about = About {
        name: "services",
        title: said_later!("services"),
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
            name: "definition",
            kind: Kind::Text,
            meaning: "What it is.",
            blank: NEVER,
            cell: |_, row| row.definition.trim().to_owned(),
        },
        Column {
            name: "aliases",
            kind: Kind::List,
            meaning: "Other words for it.",
            blank: "None on record",
            cell: |_, row| names(&row.aliases),
        },
        Column {
            name: "lgsl",
            kind: Kind::List,
            meaning: "Its numbers in a national list of services, to join other lists.",
            blank: "Not known, or there is no such list",
            cell: |_, row| list(row.lgsl.iter().map(ToString::to_string)),
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
        Column {
            name: "replaced_by",
            kind: Kind::Of("services"),
            meaning: "The service that takes its place.",
            blank: "None: it is still a service of its own",
            cell: |c, row| text(row.replaced_by.map(|ix| &c.services[ix].id)),
        },
    ];
    super::table(c, &about, columns, c.services.rows().iter())
}
