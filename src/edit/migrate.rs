//! Records of an older form in the form of this program: takes a folder, gives the files that change, each with what is
//! said of it, and writes nothing.
//!
//! A change of a record type that older records do not survive gets one line in [`MIGRATIONS`] and raises
//! [`version::CURRENT`]. There was none so far: every key of the first records is still read.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::keys::{self, Change};
use crate::content::files::{self, FileKind};
use crate::content::version;
use crate::content::yaml::{self, Node};
use crate::diagnostics::{Diagnostic, FileId};

/// From one form to the next. On records that have the next form already it changes nothing, so that whoever was
/// interrupted can begin again.
pub struct Migration {
    /// The form that records have afterwards; before, they have the one below.
    pub to: u32,
    /// What is to change in a file. Within a file the first change is made first, and each sees the one before.
    pub changes: fn(&FileKind, &Node) -> Vec<Change>,
}

/// Every migration, in the order of forms.
pub const MIGRATIONS: &[Migration] = &[];

/// A file that changes.
#[derive(Debug, PartialEq, Eq)]
pub struct Changed {
    /// Within the folder.
    pub path: PathBuf,
    /// The whole new text.
    pub text: String,
    /// What was done, line by line.
    pub said: Vec<String>,
}

/// Why nothing can be migrated.
#[derive(Debug)]
pub enum Refusal {
    /// A file that can't be looked at.
    Disk(io::Error),
    /// There is no `site.yaml`.
    NoSite,
    /// A file that is no text, or larger than any of its kind.
    Unread(PathBuf),
    /// A file that is not YAML.
    Syntax(PathBuf, Box<Diagnostic>),
    /// The records are of a form that this program does not lead on from.
    Form(Box<Diagnostic>),
    /// A change that can't be made safely.
    Layout(PathBuf, String),
}

/// The text of each file, by its path.
type Texts = BTreeMap<PathBuf, (FileKind, String)>;

/// What is to change in a folder, `site.yaml` last: as long as it names the old form, all can be done again.
///
/// # Errors
/// See [`Refusal`].
pub fn migrate(root: &Path, migrations: &[Migration], current: u32) -> Result<Vec<Changed>, Refusal> {
    let mut texts = read(root)?;
    let (site, text) = texts
        .iter()
        .find_map(|(path, (kind, text))| (*kind == FileKind::Site).then_some((path, text)))
        .ok_or(Refusal::NoSite)?;
    let site = site.clone();
    let named = version::named(&parse(&site, text)?).map(|(form, _)| form);
    let from = named.unwrap_or(version::FIRST);
    let leads_on = from >= version::FIRST && from <= current;
    if let Some(problem) = version::problem(text, FileId(0), current).filter(|_| !leads_on) {
        return Err(Refusal::Form(Box::new(problem)));
    }
    let mut said: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
    for migration in migrations.iter().filter(|migration| from < migration.to && migration.to <= current) {
        for (path, (kind, text)) in &mut texts {
            for change in (migration.changes)(kind, &parse(path, text)?) {
                said.entry(path.clone()).or_default().push(make(path, text, &change)?);
            }
        }
    }
    if named != Some(current)
        && let Some((_, text)) = texts.get_mut(&site)
    {
        let entry = format!("{}: {current}", version::KEY);
        let change = Change::Set { at: Vec::new(), key: version::KEY, entry };
        said.entry(site.clone()).or_default().push(make(&site, text, &change)?);
    }
    let mut changed: Vec<Changed> = said
        .into_iter()
        .filter_map(|(path, said)| Some(Changed { text: texts.remove(&path)?.1, path, said }))
        .collect();
    changed.sort_by_key(|changed| changed.path == site);
    Ok(changed)
}

/// Records and lists; chapters, pages and releases have forms of their own.
fn read(root: &Path) -> Result<Texts, Refusal> {
    let is_record =
        |kind: &FileKind| !matches!(kind, FileKind::Chapter(..) | FileKind::Page(_) | FileKind::Release(_));
    let files = files::walk(root).map_err(Refusal::Disk)?.into_iter().filter_map(|file| {
        let kind = file.kind.ok().filter(is_record)?;
        // One that stayed in the old form would be of none, beside a `site.yaml` that names the new one.
        let text = String::from_utf8(file.bytes).ok().filter(|_| file.too_large.is_none());
        Some(match text {
            Some(text) => Ok((file.path, (kind, text))),
            None => Err(Refusal::Unread(file.path)),
        })
    });
    files.collect()
}

fn parse(path: &Path, text: &str) -> Result<Node, Refusal> {
    yaml::parse(text, FileId(0)).map_err(|problem| Refusal::Syntax(path.to_owned(), Box::new(problem)))
}

/// Makes a change, and says it.
fn make(path: &Path, text: &mut String, change: &Change) -> Result<String, Refusal> {
    let said = said(change);
    match keys::edit(text, change, &[]) {
        Some(edited) => *text = edited,
        None => return Err(Refusal::Layout(path.to_owned(), said)),
    }
    Ok(said)
}

fn said(change: &Change) -> String {
    match change {
        Change::Set { at, entry, .. } => format!("{}{}", keys::place(at), entry.trim_end()),
        Change::Remove { at, key } => format!("{}{key} is left out", keys::place(at)),
        Change::Rename { at, key, to } => format!("{}{key} is now {to}", keys::place(at)),
        Change::Append { at, item } => format!("{}- {}", keys::place(at), item.trim_end()),
    }
}
