//! The words between `{fig:` and `}`: which figure, in which form, and what to say while it is withheld.

use jiff::civil::Date as Day;

/// A figure as a text quotes it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Quote<'a> {
    /// The figure.
    pub id: &'a str,
    /// What of it; none where the word is not one of the forms.
    pub form: Option<Form>,
    /// What to print instead while too few records are known.
    pub fallback: Option<&'a str>,
}

/// What of a figure is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// The number with its unit.
    Value,
    /// The number as it stood on a day, from that day's release.
    Frozen(Day),
    /// The sentence.
    Sentence,
    /// The rows.
    Table,
    /// The rows as a drawing, with the table under it.
    Chart,
}

impl Form {
    /// A table or chart stands on a line of its own.
    pub(super) fn is_block(self) -> bool {
        matches!(self, Self::Table | Self::Chart)
    }

    /// As it is written.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Value | Self::Frozen(_) => "value",
            Self::Sentence => "sentence",
            Self::Table => "table",
            Self::Chart => "chart",
        }
    }
}

impl<'a> Quote<'a> {
    /// `ID`, `ID sentence`, `ID at 2026-03-31`, `ID sentence else Words.`
    pub(super) fn parse(inside: &'a str) -> Self {
        let (quote, fallback) = match inside.split_once(" else ") {
            Some((quote, fallback)) => (quote, Some(fallback.trim())),
            None => (inside, None),
        };
        let mut words = quote.split_whitespace();
        let id = words.next().unwrap_or_default();
        let form = match (words.next(), words.next(), words.next()) {
            (None, ..) => Some(Form::Value),
            (Some("sentence"), None, _) => Some(Form::Sentence),
            (Some("table"), None, _) => Some(Form::Table),
            (Some("chart"), None, _) => Some(Form::Chart),
            (Some("at"), Some(day), None) => day.parse().ok().map(Form::Frozen),
            _ => None,
        };
        Self { id, form, fallback: fallback.filter(|words| !words.is_empty()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_and_fallbacks_are_read() {
        let quote = |inside| Quote::parse(inside);
        assert_eq!(quote("a"), Quote { id: "a", form: Some(Form::Value), fallback: None });
        assert_eq!(quote("a chart").form, Some(Form::Chart));
        assert_eq!(quote("a picture").form, None);
        assert_eq!(quote("a table chart").form, None);
        assert_eq!(quote("a at 2026-03-31").form, Some(Form::Frozen(jiff::civil::date(2026, 3, 31))));
        assert_eq!(quote("a at Easter").form, None);
        assert_eq!(quote("a at 2026-03-31 sentence").form, None);
        let with = quote("a sentence else Not known, or else not published.");
        assert_eq!((with.id, with.form), ("a", Some(Form::Sentence)));
        assert_eq!(with.fallback, Some("Not known, or else not published."));
        assert_eq!(quote("a else ").fallback, None);
    }
}
