//! What is wrong or doubtful in procurement notices: told like any other problem, at a notice in place of a byte.

use std::fmt;

use annotate_snippets::{Group, Level, Origin, Renderer};

use super::{Rule, readable, text};

/// Where among files of notices something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct NoticePlace {
    /// The file, as it was named.
    pub file: String,
    /// The procurement, or the release where its procurement is not known.
    pub ocid: Option<String>,
    /// Line and column, where the file can't be read.
    pub at: Option<(usize, usize)>,
}

impl fmt::Display for NoticePlace {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.file)?;
        self.at.map_or(Ok(()), |(line, column)| write!(f, ":{line}:{column}"))?;
        self.ocid.as_ref().map_or(Ok(()), |ocid| write!(f, ", {ocid}"))
    }
}

/// One problem or doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeProblem {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// Where.
    pub place: NoticePlace,
    /// What is wrong here, one sentence without a full stop.
    pub message: String,
}

impl NoticeProblem {
    /// A problem at a place.
    pub fn new(rule: &'static Rule, place: NoticePlace, message: impl Into<String>) -> Self {
        Self { rule, place, message: readable(message.into()) }
    }

    /// As a block of text, with terminal colours; strip them where no terminal reads.
    #[must_use]
    pub fn render(&self) -> String {
        let title = text::level(self.rule.severity).primary_title(&self.message).id(self.rule.code);
        let finding = title.element(Origin::path(self.place.to_string()));
        Renderer::styled().render(&[
            finding.element(Level::NOTE.with_name("why").message(self.rule.why)),
            Group::with_title(Level::HELP.with_name("remedy").secondary_title(self.rule.remedy)),
        ])
    }
}
