//! The explorer as readers without script find it, and the rows that its script gets: both are the published table.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{AS_OF, Element, Record, Region, Result, Site, harbourside, london, parts};
use serde_json::Value;

/// Both regions.
fn sites() -> [&'static Site; 2] {
    [harbourside(), london()]
}

/// The rows that the script gets, where the page says that they are.
fn script_rows(site: &Site) -> Result<Value> {
    let page = &site.page("explore/")?.html;
    let element =
        page.descendants().into_iter().find(|element| element.get("data-module") == Some("explore"));
    let path = element.and_then(|element| element.get("data-rows")).ok_or("the page names its rows")?;
    Ok(serde_json::from_slice(site.files.get(path).ok_or("the rows are published")?)?)
}

/// The ids in a cell of the script's rows.
fn ids<'a>(data: &'a Value, column: &str, row: usize) -> BTreeSet<&'a str> {
    let column = &data["columns"][column];
    let id =
        |place: u64| column["values"][usize::try_from(place).unwrap_or_default()][0].as_str().unwrap_or("?");
    match (column["rows"][row].as_u64(), &column["lists"]) {
        (None, _) => BTreeSet::new(),
        (Some(place), Value::Null) => [id(place)].into(),
        (Some(list), lists) => {
            let list = lists[usize::try_from(list).unwrap_or_default()].as_array();
            list.into_iter().flatten().filter_map(Value::as_u64).map(id).collect()
        }
    }
}

#[test]
fn the_script_gets_the_rows_of_the_published_table() -> Result {
    for site in sites() {
        let data = script_rows(site)?;
        let table = site.table("deployments")?;
        assert_eq!(data["count"].as_u64(), Some(table.len() as u64));
        for column in data["columns"].as_object().ok_or("columns")?.values() {
            assert_eq!(column["rows"].as_array().map(Vec::len), Some(table.len()));
        }
        for (index, row) in table.iter().enumerate() {
            let or_unknown =
                |cell: &str| if row[cell].is_empty() { "unknown".to_owned() } else { row[cell].clone() };
            for (column, cell) in [
                ("borough", row["borough"].clone()),
                ("system", row["system"].clone()),
                ("supplier", or_unknown("supplier")),
                ("service", row["services"].clone()),
                ("lifecycle", row["lifecycle"].clone()),
                ("hosting", or_unknown("hosting")),
                ("provenance", row["provenance"].clone()),
                ("since", row["since"].clone()),
                ("until", row["until"].clone()),
                ("end", row["contract_end"].clone()),
                ("max_end", row["contract_max_end"].clone()),
            ] {
                assert_eq!(ids(&data, column, index), parts(&cell), "row {index}, {column}");
            }
        }
    }
    Ok(())
}

/// The last day that a date can mean.
fn last_day(date: &str) -> String {
    match date.len() {
        4 => format!("{date}-12-31"),
        // No month has more; as text it sorts after all of them.
        7 => format!("{date}-31"),
        _ => date.to_owned(),
    }
}

/// Every span that a contract's end falls into, counted from the date of the build by the calendar.
fn spans(end: &str, max_end: &str) -> BTreeSet<&'static str> {
    let end = if end.is_empty() { max_end } else { end };
    if end.is_empty() {
        return ["unknown"].into();
    }
    let end = last_day(end);
    if *end < *AS_OF {
        return ["passed"].into();
    }
    let limits = [("6", "2027-05-25"), ("12", "2027-11-25"), ("24", "2028-11-25")];
    let within: BTreeSet<_> =
        limits.into_iter().filter(|(_, limit)| *end <= **limit).map(|(id, _)| id).collect();
    if within.is_empty() { ["later"].into() } else { within }
}

/// The ids that a row of the published table has in a facet.
fn values_of<'a>(facet: &str, row: &'a Record) -> BTreeSet<&'a str> {
    let known = |cell: &str| match row[cell].as_str() {
        "" => ["unknown"].into(),
        _ => parts(&row[cell]),
    };
    match facet {
        "service" => parts(&row["services"]),
        "supplier" => known("supplier"),
        "hosting" => known("hosting"),
        "ends" => spans(&row["contract_end"], &row["contract_max_end"]),
        _ => parts(&row[facet]),
    }
}

/// A value's id, count and page.
type FacetValue<'a> = (&'a str, usize, Option<&'a str>);

fn values(facet: &Element) -> Vec<FacetValue<'_>> {
    let items = facet.all("li").into_iter();
    items
        .map(|item| {
            let count = item.elements().last().map(Element::text).unwrap_or_default().replace(',', "");
            let href = item.all("a").first().and_then(|link| link.get("href"));
            (item.get("data-value").unwrap_or_default(), count.parse().unwrap_or(usize::MAX), href)
        })
        .collect()
}

/// Each facet on the page with its values.
fn facets(site: &Site) -> Result<BTreeMap<&str, Vec<FacetValue<'_>>>> {
    let page = &site.page("explore/")?.html;
    let facets = page.all("details").into_iter().filter_map(|facet| Some((facet.get("data-facet")?, facet)));
    Ok(facets.map(|(id, facet)| (id, values(facet))).collect())
}

#[test]
fn each_facet_counts_the_rows_of_its_values() -> Result {
    for site in sites() {
        let table = site.table("deployments")?;
        let facets = facets(site)?;
        assert_eq!(facets.len(), 9);
        for (facet, values) in facets.into_iter().filter(|(facet, _)| *facet != "group") {
            for (value, count, _) in values {
                let rows = table.iter().filter(|row| values_of(facet, row).contains(value)).count();
                assert_eq!(count, rows, "{facet} {value}");
            }
        }
    }
    Ok(())
}

/// Borough and system of each row of a page.
fn rows(page: &Element) -> Vec<(String, String)> {
    let id = |cell: &Element| {
        let link = cell.all("a").into_iter().next();
        let href = link.and_then(|link| link.get("href")).unwrap_or_default();
        href.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned()
    };
    let bodies = page.all("tbody");
    let rows = bodies.into_iter().flat_map(|body| body.elements().collect::<Vec<_>>());
    rows.map(|row| row.elements().collect::<Vec<_>>()).map(|cells| (id(cells[0]), id(cells[1]))).collect()
}

/// The rows of an address and of the pages that follow it.
fn all_rows(site: &Site, address: &str) -> Result<Vec<(String, String)>> {
    let mut all = Vec::new();
    let mut before = None;
    for number in 1.. {
        let own = if number == 1 { address.to_owned() } else { format!("{address}{number}/") };
        let page = &site.page(&own)?.html;
        let part = rows(page);
        assert!(part.len() <= 100, "/{own} has {} rows", part.len());
        all.extend(part);
        let link = |rel: &str| {
            let links = page.all("a").into_iter();
            links.filter(|link| link.get("rel") == Some(rel)).filter_map(|link| link.get("href")).next()
        };
        let led = |link: Option<&str>| link.map(|href| href.trim_start_matches("../").to_owned());
        assert_eq!(led(link("prev")), before, "/{own}");
        match led(link("next")) {
            None => break,
            Some(next) => assert_eq!(next, format!("{address}{}/", number + 1), "/{own}"),
        }
        before = Some(own);
    }
    Ok(all)
}

#[test]
fn the_pages_of_the_explorer_are_the_published_table_in_its_order() -> Result {
    for site in sites() {
        let table = site.table("deployments")?;
        let expected: Vec<_> =
            table.iter().map(|row| (row["borough"].clone(), row["system"].clone())).collect();
        assert_eq!(all_rows(site, "explore/")?, expected);
    }
    Ok(())
}

#[test]
fn the_pages_of_a_value_have_its_rows_and_together_they_have_every_row_once() -> Result {
    for site in sites() {
        let table = site.table("deployments")?;
        for (facet, values) in facets(site)? {
            let own =
                values.iter().filter(|(_, _, href)| href.is_some_and(|href| href.starts_with("../explore/")));
            let mut sum = 0;
            let mut pages = 0;
            for (value, count, href) in own {
                assert_eq!(*href, Some(format!("../explore/{facet}/{value}/").as_str()));
                let found = all_rows(site, &format!("explore/{facet}/{value}/"))?;
                let rows = table.iter().filter(|row| values_of(facet, row).contains(value));
                let expected: Vec<_> =
                    rows.map(|row| (row["borough"].clone(), row["system"].clone())).collect();
                assert_eq!(found, expected, "{facet} {value}");
                assert_eq!(found.len(), *count, "{facet} {value}");
                pages += 1;
                // The longest span holds the shorter ones.
                sum += if matches!((facet, *value), ("ends", "6" | "12")) { 0 } else { found.len() };
            }
            if ["ends", "lifecycle", "hosting", "provenance"].contains(&facet) {
                assert!(pages > 3, "{facet} has pages");
                assert_eq!(sum, table.len(), "{facet}");
            } else {
                assert_eq!(pages, 0, "{facet} leads to pages that are there anyway");
            }
        }
    }
    Ok(())
}

#[test]
fn a_value_without_rows_has_a_page_that_says_so() -> Result {
    let page = sites()[1].page("explore/provenance/verified/")?;
    assert!(page.html.all("table").is_empty());
    assert!(page.html.text().contains("No row on record is like that"));
    Ok(())
}

#[test]
fn what_needs_the_script_is_hidden_until_it_runs() -> Result {
    for site in sites() {
        let main = site.page("explore/")?.html.all("main")[0];
        let tools =
            main.descendants().into_iter().find(|element| element.has_class("tools")).ok_or("tools")?;
        assert!(tools.get("hidden").is_some());
        let controls = |element: &Element| {
            ["input", "button", "select"].iter().map(|name| element.all(name).len()).sum::<usize>()
        };
        assert_eq!(controls(main), controls(tools), "each control is among the hidden ones");
        assert!(controls(tools) > 0);
    }
    Ok(())
}

#[test]
fn names_that_look_like_markup_are_text_on_the_page_and_in_the_rows() -> Result {
    let region = Region::harbourside()?;
    let name = "<img src=x onerror=alert(1)> & \\\"</script>";
    region.replace("systems/plume.yaml", "name: Plume\n", &format!("name: \"{name}\"\n"))?;
    let site = region.site()?;
    let name = name.replace('\\', "");
    let page = site.page("explore/")?;
    assert!(page.html.all("main")[0].all("img").is_empty());
    assert!(page.html.all("tbody")[0].text().contains(&name));
    let data = script_rows(&site)?;
    let systems = data["columns"]["system"]["values"].as_array().ok_or("systems")?;
    assert!(systems.iter().any(|system| system[1] == *name));
    Ok(())
}
