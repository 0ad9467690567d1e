//! Problems as annotations on a pull request: GitHub's workflow commands, one line each.
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands>

use std::fmt::Write as _;

use super::{Diagnostic, Severity, Sources};

/// One line for each problem.
#[must_use]
pub fn render(problems: &[&Diagnostic], sources: &Sources) -> String {
    let mut text = String::new();
    for problem in problems {
        let region = sources.region(problem.place);
        let command = match problem.rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "notice",
        };
        let message = format!(
            "{}\n{}.\nRemedy: {}.",
            sentence(&problem.message),
            problem.rule.why,
            problem.remedy.as_deref().unwrap_or(problem.rule.remedy)
        );
        let _ = writeln!(
            text,
            "::{command} file={},line={},col={},endColumn={},title={}::{}",
            property(&region.file),
            region.line,
            region.column,
            region.end_column,
            property(problem.rule.code),
            data(&message),
        );
    }
    text
}

fn sentence(message: &str) -> String {
    format!("{}.", message.trim_end_matches('.'))
}

/// What would end a message early or begin another command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
