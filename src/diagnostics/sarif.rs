//! Problems as SARIF 2.1.0, which code scanning and editors read.
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/>

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Diagnostic, Rule, Severity, Sources, rules};

/// The whole report; rules that found something are described in it.
#[must_use]
pub fn render(problems: &[&Diagnostic], sources: &Sources) -> String {
    let broken: Vec<&Rule> =
        rules::all().filter(|rule| problems.iter().any(|problem| problem.rule.code == rule.code)).collect();
    let results: Vec<Value> = problems.iter().map(|problem| result(problem, &broken, sources)).collect();
    let report = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "citytools",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": broken.iter().map(|rule| description(rule)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{report:#}")
}

fn description(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": {"text": rule.what()},
        "fullDescription": {"text": format!("{}.", rule.why)},
        "help": {"text": format!("{}.\n\nWrong:\n{}\n\nRight:\n{}", rule.remedy, rule.wrong, rule.right)},
        "defaultConfiguration": {"level": level(rule.severity)},
    })
}

fn result(problem: &Diagnostic, broken: &[&Rule], sources: &Sources) -> Value {
    let region = sources.region(problem.place);
    let index = broken.iter().position(|rule| rule.code == problem.rule.code);
    let remedy = problem.remedy.as_deref().unwrap_or(problem.rule.remedy);
    json!({
        "ruleId": problem.rule.code,
        "ruleIndex": index,
        "level": level(problem.rule.severity),
        "message": {"text": format!("{}. {}.", problem.message, remedy)},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": address(&region.file)},
            "region": {
                "startLine": region.line,
                "startColumn": region.column,
                "endColumn": region.end_column,
                "snippet": {"text": region.excerpt},
            },
        }}],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

/// A file's path as a URI reference.
fn address(path: &str) -> String {
    let mut address = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}
