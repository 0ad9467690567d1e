//! Which program writes a site: another one makes all of it again.
//!
//! Reading the program's own file to know it took a tenth of a build after an edit. A manifest therefore says, too, how the
//! file system knew the file; as long as nobody has touched it since, it is the same one.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::OnceLock;

use super::manifest::Digest;

/// A program, as a manifest tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Program {
    /// The digest of its file.
    pub digest: Digest,
    /// How the file system knows the file, where it tells.
    pub mark: Option<Digest>,
}

/// This program.
#[derive(Debug)]
pub(super) struct This {
    mark: Option<Digest>,
    digest: OnceLock<Option<Digest>>,
}

/// This program, for as long as it runs.
pub(super) fn this() -> &'static This {
    static THIS: OnceLock<This> = OnceLock::new();
    THIS.get_or_init(|| This {
        mark: std::env::current_exe().ok().and_then(|file| mark(&file)),
        digest: OnceLock::new(),
    })
}

impl This {
    /// Whether another one is this one.
    pub fn is(&self, other: Program) -> bool {
        if self.mark.is_some() && self.mark == other.mark {
            // Known by its mark, so that its file need not be read.
            let _ = self.digest.set(Some(other.digest));
        }
        self.digest() == Some(other.digest)
    }

    /// What a manifest says of it, where the system lets it read itself.
    pub fn told(&self) -> Option<Program> {
        self.digest().map(|digest| Program { digest, mark: self.mark })
    }

    fn digest(&self) -> Option<Digest> {
        let read = || std::env::current_exe().and_then(|file| digest(&file)).ok();
        *self.digest.get_or_init(read)
    }
}

fn digest(file: &Path) -> io::Result<Digest> {
    let mut hasher = io::BufWriter::with_capacity(1 << 16, blake3::Hasher::new());
    io::copy(&mut fs::File::open(file)?, &mut hasher)?;
    Ok(Digest::from(hasher.into_inner()?.finalize()))
}

/// Whatever changes a file changes this: its number, its length, and when it, or what is told of it, was last changed, which
/// nobody can set.
#[cfg(unix)]
fn mark(file: &Path) -> Option<Digest> {
    use std::os::unix::fs::MetadataExt as _;
    let found = fs::metadata(file).ok()?;
    let changed = (found.mtime(), found.mtime_nsec(), found.ctime(), found.ctime_nsec());
    Digest::of(&(found.dev(), found.ino(), found.len(), changed))
}

/// Others do not tell so much.
#[cfg(not(unix))]
fn mark(_: &Path) -> Option<Digest> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn any(text: &str) -> Digest {
        Digest::of_bytes(text.as_bytes())
    }

    fn unread(mark: Option<Digest>) -> This {
        This { mark, digest: OnceLock::new() }
    }

    #[test]
    fn a_program_is_known_by_its_mark_or_by_its_bytes() {
        let own = this().digest().expect("tests can read themselves");
        let mark = Some(any("mark"));
        assert!(unread(mark).is(Program { digest: own, mark: None }), "the same bytes elsewhere");
        assert!(unread(mark).is(Program { digest: own, mark: Some(any("other")) }), "the same bytes, copied");
        assert!(!unread(mark).is(Program { digest: any("a"), mark: Some(any("other")) }), "another program");
        assert!(!unread(None).is(Program { digest: any("a"), mark: None }), "no mark is no proof");
        assert!(unread(mark).is(Program { digest: any("a"), mark }), "not read where the mark is the same");
    }

    #[cfg(unix)]
    #[test]
    fn whoever_writes_a_program_changes_its_mark() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("program");
        fs::write(&file, "a")?;
        let before = mark(&file);
        assert_eq!(before, mark(&file));
        let changed = fs::metadata(&file)?.modified()?;
        std::thread::sleep(std::time::Duration::from_millis(20));
        fs::write(&file, "b")?;
        // As long, and said to be as old: what tells is when that was said.
        fs::File::options().write(true).open(&file)?.set_modified(changed)?;
        assert_ne!(before, mark(&file));
        Ok(())
    }
}
