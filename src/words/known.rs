//! All that the site's interface can say: `languages/en.yaml`, which a test compares with code and templates.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::language;
use crate::content::decode::decode;
use crate::content::records::Record;
use crate::content::yaml::Node;
use crate::diagnostics::{Diagnostic, FileId};

/// Every text, by where it is said first.
#[derive(Debug, Default, Deserialize)]
pub struct Known {
    /// Texts by file.
    pub texts: BTreeMap<String, Vec<String>>,
    /// Words by number, for one and for many.
    pub counted: Vec<String>,
}

impl Record for Known {
    fn read(root: &mut Node, file: FileId) -> (Option<Self>, Vec<Diagnostic>) {
        decode(root, file)
    }
}

impl Known {
    /// Each text once.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.texts.values().flatten().map(String::as_str)
    }
}

/// English, complete.
#[must_use]
pub fn known() -> &'static Known {
    static KNOWN: LazyLock<Known> =
        LazyLock::new(|| language::read(include_str!("languages/en.yaml")).unwrap_or_default());
    &KNOWN
}
