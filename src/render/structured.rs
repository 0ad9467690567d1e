//! What search engines read of a page: the way to it, and the data that it offers, as JSON-LD in the words of schema.org.

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
    let mut graph: Vec<Value> = Vec::new();
    if page.path.is_empty() {
        graph.push(website(model, base_url));
    } else {
        graph.push(breadcrumbs(page, base_url));
    }
    graph.extend(dataset.map(|dataset| described(model, page, dataset, base_url)));
    let text = json!({"@context": "https://schema.org", "@graph": graph}).to_string();
    Some(within_script(&text))
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

fn breadcrumbs(page: &Page, base_url: &str) -> Value {
    let home = (say!("Home"), String::new());
    let steps = page.crumbs.iter().map(|crumb| (crumb.text.as_str(), crumb.href.clone()));
    let here = (page.title.as_str(), page.path.clone());
    let items = std::iter::once(home).chain(steps).chain(std::iter::once(here)).enumerate().map(
        |(index, (name, path))| {
            json!({"@type": "ListItem", "position": index + 1, "name": name, "item": format!("{base_url}{path}")})
        },
    );
    json!({"@type": "BreadcrumbList", "itemListElement": items.collect::<Vec<_>>()})
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
