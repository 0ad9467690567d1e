//! Authorities as columns that can be put side by side: two on a page of their own, more of them by script from the same
//! columns as JSON.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Model;
use super::parts::Link;
use super::words::{fact_word, level_word, stage_word, stance_word};
use crate::catalogue::{Borough, Deployment, Ix, Service, SkillFact};
use crate::content::records::Lifecycle;
use crate::figures::Verdict;

/// What is known of one authority, part by part and row by row.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// Its id, as addresses name it.
    pub id: String,
    /// Its page.
    pub link: Link,
    /// The parts of a comparison, the same for every authority.
    pub parts: Vec<Part>,
}

/// One part of one authority.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// Its id.
    pub id: &'static str,
    /// Its heading.
    pub name: &'static str,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// One row of one authority.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Its place among the rows of its part, the same for every authority.
    pub order: usize,
    /// What the row is about.
    pub name: String,
    /// Its page.
    pub href: Option<String>,
    /// The group that it stands under.
    pub group: Option<String>,
    /// What the authority has; nothing means "not known".
    pub items: Vec<Item>,
}

/// One thing that an authority has.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    /// What it is.
    pub text: String,
    /// Its page.
    pub href: Option<String>,
    /// What has to be said with it.
    pub note: Option<String>,
    /// It is shown, but it settles nothing: it is a count, planned, not confirmed, or told without detail.
    pub open: bool,
}

impl Item {
    fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), href: None, note: None, open: false }
    }

    fn link(link: Link) -> Self {
        Self { href: Some(link.href), ..Self::text(link.text) }
    }

    /// What has to be equal for two to be the same.
    fn key(&self) -> &str {
        self.href.as_deref().unwrap_or(&self.text)
    }
}

/// A row with the cells of several authorities.
#[derive(Clone, Debug, Serialize)]
pub struct SideBySide {
    /// What the row is about.
    pub name: String,
    /// Its page.
    pub href: Option<String>,
    /// The theme's class for what the comparison says.
    pub class: &'static str,
    /// The same as a sign and in words; nothing where it says nothing.
    pub mark: Option<(&'static str, &'static str)>,
    /// What each has.
    pub cells: Vec<Vec<Item>>,
}

/// Rows under a common heading.
#[derive(Clone, Debug, Serialize)]
pub struct Rows {
    /// The heading, where there is one.
    pub name: Option<String>,
    /// The rows.
    pub rows: Vec<SideBySide>,
}

/// Things that a cell names.
const NAMED: usize = 40;

/// Puts one part of several columns side by side; gives how many rows have each verdict as well.
#[must_use]
pub fn side_by_side(model: Model, columns: &[&Column], part: usize) -> (Vec<Rows>, Verdicts) {
    let mut merged: BTreeMap<usize, (&Row, Vec<Vec<Item>>)> = BTreeMap::new();
    for (index, column) in columns.iter().enumerate() {
        for row in &column.parts[part].rows {
            let empty = || (row, vec![Vec::new(); columns.len()]);
            merged.entry(row.order).or_insert_with(empty).1[index].clone_from(&row.items);
        }
    }
    let mut groups: Vec<Rows> = Vec::new();
    let mut verdicts = Verdicts::default();
    for (row, mut cells) in merged.into_values() {
        let verdict = verdict(&cells);
        verdicts.add(verdict);
        let (class, mark) = words(verdict);
        for (cell, column) in cells.iter_mut().zip(columns) {
            let more = model.more(cell.len(), NAMED, column.link.href.as_str());
            cell.truncate(NAMED);
            cell.extend(more.map(Item::link));
        }
        let group = row.group.clone();
        let row = SideBySide { name: row.name.clone(), href: row.href.clone(), class, mark, cells };
        match groups.last_mut() {
            Some(last) if last.name == group => last.rows.push(row),
            _ => groups.push(Rows { name: group, rows: vec![row] }),
        }
    }
    (groups, verdicts)
}

/// How many rows have each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// The same.
    pub same: usize,
    /// Partly the same.
    pub partly: usize,
    /// Different.
    pub different: usize,
    /// Known of one at most.
    pub not_known: usize,
}

impl Verdicts {
    fn add(&mut self, verdict: Verdict) {
        *match verdict {
            Verdict::Same => &mut self.same,
            Verdict::Partly => &mut self.partly,
            Verdict::Different => &mut self.different,
            Verdict::NotKnown => &mut self.not_known,
        } += 1;
    }

    /// Rows in which there is something to compare.
    #[must_use]
    pub fn compared(self) -> usize {
        self.same + self.partly + self.different
    }
}

fn verdict(cells: &[Vec<Item>]) -> Verdict {
    Verdict::of(&cells.iter().map(|cell| settled(cell)).collect::<Vec<_>>())
}

fn settled(cell: &[Item]) -> BTreeSet<&str> {
    cell.iter().filter(|item| !item.open).map(Item::key).collect()
}

fn words(verdict: Verdict) -> (&'static str, Option<(&'static str, &'static str)>) {
    match verdict {
        Verdict::Same => ("same", Some(("=", say!("the same")))),
        Verdict::Partly => ("differ", Some(("≈", say!("partly the same")))),
        Verdict::Different => ("differ", Some(("≠", say!("different")))),
        Verdict::NotKnown => ("", None),
    }
}

impl Model<'_> {
    /// What is known of an authority, as a column.
    #[must_use]
    pub fn column(self, ix: Ix<Borough>) -> Column {
        let borough = &self.catalogue.boroughs[ix];
        let part = |id, name, rows| Part { id, name, rows };
        Column {
            id: borough.id.clone(),
            link: self.borough_link(ix),
            parts: vec![
                part("glance", say!("At a glance"), self.glance(ix)),
                part("services", say!("Systems by service"), self.systems_by_service(borough)),
                part("ends", say!("Contracts that end"), self.ends_by_service(borough)),
                part("skills", say!("Skills"), self.skill_rows(borough)),
                part("technologies", say!("Emerging technologies"), self.technology_rows(borough)),
            ],
        }
    }

    /// Counts of what is on record; none at all is not known rather than zero.
    fn glance(self, ix: Ix<Borough>) -> Vec<Row> {
        let format = self.format();
        let profile = self.figures.borough(ix);
        let people = self.catalogue.boroughs[ix].people.map(|people| people as usize);
        let count = |number: usize| (number > 0).then(|| format.count(number));
        let core = (profile.core.part > 0)
            .then(|| say!("{} of {}", format.count(profile.core.part), format.count(profile.core.whole)));
        let rows = [
            (say!("Residents"), people.and_then(count)),
            (say!("Systems in use"), count(profile.current_systems.len())),
            (say!("Suppliers of systems in use"), count(profile.suppliers.len())),
            (say!("Core services with a record"), core),
            (say!("Contracts with an end ahead"), count(profile.ends_ahead)),
        ];
        let row = |(order, (name, text)): (usize, (&str, Option<String>))| Row {
            order,
            name: name.to_owned(),
            href: None,
            group: None,
            // As many is not the same.
            items: text.into_iter().map(|text| Item { open: true, ..Item::text(text) }).collect(),
        };
        rows.into_iter().enumerate().map(row).collect()
    }

    fn systems_by_service(self, borough: &Borough) -> Vec<Row> {
        let mut found: BTreeMap<Ix<Service>, Vec<Item>> = BTreeMap::new();
        for fact in &borough.services {
            found.entry(fact.service).or_default().push(Item::text(fact_word(fact.state)));
        }
        for deployment in borough.deployments.iter().map(|ix| &self.catalogue.deployments[*ix]) {
            let Some(item) = self.system_item(deployment) else { continue };
            for service in &deployment.services {
                found.entry(*service).or_default().push(item.clone());
            }
        }
        found.into_iter().map(|(service, items)| self.service_row(service, items)).collect()
    }

    /// A system, if it is or may be in use, or is to come.
    fn system_item(self, deployment: &Deployment) -> Option<Item> {
        let note = match deployment.lifecycle {
            Lifecycle::Live => None,
            Lifecycle::Replacing => Some(say!("being replaced")),
            Lifecycle::Implementing => Some(say!("being introduced")),
            Lifecycle::Planned => Some(say!("planned")),
            Lifecycle::Unknown if deployment.may_be_current() => Some(say!("not confirmed")),
            Lifecycle::Unknown | Lifecycle::Retired => return None,
        };
        Some(Item {
            note: note.map(str::to_owned),
            open: !deployment.is_current(),
            ..Item::link(self.system_link(deployment.system))
        })
    }

    fn service_row(self, service: Ix<Service>, items: Vec<Item>) -> Row {
        let link = self.service_link(service);
        let group = self.catalogue.services[service].group;
        Row {
            order: service.row(),
            name: link.text,
            href: Some(link.href),
            group: Some(self.catalogue.groups[group].name.clone()),
            items,
        }
    }

    /// Contracts with an end ahead, once for each of their services.
    fn ends_by_service(self, borough: &Borough) -> Vec<Row> {
        let mut found: BTreeMap<Ix<Service>, Vec<Item>> = BTreeMap::new();
        let mut without = Vec::new();
        for ix in self.in_order(&borough.contracts) {
            let Some(end) = self.end_ahead(ix) else { continue };
            let contract = &self.catalogue.contracts[ix];
            let item = Item { note: Some(contract.name(self.catalogue).to_owned()), ..Item::text(end.text) };
            for service in &contract.services {
                found.entry(*service).or_default().push(item.clone());
            }
            if contract.services.is_empty() {
                without.push(item);
            }
        }
        // Few rows need no headings among them.
        let row = |(service, items)| Row { group: None, ..self.service_row(service, items) };
        let mut rows: Vec<Row> = found.into_iter().map(row).collect();
        if !without.is_empty() {
            let order = self.catalogue.services.len();
            let name = say!("No service stated").to_owned();
            rows.push(Row { order, name, href: None, group: None, items: without });
        }
        rows
    }

    fn skill_rows(self, borough: &Borough) -> Vec<Row> {
        let row = |fact: &SkillFact| {
            let link = self.skill_link(fact.skill);
            let words = [fact.level.map(level_word), fact.stance.map(stance_word)];
            let words: Vec<&str> = words.into_iter().flatten().collect();
            let item = if words.is_empty() {
                Item { open: true, ..Item::text(say!("On record, level not known")) }
            } else {
                Item::text(words.join(", "))
            };
            Row {
                order: fact.skill.row(),
                name: link.text,
                href: Some(link.href),
                group: None,
                items: vec![item],
            }
        };
        borough.skills.iter().map(row).collect()
    }

    fn technology_rows(self, borough: &Borough) -> Vec<Row> {
        let mut found: BTreeMap<usize, Row> = BTreeMap::new();
        for fact in &borough.technologies {
            let link = self.technology_link(fact.technology);
            let order = fact.technology.row();
            let empty =
                || Row { order, name: link.text, href: Some(link.href), group: None, items: Vec::new() };
            found.entry(order).or_insert_with(empty).items.push(Item::text(stage_word(fact.stage)));
        }
        found.into_values().collect()
    }
}
