//! A region in which every list is long: thousands of names that a page would name in one line, one index or one choice.
//! No page gets heavier for them, and each name is found on some page.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use walkdir::WalkDir;

use crate::support::{Element, Region, Result, parse};

const TOWNS: usize = 900;
const MAKERS: usize = 2_800;
/// Makers that had the same name before.
const SAME: usize = 50;
/// Moves from one system to another, and towns that made each.
const MOVES: usize = 40;
const TOGETHER: usize = 45;

/// Names on a page of names, and authorities on one of their index, at most.
const ON_A_PAGE: usize = 400;
/// Names in a line.
const IN_A_LINE: usize = 40;

/// Long enough that some hundred towns are as heavy as some thousand real ones, and in the order of numbers.
fn town(number: usize) -> String {
    format!("Town {number:03} {}", "by the long and winding river ".repeat(8).trim_end())
}

fn maker(number: usize) -> String {
    format!(
        "Tinkers {number:04} and makers of everything that a town by a river can ever have wanted to have"
    )
}

fn crowded() -> Result<Region> {
    let region = Region::harbourside()?;
    for number in 0..MAKERS {
        let shared = if number < SAME { ", {name: The old firm & sons}" } else { "" };
        let name = maker(number);
        let own = format!("name: {name}\nformer_names: [{{name: {name} as they were}}{shared}]\n");
        region.write(&format!("suppliers/maker-{number:04}.yaml"), own)?;
    }
    for number in 0..MOVES {
        for which in ["old", "new"] {
            let system = format!("name: {which} ware {number}\nservices: [pest-control]\n");
            region.write(&format!("systems/{which}-{number}.yaml"), system)?;
        }
    }
    region.write("systems/common-mail.yaml", "name: Common mail\nservices: [email]\n")?;
    region.write("systems/first-mail.yaml", "name: First mail\nservices: [email]\n")?;
    let members: String = (0..TOWNS).map(|number| format!("  - town-{number:03}\n")).collect();
    region.write(
        "contracts/everybody.yaml",
        format!(
            "title: Everybody\nservices: [email]\nend: 2029-03-31\nprovenance: declared\nboroughs:\n{members}"
        ),
    )?;
    // Another one of the same name, of as many as a line names and one more.
    let members: String = (0..=IN_A_LINE).map(|number| format!("  - town-{number:03}\n")).collect();
    region.write(
        "contracts/again.yaml",
        format!("title: Everybody\nservices: [payroll]\nprovenance: declared\nboroughs:\n{members}"),
    )?;
    for number in 0..TOWNS {
        region.write(&format!("boroughs/town-{number:03}.yaml"), record(number)?)?;
    }
    Ok(region)
}

/// Half of them have no such service, and the others serve it by themselves; each bought by the same route from a maker of
/// its own, and made some of the moves.
fn record(number: usize) -> Result<String> {
    let state = if number % 2 == 0 { "not-applicable" } else { "in-house" };
    let mut text = format!(
        "name: {}\nservices:\n  - service: library-lending\n    state: {state}\n    sources: [{{title: \"{}\", url: \
         \"https://a.example/{number}\"}}]\ncontracts:\n  - {{title: Books {number}, services: [email], supplier: maker-{number:04}, \
         framework: tide-frame, end: 2027-03-31, provenance: declared}}\nsystems:\n  \
         - {{system: common-mail, services: [email], lifecycle: live, contract: everybody, provenance: declared}}\n",
        town(number),
        format!("Paper {number} of the committee for libraries ").repeat(8).trim_end()
    );
    if number == 0 {
        text += "  - {system: first-mail, services: [email], lifecycle: retired, contract: everybody, provenance: declared}\n";
    }
    for which in (0..MOVES).filter(|which| (number + TOWNS - which * 20) % TOWNS < TOGETHER) {
        writeln!(
            text,
            "  - {{system: old-{which}, services: [pest-control], lifecycle: retired, until: 2024-03, provenance: declared}}\n  - \
             {{system: new-{which}, services: [pest-control], lifecycle: live, since: 2024-04, replaces: old-{which}, \
             provenance: declared}}"
        )?;
    }
    Ok(text)
}

/// A built site of which pages are read when they are asked for.
struct Built(Region);

impl Built {
    fn page(&self, path: &str) -> Result<Element> {
        let file = self.0.out().join(path).join("index.html");
        parse(&fs::read_to_string(&file).map_err(|error| format!("/{path}: {error}"))?)
    }

    /// The pages of a list: its own, and the numbered ones after it.
    fn pages(&self, list: &str, folder: &str) -> Result<Vec<Element>> {
        let mut pages = vec![self.page(list)?];
        let path = |number: usize| format!("{list}{folder}{number}/");
        while self.0.out().join(path(pages.len() + 1)).exists() {
            pages.push(self.page(&path(pages.len() + 1))?);
        }
        Ok(pages)
    }
}

#[test]
fn however_long_its_lists_are_no_page_is_too_heavy_and_every_name_is_on_one() -> Result {
    let site = Built(crowded()?);
    site.0.build()?.expect(0)?;
    for entry in WalkDir::new(site.0.out()) {
        let entry = entry?;
        if entry.path().extension().is_some_and(|ending| ending == "html") {
            let bytes = entry.metadata()?.len();
            assert!(bytes < 500_000, "{} has {bytes} bytes", entry.path().display());
        }
    }
    lines_name_the_first_and_lead_to_all(&site)?;
    a_page_tells_by_whom_each_state_is_told(&site)?;
    letters_go_on(&site)?;
    the_first_to_compare_is_found(&site)?;
    indexes_and_moves_count_what_is_left(&site)?;
    what_everybody_shares_is_told_of_the_first(&site)
}

/// Items of the list of names of a page.
fn items(page: &Element) -> Vec<&Element> {
    let lists = page.all("ul").into_iter().filter(|list| list.has_class("browse"));
    lists.flat_map(|list| list.all("li")).collect()
}

/// Names of all pages of a list, in their order; each page leads to the others, by the name that it begins with.
fn names(pages: &[Element]) -> Result<Vec<String>> {
    let mut names = Vec::new();
    let mut begins = Vec::new();
    for page in pages {
        let own: Vec<String> =
            items(page).iter().filter_map(|item| Some(item.all("a").first()?.text())).collect();
        assert!(own.len() <= ON_A_PAGE && !own.is_empty());
        begins.push(own[0].clone());
        names.extend(own);
    }
    for (place, page) in pages.iter().enumerate() {
        let ways = page.all("nav").into_iter().find(|nav| nav.get("class") == Some("pages"));
        let ways = ways.ok_or("the way to the other pages")?.all("a");
        let steps: Vec<_> = ways.iter().filter(|way| way.get("rel").is_none()).collect();
        let due: Vec<String> =
            (1..).zip(&begins).map(|(number, name)| format!("Page {number}, from {name}")).collect();
        assert_eq!(steps.iter().map(|step| step.text()).collect::<Vec<_>>(), due);
        let current: Vec<bool> = steps.iter().map(|step| step.get("aria-current") == Some("page")).collect();
        assert_eq!(current, (0..pages.len()).map(|at| at == place).collect::<Vec<_>>());
    }
    Ok(names)
}

/// Of a service and of a route.
fn lines_name_the_first_and_lead_to_all(site: &Built) -> Result {
    let towns = |wanted: &dyn Fn(usize) -> bool| -> Vec<String> {
        (0..TOWNS).filter(|number| wanted(*number)).map(town).collect()
    };
    for (record, list, due, others) in [
        ("services/library-lending/", "not-applicable/", towns(&|number| number % 2 == 0), 0),
        ("services/library-lending/", "in-house/", towns(&|number| number % 2 == 1), 0),
        ("services/payroll/", "not-recorded/", towns(&|_| true), 4),
        ("frameworks/tide-frame/", "bought-by/", towns(&|_| true), 4),
        ("frameworks/tide-frame/", "suppliers/", (0..TOWNS).map(maker).collect(), 6),
        ("contracts/everybody/", "members/", towns(&|_| true), 0),
    ] {
        let whole = format!("{record}{list}");
        let pages = site.pages(&whole, "")?;
        let found = names(&pages)?;
        let distinct: BTreeSet<&String> = found.iter().collect();
        assert_eq!(distinct.len(), found.len(), "/{whole}");
        let own: Vec<&String> = found.iter().filter(|name| due.contains(name)).collect();
        assert_eq!(own, due.iter().collect::<Vec<_>>(), "/{whole}");
        assert!(found.len() <= due.len() + others, "/{whole}: {}", found.len());
        // The record's own page names the first of them, in their order.
        let page = site.page(record)?;
        let links = page.all("a");
        let href = format!("../../{whole}");
        let more = links.iter().position(|link| link.get("href") == Some(&*href)).ok_or("the way to all")?;
        assert_eq!(links[more].text(), format!("{} more", found.len() - IN_A_LINE), "/{record}");
        let named: Vec<String> = links[more - IN_A_LINE..more].iter().map(|link| link.text()).collect();
        assert_eq!(named, found[..IN_A_LINE], "/{record}");
    }
    Ok(())
}

fn a_page_tells_by_whom_each_state_is_told(site: &Built) -> Result {
    let page = site.page("services/library-lending/")?;
    assert!(page.all("ol").iter().all(|list| !list.has_class("sources")));
    assert!(page.text().contains("Where this is known from stands beside the names"));
    for (list, first, word) in
        [("not-applicable/", 0, "Does not apply"), ("in-house/", 1, "A solution of its own")]
    {
        let pages = site.pages(&format!("services/library-lending/{list}"), "")?;
        let rows: Vec<String> = pages.iter().flat_map(items).map(Element::text).collect();
        for number in (first..TOWNS).step_by(2) {
            let row = rows.iter().find(|row| row.starts_with(&town(number))).ok_or("a row")?;
            assert!(row.contains(&format!("Paper {number} of the committee")), "{row}");
            assert!(row.ends_with(word), "{row}");
        }
    }
    Ok(())
}

fn letters_go_on(site: &Built) -> Result {
    let pages = site.pages("a-z/t/", "")?;
    let mut found = Vec::new();
    for page in &pages {
        let own = items(page);
        assert!(own.len() <= ON_A_PAGE);
        found.extend(own.iter().map(|item| item.text()));
    }
    for name in (0..TOWNS).map(town).chain((0..MAKERS).map(maker)) {
        let own = found.iter().filter(|entry| entry.starts_with(&name) && !entry.contains("as they were"));
        assert_eq!(own.count(), 1, "{name}");
    }
    let shared = pages.iter().flat_map(items).find(|item| item.text().starts_with("The old firm & sons"));
    let links = shared.ok_or("a name of many")?.all("a");
    assert_eq!(links.len(), IN_A_LINE + 1);
    assert_eq!(links[IN_A_LINE].text(), format!("{} more", SAME - IN_A_LINE));
    let found = "search/?q=The%20old%20firm%20%26%20sons";
    assert!(
        links[IN_A_LINE].get("href").is_some_and(|href| href.ends_with(found)),
        "search finds the others"
    );
    let (first, second) = (&pages[0], &pages[1]);
    let here = |page: &Element| -> Vec<String> {
        let links = page
            .all("ul")
            .into_iter()
            .filter(|list| list.has_class("letters"))
            .flat_map(|list| list.all("a"));
        links.filter_map(|link| link.get("aria-current").map(str::to_owned)).collect()
    };
    assert_eq!((here(first), here(second)), (vec!["page".to_owned()], vec!["true".to_owned()]));
    Ok(())
}

fn the_first_to_compare_is_found(site: &Built) -> Result {
    let pages = site.pages("compare/", "page/")?;
    let found = names(&pages)?;
    assert_eq!(found.len(), TOWNS + 4);
    let (first, second) = (&pages[0], &pages[1]);
    assert!(first.all("option").is_empty() && second.by_id("several").is_none());
    let offers = first.by_id("compare-names").ok_or("a list of offers")?;
    let file = offers.get("data-names").ok_or("a file of names")?.trim_start_matches("../");
    let file = fs::read_to_string(site.0.out().join(file))?;
    let all: Vec<(String, String)> = serde_json::from_str(&file)?;
    assert_eq!(all.into_iter().map(|(_, name)| name).collect::<Vec<_>>(), found);
    Ok(())
}

fn indexes_and_moves_count_what_is_left(site: &Built) -> Result {
    let suppliers = site.page("suppliers/")?;
    let letter = suppliers.by_id("letter--t").ok_or("a letter")?;
    let links = letter.all("a");
    let more = links.last().ok_or("a way to the others")?;
    assert_eq!(more.get("href"), Some("../a-z/t/"));
    let left: usize = more.text().trim_end_matches(" more").replace(',', "").parse()?;
    assert!(left + links.len() > MAKERS && links.len() < 100, "{left} and {}", links.len());

    let migrations = site.page("migrations/")?;
    let cards = migrations.by_id("together").ok_or("moves")?.all("li").into_iter();
    let cards: Vec<_> = cards.filter(|card| card.text().contains("from old ware")).collect();
    assert_eq!(cards.len(), MOVES);
    for card in cards {
        let links = card.all("a");
        let more =
            links.iter().position(|link| link.text().ends_with(" more")).ok_or("a way to the others")?;
        let left: usize = links[more].text().trim_end_matches(" more").parse()?;
        assert_eq!(more + left, TOGETHER);
        assert_eq!(links[more].get("href"), Some("../figures/migrations/"));
    }
    let service = site.page("services/pest-control/")?;
    let rows = service.all("table").into_iter().find(|table| table.by_id("t-use").is_some());
    let rows = rows.ok_or("systems in use")?.all("tbody")[0].all("tr").len();
    assert_eq!(rows, 60);
    let links = service.all("a");
    let all = links.iter().find(|link| link.get("href") == Some("../../services/pest-control/systems/"));
    let page = site.page("services/pest-control/systems/")?;
    let rows: Vec<String> = items(&page).into_iter().map(Element::text).collect();
    assert_eq!(all.ok_or("the way to all")?.text(), format!("All {} systems, by name", rows.len()));
    for number in 0..MOVES {
        for (which, towns) in [("old", "0 towns"), ("new", "45 towns")] {
            let name = format!("{which} ware {number}");
            let own =
                rows.iter().filter(|row| row.strip_prefix(&*name).is_some_and(|rest| rest.trim() == towns));
            assert_eq!(own.count(), 1, "{name} {rows:?}");
        }
    }
    Ok(())
}

/// A contract of everybody in a row, and what has come up for somebody in a feed.
fn what_everybody_shares_is_told_of_the_first(site: &Built) -> Result {
    let page = site.page("contracts/shared/")?;
    let rows = page.all("tr");
    let leads = |row: &Element| {
        row.all("a").iter().any(|link| link.get("href") == Some("../../contracts/everybody/"))
    };
    let row = rows.iter().find(|row| leads(row)).ok_or("a row")?;
    let links = row.all("a");
    let more = links.iter().position(|link| link.text().ends_with(" more")).ok_or("a way to the others")?;
    assert_eq!(links[more].text(), format!("{} more", TOWNS - 2 - IN_A_LINE));
    let whole = links[more].get("href").ok_or("an address")?.trim_start_matches("../");
    assert_eq!(whole, "contracts/everybody/");
    let whole = site.page(whole)?;
    assert!(whole.text().contains(&format!("{} more", TOWNS + 1 - 200)), "systems under it");
    let members = site.pages("contracts/everybody/members/", "")?;
    let rows: Vec<&Element> = members.iter().flat_map(items).collect();
    assert!(rows.len() == TOWNS && rows[1..].iter().all(|row| row.text().ends_with("Common mail")));
    let first: Vec<String> = rows[0].all("a").iter().map(|link| link.text()).collect();
    assert_eq!(first, [town(0), "Common mail".to_owned(), "First mail (retired)".to_owned()]);

    let again = site.page("contracts/again/members/")?;
    assert_eq!(items(&again).len(), IN_A_LINE + 1);
    assert_eq!(again.all("h1")[0].text(), "Everybody (again): all towns whose contract it is");

    let feed = fs::read_to_string(site.0.out().join("contracts/feed.xml"))?;
    assert_eq!(feed.matches("<entry>").count(), 500);
    assert!(feed.contains("Here are the latest 500 of "), "it says what it leaves out");
    Ok(())
}

#[test]
fn what_would_be_there_without_a_group_is_named_in_part_and_counted() -> Result {
    const GROUPS: usize = 10;
    const OTHERS: usize = 150;
    let services = "[library-lending, care-records, pest-control, harbour-dues, payroll, ledger, web-forms, meeting-papers, email]";
    let region = Region::harbourside()?;
    let mut towns: Vec<String> = (0..3).map(|town| format!("name: Greattown {town}\nsystems:\n")).collect();
    let row = |system: &str| {
        format!("  - {{system: {system}, services: {services}, lifecycle: live, provenance: declared}}\n")
    };
    for number in 0..GROUPS {
        region.write(&format!("suppliers/great-{number}.yaml"), format!("name: Great {number}\n"))?;
        let system = format!("name: Great ware {number}\nsupplier: great-{number}\nservices: {services}\n");
        region.write(&format!("systems/great-{number}.yaml"), system)?;
        towns.iter_mut().for_each(|town| town.push_str(&row(&format!("great-{number}"))));
    }
    for number in 0..OTHERS {
        region.write(
            &format!("systems/small-{number}.yaml"),
            format!("name: Small ware number {number}\nservices: {services}\n"),
        )?;
        towns[number % 3] += &row(&format!("small-{number}"));
    }
    for (number, town) in towns.iter().enumerate() {
        region.write(&format!("boroughs/greattown-{number}.yaml"), town)?;
    }
    let site = Built(region);
    site.0.build()?.expect(0)?;
    let page = site.page("suppliers/exposure/")?;
    let tables = page.all("table").into_iter().filter(|table| table.has_class("dependence"));
    let rows: Vec<_> = tables.flat_map(|table| table.all("tbody")[0].all("tr")).collect();
    assert!(rows.len() > GROUPS * 7, "{}", rows.len());
    let mut counted = 0;
    for row in rows.iter().filter(|row| row.text().contains("Great ware")) {
        let links = row.all("td").last().ok_or("other systems")?.all("a");
        let more = links.last().ok_or("a way to the others")?;
        let left: usize = more.text().strip_suffix(" more").ok_or("a count")?.parse()?;
        assert!(links.len() < 25, "{}", links.len());
        assert!(links.len() - 1 + left >= OTHERS + GROUPS - 1, "{} and {left}", links.len());
        assert!(more.get("href").is_some_and(|href| href.starts_with("../../services/")));
        counted += 1;
    }
    assert!(counted > GROUPS * 6, "{counted}");
    Ok(())
}
