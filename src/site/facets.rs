//! What the rows of the explorer can be narrowed down with, in words and addresses.

use super::{Model, urls};
use crate::catalogue::Supplied;
use crate::catalogue::tables::word;
use crate::figures::{Ending, Facet, FacetValue, capitalised};
use crate::words;

/// A facet's name in addresses.
#[must_use]
pub fn facet_id(facet: Facet) -> &'static str {
    match facet {
        Facet::Ends => "ends",
        Facet::Lifecycle => "lifecycle",
        Facet::Group => "group",
        Facet::Service => "service",
        Facet::Supplier => "supplier",
        Facet::System => "system",
        Facet::Borough => "borough",
        Facet::Hosting => "hosting",
        Facet::Provenance => "provenance",
    }
}

/// Whether each value has pages of its own in the explorer; the values of the others have pages elsewhere.
#[must_use]
pub fn has_pages(facet: Facet) -> bool {
    matches!(facet, Facet::Ends | Facet::Lifecycle | Facet::Hosting | Facet::Provenance)
}

impl Model<'_> {
    /// A facet's name for people.
    #[must_use]
    pub fn facet_name(self, facet: Facet) -> String {
        match facet {
            Facet::Ends => say!("Contract end").to_owned(),
            Facet::Lifecycle => say!("State").to_owned(),
            Facet::Group => say!("Group of services").to_owned(),
            Facet::Service => say!("Service").to_owned(),
            Facet::Supplier => say!("Supplier").to_owned(),
            Facet::System => say!("System").to_owned(),
            Facet::Borough => capitalised(&self.catalogue.site.words.one),
            Facet::Hosting => say!("Hosting").to_owned(),
            Facet::Provenance => say!("Who says so").to_owned(),
        }
    }

    /// A value's name in addresses.
    #[must_use]
    pub fn value_id(self, value: FacetValue) -> String {
        let c = self.catalogue;
        match value {
            FacetValue::Ends(ending) => match ending {
                Ending::Passed => "passed".to_owned(),
                Ending::Within(months) => months.to_string(),
                Ending::Later => "later".to_owned(),
                Ending::NotKnown => UNKNOWN.to_owned(),
            },
            FacetValue::Lifecycle(lifecycle) => word(lifecycle),
            FacetValue::Group(ix) => c.groups[ix].id.clone(),
            FacetValue::Service(ix) => c.services[ix].id.clone(),
            FacetValue::Supplier(supplied) => match supplied {
                Supplied::By(ix) => c.suppliers[ix].id.clone(),
                Supplied::InHouse => "in-house".to_owned(),
                Supplied::NotKnown => UNKNOWN.to_owned(),
            },
            FacetValue::System(ix) => c.systems[ix].id.clone(),
            FacetValue::Borough(ix) => c.boroughs[ix].id.clone(),
            FacetValue::Hosting(hosting) => word(hosting),
            FacetValue::Provenance(provenance) => word(provenance),
        }
    }

    /// A value's name for people.
    #[must_use]
    pub fn value_name(self, value: FacetValue) -> String {
        let c = self.catalogue;
        match value {
            FacetValue::Ends(ending) => match ending {
                Ending::Passed => say!("Date passed").to_owned(),
                Ending::Within(months) => say!("Within {months} months"; months),
                Ending::Later => say!("Later").to_owned(),
                Ending::NotKnown => words::text(NOT_KNOWN).to_owned(),
            },
            FacetValue::Lifecycle(lifecycle) => super::parts::lifecycle_tag(lifecycle).text.into_owned(),
            FacetValue::Group(ix) => c.groups[ix].name.clone(),
            FacetValue::Service(ix) => c.services[ix].name.clone(),
            FacetValue::Supplier(supplied) => match supplied {
                Supplied::By(ix) => c.suppliers[ix].name.clone(),
                Supplied::InHouse => say!("In-house").to_owned(),
                Supplied::NotKnown => words::text(NOT_KNOWN).to_owned(),
            },
            FacetValue::System(ix) => c.systems[ix].name.clone(),
            FacetValue::Borough(ix) => c.boroughs[ix].name.clone(),
            FacetValue::Hosting(hosting) => super::parts::hosting_word(hosting)
                .map_or_else(|| words::text(NOT_KNOWN).to_owned(), capitalised),
            FacetValue::Provenance(provenance) => self.provenance(provenance).1,
        }
    }

    /// The page of a value; in-house and unknown suppliers have none.
    #[must_use]
    pub fn value_page(self, facet: Facet, value: FacetValue) -> Option<String> {
        let c = self.catalogue;
        match value {
            FacetValue::Group(ix) => Some(urls::group(&c.groups[ix])),
            FacetValue::Service(ix) => Some(urls::service(&c.services[ix])),
            FacetValue::Supplier(supplied) => supplied.supplier().map(|ix| urls::supplier(&c.suppliers[ix])),
            FacetValue::System(ix) => Some(urls::system(&c.systems[ix])),
            FacetValue::Borough(ix) => Some(urls::borough(c, &c.boroughs[ix])),
            _ => Some(urls::explore_value(facet_id(facet), &self.value_id(value), 1)),
        }
    }
}

const UNKNOWN: &str = "unknown";
const NOT_KNOWN: &str = said_later!("Not known");
