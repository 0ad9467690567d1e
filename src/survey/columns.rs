//! The columns of the survey: their names, what they mean in the words of the record types, and what may stand in them.

use schemars::JsonSchema;
use serde_json::Value;

use crate::catalogue::tables::{Code, words};
use crate::content::records::{
    Confidence, ContractItem, Deployment, Hosting, Lifecycle, Money, MoneyBasis, ProcurementMethod,
    Provenance, SourceItem, SupplierRecord, SystemRecord, Tax,
};
use crate::schema;

macro_rules! columns {
    ($($column:ident $name:literal)+) => {
        /// A column.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each is called after its heading, and `meaning` says the rest")]
        pub enum Column { $($column),+ }

        impl Column {
            /// Every column, in the order of the sheet.
            pub const ALL: &'static [Self] = &[$(Self::$column),+];

            /// Its heading.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$column => $name),+ }
            }
        }
    };
}

columns! {
    Borough "borough"
    Services "services"
    System "system"
    SystemName "system_name"
    Supplier "supplier"
    SupplierName "supplier_name"
    Lifecycle "lifecycle"
    Since "since"
    Until "until"
    Hosting "hosting"
    Contract "contract"
    ContractTitle "contract_title"
    ContractReference "contract_reference"
    ContractSupplier "contract_supplier"
    ContractStart "contract_start"
    ContractEnd "contract_end"
    ContractMaxEnd "contract_max_end"
    NoticeMonths "notice_months"
    Value "value"
    ValueBasis "value_basis"
    ValueTax "value_tax"
    ProcurementMethod "procurement_method"
    Framework "framework"
    Notes "notes"
    SourceUrl "source_url"
    SourceTitle "source_title"
    SourceDate "source_date"
    Provenance "provenance"
    Confidence "confidence"
}

/// Which part of a record a column tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Whose row it is: authority, service and system.
    Key,
    /// Repeated from the system's or supplier's own record.
    Repeated,
    /// A key of the deployment.
    Deployment(&'static str),
    /// The id of the shared contract.
    Shared,
    /// A key of the contract.
    Contract(&'static str),
    /// A key of the contract's value.
    Money(&'static str),
    /// A key of a source.
    Source(&'static str),
}

/// What may stand in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Words.
    Text,
    /// A date, as exact as it is known.
    Date,
    /// A whole number.
    Number,
    /// A web address.
    Address,
    /// A word of a code list.
    Code(Vec<Code>),
    /// An id of a list of the region.
    Id(List),
}

/// A list of ids that the workbook offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "called after what they list")]
pub enum List {
    Services,
    Systems,
    Suppliers,
    Frameworks,
    Contracts,
}

impl Column {
    /// The column with that heading.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|column| column.name() == name)
    }

    /// Its place in the sheet, from 0.
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }

    /// Which part of a record it tells.
    #[must_use]
    pub fn part(self) -> Part {
        match self {
            Self::Borough | Self::Services | Self::System => Part::Key,
            Self::SystemName | Self::Supplier | Self::SupplierName => Part::Repeated,
            Self::Lifecycle
            | Self::Since
            | Self::Until
            | Self::Hosting
            | Self::Notes
            | Self::Provenance
            | Self::Confidence => Part::Deployment(self.name()),
            Self::Contract => Part::Shared,
            Self::ContractTitle => Part::Contract("title"),
            Self::ContractReference => Part::Contract("reference"),
            Self::ContractSupplier => Part::Contract("supplier"),
            Self::ContractStart => Part::Contract("start"),
            Self::ContractEnd => Part::Contract("end"),
            Self::ContractMaxEnd => Part::Contract("max_end"),
            Self::NoticeMonths | Self::ProcurementMethod | Self::Framework => Part::Contract(self.name()),
            Self::Value => Part::Money("amount"),
            Self::ValueBasis => Part::Money("basis"),
            Self::ValueTax => Part::Money("tax"),
            Self::SourceUrl => Part::Source("url"),
            Self::SourceTitle => Part::Source("title"),
            Self::SourceDate => Part::Source("date"),
        }
    }

    /// Whether it belongs to the contract, its value included.
    #[must_use]
    pub fn is_of_contract(self) -> bool {
        matches!(self.part(), Part::Contract(_) | Part::Money(_))
    }

    /// What may stand in it.
    #[must_use]
    pub fn fill(self) -> Fill {
        match self {
            Self::Services => Fill::Id(List::Services),
            Self::System => Fill::Id(List::Systems),
            Self::ContractSupplier => Fill::Id(List::Suppliers),
            Self::Contract => Fill::Id(List::Contracts),
            Self::Framework => Fill::Id(List::Frameworks),
            Self::Lifecycle => Fill::Code(words::<Lifecycle>()),
            Self::Hosting => Fill::Code(words::<Hosting>()),
            Self::ValueBasis => Fill::Code(words::<MoneyBasis>()),
            Self::ValueTax => Fill::Code(words::<Tax>()),
            Self::ProcurementMethod => Fill::Code(words::<ProcurementMethod>()),
            Self::Provenance => Fill::Code(words::<Provenance>()),
            Self::Confidence => Fill::Code(words::<Confidence>()),
            Self::Since
            | Self::Until
            | Self::ContractStart
            | Self::ContractEnd
            | Self::ContractMaxEnd
            | Self::SourceDate => Fill::Date,
            Self::NoticeMonths | Self::Value => Fill::Number,
            Self::SourceUrl => Fill::Address,
            _ => Fill::Text,
        }
    }

    /// What it means: the words that editors of records see. `{one}` is the region's word for an authority.
    #[must_use]
    pub fn meaning(self) -> String {
        match self.part() {
            Part::Key => match self {
                Self::Borough => "Id of the {one}.".to_owned(),
                Self::Services => {
                    "Service id. A system that serves several has a row for each of them.".to_owned()
                }
                _ => described::<Deployment>("system"),
            },
            Part::Repeated => {
                let words = match self {
                    Self::SystemName => "The system's name.".to_owned(),
                    Self::Supplier => described::<SystemRecord>("supplier"),
                    _ => described::<SupplierRecord>("name"),
                };
                format!("{words} Only to make rows easier to read: it stands in a record of its own.")
            }
            Part::Deployment(key) => described::<Deployment>(key),
            Part::Shared => {
                "Id of the contract, where {many} share it: its other cells are then only repeated from \
                             that contract's own record. Empty for a contract of this {one} alone."
                    .to_owned()
            }
            Part::Contract(key) => described::<ContractItem>(key),
            Part::Money(key) => described::<Money>(key),
            Part::Source(key) => described::<SourceItem>(key),
        }
    }
}

/// The words that a record type has for a key.
fn described<T: JsonSchema>(key: &str) -> String {
    let schema = schema::of::<T>();
    let property = &schema.as_value()["properties"][key];
    // What is said of a code list itself stands with its words.
    property.get("description").and_then(Value::as_str).unwrap_or_default().replace('\n', " ")
}

/// The usual order of keys in a record type.
#[must_use]
pub fn order<T: JsonSchema>() -> Vec<String> {
    let schema = schema::of::<T>();
    let properties = schema.as_value()["properties"].as_object();
    properties.map(|keys| keys.keys().cloned().collect()).unwrap_or_default()
}
