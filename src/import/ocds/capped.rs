//! JSON without the rest of strings that nobody writes by hand: a text of hundreds of megabytes would be held several times.

use std::cell::Cell;
use std::io::{self, Read};

use serde_json::Value;

/// The bytes of a string that are read; what is longer is no text of a notice.
const LONGEST: usize = 4 << 20;

/// Digits of a number that are read; one with more is none that a computer can hold.
const MOST_DIGITS: usize = 1_000;

/// A reader of JSON that leaves out what is more of a string than can be meant.
pub(super) struct Capped<'e, R> {
    reader: R,
    /// Nothing more is wanted: the text ends here.
    enough: &'e Cell<bool>,
    /// Digits of the open number.
    digits: usize,
    within: Within,
    /// Bytes of the open string.
    length: usize,
}

/// Where in the text it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Structure,
    Text,
    /// Behind a backslash.
    Escape,
    /// As many digits of a letter by number are to come.
    Digits(u8),
    /// Behind such a letter, which may be the first half of one.
    Half,
    /// What is left out of a string.
    Rest,
    /// Behind a backslash there.
    RestEscape,
}

impl<'e, R> Capped<'e, R> {
    pub(super) fn new(reader: R, enough: &'e Cell<bool>) -> Self {
        Self { reader, enough, digits: 0, within: Within::Structure, length: 0 }
    }

    /// Whether a byte is kept.
    fn keeps(&mut self, byte: u8) -> bool {
        self.length += 1;
        // A letter of several bytes is not cut, and neither is one of two numbers.
        let is_begin = byte & 0b1100_0000 != 0b1000_0000;
        let may_cut = match self.within {
            Within::Text => is_begin,
            Within::Half => is_begin && byte != b'\\',
            _ => false,
        };
        if may_cut && byte != b'"' && self.length > LONGEST {
            self.within = Within::Rest;
        }
        // No string has a line end in it, so a string that breaks off costs no other line.
        if byte == b'\n' {
            self.within = Within::Structure;
        }
        self.within = match (self.within, byte) {
            (Within::Structure, b'"') => {
                self.length = 0;
                Within::Text
            }
            (Within::Text | Within::Half | Within::Rest, b'"') | (Within::Structure, _) => Within::Structure,
            (Within::Text | Within::Half, b'\\') => Within::Escape,
            (Within::Escape, b'u') => Within::Digits(4),
            (Within::Digits(1), _) => Within::Half,
            (Within::Digits(left), _) => Within::Digits(left - 1),
            (Within::Text | Within::Escape | Within::Half, _) => Within::Text,
            (Within::Rest, b'\\') => Within::RestEscape,
            (Within::Rest | Within::RestEscape, _) => Within::Rest,
        };
        self.digits = if byte.is_ascii_digit() { self.digits + 1 } else { 0 };
        let is_endless = self.within == Within::Structure && self.digits > MOST_DIGITS;
        !is_endless && !matches!(self.within, Within::Rest | Within::RestEscape)
    }
}

impl<R: Read> Read for Capped<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.enough.get() {
                return Ok(0);
            }
            let count = self.reader.read(into)?;
            let mut kept = 0;
            for at in 0..count {
                if self.keeps(into[at]) {
                    into[kept] = into[at];
                    kept += 1;
                }
            }
            if kept > 0 || count == 0 || into.is_empty() {
                return Ok(kept);
            }
        }
    }
}

/// What is left of a cut string has at least as many bytes: a letter by number is six.
const SHORTEST: usize = LONGEST / 6;

/// Whether a string of a value was cut, or is as long as one that was.
pub(super) fn is_cut(value: &Value) -> bool {
    match value {
        Value::String(text) => text.len() >= SHORTEST - 2,
        Value::Array(items) => items.iter().any(is_cut),
        Value::Object(entries) => entries.values().any(is_cut),
        _ => false,
    }
}
