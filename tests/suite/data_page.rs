//! The page that gives the tables away: what it says of each column is what the published table has, and the other way
//! round.

use std::collections::BTreeSet;

use crate::support::{Element, Result, Site, harbourside, london};

/// Both regions.
fn sites() -> [&'static Site; 2] {
    [harbourside(), london()]
}

/// A published table.
struct Table<'a> {
    name: &'a str,
    bytes: &'a [u8],
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Every table that the site publishes.
fn tables(site: &Site) -> Result<Vec<Table<'_>>> {
    let files = site.files.iter().filter_map(|(path, bytes)| {
        let name = path.strip_prefix("data/")?.strip_suffix(".csv")?;
        Some((name, bytes.as_slice()))
    });
    files.map(|(name, bytes)| read(name, bytes)).collect()
}

fn read<'a>(name: &'a str, bytes: &'a [u8]) -> Result<Table<'a>> {
    let mut reader = csv::Reader::from_reader(bytes);
    let cells = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
    let head = cells(reader.headers()?);
    let rows = reader.records().map(|row| Ok(cells(&row?))).collect::<Result<_>>()?;
    Ok(Table { name, bytes, head, rows })
}

/// The dictionary of a table: for each column its row on the page.
fn dictionary<'a>(site: &'a Site, table: &str) -> Result<Vec<Vec<&'a Element>>> {
    let section = site.page("data/")?.html.by_id(table).ok_or_else(|| format!("no section for {table}"))?;
    let body = section.all("tbody").into_iter().next().ok_or("the section has a table")?;
    Ok(body.elements().map(|row| row.elements().collect()).collect())
}

#[test]
fn every_column_of_every_table_is_in_the_dictionary_and_nothing_else_is() -> Result {
    for site in sites() {
        let tables = tables(site)?;
        assert!(tables.len() >= 9, "the tables are published");
        for table in &tables {
            let rows = dictionary(site, table.name)?;
            let named: Vec<String> = rows.iter().map(|cells| cells[0].text()).collect();
            assert_eq!(named, table.head, "{}", table.name);
            for cells in rows {
                assert!(
                    cells.iter().all(|cell| !cell.text().is_empty()),
                    "{}: a column without words",
                    table.name
                );
            }
        }
        let listed = &site.page("data/")?.html.by_id("tables").ok_or("the list of tables")?;
        let files: BTreeSet<String> = listed
            .all("a")
            .into_iter()
            .filter_map(|link| link.get("href"))
            .filter(|href| href.ends_with(".csv"))
            .map(|href| href.trim_start_matches("../data/").trim_end_matches(".csv").to_owned())
            .collect();
        let published: BTreeSet<String> = tables.iter().map(|table| table.name.to_owned()).collect();
        assert_eq!(files, published);
    }
    Ok(())
}

#[test]
fn rows_columns_and_sizes_are_those_of_the_files() -> Result {
    for site in sites() {
        let list = site.page("data/")?.html.by_id("tables").ok_or("the list of tables")?;
        for table in tables(site)? {
            let row = list
                .all("tr")
                .into_iter()
                .find(|row| {
                    row.all("a")
                        .iter()
                        .any(|link| link.get("href") == Some(format!("#{}", table.name).as_str()))
                })
                .ok_or("each table has a row")?;
            let cells: Vec<String> = row.elements().map(Element::text).collect();
            assert_eq!(cells[2].replace(',', ""), table.rows.len().to_string(), "{}", table.name);
            assert_eq!(cells[3], table.head.len().to_string(), "{}", table.name);
            let size = match table.bytes.len() {
                bytes if bytes < 1000 => format!("{bytes} bytes"),
                bytes => format!("{} kB", (bytes + 500) / 1000),
            };
            assert!(cells[1].starts_with(&format!("CSV, {size}:")), "{}: {}", table.name, cells[1]);
        }
    }
    Ok(())
}

#[test]
fn examples_codes_and_blanks_are_what_the_data_has() -> Result {
    let mut codes = 0;
    for site in sites() {
        for table in tables(site)? {
            for (index, cells) in dictionary(site, table.name)?.into_iter().enumerate() {
                let column = format!("{} {}", table.name, table.head[index]);
                let values: Vec<&str> = table.rows.iter().map(|row| row[index].as_str()).collect();
                let example = cells[3].text();
                let is_empty = values.iter().all(|value| value.is_empty());
                assert_eq!(example == "None yet", is_empty, "{column}: {example}");
                let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(
                    is_empty || values.iter().any(|value| spaced(value) == example),
                    "{column}: {example}"
                );
                if cells[4].text() == "Never blank" {
                    assert!(values.iter().all(|value| !value.is_empty()), "{column} has a blank");
                }
                let words: BTreeSet<String> = cells[2].all("code").into_iter().map(Element::text).collect();
                if cells[1].text().starts_with("One of") {
                    codes += 1;
                    assert!(words.len() > 1, "{column} lists its words");
                    for value in values.iter().filter(|value| !value.is_empty()) {
                        assert!(words.contains(*value), "{column} has {value}, which is not explained");
                    }
                }
            }
        }
    }
    assert!(codes > 20, "code lists are explained");
    Ok(())
}

#[test]
fn the_data_is_found_from_every_page_and_from_the_figures() -> Result {
    for site in sites() {
        for (address, page) in &site.pages {
            let Some(nav) =
                page.html.all("nav").into_iter().find(|nav| nav.get("aria-label") == Some("Main"))
            else {
                continue;
            };
            assert!(nav.all("a").iter().any(|link| link.text() == "Data"), "/{address}");
        }
        let links = site.page("figures/")?.html.all("main")[0].all("a");
        assert!(links.iter().any(|link| link.get("href") == Some("../data/")));
    }
    Ok(())
}
