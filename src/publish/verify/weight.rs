//! What a page's styles and scripts weigh on their way to a reader.

use std::collections::{BTreeMap, HashSet};

use super::{Page, Site, other::Other};

/// Bytes, packed, that readers on slow lines need not wait for long.
const MOST_STYLE: usize = 15_000;
const MOST_SCRIPT: usize = 30_000;

/// What is too heavy of a page.
pub(super) fn faults(site: &Site, others: &BTreeMap<&str, Other>, file: &str, page: &Page) -> Vec<String> {
    let loaded = page.loaded.iter().filter_map(|address| site.target(file, address).ok().flatten());
    let (mut styles, mut scripts) = (HashSet::new(), HashSet::new());
    for target in loaded {
        match others.get_key_value(target) {
            Some((style, _)) if style.ends_with(".css") => _ = styles.insert(*style),
            Some((script, _)) => import(site, others, page, script, &mut scripts),
            None => {}
        }
    }
    let weight = |files: &HashSet<&str>| files.iter().map(|file| others[file].packed).sum::<usize>();
    let fault = |of: &str, weight: usize, most: usize| {
        (weight > most)
            .then(|| format!("its {of} have {} kB packed, more than {}", weight.div_ceil(1000), most / 1000))
    };
    let found =
        [fault("styles", weight(&styles), MOST_STYLE), fault("scripts", weight(&scripts), MOST_SCRIPT)];
    found.into_iter().flatten().collect()
}

/// A script with all that it imports; what it imports later is loaded where the page asks for it by name.
fn import<'a>(
    site: &Site<'a>,
    others: &BTreeMap<&'a str, Other>,
    page: &Page,
    script: &'a str,
    seen: &mut HashSet<&'a str>,
) {
    let Some(other) = others.get(script).filter(|_| seen.insert(script)) else { return };
    for (address, is_later) in &other.imports {
        let name = address.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
        if (!is_later || page.modules.iter().any(|module| module == name))
            && let Ok(Some(target)) = site.target(script, address)
        {
            import(site, others, page, target, seen);
        }
    }
}
