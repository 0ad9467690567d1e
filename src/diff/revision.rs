//! The content folder as it stood in a git revision, read through `git` itself into a temporary folder. Nothing is checked
//! out, and no file of the revision is run or filtered.

use std::ffi::OsStr;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use crate::content::files;

/// Why a revision's content can't be read.
#[derive(Debug)]
pub enum Error {
    /// There is no `git` on this machine.
    NoGit(String),
    /// The content folder is in no repository, or git refuses it.
    NoRepository(String, String),
    /// Nothing has that name.
    Unknown(String),
    /// The revision has no such folder.
    NoContent(String, String),
    /// Git or the disk failed.
    Failed(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::NoGit(name) => write!(
                f,
                "there is no folder `{name}`, and git is not installed, so it can't be looked up as a revision; install git, or name two content folders"
            ),
            Self::NoRepository(name, said) => write!(
                f,
                "there is no folder `{name}`, and the content folder is in no git repository that could have it as a revision ({said})"
            ),
            Self::Unknown(name) => write!(
                f,
                "`{name}` is neither a folder nor a git revision; write a folder, a branch such as main, or a commit such as HEAD~1 (a shallow clone has only the newest commits: fetch more)"
            ),
            Self::NoContent(name, path) => write!(f, "the revision `{name}` has no folder {path}"),
            Self::Failed(error) => write!(f, "git can't be read: {error}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

impl Error {
    /// The command line is wrong, and not the machine.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        !matches!(self, Self::Failed(_))
    }
}

/// A content folder of the past; gone when this is dropped.
#[derive(Debug)]
pub struct Past {
    folder: tempfile::TempDir,
    name: PathBuf,
}

impl Past {
    /// Where it is.
    #[must_use]
    pub fn content(&self) -> PathBuf {
        self.folder.path().join(&self.name)
    }
}

/// One file of a revision.
struct Entry {
    holds: Holds,
    /// Within the content folder.
    path: PathBuf,
}

/// What is in a file, as far as anybody reads it.
enum Holds {
    /// The blob of that name, of so many bytes.
    Blob(String, u64),
    /// Too much for its place, or nothing that has one: so many zeros do as well.
    Zeros(u64),
    /// A way to elsewhere.
    Link,
}

/// Reads what the folder `content` was in a revision.
///
/// # Errors
/// Where git is missing, knows no such revision or no such folder in it, or the disk refuses.
pub fn read(revision: &str, content: &Path) -> Result<Past, Error> {
    let content = std::path::absolute(content)?;
    let content = content.canonicalize().unwrap_or(content);
    let (standing, missing) = existing(&content);
    if let Some(folder) = repository_without_its_folder(standing) {
        let said = format!("{} stands where only git has one", folder.join("HEAD").display());
        return Err(Error::NoRepository(revision.to_owned(), said));
    }
    let prefix = prefix(revision, standing, missing)?;
    let commit = commit(revision, standing)?;
    let entries = entries(&commit, standing, &prefix)?;
    if entries.is_empty() {
        return Err(Error::NoContent(
            revision.to_owned(),
            if prefix.is_empty() { "/" } else { &prefix }.to_owned(),
        ));
    }
    let bytes = entries.iter().map(|entry| match entry.holds {
        Holds::Blob(_, bytes) | Holds::Zeros(bytes) => bytes,
        Holds::Link => 0,
    });
    if files::is_too_much(entries.len(), bytes.sum()) {
        return Err(Error::Failed(files::too_much(entries.iter().map(|entry| entry.path.as_path()))));
    }
    // Problems name files from the content folder's own name on: the past has the same.
    let name = content.file_name().map_or_else(|| PathBuf::from("content"), PathBuf::from);
    let past = Past { folder: tempfile::tempdir()?, name };
    std::fs::create_dir(past.content())?;
    write_all(&entries, standing, &past.content())?;
    Ok(past)
}

/// A copy of a content folder under another name. Pages and problems name files from the folder's own name on, which is
/// no difference in what it says.
///
/// # Errors
/// Where the folder can't be read, or the copy not be written.
pub fn renamed(content: &Path, name: &OsStr) -> io::Result<Past> {
    let past = Past { folder: tempfile::tempdir()?, name: PathBuf::from(name) };
    std::fs::create_dir(past.content())?;
    for file in files::walk(content)? {
        let target = past.content().join(&file.path);
        std::fs::create_dir_all(target.parent().unwrap_or(&target))?;
        let found = content.join(&file.path).symlink_metadata().map(|found| found.file_type());
        match found {
            _ if file.too_large.is_some() => zeros(&target, file.too_large.unwrap_or_default() + 1)?,
            // One that has no place is empty here.
            Ok(kind) if kind.is_file() => std::fs::write(target, file.bytes)?,
            // A folder with the name of a record.
            Ok(kind) if kind.is_dir() => std::fs::create_dir_all(target)?,
            _ => link(&target)?,
        }
    }
    Ok(past)
}

/// The part of a path that is there, and the rest: a revision can have a folder that is gone.
fn existing(path: &Path) -> (&Path, &Path) {
    let standing = path.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("/"));
    (standing, path.strip_prefix(standing).unwrap_or(Path::new("")))
}

/// The folder that git would take for a repository before it came to the one with `.git`. A change can bring such a folder
/// in the midst of the content, with settings that name programs to run.
fn repository_without_its_folder(standing: &Path) -> Option<&Path> {
    let is_there = |path: PathBuf| path.symlink_metadata().is_ok();
    let mut before = standing.ancestors().take_while(|folder| !is_there(folder.join(".git")));
    before.find(|folder| is_there(folder.join("HEAD")))
}

fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0");
    command.stdin(Stdio::null());
    command
}

/// What git answers, without the line's end; what it complains about where it refuses.
fn ask<S: AsRef<OsStr>>(folder: &Path, args: &[S]) -> io::Result<Result<Vec<u8>, String>> {
    let output = git(folder).args(args).output()?;
    if output.status.success() {
        return Ok(Ok(output.stdout));
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Ok(Err(said.lines().next().unwrap_or("git gave no reason").trim_start_matches("fatal: ").to_owned()))
}

fn first_line(answer: &[u8]) -> String {
    String::from_utf8_lossy(answer).trim_end_matches(['\n', '\r']).to_owned()
}

/// The content folder from the repository's root, with a slash at the end; empty for the root itself.
fn prefix(revision: &str, standing: &Path, missing: &Path) -> Result<String, Error> {
    let answer = match ask(standing, &["rev-parse", "--show-prefix"]) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(Error::NoGit(revision.to_owned()));
        }
        answer => answer?,
    };
    let answer = answer.map_err(|said| Error::NoRepository(revision.to_owned(), said))?;
    let mut prefix = first_line(&answer);
    for part in missing {
        prefix.push_str(&part.to_string_lossy());
        prefix.push('/');
    }
    Ok(prefix)
}

fn commit(revision: &str, standing: &Path) -> Result<String, Error> {
    let unknown = || Error::Unknown(revision.to_owned());
    // What begins with a hyphen would be an option of git.
    if revision.starts_with('-') || revision.is_empty() {
        return Err(unknown());
    }
    let name = format!("{revision}^{{commit}}");
    let answer = ask(standing, &["rev-parse", "--verify", "--quiet", &name])?;
    answer.map(|answer| first_line(&answer)).map_err(|_| unknown())
}

fn entries(commit: &str, standing: &Path, prefix: &str) -> Result<Vec<Entry>, Error> {
    let mut args = vec!["ls-tree", "-r", "-z", "-l", "--full-tree", commit];
    if !prefix.is_empty() {
        args.extend(["--", prefix]);
    }
    let answer = ask(standing, &args)?.map_err(io::Error::other)?;
    Ok(listed(&answer, prefix))
}

fn listed(answer: &[u8], prefix: &str) -> Vec<Entry> {
    let text = String::from_utf8_lossy(answer);
    text.split('\0').filter_map(|line| entry(line, prefix)).collect()
}

/// `100644 blob 1f7a…    1203<tab>content/site.yaml`; another repository within this one is left out.
fn entry(line: &str, prefix: &str) -> Option<Entry> {
    let (about, path) = line.split_once('\t')?;
    let mut words = about.split_ascii_whitespace();
    let (mode, kind, blob) = (words.next()?, words.next()?, words.next()?);
    let path = PathBuf::from(path.strip_prefix(prefix)?);
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    if kind != "blob" || !plain {
        return None;
    }
    let bytes: u64 = words.next()?.parse().ok()?;
    let holds = match files::most_bytes_at(&path) {
        _ if mode == "120000" => Holds::Link,
        None => Holds::Zeros(0),
        Some(most) if bytes > most => Holds::Zeros(most + 1),
        Some(_) => Holds::Blob(blob.to_owned(), bytes),
    };
    Some(Entry { holds, path })
}

/// One `git cat-file` for all files: it is told the names on one side and gives the bytes on the other.
fn write_all(entries: &[Entry], standing: &Path, to: &Path) -> Result<(), Error> {
    let mut child = git(standing)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let (Some(mut names), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Error::Failed(io::Error::other("git has no input or output")));
    };
    let blobs = entries.iter().filter_map(|entry| match &entry.holds {
        Holds::Blob(name, _) => Some(name.as_str()),
        _ => None,
    });
    let blobs: Vec<&str> = blobs.collect();
    let asked = blobs.join("\n") + "\n";
    // Beside the reading: a full pipe would make both wait for each other.
    let asking = std::thread::spawn(move || names.write_all(asked.as_bytes()));
    let mut answers = BufReader::new(answers);
    let written = write_each(entries, &mut answers, to);
    drop(answers);
    // What was not written is told before a broken pipe, which follows from it.
    let asked = asking.join().unwrap_or(Ok(()));
    child.wait()?;
    written?;
    Ok(asked?)
}

fn write_each(entries: &[Entry], answers: &mut impl BufRead, to: &Path) -> io::Result<()> {
    entries.iter().try_for_each(|entry| write_one(entry, answers, to))
}

/// Writes the files of a list of git's with what git answers about each; for fuzz targets.
///
/// # Errors
/// Where an answer breaks off, or the disk refuses.
#[doc(hidden)]
pub fn write_answers(list: &[u8], prefix: &str, mut answers: &[u8], to: &Path) -> io::Result<()> {
    write_each(&listed(list, prefix), &mut answers, to)
}

fn write_one(entry: &Entry, answers: &mut impl BufRead, to: &Path) -> io::Result<()> {
    let target = to.join(&entry.path);
    std::fs::create_dir_all(target.parent().unwrap_or(to))?;
    let said = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", entry.path.display()));
    match entry.holds {
        Holds::Link => link(&target).map_err(said),
        Holds::Zeros(bytes) => zeros(&target, bytes).map_err(said),
        Holds::Blob(..) => {
            let mut head = String::new();
            answers.read_line(&mut head)?;
            let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
            let size = size.ok_or_else(|| said(io::Error::other("git gives no answer")))?;
            // New: under a name that stands in the list twice there could be a link.
            let mut file = std::fs::File::create_new(target).map_err(said)?;
            io::copy(&mut answers.by_ref().take(size), &mut file)?;
            // The line's end behind the bytes.
            answers.read_exact(&mut [0])
        }
    }
}

/// A file of so many zeros, which take no room on the disk.
fn zeros(target: &Path, bytes: u64) -> io::Result<()> {
    std::fs::File::create_new(target)?.set_len(bytes)
}

/// A link is no record wherever it leads, so this one leads nowhere.
#[cfg(unix)]
fn link(target: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink("nowhere", target)
}

#[cfg(not(unix))]
fn link(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::MetadataExt as _;

    use super::*;

    /// A folder may have thousands of such files.
    #[test]
    fn what_is_too_large_takes_no_room() -> Result<(), Box<dyn std::error::Error>> {
        let region = tempfile::tempdir()?;
        let large = "releases/2020-01-01.json";
        std::fs::create_dir(region.path().join("releases"))?;
        std::fs::File::create(region.path().join(large))?.set_len(1 << 30)?;
        let renamed = renamed(region.path(), OsStr::new("other"))?;
        let list = format!("100644 blob 5fe1 {}\t{large}\0", 1 << 30);
        let taken_out = tempfile::tempdir()?;
        write_answers(list.as_bytes(), "", &[], taken_out.path())?;
        for folder in [renamed.content(), taken_out.path().to_owned()] {
            let found = folder.join(large).metadata()?;
            assert_eq!(Some(found.len() - 1), files::most_bytes_at(Path::new(large)), "{}", folder.display());
            assert!(found.blocks() < 100, "{} blocks", found.blocks());
        }
        Ok(())
    }
}
