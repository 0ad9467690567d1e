//! When to build again: when a file is not as it was. Saving a file as it is, and reading it, changes nothing.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use notify_debouncer_full::notify::{self, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};
use walkdir::WalkDir;

/// An editor saves in several steps; together they are one change.
const SETTLE: Duration = Duration::from_millis(50);
/// Some file systems tell nothing, and a folder that was put in another's place is not told of any more: so often the
/// folders are looked at without being told.
const LOOK: Duration = Duration::from_secs(2);

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
    for entry in files(folders) {
        named(&mut hasher, entry.path());
        // A file that can't be read is as good as empty until it can; a link is never followed.
        let bytes = if entry.path_is_symlink() {
            Vec::new()
        } else {
            std::fs::read(entry.path()).unwrap_or_default()
        };
        hasher.update(&bytes.len().to_le_bytes()).update(&bytes);
    }
    hasher.finalize()
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
}
