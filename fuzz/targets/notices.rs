//! Any bytes as notices of the Open Contracting Data Standard, against the imaginary region.
#![no_main]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("citytools-fuzz-notices-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    folder
});

fuzz_target!(|input: &[u8]| {
    let file = FOLDER.join("notices.json");
    fs::write(&file, input).expect("a file");
    let region = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/harbourside");
    let mut tell = |problem: &citytools::diagnostics::notices::NoticeProblem| assert!(!problem.render().is_empty());
    let notices = citytools::import::ocds(&[file], &region, &FOLDER.join("review.yaml"), &mut tell);
    let mut notices = notices.expect("the file can be read");
    if let Some(proposals) = &mut notices.proposals {
        proposals.write(&mut std::io::sink()).expect("nothing refuses");
    }
});
