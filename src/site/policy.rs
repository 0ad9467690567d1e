//! What a browser may do with a page (Content-Security-Policy): pages say it themselves in a meta tag, and hosts that take
//! headers say it too. Scripts, styles and everything else come from the site's own files; nothing stands within a page.

/// A page that loads nothing but its style and pictures: nothing runs on it.
macro_rules! still {
    () => {
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'"
    };
}

/// Pages, with the site's own scripts, the files that they fetch, and the search form.
pub const PAGE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";

/// Pages to embed, and those that only lead on.
pub const STILL: &str = still!();

/// Pages to embed, as only a header can say it: anybody may frame them.
pub const EMBED: &str = concat!(still!(), "; frame-ancestors *");

/// The templates of pages that others show within their own.
const EMBEDDED: [&str; 2] = ["embed.html", "embed-borough.html"];

/// Whether pages of a template are made for frames on other sites.
#[must_use]
pub fn is_embedded(template: &str) -> bool {
    EMBEDDED.contains(&template)
}

/// The policy that pages of a template state.
#[must_use]
pub fn of(template: &str) -> &'static str {
    if is_embedded(template) || template == "moved.html" { STILL } else { PAGE }
}
