//! Plain files and nothing else: no link is followed where a stranger could have put it, no pipe is waited for, and no more
//! is read than was asked for, whatever the file system says of its size.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;

/// What stands at a path.
#[derive(Debug)]
pub(crate) enum Found {
    /// A plain file, whole.
    Bytes(Vec<u8>),
    /// A plain file that is larger than was asked for.
    TooLarge,
    /// A link, a folder, a pipe or a device.
    NotPlain,
}

/// Whether a path may be a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Links {
    /// Whoever named the path may mean what it leads to.
    Followed,
    /// The path was found in a folder, and a link could lead out of it.
    Refused,
}

/// Reads a file of at most so many bytes.
pub(crate) fn read(path: &Path, links: Links, most: u64) -> io::Result<Found> {
    let Some(file) = open(path, links)? else { return Ok(Found::NotPlain) };
    let size = file.metadata()?.len();
    if size > most {
        return Ok(Found::TooLarge);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    // The file can grow while it is read.
    file.take(most + 1).read_to_end(&mut bytes)?;
    Ok(if bytes.len() as u64 > most { Found::TooLarge } else { Found::Bytes(bytes) })
}

/// The file, if it is a plain one.
pub(crate) fn open(path: &Path, links: Links) -> io::Result<Option<File>> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        // Opening a pipe would wait for somebody to write to it.
        let mut flags = OFlags::NONBLOCK;
        if links == Links::Refused {
            flags |= OFlags::NOFOLLOW;
        }
        options.custom_flags(flags.bits().cast_signed());
    }
    #[cfg(not(unix))]
    if links == Links::Refused && std::fs::symlink_metadata(path)?.is_symlink() {
        return Ok(None);
    }
    match options.open(path) {
        Ok(file) => Ok(file.metadata()?.is_file().then_some(file)),
        // What can't be opened because it is a link, a socket or a device without a driver.
        #[cfg(unix)]
        Err(error)
            if [rustix::io::Errno::LOOP, rustix::io::Errno::NXIO]
                .iter()
                .any(|own| error.raw_os_error() == Some(own.raw_os_error())) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// Whether a link stands on the way from a folder to a path below it, so that what is written there could land elsewhere.
pub(crate) fn leads_out(folder: &Path, path: &Path) -> bool {
    let is_link = |path: &Path| std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
    path.ancestors().take_while(|above| *above != folder).any(is_link)
}
