//! Figures whose number is another one, and those whose number stands on something else now.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::build::Ready;
use crate::content::release::{FrozenFigure, Release};
use crate::figures::{self, Changes};

/// What happened to the figures.
#[derive(Debug, Serialize)]
pub struct FiguresChange {
    /// Those whose number is another one.
    pub moved: Vec<MovedFigure>,
    /// Those with the same number, but other words or other rows behind it.
    pub restated: Vec<FigureName>,
    /// How many are the same in everything.
    pub same: usize,
}

/// A figure by name.
#[derive(Debug, Serialize)]
pub struct FigureName {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// A figure before and after; none where it was not computed.
#[derive(Debug, Serialize)]
pub struct MovedFigure {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Before.
    pub before: Option<Number>,
    /// After.
    pub after: Option<Number>,
}

/// A figure's number.
#[derive(Debug, Serialize)]
pub struct Number {
    /// As readers see it.
    pub text: String,
    /// Not rounded; none where it is withheld.
    pub value: Option<f64>,
    /// In a full sentence.
    pub sentence: String,
}

impl Number {
    fn of(figure: &FrozenFigure) -> Self {
        Self { text: figure.text.clone(), value: figure.value, sentence: figure.sentence.clone() }
    }
}

impl MovedFigure {
    /// Before and after as readers see them, and as they are where rounding hides the difference.
    #[must_use]
    pub fn texts(&self) -> (String, String) {
        if let (Some(before), Some(after)) = (&self.before, &self.after)
            && before.text == after.text
            && let (Some(was), Some(is)) = (before.value, after.value)
        {
            let (was, is) = figures::apart(was, is);
            let (sign, unit) = units(&before.text);
            let exactly = |text: &str, value: &str| format!("{text} ({sign}{value}{unit})");
            return (exactly(&before.text, &was), exactly(&after.text, &is));
        }
        let text = |number: &Option<Number>| {
            number.as_ref().map_or_else(|| "not computed".to_owned(), |number| number.text.clone())
        };
        (text(&self.before), text(&self.after))
    }
}

/// What stands right before and after a number: `£` of `about £1.25m`, `%` of `40%`. A `m` is no part of the exact number.
fn units(text: &str) -> (&str, &str) {
    let before = text.find(|c: char| c.is_ascii_digit()).map_or("", |digit| &text[..digit]);
    let sign = before.char_indices().next_back().filter(|(_, c)| !c.is_whitespace() && !c.is_ascii());
    (sign.map_or("", |(at, _)| &before[at..]), if text.ends_with('%') { "%" } else { "" })
}

/// Figures in the order of the method page; those that are gone come last.
pub(super) fn changes(
    old: &Ready,
    new: &Ready,
    changes: &Changes,
    (before, after): (&Release, &Release),
) -> FiguresChange {
    let told: BTreeSet<&str> = changes.moved.iter().map(|moved| moved.id).collect();
    let mut change = FiguresChange { moved: Vec::new(), restated: Vec::new(), same: 0 };
    let gone = before.figures.iter().filter(|figure| after.figure(&figure.id).is_none());
    for figure in after.figures.iter().chain(gone) {
        let (id, title) = (figure.id.clone(), figure.title.clone());
        let (was, is) = (before.figure(&id), after.figure(&id));
        // Releases are compared as readers see them; an editor wants to know what rounding hides, too.
        if told.contains(id.as_str()) || was.map(|it| it.value) != is.map(|it| it.value) {
            change.moved.push(MovedFigure {
                before: was.map(Number::of),
                after: is.map(Number::of),
                id,
                title,
            });
        } else if said(old, &id) == said(new, &id) {
            change.same += 1;
        } else {
            change.restated.push(FigureName { id, title });
        }
    }
    change
}

/// What everything comes to that a figure says.
fn said(ready: &Ready, id: &str) -> Option<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    figures::write_json(ready.figures.named(id)?, &ready.figures, &ready.catalogue, &mut hasher).ok()?;
    Some(hasher.finalize())
}
