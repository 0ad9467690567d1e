//! What readers and programs take away: tables, and the interface for programs. Made before the pages, because pages say
//! what there is and how large it is.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{api, standards, tables};
use crate::site::Model;
use crate::site::download::{Download, Downloads, File, size};

/// Makes all of them.
#[must_use]
pub fn all(model: Model, base_url: &str) -> Downloads {
    let published = model.tables();
    let parts: [&(dyn Fn() -> Vec<File> + Sync); 3] = [
        &|| tables::files(model, &published, base_url),
        &|| api::files(model, &published, base_url),
        &|| standards::files(model, &published, base_url),
    ];
    let files: Vec<File> = parts.par_iter().flat_map_iter(|part| part()).collect();
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
