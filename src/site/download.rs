//! Files to take away, with their format and size in words.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::Model;
use crate::catalogue::tables::{self, Table};
use crate::figures;

/// What stays as it is in the interface for programs.
pub const PROMISE: &str = said_later!(
    "Under /api/v1/ addresses, names and meanings stay as they are. New tables, columns and words can come. What would break a program gets a new number, and the old one stays for a year."
);

impl Model<'_> {
    /// Every table that is published, in the order in which they are shown.
    #[must_use]
    pub fn tables(self) -> Vec<Table> {
        let mut all = tables::all(self.catalogue);
        all.push(tables::sources(self.catalogue));
        all.push(figures::overview(self.figures, &self.catalogue.site.currency));
        all
    }
}

/// A file to take away.
#[derive(Clone, Debug, Serialize)]
pub struct Download {
    /// Address from the site's root.
    pub href: String,
    /// Such as CSV.
    pub format: &'static str,
    /// Such as 12 kB, once the file is made.
    pub size: Option<String>,
}

/// What pages say of the files that they lead to.
#[derive(Debug, Default)]
pub struct Files {
    /// How many bytes each has, by its address.
    pub sizes: HashMap<String, usize>,
    /// Those that belong to a page, by its address.
    pub of_pages: HashMap<String, Vec<Download>>,
    /// Addresses of the files that scripts load, by their names.
    pub scripts: BTreeMap<&'static str, String>,
}

impl Model<'_> {
    /// A file to take away, with its size if the file is made already.
    #[must_use]
    pub fn download(self, href: impl Into<String>, format: &'static str) -> Download {
        let href = href.into();
        let bytes = self.files.and_then(|files| files.sizes.get(&href));
        Download { size: bytes.copied().map(size), href, format }
    }

    /// The address of a file that scripts load; empty before it is made.
    #[must_use]
    pub fn script_file(self, name: &str) -> String {
        self.files.and_then(|files| files.scripts.get(name)).cloned().unwrap_or_default()
    }
}

/// `empty`, `950 bytes`, `12 kB`
#[must_use]
pub fn size(bytes: usize) -> String {
    match bytes {
        0 => "empty".to_owned(),
        1..1000 => say!("{bytes} bytes"; bytes),
        _ => format!("{} kB", (bytes + 500) / 1000),
    }
}
