//! Pages as HTML: takes a plan and a theme, gives the bytes of each page. Computes no number.

pub mod assets;
mod card;
mod english;
mod inline;
pub mod interface;
pub mod markdown;
mod over;
pub mod picture;
pub mod plain;
pub mod prose;
mod sniff;
mod structured;
pub(crate) mod style;
pub mod theme;

use jiff::civil::Date as Day;
use serde::Serialize;
use tera::{Context, Value};

use self::prose::Prose;
use crate::catalogue::{Chapter, Origin, Page as Text};
use crate::diagnostics::Diagnostic;
use crate::publish::Digest;
use crate::site::agenda::FeedsView;
use crate::site::cards::Card;
use crate::site::download::Download;
use crate::site::pages::View;
use crate::site::{Crumb, Model, Page, Section, Words, policy, urls};
use crate::words;
pub use card::Painter;
// For fuzz targets.
#[doc(hidden)]
pub use sniff::problem as wrong_with_asset;
#[doc(hidden)]
pub use style::loads as style_loads;
pub use theme::{Originals, Theme, ThemeError, originals};

/// Renders pages with one theme.
pub struct Renderer<'a> {
    theme: &'a Theme,
    model: Model<'a>,
    has_page: &'a (dyn Fn(&str) -> bool + Sync),
    site: Value,
    base_url: &'a str,
    /// Of everything that is on every page.
    common: Option<Digest>,
}

/// What every template knows of the site.
#[derive(Serialize)]
struct SiteContext<'a> {
    title: &'a str,
    region: &'a str,
    one: &'a str,
    /// The same with its article.
    a_one: String,
    many: &'a str,
    boroughs: String,
    /// The language of the pages: English where the region's has no words.
    language: &'a str,
    publisher: &'a str,
    publisher_url: &'a str,
    repository: Option<&'a str>,
    licence: &'a str,
    licence_url: &'a str,
    illustrative: bool,
    note: String,
    as_of: String,
    as_of_iso: String,
    css: &'a str,
    script: &'a str,
    icon: &'a str,
    pages: Vec<&'a str>,
    has_report: bool,
    has_glossary: bool,
}

/// The template of a table or chart within a text.
const BLOCK: &str = "block.html";

/// A chapter among others.
#[derive(Serialize)]
struct ChapterContext<'a> {
    id: String,
    number: u16,
    title: &'a str,
    description: &'a str,
    html: String,
}

/// What a template knows of its own page.
#[derive(Serialize)]
struct PageContext<'a> {
    /// What programs can subscribe to.
    feeds: Option<&'a FeedsView>,
    /// What a browser may do with it.
    policy: &'static str,
    title: &'a str,
    full_title: String,
    description: &'a str,
    section: Option<Section>,
    /// This page is the section's own index.
    is_index: bool,
    crumbs: &'a [Crumb],
    canonical: String,
    /// JSON-LD, safe within a script element.
    structured: Option<String>,
    /// The picture that a shared link shows.
    card: String,
    /// What belongs to this page, to take away.
    downloads: &'a [Download],
    edit: Option<String>,
    record: Option<String>,
}

impl<'a> Renderer<'a> {
    /// A renderer for one model; `base_url` ends with a slash, `has_page` knows the addresses of the plan.
    #[must_use]
    pub fn new(
        theme: &'a Theme,
        model: Model<'a>,
        base_url: &'a str,
        has_page: &'a (dyn Fn(&str) -> bool + Sync),
    ) -> Self {
        let site = &model.catalogue.site;
        let context = SiteContext {
            title: &site.title,
            region: &site.region,
            one: &site.words.one,
            a_one: site.a_one(),
            many: &site.words.many,
            boroughs: urls::boroughs(model.catalogue),
            language: words::language_of_pages(&site.locale),
            publisher: site.publisher.short.as_ref().unwrap_or(&site.publisher.name),
            publisher_url: site.publisher.url.as_str(),
            repository: site.repository.as_ref().map(|repository| repository.url.as_str()),
            licence: &site.licence.name,
            licence_url: site.licence.url.as_str(),
            illustrative: site.dataset.status == crate::content::records::DatasetStatus::Illustrative,
            note: model.provenance_note(),
            as_of: model.format().day(model.catalogue.as_of),
            as_of_iso: model.catalogue.as_of.to_string(),
            css: theme.asset("site.css"),
            script: theme.asset("site.js"),
            icon: theme.asset("icon.svg"),
            pages: model.catalogue.pages.iter().map(|page| page.slug.as_str()).collect(),
            has_glossary: !model.catalogue.glossary.is_empty(),
            has_report: !model.catalogue.chapters.is_empty(),
        };
        Self {
            theme,
            model,
            has_page,
            site: Value::from_serializable(&context),
            base_url,
            common: theme.digest().and_then(|theme| Digest::of(&(theme, base_url, &context))),
        }
    }

    /// The date for which everything is stated.
    #[must_use]
    pub fn as_of(&self) -> Day {
        self.model.catalogue.as_of
    }

    /// A page with all that stands on it.
    #[must_use]
    pub fn filled<'b>(&'b self, page: &'b Page<'b>) -> Filled<'b> {
        Filled { renderer: self, page, view: (page.view)() }
    }

    /// The page's HTML.
    ///
    /// # Errors
    /// Where the theme's template asks for something that the view does not have.
    pub fn page(&self, page: &Page) -> Result<String, ThemeError> {
        self.filled(page).html()
    }

    fn prose(
        &self,
        text: &Text,
        among: Option<&Chapter>,
        chapters: &[Chapter],
        page: &Page,
        root: &str,
    ) -> Result<Prose, ThemeError> {
        let draw = |block: &prose::Block| {
            let mut context = Context::new();
            context.insert_value("site", self.site.clone());
            context.insert("root", root);
            context.insert("block", block);
            let drawn = self.theme.tera().render(BLOCK, &context);
            drawn.map_err(|error| self.theme.told(BLOCK, &page.path, &context, &error))
        };
        let context = prose::ProseContext {
            model: self.model,
            root,
            has_page: self.has_page,
            draw: Some(&draw),
            among,
            chapters,
        };
        let rendered = prose::render(text, &context);
        rendered.broken.map_or(Ok(rendered.prose), Err)
    }

    /// The way from a page to the site's root, so that the site works under any path. A page that is
    /// served at any address needs the whole path.
    fn root(&self, page: &Page) -> String {
        if page.path == "404.html" {
            return base_path(self.base_url).to_owned();
        }
        match page.path.matches('/').count() {
            0 => "./".to_owned(),
            depth => "../".repeat(depth),
        }
    }

    fn page_context<'b>(&'b self, page: &'b Page, view: &'b View) -> PageContext<'b> {
        let site = &self.model.catalogue.site;
        let edit = page.origin.and_then(|origin| self.model.edit_address(origin));
        let record = page.origin.map(Origin::shown);
        PageContext {
            feeds: view.feeds(),
            policy: policy::of(page.template),
            title: &page.title,
            // The part of the site tells a system from a supplier of the same name.
            full_title: match page.crumbs.first() {
                _ if page.path.is_empty() => page.title.clone(),
                Some(part) => format!("{} – {} – {}", page.title, part.text, site.title),
                None => format!("{} – {}", page.title, site.title),
            },
            description: &page.description,
            section: page.section,
            is_index: page.crumbs.is_empty(),
            crumbs: &page.crumbs,
            canonical: format!("{}{}", self.base_url, page.path),
            structured: structured::structured(self.model, page, view.dataset(), self.base_url),
            card: format!("{}{}", self.base_url, Card::path(page.section)),
            downloads: self
                .model
                .files
                .and_then(|files| files.of_pages.get(&page.path))
                .map_or(&[], Vec::as_slice),
            edit,
            record,
        }
    }
}

/// A page with all that stands on it, before its template makes HTML of it.
pub struct Filled<'a> {
    renderer: &'a Renderer<'a>,
    page: &'a Page<'a>,
    view: View,
}

impl Filled<'_> {
    /// Tells whether anything of the page has changed; none for texts, whose live figures are found only in rendering.
    #[must_use]
    pub fn digest(&self) -> Option<Digest> {
        let Self { renderer, page, view } = self;
        if page.text.is_some() {
            return None;
        }
        let own = renderer.page_context(page, view);
        Digest::of(&(renderer.common?, page.template, own, renderer.root(page), view))
    }

    /// Its HTML.
    ///
    /// # Errors
    /// Where the theme's template asks for something that the view does not have.
    pub fn html(&self) -> Result<String, ThemeError> {
        let Self { renderer, page, view } = self;
        let root = renderer.root(page);
        let mut context = Context::new();
        context.insert_value("site", renderer.site.clone());
        context.insert("page", &renderer.page_context(page, view));
        context.insert("root", &root);
        context.insert("v", view);
        match page.text {
            None => {}
            Some(Words::One(text)) => {
                context.insert("prose", &renderer.prose(text, None, &[], page, &root)?);
            }
            Some(Words::Chapters(chapters)) => {
                let shown = chapters
                    .iter()
                    .map(|chapter| {
                        renderer.prose(&chapter.page, Some(chapter), chapters, page, &root).map(|prose| {
                            ChapterContext {
                                id: urls::chapter_place(chapter),
                                number: chapter.number,
                                title: &chapter.page.title,
                                description: &chapter.page.description,
                                html: prose.html,
                            }
                        })
                    })
                    .collect::<Result<Vec<_>, _>>()?;
                context.insert("chapters", &shown);
            }
        }
        let rendered = renderer.theme.tera().render(page.template, &context);
        let rendered =
            rendered.map_err(|error| renderer.theme.told(page.template, &page.path, &context, &error))?;
        Ok(match renderer.theme.lacking() {
            Some(lacking) => lacking.marked(&rendered),
            None => rendered,
        })
    }
}

/// What is wrong with the figures and links of a page's text.
#[must_use]
pub fn text_problems(page: &Page, model: Model, has_page: &(dyn Fn(&str) -> bool + Sync)) -> Vec<Diagnostic> {
    let context = prose::ProseContext { model, root: "", has_page, draw: None, among: None, chapters: &[] };
    page.text.and_then(Words::own).map(|text| prose::problems(text, &context)).unwrap_or_default()
}

/// The path of a base URL, with a slash at both ends.
fn base_path(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    rest.find('/').map_or("/", |slash| &rest[slash..])
}
