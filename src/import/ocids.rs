//! Open contracting ids: takes the addresses of notices, and gives each procurement's id to one contract of a borough.

use std::collections::BTreeMap;

use super::contracts::Contract;
use super::deployments::Deployed;
use super::report::Report;
use super::rows::{ContractRow, FactRow, Row};
use crate::content::records::{ContractItem, Date, DeploymentContract, Placed};

/// The open contracting id that an address carries.
pub(super) fn ocid_of(url: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    let ocid = query.split('#').next()?.split('&').find_map(|part| part.strip_prefix("ocid="))?;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (ocid.starts_with("ocds-") && ocid.chars().all(plain)).then(|| ocid.to_owned())
}

/// A contract that carries an id.
struct Claim<'a> {
    item: &'a mut ContractItem,
    file: &'static str,
    line: u64,
    /// Days between the notice and the contract's start.
    distance: i32,
}

impl<'a> Claim<'a> {
    fn new(item: &'a mut ContractItem, file: &'static str, line: u64, told: Option<Date>) -> Self {
        let start = item.start.as_deref().copied();
        let days =
            start.zip(told).map(|(start, told)| (start.first_day() - told.first_day()).get_days().abs());
        Self { item, file, line, distance: days.unwrap_or(i32::MAX) }
    }
}

/// An id names one procurement. Where a notice tells of two contracts of a borough, such as the one that runs and the one
/// that is tendered, the contract that starts nearest to the notice keeps the id.
pub(super) fn one_ocid_each(deployed: &mut [&mut Deployed], contracts: &mut [Contract], report: &mut Report) {
    let inline = deployed.iter_mut().filter_map(|deployed| match &mut deployed.deployment.contract {
        Some(Placed { value: DeploymentContract::Inline(item), .. }) => {
            Some(Claim::new(item, FactRow::FILE, deployed.line, deployed.told))
        }
        _ => None,
    });
    let listed = contracts
        .iter_mut()
        .map(|contract| Claim::new(&mut contract.item, ContractRow::FILE, contract.line, contract.told));
    let mut claims: BTreeMap<String, Vec<Claim>> = BTreeMap::new();
    for claim in inline.chain(listed) {
        if let Some(ocid) = &claim.item.ocid {
            claims.entry(ocid.value.clone()).or_default().push(claim);
        }
    }
    for (ocid, mut claims) in claims {
        claims.sort_by_key(|claim| claim.distance);
        let keeper = format!("{}:{}", claims[0].file, claims[0].line);
        for claim in &mut claims[1..] {
            claim.item.ocid = None;
            let text = format!(
                "the notice {ocid} tells of this contract too; the one of {keeper} starts nearer to it and keeps the id"
            );
            report.doubt(claim.file, claim.line, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_an_id() {
        let ocid = ocid_of("https://notices.example/contract/?lang=en&ocid=ocds-h6vhtk-000001#award");
        assert_eq!(ocid.as_deref(), Some("ocds-h6vhtk-000001"));
        assert_eq!(ocid_of("https://notices.example/ocid=ocds-h6vhtk-000001"), None);
        assert_eq!(ocid_of("https://notices.example/?ocid=other"), None);
    }
}
