//! A frozen release: the figures and tables as they stood on a day, as `citytools release` wrote them.
//!
//! Releases are the site's memory, so the form only grows: a newer program reads every older release, and an older
//! program says that it can't read a newer one.

use std::collections::HashSet;
use std::fmt::Write as _;

use jiff::civil::Date as Day;
use serde::{Deserialize, Serialize};

use super::cells::is_formula;
use super::files::is_id;
use super::letters::has_no_place;
use crate::diagnostics::{Diagnostic, FileId, Place, Span, rules};

/// The newest form that this program writes and reads.
pub const SCHEMA_VERSION: u32 = 1;

/// Cells of all tables: 330 authorities have less than half of them. Each takes far more room than its bytes.
const MOST_CELLS: usize = 1_000_000;

/// Cells of all releases together, which are in memory at once: two hundred releases of London, or fifteen of 330 authorities.
const MOST_CELLS_OF_ALL: usize = 6_000_000;

/// Figures, and tables: London has 100 of them, and none grows with a region.
const MOST_FIGURES: usize = 2_000;

/// Figures and tables of one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Release {
    /// The form of the file.
    pub schema_version: u32,
    /// The day for which everything is stated; also the file's name.
    pub date: Day,
    /// Every figure of that day.
    pub figures: Vec<FrozenFigure>,
    /// Every published table of that day.
    pub tables: Vec<FrozenTable>,
}

/// A figure as it stood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrozenFigure {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The number with its unit, as readers saw it.
    pub text: String,
    /// The number; none where it was withheld.
    pub value: Option<f64>,
    /// What the number rested on: a part of a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<(usize, usize)>,
    /// The sentence that readers saw.
    pub sentence: String,
}

/// A table as it was published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrozenTable {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

impl FrozenTable {
    /// The table as it was published.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in std::iter::once(&self.columns).chain(&self.rows) {
            // Writing to memory can't fail.
            let _ = writer.write_record(row);
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

impl Release {
    /// The figure with that id.
    #[must_use]
    pub fn figure(&self, id: &str) -> Option<&FrozenFigure> {
        self.figures.iter().find(|figure| figure.id == id)
    }

    /// The file's text: one line for each figure and row, so that two releases can be compared line by line.
    ///
    /// # Panics
    /// Never: strings and numbers can always be written as JSON.
    #[must_use]
    pub fn to_text(&self) -> String {
        fn lines<T: Serialize>(items: &[T]) -> String {
            let line = |item| serde_json::to_string(item).expect("strings and numbers are JSON");
            items.iter().map(line).collect::<Vec<_>>().join(",\n")
        }
        let mut text = format!(
            "{{\n\"schema_version\": {},\n\"date\": \"{}\",\n\"figures\": [\n{}\n],\n\"tables\": [",
            self.schema_version,
            self.date,
            lines(&self.figures)
        );
        for (index, table) in self.tables.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            let columns = lines(&table.columns).replace('\n', " ");
            let name = lines(std::slice::from_ref(&table.name));
            // Writing to a string can't fail.
            let _ = write!(text, "{comma}\n{{\"name\": {name}, \"columns\": [{columns}], \"rows\": [\n");
            text.push_str(&lines(&table.rows));
            text.push_str("\n]}");
        }
        text.push_str("\n]\n}\n");
        text
    }
}

/// Reads a release that is named after that day.
///
/// # Errors
/// With what is wrong: a release that was changed by hand can't be trusted, so reading stops at the first problem.
pub fn read(text: &str, day: Day, file: FileId) -> Result<Release, Diagnostic> {
    #[derive(Deserialize)]
    struct Head {
        schema_version: u32,
    }
    let problem = |span, message: String| Diagnostic::new(&rules::RELEASE, Place { file, span }, message);
    let at = |error: &serde_json::Error| {
        problem(span_of(text, error), format!("the release can't be read: {error}"))
    };
    if cells(text) > MOST_CELLS {
        let said = format!("the release has more than {MOST_CELLS} cells, as no region's tables have");
        return Err(problem(Span::default(), said));
    }
    // The version first: a newer form may have other keys.
    let head: Head = serde_json::from_str(text).map_err(|error| at(&error))?;
    if head.schema_version > SCHEMA_VERSION {
        let said = format!("the release was written by a newer program, in form {}", head.schema_version);
        return Err(problem(Span::default(), said).remedy("build with a newer version of the program"));
    }
    let release: Release = serde_json::from_str(text).map_err(|error| at(&error))?;
    if release.date != day {
        let said = format!("the file is named after {day}, but holds the release of {}", release.date);
        return Err(problem(Span::default(), said));
    }
    if release.figures.len().max(release.tables.len()) > MOST_FIGURES {
        let said = format!("the release has more than {MOST_FIGURES} figures or tables, as no region has");
        return Err(problem(Span::default(), said));
    }
    let ragged = |table: &&FrozenTable| table.rows.iter().any(|row| row.len() != table.columns.len());
    if let Some(table) = release.tables.iter().find(ragged) {
        let said =
            format!("a row of the table `{}` has not as many cells as the table has columns", table.name);
        return Err(problem(Span::default(), said));
    }
    match foreign(&release) {
        Some(said) => Err(problem(Span::default(), said)),
        None => Ok(release),
    }
}

/// About as many cells as a release has, without reading it.
fn cells(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b',').count()
}

/// The room that all releases have together.
pub struct Room(usize);

impl Room {
    /// All of it.
    #[must_use]
    pub fn whole() -> Self {
        Self(MOST_CELLS_OF_ALL)
    }

    /// Takes what one release needs.
    ///
    /// # Errors
    /// Where so much is not left: the release is not to be read.
    pub fn take(&mut self, text: &str, file: FileId) -> Result<(), Diagnostic> {
        // One that is too large by itself is told as that, and read no further.
        let needed = Some(cells(text)).filter(|cells| *cells <= MOST_CELLS).unwrap_or_default();
        if let Some(left) = self.0.checked_sub(needed) {
            self.0 = left;
            return Ok(());
        }
        let said = format!(
            "with this release, all releases together have more than {MOST_CELLS_OF_ALL} cells, so it is not read"
        );
        let problem = Diagnostic::new(&rules::RELEASE, Place { file, span: Span::default() }, said);
        Err(problem.remedy("take out the releases that nobody cites, such as all but the last of each year"))
    }
}

/// What this program never writes into a release, and what would do harm where the release is published as it stands.
fn foreign(release: &Release) -> Option<String> {
    let Release { figures, tables, .. } = release;
    // Each becomes the name of a file, or is looked for by it.
    let names = [
        figures.iter().map(|figure| &figure.id).collect::<Vec<_>>(),
        tables.iter().map(|table| &table.name).collect(),
    ];
    for names in names {
        let mut seen = HashSet::new();
        if let Some(name) = names.into_iter().find(|name| !is_id(name) || !seen.insert(*name)) {
            return Some(format!("`{}` is no id, or stands twice", name.escape_debug()));
        }
    }
    let cells = || tables.iter().flat_map(|table| table.columns.iter().chain(table.rows.iter().flatten()));
    if let Some(cell) = cells().find(|cell| is_formula(cell)) {
        return Some(format!("a spreadsheet would run the cell `{}`", cell.escape_debug()));
    }
    let texts = figures.iter().flat_map(|figure| [&figure.title, &figure.text, &figure.sentence]);
    texts
        .chain(cells())
        .find(|text| text.contains(has_no_place))
        .map(|text| format!("`{}` has signs that nobody sees", text.escape_debug()))
}

/// The byte to which an error of the JSON reader points.
fn span_of(text: &str, error: &serde_json::Error) -> Span {
    let before: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = u32::try_from(before + error.column().saturating_sub(1)).unwrap_or(u32::MAX);
    Span { start: at, end: at }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn release() -> Release {
        let figure = FrozenFigure {
            id: "systems".to_owned(),
            title: "Systems \"on\" record".to_owned(),
            text: "12".to_owned(),
            value: Some(12.0),
            coverage: Some((3, 4)),
            sentence: "12 systems are on record.\nIn two lines.".to_owned(),
        };
        let withheld =
            FrozenFigure { id: "withheld".to_owned(), value: None, coverage: None, ..figure.clone() };
        let row = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
        let table = FrozenTable {
            name: "systems".to_owned(),
            columns: row("id", "name"),
            rows: vec![row("a", "\"A\", \\ and é"), row("b", "")],
        };
        let empty = FrozenTable { name: "skills".to_owned(), columns: row("id", "name"), rows: Vec::new() };
        Release {
            schema_version: SCHEMA_VERSION,
            date: date(2026, 3, 31),
            figures: vec![figure, withheld],
            tables: vec![table, empty],
        }
    }

    fn message(text: &str) -> String {
        read(text, date(2026, 3, 31), FileId(0)).expect_err("the release is broken").message
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = release().to_text();
        assert_eq!(read(&text, date(2026, 3, 31), FileId(0)).unwrap(), release());
    }

    #[test]
    fn keys_that_a_later_form_adds_do_not_stop_this_one() {
        let text = release().to_text().replace("\"date\"", "\"note\": \"added later\", \"date\"");
        assert_eq!(read(&text, date(2026, 3, 31), FileId(0)).unwrap(), release());
    }

    #[test]
    fn a_broken_release_is_told_with_its_place() {
        let text = release().to_text();
        assert!(message(&text.replace("2026-03-31", "2026-04-01")).contains("named after 2026-03-31"));
        assert!(
            message(&text.replace("\"schema_version\": 1", "\"schema_version\": 99"))
                .contains("newer program")
        );
        assert!(message(&text.replace("[\"b\",\"\"]", "[\"b\"]")).contains("table `systems`"));
        let cut = &text[..text.len() / 2];
        let problem = read(cut, date(2026, 3, 31), FileId(0)).expect_err("the text is cut");
        assert!(problem.place.span.start > 100, "{problem:?}");
    }
}
