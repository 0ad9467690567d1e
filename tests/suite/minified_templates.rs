//! Templates are minified once, when they load. A page made from minified templates has to be the same document as one
//! made from the templates as they are written: nothing that a reader sees or a browser acts on may change.

use std::collections::{BTreeMap, BTreeSet};

use crate::growth::{region::Size, written};
use crate::support::{AS_OF, Element, Node, Region, Result, here, parse};
use citytools::build;
use citytools::render::{Renderer, Theme};
use citytools::site::{Model, Plan};

/// Elements that stand within a line of text, so that a space beside them is seen.
const INLINE: [&str; 15] = [
    "a", "abbr", "b", "br", "code", "del", "em", "i", "small", "span", "strong", "sub", "sup", "svg", "time",
];

fn is_inline(element: &Element) -> bool {
    // A few of ours are laid out as blocks by their class; the space between two of them is the layout's business.
    INLINE.contains(&element.name.as_str())
}

/// The document without what no browser shows: spaces at the edges of blocks, runs of spaces, empty classes.
fn normal(element: &Element) -> Element {
    let mut own = Element { name: element.name.clone(), ..Element::default() };
    for (name, value) in &element.attributes {
        let words = value.split_whitespace().collect::<Vec<_>>().join(" ");
        match name.as_str() {
            "class" if words.is_empty() => {}
            // A list of settings, in which spaces mean nothing.
            "content" if element.attributes.get("name").is_some_and(|name| name == "viewport") => {
                own.attributes.insert(name.clone(), words.replace(", ", ","));
            }
            "class" => drop(own.attributes.insert(name.clone(), words)),
            _ => drop(own.attributes.insert(name.clone(), value.clone())),
        }
    }
    let count = element.children.len();
    let block_edge = |index: Option<usize>| match index.and_then(|index| element.children.get(index)) {
        None => !is_inline(element),
        Some(Node::Element(beside)) => !is_inline(beside),
        Some(Node::Text(_)) => false,
    };
    for (index, child) in element.children.iter().enumerate() {
        match child {
            Node::Element(child) => own.children.push(Node::Element(normal(child))),
            Node::Text(text) => {
                let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
                let after_block = block_edge(index.checked_sub(1));
                let before_block = block_edge((index + 1 < count).then_some(index + 1));
                if words.is_empty() {
                    if !after_block && !before_block {
                        own.children.push(Node::Text(" ".to_owned()));
                    }
                    continue;
                }
                if text.starts_with(char::is_whitespace) && !after_block {
                    words.insert(0, ' ');
                }
                if text.ends_with(char::is_whitespace) && !before_block {
                    words.push(' ');
                }
                own.children.push(Node::Text(words));
            }
        }
    }
    own
}

/// The first place where two documents differ.
fn difference(minified: &Element, plain: &Element, way: &str) -> Option<String> {
    let way = format!("{way}/{}", plain.name);
    if minified.name != plain.name || minified.attributes != plain.attributes {
        return Some(format!(
            "{way}: <{} {:?}> in place of <{} {:?}>",
            minified.name, minified.attributes, plain.name, plain.attributes
        ));
    }
    for pair in minified.children.iter().zip(&plain.children) {
        let found = match pair {
            (Node::Element(minified), Node::Element(plain)) => difference(minified, plain, &way),
            (minified, plain) => (minified != plain).then(|| {
                format!("{way}: {:.200} in place of {:.200}", format!("{minified:?}"), format!("{plain:?}"))
            }),
        };
        if found.is_some() {
            return found;
        }
    }
    (minified.children.len() != plain.children.len())
        .then(|| format!("{way}: {} children in place of {}", minified.children.len(), plain.children.len()))
}

#[test]
fn every_kind_of_page_is_the_same_document_from_minified_and_from_plain_templates() -> Result {
    let (minified, plain) = (Theme::load(None)?, Theme::load_plain()?);
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    let mut saved = 0;
    let region = Region::harbourside()?;
    region.run(["release", "--as-of", "2026-03-31"])?.expect(0)?;
    // Lists that go on have pages of other kinds.
    let many = written(&Size { boroughs: 401, deployments: 1, systems: 8, suppliers: 4 }, 7)?;
    for content in [region.content(), here("content"), many.content()] {
        let checked = build::check(&content, AS_OF.parse()?)?;
        let ready = checked.ready.ok_or("the content is right")?;
        let model = Model { catalogue: &ready.catalogue, figures: &ready.figures, files: None };
        let plan = Plan::of(model);
        let paths = plan.paths();
        let has_page = |path: &str| paths.contains(path);
        let base = "https://place.example/a/";
        let minified = Renderer::new(&minified, model, base, &has_page);
        let plain = Renderer::new(&plain, model, base, &has_page);
        let mut of_kind = BTreeMap::new();
        for page in &plan.pages {
            // Every page of the small region; of the large one, enough of each kind to meet every branch.
            let seen: &mut usize = of_kind.entry(page.template).or_default();
            *seen += 1;
            if *seen > 12 {
                continue;
            }
            used.insert(page.template);
            let (short, long) = (minified.page(page)?, plain.page(page)?);
            saved += long.len().saturating_sub(short.len());
            let (short, long) = (normal(&parse(&short)?), normal(&parse(&long)?));
            wrong.extend(difference(&short, &long, &format!("/{} ({})", page.path, page.template)));
        }
    }
    assert!(wrong.is_empty(), "{} pages differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(saved > 0, "minifying saves something");

    // Templates that others include or extend are not pages; a block stands within a text; cards and figures are pictures too.
    let all = std::fs::read_dir(here("themes/citytools/templates"))?;
    let mut all: BTreeSet<String> =
        all.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect::<Result<_>>()?;
    all.retain(|name| {
        !matches!(name.as_str(), "base.html" | "block.html" | "card.svg" | "components.html" | "picture.svg")
    });
    let used: BTreeSet<String> = used.into_iter().map(str::to_owned).collect();
    assert_eq!(all, used, "each template was looked at");
    Ok(())
}

#[test]
fn a_difference_would_be_seen() -> Result {
    let same = |a: &str, b: &str| -> Result<bool> {
        Ok(difference(&normal(&parse(a)?), &normal(&parse(b)?), "").is_none())
    };
    assert!(same("<div>\n<p class=' a  b '>x  y</p>\n</div>", "<div><p class='a b'>x y</p></div>")?);
    for changed in [
        "<p>a<b>c</b></p>",
        "<p>a <i>c</i></p>",
        "<p>a <b>d</b></p>",
        "<p>a <b id=x>c</b></p>",
        "<p>a <b>c</b><br></p>",
    ] {
        assert!(!same(changed, "<p>a <b>c</b></p>")?, "{changed}");
    }
    Ok(())
}
