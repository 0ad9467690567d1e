//! For the summary of a job on GitHub and for a comment: tables, and details that are folded away.

use std::fmt::Write as _;

use super::{names, plain, short};
use crate::diff::{CohortChange, Difference, ProblemView, RecordChange, SiteChange};

/// GitHub shows a summary of at most 1 MiB, and nothing of a longer one.
const MOST_BYTES: usize = 900_000;
/// Rows of one table.
const MOST_ROWS: usize = 200;
/// Pages of one kind that are named.
const MOST_PAGES: usize = 10;
/// Letters of a value.
const MOST_LETTERS: usize = 160;

/// The difference as GitHub's Markdown.
#[must_use]
pub fn markdown(difference: &Difference) -> String {
    let mut out = format!(
        "## What this changes\n\n**{}**\n\nFrom {} to {}, both as of {}.\n",
        difference.finding(),
        code(&difference.base.name),
        code(&difference.head.name),
        difference.as_of
    );
    if let Some(why) = &difference.not_compared {
        let _ = write!(out, "\n> {}\n", escaped(why));
    }
    // The most telling first: what no longer fits is named, not shown.
    let mut parts = vec![problems("Problems that are new", &difference.problems.new)];
    if let Some(site) = &difference.site {
        parts.extend([moved(site), cohorts(&site.cohorts), records(site), pages(site), restated(site)]);
    }
    parts.push(problems("Problems that are gone", &difference.problems.gone));
    parts.push(files(difference));
    let mut left_out = Vec::new();
    for part in parts.into_iter().flatten() {
        let text = part.text();
        if out.len() + text.len() <= MOST_BYTES {
            out.push_str(&text);
        } else {
            left_out.push(part.title);
        }
    }
    if !left_out.is_empty() {
        let _ = write!(out, "\nToo long to be shown here: {}.\n", left_out.join(", "));
    }
    out
}

/// A heading with a table or list.
struct Part {
    title: String,
    body: String,
    is_folded: bool,
}

impl Part {
    fn text(&self) -> String {
        let Self { title, body, is_folded } = self;
        if *is_folded {
            format!("\n<details><summary>{title}</summary>\n\n{body}\n</details>\n")
        } else {
            format!("\n### {title}\n\n{body}")
        }
    }
}

/// A table; nothing without rows.
fn table(title: String, heads: &[&str], rows: &[Vec<String>], is_folded: bool) -> Option<Part> {
    if rows.is_empty() {
        return None;
    }
    let mut body = format!("| {} |\n|{}\n", heads.join(" | "), " --- |".repeat(heads.len()));
    for row in rows.iter().take(MOST_ROWS) {
        let _ = writeln!(body, "| {} |", row.join(" | "));
    }
    if let Some(left @ 1..) = rows.len().checked_sub(MOST_ROWS) {
        let _ = write!(body, "\nAnd {left} more.\n");
    }
    Some(Part { title, body, is_folded })
}

fn moved(site: &SiteChange) -> Option<Part> {
    let row = |figure: &crate::diff::MovedFigure| {
        let (before, after) = figure.texts();
        vec![
            format!("{} {}", escaped(&figure.title), code(&figure.id)),
            escaped(&before),
            format!("**{}**", escaped(&after)),
        ]
    };
    let rows: Vec<_> = site.figures.moved.iter().map(row).collect();
    table("Figures that moved".to_owned(), &["Figure", "Before", "After"], &rows, false)
}

fn restated(site: &SiteChange) -> Option<Part> {
    let row = |figure: &crate::diff::FigureName| vec![escaped(&figure.title), code(&figure.id)];
    let rows: Vec<_> = site.figures.restated.iter().map(row).collect();
    let title = format!("Figures with the same number, but other words or rows behind it: {}", rows.len());
    table(title, &["Figure", "Id"], &rows, true)
}

fn cohorts(cohorts: &[CohortChange]) -> Option<Part> {
    let row = |cohort: &CohortChange| {
        let contracts = names(cohort.contracts.values().map(String::as_str), 20);
        let changes = names(cohort.changes.iter().map(String::as_str), 10);
        vec![
            cohort.fate.word().to_owned(),
            format!("{} ({})", escaped(&cohort.name), cohort.kind),
            escaped(&names(cohort.members.iter().map(String::as_str), 40)),
            escaped(&if cohort.changes.is_empty() { contracts } else { changes }),
            escaped(&cohort.start),
        ]
    };
    let rows: Vec<_> = cohorts.iter().map(row).collect();
    let heads = ["", "Cohort for", "Members", "Contracts or changes", "Could begin"];
    table("Who could buy together".to_owned(), &heads, &rows, false)
}

fn records(site: &SiteChange) -> Option<Part> {
    let mut parts = site.tables.iter().filter_map(|of| {
        let rows: Vec<_> = of.records.iter().map(record).collect();
        table(String::new(), &[of.name.as_str(), "", "Before → after"], &rows, true)
    });
    let first = parts.next()?;
    let body = parts.fold(first.body, |body, part| body + "\n" + &part.body);
    Some(Part { title: format!("Records: {}", site.records()), body, is_folded: true })
}

fn record(record: &RecordChange) -> Vec<String> {
    let edit = |edit: &crate::diff::EditView| {
        let (before, after) = (short(&edit.before, MOST_LETTERS), short(&edit.after, MOST_LETTERS));
        format!("{}: {} → {}", escaped(&edit.what), code(&before), code(&after))
    };
    let mut edits: Vec<String> = record.edits.iter().take(12).map(edit).collect();
    if record.edits.len() > edits.len() {
        edits.push(format!("{} more", record.edits.len() - edits.len()));
    }
    vec![escaped(&short(&record.name, MOST_LETTERS)), record.fate.word().to_owned(), edits.join("<br>")]
}

fn pages(site: &SiteChange) -> Option<Part> {
    let row = |kind: &crate::diff::PageKind| {
        let mut named: Vec<String> = Vec::new();
        for page in kind.pages.iter().take(MOST_PAGES) {
            named.push(format!(
                "{} {}",
                escaped(&short(&page.title, MOST_LETTERS)),
                code(&format!("/{}", page.path))
            ));
        }
        if kind.pages.len() > MOST_PAGES {
            named.push(format!("{} more", kind.pages.len() - MOST_PAGES));
        }
        vec![escaped(&kind.name), kind.pages.len().to_string(), named.join("<br>")]
    };
    let rows: Vec<_> = site.pages.kinds.iter().map(row).collect();
    let title = format!("Pages touched: {} of {}", site.pages.touched, site.pages.all);
    table(title, &["Kind", "Pages", "Such as"], &rows, true)
}

fn problems(title: &str, problems: &[ProblemView]) -> Option<Part> {
    let row = |problem: &ProblemView| {
        vec![
            format!("{} {}", problem.severity, code(problem.code)),
            code(&format!("{}:{}", problem.file, problem.line)),
            escaped(&short(&problem.message, 400)),
            escaped(&short(&problem.remedy, 400)),
        ]
    };
    let rows: Vec<_> = problems.iter().map(row).collect();
    table(title.to_owned(), &["Problem", "Where", "What", "Remedy"], &rows, false)
}

fn files(difference: &Difference) -> Option<Part> {
    let rows: Vec<_> =
        difference.files.iter().map(|file| vec![code(&file.path), file.fate.word().to_owned()]).collect();
    table(format!("Files: {}", rows.len()), &["File", ""], &rows, true)
}

/// Words as they are: no sign of Markdown or HTML in them counts, and no address becomes a link.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in plain(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // An entity in an address or a name keeps GitHub from making a link or a mention of it.
            '@' => out.push_str("&#64;<!-- -->"),
            ':' => out.push_str("<!-- -->:"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '|' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(letter);
            }
            letter => out.push(letter),
        }
    }
    out
}

/// Text as code, whatever is in it; within a table a bar needs its backslash even there.
fn code(text: &str) -> String {
    let text = plain(text).replace('|', "\\|");
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        assert_eq!(escaped("<img src=x> [a](b) | *c*"), "&lt;img src=x&gt; \\[a\\]\\(b\\) \\| \\*c\\*");
        assert!(!escaped("https://evil.example").contains("https:"));
        assert!(!escaped("@somebody").contains('@'));
        for sign in "\\`*_{}[]()#|~!$".chars() {
            assert_eq!(escaped(&sign.to_string()), format!("\\{sign}"));
        }
        assert_eq!(escaped("&lt;"), "&amp;lt;");
    }

    #[test]
    fn code_holds_whatever_is_in_it() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a``b`"), "``` a``b` ```");
        assert_eq!(code("a|b"), "`a\\|b`");
    }
}
