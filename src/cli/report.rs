//! Problems on the terminal.

use clap::Args;

use crate::build::Checked;
use crate::diagnostics::{Severity, text};

/// Which problems are printed.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct ReportOptions {
    /// Print advice too, not only errors and warnings.
    #[arg(long)]
    pub advice: bool,
}

/// Prints every problem, and how many there are.
pub(super) fn print(checked: &Checked, options: ReportOptions) {
    for problem in &checked.problems {
        if options.advice || problem.rule.severity != Severity::Advice {
            anstream::eprintln!("{}\n", text::render(problem, &checked.sources));
        }
    }
}

/// The closing line of a check.
pub(super) fn summary(checked: &Checked, options: ReportOptions) -> String {
    let counts = checked.counts();
    let hint = if counts.advice > 0 && !options.advice { " (--advice prints it)" } else { "" };
    format!("{}{hint}", text::summary(counts))
}
