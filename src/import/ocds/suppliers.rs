//! Which supplier a notice names: by register entry, then by name.

use super::names::{Sureness, near, plain, words};
use super::release::Party;
use crate::content::Content;
use crate::content::records::SupplierRecord;

/// A supplier that was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Match {
    pub supplier: String,
    pub sureness: Sureness,
    /// The register entries of record and notice, where they name two companies.
    pub conflict: Option<(String, String)>,
}

/// Words for what kind of company it is; "group" and "holdings" tell one company of a group from another.
const FORMS: [&str; 14] = [
    "the",
    "limited",
    "ltd",
    "plc",
    "llp",
    "lp",
    "inc",
    "corp",
    "corporation",
    "company",
    "co",
    "cic",
    "gmbh",
    "uk",
];

/// Everybody who may supply.
pub(super) struct Suppliers {
    all: Vec<Known>,
}

struct Known {
    id: String,
    exact: Vec<String>,
    short: Vec<String>,
    identifiers: Vec<(String, String)>,
}

impl Suppliers {
    pub(super) fn of(content: &Content) -> Self {
        let records = content.suppliers.iter().filter_map(|(id, file)| Some((id, file.record.as_ref()?)));
        Self { all: records.map(|(id, record)| known(id, record)).collect() }
    }

    /// The record that a party surely has: neither a name with a slip in it nor one that its number contradicts tells that.
    pub(super) fn sure(&self, party: &Party) -> Option<String> {
        let found = self.find(party).filter(|own| own.conflict.is_none() && own.sureness < Sureness::Near)?;
        Some(found.supplier)
    }

    pub(super) fn find(&self, party: &Party) -> Option<Match> {
        if let Some(own) =
            self.all.iter().find(|own| party.identifiers.iter().any(|entry| own.identifiers.contains(entry)))
        {
            return Some(Match { supplier: own.id.clone(), sureness: Sureness::Identifier, conflict: None });
        }
        let (lower, short) = (party.name.to_lowercase(), short(&party.name));
        let by = |is: &dyn Fn(&Known) -> bool, sureness| {
            let mut found = self.all.iter().filter(|own| is(own));
            let own = found.next().filter(|_| found.next().is_none())?;
            Some(Match { supplier: own.id.clone(), sureness, conflict: own.conflict(party) })
        };
        by(&|own| own.exact.contains(&lower), Sureness::Exact)
            .or_else(|| by(&|own| own.short.contains(&short), Sureness::Normalised))
            .or_else(|| by(&|own| own.short.iter().any(|name| near(name, &short)), Sureness::Near))
            // Nearly the same name and another number is another company.
            .filter(|own| own.sureness != Sureness::Near || own.conflict.is_none())
    }
}

impl Known {
    /// Two entries of one register.
    fn conflict(&self, party: &Party) -> Option<(String, String)> {
        self.identifiers.iter().find_map(|(scheme, own)| {
            let (_, other) = party.identifiers.iter().find(|(other, _)| other == scheme)?;
            Some((format!("{scheme} {own}"), format!("{scheme} {other}")))
        })
    }
}

fn known(id: &str, record: &SupplierRecord) -> Known {
    let former = record.former_names.iter().map(|former| &former.name);
    let names: Vec<&String> =
        [Some(&record.name), record.legal_name.as_ref()].into_iter().flatten().chain(former).collect();
    Known {
        id: id.to_owned(),
        exact: names.iter().map(|name| name.to_lowercase()).collect(),
        short: names.iter().map(|name| short(name)).collect(),
        identifiers: record
            .identifiers
            .iter()
            .map(|own| (own.scheme.value.to_uppercase(), own.id.value.to_uppercase()))
            .collect(),
    }
}

/// Between a company's name and the one that it trades under.
const TRADING_AS: [&str; 2] = [" trading as ", " t a "];

/// A name without its form of company, unless nothing else would be left, and without the name that it trades under.
pub(super) fn short(name: &str) -> String {
    let mut name = plain(name);
    if let Some(at) = TRADING_AS.iter().filter_map(|words| name.find(words)).min() {
        name.truncate(at);
    }
    let telling: Vec<&str> = words(&name).filter(|word| !FORMS.contains(word)).collect();
    if telling.is_empty() { name.clone() } else { telling.join(" ") }
}
