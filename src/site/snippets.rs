//! Lines to paste into a record, indented as the record is. What only a person can fill in stands in capitals, in a form
//! that no check lets pass: nobody publishes an example by mistake.

use jiff::civil::Date as Day;
use serde::Serialize;

use super::Model;
use crate::catalogue::{Borough, Deployment, Origin, Service};

/// Where a day goes that nobody but the reader knows.
const DAY: &str = "YYYY-MM-DD";

/// One answer to a question, and the lines that give it.
#[derive(Clone, Debug, Serialize)]
pub struct Way {
    /// When it is the answer, and where the lines go.
    pub when: String,
    /// The lines.
    pub lines: String,
}

impl Way {
    fn new(when: impl Into<String>, indent: usize, lines: &[String]) -> Self {
        let space = " ".repeat(indent);
        let lines: Vec<String> = lines.iter().map(|line| format!("{space}{line}")).collect();
        Self { when: when.into(), lines: lines.join("\n") }
    }
}

/// How far the keys of a record stand in.
fn indent(origin: &Origin) -> usize {
    origin.column - 1
}

/// How far the hyphens of an authority's lists stand in.
fn hyphens(model: Model, borough: &Borough) -> usize {
    let first = borough.deployments.first();
    first.map_or(2, |ix| indent(&model.catalogue.deployments[*ix].origin).saturating_sub(2))
}

/// Somebody made sure that it is as it says.
pub fn still_true(row: &Deployment, day: Day) -> Way {
    let lines = [format!("checked: {day}")];
    Way::new(say!("Still true: add this, or change the line that is there"), indent(&row.origin), &lines)
}

/// The same for everything in the file.
pub fn all_true(day: Day) -> Way {
    Way::new("", 0, &[format!("checked: {day}")])
}

/// It is in use.
pub fn in_use(row: &Deployment, day: Day) -> Way {
    let lines = ["lifecycle: live".to_owned(), format!("checked: {day}")];
    Way::new(say!("In use: put this in place of its lifecycle"), indent(&row.origin), &lines)
}

/// It is not used any more.
pub fn retired(row: &Deployment, name: &str) -> Way {
    let lines = ["lifecycle: retired".to_owned(), "until: YYYY".to_owned()];
    let when = say!("{name} is no longer used: put this in place of its lifecycle. A year is enough"; name);
    Way::new(when, indent(&row.origin), &lines)
}

/// The contract was extended, or its end was never written down.
pub fn end(contract: &Origin, when: &str) -> Way {
    Way::new(when, indent(contract), &[format!("end: {DAY}")])
}

/// There is a contract, and the record knows none yet.
pub fn contract(row: &Deployment, when: &str) -> Way {
    let lines = ["contract:".to_owned(), format!("  start: {DAY}"), format!("  end: {DAY}")];
    Way::new(when, indent(&row.origin), &lines)
}

/// A system that serves a service of which nothing is on record.
pub fn serving(model: Model, borough: &Borough, service: &Service) -> Way {
    let lines = [
        "- system: SYSTEM-ID".to_owned(),
        format!("  services: [{}]", service.id),
        "  lifecycle: live".to_owned(),
        "  provenance: published".to_owned(),
        "  sources:".to_owned(),
        "    - url: https://ADDRESS".to_owned(),
        "      title: TITLE".to_owned(),
        format!("      date: {DAY}"),
    ];
    if borough.deployments.is_empty() {
        return headed("systems:", say!("A system serves it"), &lines);
    }
    let when = say!("A system serves it: add this to systems:, above the line named here");
    Way::new(when, hyphens(model, borough), &lines)
}

/// No system serves a service, and that is the answer.
pub fn without_system(model: Model, borough: &Borough, service: &Service) -> Way {
    let when = say!("No system serves it: say why, with not-applicable, not-provided or in-house");
    let lines = [format!("- service: {}", service.id), "  state: WORD".to_owned()];
    if borough.services.is_empty() {
        return headed("services:", when, &lines);
    }
    Way::new(say!("{when}; add this to the file's own list services:"; when), hyphens(model, borough), &lines)
}

/// A list that the file does not have yet.
fn headed(head: &str, when: &str, lines: &[String]) -> Way {
    let mut all = vec![head.to_owned()];
    all.extend(lines.iter().map(|line| format!("  {line}")));
    Way::new(say!("{when}; add this at the end of the file"; when), 0, &all)
}
