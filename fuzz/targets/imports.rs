//! Any text as a sheet that is taken over into the imaginary region: whatever it says, the records stay readable.
#![no_main]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use citytools::content::yaml;
use citytools::diagnostics::FileId;
use libfuzzer_sys::fuzz_target;

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("citytools-fuzz-imports-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    folder
});

fuzz_target!(|input: &[u8]| {
    let file = FOLDER.join("sheet.csv");
    fs::write(&file, input).expect("a file");
    let region = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/harbourside");
    let day = jiff::civil::date(2026, 11, 25);
    let sheets = citytools::import::sheets(&[file], &region, day).expect("the folder can be read");
    for text in sheets.texts.values() {
        assert!(yaml::parse(text, FileId(0)).is_ok(), "{text}");
    }
});
