//! Records: names, other names and a fact for each.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Entry, Places};
use crate::catalogue::{Contract, Ix, Named, Supplied};
use crate::site::Model;
use crate::site::parts::Link;

/// A record's names, with its page.
fn named(link: Link, row: &impl Named) -> Entry {
    Entry {
        also: row.other_names().into_iter().map(str::to_owned).collect(),
        ..Entry::new(link.text, link.href)
    }
}

impl Entry {
    /// The same with more names: numbers in registers.
    fn also<'a>(mut self, names: impl Iterator<Item = &'a String>) -> Self {
        self.also.extend(names.cloned());
        self
    }
}

pub(super) fn boroughs(model: Model) -> Vec<Entry> {
    let entry = |(ix, row): (_, &crate::catalogue::Borough)| {
        let profile = model.figures.borough(ix);
        let systems = model.format().counted(profile.systems, "system", "systems");
        Entry {
            fact: say!("{systems} on record, {} in use", model.format().count(profile.current); systems),
            ..named(model.borough_link(ix), row).also(
                row.gss_code.iter().chain(row.identifiers.iter().map(|identifier| &identifier.id.value)),
            )
        }
    };
    model.catalogue.boroughs.iter().map(entry).collect()
}

pub(super) fn services(model: Model) -> Vec<Entry> {
    let (c, format) = (model.catalogue, model.format());
    let entry = |(ix, row): (_, &crate::catalogue::Service)| {
        let coverage = model.figures.market(ix).coverage;
        Entry {
            fact: say!("Recorded for {} of {}", format.count(coverage.part), format.boroughs(coverage.whole)),
            text: format!("{} {}", row.definition, c.groups[row.group].name),
            ..named(model.service_link(ix), row)
        }
    };
    c.services.iter().map(entry).collect()
}

pub(super) fn systems(model: Model, places: &Places) -> Vec<Entry> {
    let c = model.catalogue;
    let entry = |(ix, row): (_, &crate::catalogue::System)| {
        let mut of: Vec<usize> = row.services.iter().map(|ix| places.services + ix.row()).collect();
        of.extend(row.supplier.supplier().map(|ix| places.suppliers + ix.row()));
        let count = model.figures.system(ix).current.len();
        let used = match count {
            0 => say!("not known to be in use").to_owned(),
            _ => say!("in use in {}", model.format().boroughs(count)),
        };
        Entry {
            fact: [supplied(model, row.supplier), Some(used)]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("; "),
            text: row.description.clone().unwrap_or_default(),
            of,
            ..named(model.system_link(ix), row)
        }
    };
    c.systems.iter().map(entry).collect()
}

pub(super) fn suppliers(model: Model) -> Vec<Entry> {
    let format = model.format();
    let entry = |(ix, row): (_, &crate::catalogue::Supplier)| {
        let footprint = model.figures.supplier(ix);
        let systems = format.counted(footprint.systems.len(), "system", "systems");
        let contracts = format.counted(footprint.contracts.len(), "contract", "contracts");
        Entry {
            fact: match (footprint.systems.len(), footprint.current.len()) {
                (0, _) => contracts,
                (_, 0) => say!("{systems}, not known to be in use; {contracts}"; systems, contracts),
                (_, count) => {
                    say!("{systems}, in use in {}; {contracts}", format.boroughs(count); systems, contracts)
                }
            },
            ..named(model.supplier_link(ix), row)
                .also(row.identifiers.iter().map(|identifier| &identifier.id.value))
        }
    };
    model.catalogue.suppliers.iter().map(entry).collect()
}

/// Contracts of some authorities that have a title of their own; the others are found by their system.
pub(super) fn contracts(model: Model, places: &Places, of: &Range<usize>) -> Vec<Entry> {
    let c = model.catalogue;
    let theirs = c.boroughs.rows()[of.clone()].iter().flat_map(|row| &row.contracts);
    // Each once, in the order of their table.
    let rows: BTreeSet<usize> = theirs.map(|ix| ix.row()).collect();
    rows.into_iter().map(Ix::new).filter_map(|ix| contract(model, places, ix, &c.contracts[ix])).collect()
}

fn contract(model: Model, places: &Places, ix: Ix<Contract>, row: &Contract) -> Option<Entry> {
    let title = row.title.clone()?;
    let c = model.catalogue;
    let ends = row.end.map(|date| say!("ends {}", model.format().short_date(date)));
    let who = match row.members.as_slice() {
        [one] => c.boroughs[one.borough].name.clone(),
        many => model.format().boroughs(many.len()),
    };
    let facts = [Some(who), supplied(model, row.supplier), ends];
    let members = row.members.iter().map(|member| places.boroughs + member.borough.row());
    let systems = row.systems.iter().map(|ix| places.systems + ix.row());
    let supplier = row.supplier.supplier().map(|ix| places.suppliers + ix.row());
    Some(Entry {
        fact: facts.into_iter().flatten().collect::<Vec<_>>().join("; "),
        also: row.reference.iter().chain(&row.ocid).cloned().collect(),
        text: row.framework.map(|ix| c.frameworks[ix].name.clone()).unwrap_or_default(),
        of: members.chain(systems).chain(supplier).collect(),
        ..Entry::new(title, model.contract_link(ix).href)
    })
}

pub(super) fn frameworks(model: Model) -> Vec<Entry> {
    let entry = |(ix, row): (_, &crate::catalogue::Framework)| Entry {
        fact: row.owner.as_ref().map(|owner| say!("run by {owner}"; owner)).unwrap_or_default(),
        ..named(model.framework_link(ix), row)
    };
    model.catalogue.frameworks.iter().map(entry).collect()
}

pub(super) fn skills(model: Model) -> Vec<Entry> {
    let entry = |(ix, row): (_, &crate::catalogue::Skill)| Entry {
        fact: on_record(model, model.figures.skill(ix).count),
        text: row.family.clone(),
        ..named(model.skill_link(ix), row)
    };
    model.catalogue.skills.iter().map(entry).collect()
}

pub(super) fn technologies(model: Model) -> Vec<Entry> {
    let entry = |(ix, row): (_, &crate::catalogue::Technology)| {
        let count = model.figures.technology(ix).boroughs().len();
        Entry {
            fact: on_record(model, count),
            text: row.definition.clone(),
            ..named(model.technology_link(ix), row)
        }
    };
    model.catalogue.technologies.iter().map(entry).collect()
}

fn on_record(model: Model, count: usize) -> String {
    match count {
        0 => say!("No record yet").to_owned(),
        _ => say!("On record in {}", model.format().boroughs(count)),
    }
}

/// "by Civica"
pub(super) fn supplied(model: Model, by: Supplied) -> Option<String> {
    match by {
        Supplied::By(ix) => Some(say!("by {}", model.catalogue.suppliers[ix].name)),
        Supplied::InHouse => Some("in-house".to_owned()),
        Supplied::NotKnown => None,
    }
}
