//! Contracts: shared ones from their own files, inline ones under deployments, listed ones without a product.

use super::boroughs::text;
use super::references::References;
use super::{Linker, by_name, former_ids, sources};
use crate::catalogue::{Borough, Catalogue, Contract, ContractKind, Ix, LIST_IDS, Member};
use crate::content::records::{Category, ContractItem, Deployment, Placed, Provenance, SharedContractRecord};
use crate::diagnostics::{Diagnostic, FileId, Place, Span, rules};

impl Linker<'_> {
    pub(super) fn shared_contracts(&mut self, catalogue: &mut Catalogue) {
        let content = self.content;
        self.check_former_ids(&content.contracts, &LIST_IDS, |record| &record.members.former_ids);
        for (id, file, record) in by_name(&content.contracts, |record| &record.members.title) {
            self.check_own_address("contracts", id, &LIST_IDS, file);
            self.check_id_of_file(id, file, record.contract.id.as_ref());
            let row = self.shared_row(catalogue, id, file, record);
            if Self::is_hidden(catalogue, &row, &record.contract) {
                continue;
            }
            let members: Vec<_> = row.members.iter().map(|member| member.borough).collect();
            let contract = catalogue.contracts.insert(id, row);
            for borough in members {
                catalogue.boroughs.get_mut(borough).contracts.push(contract);
            }
        }
    }

    fn shared_row(
        &mut self,
        catalogue: &Catalogue,
        id: &str,
        file: FileId,
        record: &SharedContractRecord,
    ) -> Contract {
        let members = &record.members;
        let mut contract = self.contract_row(catalogue, file, &record.contract, Span::default());
        id.clone_into(&mut contract.id);
        contract.former_ids = former_ids(&members.former_ids);
        contract.kind = ContractKind::Shared;
        contract.title = Some(members.title.clone());
        contract.lead = members.lead.as_ref().and_then(|id| self.borough(catalogue, file, id));
        contract.systems = members.systems.iter().filter_map(|id| self.system(catalogue, file, id)).collect();
        let equal = 1.0 / members.boroughs.len().max(1) as f64;
        let share = |id: &str| members.shares.get(id).map_or(equal, |share| share.value);
        let boroughs: Vec<_> = members
            .boroughs
            .iter()
            .filter_map(|id| Some((self.borough(catalogue, file, id)?, share(id))))
            .collect();
        contract.members = boroughs.into_iter().map(|(borough, share)| Member { borough, share }).collect();
        contract
    }

    /// The shared contract that a deployment names; the deployment's authority has to be a member.
    pub(super) fn shared_contract(
        &mut self,
        catalogue: &Catalogue,
        borough: Ix<Borough>,
        file: FileId,
        id: &Placed<String>,
    ) -> Option<Ix<Contract>> {
        let place = Place { file, span: id.span };
        let Some(contract) = catalogue.contracts.find(id) else {
            if !self.content.contracts.contains_key(&id.value) {
                let problem = Diagnostic::new(
                    &rules::UNKNOWN_CONTRACT,
                    place,
                    format!("there is no shared contract `{}`", id.value),
                );
                let near = self.guesses.nearest(id, self.content.contracts.keys().map(String::as_str));
                self.report(match near {
                    Some(near) => problem.remedy(format!("did you mean `{near}`?")),
                    None => problem,
                });
            }
            return None;
        };
        if !catalogue.contracts[contract].members.iter().any(|member| member.borough == borough) {
            let name = &catalogue.boroughs[borough].id;
            let problem = format!("`{}` does not list {name} among those that share it", id.value);
            self.report(Diagnostic::new(&rules::NOT_A_MEMBER, place, problem).remedy(format!(
                "add {name} to boroughs: in contracts/{}.yaml, or name another contract",
                id.value
            )));
        }
        Some(contract)
    }

    pub(super) fn inline_contract(
        &mut self,
        catalogue: &mut Catalogue,
        borough: Ix<Borough>,
        file: FileId,
        deployment: &Deployment,
        item: &ContractItem,
        span: Span,
    ) -> Option<Ix<Contract>> {
        let mut row = self.contract_row(catalogue, file, item, span);
        let system = catalogue.systems.find(&deployment.system)?;
        row.kind = ContractKind::Inline;
        row.members = vec![Member { borough, share: 1.0 }];
        row.systems = vec![system];
        if item.supplier.is_none() {
            row.supplier = catalogue.systems[system].supplier;
        }
        if row.services.is_empty() {
            let own = deployment.services.iter().filter_map(|id| catalogue.services.find(id));
            row.services = own.filter(|ix| !catalogue.services[*ix].totals_only).collect();
        }
        if item.category.is_none() {
            row.category = Category::Software;
        }
        row.provenance = item.provenance.unwrap_or(deployment.provenance);
        row.confidence = item.confidence.or(deployment.confidence);
        if row.sources.is_empty() {
            row.sources = sources(&deployment.sources);
        }
        Some(self.add_contract(catalogue, borough, file, item, row))
    }

    pub(super) fn listed_contracts(&mut self, catalogue: &mut Catalogue) {
        let content = self.content;
        for (id, file, record) in by_name(&content.boroughs, |record| &record.name) {
            let Some(borough) = catalogue.boroughs.find(id) else { continue };
            for item in &record.contracts {
                let mut row = self.contract_row(catalogue, file, item, item.span);
                if Self::is_hidden(catalogue, &row, item) {
                    continue;
                }
                row.kind = ContractKind::Listed;
                row.members = vec![Member { borough, share: 1.0 }];
                self.add_contract(catalogue, borough, file, item, row);
            }
        }
    }

    /// Adds a contract without a file; it gets its id when all are known.
    fn add_contract(
        &mut self,
        catalogue: &mut Catalogue,
        borough: Ix<Borough>,
        file: FileId,
        item: &ContractItem,
        row: Contract,
    ) -> Ix<Contract> {
        let contract = catalogue.contracts.push(row);
        catalogue.boroughs.get_mut(borough).contracts.push(contract);
        self.written_ids.extend(item.id.clone().map(|id| (contract, file, id)));
        contract
    }

    /// A contract for nothing but services that are published as totals only is left out.
    fn is_hidden(catalogue: &Catalogue, row: &Contract, item: &ContractItem) -> bool {
        let named = item.services.iter().any(|id| catalogue.services.find(id).is_some());
        row.services.is_empty() && named
    }

    /// A shared contract that names no service is for what its systems are used for.
    pub(super) fn services_of_shared_contracts(catalogue: &mut Catalogue) {
        let all: Vec<Ix<Contract>> = catalogue.contracts.iter().map(|(ix, _)| ix).collect();
        for ix in all {
            let row = &catalogue.contracts[ix];
            if row.services.is_empty() {
                let used =
                    row.deployments.iter().flat_map(|ix| catalogue.deployments[*ix].services.iter().copied());
                let used: std::collections::BTreeSet<_> = used.collect();
                catalogue.contracts.get_mut(ix).services = used.into_iter().collect();
            }
        }
    }

    fn contract_row(
        &mut self,
        catalogue: &Catalogue,
        file: FileId,
        item: &ContractItem,
        span: Span,
    ) -> Contract {
        let date = |date: Option<Placed<crate::content::records::Date>>| date.map(|date| date.value);
        Contract {
            id: String::new(),
            former_ids: Vec::new(),
            kind: ContractKind::Listed,
            title: item.title.clone(),
            category: item.category.unwrap_or(Category::Unknown),
            members: Vec::new(),
            lead: None,
            systems: Vec::new(),
            services: self.public_services(catalogue, file, &item.services).0,
            supplier: self.supplied(&catalogue.suppliers, file, item.supplier.as_ref()),
            stage: item.stage,
            reference: item.reference.clone(),
            ocid: item.ocid.as_ref().map(|ocid| ocid.value.clone()),
            start: date(item.start),
            end: date(item.end),
            max_end: date(item.max_end),
            notice_months: item.notice_months,
            value: item.value,
            procurement_method: item.procurement_method,
            framework: item.framework.as_ref().and_then(|id| self.framework(catalogue, file, id)),
            notices: item.notices.clone(),
            terms: item.terms,
            provenance: item.provenance.unwrap_or(Provenance::Published),
            confidence: item.confidence,
            notes: text(item.notes.as_ref()),
            sources: sources(&item.sources),
            deployments: Vec::new(),
            origin: self.origin(file, span),
        }
    }
}
