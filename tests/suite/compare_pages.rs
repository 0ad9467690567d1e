//! Authorities side by side, as readers find them: every pair once, with its numbers counted again from the tables that
//! the site publishes, and what is not known never taken for a difference.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{AS_OF, Element, Record, Region, Result, Site, harbourside, last_day, london, parts};
use citytools::figures::{MOST_PAIRED, Verdict};
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;

/// The ids of all authorities, in the order of the site.
fn ids(site: &Site) -> Result<Vec<String>> {
    Ok(site.table("boroughs")?.into_iter().map(|row| row["id"].clone()).collect())
}

/// The address of every pair.
fn pairs(site: &Site) -> Result<Vec<[String; 2]>> {
    let ids = ids(site)?;
    let others = |place: usize| ids[place + 1..].iter();
    let pair =
        |place: usize| others(place).map(|other| [ids[place].clone(), other.clone()]).collect::<Vec<_>>();
    Ok((0..ids.len()).flat_map(pair).collect())
}

fn address([one, other]: &[String; 2]) -> String {
    format!("compare/{one}/{other}/")
}

/// The id at the end of a link: `../../systems/mosaic/` is `mosaic`.
fn id_of(link: &Element) -> String {
    let href = link.get("href").unwrap_or_default();
    href.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned()
}

fn leads_to(element: &Element, href: &str) -> bool {
    element.all("a").iter().any(|link| link.get("href") == Some(href))
}

/// Rows of the bodies of the table with that caption, without rows that only head a group.
fn rows<'a>(page: &'a Element, caption: &str) -> Vec<&'a Element> {
    let tables = page.all("table").into_iter().filter(|table| table.by_id(caption).is_some());
    let bodies = tables.flat_map(|table| table.all("tbody"));
    bodies
        .flat_map(|body| body.elements().filter(|row| !row.has_class("group")).collect::<Vec<_>>())
        .collect()
}

/// Systems in use in an authority, from the published table.
fn in_use(deployments: &[Record], borough: &str) -> BTreeSet<String> {
    let own = deployments.iter().filter(|row| row["borough"] == borough);
    let current = own.filter(|row| matches!(row["lifecycle"].as_str(), "live" | "replacing"));
    current.map(|row| row["system"].clone()).collect()
}

/// The systems that a list of the page names.
fn listed(page: &Element, heading: &str) -> Result<BTreeSet<String>> {
    let sections = page.all("section").into_iter();
    let mut own = sections.filter(|section| section.get("aria-labelledby") == Some(heading));
    Ok(own.next().ok_or_else(|| format!("no list {heading}"))?.all("a").into_iter().map(id_of).collect())
}

#[test]
fn every_pair_has_one_page_and_both_lead_to_it() -> Result {
    for site in [harbourside(), london()] {
        let (ids, pairs) = (ids(site)?, pairs(site)?);
        assert_eq!(pairs.len(), ids.len() * (ids.len() - 1) / 2);
        let due: BTreeSet<String> = pairs.iter().map(address).collect();
        let found =
            site.pages.keys().filter(|path| path.starts_with("compare/") && path.matches('/').count() == 3);
        assert_eq!(due, found.cloned().collect::<BTreeSet<_>>());
        for id in &ids {
            let page = &site.page(&format!("compare/{id}/"))?.html;
            let of = |section: &str| -> Result<BTreeSet<String>> {
                let links = page.by_id(section).ok_or("a section")?.all("a");
                let links = links.iter().filter_map(|link| link.get("href")?.strip_prefix("../../"));
                Ok(links.map(str::to_owned).collect())
            };
            let own = pairs.iter().filter(|pair| pair.contains(id)).map(address).collect::<BTreeSet<_>>();
            assert_eq!(own, of("alike")?, "{id}");
            assert_eq!(own, of("a-to-z")?, "{id}");
        }
        let index = &site.page("compare/")?.html;
        for id in &ids {
            let href = format!("../compare/{id}/");
            assert!(leads_to(index, &href), "{id}");
        }
    }
    Ok(())
}

#[test]
fn comparisons_are_found_where_readers_look_for_them() -> Result {
    for (site, folder) in [(harbourside(), "towns"), (london(), "boroughs")] {
        let pair = &pairs(site)?[0];
        let [one, other] = pair;
        for (from, to) in [
            (String::new(), "./compare/".to_owned()),
            (format!("{folder}/"), "../compare/".to_owned()),
            (format!("{folder}/{one}/"), format!("../../compare/{one}/")),
            (address(pair), format!("../../../compare/{other}/")),
        ] {
            assert!(leads_to(&site.page(&from)?.html, &to), "/{from} has no link to {to}");
        }
        let similar = rows(&site.page(&format!("{folder}/{one}/"))?.html, "t-sim");
        assert!(!similar.is_empty());
        for row in similar {
            let [ours, theirs] = [one.clone(), id_of(row.all("a")[0])];
            let pair = [ours.clone().min(theirs.clone()), ours.max(theirs)];
            assert!(leads_to(row, &format!("../../{}", address(&pair))), "{pair:?}");
        }
    }
    Ok(())
}

#[test]
fn what_both_run_and_what_one_runs_is_what_the_records_say() -> Result {
    let mut common = 0;
    for site in [harbourside(), london()] {
        let deployments = site.table("deployments")?;
        for pair in pairs(site)? {
            let page = &site.page(&address(&pair))?.html;
            let [one, other] = [0, 1].map(|place| in_use(&deployments, &pair[place]));
            let both: BTreeSet<String> = one.intersection(&other).cloned().collect();
            assert_eq!(both, listed(page, "both-h")?, "{pair:?}");
            assert_eq!(
                one.difference(&other).cloned().collect::<BTreeSet<_>>(),
                listed(page, "one-h")?,
                "{pair:?}"
            );
            assert_eq!(
                other.difference(&one).cloned().collect::<BTreeSet<_>>(),
                listed(page, "other-h")?,
                "{pair:?}"
            );
            let words = match both.len() {
                0 => "No system is recorded in use in both".to_owned(),
                1 => "run 1 system in common".to_owned(),
                count => format!("run {count} systems in common"),
            };
            let standfirst =
                page.all("p").into_iter().find(|part| part.has_class("standfirst")).ok_or("a sentence")?;
            assert!(standfirst.text().contains(&words), "{pair:?}: {}", standfirst.text());
            common += both.len();
        }
    }
    assert!(common > 500, "only {common} were compared");
    Ok(())
}

/// Each service with the keys that the records have for an authority: systems in use, or a word in their place.
fn by_service(site: &Site, borough: &str) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in site.table("deployments")?.iter().filter(|row| row["borough"] == borough) {
        if matches!(row["lifecycle"].as_str(), "live" | "replacing") {
            for service in parts(&row["services"]) {
                found.entry(service.to_owned()).or_default().insert(row["system"].clone());
            }
        }
    }
    for row in site.table("service-states")?.iter().filter(|row| row["borough"] == borough) {
        found.entry(row["service"].clone()).or_default().insert(row["state"].clone());
    }
    Ok(found)
}

#[test]
fn a_difference_is_marked_only_where_both_are_known() -> Result {
    let mut seen = BTreeMap::new();
    for site in [harbourside(), london()] {
        let known: BTreeMap<String, _> = ids(site)?
            .into_iter()
            .map(|id| Ok((id.clone(), by_service(site, &id)?)))
            .collect::<Result<_>>()?;
        for pair in pairs(site)? {
            let page = &site.page(&address(&pair))?.html;
            for row in rows(page, "t-services") {
                let cells: Vec<&Element> = row.elements().collect();
                let service = id_of(cells[0].all("a")[0]);
                let sets = [0, 1].map(|place| known[&pair[place]].get(&service).cloned().unwrap_or_default());
                let due = match &sets {
                    [one, other] if one.is_empty() || other.is_empty() => "",
                    [one, other] if one == other => "=",
                    [one, other] if one.is_disjoint(other) => "≠",
                    _ => "≈",
                };
                let shown = cells[0].all("span").first().map(|mark| mark.text()).unwrap_or_default();
                assert_eq!(due, shown, "{pair:?}: {service}");
                assert_eq!(row.has_class("differ"), matches!(due, "≠" | "≈"), "{pair:?}: {service}");
                for (set, cell) in sets.iter().zip(&cells[1..]) {
                    let unknown = cell.text() == "Not known";
                    assert!(!unknown || set.is_empty(), "{pair:?}: {service} is known");
                    assert_eq!(unknown, cell.all("span").iter().any(|part| part.has_class("unk")));
                }
                *seen.entry(due).or_insert(0) += 1;
            }
        }
    }
    assert!(seen.len() >= 4, "each mark was met: {seen:?}");
    Ok(())
}

/// The end of a contract that lies ahead.
fn end_ahead(row: &Record, deployments: &[Record], today: Date) -> Option<Date> {
    let lives: Vec<&str> = deployments
        .iter()
        .filter(|deployment| deployment["contract"] == row["id"])
        .map(|deployment| deployment["lifecycle"].as_str())
        .collect();
    let gone = !lives.is_empty() && lives.iter().all(|life| *life == "retired");
    // A start by the month begins on its first day.
    let begins =
        row["start"].get(..10).or(row["start"].get(..7)).or(row["start"].get(..4)).unwrap_or_default();
    let ahead = !begins.is_empty() && begins > &today.to_string()[..begins.len()];
    if gone || ahead || matches!(row["stage"].as_str(), "planned" | "tendering" | "ended") {
        return None;
    }
    let ends = [&row["end"], &row["max_end"]].map(|end| last_day(end));
    ends.into_iter().flatten().find(|end| *end >= today)
}

/// Pairs of contracts for one service with ends within a year, counted from the published table.
fn together(pair: &[String; 2], contracts: &[(Record, Date)]) -> usize {
    let own = |place: usize| {
        let not = &pair[1 - place];
        contracts.iter().filter(move |(row, _)| {
            let boroughs = parts(&row["boroughs"]);
            boroughs.contains(pair[place].as_str()) && !boroughs.contains(not.as_str())
        })
    };
    own(0)
        .flat_map(|one| own(1).map(move |other| (one, other)))
        .filter(|((one, a), (other, b))| {
            let (first, last) = (a.min(b), a.max(b));
            let shared = parts(&one["services"]).intersection(&parts(&other["services"])).count() > 0;
            shared && first.saturating_add(12.months()) >= *last
        })
        .count()
}

#[test]
fn contracts_to_buy_together_are_those_for_one_service_with_ends_within_a_year() -> Result {
    let today: Date = AS_OF.parse()?;
    let mut found = 0;
    for site in [harbourside(), london()] {
        let deployments = site.table("deployments")?;
        let contracts = site.table("contracts")?.into_iter();
        let contracts: Vec<(Record, Date)> =
            contracts.filter_map(|row| end_ahead(&row, &deployments, today).map(|end| (row, end))).collect();
        for pair in pairs(site)? {
            let page = &site.page(&address(&pair))?.html;
            let due = together(&pair, &contracts);
            assert_eq!(due, rows(page, "t-together").len(), "{pair:?}");
            found += due;
            // Both lists say the same number, whoever is asked first.
            for (own, other) in [(0, 1), (1, 0)] {
                let list = &site.page(&format!("compare/{}/", pair[own]))?.html;
                let href = format!("../../{}", address(&pair));
                let line = rows(list, "t-alike").into_iter().find(|row| leads_to(row, &href));
                let cells: Vec<String> = line.ok_or("a row")?.elements().map(Element::text).collect();
                let shown = if due == 0 { "None known".to_owned() } else { due.to_string() };
                assert_eq!(cells[4], shown, "{} and {}", pair[own], pair[other]);
            }
        }
    }
    assert!(found > 20, "only {found} were found");
    Ok(())
}

#[test]
fn a_shared_contract_is_bought_together_already() -> Result {
    let page = &harbourside().page("compare/harbour-quay/northpoint/")?.html;
    let section = page.by_id("together").ok_or("a section")?.text();
    assert!(section.contains("They already share Shared shelves."), "{section}");
    let due: Vec<String> = rows(page, "t-together").into_iter().map(Element::text).collect();
    assert!(!due.iter().any(|row| row.contains("Shared shelves")), "{due:?}");
    assert!(due.len() == 1 && due[0].contains("Dues of the North"), "{due:?}");
    Ok(())
}

#[test]
fn a_year_apart_is_together_and_a_day_more_is_not() -> Result {
    let region = Region::harbourside()?;
    let counts = |end: &str| -> Result<usize> {
        region.replace("boroughs/st-elidor.yaml", "end: 2026-12-31", &format!("end: {end}"))?;
        let site = region.site()?;
        region.replace("boroughs/st-elidor.yaml", &format!("end: {end}"), "end: 2026-12-31")?;
        Ok(rows(&site.page("compare/mill-and-mere/st-elidor/")?.html, "t-together").len())
    };
    // The other one ends on 30 June 2027.
    assert_eq!(counts("2028-06-30")?, 1);
    assert_eq!(counts("2028-07-01")?, 0);
    Ok(())
}

#[test]
fn equal_counts_are_not_called_the_same() -> Result {
    let page = &harbourside().page("compare/northpoint/st-elidor/")?.html;
    let rows = rows(page, "t-glance");
    let cells: Vec<String> = rows[1].elements().map(Element::text).collect();
    assert_eq!(cells, ["Systems in use", "5", "4"]);
    let people: Vec<String> = rows[0].elements().map(Element::text).collect();
    assert_eq!(people, ["Residents", "Not known", "Not known"]);
    Ok(())
}

#[test]
fn what_a_script_puts_side_by_side_is_what_the_pages_say() -> Result {
    for site in [harbourside(), london()] {
        for pair in pairs(site)?.iter().step_by(37) {
            let page = &site.page(&address(pair))?.html;
            for (place, id) in pair.iter().enumerate() {
                let column: Value = serde_json::from_slice(&site.files[&format!("compare/{id}.json")])?;
                for part in column["parts"].as_array().ok_or("parts")? {
                    let caption = format!("t-{}", part["id"].as_str().ok_or("an id")?);
                    let mut shown: Vec<String> = Vec::new();
                    for row in rows(page, &caption) {
                        let cell = row.elements().nth(place + 1).ok_or("a cell")?;
                        shown.extend(cell.all("a").into_iter().map(Element::text));
                        if cell.all("a").is_empty() && cell.text() != "Not known" {
                            shown.push(cell.text());
                        }
                    }
                    let items =
                        part["rows"].as_array().ok_or("rows")?.iter().flat_map(|row| row["items"].as_array());
                    let texts: Vec<&str> = items.flatten().filter_map(|item| item["text"].as_str()).collect();
                    if part["id"] == "services" || part["id"] == "glance" {
                        assert_eq!(texts.len(), shown.len(), "{pair:?}: {caption}");
                    }
                    let all = shown.join(" ");
                    assert!(
                        texts.iter().all(|text| all.contains(text)),
                        "{pair:?}: {caption}: {texts:?}, {all}"
                    );
                }
            }
        }
    }
    Ok(())
}

#[test]
fn a_verdict_needs_two_who_are_known() {
    let set = |items: &[&str]| items.iter().map(ToString::to_string).collect::<BTreeSet<String>>();
    for (sets, due) in [
        (vec![], Verdict::NotKnown),
        (vec![set(&["a"])], Verdict::NotKnown),
        (vec![set(&["a"]), set(&[])], Verdict::NotKnown),
        (vec![set(&[]), set(&[])], Verdict::NotKnown),
        (vec![set(&["a"]), set(&["a"])], Verdict::Same),
        (vec![set(&["a"]), set(&["a"]), set(&[])], Verdict::Same),
        (vec![set(&["a"]), set(&["b"])], Verdict::Different),
        (vec![set(&["a", "b"]), set(&["b"])], Verdict::Partly),
        (vec![set(&["a"]), set(&["a"]), set(&["b"])], Verdict::Partly),
        (vec![set(&["a"]), set(&["b"]), set(&["c"])], Verdict::Different),
    ] {
        assert_eq!(Verdict::of(&sets), due, "{sets:?}");
    }
}

#[test]
fn every_pair_stays_light() {
    for site in [harbourside(), london()] {
        for (path, page) in site.pages.iter().filter(|(path, _)| path.starts_with("compare/")) {
            assert!(page.text.len() < 60_000, "/{path} has {} bytes", page.text.len());
        }
    }
}

#[test]
fn past_so_many_there_is_no_page_for_each_pair_and_nothing_leads_to_one() -> Result {
    let region = Region::harbourside()?;
    for number in 4..=MOST_PAIRED {
        region.write(&format!("boroughs/town-{number}.yaml"), format!("name: Town {number}\n"))?;
    }
    let site = region.site()?;
    assert!(ids(&site)?.len() > MOST_PAIRED);
    assert!(!site.pages.keys().any(|path| path.starts_with("compare/") && path.matches('/').count() > 2));
    for (path, page) in &site.pages {
        for link in page.html.all("a").into_iter().filter_map(|link| link.get("href")) {
            let pair = link.split_once("compare/").is_some_and(|(_, rest)| rest.matches('/').count() > 1);
            assert!(!pair, "/{path} leads to {link}");
        }
    }
    let index = site.page("compare/")?.html.text();
    assert!(index.contains("With 61 towns there is no page for each pair"), "{index}");
    let alike = site.page("compare/harbour-quay/")?.html.text();
    assert!(alike.contains("Northpoint is the most like Harbour Quay"), "{alike}");
    assert!(!alike.contains("Town 4"), "who has nothing in common is not told one by one");
    Ok(())
}
