//! Pages that are too heavy to publish, told at the files that they show: takes what was checked, gives problems, and names
//! the files of a page for whoever is refused one.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

use rayon::prelude::*;

use super::{Checked, Error, Ready};
use crate::catalogue::Page as Text;
use crate::content::yaml::{self, Kind, Node};
use crate::diagnostics::{self, Counts, Diagnostic, FileId, Place, Source, Sources, Span, rules};
use crate::publish::{file_of, verify};
use crate::render::{Renderer, Theme};
use crate::site::{Page, Plan, Words};

/// Bytes of a record below which its own page can't be too heavy: there a byte of it becomes a dozen at most. In a chapter a
/// few words can stand for a table.
const LIGHT: usize = 24 << 10;

/// Files that are named of a page that shows many.
const NAMED: usize = 3;

/// Makes the pages that show one large record or one text, with the program's own theme, and adds to the problems those that
/// are too heavy to publish.
///
/// # Errors
/// Where the theme is broken.
pub fn weigh(checked: &mut Checked) -> Result<(), Error> {
    let Some(ready) = &checked.ready else { return Ok(()) };
    let found = problems(ready, &checked.sources)?;
    if found.is_empty() {
        return Ok(());
    }
    checked.problems.extend(found);
    diagnostics::sort(&mut checked.problems);
    checked.ready.take_if(|_| Counts::of(&checked.problems).errors > 0);
    Ok(())
}

fn problems(ready: &Ready, sources: &Sources) -> Result<Vec<Diagnostic>, Error> {
    let model = ready.model();
    let plan = Plan::of(model);
    let files = Files::of(&plan, sources);
    let mut seen = HashSet::new();
    // The first page of a record is its own; those beside it show less.
    let own = plan.pages.iter().filter_map(|page| Some((page, files.own(page)?)));
    let own: Vec<_> = own
        .filter(|(page, (file, source))| seen.insert(*file) && (page.text.is_some() || source.length > LIGHT))
        .collect();
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let theme = Theme::load(None).map_err(Error::Theme)?;
    let paths = plan.paths();
    let has_page = |path: &str| paths.contains(path);
    let base_url = ready.catalogue.site.base_url.as_str();
    let renderer = Renderer::new(&theme, model, base_url, &has_page);
    let weighed = own.into_par_iter().map(|(page, (file, source))| {
        let bytes = renderer.page(page).map_err(Error::Theme)?.len();
        Ok((bytes > verify::MOST_OF_A_PAGE).then(|| problem(page, file, source, bytes)))
    });
    weighed.filter_map(Result::transpose).collect()
}

fn problem(page: &Page, file: FileId, source: &Source, bytes: usize) -> Diagnostic {
    let text = page.text.and_then(Words::own);
    let (span, remedy) = match text {
        Some(text) => (beginning(text, source), "make several of it, or say it with fewer words and tables"),
        None => (
            heaviest(&source.text, file).unwrap_or_default(),
            "this is the longest part of it: take out what is no fact of the record, and say the rest in fewer words",
        ),
    };
    let (weight, most) = (bytes.div_ceil(1000), verify::MOST_OF_A_PAGE / 1000);
    let message = format!("its page /{} would have {weight} kB, more than {most}", page.path);
    Diagnostic::new(&rules::HEAVY_PAGE, Place { file, span }, message).remedy(remedy)
}

/// The first line of a text.
fn beginning(text: &Text, source: &Source) -> Span {
    let start = text.span.start as usize;
    let blank = source.text.get(start..).map_or(0, |rest| rest.len() - rest.trim_start().len());
    let start = u32::try_from(start + blank).unwrap_or(u32::MAX);
    Span { start, end: start }
}

/// The key or item with most of a record below it.
fn heaviest(text: &str, file: FileId) -> Option<Span> {
    let mut node = yaml::parse(text, file).ok()?;
    let (mut found, mut end) = (node.span, text.len());
    loop {
        let own = end.saturating_sub(found.start as usize);
        let Some((span, until, below)) = largest_part(node, end) else { return Some(found) };
        if 2 * until.saturating_sub(span.start as usize) < own {
            return Some(found);
        }
        (found, end, node) = (span, until, below);
    }
}

/// The longest of a value's parts: where it is named, where it ends, and what it is.
fn largest_part(node: Node, end: usize) -> Option<(Span, usize, Node)> {
    let parts: Vec<(Span, Node)> = match node.kind {
        Kind::Sequence(items) => items.into_iter().map(|item| (item.span, item)).collect(),
        Kind::Mapping(entries) => entries.into_iter().map(|(key, value)| (key.span, value)).collect(),
        _ => return None,
    };
    let starts: Vec<usize> = parts.iter().map(|(span, _)| span.start as usize).collect();
    let ends = starts.iter().copied().skip(1).chain([end]);
    let parts = parts.into_iter().zip(ends).map(|((span, part), end)| (span, end, part));
    parts.max_by_key(|(span, end, _)| end.saturating_sub(span.start as usize))
}

/// Which files of the content the pages show.
pub(super) struct Files<'a> {
    by_path: HashMap<&'a Path, (FileId, &'a Source)>,
    /// By the page's own file.
    of_pages: HashMap<String, &'a Page<'a>>,
}

impl<'a> Files<'a> {
    pub(super) fn of(plan: &'a Plan<'a>, sources: &'a Sources) -> Self {
        let of_pages = plan.pages.iter().map(|page| (file_of(&page.path), page));
        Self {
            by_path: sources.iter().map(|(file, source)| (&*source.path, (file, source))).collect(),
            of_pages: of_pages.collect(),
        }
    }

    fn own(&self, page: &Page) -> Option<(FileId, &'a Source)> {
        self.by_path.get(&*page.origin?.path).copied()
    }

    /// What a page shows, to be said behind a fault of it: its own file, or of a page that is too heavy and shows many the
    /// largest ones; nothing for what is no page or shows none.
    pub(super) fn told(&self, page: &str, renderer: &Renderer, is_heavy: bool) -> Option<String> {
        let page = self.of_pages.get(page)?;
        if let Some(origin) = page.origin {
            return Some(format!("it shows {}", origin.shown()));
        }
        let html = is_heavy.then(|| renderer.page(page).ok()).flatten()?;
        let led_to = verify::leads_to(&file_of(&page.path), &html);
        let shown = led_to.iter().filter_map(|file| self.own(self.of_pages.get(file)?));
        let shown: BTreeSet<_> = shown.map(|(_, source)| (source.length, &source.path)).collect();
        let named = shown.iter().rev().take(NAMED);
        let named: Vec<String> = named.map(|(_, path)| diagnostics::shown_path(path)).collect();
        (!named.is_empty()).then(|| format!("the largest of the files that it shows: {}", named.join(", ")))
    }
}
