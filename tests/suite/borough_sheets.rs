//! What an authority's officers take away: the sheet for freedom-of-information requests and the pack for a committee,
//! with their rows counted again from the tables that the site publishes.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{
    AS_OF, Element, Record, Region, Result, Site, harbourside, last_day, london, parts, records,
};
use jiff::ToSpan;
use jiff::civil::Date;

/// Both, with the folder of their authorities.
fn sites() -> [(&'static Site, &'static str); 2] {
    [(harbourside(), "towns"), (london(), "boroughs")]
}

fn own<'a>(rows: &'a [Record], borough: &'a str) -> impl Iterator<Item = &'a Record> {
    rows.iter().filter(move |row| row["borough"] == borough)
}

/// Names of records by their ids.
fn names(site: &Site, of: &str) -> Result<BTreeMap<String, String>> {
    Ok(site.table(of)?.into_iter().map(|row| (row["id"].clone(), row["name"].clone())).collect())
}

/// Rows of tables of a class, or under a caption, without rows that only head a group.
fn rows<'a>(tables: &[&'a Element]) -> Vec<Vec<&'a Element>> {
    let bodies = tables.iter().flat_map(|table| table.all("tbody"));
    let lines =
        bodies.flat_map(|body| body.elements().filter(|row| !row.has_class("group")).collect::<Vec<_>>());
    lines.map(|row| row.elements().collect()).collect()
}

fn sheet_rows(page: &Element) -> Vec<Vec<&Element>> {
    rows(&page.all("table").into_iter().filter(|table| table.has_class("foi")).collect::<Vec<_>>())
}

fn captioned<'a>(page: &'a Element, caption: &str) -> Vec<Vec<&'a Element>> {
    rows(&page.all("table").into_iter().filter(|table| table.by_id(caption).is_some()).collect::<Vec<_>>())
}

/// A cell without what is said below its first line.
fn first_line(cell: &Element) -> String {
    let below: Vec<String> =
        cell.all("span").into_iter().filter(|part| part.has_class("sub")).map(Element::text).collect();
    below.iter().fold(cell.text(), |text, part| text.replacen(part, "", 1)).trim().to_owned()
}

/// A date as machines read it, or the words in its place.
fn day(cell: &Element) -> String {
    let time = cell.all("time").first().and_then(|time| time.get("datetime")).map(str::to_owned);
    time.unwrap_or_else(|| cell.text())
}

#[test]
fn the_sheet_answers_for_every_core_service_of_every_authority() -> Result {
    for (site, folder) in sites() {
        let services = site.table("services")?;
        let core = services.iter().filter(|row| row["tier"] == "core" && row["totals_only"] == "false");
        let core: Vec<&str> = core.map(|row| row["name"].as_str()).collect();
        assert!(core.len() > 5);
        for borough in site.table("boroughs")? {
            let page = &site.page(&format!("{folder}/{}/foi/", borough["id"]))?.html;
            let answered: BTreeSet<String> = sheet_rows(page).iter().map(|row| row[0].text()).collect();
            for service in &core {
                assert!(answered.contains(*service), "{}: {service}", borough["id"]);
            }
            let hidden = services.iter().filter(|row| row["totals_only"] == "true");
            for service in hidden {
                assert!(!page.text().contains(&service["name"]), "{}: {}", borough["id"], service["name"]);
            }
        }
    }
    Ok(())
}

#[test]
fn what_is_in_use_is_on_the_sheet_and_only_what_is_not_is_called_not_known() -> Result {
    for (site, folder) in sites() {
        let (deployments, services) = (site.table("deployments")?, names(site, "services")?);
        let (systems, states) = (names(site, "systems")?, site.table("service-states")?);
        for borough in site.table("boroughs")? {
            let id = &borough["id"];
            let mut due: BTreeSet<(String, String)> = BTreeSet::new();
            let mut known: BTreeSet<String> =
                own(&states, id).map(|row| services[&row["service"]].clone()).collect();
            for row in own(&deployments, id).filter(|row| row["lifecycle"] != "retired") {
                let may_be = row["lifecycle"] == "unknown" && row["until"].is_empty();
                for service in parts(&row["services"]) {
                    due.insert((services[service].clone(), systems[&row["system"]].clone()));
                    if may_be || matches!(row["lifecycle"].as_str(), "live" | "replacing") {
                        known.insert(services[service].clone());
                    }
                }
            }
            let page = &site.page(&format!("{folder}/{id}/foi/"))?.html;
            let shown: Vec<(String, String)> =
                sheet_rows(page).iter().map(|row| (row[0].text(), first_line(row[1]))).collect();
            for pair in &due {
                assert!(shown.contains(pair), "{id}: {pair:?}");
            }
            let unknown: BTreeSet<&String> = shown
                .iter()
                .filter(|(_, system)| system == "Not known")
                .map(|(service, _)| service)
                .collect();
            let due = site.table("services")?.into_iter();
            let due = due.filter(|row| row["tier"] == "core" && row["totals_only"] == "false");
            let due: BTreeSet<String> =
                due.map(|row| row["name"].clone()).filter(|name| !known.contains(name)).collect();
            assert_eq!(due.iter().collect::<BTreeSet<_>>(), unknown, "{id}");
        }
    }
    Ok(())
}

#[test]
fn the_spreadsheet_has_the_rows_of_the_page() -> Result {
    let mut count = 0;
    for (site, folder) in sites() {
        for borough in site.table("boroughs")? {
            let at = format!("{folder}/{}/foi/", borough["id"]);
            let page = &site.page(&at)?.html;
            let file = records(&site.files[&format!("{at}foi.csv")])?;
            let shown = sheet_rows(page);
            assert_eq!(shown.len(), file.len(), "{at}");
            for (cells, row) in shown.iter().zip(&file) {
                let supplier = first_line(cells[2]);
                let service = match cells[0].text() {
                    text if text == "Not known" => "No service stated".to_owned(),
                    text => text,
                };
                let said = [
                    (service, "service"),
                    (first_line(cells[1]), "system"),
                    (supplier, "supplier"),
                    (day(cells[3]), "contract_start"),
                    (day(cells[4]), "contract_end"),
                    (day(cells[5]), "may_be_extended_to"),
                    (cells[7].text(), "users"),
                    (cells[8].text(), "hosting"),
                    (day(cells[9]), "decide_by"),
                ];
                for (text, column) in said {
                    assert_eq!(text, row[column], "{at}: {column} of {}", row["service"]);
                }
                let value: String = first_line(cells[6]).chars().filter(char::is_ascii_digit).collect();
                let number = if row["value"] == "Not known" { "" } else { &row["value"] };
                assert_eq!(value, number, "{at}");
                assert!(cells[10].text().contains(&row["source"]), "{at}: {}", row["source"]);
                let links = cells[10].all("a");
                let link = links.first().and_then(|link| link.get("href")).unwrap_or("Not known");
                assert_eq!(link, row["source_url"], "{at}");
                count += 1;
            }
        }
    }
    assert!(count > 2000, "only {count} rows were compared");
    Ok(())
}

#[test]
fn the_sheet_says_that_it_is_no_answer_by_the_authority() -> Result {
    for (site, folder) in sites() {
        for borough in site.table("boroughs")? {
            let (at, name) = (format!("{folder}/{}/foi/", borough["id"]), &borough["name"]);
            let page = site.page(&at)?.html.text();
            assert!(page.contains(&format!("It is not an answer by {name}.")), "{at}");
            assert!(page.contains(&format!("“FOI sheet: {name}”, position on 25 November 2026")), "{at}");
            let text = String::from_utf8(site.files[&format!("{at}foi.txt")].clone())?;
            assert!(text.contains(&format!("It is not an answer by {name}")), "{at}");
            assert!(text.contains("Position on 25 November 2026"), "{at}");
        }
    }
    Ok(())
}

#[test]
fn the_plain_text_has_each_answer_with_its_source() -> Result {
    let text = String::from_utf8(harbourside().files["towns/harbour-quay/foi/foi.txt"].clone())?;
    for line in [
        "Care records\n  System: Carefolio",
        "  Contract: Care records\n  Begins: 1 Apr 2021\n  Ends: 31 Mar 2027\n  May be extended to: 31 Mar 2029\n  Value: €600,000 in total, without tax\n",
        "  Source: Paper to the town meeting, 2 Nov 2025, https://quay.example/papers/care\n",
        "  Source: Stated by the town\n",
        "Nothing on record for: Meeting papers\n",
    ] {
        assert!(text.contains(line), "{line}\n---\n{text}");
    }
    let north = String::from_utf8(harbourside().files["towns/northpoint/foi/foi.txt"].clone())?;
    assert!(north.contains("Payroll\n  Not known: nothing is on record.\n"), "{north}");
    Ok(())
}

#[test]
fn a_contract_without_a_product_is_an_answer_too() -> Result {
    let file = records(&harbourside().files["towns/mill-and-mere/foi/foi.csv"])?;
    let rows: Vec<_> = file.iter().filter(|row| row["contract"] == "Everything with a plug").collect();
    let services: BTreeSet<&str> = rows.iter().map(|row| row["service"].as_str()).collect();
    assert_eq!(services, BTreeSet::from(["Email", "Ledger"]), "under each service that it covers");
    let row = rows[0];
    assert!(rows.iter().all(|row| row["system"] == "No product named"));
    assert_eq!((row["supplier"].as_str(), row["value"].as_str()), ("Tern & Daughters <Software>", "30000"));
    assert_eq!((row["value_basis"].as_str(), row["value_tax"].as_str()), ("annual", "net"));
    // What is in use for the service is still not known.
    assert!(file.iter().any(|row| row["service"] == "Email" && row["system"] == "Not known"));
    Ok(())
}

#[test]
fn no_cell_of_the_spreadsheet_runs() -> Result {
    let region = Region::harbourside()?;
    region.replace("systems/own-forms.yaml", "name: Own Forms", "name: \"=HYPERLINK(1)\"")?;
    let site = region.site()?;
    let file = records(&site.files["towns/harbour-quay/foi/foi.csv"])?;
    assert!(file.iter().any(|row| row["system"] == "'=HYPERLINK(1)"), "{file:?}");
    Ok(())
}

#[test]
fn the_pack_has_every_contract_that_ends_within_two_years() -> Result {
    let today: Date = AS_OF.parse()?;
    let limit = today.saturating_add(24.months());
    let mut found = 0;
    for (site, folder) in sites() {
        let deployments = site.table("deployments")?;
        let over = |row: &Record| {
            let lives: Vec<&str> = deployments
                .iter()
                .filter(|deployment| deployment["contract"] == row["id"])
                .map(|deployment| deployment["lifecycle"].as_str())
                .collect();
            matches!(row["stage"].as_str(), "planned" | "tendering" | "ended")
                || (!lives.is_empty() && lives.iter().all(|life| *life == "retired"))
                || row["start"] > today.to_string()
        };
        let contracts = site.table("contracts")?;
        for borough in site.table("boroughs")? {
            let id = borough["id"].as_str();
            let page = &site.page(&format!("{folder}/{id}/pack/"))?.html;
            let titles: Vec<String> = captioned(page, "t-due").iter().map(|row| row[0].text()).collect();
            for cells in captioned(page, "t-due") {
                let times = cells[2..4].iter().flat_map(|cell| cell.all("time"));
                // What is counted back from a year is told as a year, and may be any of its days.
                let first = |date: &str| format!("{date}-01-01")[..10].parse::<Date>().ok();
                let days = times.filter_map(|time| first(time.get("datetime")?));
                assert!(days.min().is_some_and(|day| day <= limit), "{id}: {}", cells[0].text());
            }
            let ends = contracts.iter().filter(|row| parts(&row["boroughs"]).contains(&id) && !over(row));
            for row in ends {
                let ends = [&row["end"], &row["max_end"]].map(|end| last_day(end));
                let Some(end) = ends.into_iter().flatten().find(|end| *end >= today) else { continue };
                if end <= limit {
                    found += 1;
                    let named = |title: &String| title.contains(&row["title"]);
                    assert!(titles.iter().any(named), "{id}: {} ends on {end}: {titles:?}", row["title"]);
                }
            }
        }
    }
    assert!(found > 30, "only {found} were found");
    Ok(())
}

#[test]
fn the_pack_sets_each_count_beside_the_median() -> Result {
    for (site, folder) in sites() {
        let deployments = site.table("deployments")?;
        let count = |id: &str| {
            let rows = own(&deployments, id);
            let current = rows.filter(|row| matches!(row["lifecycle"].as_str(), "live" | "replacing"));
            current.map(|row| row["system"].clone()).collect::<BTreeSet<_>>().len()
        };
        let ids: Vec<String> = site.table("boroughs")?.into_iter().map(|row| row["id"].clone()).collect();
        let mut counts: Vec<usize> = ids.iter().map(|id| count(id)).collect();
        counts.sort_unstable();
        let middle = counts.len() / 2;
        let median = match (counts.len() % 2, counts[middle - 1] + counts[middle]) {
            (1, _) => counts[middle].to_string(),
            (_, sum) if sum % 2 == 0 => (sum / 2).to_string(),
            (_, sum) => format!("{}.5", sum / 2),
        };
        for id in &ids {
            let page = &site.page(&format!("{folder}/{id}/pack/"))?.html;
            let rows = captioned(page, "t-glance");
            let row: Vec<String> = rows[1].iter().map(|cell| cell.text()).collect();
            let due = match count(id) {
                0 => "Not known".to_owned(),
                count => count.to_string(),
            };
            assert_eq!(row, ["Systems in use on record".to_owned(), due, median.clone()], "{id}");
        }
    }
    Ok(())
}

#[test]
fn the_pack_names_every_system_that_is_or_may_be_in_use_and_every_core_gap() -> Result {
    for (site, folder) in sites() {
        let (deployments, services) = (site.table("deployments")?, site.table("services")?);
        let (systems, states) = (names(site, "systems")?, site.table("service-states")?);
        for borough in site.table("boroughs")? {
            let id = &borough["id"];
            let page = &site.page(&format!("{folder}/{id}/pack/"))?.html;
            let shown = captioned(page, "t-systems");
            let mut due = 0;
            let mut in_use: BTreeSet<&str> = BTreeSet::new();
            for row in own(&deployments, id) {
                let current = matches!(row["lifecycle"].as_str(), "live" | "replacing");
                let named = parts(&row["services"]);
                if current {
                    in_use.extend(&named);
                }
                if current || (row["lifecycle"] == "unknown" && row["until"].is_empty()) {
                    due += named.len().max(1);
                    let name = &systems[&row["system"]];
                    assert!(shown.iter().any(|cells| first_line(cells[1]) == *name), "{id}: {name}");
                }
            }
            assert_eq!(due, shown.len(), "{id}");
            in_use.extend(
                own(&states, id)
                    .filter(|row| row["state"] != "not-provided")
                    .map(|row| row["service"].as_str()),
            );
            let gaps = services.iter().filter(|row| {
                row["tier"] == "core" && row["totals_only"] == "false" && !in_use.contains(row["id"].as_str())
            });
            let section = page.by_id("unknown").ok_or("a section")?;
            let links: BTreeSet<String> = section.all("a").into_iter().map(Element::text).collect();
            assert_eq!(gaps.map(|row| row["name"].clone()).collect::<BTreeSet<_>>(), links, "{id}");
        }
    }
    Ok(())
}

#[test]
fn both_papers_are_linked_from_the_authoritys_page() -> Result {
    for (site, folder) in sites() {
        for borough in site.table("boroughs")? {
            let page = &site.page(&format!("{folder}/{}/", borough["id"]))?.html;
            let links: Vec<&str> = page.all("a").into_iter().filter_map(|link| link.get("href")).collect();
            for paper in ["foi", "pack"] {
                let href = format!("../../{folder}/{}/{paper}/", borough["id"]);
                assert!(links.contains(&href.as_str()), "{href}");
            }
        }
    }
    Ok(())
}
