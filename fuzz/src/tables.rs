//! Any text as the folder of tables that begins a region: each row becomes something or is told, what is written can be
//! read, and an import of the same tables changes nothing. A line `=== NAME` begins a table.

use std::fs;

use citytools::content;
use citytools::diagnostics::{Diagnostic, Severity};
use citytools::import::{Change, survey};

use super::within;

/// The tables of a survey.
const NAMES: [&str; 12] = [
    "services",
    "skills",
    "technologies",
    "frameworks",
    "boroughs",
    "suppliers",
    "systems",
    "facts",
    "contracts",
    "joint-contracts",
    "skills-facts",
    "facts-rejected",
];

pub fn read(input: &[u8]) {
    let (tables, records, proposals) =
        (within::folder("tables"), within::folder("content"), within::place("proposals"));
    for (name, table) in parts(input) {
        if NAMES.contains(&name) {
            fs::write(tables.join(format!("{name}.csv")), table).expect("a file");
        }
    }
    let Ok(report) = survey(&tables, &records, &proposals) else { return };
    for table in &report.tables {
        assert_eq!(table.read, table.rows.len(), "{}", table.file);
    }
    assert!(!report.to_string().is_empty());
    let (_, problems) = content::read(&records).expect("the folder can be read");
    // Lists that no table has are missing, and what a cell says is for the check to judge; the form is ours.
    let is_of_form =
        |problem: &&Diagnostic| ["CT0", "CT1"].iter().any(|code| problem.rule.code.starts_with(code));
    let mut told =
        problems.iter().filter(is_of_form).filter(|of| !["CT009", "CT108"].contains(&of.rule.code));
    assert!(told.all(|problem| problem.rule.severity != Severity::Error), "{problems:?}");
    let again = survey(&tables, &records, &proposals).expect("the same tables are read again");
    assert_eq!(again.outputs_that(|change| change != Change::Unchanged), 0, "{again}");
}

fn parts(input: &[u8]) -> Vec<(&str, &[u8])> {
    const BEGIN: &[u8] = b"=== ";
    let mut parts = Vec::new();
    let mut rest = input;
    while let Some(at) = rest.windows(BEGIN.len()).position(|window| window == BEGIN) {
        if let Some((_, table)) = parts.last_mut() {
            *table = &rest[..at];
        }
        let (name, after) = within::first_line(&rest[at + BEGIN.len()..]);
        parts.push((name, after));
        rest = after;
    }
    parts
}
