//! What changed: since the last release, and between each release and the one before it.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use serde::Serialize;

use super::{View, crumb};
use crate::catalogue::Catalogue;
use crate::content::release::{FrozenFigure, Release};
use crate::figures::{Changed, Changes, Fate, TableChanges, between, freeze};
use crate::site::agenda::FeedsView;
use crate::site::download::Download;
use crate::site::parts::Link;
use crate::site::{Dataset, Model, Page, Section, urls};

/// What is different between two days.
#[derive(Debug, Serialize)]
pub struct ChangesView {
    /// In one sentence.
    finding: String,
    /// Figures that moved.
    moved: Vec<MovedRow>,
    /// How many did not.
    unmoved: String,
    /// Records, by table.
    tables: Vec<TableView>,
    /// Rows that only repeat what other records say otherwise: in words, and how many, for programs that read the page.
    repeated: Option<(String, usize)>,
}

#[derive(Debug, Serialize)]
struct MovedRow {
    title: String,
    /// The figure's page, where it is still computed.
    href: Option<String>,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Debug, Serialize)]
struct TableView {
    id: String,
    name: String,
    count: String,
    /// The number itself, for programs that read the page.
    number: usize,
    records: Vec<RecordRow>,
    /// How many more there are than are shown.
    more: Option<String>,
}

#[derive(Debug, Serialize)]
struct RecordRow {
    name: Vec<NamePart>,
    fate: &'static str,
    /// The same for programs that read the page, whatever its language: fate and ids.
    told: (&'static str, String),
    edits: Vec<EditView>,
}

#[derive(Debug, Serialize)]
struct NamePart {
    text: String,
    href: Option<String>,
}

#[derive(Debug, Serialize)]
struct EditView {
    what: String,
    /// Column and both cells, for programs that read the page.
    told: (String, String, String),
    /// Before and after, empty for what nobody knows; addresses are too long to read.
    values: Option<(String, String)>,
    /// What became of addresses.
    addresses: String,
}

/// What changed since the last release.
#[derive(Debug, Serialize)]
pub struct SinceView {
    standfirst: String,
    last: Option<Link>,
    /// How many releases there are; none leads to nothing.
    releases: Option<String>,
    changes: Option<ChangesView>,
    feeds: FeedsView,
}

impl SinceView {
    /// Its feed.
    pub(super) fn feeds(&self) -> &FeedsView {
        &self.feeds
    }
}

/// All releases.
#[derive(Debug, Serialize)]
pub struct IndexView {
    /// The newest first.
    releases: Vec<ReleaseRow>,
    feeds: FeedsView,
}

impl IndexView {
    /// Its feed.
    pub(super) fn feeds(&self) -> &FeedsView {
        &self.feeds
    }
}

#[derive(Debug, Serialize)]
struct ReleaseRow {
    link: Link,
    figures: String,
    rows: String,
    finding: String,
}

/// A release.
#[derive(Debug, Serialize)]
pub struct ReleaseView {
    day: String,
    standfirst: String,
    previous_day: Option<String>,
    changes: Option<ChangesView>,
    figures: Vec<FigureRow>,
    downloads: Vec<Frozen>,
    previous: Option<Link>,
    next: Option<Link>,
    #[serde(skip)]
    dataset: Dataset,
}

impl ReleaseView {
    /// The release as data.
    pub(super) fn dataset(&self) -> &Dataset {
        &self.dataset
    }
}

#[derive(Debug, Serialize)]
struct FigureRow {
    title: String,
    href: Option<String>,
    text: String,
    sentence: String,
}

/// A frozen table, or all of the release.
#[derive(Debug, Serialize)]
struct Frozen {
    name: String,
    rows: String,
    file: Download,
}

/// Records of one table that a page lists; the frozen tables have them all.
const MOST_RECORDS: usize = 200;

/// Records that news of a release name at most: they are read in a list beside those of others.
const MOST_NEWS: usize = 50;

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let mut pages = vec![Page {
        path: urls::CHANGES.to_owned(),
        template: "changes.html",
        title: say!("What changed").to_owned(),
        description: say!(
            "What changed in the records of {} since the last release, and every frozen release.",
            c.site.region
        ),
        section: Some(Section::Coverage),
        crumbs: Vec::new(),
        origin: None,
        text: None,
        view: Box::new(move || View::Changes(Box::new(since_view(model)))),
    }];
    if !c.releases.is_empty() {
        pages.push(Page {
            path: urls::RELEASES.to_owned(),
            template: "releases.html",
            title: say!("Releases").to_owned(),
            description: say!(
                "Every frozen release of the records of {}, to cite and to download.",
                c.site.region
            ),
            section: Some(Section::Coverage),
            crumbs: vec![crumb(say!("What changed"), urls::CHANGES)],
            origin: None,
            text: None,
            view: Box::new(move || View::Releases(Box::new(index_view(model)))),
        });
    }
    for (index, release) in c.releases.iter().enumerate() {
        let day = model.format().day(release.date);
        pages.push(Page {
            path: urls::release(release.date),
            template: "release.html",
            title: say!("Release of {day}"; day),
            description: say!(
                "Every figure and table of {} as it stood on {day}, to cite and to download.",
                c.site.region; day
            ),
            section: Some(Section::Coverage),
            crumbs: vec![crumb(say!("What changed"), urls::CHANGES), crumb(say!("Releases"), urls::RELEASES)],
            origin: None,
            text: None,
            view: Box::new(move || View::Release(Box::new(release_view(model, index)))),
        });
    }
    pages
}

fn release_link(model: Model, release: &Arc<Release>) -> Link {
    Link::new(urls::release(release.date), model.format().day(release.date))
}

fn since_view(model: Model) -> SinceView {
    let c = model.catalogue;
    let last = c.releases.last();
    let changes = last.map(|last| changes_view(model, last, &freeze(c, model.figures)));
    SinceView {
        standfirst: match (last, &changes) {
            (Some(last), Some(changes)) => {
                say!("Since the release of {}: {}.", model.format().day(last.date), lower(&changes.finding))
            }
            _ => {
                say!("No release is frozen yet, so there is nothing to compare the records with.").to_owned()
            }
        },
        last: last.map(|last| release_link(model, last)),
        releases: last.map(|_| model.format().counted(c.releases.len(), "release", "releases")),
        changes,
        feeds: feeds(model),
    }
}

fn index_view(model: Model) -> IndexView {
    let c = model.catalogue;
    let row = |(index, release): (usize, &Arc<Release>)| ReleaseRow {
        link: release_link(model, release),
        figures: model.format().count(release.figures.len()),
        rows: model.format().count(rows(release)),
        finding: match index.checked_sub(1).map(|before| &c.releases[before]) {
            Some(before) => finding(model, &between(before, release)),
            None => say!("The first release").to_owned(),
        },
    };
    IndexView { releases: c.releases.iter().enumerate().map(row).rev().collect(), feeds: feeds(model) }
}

/// Releases have no dates ahead, so there is a feed and no calendar.
fn feeds(model: Model) -> FeedsView {
    FeedsView {
        title: say!("What changed").to_owned(),
        calendar: None,
        dates: String::new(),
        these: None,
        feed: model.download(urls::feed(urls::CHANGES), say!("Atom feed")),
    }
}

fn release_view(model: Model, index: usize) -> ReleaseView {
    let releases = &model.catalogue.releases;
    let release = &releases[index];
    let before = index.checked_sub(1).map(|before| &releases[before]);
    let format = model.format();
    let figure = |figure: &FrozenFigure| FigureRow {
        title: figure.title.clone(),
        href: model.figures.named(&figure.id).map(|figure| urls::figure(figure.id)),
        text: figure.text.clone(),
        sentence: figure.sentence.clone(),
    };
    let table = |table: &crate::content::release::FrozenTable| Frozen {
        file: model.download(urls::release_file(release.date, &format!("{}.csv", table.name)), "CSV"),
        name: model.table_words(&table.name),
        rows: format.counted(table.rows.len(), "row", "rows"),
    };
    let whole = Frozen {
        file: model.download(urls::release_file(release.date, "release.json"), "JSON"),
        name: say!("Everything").to_owned(),
        rows: format.counted(rows(release), "row", "rows"),
    };
    let downloads: Vec<Frozen> = std::iter::once(whole).chain(release.tables.iter().map(table)).collect();
    let media_type = |file: &Frozen| match file.file.format {
        "CSV" => "text/csv",
        _ => "application/json",
    };
    let standfirst = say!(
        "{} and {} of records as they stood on {}. A release never changes, so it can be cited.",
        format.counted(release.figures.len(), "figure", "figures"),
        format.counted(rows(release), "row", "rows"),
        format.day(release.date)
    );
    ReleaseView {
        day: format.day(release.date),
        dataset: Dataset {
            name: say!("{}, release of {}", model.catalogue.site.title, format.day(release.date)),
            description: standfirst.clone(),
            as_of: release.date,
            downloads: downloads.iter().map(|file| (file.file.href.clone(), media_type(file))).collect(),
        },
        standfirst,
        previous_day: before.map(|before| format.day(before.date)),
        changes: before.map(|before| changes_view(model, before, release)),
        figures: release.figures.iter().map(figure).collect(),
        downloads,
        previous: before.map(|before| release_link(model, before)),
        next: releases.get(index + 1).map(|next| release_link(model, next)),
    }
}

fn rows(release: &Release) -> usize {
    release.tables.iter().map(|table| table.rows.len()).sum()
}

/// "3 figures moved; 2 records added, 1 removed, 4 edited"
#[must_use]
pub fn finding(model: Model, changes: &Changes) -> String {
    let format = model.format();
    let records = || changes.tables.iter().flat_map(|table| &table.records);
    let count = |is: fn(&Fate) -> bool| records().filter(|record| is(&record.fate)).count();
    let parts = [
        (count(|fate| *fate == Fate::Added), say!("added")),
        (count(|fate| *fate == Fate::Removed), say!("removed")),
        (count(|fate| matches!(fate, Fate::Edited(_))), say!("edited")),
    ];
    let figures = match changes.moved.len() {
        0 => say!("No figure moved").to_owned(),
        moved => say!("{} moved", format.counted(moved, "figure", "figures")),
    };
    match counted(model, &parts).as_str() {
        "" => say!("{figures} and no record changed"; figures),
        told => say!("{figures}; records: {}", told; figures),
    }
}

fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_lowercase(), letters.as_str()))
}

fn changes_view(model: Model, before: &Release, after: &Release) -> ChangesView {
    let changes = between(before, after);
    let moved = changes.moved.iter().map(|moved| MovedRow {
        title: moved.title.to_owned(),
        href: model.figures.named(moved.id).map(|figure| urls::figure(figure.id)),
        before: moved.before.map(str::to_owned),
        after: moved.after.map(str::to_owned),
    });
    let names = Names::of(model.catalogue, [after, before]);
    ChangesView {
        finding: finding(model, &changes),
        moved: moved.collect(),
        unmoved: model.format().counted(changes.unmoved, "figure", "figures"),
        tables: changes.tables.iter().map(|table| table_view(model, &names, table)).collect(),
        repeated: (changes.repeated > 0).then(|| repeated(model, changes.repeated)),
    }
}

fn repeated(model: Model, rows: usize) -> (String, usize) {
    let words = say!(
        "Left out of {}: {} that changed only in what is repeated there from a contract or system, where it is told.",
        lower(&model.table_words("deployments")),
        model.format().counted(rows, "row", "rows")
    );
    (words, rows)
}

fn table_view(model: Model, names: &Names, table: &TableChanges) -> TableView {
    let format = model.format();
    let left = table.records.len().saturating_sub(MOST_RECORDS);
    TableView {
        id: format!("table-{}", table.name),
        name: model.table_words(table.name),
        count: format.counted(table.records.len(), "record", "records"),
        number: table.records.len(),
        records: table
            .records
            .iter()
            .take(MOST_RECORDS)
            .map(|record| record_row(model, names, table.name, record))
            .collect(),
        more: (left > 0).then(|| format.count(left)),
    }
}

fn record_row(model: Model, names: &Names, table: &str, record: &Changed) -> RecordRow {
    let (fate, told, edits) = match &record.fate {
        Fate::Added => (say!("Added"), "added", &[][..]),
        Fate::Removed => (say!("Removed"), "removed", &[][..]),
        Fate::Edited(edits) => (say!("Edited"), "edited", edits.as_slice()),
    };
    let edit = |(column, before, after): &(&str, &str, &str)| {
        let is_addresses = before.contains("://") || after.contains("://");
        EditView {
            what: model.column_words(column),
            told: ((*column).to_owned(), (*before).to_owned(), (*after).to_owned()),
            values: (!is_addresses).then(|| both(model, names, column, [before, after])),
            addresses: if is_addresses { addresses(model, before, after) } else { String::new() },
        }
    };
    let ids: Vec<&str> = record.key.iter().map(|(_, id)| *id).collect();
    RecordRow {
        name: record.key.iter().map(|(column, id)| names.part(table, column, id)).collect(),
        fate,
        told: (told, ids.join(" ")),
        edits: edits.iter().map(edit).collect(),
    }
}

/// What happened to each record, a line each, for readers of news: "Contracts: A van – Edited – End: 2026 → 2027". The
/// page has all of them.
#[must_use]
pub fn news_lines(model: Model, before: &Release, after: &Release) -> Vec<String> {
    let view = changes_view(model, before, after);
    let lines = view.tables.iter().flat_map(|table| table.records.iter().map(|row| row.line(&table.name)));
    lines.take(MOST_NEWS).collect()
}

impl RecordRow {
    fn line(&self, table: &str) -> String {
        let name: Vec<&str> = self.name.iter().map(|part| part.text.as_str()).collect();
        let edits: Vec<String> = self.edits.iter().map(EditView::line).collect();
        let mut line = format!("{table}: {} – {}", name.join(": "), self.fate);
        if !edits.is_empty() {
            line.push_str(" – ");
            line.push_str(&edits.join("; "));
        }
        line
    }
}

impl EditView {
    /// `End: 2026 → 2027`, `Sources: 1 added`
    fn line(&self) -> String {
        match &self.values {
            Some((before, after)) => {
                format!("{}: {} → {}", self.what, or_unknown(before), or_unknown(after))
            }
            None => format!("{}: {}", self.what, self.addresses),
        }
    }
}

fn or_unknown(words: &str) -> &str {
    if words.is_empty() { say!("Not known") } else { words }
}

/// Both cells in words. One that says that nobody knows reads like one that says nothing, and yet it is an edit.
fn both(model: Model, names: &Names, column: &str, cells: [&str; 2]) -> (String, String) {
    let [before, after] = cells.map(|cell| value(model, names, column, cell));
    if or_unknown(&before) == or_unknown(&after) {
        let or_nothing = |words: String| if words.is_empty() { say!("nothing").to_owned() } else { words };
        return (or_nothing(before), or_nothing(after));
    }
    (before, after)
}

/// How many addresses came and went.
fn addresses(model: Model, before: &str, after: &str) -> String {
    let [old, new] =
        [before, after].map(|cell| cell.split(';').filter(|own| !own.is_empty()).collect::<BTreeSet<_>>());
    let parts =
        [(new.difference(&old).count(), say!("added")), (old.difference(&new).count(), say!("removed"))];
    if old.len() == 1 && new.len() == 1 {
        return say!("another address").to_owned();
    }
    match counted(model, &parts) {
        told if told.is_empty() => say!("in another order").to_owned(),
        told => told,
    }
}

/// `2 added, 1 removed`; what there is none of is left out.
fn counted(model: Model, parts: &[(usize, &str)]) -> String {
    let some = parts.iter().filter(|(count, _)| *count > 0);
    let told: Vec<String> =
        some.map(|(count, word)| format!("{} {word}", model.format().count(*count))).collect();
    told.join(", ")
}

/// Columns of days, months or years.
const DATES: [&str; 12] = [
    "checked",
    "contract_end",
    "contract_max_end",
    "date",
    "end",
    "max_end",
    "newest_source",
    "oldest_source",
    "owner_since",
    "since",
    "start",
    "until",
];

/// A cell in words: yes for true, names for ids, dates and sums as pages write them, and what the word of a code list says.
fn value(model: Model, names: &Names, column: &str, cell: &str) -> String {
    let table = match column {
        "replaces" | "replaced_by" | "system" | "systems" => "systems",
        "parent" | "supplier" => "suppliers",
        "services" => "services",
        "contract" => "contracts",
        "framework" => "frameworks",
        "boroughs" | "lead" => "boroughs",
        _ => "",
    };
    match cell {
        "true" => say!("yes").to_owned(),
        "false" => say!("no").to_owned(),
        ids if !table.is_empty() => {
            let names: Vec<_> = ids.split(';').map(|id| names.part(table, "id", id.trim()).text).collect();
            names.join("; ")
        }
        sum if column == "value" => {
            // With pence, two sums could look the same when they are rounded.
            let whole: Option<u32> = sum.parse().ok();
            whole.map_or_else(|| sum.to_owned(), |amount| model.format().money(amount.into()))
        }
        date if DATES.contains(&column) => {
            date.parse().map_or_else(|_| date.to_owned(), |date| model.format().short_date(date))
        }
        names if matches!(column, "aliases" | "former_names" | "identifiers") => names.replace(';', "; "),
        cell => model.code_words(column, cell).unwrap_or_else(|| cell.to_owned()),
    }
}

/// What ids stand for: today, or in the releases for what is gone since.
struct Names<'a> {
    c: &'a Catalogue,
    /// By table and id.
    then: HashMap<(&'a str, &'a str), &'a str>,
}

impl<'a> Names<'a> {
    /// The names of both releases; where they differ, those of the first.
    fn of(c: &'a Catalogue, releases: [&'a Release; 2]) -> Self {
        let mut then = HashMap::new();
        for table in releases.iter().flat_map(|release| &release.tables) {
            let column = |name: &str| table.columns.iter().position(|own| own == name);
            let (Some(ids), Some(names)) = (column("id"), column("name").or_else(|| column("title"))) else {
                continue;
            };
            for row in table.rows.iter().filter(|row| !row[names].is_empty()) {
                then.entry((table.name.as_str(), row[ids].as_str())).or_insert(row[names].as_str());
            }
        }
        Self { c, then }
    }

    /// The name behind an id and its page, where the record is still there.
    fn part(&self, table: &str, column: &str, id: &str) -> NamePart {
        let kind = if column == "id" { table } else { column };
        if let Some((text, href)) = named(self.c, kind, id) {
            return NamePart { text, href: Some(href) };
        }
        // A key is named after one record of its table.
        let kinds = format!("{kind}s");
        let then = self.then.get(&(kind, id)).or_else(|| self.then.get(&(kinds.as_str(), id)));
        NamePart { text: (*then.unwrap_or(&id)).to_owned(), href: None }
    }
}

/// The name behind an id and its page.
fn named(c: &Catalogue, kind: &str, id: &str) -> Option<(String, String)> {
    match kind {
        "boroughs" | "borough" => {
            c.boroughs.find(id).map(|ix| (c.boroughs[ix].name.clone(), urls::borough(c, &c.boroughs[ix])))
        }
        "services" | "service" => {
            c.services.find(id).map(|ix| (c.services[ix].name.clone(), urls::service(&c.services[ix])))
        }
        "systems" | "system" => {
            c.systems.find(id).map(|ix| (c.systems[ix].name.clone(), urls::system(&c.systems[ix])))
        }
        "suppliers" => {
            c.suppliers.find(id).map(|ix| (c.suppliers[ix].name.clone(), urls::supplier(&c.suppliers[ix])))
        }
        "contracts" => c.contracts.find(id).map(|ix| {
            let row = &c.contracts[ix];
            (row.name(c), urls::contract(row))
        }),
        "frameworks" => {
            let found = c.frameworks.find(id).map(|ix| &c.frameworks[ix]);
            found.map(|row| (row.name.clone(), urls::framework(row)))
        }
        "skill" => c.skills.find(id).map(|ix| (c.skills[ix].name.clone(), urls::skill(&c.skills[ix]))),
        "technology" => c
            .technologies
            .find(id)
            .map(|ix| (c.technologies[ix].name.clone(), urls::technology(&c.technologies[ix]))),
        _ => None,
    }
}

/// The name behind an id, or the id where the record is gone.
pub(crate) fn name_of(c: &Catalogue, table: &str, column: &str, id: &str) -> String {
    let kind = if column == "id" { table } else { column };
    named(c, kind, id).map_or_else(|| id.to_owned(), |(name, _)| name)
}
