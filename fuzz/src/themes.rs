//! Any bytes as a file of a theme: the first line is its name. What passes for a drawing runs and loads nothing for readers
//! of HTML and of XML, what passes for a style sheet loads nothing for a reader of CSS, and a template or script in a
//! language without words is the one that was written.

use std::collections::BTreeSet;

use citytools::content::records::WordsFile;
use citytools::render::{interface, style_loads, wrong_with_asset};
use citytools::words;
use cssparser::{ParseError, Parser, ParserInput, Token as Css};
use html5gum::{Token, Tokenizer};
use resvg::usvg::roxmltree;

use super::within;

pub fn read(input: &[u8]) {
    let (name, bytes) = within::first_line(input);
    let (name, text) = (name.trim_end(), within::text(bytes));
    let wrong = wrong_with_asset(name, bytes);
    assert_eq!(wrong, wrong_with_asset(name, bytes));
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "svg" if wrong.is_none() => is_a_drawing(text),
        "css" if !style_loads(text) => {
            let found = load(text);
            assert!(found.is_none(), "{found:?} in {text}");
        }
        "html" => {
            let language = words::chosen("en-GB", Some(&WordsFile::default())).expect("words of a region");
            let _ = interface::texts(text);
            assert_eq!(interface::template(text, &language), text);
        }
        "js" => {
            let language = words::chosen("en-GB", Some(&WordsFile::default())).expect("words of a region");
            let _ = interface::script_texts(text);
            assert_eq!(interface::script(text, &language), text);
        }
        _ => {}
    }
}

/// Elements that draw.
const SHAPES: &str = "svg g path rect circle ellipse line polyline polygon text tspan title desc defs lineargradient \
                      radialgradient stop clippath mask pattern symbol use";

fn is_a_drawing(text: &str) {
    for Ok(token) in Tokenizer::new(text) {
        if let Token::StartTag(tag) = token {
            let attributes = tag.attributes.iter();
            let attributes =
                attributes.map(|(name, value)| (lossy(name), lossy(&value.value))).collect::<Vec<_>>();
            is_a_shape(&lossy(&tag.name), &attributes, text);
        }
    }
    let Ok(document) = roxmltree::Document::parse(text) else { return };
    for node in document.descendants() {
        assert!(!node.is_pi(), "an instruction in {text}");
        if node.is_element() {
            let attributes = node.attributes().map(|own| (own.name().to_owned(), own.value().to_owned()));
            is_a_shape(&node.tag_name().name().to_ascii_lowercase(), &attributes.collect::<Vec<_>>(), text);
        }
    }
}

fn is_a_shape(name: &str, attributes: &[(String, String)], text: &str) {
    let shapes: BTreeSet<&str> = SHAPES.split_ascii_whitespace().collect();
    assert!(shapes.contains(name), "<{name}> in {text}");
    for (key, value) in attributes {
        let key = key.to_ascii_lowercase();
        assert!(!key.starts_with("on"), "{key} in {text}");
        // Names of vocabularies lead nowhere, whatever prefix they are given.
        if key == "xmlns" || key.starts_with("xmlns:") {
            continue;
        }
        if key == "href" || key.ends_with(":href") {
            assert!(value.trim_start().starts_with('#'), "{key}={value} in {text}");
        } else {
            let found = load(value);
            assert!(found.is_none(), "{found:?} of {key}={value} in {text}");
        }
    }
}

/// What a reader of CSS loads because of a text.
fn load(text: &str) -> Option<String> {
    let mut input = ParserInput::new(text);
    load_within(&mut Parser::new(&mut input), false, 0)
}

/// Functions that load what their strings name.
const LOADING: [&str; 4] = ["url", "src", "image-set", "-webkit-image-set"];
/// No deeper, for this reader stands on the stack.
const DEEPEST: usize = 200;

fn load_within(parser: &mut Parser, of_loading: bool, depth: usize) -> Option<String> {
    let mut found = None;
    while let Ok(token) = parser.next().cloned() {
        let within = match token {
            Css::UnquotedUrl(address) if !is_own(&address) => return Some(address.to_string()),
            Css::QuotedString(address) if of_loading && !is_own(&address) => {
                return Some(address.to_string());
            }
            Css::AtKeyword(name) if name.eq_ignore_ascii_case("import") => return Some(name.to_string()),
            Css::Function(name) => of_loading || LOADING.iter().any(|own| name.eq_ignore_ascii_case(own)),
            Css::ParenthesisBlock | Css::SquareBracketBlock | Css::CurlyBracketBlock => of_loading,
            _ => continue,
        };
        if depth < DEEPEST {
            let _: Result<(), ParseError<()>> = parser.parse_nested_block(|block| {
                found = found.take().or_else(|| load_within(block, within, depth + 1));
                Ok(())
            });
        }
    }
    found
}

/// A part of the same file, or nothing at all.
fn is_own(address: &str) -> bool {
    let address = address.trim_matches(|sign: char| sign <= ' ');
    address.is_empty() || address.starts_with('#')
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
