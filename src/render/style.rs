//! What a style sheet loads, whatever it is written like.

use cssparser::{ParseError, Parser, ParserInput, Token as Css};

/// Something that a style sheet loads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Loaded {
    pub line: usize,
    /// As it is written; may be empty.
    pub address: String,
    /// Not looked at: brackets stand in one another deeper than anybody writes.
    pub is_too_deep: bool,
}

/// All that a style sheet loads, as a browser reads it: with its own idea of what is a remark, a string or an escape. The
/// shapes of its own page (`url(#a)`) are no such thing.
pub(crate) fn loaded(text: &str) -> Vec<Loaded> {
    let mut found = Vec::new();
    let mut input = ParserInput::new(text);
    load(&mut Parser::new(&mut input), false, 0, &mut found);
    found
}

/// Functions that load what they name.
const LOADING: [&str; 5] = ["url", "src", "image", "image-set", "-webkit-image-set"];

/// Brackets within one another; nobody writes more, and what stands there is not looked at.
const DEEPEST: usize = 100;

fn load(parser: &mut Parser, is_loading: bool, depth: usize, found: &mut Vec<Loaded>) {
    // A part of the same page is loaded already, and so is nothing.
    let is_own = |address: &str| {
        let address = address.trim_start();
        address.is_empty() || address.starts_with('#')
    };
    loop {
        parser.skip_whitespace();
        let line = parser.current_source_location().line as usize + 1;
        let Ok(token) = parser.next() else { return };
        let mut loads =
            |address: &str| found.push(Loaded { line, address: address.to_owned(), is_too_deep: false });
        let within = match token {
            Css::UnquotedUrl(address) => {
                if !is_own(address) {
                    loads(address);
                }
                continue;
            }
            Css::QuotedString(address) => {
                if is_loading && !is_own(address) {
                    loads(address.trim());
                }
                continue;
            }
            Css::AtKeyword(name) if name.eq_ignore_ascii_case("import") => {
                let address =
                    parser.try_parse(|rest| rest.expect_url_or_string().map(|found| found.to_string()));
                found.push(Loaded {
                    line,
                    address: address.unwrap_or_default().trim().to_owned(),
                    is_too_deep: false,
                });
                continue;
            }
            // A type of a picture is no address.
            Css::Function(name) if name.eq_ignore_ascii_case("type") => false,
            Css::Function(name) => is_loading || LOADING.iter().any(|own| name.eq_ignore_ascii_case(own)),
            Css::ParenthesisBlock | Css::SquareBracketBlock | Css::CurlyBracketBlock => is_loading,
            _ => continue,
        };
        if depth == DEEPEST {
            found.push(Loaded { line, address: String::new(), is_too_deep: true });
            return;
        }
        let _: Result<(), ParseError<()>> = parser.parse_nested_block(|block| {
            load(block, within, depth + 1, found);
            Ok(())
        });
    }
}

/// Whether a style sheet loads anything; for fuzz targets.
#[must_use]
pub fn loads(text: &str) -> bool {
    !loaded(text).is_empty()
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
        for (line, loading) in [
            (1, "@IM\\50 ort \"a\";"),
            (2, ".a {\nbackground: url(b.png) }"),
            (1, ".a { background: url('\"b') }"),
            // A line's end closes an escape, as a space does.
            (1, ".a { background: u\\72\nl(b) }"),
            (1, ".a { background: -webkit-image-set(url(b) 1x) }"),
            (1, ".a { src: src(\"b\") }"),
            // What looks like a remark, and is a text or an address.
            (1, ".a { content: \"/*\" } .b { background: url(b) } .c { content: \"*/\" }"),
            (1, ".a { mask: url(#/*) } .b { background: url(b) /*)*/ }"),
            (1, "/* a */ .a { background: url(b)"),
            (3, "/*\n*/\na{b:url(c)}"),
        ] {
            assert_eq!(loaded(loading).first().map(|of| of.line), Some(line), "{loading}");
        }
        assert_eq!(loaded(&"(".repeat(100_000))[0].line, 1);
        for harmless in [
            "/* url(b) and @import 'a' */ .a { mask: url(#b) url( '#c' ) url() }",
            ".a { content: \"url(b)\"; --a: 'src(b)' }",
            "@media print { .url { color: red } } @charset \"utf-8\";",
        ] {
            assert_eq!(loaded(harmless), [], "{harmless}");
        }
    }
}
