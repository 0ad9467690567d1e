//! When to build again: when a file is not as it was. Saving a file as it is, and reading it, changes nothing.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use notify_debouncer_full::notify::{self, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use walkdir::WalkDir;

use crate::plain::{self, Links};

/// An editor saves in several steps; together they are one change.
const SETTLE: Duration = Duration::from_millis(20);
/// Some file systems tell nothing, and a folder that was put in another's place is not told of any more: so often the
/// folders are looked at without being told.
const LOOK: Duration = Duration::from_secs(2);

/// No build reads a file that is larger, and none reads so much together: a change beyond that is seen by names and lengths alone.
const MOST_OF_ONE: u64 = 32 << 20;
const MOST_BYTES: u64 = 512 << 20;

/// How the watched folders look: the bytes of their files, and what the file system says of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    bytes: blake3::Hash,
    marks: blake3::Hash,
}

impl Seen {
    /// How they look now.
    #[must_use]
    pub fn of(folders: &[PathBuf]) -> Self {
        // The marks first: a file that changes in between is looked at again.
        let marks = marks(folders);
        Self { bytes: bytes(folders), marks }
    }
}

/// Watches until it is dropped.
pub(super) type Watching = Debouncer<RecommendedWatcher, RecommendedCache>;

/// Calls `changed` whenever the folders don't look as they did when it was last called.
pub(super) fn follow(
    folders: Vec<PathBuf>,
    mut seen: Seen,
    mut changed: impl FnMut() + Send + 'static,
) -> Result<Watching, notify::Error> {
    let (sender, receiver) = mpsc::channel();
    let mut watching = new_debouncer(SETTLE, None, move |events: DebounceEventResult| {
        // Where the system lost count, something may have changed.
        if events.map_or(true, |events| events.iter().any(|event| !event.kind.is_access())) {
            // The preview may have ended meanwhile; then nobody listens.
            let _ = sender.send(());
        }
    })?;
    for folder in &folders {
        watching.watch(folder, RecursiveMode::Recursive)?;
    }
    std::thread::spawn(move || {
        loop {
            // Looked at before waiting: the folders may have changed while the first build ran.
            let now = Seen::of(&folders);
            if now.bytes != seen.bytes {
                changed();
            }
            seen = now;
            loop {
                match receiver.recv_timeout(LOOK) {
                    Err(RecvTimeoutError::Disconnected) => return,
                    Err(RecvTimeoutError::Timeout) if marks(&folders) == seen.marks => {}
                    Ok(()) | Err(RecvTimeoutError::Timeout) => break,
                }
            }
            while receiver.try_recv().is_ok() {}
        }
    });
    Ok(watching)
}

/// Every visible file of the folders; editors leave hidden ones while they save.
fn files(folders: &[PathBuf]) -> impl Iterator<Item = walkdir::DirEntry> {
    let visible = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".")
    };
    let walk = move |folder: &PathBuf| {
        WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(visible).filter_map(Result::ok)
    };
    folders.iter().flat_map(walk).filter(|entry| !entry.file_type().is_dir())
}

fn named(hasher: &mut blake3::Hasher, path: &Path) {
    let path = path.as_os_str().as_encoded_bytes();
    hasher.update(&path.len().to_le_bytes()).update(path);
}

fn bytes(folders: &[PathBuf]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    let mut left = MOST_BYTES;
    for entry in files(folders) {
        named(&mut hasher, entry.path());
        // No link is followed, no pipe waited for, and a file that can't be read is as good as empty until it can.
        let file = plain::open(entry.path(), Links::Refused).ok().flatten();
        let read = file.map(|file| digest(&file, &mut left)).transpose().ok().flatten();
        let (length, digest) = read.unwrap_or_else(|| (0, blake3::hash(&[])));
        hasher.update(&length.to_le_bytes()).update(digest.as_bytes());
    }
    hasher.finalize()
}

/// A file's length, and what its bytes come to, as far as bytes are left to look at.
fn digest(file: &File, left: &mut u64) -> io::Result<(u64, blake3::Hash)> {
    let length = file.metadata()?.len();
    let mut hasher = blake3::Hasher::new();
    let most = if length > MOST_OF_ONE { 0 } else { *left };
    hasher.update_reader(file.take(most))?;
    *left = left.saturating_sub(hasher.count());
    Ok((length, hasher.finalize()))
}

fn marks(folders: &[PathBuf]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for entry in files(folders) {
        named(&mut hasher, entry.path());
        if let Ok(about) = entry.metadata() {
            let since = |time: std::time::SystemTime| time.duration_since(std::time::UNIX_EPOCH).ok();
            let changed = about.modified().ok().and_then(since).unwrap_or_default();
            hasher.update(&about.len().to_le_bytes()).update(&changed.as_nanos().to_le_bytes());
        }
    }
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_are_no_change() {
        let folder = tempfile::tempdir().expect("a folder");
        let folders = [folder.path().to_owned()];
        let file = folder.path().join("a.yaml");
        std::fs::write(&file, "a").expect("a file");
        let first = bytes(&folders);
        std::fs::write(&file, "a").expect("a file");
        std::fs::write(folder.path().join(".a.swp"), "hidden").expect("a file");
        assert_eq!(bytes(&folders), first);
        std::fs::rename(&file, folder.path().join("b.yaml")).expect("a file");
        assert_ne!(bytes(&folders), first);
    }

    #[cfg(unix)]
    #[test]
    fn what_a_link_leads_to_is_not_looked_at() {
        let (folder, outside) =
            (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let folders = [folder.path().to_owned()];
        let file = outside.path().join("a.yaml");
        std::fs::write(&file, "a").expect("a file");
        std::os::unix::fs::symlink(&file, folder.path().join("a.yaml")).expect("a link");
        let first = bytes(&folders);
        std::fs::write(&file, "b").expect("a file");
        assert_eq!(bytes(&folders), first);
    }
}
