//! The example region shows everything: each kind of page, and each key that a record can have. Whoever adds one adds it there.

use std::collections::BTreeSet;
use std::fs;

use citytools::build;
use citytools::site::{Model, Plan};
use regex::Regex;
use serde_json::Value;

use crate::support::{AS_OF, Outcome, Page, Result, Site, here, program, tree};

const EXAMPLE: &str = "examples/harbourside";

/// Forms of a word by number, of which English has only two; and the kind of record that holds a language's own words.
const OF_LANGUAGES: [&str; 6] = ["counted", "zero", "two", "few", "other", "words"];

/// Templates that are parts of others.
const PARTS: [&str; 3] = ["base.html", "block.html", "components.html"];

/// Pages of regions with hundreds of authorities: `growth` and `crowds` look at them.
const OF_LARGE_REGIONS: [&str; 2] = ["coverage-rows.html", "names.html"];

/// Every name of a property, however deep.
fn properties(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Object(own)) = map.get("properties") {
                names.extend(own.keys().cloned());
            }
            map.values().for_each(|inner| properties(inner, names));
        }
        Value::Array(list) => list.iter().for_each(|inner| properties(inner, names)),
        _ => {}
    }
}

/// Every key, however deep.
fn keys(record: &Value, names: &mut BTreeSet<String>) {
    match record {
        Value::Object(map) => {
            names.extend(map.keys().cloned());
            map.values().for_each(|inner| keys(inner, names));
        }
        Value::Array(list) => list.iter().for_each(|inner| keys(inner, names)),
        _ => {}
    }
}

/// The kind of record that a file holds, as the names of schemas have it.
fn kind(path: &str) -> Option<String> {
    let stem = path.strip_suffix(".yaml")?;
    let kind = stem.split_once('/').map_or(stem, |(folder, _)| folder.trim_end_matches('s'));
    Some(kind.to_owned())
}

#[test]
fn every_key_of_every_record_is_in_the_example() -> Result {
    let records = tree(&here(EXAMPLE))?;
    let mut missing = BTreeSet::<String>::new();
    for schema in citytools::schema::all() {
        let own = schema.name.trim_end_matches(".schema.json");
        if OF_LANGUAGES.contains(&own) {
            continue;
        }
        let (mut due, mut used) = (BTreeSet::<String>::new(), BTreeSet::<String>::new());
        properties(&serde_json::from_str(&schema.text)?, &mut due);
        for (path, bytes) in &records {
            if kind(path).is_some_and(|kind| kind == own) {
                keys(&serde_yaml::from_str(std::str::from_utf8(bytes)?)?, &mut used);
            }
        }
        assert!(!used.is_empty(), "no record of the kind {own}");
        due.retain(|key| used.contains(key) || !OF_LANGUAGES.contains(&key.as_str()));
        missing.extend(due.difference(&used).map(|key| format!("{own}: {key}")));
    }
    assert!(missing.is_empty(), "{EXAMPLE} lacks keys: {missing:?}");
    Ok(())
}

#[test]
fn every_kind_of_page_is_in_the_example() -> Result {
    let ready = build::check(&here(EXAMPLE), AS_OF.parse()?)?.ready.ok_or("an example without a mistake")?;
    let plan = Plan::of(Model { catalogue: &ready.catalogue, figures: &ready.figures, files: None });
    let shown: BTreeSet<&str> = plan.pages.iter().map(|page| page.template).collect();
    let templates = tree(&here("themes/citytools/templates"))?;
    let due: BTreeSet<&str> = templates
        .keys()
        .map(String::as_str)
        .filter(|name| name.ends_with(".html") && !PARTS.contains(name))
        .filter(|name| !OF_LARGE_REGIONS.contains(name))
        .collect();
    let missing: Vec<&&str> = due.difference(&shown).collect();
    assert!(missing.is_empty(), "no page of {EXAMPLE} shows {missing:?}");
    Ok(())
}

#[test]
fn what_the_tour_leads_to_is_there() -> Result {
    let folder = tempfile::tempdir()?;
    let (example, out) = (here(EXAMPLE), folder.path().join("public"));
    let mut build = program();
    build.args(["build", "--as-of", AS_OF, "--content"]).arg(example).arg("--out").arg(&out);
    let built = Outcome::of(&mut build)?.expect(0)?;
    assert!(built.stdout.contains("0 errors and 0 warnings"), "{}", built.stdout);
    let site = Site::read(&out)?;
    let tour = fs::read_to_string(here("examples/README.md"))?;
    let mut count = 0;
    for place in Regex::new("`(/[^`]*)`")?.captures_iter(&tour) {
        let (page, id) = place[1].split_once('#').unwrap_or((&place[1], ""));
        let path = &page[1..];
        let own = site.pages.get(path);
        assert!(
            own.is_some() || site.files.contains_key(path),
            "the tour leads to {page}, which is not there"
        );
        let is_there = |own: &Page| own.html.by_id(id).is_some();
        assert!(id.is_empty() || own.is_some_and(is_there), "{page} has no part {id}");
        count += 1;
    }
    for record in Regex::new("`(harbourside/[^`]*)`")?.captures_iter(&tour) {
        assert!(
            here("examples").join(&record[1]).exists(),
            "the tour names {}, which is not there",
            &record[1]
        );
        count += 1;
    }
    assert!(count > 40, "{count} places");
    Ok(())
}
