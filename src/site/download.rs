//! Files to take away, with their format and size in words.

use serde::Serialize;

/// A file to take away.
#[derive(Clone, Debug, Serialize)]
pub struct Download {
    /// Address from the site's root.
    pub href: String,
    /// Such as CSV.
    pub format: &'static str,
    /// Such as 12 kB.
    pub size: String,
}

impl Download {
    /// A file of so many bytes.
    #[must_use]
    pub fn new(href: String, format: &'static str, bytes: usize) -> Self {
        Self { href, format, size: size(bytes) }
    }
}

/// `950 bytes`, `12 kB`
#[must_use]
pub fn size(bytes: usize) -> String {
    if bytes < 1000 { format!("{bytes} bytes") } else { format!("{} kB", bytes.div_ceil(1000)) }
}
