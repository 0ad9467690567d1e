//! The interface as `OpenAPI` 3.1 describes it, made from the tables themselves.

use serde_json::{Map, Value as Json, json};

use super::{naming, with_items};
use crate::catalogue::tables::{Field, Kind, Table};
use crate::exports::downloads::Published;
use crate::figures::capitalised;
use crate::site::download::PROMISE;

pub(super) fn description(Published { tables, about, .. }: &Published) -> Json {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": about.title,
            "summary": about.description,
            "description": format!("{} {} {PROMISE}", about.note, about.rights),
            "version": format!("1.0.0+{}", about.as_of),
            "license": about.licence,
            "contact": about.publisher,
        },
        "servers": [{"url": format!("{}api/v1", about.base_url)}],
        "paths": paths(tables),
        "components": {"schemas": schemas(tables)},
    })
}

fn paths(all: &[Table]) -> Json {
    let mut paths = Map::new();
    let index = json!({"type": "object", "required": ["as_of", "tables"]});
    paths.insert("/index.json".to_owned(), get("index", "Where everything is", &index, None));
    for table in all {
        let rows = json!({"type": "array", "items": reference(table.name)});
        let title = capitalised(&table.title);
        paths.insert(
            format!("/{}.json", table.name),
            get(table.name, &format!("{title}: every row"), &rows, None),
        );
    }
    let figure = json!({"type": "object", "required": ["id", "title", "text", "sentence"]});
    let figure = get("figure", "One figure with its rows", &figure, Some("An id from the table of figures"));
    paths.insert("/figures/{id}.json".to_owned(), figure);
    for table in with_items(all) {
        let title = format!("{} With all that other tables say of it.", table.row);
        let id = format!("{}-item", table.name);
        let item = get(&id, &title, &reference(&id), Some("An id from the table"));
        paths.insert(format!("/{}/{{id}}.json", table.name), item);
    }
    Json::Object(paths)
}

fn get(id: &str, summary: &str, schema: &Json, parameter: Option<&str>) -> Json {
    let mut responses = json!({
        "200": {"description": summary, "content": {"application/json": {"schema": schema}}},
    });
    let mut get = json!({"operationId": id, "summary": summary});
    if let Some(description) = parameter {
        get["parameters"] = json!([{
            "name": "id", "in": "path", "required": true, "description": description, "schema": {"type": "string"},
        }]);
        responses["404"] = json!({"description": "No row has this id"});
    }
    get["responses"] = responses;
    json!({"get": get})
}

fn reference(name: &str) -> Json {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn schemas(all: &[Table]) -> Json {
    let row = |table: &Table| (table.name.to_owned(), row(table));
    let item = |table: &Table| {
        let mut related: Map<String, Json> = naming(all, table.name)
            .map(|(other, _)| {
                (other.name.to_owned(), json!({"type": "array", "items": reference(other.name)}))
            })
            .collect();
        if table.name == "systems" {
            let what = "For an open-source system: what catalogues of public software ask, under the names of publiccode.yml";
            related.insert("publiccode".to_owned(), json!({"type": ["object", "null"], "description": what}));
        }
        let whole = json!({"allOf": [reference(table.name), {"type": "object", "properties": related}]});
        (format!("{}-item", table.name), whole)
    };
    Json::Object(all.iter().map(row).chain(with_items(all).map(item)).collect())
}

fn row(table: &Table) -> Json {
    let properties: Map<String, Json> =
        table.fields.iter().map(|field| (field.name.to_owned(), property(field))).collect();
    let names: Vec<&str> = table.fields.iter().map(|field| field.name).collect();
    json!({"type": "object", "description": table.row, "required": names, "properties": properties})
}

/// Never an enumeration: new words can come, and a program that knows fewer should not break.
fn property(field: &Field) -> Json {
    let mut description = field.meaning.clone();
    if let Kind::Code(codes) = &field.kind {
        let words: Vec<String> =
            codes.iter().map(|code| format!("`{}`: {}", code.word, code.meaning)).collect();
        description = format!("{description} {}", words.join(" "));
    }
    if let Some(blank) = &field.blank {
        description = format!("{description} Null: {}.", blank.trim_end_matches('.'));
    }
    let kind = match field.kind {
        Kind::Many(_) | Kind::List | Kind::Addresses => {
            return json!({"type": "array", "items": {"type": "string"}, "description": description});
        }
        Kind::Number => "integer",
        Kind::Decimal => "number",
        Kind::Truth => "boolean",
        Kind::Id | Kind::Of(_) | Kind::OfOr(..) | Kind::Text | Kind::Date | Kind::Address | Kind::Code(_) => {
            "string"
        }
    };
    let types = if field.blank.is_some() { json!([kind, "null"]) } else { json!(kind) };
    json!({"type": types, "description": description})
}
