//! For the terminal.

use std::fmt::Write as _;

use super::{names, plain, short};
use crate::diff::{CohortChange, Difference, ProblemView, RecordChange, RecordFate, SiteChange};

/// Pages of one kind that are named.
const MOST_PAGES: usize = 5;
/// Letters of a value.
const MOST_LETTERS: usize = 100;

/// The difference as lines.
#[must_use]
pub fn text(difference: &Difference) -> String {
    let (base, head) = (plain(&difference.base.name), plain(&difference.head.name));
    let mut out =
        format!("From {base} to {head}, both as of {}.\n{}\n", difference.as_of, difference.finding());
    if let Some(why) = &difference.not_compared {
        line(&mut out, 0, &plain(why));
    }
    if let Some(site) = &difference.site {
        figures(&mut out, site);
        records(&mut out, site);
        cohorts(&mut out, &site.cohorts);
        pages(&mut out, site);
    }
    problems(&mut out, "Problems that are new", &difference.problems.new);
    problems(&mut out, "Problems that are gone", &difference.problems.gone);
    if !difference.files.is_empty() {
        heading(&mut out, "Files");
        for file in &difference.files {
            line(&mut out, 1, &format!("{}: {}", file.fate.word(), plain(&file.path)));
        }
    }
    out
}

fn heading(out: &mut String, text: &str) {
    line(out, 0, &format!("\n{text}"));
}

/// Writing to a string can't fail.
fn line(out: &mut String, depth: usize, text: &str) {
    let _ = writeln!(out, "{:1$}{text}", "", 2 * depth);
}

fn figures(out: &mut String, site: &SiteChange) {
    let figures = &site.figures;
    if !figures.moved.is_empty() {
        heading(out, "Figures that moved");
        for figure in &figures.moved {
            let (before, after) = figure.texts();
            line(
                out,
                1,
                &format!("{}: {} → {}  [{}]", plain(&figure.title), plain(&before), plain(&after), figure.id),
            );
            if let Some(number) = figure.after.as_ref().or(figure.before.as_ref()) {
                line(out, 2, &plain(&number.sentence));
            }
        }
    }
    if !figures.restated.is_empty() {
        heading(out, "Figures with the same number, but other words or rows behind it");
        for figure in &figures.restated {
            line(out, 1, &format!("{}  [{}]", plain(&figure.title), figure.id));
        }
    }
}

fn records(out: &mut String, site: &SiteChange) {
    if site.tables.is_empty() {
        return;
    }
    heading(out, "Records");
    for table in &site.tables {
        line(out, 1, &table.name);
        table.records.iter().for_each(|of| record(out, of));
    }
}

fn record(out: &mut String, record: &RecordChange) {
    line(out, 2, &format!("{}: {}", record.fate.word(), short(&record.name, MOST_LETTERS)));
    if record.fate == RecordFate::Changed {
        for edit in &record.edits {
            let (before, after) = (short(&edit.before, MOST_LETTERS), short(&edit.after, MOST_LETTERS));
            line(out, 3, &format!("{}: {before} → {after}", edit.what));
        }
    }
}

fn cohorts(out: &mut String, cohorts: &[CohortChange]) {
    if cohorts.is_empty() {
        return;
    }
    heading(out, "Who could buy together");
    for cohort in cohorts {
        let members = names(cohort.members.iter().map(String::as_str), 40);
        line(
            out,
            1,
            &format!("{}: {} ({}) by {members}", cohort.fate.word(), plain(&cohort.name), cohort.kind),
        );
        let contracts = names(cohort.contracts.values().map(String::as_str), 40);
        line(out, 2, &format!("contracts: {contracts}; could begin {}", cohort.start));
        cohort.changes.iter().for_each(|change| line(out, 2, &plain(change)));
    }
}

fn pages(out: &mut String, site: &SiteChange) {
    if site.pages.kinds.is_empty() {
        return;
    }
    heading(out, &format!("Pages touched: {} of {}", site.pages.touched, site.pages.all));
    for kind in &site.pages.kinds {
        let titles = names(kind.pages.iter().map(|page| page.title.as_str()), MOST_PAGES);
        line(out, 1, &format!("{} ({}): {titles}", plain(&kind.name), kind.pages.len()));
    }
}

fn problems(out: &mut String, title: &str, problems: &[ProblemView]) {
    if problems.is_empty() {
        return;
    }
    heading(out, title);
    for problem in problems {
        let (file, said) = (plain(&problem.file), plain(&problem.message));
        line(out, 1, &format!("{}[{}] {file}:{}: {said}", problem.severity, problem.code, problem.line));
        line(out, 2, &format!("remedy: {}", plain(&problem.remedy)));
    }
}
