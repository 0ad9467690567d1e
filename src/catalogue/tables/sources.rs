//! Where everything is known from: one row for each record and source.

use super::column::{Column, Kind, NEVER, NOT_KNOWN, code, text, word};
use super::{About, Table};
use crate::catalogue::{Catalogue, SourceRef};
use crate::content::records::{Confidence, Url};

/// A source with what it speaks for.
#[derive(Clone, Copy)]
struct Row<'a> {
    table: &'static str,
    authority: Option<&'a str>,
    record: &'a str,
    source: &'a SourceRef,
}

pub(super) fn table(c: &Catalogue) -> Table {
    let about = About {
        name: "sources",
        title: said_later!("sources"),
        row: "One source of one record: where a row of another table is known from.",
    };
    let columns: Vec<Column<Row>> = vec![
        Column {
            name: "table",
            kind: Kind::Text,
            meaning: "The table with the row that the source speaks for.",
            blank: NEVER,
            cell: |_, row| row.table.to_owned(),
        },
        Column {
            name: "borough",
            kind: Kind::Of("boroughs"),
            meaning: "The {one}, where the row is of one.",
            blank: "The row is of no single {one}",
            cell: |_, row| text(row.authority),
        },
        Column {
            name: "record",
            kind: Kind::Text,
            meaning: "Id of the system, contract, supplier, service, skill or technology in that row.",
            blank: NEVER,
            cell: |_, row| row.record.to_owned(),
        },
        Column {
            name: "url",
            kind: Kind::Text,
            meaning: "Web address of the source.",
            blank: "Not on the web",
            cell: |_, row| text(row.source.url.as_ref().map(Url::as_str)),
        },
        Column {
            name: "title",
            kind: Kind::Text,
            meaning: "Title of the source.",
            blank: "The source has none",
            cell: |_, row| text(row.source.title.as_ref()),
        },
        Column {
            name: "date",
            kind: Kind::Date,
            meaning: "When it was published, as exact as it is known.",
            blank: NOT_KNOWN,
            cell: |_, row| text(row.source.date),
        },
        Column {
            name: "confidence",
            kind: code::<Confidence>(),
            meaning: "How sure it is, where that differs from its record.",
            blank: "As its record",
            cell: |_, row| row.source.confidence.map(word).unwrap_or_default(),
        },
    ];
    super::table(c, &about, columns, rows(c).into_iter())
}

/// In the order of the tables, and of the rows in each.
fn rows(c: &Catalogue) -> Vec<Row<'_>> {
    let mut rows = Rows(Vec::new());
    for row in c.boroughs.rows() {
        rows.add("boroughs", Some(&row.id), &row.id, row.people_source.as_slice());
    }
    for row in c.systems.rows() {
        rows.add("systems", None, &row.id, &row.sources);
    }
    for row in c.suppliers.rows() {
        rows.add("suppliers", None, &row.id, &row.sources);
    }
    for row in c.deployments.rows() {
        rows.add("deployments", Some(&c.boroughs[row.borough].id), &c.systems[row.system].id, &row.sources);
    }
    for row in c.contracts.rows() {
        let sole = if let [member] = &row.members[..] { Some(&*c.boroughs[member.borough].id) } else { None };
        rows.add("contracts", sole, &row.id, &row.sources);
    }
    for borough in c.boroughs.rows() {
        let authority = Some(&*borough.id);
        for fact in &borough.services {
            rows.add("service-states", authority, &c.services[fact.service].id, &fact.sources);
        }
        for fact in &borough.skills {
            rows.add("skills", authority, &c.skills[fact.skill].id, &fact.sources);
        }
        for fact in &borough.technologies {
            rows.add("technologies", authority, &c.technologies[fact.technology].id, &fact.sources);
        }
    }
    rows.0
}

struct Rows<'a>(Vec<Row<'a>>);

impl<'a> Rows<'a> {
    fn add(
        &mut self,
        table: &'static str,
        authority: Option<&'a str>,
        record: &'a str,
        sources: &'a [SourceRef],
    ) {
        self.0.extend(sources.iter().map(|source| Row { table, authority, record, source }));
    }
}
