//! The pages about what authorities have in common: skills, emerging technologies, and how far to trust the records. What
//! they say is counted again from the published tables, on the real region and on the imaginary one.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{Element, Result, harbourside, london};

/// The table with that caption or label.
fn by_label<'a>(html: &'a Element, id: &str) -> Result<&'a Element> {
    let regions = html.descendants().into_iter();
    let region = regions
        .filter(|element| element.get("role") == Some("region"))
        .find(|element| element.get("aria-labelledby") == Some(id));
    Ok(region
        .and_then(|region| region.all("table").first().copied())
        .ok_or_else(|| format!("no table {id}"))?)
}

/// The text of every cell, row by row, heads of rows included.
fn cells(table: &Element) -> Vec<Vec<String>> {
    let rows = table.all("tbody").into_iter().flat_map(Element::elements).filter(|row| row.name == "tr");
    rows.map(|row| row.elements().map(Element::text).collect()).collect()
}

/// The last part of a page's address.
fn id_of(link: &Element) -> Option<String> {
    let href = link.get("href")?;
    href.trim_end_matches('/').rsplit('/').next().map(str::to_owned)
}

#[test]
fn the_matrix_shows_the_state_of_every_pair_as_the_published_tables_have_it() -> Result {
    for site in [harbourside(), london()] {
        let boroughs: Vec<String> =
            site.table("boroughs")?.into_iter().map(|row| row["id"].clone()).collect();
        let (mut current, mut any) = (BTreeSet::new(), BTreeSet::new());
        for row in site.table("deployments")? {
            for service in row["services"].split(';').map(str::to_owned) {
                any.insert((row["borough"].clone(), service.clone()));
                if ["live", "replacing"].contains(&row["lifecycle"].as_str()) {
                    current.insert((row["borough"].clone(), service));
                }
            }
        }
        let states: BTreeMap<_, _> = site
            .table("service-states")?
            .into_iter()
            .map(|row| ((row["borough"].clone(), row["service"].clone()), row["state"].clone()))
            .collect();
        let due = |pair: &(String, String)| match states.get(pair).map(String::as_str) {
            Some("not-applicable" | "not-provided") => "Does not apply",
            Some("in-house") => "In use",
            _ if current.contains(pair) => "In use",
            _ if any.contains(pair) => "Other evidence only",
            _ => "Nothing on record",
        };
        let mut compared = 0;
        for matrix in site.page("coverage/")?.html.all("table") {
            if !matrix.has_class("mx") {
                continue;
            }
            for row in matrix.all("tbody").into_iter().flat_map(Element::elements) {
                let service = row.all("a").first().copied().and_then(id_of).ok_or("a service")?;
                let said: Vec<String> = row.all("td").into_iter().map(Element::text).collect();
                assert_eq!(said.len(), boroughs.len() + 1, "one cell for each authority, and the count");
                for (borough, said) in boroughs.iter().zip(&said) {
                    let pair = (borough.clone(), service.clone());
                    assert_eq!(due(&pair), said, "{pair:?}");
                    compared += 1;
                }
                let in_use = said.iter().filter(|word| *word == "In use").count();
                assert_eq!(said.last(), Some(&in_use.to_string()), "{service}");
            }
        }
        let open = site.table("services")?.into_iter().filter(|row| row["totals_only"] != "true").count();
        assert_eq!(compared, open * boroughs.len(), "every pair is there, and none of what is secret");
    }
    Ok(())
}

#[test]
fn the_page_of_trust_is_light_and_never_a_ranking() -> Result {
    let site = london();
    let page = site.page("coverage/")?;
    assert!(page.text.len() < 500_000, "{} bytes", page.text.len());
    let names: Vec<String> = site.table("boroughs")?.into_iter().map(|row| row["name"].clone()).collect();
    let rows = cells(by_label(&page.html, "t-by-name")?);
    let shown: Vec<&String> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(shown, names.iter().collect::<Vec<_>>(), "in the order of names");
    let todo = by_label(&page.html, "t-by-name")?.all("a");
    assert_eq!(
        todo.iter().filter(|link| link.get("href").is_some_and(|to| to.ends_with("/to-do/"))).count(),
        33
    );
    Ok(())
}

#[test]
fn a_matrix_has_heads_of_rows_and_columns_and_says_its_states_in_words() -> Result {
    let page = &harbourside().page("coverage/")?.html;
    let matrices: Vec<_> = page.all("table").into_iter().filter(|table| table.has_class("mx")).collect();
    assert_eq!(matrices.len(), 3, "one for each group that has a service to tell");
    for matrix in matrices {
        assert_eq!(matrix.all("caption").len(), 1);
        assert!(matrix.all("th").into_iter().all(|head| head.get("scope").is_some()));
        let heads: Vec<String> = matrix.all("thead")[0].all("th").into_iter().map(Element::text).collect();
        assert!(heads.iter().any(|head| head.contains("Saint-Élidor")), "{heads:?}");
    }
    let text = page.text();
    assert!(!text.contains("Guarding") || text.contains("only totals are published"), "{text}");
    Ok(())
}

#[test]
fn technologies_stand_with_the_numbers_of_their_records() -> Result {
    const STAGES: [&str; 4] = ["in-use", "pilot", "exploring", "stopped"];
    for site in [harbourside(), london()] {
        let records = site.table("technologies")?;
        let index = &site.page("technologies/")?.html;
        let matrix = by_label(index, "t-stages")?;
        // A technology names others under which it is recorded, after its own name.
        let names = matrix.all("tbody")[0].elements().filter_map(|row| row.all("a").into_iter().next());
        let links: Vec<String> = names.filter_map(id_of).collect();
        for (id, row) in links.iter().zip(cells(matrix)) {
            let own: Vec<_> = records.iter().filter(|record| record["technology"] == *id).collect();
            for (stage, said) in STAGES.iter().zip(&row[1..]) {
                let count = own.iter().filter(|record| record["stage"] == *stage).count();
                let due = if count == 0 { "·No record".to_owned() } else { count.to_string() };
                assert_eq!(*said, due, "{id}, {stage}");
            }
            let total = if own.is_empty() { "No record".to_owned() } else { own.len().to_string() };
            assert_eq!(row[5], total, "{id}");
            let page = &site.page(&format!("technologies/{id}/"))?.html;
            for record in own {
                let source = record["source_urls"].split(';').next().unwrap_or_default();
                let links = page.all("a");
                assert!(
                    source.is_empty() || links.iter().any(|link| link.get("href") == Some(source)),
                    "{id} shows {source}"
                );
            }
        }
        let text = index.text();
        assert!(text.contains("No record is not no use"));
        let old = &site.page("skills/")?.html;
        for id in &links {
            let place = old.by_id(&format!("technology-{id}")).ok_or("old addresses lead on")?;
            assert_eq!(place.all("a").first().copied().and_then(id_of).as_ref(), Some(id));
        }
    }
    let none = harbourside().page("technologies/weather-machines/")?.html.text();
    assert!(none.contains("That is not to say that nobody uses it"), "{none}");
    Ok(())
}

#[test]
fn offers_and_needs_meet_where_they_are_on_record_and_an_empty_exchange_says_what_is_missing() -> Result {
    let index = &harbourside().page("skills/")?.html;
    let rows = cells(by_label(index, "t-exchange")?);
    assert_eq!(rows, [["Service design", "Harbour Quay", "Mill & Mere <on Sea>", "1"]]);
    let skill = harbourside().page("skills/service-design/")?.html.text();
    for words in
        ["Practitioner", "3 to 5 people", "Harbour Quay could teach Mill & Mere <on Sea>", "Would share it."]
    {
        assert!(skill.contains(words), "{words}: {skill}");
    }
    let empty = &london().page("skills/")?.html;
    let text = empty.text();
    assert!(text.contains("No offer and no need is on record yet"), "{text}");
    let links = empty.all("a");
    assert!(links.iter().any(|link| link.get("href") == Some("../contribute/")));
    Ok(())
}

#[test]
fn every_skill_has_a_page_with_those_who_have_it() -> Result {
    for site in [harbourside(), london()] {
        let records = site.table("skills")?;
        let pages = site.pages.keys().filter_map(|address| address.strip_prefix("skills/"));
        let ids: Vec<&str> = pages.filter_map(|rest| rest.strip_suffix('/')).collect();
        assert!(!ids.is_empty());
        for id in ids {
            let page = &site.page(&format!("skills/{id}/"))?.html;
            let own: BTreeSet<&str> = records
                .iter()
                .filter(|record| record["skill"] == id)
                .map(|record| record["borough"].as_str())
                .collect();
            let Ok(table) = by_label(page, "t-who") else {
                assert!(own.is_empty(), "{id} shows nobody");
                continue;
            };
            let heads = table.all("tbody")[0].all("th");
            let shown: BTreeSet<String> =
                heads.iter().filter_map(|head| id_of(head.all("a").first()?)).collect();
            assert_eq!(shown, own.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), "{id}");
        }
    }
    Ok(())
}

#[test]
fn a_skill_of_which_only_the_total_is_published_is_told_of_nobody() -> Result {
    let site = harbourside();
    let page = site.page("skills/lock-picking/")?.html.text();
    assert!(page.contains("on record in 1 of 4 towns") && page.contains("published as totals"), "{page}");
    for (address, page) in &site.pages {
        let text = page.html.text();
        if text.contains("Lock picking") {
            let allowed = ["skills/", "figures/", "report/", "method/", "a-z/"];
            assert!(allowed.iter().any(|part| address.starts_with(part)), "/{address} names the skill");
        }
    }
    assert!(!site.page("skills/lock-picking/")?.html.text().contains("Élidor"));
    Ok(())
}

#[test]
fn no_number_at_the_head_of_a_page_is_blank_and_every_standfirst_says_something() {
    for site in [harbourside(), london()] {
        for (address, page) in &site.pages {
            let elements = page.html.descendants();
            for element in elements.iter().filter(|element| element.has_class("stats")) {
                for number in element.all("b") {
                    assert!(!number.text().is_empty(), "/{address}: {}", element.text());
                }
            }
            for element in elements.iter().filter(|element| element.has_class("standfirst")) {
                assert!(element.text().len() > 10, "/{address}: {:?}", element.text());
            }
        }
    }
}
