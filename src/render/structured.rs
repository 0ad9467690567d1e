//! What search engines read of a page: the way to it, and the data that it offers, as JSON-LD in the words of schema.org.

use serde::Serialize;
use serde_json::{Value, json};

use crate::site::{Dataset, Model, Page};

/// The page's JSON-LD, safe within a script element; none where there is nothing to say.
pub(super) fn structured(
    model: Model,
    page: &Page,
    dataset: Option<&Dataset>,
    base_url: &str,
) -> Option<String> {
    if !page.is_destination() {
        return None;
    }
    let mut graph = vec![if page.path.is_empty() {
        Node::Other(website(model, base_url))
    } else {
        Node::Way(breadcrumbs(page, base_url))
    }];
    graph.extend(dataset.map(|dataset| Node::Other(described(model, page, dataset, base_url))));
    let text = serde_json::to_string(&Graph { context: "https://schema.org", graph });
    Some(within_script(&text.unwrap_or_default()))
}

#[derive(Serialize)]
struct Graph<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: Vec<Node<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Node<'a> {
    /// On every page, so it has a type of its own: a map takes ten times as long.
    Way(Way<'a>),
    Other(Value),
}

/// The way to a page.
#[derive(Serialize)]
struct Way<'a> {
    #[serde(rename = "@type")]
    of_type: &'static str,
    #[serde(rename = "itemListElement")]
    steps: Vec<Step<'a>>,
}

#[derive(Serialize)]
struct Step<'a> {
    #[serde(rename = "@type")]
    of_type: &'static str,
    position: usize,
    name: &'a str,
    item: String,
}

/// No text of a record can end the script or begin a comment in it, and tools that take it for HTML read the same.
fn within_script(json: &str) -> String {
    json.replace('<', "\\u003c").replace('&', "\\u0026")
}

fn publisher(model: Model) -> Value {
    let publisher = &model.catalogue.site.publisher;
    json!({"@type": "Organization", "name": publisher.name, "url": publisher.url.as_str()})
}

fn website(model: Model, base_url: &str) -> Value {
    let site = &model.catalogue.site;
    json!({
        "@type": "WebSite",
        "publisher": publisher(model),
        "name": site.title,
        "description": site.description,
        "url": base_url,
        "inLanguage": site.locale,
    })
}

fn breadcrumbs<'a>(page: &'a Page, base_url: &str) -> Way<'a> {
    let steps = page.crumbs.iter().map(|crumb| (crumb.text.as_str(), crumb.href.as_str()));
    let all =
        std::iter::once((say!("Home"), "")).chain(steps).chain([(page.title.as_str(), page.path.as_str())]);
    let step = |(index, (name, path))| Step {
        of_type: "ListItem",
        position: index + 1,
        name,
        item: format!("{base_url}{path}"),
    };
    Way { of_type: "BreadcrumbList", steps: all.enumerate().map(step).collect() }
}

fn described(model: Model, page: &Page, dataset: &Dataset, base_url: &str) -> Value {
    let site = &model.catalogue.site;
    let downloads = dataset.downloads.iter().map(|(path, media_type)| {
        json!({"@type": "DataDownload", "encodingFormat": media_type, "contentUrl": format!("{base_url}{path}")})
    });
    json!({
        "@type": "Dataset",
        "name": dataset.name,
        "description": dataset.description,
        "url": format!("{base_url}{}", page.path),
        "license": site.licence.url.as_str(),
        "isAccessibleForFree": true,
        "creator": publisher(model),
        "dateModified": dataset.as_of.to_string(),
        "spatialCoverage": site.region,
        "distribution": downloads.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_script() {
        let text = json!({"name": "</script><!-- & &lt;"});
        let within = within_script(&text.to_string());
        assert!(!within.contains(['<', '&']), "{within}");
        assert_eq!(serde_json::from_str::<Value>(&within).ok(), Some(text));
    }
}
