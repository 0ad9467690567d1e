//! A contract: inline under a deployment, listed by a borough, or shared in a file of its own.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

use super::{Confidence, Date, Money, Placed, Provenance, Record, SourceItem, TriState, Url, WaiverItem};
use crate::content::decode::decode;
use crate::content::yaml::{Kind, Node};
use crate::diagnostics::{Diagnostic, FileId};

/// The keys of every contract; names follow the Open Contracting Data Standard.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContractItem {
    /// The last part of its page's address, to keep it when its title changes; otherwise made from what is known of it.
    /// A contract in a file of its own is called after its file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Placed<String>>,
    /// What the contract is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Software, managed service, hardware or professional services; under a deployment it is software.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// Service ids that the contract is for; under a deployment, the deployment's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty", serialize_with = "super::borough::flow")]
    pub services: Vec<Placed<String>>,
    /// Supplier id; left out under a deployment for the system's own supplier, elsewhere where the source names none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplier: Option<Placed<String>>,
    /// Only where dates do not tell it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Stage>,
    /// The buyer's own reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Open contracting id of the procurement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ocid: Option<Placed<String>>,
    /// First day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Placed<Date>>,
    /// Last day without options.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<Placed<Date>>,
    /// Last day with every option used (`maxExtentDate` in OCDS).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_end: Option<Placed<Date>>,
    /// Months of notice to end the contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice_months: Option<u16>,
    /// What it costs; left out where the source does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Money>,
    /// How it was bought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub procurement_method: Option<ProcurementMethod>,
    /// Framework id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub framework: Option<Placed<String>>,
    /// Common Procurement Vocabulary codes, eight digits in quotes.
    #[serde(default, skip_serializing_if = "Vec::is_empty", serialize_with = "super::borough::flow")]
    pub cpv: Vec<Placed<String>>,
    /// Published procurement notices.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Notice>,
    /// What the contract says about leaving and openness.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
    /// Who stands behind the record; under a deployment, the deployment's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
    /// How sure the record is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// Markdown, one paragraph.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "super::borough::folded")]
    pub notes: Option<Placed<String>>,
    /// Sources of the contract; under a deployment only those that are not the deployment's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceItem>,
    /// Checks that are wrong about this record, each with a reason and an end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<WaiverItem>,
}

/// A contract that several authorities share: `contracts/<id>.yaml`. Counted once.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(extend("required" = ["title", "boroughs"], "additionalProperties" = false), transform = without_id)]
pub struct SharedContractRecord {
    /// Who shares it.
    #[serde(flatten)]
    pub members: Members,
    /// The keys of every contract.
    #[serde(flatten)]
    pub contract: ContractItem,
}

/// A file has its id from its name, so editors offer none.
fn without_id(schema: &mut Schema) {
    if let Some(keys) = schema.get_mut("properties").and_then(serde_json::Value::as_object_mut) {
        keys.shift_remove("id");
    }
}

/// Who shares a contract.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Members {
    /// What the contract is called.
    pub title: String,
    /// Earlier ids of this record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former_ids: Vec<Placed<String>>,
    /// Every authority that uses it.
    pub boroughs: Vec<Placed<String>>,
    /// The authority that let it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<Placed<String>>,
    /// Each authority's part of the value, summing to 1; left out for equal parts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub shares: BTreeMap<String, Placed<f64>>,
    /// System ids that it provides.
    #[serde(default, skip_serializing_if = "Vec::is_empty", serialize_with = "super::borough::flow")]
    pub systems: Vec<Placed<String>>,
}

impl Record for SharedContractRecord {
    /// In two parts, because serde's `flatten` loses the places of what it passes on.
    fn read(root: &mut Node, file: FileId) -> (Option<Self>, Vec<Diagnostic>) {
        let Kind::Mapping(entries) = &mut root.kind else {
            let (_, problems) = decode::<Members>(root, file);
            return (None, problems);
        };
        let is_member =
            |key: &str| matches!(key, "title" | "former_ids" | "boroughs" | "lead" | "shares" | "systems");
        let (members, contract) =
            std::mem::take(entries).into_iter().partition(|(key, _)| key.as_str().is_some_and(is_member));
        let part = |entries| {
            let span = root.span;
            Node { kind: Kind::Mapping(entries), span }
        };
        let (members, mut problems) = decode::<Members>(&mut part(members), file);
        let (contract, more) = decode::<ContractItem>(&mut part(contract), file);
        problems.extend(more);
        (members.zip(contract).map(|(members, contract)| Self { members, contract }), problems)
    }
}

/// What kind of thing a contract buys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Software or software as a service.
    Software,
    /// A service that runs technology, or runs a function with its technology.
    ManagedService,
    /// Equipment.
    Hardware,
    /// Design, build or advice.
    ProfessionalServices,
    /// The source does not say.
    Unknown,
}

/// Where a contract is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Announced, not yet advertised.
    Planned,
    /// Advertised, not yet let.
    Tendering,
    /// Let and running.
    InContract,
    /// Over, or its procurement was given up.
    Ended,
}

/// How a contract was bought (the `procurementMethod` list of OCDS).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProcurementMethod {
    /// Anybody could bid.
    Open,
    /// Qualified suppliers could bid.
    Selective,
    /// Some suppliers were asked.
    Limited,
    /// One supplier was asked.
    Direct,
    /// The source does not say.
    Unknown,
}

/// A published procurement notice.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Its kind, by a code that site.yaml names.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its address.
    pub url: Placed<Url>,
}

/// What a contract says about leaving and openness.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Terms {
    /// The authority can take its data out.
    pub data_export: TriState,
    /// The system has an open interface.
    pub open_api: TriState,
    /// The contract has a plan for leaving.
    pub exit_plan: TriState,
    /// The system keeps to open standards.
    pub open_standards: TriState,
}
