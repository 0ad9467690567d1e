//! Prints problems for people: place, excerpt with underline, why, remedy.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Counts, Diagnostic, Rule, Severity, Sources};

/// Bytes of a line that is shown.
const LONGEST_LINE: usize = 4_000;

/// One problem as a block of text, with terminal colours; strip them where no terminal reads.
#[must_use]
pub fn render(problem: &Diagnostic, sources: &Sources) -> String {
    let source = sources.get(problem.place.file);
    let path = super::shown_path(&source.path);
    let title = level(problem.rule.severity).primary_title(&problem.message).id(problem.rule.code);
    let (line, start, text) = sources.line_of(problem.place);
    let finding = if source.text.is_empty() {
        title.element(Origin::path(&*path))
    } else if text.len() > LONGEST_LINE {
        // A line of which no screen shows a tenth; its place is told.
        let (line, column) = sources.line_column(problem.place);
        title.element(Origin::path(&*path).line(line).char_column(column))
    } else {
        let span = sources.underline(problem.place);
        // The printer would look through a whole file for each of its problems.
        title.element(
            Snippet::source(text)
                .line_start(line)
                .path(&*path)
                .annotation(AnnotationKind::Primary.span(span.start - start..span.end - start)),
        )
    };
    let remedy = problem.remedy.as_deref().unwrap_or(problem.rule.remedy);
    let help = [
        finding.element(Level::NOTE.with_name("why").message(problem.rule.why)),
        Group::with_title(Level::HELP.with_name("remedy").secondary_title(remedy)),
    ];
    Renderer::styled().render(&help)
}

/// A severity as the printer knows it.
pub(super) fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::INFO.with_name("advice"),
    }
}

/// A rule in full: what it reports, why, what to do, and an example.
#[must_use]
pub fn explain(rule: &Rule) -> String {
    let indented = |text: &str| format!("    {}\n", text.replace('\n', "\n    "));
    let waiver = if rule.can_be_waived() {
        "\nA record can waive it, with a reason and an end:\n    waivers: [{check: CODE, reason: ..., until: 2027-03-31}]\n"
            .replace("CODE", rule.code)
    } else {
        String::new()
    };
    format!(
        "{} ({}): {}\n\n{}.\nRemedy: {}.\n\nWrong:\n{}\nRight:\n{}{waiver}",
        rule.code,
        rule.severity.word(),
        rule.what(),
        rule.why,
        rule.remedy,
        indented(rule.wrong),
        indented(rule.right),
    )
    .trim_end()
    .to_owned()
}

/// The closing line: how many problems of each kind.
#[must_use]
pub fn summary(counts: Counts) -> String {
    let mut parts =
        vec![plural(counts.errors, "error", "errors"), plural(counts.warnings, "warning", "warnings")];
    if counts.advice > 0 {
        parts.push(format!("{} of advice", plural(counts.advice, "piece", "pieces")));
    }
    let mut text = String::new();
    for (index, part) in parts.iter().enumerate() {
        let joint = match index {
            0 => "",
            _ if index + 1 == parts.len() => " and ",
            _ => ", ",
        };
        let _ = write!(text, "{joint}{part}");
    }
    text
}

/// A number with its noun.
pub(crate) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
