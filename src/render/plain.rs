//! Text without its markup, for search and summaries. Reads only HTML that `markdown` made, whose tags are known.

/// What stands under a heading, or before the first one.
#[derive(Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading's id and words.
    pub heading: Option<(String, String)>,
    /// The words under it, on one line.
    pub text: String,
}

/// The words of a piece of HTML, on one line.
#[must_use]
pub fn text(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        words.push_str(before);
        // The number of a note is no word of the text.
        let skipped = if tag.starts_with("sup>") { tag.split_once("</sup>") } else { tag.split_once('>') };
        if is_block(tag) {
            words.push(' ');
        }
        rest = skipped.map_or("", |(_, after)| after);
    }
    words.push_str(rest);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    unescaped(&words)
}

/// A text by its headings; notes, which stand at its end, are left out.
#[must_use]
pub fn sections(html: &str) -> Vec<Section> {
    let html = html.split_once("<section class=\"notes\"").map_or(html, |(before, _)| before);
    let mut sections = Vec::new();
    let mut heading = None;
    let mut rest = html;
    loop {
        let next = heading_at(rest);
        let before = next.map_or(rest, |at| &rest[..at]);
        sections.push(Section { heading: heading.take(), text: text(before) });
        let Some(at) = next else { break };
        let Some((tag, after)) = rest[at..].split_once('>') else { break };
        let Some((words, after)) = after.split_once("</h") else { break };
        let id = tag.split('"').nth(1).unwrap_or_default();
        heading = Some((id.to_owned(), text(words)));
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    sections
}

/// Where the next heading begins: `<h2 id="...">`.
fn heading_at(html: &str) -> Option<usize> {
    let starts = html.match_indices("<h").map(|(at, _)| at);
    starts.into_iter().find(|at| html[at + 2..].starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a tag begins or ends a block or a line, so that words before and after it are two.
fn is_block(tag: &str) -> bool {
    let name = tag.trim_start_matches('/');
    ["p", "li", "ul", "ol", "br", "hr", "t", "div", "h", "pre", "blockquote"]
        .iter()
        .any(|block| name.starts_with(block))
}

pub(super) fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_by_its_headings_without_markup_or_notes() {
        let html = "<p>Before <em>all</em>.</p>\n<h2 id=\"a-b\">A &amp; B</h2>\n<p>One<sup><a href=\"#note-1\">1</a></sup>.</p>\
            <ul><li>two</li><li>three &lt;b&gt;</li></ul>\n<h3 id=\"c\">C</h3>\n<section class=\"notes\"><h2 id=\"notes\">Notes</h2>";
        let heading = |id: &str, words: &str| Some((id.to_owned(), words.to_owned()));
        let expected = [
            Section { heading: None, text: "Before all.".to_owned() },
            Section { heading: heading("a-b", "A & B"), text: "One. two three <b>".to_owned() },
            Section { heading: heading("c", "C"), text: String::new() },
        ];
        assert_eq!(sections(html), expected);
    }
}
