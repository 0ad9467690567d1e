//! Files that stand beside pages: what readers take away, and what scripts load.

use rayon::prelude::*;

use crate::site::{Model, foi, urls};

/// A file and where it is written.
pub struct File {
    /// Address from the site's root.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Every such file, one authority after the other.
#[must_use]
pub fn all(model: Model) -> Vec<File> {
    let c = model.catalogue;
    let of = |(ix, borough)| {
        let sheet = model.foi_sheet(ix);
        let column = serde_json::to_string(&model.column(ix)).unwrap_or_default();
        let file = |path, text| File { path, text };
        [
            file(urls::foi_file(c, borough, "csv"), foi::csv(&sheet)),
            file(urls::foi_file(c, borough, "txt"), foi::text(model, &c.boroughs[ix].name, &sheet)),
            file(urls::compare_column(borough), column),
        ]
    };
    c.boroughs.iter().collect::<Vec<_>>().into_par_iter().flat_map_iter(of).collect()
}
