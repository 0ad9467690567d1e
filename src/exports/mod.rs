//! Files for machines, made from the plan or from the records.

pub mod api;
pub mod beside;
pub mod calendar;
pub mod downloads;
pub mod explorer;
pub mod feeds;
pub mod files;
pub mod headers;
mod ical;
pub mod search;
pub mod sitemap;
mod standards;
pub mod tables;

use std::io::{self, BufWriter, Write as _};

/// As people read it, too.
fn pretty(json: &impl serde::Serialize) -> String {
    let mut text = serde_json::to_string_pretty(json).unwrap_or_default();
    text.push('\n');
    text
}

/// The same, as it is written.
fn write_pretty(json: &impl serde::Serialize, to: &mut dyn io::Write) -> io::Result<()> {
    let mut to = BufWriter::new(to);
    serde_json::to_writer_pretty(&mut to, json)?;
    to.write_all(b"\n")?;
    to.flush()
}
