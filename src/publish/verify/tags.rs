//! The tags of a page, in their order.
//!
//! A page as this program writes it is read at a stretch: looking at what was built would else be most of a build. From the
//! first tag on that is written in another way, html5gum reads the rest, and all of a page with a sign that HTML replaces;
//! both say the same of the same page.

use std::borrow::Cow;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};
use memchr::{memchr, memchr2, memmem};

/// What stands in a page, as far as anybody asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'t, 'h> {
    /// One that begins an element.
    Tag {
        /// In small letters.
        name: Cow<'h, str>,
        /// Each once.
        attributes: Cow<'t, [Attribute<'h>]>,
    },
    /// All that an element has which can only have text: `title`, `script` or `style`.
    Text {
        /// The element.
        of: &'static str,
        /// Its text.
        text: Cow<'h, str>,
    },
    /// Something to be read between tags.
    Words,
    /// The end of an element.
    End {
        /// In small letters.
        name: Cow<'h, str>,
    },
}

/// An attribute of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute<'h> {
    /// In small letters.
    pub name: Cow<'h, str>,
    /// With its signs, not their names.
    pub value: Cow<'h, str>,
}

/// Elements that can only have text, and of which it is told.
const TEXTS: [&str; 3] = ["title", "script", "style"];

/// Other elements in which tags are no tags; those of `noscript` are some where no script runs.
fn is_other(name: &str) -> bool {
    matches!(name, "textarea" | "plaintext" | "iframe" | "xmp" | "noembed" | "noframe" | "noscript")
}

/// Gives each piece of a page.
pub(super) fn each<'h>(html: &'h str, mut take: impl FnMut(Piece<'_, 'h>)) {
    if memchr2(b'\r', b'\0', html.as_bytes()).is_some() {
        return any_page(html, &mut take);
    }
    let mut rest = html;
    // Its room is kept from tag to tag.
    let mut attributes = Vec::new();
    loop {
        let start = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
        let Some(has_words) = has_words(&rest[..start]) else { return any_page(rest, &mut take) };
        if has_words {
            take(Piece::Words);
        }
        if start == rest.len() {
            return;
        }
        match plain(&rest[start..], &mut attributes, &mut take) {
            Some(next) => rest = next,
            None => return any_page(&rest[start..], &mut take),
        }
    }
}

/// Whether a text has more in it than spaces; nothing where a name stands for its first sign that may be one.
fn has_words(text: &str) -> Option<bool> {
    let text = text.trim_ascii_start();
    match text.strip_prefix('&') {
        Some(rest) => rest.split_once(';').and_then(|(name, _)| sign_of(name)).map(|_| true),
        None => Some(!text.is_empty()),
    }
}

/// Reads a tag, with its text where it can only have that, and says what follows; nothing where it is not written plainly.
fn plain<'h>(
    html: &'h str,
    attributes: &mut Vec<Attribute<'h>>,
    take: &mut impl FnMut(Piece<'_, 'h>),
) -> Option<&'h str> {
    let tag = html.strip_prefix('<')?;
    match tag.as_bytes().first()? {
        b'/' => {
            let (name, rest) = split_name(&tag[1..])?;
            let rest = rest.strip_prefix('>')?;
            take(Piece::End { name });
            return Some(rest);
        }
        b'!' => return tag.strip_prefix("!doctype html>"),
        _ => {}
    }
    let (name, rest) = split_name(tag)?;
    if is_other(&name) {
        return None;
    }
    let mut rest = read_attributes(rest, attributes)?;
    let mut text = None;
    if let Some(of) = TEXTS.into_iter().find(|of| *of == name) {
        let (found, after) = only_text(of, rest)?;
        text = Some((of, found));
        rest = after;
    }
    take(Piece::Tag { name, attributes: attributes.as_slice().into() });
    if let Some((of, text)) = text {
        take(Piece::Text { of, text });
        take(Piece::End { name: of.into() });
    }
    Some(rest)
}

/// Reads the attributes of a tag, and says what follows its end.
fn read_attributes<'h>(mut rest: &'h str, attributes: &mut Vec<Attribute<'h>>) -> Option<&'h str> {
    attributes.clear();
    loop {
        let start = rest.bytes().position(|sign| !matches!(sign, b' ' | b'\n' | b'/'))?;
        rest = &rest[start..];
        if let Some(rest) = rest.strip_prefix('>') {
            return Some(rest);
        }
        let (name, after) = split_name(rest)?;
        if attributes.iter().any(|attribute| attribute.name == name) {
            return None;
        }
        let value;
        (value, rest) = match after.as_bytes().first()? {
            b'=' => attribute_value(&after[1..])?,
            b' ' | b'>' => ("", after),
            _ => return None,
        };
        attributes.push(Attribute { name, value: decoded(value)? });
    }
}

/// A name of a tag or attribute, in small letters, and what follows it.
fn split_name(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let signs = text.as_bytes();
    let (mut end, mut seen) = (0, 0);
    loop {
        match SIGNS_OF_NAMES[usize::from(*signs.get(end)?)] {
            0 => break,
            kind => seen |= kind,
        }
        end += 1;
    }
    if !signs[0].is_ascii_alphabetic() {
        return None;
    }
    let (name, rest) = text.split_at(end);
    let own = if seen & LARGE == 0 { name.into() } else { name.to_ascii_lowercase().into() };
    Some((own, rest))
}

const SMALL: u8 = 1;
const LARGE: u8 = 2;

/// Asked of each sign of all names in a site: whether it can be one of a name.
static SIGNS_OF_NAMES: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut sign = 0_u8;
    while sign < 128 {
        kinds[sign as usize] = match sign {
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b':' => SMALL,
            b'A'..=b'Z' => LARGE,
            _ => 0,
        };
        sign += 1;
    }
    kinds
};

fn attribute_value(text: &str) -> Option<(&str, &str)> {
    let quote = *text.as_bytes().first()?;
    if matches!(quote, b'"' | b'\'') {
        let text = &text[1..];
        let end = memchr(quote, text.as_bytes())?;
        return Some((&text[..end], &text[end + 1..]));
    }
    let end = text.bytes().position(|sign| sign.is_ascii_whitespace() || sign == b'>')?;
    (end > 0).then(|| text.split_at(end))
}

/// The text of an element that can only have text, and what follows its end.
fn only_text<'h>(of: &str, html: &'h str) -> Option<(Cow<'h, str>, &'h str)> {
    let (text, rest) = html.split_at(memmem::find(html.as_bytes(), b"</")?);
    let rest = rest[2..].strip_prefix(of)?.strip_prefix('>')?;
    // Only in titles are signs written by names.
    let text = if of == "title" { decoded(text)? } else { text.into() };
    (!text.contains("<!--")).then_some((text, rest))
}

/// A text without the names of signs that this program writes; nothing where there are others.
fn decoded(text: &str) -> Option<Cow<'_, str>> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Some(text.into());
    }
    let mut parts = text.split('&');
    let mut plain = parts.next()?.to_owned();
    for part in parts {
        let (name, rest) = part.split_once(';')?;
        plain.push(sign_of(name)?);
        plain.push_str(rest);
    }
    Some(plain.into())
}

/// The sign that a name stands for, of those that this program writes; none is a space.
fn sign_of(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "#39" => '\'',
        _ => return None,
    })
}

/// Reads any page.
fn any_page<'h>(html: &str, take: &mut impl FnMut(Piece<'_, 'h>)) {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut within: Option<(Vec<u8>, String)> = None;
    for token in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                within = is_of_text(&tag.name).then(|| (tag.name.to_vec(), String::new()));
                take(tag_of(&tag));
            }
            Token::String(text) => match &mut within {
                Some((_, all)) => all.push_str(&String::from_utf8_lossy(&text.value)),
                None if text.value.trim_ascii_start().is_empty() => {}
                None => take(Piece::Words),
            },
            Token::EndTag(tag) => {
                text_of(within.take(), take);
                take(Piece::End { name: String::from_utf8_lossy(&tag.name).into_owned().into() });
            }
            _ => {}
        }
    }
    text_of(within, take);
}

/// Whether no tag stands in an element, so that all its text is kept.
fn is_of_text(name: &[u8]) -> bool {
    name == b"noscript" || TEXTS.iter().any(|of| of.as_bytes() == name)
}

fn tag_of<'h>(tag: &StartTag<()>) -> Piece<'h, 'h> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned().into();
    let attributes =
        tag.attributes.iter().map(|(name, found)| Attribute { name: text(name), value: text(&found.value) });
    Piece::Tag { name: text(&tag.name), attributes: attributes.collect() }
}

fn text_of<'h>(within: Option<(Vec<u8>, String)>, take: &mut impl FnMut(Piece<'_, 'h>)) {
    let Some((name, text)) = within else { return };
    if let Some(of) = TEXTS.into_iter().find(|of| of.as_bytes() == name) {
        take(Piece::Text { of, text: text.into() });
    } else if name == b"noscript" {
        any_page(&text, take);
    }
}

/// A page as the short way and as html5gum reads it, each tag with its attributes in order and words told once; for fuzz
/// targets and the property below.
#[doc(hidden)]
#[must_use]
pub fn both_readers(html: &str) -> [Vec<Piece<'static, 'static>>; 2] {
    let (mut short, mut long) = (Vec::new(), Vec::new());
    each(html, |piece| add(&mut short, in_order(piece)));
    any_page(html, &mut |piece| add(&mut long, in_order(piece)));
    [short, long]
}

/// A text is one however it was cut.
fn add(pieces: &mut Vec<Piece<'static, 'static>>, piece: Piece<'static, 'static>) {
    if piece != Piece::Words || pieces.last() != Some(&Piece::Words) {
        pieces.push(piece);
    }
}

fn in_order(piece: Piece) -> Piece<'static, 'static> {
    let owned = |text: Cow<str>| Cow::Owned(text.into_owned());
    match piece {
        Piece::Tag { name, attributes } => {
            let attributes = attributes.into_owned().into_iter();
            let mut attributes: Vec<_> =
                attributes.map(|of| Attribute { name: owned(of.name), value: owned(of.value) }).collect();
            attributes.sort_by(|a, b| a.name.cmp(&b.name));
            Piece::Tag { name: owned(name), attributes: attributes.into() }
        }
        Piece::Text { of, text } => Piece::Text { of, text: owned(text) },
        Piece::Words => Piece::Words,
        Piece::End { name } => Piece::End { name: owned(name) },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Parts of pages, put together at random: most are no page at all.
    fn page() -> impl Strategy<Value = String> {
        let signs =
            "< </ > / /> = \" ' ` & ; ! ? - -- : a href id A é 1 <! <? <!-- --> <![CDATA[ ]]>".split(' ');
        let names = "&amp; &lt &lt; &#39; &#x27; &notit; &quot; &#32; &Tab; &nbsp;".split(' ');
        let tags = "<a <br/> </p> </p id> <!doctype+html> <!DOCTYPE+html> <title> </title> <TITLE> <script> </script> \
                    </SCRIPT> <style> </style> <svg> <textarea> </textarea> <noscript> </noscript> <xmp> <plaintext> <iframe>";
        let attributes = "+href=x +href=y +href +href+=x +id='z' +ID=\"x+y\" +1=x +=x +a=x/";
        let spaces = [" ", "\n", "\t", "\r", "\u{c}", "\0"].map(str::to_owned);
        let words = tags.split(' ').chain(attributes.split(' ')).map(|word| word.replace('+', " "));
        let parts: Vec<String> = signs.chain(names).map(str::to_owned).chain(words).chain(spaces).collect();
        prop::collection::vec(prop::sample::select(parts), 0..16).prop_map(|parts| parts.concat())
    }

    /// Tags by themselves, and texts within elements that can only have text.
    fn tags() -> impl Strategy<Value = String> {
        let tag = prop::collection::vec(
            prop::sample::select(vec![
                " href=x",
                " href=y",
                " href",
                " =z",
                " id='a&amp;b'",
                "/",
                " ",
                "\r",
                "\0",
                "1",
            ]),
            0..5,
        );
        let text = prop::sample::select(vec![
            "", "a", " ", "&#32;", "\r", "\0", "<!--", "<script>", "-->", "</", "&lt;", "<p>",
        ]);
        let within = prop::sample::select(vec!["p", "title", "script", "style", "noscript", "1p"]);
        let one = (within, tag, prop::collection::vec(text, 0..4), prop::bool::ANY).prop_map(
            |(name, tag, text, has_more)| {
                let more = if has_more { " a=\"\"" } else { "" };
                format!("<{name}{}>{}</{name}{more}>", tag.concat(), text.concat())
            },
        );
        prop::collection::vec(one, 1..4).prop_map(|tags| tags.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8000))]
        /// Whatever a page is, the short way says what html5gum says.
        #[test]
        fn both_readers_say_the_same(html in prop_oneof![page(), tags()]) {
            let [ours, theirs] = both_readers(&html);
            prop_assert_eq!(ours, theirs);
        }
    }

    /// What this program writes is read the short way, or it would not be fast.
    #[test]
    fn what_is_written_here_is_plain() {
        let html = "<!doctype html><html lang=en-GB><meta content=\"a &amp; b\"name=x><title>A &lt; b</title>\
                    <script src=a.js type=module></script><svg viewBox=\"0 0 1 1\"><path d=M0,0 /></svg><p hidden>é &mdash;</p>";
        let mut rest = html;
        let mut count = 0;
        while let Some(start) = rest.find('<') {
            rest = plain(&rest[start..], &mut Vec::new(), &mut |_| count += 1)
                .unwrap_or_else(|| panic!("{rest}"));
        }
        assert_eq!(count, 13);
    }
}
