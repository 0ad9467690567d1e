//! What a change of the records does: takes two content folders, read and judged for the same date, and tells what is
//! different in the words of the site. Figures and records are compared as releases are, so that there is one way to compare.

mod cohorts;
mod figures;
pub mod forms;
mod pages;
mod problems;
mod records;
pub mod revision;

use std::io;
use std::path::Path;

use jiff::civil::Date as Day;
use serde::Serialize;

use crate::build::{Checked, Ready};
use crate::diagnostics::text::plural;
use crate::figures::{between, freeze};
use crate::render::{Theme, ThemeError};

pub use cohorts::{CohortChange, CohortFate};
pub use figures::{FigureName, FiguresChange, MovedFigure, Number};
pub use pages::{PageChange, PageKind, PagesChange};
pub use problems::{ProblemView, Problems};
pub use records::{EditView, RecordChange, RecordFate, TableChange};

/// A content folder to compare.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// As the person called it.
    pub name: &'a str,
    /// Where it is.
    pub content: &'a Path,
    /// What was found in it.
    pub checked: &'a Checked,
}

/// Everything that is different.
#[derive(Debug, Serialize)]
pub struct Difference {
    /// The form of the JSON.
    pub schema_version: u32,
    /// The day for which both sides are stated.
    pub as_of: Day,
    /// What was before.
    pub base: SideView,
    /// What is now.
    pub head: SideView,
    /// Files that are different.
    pub files: Vec<FileChange>,
    /// What the site says otherwise; none where a side has errors.
    pub site: Option<SiteChange>,
    /// Why there is nothing to say of the site.
    pub not_compared: Option<String>,
    /// Problems that came and went.
    pub problems: Problems,
}

/// One of the two sides.
#[derive(Debug, Serialize)]
pub struct SideView {
    /// As the person called it.
    pub name: String,
    /// Errors in it.
    pub errors: usize,
    /// Warnings in it.
    pub warnings: usize,
    /// Pieces of advice for it.
    pub advice: usize,
}

/// What is different on the site.
#[derive(Debug, Serialize)]
pub struct SiteChange {
    /// Figures.
    pub figures: FiguresChange,
    /// Records, by table.
    pub tables: Vec<TableChange>,
    /// Pages.
    pub pages: PagesChange,
    /// Who could buy together.
    pub cohorts: Vec<CohortChange>,
}

/// A file that is different.
#[derive(Debug, Serialize)]
pub struct FileChange {
    /// From the content folder.
    pub path: String,
    /// What happened to it.
    pub fate: RecordFate,
}

/// Why two sides can't be compared.
#[derive(Debug)]
pub enum Error {
    /// A folder can't be read.
    Read(io::Error),
    /// The theme is broken.
    Theme(ThemeError),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Self::Read(error) => write!(f, "the content can't be read: {error}"),
            Self::Theme(error) => write!(f, "the theme is broken: {error}"),
        }
    }
}

impl std::error::Error for Error {}

/// What is different in `head`.
///
/// # Errors
/// Where a folder can't be read again, or the theme can't show a page.
pub fn compare(base: Side, head: Side, as_of: Day) -> Result<Difference, Error> {
    let site = match (&base.checked.ready, &head.checked.ready) {
        (Some(old), Some(new)) => Some(site_change(old, new)?),
        _ => None,
    };
    Ok(Difference {
        schema_version: 1,
        as_of,
        base: SideView::of(base),
        head: SideView::of(head),
        files: records::files(base.content, head.content).map_err(Error::Read)?,
        not_compared: site.is_none().then(|| why_not(base, head)),
        site,
        problems: problems::between(base.checked, head.checked),
    })
}

fn site_change(old: &Ready, new: &Ready) -> Result<SiteChange, Error> {
    let (before, after) = (freeze(&old.catalogue, &old.figures), freeze(&new.catalogue, &new.figures));
    let changes = between(&before, &after);
    let theme = Theme::load(None).map_err(Error::Theme)?;
    Ok(SiteChange {
        figures: figures::changes(old, new, &changes, (&before, &after)),
        tables: records::tables(old, new, &changes),
        pages: pages::between(old, new, &theme).map_err(Error::Theme)?,
        cohorts: cohorts::between(old, new),
    })
}

fn why_not(base: Side, head: Side) -> String {
    let broken: Vec<String> = [base, head]
        .into_iter()
        .filter(|side| side.checked.ready.is_none())
        .map(|side| {
            let errors = side.checked.counts().errors;
            format!("{} has {}", side.name, plural(errors, "error", "errors"))
        })
        .collect();
    format!("Figures, records, pages and cohorts can't be compared, because {}.", broken.join(" and "))
}

impl SideView {
    fn of(side: Side) -> Self {
        let counts = side.checked.counts();
        Self {
            name: side.name.to_owned(),
            errors: counts.errors,
            warnings: counts.warnings,
            advice: counts.advice,
        }
    }
}

impl Difference {
    /// Both sides are the same to the letter and say the same.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.files.is_empty()
            && self.problems.new.is_empty()
            && self.problems.gone.is_empty()
            && self.site.as_ref().is_none_or(SiteChange::is_none)
    }

    /// Everything in one sentence.
    #[must_use]
    pub fn finding(&self) -> String {
        if self.is_none() {
            return "Nothing is different.".to_owned();
        }
        let mut parts = Vec::new();
        if let Some(site) = &self.site {
            parts.push(match site.figures.moved.len() {
                0 => "no figure moved".to_owned(),
                moved => format!("{} moved", plural(moved, "figure", "figures")),
            });
            parts.push(format!("{} changed", plural(site.records(), "record", "records")));
            let pages = &site.pages;
            parts.push(format!("{} of {} touched", pages.touched, plural(pages.all, "page", "pages")));
            for fate in CohortFate::ALL {
                let count = site.cohorts.iter().filter(|cohort| cohort.fate == fate).count();
                if count > 0 {
                    parts.push(format!("{} {}", plural(count, "cohort", "cohorts"), fate.word()));
                }
            }
        }
        // What has changed in no table may still have changed, such as a text or a comment.
        if self.site.as_ref().is_none_or(|site| site.records() == 0) {
            parts.push(format!("{} changed", plural(self.files.len(), "file", "files")));
        }
        for (problems, word) in [(&self.problems.new, "new"), (&self.problems.gone, "gone")] {
            if !problems.is_empty() {
                parts.push(format!("{} {word}", plural(problems.len(), "problem", "problems")));
            }
        }
        format!("{}.", crate::figures::capitalised(&parts.join(", ")))
    }
}

impl SiteChange {
    fn is_none(&self) -> bool {
        self.figures.moved.is_empty()
            && self.figures.restated.is_empty()
            && self.tables.is_empty()
            && self.pages.touched == 0
            && self.cohorts.is_empty()
    }

    /// Records that came, went or say something else.
    #[must_use]
    pub fn records(&self) -> usize {
        self.tables.iter().map(|table| table.records.len()).sum()
    }
}
