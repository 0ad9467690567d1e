//! Pieces that several page kinds show: links, dates, sources, states, tables of contracts, the tile map.

use std::borrow::Cow;

use jiff::civil::Date as Day;
use serde::Serialize;

use super::timeline::{Axis, Bar};
use super::{Model, urls};
use crate::catalogue::{
    Borough, Contract, ContractKind, Deployment, Ix, Service, SourceRef, Supplied, System,
};
use crate::content::records::{
    Category, Confidence, Date, Hosting, Lifecycle, MoneyBasis, Notice, ProcurementMethod, Provenance, Stage,
    Tax, TriState,
};
use crate::figures::{ContractState, Coverage, Light, Target, Term, is_stale, newest_source};

/// A name that leads somewhere.
#[derive(Clone, Debug, Serialize)]
pub struct Link {
    /// Address from the site's root.
    pub href: String,
    /// The words.
    pub text: String,
}

impl Link {
    /// A link with its words.
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self { href: href.into(), text: text.into() }
    }
}

/// A date for people and machines.
#[derive(Clone, Debug, Serialize)]
pub struct DateView {
    /// As exact as it is known: `2027`, `2027-03`, `2027-03-31`.
    pub iso: String,
    /// For tables.
    pub text: String,
}

/// A word with a class that gives it shape and colour.
#[derive(Clone, Debug, Serialize)]
pub struct Tag {
    /// The theme's class.
    pub class: &'static str,
    /// The word.
    pub text: Cow<'static, str>,
}

impl Tag {
    const fn new(class: &'static str, text: &'static str) -> Self {
        Self { class, text: Cow::Borrowed(text) }
    }
}

/// Who provides something.
#[derive(Clone, Debug, Serialize)]
pub struct SuppliedView {
    /// The supplier's page.
    pub link: Option<Link>,
    /// The authority's own build.
    pub in_house: bool,
}

/// One source.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView {
    /// Its address.
    pub url: Option<String>,
    /// Its title, or its host where it has none.
    pub title: String,
    /// Its site.
    pub host: String,
    /// Its date.
    pub date: Option<DateView>,
    /// How sure it is.
    pub confidence: Option<&'static str>,
    /// What it says; Markdown.
    pub notes: Option<String>,
}

/// The sources of a fact.
#[derive(Clone, Debug, Serialize)]
pub struct SourcesView {
    /// The theme's class for who stands behind the fact.
    pub class: &'static str,
    /// Who stands behind the fact, in words.
    pub word: String,
    /// The newest source.
    pub first: Option<SourceView>,
    /// The others, newest first.
    pub more: Vec<SourceView>,
    /// Older than the region's limit.
    pub stale: bool,
    /// The record's own notes; Markdown.
    pub notes: Option<String>,
}

/// A share with the bounds that gaps leave.
#[derive(Clone, Debug, Serialize)]
pub struct BoundsView {
    /// At least.
    pub lower: String,
    /// At most.
    pub upper: String,
}

/// How much an aggregate rests on.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageView {
    /// The sentence: "Recorded for 21 of 33 boroughs: 64%".
    pub sentence: String,
    /// Length of the bar.
    pub percent: String,
    /// What is missing, in words: "The 12 boroughs with nothing recorded".
    pub missing_title: String,
    /// What is missing.
    pub missing: Vec<Link>,
}

/// A deployment as a row.
#[derive(Clone, Debug, Serialize)]
pub struct DeploymentRow {
    /// The authority.
    pub borough: Link,
    /// The services that the row is about.
    pub services: Vec<Link>,
    /// The system.
    pub system: Link,
    /// Its supplier.
    pub supplier: SuppliedView,
    /// Where it is in its life.
    pub state: Tag,
    /// When it went, where that is known.
    pub until: Option<DateView>,
    /// When it went live.
    pub since: Option<DateView>,
    /// Where it runs.
    pub hosting: Option<&'static str>,
    /// Its contract's end.
    pub ends: EndsView,
    /// Where this is known from.
    pub sources: SourcesView,
}

/// A contract's end, as a cell.
#[derive(Clone, Debug, Serialize)]
pub struct EndsView {
    /// Last day without options.
    pub end: Option<DateView>,
    /// Last day with every option used.
    pub max_end: Option<DateView>,
    /// The contract's state, where it needs saying.
    pub tag: Option<Tag>,
    /// A contract is on record, but not its end.
    pub contract: bool,
}

/// A contract as a row.
#[derive(Clone, Debug, Serialize)]
pub struct ContractRow {
    /// Its title, or the name of its system.
    pub title: String,
    /// The system's page, where it is for one.
    pub systems: Vec<Link>,
    /// The authorities in it, or the first of many.
    pub boroughs: Vec<Link>,
    /// The others.
    pub more_boroughs: Vec<Link>,
    /// Its services.
    pub services: Vec<Link>,
    /// Its supplier.
    pub supplier: SuppliedView,
    /// When it began.
    pub start: Option<DateView>,
    /// When it ends.
    pub ends: EndsView,
    /// Where it is.
    pub state: Tag,
    /// The whole sum as the source gives it.
    pub value: Option<String>,
    /// What the sum covers, and its tax.
    pub value_note: Option<String>,
    /// What it costs a year, and whether tax makes that an estimate.
    pub annual: Option<String>,
    /// No sum is recorded, but the notes speak of one.
    pub value_in_notes: bool,
    /// What the decide-by date says.
    pub light: Option<Tag>,
    /// The decide-by date.
    pub decide_by: Option<DateView>,
    /// Its term on the axis.
    pub bar: Option<Bar>,
    /// Decide-by dates do not apply: it has not begun, or is over.
    pub no_decision: bool,
    /// Reference, procurement and the other facts that a table has no column for.
    pub details: Vec<(&'static str, String)>,
    /// Published notices: address and words.
    pub notices: Vec<(String, String)>,
    /// Where this is known from.
    pub sources: SourcesView,
}

/// The tile map.
#[derive(Clone, Debug, Serialize)]
pub struct TileMap {
    /// Codes only, for narrow columns.
    pub small: bool,
    /// One for each authority with a tile, by name.
    pub tiles: Vec<Tile>,
    /// Class and words of the key.
    pub key: Vec<(String, String)>,
}

/// One authority on the map.
#[derive(Clone, Debug, Serialize)]
pub struct Tile {
    /// Row, column, tint and marks.
    pub class: String,
    /// Its page.
    pub href: String,
    /// Its name in full.
    pub name: String,
    /// Three letters.
    pub code: String,
    /// Its short name.
    pub short: String,
    /// What is printed in it.
    pub value: String,
    /// What is said in place of it, where the print is a mere sign.
    pub said: Option<String>,
}

/// What a tile shows.
pub struct TileValue {
    /// Tint from 1 to 5; 0 for none.
    pub tint: usize,
    /// What is printed.
    pub text: String,
    /// What is said in place of it.
    pub said: Option<String>,
}

/// Upper edges of the tints of a map; the last tint is open.
pub struct Scale {
    /// The largest value of each tint but the last.
    pub steps: &'static [usize],
}

impl Scale {
    fn tint(&self, value: usize) -> Option<usize> {
        (value > 0).then(|| self.steps.partition_point(|step| *step < value) + 1)
    }

    fn words(&self, tint: usize) -> String {
        let from = if tint == 1 { 1 } else { self.steps[tint - 2] + 1 };
        match self.steps.get(tint - 1) {
            Some(to) if *to == from => from.to_string(),
            Some(to) => format!("{from} to {to}"),
            None => format!("{from} or more"),
        }
    }
}

impl<'a> Model<'a> {
    /// An authority's page.
    #[must_use]
    pub fn borough_link(self, ix: Ix<Borough>) -> Link {
        let borough = &self.catalogue.boroughs[ix];
        Link::new(urls::borough(self.catalogue, borough), &borough.name)
    }

    /// A service's page.
    #[must_use]
    pub fn service_link(self, ix: Ix<Service>) -> Link {
        let service = &self.catalogue.services[ix];
        Link::new(urls::service(service), &service.name)
    }

    /// A system's page.
    #[must_use]
    pub fn system_link(self, ix: Ix<System>) -> Link {
        let system = &self.catalogue.systems[ix];
        Link::new(urls::system(system), &system.name)
    }

    /// What a figure's cell names.
    #[must_use]
    pub fn target_link(self, target: Target, text: &str) -> Link {
        Link::new(urls::target(self.catalogue, target), text)
    }

    /// Who provides something.
    #[must_use]
    pub fn supplied(self, supplied: Supplied) -> SuppliedView {
        let link = supplied.supplier().map(|ix| {
            let row = &self.catalogue.suppliers[ix];
            Link::new(urls::supplier(row), &row.name)
        });
        SuppliedView { link, in_house: supplied == Supplied::InHouse }
    }

    /// A date for tables.
    #[must_use]
    pub fn date(self, date: Date) -> DateView {
        DateView { iso: date.to_string(), text: self.format().short_date(date) }
    }

    /// A day for tables.
    #[must_use]
    pub fn day(self, day: Day) -> DateView {
        self.date(Date::from(day))
    }

    /// The sources of a fact, newest first.
    #[must_use]
    pub fn sources(
        self,
        sources: &[SourceRef],
        provenance: Provenance,
        confidence: Option<Confidence>,
        notes: Option<&String>,
    ) -> SourcesView {
        let mut sorted: Vec<&SourceRef> = sources.iter().collect();
        sorted.sort_by_key(|source| std::cmp::Reverse(source.date.map(Date::last_day)));
        let mut views: Vec<SourceView> =
            sorted.into_iter().map(|source| self.source(source, confidence)).collect();
        let first = (!views.is_empty()).then(|| views.remove(0));
        let (class, word) = self.provenance(provenance);
        let stale = is_stale(self.catalogue, newest_source(sources));
        SourcesView { class, word, first, more: views, stale, notes: notes.cloned() }
    }

    /// One source.
    #[must_use]
    pub fn source(self, source: &SourceRef, confidence: Option<Confidence>) -> SourceView {
        let host = source.url.as_ref().map(|url| url.host().to_owned()).unwrap_or_default();
        SourceView {
            url: source.url.as_ref().map(|url| url.as_str().to_owned()),
            title: source.title.clone().unwrap_or_else(|| host.clone()),
            host,
            date: source.date.map(|date| self.date(date)),
            confidence: source.confidence.or(confidence).map(confidence_word),
            notes: source.notes.clone(),
        }
    }

    fn provenance(self, provenance: Provenance) -> (&'static str, String) {
        let one = &self.catalogue.site.words.one;
        match provenance {
            Provenance::Verified => ("verified", format!("Checked by the {one}")),
            Provenance::Declared => ("declared", format!("Stated by the {one}")),
            Provenance::Published => ("published", "Published source".to_owned()),
            Provenance::SupplierStated => ("supplier-stated", "Stated by the supplier".to_owned()),
        }
    }

    /// A share's base, with the authorities that are missing in it.
    #[must_use]
    pub fn coverage(self, coverage: Coverage, missing: &[Ix<Borough>]) -> CoverageView {
        let format = self.format();
        let count = missing.len();
        CoverageView {
            sentence: format!(
                "Recorded for {} of {}: {}",
                format.count(coverage.part),
                format.boroughs(coverage.whole),
                coverage.percent()
            ),
            percent: percent(coverage.percent().value()),
            missing_title: format!("The {} with nothing recorded in use", format.boroughs(count)),
            missing: missing.iter().map(|ix| self.borough_link(*ix)).collect(),
        }
    }

    /// A deployment as a row, for all of its services or for one.
    #[must_use]
    pub fn deployment_row(self, ix: Ix<Deployment>, service: Option<Ix<Service>>) -> DeploymentRow {
        let deployment = &self.catalogue.deployments[ix];
        let services = service.as_ref().map_or(deployment.services.as_slice(), std::slice::from_ref);
        let system = &self.catalogue.systems[deployment.system];
        let mut all_sources = deployment.sources.clone();
        let inline = deployment.contract.map(|ix| &self.catalogue.contracts[ix]);
        if let Some(contract) = inline.filter(|row| row.kind == ContractKind::Inline) {
            let new = contract.sources.iter().filter(|own| {
                !deployment.sources.iter().any(|other| other.url == own.url && other.title == own.title)
            });
            all_sources.extend(new.cloned());
        }
        let mut sources = self.sources(
            &all_sources,
            deployment.provenance,
            deployment.confidence,
            deployment.notes.as_ref(),
        );
        let newest = crate::figures::newest_date(self.catalogue, deployment);
        sources.stale = is_stale(self.catalogue, newest);
        DeploymentRow {
            borough: self.borough_link(deployment.borough),
            services: services.iter().map(|ix| self.service_link(*ix)).collect(),
            system: self.system_link(deployment.system),
            supplier: self.supplied(system.supplier),
            state: lifecycle_tag(deployment.lifecycle),
            until: deployment.until.map(|date| self.date(date)),
            since: deployment.since.map(|date| self.date(date)),
            hosting: deployment.hosting.and_then(hosting_word),
            ends: self.ends(deployment.contract),
            sources,
        }
    }

    fn ends(self, contract: Option<Ix<Contract>>) -> EndsView {
        let Some(ix) = contract else {
            return EndsView { end: None, max_end: None, tag: None, contract: false };
        };
        let row = &self.catalogue.contracts[ix];
        let term = self.figures.term(ix);
        let soon = self.catalogue.site.thresholds.ending_soon_months;
        let tag = match term.state {
            ContractState::Running if term.ends_within(self.catalogue.as_of, soon) => {
                Some(Tag { class: "soon", text: format!("Ends within {soon} months").into() })
            }
            ContractState::InOptions | ContractState::EndPassed => Some(END_PASSED),
            _ => None,
        };
        EndsView {
            end: row.end.map(|date| self.date(date)),
            max_end: row.max_end.map(|date| self.date(date)),
            tag,
            contract: true,
        }
    }

    /// A contract as a row.
    #[must_use]
    pub fn contract_row(self, ix: Ix<Contract>) -> ContractRow {
        let row = &self.catalogue.contracts[ix];
        let term = self.figures.term(ix);
        let format = self.format();
        let systems: Vec<Link> = row.systems.iter().map(|ix| self.system_link(*ix)).collect();
        let mut boroughs: Vec<Link> =
            row.members.iter().map(|member| self.borough_link(member.borough)).collect();
        let shown = if boroughs.len() > SHOWN_MEMBERS + 1 { SHOWN_MEMBERS } else { boroughs.len() };
        let more_boroughs = boroughs.split_off(shown);
        ContractRow {
            title: row.name(self.catalogue),
            systems,
            boroughs,
            more_boroughs,
            services: row.services.iter().map(|ix| self.service_link(*ix)).collect(),
            supplier: self.supplied(row.supplier),
            start: row.start.map(|date| self.date(date)),
            ends: self.ends(Some(ix)),
            state: state_tag(row, term.state, self.ends(Some(ix)).tag),
            value: row.value.map(|value| format.short_money(value.amount as f64)),
            value_note: row.value.map(|value| value_note(value.basis, value.tax)),
            annual: self.annual(row, term),
            value_in_notes: row.value.is_none() && speaks_of_money(row),
            light: term.light.map(light_tag),
            decide_by: term.decide_by.map(|day| self.day(day)),
            bar: self.axis().bar(row, term),
            no_decision: matches!(term.state, ContractState::Planned | ContractState::Ended),
            details: self.details(row),
            notices: row.notices.iter().map(notice).collect(),
            sources: self.sources(&row.sources, row.provenance, row.confidence, row.notes.as_ref()),
        }
    }

    /// What a contract costs a year, where that is not what its value says already.
    fn annual(self, row: &Contract, term: &Term) -> Option<String> {
        let annual = term.annual?;
        let short = self.format().short_money(annual.amount);
        let value = row.value.map(|value| self.format().short_money(value.amount as f64));
        let estimated = if annual.estimated { ", estimated" } else { "" };
        (value.as_ref() != Some(&short)).then(|| format!("{short} a year{estimated}"))
    }

    fn details(self, row: &Contract) -> Vec<(&'static str, String)> {
        let c = self.catalogue;
        let terms = row.terms.unwrap_or_default();
        let term = |state: TriState| match state {
            TriState::Yes => Some("yes".to_owned()),
            TriState::No => Some("no".to_owned()),
            TriState::Unknown => None,
        };
        let all = [
            ("What it buys", category_word(row.category).map(str::to_owned)),
            ("Route to market", row.framework.map(|ix| c.frameworks[ix].name.clone())),
            ("How it was bought", row.procurement_method.and_then(method_word).map(str::to_owned)),
            ("Let by", row.lead.map(|ix| c.boroughs[ix].name.clone())),
            ("Reference", row.reference.clone()),
            ("Open contracting id", row.ocid.clone()),
            ("Data can be taken out", term(terms.data_export)),
            ("Open interface", term(terms.open_api)),
            ("Plan for leaving", term(terms.exit_plan)),
            ("Open standards", term(terms.open_standards)),
        ];
        all.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))).collect()
    }

    /// Contracts as rows.
    #[must_use]
    pub fn contract_rows(self, contracts: &[Ix<Contract>]) -> Vec<ContractRow> {
        contracts.iter().map(|ix| self.contract_row(*ix)).collect()
    }

    /// Contracts in the order in which people ask for them: those with an end ahead by their end, then planned ones,
    /// then those without a known end, then past ones, the latest first.
    #[must_use]
    pub fn in_order(self, contracts: &[Ix<Contract>]) -> Vec<Ix<Contract>> {
        let mut sorted = contracts.to_vec();
        sorted.sort_by_key(|ix| {
            let term = self.figures.term(*ix);
            let end = term.end.or(term.last_end);
            let days = end.map_or(0, |day| i64::from((day - self.catalogue.as_of).get_days()));
            let (rank, order) = match term.state {
                ContractState::Running => (0, days),
                ContractState::Planned => (1, days),
                ContractState::EndNotKnown => (2, 0),
                ContractState::InOptions | ContractState::EndPassed => (3, -days),
                ContractState::Ended => (4, -days),
            };
            (rank, order, *ix)
        });
        sorted
    }

    /// The axis of timelines.
    #[must_use]
    pub fn axis(self) -> Axis {
        Axis::around(self.catalogue.as_of)
    }

    /// A map of a count for each authority; none is "not known".
    #[must_use]
    pub fn map(
        self,
        scale: &Scale,
        ring: Option<Ix<Borough>>,
        count: impl Fn(Ix<Borough>) -> Option<usize>,
    ) -> TileMap {
        let mut used = std::collections::BTreeSet::new();
        let mut map = self.tiles(ring, "Not known", |ix| {
            let count = count(ix)?;
            let tint = scale.tint(count).unwrap_or(0);
            used.insert(tint);
            Some(TileValue { tint, text: self.format().count(count), said: None })
        });
        let words = |tint: &usize| match tint {
            0 => (String::new(), "0".to_owned()),
            tint => (format!("key-q{tint}"), scale.words(*tint)),
        };
        map.key.splice(0..0, used.iter().map(words));
        map
    }

    /// A map of what `value` says of each authority; its key names only what every map has.
    #[must_use]
    pub fn tiles(
        self,
        ring: Option<Ix<Borough>>,
        nothing: &str,
        mut value: impl FnMut(Ix<Borough>) -> Option<TileValue>,
    ) -> TileMap {
        let river = self.catalogue.site.river.as_ref();
        let mut any_nothing = false;
        let tile = |(ix, borough): (Ix<Borough>, &'a Borough)| {
            let (column, row) = borough.tile?;
            let value = value(ix);
            any_nothing |= value.is_none();
            let on_bank = river.is_some_and(|river| river.bank.iter().any(|id| id.value == borough.id));
            let tint = match &value {
                None => " no-data".to_owned(),
                Some(TileValue { tint: 0, .. }) => String::new(),
                Some(value) => format!(" q{}", value.tint),
            };
            let ringed = if ring == Some(ix) { " ring" } else { "" };
            let value = value.unwrap_or_else(|| TileValue {
                tint: 0,
                text: "–".into(),
                said: Some(nothing.to_lowercase()),
            });
            Some(Tile {
                class: format!("r{row} c{column}{tint}{ringed}{}", if on_bank { " bank" } else { "" }),
                href: urls::borough(self.catalogue, borough),
                name: borough.name.clone(),
                code: borough.code.clone().unwrap_or_else(|| borough.name.chars().take(3).collect()),
                short: borough.short_name.clone().unwrap_or_else(|| borough.name.clone()),
                value: value.text,
                said: value.said,
            })
        };
        let tiles: Vec<Tile> = self.catalogue.boroughs.iter().filter_map(tile).collect();
        let entry = |class: &str, text: &str| (class.to_owned(), text.to_owned());
        let mut key = Vec::new();
        if any_nothing {
            key.push(entry("key-none", nothing));
        }
        key.extend(ring.map(|ix| entry("key-ring", &self.catalogue.boroughs[ix].name)));
        key.extend(river.filter(|_| !tiles.is_empty()).map(|river| entry("key-river", &river.name)));
        TileMap { small: ring.is_some(), tiles, key }
    }
}

/// Members of a shared contract that a table names before it folds the others away.
const SHOWN_MEMBERS: usize = 2;

const END_PASSED: Tag = Tag::new("passed", "End date passed");

fn state_tag(contract: &Contract, state: ContractState, ends: Option<Tag>) -> Tag {
    match (state, ends) {
        (ContractState::Planned, _) => match (contract.stage, contract.start) {
            (Some(Stage::Planned), _) => Tag::new("planned", "Planned"),
            (Some(Stage::Tendering), _) => Tag::new("planned", "Out to tender"),
            _ => Tag::new("planned", "Not begun yet"),
        },
        (ContractState::Ended, _) => Tag::new("ended", "Ended"),
        (ContractState::EndNotKnown, _) => Tag::new("unknown", "End not known"),
        (_, Some(tag)) => tag,
        _ => Tag::new("ok", "In contract"),
    }
}

fn lifecycle_tag(lifecycle: Lifecycle) -> Tag {
    match lifecycle {
        Lifecycle::Live => Tag::new("ok", "Live"),
        Lifecycle::Replacing => Tag::new("soon", "Being replaced"),
        Lifecycle::Implementing => Tag::new("planned", "Being introduced"),
        Lifecycle::Planned => Tag::new("planned", "Planned"),
        Lifecycle::Retired => Tag::new("ended", "Retired"),
        Lifecycle::Unknown => Tag::new("unknown", "Not confirmed"),
    }
}

fn light_tag(light: Light) -> Tag {
    match light {
        Light::TimeInHand => Tag::new("ok", "Time in hand"),
        Light::ActNow => Tag::new("now", "Act now"),
        Light::TooLate => Tag::new("late", "Too late: extend or re\u{2011}let"),
        Light::PastEnd => Tag::new("past", "Past its end"),
    }
}

fn confidence_word(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "high confidence",
        Confidence::Medium => "medium confidence",
        Confidence::Low => "low confidence",
    }
}

fn hosting_word(hosting: Hosting) -> Option<&'static str> {
    match hosting {
        Hosting::OnPremises => Some("on own premises"),
        Hosting::SupplierHosted => Some("hosted by the supplier"),
        Hosting::PublicCloud => Some("in a public cloud"),
        Hosting::SharedService => Some("a shared service"),
        Hosting::Unknown => None,
    }
}

fn value_note(basis: MoneyBasis, tax: Tax) -> String {
    let basis = match basis {
        MoneyBasis::Total => "in total",
        MoneyBasis::Annual => "a year",
    };
    let tax = match tax {
        Tax::Net => ", without VAT",
        Tax::Gross => ", with VAT",
        Tax::Unknown => "",
    };
    format!("{basis}{tax}")
}

/// Whole percent for the length of a bar.
#[must_use]
pub fn percent(value: f64) -> String {
    format!("{value:.0}%")
}

/// A sum that is a range, a limit or has options in it is told in words.
fn speaks_of_money(row: &Contract) -> bool {
    let notes = row.notes.iter().chain(row.sources.iter().filter_map(|source| source.notes.as_ref()));
    let mut notes = notes.map(String::as_str);
    notes.any(|text| {
        text.split(['£', '€', '$']).skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    })
}

fn notice(notice: &Notice) -> (String, String) {
    let words: Vec<&str> = [notice.kind.as_deref(), notice.id.as_deref()].into_iter().flatten().collect();
    let words = if words.is_empty() { notice.url.host().to_owned() } else { words.join(" ") };
    (notice.url.as_str().to_owned(), words)
}

fn category_word(category: Category) -> Option<&'static str> {
    match category {
        Category::Software => Some("Software"),
        Category::ManagedService => Some("A managed service"),
        Category::Hardware => Some("Hardware"),
        Category::ProfessionalServices => Some("Design, build or advice"),
        Category::Unknown => None,
    }
}

fn method_word(method: ProcurementMethod) -> Option<&'static str> {
    match method {
        ProcurementMethod::Open => Some("Anybody could bid"),
        ProcurementMethod::Selective => Some("Qualified suppliers could bid"),
        ProcurementMethod::Limited => Some("Some suppliers were asked"),
        ProcurementMethod::Direct => Some("Awarded directly"),
        ProcurementMethod::Unknown => None,
    }
}

/// Whether a contract is shared.
#[must_use]
pub fn is_shared(contract: &Contract) -> bool {
    matches!(contract.kind, ContractKind::Shared(_))
}
