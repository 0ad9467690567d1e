//! A new record in a place that is free: never over another file, never under an id that something else has or had.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::draft::{self, quoted};
use crate::catalogue::LIST_IDS;
use crate::content::begun::{self, CHAPTER_TEXT};
use crate::content::files::is_id;
use crate::content::front_matter::FrontMatter;
use crate::content::records::{BoroughRecord, SharedContractRecord, SupplierRecord, SystemRecord, Url};
use crate::content::{self, Content};
use crate::plain::leads_out;
use crate::schema;

/// How alike two names are that could be one thing spelt twice, from 0 to 1.
const NEAR: f64 = 0.75;

/// What can be begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An authority.
    Borough,
    /// A product.
    System,
    /// Who provides systems.
    Supplier,
    /// A contract that several authorities share.
    Contract,
    /// A chapter of the report.
    Chapter,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Borough => "borough",
            Self::System => "system",
            Self::Supplier => "supplier",
            Self::Contract => "contract",
            Self::Chapter => "chapter",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Borough => "boroughs",
            Self::System => "systems",
            Self::Supplier => "suppliers",
            Self::Contract => "contracts",
            Self::Chapter => "report",
        }
    }
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    /// What to begin.
    pub kind: Kind,
    /// Its id; a chapter's can have its number in front.
    pub id: &'a str,
    /// The name that people use; made from the id if left out.
    pub name: Option<&'a str>,
    /// Who shares a contract.
    pub boroughs: &'a [String],
    /// Where a contract is known from.
    pub source: Option<&'a Url>,
}

/// What was written.
#[derive(Debug)]
pub struct Created {
    /// The file.
    pub path: PathBuf,
    /// Records that could be the same thing under another id, as sentences.
    pub doubles: Vec<String>,
}

/// Why nothing was written.
#[derive(Debug)]
pub enum Refusal {
    /// What was asked for can't be.
    Wish(String),
    /// The disk refuses.
    Disk(PathBuf, io::Error),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Wish(why) => f.write_str(why),
            Self::Disk(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

/// A record that is there: its id, what it is or was called, and its earlier ids.
struct Known {
    id: String,
    former: Vec<String>,
    names: Vec<String>,
}

/// Writes a new record.
///
/// # Errors
/// Where the id is bad or taken, something that the record needs is not said, or the disk refuses.
pub fn create(root: &Path, wish: &Wish) -> Result<Created, Refusal> {
    let (content, _) = content::read(root).map_err(|error| Refusal::Disk(root.to_owned(), error))?;
    let (number, id) = numbered(wish, &content);
    if !is_id(id) {
        let why =
            format!("`{id}` is not an id: use a to z, 0 to 9 and single hyphens, at most 64 characters");
        return Err(Refusal::Wish(why));
    }
    let known = known(wish.kind, &content);
    free(wish.kind, id, &known)?;
    let name = wish.name.map_or_else(|| from_id(id), |name| name.trim().to_owned());
    if name.is_empty() {
        return Err(Refusal::Wish("the name is empty".to_owned()));
    }
    let text = text(wish, &name, &content)?;
    let file = match wish.kind {
        Kind::Chapter => format!("{number:02}-{id}.md"),
        _ => format!("{id}.yaml"),
    };
    let path = root.join(wish.kind.folder()).join(file);
    if leads_out(root, &path) {
        let why =
            format!("a link stands in the way to {}, and a record must not land elsewhere", path.display());
        return Err(Refusal::Wish(why));
    }
    super::create(&path, &text).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Refusal::Wish(format!("{} is there already", path.display())),
        _ => Refusal::Disk(path.clone(), error),
    })?;
    Ok(Created { doubles: doubles(wish.kind, id, &name, &known), path })
}

/// A chapter's number and slug; without a number it comes last.
fn numbered<'a>(wish: &Wish<'a>, content: &Content) -> (u16, &'a str) {
    let last = content.chapters.keys().map(|(number, _)| *number).max().unwrap_or_default();
    let split = wish.id.split_once('-').and_then(|(number, slug)| Some((number.parse().ok()?, slug)));
    match split {
        Some(said) if wish.kind == Kind::Chapter => said,
        _ => (last.saturating_add(1), wish.id),
    }
}

fn known(kind: Kind, content: &Content) -> Vec<Known> {
    let ids = |ids: &[content::records::Placed<String>]| ids.iter().map(|id| id.value.clone()).collect();
    // A file that can't be read has its id all the same.
    macro_rules! all {
        ($table:expr, $record:ident, $former:expr, $names:expr) => {
            $table
                .iter()
                .map(|(id, file)| {
                    let $record = file.record.as_ref();
                    Known {
                        id: id.clone(),
                        former: $former.unwrap_or_default(),
                        names: $names.unwrap_or_default(),
                    }
                })
                .collect()
        };
    }
    match kind {
        Kind::Borough => all!(
            content.boroughs,
            record,
            record.map(|record| ids(&record.former_ids)),
            record.map(|record| {
                [Some(&record.name), record.official_name.as_ref()].into_iter().flatten().cloned().collect()
            })
        ),
        Kind::System => all!(
            content.systems,
            record,
            record.map(|record| ids(&record.former_ids)),
            record.map(|record| std::iter::once(&record.name).chain(&record.aliases).cloned().collect())
        ),
        Kind::Supplier => all!(
            content.suppliers,
            record,
            record.map(|record| ids(&record.former_ids)),
            record.map(|record| {
                let former = record.former_names.iter().map(|former| &former.name);
                std::iter::once(&record.name).chain(&record.legal_name).chain(former).cloned().collect()
            })
        ),
        Kind::Contract => all!(
            content.contracts,
            record,
            record.map(|record| ids(&record.members.former_ids)),
            record.map(|record| vec![record.members.title.clone()])
        ),
        Kind::Chapter => content
            .chapters
            .iter()
            .map(|((_, slug), file)| Known {
                id: slug.clone(),
                former: Vec::new(),
                names: file.record.iter().map(|document| document.head.title.value.clone()).collect(),
            })
            .collect(),
    }
}

/// Refuses an id that something has, or had: old addresses lead on to the record that they belonged to.
fn free(kind: Kind, id: &str, known: &[Known]) -> Result<(), Refusal> {
    let word = kind.word();
    if known.iter().any(|own| own.id == id) {
        return Err(Refusal::Wish(format!("there is a {word} `{id}` already; nothing was written")));
    }
    if let Some(own) = known.iter().find(|own| own.former.iter().any(|former| former == id)) {
        let why = format!("`{id}` is an earlier id of the {word} `{}`, and stays its own", own.id);
        return Err(Refusal::Wish(why));
    }
    if kind == Kind::Contract && LIST_IDS.contains(&id) {
        return Err(Refusal::Wish(format!("contracts/{id}/ is the address of a list of contracts")));
    }
    Ok(())
}

/// Records whose name or id is the new one's, or near it.
fn doubles(kind: Kind, id: &str, name: &str, known: &[Known]) -> Vec<String> {
    let plain = |text: &str| deunicode::deunicode(text).to_lowercase();
    let (id, name) = (plain(id), plain(name));
    let is_near = |own: &&Known| {
        let ids = std::iter::once(&own.id).chain(&own.former).map(|theirs| (plain(theirs), &id));
        let names = own.names.iter().map(|theirs| (plain(theirs), &name));
        ids.chain(names).any(|(theirs, ours)| {
            strsim::normalized_damerau_levenshtein(&theirs, ours) >= NEAR
                || begins(&theirs, ours)
                || begins(ours, &theirs)
        })
    };
    let said = |own: &Known| {
        let name = own.names.first().map(|name| format!(" ({name})")).unwrap_or_default();
        format!("there is a {} `{}` already{name}", kind.word(), own.id)
    };
    known.iter().filter(is_near).map(said).collect()
}

/// Whether a text goes on with another word where the shorter one ends: "mosaic" and "mosaic finance".
fn begins(long: &str, short: &str) -> bool {
    long.strip_prefix(short).is_some_and(|rest| rest.starts_with([' ', '-']))
}

fn text(wish: &Wish, name: &str, content: &Content) -> Result<String, Refusal> {
    let named = |key: &'static str| vec![(key, quoted(name))];
    let record = |schema: schemars::Schema, filled: &[(&str, String)]| {
        draft::record(schema.as_value(), &format!("{}.schema.json", wish.kind.word()), filled)
    };
    Ok(match wish.kind {
        Kind::Borough => record(schema::of::<BoroughRecord>(), &named("name")),
        Kind::System => record(schema::of::<SystemRecord>(), &named("name")),
        Kind::Supplier => record(schema::of::<SupplierRecord>(), &named("name")),
        Kind::Contract => {
            let mut filled = named("title");
            filled.extend(shared(wish, content)?);
            record(schema::of::<SharedContractRecord>(), &filled)
        }
        Kind::Chapter => {
            let mut filled = named("title");
            filled.push(("description", quoted(&begun::description(name))));
            let head = draft::head(schema::of::<FrontMatter>().as_value(), &filled);
            format!("{head}\n{CHAPTER_TEXT}\n")
        }
    })
}

/// What a shared contract can't do without, because nobody can make it up.
fn shared(wish: &Wish, content: &Content) -> Result<Vec<(&'static str, String)>, Refusal> {
    if wish.boroughs.len() < 2 {
        let why = "a contract that several share names them: give --borough ID for each. A contract of one stands in its own file";
        return Err(Refusal::Wish(why.to_owned()));
    }
    for id in wish.boroughs {
        if !content.boroughs.contains_key(id) {
            let hint = content::nearest(id, content.boroughs.keys().map(String::as_str));
            let hint = hint.map(|id| format!("; did you mean `{id}`?")).unwrap_or_default();
            return Err(Refusal::Wish(format!("there is no borough `{id}`{hint}")));
        }
    }
    let Some(source) = wish.source else {
        let why = "a contract needs a public source that readers can check: give --source URL";
        return Err(Refusal::Wish(why.to_owned()));
    };
    Ok(vec![
        ("boroughs", format!("[{}]", wish.boroughs.join(", "))),
        ("sources", format!("[{{url: {}}}]", quoted(source.as_str()))),
    ])
}

/// "tide-tables" as "Tide tables".
fn from_id(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
