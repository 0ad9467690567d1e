//! The registry of everything that can be reported, one file per family. A code never changes its meaning and is never
//! used again.

mod facts;
mod notices;
mod references;
mod safety;
mod shape;
mod sheets;
mod syntax;
mod text;

pub use facts::*;
pub use notices::*;
pub use references::*;
pub use safety::*;
pub use shape::*;
pub use sheets::*;
pub use syntax::*;
pub use text::*;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is published until it is mended.
    Error,
    /// Published, but should be mended.
    Warning,
    /// Published; an improvement worth knowing.
    Advice,
}

impl Severity {
    /// In one word, for people and machines.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
        }
    }
}

/// What a rule is about: the first digit of its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// The file and its syntax.
    Syntax,
    /// The shape of a record.
    Shape,
    /// What names what.
    References,
    /// What facts say together.
    Facts,
    /// What must not be published.
    Safety,
    /// Chapters, pages and notes.
    Text,
    /// Spreadsheets that come back.
    Sheets,
    /// Procurement notices that are imported.
    Notices,
}

impl Family {
    /// Every family, in the order of codes.
    pub const ALL: [Self; 8] = [
        Self::Syntax,
        Self::Shape,
        Self::References,
        Self::Facts,
        Self::Safety,
        Self::Text,
        Self::Sheets,
        Self::Notices,
    ];

    /// As a heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Syntax => "The file and its syntax",
            Self::Shape => "The shape of a record",
            Self::References => "Names of other records",
            Self::Facts => "Facts that contradict each other",
            Self::Safety => "What must not be published",
            Self::Text => "Chapters, pages and notes",
            Self::Sheets => "Spreadsheets that come back",
            Self::Notices => "Procurement notices that are imported",
        }
    }

    fn rules(self) -> &'static [&'static Rule] {
        match self {
            Self::Syntax => syntax::RULES,
            Self::Shape => shape::RULES,
            Self::References => references::RULES,
            Self::Facts => facts::RULES,
            Self::Safety => safety::RULES,
            Self::Text => text::RULES,
            Self::Sheets => sheets::RULES,
            Self::Notices => notices::RULES,
        }
    }
}

/// One thing that can be wrong.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable code, `CT` and three digits; the first digit is the family.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is reported, a sentence.
    what: &'static str,
    /// One sentence: why it matters.
    pub why: &'static str,
    /// One sentence: what to do.
    pub remedy: &'static str,
    /// An excerpt that is reported.
    pub wrong: &'static str,
    /// The same as it should be.
    pub right: &'static str,
}

impl Rule {
    /// What follows from a problem, a sentence.
    #[must_use]
    pub fn follows(&self) -> &'static str {
        match (self.severity, self.family()) {
            (Severity::Error, Family::Sheets) => "nothing of the sheet is taken over until it is mended.",
            (_, Family::Sheets) => "all else of the sheet is taken over; see whether this is meant.",
            (Severity::Error, Family::Notices) => "this part is left out, and all else is proposed.",
            (_, Family::Notices) => "it is proposed, and the doubt stands beside it.",
            (Severity::Error, _) => "nothing is published until it is mended.",
            (Severity::Warning, _) => "it is published, but should be mended.",
            (Severity::Advice, _) => "it is published; this is an improvement worth knowing.",
        }
    }

    /// What is reported, a sentence.
    #[must_use]
    pub fn what(&self) -> &'static str {
        self.what.trim()
    }

    /// The family that it belongs to.
    ///
    /// # Panics
    /// Never: every rule stands in the list of a family.
    #[must_use]
    pub fn family(&self) -> Family {
        let own = |family: &Family| family.rules().iter().any(|rule| rule.code == self.code);
        Family::ALL.into_iter().find(own).expect("every rule stands in the list of a family")
    }

    /// Whether a record may say that it is right here, with a reason: only where people can judge. What can't be read,
    /// found or printed safely can't be waived.
    #[must_use]
    pub fn can_be_waived(&self) -> bool {
        matches!(self.family(), Family::Facts | Family::Safety) && !NEVER_WAIVED.contains(&self.code)
    }
}

/// Rules about waivers themselves, and facts without which records can't be counted.
const NEVER_WAIVED: [&str; 5] = ["CT306", "CT312", "CT322", "CT323", "CT324"];

macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal $severity:ident: $why:literal, $remedy:literal,
        wrong $wrong:literal, right $right:literal;)+) => {
        $($(#[doc = $doc])+ pub static $name: $crate::diagnostics::Rule = $crate::diagnostics::Rule {
            code: $code,
            severity: $crate::diagnostics::Severity::$severity,
            what: concat!($($doc),+),
            why: $why,
            remedy: $remedy,
            wrong: $wrong,
            right: $right,
        };)+
        /// The rules of this family, in the order of their codes.
        pub(super) static RULES: &[&$crate::diagnostics::Rule] = &[$(&$name),+];
    };
}
use rules;

/// Every rule, in the order of its code.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    Family::ALL.into_iter().flat_map(|family| family.rules().iter().copied())
}

/// The rule with that code, in whatever letters it is written.
#[must_use]
pub fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code.eq_ignore_ascii_case(code))
}
