//! Columns of published tables and the words in their cells, as readers say them. Files for programs keep the names.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use super::Model;
use super::contract_words::{category_word, method_word, state_word};
use super::pages::{supplier::size_word, system::status_word};
use super::parts::{confidence_word, hosting_word, lifecycle_tag};
use super::words::{fact_word, level_word, stage_word, stance_word};
use crate::content::records::{MoneyBasis, Stage, Tax, Tier};
use crate::figures::capitalised;

impl Model<'_> {
    /// A table as a heading.
    #[must_use]
    pub fn table_words(self, name: &str) -> String {
        let many = &self.catalogue.site.words.many;
        match name {
            "boroughs" => capitalised(many),
            "services" => say!("Services").to_owned(),
            "systems" => say!("Systems").to_owned(),
            "suppliers" => say!("Suppliers").to_owned(),
            "deployments" => say!("Systems in {many}"; many),
            "contracts" => say!("Contracts").to_owned(),
            "frameworks" => say!("Frameworks").to_owned(),
            "service-states" => say!("Services without a system").to_owned(),
            "skills" => say!("Skills").to_owned(),
            "technologies" => say!("Emerging technologies").to_owned(),
            // A table of another program than this one.
            other => plain(other),
        }
    }

    /// A column in a phrase of its own.
    #[must_use]
    pub fn column_words(self, name: &str) -> String {
        match name {
            "boroughs" => capitalised(&self.catalogue.site.words.many),
            _ => column(name).map_or_else(|| plain(name), str::to_owned),
        }
    }

    /// What the word of a code list in a cell says; nothing for a cell with words of its own.
    pub(super) fn code_words(self, column: &str, cell: &str) -> Option<String> {
        if column == "provenance" {
            return Some(self.provenance(read(cell)?).1);
        }
        code(column, cell).map(|words| capitalised(&words))
    }
}

/// A name that nothing is known of, in words.
fn plain(name: &str) -> String {
    capitalised(&name.replace(['-', '_'], " "))
}

fn read<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

fn code(column: &str, cell: &str) -> Option<Cow<'static, str>> {
    if column == "lifecycle" {
        return Some(lifecycle_tag(read(cell)?).text);
    }
    if cell == "unknown" { Some(say!("Not known")) } else { word(column, cell) }.map(Cow::Borrowed)
}

fn word(column: &str, cell: &str) -> Option<&'static str> {
    match column {
        "hosting" => hosting_word(read(cell)?),
        "confidence" => Some(confidence_word(read(cell)?)),
        "category" => category_word(read(cell)?),
        "procurement_method" => method_word(read(cell)?),
        "data_export" | "open_api" | "exit_plan" | "open_standards" | "vcse" => state_word(read(cell)?),
        "status" => Some(status_word(read(cell)?)),
        "size" => size_word(read(cell)?),
        "level" => Some(level_word(read(cell)?)),
        "stance" => Some(stance_word(read(cell)?)),
        "state" => Some(fact_word(read(cell)?)),
        "stage" => read(cell).map(contract_stage).or_else(|| Some(stage_word(read(cell)?))),
        "tier" => Some(match read(cell)? {
            Tier::Core => say!("Every one is expected to have it"),
            Tier::Extended => say!("Some have it"),
        }),
        "value_basis" => Some(match read(cell)? {
            MoneyBasis::Total => say!("in total"),
            MoneyBasis::Annual => say!("a year"),
        }),
        "value_tax" => Some(match read(cell)? {
            Tax::Net => say!("Without tax"),
            Tax::Gross => say!("With tax"),
            Tax::Unknown => say!("Not known"),
        }),
        "kind" => Some(match cell {
            "shared" => say!("A shared contract"),
            "listed" => say!("A contract beside the systems"),
            "inline" => say!("The contract of one system"),
            _ => return None,
        }),
        _ => None,
    }
}

fn contract_stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Planned => say!("Planned"),
        Stage::Tendering => say!("Out to tender"),
        Stage::InContract => say!("In contract"),
        Stage::Ended => say!("Ended"),
    }
}

fn column(name: &str) -> Option<&'static str> {
    about(name).or_else(|| of_products(name)).or_else(|| of_contracts(name)).or_else(|| of_evidence(name))
}

fn about(name: &str) -> Option<&'static str> {
    Some(match name {
        "name" => say!("Name"),
        "title" => say!("Title"),
        "official_name" => say!("Official name"),
        "legal_name" => say!("Legal name"),
        "former_names" => say!("Former names"),
        "aliases" => say!("Other names"),
        "area" => say!("Area"),
        "gss_code" => say!("Statistical code"),
        "identifiers" => say!("Numbers in registers"),
        "website" => say!("Website"),
        "people" => say!("People"),
        "definition" => say!("Definition"),
        "description" => say!("Description"),
        "lgsl" => say!("Numbers in the list of local services"),
        "group" => say!("Group"),
        "tier" => say!("Who needs it"),
        "lead_months" => say!("Months to buy and move in"),
        "totals_only" => say!("Published as totals only"),
        "owner" => say!("Owner"),
        "owner_name" => say!("Name of the owner"),
        "owner_since" => say!("Owned since"),
        "size" => say!("Size"),
        "vcse" => say!("Voluntary body or social enterprise"),
        "headquarters" => say!("Headquarters"),
        "family" => say!("Family"),
        "level" => say!("Level"),
        "stance" => say!("Offered or sought"),
        "state" => say!("State"),
        _ => return None,
    })
}

fn of_products(name: &str) -> Option<&'static str> {
    Some(match name {
        "supplier" => say!("Supplier"),
        "services" => say!("Services"),
        "systems" => say!("Systems"),
        "licence" => say!("Licence"),
        "status" => say!("State of its development"),
        "replaced_by" => say!("Replaced by"),
        "repository" => say!("Source code"),
        "lifecycle" => say!("State in its life"),
        "since" => say!("Since"),
        "until" => say!("Until"),
        "until_at_latest" => say!("Whether it was gone by then"),
        "replaces" => say!("Replaces"),
        "replaces_inferred" => say!("Whether that is inferred"),
        "hosting" => say!("Hosting"),
        _ => return None,
    })
}

fn of_contracts(name: &str) -> Option<&'static str> {
    Some(match name {
        "contract" => say!("Contract"),
        "contract_end" => say!("End of the contract"),
        "contract_max_end" => say!("End of the contract with every option"),
        "kind" => say!("Kind"),
        "reference" => say!("Reference"),
        "ocid" => say!("Open contracting number"),
        "category" => say!("What it buys"),
        "lead" => say!("Lead"),
        "stage" => say!("Stage"),
        "start" => say!("Start"),
        "end" => say!("End"),
        "max_end" => say!("End with every option"),
        "notice_months" => say!("Months of notice"),
        "value" => say!("Value"),
        "value_basis" => say!("What the value covers"),
        "value_tax" => say!("Tax in the value"),
        "procurement_method" => say!("How it was bought"),
        "framework" => say!("Framework"),
        "notices" => say!("Notices"),
        "notice_types" => say!("Kinds of notices"),
        "data_export" => say!("Data can be taken out"),
        "open_api" => say!("Open interface"),
        "exit_plan" => say!("Plan for the exit"),
        "open_standards" => say!("Open standards"),
        "url" => say!("Web address"),
        _ => return None,
    })
}

fn of_evidence(name: &str) -> Option<&'static str> {
    Some(match name {
        "provenance" => say!("Known from"),
        "confidence" => say!("Confidence"),
        "checked" => say!("Last checked on"),
        "newest_source" => say!("Newest source"),
        "oldest_source" => say!("Oldest source"),
        "source_urls" => say!("Sources"),
        _ => return None,
    })
}
