//! What inputs are put into: the imaginary region, read once, and files of their own, in memory where there is room.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use citytools::build::Checked;
use citytools::import::Region;
use jiff::civil::Date;
use tempfile::TempDir;

/// The day of every run.
pub const AS_OF: Date = jiff::civil::date(2026, 11, 25);

fn harbourside() -> PathBuf {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let mut regions = above.map(|folder| folder.join("examples/harbourside"));
    regions.find(|region| region.is_dir()).expect("the imaginary region")
}

/// The imaginary region, as imports know it.
pub static REGION: LazyLock<Region> =
    LazyLock::new(|| Region::read(&harbourside()).expect("the folder can be read"));

/// The imaginary region with its figures, as pages know it.
pub static CHECKED: LazyLock<Checked> =
    LazyLock::new(|| citytools::build::check(&harbourside(), AS_OF).expect("the folder can be read"));

thread_local! {
    static FOLDER: TempDir = TempDir::new().expect("a folder");
}

/// A place in a folder that nobody else uses.
pub fn place(name: &str) -> PathBuf {
    FOLDER.with(|folder| folder.path().join(name))
}

/// The input as a file.
pub fn file(name: &str, input: &[u8]) -> PathBuf {
    let file = place(name);
    fs::write(&file, input).expect("a file");
    file
}

/// An empty folder.
pub fn folder(name: &str) -> PathBuf {
    let folder = place(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("a folder that can go");
    }
    fs::create_dir(&folder).expect("a folder");
    folder
}

/// The input as text, as far as it is one.
pub fn text(input: &[u8]) -> &str {
    match std::str::from_utf8(input) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&input[..error.valid_up_to()]).unwrap_or_default(),
    }
}

/// The first line of an input, and the rest.
pub fn first_line(input: &[u8]) -> (&str, &[u8]) {
    let end = input.iter().position(|byte| *byte == b'\n').unwrap_or(input.len());
    (text(&input[..end]), input.get(end + 1..).unwrap_or_default())
}
