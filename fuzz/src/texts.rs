//! Any text as a chapter with its head, as a note, and as a chapter that quotes figures of the imaginary region: whatever
//! it says, the page has no tags and attributes but the few that Markdown of this site is made of, each one that opens
//! closes, and every address is one to read.

use std::path::Path;

use citytools::catalogue::{Origin, Page};
use citytools::content::{front_matter, markdown as written};
use citytools::diagnostics::{FileId, Sources, Span, text};
use citytools::render::{markdown, prose};
use citytools::site::Model;
use html5gum::{StartTag, Token, Tokenizer};

use super::within::{self, CHECKED};

/// What Markdown becomes: elements, and the attributes that each may have.
const ELEMENTS: [(&str, &[&str]); 33] = [
    ("a", &["href", "id", "aria-label", "class"]),
    ("blockquote", &[]),
    ("br", &[]),
    ("caption", &["class"]),
    ("code", &[]),
    ("del", &[]),
    ("div", &["class", "role", "aria-label", "tabindex"]),
    ("em", &[]),
    ("h1", &["id"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("hr", &[]),
    ("li", &["id"]),
    ("ol", &["start"]),
    ("p", &[]),
    ("pre", &[]),
    ("section", &["class", "aria-label"]),
    ("span", &["class"]),
    ("strong", &[]),
    ("sup", &[]),
    ("table", &["class"]),
    ("tbody", &[]),
    ("td", &["class", "data-label"]),
    ("th", &["class", "scope"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &[]),
    ("figure", &[]),
    ("b", &[]),
    ("i", &[]),
];

const CLASSES: [&str; 7] = ["fig", "notes", "num", "of-fig", "scroll", "stack", "vh"];
const VOID: [&str; 2] = ["br", "hr"];

pub fn read(input: &[u8]) {
    let input = within::text(input);
    let mut sources = Sources::default();
    let file = sources.add(Path::new("content/report/01-a.md"), input.to_owned());
    let (document, problems) = front_matter::read(input, file);
    for problem in &problems {
        assert!(!text::render(problem, &sources).is_empty());
    }
    let body = document.as_ref().map_or(input, |document| document.body.as_str());
    let _ = (written::unsafe_parts(body, true), written::blocks(body));
    // What is refused for its size is not shown.
    if written::beyond_meaning(body).is_some() {
        return;
    }
    is_ours(&markdown::paragraph(body));
    as_chapter(body, file);
}

fn as_chapter(body: &str, file: FileId) {
    let records = CHECKED.records().expect("the imaginary region is right");
    let model = Model { catalogue: &records.catalogue, figures: &records.figures, files: None };
    let span = Span { start: 0, end: u32::try_from(body.len()).unwrap_or_default() };
    let page = Page {
        slug: "a".to_owned(),
        title: "A".to_owned(),
        description: body.lines().next().unwrap_or_default().to_owned(),
        description_span: span,
        body: body.to_owned(),
        file,
        span,
        origin: Origin { path: Path::new("content/report/01-a.md").into(), line: 1, column: 1 },
    };
    let context = prose::ProseContext {
        model,
        root: "../",
        has_page: &|page| page.len() % 2 == 0,
        draw: None,
        among: None,
        chapters: &[],
    };
    is_ours(&prose::render(&page, &context).prose.html);
    let _ = prose::problems(&page, &context);
}

fn is_ours(html: &str) {
    let mut open: Vec<Vec<u8>> = Vec::new();
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => {
                is_known(&tag, html);
                if !VOID.iter().any(|name| name.as_bytes() == &*tag.name) {
                    open.push(tag.name.to_vec());
                }
            }
            Token::EndTag(tag) => {
                let last = open.pop().map(|name| lossy(&name));
                assert_eq!(last, Some(lossy(&tag.name)), "{} closes nothing: {html}", lossy(&tag.name));
            }
            Token::String(_) | Token::Error(_) => {}
            other => panic!("{other:?} in {html}"),
        }
    }
    assert!(
        open.is_empty(),
        "{:?} stays open: {html}",
        open.iter().map(|name| lossy(name)).collect::<Vec<_>>()
    );
}

fn is_known(tag: &StartTag<()>, html: &str) {
    let name = lossy(&tag.name);
    let element = ELEMENTS.iter().find(|(own, _)| *own == name);
    let (_, attributes) = element.unwrap_or_else(|| panic!("<{name}> in {html}"));
    for (key, value) in &tag.attributes {
        let (key, value) = (lossy(key), lossy(&value.value));
        assert!(attributes.contains(&key.as_str()), "<{name} {key}=\"{value}\"> in {html}");
        match key.as_str() {
            "href" => assert!(is_to_read(&value), "{value} in {html}"),
            "class" => assert!(CLASSES.contains(&value.as_str()), "{value} in {html}"),
            _ => {}
        }
    }
}

/// Pages and mail; a browser passes over spaces and what nobody sees before a scheme.
fn is_to_read(address: &str) -> bool {
    let seen: String = address.chars().filter(|sign| *sign > ' ').collect::<String>().to_ascii_lowercase();
    let is_own = seen.starts_with(['/', '#', '.']) && !seen.starts_with("//");
    is_own || ["https:", "http:", "mailto:"].iter().any(|scheme| seen.starts_with(scheme))
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
