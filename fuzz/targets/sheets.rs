//! Any bytes as a sheet that came back: CSV, or a workbook where they begin as one.
#![no_main]

use std::fs;
use std::sync::LazyLock;

use citytools::survey::read;
use libfuzzer_sys::fuzz_target;

static FOLDER: LazyLock<std::path::PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("citytools-fuzz-sheets-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    folder
});

fuzz_target!(|input: &[u8]| {
    let name = if input.starts_with(b"PK") { "sheet.xlsx" } else { "sheet.csv" };
    let path = FOLDER.join(name);
    fs::write(&path, input).expect("a file");
    if let Err(problem) = read::read(&path).expect("the file can be read") {
        assert!(!problem.render().is_empty());
    }
});
