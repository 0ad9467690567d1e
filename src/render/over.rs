//! A folder whose files are laid over the theme's, and how its faults are told: with the file as people find it, the line,
//! and what to do.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use regex::{Captures, Regex};
use walkdir::WalkDir;

use super::style::{self, without_comments};
use super::theme::ThemeError;
use crate::content::nearest;
use crate::diagnostics::shown_path;
use crate::plain::{self, Found, Links};

/// Bytes of a theme's file.
const MAX_FILE_BYTES: u64 = 8 << 20;

/// Where a theme keeps its files.
const FOLDERS: [&str; 3] = ["templates/", "assets/", "fonts/"];

/// Custom properties in place of those of the style sheet, without a copy of it.
const TOKENS: &str = "assets/tokens.css";
const STYLE: &str = "assets/site.css";

/// Characters of a line, or of a name, that are shown.
const LONGEST_EXCERPT: usize = 200;

/// What is said of a template that is right, and can't be made smaller.
pub(super) const UNMINIFIED: &str = "the template can't be minified";

const REMEDY: &str = "remedy: mend it, or delete the file and the theme's own is used again";

/// Which files a folder lays over the theme's.
pub(super) struct Over {
    folder: PathBuf,
    names: BTreeSet<String>,
    texts: BTreeMap<String, String>,
}

impl Over {
    /// Puts the folder's files in place of those of the same name.
    pub(super) fn lay(folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> Result<Self, ThemeError> {
        let mut over = Self { folder: folder.to_owned(), names: BTreeSet::new(), texts: BTreeMap::new() };
        let known: BTreeSet<String> = files.keys().cloned().collect();
        for (name, bytes) in read(folder)? {
            over.is_of_a_theme(&name, &known)?;
            // Whether an asset is what its name says is looked at when all are there.
            let is_style = name == TOKENS || name.ends_with(".css") && std::str::from_utf8(&bytes).is_ok();
            if name.starts_with("templates/") || is_style {
                over.texts.insert(name.clone(), over.text(&name, &bytes)?);
            }
            if is_style {
                over.loads_nothing(&name)?;
            }
            over.names.insert(name.clone());
            files.insert(name, bytes);
        }
        over.has_no_stray_template(&known, files)?;
        if let Some(own) = files.remove(TOKENS) {
            let style = files.entry(STYLE.to_owned()).or_default();
            over.declares_what_is_used(&String::from_utf8_lossy(style))?;
            style.push(b'\n');
            style.extend(own);
        }
        Ok(over)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A file as people find it.
    fn shown(&self, name: &str) -> String {
        shown_path(&self.folder.join(name))
    }

    /// A line of a file, laid out as other messages are.
    fn fault(&self, name: &str, line: usize, what: &str, remedy: &str) -> ThemeError {
        let text = self.texts.get(name).and_then(|text| text.lines().nth(line.saturating_sub(1)));
        let mut said = format!("{what}\n --> {}:{line}", self.shown(name));
        if let Some(text) = text {
            let text = excerpt(text);
            let gap = " ".repeat(line.to_string().len());
            let _ = write!(said, "\n{gap} |\n{line} | {text}\n{gap} |");
        }
        ThemeError::Template(format!("{said}\nremedy: {remedy}"))
    }

    /// A misplaced file would change nothing, and nobody would know why.
    fn is_of_a_theme(&self, name: &str, known: &BTreeSet<String>) -> Result<(), ThemeError> {
        let is_about_it = !name.contains('/') && [".md", ".txt"].iter().any(|ending| name.ends_with(ending))
            || name == "LICENSE";
        let is_placed = FOLDERS.iter().any(|folder| name.starts_with(folder));
        if is_about_it || is_placed || known.contains(name) {
            return Ok(());
        }
        let base = name.rsplit('/').next().unwrap_or(name);
        let place = known.iter().find(|own| own.rsplit('/').next() == Some(base));
        let remedy = place.map_or_else(
            || format!("put it into one of {}", FOLDERS.join(", ")),
            |place| format!("did you mean {}?", self.shown(place)),
        );
        Err(ThemeError::Asset(format!(
            "{} is in no folder of a theme, so nothing would use it\nremedy: {remedy}",
            self.shown(name)
        )))
    }

    fn text(&self, name: &str, bytes: &[u8]) -> Result<String, ThemeError> {
        String::from_utf8(bytes.to_vec()).map_err(|error| {
            let line = String::from_utf8_lossy(&bytes[..=error.utf8_error().valid_up_to()]).lines().count();
            ThemeError::Template(format!(
                "a file of text has bytes that are no text (UTF-8)\n --> {}:{line}\nremedy: save it as UTF-8",
                self.shown(name)
            ))
        })
    }

    /// A template of a new name is for others to use; one that none names is misspelt.
    fn has_no_stray_template(
        &self,
        known: &BTreeSet<String>,
        files: &BTreeMap<String, Vec<u8>>,
    ) -> Result<(), ThemeError> {
        let is_template = |name: &&String| name.starts_with("templates/");
        for name in self.names.iter().filter(is_template).filter(|name| !known.contains(*name)) {
            let own = name.trim_start_matches("templates/");
            let is_named =
                files.iter().filter(|(other, _)| is_template(other) && *other != name).any(|(_, text)| {
                    let text = String::from_utf8_lossy(text);
                    text.contains(&format!("\"{own}\"")) || text.contains(&format!("'{own}'"))
                });
            if is_named || self.texts[name].contains("{% component") {
                continue;
            }
            let near = nearest(name, known.iter().filter(is_template).map(String::as_str));
            let remedy = near.map_or_else(
                || "give it the name of a template of the theme".to_owned(),
                |near| format!("did you mean {}?", self.shown(near)),
            );
            return Err(ThemeError::Template(format!(
                "{} has the name of no template, and none includes or extends it\nremedy: {remedy}",
                self.shown(name)
            )));
        }
        Ok(())
    }

    /// A style sheet is loaded alone: what it names elsewhere would be a request to others, which the site's policy
    /// forbids, or to a name that is not published.
    fn loads_nothing(&self, name: &str) -> Result<(), ThemeError> {
        let loaded = style::loaded(&self.texts[name]);
        let Some(style::Loaded { line, is_too_deep, .. }) = loaded.first() else { return Ok(()) };
        let (why, remedy) = if *is_too_deep {
            ("brackets stand in one another deeper than anybody reads", "close them, or take them out")
        } else {
            (
                "a style sheet may load nothing",
                "take it out: a page loads only what its own site publishes, and each file from the page that needs it",
            )
        };
        Err(self.fault(name, *line, why, remedy))
    }

    /// A custom property that no rule uses is misspelt.
    fn declares_what_is_used(&self, style: &str) -> Result<(), ThemeError> {
        let text = without_comments(&self.texts[TOKENS]);
        let mut open = Vec::new();
        let whole = "close it with }";
        for (index, line) in text.lines().enumerate() {
            for sign in line.chars() {
                match sign {
                    '{' => open.push(index + 1),
                    '}' if open.pop().is_none() => {
                        return Err(self.fault(
                            TOKENS,
                            index + 1,
                            "a bracket } closes nothing",
                            "take it out",
                        ));
                    }
                    _ => {}
                }
            }
        }
        if let Some(line) = open.first() {
            return Err(self.fault(TOKENS, *line, "a bracket { is never closed", whole));
        }
        let declared = Regex::new(r"(?:^|[\s;{])(--[A-Za-z0-9-]+)\s*:")
            .map_err(|error| ThemeError::Template(error.to_string()))?;
        let used: BTreeSet<&str> = used(style).chain(used(&text)).collect();
        for (index, line) in text.lines().enumerate() {
            for name in
                declared.captures_iter(line).filter_map(|found| found.get(1)).map(|name| name.as_str())
            {
                if used.contains(name) {
                    continue;
                }
                let known = declared.captures_iter(style).filter_map(|found| found.get(1));
                let near = nearest(name, known.map(|own| own.as_str()));
                let near = near.map_or_else(String::new, |near| format!("did you mean {near}? "));
                let remedy = format!("{near}{STYLE} lists all at its top");
                return Err(self.fault(
                    TOKENS,
                    index + 1,
                    &format!("no rule uses the token {}", excerpt(name)),
                    &remedy,
                ));
            }
        }
        Ok(())
    }

    /// The same fault, with files as people find them.
    pub(super) fn told(&self, error: ThemeError) -> ThemeError {
        match error {
            ThemeError::Template(said) => self.told_of_template(&said),
            ThemeError::Asset(said) => {
                let name = said.split([' ', ':']).next().unwrap_or_default();
                if !self.names.contains(name) {
                    return ThemeError::Asset(said);
                }
                ThemeError::Asset(format!("{}{}\n{REMEDY}", self.shown(name), &said[name.len()..]))
            }
            other @ ThemeError::Read(..) => other,
        }
    }

    fn told_of_template(&self, said: &str) -> ThemeError {
        let quoted: Vec<&str> = said.split('\'').collect();
        if let ["Template ", current, " is inheriting from ", parent, ..] = quoted[..] {
            let name = format!("templates/{current}");
            let line =
                self.texts.get(&name).and_then(|text| text.lines().position(|line| line.contains(parent)));
            if let Some(line) = line {
                let what = format!("there is no template {parent} to extend");
                return self.fault(
                    &name,
                    line + 1,
                    &what,
                    "write the name of a template of the theme, such as base.html",
                );
            }
        }
        if said.contains(UNMINIFIED) {
            // A sign of the two mistakes: a double quote within a tag within an attribute.
            let is_quoted = Regex::new(r#"="[^"{]*\{[{%][^}%"]*"[^}%]*[}%]\}"#).ok();
            let has_it = |line: &str| is_quoted.as_ref().is_some_and(|is_quoted| is_quoted.is_match(line));
            let mut pages =
                self.texts.iter().filter(|(name, _)| said.contains(name.trim_start_matches("templates/")));
            let found = pages.find_map(|(name, text)| Some((name, text.lines().position(has_it)?)));
            if let Some((name, line)) = found {
                let remedy = "within an attribute, write strings in a tag with single quotes";
                return self.fault(name, line + 1, UNMINIFIED, remedy);
            }
        }
        let is_ours = |template: &str| self.names.contains(&format!("templates/{template}"));
        let place = |found: &Captures| {
            if is_ours(&found[2]) {
                format!("{}{}", &found[1], self.shown(&format!("templates/{}", &found[2])))
            } else {
                found[0].to_owned()
            }
        };
        let Ok(places) = Regex::new(r"(?m)(^|--> )([A-Za-z0-9._/-]+\.(?:html|svg))") else {
            return ThemeError::Template(said.to_owned());
        };
        ThemeError::Template(format!("{}\n{REMEDY}", places.replace_all(said, place).trim_end()))
    }
}

/// Every file below a folder that a theme may have.
fn read(root: &Path) -> Result<BTreeMap<String, Vec<u8>>, ThemeError> {
    // Editors and systems leave hidden files behind.
    let is_hidden = |entry: &walkdir::DirEntry| {
        entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
    };
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|entry| !is_hidden(entry)) {
        let entry = entry.map_err(|error| ThemeError::Read(root.to_owned(), error.into()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let name = shown_path(entry.path().strip_prefix(root).unwrap_or(entry.path()));
        let found = plain::read(entry.path(), Links::Refused, MAX_FILE_BYTES)
            .map_err(|error| ThemeError::Read(entry.path().to_owned(), error))?;
        match found {
            Found::Bytes(bytes) => drop(files.insert(name, bytes)),
            Found::TooLarge => {
                return Err(ThemeError::Asset(format!(
                    "{name} is larger than {} megabytes; no page should load so much",
                    MAX_FILE_BYTES >> 20
                )));
            }
            Found::NotPlain => {
                return Err(ThemeError::Asset(format!(
                    "{name} is a link, a pipe or a device, which could lead out of the theme; put the file itself there"
                )));
            }
        }
    }
    Ok(files)
}

/// The begin of a text, as much of it as is shown.
fn excerpt(text: &str) -> &str {
    text.char_indices().nth(LONGEST_EXCERPT).map_or(text, |(end, _)| &text[..end])
}

/// The custom properties that rules use: `--name` of `var(--name)`.
fn used(style: &str) -> impl Iterator<Item = &str> {
    let is_of_name = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_');
    style
        .split("var(")
        .skip(1)
        .filter_map(move |rest| rest.trim_start().split(|sign| !is_of_name(sign)).next())
}
