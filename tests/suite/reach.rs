//! What other programs see of a page: its address, its description, the way to it, its data and its picture.

use crate::support::{Element, Region, Result, Site, london};
use serde_json::Value;

const BASE: &str = "https://city-tools.example/";

/// The content of a meta element by its name or property.
fn meta<'a>(page: &'a Element, name: &str) -> Option<&'a str> {
    let is = |element: &&Element| element.get("property") == Some(name) || element.get("name") == Some(name);
    page.all("meta").into_iter().find(is)?.get("content")
}

/// The parts of a page's JSON-LD of that type.
fn structured(page: &Element, kind: &str) -> Result<Vec<Value>> {
    let is_data = |script: &&Element| script.get("type") == Some("application/ld+json");
    let mut found = Vec::new();
    for script in page.all("script").into_iter().filter(is_data) {
        let data: Value = serde_json::from_str(&script.text())?;
        assert_eq!(data["@context"], "https://schema.org");
        let graph = data["@graph"].as_array().ok_or("a graph is a list")?;
        found.extend(graph.iter().filter(|part| part["@type"] == kind).cloned());
    }
    Ok(found)
}

/// Whether an address of the site has a page or file.
fn exists(site: &Site, url: &str) -> bool {
    let path = url.strip_prefix(BASE).unwrap_or("outside of the site");
    site.pages.contains_key(path) || site.files.contains_key(path)
}

#[test]
fn every_page_tells_the_way_that_it_shows() -> Result {
    let site = london();
    for (path, page) in &site.pages {
        let trails = structured(&page.html, "BreadcrumbList")?;
        let shown = page.html.all("nav").into_iter().find(|nav| nav.has_class("crumbs"));
        let Some(shown) = shown else { continue };
        let [trail] = trails.as_slice() else {
            return Err(format!("{path} has {} trails", trails.len()).into());
        };
        let items = trail["itemListElement"].as_array().ok_or("a trail is a list")?;
        let told: Vec<&str> = items.iter().filter_map(|item| item["name"].as_str()).collect();
        let seen: Vec<String> = shown.all("li").into_iter().map(Element::text).collect();
        assert_eq!(told, seen, "{path}");
        for item in items {
            assert!(exists(site, item["item"].as_str().unwrap_or_default()), "{path}: {item}");
        }
    }
    Ok(())
}

#[test]
fn data_is_described_with_files_that_are_there() -> Result {
    let site = london();
    let mut described = 0;
    for (path, page) in &site.pages {
        for dataset in structured(&page.html, "Dataset")? {
            described += 1;
            assert!(dataset["description"].as_str().unwrap_or_default().len() > 50, "{path}: {dataset}");
            assert_eq!(dataset["url"], format!("{BASE}{path}"));
            let files = dataset["distribution"].as_array().ok_or("files are a list")?;
            assert!(!files.is_empty(), "{path}");
            for file in files {
                assert!(exists(site, file["contentUrl"].as_str().unwrap_or_default()), "{path}: {file}");
            }
        }
    }
    assert!(described > 80, "{described}");
    Ok(())
}

#[test]
fn every_shared_page_has_a_picture_of_the_right_size() -> Result {
    let site = london();
    let mut pictures = std::collections::BTreeMap::new();
    for (path, page) in &site.pages {
        if page.html.all("nav").is_empty() {
            continue;
        }
        let picture = meta(&page.html, "og:image").ok_or_else(|| format!("{path} has no picture"))?;
        let file = picture.strip_prefix(BASE).ok_or("a picture has a full address")?;
        let png = site.files.get(file).ok_or_else(|| format!("{path}: there is no {file}"))?;
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"), "{file}");
        // Width and height stand at the start of every PNG.
        assert_eq!(png[16..24], [0, 0, 4, 176, 0, 0, 2, 118], "{file}");
        assert!(png.len() < 100_000, "{file}: {}", png.len());
        pictures.insert(file.to_owned(), png);
    }
    assert!(pictures.len() > 8, "{:?}", pictures.keys());
    // Each says something else: a font that is not found draws nothing.
    let drawn: std::collections::BTreeSet<_> = pictures.values().collect();
    assert_eq!(drawn.len(), pictures.len());
    Ok(())
}

#[test]
fn a_name_can_not_end_the_structured_data() -> Result {
    let region = Region::harbourside()?;
    let hostile = "</script><script>alert(1)</script><!-- & \" \\";
    region.replace(
        "boroughs/harbour-quay.yaml",
        "name: Harbour Quay\n",
        &format!("name: {}\n", serde_json::to_string(hostile)?),
    )?;
    let site = region.site()?;
    let page = &site.page("towns/harbour-quay/")?.html;
    let trail = &structured(page, "BreadcrumbList")?[0];
    assert_eq!(trail["itemListElement"][2]["name"], hostile);
    let scripts = page.all("script");
    let ours =
        |script: &&Element| script.get("src").is_some() || script.get("type") == Some("application/ld+json");
    assert!(scripts.iter().all(ours), "a name became a script");
    Ok(())
}
