//! What a style sheet loads, whatever it is written like.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Something that a style sheet loads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Loaded {
    pub line: usize,
    /// As it is written; may be empty.
    pub address: String,
}

/// What a rule loads, and what the texts of an `image-set` do, which stand before the size that they are for.
static LOADS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)@import\b\s*(?:(?:url|src)\(\s*)?["']?([^"');\s]*)|\b(?:url|src|image-set)\(\s*["']?\s*([^#\s"')][^"')\s]*)|["']([^"'\n]+)["']\s*(?:[0-9.]+(?:x|dppx|dpi|dpcm)\b|type\()"#,
    )
    .expect("a pattern of ours")
});

/// All that a style sheet loads; the shapes of its own page (`url(#a)`) are no such thing.
pub(crate) fn loaded(text: &str) -> Vec<Loaded> {
    let text = unescaped(&without_comments(text));
    let place = |found: Captures| {
        let start = found.get(0).map_or(0, |all| all.start());
        let address = found.iter().skip(1).flatten().next().map_or("", |address| address.as_str());
        Loaded { line: 1 + text[..start].matches('\n').count(), address: address.to_owned() }
    };
    LOADS.captures_iter(&text).map(place).collect()
}

/// Whether a style sheet loads anything; for fuzz targets.
#[must_use]
pub fn loads(text: &str) -> bool {
    !loaded(text).is_empty()
}

/// A style sheet without its escapes, with which `u\72l(` is `url(`; lines stay where they are.
fn unescaped(text: &str) -> String {
    let mut parts = text.split('\\');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        let (sign, rest) = part.split_at(digits);
        match u32::from_str_radix(sign, 16).ok().and_then(char::from_u32) {
            // A space ends the number, and is no part of the text.
            Some(sign) => {
                plain.push(sign);
                plain.push_str(rest.strip_prefix([' ', '\t']).unwrap_or(rest));
            }
            None => plain.push_str(part),
        }
    }
    plain
}

/// A style sheet with its lines, and nothing within them that is only for people.
pub(super) fn without_comments(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::with_capacity(text.len());
    while let Some((before, after)) = rest.split_once("/*") {
        let (comment, after) = after.split_once("*/").unwrap_or((after, ""));
        kept.push_str(before);
        kept.extend(comment.chars().filter(|sign| *sign == '\n'));
        rest = after;
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_loaded_is_found_with_its_line() {
        for (text, due) in [
            ("@import \"a.css\";", &["a.css"][..]),
            ("@IMPORT url( 'a.css' ) print;", &["a.css"]),
            ("@import;", &[""]),
            ("a{b:url(a.png)}c{d:URL( \"b.png\" )}", &["a.png", "b.png"]),
            ("a{b:u\\72l(//a.example/b)}", &["//a.example/b"]),
            (
                "a{b:image-set('a.png' 1x, \"b.png\" 2x, 'c.png' type('image/png'))}",
                &["a.png", "b.png", "c.png"],
            ),
            ("a{b:url(#c)}/* url(d) */e{content:'f'}@media (x:1x){}", &[]),
        ] {
            let found: Vec<String> = loaded(text).into_iter().map(|of| of.address).collect();
            assert_eq!(found, due, "{text}");
        }
        assert_eq!(loaded("/*\n*/\na{b:url(c)}")[0].line, 3);
    }
}
