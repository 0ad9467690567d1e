//! Any text as a record that the program edits: a date is put where `citytools confirm` puts it, and keys are set, taken
//! out, renamed and added as a migration does. What is given back says what was asked for, and no line is lost that has
//! nothing to do with it.

use std::collections::BTreeMap;

use citytools::content::records::Date;
use citytools::content::yaml::{self, Kind, Node};
use citytools::diagnostics::FileId;
use citytools::edit::confirm::{Confirmed, confirm};
use citytools::edit::keys::{Change, Step, edit};

use super::within;

pub fn read(input: &[u8]) {
    let text = within::text(input);
    let day: Date = "2026-11-25".parse().expect("a day");
    let Some(before) = keys(text) else { return };
    if let Ok(confirmed) = confirm(text, &[], day) {
        let after = keys(&confirmed.text).unwrap_or_else(|| panic!("no YAML any more: {}", confirmed.text));
        is_same_but(&before, &after, "checked", &confirmed.text);
        is_whole(text, &confirmed);
    }
    if let Some(system) = first_system(text)
        && let Ok(confirmed) = confirm(text, &[system], day)
    {
        is_same_but(&before, &keys(&confirmed.text).unwrap_or_default(), "systems", &confirmed.text);
        is_whole(text, &confirmed);
    }
    let set = |at: Vec<Step>| Change::Set { at, key: "zebra", entry: "zebra: a\n".to_owned() };
    let item = vec![Step::Key("systems"), Step::Item(0)];
    let changes = [
        ("zebra", set(Vec::new())),
        ("systems", set(item.clone())),
        ("name", Change::Remove { at: Vec::new(), key: "name" }),
        ("systems", Change::Remove { at: item.clone(), key: "system" }),
        ("systems", Change::Rename { at: item, key: "system", to: "zebra" }),
        ("systems", Change::Append { at: vec![Step::Key("systems")], item: "system: zebra".to_owned() }),
    ];
    for (key, change) in changes {
        if let Some(edited) = edit(text, &change, &["name".to_owned(), "systems".to_owned()]) {
            let after = keys(&edited).unwrap_or_else(|| panic!("no YAML any more: {edited}"));
            is_same_but(&before, &after, key, &edited);
        }
    }
}

/// The values of the file's own keys, as far as they can be told from one another.
fn keys(text: &str) -> Option<BTreeMap<String, String>> {
    let Kind::Mapping(entries) = yaml::parse(text, FileId(0)).ok()?.kind else { return None };
    Some(entries.iter().map(|(key, value)| (said(key), said(value))).collect())
}

/// A value without its place.
fn said(node: &Node) -> String {
    match &node.kind {
        Kind::Sequence(items) => format!("{:?}", items.iter().map(said).collect::<Vec<_>>()),
        Kind::Mapping(entries) => {
            let entries: BTreeMap<_, _> =
                entries.iter().map(|(key, value)| (said(key), said(value))).collect();
            format!("{entries:?}")
        }
        other => format!("{other:?}"),
    }
}

fn is_same_but(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>, key: &str, text: &str) {
    let others = |of: &BTreeMap<String, String>| -> Vec<(String, String)> {
        let is_other = |(own, _): &(&String, &String)| !own.contains(&format!("\"{key}\""));
        of.iter().filter(is_other).map(|(key, value)| (key.clone(), value.clone())).collect()
    };
    assert_eq!(others(before), others(after), "{text}");
}

fn first_system(text: &str) -> Option<String> {
    let root = yaml::parse(text, FileId(0)).ok()?;
    let Kind::Mapping(entries) = root.kind else { return None };
    let (_, systems) = entries.into_iter().find(|(key, _)| key.as_str() == Some("systems"))?;
    let Kind::Sequence(items) = systems.kind else { return None };
    let Kind::Mapping(item) = items.into_iter().next()?.kind else { return None };
    item.iter().find(|(key, _)| key.as_str() == Some("system"))?.1.as_str().map(str::to_owned)
}

/// No line is lost but those with a day that stood there before.
fn is_whole(before: &str, confirmed: &Confirmed) {
    let changed = || confirmed.marks.iter().filter(|mark| !mark.kept);
    // What goes on over several lines is none.
    if changed().all(|mark| mark.before.as_ref().is_none_or(|said| !said.contains([' ', '\n']))) {
        assert!(lost(before, &confirmed.text) <= changed().count(), "{}", confirmed.text);
    }
}

/// How many lines are not there any more.
fn lost(before: &str, after: &str) -> usize {
    let mut left: Vec<&str> = after.lines().collect();
    let mut is_left =
        |line: &&str| left.iter().position(|own| own == line).map(|at| left.swap_remove(at)).is_none();
    before.lines().filter(|line| !line.trim().is_empty() && is_left(line)).count()
}
