//! The tables and their rows.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date as Day;

use super::{Ix, Table};
use crate::content::records::{
    Category, Confidence, Date, GroupKind, Hosting, Identifier, Inferred, Level, Lifecycle, Money, Notice,
    ProcurementMethod, Provenance, ServiceState, SiteRecord, Stage, Stance, SupplierSize, SystemStatus,
    TeamSize, TechnologyStage, Terms, Tier, TriState, Url,
};
use crate::content::release::Release;
use crate::diagnostics::{FileId, Span};

/// Everything that is known, linked.
#[derive(Debug)]
pub struct Catalogue {
    /// The date for which everything is stated.
    pub as_of: Day,
    /// The region and its words.
    pub site: SiteRecord,
    /// Groups of services, in the order of pages.
    pub groups: Table<Group>,
    /// Services, in the order of pages.
    pub services: Table<Service>,
    /// Skills.
    pub skills: Table<Skill>,
    /// Emerging technologies.
    pub technologies: Table<Technology>,
    /// Routes to market.
    pub frameworks: Table<Framework>,
    /// The words of the field, in their order; empty where the region explains none.
    pub glossary: Table<GlossaryTerm>,
    /// Suppliers, by name.
    pub suppliers: Table<Supplier>,
    /// Systems, by name.
    pub systems: Table<System>,
    /// Authorities, by name.
    pub boroughs: Table<Borough>,
    /// Systems in authorities, in the order of the authority and its file.
    pub deployments: Table<Deployment>,
    /// Contracts; a shared one is one row.
    pub contracts: Table<Contract>,
    /// For each service that is published as totals only: in how many authorities a system is in use. Nothing else of
    /// such a service is in the catalogue, so that no page can give it away.
    pub totals: BTreeMap<Ix<Service>, usize>,
    /// The same for skills: how many authorities have a record.
    pub skill_totals: BTreeMap<Ix<Skill>, usize>,
    /// Report chapters, in order.
    pub chapters: Vec<Chapter>,
    /// Other pages, by slug.
    pub pages: Vec<Page>,
    /// Frozen releases up to the date of the catalogue, the oldest first.
    pub releases: Vec<Arc<Release>>,
}

/// Where a record can be edited.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Path from the folder that holds the content folder.
    pub path: Arc<Path>,
    /// Line, from 1.
    pub line: usize,
    /// Column of its first key, from 1: how far its keys are indented.
    pub column: usize,
}

impl Origin {
    /// The path with `/` between its parts, wherever the site is built.
    #[must_use]
    pub fn shown(&self) -> String {
        crate::diagnostics::shown_path(&self.path)
    }
}

/// A group of services.
#[derive(Debug)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether residents meet it.
    pub kind: GroupKind,
    /// Its services.
    pub services: Vec<Ix<Service>>,
}

/// Something that an authority does.
#[derive(Debug)]
pub struct Service {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// One sentence.
    pub definition: String,
    /// Numbers in the Local Government Services List.
    pub lgsl: Vec<u32>,
    /// Everyday words for it.
    pub aliases: Vec<String>,
    /// Whether every authority needs it.
    pub tier: Tier,
    /// Months from decision to start.
    pub lead_months: u16,
    /// Published as totals for the region only.
    pub totals_only: bool,
    /// The service that takes its place.
    pub replaced_by: Option<Ix<Service>>,
    /// Its group.
    pub group: Ix<Group>,
}

/// A skill.
#[derive(Debug)]
pub struct Skill {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The family that it belongs to.
    pub family: String,
    /// Its name in the Government Digital and Data framework.
    pub gdad: Option<String>,
    /// Published as totals for the region only.
    pub totals_only: bool,
}

/// An emerging technology.
#[derive(Debug)]
pub struct Technology {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// One sentence.
    pub definition: String,
    /// Other technologies under which uses of it are recorded, by what they are for.
    pub recorded_under: Vec<Ix<Technology>>,
}

/// A route to market.
#[derive(Debug)]
pub struct Framework {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who runs it.
    pub owner: Option<String>,
    /// Its number.
    pub reference: Option<String>,
    /// When it closes.
    pub end: Option<Date>,
    /// Its page.
    pub url: Option<Url>,
    /// Where it can be edited.
    pub origin: Origin,
}

/// A word of the field.
#[derive(Debug)]
pub struct GlossaryTerm {
    /// Its id.
    pub id: String,
    /// As readers meet it.
    pub term: String,
    /// Other words for it.
    pub aliases: Vec<String>,
    /// What it means; Markdown.
    pub text: String,
    /// Terms that help to understand it.
    pub see: Vec<Ix<GlossaryTerm>>,
    /// Where it can be edited.
    pub origin: Origin,
}

/// A public source.
#[derive(Clone, Debug)]
pub struct SourceRef {
    /// Its address.
    pub url: Option<Url>,
    /// Its title.
    pub title: Option<String>,
    /// When it was published.
    pub date: Option<Date>,
    /// How sure it is, where it differs from its record.
    pub confidence: Option<Confidence>,
    /// What it says.
    pub notes: Option<String>,
}

/// The newest date of some sources, as exact as it is known; one that gives only a month or year counts with its last day.
pub fn newest_of<'a>(sources: impl IntoIterator<Item = &'a SourceRef>) -> Option<Date> {
    let dates = sources.into_iter().filter_map(|source| source.date);
    dates.max_by_key(|date| (date.last_day(), date.has_day()))
}

/// Who provides something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Supplied {
    /// A supplier.
    By(Ix<Supplier>),
    /// The authority itself.
    InHouse,
    /// No source says.
    NotKnown,
}

impl Supplied {
    /// The supplier, where there is one.
    #[must_use]
    pub fn supplier(self) -> Option<Ix<Supplier>> {
        match self {
            Self::By(supplier) => Some(supplier),
            Self::InHouse | Self::NotKnown => None,
        }
    }
}

/// The owner of a supplier, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Who.
    pub parent: Parent,
    /// Since when; always, where nobody says.
    pub since: Option<Date>,
}

/// A supplier's group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parent {
    /// Another supplier.
    Supplier(Ix<Supplier>),
    /// A company without a record.
    Named(String),
}

/// Who provides systems.
#[derive(Debug)]
pub struct Supplier {
    /// Its id.
    pub id: String,
    /// Earlier ids; each stays as a redirect.
    pub former_ids: Vec<String>,
    /// The name that people use.
    pub name: String,
    /// The name in the register.
    pub legal_name: Option<String>,
    /// Earlier names.
    pub former_names: Vec<String>,
    /// The group that it belongs to.
    pub owner: Option<Owner>,
    /// Entries in registers.
    pub identifiers: Vec<Identifier>,
    /// How large it is.
    pub size: Option<SupplierSize>,
    /// A voluntary, community or social enterprise.
    pub vcse: TriState,
    /// Its website.
    pub website: Option<Url>,
    /// The town that it is run from.
    pub headquarters: Option<String>,
    /// Where this is known from.
    pub sources: Vec<SourceRef>,
    /// Where it can be edited.
    pub origin: Origin,
}

/// A product.
#[derive(Debug)]
pub struct System {
    /// Its id.
    pub id: String,
    /// Earlier ids; each stays as a redirect.
    pub former_ids: Vec<String>,
    /// The name that people use.
    pub name: String,
    /// Old and other names.
    pub aliases: Vec<String>,
    /// Who provides it.
    pub supplier: Supplied,
    /// What it can serve.
    pub services: Vec<Ix<Service>>,
    /// One or two sentences.
    pub description: Option<String>,
    /// The product's own page.
    pub website: Option<Url>,
    /// An SPDX id, `proprietary`, or not known.
    pub licence: Option<String>,
    /// Where the source code is.
    pub repository: Option<Url>,
    /// How far its development is.
    pub status: Option<SystemStatus>,
    /// The system that takes its place.
    pub replaced_by: Option<Ix<System>>,
    /// Where this is known from.
    pub sources: Vec<SourceRef>,
    /// Where it can be edited.
    pub origin: Origin,
}

impl System {
    /// Whether its licence is an open-source one; `None` where the licence is not known.
    #[must_use]
    pub fn is_open_source(&self) -> Option<bool> {
        self.licence.as_deref().map(|licence| licence != "proprietary")
    }
}

/// A part of the region, by its place in `site.areas`.
pub type AreaId = usize;

/// An authority.
#[derive(Debug)]
pub struct Borough {
    /// Its id.
    pub id: String,
    /// Earlier ids; each stays as a redirect.
    pub former_ids: Vec<String>,
    /// The name that people use.
    pub name: String,
    /// A shorter name for the tile map.
    pub short_name: Option<String>,
    /// The name in full.
    pub official_name: Option<String>,
    /// Three letters for the tile map.
    pub code: Option<String>,
    /// Government Statistical Service code.
    pub gss_code: Option<String>,
    /// Entries in other registers.
    pub identifiers: Vec<Identifier>,
    /// Its area.
    pub area: Option<AreaId>,
    /// Its website.
    pub website: Option<Url>,
    /// Residents.
    pub people: Option<u32>,
    /// Where the number of residents is known from.
    pub people_source: Option<SourceRef>,
    /// Column and row on the tile map.
    pub tile: Option<(u8, u8)>,
    /// When it last confirmed its file.
    pub checked: Option<Date>,
    /// What it runs, ran or plans.
    pub deployments: Vec<Ix<Deployment>>,
    /// Contracts that it has a part in.
    pub contracts: Vec<Ix<Contract>>,
    /// What is known of services without a system.
    pub services: Vec<ServiceFact>,
    /// Its skills.
    pub skills: Vec<SkillFact>,
    /// Its emerging technologies.
    pub technologies: Vec<TechnologyFact>,
    /// Where it can be edited.
    pub origin: Origin,
}

/// What is known of a service without a system.
#[derive(Debug)]
pub struct ServiceFact {
    /// The service.
    pub service: Ix<Service>,
    /// What is known.
    pub state: ServiceState,
    /// Where this is known from.
    pub sources: Vec<SourceRef>,
}

/// A skill in an authority.
#[derive(Debug)]
pub struct SkillFact {
    /// The skill.
    pub skill: Ix<Skill>,
    /// How deep it goes.
    pub level: Option<Level>,
    /// How many people have it.
    pub team: Option<TeamSize>,
    /// Offered or sought.
    pub stance: Option<Stance>,
    /// Who stands behind it.
    pub provenance: Provenance,
    /// How sure it is.
    pub confidence: Option<Confidence>,
    /// One paragraph.
    pub notes: Option<String>,
    /// Where this is known from.
    pub sources: Vec<SourceRef>,
}

/// An emerging technology in an authority.
#[derive(Debug)]
pub struct TechnologyFact {
    /// The technology.
    pub technology: Ix<Technology>,
    /// How far it is.
    pub stage: TechnologyStage,
    /// Its algorithmic transparency record.
    pub atrs: Option<Url>,
    /// Who stands behind it.
    pub provenance: Provenance,
    /// How sure it is.
    pub confidence: Option<Confidence>,
    /// One paragraph.
    pub notes: Option<String>,
    /// Where this is known from.
    pub sources: Vec<SourceRef>,
}

/// A system in an authority.
#[derive(Debug)]
pub struct Deployment {
    /// The authority.
    pub borough: Ix<Borough>,
    /// The system.
    pub system: Ix<System>,
    /// What it is used for there.
    pub services: Vec<Ix<Service>>,
    /// Where it is in its life.
    pub lifecycle: Lifecycle,
    /// When it went live.
    pub since: Option<Date>,
    /// When it went, or goes.
    pub until: Option<Date>,
    /// The system that it took over from.
    pub replaces: Option<Ix<System>>,
    /// Which of these only follow from what sources show.
    pub inferred: Vec<Inferred>,
    /// Where it runs.
    pub hosting: Option<Hosting>,
    /// Its contract.
    pub contract: Option<Ix<Contract>>,
    /// Who stands behind it.
    pub provenance: Provenance,
    /// How sure it is.
    pub confidence: Option<Confidence>,
    /// When it was last confirmed.
    pub checked: Option<Date>,
    /// One paragraph.
    pub notes: Option<String>,
    /// Where this is known from.
    pub sources: Vec<SourceRef>,
    /// Where it can be edited.
    pub origin: Origin,
}

impl Deployment {
    /// In use at the date of the catalogue: the set D of the definitions.
    #[must_use]
    pub fn is_current(&self) -> bool {
        matches!(self.lifecycle, Lifecycle::Live | Lifecycle::Replacing)
    }

    /// Its end is only the day by which it was gone.
    #[must_use]
    pub fn until_at_latest(&self) -> bool {
        self.inferred.contains(&Inferred::Until)
    }

    /// No source says that it took over from the system that it names.
    #[must_use]
    pub fn replaces_by_inference(&self) -> bool {
        self.inferred.contains(&Inferred::Replaces)
    }

    /// Perhaps in use: sources are old, and nothing says that it ended.
    #[must_use]
    pub fn may_be_current(&self) -> bool {
        self.lifecycle == Lifecycle::Unknown && self.until.is_none()
    }
}

/// A contract.
#[derive(Debug)]
pub struct Contract {
    /// Its id: of its file, or made of its authority and its system or title.
    pub id: String,
    /// Earlier ids of its file; each stays as a redirect.
    pub former_ids: Vec<String>,
    /// How it stands in the content.
    pub kind: ContractKind,
    /// What it is called.
    pub title: Option<String>,
    /// What it buys.
    pub category: Category,
    /// The authorities in it, with their parts of the value.
    pub members: Vec<Member>,
    /// The authority that let it.
    pub lead: Option<Ix<Borough>>,
    /// The systems that it provides.
    pub systems: Vec<Ix<System>>,
    /// What it is for.
    pub services: Vec<Ix<Service>>,
    /// Who provides it.
    pub supplier: Supplied,
    /// Only where dates do not tell it.
    pub stage: Option<Stage>,
    /// The buyer's reference.
    pub reference: Option<String>,
    /// Open contracting id.
    pub ocid: Option<String>,
    /// First day.
    pub start: Option<Date>,
    /// Last day without options.
    pub end: Option<Date>,
    /// Last day with every option used.
    pub max_end: Option<Date>,
    /// Months of notice, where stated.
    pub notice_months: Option<u16>,
    /// What it costs.
    pub value: Option<Money>,
    /// How it was bought.
    pub procurement_method: Option<ProcurementMethod>,
    /// Its framework.
    pub framework: Option<Ix<Framework>>,
    /// Published procurement notices.
    pub notices: Vec<Notice>,
    /// What it says about leaving and openness.
    pub terms: Option<Terms>,
    /// Who stands behind it.
    pub provenance: Provenance,
    /// How sure it is.
    pub confidence: Option<Confidence>,
    /// One paragraph.
    pub notes: Option<String>,
    /// Where this is known from, its deployment's sources included where it has none of its own.
    pub sources: Vec<SourceRef>,
    /// Deployments that name it.
    pub deployments: Vec<Ix<Deployment>>,
    /// Where it can be edited.
    pub origin: Origin,
}

impl Contract {
    /// Its title, or the name of its system.
    #[must_use]
    pub fn name<'a>(&'a self, catalogue: &'a Catalogue) -> &'a str {
        let system = || self.systems.first().map(|ix| catalogue.systems[*ix].name.as_str());
        self.title.as_deref().or_else(system).unwrap_or("Contract without a title")
    }

    /// Whether an authority has a part in it.
    #[must_use]
    pub fn is_of(&self, borough: Ix<Borough>) -> bool {
        self.members.iter().any(|member| member.borough == borough)
    }
}

/// How a contract stands in the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContractKind {
    /// Under a deployment.
    Inline,
    /// In an authority's list of contracts without a product.
    Listed,
    /// In a file of its own.
    Shared,
}

/// What stands in place of a contract's id in the addresses of lists of contracts.
pub const LIST_IDS: [&str; 8] =
    ["ending", "service", "supplier", "end-passed", "not-begun", "end-not-known", "ended", "shared"];

/// Addresses that every region's site has, so that its authorities can't be there.
pub const TAKEN_PATHS: [&str; 30] = [
    "a-z",
    "about",
    "accessibility",
    "api",
    "assets",
    "cards",
    "changes",
    "checks",
    "compare",
    "contracts",
    "contribute",
    "coverage",
    "data",
    "explore",
    "figures",
    "frameworks",
    "glossary",
    "licence",
    "method",
    "migrations",
    "opportunities",
    "prices",
    "releases",
    "report",
    "search",
    "services",
    "skills",
    "suppliers",
    "systems",
    "technologies",
];

/// Those of them that are texts of the region.
pub const PAGES_OF_TEXT: [&str; 5] = ["about", "accessibility", "contribute", "licence", "method"];

/// Places that pages have, so that what a text or a list names can't be there.
pub const TAKEN_PLACES: [&str; 3] = ["main", "q", "toc-h"];

/// What stands in place of a supplier's id.
pub const SUPPLIER_LISTS: [&str; 1] = ["exposure"];

/// An authority's part in a contract.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// The authority.
    pub borough: Ix<Borough>,
    /// Its part of the value; all parts sum to 1.
    pub share: f64,
}

/// A report chapter.
#[derive(Debug)]
pub struct Chapter {
    /// Its number.
    pub number: u16,
    /// Its address.
    pub slug: String,
    /// Its text.
    pub page: Page,
}

/// A page of prose.
#[derive(Debug)]
pub struct Page {
    /// Its address.
    pub slug: String,
    /// Its heading.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// Where that stands in the file.
    pub description_span: Span,
    /// Its Markdown.
    pub body: String,
    /// The file that it stands in.
    pub file: FileId,
    /// Where the Markdown stands in the file.
    pub span: Span,
    /// Where it can be edited.
    pub origin: Origin,
}
