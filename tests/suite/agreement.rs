//! Sentences with numbers, where a region has one of everything: words go with them.

use std::fs;

use regex::Regex;

use crate::support::{AS_OF, Desk, Result, Site, tree, tried};

const SERVICES: &str = "groups:
  - id: customers
    name: Customers
    kind: frontline
    services:
      - {id: crm-and-online-forms, name: Forms, definition: Forms., tier: core, lead_months: 12}
";

/// A new region with one authority, which runs one system for the one service, under one contract.
fn of_one(desk: &Desk, locale: &str) -> Result<Site> {
    let publisher = ["--publisher", "Office", "--publisher-url", "https://office.example/"];
    desk.init(locale, &[&["--region", "Glen", "--locale", locale][..], &publisher].concat())?.expect(0)?;
    let content = desk.path().join(locale).join("content");
    fs::write(content.join("services.yaml"), SERVICES)?;
    for path in tree(&content)?.into_keys() {
        if path.starts_with("boroughs/example-two") || path.starts_with("contracts/") {
            fs::remove_file(content.join(path))?;
        }
    }
    desk.inside(locale, &["build", "--as-of", AS_OF])?.expect(0)?;
    Site::read(&desk.path().join(locale).join("public"))
}

/// What is wrong in running text and beside terms.
fn wrong<'a>(site: &'a Site, pattern: &Regex) -> Vec<(&'a str, String)> {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (address, page) in &site.pages {
        for element in ["p", "li", "td", "dd"].iter().flat_map(|name| page.html.all(name)) {
            let text = element.text();
            count += 1;
            if pattern.is_match(&text) {
                wrong.push((address.as_str(), text));
            }
        }
    }
    tried(&format!("agreement: {count} texts of a region with one of everything"));
    wrong
}

#[test]
fn words_go_with_a_number_of_one() -> Result {
    let desk = Desk::new()?;
    let english = Regex::new(
        r"\b1 ([a-z]+ )?(are|have|were|tell|rest|say)\b|\b1 (core |public |running |different )?(councils|contracts|records|systems|services|suppliers|sources|pairs|skills|technologies|plans|groups|uses)\b",
    )?;
    let site = of_one(&desk, "en-GB")?;
    assert_eq!(wrong(&site, &english), []);
    assert!(
        site.page("figures/")?.html.text().contains("Two councils or more share 0 of 1 contract on record.")
    );
    let welsh = Regex::new(
        r"\b1 (cynghorau|contractau|cofnodion|systemau|gwasanaethau|cyflenwyr|ffynonellau|parau|sgiliau|technolegau)\b",
    )?;
    assert_eq!(wrong(&of_one(&desk, "cy-GB")?, &welsh), []);
    Ok(())
}
