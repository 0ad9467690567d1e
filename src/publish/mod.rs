//! The site's folder: takes files, writes them beside the old site and puts them in its place in one step.

mod manifest;
mod program;
mod swap;
mod through;
mod tree;
pub mod verify;

use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

pub use manifest::Digest;
// For fuzz targets.
#[doc(hidden)]
pub use manifest::again as manifest_again;
use verify::{Before, Change, Sight, Sights, Verified};

pub use swap::{Replaced, Staging, is_busy};

/// Why a site could not be written. The old one still stands.
#[derive(Debug)]
pub struct PublishError {
    /// What was to be written.
    pub path: PathBuf,
    /// Why not.
    pub cause: io::Error,
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.cause)
    }
}

impl std::error::Error for PublishError {}

/// A file of a site that is written.
#[derive(Debug)]
pub struct Put {
    /// Its address from the site's root.
    pub path: String,
    /// How many bytes it has.
    pub length: usize,
    /// What it was made from.
    pub from: Digest,
    /// It did not have to be made.
    pub is_taken_over: bool,
    /// It is as it was in the old site, byte for byte.
    pub is_same: bool,
    /// What was seen of it.
    pub(crate) sight: Option<Sight>,
}

/// The manifest. It also says that a folder is a built site, so that no build ever replaces anything else.
const MARK: &str = ".citytools";

/// Names the path of a failure.
fn at(path: &Path) -> impl FnOnce(io::Error) -> PublishError {
    let path = path.to_owned();
    move |cause| PublishError { path, cause }
}

/// The file of a page's address: `boroughs/camden/` is `boroughs/camden/index.html`.
#[must_use]
pub fn file_of(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

impl Staging {
    /// How long a file is that need not be made, for it is there already, made from the same.
    #[must_use]
    pub fn length_of(&self, path: &str, from: Digest) -> Option<usize> {
        self.before().length_of(path, from).or_else(|| self.old().length_of(path, from))
    }

    /// Takes a file over that is there already.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn take_over(&self, path: &str, from: Digest, length: usize) -> Result<Put, PublishError> {
        let is_same = self.old().length_of(path, from).is_some();
        if self.before().length_of(path, from).is_none() {
            let file = file_of(path);
            let (old, new) = (self.out().join(&file), self.folder().join(&file));
            self.in_folder(&new, || link(&old, &new, || copy(&old, &new)))?;
        }
        Ok(Put { path: path.to_owned(), length, from, is_taken_over: true, is_same, sight: None })
    }

    /// Puts a file of the new site into its place: writes it, if it is not there already.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn write(&self, path: &str, bytes: &[u8], from: Option<Digest>) -> Result<Put, PublishError> {
        let file = plain_file(path)?;
        let of_bytes = from.is_none();
        let from = from.unwrap_or_else(|| Digest::of_bytes(bytes));
        if of_bytes && self.length_of(path, from).is_some() {
            let put = self.take_over(path, from, bytes.len())?;
            return Ok(Put { is_taken_over: false, ..put });
        }
        let (old, new) = (self.out().join(&file), self.folder().join(&file));
        let is_same =
            self.old().has_length(&file, bytes.len()) && fs::read(&old).is_ok_and(|held| held == bytes);
        let write = || create(&new, bytes);
        self.in_folder(&new, || if is_same { link(&old, &new, write) } else { write() })?;
        let (path, length) = (path.to_owned(), bytes.len());
        Ok(Put { path, length, from, is_taken_over: false, is_same, sight: None })
    }

    /// The same for a file that is not held as a whole: it is written first, and compared where it stands.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn write_through(
        &self,
        path: &str,
        from: Option<Digest>,
        write: &dyn Fn(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<Put, PublishError> {
        let file = plain_file(path)?;
        let (old, new) = (self.out().join(&file), self.folder().join(&file));
        // Never into a file that is there: that may be the old site's, too.
        let created = self.in_folder(&new, || fs::File::create_new(&new))?;
        let written = through::write(created, write).map_err(at(&new))?;
        let (length, from) = (written.length, from.unwrap_or(written.digest));
        let is_same = self.old().has_length(&file, length) && through::is_same(&old, &new);
        if is_same {
            // What is there already need not be stored again; where it can't be shared, what was written stays.
            _ = through::replace_with_link(&old, &new);
        }
        Ok(Put { path: path.to_owned(), length, from, is_taken_over: false, is_same, sight: None })
    }

    /// Looks at the new site as [`verify::verify`] does, but for what was seen of it already, or only at what has changed,
    /// where that is enough.
    ///
    /// # Errors
    /// Where a file can't be read.
    pub(crate) fn verify(&self, put: &[Put], sights: Option<Sights>) -> Result<Verified, PublishError> {
        let all = |sights| verify::verify_seen(self.folder(), sights).map(Some);
        let found = match sights {
            Some(sights) => all(sights),
            None => self.verify_changes(put),
        };
        let found = found.and_then(|found| found.map_or_else(|| verify::verify(self.folder()), Ok));
        found.map_err(at(self.folder()))
    }

    fn verify_changes(&self, put: &[Put]) -> io::Result<Option<Verified>> {
        let manifest = &self.old().manifest;
        if !manifest.is_verified() {
            return Ok(None);
        }
        let known = manifest.entries().map(|(path, entry)| (file_of(path), entry.known)).collect();
        let is_untouched = |file: &str| self.old().untouched(verify::path_of(file)).is_some();
        let before = Before { root: self.out(), known, is_untouched: &is_untouched };
        let files: Vec<String> = put.iter().map(|put| file_of(&put.path)).collect();
        let change = |(file, put): (_, &Put)| Change { file, is_same: put.is_same };
        let files: Vec<Change> = files.iter().map(String::as_str).zip(put).map(change).collect();
        verify::changes(self.folder(), &before, &files)
    }

    /// Puts a file where its folder may not be there yet, or something else still stands.
    fn in_folder<T>(&self, new: &Path, put: impl Fn() -> io::Result<T>) -> Result<T, PublishError> {
        use io::ErrorKind::{AlreadyExists, IsADirectory, NotADirectory, NotFound};
        let is_in_the_way = |error: &io::Error| {
            matches!(error.kind(), AlreadyExists | IsADirectory | NotADirectory | NotFound)
        };
        match put() {
            Err(error) if is_in_the_way(&error) => {
                self.make_room(new).map_err(at(new))?;
                put().map_err(at(new))
            }
            result => result.map_err(at(new)),
        }
    }

    /// Makes the folders of a file, and takes away what stands in its place or in theirs.
    fn make_room(&self, new: &Path) -> io::Result<()> {
        let folder = new.parent().unwrap_or(self.folder());
        if fs::create_dir_all(folder).is_err() {
            let above = new.ancestors().skip(1).take_while(|above| *above != self.folder());
            above.filter(|above| above.is_file()).for_each(|above| _ = fs::remove_file(above));
            fs::create_dir_all(folder)?;
        }
        match fs::symlink_metadata(new) {
            Ok(found) if found.is_dir() => fs::remove_dir_all(new),
            Ok(_) => fs::remove_file(new),
            Err(_) => Ok(()),
        }
    }
}

/// The file of an address that stays in the site's folder.
fn plain_file(path: &str) -> Result<String, PublishError> {
    let is_plain = Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)));
    let said = "an address leads out of the site's folder";
    let refused = || at(Path::new(path))(io::Error::new(io::ErrorKind::InvalidInput, said));
    is_plain.then(|| file_of(path)).ok_or_else(refused)
}

/// Writes a new file, and never into one that is there: that may be the old site's, too.
fn create(new: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::File::create_new(new)?.write_all(bytes)
}

fn copy(old: &Path, new: &Path) -> io::Result<()> {
    io::copy(&mut fs::File::open(old)?, &mut fs::File::create_new(new)?).map(drop)
}

/// Gives the old site's file to the new one too: nothing is stored again, and whoever copies the site on sees by its time
/// that it is the same. Where the disk has no second names for a file, it is written.
fn link(old: &Path, new: &Path, write: impl Fn() -> io::Result<()>) -> io::Result<()> {
    use io::ErrorKind::{AlreadyExists, NotADirectory, NotFound};
    match fs::hard_link(old, new) {
        Err(error) if !matches!(error.kind(), NotFound | AlreadyExists | NotADirectory) => write(),
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_leads_out_of_the_folder() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let staging = Staging::beside(&folder.path().join("public"))?;
        for path in ["../out.txt", "a/../../out.txt", "/out.txt", "a/../b.txt", "./b.txt", ".."] {
            assert!(staging.write(path, b"a", None).is_err(), "{path}");
        }
        staging.write("a/b.txt", b"a", None)?;
        staging.write("", b"a", None)?;
        let written = fs::read_dir(folder.path())?.count();
        assert_eq!(written, 1, "something was written beside the new site");
        Ok(())
    }

    #[test]
    fn what_is_written_as_it_is_made_is_what_is_written_as_a_whole() -> Result<(), Box<dyn std::error::Error>>
    {
        let folder = tempfile::tempdir()?;
        let out = folder.path().join("public");
        // Longer than what is held of it.
        let long = |sign: char| sign.to_string().repeat(200_000);
        let build = |text: &str, is_whole: bool| -> Result<(bool, Digest), Box<dyn std::error::Error>> {
            let staging = Staging::beside(&out)?;
            let put = if is_whole {
                staging.write("a/b.csv", text.as_bytes(), None)?
            } else {
                let parts = |to: &mut dyn io::Write| {
                    text.as_bytes().chunks(999).try_for_each(|part| to.write_all(part))
                };
                staging.write_through("a/b.csv", None, &parts)?
            };
            assert_eq!(put.length, text.len());
            let (is_same, from) = (put.is_same, put.from);
            drop(staging.publish(vec![put], None)?);
            assert_eq!(fs::read_to_string(out.join("a/b.csv"))?, text);
            std::thread::sleep(std::time::Duration::from_millis(20));
            Ok((is_same, from))
        };
        let written = || fs::metadata(out.join("a/b.csv")).and_then(|found| found.modified());
        let (_, whole) = build(&long('a'), true)?;
        let first = written()?;
        assert_eq!(build(&long('a'), false)?, (true, whole));
        assert_eq!(written()?, first, "whoever copies the site on sees that it is the same");
        let (is_same, other) = build(&long('b'), false)?;
        assert!(!is_same && other != whole);
        assert_eq!(build(&long('b'), true)?, (true, other));
        assert!(!build(&format!("{}c", &long('b')[1..]), false)?.0);

        let staging = Staging::beside(&out)?;
        let full = |_: &mut dyn io::Write| Err(io::Error::from(io::ErrorKind::StorageFull));
        let refused = staging.write_through("a/b.csv", None, &full).map_err(|error| error.cause.kind());
        assert_eq!(refused.err(), Some(io::ErrorKind::StorageFull));
        assert!(staging.write_through("../b.csv", None, &|_| Ok(())).is_err());
        Ok(())
    }

    /// Builds a site of a few files and says how many faults are found in it.
    fn built(out: &Path, files: &[(&str, &str)]) -> Result<usize, Box<dyn std::error::Error>> {
        let staging = Staging::beside(out)?;
        let put = |(path, text): &(&str, &str)| staging.write(path, text.as_bytes(), None);
        let put: Vec<Put> = files.iter().map(put).collect::<Result<_, _>>()?;
        staging.settle(&put)?;
        let verified = staging.verify(&put, None)?;
        let faults = verified.faults.len();
        drop(staging.publish(put, Some(&verified))?);
        Ok(faults)
    }

    #[test]
    fn a_file_that_has_gone_is_missed_on_pages_that_have_not_changed()
    -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let out = folder.path().join("public");
        let policy =
            format!("<meta http-equiv=Content-Security-Policy content=\"{}\">", crate::site::policy::STILL);
        let rest = "<meta name=description content=a><title>a</title><link rel=canonical href=https://a.example/><h1>a</h1><a href=b.csv>b</a>";
        let index = format!("<html lang=en>{policy}{rest}");
        let lost = index.replace("<title>a", "<title>b").replace(".example/>", ".example/404.html>");
        let lost = lost.replace("<title>", "<meta name=robots content=noindex><title>");
        let map = "<urlset><loc>https://a.example/</loc></urlset>";
        let files = [
            ("", index.as_str()),
            ("404.html", &lost),
            ("_headers", ""),
            ("robots.txt", ""),
            ("sitemap.xml", map),
            ("b.csv", "b"),
        ];
        assert_eq!(built(&out, &files)?, 0);
        // What was written in the same instant as the manifest is not taken over.
        std::thread::sleep(std::time::Duration::from_millis(20));
        assert_eq!(built(&out, &files)?, 0);
        // Two pages miss it.
        assert_eq!(built(&out, &files[..5])?, 2);
        Ok(())
    }
}
