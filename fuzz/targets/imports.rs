//! Any text as a sheet that is taken over into the imaginary region: whatever it says, the records stay readable.
#![no_main]

mod within;

use std::sync::LazyLock;

use citytools::content::yaml;
use citytools::diagnostics::FileId;
use citytools::import::Region;
use libfuzzer_sys::fuzz_target;

static REGION: LazyLock<Region> = LazyLock::new(within::region);

fuzz_target!(|input: &[u8]| {
    let file = within::file("sheet.csv", input);
    let day = jiff::civil::date(2026, 11, 25);
    let sheets = citytools::import::sheets(&[file], &REGION, day).expect("the file can be read");
    for text in sheets.texts.values() {
        assert!(yaml::parse(text, FileId(0)).is_ok(), "{text}");
    }
});
