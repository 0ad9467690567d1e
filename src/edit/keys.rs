//! Sets a key, takes it out, or adds an item to a list, and leaves every other line of the record as it was written.
//!
//! Whatever the layout, a text that says anything but what was asked for is never given back.

use std::collections::HashSet;

use super::places::{Edit, alike, apply, column, end_of, is_flow, line_end, line_start, newline, value};
use crate::content::yaml::{self, Kind, Node};
use crate::diagnostics::FileId;

/// A step from a value to one in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The value of a key.
    Key(&'static str),
    /// An item of a list, from 0.
    Item(usize),
}

/// A place as people write it, in front of a key: `systems[2].contract.`
#[must_use]
pub fn place(at: &[Step]) -> String {
    let mut place = String::new();
    for step in at {
        match step {
            Step::Key(key) if place.is_empty() => place.push_str(key),
            Step::Key(key) => place = format!("{place}.{key}"),
            // As people count.
            Step::Item(index) => place = format!("{place}[{}]", index + 1),
        }
    }
    if place.is_empty() { place } else { place + "." }
}

/// One edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Gives a key this value, whether it was there or not.
    Set {
        /// The group of keys.
        at: Vec<Step>,
        /// The key.
        key: &'static str,
        /// The key and its value as YAML, in lines that begin at the left.
        entry: String,
    },
    /// Takes a key out with its value.
    Remove {
        /// The group of keys.
        at: Vec<Step>,
        /// The key.
        key: &'static str,
    },
    /// Gives a key another name.
    Rename {
        /// The group of keys.
        at: Vec<Step>,
        /// The key.
        key: &'static str,
        /// Its new name.
        to: &'static str,
    },
    /// Adds an item at the end of a list that has one.
    Append {
        /// The list.
        at: Vec<Step>,
        /// The item as YAML, in lines that begin at the left.
        item: String,
    },
}

/// The text after an edit, or nothing where it is laid out in a way that can't be edited safely. `order` is the usual
/// order of the keys of a group: a new key comes after those that stand before it there.
#[must_use]
pub fn edit(text: &str, change: &Change, order: &[String]) -> Option<String> {
    let root = read(text).filter(|root| !has_twice(root))?;
    let edit = match change {
        Change::Set { at, key, entry } => set(text, find(&root, at)?, key, entry.trim_end(), order)?,
        Change::Remove { at, key } => remove(text, find(&root, at)?, key)?,
        Change::Rename { at, key, to } => rename(find(&root, at)?, key, to)?,
        Change::Append { at, item } => append(text, find(&root, at)?, item.trim_end())?,
    };
    let edited = apply(text, vec![edit]);
    let wanted = wanted(root, change)?;
    same_but_for_order(&read(&edited)?, &wanted).then_some(edited)
}

/// Whether a group has a key twice: then it can't be told which of both an edit is of.
fn has_twice(node: &Node) -> bool {
    match &node.kind {
        Kind::Sequence(items) => items.iter().any(has_twice),
        Kind::Mapping(entries) => {
            let mut names = HashSet::new();
            entries
                .iter()
                .any(|(key, own)| key.as_str().is_some_and(|name| !names.insert(name)) || has_twice(own))
        }
        _ => false,
    }
}

fn read(text: &str) -> Option<Node> {
    yaml::parse(text, FileId::default()).ok()
}

fn find<'a>(root: &'a Node, at: &[Step]) -> Option<&'a Node> {
    at.iter().try_fold(root, |node, step| match (step, &node.kind) {
        (Step::Key(key), _) => value(node, key).map(|(_, value)| value),
        (Step::Item(index), Kind::Sequence(items)) => items.get(*index),
        _ => None,
    })
}

fn find_mut<'a>(root: &'a mut Node, at: &[Step]) -> Option<&'a mut Node> {
    at.iter().try_fold(root, |node, step| match (step, node) {
        (Step::Key(key), node) => value_mut(node, key).map(|(_, value)| value),
        (Step::Item(index), Node { kind: Kind::Sequence(items), .. }) => items.get_mut(*index),
        _ => None,
    })
}

fn value_mut<'a>(node: &'a mut Node, key: &str) -> Option<&'a mut (Node, Node)> {
    match &mut node.kind {
        Kind::Mapping(entries) => entries.iter_mut().find(|(own, _)| own.as_str() == Some(key)),
        _ => None,
    }
}

/// The tree that the edited text must have.
fn wanted(mut root: Node, change: &Change) -> Option<Node> {
    match change {
        Change::Set { at, key, entry } => {
            let Kind::Mapping(mut own) = read(entry)?.kind else { return None };
            let Kind::Mapping(entries) = &mut find_mut(&mut root, at)?.kind else { return None };
            let new = own.pop().filter(|(name, _)| own.is_empty() && name.as_str() == Some(*key))?;
            match entries.iter_mut().find(|(name, _)| name.as_str() == Some(*key)) {
                Some(entry) => *entry = new,
                None => entries.push(new),
            }
        }
        Change::Remove { at, key } => {
            let Kind::Mapping(entries) = &mut find_mut(&mut root, at)?.kind else { return None };
            entries.retain(|(name, _)| name.as_str() != Some(*key));
        }
        Change::Rename { at, key, to } => {
            let (name, _) = value_mut(find_mut(&mut root, at)?, key)?;
            name.kind = Kind::Scalar((*to).to_owned());
        }
        Change::Append { at, item } => {
            let Kind::Sequence(items) = &mut find_mut(&mut root, at)?.kind else { return None };
            items.push(read(item)?);
        }
    }
    Some(root)
}

/// Whether two trees hold the same; the order of keys says nothing.
fn same_but_for_order(a: &Node, b: &Node) -> bool {
    match (&a.kind, &b.kind) {
        (Kind::Sequence(a), Kind::Sequence(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_but_for_order(a, b))
        }
        (Kind::Mapping(ours), Kind::Mapping(theirs)) => {
            let is_there = |(key, own): &(Node, Node)| {
                key.as_str()
                    .and_then(|key| value(b, key))
                    .is_some_and(|(_, other)| same_but_for_order(own, other))
            };
            ours.len() == theirs.len() && ours.iter().all(is_there)
        }
        _ => alike(a, b),
    }
}

fn set(text: &str, group: &Node, key: &str, entry: &str, order: &[String]) -> Option<Edit> {
    let Kind::Mapping(entries) = &group.kind else { return None };
    let is_line = !entry.contains('\n');
    if is_flow(text, group) && !is_line {
        return None;
    }
    if let Some((own, value)) = value(group, key) {
        return Some(overwrite(text, own, value, entry));
    }
    if is_flow(text, group) {
        let (_, last) = entries.last()?;
        let end = end_of(text, last);
        return Some(Edit { bytes: end..end, text: format!(", {entry}") });
    }
    let (first, _) = entries.first()?;
    let entry = indented(text, entry, column(text, first));
    let place = |key: &str| order.iter().position(|own| own == key);
    let own = place(key).unwrap_or(usize::MAX);
    let before = entries.iter().filter(|(key, _)| key.as_str().and_then(place).is_some_and(|key| key < own));
    // The one that stands last in the file, because editors have orders of their own.
    if let Some((key, value)) = before.max_by_key(|(key, _)| key.span.start) {
        let end = end_of(text, value).max(key.span.end as usize);
        return Some(lines_at(text, line_end(text, end), &entry));
    }
    let at = first.span.start as usize;
    let indent = " ".repeat(column(text, first));
    Some(Edit { bytes: at..at, text: format!("{}{}{indent}", entry.trim_start(), newline(text)) })
}

/// The value only, where old and new stand on the key's line, so that a remark behind it stays.
fn overwrite(text: &str, key: &Node, value: &Node, entry: &str) -> Edit {
    let start = key.span.start as usize;
    let (from, to) = (value.span.start as usize, end_of(text, value).max(key.span.end as usize));
    let is_line = !entry.contains('\n') && !text[start..to].contains('\n');
    let new = entry.split_once(": ").map(|(_, value)| value);
    match new.filter(|_| is_line && from >= key.span.end as usize) {
        Some(new) if from < to => Edit { bytes: from..to, text: new.to_owned() },
        _ => {
            Edit { bytes: start..to, text: indented(text, entry, column(text, key)).trim_start().to_owned() }
        }
    }
}

fn remove(text: &str, group: &Node, key: &str) -> Option<Edit> {
    let Kind::Mapping(entries) = &group.kind else { return None };
    let index = entries.iter().position(|(own, _)| own.as_str() == Some(key))?;
    let (own, value) = &entries[index];
    let (start, end) = (own.span.start as usize, end_of(text, value).max(own.span.end as usize));
    let next = entries.get(index + 1).map(|(key, _)| key.span.start as usize);
    let bytes = match (is_flow(text, group), index.checked_sub(1)) {
        (true, Some(before)) => end_of(text, &entries[before].1)..end,
        // The first key of an item stands behind the item's hyphen.
        (true | false, None) => start..next?,
        (false, Some(_)) => line_start(text, start)..line_end(text, end),
    };
    Some(Edit { bytes, text: String::new() })
}

fn rename(group: &Node, key: &str, to: &str) -> Option<Edit> {
    let (own, _) = value(group, key).filter(|_| value(group, to).is_none())?;
    Some(Edit { bytes: own.span.start as usize..own.span.end as usize, text: to.to_owned() })
}

fn append(text: &str, sequence: &Node, item: &str) -> Option<Edit> {
    let Kind::Sequence(items) = &sequence.kind else { return None };
    let last = items.last()?;
    let end = end_of(text, last);
    if is_flow(text, sequence) {
        let is_line = !item.contains('\n');
        return is_line.then(|| Edit { bytes: end..end, text: format!(", {item}") });
    }
    let dash = |item: &Node| {
        let start = item.span.start as usize;
        text[..start].rfind('-').filter(|dash| text[dash + 1..start].trim().is_empty())
    };
    let at = dash(last)?;
    let indent = text[line_start(text, at)..at].chars().filter(|c| *c != '\u{feff}').count();
    if !text[line_start(text, at)..at].trim().is_empty() {
        return None;
    }
    let body = indented(text, item, indent + 2);
    let line = format!("{}- {}", " ".repeat(indent), body.trim_start());
    let has_air = |pair: &[Node]| {
        let from = line_end(text, end_of(text, &pair[0]));
        dash(&pair[1]).is_some_and(|dash| {
            from <= dash && text[from..dash].lines().any(|line| line.trim().is_empty() && !line.contains(' '))
        })
    };
    let is_airy = items.windows(2).last().is_some_and(has_air);
    let air = if is_airy { newline(text) } else { "" };
    let mut edit = lines_at(text, line_end(text, end), &line);
    // A file may lack its last line end; the air then comes behind it.
    let at = if edit.bytes.start == 0 || text[..edit.bytes.start].ends_with('\n') {
        0
    } else {
        newline(text).len()
    };
    edit.text.insert_str(at, air);
    Some(edit)
}

/// Each line with spaces in front, and the file's own line ends.
fn indented(text: &str, entry: &str, column: usize) -> String {
    let indent = " ".repeat(column);
    let lines =
        entry.lines().map(|line| if line.is_empty() { String::new() } else { format!("{indent}{line}") });
    lines.collect::<Vec<_>>().join(newline(text))
}

/// Lines of their own at the start of a line, or after the last one, which may lack its end.
fn lines_at(text: &str, at: usize, lines: &str) -> Edit {
    let newline = newline(text);
    let is_start = at == 0 || text[..at].ends_with('\n');
    let text = if is_start { format!("{lines}{newline}") } else { format!("{newline}{lines}") };
    Edit { bytes: at..at, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# A remark.
name: x # the name
systems:
  - system: a # first
    services: [b, c]
    contract:
      end: 2027-03-31 # from the notice
      value: {amount: 1, basis: total}
    provenance: published
    notes: >-
      One
      two.

  - {system: b, lifecycle: live}
";

    fn order() -> Vec<String> {
        ["system", "services", "lifecycle", "since", "contract", "start", "end", "provenance", "notes"]
            .map(str::to_owned)
            .to_vec()
    }

    fn item(index: usize) -> Vec<Step> {
        vec![Step::Key("systems"), Step::Item(index)]
    }

    fn set(at: Vec<Step>, key: &'static str, entry: &str) -> Change {
        Change::Set { at, key, entry: entry.to_owned() }
    }

    /// Lines that went and came.
    fn moved(change: &Change) -> String {
        let after = edit(TEXT, change, &order()).expect("an edit");
        let diff = similar::TextDiff::from_lines(TEXT, &after);
        let lines = diff.iter_all_changes().filter(|change| change.tag() != similar::ChangeTag::Equal);
        lines.map(|change| format!("{}{}", change.tag(), change.value())).collect()
    }

    fn contract() -> Vec<Step> {
        [item(0), vec![Step::Key("contract")]].concat()
    }

    #[test]
    fn a_value_is_changed_on_its_line() {
        assert_eq!(
            moved(&set(contract(), "end", "end: 2028")),
            "-      end: 2027-03-31 # from the notice\n+      end: 2028 # from the notice\n"
        );
        let value = [contract(), vec![Step::Key("value")]].concat();
        assert!(
            moved(&set(value.clone(), "amount", "amount: 20"))
                .contains("+      value: {amount: 20, basis: total}\n")
        );
        assert!(moved(&set(value, "tax", "tax: net")).contains("{amount: 1, basis: total, tax: net}\n"));
    }

    #[test]
    fn a_new_key_comes_where_its_kind_has_it() {
        assert_eq!(moved(&set(item(0), "lifecycle", "lifecycle: live")), "+    lifecycle: live\n");
        let after = edit(TEXT, &set(item(0), "lifecycle", "lifecycle: live"), &order()).expect("an edit");
        assert!(after.contains("services: [b, c]\n    lifecycle: live\n    contract:"), "{after}");
        assert_eq!(moved(&set(contract(), "start", "start: 2024")), "+      start: 2024\n");
        assert!(
            moved(&set(item(1), "since", "since: 2020"))
                .contains("{system: b, lifecycle: live, since: 2020}")
        );
    }

    #[test]
    fn a_paragraph_is_replaced_whole_and_the_next_item_stays() {
        let change = set(item(0), "notes", "notes: >-\n  Three\n  four.\n");
        assert_eq!(moved(&change), "-      One\n-      two.\n+      Three\n+      four.\n");
    }

    #[test]
    fn a_key_goes_with_its_lines() {
        let gone = |at, key| moved(&Change::Remove { at, key });
        assert_eq!(gone(item(0), "notes"), "-    notes: >-\n-      One\n-      two.\n");
        assert_eq!(
            gone(item(0), "contract"),
            "-    contract:\n-      end: 2027-03-31 # from the notice\n-      value: {amount: 1, basis: total}\n"
        );
        assert!(gone(item(1), "lifecycle").contains("+  - {system: b}\n"));
        assert!(gone(item(0), "system").contains("+  - services: [b, c]\n"), "{}", gone(item(0), "system"));
    }

    #[test]
    fn a_key_gets_another_name() {
        let rename = |at, key, to| edit(TEXT, &Change::Rename { at, key, to }, &[]);
        let renamed = rename(contract(), "end", "until").expect("an edit");
        assert_eq!(renamed, TEXT.replace("end: 2027", "until: 2027"));
        assert!(rename(item(1), "system", "product").expect("an edit").contains("{product: b, lifecycle"));
        // One of the two would be lost.
        assert_eq!(rename(contract(), "end", "value"), None);
    }

    #[test]
    fn where_a_key_stands_twice_nothing_is_edited() {
        // A line that ends as on old machines goes with the next one; the list in the second of both would be lost.
        let text = "systems:\nsystems:\n- a\rname: b\n";
        assert_eq!(edit(text, &Change::Remove { at: Vec::new(), key: "name" }, &[]), None);
        let within = "name: b\nsystems:\n- a: 1\n  a: 2\n";
        assert_eq!(edit(within, &Change::Remove { at: Vec::new(), key: "name" }, &[]), None);
    }

    #[test]
    fn an_item_comes_last() {
        let append = |at, item: &str| moved(&Change::Append { at, item: item.to_owned() });
        let services = [item(0), vec![Step::Key("services")]].concat();
        assert!(append(services, "d").contains("+    services: [b, c, d]\n"));
        assert_eq!(
            append(vec![Step::Key("systems")], "system: c\nlifecycle: live\n"),
            "+\n+  - system: c\n+    lifecycle: live\n"
        );
    }

    #[test]
    fn what_would_say_something_else_is_refused() {
        assert_eq!(edit(TEXT, &set(item(1), "notes", "notes: >-\n  Much\n  text.\n"), &order()), None);
        assert_eq!(edit(TEXT, &set(item(7), "notes", "notes: x\n"), &order()), None);
        assert_eq!(edit("a: [b\n", &set(Vec::new(), "c", "c: d"), &order()), None);
    }
}
