//! The lines of an iCalendar file: escaped and folded as RFC 5545 asks.

/// A line is no longer, in bytes and without its end.
const LONGEST: usize = 75;

/// A file under way.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A property whose value stands as it is: a date, an address, a word of the standard.
    pub(super) fn add(&mut self, name: &str, value: &str) {
        // Most lines are short.
        if name.len() + 1 + value.len() <= LONGEST {
            self.0.extend([name, ":", value, "\r\n"]);
            return;
        }
        let mut room = LONGEST;
        for c in name.chars().chain([':']).chain(value.chars()) {
            // A fold never cuts a character, and its space counts too.
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = LONGEST - 1;
            }
            self.0.push(c);
            room -= c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// A property whose value is text for people.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.add(name, &escaped(value));
    }

    /// A property whose value is a list of texts.
    pub(super) fn list(&mut self, name: &str, values: &[String]) {
        self.add(name, &values.iter().map(|value| escaped(value)).collect::<Vec<_>>().join(","));
    }

    /// Lines of this form that were made before.
    pub(super) fn whole(&mut self, lines: &str) {
        self.0.push_str(lines);
    }

    /// The file.
    pub(super) fn into_text(self) -> String {
        self.0
    }
}

/// Lines stay lines; no other control character has a place in a calendar.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_in_its_line_and_lines_are_short() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", "a\\b,c;d\ne\rEND:VEVENT\u{0}");
        lines.list("CATEGORIES", &["a,b".to_owned(), "c".to_owned()]);
        lines.text("X", &"é".repeat(100));
        // As long as a line may be, and a byte longer.
        lines.add("Y", &"y".repeat(LONGEST - 2));
        lines.add("Z", &"z".repeat(LONGEST - 1));
        let text = lines.into_text();
        let mut lines = text.split("\r\n");
        assert_eq!(lines.next(), Some("SUMMARY:a\\\\b\\,c\\;d\\ne END:VEVENT "));
        assert_eq!(lines.next(), Some("CATEGORIES:a\\,b,c"));
        assert!(
            text.split("\r\n").all(|line| line.len() <= LONGEST && !line.contains(['\r', '\n'])),
            "{text:?}"
        );
        assert_eq!(text.replace("\r\n ", "").matches('é').count(), 100);
    }
}
