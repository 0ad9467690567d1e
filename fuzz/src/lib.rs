//! Readers of what comes from outside, each with what must be true of it whatever it reads. The fuzzers run them
//! (`fuzz/run`), and so do the tests of the program, on the same first inputs (`tests/suite/parsers.rs`).

pub mod beginnings;
pub mod edits;
pub mod files;
pub mod imports;
pub mod kept;
pub mod notices;
pub mod pages;
pub mod records;
pub mod remembered;
pub mod requests;
pub mod revisions;
pub mod sheets;
pub mod tables;
pub mod texts;
pub mod themes;
pub mod within;
pub mod words;

/// Takes an input, and panics where something is not as it must be.
pub type Read = fn(&[u8]);

/// Every reader by its name.
pub const ALL: [(&str, Read); 16] = [
    ("records", records::read),
    ("texts", texts::read),
    ("sheets", sheets::read),
    ("notices", notices::read),
    ("imports", imports::read),
    ("tables", tables::read),
    ("words", words::read),
    ("edits", edits::read),
    ("themes", themes::read),
    ("pages", pages::read),
    ("requests", requests::read),
    ("kept", kept::read),
    ("revisions", revisions::read),
    ("beginnings", beginnings::read),
    ("files", files::read),
    ("remembered", remembered::read),
];
