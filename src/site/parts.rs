//! Pieces that several page kinds show: dates, sources, states and deployments as rows.

use std::borrow::Cow;

use jiff::civil::Date as Day;
use serde::Serialize;

use super::contract_row::EndsView;
pub use super::links::Link;
use super::{Model, urls};
use crate::catalogue::{Chapter, ContractKind, Deployment, Ix, Service, SourceRef, Supplied};
use crate::content::records::{Confidence, DatasetStatus, Date, Hosting, Lifecycle, Provenance};
use crate::figures::{Coverage, Group, YearlyValue, is_stale, newest_source};

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
    pub(super) const fn new(class: &'static str, text: &'static str) -> Self {
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

/// A group of suppliers.
#[derive(Clone, Debug, Serialize)]
pub struct GroupView {
    /// Its name.
    pub name: String,
    /// Its head's page; a company without a record has none.
    pub href: Option<String>,
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
    /// What else there is to read: "2 more sources and notes"; none where that is nothing.
    pub more_title: Option<String>,
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
    /// What is missing; of many the first, and where all are.
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
    /// What stands before that date.
    pub until_word: &'static str,
    /// When it went live.
    pub since: Option<DateView>,
    /// Where it runs.
    pub hosting: Option<&'static str>,
    /// Its contract's end.
    pub ends: EndsView,
    /// Its contract's page.
    pub contract: Option<String>,
    /// Where this is known from.
    pub sources: SourcesView,
}

/// What running contracts cost a year, as far as that is known.
#[derive(Clone, Debug, Serialize)]
pub struct KnownValue {
    /// The sum of those whose value is known; none where it is known for none or for too few of them.
    pub amount: Option<String>,
    /// It is known for too few.
    pub withheld: bool,
    /// How many run; none where none does.
    pub running: Option<String>,
    /// For how many of them the value is known: "2 of 4".
    pub of: String,
    /// The same in words.
    pub words: String,
}

/// Where something is counted and told: the figures behind a page, and the chapters that quote them.
#[derive(Clone, Debug, Serialize)]
pub struct BehindView {
    /// The figures.
    pub figures: Vec<Link>,
    /// The chapters.
    pub chapters: Vec<Link>,
}

impl Model<'_> {
    /// A group of suppliers: its head's page, or the name of a company without a record.
    #[must_use]
    pub fn group_view(self, group: &Group) -> GroupView {
        let name = group.name(self.catalogue).to_owned();
        let href = match group {
            Group::Head(ix) => Some(urls::supplier(&self.catalogue.suppliers[*ix])),
            Group::Named(_) | Group::InHouse => None,
        };
        GroupView { name, href }
    }

    /// The sentence of a figure.
    #[must_use]
    pub fn sentence(self, id: &str) -> String {
        self.figures.known(id).sentence.clone()
    }

    /// What the records rest on, as their editors say it, and how many of them were checked: computed, because it is the
    /// first thing that a confirmation changes.
    #[must_use]
    pub fn provenance_note(self) -> String {
        let (note, verified) =
            (&self.catalogue.site.dataset.note, self.figures.known("deployments-verified"));
        let confirmed = self.catalogue.boroughs.rows().iter().any(|row| row.checked.is_some())
            || self.catalogue.deployments.rows().iter().any(|row| row.checked.is_some());
        match verified.number() {
            Some(count) if count > 0.0 => format!("{note} {}", verified.sentence),
            _ if confirmed || self.catalogue.site.dataset.status == DatasetStatus::Illustrative => {
                note.clone()
            }
            _ => say!("{note} No {} has checked it yet.", self.catalogue.site.words.one; note),
        }
    }

    /// Under what the records are published, and which words have to stay with them.
    #[must_use]
    pub fn rights(self) -> String {
        let licence = &self.catalogue.site.licence;
        let keep = licence
            .acknowledgement
            .as_deref()
            .map(|words| format!(" {}.", words.trim().trim_end_matches('.')));
        say!("{}, except where otherwise stated.{}", licence.name, keep.unwrap_or_default())
    }

    /// Whether a sum may be told: not of a few contracts among many.
    #[must_use]
    pub fn tells(self, value: YearlyValue) -> bool {
        value.is_telling(self.catalogue.site.thresholds.small_number as usize)
    }

    /// What running contracts cost a year.
    #[must_use]
    pub fn known_value(self, running: usize, known: usize, amount: f64) -> KnownValue {
        let format = self.format();
        let contracts = format.counted(running, "running contract", "running contracts");
        let short = format.short_money(amount);
        let telling = self.tells(YearlyValue { amount, known, of: running });
        KnownValue {
            amount: telling.then(|| short.clone()),
            withheld: known > 0 && !telling,
            running: (running > 0).then(|| contracts.clone()),
            of: say!("{} of {}", format.count(known), format.count(running)),
            words: match (running, known) {
                (0, _) => say!("No running contract on record").to_owned(),
                (_, 0) => say!("Not known for any of {contracts}"; contracts),
                _ if !telling => {
                    say!("Withheld, because it is known for only {known} of {contracts}"; known, contracts)
                }
                (_, known) => {
                    say!("{short} a year, known for {known} of {contracts}"; short, known, contracts)
                }
            },
        }
    }

    /// What contracts cost a year: `£1.2m a year, known for 3 of 7`.
    #[must_use]
    pub fn yearly(self, value: YearlyValue) -> String {
        let YearlyValue { of, known, amount } = value;
        let format = self.format();
        match known {
            0 => say!("No yearly value is known").to_owned(),
            _ if !self.tells(value) => say!(
                "Yearly value withheld, because it is known for only {} of {}",
                format.count(known),
                format.count(of)
            ),
            known => say!(
                "{} a year, known for {} of {}",
                format.short_money(amount),
                format.count(known),
                format.count(of)
            ),
        }
    }

    /// The figures with those ids, and the chapters that quote one of them.
    #[must_use]
    pub fn behind(self, ids: &[&str]) -> BehindView {
        let figures = ids.iter().map(|id| self.figures.known(id));
        let quotes = |chapter: &&Chapter| {
            let quotes = |id: &&str| {
                [" ", "}"].iter().any(|after| chapter.page.body.contains(&format!("{{fig:{id}{after}")))
            };
            ids.iter().any(quotes)
        };
        let chapters = self.catalogue.chapters.iter().filter(quotes);
        BehindView {
            figures: figures.map(|figure| Link::new(urls::figure(figure.id), &figure.title)).collect(),
            chapters: chapters
                .map(|chapter| Link::new(urls::chapter(chapter), &chapter.page.title))
                .collect(),
        }
    }

    /// Who provides something.
    #[must_use]
    pub fn supplied(self, supplied: Supplied) -> SuppliedView {
        let link = supplied.supplier().map(|ix| self.supplier_link(ix));
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
        let has_notes = notes.is_some() || first.as_ref().is_some_and(|source| source.notes.is_some());
        let more = self.format().counted(views.len(), "more source", "more sources");
        let more_title = match (views.is_empty(), has_notes) {
            (true, false) => None,
            (true, true) => Some(say!("Notes").to_owned()),
            (false, false) => Some(more),
            (false, true) => Some(say!("{more} and notes"; more)),
        };
        SourcesView { class, word, first, more: views, more_title, stale, notes: notes.cloned() }
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

    /// The theme's class for who stands behind a fact, and the words.
    #[must_use]
    pub fn provenance(self, provenance: Provenance) -> (&'static str, String) {
        let one = &self.catalogue.site.words.one;
        match provenance {
            Provenance::Verified => ("verified", say!("Checked by the {one}"; one)),
            Provenance::Declared => ("declared", say!("Stated by the {one}"; one)),
            Provenance::Published => ("published", say!("Published source").to_owned()),
            Provenance::SupplierStated => ("supplier-stated", say!("Stated by the supplier").to_owned()),
        }
    }

    /// A share's base, with the authorities that are missing in it.
    #[must_use]
    pub fn coverage(self, coverage: Coverage, count: usize, missing: Vec<Link>) -> CoverageView {
        let format = self.format();
        CoverageView {
            sentence: say!(
                "Recorded for {} of {}: {}",
                format.count(coverage.part),
                format.boroughs(coverage.whole),
                coverage.percent()
            ),
            percent: percent(coverage.percent().value()),
            missing_title: say!("The {} with nothing recorded in use", format.boroughs(count)),
            missing,
        }
    }

    /// A deployment as a row, for all of its services or for one.
    #[must_use]
    pub fn deployment_row(self, ix: Ix<Deployment>, service: Option<Ix<Service>>) -> DeploymentRow {
        let deployment = &self.catalogue.deployments[ix];
        let services = service.as_ref().map_or(deployment.services.as_slice(), std::slice::from_ref);
        let system = &self.catalogue.systems[deployment.system];
        DeploymentRow {
            borough: self.borough_link(deployment.borough),
            services: services.iter().map(|ix| self.service_link(*ix)).collect(),
            system: self.system_link(deployment.system),
            supplier: self.supplied(system.supplier),
            state: lifecycle_tag(deployment.lifecycle),
            until: deployment.until.map(|date| self.date(date)),
            until_word: until_word(deployment),
            since: deployment.since.map(|date| self.date(date)),
            hosting: deployment.hosting.and_then(hosting_word),
            ends: self.ends(deployment.contract),
            contract: deployment.contract.map(|ix| urls::contract(&self.catalogue.contracts[ix])),
            sources: self.deployment_sources(deployment),
        }
    }

    /// Where a deployment is known from, the sources of its own contract included.
    #[must_use]
    pub fn deployment_sources(self, deployment: &Deployment) -> SourcesView {
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
        sources
    }
}

/// Where a system is in its life.
#[must_use]
pub fn lifecycle_tag(lifecycle: Lifecycle) -> Tag {
    match lifecycle {
        Lifecycle::Live => Tag::new("ok", say!("Live")),
        Lifecycle::Replacing => Tag::new("soon", say!("Being replaced")),
        Lifecycle::Implementing => Tag::new("planned", say!("Being introduced")),
        Lifecycle::Planned => Tag::new("planned", say!("Planned")),
        Lifecycle::Retired => Tag::new("ended", say!("Retired")),
        Lifecycle::Unknown => Tag::new("unknown", say!("Not confirmed")),
    }
}

/// `until`, or `gone by` where nobody knows more.
pub(super) fn until_word(deployment: &Deployment) -> &'static str {
    if deployment.until_at_latest() { say!("gone by") } else { say!("until") }
}

/// How sure a record is.
#[must_use]
pub fn confidence_word(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => say!("high confidence"),
        Confidence::Medium => say!("medium confidence"),
        Confidence::Low => say!("low confidence"),
    }
}

pub(super) fn hosting_word(hosting: Hosting) -> Option<&'static str> {
    match hosting {
        Hosting::OnPremises => Some(say!("on own premises")),
        Hosting::SupplierHosted => Some(say!("hosted by the supplier")),
        Hosting::PublicCloud => Some(say!("in a public cloud")),
        Hosting::SharedService => Some(say!("a shared service")),
        Hosting::Unknown => None,
    }
}

/// Whole percent for the length of a bar.
#[must_use]
pub fn percent(value: f64) -> String {
    format!("{value:.0}%")
}
