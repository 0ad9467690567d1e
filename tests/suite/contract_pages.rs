//! The pages of contracts, of lists of contracts and of routes to market, as readers find them, counted again from the
//! tables that the site publishes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::support::{AS_OF, Element, Record, Region, Result, Site, harbourside, london, parts};

/// Contracts by their ids.
fn contracts(site: &Site) -> Result<BTreeMap<String, Record>> {
    let rows = site.table("contracts")?;
    let count = rows.len();
    let by_id: BTreeMap<_, _> = rows.into_iter().map(|row| (row["id"].clone(), row)).collect();
    assert_eq!(by_id.len(), count, "every contract has an id of its own");
    Ok(by_id)
}

/// The ids in the first links of the rows of a table: `../../contracts/camden-mosaic/` is `camden-mosaic`.
fn ids(page: &Element, caption: &str) -> Vec<String> {
    let tables = page.all("table").into_iter().filter(|table| table.by_id(caption).is_some());
    let rows = tables.flat_map(|table| table.all("tbody")).flat_map(|body| body.all("tr"));
    rows.map(|row| last(row.all("a")[0].get("href").unwrap_or_default()).to_owned()).collect()
}

/// The last step of an address.
fn last(address: &str) -> &str {
    address.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// An address in a page, from the site's root.
fn from_root(href: &str) -> &str {
    href.trim_start_matches("../").trim_start_matches("./")
}

/// The pages of a list by its address, in their order.
fn pages_of<'a>(site: &'a Site, list: &str) -> Vec<&'a Element> {
    let first = site.pages.get(list).map(|page| &page.html);
    let others = (2..).map_while(|number| site.pages.get(&format!("{list}{number}/")).map(|page| &page.html));
    first.into_iter().chain(others).collect()
}

/// The contracts of a list, over all of its pages.
fn listed(site: &Site, list: &str) -> Vec<String> {
    pages_of(site, list).into_iter().flat_map(|page| ids(page, "t-list")).collect()
}

/// Addresses of lists: their first pages.
fn lists(site: &Site) -> Vec<&str> {
    let is_list = |page: &Element| page.by_id("t-list").is_some();
    let pages =
        site.pages.iter().filter(|(path, page)| path.starts_with("contracts/") && is_list(&page.html));
    let paths = pages.map(|(path, _)| path.as_str());
    paths.filter(|path| last(path).parse::<usize>().is_err()).collect()
}

#[test]
fn every_contract_has_a_page_and_stands_in_the_one_list_of_its_quarter_or_state() -> Result {
    for site in [harbourside(), london()] {
        let contracts = contracts(site)?;
        let mut found: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for list in lists(site) {
            let by_time = list.starts_with("contracts/ending/") || list.matches('/').count() == 2;
            if by_time && list != "contracts/shared/" {
                for id in listed(site, list) {
                    found.entry(id).or_default().push(list);
                }
            }
        }
        for (id, row) in &contracts {
            let page = &site.page(&format!("contracts/{id}/"))?.html;
            let heading = page.all("h1")[0].text();
            if !row["title"].is_empty() {
                assert!(heading.starts_with(&row["title"]), "{id}: {heading}");
            }
            let [list] = found.get(id).map(Vec::as_slice).unwrap_or_default() else {
                return Err(format!("{id} stands in {:?}", found.get(id)).into());
            };
            let back = format!("../../{list}");
            assert!(
                page.all("a").iter().any(|link| link.get("href") == Some(back.as_str())),
                "{id} has no link to /{list}"
            );
        }
        assert_eq!(found.len(), contracts.len());
    }
    Ok(())
}

#[test]
fn lists_have_the_contracts_that_the_tables_and_figures_count() -> Result {
    for site in [harbourside(), london()] {
        let contracts = contracts(site)?;
        let of = |column: &str, value: &str| -> BTreeSet<String> {
            let rows = contracts.iter().filter(|(_, row)| parts(&row[column]).contains(value));
            rows.map(|(id, _)| id.clone()).collect()
        };
        for (column, folder) in [
            ("services", "contracts/service/"),
            ("supplier", "contracts/supplier/"),
            ("framework", "frameworks/"),
        ] {
            let values: BTreeSet<&str> = contracts.values().flat_map(|row| parts(&row[column])).collect();
            for value in values.into_iter().filter(|value| *value != "in-house") {
                let rows = listed(site, &format!("{folder}{value}/"));
                assert_eq!(
                    rows.iter().cloned().collect::<BTreeSet<_>>(),
                    of(column, value),
                    "{folder}{value}"
                );
                assert_eq!(rows.len(), of(column, value).len(), "no contract twice in {folder}{value}");
            }
        }
        let shared: BTreeSet<String> = listed(site, "contracts/shared/").into_iter().collect();
        assert_eq!(shared, of("kind", "shared"));
        let mut counted = 0;
        for id in
            ["contracts-by-quarter", "contracts-by-state", "contracts-by-service", "contracts-by-framework"]
        {
            let page = &site.page(&format!("figures/{id}/"))?.html;
            for row in page.by_id("rows").ok_or("rows")?.all("tbody")[0].all("tr") {
                let cells: Vec<&Element> = row.elements().collect();
                let Some(link) = cells[0].all("a").first().and_then(|link| link.get("href")) else {
                    assert_eq!(cells[0].text(), "End ahead", "only these stand in several lists");
                    continue;
                };
                let count: usize = cells[1].text().parse()?;
                assert_eq!(listed(site, from_root(link)).len(), count, "{id}: {}", cells[0].text());
                counted += 1;
            }
        }
        assert!(counted > 10, "{counted}");
    }
    Ok(())
}

#[test]
fn lists_are_all_found_from_the_overview_and_none_is_empty() -> Result {
    for site in [harbourside(), london()] {
        let lists = lists(site);
        let links = site.page("contracts/")?.html.all("a").into_iter().filter_map(|link| link.get("href"));
        let linked: BTreeSet<&str> = links.map(from_root).filter(|path| lists.contains(path)).collect();
        assert_eq!(linked, lists.iter().copied().collect::<BTreeSet<_>>(), "every list has a link");
        for list in lists {
            assert!(!listed(site, list).is_empty(), "{list} has rows");
            let page = site.page(list)?;
            let count = format!("{} contract", listed(site, list).len());
            let description = page
                .html
                .all("meta")
                .into_iter()
                .find_map(|meta| meta.get("content").filter(|_| meta.get("name") == Some("description")));
            assert!(description.is_some_and(|text| text.contains(&count)), "{list}: {description:?}");
        }
    }
    Ok(())
}

#[test]
fn contracts_that_could_be_bought_together_share_a_service_and_end_within_a_year() -> Result {
    let site = london();
    let contracts = contracts(site)?;
    let mut pairs = BTreeSet::new();
    for (id, row) in &contracts {
        for other in ids(&site.page(&format!("contracts/{id}/"))?.html, "t-together") {
            let near = &contracts[&other];
            let (services, boroughs) = (parts(&row["services"]), parts(&row["boroughs"]));
            assert!(parts(&near["services"]).intersection(&services).count() > 0, "{id}, {other}");
            assert!(!parts(&near["boroughs"]).is_subset(&boroughs), "{id}, {other}: nobody else is in it");
            let months = |row: &Record| -> Result<i32> {
                let end = if row["end"].is_empty() { &row["max_end"] } else { &row["end"] };
                let mut steps = end.split('-').map(str::parse::<i32>);
                let year = steps.next().ok_or("an end")??;
                Ok(year * 12 + steps.next().transpose()?.unwrap_or(12))
            };
            assert!((months(row)? - months(near)?).abs() <= 12, "{id}, {other}: too far apart");
            // A month without a day ends with its last day.
            assert!(near["end"].len() < 10 || near["end"].as_str() >= AS_OF, "{other} has its end ahead");
            pairs.insert((id.clone(), other));
        }
    }
    assert!(pairs.len() > 20, "{}", pairs.len());
    let ends_ahead = |id: &String| contracts[id]["end"].len() == 10 && contracts[id]["end"].as_str() >= AS_OF;
    for (one, other) in pairs.iter().filter(|(one, other)| ends_ahead(one) && ends_ahead(other)) {
        assert!(pairs.contains(&(other.clone(), one.clone())), "{one} and {other} name each other");
    }
    Ok(())
}

/// A contract of Mill & Mere with that title, for its email.
fn deal(title: &str, more: &str) -> String {
    format!("  - title: {title}\n    services: [email]\n    provenance: declared\n{more}")
}

const MERE: &str = "boroughs/mill-and-mere.yaml";

/// The region with these contracts of Mill & Mere, in this order.
fn with_deals(deals: &[String]) -> Result<Region> {
    let region = Region::harbourside()?;
    let all = format!("\ncontracts:\n{}", deals.concat());
    region.replace(MERE, "\ncontracts:\n", &all)?;
    Ok(region)
}

/// Ids of the contracts of one borough, each with what tells it apart.
fn named(site: &Site) -> Result<BTreeSet<(String, String)>> {
    let rows = contracts(site)?.into_iter();
    Ok(rows.map(|(id, row)| (id, format!("{} {} {}", row["title"], row["start"], row["value"]))).collect())
}

#[test]
fn ids_are_readable_unique_and_the_same_in_any_order() -> Result {
    let value = |amount: u32| format!("    value: {{amount: {amount}, basis: annual, tax: net}}\n");
    let mut deals = vec![
        deal("Kites & strings (supplier not shown)", ""),
        deal("Ropes", "    start: 2024-02-03\n"),
        deal("Ropes", "    start: 2026\n"),
        deal("Sails", &value(10)),
        deal("Sails", &value(20)),
        deal("ended", ""),
    ];
    let site = with_deals(&deals)?.site()?;
    let first = named(&site)?;
    for id in ["kites-strings", "ropes-2024-02-03", "ropes-2026", "ended"] {
        assert!(site.pages.contains_key(&format!("contracts/mill-and-mere-{id}/")), "{id}: {first:?}");
    }
    assert!(!site.pages.contains_key("contracts/mill-and-mere-ropes/"), "neither takes the name of both");
    // Under a system, a contract is called after it, whatever its title is.
    assert!(site.pages.contains_key("contracts/harbour-quay-carefolio/"));
    deals.reverse();
    assert_eq!(named(&with_deals(&deals)?.site()?)?, first);

    // Not even twins take an address from each other.
    let twins = [deal("Twins", ""), deal("Twins", "")];
    let ids = contracts(&with_deals(&twins)?.site()?)?;
    assert_eq!(ids.keys().filter(|id| id.contains("twins")).count(), 2, "{ids:?}");
    Ok(())
}

#[test]
fn a_shared_contract_cannot_take_the_address_of_a_list() -> Result {
    let folders = lists(london()).into_iter().filter_map(|list| list.split('/').nth(1));
    let folders: BTreeSet<&str> = folders.collect();
    assert!(folders.len() > 6, "{folders:?}");
    for folder in folders {
        let region = Region::harbourside()?;
        region.write(&format!("contracts/{folder}.yaml"), region.read("contracts/shared-care.yaml")?)?;
        let problems = region.check()?.expect(1)?.problems();
        assert!(problems.iter().any(|problem| problem.code == "CT007"), "{folder}: {problems:?}");
    }
    Ok(())
}

#[test]
fn a_shared_contract_keeps_its_earlier_address() -> Result {
    let region = Region::harbourside()?;
    region.append("contracts/shared-shelves.yaml", "former_ids: [old-shelves]\n")?;
    let moved = &region.site()?;
    let page = &moved.page("contracts/old-shelves/")?.html;
    let links = page.all("a");
    assert!(
        links
            .iter()
            .any(|link| link.get("href").is_some_and(|href| href.ends_with("contracts/shared-shelves/")))
    );
    Ok(())
}

#[test]
fn an_id_that_is_written_keeps_the_address_when_the_title_changes() -> Result {
    let plugs = "boroughs/mill-and-mere.yaml";
    let address = "contracts/mill-and-mere-everything-with-a-plug/";
    let event = "UID:mill-and-mere-everything-with-a-plug-end@";
    let has_event =
        |site: &Site| String::from_utf8_lossy(&site.files["contracts/calendar.ics"]).contains(event);
    assert!(harbourside().pages.contains_key(address) && has_event(harbourside()));

    let region = Region::harbourside()?;
    region.replace(plugs, "title: Everything with a plug", "title: Cables")?;
    let renamed = region.site()?;
    assert!(!renamed.pages.contains_key(address) && !has_event(&renamed));

    region.replace(plugs, "title: Cables", "title: Cables\n    id: mill-and-mere-everything-with-a-plug")?;
    let kept = region.site()?;
    assert!(kept.page(address)?.html.all("h1")[0].text().starts_with("Cables") && has_event(&kept));

    // Another contract that would be called the same makes room.
    region.replace(plugs, "title: Old lamps", "title: Everything with a plug")?;
    let beside = region.site()?;
    assert!(beside.page(address)?.html.all("h1")[0].text().starts_with("Cables"));
    assert_eq!(contracts(&beside)?.len(), contracts(harbourside())?.len());
    Ok(())
}

#[test]
fn a_long_list_is_read_page_by_page() -> Result {
    const MANY: usize = 230;
    let mut deals = Vec::new();
    for number in 0..MANY {
        let mut more = String::new();
        writeln!(
            more,
            "    supplier: tern\n    start: 2025-01-01\n    end: 20{}-05-{:02}",
            27 + number % 40,
            1 + number % 28
        )?;
        deals.push(deal(&format!("Deal {number}"), &more));
    }
    let site = with_deals(&deals)?.site()?;
    let list = "contracts/supplier/tern/";
    let pages = pages_of(&site, list);
    let counts: Vec<usize> = pages.iter().map(|page| ids(page, "t-list").len()).collect();
    // Four more contracts of this supplier are in the region.
    assert_eq!(counts, [78, 78, 78]);
    let all = listed(&site, list);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), MANY + 4, "each once");
    let titles: BTreeSet<String> = pages.iter().map(|page| page.all("title")[0].text()).collect();
    assert_eq!(titles.len(), 3, "{titles:?}");
    for (number, page) in (1..).zip(&pages) {
        let navs = page.all("nav");
        let nav = navs.iter().find(|nav| nav.has_class("pages")).ok_or("the way to the other pages")?;
        assert!(nav.get("aria-label").is_some_and(|label| label.starts_with("Pages of Contracts with")));
        let links = nav.all("a");
        let rel = |rel: &str| {
            let link = links.iter().find(|link| link.get("rel") == Some(rel));
            link.and_then(|link| link.get("href")).map(|href| from_root(href).to_owned())
        };
        let address = |number: usize| if number == 1 { list.to_owned() } else { format!("{list}{number}/") };
        assert_eq!(rel("prev"), (number > 1).then(|| address(number - 1)));
        assert_eq!(rel("next"), (number < 3).then(|| address(number + 1)));
        let current: Vec<String> = links
            .iter()
            .filter(|link| link.get("aria-current") == Some("page"))
            .map(|link| link.text())
            .collect();
        assert_eq!(current, [format!("Page {number}")]);
    }
    // The supplier's own page shows the first of them, and leads to the rest.
    let supplier = &site.page("suppliers/tern/")?.html;
    assert_eq!(ids(supplier, "t-con"), all[..100]);
    assert!(supplier.text().contains("234 contracts with "), "{}", supplier.text());
    Ok(())
}

#[test]
fn a_contract_is_told_in_a_sentence_and_what_is_not_known_is_said() -> Result {
    let site = harbourside();
    let told = |id: &str| -> Result<String> {
        let page = &site.page(&format!("contracts/{id}/"))?.html;
        let found = page.all("p").into_iter().find(|text| text.has_class("standfirst"));
        Ok(found.ok_or("a sentence")?.text())
    };
    for (id, sentence) in [
        (
            "harbour-quay-quayledger",
            "Harbour Quay buys Quayledger from Tern & Daughters <Software> until 31 December 2026.",
        ),
        (
            "shared-shelves",
            "Harbour Quay, Saint-Élidor-le-Vieux-sous-les-Falaises-Blanches and Northpoint share Bookworm from Wend Books until 31 December 2027.",
        ),
        (
            "mill-and-mere-chairs-for-the-reading-room",
            "Mill & Mere <on Sea> planned to buy “Chairs for the reading room” when the source was written. No source names the supplier.",
        ),
        (
            "mill-and-mere-quayledger",
            "Mill & Mere <on Sea> bought Quayledger from Tern & Daughters <Software> until 31 March 2025. It may have been extended or let again since; no source says so.",
        ),
        (
            "mill-and-mere-old-lamps",
            "Mill & Mere <on Sea> buys “Old lamps” from Gull; no source says until when.",
        ),
    ] {
        assert_eq!(told(id)?, sentence);
    }
    assert!(told("harbour-quay-carefolio")?.ends_with(", or until 31 March 2029 if every option is used."));

    let page = &site.page("contracts/mill-and-mere-old-lamps/")?.html;
    for (name, fact) in [
        ("For", "Not known"),
        ("Value", "Not published"),
        ("Route to market", "Not known"),
        ("Reference", "Not published"),
        ("Start", "Not known"),
        ("End with every option", "No option is on record"),
        ("Decide by", "Not knownNo end is on record."),
        ("Plan for leaving", "Not known"),
    ] {
        let facts = page.all("dl").into_iter().flat_map(Element::elements);
        let found = facts.map(|pair| (pair.all("dt")[0].text(), pair.all("dd")[0].text()));
        assert_eq!(
            found.into_iter().find(|(dt, _)| dt == name).map(|(_, dd)| dd).as_deref(),
            Some(fact),
            "{name}"
        );
    }
    assert!(page.text().contains("No procurement notice is on record"), "{}", page.text());
    let page = site.page("contracts/harbour-quay-carefolio/")?.html.text();
    for words in
        ["€600,000 in total, without tax", "Tide Frame 3", "Contract award notice (UK6) 012345-2021", "HQ-17"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    Ok(())
}

#[test]
fn routes_to_market_have_pages_even_without_a_contract() -> Result {
    let region = Region::harbourside()?;
    region.append("frameworks.yaml", "  - id: ebb-frame\n    name: Ebb Frame\n    end: 2025\n")?;
    let site = region.site()?;
    let tide = &site.page("frameworks/tide-frame/")?.html;
    for words in ["Harbour Buying", "TF3", "Sep 2027", "buying.example"] {
        assert!(tide.text().contains(words), "{words}: {}", tide.text());
    }
    assert_eq!(ids(tide, "t-list").len(), 2);
    let ebb = site.page("frameworks/ebb-frame/")?.html.text();
    assert!(ebb.contains("No contract is known to be bought through it"), "{ebb}");
    assert!(ebb.contains("Closed"), "{ebb}");
    let index = &site.page("frameworks/")?.html;
    assert_eq!(index.by_id("routes").ok_or("the routes")?.all("tbody")[0].all("tr").len(), 2);
    Ok(())
}

#[test]
fn rows_lead_to_the_pages_of_their_contracts_everywhere() -> Result {
    for site in [harbourside(), london()] {
        let contracts = contracts(site)?;
        for (address, page) in &site.pages {
            let tables = page.html.all("table").into_iter().filter(|table| table.has_class("pipeline"));
            for row in tables.flat_map(|table| table.all("tbody")).flat_map(|body| body.all("tr")) {
                let href = row.all("a")[0].get("href").unwrap_or_default();
                let path = from_root(href);
                assert!(
                    path.starts_with("contracts/") && contracts.contains_key(last(path)),
                    "/{address}: {href}"
                );
            }
        }
    }
    Ok(())
}

#[test]
fn no_page_is_too_heavy() -> Result {
    for (address, page) in &london().pages {
        assert!(page.text.len() < 300_000, "/{address} has {} bytes", page.text.len());
    }
    let overview = london().page("contracts/")?.text.len();
    assert!(overview < 200_000, "/contracts/ has {overview} bytes");
    Ok(())
}

#[test]
fn a_plan_whose_first_day_has_passed_was_to_begin_then() -> Result {
    let deal = |start: &str| {
        deal(&format!("Buoys from {start}"), &format!("    stage: tendering\n    start: {start}\n"))
    };
    let site =
        with_deals(&[deal("2025-10"), deal("2025-10-05"), deal("2026-11"), deal("2027-02-01")])?.site()?;
    let told = |start: &str| -> Result<String> {
        let pages = site.table("contracts")?;
        let row =
            pages.iter().find(|row| row["title"] == format!("Buoys from {start}")).ok_or("a contract")?;
        Ok(site.page(&format!("contracts/{}/", row["id"]))?.html.text())
    };
    assert!(told("2025-10")?.contains("It was to begin in October 2025; no source says whether it did."));
    assert!(told("2025-10-05")?.contains("It was to begin on 5 October 2025"));
    assert!(told("2025-10")?.contains("Was to start"));
    // The month is not over on the day of the build; the other day is ahead.
    for start in ["2026-11", "2027-02-01"] {
        let told = told(start)?;
        assert!(!told.contains("was to begin") && !told.contains("Was to start"), "{told}");
    }
    let list = site.page("contracts/not-begun/")?.html.text();
    for words in
        ["was to begin in Oct 2025", "was to begin on 5 Oct 2025", "from Nov 2026", "from 1 Feb 2027"]
    {
        assert!(list.contains(words), "{words}: {list}");
    }
    Ok(())
}

#[test]
fn a_notice_that_no_record_names_is_called_a_notice() -> Result {
    let notices = "    notices: [{url: 'https://tenders.example/1'}]\n";
    let site = with_deals(&[deal("Buoys", notices)])?.site()?;
    let pages = site.pages.iter().filter(|(address, _)| address.starts_with("contracts/"));
    let links: Vec<&Element> = pages.flat_map(|(_, page)| page.html.all("a")).collect();
    let links = links.iter().filter(|link| link.get("href") == Some("https://tenders.example/1"));
    let words: Vec<String> = links.map(|link| link.text()).collect();
    assert_eq!(words, ["Notice (tenders.example)"]);
    Ok(())
}
