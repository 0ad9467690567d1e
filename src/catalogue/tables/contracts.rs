//! Contracts: what they buy, when they end and what they cost.

use super::column::{
    Code, Column, Kind, NEVER, NOT_KNOWN, SUPPLIED, address, code, list, newest, supplied, text, urls, word,
};
use super::facts::NO_ADDRESS;
use super::{About, Table};
use crate::catalogue::{Catalogue, Contract, ContractKind};
use crate::content::records::{
    Category, Confidence, MoneyBasis, ProcurementMethod, Provenance, Stage, Tax, TriState,
};

pub(super) fn table(c: &Catalogue) -> Table {
    let about = About {
        name: "contracts",
        title: said_later!("contracts"),
        row: "One contract; one that several {many} share is one row.",
    };
    let mut columns = what();
    columns.extend(when());
    columns.extend(terms());
    super::table(c, &about, columns, c.contracts.rows().iter())
}

fn what<'a>() -> Vec<Column<&'a Contract>> {
    vec![
        Column {
            name: "id",
            kind: Kind::Id,
            meaning: "Short name of the contract, as in addresses of this site. It never changes its meaning.",
            blank: NEVER,
            cell: |_, row| row.id.clone(),
        },
        Column {
            name: "kind",
            kind: Kind::Code(kinds()),
            meaning: "How the contract stands in the records.",
            blank: NEVER,
            cell: |_, row| kind(row.kind).0.to_owned(),
        },
        Column {
            name: "title",
            kind: Kind::Text,
            meaning: "What the contract is called.",
            blank: "No title in the source",
            cell: |_, row| text(row.title.as_ref()),
        },
        Column {
            name: "reference",
            kind: Kind::Text,
            meaning: "The buyer's own reference.",
            blank: NOT_KNOWN,
            cell: |_, row| text(row.reference.as_ref()),
        },
        Column {
            name: "ocid",
            kind: Kind::Text,
            meaning: "Open contracting id of the procurement that it came from, to join published notices.",
            blank: NOT_KNOWN,
            cell: |_, row| text(row.ocid.as_ref()),
        },
        Column {
            name: "category",
            kind: code::<Category>(),
            meaning: "What it buys.",
            blank: NEVER,
            cell: |_, row| word(row.category),
        },
        Column {
            name: "boroughs",
            kind: Kind::Many("boroughs"),
            meaning: "Each {one} that has a part in it.",
            blank: NEVER,
            cell: |c, row| list(row.members.iter().map(|member| c.boroughs[member.borough].id.clone())),
        },
        Column {
            name: "lead",
            kind: Kind::Of("boroughs"),
            meaning: "The {one} that let it, where several share it.",
            blank: "Not shared, or not known",
            cell: |c, row| text(row.lead.map(|ix| &c.boroughs[ix].id)),
        },
        Column {
            name: "systems",
            kind: Kind::Many("systems"),
            meaning: "The systems that it provides.",
            blank: "Names no product, or not known",
            cell: |c, row| list(row.systems.iter().map(|ix| c.systems[*ix].id.clone())),
        },
        Column {
            name: "services",
            kind: Kind::Many("services"),
            meaning: "What it is for.",
            blank: NOT_KNOWN,
            cell: |c, row| list(row.services.iter().map(|ix| c.services[*ix].id.clone())),
        },
        Column {
            name: "supplier",
            kind: SUPPLIED,
            meaning: "Who provides it; in-house means the {one} itself.",
            blank: NOT_KNOWN,
            cell: |c, row| supplied(c, row.supplier),
        },
    ]
}

fn when<'a>() -> Vec<Column<&'a Contract>> {
    vec![
        Column {
            name: "stage",
            kind: code::<Stage>(),
            meaning: "Where it is in its life, where its dates do not tell that.",
            blank: "Told by its dates, or not known",
            cell: |_, row| row.stage.map(word).unwrap_or_default(),
        },
        Column {
            name: "start",
            kind: Kind::Date,
            meaning: "First day.",
            blank: NOT_KNOWN,
            cell: |_, row| text(row.start),
        },
        Column {
            name: "end",
            kind: Kind::Date,
            meaning: "Last day without options.",
            blank: NOT_KNOWN,
            cell: |_, row| text(row.end),
        },
        Column {
            name: "max_end",
            kind: Kind::Date,
            meaning: "Last day with every option used.",
            blank: "No options, or not known",
            cell: |_, row| text(row.max_end),
        },
        Column {
            name: "notice_months",
            kind: Kind::Number,
            meaning: "Months of notice that it asks for.",
            blank: NOT_KNOWN,
            cell: |_, row| text(row.notice_months),
        },
        Column {
            name: "value",
            kind: Kind::Number,
            meaning: "The sum that the source gives, in whole units of the currency. Unknown is not nothing.",
            blank: "Not published",
            cell: |_, row| text(row.value.map(|value| value.amount)),
        },
        Column {
            name: "value_basis",
            kind: code::<MoneyBasis>(),
            meaning: "What the sum covers.",
            blank: "No sum on record",
            cell: |_, row| row.value.map(|value| word(value.basis)).unwrap_or_default(),
        },
        Column {
            name: "value_tax",
            kind: code::<Tax>(),
            meaning: "Whether the sum has tax in it.",
            blank: "No sum on record",
            cell: |_, row| row.value.map(|value| word(value.tax)).unwrap_or_default(),
        },
        Column {
            name: "procurement_method",
            kind: code::<ProcurementMethod>(),
            meaning: "How it was bought, in the words of the Open Contracting Data Standard.",
            blank: NOT_KNOWN,
            cell: |_, row| row.procurement_method.map(word).unwrap_or_default(),
        },
        Column {
            name: "framework",
            kind: Kind::Of("frameworks"),
            meaning: "Route to market that it was bought through.",
            blank: NOT_KNOWN,
            cell: |c, row| text(row.framework.map(|ix| &c.frameworks[ix].id)),
        },
        Column {
            name: "notices",
            kind: Kind::Addresses,
            meaning: "Published procurement notices.",
            blank: "None found",
            cell: |_, row| list(row.notices.iter().map(|notice| address(Some(&notice.url)))),
        },
    ]
}

fn terms<'a>() -> Vec<Column<&'a Contract>> {
    vec![
        Column {
            name: "notice_types",
            kind: Kind::List,
            meaning: "The type of each notice, in the same order.",
            blank: "None found",
            cell: |_, row| {
                list(
                    row.notices
                        .iter()
                        .map(|notice| notice.kind.clone().unwrap_or_else(|| NO_TYPE.to_owned())),
                )
            },
        },
        Column {
            name: "data_export",
            kind: code::<TriState>(),
            meaning: "Whether the {one} can take its data out.",
            blank: NEVER,
            cell: |_, row| word(row.terms.unwrap_or_default().data_export),
        },
        Column {
            name: "open_api",
            kind: code::<TriState>(),
            meaning: "Whether the system has an open interface.",
            blank: NEVER,
            cell: |_, row| word(row.terms.unwrap_or_default().open_api),
        },
        Column {
            name: "exit_plan",
            kind: code::<TriState>(),
            meaning: "Whether the contract has a plan for leaving.",
            blank: NEVER,
            cell: |_, row| word(row.terms.unwrap_or_default().exit_plan),
        },
        Column {
            name: "open_standards",
            kind: code::<TriState>(),
            meaning: "Whether the system keeps to open standards.",
            blank: NEVER,
            cell: |_, row| word(row.terms.unwrap_or_default().open_standards),
        },
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
            name: "newest_source",
            kind: Kind::Date,
            meaning: "Date of the newest source, as exact as it is known; where only a month or year is, its last day counts.",
            blank: "No source has a date",
            cell: |_, row| newest(&row.sources),
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

/// Stands for a notice whose type the source does not give.
const NO_TYPE: &str = "not stated";

/// A kind's word, and what it says.
fn kind(kind: ContractKind) -> (&'static str, &'static str) {
    match kind {
        ContractKind::Inline => ("inline", "It stands under one system of one authority."),
        ContractKind::Listed => {
            ("listed", "It stands in an authority's list of contracts that name no product.")
        }
        ContractKind::Shared => {
            ("shared", "It has a record of its own, because several authorities share it.")
        }
    }
}

fn kinds() -> Vec<Code> {
    let all = [ContractKind::Inline, ContractKind::Listed, ContractKind::Shared];
    all.into_iter()
        .map(kind)
        .map(|(word, meaning)| Code { word: word.to_owned(), meaning: meaning.to_owned() })
        .collect()
}
