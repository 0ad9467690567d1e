//! What inputs are taken over into: the imaginary region, read once, and a file of their own, in memory where there is room.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use citytools::import::Region;

pub fn region() -> Region {
    let region = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/harbourside");
    Region::read(&region).expect("the folder can be read")
}

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("citytools-fuzz-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    folder
});

pub fn file(name: &str, input: &[u8]) -> PathBuf {
    let file = FOLDER.join(name);
    fs::write(&file, input).expect("a file");
    file
}
