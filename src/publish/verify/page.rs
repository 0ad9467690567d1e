//! What one page says of itself and refers to, and what is wrong with it alone.

use std::collections::HashSet;

use html5gum::{StartTag, Token, Tokenizer};

/// A page that is heavier keeps readers on slow lines waiting; long tables are paged before that.
const MOST_BYTES: usize = 500_000;

/// A page as others refer to it.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub title: String,
    /// The address that it gives as its own.
    pub canonical: Option<String>,
    /// Search engines may show it.
    pub indexed: bool,
    /// It only leads to another page.
    pub moved: bool,
    pub ids: HashSet<String>,
    /// Addresses of pages and files.
    pub addresses: Vec<String>,
    /// What is wrong, in words.
    pub faults: Vec<String>,
    named: Vec<(&'static str, String)>,
    headings: Vec<u8>,
    has_language: bool,
}

/// Where elements have addresses.
const ADDRESSES: [&str; 4] = ["href", "src", "poster", "action"];
/// Attributes that name ids of the same page.
const ID_LISTS: [&str; 9] = [
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-details",
    "for",
    "headers",
    "list",
    "popovertarget",
];

impl Page {
    pub(super) fn read(html: &str) -> Self {
        let mut page = Self { indexed: true, ..Self::default() };
        let (mut in_title, mut in_body) = (false, false);
        for token in Tokenizer::new(html) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    // A drawing has titles, too.
                    in_body |= *tag.name == b"body";
                    in_title = *tag.name == b"title" && !in_body;
                    page.element(&tag);
                }
                Token::EndTag(tag) if *tag.name == b"title" => in_title = false,
                Token::String(text) if in_title => page.title.push_str(&String::from_utf8_lossy(&text.value)),
                _ => {}
            }
        }
        page.judge(html.len());
        page
    }

    fn element(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        let get = |key: &str| {
            tag.attributes.get(key.as_bytes()).map(|found| String::from_utf8_lossy(&found.value).into_owned())
        };
        if let Some(id) = get("id")
            && !self.ids.insert(id.clone())
        {
            self.faults.push(format!("the id `{id}` stands twice"));
        }
        for attribute in ID_LISTS {
            if let Some(list) = get(attribute) {
                self.named.extend(list.split_ascii_whitespace().map(|id| (attribute, id.to_owned())));
            }
        }
        let rel = get("rel").unwrap_or_default();
        match name {
            b"html" => self.has_language = get("lang").is_some_and(|lang| !lang.is_empty()),
            b"link" if rel == "canonical" => self.canonical = get("href"),
            b"meta" if get("http-equiv").is_some_and(|kind| kind.eq_ignore_ascii_case("refresh")) => {
                self.moved = true;
                let content = get("content").unwrap_or_default();
                self.addresses.extend(content.split_once("url=").map(|(_, address)| address.to_owned()));
            }
            b"meta" if get("name").is_some_and(|name| name == "robots") => {
                self.indexed = !get("content").is_some_and(|content| content.contains("noindex"));
            }
            b"img" if get("alt").is_none() => {
                self.faults.push("a picture has no words in its place (alt)".to_owned());
            }
            [b'h', level @ b'1'..=b'6'] => self.headings.push(level - b'0'),
            _ => {}
        }
        if !(name == b"link" && matches!(rel.as_str(), "canonical")) {
            self.addresses.extend(ADDRESSES.iter().filter_map(|attribute| get(attribute)));
        }
    }

    fn judge(&mut self, bytes: usize) {
        if self.title.trim().is_empty() {
            self.faults.push("it has no title".to_owned());
        }
        for (attribute, id) in std::mem::take(&mut self.named) {
            if !self.ids.contains(&id) {
                self.faults.push(format!("`{attribute}` names the id `{id}`, which is not there"));
            }
        }
        if self.moved {
            return;
        }
        if !self.has_language {
            self.faults.push("it does not say its language".to_owned());
        }
        let main: Vec<&u8> = self.headings.iter().filter(|level| **level == 1).collect();
        if main.len() != 1 {
            self.faults.push(format!("it has {} main headings (h1), not one", main.len()));
        }
        let pairs = self.headings.iter().zip(self.headings.iter().skip(1));
        if let Some((first, next)) = pairs.into_iter().find(|(first, next)| **next > **first + 1) {
            self.faults.push(format!("a heading of level {next} follows one of level {first}"));
        }
        if bytes > MOST_BYTES {
            self.faults.push(format!("it has {} kB, more than {}", bytes / 1000, MOST_BYTES / 1000));
        }
    }
}
