//! The words between `{fig:` and `}`: which figure, in which form, and what to say while it is withheld.

use jiff::civil::Date as Day;

/// A figure as a text quotes it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Quote<'a> {
    /// The figure.
    pub id: &'a str,
    /// What of it; none where the word is not one of the forms.
    pub form: Option<Form<'a>>,
    /// What to print instead while too few records are known.
    pub fallback: Option<&'a str>,
}

/// What of a figure is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form<'a> {
    /// The number with its unit.
    Value,
    /// The number as it stood on a day, from that day's release.
    Frozen(Day),
    /// The editor's own words, as long as the number is the one that they rest on.
    Is {
        /// The number.
        number: &'a str,
        /// What is printed.
        words: &'a str,
    },
    /// What the number should become: an editor's own number, printed as it is.
    Target(&'a str),
    /// The sentence.
    Sentence,
    /// The rows.
    Table,
    /// The rows as a drawing, with the table under it.
    Chart,
}

impl Form<'_> {
    /// A table or chart stands on a line of its own.
    pub(super) fn is_block(self) -> bool {
        matches!(self, Self::Table | Self::Chart)
    }

    /// As it is written.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Value | Self::Frozen(_) | Self::Is { .. } | Self::Target(_) => "value",
            Self::Sentence => "sentence",
            Self::Table => "table",
            Self::Chart => "chart",
        }
    }
}

impl<'a> Quote<'a> {
    /// `ID`, `ID sentence`, `ID at 2026-03-31`, `ID is 7: Words`, `ID target 9`, `ID sentence else Words.`
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
            (Some("is"), ..) => after(quote, "is")
                .and_then(|rest| rest.split_once(": "))
                .map(|(number, words)| Form::Is { number: number.trim(), words: words.trim() }),
            (Some("target"), Some(_), _) => after(quote, "target").map(Form::Target),
            _ => None,
        };
        Self { id, form, fallback: fallback.filter(|words| !words.is_empty()) }
    }
}

/// What follows the word after the id.
fn after<'a>(quote: &'a str, word: &str) -> Option<&'a str> {
    let rest = quote.trim_start().split_once(char::is_whitespace)?.1;
    rest.trim_start().strip_prefix(word).map(str::trim)
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
        let is = Form::Is { number: "7", words: "Seven of them: all" };
        assert_eq!(quote("a/b is 7: Seven of them: all").form, Some(is));
        assert_eq!(quote("a is 7").form, None);
        assert_eq!(quote("a target 365 days").form, Some(Form::Target("365 days")));
        assert_eq!(quote("a target").form, None);
    }
}
