//! `citytools confirm`

use std::path::Path;

use clap::Args;
use jiff::civil::Date as Day;

use super::terminal::{errln, outln};
use super::{ContentOptions, End, failed, parse_day, refused, shown};
use crate::build::{self, Checked};
use crate::content::files::is_id;
use crate::content::{self, records::Date};
use crate::diagnostics::{Diagnostic, Severity, text};
use crate::edit;
use crate::edit::confirm::{Confirmed, Mark, Refusal, confirm};
use crate::plain::leads_out;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Id of the authority: the name of its file.
    borough: String,
    /// Confirm this system only; can be given again.
    #[arg(long = "system", value_name = "ID")]
    systems: Vec<String>,
    /// Day on which somebody made sure; today if left out.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    on: Option<Day>,
    #[command(flatten)]
    content: ContentOptions,
}

pub(super) fn run(options: &Options) -> End {
    let today = options.content.as_of();
    let on = options.on.unwrap_or(today);
    if on > today {
        return refused(&format!("{on} is in the future; nobody can have made sure then"));
    }
    let folder = &options.content.content;
    let path = folder.join("boroughs").join(format!("{}.yaml", options.borough));
    if !is_id(&options.borough) || path.symlink_metadata().is_err() {
        return refused(&unknown(folder, &options.borough));
    }
    if !path.is_file() || leads_out(folder, &path) {
        return refused(&format!("{} is a link, or no plain file; nothing was changed", shown(&path)));
    }
    let checked = match build::check(folder, today) {
        Ok(checked) => checked,
        Err(error) => return failed(&format!("{}: {error}", shown(folder))),
    };
    let problems = of_file(&checked, folder, &options.borough);
    if !problems.is_empty() {
        for problem in problems {
            errln!("{}\n", text::render(problem, &checked.sources));
        }
        return refused(&format!("{} has errors; mend them first, nothing was changed", shown(&path)));
    }
    let before = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => return failed(&format!("{}: {error}", shown(&path))),
    };
    match confirm(&before, &options.systems, Date::from(on)) {
        Ok(confirmed) => write(&path, &before, &confirmed, on),
        Err(refusal) => refused(&said(&refusal, &path, &options.borough)),
    }
}

fn write(path: &Path, before: &str, confirmed: &Confirmed, on: Day) -> End {
    if confirmed.text != before
        && let Err(error) = edit::replace(path, &confirmed.text)
    {
        return failed(&format!("{}: {error}", shown(path)));
    }
    for mark in &confirmed.marks {
        outln!("{}: {}", shown(path), told(mark, on));
    }
    End::Done
}

/// What happened to one `checked`.
fn told(mark: &Mark, on: Day) -> String {
    let what = mark.system.as_ref().map_or("the whole file".to_owned(), |id| format!("system {id}"));
    match &mark.before {
        Some(said) if mark.kept => format!("{what} says checked: {said} already, unchanged"),
        Some(said) => format!("{what} now says checked: {on} (before: {said})"),
        None => format!("{what} now says checked: {on} (new line)"),
    }
}

/// The errors of the authority's own file.
fn of_file<'a>(checked: &'a Checked, folder: &Path, borough: &str) -> Vec<&'a Diagnostic> {
    let name =
        Path::new(folder.file_name().unwrap_or_default()).join("boroughs").join(format!("{borough}.yaml"));
    let is_own = |problem: &&Diagnostic| {
        problem.rule.severity == Severity::Error && *checked.sources.get(problem.place.file).path == *name
    };
    checked.problems.iter().filter(is_own).collect()
}

fn unknown(folder: &Path, borough: &str) -> String {
    let entries = std::fs::read_dir(folder.join("boroughs")).into_iter().flatten().flatten();
    let names: Vec<String> = entries
        .filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".yaml").map(str::to_owned))
        .collect();
    let hint = content::nearest(borough, names.iter().map(String::as_str));
    let hint = hint.map(|id| format!("; did you mean `{id}`?")).unwrap_or_default();
    format!("there is no {}{hint}", shown(&folder.join("boroughs").join(format!("{borough}.yaml"))))
}

fn said(refusal: &Refusal, path: &Path, borough: &str) -> String {
    match refusal {
        Refusal::Syntax(problem) => format!("{}: {}", shown(path), problem.message),
        Refusal::NoSystem { id, nearest } => {
            let hint = nearest.as_ref().map(|id| format!("; did you mean `{id}`?")).unwrap_or_default();
            format!("{borough} has no system `{id}`, so nothing was changed{hint}")
        }
        Refusal::Layout => {
            format!(
                "{} is laid out in a way that can't be edited safely; write checked: yourself",
                shown(path)
            )
        }
    }
}
