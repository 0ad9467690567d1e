//! "Still true": sets `checked` where it stands, or adds it where it belongs, and touches nothing else.

use super::places::{Edit, after_content, alike, apply, column, line_end, line_start, newline, value};
use crate::content::nearest;
use crate::content::records::Date;
use crate::content::yaml::{self, Kind, Node};
use crate::diagnostics::{Diagnostic, FileId};

/// The keys of an authority that come after `checked`.
const AFTER: [&str; 5] = ["systems", "contracts", "services", "skills", "technologies"];
/// The keys of a deployment that `checked` follows, the nearest first.
const BEFORE: [&str; 4] = ["confidence", "provenance", "lifecycle", "system"];

/// What was confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// The text with the dates in it; the same text where nothing had to change.
    pub text: String,
    /// What happened, in the order of the file.
    pub marks: Vec<Mark>,
}

/// One `checked`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The system, or the whole file.
    pub system: Option<String>,
    /// What it said before.
    pub before: Option<String>,
    /// Left alone, because it says this date already or a later one.
    pub kept: bool,
}

/// Why a text could not be edited.
#[derive(Debug)]
pub enum Refusal {
    /// It is not YAML.
    Syntax(Box<Diagnostic>),
    /// The authority has no such system.
    NoSystem {
        /// What was asked for.
        id: String,
        /// The system that is probably meant.
        nearest: Option<String>,
    },
    /// It is written in a way that no line can be put into safely.
    Layout,
}

/// A way to set the date of a file or an item.
type Way = fn(&str, &Node, bool, Date) -> Option<Edit>;

/// Sets `checked` of the whole file, or of the named systems, to a day.
///
/// # Errors
/// See [`Refusal`]; the text is then not to be written.
pub fn confirm(text: &str, systems: &[String], day: Date) -> Result<Confirmed, Refusal> {
    let root = read(text)?;
    let Kind::Mapping(entries) = &root.kind else { return Err(Refusal::Layout) };
    let targets = if systems.is_empty() { vec![&root] } else { named(entries, systems)? };
    let marks: Vec<Mark> = targets.iter().map(|target| mark(target, systems.is_empty(), day)).collect();
    let open = || targets.iter().zip(&marks).filter(|(_, mark)| !mark.kept).map(|(target, _)| *target);
    if open().next().is_none() {
        return Ok(Confirmed { text: text.to_owned(), marks });
    }
    // The second way is for a file whose end of the line before can't be told from its looks.
    let ways: [Way; 2] = [neat, plain];
    ways.into_iter()
        .filter_map(|way| {
            let edits = open()
                .map(|target| way(text, target, systems.is_empty(), day))
                .collect::<Option<Vec<_>>>()?;
            Some(apply(text, edits))
        })
        .find(|edited| is_only_checked(&root, edited, systems, &marks, day))
        .map(|text| Confirmed { text, marks })
        .ok_or(Refusal::Layout)
}

fn read(text: &str) -> Result<Node, Refusal> {
    yaml::parse(text, FileId::default()).map_err(|problem| Refusal::Syntax(Box::new(problem)))
}

fn items(entries: &[(Node, Node)]) -> &[Node] {
    let systems = entries.iter().find(|(key, _)| key.as_str() == Some("systems"));
    match systems.map(|(_, value)| &value.kind) {
        Some(Kind::Sequence(items)) => items,
        _ => &[],
    }
}

fn system(item: &Node) -> Option<&str> {
    value(item, "system").and_then(|(_, id)| id.as_str())
}

/// The items of the named systems; one system can have several.
fn named<'a>(entries: &'a [(Node, Node)], ids: &[String]) -> Result<Vec<&'a Node>, Refusal> {
    let items = items(entries);
    for id in ids {
        if !items.iter().any(|item| system(item) == Some(id.as_str())) {
            let nearest = nearest(id, items.iter().filter_map(system)).map(str::to_owned);
            return Err(Refusal::NoSystem { id: id.clone(), nearest });
        }
    }
    Ok(items.iter().filter(|item| system(item).is_some_and(|own| ids.iter().any(|id| id == own))).collect())
}

fn mark(target: &Node, is_file: bool, day: Date) -> Mark {
    let before = value(target, "checked").and_then(|(_, value)| value.as_str());
    let is_later = |said: &str| {
        said.parse::<Date>().is_ok_and(|said| (said.first_day(), said.has_day()) >= (day.first_day(), true))
    };
    Mark {
        system: if is_file { None } else { system(target).map(str::to_owned) },
        before: before.map(str::to_owned),
        kept: before.is_some_and(is_later),
    }
}

/// The edit where a person would make it.
fn neat(text: &str, target: &Node, is_file: bool, day: Date) -> Option<Edit> {
    if let Some((key, value)) = value(target, "checked") {
        return overwrite(text, key, value, day);
    }
    let Kind::Mapping(entries) = &target.kind else { return None };
    if text[target.span.start as usize..].starts_with('{') {
        let (_, last) = entries.last()?;
        let end = last.span.end as usize;
        return last.as_str().map(|_| Edit { bytes: end..end, text: format!(", checked: {day}") });
    }
    if !is_file {
        let (key, value) = BEFORE.iter().find_map(|key| value(target, key))?;
        let end = line_end(text, value.span.end.max(key.span.end) as usize);
        return Some(line(text, end, column(text, key), day));
    }
    let column = column(text, &entries.first()?.0);
    let next = entries.iter().position(|(key, _)| key.as_str().is_some_and(|key| AFTER.contains(&key)));
    Some(match next {
        Some(0) => line(text, line_start(text, entries[0].0.span.start as usize), column, day),
        Some(next) => {
            let at = line_start(text, entries[next].0.span.start as usize);
            line(text, after_content(text, at), column, day)
        }
        None => line(text, after_content(text, text.len()), column, day),
    })
}

/// The edit that depends least on how the lines around it look.
fn plain(text: &str, target: &Node, _: bool, day: Date) -> Option<Edit> {
    let Kind::Mapping(entries) = &target.kind else { return None };
    let (first, _) = entries.first()?;
    let at = first.span.start as usize;
    if text[target.span.start as usize..].starts_with('{') {
        return Some(Edit { bytes: at..at, text: format!("checked: {day}, ") });
    }
    let indent = " ".repeat(column(text, first));
    Some(Edit { bytes: at..at, text: format!("checked: {day}{}{indent}", newline(text)) })
}

/// The date in place of what stands there, or after a key that has nothing.
fn overwrite(text: &str, key: &Node, value: &Node, day: Date) -> Option<Edit> {
    if value.as_str().is_some() {
        let bytes = value.span.start as usize..value.span.end as usize;
        return Some(Edit { bytes, text: day.to_string() });
    }
    let end = key.span.end as usize;
    let colon = end + text[end..].find(':')? + 1;
    Some(Edit { bytes: colon..colon, text: format!(" {day}") })
}

/// A line of its own at the start of a line, or after the last one, which may lack its end.
fn line(text: &str, at: usize, column: usize, day: Date) -> Edit {
    let own = format!("{}checked: {day}", " ".repeat(column));
    let newline = newline(text);
    let is_start = at == 0 || text[..at].ends_with('\n');
    let text = if is_start { format!("{own}{newline}") } else { format!("{newline}{own}") };
    Edit { bytes: at..at, text }
}

/// Whether the edited text says the same in everything but the dates that were asked for. Whatever the layout, a text
/// that says anything else is never written.
fn is_only_checked(before: &Node, after: &str, systems: &[String], marks: &[Mark], day: Date) -> bool {
    let Ok(mut after) = read(after) else { return false };
    let mut before = before.clone();
    let (was, is) = (taken(&mut before, systems), taken(&mut after, systems));
    let right = |(mark, (was, is)): (&Mark, (&Option<String>, &Option<String>))| {
        let wanted = if mark.kept { was.clone() } else { Some(day.to_string()) };
        *is == wanted
    };
    was.len() == is.len()
        && marks.len() == is.len()
        && marks.iter().zip(was.iter().zip(&is)).all(right)
        && alike(&before, &after)
}

/// Takes `checked` out of each target and says what it was.
fn taken(root: &mut Node, systems: &[String]) -> Vec<Option<String>> {
    let take = |node: &mut Node| {
        let Kind::Mapping(entries) = &mut node.kind else { return None };
        let at = entries.iter().position(|(key, _)| key.as_str() == Some("checked"))?;
        entries.remove(at).1.as_str().map(str::to_owned)
    };
    if systems.is_empty() {
        return vec![take(root)];
    }
    let Kind::Mapping(entries) = &mut root.kind else { return Vec::new() };
    let items = entries.iter_mut().filter(|(key, _)| key.as_str() == Some("systems"));
    let items = items.filter_map(|(_, value)| match &mut value.kind {
        Kind::Sequence(items) => Some(items),
        _ => None,
    });
    let is_named = |item: &&mut Node| system(item).is_some_and(|own| systems.iter().any(|id| id == own));
    items.flatten().filter(is_named).map(take).collect()
}
