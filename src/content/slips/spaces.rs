//! Lines that begin with another number of spaces than the lines that they belong with.

use super::Slip;
use super::lines::{Line, is_key};

/// What is wrong with the beginning of a line or of the one above it. `is_value` says that the reader met a second
/// value where one had been given.
pub fn find(lines: &[Line], here: usize, is_value: bool) -> Option<Slip> {
    let line = lines.get(here)?;
    let above = here.checked_sub(1).map(|index| &lines[index]);
    if is_value && let Some(above) = above {
        return below_a_value(lines, here, above);
    }
    if let Some(above) = above.filter(|above| above.text.starts_with("- - ")) {
        let what =
            format!("line {} begins with two hyphens, which would be a list within a list", above.number);
        return Some(Slip::of_line(above, what, format!("write `- {}`", above.body())));
    }
    if line.entry().is_none() && !line.is_item() {
        return above.and_then(|above| goes_on(line, above));
    }
    let (expected, from) = expected(lines, here)?;
    odd(line, expected, from, lines.get(here + 1))
}

/// A line that is set in below one that has its value already.
fn below_a_value(lines: &[Line], here: usize, above: &Line) -> Option<Slip> {
    let line = &lines[here];
    let (key, value) = above.entry()?;
    let before = here.checked_sub(2).map(|index| &lines[index]);
    if value.is_empty() || line.column() <= above.column() {
        return None;
    }
    if before.is_some_and(|before| before.column() == line.column()) {
        return odd(above, line.column(), Around::Both, None);
    }
    if lines.get(here + 1).is_some_and(|next| next.column() == line.column() && !next.is_item()) {
        let what = format!("`{key}` has a value on its own line, and lines of its own below");
        let remedy = format!(
            "keep one of the two: delete `{value}`, or the lines that are set in below; or begin them with {}",
            spaces(above.column())
        );
        return Some(Slip::of_line(above, what, remedy));
    }
    odd(line, above.column(), Around::Line(above), None)
}

/// A line without a key: a colon is missing, or it goes on with the text above.
fn goes_on(line: &Line, above: &Line) -> Option<Slip> {
    let (key, value) = above.entry()?;
    let further = spaces(above.column() + 2);
    if value.starts_with(['>', '|']) {
        let what = format!(
            "line {} goes on with the text of `{key}`, but begins with {}",
            line.number,
            spaces(line.indent)
        );
        return Some(Slip::of_line(
            line,
            what,
            format!("begin line {} with {further}, like all of the text", line.number),
        ));
    }
    let first = line.body().split(' ').next().unwrap_or_default();
    let is_text = value.contains(' ') && value.starts_with(char::is_alphabetic);
    if is_key(first) && !first.starts_with(|c: char| c.is_ascii_uppercase()) {
        let meant = format!("{first}: {}", line.body()[first.len()..].trim());
        let or = if is_text {
            format!("; if it goes on with the text of `{key}`, begin it with {further}")
        } else {
            String::new()
        };
        let what = format!("line {} has no colon after its key", line.number);
        return Some(Slip::of_line(line, what, format!("write `{}`{or}", meant.trim_end())));
    }
    is_text.then(|| {
        let what = format!("line {} has no key; it seems to go on with the text of `{key}`", line.number);
        let remedy = format!("begin line {} with {further}, so that it belongs to `{key}`", line.number);
        Slip::of_line(line, what, remedy)
    })
}

/// What a number of spaces is compared with.
#[derive(Clone, Copy)]
enum Around<'a> {
    /// The line above and the line below.
    Both,
    /// One line.
    Line(&'a Line<'a>),
    /// Another item of the same list.
    Item(&'a Line<'a>),
}

/// How many spaces a line should begin with: like both neighbours, or like the nearest of what is open above it.
fn expected<'a>(lines: &'a [Line<'a>], here: usize) -> Option<(usize, Around<'a>)> {
    let line = &lines[here];
    let above = &lines[here.checked_sub(1)?];
    if !line.is_item() {
        let below = lines.get(here + 1);
        if below.is_some_and(|below| below.column() == above.column() && !below.is_item()) {
            return Some((above.column(), if above.is_item() { Around::Line(above) } else { Around::Both }));
        }
        if above.is_item() && line.column() < above.column() {
            return Some((above.column(), Around::Line(above)));
        }
    }
    let open = open(&lines[..here]);
    let alike =
        open.iter().filter(|(_, own, is_hyphen)| *is_hyphen == line.is_item() && own.number < line.number);
    let (column, own, is_hyphen) =
        alike.min_by_key(|(column, ..)| (column.abs_diff(line.indent), *column))?;
    Some((*column, if *is_hyphen { Around::Item(own) } else { Around::Line(own) }))
}

/// The columns at which keys and items above still could go on, each with the last line that stands there.
fn open<'a>(lines: &'a [Line<'a>]) -> Vec<(usize, &'a Line<'a>, bool)> {
    let mut open: Vec<(usize, &Line, bool)> = Vec::new();
    for line in lines {
        open.retain(|(column, _, is_hyphen)| {
            *column < line.indent || (*column == line.indent && line.is_item() && !is_hyphen)
        });
        if line.is_item() {
            open.push((line.indent, line, true));
        }
        open.push((line.column(), line, false));
    }
    open
}

fn odd(line: &Line, expected: usize, from: Around, next: Option<&Line>) -> Option<Slip> {
    if line.indent == expected {
        return None;
    }
    let own = format!("line {} begins with {}", line.number, spaces(line.indent));
    let what = match from {
        Around::Both => format!("{own}, the lines around it with {expected}"),
        Around::Line(other) if other.is_item() => {
            format!("{own}, but the keys of its item, line {}, stand after {expected}", other.number)
        }
        Around::Line(other) => format!("{own}, line {} with {expected}", other.number),
        Around::Item(other) => format!("{own}, the item before it, line {}, with {expected}", other.number),
    };
    let along = line.is_item() && next.is_some_and(|next| next.column() == line.column());
    let along = if along { ", and move the other lines of this item with it" } else { "" };
    Some(Slip::of_line(line, what, format!("begin line {} with {}{along}", line.number, spaces(expected))))
}

/// "1 space".
pub fn spaces(count: usize) -> String {
    match count {
        0 => "no space".to_owned(),
        1 => "1 space".to_owned(),
        _ => format!("{count} spaces"),
    }
}
