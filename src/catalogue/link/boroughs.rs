//! Authorities and what they run.

use super::references::References;
use super::{Linker, by_name, former_ids, source, sources};
use crate::catalogue::{Borough, Catalogue, Deployment, Ix, Service, ServiceFact, SkillFact, TechnologyFact};
use crate::content::records::{self, BoroughRecord, DeploymentContract, Lifecycle, Placed};
use crate::diagnostics::{FileId, Span};

impl Linker<'_> {
    pub(super) fn boroughs(&mut self, catalogue: &mut Catalogue) {
        let content = self.content;
        self.check_former_ids(&content.boroughs, &[], |record| &record.former_ids);
        for (id, file, record) in by_name(&content.boroughs, |record| &record.name) {
            let row = self.borough_row(catalogue, id, file, record);
            catalogue.boroughs.insert(id, row);
        }
        catalogue.skill_totals = std::mem::take(&mut self.counted_skills);
    }

    fn borough_row(
        &mut self,
        catalogue: &Catalogue,
        id: &str,
        file: FileId,
        record: &BoroughRecord,
    ) -> Borough {
        let area = record.area.as_ref().and_then(|area| self.area(&catalogue.site, file, area));
        Borough {
            id: id.to_owned(),
            former_ids: former_ids(&record.former_ids),
            name: record.name.clone(),
            short_name: record.short_name.clone(),
            official_name: record.official_name.clone(),
            code: record.code.clone(),
            gss_code: record.gss_code.as_ref().map(|code| code.value.clone()),
            identifiers: record.identifiers.clone(),
            area,
            website: record.website.as_ref().map(|url| url.value.clone()),
            people: record.population.as_ref().map(|population| population.people),
            people_source: record.population.as_ref().map(|population| source(&population.source)),
            tile: record.tile.map(|tile| tile.value),
            checked: record.checked.map(|date| date.value),
            deployments: Vec::new(),
            contracts: Vec::new(),
            services: self.service_facts(catalogue, file, record),
            skills: self.skill_facts(catalogue, file, record),
            technologies: self.technology_facts(catalogue, file, record),
            origin: self.origin(file, Span::default()),
        }
    }

    fn service_facts(
        &mut self,
        catalogue: &Catalogue,
        file: FileId,
        record: &BoroughRecord,
    ) -> Vec<ServiceFact> {
        let facts = record.services.iter().filter_map(|note| {
            let service = self.service(catalogue, file, &note.service)?;
            if catalogue.services[service].totals_only {
                return None;
            }
            Some(ServiceFact { service, state: note.state, sources: sources(&note.sources) })
        });
        facts.collect()
    }

    fn skill_facts(&mut self, catalogue: &Catalogue, file: FileId, record: &BoroughRecord) -> Vec<SkillFact> {
        let facts = record.skills.iter().filter_map(|item| {
            let skill = self.skill(catalogue, file, &item.skill)?;
            if catalogue.skills[skill].totals_only {
                *self.counted_skills.entry(skill).or_default() += 1;
                return None;
            }
            Some(SkillFact {
                skill,
                level: item.level,
                team: item.team,
                stance: item.stance,
                provenance: item.provenance,
                confidence: item.confidence,
                notes: text(item.notes.as_ref()),
                sources: sources(&item.sources),
            })
        });
        facts.collect()
    }

    fn technology_facts(
        &mut self,
        catalogue: &Catalogue,
        file: FileId,
        record: &BoroughRecord,
    ) -> Vec<TechnologyFact> {
        let facts = record.technologies.iter().filter_map(|item| {
            Some(TechnologyFact {
                technology: self.technology(catalogue, file, &item.technology)?,
                stage: item.stage,
                atrs: item.atrs.as_ref().map(|url| url.value.clone()),
                provenance: item.provenance,
                confidence: item.confidence,
                notes: text(item.notes.as_ref()),
                sources: sources(&item.sources),
            })
        });
        facts.collect()
    }

    pub(super) fn deployments(&mut self, catalogue: &mut Catalogue) {
        let content = self.content;
        for (id, file, record) in by_name(&content.boroughs, |record| &record.name) {
            let Some(borough) = catalogue.boroughs.find(id) else { continue };
            for item in &record.systems {
                self.deployment(catalogue, borough, file, item);
            }
        }
        for (service, _) in std::mem::take(&mut self.counted) {
            *catalogue.totals.entry(service).or_default() += 1;
        }
    }

    /// The services that pages may tell of one authority, and those that are published as totals only.
    pub(super) fn public_services(
        &mut self,
        catalogue: &Catalogue,
        file: FileId,
        ids: &[Placed<String>],
    ) -> (Vec<Ix<Service>>, Vec<Ix<Service>>) {
        let services = self.all_services(catalogue, file, ids).into_iter();
        services.partition(|ix| !catalogue.services[*ix].totals_only)
    }

    fn deployment(
        &mut self,
        catalogue: &mut Catalogue,
        borough: Ix<Borough>,
        file: FileId,
        item: &Placed<records::Deployment>,
    ) {
        let replaces = item.replaces.as_ref().and_then(|id| self.system(catalogue, file, id));
        let (services, hidden) = self.public_services(catalogue, file, &item.services);
        let system = self.system(catalogue, file, &item.system);
        if matches!(item.lifecycle.value, Lifecycle::Live | Lifecycle::Replacing) {
            for service in &hidden {
                self.counted.insert((*service, borough));
            }
        }
        if services.is_empty() && !hidden.is_empty() {
            return;
        }
        // Resolved also where the system is unknown, so that its problems are reported in the same run.
        let contract = item.contract.as_ref().and_then(|contract| match &contract.value {
            DeploymentContract::Shared(id) => {
                let id = Placed { value: id.clone(), span: contract.span };
                self.shared_contract(catalogue, borough, file, &id)
            }
            DeploymentContract::Inline(inline) => {
                self.inline_contract(catalogue, borough, file, item, inline, contract.span)
            }
        });
        let Some(system) = system else { return };
        let row = Deployment {
            borough,
            system,
            services,
            lifecycle: item.lifecycle.value,
            since: item.since.map(|date| date.value),
            until: item.until.map(|date| date.value),
            replaces,
            inferred: item.inferred.clone(),
            hosting: item.hosting,
            contract,
            provenance: item.provenance,
            confidence: item.confidence,
            checked: item.checked,
            notes: text(item.notes.as_ref()),
            sources: sources(&item.sources),
            origin: self.origin(file, item.span),
        };
        let deployment = catalogue.deployments.push(row);
        catalogue.boroughs.get_mut(borough).deployments.push(deployment);
        if let Some(contract) = contract {
            catalogue.contracts.get_mut(contract).deployments.push(deployment);
        }
    }
}

pub(super) fn text(placed: Option<&Placed<String>>) -> Option<String> {
    placed.map(|text| text.value.clone())
}
