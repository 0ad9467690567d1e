//! The theme: templates and assets, built into the program, with the files of a folder laid over them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use rayon::prelude::*;
use tera::{Context, Kwargs, State, Tera, Value};

use super::assets::{self, Asset};
use super::english::Lacking;
use super::over::{Over, UNMINIFIED};
use super::{inline, interface, markdown, sniff};
use crate::diagnostics::shown_path;
use crate::publish::Digest;
use crate::words::{self, Language};

/// Bytes by the name of a file.
pub type Originals = BTreeMap<String, Vec<u8>>;

static BUILT_IN: Dir = include_dir!("$CARGO_MANIFEST_DIR/themes/citytools");

/// Loaded templates and assets.
pub struct Theme {
    tera: Tera,
    assets: BTreeMap<String, Asset>,
    fonts: Vec<Vec<u8>>,
    digest: Option<Digest>,
    language: Option<&'static Language>,
    lacking: Option<Lacking>,
    over: Option<Over>,
}

/// Why a theme can't be used.
#[derive(Debug)]
pub enum ThemeError {
    /// A file of an overriding theme can't be read.
    Read(PathBuf, std::io::Error),
    /// A template is wrong, or asks for something that is not there; the text names template, line and page.
    Template(String),
    /// A script can't be published as it is.
    Asset(String),
}

impl ThemeError {
    pub(super) fn render(template: &str, page: &str, error: &tera::Error) -> Self {
        let chain = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
        let said: Vec<String> = chain.map(ToString::to_string).collect();
        Self::Template(format!("{template} can't show /{page}\n{}", said.join("\n")))
    }
}

impl ThemeError {
    fn because_of_minifying(self) -> Self {
        let Self::Template(said) = self else { return self };
        let first = said.lines().take(2).collect::<Vec<_>>().join(" ");
        let first: String = first.chars().take(200).collect();
        Self::Template(format!(
            "{first}\n{UNMINIFIED}: within an attribute write strings in a tag with single quotes, and put no tag between two attributes."
        ))
    }
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Read(path, error) => write!(f, "{} can't be read: {error}", path.display()),
            Self::Template(said) | Self::Asset(said) => f.write_str(said),
        }
    }
}

impl std::error::Error for ThemeError {}

impl Theme {
    /// The built-in theme, with the files of `over` in place of those of the same name.
    ///
    /// # Errors
    /// Where a file can't be read or a template is wrong.
    pub fn load(over: Option<&Path>) -> Result<Self, ThemeError> {
        let (files, over) = Self::files(over)?;
        let loaded = Self::from_files(files.clone(), true).map_err(|minified| {
            match Self::from_files(files, false) {
                // The template as written has lines to point to; a minified one is a single line.
                Err(plain) => plain,
                Ok(_) => minified.because_of_minifying(),
            }
        });
        match over {
            None => loaded,
            Some(over) => match loaded {
                Ok(theme) => Ok(Self { over: Some(over), ..theme }),
                Err(error) => Err(over.told(error)),
            },
        }
    }

    /// All files by their names, those of a folder in place of the built-in ones.
    fn files(over: Option<&Path>) -> Result<(Originals, Option<Over>), ThemeError> {
        let mut files = originals();
        let over = over.map(|folder| Over::lay(folder, &mut files)).transpose()?;
        Ok((files, over))
    }

    /// Why a template can't show a page, with the line of the template as it was written: a minified one has a single line.
    pub(super) fn told(
        &self,
        template: &str,
        page: &str,
        context: &Context,
        error: &tera::Error,
    ) -> ThemeError {
        let folder = self.over.as_ref().map(Over::folder);
        let plain = Self::files(folder).and_then(|(files, _)| Self::from_files(files, false)).ok();
        let again = plain.and_then(|plain| plain.tera.render(template, context).err());
        let error = ThemeError::render(template, page, again.as_ref().unwrap_or(error));
        match &self.over {
            Some(over) => over.told(error),
            None => error,
        }
    }

    /// The built-in theme with its templates as written, to prove that minifying them changes no page.
    ///
    /// # Errors
    /// Where a template is wrong.
    pub fn load_plain() -> Result<Self, ThemeError> {
        Self::from_files(originals(), false)
    }

    fn from_files(files: BTreeMap<String, Vec<u8>>, minify: bool) -> Result<Self, ThemeError> {
        let mut tera = Tera::new();
        tera.autoescape_on([".html", ".svg"]);
        tera.register_filter("md", |text: &str, _: Kwargs, _: &State| {
            Value::safe_string(&markdown::paragraph(text))
        });
        let language = words::spoken();
        let spoken: Option<Vec<_>> = language.map(|language| language.parts().collect());
        let digest = Digest::of(&(&files, spoken));
        let mut templates = Vec::new();
        let mut assets = BTreeMap::new();
        let mut fonts = Vec::new();
        for (name, bytes) in files {
            if let Some(template) = name.strip_prefix("templates/") {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let text = language.map_or(text.clone(), |language| interface::template(&text, language));
                templates.push((template.to_owned(), text));
            } else if let Some(asset) = name.strip_prefix("assets/") {
                if let Some(why) = sniff::problem(asset, &bytes) {
                    return Err(ThemeError::Asset(format!("{name} is not published: {why}")));
                }
                let script = language.filter(|_| asset.ends_with(".js"));
                let said =
                    script.map(|own| interface::script(&String::from_utf8_lossy(&bytes), own).into_bytes());
                assets.insert(asset.to_owned(), said.unwrap_or(bytes));
            } else if name.ends_with(".ttf") {
                fonts.push(bytes);
            }
        }
        if minify {
            let pages = templates.par_iter_mut().filter(|(name, _)| name.ends_with(".html"));
            pages.for_each(|(_, text)| *text = minified(text));
            inline::small_components(&mut templates);
        }
        tera.add_raw_templates(templates.iter().map(|(name, text)| (name.as_str(), text.as_str())))
            .map_err(|error| ThemeError::Template(error.to_string()))?;
        let lacking = language.and_then(Lacking::of);
        Ok(Self { tera, assets: assets::named(assets)?, fonts, digest, language, lacking, over: None })
    }

    /// Whether its templates are in this language.
    #[must_use]
    pub fn speaks(&self, language: Option<&Language>) -> bool {
        self.language == language
    }

    /// What its language has no words for, where pages have to mark it.
    pub(super) fn lacking(&self) -> Option<&Lacking> {
        self.lacking.as_ref()
    }

    /// Tells it from any other theme.
    pub(super) fn digest(&self) -> Option<Digest> {
        self.digest
    }

    pub(super) fn tera(&self) -> &Tera {
        &self.tera
    }

    /// The address of an asset from the site's root; empty where the theme has none of that name.
    #[must_use]
    pub fn asset(&self, name: &str) -> &str {
        self.assets.get(name).map_or("", |asset| asset.path.as_str())
    }

    /// The fonts that pictures are drawn with.
    pub(super) fn fonts(&self) -> impl Iterator<Item = &[u8]> {
        self.fonts.iter().map(Vec::as_slice)
    }

    /// All assets.
    pub fn assets(&self) -> impl Iterator<Item = &Asset> {
        self.assets.values()
    }
}

/// The files that the theme is made of, as they are in the program.
#[must_use]
pub fn originals() -> Originals {
    let mut files = BTreeMap::new();
    built_in(&BUILT_IN, &mut files);
    files
}

fn built_in(dir: &Dir, files: &mut BTreeMap<String, Vec<u8>>) {
    for file in dir.files() {
        files.insert(shown_path(file.path()), file.contents().to_vec());
    }
    dir.dirs().for_each(|dir| built_in(dir, files));
}

/// Once per template instead of once per page: pages cost nothing.
fn minified(template: &str) -> String {
    let options = minify_html::Cfg {
        preserve_brace_template_syntax: true,
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        ..minify_html::Cfg::new()
    };
    String::from_utf8_lossy(&minify_html::minify(template.as_bytes(), &options)).into_owned()
}
