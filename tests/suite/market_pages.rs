//! The pages that tell of prices, changes and dependence, as readers find them, with their numbers counted again from
//! the tables that the site publishes.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{self, Element, Record, Region, Result, Site, harbourside, london, parts};
use serde_json::Value;

/// Rows of the bodies of a page's table with that caption, without rows that only head a group.
fn rows<'a>(page: &'a Element, caption: &str) -> Vec<Vec<&'a Element>> {
    let tables = page.all("table").into_iter().filter(|table| table.by_id(caption).is_some());
    let bodies = tables.flat_map(|table| table.all("tbody"));
    let all =
        bodies.flat_map(|body| body.elements().filter(|row| !row.has_class("group")).collect::<Vec<_>>());
    all.map(|row| row.elements().collect()).collect()
}

/// The id in the first link of a cell: `../../systems/mosaic/` is `mosaic`.
fn id_of(cell: &Element) -> String {
    let links = cell.all("a");
    let href = links.first().and_then(|link| link.get("href")).unwrap_or_default();
    href.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned()
}

/// A service, then the authorities in which each system is in use for it.
type InUse = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

fn in_use(site: &Site) -> Result<InUse> {
    let mut found = InUse::new();
    for row in site.table("deployments")? {
        if matches!(row["lifecycle"].as_str(), "live" | "replacing") {
            for service in parts(&row["services"]) {
                let systems = found.entry(service.to_owned()).or_default();
                systems.entry(row["system"].clone()).or_default().insert(row["borough"].clone());
            }
        }
    }
    Ok(found)
}

#[test]
fn each_page_is_found_where_readers_look_for_it() -> Result {
    for site in [harbourside(), london()] {
        for (from, to) in [
            ("opportunities/", "../prices/"),
            ("opportunities/", "../migrations/"),
            ("opportunities/", "../suppliers/exposure/"),
            ("contracts/", "../prices/"),
            ("systems/", "../migrations/"),
            ("suppliers/", "../suppliers/exposure/"),
            ("figures/value-per-resident/", "../../prices/"),
            ("figures/price-spread/", "../../prices/"),
            ("figures/migrations/", "../../migrations/"),
            ("figures/exposure/", "../../suppliers/exposure/"),
            ("figures/mergers/", "../../suppliers/exposure/"),
            ("prices/", "../figures/value-per-resident/"),
            ("migrations/", "../figures/migrations/"),
            ("suppliers/exposure/", "../../figures/mergers/"),
        ] {
            let links = site.page(from)?.html.all("a");
            assert!(links.iter().any(|link| link.get("href") == Some(to)), "/{from} has no link to {to}");
        }
    }
    Ok(())
}

#[test]
fn chapters_that_quote_the_figures_of_a_page_are_named_on_it() -> Result {
    let links = |page: &str| -> Result<Vec<String>> {
        let links = london().page(page)?.html.all("a").into_iter().filter_map(|link| link.get("href"));
        Ok(links.map(str::to_owned).collect())
    };
    assert!(links("prices/")?.contains(&"../report/what-it-costs/".to_owned()));
    assert!(links("suppliers/exposure/")?.contains(&"../../report/who-supplies-london/".to_owned()));
    let page = harbourside().page("prices/")?.html.text();
    assert!(!page.contains("Told in the report"), "no chapter of the imaginary region quotes a price");
    Ok(())
}

#[test]
fn every_running_contract_has_a_price_or_a_reason_why_not() -> Result {
    for site in [harbourside(), london()] {
        let page = &site.page("prices/")?.html;
        let known = rows(page, "t-compared").len() + rows(page, "t-single").len();
        let text = page.text();
        let (_, rest) = text.split_once("Known for ").ok_or("how many are known")?;
        let numbers: Vec<usize> =
            rest.split_whitespace().filter_map(|word| word.parse().ok()).take(2).collect();
        assert_eq!(numbers[0], known, "each known price stands in a table");
        let reasons: usize = page
            .all("li")
            .iter()
            .filter_map(|item| item.text().strip_prefix("For ").map(str::to_owned))
            .filter(|reason| reason.contains("on record"))
            .filter_map(|reason| {
                reason.split_whitespace().next().and_then(|number| number.parse::<usize>().ok())
            })
            .sum();
        assert_eq!(known + reasons, numbers[1]);
    }
    Ok(())
}

#[test]
fn prices_side_by_side_are_for_just_the_same_services() -> Result {
    let site = london();
    let services: BTreeMap<String, String> =
        site.table("services")?.into_iter().map(|row| (row["id"].clone(), row["name"].clone())).collect();
    let by_title: BTreeMap<String, Record> =
        site.table("contracts")?.into_iter().map(|row| (row["title"].clone(), row)).collect();
    let page = &site.page("prices/")?.html;
    let compared = page.all("table").into_iter().find(|table| table.by_id("t-compared").is_some());
    let bodies = compared.ok_or("a table")?.all("tbody");
    assert!(bodies.len() > 3, "there is something to compare");
    for body in bodies {
        let lines: Vec<&Element> = body.elements().collect();
        let named: BTreeSet<String> = lines[0].all("a").iter().map(|link| link.text()).collect();
        assert!(lines.len() > 2, "{named:?} has two prices or more");
        for line in &lines[1..] {
            let title = line.all("a")[0].text();
            let own: BTreeSet<String> =
                parts(&by_title[&title]["services"]).into_iter().map(|id| services[id].clone()).collect();
            assert_eq!(named, own, "{title}");
            let (value, net) = (line.text(), by_title[&title]["value_tax"] == "net");
            assert_eq!(!value.contains("estimated"), net, "{title} says whether tax makes it an estimate");
        }
    }
    Ok(())
}

#[test]
fn without_five_prices_the_page_says_what_is_missing() -> Result {
    for site in [harbourside(), london()] {
        let page = &site.page("prices/")?.html;
        let empty = page.by_id("spread").ok_or("a section")?.text();
        assert!(empty.contains("No spread can be shown yet"), "{empty}");
        for row in rows(page, "t-near") {
            let number = |cell: usize| row[cell].text().parse::<usize>().unwrap_or_default();
            assert!(number(2) >= number(3) && number(3) > 0, "{}", row[0].text());
            assert_eq!(number(3) + number(4), 5, "{}", row[0].text());
        }
    }
    Ok(())
}

/// The ledger as its figure tells it, with names for ids.
fn ledger(site: &Site) -> Result<Vec<Vec<String>>> {
    let figure: Value = serde_json::from_slice(&site.files["api/v1/figures/migrations.json"])?;
    let rows = figure["table"]["rows"].as_array().ok_or("rows")?;
    let cells = |row: &Value| {
        let cells = row.as_array().map(Vec::as_slice).unwrap_or_default();
        cells
            .iter()
            .map(|cell| cell["date"].as_str().or(cell["text"].as_str()).unwrap_or_default().to_owned())
            .collect()
    };
    Ok(rows.iter().map(cells).collect())
}

#[test]
fn every_change_stands_under_each_of_its_services_as_the_ledger_tells_it() -> Result {
    for site in [harbourside(), london()] {
        let mut services = site.table("services")?;
        // Some names hold a comma, or another name.
        services.sort_by_key(|row| std::cmp::Reverse(row["name"].len()));
        let page = &site.page("migrations/")?.html;
        let mut due: BTreeMap<String, Vec<[String; 4]>> = BTreeMap::new();
        for row in ledger(site)? {
            let known = if row[9].to_lowercase().contains("stated") { "Stated" } else { "Probable" };
            let mut named = row[3].clone();
            for service in &services {
                if named.contains(&service["name"]) {
                    named = named.replacen(&service["name"], "", 1);
                    let change = [row[1].clone(), row[2].clone(), row[0].clone(), known.to_owned()];
                    due.entry(service["id"].clone()).or_default().push(change);
                }
            }
            assert!(named.chars().all(|c| ", ".contains(c)), "{named}");
        }
        assert!(!due.is_empty());
        for (service, changes) in &mut due {
            let section = page
                .by_id(&format!("service-{service}"))
                .ok_or_else(|| format!("{service} has no section"))?;
            let mut shown = Vec::new();
            for row in rows(section, &format!("t--service-{service}")) {
                let name = |cell: &Element| cell.all("a")[0].text();
                let known = row[6].all("span")[0].text();
                shown.push([name(row[0]), name(row[1]), name(row[2]), known]);
                let sources = row[7].text();
                assert!(sources.contains("old one") || sources.contains("both"), "{service}: {sources}");
            }
            changes.sort();
            shown.sort();
            assert_eq!(*changes, shown, "{service}");
        }
        let sections = page.all("table").len();
        assert_eq!(sections, due.len(), "no other service has a table");
    }
    Ok(())
}

#[test]
fn what_a_record_infers_is_told_as_inferred() -> Result {
    let changes = &london().page("migrations/")?.html;
    let row = rows(changes, "t--service-development-management")
        .into_iter()
        .find(|row| row[0].text().contains("Idox Public Access") && row[2].text().contains("Barking"))
        .ok_or("a change")?;
    assert_eq!((row[3].text().as_str(), row[6].all("span")[0].text().as_str()), ("by 2025", "Probable"));
    let finance = rows(changes, "t--service-finance-and-erp");
    for (town, year) in [("Lewisham", "by 2020"), ("Waltham Forest", "by 2026")] {
        let row = finance.iter().find(|row| row[2].text().contains(town)).ok_or("a change")?;
        assert_eq!(row[3].text(), year, "{town}");
    }
    // A system that was switched off without a successor has none.
    assert!(!changes.text().contains("Academy Resident Information API"));
    // The same on the page of the authority.
    let own = london().page("boroughs/lewisham/")?.html.text();
    assert!(own.contains("gone by 2020") && !own.contains("until 2020"));
    Ok(())
}

#[test]
fn a_move_that_several_made_says_how_sure_it_is_and_names_them() -> Result {
    let page = &london().page("migrations/")?.html;
    let cards = page.by_id("together").ok_or("a section")?.all("li");
    let heads: Vec<String> = cards.iter().flat_map(|card| card.all("h3")).map(Element::text).collect();
    assert!(heads.len() > 3, "{heads:?}");
    for head in &heads {
        // Nothing is both probable as a whole and stated in part.
        let (probably, stated) = (head.contains(" probably "), head.contains("stated by a record for "));
        assert!(head.contains(" from ") && !(probably && stated), "{head}");
    }
    assert!(heads.iter().any(|head| head.contains(" probably went from ")), "{heads:?}");
    assert!(cards.iter().any(|card| card.text().contains("Both are of the same supplier")), "{heads:?}");
    // One town made the move, and another is about to; both records say so.
    let text = harbourside().page("migrations/")?.html.text();
    assert!(text.contains("1 town went from Old Cards to Carefolio"), "{text}");
    assert!(text.contains("and 1 more is on the way"), "{text}");
    Ok(())
}

#[test]
fn a_change_that_only_one_record_tells_of_has_one_source() -> Result {
    let page = &harbourside().page("migrations/")?.html;
    let rows = rows(page, "t--service-email");
    assert_eq!(rows.len(), 2, "one of a system in use, and one of a system that is not confirmed to be");
    for row in rows {
        assert_eq!((id_of(row[0]), id_of(row[1])), ("old-post".to_owned(), "pelican-mail".to_owned()));
        assert!(row[7].text().contains("No record of its own"), "{}", row[7].text());
    }
    Ok(())
}

/// The cells of the contracts of each case on the opportunities page, by the id of the case.
fn case_rows<'a>(page: &'a Element, id: &str) -> Vec<Vec<&'a Element>> {
    rows(page, &format!("t-{id}"))
}

#[test]
fn each_case_on_the_opportunities_page_has_the_contracts_and_months_of_its_figure() -> Result {
    for site in [harbourside(), london()] {
        let page = &site.page("opportunities/")?.html;
        let figure: Value = serde_json::from_slice(&site.files["api/v1/figures/cohort-contracts.json"])?;
        let mut due: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
        for row in figure["table"]["rows"].as_array().ok_or("rows")? {
            let cell = |at: usize| {
                let told = row[at]["date"].as_str().or(row[at]["text"].as_str());
                told.unwrap_or_default().to_owned()
            };
            let id = cell(0).to_lowercase().replace(' ', "-");
            let months = match cell(8).as_str() {
                "0" => "None".to_owned(),
                "1" => "1 month".to_owned(),
                count => format!("{count} months"),
            };
            due.entry(id).or_default().push(vec![cell(2), cell(4), cell(6), months]);
        }
        assert!(!due.is_empty());
        for (id, contracts) in &due {
            let shown: Vec<Vec<String>> = case_rows(page, id)
                .iter()
                .map(|row| {
                    let day =
                        |cell: &Element| cell.all("time")[0].get("datetime").unwrap_or_default().to_owned();
                    let sub: usize = row[3].all("span").iter().map(|span| span.text().len()).sum();
                    let text = row[3].text();
                    let months =
                        if text == "None" { text } else { text[..text.len() - sub].trim().to_owned() };
                    vec![row[0].all("a")[0].text(), day(row[2]), day(row[4]), months]
                })
                .collect();
            assert_eq!(*contracts, shown, "{id}");
        }
        let cards = page.all("article").into_iter().filter(|article| article.has_class("cohort"));
        assert_eq!(cards.count(), due.len(), "no other case is told of");
        // Each is a link in the list that a section begins with.
        let links = page.all("a").into_iter().filter_map(|link| link.get("href")?.strip_prefix('#'));
        let listed: BTreeSet<&str> = links.filter(|id| due.contains_key(*id)).collect();
        assert_eq!(listed.len(), due.len());
    }
    Ok(())
}

#[test]
fn no_case_promises_a_start_before_a_procurement_could_be_done() -> Result {
    let site = london();
    let lead: BTreeMap<String, i16> = site
        .table("services")?
        .into_iter()
        .map(|row| (row["id"].clone(), row["lead_months"].parse().unwrap_or_default()))
        .collect();
    let page = &site.page("opportunities/")?.html;
    for card in page.all("article").into_iter().filter(|article| article.has_class("cohort")) {
        let services = card.all("dd")[0].all("a").into_iter().map(|link| {
            link.get("href").unwrap_or_default().trim_end_matches('/').rsplit('/').next().unwrap_or_default()
        });
        // Of a system's card there is no service to look up; the shortest lead time is then the least that it can take.
        let months =
            services.filter_map(|id| lead.get(id)).max().or_else(|| lead.values().min()).ok_or("a lead")?;
        let start = card.all("time")[0].get("datetime").unwrap_or_default();
        let soonest =
            support::AS_OF.parse::<jiff::civil::Date>()?.saturating_add(jiff::Span::new().months(*months));
        // A month or a year begins with its first day.
        let start = format!("{start}-01-01")[..10].to_owned();
        assert!(start.parse::<jiff::civil::Date>()? > soonest, "{}: {start}", card.all("h4")[0].text());
    }
    Ok(())
}

#[test]
fn cases_stand_by_what_they_are_for_the_best_first_and_say_what_they_share() -> Result {
    let page = &london().page("opportunities/")?.html;
    let services = page.by_id("services").ok_or("a section")?;
    let groups: Vec<&Element> = services.all("section");
    let heads: Vec<String> = groups.iter().map(|group| group.all("h3")[0].text()).collect();
    assert_eq!(heads.iter().collect::<BTreeSet<_>>().len(), heads.len(), "one heading for each: {heads:?}");
    let parking = groups.iter().find(|group| group.all("h3")[0].text() == "Parking and traffic enforcement");
    let parking = parking.ok_or("parking")?;
    assert!(parking.all("article").len() > 1);
    assert!(parking.text().contains("cases overlap: "), "{}", parking.text());
    assert!(parking.text().contains("Stands in "), "a contract says in how many cases it stands");
    // What needs nothing beyond the options on record comes before what does: in each group, and among their first.
    let beyond = |part: &Element| {
        let cases = part.all("article").into_iter();
        cases.map(|case| case.text().contains("beyond the options on record")).collect::<Vec<bool>>()
    };
    assert!(groups.iter().all(|group| beyond(group).is_sorted()));
    let firsts: Vec<bool> = groups.iter().map(|group| beyond(group)[0]).collect();
    assert!(firsts.is_sorted() && firsts.contains(&false) && firsts.contains(&true), "{firsts:?}");
    // The contracts are folded, and open where somebody prints.
    for case in page.all("article").into_iter().filter(|article| article.has_class("cohort")) {
        let folded = case.all("details");
        assert!(folded.iter().any(|part| !part.all("table").is_empty()), "{}", case.text());
    }
    Ok(())
}

#[test]
fn what_is_reckoned_from_a_month_or_a_year_is_no_more_exact() -> Result {
    let region = Region::harbourside()?;
    let town = |name: &str, end: &str| {
        let text = format!(
            "name: {name}\npopulation: {{people: 1, source: {{title: Census}}}}\ncontracts:\n  - {{title: Nets of {name}, services: [pest-control], start: 2020, end: {end}, provenance: declared}}\n"
        );
        region.write(&format!("boroughs/{}.yaml", name.to_lowercase()), &text)
    };
    for (name, end) in [("Oyster", "2029"), ("Mussel", "2029"), ("Cockle", "2029-12")] {
        town(name, end)?;
    }
    let site = region.site()?;
    let page = &site.page("opportunities/")?.html;
    let cases = page.all("article").into_iter().filter(|case| case.text().contains("Nets of Oyster"));
    let case = cases.into_iter().next().ok_or("a case")?;
    let dates: Vec<&str> = case.all("time").into_iter().filter_map(|time| time.get("datetime")).collect();
    assert!(dates.iter().all(|date| date.len() < 10), "no day is known: {dates:?}");
    let text = case.text();
    assert!(text.contains("from January 2030 at the earliest"), "the most exact tells it: {text}");
    // Ends in one year, counted back 9 months: 31 March 2029.
    assert!(text.contains("From Mar 2029 to Dec 2029"), "{text}");
    let figure = &site.page("figures/cohort-contracts/")?.text;
    assert!(!figure.contains("2029-12-31"), "nor in the figure");
    for path in ["contracts/oyster-nets-of-oyster/", "contracts/cockle-nets-of-cockle/"] {
        assert!(!site.page(path)?.text.contains("2029-03-31"), "nor on its own page: {path}");
    }
    Ok(())
}

#[test]
fn a_single_day_is_no_span() -> Result {
    let region = Region::harbourside()?;
    for name in ["Oyster", "Mussel", "Cockle"] {
        // The first ends on the day on which the others have to be decided on.
        let end = if name == "Oyster" { "2028-03-31" } else { "2028-12-31" };
        let text = format!(
            "name: {name}\npopulation: {{people: 1, source: {{title: Census}}}}\ncontracts:\n  - {{title: Nets of {name}, services: [pest-control], start: 2020, end: {end}, provenance: declared}}\n"
        );
        region.write(&format!("boroughs/{}.yaml", name.to_lowercase()), &text)?;
    }
    let site = region.site()?;
    let page = &site.page("opportunities/")?.html;
    let case = page
        .all("article")
        .into_iter()
        .find(|case| case.text().contains("Nets of Oyster"))
        .ok_or("a case")?;
    assert!(case.text().contains("On 31 Mar 2028 the decision on each is due"), "{}", case.text());
    Ok(())
}

/// "From Dec 2029 to 2029" would be a riddle.
#[test]
fn no_span_leads_into_a_date_that_holds_its_own_beginning() -> Result {
    let mut spans = 0;
    for site in [harbourside(), london()] {
        for case in site.page("opportunities/")?.html.all("article") {
            for told in case.all("dd").into_iter().filter(|told| told.text().starts_with("From ")) {
                let dates: Vec<&str> =
                    told.all("time").into_iter().filter_map(|time| time.get("datetime")).collect();
                let [from, to] = dates[..] else { continue };
                assert!(!from.starts_with(to) && !to.starts_with(from), "{}", told.text());
                spans += 1;
            }
        }
    }
    assert!(spans > 3, "only {spans} spans were read");
    Ok(())
}

#[test]
fn planned_contracts_are_named_before_those_that_end() -> Result {
    for site in [harbourside(), london()] {
        let figure = String::from_utf8_lossy(&site.files["api/v1/figures/openings.json"]).into_owned();
        let notices = figure.contains("With a notice of a successor");
        let section = site.page("opportunities/")?.html.by_id("openings").ok_or("a section")?;
        let heads: Vec<String> = section.all("h3").iter().map(|head| head.text()).collect();
        assert_eq!(heads[..2], ["Planned or out to tender", "Contracts that end within 24 months"]);
        let old: BTreeSet<String> = rows(section, "t-old-plans").iter().map(|row| row[0].text()).collect();
        assert_eq!(heads.len() > 2, !old.is_empty(), "{heads:?}");
        let named: BTreeSet<String> = rows(section, "t-planned").iter().map(|row| row[0].text()).collect();
        let due: BTreeSet<String> = site
            .table("contracts")?
            .into_iter()
            .filter(|row| {
                matches!(row["stage"].as_str(), "planned" | "tendering") && !row["services"].is_empty()
            })
            .map(|row| row["title"].clone())
            .collect();
        let told: BTreeSet<String> = named.union(&old).cloned().collect();
        assert!(!due.is_empty() && due.is_subset(&told), "{due:?}, {named:?}");
        assert!(named.is_disjoint(&old), "{old:?}");
        let said = section.text().contains("No pre-tender or tender notice is on record yet");
        assert_eq!(said, !notices, "what is not recorded is no finding");
        assert_eq!(section.text().contains("Successor announced"), notices);
    }
    Ok(())
}

/// Compares each row of a table of dependence with what is in use; gives the number of rows.
fn compare(table: &Element, own: &BTreeSet<String>, found: &InUse, who: &str) -> usize {
    let mut due: BTreeMap<String, (usize, usize, BTreeSet<String>)> = BTreeMap::new();
    for (service, systems) in found {
        let of = |mine: bool| systems.iter().filter(move |(system, _)| own.contains(*system) == mine);
        let mine: BTreeSet<&String> = of(true).flat_map(|(_, boroughs)| boroughs).collect();
        let others: BTreeSet<&String> = of(false).flat_map(|(_, boroughs)| boroughs).collect();
        if !mine.is_empty() {
            let names = of(false).map(|(system, _)| system.clone()).collect();
            due.insert(service.clone(), (mine.len(), mine.difference(&others).count(), names));
        }
    }
    let mut shown = BTreeMap::new();
    for row in table.all("tbody").iter().flat_map(|body| body.elements()) {
        let cells: Vec<&Element> = row.elements().collect();
        let others = cells[3].all("a").into_iter().map(|link| {
            let href = link.get("href").unwrap_or_default();
            href.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned()
        });
        let alone = cells[2].text().parse().unwrap_or(0);
        shown.insert(id_of(cells[0]), (cells[1].all("a").len(), alone, others.collect()));
    }
    assert_eq!(due, shown, "{who}");
    shown.len()
}

#[test]
fn each_suppliers_page_says_what_would_be_left_without_it() -> Result {
    let mut compared = 0;
    for site in [harbourside(), london()] {
        let found = in_use(site)?;
        let systems = site.table("systems")?;
        for supplier in site.table("suppliers")? {
            let id = &supplier["id"];
            let own: BTreeSet<String> =
                systems.iter().filter(|row| row["supplier"] == *id).map(|row| row["id"].clone()).collect();
            let page = &site.page(&format!("suppliers/{id}/"))?.html;
            let section = page.by_id("without").ok_or("a section")?;
            match section.all("table")[..] {
                [table] => compared += compare(table, &own, &found, id),
                _ => {
                    let idle = !found.values().any(|row| row.keys().any(|system| own.contains(system)));
                    assert!(idle && section.text().contains("no service is known to depend on it"), "{id}");
                }
            }
        }
    }
    assert!(compared > 100, "only {compared} services were compared");
    Ok(())
}

#[test]
fn the_ten_groups_on_which_most_hangs_stand_in_full_and_the_rest_in_tables() -> Result {
    let site = london();
    let (found, systems, suppliers) = (in_use(site)?, site.table("systems")?, site.table("suppliers")?);
    let page = &site.page("suppliers/exposure/")?.html;
    let cards: Vec<&Element> =
        page.all("article").into_iter().filter(|article| article.has_class("exposure")).collect();
    assert_eq!(cards.len(), 10);
    for card in &cards {
        let head = id_of(card.all("h3")[0]);
        // Those named beside it count with it.
        let members = card.all("dd").into_iter().take(1).flat_map(|cell| cell.all("a"));
        let named: BTreeSet<String> = suppliers
            .iter()
            .filter(|row| members.clone().any(|link| link.text() == row["name"]) || row["id"] == head)
            .map(|row| row["id"].clone())
            .collect();
        let own: BTreeSet<String> = systems
            .iter()
            .filter(|row| named.contains(&row["supplier"]))
            .map(|row| row["id"].clone())
            .collect();
        if !head.is_empty() {
            compare(card.all("table")[0], &own, &found, &head);
        }
    }
    let figure = rows(&site.page("figures/exposure/")?.html, "t-rows").len();
    let rest = rows(page, "t-rest").len() + rows(page, "t-contracts").len();
    assert_eq!(cards.len() + rest, figure, "no group is left out");
    Ok(())
}

#[test]
fn mergers_are_told_as_arithmetic_that_nobody_plans() -> Result {
    let site = london();
    let page = &site.page("suppliers/exposure/")?.html;
    assert!(page.by_id("mergers").ok_or("a section")?.text().contains("Nobody is known to plan this"));
    let told = rows(page, "t-mergers");
    let counted = rows(&site.page("figures/mergers/")?.html, "t-rows");
    assert_eq!((told.len(), counted.len()), (10, 10));
    for (told, counted) in told.iter().zip(&counted) {
        assert_eq!(told[0].text(), format!("{} and {}", counted[0].text(), counted[1].text()));
        assert_eq!(told[1].text(), counted[2].text());
        // Points of an index to 10,000 have no decimals that mean anything.
        assert!(told[1].text().chars().all(|c| c.is_ascii_digit() || c == ','), "{}", told[1].text());
    }
    let sentence = site.page("figures/mergers/")?.html.text();
    assert!(sentence.contains("and nothing would change in any other"), "{sentence}");
    let services = site.page("figures/concentration-by-service/")?.html.text();
    assert!(services.contains("call more than 1,800 highly concentrated"));
    Ok(())
}
