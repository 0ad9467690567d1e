//! What one page says of itself and refers to, and what is wrong with it alone.

use std::borrow::Cow;
use std::collections::HashSet;

use super::MOST_OF_A_PAGE;
use super::names::{Kind, Names, Said};
use super::tags::{self, Attribute, Piece};
use crate::site::policy;

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
    /// It is so heavy that nothing else is known of it.
    pub unread: bool,
    pub ids: HashSet<String>,
    /// Addresses of pages and files, each once.
    pub addresses: Vec<String>,
    /// Those of scripts, styles, pictures and whatever else a browser loads by itself.
    pub loaded: Vec<String>,
    /// Modules that its elements ask for by name (`data-module`), which the page's script loads.
    pub modules: Vec<String>,
    /// What is wrong, in words.
    pub faults: Vec<String>,
    named: Vec<(&'static str, String)>,
    headings: Vec<u8>,
    names: Names,
    /// Ids of fields without a name of their own; none where a field has no id either.
    fields: Vec<Option<String>>,
    /// Ids that labels are for.
    labelled: HashSet<String>,
    labels_open: usize,
    has_description: bool,
    has_language: bool,
    has_policy: bool,
    is_loading: bool,
}

/// What a policy has to stand before: it is for nothing that was read earlier.
fn is_loading(tag: &str) -> bool {
    matches!(tag, "link" | "script" | "style" | "body")
}

/// A script that is no script but facts for search engines.
const FACTS: &str = "application/ld+json";
/// Elements of which a browser loads the address, or to which it sends what a reader writes, without a click on a link.
fn loads_by_itself(tag: &str) -> bool {
    is_embedding(tag)
        || matches!(
            tag,
            "script" | "img" | "source" | "track" | "input" | "form" | "base" | "image" | "use" | "feimage"
        )
}

/// What shows in a page what is none of it: this program's pages have none.
fn is_embedding(tag: &str) -> bool {
    matches!(tag, "iframe" | "frame" | "embed" | "object" | "video" | "audio")
}

/// What readers write into, or choose from.
fn is_field(tag: &str) -> bool {
    matches!(tag, "input" | "select" | "textarea")
}

/// Fields that say by themselves what they are, or that nobody sees.
const NO_FIELDS: [&str; 5] = ["hidden", "submit", "reset", "button", "image"];
/// Links that are loaded, too.
const LOADED: [&str; 6] = ["stylesheet", "icon", "preload", "prefetch", "preconnect", "manifest"];
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
    /// Bytes that are read of a page: of one with more it is only told that it has them.
    pub(super) const MOST_READ: u64 = 2 * MOST_OF_A_PAGE as u64;

    pub(super) fn too_heavy(bytes: u64) -> Self {
        Self { faults: vec![heavy(bytes)], unread: true, ..Self::default() }
    }

    pub(super) fn of(bytes: &[u8]) -> Self {
        match bytes.len() as u64 {
            most if most > Self::MOST_READ => Self::too_heavy(most),
            // To look for what is wrong takes much longer than to see that nothing is.
            _ => match std::str::from_utf8(bytes) {
                Ok(html) => Self::read(html),
                Err(_) => Self::read(&String::from_utf8_lossy(bytes)),
            },
        }
    }

    pub(super) fn read(html: &str) -> Self {
        let mut page = Self { indexed: true, ..Self::default() };
        let mut addresses = Vec::new();
        let mut in_body = false;
        tags::each(html, |piece| match piece {
            Piece::Tag { name, attributes } => {
                in_body |= name == "body";
                page.element(&name, &attributes, &mut addresses);
            }
            // A drawing has titles, too.
            Piece::Text { of: "title", text } if in_body => {
                if !text.trim().is_empty() {
                    page.names.hears(Said::Title);
                }
            }
            Piece::Text { of: "title", text } => page.title.push_str(&text),
            Piece::Text { .. } => {}
            Piece::Words => page.names.hears(Said::Aloud),
            Piece::End { name } => {
                page.labels_open = page.labels_open.saturating_sub(usize::from(name == "label"));
                page.names.closes(&name, &mut page.faults);
            }
        });
        page.names.end(&mut page.faults);
        page.judge(html.len());
        // What stands on a page twice leads to the same place twice.
        addresses.sort_unstable();
        addresses.dedup();
        page.addresses = addresses.into_iter().map(Cow::into_owned).collect();
        page
    }

    fn element<'h>(&mut self, tag: &str, attributes: &[Attribute<'h>], addresses: &mut Vec<Cow<'h, str>>) {
        if attributes.is_empty() && !says_something(tag) {
            return;
        }
        let (mut rel, mut content, mut equiv, mut called, mut kind) = ("", "", "", "", "");
        let mut name_of = Name::default();
        let mut has_data = false;
        let before = addresses.len();
        let mut loaded: Vec<Cow<str>> = Vec::new();
        for Attribute { name, value } in attributes {
            match &**name {
                "class" => {}
                "href" | "src" | "action" | "formaction" | "xlink:href" | "data" | "manifest" => {
                    addresses.push(value.clone());
                }
                // Loaded, or told that somebody was there, whatever the element.
                "srcset" | "imagesrcset" | "poster" | "background" | "ping" => {
                    loaded.extend(several(name, value));
                }
                "id" => {
                    name_of.id = Some(value);
                    self.id(value);
                }
                "rel" => rel = value,
                "alt" => name_of.alt = Some(value),
                "role" => name_of.is_picture = value == "img",
                "content" => content = value,
                "http-equiv" => equiv = value,
                "name" | "property" => called = value,
                "type" => kind = value,
                "style" => self.faults.push("an element has a style of its own".to_owned()),
                "srcdoc" => self.faults.push("a page stands within the page (`srcdoc`)".to_owned()),
                "lang" if tag == "html" => self.has_language = !value.is_empty(),
                "title" => name_of.has_title = !value.trim().is_empty(),
                "aria-label" => name_of.is_named |= !value.trim().is_empty(),
                "data-module" => self.modules.push(value.to_string()),
                name if name.starts_with("on") => {
                    self.faults.push(format!("an element runs a script (`{name}`)"));
                }
                name if name.starts_with("data-") => has_data = true,
                name => {
                    if let Some(attribute) = ID_LISTS.into_iter().find(|attribute| *attribute == name) {
                        let ids = value.split_ascii_whitespace();
                        if tag == "label" {
                            self.labelled.extend(ids.clone().map(str::to_owned));
                        }
                        self.named.extend(ids.map(|id| (attribute, id.to_owned())));
                        name_of.is_named |= name == "aria-labelledby" && !value.trim().is_empty();
                    }
                }
            }
        }
        let has_address = addresses.len() > before;
        if has_data {
            addresses.extend(of_scripts(attributes));
        }
        match tag {
            "link" if rel == "canonical" => {
                let own = if addresses.len() > before { addresses.pop() } else { None };
                self.canonical = own.map(Cow::into_owned);
            }
            "meta" if equiv.eq_ignore_ascii_case("refresh") => {
                self.moved = true;
                addresses.extend(refreshed(content).map(|address| address.to_owned().into()));
            }
            "meta" if equiv.eq_ignore_ascii_case("content-security-policy") => {
                self.has_policy |= !self.is_loading && [policy::PAGE, policy::STILL].contains(&content);
            }
            "meta" if equiv.eq_ignore_ascii_case("set-cookie") => {
                self.faults.push("the page sets a cookie".to_owned());
            }
            "animate" | "animatemotion" | "animatetransform" | "set" => {
                self.faults.push(format!("a drawing changes an element when it likes (`{tag}`)"));
            }
            "meta" if called == "description" => self.has_description = !content.trim().is_empty(),
            "meta" if called == "robots" => self.indexed = !content.contains("noindex"),
            "meta" if called == "og:image" => addresses.push(content.to_owned().into()),
            "script" if !has_address && kind != FACTS => {
                self.faults.push("a script stands within the page".to_owned());
            }
            "label" => self.labels_open += 1,
            _ if is_embedding(tag) => {
                self.faults
                    .push(format!("the page embeds something (`{tag}`), as none of this program's does"));
            }
            "style" => self.faults.push("a style stands within the page".to_owned()),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.headings.push(tag.as_bytes()[1] - b'0'),
            _ => {}
        }
        self.name(tag, &name_of, kind, has_address);
        self.is_loading |= is_loading(tag);
        if loads_by_itself(tag) || (tag == "link" && LOADED.iter().any(|kind| rel.contains(kind))) {
            self.loaded.extend(addresses[before..].iter().map(ToString::to_string));
        }
        self.loaded.extend(loaded.iter().map(ToString::to_string));
        addresses.append(&mut loaded);
        self.schemes(&addresses[before..]);
    }

    /// What no address may be.
    fn schemes(&mut self, addresses: &[Cow<str>]) {
        let mut with_scheme = addresses.iter().filter(|address| address.contains(':'));
        if with_scheme.clone().any(|address| has_one_of(&["javascript:", "vbscript:"], address)) {
            self.faults.push("an address is a script".to_owned());
        }
        if with_scheme.any(|address| has_one_of(&["data:", "blob:", "filesystem:"], address)) {
            self.faults.push("an address is a file by itself (`data:`)".to_owned());
        }
    }

    /// Whether whoever does not see an element is told what it is.
    fn name(&mut self, tag: &str, of: &Name, kind: &str, has_address: bool) {
        let has_words = of.alt.as_ref().is_some_and(|alt| !alt.trim().is_empty());
        let is_named = of.is_named || of.has_title;
        if of.is_named || has_words {
            self.names.hears(Said::Aloud);
        }
        let lacks = match tag {
            // A picture that says nothing has words, and none of them.
            "img" if of.alt.is_none() => Some("a picture has no words in its place (alt)"),
            "input" if kind.eq_ignore_ascii_case("image") && !has_words => {
                Some("a button that is a picture has no words in its place (alt)")
            }
            "area" if has_address && !has_words && !is_named => {
                Some("an area of a picture has no words in its place (alt)")
            }
            _ => None,
        };
        self.faults.extend(lacks.map(str::to_owned));
        let is_field = is_field(tag) && !NO_FIELDS.iter().any(|own| kind.eq_ignore_ascii_case(own));
        if is_field && !is_named && self.labels_open == 0 {
            self.fields.push(of.id.map(str::to_owned));
        }
        match tag {
            "a" if has_address => self.names.opens(Kind::Link, is_named),
            "button" => self.names.opens(Kind::Button, is_named),
            "svg" if of.is_picture => self.names.opens(Kind::Drawing, of.is_named),
            _ => {}
        }
    }

    fn id(&mut self, id: &str) {
        if !self.ids.insert(id.to_owned()) {
            self.faults.push(format!("the id `{id}` stands twice"));
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
        for id in std::mem::take(&mut self.fields) {
            if id.is_none_or(|id| !self.labelled.contains(&id)) {
                self.faults.push("a field has no label".to_owned());
            }
        }
        if !self.has_description {
            self.faults.push("it has no description".to_owned());
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
        if bytes > MOST_OF_A_PAGE {
            self.faults.push(heavy(bytes as u64));
        }
    }
}

fn heavy(bytes: u64) -> String {
    format!("it has {} kB, more than {}", bytes / 1000, MOST_OF_A_PAGE / 1000)
}

/// Whether something is to be known of an element that has no attribute.
fn says_something(tag: &str) -> bool {
    let is_heading = tag.len() == 2 && tag.starts_with('h');
    is_heading
        || is_loading(tag)
        || is_embedding(tag)
        || is_field(tag)
        || matches!(tag, "button" | "img" | "label")
}

/// What an element is called for whoever does not see it.
#[derive(Default)]
struct Name<'h> {
    id: Option<&'h str>,
    alt: Option<&'h str>,
    has_title: bool,
    is_named: bool,
    is_picture: bool,
}

/// The addresses of an attribute that has more than one: pictures with their sizes, or whom to tell.
fn several<'h>(attribute: &str, value: &str) -> Vec<Cow<'h, str>> {
    let owned = |address: &str| Cow::Owned(address.to_owned());
    if !attribute.ends_with("srcset") {
        return value.split_ascii_whitespace().map(owned).collect();
    }
    // A comma can be part of an address, but not its end.
    let mut rest = value;
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches(|sign: char| sign.is_ascii_whitespace() || sign == ',');
        if rest.is_empty() {
            return found;
        }
        let (address, after) = rest.split_once(|sign: char| sign.is_ascii_whitespace()).unwrap_or((rest, ""));
        found.push(owned(address.trim_end_matches(',')));
        rest =
            if address.ends_with(',') { after } else { after.split_once(',').map_or("", |(_, rest)| rest) };
    }
}

/// What scripts load that an element names: files from the page, and from the root where the element says where that is.
fn of_scripts<'h>(attributes: &[Attribute<'h>]) -> impl Iterator<Item = Cow<'h, str>> {
    const FILES: [&str; 3] = [".json", ".jsonl", ".csv"];
    let data = attributes.iter().filter(|of| of.name.starts_with("data-") && of.name != "data-module");
    let root = data.clone().find(|of| of.name == "data-root").map(|of| &of.value);
    data.filter_map(move |of| {
        let is_file = || FILES.iter().any(|ending| of.value.ends_with(ending));
        match root {
            _ if of.value.starts_with("../") || of.value.starts_with("./") => Some(of.value.clone()),
            Some(root) if is_file() => Some(format!("{root}{}", of.value).into()),
            _ => None,
        }
    })
}

/// Where a page leads on to by itself: `0; url=../a/`, whether in quotes or not.
fn refreshed(content: &str) -> Option<&str> {
    let (_, rest) = content.split_once([';', ','])?;
    let rest = rest.trim();
    let named = rest.get(..3).filter(|name| name.eq_ignore_ascii_case("url"));
    let named = named.and_then(|_| rest[3..].trim_start().strip_prefix('='));
    let address =
        named.unwrap_or(rest).trim_matches(|sign: char| sign.is_ascii_whitespace() || "'\"".contains(sign));
    (!address.is_empty()).then_some(address)
}

/// Whether an address has one of some schemes for a browser: it passes over what nobody sees.
fn has_one_of(schemes: &[&str], address: &str) -> bool {
    schemes.iter().any(|scheme| {
        let seen = address.chars().filter(|sign| *sign > ' ');
        seen.zip(scheme.chars()).filter(|(sign, due)| sign.eq_ignore_ascii_case(due)).count() == scheme.len()
    })
}
