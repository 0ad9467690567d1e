//! What authorities have: which system for which service, and contracts. That grows with authorities and services at once,
//! so it is parted among files, each for some authorities, and a reader fetches those of the authorities that are asked for.
//! A region as small as London has one.

use std::ops::Range;

use super::{Group, Index, Places, pairs, records};
use crate::site::Model;

/// Where the files stand.
pub const FOLDER: &str = "search/authorities/";

/// Entries of a file: up to half a megabyte, a tenth of that as it is sent, and indexed in some tenths of a second.
const ENTRIES: usize = 4000;

/// What some authorities have.
#[derive(Debug)]
pub struct Part {
    /// The place of the first of them.
    pub first: usize,
    /// Their systems and contracts.
    pub index: Index,
}

/// What all authorities have, in their order.
#[must_use]
pub fn parts(model: Model) -> Vec<Part> {
    ranges(model).into_iter().map(|of| Part { first: of.start, index: index(model, &of) }).collect()
}

/// Authorities that stand in one file: as many as fit, and at least one.
fn ranges(model: Model) -> Vec<Range<usize>> {
    let services = model.catalogue.services.iter().filter(|(_, row)| !row.totals_only).count();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut room = 0;
    for (place, row) in model.catalogue.boroughs.rows().iter().enumerate() {
        let entries = services + row.contracts.len();
        match ranges.last_mut() {
            Some(last) if entries <= room => last.end = place + 1,
            _ => {
                ranges.push(place..place + 1);
                room = ENTRIES;
            }
        }
        room = room.saturating_sub(entries);
    }
    ranges
}

fn index(model: Model, of: &Range<usize>) -> Index {
    let words = &model.catalogue.site.words;
    let places = Places::of(model);
    let own = [&words.one, &words.many].into_iter().chain(&words.aliases).map(String::as_str);
    let also: Vec<&str> = own.chain([say!("system"), say!("software"), say!("supplier")]).collect();
    let (known, missing) = pairs::entries(model, &places, of);
    Index::of(vec![
        Group::new("pairs", &say!("What each {} uses", words.one), 1.3, &also, known),
        Group { missing, ..Group::new("unknown", say!("Nothing recorded yet"), 0.3, &also, Vec::new()) },
        Group::new(
            "contracts",
            say!("Contracts"),
            0.9,
            &[say!("contract")],
            records::contracts(model, &places, of),
        ),
    ])
}
