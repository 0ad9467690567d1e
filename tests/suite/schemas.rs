//! The schemas that editors see: in step with the record types, and true of every real record.

use std::path::Path;

use serde_json::Value;
use walkdir::WalkDir;

#[test]
fn committed_schemas_are_those_of_the_record_types() {
    for schema in citytools::schema::all() {
        let path = Path::new("schemas").join(&schema.name);
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == schema.text, "{} is out of date: run `cargo run -- schema`", path.display());
    }
}

/// Reads a record with none of the program's own code, and judges it by somebody else's validator.
#[test]
fn every_record_names_its_schema_and_fits_it() {
    let mut problems = Vec::new();
    let mut records = 0;
    for entry in WalkDir::new("content").sort_by_file_name() {
        let entry = entry.expect("the content folder can be read");
        if entry.path().extension().is_none_or(|ending| ending != "yaml") {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).expect("a record can be read");
        let named =
            text.lines().next().and_then(|line| line.strip_prefix("# yaml-language-server: $schema="));
        let Some(named) = named else {
            problems.push(format!("{}: the first line names no schema", entry.path().display()));
            continue;
        };
        let folder = entry.path().parent().unwrap_or(Path::new("."));
        let schema = std::fs::read_to_string(folder.join(named)).expect("the named schema is there");
        let schema: Value = serde_json::from_str(&schema).expect("a schema is JSON");
        let record: Value = serde_yaml::from_str(&text).expect("a record is YAML");
        let validator = jsonschema::draft7::new(&schema).expect("a schema is valid itself");
        for error in validator.iter_errors(&record) {
            problems.push(format!("{}: {} at {}", entry.path().display(), error, error.instance_path()));
        }
        records += 1;
    }
    assert!(records > 400, "only {records} records were found");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn a_schema_refuses_what_the_program_refuses() {
    let schema = citytools::schema::all().into_iter().find(|schema| schema.name == "borough.schema.json");
    let schema: Value = serde_json::from_str(&schema.expect("there is one").text).expect("a schema is JSON");
    let validator = jsonschema::draft7::new(&schema).expect("a schema is valid itself");
    let deployment = |change: &str| {
        let text = format!(
            "name: X\nsystems:\n  - system: a\n    services: [b]\n    provenance: declared\n    {change}\n"
        );
        serde_yaml::from_str::<Value>(&text).expect("this is YAML")
    };
    assert!(validator.is_valid(&deployment("lifecycle: live")));
    assert!(validator.is_valid(&deployment("lifecycle: live\n    since: 2014-04")));
    assert!(!validator.is_valid(&deployment("lifecycle: liev")), "an unknown word");
    assert!(!validator.is_valid(&deployment("lifecycle: live\n    since: April 2014")), "a date in words");
    assert!(!validator.is_valid(&deployment("lifecycle: live\n    colour: red")), "an unknown key");
    assert!(!validator.is_valid(&deployment("hosting: unknown")), "a missing key");
}
