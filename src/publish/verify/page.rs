//! What one page says of itself and refers to, and what is wrong with it alone.

use std::borrow::Cow;
use std::collections::HashSet;

use super::tags::{self, Attribute, Piece};
use crate::site::policy;

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
    /// Those of scripts, styles, pictures and whatever else a browser loads by itself.
    pub loaded: Vec<String>,
    /// What is wrong, in words.
    pub faults: Vec<String>,
    named: Vec<(&'static str, String)>,
    headings: Vec<u8>,
    has_language: bool,
    has_policy: bool,
    is_loading: bool,
}

/// Where elements have addresses.
const ADDRESSES: [&str; 7] = ["href", "src", "poster", "action", "formaction", "xlink:href", "data"];
/// What a policy has to stand before: it is for nothing that was read earlier.
const LOADING: [&str; 4] = ["link", "script", "style", "body"];
/// A script that is no script but facts for search engines.
const FACTS: &str = "application/ld+json";
/// Elements of which a browser loads the address, or to which it sends what a reader writes, without a click on a link.
const BY_ITSELF: [&str; 12] = [
    "script", "img", "iframe", "frame", "embed", "audio", "video", "source", "track", "input", "form", "base",
];
/// Links that are loaded, too.
const LOADED: [&str; 5] = ["stylesheet", "icon", "preload", "prefetch", "manifest"];
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
        let mut addresses = Vec::new();
        let mut in_body = false;
        tags::each(html, |piece| match piece {
            Piece::Tag { name, attributes } => {
                in_body |= name == "body";
                page.element(&name, attributes, &mut addresses);
            }
            // A drawing has titles, too.
            Piece::Text { of: "title", text } if !in_body => page.title.push_str(&text),
            Piece::Text { .. } => {}
        });
        page.judge(html.len());
        // What stands on a page twice leads to the same place twice.
        addresses.sort_unstable();
        addresses.dedup();
        page.addresses = addresses.into_iter().map(Cow::into_owned).collect();
        page
    }

    fn element<'h>(&mut self, tag: &str, attributes: Vec<Attribute<'h>>, addresses: &mut Vec<Cow<'h, str>>) {
        let (mut rel, mut content, mut equiv, mut called, mut kind) = Default::default();
        let mut alt = false;
        let mut led_to: Vec<Cow<str>> = Vec::new();
        for Attribute { name, value } in attributes {
            match &*name {
                "id" => self.id(value),
                "rel" => rel = value,
                "alt" => alt = true,
                "content" => content = value,
                "http-equiv" => equiv = value,
                "name" => called = value,
                "type" => kind = value,
                "style" => self.faults.push("an element has a style of its own".to_owned()),
                "lang" if tag == "html" => self.has_language = !value.is_empty(),
                name if ADDRESSES.contains(&name) => led_to.push(value),
                name if name.starts_with("on") => {
                    self.faults.push(format!("an element runs a script (`{name}`)"));
                }
                name => {
                    if let Some(attribute) = ID_LISTS.into_iter().find(|attribute| *attribute == name) {
                        let ids = value.split_ascii_whitespace();
                        self.named.extend(ids.map(|id| (attribute, id.to_owned())));
                    }
                }
            }
        }
        match tag {
            "link" if rel == "canonical" => self.canonical = led_to.pop().map(Cow::into_owned),
            "meta" if equiv.eq_ignore_ascii_case("refresh") => {
                self.moved = true;
                led_to.extend(content.split_once("url=").map(|(_, address)| address.to_owned().into()));
            }
            "meta" if equiv.eq_ignore_ascii_case("content-security-policy") => {
                self.has_policy |= !self.is_loading && [policy::PAGE, policy::STILL].contains(&&*content);
            }
            "meta" if called == "robots" => self.indexed = !content.contains("noindex"),
            "script" if led_to.is_empty() && kind != FACTS => {
                self.faults.push("a script stands within the page".to_owned());
            }
            "style" => self.faults.push("a style stands within the page".to_owned()),
            "img" if !alt => self.faults.push("a picture has no words in its place (alt)".to_owned()),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.headings.push(tag.as_bytes()[1] - b'0'),
            _ => {}
        }
        self.is_loading |= LOADING.contains(&tag);
        if BY_ITSELF.contains(&tag) || (tag == "link" && LOADED.iter().any(|kind| rel.contains(kind))) {
            self.loaded.extend(led_to.iter().map(ToString::to_string));
        }
        if led_to.iter().any(|address| is_script(address)) {
            self.faults.push("an address is a script".to_owned());
        }
        addresses.append(&mut led_to);
    }

    fn id(&mut self, id: Cow<str>) {
        if self.ids.contains(&*id) {
            self.faults.push(format!("the id `{id}` stands twice"));
        } else {
            self.ids.insert(id.into_owned());
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
        if !self.has_policy {
            let what = "it does not begin with the policy of this program's pages (Content-Security-Policy)";
            self.faults.push(what.to_owned());
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

/// Whether a browser would run an address: it passes over what nobody sees in it.
fn is_script(address: &str) -> bool {
    const SCHEME: &str = "javascript:";
    let seen = address.chars().filter(|sign| *sign > ' ');
    seen.zip(SCHEME.chars()).filter(|(sign, due)| sign.eq_ignore_ascii_case(due)).count() == SCHEME.len()
}
