//! The lines of an iCalendar file: escaped and folded as RFC 5545 asks.

/// A line is no longer, in bytes and without its end.
const LONGEST: usize = 75;

/// A file under way.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A property whose value stands as it is: a date, an address, a word of the standard.
    pub(super) fn add(&mut self, name: &str, value: &str) {
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
