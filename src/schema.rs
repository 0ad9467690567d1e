//! JSON Schema for each kind of file, from the record types themselves: what editors use to complete and explain.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use crate::content::records::{
    BoroughRecord, FrameworksFile, GlossaryFile, ServicesFile, SharedContractRecord, SiteRecord, SkillsFile,
    SupplierRecord, SystemRecord, TechnologiesFile, WordsFile,
};

/// A schema and the name of its file.
pub struct SchemaFile {
    /// Such as `borough.schema.json`.
    pub name: String,
    /// The schema, ready to write.
    pub text: String,
}

/// Every schema.
#[must_use]
pub fn all() -> Vec<SchemaFile> {
    vec![
        file::<BoroughRecord>("borough"),
        file::<SharedContractRecord>("contract"),
        file::<FrameworksFile>("frameworks"),
        file::<GlossaryFile>("glossary"),
        file::<ServicesFile>("services"),
        file::<SiteRecord>("site"),
        file::<SkillsFile>("skills"),
        file::<SupplierRecord>("supplier"),
        file::<SystemRecord>("system"),
        file::<TechnologiesFile>("technologies"),
        file::<WordsFile>("words"),
    ]
}

/// The schema of one record type.
#[must_use]
pub fn of<T: JsonSchema>() -> Schema {
    // Draft 7 is what the common editors' YAML support reads.
    SchemaSettings::draft07().into_generator().into_root_schema_for::<T>()
}

fn file<T: JsonSchema>(kind: &str) -> SchemaFile {
    let mut text = serde_json::to_string_pretty(&of::<T>()).unwrap_or_default();
    text.push('\n');
    SchemaFile { name: format!("{kind}.schema.json"), text }
}
