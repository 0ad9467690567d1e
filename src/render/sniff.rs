//! Whether a file that pages load is what its name says. A browser believes the name, so a page in the clothes of a picture
//! would run on the site's own address. Pictures of lines are held to shapes: an SVG can do all that a page can.

/// Elements of a drawing; none of them loads, links or runs anything.
const SHAPES: [&str; 22] = [
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "title",
    "desc",
    "defs",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "pattern",
    "symbol",
    "use",
];

/// The only vocabularies that a drawing needs.
const VOCABULARIES: [&str; 2] = ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"];

/// What is wrong with a file of that name.
#[must_use]
pub fn problem(name: &str, bytes: &[u8]) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    if !name.chars().all(is_plain) {
        return Some(
            "a name in an address has only letters, digits, hyphens, underscores and full stops".to_owned(),
        );
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let has = |at: usize, what: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(what));
    let begins = |with: &[u8]| has(0, with);
    let is_right = match ending {
        "png" => begins(b"\x89PNG\r\n\x1a\n"),
        "jpg" | "jpeg" => begins(b"\xff\xd8\xff"),
        "gif" => begins(b"GIF87a") || begins(b"GIF89a"),
        "webp" => begins(b"RIFF") && has(8, b"WEBP"),
        "avif" => has(4, b"ftypavi"),
        "ico" => begins(&[0, 0, 1, 0]),
        "woff2" => begins(b"wOF2"),
        "pdf" => begins(b"%PDF-"),
        "css" | "js" | "mjs" => text(bytes).is_some(),
        "csv" | "txt" => text(bytes).is_some_and(|text| !text.trim_start().starts_with('<')),
        "json" | "webmanifest" => serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok(),
        "svg" => return text(bytes).map_or(Some("the drawing is not UTF-8 text".to_owned()), drawing),
        _ => {
            return Some(
                "no page loads files of this kind; use png, jpg, gif, webp, avif, ico, svg, woff2, pdf, css, js, csv, json or txt"
                    .to_owned(),
            );
        }
    };
    (!is_right).then(|| {
        format!(
            "its bytes are not those of a .{ending} file; export it again, or give it the name of what it is"
        )
    })
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

/// What a drawing has that is no shape.
fn drawing(text: &str) -> Option<String> {
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(head) = rest.strip_prefix("<?xml ") {
        let Some((head, after)) = head.split_once("?>") else {
            return Some("its first line is not closed".to_owned());
        };
        if head.contains(['<', '>']) {
            return Some("its first line has brackets in it".to_owned());
        }
        if head.contains("encoding") && !head.to_ascii_lowercase().contains("\"utf-8\"") {
            return Some("it says that it has another encoding than UTF-8".to_owned());
        }
        rest = after;
    }
    if !rest.trim_start().starts_with("<svg") && !rest.trim_start().starts_with("<!--") {
        return Some("it does not begin with <svg>".to_owned());
    }
    // Every angle bracket is looked at, whatever it stands in: what a reader of pages would take for a comment, a reader of
    // XML may not.
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment;
        } else if let Some(end) = rest.strip_prefix('/') {
            rest = end;
        } else {
            match element(rest) {
                Ok(after) => rest = after,
                Err(why) => return Some(why),
            }
        }
    }
    None
}

/// One element's tag, read strictly; the text behind it.
fn element(text: &str) -> Result<&str, String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_' | '.');
    let name_end = text.find(|c| !is_name(c)).unwrap_or(text.len());
    let (name, mut rest) = text.split_at(name_end);
    if !SHAPES.contains(&name) {
        let shown: String = text.chars().take(20).collect();
        return Err(format!("it has <{} in it, and a drawing has shapes only", shown.trim_end()));
    }
    loop {
        rest = after_spaces(after_spaces(rest).trim_start_matches('/'));
        if let Some(after) = rest.strip_prefix('>') {
            return Ok(after);
        }
        let broken = || format!("the tag <{name} is not written as XML");
        let key_end = rest.find(|c| !is_name(c)).ok_or_else(broken)?;
        let (key, after) = rest.split_at(key_end);
        let after = after_spaces(after_spaces(after).strip_prefix('=').ok_or_else(broken)?);
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\'')).ok_or_else(broken)?;
        let (value, after) = after[1..].split_once(quote).ok_or_else(broken)?;
        if key.is_empty() {
            return Err(broken());
        }
        if !is_harmless(key, value) {
            let value: String = value.chars().take(40).collect();
            return Err(format!("<{name} has {key}=\"{value}\", which could load or run something"));
        }
        rest = after;
    }
}

/// What follows the spaces of XML. Any other is part of a name to a reader of pages.
fn after_spaces(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\r', '\n'])
}

fn is_harmless(key: &str, value: &str) -> bool {
    let key = key.to_ascii_lowercase();
    if key == "xmlns" || key.starts_with("xmlns:") {
        return VOCABULARIES.contains(&value);
    }
    if key.starts_with("on")
        || (key.contains(':') && !matches!(key.as_str(), "xlink:href" | "xml:space" | "xml:lang"))
    {
        return false;
    }
    // A character by number could be any.
    if value.contains(['<', '\\', '@']) || value.replace("&amp;", "").contains('&') {
        return false;
    }
    let value: String = value.to_ascii_lowercase().split_whitespace().collect();
    if key.ends_with("href") {
        return value.starts_with('#');
    }
    let urls_are_own = value.matches("url(").count() == value.matches("url(#").count();
    let has_scheme =
        ["script:", "data:", "http:", "https:", "//", "expression("].iter().any(|word| value.contains(word));
    urls_are_own && !has_scheme
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_pass_and_nothing_else_does() {
        let svg = |inner: &str| {
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox='0 0 1 1'>{inner}</svg>")
        };
        for harmless in [
            "",
            "<!-- a drawing --><title>A &amp; B</title><rect x = \"1\"  width='3'/>",
            "<defs><linearGradient id=\"a\"><stop offset=\"0\" stop-color=\"#fff\"/></linearGradient></defs><use href=\"#a\"/><path fill=\"url(#a)\" style=\"fill: red\" d=\"M0 0\"/>",
        ] {
            assert_eq!(problem("a.svg", svg(harmless).as_bytes()), None);
        }
        let hostile = [
            "<script>alert(1)</script>",
            "<SCRIPT/>",
            "<svg:script/>",
            "<foreignObject><p>a</p></foreignObject>",
            "<title><script>alert(1)</script></title>",
            "<!-- --><script>-->",
            "<![CDATA[<script>]]>",
            "<rect onload=\"alert(1)\"/>",
            "<rect a=\">\" onload=\"alert(1)\"/>",
            "<rect ONCLICK='alert(1)'/>",
            "<rect/onload=alert(1)>",
            // For a reader of pages all of it is the name.
            "<rect\u{b}x=\"1\"/>",
            "<rect\u{a0}x=\"1\"/>",
            "<rect x\u{2028}=\"1\"/>",
            "<rect a=1>",
            "<use href=\"https://a.example/#b\"/>",
            "<use xlink:href=\"//a.example/#b\"/>",
            "<use href=\"data:image/svg+xml,a\"/>",
            "<use href=\"&#x6a;avascript:alert(1)\"/>",
            "<a href=\"#a\">a</a>",
            "<image href=\"#a\"/>",
            "<animate attributeName=\"href\" to=\"javascript:alert(1)\"/>",
            "<set attributeName=\"onload\" to=\"a\"/>",
            "<style>@import 'https://a.example/'</style>",
            "<rect style=\"fill: url(https://a.example/a)\"/>",
            "<rect style=\"background: url( '//a.example/a')\"/>",
            "<rect style=\"fill: u\\72l(https://a.example)\"/>",
            "<rect fill=\"url(data:image/png,a)\"/>",
            "<rect xmlns=\"http://www.w3.org/1999/xhtml\"/>",
            "<rect xml:base=\"https://a.example/\"/>",
            // One rule alone refuses each of these.
            "<rect ev:event=\"load\"/>",
            "<rect style=\"fill: u\\72l(a.svg)\"/>",
            "<rect style=\"@import a\"/>",
            "<rect style=\"fill: &#x75;rl(a.svg)\"/>",
            "<rect fill=\"url(a.svg)\"/>",
            "<rect a=\"javascript:alert(1)\"/>",
            "<rect a=\"data:,b\"/>",
            "<rect a=\"da\nta:,b\"/>",
            "<rect a=\"//a.example\"/>",
            "<rect style=\"width: expression(1)\"/>",
            "<?xml-stylesheet href=\"a\"?>",
            "<!ENTITY a \"b\">",
            "<",
        ];
        for inner in hostile {
            assert!(problem("a.svg", svg(inner).as_bytes()).is_some(), "{inner}");
        }
        for whole in [
            "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg/>",
            "<?xml version=\"1.0\" encoding=\"UTF-7\"?><svg/>",
            "<html><svg/></html>",
            // A reader of pages ends the first line at the first bracket.
            "<?xml ><script>alert(1)</script>?><svg/>",
            "\u{0}<svg/>",
            "",
        ] {
            assert!(problem("a.svg", whole.as_bytes()).is_some(), "{whole}");
        }
        println!("{} hostile drawings", hostile.len() + 6);
    }
}
