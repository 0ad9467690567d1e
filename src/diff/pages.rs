//! Pages that look otherwise: every page of both sides is made, and compared to the letter.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::RecordFate;
use crate::build::Ready;
use crate::render::{Renderer, Theme, ThemeError};
use crate::site::Plan;

/// What happened to the pages.
#[derive(Debug, Serialize)]
pub struct PagesChange {
    /// How many came, went or look otherwise.
    pub touched: usize,
    /// How many there are on both sides together.
    pub all: usize,
    /// Those that are touched, by kind.
    pub kinds: Vec<PageKind>,
}

/// Pages of one kind.
#[derive(Debug, Serialize)]
pub struct PageKind {
    /// The kind, in words.
    pub name: String,
    /// Its pages that are touched.
    pub pages: Vec<PageChange>,
}

/// A page that is touched.
#[derive(Debug, Serialize)]
pub struct PageChange {
    /// Its address from the site's root.
    pub path: String,
    /// Its title.
    pub title: String,
    /// What happened to it.
    pub fate: RecordFate,
}

/// A page as it was made.
struct Made {
    kind: String,
    title: String,
    html: blake3::Hash,
}

/// What is different.
pub(super) fn between(old: &Ready, new: &Ready, theme: &Theme) -> Result<PagesChange, ThemeError> {
    let (old, new) = (made(old, theme)?, made(new, theme)?);
    let before: BTreeMap<&str, &Made> = old.iter().map(|(path, page)| (path.as_str(), page)).collect();
    let after: BTreeMap<&str, &Made> = new.iter().map(|(path, page)| (path.as_str(), page)).collect();
    let gone = old.iter().filter(|(path, _)| !after.contains_key(path.as_str()));
    let mut change = PagesChange { touched: 0, all: 0, kinds: Vec::new() };
    for (path, page) in new.iter().chain(gone) {
        change.all += 1;
        let fate = match (before.get(path.as_str()), after.get(path.as_str())) {
            (None, _) => RecordFate::Added,
            (_, None) => RecordFate::Removed,
            (Some(old), Some(new)) if old.html == new.html => continue,
            _ => RecordFate::Changed,
        };
        change.touched += 1;
        let view = PageChange { path: path.clone(), title: page.title.clone(), fate };
        match change.kinds.iter_mut().find(|kind| kind.name == page.kind) {
            Some(kind) => kind.pages.push(view),
            None => change.kinds.push(PageKind { name: page.kind.clone(), pages: vec![view] }),
        }
    }
    Ok(change)
}

/// Every page, in the order of the plan.
fn made(ready: &Ready, theme: &Theme) -> Result<Vec<(String, Made)>, ThemeError> {
    let model = ready.model();
    let plan = Plan::of(model);
    let paths = plan.paths();
    let has_page = |path: &str| paths.contains(path);
    // The files of this model aren't made: their sizes and names change with every record, and make no page another one.
    let renderer = Renderer::new(theme, model, "https://site.invalid/", &has_page);
    let words = &model.catalogue.site.words;
    let page = |page: &crate::site::Page| {
        let html = blake3::hash(renderer.page(page)?.as_bytes());
        let kind = kind(page.template, &words.one, &words.many);
        Ok((page.path.clone(), Made { kind, title: page.title.clone(), html }))
    };
    plan.pages.par_iter().map(page).collect()
}

/// What people call the pages of a template.
fn kind(template: &str, one: &str, many: &str) -> String {
    let name = template.strip_suffix(".html").unwrap_or(template);
    match name {
        "borough" => one.to_owned(),
        "boroughs" => format!("list of {many}"),
        "compare" => format!("choice of {many} to compare"),
        "compare-with" => format!("comparisons of one {one}"),
        "compare-pair" => format!("comparison of two {many}"),
        "coverage-rows" => format!("coverage of {many}, continued"),
        "embed" => "card of a figure".to_owned(),
        "embed-borough" => format!("card of one {one}"),
        "explore" => "explorer".to_owned(),
        "explore-rows" => "part of the explorer".to_owned(),
        "pack" => "pack for committee".to_owned(),
        "letter" => "letter of A to Z".to_owned(),
        "changes" => "what changed".to_owned(),
        "prose" => "text".to_owned(),
        "todo" => "to-do list".to_owned(),
        "foi" => "FOI sheet".to_owned(),
        "moved" => "redirect".to_owned(),
        "404" => "page not found".to_owned(),
        "a-z" => "A to Z".to_owned(),
        "services" | "systems" | "suppliers" | "contracts" | "frameworks" | "skills" | "technologies"
        | "figures" | "checks" | "releases" => format!("list of {name}"),
        _ => name.replace('-', " "),
    }
}
