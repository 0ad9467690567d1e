//! Any text as a page of a built site, as `citytools verify` and the search read it: the short way through its tags says
//! what html5gum says, and a page that runs a script is never found to be right.

use citytools::publish::verify::{Piece, both_readers, faults_of_page};
use citytools::render::plain;

use super::within;

pub fn read(input: &[u8]) {
    let html = within::text(input);
    let [short, long] = both_readers(html);
    assert_eq!(short, long, "{html}");
    let faults = faults_of_page(html);
    assert_eq!(faults, faults_of_page(html));
    let runs = |piece: &Piece| match piece {
        Piece::Tag { name, attributes } => {
            name == "script" && attributes.is_empty()
                || attributes.iter().any(|own| own.name.starts_with("on"))
        }
        _ => false,
    };
    assert!(!long.iter().any(runs) || !faults.is_empty(), "{html}");
    let _ = (plain::text(html), plain::sections(html));
}
