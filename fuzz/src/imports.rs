//! Any text as a sheet that is taken over into the imaginary region: whatever it says, the records stay readable, and what a
//! cell says can be written where it belongs.

use citytools::content::yaml;
use citytools::diagnostics::{FileId, rules};

use super::within::{self, AS_OF, REGION};

pub fn read(input: &[u8]) {
    let file = within::file("sheet.csv", input);
    let sheets = citytools::import::sheets(&[file], &REGION, AS_OF).expect("the file can be read");
    // The records of that region are laid out so that each key can be changed alone.
    let misfit = sheets.problems.iter().find(|problem| problem.rule == &rules::LAYOUT);
    assert!(misfit.is_none(), "{misfit:?}");
    for text in sheets.texts.values() {
        assert!(yaml::parse(text, FileId(0)).is_ok(), "{text}");
    }
}
