//! Any text as a sheet that is taken over into the imaginary region: whatever it says, the records stay readable.

use citytools::content::yaml;
use citytools::diagnostics::FileId;

use super::within::{self, AS_OF, REGION};

pub fn read(input: &[u8]) {
    let file = within::file("sheet.csv", input);
    let sheets = citytools::import::sheets(&[file], &REGION, AS_OF).expect("the file can be read");
    for text in sheets.texts.values() {
        assert!(yaml::parse(text, FileId(0)).is_ok(), "{text}");
    }
}
