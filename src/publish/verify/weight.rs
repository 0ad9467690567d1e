//! What a page's styles and scripts weigh on their way to a reader.

use std::collections::HashSet;

use super::Page;
use super::links::{FileNumber, Site};
use super::other::Other;

/// Bytes, packed, that readers on slow lines need not wait for long.
const MOST_STYLE: usize = 15_000;
const MOST_SCRIPT: usize = 30_000;

/// What is too heavy of a page.
pub(super) fn faults(site: &Site, others: &[Option<Box<Other>>], file: &str, page: &Page) -> Vec<String> {
    let loaded = page.loaded.iter().filter_map(|address| site.target(file, address).ok().flatten());
    let (mut styles, mut scripts) = (HashSet::new(), HashSet::new());
    for target in loaded.filter(|target| others[*target as usize].is_some()) {
        if site.files.name(target).ends_with(".css") {
            styles.insert(target);
        } else {
            import(site, others, page, target, &mut scripts);
        }
    }
    let weight = |files: &HashSet<FileNumber>| {
        files
            .iter()
            .filter_map(|file| others[*file as usize].as_ref())
            .map(|other| other.packed)
            .sum::<usize>()
    };
    let fault = |of: &str, weight: usize, most: usize| {
        (weight > most)
            .then(|| format!("its {of} have {} kB packed, more than {}", weight.div_ceil(1000), most / 1000))
    };
    let found =
        [fault("styles", weight(&styles), MOST_STYLE), fault("scripts", weight(&scripts), MOST_SCRIPT)];
    found.into_iter().flatten().collect()
}

/// A script with all that it imports; what it imports later is loaded where the page asks for it by name.
fn import(
    site: &Site,
    others: &[Option<Box<Other>>],
    page: &Page,
    script: FileNumber,
    seen: &mut HashSet<FileNumber>,
) {
    let Some(other) = others[script as usize].as_ref().filter(|_| seen.insert(script)) else { return };
    for (address, is_later) in &other.imports {
        let name = address.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
        if (!is_later || page.modules.iter().any(|module| module == name))
            && let Ok(Some(target)) = site.target(site.files.name(script), address)
        {
            import(site, others, page, target, seen);
        }
    }
}
