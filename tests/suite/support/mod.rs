//! Runs the program on a copy of a region, and reads what it built the way a browser would.
//!
//! Knows nothing of the library: whoever uses this tests what a person can see.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use html5gum::{Token, Tokenizer};
use jiff::civil::Date;
use walkdir::WalkDir;

mod desk;
mod tried;

pub use desk::Desk;
pub use tried::{Chance, a_seed, left_out, tried};

pub type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The date for which every test builds, so that no test grows old.
pub const AS_OF: &str = "2026-11-25";

/// A folder of this repository.
pub fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A content folder of a test's own, with room for a site beside it.
pub struct Region {
    dir: tempfile::TempDir,
}

impl Region {
    /// A copy of the imaginary region, to break, as it was before its first release and before a chapter quoted one.
    pub fn harbourside() -> Result<Self> {
        let region = Self::empty()?;
        copy(&here("examples/harbourside"), &region.content())?;
        fs::remove_dir_all(region.content().join("releases"))?;
        region.remove("report/03-figures.md")?;
        Ok(region)
    }

    /// A content folder with nothing in it.
    pub fn empty() -> Result<Self> {
        let dir = tempfile::tempdir()?;
        fs::create_dir(dir.path().join("content"))?;
        Ok(Self { dir })
    }

    pub fn root(&self) -> &Path {
        self.dir.path()
    }

    pub fn content(&self) -> PathBuf {
        self.root().join("content")
    }

    pub fn out(&self) -> PathBuf {
        self.root().join("public")
    }

    /// Writes a file of the content folder, whatever was there, in one step: whoever watches never sees half of it.
    pub fn write(&self, file: &str, text: impl AsRef<[u8]>) -> Result {
        let path = self.content().join(file);
        let folder = path.parent().ok_or("a file has a folder")?;
        fs::create_dir_all(folder)?;
        let beside = folder.join(".beside");
        fs::write(&beside, text)?;
        Ok(fs::rename(beside, path)?)
    }

    pub fn remove(&self, file: &str) -> Result {
        Ok(fs::remove_file(self.content().join(file))?)
    }

    pub fn read(&self, file: &str) -> Result<String> {
        Ok(fs::read_to_string(self.content().join(file))?)
    }

    /// Replaces the only place where a text stands: a test that no longer hits the fixture fails at once.
    pub fn replace(&self, file: &str, from: &str, to: &str) -> Result {
        let text = self.read(file)?;
        match text.matches(from).count() {
            1 => self.write(file, text.replacen(from, to, 1)),
            count => Err(format!("{file} has `{from}` {count} times, not once").into()),
        }
    }

    pub fn append(&self, file: &str, text: &str) -> Result {
        self.write(file, self.read(file)? + text)
    }

    pub fn check(&self) -> Result<Outcome> {
        self.run(["check", "--as-of", AS_OF, "--advice"])
    }

    pub fn build(&self) -> Result<Outcome> {
        self.run(["build", "--as-of", AS_OF])
    }

    /// Builds, and reads the site.
    pub fn site(&self) -> Result<Site> {
        self.build()?.expect(0)?;
        Site::read(&self.out())
    }

    /// Runs the program as somebody would who stands beside the content folder.
    pub fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Result<Outcome> {
        Outcome::of(program().args(args).current_dir(self.root()))
    }
}

/// Where the program is: `tests/rust` gives one that is optimised, which tests themselves need not be.
pub fn program_file() -> PathBuf {
    env::var_os("CITYTOOLS").map_or_else(|| env!("CARGO_BIN_EXE_citytools").into(), PathBuf::from)
}

/// The program, with nothing of this machine that could change what it says.
pub fn program() -> Command {
    let mut command = Command::new(program_file());
    command.env_remove("SOURCE_DATE_EPOCH").env_remove("CLICOLOR_FORCE").env("NO_COLOR", "1");
    command
}

/// How a run ended, and what it said.
#[derive(Debug)]
pub struct Outcome {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome {
    pub fn of(command: &mut Command) -> Result<Self> {
        let output = command.output()?;
        Ok(Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout)?,
            stderr: String::from_utf8(output.stderr)?,
        })
    }

    /// The run, if it ended with that code.
    pub fn expect(self, code: i32) -> Result<Self> {
        if self.code == Some(code) {
            return Ok(self);
        }
        Err(format!("exit code {:?} in place of {code}\n{}{}", self.code, self.stdout, self.stderr).into())
    }

    /// Every problem that was printed.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems: Vec<Problem> = Vec::new();
        for line in self.stderr.lines() {
            if let Some((severity, rest)) = line.split_once("[CT")
                && let Some((code, message)) = rest.split_once("]: ")
            {
                problems.push(Problem {
                    severity: severity.to_owned(),
                    code: format!("CT{code}"),
                    message: message.to_owned(),
                    ..Problem::default()
                });
            } else if let (Some((_, place)), Some(problem)) = (line.split_once("--> "), problems.last_mut()) {
                let mut parts = place.rsplitn(3, ':');
                let (column, line, file) = (parts.next(), parts.next(), parts.next());
                let number = |part: Option<&str>| part.and_then(|part| part.parse().ok());
                // A problem of a whole file that could not be read has no line.
                (problem.line, problem.column) = (number(line).unwrap_or(0), number(column).unwrap_or(0));
                problem.file = file.unwrap_or(place).to_owned();
            } else if let (Some((_, remedy)), Some(problem)) =
                (line.split_once("remedy: "), problems.last_mut())
            {
                remedy.clone_into(&mut problem.remedy);
            } else if let (Some((_, why)), Some(problem)) = (line.split_once("why: "), problems.last_mut()) {
                why.clone_into(&mut problem.why);
            }
        }
        problems
    }
}

/// A problem as it was printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problem {
    pub severity: String,
    pub code: String,
    pub message: String,
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub why: String,
    pub remedy: String,
}

/// Every file below a folder, by its path with `/`.
pub fn tree(root: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(root).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(root)?;
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            files.insert(parts.join("/"), fs::read(entry.path())?);
        }
    }
    Ok(files)
}

/// Copies a folder into one that is there or not.
pub fn copy(from: &Path, to: &Path) -> Result {
    for (path, bytes) in tree(from)? {
        let target = to.join(path);
        fs::create_dir_all(target.parent().ok_or("a file has a folder")?)?;
        fs::write(target, bytes)?;
    }
    Ok(())
}

/// The real region's site, built once for all tests.
pub fn london() -> &'static Site {
    static SITE: LazyLock<Site> = LazyLock::new(|| Site::of_london().expect("the real region builds"));
    &SITE
}

/// The imaginary region's site, built once for all tests.
pub fn harbourside() -> &'static Site {
    static SITE: LazyLock<Site> = LazyLock::new(|| {
        Region::harbourside().and_then(|region| region.site()).expect("the imaginary region builds")
    });
    &SITE
}

/// A row of a published table, by the names of its columns.
pub type Record = BTreeMap<String, String>;

/// The rows of a CSV file.
pub fn records(bytes: &[u8]) -> Result<Vec<Record>> {
    Ok(csv::Reader::from_reader(bytes).deserialize().collect::<std::result::Result<_, _>>()?)
}

/// The parts of a cell of a published table.
pub fn parts(cell: &str) -> BTreeSet<&str> {
    cell.split(';').filter(|part| !part.is_empty()).collect()
}

/// The last day that a date of a published table can mean.
pub fn last_day(date: &str) -> Option<Date> {
    let parts: Vec<i16> = date.split('-').filter_map(|part| part.parse().ok()).collect();
    let small = |number: i16| i8::try_from(number).unwrap_or_default();
    match parts[..] {
        [year, month, day] => Some(jiff::civil::date(year, small(month), small(day))),
        [year, month] => Some(jiff::civil::date(year, small(month), 1).last_of_month()),
        [year] => Some(jiff::civil::date(year, 12, 31)),
        _ => None,
    }
}

/// A built site.
pub struct Site {
    pub files: BTreeMap<String, Vec<u8>>,
    /// Pages by their address from the root: empty for the home page, `404.html`, else with a slash at the end.
    pub pages: BTreeMap<String, Page>,
}

pub struct Page {
    pub text: String,
    pub html: Element,
}

impl Site {
    /// The real region as it stands in this repository.
    fn of_london() -> Result<Self> {
        let dir = tempfile::tempdir()?;
        let out = dir.path().join("public");
        let mut command = program();
        command.args(["build", "--as-of", AS_OF, "--content"]).arg(here("content")).arg("--out").arg(&out);
        Outcome::of(&mut command)?.expect(0)?;
        Self::read(&out)
    }

    /// A published table.
    pub fn table(&self, name: &str) -> Result<Vec<Record>> {
        records(self.files.get(&format!("data/{name}.csv")).ok_or_else(|| format!("no table {name}"))?)
    }

    pub fn read(root: &Path) -> Result<Self> {
        let files = tree(root)?;
        let mut pages = BTreeMap::new();
        for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
            let text = String::from_utf8(bytes.clone())?;
            let html = parse(&text).map_err(|problem| format!("{path}: {problem}"))?;
            let address = path.strip_suffix("index.html").unwrap_or(path).to_owned();
            pages.insert(address, Page { text, html });
        }
        Ok(Self { files, pages })
    }

    pub fn page(&self, address: &str) -> Result<&Page> {
        Ok(self.pages.get(address).ok_or_else(|| format!("the site has no page {address:?}"))?)
    }
}

/// An element with what is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub children: Vec<Node>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    Text(String),
    Element(Element),
}

impl Element {
    pub fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute).map(String::as_str)
    }

    pub fn has_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split_whitespace().any(|own| own == class))
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Every element below this one, in the order of the page.
    pub fn descendants(&self) -> Vec<&Element> {
        let mut found = Vec::new();
        for child in self.elements() {
            found.push(child);
            found.extend(child.descendants());
        }
        found
    }

    /// Every element of that name below this one.
    pub fn all(&self, name: &str) -> Vec<&Element> {
        self.descendants().into_iter().filter(|element| element.name == name).collect()
    }

    pub fn by_id(&self, id: &str) -> Option<&Element> {
        self.descendants().into_iter().find(|element| element.get("id") == Some(id))
    }

    /// What a reader sees, with single spaces.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.collect(&mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn collect(&self, text: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(part) => text.push_str(part),
                Node::Element(element) => element.collect(text),
            }
        }
    }
}

/// Elements that never have an end tag.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// The document as a tree. Every page closes what it opens, in order: that is a promise of ours, not of HTML.
pub fn parse(html: &str) -> Result<Element> {
    let mut open = vec![Element { name: "document".to_owned(), ..Element::default() }];
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = String::from_utf8(tag.name.0)?;
                let mut attributes = BTreeMap::new();
                for (key, value) in tag.attributes {
                    attributes.insert(String::from_utf8(key.0)?, String::from_utf8(value.value.0)?);
                }
                let is_empty = tag.self_closing || VOID.contains(&name.as_str());
                open.push(Element { name, attributes, children: Vec::new() });
                if is_empty {
                    close(&mut open)?;
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8(tag.name.0)?;
                let innermost = open.last().map(|element| element.name.clone()).unwrap_or_default();
                if innermost != name {
                    return Err(format!("</{name}> closes <{innermost}>").into());
                }
                close(&mut open)?;
            }
            Token::String(text) => {
                let text = String::from_utf8(text.value.0)?;
                let parent = open.last_mut().ok_or("text outside of the document")?;
                // The tokenizer may give one text in several pieces.
                if let Some(Node::Text(before)) = parent.children.last_mut() {
                    before.push_str(&text);
                } else {
                    parent.children.push(Node::Text(text));
                }
            }
            Token::Comment(_) | Token::Doctype(_) => {}
            Token::Error(error) => return Err(format!("{:?}", error.value).into()),
        }
    }
    match open.pop() {
        Some(document) if open.is_empty() => Ok(document),
        Some(element) => Err(format!("<{}> is not closed", element.name).into()),
        None => Err("no document".into()),
    }
}

fn close(open: &mut Vec<Element>) -> Result {
    let element = open.pop().ok_or("nothing to close")?;
    let parent = open.last_mut().ok_or("more is closed than was opened")?;
    parent.children.push(Node::Element(element));
    Ok(())
}

/// The least that a region says of itself, with a word for its authorities: for regions of a few lines.
pub fn bare_site(one: &str) -> String {
    format!(
        "
title: Test
headline: Test
description: Test
base_url: https://test.invalid/
region: Nowhere
words: {{one: {one}, many: {one}s, path: {one}s, about: Words.}}
currency: GBP
vat_rate: 0.25
locale: en
notices: [{{type: UK1, name: Pipeline notice, before_award: true}}, {{type: UK4, name: Tender notice, before_award: true}}, {{type: UK6, name: Contract award notice}}]
publisher: {{name: Nobody, url: https://nobody.invalid/}}
licence: {{name: None, url: https://nobody.invalid/licence}}
dataset: {{status: illustrative, note: Made up.}}
thresholds: {{stale_months: 12, small_number: 3, cohort: 3, ending_soon_months: 12, act_now_months: 6, notice_months: 3}}
"
    )
}
