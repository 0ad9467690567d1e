//! Files that stand beside pages: what readers take away, and what scripts load.

use super::downloads::File;
use crate::site::{Model, foi, urls};

/// Every such file, one authority after the other.
#[must_use]
pub fn all(model: Model<'_>) -> Vec<File<'_>> {
    let c = model.catalogue;
    let of = |(ix, borough)| {
        let csv = move || foi::csv(&model.foi_sheet(ix));
        let text = move || foi::text(model, &c.boroughs[ix].name, &model.foi_sheet(ix));
        let column = move || serde_json::to_string(&model.column(ix)).unwrap_or_default();
        [
            File::text(urls::foi_file(c, borough, "csv"), None, csv),
            File::text(urls::foi_file(c, borough, "txt"), None, text),
            File::text(urls::compare_column(borough), None, column),
        ]
    };
    c.boroughs.iter().flat_map(of).collect()
}
