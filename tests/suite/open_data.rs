//! The tables in every form that people and programs take, each read as they would: the forms say the same.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use serde_json::Value;

use crate::site::resolve;
use crate::support::{Element, Region, Result, Site, harbourside, london};

type Rows = Vec<Vec<String>>;

/// A CSV file as its reader has it: without the apostrophe that keeps spreadsheets from running a cell.
fn csv(bytes: &[u8]) -> Result<(Vec<String>, Rows)> {
    let mut reader = csv::Reader::from_reader(bytes);
    let head = reader.headers()?.iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    for row in reader.records() {
        rows.push(row?.iter().map(|cell| cell.strip_prefix('\'').unwrap_or(cell).to_owned()).collect());
    }
    Ok((head, rows))
}

/// A JSON value as the cell that it stands for.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(";"),
        other => other.to_string(),
    }
}

fn json_rows(head: &[String], rows: &[Value]) -> Rows {
    rows.iter().map(|row| head.iter().map(|name| cell(&row[name])).collect()).collect()
}

fn names(site: &Site) -> Vec<String> {
    let tables = site.files.keys().filter_map(|path| path.strip_prefix("data/")?.strip_suffix(".csv"));
    tables.map(str::to_owned).collect()
}

fn json(site: &Site, path: &str) -> Result<Value> {
    Ok(serde_json::from_slice(site.files.get(path).ok_or(format!("no {path}"))?)?)
}

#[test]
fn csv_json_lines_and_workbook_have_the_same_rows() -> Result {
    for site in [harbourside(), london()] {
        let names = names(site);
        assert!(names.len() >= 12, "{names:?}");
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(site.files["data/city-tools.xlsx"].clone()))?;
        for name in &names {
            let (head, rows) = csv(&site.files[&format!("data/{name}.csv")])?;
            let whole = json(site, &format!("api/v1/{name}.json"))?;
            assert_eq!(json_rows(&head, whole.as_array().ok_or("rows")?), rows, "{name}: JSON");
            let lines = std::str::from_utf8(&site.files[&format!("data/{name}.jsonl")])?.lines();
            let lines: Vec<Value> = lines.map(serde_json::from_str).collect::<std::result::Result<_, _>>()?;
            assert_eq!(json_rows(&head, &lines), rows, "{name}: JSON Lines");
            let sheet = book.worksheet_range(name)?;
            let shown = |cell: &Data| match cell {
                Data::Float(number) => number.to_string(),
                other => other.to_string(),
            };
            let mut sheet: Rows = sheet.rows().map(|row| row.iter().map(shown).collect()).collect();
            assert_eq!(sheet.remove(0), head, "{name}: workbook");
            let long = |cell: &String| cell.chars().take(32_767).collect();
            let rows: Rows = rows.iter().map(|row| row.iter().map(long).collect()).collect();
            assert_eq!(sheet, rows, "{name}: workbook");
        }
        let index = json(site, "api/v1/index.json")?;
        let told = index["tables"].as_array().ok_or("tables")?.iter().map(|table| cell(&table["name"]));
        assert_eq!(told.collect::<BTreeSet<_>>(), names.into_iter().collect::<BTreeSet<_>>());
    }
    Ok(())
}

#[test]
fn no_cell_runs_in_a_spreadsheet_and_none_is_lost() -> Result {
    let region = Region::harbourside()?;
    let hostile = ["=1+1", "@SUM(A1)", "+cmd", "-cmd", "'quoted", "''twice"];
    let contracts: String = hostile
        .iter()
        .map(|title| {
            format!(
                "  - {{title: {}, services: [pest-control], provenance: declared}}\n",
                serde_json::json!(title)
            )
        })
        .collect();
    region.write(
        "boroughs/oyster.yaml",
        format!(
            "name: Oyster\npopulation: {{people: 1, source: {{title: Census}}}}\ncontracts:\n{contracts}"
        ),
    )?;
    let site = region.site()?;
    let raw = std::str::from_utf8(&site.files["data/contracts.csv"])?;
    let (head, rows) = csv(raw.as_bytes())?;
    let title = head.iter().position(|name| name == "title").ok_or("titles")?;
    let titles: BTreeSet<&str> = rows.iter().map(|row| row[title].as_str()).collect();
    for text in hostile {
        assert!(titles.contains(text), "{text} comes back");
        assert!(raw.contains(&format!(",'{text},")), "{text} is kept from running");
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(site.files["data/city-tools.xlsx"].clone()))?;
    assert!(book.worksheet_formula("contracts")?.is_empty(), "a text is no formula");
    let shown: BTreeSet<String> =
        book.worksheet_range("contracts")?.rows().map(|row| row[title].to_string()).collect();
    assert!(hostile.iter().all(|text| shown.contains(*text)), "{shown:?}");
    Ok(())
}

#[test]
fn the_archive_holds_the_tables_as_they_stand_beside_it_and_the_description_their_checksums() -> Result {
    let site = london();
    let mut zip = zip::ZipArchive::new(Cursor::new(&site.files["data/city-tools.zip"]))?;
    let mut packed: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let name = file.name()?.into_owned();
        packed.insert(name, bytes);
    }
    let package = json(site, "data/datapackage.json")?;
    assert_eq!(packed["datapackage.json"], site.files["data/datapackage.json"]);
    let resources = package["resources"].as_array().ok_or("resources")?;
    assert_eq!(resources.len(), names(site).len());
    for resource in resources {
        let path = cell(&resource["path"]);
        let bytes = &site.files[&format!("data/{path}")];
        assert_eq!(&packed[&path], bytes, "{path}");
        assert_eq!(resource["bytes"], bytes.len(), "{path}");
        assert!(cell(&resource["hash"]).starts_with("sha256:"));
    }
    assert_eq!(packed.len(), resources.len() + 2, "and the description, and a note");
    Ok(())
}

#[test]
fn an_item_has_what_the_tables_say_of_it_and_so_have_the_files_beside_its_page() -> Result {
    for site in [harbourside(), london()] {
        let (head, deployments) = csv(&site.files["data/deployments.csv"])?;
        let at = |name: &str| head.iter().position(|column| column == name).ok_or("a column");
        for (table, column, folder) in [
            ("boroughs", "borough", None),
            ("systems", "system", Some("systems")),
            ("suppliers", "supplier", Some("suppliers")),
            ("services", "services", Some("services")),
            ("contracts", "contract", None),
        ] {
            let place = at(column)?;
            for row in json(site, &format!("api/v1/{table}.json"))?.as_array().ok_or("rows")? {
                let id = cell(&row["id"]);
                let item = json(site, &format!("api/v1/{table}/{id}.json"))?;
                for (name, value) in row.as_object().ok_or("a row")? {
                    assert_eq!(&item[name], value, "{table}/{id}: {name}");
                }
                let own: Rows = deployments
                    .iter()
                    .filter(|row| row[place].split(';').any(|one| one == id))
                    .cloned()
                    .collect();
                let told = item["deployments"].as_array().ok_or("deployments")?;
                assert_eq!(json_rows(&head, told), own, "{table}/{id}");
                let Some(folder) = folder else { continue };
                let beside = site.files.get(&format!("{folder}/{id}/deployments.csv"));
                assert_eq!(beside.is_some(), !own.is_empty(), "{table}/{id}");
                if let Some(bytes) = beside {
                    assert_eq!(csv(bytes)?.1, own, "{table}/{id}");
                }
            }
        }
    }
    Ok(())
}

#[test]
fn each_download_says_its_form_and_size() -> Result {
    let site = london();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut silent = Vec::new();
    for (address, page) in &site.pages {
        let mut links = page.html.all("a");
        // In a list or a table the size may stand beside the link.
        let rows: Vec<_> = page.html.all("li").into_iter().chain(page.html.all("tr")).collect();
        links.retain(|link| link.get("href").is_some_and(|href| !href.contains(':')));
        for link in links {
            let href = link.get("href").ok_or("a link leads somewhere")?;
            let path = resolve(address, href).ok_or("an address within the site")?;
            let Some((_, ending)) = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')) else {
                continue;
            };
            let (Some(bytes), false) = (site.files.get(&path), ending == "html") else { continue };
            let size = citytools::site::download::size(bytes.len());
            let says = |text: String| text.contains(&size);
            let beside = || {
                let is_in = |row: &&&Element| row.all("a").iter().any(|of| of.get("href") == Some(href));
                rows.iter().filter(is_in).any(|row| says(row.text()))
            };
            if !says(link.text()) && !beside() {
                silent.push(format!("/{address}: {path} of {size}: {}", link.text()));
            }
            let known = ["csv", "json", "jsonl", "xlsx", "zip", "svg", "ics", "xml", "txt", "jsonld"];
            let ending =
                known.into_iter().find(|known| *known == ending).ok_or(format!("what is {path}?"))?;
            *seen.entry(ending).or_default() += 1;
        }
    }
    assert!(silent.is_empty(), "{} links tell no size:\n{}", silent.len(), silent.join("\n"));
    assert_eq!(seen.len(), 10, "of each form some: {seen:?}");
    assert!(seen["ics"] > 280 && seen["svg"] > 120 && seen["csv"] > 300, "{seen:?}");
    for page in ["boroughs/camden/", "systems/modern-gov/", "suppliers/civica/", "services/council-tax/"] {
        let links: Vec<String> = site.page(page)?.html.all("a").iter().map(|link| link.text()).collect();
        assert!(links.iter().any(|text| text.contains("All of it as JSON, ")), "{page}: {links:?}");
        assert!(links.iter().any(|text| text.contains("Systems as CSV, ")), "{page}");
    }
    Ok(())
}

#[test]
fn contracts_with_a_number_are_in_the_procurement_package_and_inexact_dates_are_words() -> Result {
    let package = json(london(), "data/ocds.json")?;
    let releases = package["releases"].as_array().ok_or("releases")?;
    let contracts = london().table("contracts")?;
    assert!(releases.len() > 50 && releases.len() < contracts.len());
    let ends: BTreeMap<&str, &str> =
        contracts.iter().map(|row| (row["id"].as_str(), row["end"].as_str())).collect();
    let mut days = 0;
    for release in releases {
        for contract in release["contracts"].as_array().into_iter().flatten() {
            let id = cell(&contract["id"]);
            let end = ends[id.as_str()];
            let told = contract["period"]["endDate"].as_str();
            assert_eq!(told.map(|date| &date[..10]), Some(end).filter(|end| end.len() == 10), "{id}");
            days += usize::from(told.is_some());
        }
    }
    assert!(days > 10);
    Ok(())
}

/// The words of a picture as a program reads them, after a look at how they stand in it.
fn picture(site: &Site, path: &str) -> Result<String> {
    let svg = std::str::from_utf8(site.files.get(path).ok_or_else(|| format!("no {path}"))?)?;
    let tree = resvg::usvg::Tree::from_str(svg, &resvg::usvg::Options::default())?;
    let mut words = Vec::new();
    for text in svg.split("<text ").skip(1) {
        let (attributes, rest) = text.split_once('>').ok_or("a tag")?;
        let number = |name: &str| -> Result<f32> {
            Ok(attributes
                .split(name)
                .nth(1)
                .and_then(|rest| rest.split('"').next())
                .ok_or("a place")?
                .parse()?)
        };
        let line = rest.split("</text").next().unwrap_or_default();
        let line =
            line.replace("&#39;", "'").replace("&quot;", "\"").replace("&lt;", "<").replace("&amp;", "&");
        // Half of its size is what a letter of a wide font takes on average.
        let size = match attributes.split('"').nth(1) {
            Some("value") => 52.0,
            Some("title") => 22.0,
            Some("words") => 18.0,
            Some("label") => 16.0,
            Some("cite") => 14.0,
            class => return Err(format!("{path}: {class:?}").into()),
        };
        let end = number(" x=\"")? + line.chars().count() as f32 * size * 0.58;
        assert!(end <= 640.0, "{path}: {line} ends at {end}");
        assert!(number(" y=\"")? < tree.size().height(), "{path}: {line} is inside");
        words.push(line);
    }
    assert!(svg.contains("prefers-color-scheme:dark") && !svg.contains("<script"), "{path}");
    Ok(words.join(" "))
}

#[test]
fn every_figure_and_every_borough_is_a_picture_and_a_page_that_need_no_script() -> Result {
    let site = london();
    let one_space = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut seen = 0;
    for row in site.table("figures")? {
        let id = &row["id"];
        let told = picture(site, &format!("figures/{id}/{id}.svg"))?;
        assert!(told.contains(&one_space(&row["sentence"])), "{id}: {told}");
        seen += 1;
    }
    assert!(seen > 90, "{seen}");
    let boroughs = site.table("boroughs")?;
    for row in &boroughs {
        let (id, name) = (&row["id"], &row["name"]);
        let told = picture(site, &format!("boroughs/{id}/{id}.svg"))?;
        let card = site.page(&format!("boroughs/{id}/embed/"))?;
        assert!(told.starts_with(name.as_str()) && card.text.contains(name.as_str()), "{told}");
        // Both say the same as the page, with what it rests on.
        let page = &site.page(&format!("boroughs/{id}/"))?.html;
        let facts: Vec<String> = page.all("dd").iter().map(|fact| one_space(&fact.text())).collect();
        for fact in card.html.all("dd") {
            let fact = one_space(&fact.text());
            assert!(told.contains(&fact) && facts.contains(&fact), "{id}: {fact} in {told} and {facts:?}");
        }
        for said in [&told, &card.text] {
            let said = one_space(said);
            assert!(said.contains("public sources") && said.contains("Open Government Licence"), "{said}");
        }
        assert!(card.html.all("script").is_empty() && card.html.all("nav").is_empty());
    }
    assert_eq!(boroughs.len(), 33);
    Ok(())
}

#[test]
fn every_download_says_what_has_to_stay_with_it() -> Result {
    let site = london();
    let words = "Contains public sector information licensed under the Open Government Licence v3.0";
    for path in [
        "data/datapackage.json",
        "data/catalog.jsonld",
        "api/v1/index.json",
        "api/v1/openapi.json",
        "changes/feed.xml",
    ] {
        let text = std::str::from_utf8(&site.files[path])?;
        assert!(text.contains(words) && text.contains("except where otherwise stated"), "{path}");
    }
    assert!(site.page("data/")?.text.contains(words));
    let mut archive = zip::ZipArchive::new(Cursor::new(&site.files["data/city-tools.zip"]))?;
    let mut note = String::new();
    archive.by_name("README.txt")?.read_to_string(&mut note)?;
    assert!(note.contains(words), "{note}");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(site.files["data/city-tools.xlsx"].clone()))?;
    let about = book.worksheet_range("About")?;
    assert!(about.used_cells().any(|(_, _, cell)| cell.to_string().contains(words)));
    Ok(())
}

#[test]
fn the_newest_source_is_as_exact_as_it_is_known_and_plans_say_when_they_were_last_heard_of() -> Result {
    let region = Region::harbourside()?;
    let contract = |title: &str, sources: &str| {
        format!(
            "  - {{title: {title}, services: [pest-control], stage: planned, provenance: published, sources: [{sources}]}}\n"
        )
    };
    let source = |date: &str| format!("{{title: Plan, url: https://plan.example/{date}, date: {date}}}");
    let contracts = [
        contract("Nets", &[source("2025-12-31"), source("2026")].join(", ")),
        contract("Ropes", &[source("2026-05"), source("2026-05-31"), source("2024-01-01")].join(", ")),
    ];
    region.write(
        "boroughs/oyster.yaml",
        format!(
            "name: Oyster\npopulation: {{people: 1, source: {{title: Census}}}}\ncontracts:\n{}",
            contracts.concat()
        ),
    )?;
    let site = region.site()?;
    let newest: BTreeMap<String, String> = site
        .table("contracts")?
        .into_iter()
        .map(|row| (row["title"].clone(), row["newest_source"].clone()))
        .collect();
    assert_eq!(newest["Nets"], "2026", "a year counts with its last day, and stays a year");
    assert_eq!(newest["Ropes"], "2026-05-31", "of two that are as new, the more exact");
    let page = &site.page("opportunities/")?.html;
    let rows = page.all("tr").into_iter().filter(|row| row.text().contains("Ropes"));
    let heard: Vec<String> = rows.flat_map(|row| row.all("td")).map(|cell| cell.text()).collect();
    assert!(heard.contains(&"31 May 2026".to_owned()), "{heard:?}");
    Ok(())
}

#[test]
fn a_release_keeps_its_id_while_it_says_the_same() -> Result {
    let region = Region::harbourside()?;
    let releases = |day: &str| -> Result<BTreeMap<String, (String, String)>> {
        region.run(["build", "--as-of", day])?.expect(0)?;
        let package: Value = serde_json::from_slice(&std::fs::read(region.out().join("data/ocds.json"))?)?;
        let all = package["releases"].as_array().ok_or("releases")?;
        Ok(all.iter().map(|one| (cell(&one["ocid"]), (cell(&one["id"]), cell(&one["date"])))).collect())
    };
    let before = releases("2026-11-24")?;
    assert!(!before.is_empty());
    assert_eq!(before, releases("2026-11-25")?, "another day is no news");
    region.replace(
        "boroughs/harbour-quay.yaml",
        "      title: Care records\n",
        "      title: Records of care\n",
    )?;
    let after = releases("2026-11-25")?;
    let edited = "ocds-abc123-000002";
    assert_ne!(before[edited].0, after[edited].0);
    assert_eq!(before.iter().filter(|(ocid, own)| after[*ocid] != **own).count(), 1);
    Ok(())
}

#[test]
fn a_semicolon_within_a_value_parts_no_list() -> Result {
    let region = Region::harbourside()?;
    let more = "aliases: [\"Feather; quill\", Pen]\nwebsite: https://semi.example/a;b\n";
    region.append("systems/plume.yaml", more)?;
    let site = region.site()?;
    let systems = json(&site, "api/v1/systems.json")?;
    let plume =
        systems.as_array().and_then(|all| all.iter().find(|row| row["id"] == *"plume")).ok_or("plume")?;
    assert_eq!(cell(&plume["aliases"]), "Feather, quill;Pen");
    assert_eq!(cell(&plume["website"]), "https://semi.example/a%3Bb");
    Ok(())
}
