//! The records as people write them: one file per kind, optional keys, places kept where checks point.

mod borough;
mod codes;
mod contract;
mod glossary;
mod scalars;
mod site;
mod source;
mod supplier;
mod system;
mod taxonomy;
mod waiver;
mod words;

use super::decode::{decode, decode_as_written};
use super::yaml::Node;
use crate::diagnostics::{Diagnostic, FileId};

/// A kind of file that can be read.
pub trait Record: Sized {
    /// The record, as far as it could be read, and everything that is wrong with its shape.
    fn read(root: &mut Node, file: FileId) -> (Option<Self>, Vec<Diagnostic>);
}

macro_rules! plain_records {
    ($($kind:ty),+ $(,)?) => {$(
        impl Record for $kind {
            fn read(root: &mut Node, file: FileId) -> (Option<Self>, Vec<Diagnostic>) {
                decode(root, file)
            }
        }
    )+};
}

plain_records!(
    BoroughRecord,
    FrameworksFile,
    GlossaryFile,
    ServicesFile,
    SiteRecord,
    SkillsFile,
    SupplierRecord,
    SystemRecord,
    TechnologiesFile,
    crate::content::front_matter::FrontMatter,
);

impl Record for WordsFile {
    /// An empty text is one that nobody has put into this language yet.
    fn read(root: &mut Node, file: FileId) -> (Option<Self>, Vec<Diagnostic>) {
        decode_as_written(root, file)
    }
}

pub use borough::{
    BoroughRecord, Deployment, DeploymentContract, Hosting, Inferred, Level, Lifecycle, Population,
    Respondent, Satisfaction, ServiceNote, ServiceState, SkillItem, Stance, TeamSize, TechnologyItem,
    TechnologyStage,
};
pub use contract::{
    Category, ContractItem, Members, Notice, ProcurementMethod, SharedContractRecord, Stage, Terms,
};
pub use glossary::{GlossaryFile, TermItem};
pub use scalars::{Date, EntryUrl, Money, MoneyBasis, NumberForm, Placed, Tax, TriState, Url};
pub use site::{
    Area, Dataset, DatasetStatus, Licence, NoticeKind, NoticeService, Publisher, Register, Repository, River,
    SiteRecord, Thresholds, Words,
};
pub use source::{Confidence, Identifier, Provenance, SourceItem};
pub use supplier::{FormerName, Parent, SupplierRecord, SupplierSize};
pub use system::{SystemRecord, SystemStatus};
pub use taxonomy::{
    FrameworkItem, FrameworksFile, GroupItem, GroupKind, ServiceItem, ServicesFile, SkillDefinition,
    SkillsFile, TechnologiesFile, TechnologyDefinition, Tier,
};
pub use waiver::WaiverItem;
pub use words::{CountedWords, Numbers, WordsFile};
