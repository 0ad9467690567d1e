//! An authority's record as rows of the survey: takes the content as people wrote it, gives cells of text.

use super::columns::Column;
use crate::catalogue::tables::word;
use crate::content::Content;
use crate::content::records::{ContractItem, Deployment, DeploymentContract, SourceItem};

/// One row: a system in one service.
#[derive(Clone, Debug)]
pub struct Row {
    /// Which of the authority's systems it is, from 0.
    pub item: usize,
    /// The service; nothing, where the system has none.
    pub service: Option<String>,
    /// One cell for each column.
    pub cells: Vec<String>,
    /// Its contract is another record's.
    pub is_shared: bool,
}

impl Row {
    /// What a column says.
    #[must_use]
    pub fn cell(&self, column: Column) -> &str {
        &self.cells[column.index()]
    }
}

/// The rows of an authority, in the order of its file; nothing, where it has no record that can be read.
#[must_use]
pub fn rows(content: &Content, borough: &str) -> Option<Vec<Row>> {
    let record = content.boroughs.get(borough)?.record.as_ref()?;
    let mut rows = Vec::new();
    for (item, deployment) in record.systems.iter().enumerate() {
        let services: Vec<Option<String>> = match deployment.services.as_slice() {
            [] => vec![None],
            services => services.iter().map(|service| Some(service.value.clone())).collect(),
        };
        let (contract, is_shared) = contract(content, deployment);
        for service in services {
            let cell =
                |column: &Column| cell(content, borough, deployment, &contract, service.as_deref(), *column);
            let cells = Column::ALL.iter().map(cell).collect();
            rows.push(Row { item, service, cells, is_shared });
        }
    }
    Some(rows)
}

/// The contract that a row shows, and whether it is another record's.
fn contract(content: &Content, deployment: &Deployment) -> (ContractItem, bool) {
    match deployment.contract.as_ref().map(|contract| &contract.value) {
        None => (ContractItem::default(), false),
        Some(DeploymentContract::Inline(contract)) => ((**contract).clone(), false),
        Some(DeploymentContract::Shared(id)) => (shared(content, id), true),
    }
}

/// A shared contract with its title.
pub(crate) fn shared(content: &Content, id: &str) -> ContractItem {
    let record = content.contracts.get(id).and_then(|file| file.record.as_ref());
    record.map_or_else(ContractItem::default, |record| ContractItem {
        title: Some(record.members.title.clone()),
        ..record.contract.clone()
    })
}

/// What a contract says in a column of its own.
pub(crate) fn contract_cell(contract: &ContractItem, column: Column) -> String {
    let id = |id: &Option<crate::content::records::Placed<String>>| text(id.as_ref().map(|id| &id.value));
    let date = |date: &Option<crate::content::records::Placed<crate::content::records::Date>>| {
        text(date.as_ref().map(|date| date.value))
    };
    match column {
        Column::ContractTitle => text(contract.title.as_ref()),
        Column::ContractReference => text(contract.reference.as_ref()),
        Column::ContractSupplier => id(&contract.supplier),
        Column::ContractStart => date(&contract.start),
        Column::ContractEnd => date(&contract.end),
        Column::ContractMaxEnd => date(&contract.max_end),
        Column::NoticeMonths => text(contract.notice_months),
        Column::Value => text(contract.value.map(|value| value.amount)),
        Column::ValueBasis => text(contract.value.map(|value| word(value.basis))),
        Column::ValueTax => text(contract.value.map(|value| word(value.tax))),
        Column::ProcurementMethod => text(contract.procurement_method.map(word)),
        Column::Framework => id(&contract.framework),
        _ => String::new(),
    }
}

fn cell(
    content: &Content,
    borough: &str,
    deployment: &Deployment,
    contract: &ContractItem,
    service: Option<&str>,
    column: Column,
) -> String {
    let system = content.systems.get(&deployment.system.value).and_then(|file| file.record.as_ref());
    let supplier = || system.and_then(|system| system.supplier.as_ref()).map(|supplier| &supplier.value);
    let source = shown_source(&deployment.sources).map(|index| &deployment.sources[index]);
    match column {
        Column::Borough => borough.to_owned(),
        Column::Services => text(service),
        Column::System => deployment.system.value.clone(),
        Column::SystemName => text(system.map(|system| &system.name)),
        Column::Supplier => text(supplier()),
        Column::SupplierName => {
            let record = supplier().and_then(|id| content.suppliers.get(id)?.record.as_ref());
            text(record.map(|record| &record.name))
        }
        Column::Lifecycle => word(deployment.lifecycle.value),
        Column::Since => text(deployment.since.map(|since| since.value)),
        Column::Until => text(deployment.until.map(|until| until.value)),
        Column::Hosting => text(deployment.hosting.map(word)),
        Column::Contract => match deployment.contract.as_ref().map(|contract| &contract.value) {
            Some(DeploymentContract::Shared(id)) => id.clone(),
            _ => String::new(),
        },
        Column::Notes => text(deployment.notes.as_ref().map(|notes| notes.value.trim())),
        Column::SourceUrl => text(source.and_then(|source| Some(source.url.as_ref()?.as_str()))),
        Column::SourceTitle => text(source.and_then(|source| source.title.as_ref())),
        Column::SourceDate => text(source.and_then(|source| source.date)),
        Column::Provenance => word(deployment.provenance),
        Column::Confidence => text(deployment.confidence.map(word)),
        _ => contract_cell(contract, column),
    }
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// The source that a row shows: the newest, or the first where none has a date.
pub(crate) fn shown_source(sources: &[SourceItem]) -> Option<usize> {
    let newest = |index: &usize| {
        (sources[*index].date.map(crate::content::records::Date::last_day), std::cmp::Reverse(*index))
    };
    (0..sources.len()).max_by_key(newest)
}
