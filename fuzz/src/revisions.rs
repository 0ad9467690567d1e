//! Any bytes as what git answers about a revision, whose names of files and texts are a stranger's: the content folder's
//! place on the first line, the list of files, and behind `=== answers` what is in them. Nothing is written but files of
//! the list, with bytes of the answers, in the one folder for them; links lead nowhere.

use std::fs;
use std::path::{Path, PathBuf};

use citytools::content;
use citytools::diff::revision::write_answers;

use super::within;

const BESIDE: &str = "what stood there before";
/// Ends the list of files.
const ANSWERS: &[u8] = b"=== answers\n";

pub fn read(input: &[u8]) {
    let (prefix, rest) = within::first_line(input);
    let end = rest.windows(ANSWERS.len()).position(|window| window == ANSWERS).unwrap_or(rest.len());
    let (list, answers) = (&rest[..end], rest.get(end + ANSWERS.len()..).unwrap_or_default());
    let root = within::folder("revision");
    let to = root.join("content");
    fs::create_dir(&to).expect("a folder");
    fs::write(root.join("beside.txt"), BESIDE).expect("a file");
    let is_written = write_answers(list, prefix, answers, &to).is_ok();
    let mut beside = names(&root);
    beside.sort();
    assert_eq!(beside, [root.join("beside.txt"), to.clone()]);
    assert_eq!(fs::read(root.join("beside.txt")).expect("a file"), BESIDE.as_bytes());
    let mut files = Vec::new();
    gather(&to, &mut files);
    let said = String::from_utf8_lossy(list);
    for file in &files {
        for part in file.strip_prefix(&to).expect("below it") {
            assert!(said.contains(&*part.to_string_lossy()), "{} of {said}", file.display());
        }
        if file.is_symlink() {
            assert_eq!(fs::read_link(file).expect("a link"), Path::new("nowhere"));
        } else {
            let bytes = fs::read(file).expect("a file");
            // Of what nobody reads there are zeros.
            let is_unread = bytes.iter().all(|byte| *byte == 0);
            assert!(is_unread || answers.windows(bytes.len()).any(|own| own == bytes), "{said}");
        }
    }
    if is_written {
        content::read(&to).expect("the folder can be read");
    }
}

fn names(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

/// What is no folder, at any depth.
fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for path in names(folder) {
        if path.is_dir() && !path.is_symlink() { gather(&path, files) } else { files.push(path) }
    }
}
