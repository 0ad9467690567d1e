//! Records to YAML files: takes records, writes the files that are new, and leaves every file that is there untouched. What
//! would change in such a file goes to the folder of proposals, with a diff beside it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::Serialize;
use similar::{ChangeTag, TextDiff};
use walkdir::WalkDir;

use super::Error;
use super::report::{Change, Output};
use crate::content::files;
use crate::content::yaml::{self, Kind, Node};
use crate::diagnostics::FileId;
use crate::edit;
use crate::plain::{self, Found, Links};

/// Long text is folded at this width, without its indentation.
const TEXT_WIDTH: usize = 100;

/// The JSON Schema that editors check a file with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Schema {
    Borough,
    Contract,
    Frameworks,
    Services,
    Skills,
    Supplier,
    System,
    Technologies,
}

impl Schema {
    fn name(self) -> &'static str {
        match self {
            Self::Borough => "borough",
            Self::Contract => "contract",
            Self::Frameworks => "frameworks",
            Self::Services => "services",
            Self::Skills => "skills",
            Self::Supplier => "supplier",
            Self::System => "system",
            Self::Technologies => "technologies",
        }
    }
}

/// The text of each file, by its path within the content folder.
#[derive(Debug, Default)]
pub(super) struct Texts(BTreeMap<String, String>);

impl Texts {
    /// Adds a record's file; a list that is empty has none.
    pub(super) fn add(
        &mut self,
        path: &str,
        schema: Schema,
        record: &impl Serialize,
        empty: bool,
    ) -> Result<(), Error> {
        if !empty {
            let up = "../".repeat(path.matches('/').count() + 1);
            let head = format!("# yaml-language-server: $schema={up}schemas/{}.schema.json\n", schema.name());
            let body = to_yaml(record).map_err(|message| Error::Yaml { path: path.into(), message })?;
            self.0.insert(path.to_owned(), head + &body);
        }
        Ok(())
    }
}

/// One key with its value, laid out like a record; nothing, where it has no form in YAML.
pub(super) fn entry(key: &str, value: &impl Serialize) -> Option<String> {
    to_yaml(&BTreeMap::from([(key, value)])).ok()
}

/// A key with several paragraphs; the writer of YAML would make one of them.
pub(super) fn paragraphs(key: &str, paragraphs: &[String]) -> String {
    let mut out = format!("{key}: >-");
    for (number, paragraph) in paragraphs.iter().enumerate() {
        // In folded text, a line end is an empty line, and an empty line is two.
        out.push_str(if number > 0 { "\n\n" } else { "" });
        fill(&mut out, paragraph.split_whitespace(), 2);
    }
    out + "\n"
}

/// A record as an editor would lay it out.
pub(super) fn to_yaml(record: &impl Serialize) -> Result<String, String> {
    let options = serde_yaml::ser_options! {
        yaml_12: true,
        no_lang_directive: true,
        compact_list_indent: false,
        prefer_block_scalars: false,
        min_fold_chars: TEXT_WIDTH,
        folded_wrap_chars: TEXT_WIDTH,
    };
    let text = serde_yaml::to_string_with_options(record, options).map_err(|error| error.to_string())?;
    let laid_out = lay_out(&text);
    // A record is never changed for its looks.
    Ok(if says_the_same(&laid_out, &text) { laid_out } else { text })
}

/// Lists whose items are long: a blank line stands before each list and between its items.
const SPACED_LISTS: &[&str] =
    &["systems", "contracts", "skills", "technologies", "frameworks", "groups", "services"];

/// Adds blank lines around the items of long lists, so that a person finds where one begins, and fills the lines of
/// paragraphs evenly.
fn lay_out(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    // Indentation of the items of each long list that the line stands in.
    let mut lists: Vec<usize> = Vec::new();
    let mut is_first_item = false;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let content = line.trim_start();
        let indent = indent_of(line);
        let stood_in_list = !lists.is_empty();
        lists.retain(|items| *items <= indent);
        let opens = content.strip_suffix(':').is_some_and(|key| SPACED_LISTS.contains(&key));
        let is_item = lists.last() == Some(&indent) && content.starts_with("- ");
        let is_apart = if indent == 0 { opens || stood_in_list } else { is_item && !is_first_item };
        if is_apart && !out.is_empty() {
            out.push('\n');
        }
        is_first_item = opens;
        if opens {
            lists.push(indent + 2);
        }
        out.push_str(line);
        if line.ends_with(": >") {
            let key = line.len() - content.trim_start_matches("- ").len();
            let paragraph: Vec<_> =
                std::iter::from_fn(|| lines.next_if(|line| indent_of(line) > key)).collect();
            // No line break at the end of the paragraph.
            out.push('-');
            fill(&mut out, paragraph.iter().flat_map(|line| line.split_whitespace()), key + 2);
        }
        out.push('\n');
    }
    out
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Words on lines of a width.
fn fill<'a>(out: &mut String, words: impl Iterator<Item = &'a str>, indent: usize) {
    let mut room = 0;
    for word in words {
        let length = word.chars().count() + 1;
        if length > room {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            room = TEXT_WIDTH + 1;
        } else {
            out.push(' ');
        }
        out.push_str(word);
        room = room.saturating_sub(length);
    }
}

/// Where proposals go: a folder that is empty, or that holds only what an earlier import wrote, which is removed.
#[derive(Debug)]
pub(super) struct Proposals {
    root: PathBuf,
}

/// Prepares the folder of proposals; it must not overlap with the folders that are read or written.
pub(super) fn proposals_folder(root: &Path, others: &[&Path]) -> Result<Proposals, Error> {
    let own = place(root).map_err(Error::file(root))?;
    for other in others {
        let other = place(other).map_err(Error::file(other))?;
        if own.starts_with(&other) || other.starts_with(&own) {
            return Err(Error::ProposalsOverlap(root.to_owned()));
        }
    }
    for file in earlier_proposals(root)? {
        fs::remove_file(&file).map_err(Error::file(&file))?;
    }
    Ok(Proposals { root: root.to_owned() })
}

/// Where a path leads, also one of which the end is not there yet: `../x` is not within the folder that it leads out of.
fn place(path: &Path) -> io::Result<PathBuf> {
    if let Ok(place) = fs::canonicalize(path) {
        return Ok(place);
    }
    match (path.parent(), path.file_name()) {
        (Some(above), Some(name)) => {
            let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
            Ok(place(above)?.join(name))
        }
        _ => std::path::absolute(path),
    }
}

/// The files of an earlier import: each proposal has its diff beside it, and there is nothing else.
fn earlier_proposals(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    if fs::symlink_metadata(root).is_err() {
        return Ok(files);
    }
    for entry in WalkDir::new(root).follow_root_links(false) {
        let entry = entry.map_err(|error| Error::File { path: root.to_owned(), error: error.into() })?;
        if entry.file_type().is_dir() {
            continue;
        }
        if !entry.file_type().is_file() || !has_its_pair(entry.path()) {
            return Err(Error::ProposalsInUse(entry.into_path()));
        }
        files.push(entry.into_path());
    }
    Ok(files)
}

fn has_its_pair(path: &Path) -> bool {
    match path.extension().and_then(std::ffi::OsStr::to_str) {
        Some("yaml") => path.with_extension("yaml.diff").is_file(),
        Some("diff") => {
            path.with_extension("").extension().is_some_and(|yaml| yaml == "yaml")
                && path.with_extension("").is_file()
        }
        _ => false,
    }
}

/// Writes every text: as a new file, or as a proposal where a file says something else.
pub(super) fn write(texts: Texts, content: &Path, proposals: &Proposals) -> Result<Vec<Output>, Error> {
    let mut outputs = Vec::with_capacity(texts.0.len());
    for (path, text) in texts.0 {
        let target = content.join(&path);
        let change = match existing(content, &target)? {
            None => {
                create(&target, &text)?;
                Change::New
            }
            Some(there) if says_the_same(&there, &text) => Change::Unchanged,
            Some(there) => propose(proposals, &path, &there, &text)?,
        };
        outputs.push(Output { path, change });
    }
    Ok(outputs)
}

/// The text of a file that is there. A link is refused, because it could lead out of the content folder.
fn existing(content: &Path, target: &Path) -> Result<Option<String>, Error> {
    let folder = target.parent().filter(|folder| *folder != content);
    if let Some(folder) = folder
        && fs::symlink_metadata(folder).is_ok_and(|folder| !folder.is_dir())
    {
        return Err(Error::Link(folder.to_owned()));
    }
    let place = target.strip_prefix(content).unwrap_or(target);
    match plain::read(target, Links::Refused, files::most_bytes_at(place).unwrap_or_default()) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::file(target)(error)),
        Ok(Found::NotPlain) => Err(Error::Link(target.to_owned())),
        Ok(Found::TooLarge) => {
            let said = "it is larger than any file of its kind, so it is not compared; mend it first, or move it away";
            Err(Error::file(target)(std::io::Error::new(std::io::ErrorKind::FileTooLarge, said)))
        }
        Ok(Found::Bytes(bytes)) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
    }
}

/// A new file, never over one that came there meanwhile.
fn create(target: &Path, text: &str) -> Result<(), Error> {
    edit::create(target, text).map_err(Error::file(target))
}

fn propose(proposals: &Proposals, path: &str, there: &str, text: &str) -> Result<Change, Error> {
    let diff = TextDiff::from_lines(there, text);
    let count = |tag| diff.iter_all_changes().filter(|change| change.tag() == tag).count();
    let change = Change::Proposed { added: count(ChangeTag::Insert), removed: count(ChangeTag::Delete) };
    let unified = diff.unified_diff().header(&format!("a/{path}"), &format!("b/{path}")).to_string();
    create(&proposals.root.join(path), text)?;
    create(&proposals.root.join(format!("{path}.diff")), &unified)?;
    Ok(change)
}

/// Whether two texts hold the same record, whatever their layout, comments and order of keys.
fn says_the_same(a: &str, b: &str) -> bool {
    let tree = |text| yaml::parse(text, FileId::default());
    a == b || tree(a).is_ok_and(|a| tree(b).is_ok_and(|b| same_tree(&a, &b)))
}

fn same_tree(a: &Node, b: &Node) -> bool {
    match (&a.kind, &b.kind) {
        (Kind::Sequence(a), Kind::Sequence(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_tree(a, b))
        }
        (Kind::Mapping(a), Kind::Mapping(b)) => {
            let (a, b) = (said(a), said(b));
            let in_b = |(key, value): &(&str, &Node)| {
                b.iter().any(|(other, theirs)| other == key && same_tree(value, theirs))
            };
            a.len() == b.len() && a.iter().all(in_b)
        }
        (Kind::Scalar(a), Kind::Scalar(b)) => a.trim_end_matches('\n') == b.trim_end_matches('\n'),
        (a, b) => a == b,
    }
}

/// The keys that have a value: an empty one is the same as none.
fn said(entries: &[(Node, Node)]) -> Vec<(&str, &Node)> {
    let filled = entries.iter().filter(|(_, value)| value.kind != Kind::Null);
    filled.map(|(key, value)| (key.as_str().unwrap_or_default(), value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_get_air_and_paragraphs_full_lines() {
        let words = "word ".repeat(30);
        let text = format!(
            "name: x\nsystems:\n  - system: a\n    notes: >\n      {words}\n  - system: b\nskills:\n  - skill: c\n"
        );
        let laid_out = lay_out(&text);
        let (first, rest) = (["word"; 20].join(" "), ["word"; 10].join(" "));
        let expected = format!(
            "name: x\n\nsystems:\n  - system: a\n    notes: >-\n      {first}\n      {rest}\n\n  - system: b\n\nskills:\n  - skill: c\n"
        );
        assert_eq!(laid_out, expected);
    }

    #[test]
    fn text_that_looks_like_a_list_is_left_alone() {
        let text = format!("notes: >\n  {}\n  systems:\nend: 1\n", "word ".repeat(19).trim());
        assert!(says_the_same(&text, &lay_out(&text)));
    }

    #[test]
    fn layout_comments_and_order_of_keys_do_not_count() {
        let ours = "name: A\nservices: [x, y]\nnotes: >-\n  One two.\n";
        let theirs = "# Seen by an editor.\nnotes: One two.\nservices:\n- x\n- y\nname: 'A'\nuntil:\n";
        assert!(says_the_same(ours, theirs));
        assert!(!says_the_same(ours, "name: A\nservices: [y, x]\nnotes: One two.\n"));
        assert!(!says_the_same(ours, "name: [broken"));
    }

    #[test]
    fn a_folder_with_anything_else_is_not_emptied() -> Result<(), Box<dyn std::error::Error>> {
        let dir = tempfile::tempdir()?;
        let own = dir.path().join("boroughs");
        fs::create_dir(&own)?;
        fs::write(own.join("northmere.yaml"), "name: Northmere\n")?;
        let refused = proposals_folder(dir.path(), &[]);
        assert!(matches!(refused, Err(Error::ProposalsInUse(_))), "a record without its diff is not ours");
        fs::write(own.join("northmere.yaml.diff"), "")?;
        proposals_folder(dir.path(), &[])?;
        assert!(!own.join("northmere.yaml").exists());
        assert!(matches!(proposals_folder(&own, &[dir.path()]), Err(Error::ProposalsOverlap(_))));
        Ok(())
    }

    #[test]
    fn a_folder_beside_does_not_overlap() -> Result<(), Box<dyn std::error::Error>> {
        let dir = tempfile::tempdir()?;
        let tables = dir.path().join("tables");
        fs::create_dir(&tables)?;
        proposals_folder(&tables.join("../new/proposals"), &[&tables])?;
        for within in ["new", "../tables/new", "new/deep"] {
            let refused = proposals_folder(&tables.join(within), &[&tables]);
            assert!(matches!(refused, Err(Error::ProposalsOverlap(_))), "{within}");
        }
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() -> Result<(), Box<dyn std::error::Error>> {
        let dir = tempfile::tempdir()?;
        let content = dir.path().join("content");
        fs::create_dir(&content)?;
        std::os::unix::fs::symlink(dir.path(), content.join("boroughs"))?;
        let result = existing(&content, &content.join("boroughs/northmere.yaml"));
        assert!(matches!(result, Err(Error::Link(_))));
        fs::create_dir(content.join("systems"))?;
        fs::write(dir.path().join("plume.yaml"), "name: Plume\n")?;
        std::os::unix::fs::symlink("../../plume.yaml", content.join("systems/plume.yaml"))?;
        let result = existing(&content, &content.join("systems/plume.yaml"));
        assert!(matches!(result, Err(Error::Link(_))));
        Ok(())
    }
}
