//! Waivers: a record says why a rule about facts is right to be broken here, and until when. They stand beside what
//! they are about, so their scope is the item that they stand in, or the whole file at its top.

use std::collections::HashSet;

use jiff::civil::Date as Day;

use super::Content;
use super::yaml::{Kind, Node};
use crate::content::records::Date;
use crate::diagnostics::{Diagnostic, FileId, Place, Span, rules};

/// One waiver, as far as it could be read; what is wrong with its shape is the decoder's business.
#[derive(Clone, Debug)]
pub struct Waiver {
    code: String,
    until: Option<Date>,
    /// Where the code stands.
    place: Place,
    /// What it covers; the whole file where there is none.
    scope: Option<Span>,
}

impl Waiver {
    fn covers(&self, problem: &Diagnostic) -> bool {
        let at = problem.place.span.start;
        problem.place.file == self.place.file
            && problem.rule.code == self.code
            && problem.rule.can_be_waived()
            && self.scope.is_none_or(|scope| (scope.start..=scope.end).contains(&at))
    }

    fn is_over(&self, as_of: Day) -> bool {
        self.until.is_some_and(|until| until.last_day() < as_of)
    }
}

/// The waivers of a file.
#[must_use]
pub fn collect(root: &Node, file: FileId) -> Vec<Waiver> {
    let mut found = Vec::new();
    visit(root, None, file, &mut found);
    found
}

fn visit(node: &Node, scope: Option<Span>, file: FileId, found: &mut Vec<Waiver>) {
    match &node.kind {
        Kind::Sequence(items) => {
            for item in items {
                visit(item, Some(extent(item)), file, found);
            }
        }
        Kind::Mapping(entries) => {
            for (key, value) in entries {
                match (key.as_str(), &value.kind) {
                    (Some("waivers"), Kind::Sequence(items)) => {
                        found.extend(items.iter().filter_map(|item| waiver(item, scope, file)));
                    }
                    // A group of keys within an item, such as its contract, has a scope of its own.
                    _ => visit(value, Some(extent(value)), file, found),
                }
            }
        }
        _ => {}
    }
}

/// From the first byte to the last of what stands in a value: a block covers only its first byte by itself.
fn extent(node: &Node) -> Span {
    let of = |nodes: &mut dyn Iterator<Item = &Node>| {
        nodes
            .map(extent)
            .fold(node.span, |all, own| Span { start: all.start.min(own.start), end: all.end.max(own.end) })
    };
    match &node.kind {
        Kind::Sequence(items) => of(&mut items.iter()),
        Kind::Mapping(entries) => of(&mut entries.iter().flat_map(|(key, value)| [key, value])),
        _ => node.span,
    }
}

fn waiver(item: &Node, scope: Option<Span>, file: FileId) -> Option<Waiver> {
    let Kind::Mapping(entries) = &item.kind else { return None };
    let value =
        |name: &str| entries.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value);
    let check = value("check")?;
    Some(Waiver {
        code: check.as_str()?.to_ascii_uppercase(),
        until: value("until").and_then(Node::as_str).and_then(|text| text.parse().ok()),
        place: Place { file, span: check.span },
        scope,
    })
}

/// Takes what is waived out of the problems, gives it back, and reports waivers that are over, unused or not allowed.
pub fn apply(content: &Content, as_of: Day, problems: &mut Vec<Diagnostic>) -> Vec<Diagnostic> {
    let waivers = &content.waivers;
    let mut used = vec![false; waivers.len()];
    let mut waived = Vec::new();
    problems.retain(|problem| {
        let mut covered = false;
        for (waiver, used) in waivers.iter().zip(&mut used) {
            if waiver.covers(problem) {
                *used = true;
                covered |= !waiver.is_over(as_of);
            }
        }
        if covered {
            waived.push(problem.clone());
        }
        !covered
    });
    // A release has no waivers of its own: it says what records said, and so may what is waived in one of them.
    let releases: HashSet<FileId> = content.releases.values().map(|release| release.file).collect();
    problems.retain(|problem| {
        let says_the_same =
            |own: &Diagnostic| own.rule.code == problem.rule.code && own.message == problem.message;
        !(releases.contains(&problem.place.file) && waived.iter().any(says_the_same))
    });
    for (waiver, used) in waivers.iter().zip(used) {
        problems.extend(judged(waiver, used, as_of));
    }
    waived
}

fn judged(waiver: &Waiver, used: bool, as_of: Day) -> Option<Diagnostic> {
    let code = &waiver.code;
    match rules::find(code) {
        None => Some(
            Diagnostic::new(&rules::WAIVER_REFUSED, waiver.place, format!("there is no check `{code}`"))
                .remedy("copy the code from the message; `citytools explain` lists them all"),
        ),
        Some(rule) if !rule.can_be_waived() => {
            Some(Diagnostic::new(&rules::WAIVER_REFUSED, waiver.place, format!("`{code}` can't be waived")))
        }
        Some(_) if waiver.is_over(as_of) => {
            let until = waiver.until.map(|until| until.to_string()).unwrap_or_default();
            Some(Diagnostic::new(
                &rules::WAIVER_EXPIRED,
                waiver.place,
                format!("the waiver of `{code}` ended on {until}"),
            ))
        }
        Some(_) if !used => Some(Diagnostic::new(
            &rules::WAIVER_UNUSED,
            waiver.place,
            format!("nothing breaks `{code}` here"),
        )),
        Some(_) => None,
    }
}
