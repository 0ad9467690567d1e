//! Deployments by what readers narrow them down with: takes a catalogue, gives the rows of each value of each facet.

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::Date as Day;

use super::Term;
use crate::catalogue::{Borough, Catalogue, Deployment, Group, Ix, Service, Supplied, System};
use crate::content::records::{Hosting, Lifecycle, Provenance};

/// What rows can be narrowed down with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Facet {
    /// When the contract ends.
    Ends,
    /// Where the system is in its life.
    Lifecycle,
    /// The group of its services.
    Group,
    /// Its services.
    Service,
    /// Its supplier.
    Supplier,
    /// The system.
    System,
    /// The authority.
    Borough,
    /// Where it runs.
    Hosting,
    /// Who stands behind the record.
    Provenance,
}

impl Facet {
    /// All, in the order of pages.
    pub const ALL: [Self; 9] = [
        Self::Ends,
        Self::Lifecycle,
        Self::Group,
        Self::Service,
        Self::Supplier,
        Self::System,
        Self::Borough,
        Self::Hosting,
        Self::Provenance,
    ];
}

/// When a contract ends, seen from the date of the catalogue. Its end without options counts; where only the end with
/// every option is known, that one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ending {
    /// The date has passed.
    Passed,
    /// Within so many months.
    Within(u16),
    /// After the longest of those spans.
    Later,
    /// No contract, or no end, is on record.
    NotKnown,
}

/// The spans of months that readers ask for; each holds the shorter ones.
const SPANS: [u16; 3] = [6, 12, 24];

impl Ending {
    /// All, in the order of time.
    pub const ALL: [Self; 6] = [
        Self::Passed,
        Self::Within(SPANS[0]),
        Self::Within(SPANS[1]),
        Self::Within(SPANS[2]),
        Self::Later,
        Self::NotKnown,
    ];

    /// Every value that an end has.
    fn of(end: Option<Day>, as_of: Day) -> Vec<Self> {
        let Some(end) = end else { return vec![Self::NotKnown] };
        if end < as_of {
            return vec![Self::Passed];
        }
        let ends_by = |months: &u16| end <= as_of.saturating_add(i32::from(*months).months());
        let spans: Vec<Self> = SPANS.into_iter().filter(ends_by).map(Self::Within).collect();
        if spans.is_empty() { vec![Self::Later] } else { spans }
    }
}

/// A value of a facet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FacetValue {
    /// When the contract ends.
    Ends(Ending),
    /// Where the system is in its life.
    Lifecycle(Lifecycle),
    /// A group of services.
    Group(Ix<Group>),
    /// A service.
    Service(Ix<Service>),
    /// A supplier, the authority itself, or not known.
    Supplier(Supplied),
    /// A system.
    System(Ix<System>),
    /// An authority.
    Borough(Ix<Borough>),
    /// Where it runs.
    Hosting(Hosting),
    /// Who stands behind the record.
    Provenance(Provenance),
}

/// The rows of a value.
#[derive(Debug)]
pub struct FacetRows {
    /// The value.
    pub value: FacetValue,
    /// Deployments that have it, in the order of the catalogue.
    pub rows: Vec<Ix<Deployment>>,
}

/// Every facet with its values.
#[derive(Debug)]
pub struct Facets {
    facets: Vec<(Facet, Vec<FacetRows>)>,
}

impl Facets {
    pub(super) fn of(catalogue: &Catalogue, terms: &[Term]) -> Self {
        let ends: Vec<Vec<Ending>> =
            catalogue.deployments.rows().iter().map(|row| ends(row, catalogue, terms)).collect();
        let facet = |facet| {
            let mut found: HashMap<FacetValue, Vec<Ix<Deployment>>> = HashMap::new();
            for (ix, row) in catalogue.deployments.iter() {
                for value in values_of(facet, row, &ends[ix.row()], catalogue) {
                    found.entry(value).or_default().push(ix);
                }
            }
            let values = all_values(facet, catalogue).into_iter();
            let rows =
                values.map(|value| FacetRows { value, rows: found.remove(&value).unwrap_or_default() });
            (facet, rows.collect())
        };
        Self { facets: Facet::ALL.into_iter().map(facet).collect() }
    }

    /// The values of a facet in their order, those without rows included.
    #[must_use]
    pub fn values(&self, facet: Facet) -> &[FacetRows] {
        self.facets.iter().find(|(own, _)| *own == facet).map_or(&[], |(_, values)| values.as_slice())
    }
}

fn ends(row: &Deployment, catalogue: &Catalogue, terms: &[Term]) -> Vec<Ending> {
    let term = row.contract.map(|ix| &terms[ix.row()]);
    Ending::of(term.and_then(|term| term.end.or(term.last_end)), catalogue.as_of)
}

fn all_values(facet: Facet, c: &Catalogue) -> Vec<FacetValue> {
    use Hosting::{OnPremises, PublicCloud, SharedService, SupplierHosted};
    use Lifecycle::{Implementing, Live, Planned, Replacing, Retired};
    use Provenance::{Declared, Published, SupplierStated, Verified};
    match facet {
        Facet::Ends => Ending::ALL.map(FacetValue::Ends).into(),
        Facet::Lifecycle => [Live, Replacing, Implementing, Planned, Retired, Lifecycle::Unknown]
            .map(FacetValue::Lifecycle)
            .into(),
        Facet::Group => c.groups.iter().map(|(ix, _)| FacetValue::Group(ix)).collect(),
        Facet::Service => c.services.iter().map(|(ix, _)| FacetValue::Service(ix)).collect(),
        Facet::Supplier => {
            let suppliers = c.suppliers.iter().map(|(ix, _)| Supplied::By(ix));
            suppliers.chain([Supplied::InHouse, Supplied::NotKnown]).map(FacetValue::Supplier).collect()
        }
        Facet::System => c.systems.iter().map(|(ix, _)| FacetValue::System(ix)).collect(),
        Facet::Borough => c.boroughs.iter().map(|(ix, _)| FacetValue::Borough(ix)).collect(),
        Facet::Hosting => [OnPremises, SupplierHosted, PublicCloud, SharedService, Hosting::Unknown]
            .map(FacetValue::Hosting)
            .into(),
        Facet::Provenance => {
            [Verified, Declared, Published, SupplierStated].map(FacetValue::Provenance).into()
        }
    }
}

fn values_of(facet: Facet, row: &Deployment, ends: &[Ending], c: &Catalogue) -> Vec<FacetValue> {
    match facet {
        Facet::Ends => ends.iter().copied().map(FacetValue::Ends).collect(),
        Facet::Lifecycle => vec![FacetValue::Lifecycle(row.lifecycle)],
        Facet::Group => {
            let mut groups: Vec<Ix<Group>> = row.services.iter().map(|ix| c.services[*ix].group).collect();
            groups.sort_unstable();
            groups.dedup();
            groups.into_iter().map(FacetValue::Group).collect()
        }
        Facet::Service => row.services.iter().copied().map(FacetValue::Service).collect(),
        Facet::Supplier => vec![FacetValue::Supplier(c.systems[row.system].supplier)],
        Facet::System => vec![FacetValue::System(row.system)],
        Facet::Borough => vec![FacetValue::Borough(row.borough)],
        Facet::Hosting => vec![FacetValue::Hosting(row.hosting.unwrap_or(Hosting::Unknown))],
        Facet::Provenance => vec![FacetValue::Provenance(row.provenance)],
    }
}
