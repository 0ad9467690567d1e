//! What an editor did where a file can't be read: a space too few, a tab, a quote that is not closed. The reader of YAML
//! knows only where it had to stop and what it wanted there; people need the line that is wrong, in their own words.

mod lines;
mod spaces;

use std::ops::Range;

use lines::{Line, is_key};

/// A slip: where, what, and what to do.
pub struct Slip {
    /// The bytes in the file.
    pub at: Range<usize>,
    /// One sentence without a full stop.
    pub what: String,
    /// The same.
    pub remedy: String,
}

impl Slip {
    fn of_line(line: &Line, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::of_part(line, line.text, what, remedy)
    }

    /// From a part of a line to the line's end.
    fn of_part(line: &Line, part: &str, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        let end = line.start + line.indent + line.text.len();
        Self { at: line.byte(part)..end, what: what.into(), remedy: remedy.into() }
    }
}

/// The slip behind what the reader said when it stopped at a byte of the text.
pub fn find(said: &str, text: &str, at: usize) -> Option<Slip> {
    let lines = lines::of(text);
    let here = lines.iter().rposition(|line| line.start <= at)?;
    let (line, above) = (&lines[here], here.checked_sub(1).map(|above| &lines[above]));
    let is_value = said.starts_with("mapping values");
    two_versions(&lines)
        .or_else(|| strange_space(text, at))
        .or_else(|| never_closed(&lines[..=here], lines.get(here + 1), said))
        .or_else(|| within(line, at))
        // "system:alder" is a text, and then the next line's key comes too early.
        .or_else(|| {
            above.filter(|above| is_value && above.entry().is_none()).and_then(|above| within(above, 0))
        })
        .or_else(|| spaces::find(&lines, here, is_value))
}

/// The marks that a merge leaves where two people changed the same lines.
fn two_versions(lines: &[Line]) -> Option<Slip> {
    let is_mark = |line: &&Line| line.indent == 0 && line.text.starts_with("<<<<<<<");
    lines.iter().find(is_mark).map(|line| {
        let remedy = "keep one of the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>";
        Slip::of_line(line, "two versions of the same lines stand here, one below the other", remedy)
    })
}

/// A tab, or a space from a document, at the beginning of the line where reading stopped or of a neighbour.
fn strange_space(text: &str, at: usize) -> Option<Slip> {
    let mut start = 0;
    let mut lines = Vec::new();
    for whole in text.split_inclusive('\n') {
        lines.push((start, whole.trim_end_matches(['\n', '\r'])));
        start += whole.len();
    }
    let here = lines.iter().rposition(|(start, _)| *start <= at)?;
    let near = here.saturating_sub(1)..(here + 2).min(lines.len());
    near.into_iter().find_map(|index| {
        let (start, line) = lines[index];
        let blank = &line[..line.len() - line.trim_start().len()];
        let strange = blank.find(|c: char| c != ' ').filter(|_| blank.len() < line.len())?;
        let (name, number) =
            (if blank.contains('\t') { "a tab" } else { "a space of another kind" }, index + 1);
        let from = if blank.contains('\t') { "" } else { ", as documents have it between words" };
        let at = start + strange..start + blank.len();
        let what = format!("line {number} begins with {name}{from}");
        let remedy = "delete it, and type as many spaces as the lines around have".to_owned();
        Some(Slip { at, what, remedy })
    })
}

/// A quote mark or a bracket that opens and does not close on its line, although the next line has its own key.
fn never_closed(lines: &[Line], next: Option<&Line>, said: &str) -> Option<Slip> {
    let of_quote = said.contains("quote");
    let of_bracket = ["bracket", "flow", "illegal placement"].iter().any(|word| said.contains(word));
    let follows = lines.iter().skip(1).map(Some).chain([next]);
    let mut found = lines.iter().zip(follows).filter_map(|(line, next)| {
        let (byte, mark) = lines::left_open(line.text)?;
        let is_meant = if matches!(mark, '"' | '\'') { of_quote } else { of_bracket };
        let is_last = next.is_none_or(|next| next.is_item() || next.entry().is_some());
        (is_meant && is_last).then_some((line, &line.text[byte..], mark))
    });
    // An open quote changes the meaning of every mark that follows; an open bracket is told soon.
    let (line, part, mark) = if of_quote { found.next()? } else { found.last()? };
    let (name, close) = match mark {
        '[' => ("bracket", "]"),
        '{' => ("bracket", "}"),
        '"' => ("quote mark", "\""),
        _ => ("quote mark", "'"),
    };
    let what = format!("the {name} that opens here is not closed");
    let remedy = format!("write {close} where it ends: `{}{close}`", line.body());
    Some(Slip::of_part(line, part, what, remedy))
}

/// What is wrong within the line itself.
fn within(line: &Line, at: usize) -> Option<Slip> {
    if let Some(rest) = line.text.strip_prefix('-').filter(|rest| rest.starts_with(char::is_alphanumeric)) {
        return Some(Slip::of_line(line, "there is no space after the hyphen", format!("write `- {rest}`")));
    }
    let Some((key, value)) = line.entry() else {
        let (key, value) = line.body().split_once(':')?;
        let is_meant = is_key(key) && !value.starts_with("//");
        return is_meant.then(|| {
            let remedy = format!("write `{key}: {value}`");
            Slip::of_part(line, line.body(), "there is no space after the colon", remedy)
        });
    };
    (at >= line.byte(value) && !value.is_empty()).then(|| of_value(line, key, value, at)).flatten()
}

fn of_value(line: &Line, key: &str, value: &str, at: usize) -> Option<Slip> {
    let first = value.chars().next()?;
    let in_quotes = format!("put the whole text in quotes: `{key}: {}`", quoted(value));
    let slip = |what: &str, remedy: String| Some(Slip::of_part(line, value, what, remedy));
    match first {
        '%' | '@' | '`' | '!' | '|' | '>' | ',' | ']' | '}' => {
            slip(&format!("a text can't begin with {first} without quotes"), in_quotes)
        }
        '“' | '”' | '„' | '‘' | '’' => {
            let bare = value.trim_matches(['“', '”', '„', '‘', '’']);
            let remedy = format!("use straight ones: `{key}: {}`", quoted(bare));
            slip("these quote marks are those of a document, which count as letters here", remedy)
        }
        '"' | '\'' => slip("more text follows after the closing quote mark", {
            let inner = value.strip_prefix(first).and_then(|rest| rest.strip_suffix(first));
            let inner = inner.filter(|_| first == '\'').unwrap_or(value);
            format!("put the whole text in quotes of the other kind: `{key}: {}`", quoted(inner))
        }),
        '[' | '{' => {
            let close = if first == '[' { ']' } else { '}' };
            let ends = value.rfind(close).map_or(0, |end| line.byte(&value[end..]));
            if ends > 0 && at > ends {
                return slip("a text can't begin with a bracket without quotes", in_quotes);
            }
            let what = "a comma is missing before this, or a text with a colon has no quotes";
            let remedy = "put a comma and a space between values, and quotes around a text that has a colon";
            let part = value.get(at - line.byte(value)..)?;
            Some(Slip::of_part(line, part, what, remedy))
        }
        _ if value.ends_with(':') && !value.contains(": ") => slip(
            "a colon stands at the end of the value",
            format!("take it away: `{key}: {}`", value.trim_end_matches(':')),
        ),
        _ if value.contains(": ") => {
            let part = value.get(at - line.byte(value)..)?;
            let what = "a colon within a text looks like another key";
            Some(Slip::of_part(line, part, what, in_quotes))
        }
        _ => None,
    }
}

/// A text in the quote marks that it does not have itself.
fn quoted(text: &str) -> String {
    if text.contains('"') {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\"))
    }
}
