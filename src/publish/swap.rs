//! A new site beside the old one, exchanged in one step: a reader sees one or the other, never a mixture.
//!
//! The site that was replaced stays beside it, hidden, and becomes the next one: of its thousands of files and folders only
//! those are touched that differ. It takes hardly any space, because unchanged files of both are the same on the disk.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::manifest::{self, Entry};
use super::tree::Tree;
use super::verify::Verified;
use super::{MARK, PublishError, Put, at, file_of, program};
use crate::diagnostics::shown_path;

/// A folder for the new site, on the same disk as the old one. It disappears if it is dropped before it is published.
#[derive(Debug)]
pub struct Staging {
    out: PathBuf,
    dir: TempDir,
    /// The site that the new one replaces.
    old: Tree,
    /// The site before it, which stands in the new one's folder from the start; empty for a new folder.
    before: Tree,
    /// Where the old site stays for the next build.
    spare: PathBuf,
    /// Other builds into this folder wait for it.
    turn: Option<File>,
}

impl Staging {
    /// An empty folder beside `out`, once no other build writes there.
    ///
    /// # Errors
    /// Where `out` is a file or a link, holds something that is no site, or its parent can't be written.
    pub fn beside(out: &Path) -> Result<Self, PublishError> {
        refuse_link(out)?;
        let out = fs::canonicalize(out).or_else(|_| std::path::absolute(out)).map_err(at(out))?;
        let parent = out.parent().unwrap_or(Path::new("/")).to_owned();
        fs::create_dir_all(&parent).map_err(at(&parent))?;
        let turn = turn(&parent)?;
        refuse_foreign(&out)?;
        if turn.is_some() {
            clear(&parent);
        }
        let dir = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(&parent).map_err(at(&parent))?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // A temporary folder is private; a site is for everybody.
            fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).map_err(at(dir.path()))?;
        }
        let spare = parent.join(spare_name(&out));
        let adopted = || if turn.is_some() { adopt(&spare, dir.path()) } else { Tree::default() };
        let (old, before) = rayon::join(|| Tree::read(&out), adopted);
        Ok(Self { out, dir, old, before, spare, turn })
    }

    /// Where the new site is written.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.dir.path()
    }

    /// Where the old site stands, if there is one.
    pub(super) fn out(&self) -> &Path {
        &self.out
    }

    /// Whether there is no site that the new one could take anything over from.
    #[must_use]
    pub(crate) fn is_first(&self) -> bool {
        self.old.manifest.is_empty() && self.before.manifest.is_empty()
    }

    /// The site that the new one replaces.
    pub(super) fn old(&self) -> &Tree {
        &self.old
    }

    /// The site before the old one.
    pub(super) fn before(&self) -> &Tree {
        &self.before
    }

    /// Takes away what is left of the site before the old one: now nothing is there but `put`.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn settle(&self, put: &[Put]) -> Result<(), PublishError> {
        if self.before.manifest.is_empty() {
            return Ok(());
        }
        let kept: HashSet<String> = put.iter().map(|put| file_of(&put.path)).collect();
        let folders: HashSet<&Path> =
            kept.iter().flat_map(|file| Path::new(file).ancestors().skip(1)).collect();
        // Where a file had to make room for a folder, or the other way round, nothing is left to take away.
        let is_stray =
            |path: &Path| !folders.contains(path) && !path.to_str().is_some_and(|path| kept.contains(path));
        for stray in self.before.files().map(Path::new).filter(|file| is_stray(file)) {
            gone(&self.folder().join(stray), |path| fs::remove_file(path))?;
        }
        for stray in self.before.folders_from_within().filter(|folder| is_stray(folder)) {
            gone(&self.folder().join(stray), |path| fs::remove_dir(path))?;
        }
        Ok(())
    }

    /// Puts the new site in the place of the old one, which is deleted when what this returns is dropped, unless the next
    /// build can make use of it. `put` are the files that were written, `verified` is what a look at them found.
    ///
    /// # Errors
    /// Where the folders can't be exchanged; the old site still stands.
    pub fn publish(self, put: Vec<Put>, verified: Option<&Verified>) -> Result<Replaced, PublishError> {
        // A spare of which nothing can be used would only take space.
        let is_alike = put.iter().filter(|put| put.is_same).count() * 2 > put.len();
        let known = |path: &str| verified.map(|verified| verified.known(&file_of(path))).unwrap_or_default();
        let entry = |Put { path, from, length, .. }| {
            let known = known(&path);
            (path, Entry { from, length, known })
        };
        let entries = put.into_iter().map(entry).collect();
        let mark = self.folder().join(MARK);
        let text = manifest::text(program::this().told(), verified.is_some(), entries);
        manifest::write(&mark, &text).map_err(at(&mark))?;
        keep_dot_files(&self.out, self.folder())?;
        if self.out.exists() {
            exchange(self.dir.path(), &self.out).map_err(told).map_err(at(&self.out))?;
            // While this build still has its turn, so that no other one takes it for something left behind.
            if is_alike && self.turn.is_some() && fs::rename(self.dir.path(), &self.spare).is_ok() {
                let _ = self.dir.keep();
                return Ok(Replaced { _old: None });
            }
            Ok(Replaced { _old: Some(self.dir) })
        } else {
            fs::rename(self.dir.path(), &self.out).map_err(at(&self.out))?;
            // Nothing is left at its old path to delete.
            let _ = self.dir.keep();
            Ok(Replaced { _old: None })
        }
    }
}

/// Deletes what may be gone already.
fn gone(path: &Path, delete: impl Fn(&Path) -> io::Result<()>) -> Result<(), PublishError> {
    match delete(path) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(())
        }
        result => result.map_err(at(path)),
    }
}

/// The hidden folder beside a site in which the site before it stays.
fn spare_name(out: &Path) -> OsString {
    let mut name = OsString::from(".citytools-before-");
    name.push(out.file_name().unwrap_or_default());
    name
}

/// Makes the spare the folder of the new site, if this program wrote it and nobody else did anything to it that it could not
/// put right; otherwise it is deleted.
fn adopt(spare: &Path, new: &Path) -> Tree {
    if !fs::symlink_metadata(spare).is_ok_and(|found| found.is_dir()) {
        return Tree::default();
    }
    let before = Tree::read(spare);
    let is_of_use = !before.manifest.is_empty() && !before.is_odd;
    if is_of_use && fs::rename(spare, new).is_ok() {
        return before;
    }
    // What can't be deleted is in nobody's way.
    let _ = fs::remove_dir_all(spare);
    Tree::default()
}

/// How the folder of a site that is being written begins its name.
const UNFINISHED: &str = ".citytools-new-";

/// Deletes what builds that were killed have left behind. Only for whoever has the turn: nobody else writes then.
fn clear(parent: &Path) {
    let entries = fs::read_dir(parent).into_iter().flatten().filter_map(Result::ok);
    for entry in
        entries.filter(|entry| entry.file_name().as_encoded_bytes().starts_with(UNFINISHED.as_bytes()))
    {
        if fs::remove_dir_all(entry.path()).is_err() {
            open_up(&entry.path());
            // What can't be deleted is in nobody's way.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Lets this user into its own folders again, where somebody closed one. No link is followed.
fn open_up(folder: &Path) {
    if !fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir()) {
        return;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let _ = fs::set_permissions(folder, fs::Permissions::from_mode(0o700));
    }
    for entry in fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        open_up(&entry.path());
    }
}

/// The right to write beside a site, which one build has at a time. The system takes it back when the process ends,
/// however it ends.
fn turn(parent: &Path) -> Result<Option<File>, PublishError> {
    let Some(folder) = opened(parent) else { return Ok(None) };
    match folder.lock() {
        Ok(()) => Ok(Some(folder)),
        // Some file systems know no locks.
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(None),
        Err(error) => Err(at(parent)(error)),
    }
}

/// Whether another build writes beside `out` at the moment.
#[must_use]
pub fn is_busy(out: &Path) -> bool {
    let out = fs::canonicalize(out).or_else(|_| std::path::absolute(out)).ok();
    let folder = out.as_deref().and_then(Path::parent).and_then(opened);
    folder.is_some_and(|folder| matches!(folder.try_lock(), Err(TryLockError::WouldBlock)))
}

/// A folder to lock, where folders can be.
fn opened(folder: &Path) -> Option<File> {
    if cfg!(unix) { File::open(folder).ok() } else { None }
}

/// The old site, out of the way. Deleting thousands of files can take longer than writing them, so whoever has somebody
/// waiting keeps this until the new site is told of.
#[derive(Debug)]
#[must_use = "the old site is deleted when this is dropped"]
pub struct Replaced {
    _old: Option<TempDir>,
}

/// Refuses a link, for it may have come with a change of somebody else, and lead anywhere.
fn refuse_link(out: &Path) -> Result<(), PublishError> {
    // A slash at the end would be an order to follow it.
    let plain: PathBuf = out.components().collect();
    let Ok(to) = fs::read_link(&plain) else { return Ok(()) };
    let said = format!(
        "the folder is a link to {}, and a build follows none: a change of somebody else can bring one; name the folder that you mean with --out, or delete the link",
        shown_path(&to)
    );
    Err(at(out)(io::Error::new(io::ErrorKind::AlreadyExists, said)))
}

fn refuse_foreign(out: &Path) -> Result<(), PublishError> {
    // Such as a folder `.git`: replacing the site would delete it.
    dot_files(out)?;
    let entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(at(out)(error)),
    };
    let names: Vec<OsString> = entries.filter_map(Result::ok).map(|entry| entry.file_name()).collect();
    if names.iter().all(|name| is_hidden(name)) || names.iter().any(|name| name == MARK) {
        return Ok(());
    }
    let said =
        "the folder is not empty and was not written by citytools build; name another one, or empty it";
    Err(at(out)(io::Error::new(io::ErrorKind::AlreadyExists, said)))
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Hidden files that belong to the folder and not to a build: git's own (`.git` is a file where the folder is a worktree), and
/// what tells GitHub Pages to take a site as it is. No server acts on them.
pub(super) const KEPT: [&str; 5] = [".git", ".gitattributes", ".gitignore", ".gitkeep", ".nojekyll"];

/// Hidden files that nobody misses: the manifest, which each build writes anew, and what macOS leaves in each folder that it
/// shows.
const DROPPED: [&str; 2] = [MARK, ".DS_Store"];

/// The hidden files that the next site takes over. Any other could be an order to a server, as `.htaccess` is, or be
/// somebody's only copy, so that a build may neither publish nor delete it.
fn dot_files(out: &Path) -> Result<Vec<PathBuf>, PublishError> {
    let mut kept = Vec::new();
    for entry in fs::read_dir(out).into_iter().flatten().filter_map(Result::ok) {
        let (name, is_file) = (entry.file_name(), entry.file_type().is_ok_and(|kind| kind.is_file()));
        let is_one_of = |names: &[&str]| is_file && names.iter().any(|known| name == *known);
        if is_one_of(&KEPT) {
            kept.push(entry.path());
        } else if is_hidden(&name) && !is_one_of(&DROPPED) {
            let said = format!(
                "the folder has {} in it, which is no part of a site, and which a build neither publishes nor deletes; move it elsewhere, or build into another folder and copy the site from there",
                shown_path(Path::new(&name))
            );
            return Err(at(out)(io::Error::new(io::ErrorKind::AlreadyExists, said)));
        }
    }
    Ok(kept)
}

fn keep_dot_files(old: &Path, new: &Path) -> Result<(), PublishError> {
    for file in dot_files(old)? {
        fs::copy(&file, new.join(file.file_name().unwrap_or_default())).map_err(at(&file))?;
    }
    Ok(())
}

/// Containers mount folders by themselves, and the system's own words say nothing of it.
fn told(error: io::Error) -> io::Error {
    if error.kind() != io::ErrorKind::ResourceBusy {
        return error;
    }
    let said = "the folder is mounted by itself, so no new one can take its place; name a folder within it with --out, or mount the one above it";
    io::Error::new(error.kind(), said)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE) {
        // Some file systems have no exchange.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::OPNOTSUPP) => {
            replace(new, old)
        }
        result => result.map_err(io::Error::from),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(new: &Path, old: &Path) -> io::Result<()> {
    replace(new, old)
}

/// Two renames: for an instant there is no site, but never a mixture. If the second fails, the first is taken back.
fn replace(new: &Path, old: &Path) -> io::Result<()> {
    let aside = new.with_extension("old");
    fs::rename(old, &aside)?;
    if let Err(error) = fs::rename(new, old) {
        fs::rename(&aside, old)?;
        return Err(error);
    }
    // The temporary folder's own clean-up expects something at its path.
    fs::rename(&aside, new)
}
