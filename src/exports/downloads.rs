//! What readers and programs take away: tables, and the interface for programs. Made before the pages, because pages say
//! what there is and how large it is.

use super::{api, standards, tables};
use crate::catalogue::tables::Table;
use crate::site::Model;
use crate::site::download::File;

/// Makes all of them.
#[must_use]
pub fn all(model: Model, published: &[Table], base_url: &str) -> Vec<File> {
    let (mut files, api) =
        rayon::join(|| tables::files(model, published, base_url), || api::files(model, published, base_url));
    files.extend(api);
    standards::add(&mut files, model, published, base_url);
    files
}
