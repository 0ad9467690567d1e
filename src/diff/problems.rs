//! Problems that came and went. Where a problem stands in its file says nothing: a line above it moves it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::build::Checked;
use crate::diagnostics::{Diagnostic, Sources};

/// Problems of one side only.
#[derive(Debug, Serialize)]
pub struct Problems {
    /// Those that were not there before.
    pub new: Vec<ProblemView>,
    /// Those that are mended.
    pub gone: Vec<ProblemView>,
}

/// A problem in words.
#[derive(Clone, Debug, Serialize)]
pub struct ProblemView {
    /// Its stable code.
    pub code: &'static str,
    /// How bad it is: `error`, `warning` or `advice`.
    pub severity: &'static str,
    /// Its file, from the content folder.
    pub file: String,
    /// Its line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

impl ProblemView {
    fn of(problem: &Diagnostic, sources: &Sources) -> Self {
        let region = sources.region(problem.place);
        // The content folder's own name may be another one on the other side.
        let file = region.file.split_once('/').map_or(region.file.as_str(), |(_, within)| within);
        Self {
            code: problem.rule.code,
            severity: problem.rule.severity.word(),
            file: file.to_owned(),
            line: region.line,
            message: problem.message.clone(),
            remedy: problem.remedy.clone().unwrap_or_else(|| problem.rule.remedy.to_owned()),
        }
    }
}

/// Problems of one side that the other does not have as often.
pub(super) fn between(base: &Checked, head: &Checked) -> Problems {
    let (old, new) = (views(base), views(head));
    Problems { gone: only(&old, &new), new: only(&new, &old) }
}

fn views(checked: &Checked) -> Vec<ProblemView> {
    checked.problems.iter().map(|problem| ProblemView::of(problem, &checked.sources)).collect()
}

fn only(of: &[ProblemView], other: &[ProblemView]) -> Vec<ProblemView> {
    fn key(problem: &ProblemView) -> (&str, &str, &str) {
        (problem.code, &problem.file, &problem.message)
    }
    let mut left: BTreeMap<_, usize> = BTreeMap::new();
    for problem in other {
        *left.entry(key(problem)).or_default() += 1;
    }
    let mut only = Vec::new();
    for problem in of {
        match left.get_mut(&key(problem)) {
            Some(count) if *count > 0 => *count -= 1,
            _ => only.push(problem.clone()),
        }
    }
    only
}
