//! Contracts that name no product: takes the rows of contracts.csv, gives each borough's contracts, each once although
//! several rows tell it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::cells::{Cells, IN_HOUSE, convert, text};
use super::evidence::{Evidence, summarise};
use super::known::{Ids, Known};
use super::ocids::ocid_of;
use super::records::{Entry, named_supplier};
use super::report::{Outcome, Report};
use super::rows::{ContractRow, Numbered, Row};
use super::same::{Verdict, agree, compare, terms_differ};
use crate::content::files::is_id;
use crate::content::records::{
    ContractItem, Date, Money, MoneyBasis, Placed, Provenance, SourceItem, Stage, SupplierRecord, Tax, Url,
};

/// What one row says.
#[derive(Debug)]
pub(super) struct Draft {
    pub line: u64,
    pub item: ContractItem,
    pub evidence: Evidence,
}

/// A contract of a borough, and what is needed to compare it with others.
#[derive(Debug)]
pub(super) struct Contract {
    pub item: ContractItem,
    /// The line of its first row.
    pub line: u64,
    /// The date of its newest source.
    pub told: Option<Date>,
}

impl Draft {
    /// When the row's source was published.
    pub(super) fn date(&self) -> Option<Date> {
        self.evidence.source.as_ref()?.date
    }

    /// Newest first, then surest, then the earlier row.
    fn rank(&self) -> impl Ord + use<> {
        (Reverse(self.date().map(Date::first_day)), Reverse(self.evidence.confidence), self.line)
    }
}

/// Suppliers that only contracts name become records with the name that stands beside their id.
pub(super) fn suppliers_by_name(
    rows: &[Numbered<ContractRow>],
    suppliers: &mut Ids,
    report: &mut Report,
) -> Vec<Entry<SupplierRecord>> {
    let mut added = Vec::new();
    for Numbered { line, row } in rows {
        let (id, Some(name)) = (row.supplier.as_str(), text(&row.supplier_name)) else { continue };
        if !is_id(id) || id == IN_HOUSE {
            continue;
        }
        match suppliers.name(id) {
            Some(known) if known == name => {}
            Some(known) => {
                let text = format!("the row calls `{id}` \"{name}\", the supplier's record \"{known}\"");
                report.doubt(ContractRow::FILE, *line, text);
            }
            None => {
                suppliers.insert(id, &name);
                let url = row.source_url.parse::<Url>().ok().map(Placed::from);
                let title = text(&row.source_title);
                let source = SourceItem { url, title, date: None, confidence: None, notes: None };
                let named = source.url.is_some() || source.title.is_some();
                added.push(named_supplier(id, &name, Some(&source).filter(|_| named)));
                let text = format!(
                    "`{id}` has no row in suppliers.csv; suppliers/{id}.yaml has only the name \"{name}\""
                );
                report.doubt(ContractRow::FILE, *line, text);
            }
        }
    }
    added
}

/// Each borough's contracts, in the order of their first rows.
pub(super) fn contracts(
    rows: &[Numbered<ContractRow>],
    known: &Known,
    report: &mut Report,
) -> BTreeMap<String, Vec<Contract>> {
    let mut drafts: BTreeMap<String, Vec<Draft>> = BTreeMap::new();
    for (line, (borough, item, evidence)) in convert(rows, report, |row, cells| draft(row, known, cells)) {
        evidence.doubt().into_iter().for_each(|doubt| report.doubt(ContractRow::FILE, line, doubt));
        drafts.entry(borough).or_default().push(Draft { line, item, evidence });
    }
    let merge_all = |(borough, drafts): (String, Vec<Draft>)| {
        let clusters = cluster(drafts);
        doubt_near_ones(&clusters, report);
        let contracts = clusters.into_iter().map(|cluster| merge(cluster, &borough, report)).collect();
        (borough, contracts)
    };
    drafts.into_iter().map(merge_all).collect()
}

fn draft(row: &ContractRow, known: &Known, cells: &mut Cells) -> Option<(String, ContractItem, Evidence)> {
    cells.filled(&[("borough", &row.borough), ("title", &row.title), ("provenance", &row.provenance)]);
    let borough = cells.reference("borough", &row.borough, &known.boroughs);
    let source = (row.source_url.as_str(), row.source_title.as_str(), row.source_date.as_str());
    let evidence = Evidence::read(cells, source, &row.notes, &row.confidence);
    let provenance: Option<Provenance> = cells.word("provenance", &row.provenance);
    let mut item = ContractItem {
        title: text(&row.title),
        category: cells.word("category", &row.category),
        services: cells.references("services", &row.services, &known.services),
        supplier: cells.supplier("supplier", &row.supplier, &known.suppliers),
        stage: cells.word("stage", &row.stage),
        ocid: ocid_of(&row.source_url).map(Placed::from),
        start: cells.date("start", &row.start).map(Placed::from),
        end: cells.date("end", &row.end).map(Placed::from),
        max_end: cells.date("max_end", &row.max_end).map(Placed::from),
        value: cells.money(&row.value, &row.value_basis, &row.value_tax),
        provenance,
        ..ContractItem::default()
    };
    item.stage = stage(&item, &evidence);
    Some((borough?.value, item, evidence))
}

/// The row's own stage, or what its words plainly say.
fn stage(item: &ContractItem, evidence: &Evidence) -> Option<Stage> {
    let title = item.title.as_deref().unwrap_or_default().to_lowercase();
    let notes = evidence.notes.as_deref().unwrap_or_default().to_lowercase();
    let given_up = ["tender", "procurement"].iter().any(|what| {
        let sentences = notes.split(". ").filter(|sentence| sentence.contains(what));
        sentences
            .into_iter()
            .any(|sentence| sentence.contains("was cancelled") || sentence.contains("been cancelled"))
    });
    if title.contains("cancelled") || given_up {
        return Some(Stage::Ended);
    }
    item.stage.or_else(|| {
        let told = evidence.source.as_ref()?.date?;
        let starts_later = item.start.as_ref()?.first_day() > told.last_day();
        let open_tender = [
            "is tendering",
            "are tendering",
            "tender open",
            "invited tenders",
            "invited quotations",
            "invited bids",
            "award expected",
            "award decision expected",
            "award anticipated",
        ];
        (starts_later && open_tender.iter().any(|words| notes.contains(words))).then_some(Stage::Tendering)
    })
}

/// Groups of rows that tell one contract, ordered by their first rows. A row joins a group only if it contradicts none of
/// its rows.
fn cluster(drafts: Vec<Draft>) -> Vec<Vec<Draft>> {
    let mut clusters: Vec<Vec<Draft>> = drafts.into_iter().map(|draft| vec![draft]).collect();
    let joins = |a: &[Draft], b: &[Draft]| {
        let verdicts = || a.iter().flat_map(|a| b.iter().map(move |b| compare(a, b)));
        let same = |verdict| matches!(verdict, Verdict::Same(_));
        // Within a group, the ties of one pair must not bring together two rows that contradict each other.
        let contradict =
            a.iter().any(|a| b.iter().any(|b| !same(compare(a, b)) && terms_differ(&a.item, &b.item)));
        verdicts().any(same) && !contradict
    };
    let mut next = 0;
    while next < clusters.len() {
        match (next + 1..clusters.len()).find(|&other| joins(&clusters[next], &clusters[other])) {
            Some(other) => {
                let more = clusters.remove(other);
                clusters[next].extend(more);
            }
            None => next += 1,
        }
    }
    clusters
}

fn doubt_near_ones(clusters: &[Vec<Draft>], report: &mut Report) {
    for (index, cluster) in clusters.iter().enumerate() {
        for other in &clusters[index + 1..] {
            let verdict =
                cluster.iter().flat_map(|a| other.iter().map(move |b| (b.line, a.line, compare(a, b))));
            let perhaps = verdict.into_iter().find_map(|(line, earlier, verdict)| match verdict {
                Verdict::Different => None,
                Verdict::Same(reason) | Verdict::Perhaps(reason) => Some((line, earlier, reason)),
            });
            if let Some((line, earlier, reason)) = perhaps {
                let text =
                    format!("possibly the same contract as line {earlier} ({reason}); both are written");
                report.doubt(ContractRow::FILE, line, text);
            }
        }
    }
}

/// The newest source's words stand; what it leaves open comes from the others, the newer first.
fn merge(mut rows: Vec<Draft>, borough: &str, report: &mut Report) -> Contract {
    let line = rows.iter().map(|row| row.line).min().unwrap_or_default();
    rows.sort_by_cached_key(Draft::rank);
    let told = rows[0].date();
    let mut item = rows[0].item.clone();
    item.stage = furthest_stage(&rows);
    item.provenance = rows.iter().filter_map(|row| row.item.provenance).min();
    for row in &mut rows[1..] {
        if let Some(earlier) = earlier_state(&item, &row.item) {
            row.evidence.add_note(&earlier);
        }
        if let Some(title) = &row.item.title
            && !item.title.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(title))
        {
            row.evidence.add_note(&format!("Called \"{title}\" here."));
        }
        fill(&mut item, &row.item);
    }
    rows.sort_by_key(|row| row.line);
    item.services = united_services(&rows);
    let evidence: Vec<_> = rows.iter().map(|row| row.evidence.clone()).collect();
    let summary = summarise(&evidence);
    (item.confidence, item.notes, item.sources) = (summary.confidence, summary.notes, summary.sources);
    settle(&rows, borough, &item, report);
    Contract { item, line, told }
}

fn settle(rows: &[Draft], borough: &str, item: &ContractItem, report: &mut Report) {
    let record = format!("boroughs/{borough}.yaml: {}", item.title.as_deref().unwrap_or_default());
    report.settle(ContractRow::FILE, rows[0].line, Outcome::Written(record.clone()));
    for row in &rows[1..] {
        report.settle(
            ContractRow::FILE,
            row.line,
            Outcome::Merged { into: rows[0].line, record: record.clone() },
        );
    }
}

/// Of the newest sources: an older one's stage may be over.
fn furthest_stage(rows: &[Draft]) -> Option<Stage> {
    let newest = rows[0].date();
    let furthest = |stage: &Stage| match stage {
        Stage::Planned => 0,
        Stage::Tendering => 1,
        Stage::InContract => 2,
        Stage::Ended => 3,
    };
    rows.iter().filter(|row| row.date() == newest).filter_map(|row| row.item.stage).max_by_key(furthest)
}

/// Services in the order of the rows.
fn united_services(rows: &[Draft]) -> Vec<Placed<String>> {
    let mut services: Vec<Placed<String>> = Vec::new();
    for service in rows.iter().flat_map(|row| &row.item.services) {
        if !services.iter().any(|known| known.value == service.value) {
            services.push(service.clone());
        }
    }
    services
}

/// What an older source says of term and value, where it is something else.
fn earlier_state(now: &ContractItem, before: &ContractItem) -> Option<String> {
    if !terms_differ(now, before) {
        return None;
    }
    let mut parts = Vec::new();
    let mut date = |name: &str, now: &Option<Placed<Date>>, before: &Option<Placed<Date>>| {
        if let Some((now, before)) = now.as_deref().zip(before.as_deref())
            && !agree(*now, *before)
        {
            parts.push(format!("{name} {before}"));
        }
    };
    date("start", &now.start, &before.start);
    date("end", &now.end, &before.end);
    date("latest end", &now.max_end, &before.max_end);
    if let Some((now, before)) = now.value.zip(before.value)
        && (now.amount, now.basis) != (before.amount, before.basis)
    {
        let basis = if before.basis == MoneyBasis::Annual { " a year" } else { "" };
        parts.push(format!("value {}{basis}", before.amount));
    }
    Some(format!("Said then: {}.", parts.join(", ")))
}

/// Takes over what is not known yet, and the more exact of two dates that agree.
fn fill(item: &mut ContractItem, other: &ContractItem) {
    fill_date(&mut item.start, other.start);
    fill_date(&mut item.end, other.end);
    fill_date(&mut item.max_end, other.max_end);
    item.category = item.category.or(other.category);
    item.supplier = item.supplier.take().or_else(|| other.supplier.clone());
    item.ocid = item.ocid.take().or_else(|| other.ocid.clone());
    item.value = match (item.value, other.value) {
        (Some(Money { amount, basis, tax: Tax::Unknown }), Some(other))
            if (amount, basis) == (other.amount, other.basis) =>
        {
            Some(other)
        }
        (own, other) => own.or(other),
    };
}

fn fill_date(own: &mut Option<Placed<Date>>, other: Option<Placed<Date>>) {
    let is_better = match (own.as_deref(), other.as_deref()) {
        (None, _) => true,
        (Some(mine), Some(theirs)) => agree(*mine, *theirs) && exactness(*theirs) > exactness(*mine),
        (Some(_), None) => false,
    };
    if is_better {
        *own = other;
    }
}

fn exactness(date: Date) -> u8 {
    u8::from(date.month().is_some()) + u8::from(date.has_day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::records::Confidence;

    fn told(title: &str, date: &str, notes: &str, build: impl Fn(&mut ContractItem)) -> Draft {
        let source = SourceItem {
            url: None,
            title: text(date),
            date: date.parse().ok(),
            confidence: None,
            notes: None,
        };
        let mut item = ContractItem { title: text(title), ..ContractItem::default() };
        build(&mut item);
        Draft {
            line: 2,
            item,
            evidence: Evidence {
                source: Some(source),
                confidence: Some(Confidence::High),
                notes: text(notes),
            },
        }
    }

    fn date(text: &str) -> Option<Placed<Date>> {
        text.parse().ok().map(|date: Date| date.into())
    }

    fn merged(rows: Vec<Draft>) -> ContractItem {
        let mut report = Report::default();
        report.open_table(ContractRow::FILE);
        let rows = rows.into_iter().zip(2..).map(|(row, line)| Draft { line, ..row }).collect();
        merge(rows, "northmere", &mut report).item
    }

    #[test]
    fn the_newest_source_stands_and_the_older_one_is_told() {
        let older = told("Tender", "2024-01-01", "First notice.", |item| {
            item.end = date("2027-03-31");
            item.stage = Some(Stage::Planned);
        });
        let newer = told("Award", "2025-01-01", "Award notice.", |item| item.end = date("2028-03-31"));
        let item = merged(vec![older, newer]);
        assert_eq!(item.title.as_deref(), Some("Award"));
        assert_eq!(item.end.map(|end| end.to_string()).as_deref(), Some("2028-03-31"));
        assert_eq!(item.stage, None, "an older source's stage is over");
        let notes = item.sources[0].notes.as_deref().map(String::as_str);
        assert_eq!(notes, Some("First notice. Said then: end 2027-03-31. Called \"Tender\" here."));
    }

    #[test]
    fn what_one_row_leaves_open_comes_from_the_other() {
        let a = told("System", "2024", "", |item| item.start = date("2024-04"));
        let b = told("System", "2024", "", |item| {
            item.start = date("2024-04-01");
            item.supplier = Some("acme".to_owned().into());
        });
        let item = merged(vec![a, b]);
        assert_eq!(item.start.map(|start| start.to_string()).as_deref(), Some("2024-04-01"));
        assert_eq!(item.supplier.as_deref().map(String::as_str), Some("acme"));
    }

    #[test]
    fn a_stage_needs_plain_words() {
        let stage_of = |title, notes, start: &str| {
            let row = told(title, "2026-05-20", notes, |item| item.start = date(start));
            stage(&row.item, &row.evidence)
        };
        assert_eq!(stage_of("New system", "The council is tendering.", "2027"), Some(Stage::Tendering));
        assert_eq!(stage_of("New system", "The council is tendering.", "2026"), None, "it may have begun");
        assert_eq!(stage_of("New system", "The council tendered it.", "2027"), None);
        assert_eq!(stage_of("Old system (cancelled)", "", ""), Some(Stage::Ended));
        assert_eq!(stage_of("Old system", "The tender was cancelled in May.", ""), Some(Stage::Ended));
        assert_eq!(stage_of("Old system", "A tender. The old licence was cancelled.", ""), None);
    }
}
