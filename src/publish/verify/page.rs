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
    /// Addresses of pages and files, each once.
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
        // What stands on a page twice leads to the same place twice.
        page.addresses.sort_unstable();
        page.addresses.dedup();
        page
    }

    fn element(&mut self, tag: &StartTag<()>) {
        let mut rel = "";
        let (mut alt, mut content, mut equiv, mut called) = (false, "", "", "");
        let mut addresses: Vec<&str> = Vec::new();
        for (key, found) in &tag.attributes {
            // What is not UTF-8 names nothing of this site.
            let (Ok(key), Ok(value)) = (str::from_utf8(key), str::from_utf8(&found.value)) else { continue };
            match key {
                "id" if !self.ids.insert(value.to_owned()) => {
                    self.faults.push(format!("the id `{value}` stands twice"));
                }
                "rel" => rel = value,
                "alt" => alt = true,
                "content" => content = value,
                "http-equiv" => equiv = value,
                "name" => called = value,
                "lang" if *tag.name == b"html" => self.has_language = !value.is_empty(),
                _ if ADDRESSES.contains(&key) => addresses.push(value),
                _ => {
                    if let Some(attribute) = ID_LISTS.into_iter().find(|attribute| *attribute == key) {
                        self.named
                            .extend(value.split_ascii_whitespace().map(|id| (attribute, id.to_owned())));
                    }
                }
            }
        }
        match &tag.name[..] {
            b"link" if rel == "canonical" => {
                self.canonical = addresses.pop().map(str::to_owned);
            }
            b"meta" if equiv.eq_ignore_ascii_case("refresh") => {
                self.moved = true;
                addresses.extend(content.split_once("url=").map(|(_, address)| address));
            }
            b"meta" if called == "robots" => self.indexed = !content.contains("noindex"),
            b"img" if !alt => self.faults.push("a picture has no words in its place (alt)".to_owned()),
            [b'h', level @ b'1'..=b'6'] => self.headings.push(level - b'0'),
            _ => {}
        }
        self.addresses.extend(addresses.into_iter().map(str::to_owned));
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
