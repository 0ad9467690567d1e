//! The standing questions of freedom-of-information requests about systems, answered service by service for one
//! authority: rows that the page, the spreadsheet and the plain text share.

mod files;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Model;
use super::contract_row::value_note;
use super::parts::{DateView, Link, SourceView, SuppliedView, hosting_word};
use super::words::fact_word;
use crate::catalogue::{Borough, Contract, Deployment, Group, Ix, Service, Supplied};
use crate::content::records::{Lifecycle, Money, Provenance, Tier};
use crate::figures::ContractState;
pub use files::{csv, text};

/// The sheet of one authority.
#[derive(Debug, Serialize)]
pub struct Sheet {
    /// Its groups of services, in the order of the taxonomy.
    pub groups: Vec<SheetGroup>,
    /// Services with a system on record, or a word of why there is none.
    pub answered: usize,
    /// All services that are asked about.
    pub asked: usize,
}

/// A group of services.
#[derive(Debug, Serialize)]
pub struct SheetGroup {
    /// Its place on the page.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its rows.
    pub rows: Vec<SheetRow>,
    /// Services that not every authority needs, of which nothing is on record.
    pub unrecorded: Vec<Link>,
}

/// One answer: a system, a contract, or that nothing is known.
#[derive(Clone, Debug, Serialize)]
pub struct SheetRow {
    /// The service; none where no source states one.
    pub service: Option<Link>,
    /// The system by its name, or what stands in its place; none for "not known".
    pub system: Option<String>,
    /// The system's page.
    pub system_href: Option<String>,
    /// Whether it is in use.
    pub state: Option<&'static str>,
    /// Who provides it.
    pub supplier: Option<SuppliedView>,
    /// Who holds the contract, where that is somebody else.
    pub reseller: Option<SuppliedView>,
    /// What its contract is called.
    pub contract: Option<String>,
    /// The contract's first day.
    pub start: Option<DateView>,
    /// The contract's last day without options.
    pub end: Option<DateView>,
    /// The last day with every option.
    pub extension: Option<DateView>,
    /// The sum.
    pub value: Option<String>,
    /// What the sum covers, and its tax.
    pub value_note: Option<String>,
    /// The sum as a number with its basis, for machines.
    #[serde(skip)]
    pub money: Option<Money>,
    /// Where it runs.
    pub hosting: Option<&'static str>,
    /// When the authority has to decide.
    pub review: Option<DateView>,
    /// Who says so, where nothing is published.
    pub stated: Option<String>,
    /// The newest source.
    pub source: Option<SourceView>,
    /// How many more there are.
    pub more_sources: usize,
}

impl Model<'_> {
    /// The sheet of an authority.
    #[must_use]
    pub fn foi_sheet(self, ix: Ix<Borough>) -> Sheet {
        let rows = Answers::of(self, ix);
        let groups: Vec<SheetGroup> = self
            .catalogue
            .groups
            .rows()
            .iter()
            .map(|group| rows.group(group))
            .chain(rows.unstated())
            .collect();
        let all = || {
            groups.iter().flat_map(|group| &group.rows).filter_map(|row| Some((row.service.as_ref()?, row)))
        };
        let answered: BTreeSet<&str> =
            all().filter(|(_, row)| row.system.is_some()).map(|(service, _)| service.href.as_str()).collect();
        let asked: BTreeSet<&str> = all().map(|(service, _)| service.href.as_str()).collect();
        let (answered, asked) = (answered.len(), asked.len());
        let groups =
            groups.into_iter().filter(|group| !group.rows.is_empty() || !group.unrecorded.is_empty());
        Sheet { groups: groups.collect(), answered, asked }
    }
}

/// What is known of each service of one authority.
struct Answers<'a> {
    model: Model<'a>,
    borough: &'a Borough,
    rows: BTreeMap<Option<Ix<Service>>, Vec<SheetRow>>,
    /// Services of which it is known what is in use, or may be.
    known: BTreeSet<Ix<Service>>,
}

impl<'a> Answers<'a> {
    fn of(model: Model<'a>, ix: Ix<Borough>) -> Self {
        let borough = &model.catalogue.boroughs[ix];
        let mut answers = Self { model, borough, rows: BTreeMap::new(), known: BTreeSet::new() };
        answers.add_facts();
        answers.add_deployments();
        answers.add_contracts();
        answers
    }

    fn add(&mut self, services: &[Ix<Service>], row: &SheetRow) {
        for service in services {
            let link = Some(self.model.service_link(*service));
            self.rows.entry(Some(*service)).or_default().push(SheetRow { service: link, ..row.clone() });
        }
        if services.is_empty() {
            self.rows.entry(None).or_default().push(row.clone());
        }
    }

    /// What is known of services without a system.
    fn add_facts(&mut self) {
        for fact in &self.borough.services {
            let sources = self.model.sources(&fact.sources, Provenance::Published, None, None);
            let row = SheetRow {
                system: Some(fact_word(fact.state).to_owned()),
                source: sources.first,
                more_sources: sources.more.len(),
                ..SheetRow::not_known(None)
            };
            self.known.insert(fact.service);
            self.add(&[fact.service], &row);
        }
    }

    fn add_deployments(&mut self) {
        let c = self.model.catalogue;
        for deployment in self.borough.deployments.iter().map(|ix| &c.deployments[*ix]) {
            let Some(state) = state_word(deployment) else { continue };
            if deployment.is_current() || deployment.may_be_current() {
                self.known.extend(&deployment.services);
            }
            self.add(&deployment.services, &self.model.deployment_answer(deployment, state));
        }
    }

    /// Contracts for a service that no system of the sheet names, so that a managed service is not passed over.
    fn add_contracts(&mut self) {
        let c = self.model.catalogue;
        let shown = self.borough.deployments.iter().map(|ix| &c.deployments[*ix]);
        let shown: BTreeSet<Ix<Contract>> =
            shown.filter(|row| row.lifecycle != Lifecycle::Retired).filter_map(|row| row.contract).collect();
        for ix in self.borough.contracts.iter().filter(|ix| !shown.contains(ix)) {
            if self.model.figures.term(*ix).state != ContractState::Ended {
                self.add(&c.contracts[*ix].services, &self.model.contract_answer(*ix));
            }
        }
    }

    fn group(&self, group: &Group) -> SheetGroup {
        let c = self.model.catalogue;
        let (mut rows, mut unrecorded) = (Vec::new(), Vec::new());
        for service in group.services.iter().filter(|ix| !c.services[**ix].totals_only) {
            let link = self.model.service_link(*service);
            let own = self.rows.get(&Some(*service));
            if c.services[*service].tier == Tier::Core && !self.known.contains(service) {
                rows.push(SheetRow::not_known(Some(link)));
            } else if own.is_none() {
                unrecorded.push(link);
            }
            rows.extend(own.into_iter().flatten().cloned());
        }
        SheetGroup { id: format!("group-{}", group.id), name: group.name.clone(), rows, unrecorded }
    }

    fn unstated(&self) -> Option<SheetGroup> {
        let rows = self.rows.get(&None)?.clone();
        Some(SheetGroup {
            id: "no-service".to_owned(),
            name: say!("No service stated").to_owned(),
            rows,
            unrecorded: Vec::new(),
        })
    }
}

impl SheetRow {
    /// The answer where nothing is on record.
    fn not_known(service: Option<Link>) -> Self {
        Self {
            service,
            system: None,
            system_href: None,
            state: None,
            supplier: None,
            reseller: None,
            contract: None,
            start: None,
            end: None,
            extension: None,
            value: None,
            value_note: None,
            money: None,
            hosting: None,
            review: None,
            stated: None,
            source: None,
            more_sources: 0,
        }
    }
}

impl Model<'_> {
    fn deployment_answer(self, row: &Deployment, state: &'static str) -> SheetRow {
        let system = &self.catalogue.systems[row.system];
        let link = self.system_link(row.system);
        let sources = self.deployment_sources(row);
        let contract = row.contract.map_or_else(|| SheetRow::not_known(None), |ix| self.contract_answer(ix));
        let reseller = row.contract.map(|ix| self.catalogue.contracts[ix].supplier);
        let reseller = reseller.filter(|supplier| *supplier != system.supplier);
        SheetRow {
            system: Some(link.text),
            system_href: Some(link.href),
            state: Some(state),
            supplier: self.known_supplier(system.supplier),
            reseller: reseller.and_then(|supplier| self.known_supplier(supplier)),
            hosting: row.hosting.and_then(hosting_word),
            stated: sources.first.is_none().then_some(sources.word),
            more_sources: sources.more.len(),
            source: sources.first,
            ..contract
        }
    }

    fn known_supplier(self, supplied: Supplied) -> Option<SuppliedView> {
        (supplied != Supplied::NotKnown).then(|| self.supplied(supplied))
    }

    fn contract_answer(self, ix: Ix<Contract>) -> SheetRow {
        let c = self.catalogue;
        let row = &c.contracts[ix];
        let term = self.figures.term(ix);
        let systems: Vec<&str> = row.systems.iter().map(|ix| c.systems[*ix].name.as_str()).collect();
        let named = if systems.is_empty() { say!("No product named").to_owned() } else { systems.join(", ") };
        let sources = self.sources(&row.sources, row.provenance, None, None);
        SheetRow {
            system: Some(named),
            system_href: row
                .systems
                .first()
                .filter(|_| row.systems.len() == 1)
                .map(|ix| self.system_link(*ix).href),
            state: Some(match term.state {
                ContractState::Planned => say!("Contract planned"),
                ContractState::EndPassed => say!("Contract, end date passed"),
                _ => say!("Contract"),
            }),
            supplier: self.known_supplier(row.supplier),
            contract: Some(row.name(c).to_owned()),
            start: row.start.map(|date| self.date(date)),
            end: row.end.map(|date| self.date(date)),
            extension: row.max_end.map(|date| self.date(date)),
            value: row.value.map(|value| self.format().money(value.amount as f64)),
            value_note: row.value.map(|value| value_note(value.basis, value.tax)),
            money: row.value,
            review: term.decide_date.filter(|_| term.end_ahead().is_some()).map(|date| self.date(date)),
            stated: sources.first.is_none().then_some(sources.word),
            more_sources: sources.more.len(),
            source: sources.first,
            ..SheetRow::not_known(None)
        }
    }
}

/// What a system's life says to somebody who asks what is in use; none for systems that are gone.
fn state_word(row: &Deployment) -> Option<&'static str> {
    Some(match row.lifecycle {
        Lifecycle::Live => say!("In use"),
        Lifecycle::Replacing => say!("In use, being replaced"),
        Lifecycle::Implementing => say!("Being introduced"),
        Lifecycle::Planned => say!("Planned"),
        Lifecycle::Unknown => say!("Not confirmed"),
        Lifecycle::Retired => return None,
    })
}
