//! Problems, for people and for machines.

use clap::{Args, ValueEnum};

use super::End;
use super::terminal::{self, errln};
use crate::build::Checked;
use crate::diagnostics::{Diagnostic, Severity, github, lines, rules, sarif, text};

/// Which problems are printed, how, and which of them count as failure.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct ReportOptions {
    /// Print advice too, not only errors and warnings.
    #[arg(long)]
    pub advice: bool,
    /// Fail on these as well, not only on errors.
    #[arg(long, value_name = "LEVEL")]
    pub deny: Option<Deny>,
    /// How problems are printed; all but text go to standard output.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

/// What fails besides errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Deny {
    /// Warnings.
    Warnings,
    /// Warnings and advice.
    Advice,
}

/// Forms of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people: place, excerpt, why, remedy.
    Text,
    /// Annotations on a pull request, as GitHub's workflow commands.
    Github,
    /// SARIF 2.1.0, for code scanning and editors.
    Sarif,
    /// One JSON object on a line for each problem.
    Json,
}

impl ReportOptions {
    fn shows(self, problem: &Diagnostic) -> bool {
        let is_denied = self.deny == Some(Deny::Advice);
        self.advice || is_denied || problem.rule.severity != Severity::Advice
    }

    /// Whether standard output is a machine's.
    pub(super) fn is_for_machines(self) -> bool {
        self.format != Format::Text
    }
}

/// What the site says in English because its language has no words for it, where the report does not tell already.
pub(super) fn unsaid(checked: &Checked, options: ReportOptions) -> String {
    let is_told =
        |problem: &&Diagnostic| problem.rule.code == rules::WORDS_MISSING.code && !options.shows(problem);
    let told = checked.problems.iter().find(is_told);
    told.map_or_else(String::new, |problem| {
        format!("\n{}; `citytools words` lists them all.", problem.message)
    })
}

/// Prints every problem.
pub(super) fn print(checked: &Checked, options: ReportOptions) {
    let shown: Vec<&Diagnostic> = checked.problems.iter().filter(|problem| options.shows(problem)).collect();
    let sources = &checked.sources;
    match options.format {
        Format::Text => {
            for problem in shown {
                errln!("{}\n", text::render(problem, sources));
            }
        }
        Format::Github => terminal::commands(&github::render(&shown, sources)),
        Format::Sarif => terminal::json(&format!("{}\n", sarif::render(&shown, sources))),
        Format::Json => terminal::json(&lines::render(&shown, sources)),
    }
}

/// How a check ended: errors fail always, others where that is asked for.
pub(super) fn end(checked: &Checked, options: ReportOptions) -> End {
    let counts = checked.counts();
    let denied = match options.deny {
        None => 0,
        Some(Deny::Warnings) => counts.warnings,
        Some(Deny::Advice) => counts.warnings + counts.advice,
    };
    if counts.errors + denied > 0 { End::Problems } else { End::Done }
}

/// The closing line of a check.
pub(super) fn summary(checked: &Checked, options: ReportOptions) -> String {
    let counts = checked.counts();
    let is_hidden = counts.advice > 0 && !checked.problems.iter().all(|problem| options.shows(problem));
    let hint = if is_hidden { " (--advice prints it)" } else { "" };
    let waived = match checked.waived.len() {
        0 => String::new(),
        number => format!("; {number} waived"),
    };
    format!("{}{hint}{waived}", text::summary(counts))
}
