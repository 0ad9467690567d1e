//! Systems in authorities: the table that most questions begin with, so it repeats what it takes from others.

use super::column::{
    Column, Kind, NEVER, NOT_KNOWN, SUPPLIED, code, list, newest, oldest, supplied, text, urls, word,
};
use super::facts::NO_ADDRESS;
use super::{About, Table};
use crate::catalogue::{Catalogue, Contract, Deployment};
use crate::content::records::{Confidence, Hosting, Lifecycle, Provenance};

const NO_CONTRACT: &str = "No contract, or no such date, on record";

pub(super) fn table(c: &Catalogue) -> Table {
    let about = About {
        name: "deployments",
        title: said_later!("systems in {many}"),
        row: "One system in one {one}, for one service or several, whatever its life: planned, live, retired or not confirmed.",
    };
    let mut columns = what();
    columns.extend(when());
    columns.extend(known());
    super::table(c, &about, columns, c.deployments.rows().iter())
}

fn what<'a>() -> Vec<Column<&'a Deployment>> {
    vec![
        Column {
            name: "borough",
            kind: Kind::Of("boroughs"),
            meaning: "The {one}.",
            blank: NEVER,
            cell: |c, row| c.boroughs[row.borough].id.clone(),
        },
        Column {
            name: "system",
            kind: Kind::Of("systems"),
            meaning: "The system.",
            blank: NEVER,
            cell: |c, row| c.systems[row.system].id.clone(),
        },
        Column {
            name: "supplier",
            kind: SUPPLIED,
            meaning: "The system's supplier, repeated from systems.csv.",
            blank: NOT_KNOWN,
            cell: |c, row| supplied(c, c.systems[row.system].supplier),
        },
        Column {
            name: "services",
            kind: Kind::Many("services"),
            meaning: "What the system is used for there.",
            blank: NOT_KNOWN,
            cell: |c, row| list(row.services.iter().map(|ix| c.services[*ix].id.clone())),
        },
        Column {
            name: "lifecycle",
            kind: code::<Lifecycle>(),
            meaning: "Where the system is in its life there.",
            blank: NEVER,
            cell: |_, row| word(row.lifecycle),
        },
    ]
}

fn when<'a>() -> Vec<Column<&'a Deployment>> {
    vec![
        Column {
            name: "since",
            kind: Kind::Date,
            meaning: "When it went live.",
            blank: NOT_KNOWN,
            cell: |_, row| text(row.since),
        },
        Column {
            name: "until",
            kind: Kind::Date,
            meaning: "When it went, or goes.",
            blank: "Not known, or no end decided",
            cell: |_, row| text(row.until),
        },
        Column {
            name: "until_at_latest",
            kind: Kind::Truth,
            meaning: "The date in until is only the one by which it was gone: no source says when it went.",
            blank: NEVER,
            cell: |_, row| row.until_at_latest().to_string(),
        },
        Column {
            name: "replaces",
            kind: Kind::Of("systems"),
            meaning: "The system that it took over from.",
            blank: "None, or not known",
            cell: |c, row| text(row.replaces.map(|ix| &c.systems[ix].id)),
        },
        Column {
            name: "replaces_inferred",
            kind: Kind::Truth,
            meaning: "No source says that it took over from that system: one shows the old system and a later one the new.",
            blank: NEVER,
            cell: |_, row| row.replaces_by_inference().to_string(),
        },
        Column {
            name: "hosting",
            kind: code::<Hosting>(),
            meaning: "Where it runs.",
            blank: NOT_KNOWN,
            cell: |_, row| row.hosting.map(word).unwrap_or_default(),
        },
        Column {
            name: "contract",
            kind: Kind::Of("contracts"),
            meaning: "Its contract.",
            blank: "No contract on record",
            cell: |c, row| text(row.contract.map(|ix| &c.contracts[ix].id)),
        },
        Column {
            name: "contract_end",
            kind: Kind::Date,
            meaning: "Last day of its contract without options, repeated from contracts.csv.",
            blank: NO_CONTRACT,
            cell: |c, row| text(contract(c, row).and_then(|contract| contract.end)),
        },
        Column {
            name: "contract_max_end",
            kind: Kind::Date,
            meaning: "Last day of its contract with every option used, repeated from contracts.csv.",
            blank: NO_CONTRACT,
            cell: |c, row| text(contract(c, row).and_then(|contract| contract.max_end)),
        },
    ]
}

fn known<'a>() -> Vec<Column<&'a Deployment>> {
    vec![
        Column {
            name: "provenance",
            kind: code::<Provenance>(),
            meaning: "Who stands behind the record.",
            blank: NEVER,
            cell: |_, row| word(row.provenance),
        },
        Column {
            name: "confidence",
            kind: code::<Confidence>(),
            meaning: "How sure the record is.",
            blank: "Nobody has said",
            cell: |_, row| row.confidence.map(word).unwrap_or_default(),
        },
        Column {
            name: "checked",
            kind: Kind::Date,
            meaning: "When this record was last confirmed.",
            blank: "Never since it was written",
            cell: |_, row| text(row.checked),
        },
        Column {
            name: "newest_source",
            kind: Kind::Date,
            meaning: "Date of the newest source, as exact as it is known; where only a month or year is, its last day counts.",
            blank: "No source has a date",
            cell: |_, row| newest(&row.sources),
        },
        Column {
            name: "oldest_source",
            kind: Kind::Date,
            meaning: "Date of the oldest source, as exact as it is known.",
            blank: "No source has a date",
            cell: |_, row| oldest(&row.sources),
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

fn contract<'a>(c: &'a Catalogue, row: &Deployment) -> Option<&'a Contract> {
    row.contract.map(|ix| &c.contracts[ix])
}
