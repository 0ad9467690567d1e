//! What Markdown may not carry to readers: raw HTML, and links that are no pages.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::letters::{has_no_place, is_invisible};
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

/// Everything in a text that could harm a reader, or leave one without a word to follow. A record's text stands on many
/// pages, so it can't link within the site.
#[must_use]
pub fn unsafe_parts(text: &str, may_link_within: bool) -> Vec<TextProblem> {
    let mut problems = signs_without_a_place(text);
    let mut wordless = None;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        if let Event::Text(words) = &event
            && let Some(sign) = words.chars().find(|sign| has_no_place(*sign))
            && !text[range.clone()].contains(has_no_place)
        {
            // Its number stands in the text.
            problems.push(no_sign(sign, range.clone()));
        }
        match &event {
            Event::Start(Tag::Link { .. }) => wordless = Some(range.clone()),
            Event::Text(words) | Event::Code(words) if !words.chars().all(is_invisible) => wordless = None,
            Event::End(TagEnd::Link) => problems.extend(wordless.take().map(|range| TextProblem {
                rule: &rules::WORDLESS_LINK,
                range,
                message: "the link has no words".to_owned(),
            })),
            _ => {}
        }
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

fn signs_without_a_place(text: &str) -> Vec<TextProblem> {
    let found = text.char_indices().filter(|(_, sign)| has_no_place(*sign));
    found.map(|(at, sign)| no_sign(sign, at..at + sign.len_utf8())).collect()
}

fn no_sign(sign: char, range: Range<usize>) -> TextProblem {
    let message = format!("the text has a sign in it that no page can show (U+{:04X})", u32::from(sign));
    TextProblem { rule: &rules::NO_SIGN, range, message }
}

/// Open lists, quotes and emphases within one another; every level of a list is three.
const MAX_DEPTH: usize = 24;

/// Parts of a text: a long chapter has a twentieth of them.
const MAX_PARTS: usize = 20_000;

/// The place from which on a text can't be meant, because it has more parts, or parts deeper within one another, than
/// anybody writes: a browser would give up on it, or take long.
#[must_use]
pub fn beyond_meaning(text: &str) -> Option<TextProblem> {
    let problem = |range: Range<usize>, message: String| {
        Some(TextProblem { rule: &rules::TEXT_TOO_MUCH, range, message })
    };
    let mut depth = 0;
    for (parts, (event, range)) in Parser::new_ext(text, options()).into_offset_iter().enumerate() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth > MAX_DEPTH {
            return problem(
                range,
                "lists, quotes or emphases stand in one another deeper than anybody reads".to_owned(),
            );
        }
        if parts >= MAX_PARTS {
            return problem(range, format!("the text has more than {MAX_PARTS} parts"));
        }
    }
    None
}

/// What a note can't hold, because it stands within a row: headings, tables and footnotes. Their bytes in the text.
#[must_use]
pub fn blocks(text: &str) -> Vec<TextProblem> {
    if let Some(problem) = beyond_meaning(text) {
        return vec![problem];
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_pages_and_mail_only() {
        for safe in ["https://a.example", "HTTP://a.example/", "mailto:a@b.example", "/systems/", "#a"] {
            assert!(is_safe(safe), "{safe}");
        }
        for other in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "data:text/html,a",
            "vbscript:a",
            "file:///etc/passwd",
            "ftp://a.example/",
            "blob:https://a.example/b",
            "tel:+441632960000",
            "http\u{17f}://a.example/",
            "//a.example",
            "/\\a.example",
            "https:\\a.example",
            "java\nscript:a",
            "\u{1}javascript:a",
            "https://a.example/\u{0}",
            "a",
            "",
        ] {
            assert!(!is_safe(other), "{other}");
        }
    }

    #[test]
    fn what_could_harm_is_told() {
        let codes = |text: &str, within: bool| -> Vec<&str> {
            unsafe_parts(text, within).iter().map(|problem| problem.rule.code).collect()
        };
        for text in ["<b>a</b>", "a <br> b", "<!-- a -->", "<script>a</script>", "<?php ?>"] {
            assert!(codes(text, true).contains(&"CT501"), "{text}");
        }
        for text in ["[a](javascript:b)", "![a](data:b)", "[a][1]\n\n[1]: //a.example", "<javascript:a>"] {
            assert_eq!(codes(text, true), ["CT502"], "{text}");
        }
        assert!(codes("[a](/systems/) and [b](#b)", true).is_empty());
        assert_eq!(codes("[a](/systems/) and [b](#b)", false), ["CT502"; 2]);
    }
}
