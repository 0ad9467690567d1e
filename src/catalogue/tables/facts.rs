//! What authorities say of services without a system, of skills and of emerging technologies.

use super::column::{Column, Kind, NEVER, code, urls, word};
use super::{About, Table, table};
use crate::catalogue::{Borough, Catalogue, ServiceFact, SkillFact, TechnologyFact};
use crate::content::records::{Level, ServiceState, Stance, TechnologyStage};

/// An authority with one of its facts.
type Of<'a, Fact> = (&'a Borough, &'a Fact);

pub(super) fn service_states(c: &Catalogue) -> Table {
    let about = About {
        name: "service-states",
        title: said_later!("services without a system"),
        row: "What is known of one service in one {one}, where no system says it.",
    };
    let columns: Vec<Column<Of<ServiceFact>>> = vec![
        borough(),
        Column {
            name: "service",
            kind: Kind::Of("services"),
            meaning: "The service.",
            blank: NEVER,
            cell: |c, (_, fact)| c.services[fact.service].id.clone(),
        },
        Column {
            name: "state",
            kind: code::<ServiceState>(),
            meaning: "What is known.",
            blank: NEVER,
            cell: |_, (_, fact)| word(fact.state),
        },
    ];
    let rows = c.boroughs.rows().iter();
    table(c, &about, columns, rows.flat_map(|row| row.services.iter().map(move |fact| (row, fact))))
}

/// Without what is published as totals only.
pub(super) fn skills(c: &Catalogue) -> Table {
    let about = About { name: "skills", title: said_later!("skills"), row: "One skill in one {one}." };
    let columns: Vec<Column<Of<SkillFact>>> = vec![
        borough(),
        Column {
            name: "skill",
            kind: Kind::Text,
            meaning: "Short name of the skill, as in addresses of this site.",
            blank: NEVER,
            cell: |c, (_, fact)| c.skills[fact.skill].id.clone(),
        },
        Column {
            name: "family",
            kind: Kind::Text,
            meaning: "Family of skills that it belongs to.",
            blank: NEVER,
            cell: |c, (_, fact)| c.skills[fact.skill].family.clone(),
        },
        Column {
            name: "level",
            kind: code::<Level>(),
            meaning: "How deep it goes.",
            blank: "Nobody has said",
            cell: |_, (_, fact)| fact.level.map(word).unwrap_or_default(),
        },
        Column {
            name: "stance",
            kind: code::<Stance>(),
            meaning: "Whether the {one} would share the skill or looks for it.",
            blank: "Nobody has said",
            cell: |_, (_, fact)| fact.stance.map(word).unwrap_or_default(),
        },
        Column {
            name: "source_urls",
            kind: Kind::Addresses,
            meaning: "Where this is known from.",
            blank: NO_ADDRESS,
            cell: |_, (_, fact)| urls(&fact.sources),
        },
    ];
    let rows = c.boroughs.rows().iter();
    table(c, &about, columns, rows.flat_map(|row| row.skills.iter().map(move |fact| (row, fact))))
}

pub(super) fn technologies(c: &Catalogue) -> Table {
    let about = About {
        name: "technologies",
        title: said_later!("emerging technologies"),
        row: "One emerging technology in one {one}.",
    };
    let columns: Vec<Column<Of<TechnologyFact>>> = vec![
        borough(),
        Column {
            name: "technology",
            kind: Kind::Text,
            meaning: "Short name of the technology, as in addresses of this site.",
            blank: NEVER,
            cell: |c, (_, fact)| c.technologies[fact.technology].id.clone(),
        },
        Column {
            name: "stage",
            kind: code::<TechnologyStage>(),
            meaning: "How far the {one} is with it.",
            blank: NEVER,
            cell: |_, (_, fact)| word(fact.stage),
        },
        Column {
            name: "source_urls",
            kind: Kind::Addresses,
            meaning: "Where this is known from.",
            blank: NO_ADDRESS,
            cell: |_, (_, fact)| urls(&fact.sources),
        },
    ];
    let rows = c.boroughs.rows().iter();
    table(c, &about, columns, rows.flat_map(|row| row.technologies.iter().map(move |fact| (row, fact))))
}

/// What an empty cell of addresses says.
pub(super) const NO_ADDRESS: &str = "No source with an address";

fn borough<'a, Fact>() -> Column<Of<'a, Fact>> {
    Column {
        name: "borough",
        kind: Kind::Of("boroughs"),
        meaning: "The {one}.",
        blank: NEVER,
        cell: |_, (borough, _)| borough.id.clone(),
    }
}
