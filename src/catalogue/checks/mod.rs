//! What can be wrong with facts that have the right shape: one file per family, one line per family here.

mod contracts;
mod deployments;
mod identifiers;
mod sources;
mod texts;

use jiff::civil::Date as Day;

use crate::content::Content;
use crate::diagnostics::Diagnostic;

/// A family of checks.
type Check = fn(&Content, Day, &mut Vec<Diagnostic>);

const CHECKS: &[Check] =
    &[contracts::check, deployments::check, identifiers::check, sources::check, texts::check];

/// Runs every check over the records.
pub fn run(content: &Content, as_of: Day, problems: &mut Vec<Diagnostic>) {
    for check in CHECKS {
        check(content, as_of, problems);
    }
}
