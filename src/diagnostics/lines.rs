//! Problems as JSON lines: one object on a line for each.

use serde::Serialize;

use super::{Diagnostic, Sources};

/// One problem.
#[derive(Debug, Serialize)]
struct Told<'a> {
    code: &'a str,
    severity: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
    end_column: usize,
    excerpt: &'a str,
    message: &'a str,
    why: &'a str,
    remedy: &'a str,
}

/// One line for each problem.
///
/// # Panics
/// Never: the line is made of words and numbers.
#[must_use]
pub fn render(problems: &[&Diagnostic], sources: &Sources) -> String {
    let mut text = String::new();
    for problem in problems {
        let region = sources.region(problem.place);
        let line = Told {
            code: problem.rule.code,
            severity: problem.rule.severity.word(),
            file: &region.file,
            line: region.line,
            column: region.column,
            end_column: region.end_column,
            excerpt: region.excerpt,
            message: &problem.message,
            why: problem.rule.why,
            remedy: problem.remedy.as_deref().unwrap_or(problem.rule.remedy),
        };
        text += &serde_json::to_string(&line).expect("words and numbers are JSON");
        text.push('\n');
    }
    text
}
