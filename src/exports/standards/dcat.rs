//! The dataset for catalogues of data: DCAT 3 as JSON-LD, with its context inside so that nothing has to be fetched.

use serde_json::{Value as Json, json};

use crate::exports::downloads::Published;
use crate::site::urls;

/// Where each language of ISO 639-1 has its address.
const LANGUAGES: &str = "http://id.loc.gov/vocabulary/iso639-1/";

pub(super) fn catalogue(published: &Published, length: &dyn Fn(&str) -> usize) -> Json {
    let Published { model, tables, about, .. } = published;
    let base_url = about.base_url;
    let as_of = json!({"@value": about.as_of.to_string(), "@type": "xsd:date"});
    let agent = json!({
        "@id": about.publisher.url, "@type": "foaf:Agent", "foaf:name": about.publisher.name,
    });
    let licence = json!({"@id": about.licence.url});
    let bytes = |path: &str| json!({"@value": length(path).to_string(), "@type": "xsd:nonNegativeInteger"});
    let language = crate::words::language_of(&model.catalogue.site.locale);
    let file = |path: String, title: String, media_type: &str| {
        json!({
            "@id": format!("{base_url}{path}"),
            "@type": "dcat:Distribution",
            "dct:title": title,
            "dcat:downloadURL": {"@id": format!("{base_url}{path}")},
            "dcat:mediaType": {"@id": format!("https://www.iana.org/assignments/media-types/{media_type}")},
            "dcat:byteSize": bytes(&path),
            "dct:license": licence,
        })
    };
    let csv =
        tables.iter().map(|table| file(urls::table(table.name, "csv"), table.title.clone(), "text/csv"));
    let json_files =
        tables.iter().map(|table| file(urls::api(table.name), table.title.clone(), "application/json"));
    let whole = [
        file(urls::DATA_ARCHIVE.to_owned(), "All tables".to_owned(), "application/zip"),
        file(
            urls::DATA_WORKBOOK.to_owned(),
            "All tables".to_owned(),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        file(urls::OCDS.to_owned(), "Contracts as an OCDS release package".to_owned(), "application/json"),
    ];
    json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": format!("{base_url}{}", urls::DCAT),
        "@type": "dcat:Catalog",
        "dct:title": about.title,
        "dct:publisher": agent,
        "dct:modified": as_of,
        "dcat:dataset": {
            "@id": format!("{base_url}{}", urls::DATA),
            "@type": "dcat:Dataset",
            "dct:title": about.title,
            "dct:description": format!("{} {}", about.description, about.note),
            "dct:publisher": agent,
            "dct:license": licence,
            "dct:rights": {"@type": "dct:RightsStatement", "rdfs:label": about.rights},
            "dct:modified": as_of,
            "dct:language": {"@id": format!("{LANGUAGES}{language}")},
            "dcat:landingPage": {"@id": format!("{base_url}{}", urls::DATA)},
            "dcat:distribution": csv.chain(json_files).chain(whole).collect::<Vec<_>>(),
        },
    })
}
