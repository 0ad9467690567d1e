//! What readers and programs take away: tables, and the interface for programs. Made before the pages, because pages say
//! what there is and how large it is.

use std::collections::HashMap;

use super::{api, standards, tables};
use crate::site::Model;
use crate::site::download::{Download, Downloads, size};

/// Makes all of them.
#[must_use]
pub fn all(model: Model, base_url: &str) -> Downloads {
    let published = model.tables();
    let (mut files, api) = rayon::join(
        || tables::files(model, &published, base_url),
        || api::files(model, &published, base_url),
    );
    files.extend(api);
    standards::add(&mut files, model, &published, base_url);
    let mut of_pages: HashMap<String, Vec<Download>> = HashMap::new();
    for file in &files {
        if let Some((page, form)) = &file.of_page {
            let download = Download::new(file.path.clone(), form, file.bytes.len());
            of_pages.entry(page.clone()).or_default().push(download);
        }
    }
    let sizes = files.iter().map(|file| (file.path.clone(), size(file.bytes.len()))).collect();
    Downloads { files, sizes, of_pages }
}
