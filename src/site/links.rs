//! Names that lead to their pages.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Model, urls};
use crate::catalogue::{
    Borough, Contract, Framework, Ix, Origin, Service, Skill, Supplier, System, Technology,
};
use crate::figures::{ContractList, Target};

/// A name that leads somewhere.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// Address from the site's root.
    pub href: String,
    /// The words.
    pub text: String,
}

impl Link {
    /// A link with its words.
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self { href: href.into(), text: text.into() }
    }
}

/// Links that one line names.
pub(super) const NAMED: usize = 40;

impl Model<'_> {
    /// Authorities by name; where they are too many for a line, the first of them, and how many more stand at an address.
    #[must_use]
    pub fn borough_links<'a>(
        self,
        all: impl IntoIterator<Item = &'a Ix<Borough>, IntoIter: ExactSizeIterator>,
        whole: &str,
    ) -> Vec<Link> {
        let all = all.into_iter();
        let more = self.more(all.len(), NAMED, whole);
        all.take(NAMED).map(|ix| self.borough_link(*ix)).chain(more).collect()
    }

    /// The members of a contract; of many the first, and how many more stand on its page.
    #[must_use]
    pub fn member_links(self, row: &Contract) -> Vec<Link> {
        self.borough_links(row.members.iter().map(|member| &member.borough), &urls::contract(row))
    }

    /// Systems by name; the first of many, and how many more stand at an address.
    #[must_use]
    pub fn system_links(self, all: &BTreeSet<Ix<System>>, whole: String) -> Vec<Link> {
        let more = self.more(all.len(), NAMED, whole);
        all.iter().take(NAMED).map(|ix| self.system_link(*ix)).chain(more).collect()
    }

    /// How many more there are than are shown, and where.
    #[must_use]
    pub fn more(self, all: usize, shown: usize, whole: impl Into<String>) -> Option<Link> {
        let more = self.format().count(all.saturating_sub(shown));
        (all > shown).then(|| Link::new(whole, say!("{more} more"; more)))
    }

    /// An authority's page.
    #[must_use]
    pub fn borough_link(self, ix: Ix<Borough>) -> Link {
        let borough = &self.catalogue.boroughs[ix];
        Link::new(urls::borough(self.catalogue, borough), &borough.name)
    }

    /// A service's page.
    #[must_use]
    pub fn service_link(self, ix: Ix<Service>) -> Link {
        let service = &self.catalogue.services[ix];
        Link::new(urls::service(service), &service.name)
    }

    /// A system's page.
    #[must_use]
    pub fn system_link(self, ix: Ix<System>) -> Link {
        let system = &self.catalogue.systems[ix];
        Link::new(urls::system(system), &system.name)
    }

    /// A skill's page.
    #[must_use]
    pub fn skill_link(self, ix: Ix<Skill>) -> Link {
        let skill = &self.catalogue.skills[ix];
        Link::new(urls::skill(skill), &skill.name)
    }

    /// An emerging technology's page.
    #[must_use]
    pub fn technology_link(self, ix: Ix<Technology>) -> Link {
        let technology = &self.catalogue.technologies[ix];
        Link::new(urls::technology(technology), &technology.name)
    }

    /// A contract's page.
    #[must_use]
    pub fn contract_link(self, ix: Ix<Contract>) -> Link {
        let contract = &self.catalogue.contracts[ix];
        Link::new(urls::contract(contract), contract.name(self.catalogue))
    }

    /// The list of a service's contracts, where there is one: "7 contracts for Parking".
    #[must_use]
    pub fn service_contracts_link(self, ix: Ix<Service>) -> Option<Link> {
        let service = &self.catalogue.services[ix];
        let (contracts, name) = (self.counted_list(self.figures.contracts_for(ix))?, &service.name);
        Some(Link::new(urls::service_contracts(service), say!("{contracts} for {name}"; contracts, name)))
    }

    /// The list of a supplier's contracts, where there is one.
    #[must_use]
    pub fn supplier_contracts_link(self, ix: Ix<Supplier>) -> Option<Link> {
        let supplier = &self.catalogue.suppliers[ix];
        let (contracts, name) = (self.counted_list(self.figures.contracts_with(ix))?, &supplier.name);
        Some(Link::new(urls::supplier_contracts(supplier), say!("{contracts} with {name}"; contracts, name)))
    }

    fn counted_list(self, list: &ContractList) -> Option<String> {
        let count = list.len();
        (count > 0).then(|| self.format().counted(count, "contract", "contracts"))
    }

    /// A route to market's page.
    #[must_use]
    pub fn framework_link(self, ix: Ix<Framework>) -> Link {
        let framework = &self.catalogue.frameworks[ix];
        Link::new(urls::framework(framework), &framework.name)
    }

    /// A supplier's page.
    #[must_use]
    pub fn supplier_link(self, ix: Ix<Supplier>) -> Link {
        let supplier = &self.catalogue.suppliers[ix];
        Link::new(urls::supplier(supplier), &supplier.name)
    }

    /// Where a record is edited, at its line; none where the region has no repository.
    #[must_use]
    pub fn edit_address(self, origin: &Origin) -> Option<String> {
        let repository = self.catalogue.site.repository.as_ref()?;
        let root = repository.url.as_str().trim_end_matches('/');
        let line = if origin.line > 1 { format!("#L{}", origin.line) } else { String::new() };
        Some(format!("{root}/edit/{}/{}{line}", repository.branch, origin.shown()))
    }

    /// What a figure's cell names.
    #[must_use]
    pub fn target_link(self, target: Target, text: &str) -> Link {
        Link::new(urls::target(self.catalogue, target), text)
    }
}
