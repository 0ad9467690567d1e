//! What Markdown may not carry to readers: raw HTML, and links that are no pages.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::diagnostics::{Rule, rules};

/// The Markdown that the site understands: tables and footnotes beside the common core.
#[must_use]
pub fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH
}

/// One thing that is wrong in a text, with its bytes in that text.
#[derive(Clone, Debug)]
pub struct TextProblem {
    /// The rule.
    pub rule: &'static Rule,
    /// Where.
    pub range: Range<usize>,
    /// What.
    pub message: String,
}

/// Everything in a text that could harm a reader. A record's text stands on many pages, so it can't link within the
/// site.
#[must_use]
pub fn unsafe_parts(text: &str, may_link_within: bool) -> Vec<TextProblem> {
    let mut problems = Vec::new();
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                let message = format!("the text has HTML in it: {}", html.trim());
                problems.push(TextProblem { rule: &rules::RAW_HTML, range, message });
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })
                if !is_safe(&dest_url) || (!may_link_within && dest_url.starts_with(['/', '#'])) =>
            {
                let message = format!("`{dest_url}` is not an address to link to");
                problems.push(TextProblem { rule: &rules::UNSAFE_LINK, range, message });
            }
            _ => {}
        }
    }
    problems
}

/// What a note can't hold, because it stands within a row: headings, tables and footnotes. Their bytes in the text.
#[must_use]
pub fn blocks(text: &str) -> Vec<TextProblem> {
    let problem = |(event, range)| {
        let what = match event {
            Event::Start(Tag::Heading { .. }) => "a heading",
            Event::Start(Tag::Table(_)) => "a table",
            Event::Start(Tag::FootnoteDefinition(_)) | Event::FootnoteReference(_) => "a footnote",
            _ => return None,
        };
        Some(TextProblem { rule: &rules::NOTE_BLOCK, range, message: format!("the note has {what} in it") })
    };
    Parser::new_ext(text, options()).into_offset_iter().filter_map(problem).collect()
}

/// Pages of the web, mail, and addresses of this site.
#[must_use]
pub fn is_safe(address: &str) -> bool {
    let internal = address.starts_with('#') || (address.starts_with('/') && !address.starts_with("//"));
    let plain = !address.contains(|c: char| c.is_control() || c == '\\');
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    plain && (internal || matches!(scheme.as_deref(), Some("https" | "http" | "mailto")))
}
