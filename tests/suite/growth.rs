//! Regions of other sizes than London: what a generator of imaginary ones writes is right, and pages stay light however
//! many authorities there are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use crate::support::{AS_OF, Element, Outcome, Region, Result, Site, program};

#[path = "../../benches/region/mod.rs"]
#[allow(dead_code, reason = "the sizes that benchmarks use are not built here")]
pub mod region;

/// As small as can be with something of everything.
const SMALL: region::Size = region::Size { boroughs: 10, deployments: 12, systems: 30, suppliers: 12 };

const SEED: u64 = 7;

pub fn written(size: &region::Size, seed: u64) -> Result<Region> {
    let region = Region::empty()?;
    region::write(size, seed, &region.content())?;
    Ok(region)
}

/// Every file of a folder with its bytes.
fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(folder)?.display().to_string();
            files.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(files)
}

#[test]
fn an_imaginary_london_has_nothing_to_mend() -> Result {
    let region = written(&region::LONDON, SEED)?;
    let checked = region.run(["check", "--as-of", AS_OF])?.expect(0)?;
    assert!(checked.stdout.contains("0 errors and 0 warnings"), "{}", checked.stdout);
    Ok(())
}

#[test]
fn one_seed_gives_one_region_and_another_gives_another() -> Result {
    let content = |seed| files(&written(&SMALL, seed)?.content());
    let first = content(SEED)?;
    assert!(first.len() > 60);
    assert!(first == content(SEED)?, "the same seed");
    assert!(first != content(SEED + 1)?, "another seed");
    Ok(())
}

#[test]
fn one_thread_and_many_write_the_same_bytes() -> Result {
    let region = written(&SMALL, SEED)?;
    let build = |threads: &str| -> Result<BTreeMap<String, Vec<u8>>> {
        let out = region.root().join(threads);
        let mut build = program();
        build.args(["build", "--as-of", AS_OF, "--out"]).arg(&out).current_dir(region.root());
        Outcome::of(build.env("RAYON_NUM_THREADS", threads))?.expect(0)?;
        files(&out)
    };
    let (one, many) = (build("1")?, build("7")?);
    assert!(one.keys().eq(many.keys()));
    for (file, bytes) in &one {
        assert!(*bytes == many[file], "{file} is another with many threads");
    }
    Ok(())
}

/// More towns than maps, matrices and pairs are made for, and more of them with one system than its page has rows.
const TOWNS: usize = 160;

#[test]
fn pages_stay_light_however_many_authorities_there_are() -> Result {
    let region = Region::harbourside()?;
    for number in 1..=TOWNS {
        let town = format!(
            "name: Town {number}\nsystems:\n  - system: bookworm\n    services: [library-lending]\n    lifecycle: live\n    \
             provenance: declared\n"
        );
        region.write(&format!("boroughs/town-{number}.yaml"), town)?;
    }
    let site = region.site()?;
    for (path, page) in &site.pages {
        assert!(page.text.len() < 500_000, "/{path} has {} bytes", page.text.len());
    }
    long_lists_go_on_in_the_explorer(&site)?;
    maps_and_matrices_give_way(&site)?;
    alike_ones_are_the_most_alike(&site)
}

/// Where a record's own page does not show all of its rows, it says so and leads to all of them.
fn long_lists_go_on_in_the_explorer(site: &Site) -> Result {
    let all = TOWNS + 4;
    for (record, id, part) in [
        ("systems/bookworm/", "t-who", "system/bookworm/"),
        ("services/library-lending/", "t-rec", "service/library-lending/"),
    ] {
        let page = &site.page(record)?.html;
        let links = page.all("a");
        let whole = format!("explore/{part}");
        let leads = |link: &&&Element| link.get("href").is_some_and(|href| href.ends_with(&whole));
        let link = links.iter().find(leads).ok_or("a way to all rows")?;
        assert_eq!(link.text(), format!("All {all} rows, page by page"), "/{record}");
        let own =
            |table: &&&Element| table.all("caption").iter().any(|caption| caption.get("id") == Some(id));
        let tables = page.all("table");
        let own = tables.iter().find(own).ok_or("a table of records")?;
        assert_eq!(rows(own), 150, "/{record}");
        let pages = site.pages.iter().filter(|(path, _)| path.starts_with(&whole));
        let rows: Vec<usize> = pages.map(|(_, page)| rows(&page.html)).collect();
        assert_eq!(rows.iter().sum::<usize>(), all, "/{whole} and the pages after it: {rows:?}");
        assert!(rows.len() > 1 && rows.iter().all(|rows| *rows <= 100), "{rows:?}");
    }
    assert!(
        !site.pages.keys().any(|path| path.starts_with("explore/system/carefolio/")),
        "a short list is whole"
    );
    Ok(())
}

/// Rows of the tables of a page, without their heads.
fn rows(page: &Element) -> usize {
    page.all("tbody").iter().map(|body| body.all("tr").len()).sum()
}

/// What would be most of a page, and say what stands beside it, is left out, and the page says so.
fn maps_and_matrices_give_way(site: &Site) -> Result {
    assert!(!site.page("towns/")?.html.all("li").is_empty());
    assert!(site.page("towns/")?.text.contains("class=tiles"), "the index has its map");
    let page = site.page("systems/bookworm/")?;
    let said = format!("With {} towns a map would be larger", TOWNS + 4);
    assert!(!page.text.contains("class=tiles") && page.html.text().contains(&said));
    let coverage = site.page("coverage/")?.html.text();
    assert!(coverage.contains("There are too many towns for a sign for each here"), "{coverage}");
    Ok(())
}

/// With more authorities than there are pages of pairs for, each is told of the most alike, and of no others.
fn alike_ones_are_the_most_alike(site: &Site) -> Result {
    let page = &site.page("compare/town-7/")?.html;
    assert_eq!(rows(page), 20);
    assert!(
        page.text().contains("The 20 most alike of those that run a system of Town 7"),
        "{}",
        page.text()
    );
    Ok(())
}

/// So many that a line that names each of them would be most of a page.
const CROWD: usize = 420;

#[test]
fn where_hundreds_have_the_same_the_first_are_named_and_the_others_counted() -> Result {
    let region = Region::harbourside()?;
    for number in 1..=CROWD {
        // Half of them end earlier, and would have to be extended.
        let end = if number % 2 == 0 { "2027-09-30" } else { "2027-06-30" };
        let town = format!(
            "name: Town {number}\nskills:\n  - {{skill: service-design, level: practitioner, stance: offer, provenance: declared}}\n\
             technologies:\n  - {{technology: talking-signs, stage: pilot, provenance: declared}}\n\
             systems:\n  - system: bookworm\n    services: [pest-control]\n    lifecycle: live\n    contract: {{title: Books of \
             {number}, start: 2024-04-01, end: {end}, max_end: 2029-09-30, value: {{amount: 90000, basis: annual, tax: net}}}}\n    provenance: declared\n"
        );
        region.write(&format!("boroughs/town-{number}.yaml"), town)?;
    }
    // Ids can be the numbers of a register.
    region.write("boroughs/2.yaml", "name: Second\n")?;
    let site = region.site()?;
    for (path, page) in &site.pages {
        assert!(page.text.len() < 500_000, "/{path} has {} bytes", page.text.len());
    }
    let skills = &site.page("skills/")?.html;
    let row = skills.by_id("skill-service-design").ok_or("a row of the skill")?;
    let links = row.all("a");
    assert_eq!(links.len(), 1 + 40 + 1, "the skill, authorities, and the way to the others");
    let more = links.last().ok_or("a last link")?;
    let others = CROWD + 2 - 40;
    assert_eq!(
        (more.text(), more.get("href")),
        (format!("{others} more"), Some("../skills/service-design/"))
    );
    assert!(skills.text().contains("too many for a table"));
    // The case of all of them: the first by name, and none of the others is lost.
    let cases = site.page("opportunities/")?.html.all("article");
    let case = cases.into_iter().max_by_key(|case| rows(case)).ok_or("a case")?;
    assert_eq!(rows(case), 150);
    assert!(case.text().contains(&format!("; {} more.", CROWD / 2 - 40)), "extensions are counted too");
    let more = case
        .all("a")
        .into_iter()
        .rfind(|link| link.text().ends_with(" more"))
        .ok_or("the way to the others")?;
    assert_eq!(more.get("href"), Some("../figures/cohort-contracts/"));
    long_lists_of_authorities_have_pages(&site)
}

/// Each list of authorities goes on, in order, on pages that lead to each other; none is left out and none stands twice.
fn long_lists_of_authorities_have_pages(site: &Site) -> Result {
    let all = CROWD + 4;
    for (list, caption, due) in [
        ("towns/", "t-all", all + 1),
        ("coverage/", "t-by-name", all + 1),
        ("skills/service-design/", "t-who", CROWD + 2),
        ("technologies/talking-signs/", "t-records", CROWD + 3),
    ] {
        let mut names = Vec::new();
        for path in [list.to_owned(), format!("{list}page/2/")] {
            let page = &site.page(&path)?.html;
            let own =
                |table: &&&Element| table.all("caption").iter().any(|own| own.get("id") == Some(caption));
            let tables = page.all("table");
            let heads = tables.iter().find(own).ok_or("a list of authorities")?.all("th");
            let heads = heads.into_iter().filter(|head| head.get("scope") == Some("row"));
            names.extend(heads.map(Element::text));
            assert!(page.text().contains(" to ") && page.text().contains(&format!(" of {due} ")), "/{path}");
            let ways = page.all("nav").into_iter().find(|nav| nav.get("class") == Some("pages"));
            let ways = ways.ok_or("the way to the other page")?.all("a");
            let ways: Vec<_> = ways.into_iter().filter_map(|link| link.get("rel")).collect();
            assert_eq!(ways, [if path == list { "next" } else { "prev" }], "/{path}");
        }
        assert!(!site.pages.contains_key(&format!("{list}page/3/")));
        // What stands beside the list stands on its first page alone.
        let parts = |path: &str| -> Result<usize> {
            Ok(site
                .page(path)?
                .html
                .all("section")
                .into_iter()
                .filter(|part| part.get("id").is_some())
                .count())
        };
        assert!(parts(list)? > 1, "/{list}");
        assert_eq!(parts(&format!("{list}page/2/"))?, 1, "/{list}");
        let distinct: BTreeSet<_> = names.iter().collect();
        assert_eq!((names.len(), distinct.len()), (due, due), "/{list}");
    }
    assert!(site.page("technologies/")?.html.text().contains("too many for a table"));
    Ok(())
}

/// Plans, groups of suppliers and systems of one supplier, more of each than a page has rows for.
const PLANS: usize = 160;
const GROUPS: usize = 330;
const SYSTEMS: usize = 310;

#[test]
fn tables_of_plans_groups_and_systems_have_an_end_and_count_what_is_left() -> Result {
    let region = Region::harbourside()?;
    // In two towns, for what is to be done in each stands on one page.
    let mut towns = ["name: Crowdham\nsystems:\n".to_owned(), "name: Throngton\nsystems:\n".to_owned()];
    for number in 1..=GROUPS {
        region.write(&format!("suppliers/maker-{number}.yaml"), format!("name: Maker {number}\n"))?;
        let system = format!("name: Product {number}\nsupplier: maker-{number}\nservices: [pest-control]\n");
        region.write(&format!("systems/product-{number}.yaml"), system)?;
        towns[number % 2] += &format!(
            "  - {{system: product-{number}, services: [pest-control], lifecycle: live, provenance: declared}}\n"
        );
    }
    for number in 1..=SYSTEMS {
        let system = format!("name: Feather {number}\nsupplier: osprey\n");
        region.write(&format!("systems/feather-{number}.yaml"), system)?;
    }
    towns.iter_mut().for_each(|town| town.push_str("contracts:\n"));
    for number in 1..=PLANS {
        // Of the first it is known when somebody said so, and of the second nobody knows.
        towns[0] += &format!(
            "  - {{title: Plan {number}, services: [email], stage: planned, provenance: declared, sources: [{{title: A, url: \
             \"https://a.example/\", date: 2026-11-01}}]}}\n"
        );
        towns[1] += &format!(
            "  - {{title: Old plan {number}, services: [email], stage: planned, provenance: declared}}\n"
        );
    }
    for (name, town) in ["crowdham", "throngton"].iter().zip(&towns) {
        region.write(&format!("boroughs/{name}.yaml"), town)?;
    }
    let site = region.site()?;
    let table = |page: &str, id: &str| -> Result<(usize, usize)> {
        let html = &site.page(page)?.html;
        let all = html.descendants();
        let caption = all.iter().position(|one| one.get("id") == Some(id)).ok_or("no such table")?;
        let mut behind = all[caption..].iter().filter(|one| one.name == "a").map(|link| link.text());
        let more = behind.find(|words| words.ends_with(" more")).ok_or("no way to the others")?;
        let own = html.all("table").into_iter().find(|own| own.by_id(id).is_some()).ok_or("no such table")?;
        Ok((rows(own), more.trim_end_matches(" more").parse()?))
    };
    for (page, id, shown, all) in [
        ("opportunities/", "t-planned", 150, PLANS),
        ("opportunities/", "t-old-plans", 150, PLANS),
        ("suppliers/exposure/", "t-rest", 300, GROUPS - 10),
        ("suppliers/osprey/", "t-sys", 300, SYSTEMS),
    ] {
        let (named, counted) = table(page, id)?;
        assert_eq!(named, shown, "{page} {id}");
        // The region's own records are among them.
        assert!((all..all + 12).contains(&(named + counted)), "{page} {id}: {named} and {counted}");
    }
    Ok(())
}

#[test]
fn a_list_of_hundreds_of_questions_asks_the_first_and_counts_the_others() -> Result {
    const SYSTEMS: usize = 330;
    let region = Region::harbourside()?;
    let mut town = "name: Bigtown\nsystems:\n".to_owned();
    for number in 1..=SYSTEMS {
        region.write(&format!("systems/ware-{number}.yaml"), format!("name: Ware {number}\n"))?;
        town += &format!(
            "  - system: ware-{number}\n    services: [pest-control]\n    lifecycle: live\n    provenance: declared\n"
        );
    }
    region.write("boroughs/bigtown.yaml", town)?;
    let site = region.site()?;
    let page = &site.page("towns/bigtown/to-do/")?.html;
    let ends = page.by_id("ends").ok_or("systems without an end")?;
    assert_eq!(ends.all("li").len(), 80);
    assert_eq!(ends.all("h2")[0].all("span")[0].text(), SYSTEMS.to_string());
    let rest = format!("And {} more, which stand here once these are settled.", SYSTEMS - 80);
    assert!(ends.text().contains(&rest), "{}", ends.text());
    Ok(())
}

#[test]
fn an_index_of_thousands_has_a_part_of_each_letter_and_leads_to_the_others() -> Result {
    let size = region::Size { boroughs: 4, deployments: 4, systems: 3100, suppliers: 4 };
    let site = written(&size, SEED)?.site()?;
    let page = &site.page("systems/")?.html;
    let sections: Vec<_> =
        page.all("section").into_iter().filter(|section| section.get("id").is_some()).collect();
    let mut named = 0;
    for section in sections {
        let letter = section.get("id").unwrap_or_default().trim_start_matches("letter--").to_owned();
        named += section.all("li").len();
        if let Some(more) = section.all("a").into_iter().find(|link| link.text().ends_with(" more")) {
            assert_eq!(more.get("href"), Some(format!("../a-z/{letter}/").as_str()));
            let count: usize = more.text().trim_end_matches(" more").replace(',', "").parse()?;
            named += count;
        }
    }
    assert_eq!(named, size.systems, "each is named or counted");
    assert!(page.all("li").len() < size.systems);
    Ok(())
}

/// Systems of a town, each for two services, and its contracts: more than its page has room for.
const OWN_SYSTEMS: usize = 210;
const OWN_CONTRACTS: usize = 130;

#[test]
fn an_authority_with_hundreds_of_systems_and_contracts_has_pages_for_all_of_them() -> Result {
    let region = Region::harbourside()?;
    let mut town = "systems:\n".to_owned();
    for number in 1..=OWN_SYSTEMS {
        let system = format!("name: Ware {number}\nservices: [pest-control, payroll, ledger]\n");
        region.write(&format!("systems/ware-{number}.yaml"), system)?;
        // Few for one of the services: none of them gives way to the many for the others.
        let services = if number <= 5 { "ledger, payroll" } else { "pest-control, payroll" };
        town += &format!(
            "  - {{system: ware-{number}, services: [{services}], lifecycle: live, provenance: published, sources: [{{title: \
             Paper {number}, url: \"https://a.example/{number}\", date: 2026-05-01}}]}}\n"
        );
    }
    town += "contracts:\n";
    for number in 1..=OWN_CONTRACTS {
        town += &format!(
            "  - {{title: Contract {number}, services: [email], start: 2024, end: 2027-06-30, provenance: published, sources: \
             [{{title: Notice {number}, url: \"https://b.example/{number}\"}}]}}\n"
        );
    }
    for name in ["Bigtown", "Hugetown"] {
        region.write(&format!("boroughs/{}.yaml", name.to_lowercase()), format!("name: {name}\n{town}"))?;
    }
    let site = region.site()?;
    for (path, page) in &site.pages {
        assert!(page.text.len() < 500_000, "/{path} has {} bytes", page.text.len());
    }
    let page = &site.page("towns/bigtown/")?.html;
    let systems = page.by_id("systems").ok_or("systems")?;
    let heads = || systems.all("th").into_iter().filter(|head| head.get("scope") == Some("row"));
    let of = |service: &str| heads().filter(|head| head.text() == service).count();
    assert_eq!((of("Pest control"), of("Payroll"), of("Ledger")), (72, 72, 5), "{}", heads().count());
    for service in ["pest-control", "payroll", "ledger"] {
        assert!(page.by_id(&format!("service-{service}")).is_some(), "{service} has no place");
    }
    let (rows_of_all, counted) = (2 * OWN_SYSTEMS, |rows: usize| format!("All {rows} rows, page by page"));
    leads_on(&site, systems, &counted(rows_of_all), "explore/borough/bigtown/", OWN_SYSTEMS)?;
    let contracts = page.by_id("contracts").ok_or("contracts")?;
    assert_eq!(rows(contracts), 100);
    let words = format!("All {OWN_CONTRACTS} contracts, page by page");
    leads_on(&site, contracts, &words, "towns/bigtown/contracts/", OWN_CONTRACTS)?;
    let sources = page.by_id("sources").ok_or("sources")?;
    assert_eq!(sources.all("li").len(), 200);
    let all = OWN_SYSTEMS + OWN_CONTRACTS;
    assert!(sources.text().contains(&format!("The newest 200 of {all} sources")), "{}", sources.text());
    papers_of_it_have_an_end(&site)
}

/// Whether a part of a page leads to pages with so many rows.
fn leads_on(site: &Site, part: &Element, words: &str, list: &str, all: usize) -> Result {
    let link = part.all("a").into_iter().find(|link| link.text() == words).ok_or(words)?;
    assert!(link.get("href").is_some_and(|href| href.ends_with(list)), "{:?}", link.get("href"));
    let pages = site.pages.iter().filter(|(path, _)| path.starts_with(list));
    let found: Vec<usize> = pages.map(|(_, page)| rows(&page.html)).collect();
    assert_eq!(found.iter().sum::<usize>(), all, "/{list}: {found:?}");
    assert!(found.len() > 1 && found.iter().all(|rows| *rows <= 100), "/{list}: {found:?}");
    Ok(())
}

/// The sheet, the pack and the comparison of authorities that have hundreds show the first and say how many there are.
fn papers_of_it_have_an_end(site: &Site) -> Result {
    let foi = &site.page("towns/bigtown/foi/")?.html;
    let answers = rows(foi);
    assert!((390..=400).contains(&answers), "{answers} answers");
    assert!(foi.text().contains("answers, more than a page has room for"), "{}", foi.text());
    let pack = &site.page("towns/bigtown/pack/")?.html;
    let part = |id: &str| pack.by_id(id).ok_or_else(|| format!("no {id}"));
    assert_eq!((rows(part("due")?), part("systems")?.all("td").len() / 3), (100, 149));
    let more = |id: &str| -> Result<Vec<String>> {
        Ok(part(id)?.all("a").iter().map(|link| link.text()).filter(|text| text.ends_with(" more")).collect())
    };
    assert_eq!(more("due")?, [format!("{} more", OWN_CONTRACTS - 100)]);
    assert_eq!(more("systems")?, [format!("{} more", 2 * OWN_SYSTEMS - 149)]);
    let pair = &site.page("compare/bigtown/hugetown/")?.html;
    let together = pair.by_id("together").ok_or("together")?;
    assert_eq!(rows(together), 100);
    let left = OWN_CONTRACTS * OWN_CONTRACTS - 100;
    assert!(together.text().contains(&format!("there are {},{} more", left / 1000, left % 1000)));
    for cell in pair.all("td") {
        assert!(cell.all("a").len() <= 41, "{}", cell.text());
    }
    Ok(())
}

#[test]
fn a_report_that_is_too_long_for_one_page_has_several_parts() -> Result {
    const CHAPTERS: usize = 9;
    let region = Region::harbourside()?;
    for number in 1..=CHAPTERS {
        let words = "Words that are read one after the other. ".repeat(1_450);
        let links = "[The first](/report/long-1/) and [the last](/report/long-9/).";
        let text =
            format!("---\ntitle: Long {number}\ndescription: Chapter {number}.\n---\n\n{links}\n\n{words}\n");
        region.write(&format!("report/{}-long-{number}.md", 20 + number), text)?;
    }
    let site = region.site()?;
    let parts: Vec<_> = site.pages.iter().filter(|(path, _)| path.starts_with("report/whole/")).collect();
    assert_eq!(parts.len(), 3, "{:?}", parts.iter().map(|(path, _)| path).collect::<Vec<_>>());
    assert!(site.page("report/")?.html.text().contains("The whole report in 3 parts"));
    let with = |id: &str| parts.iter().filter(|(_, page)| page.html.by_id(id).is_some()).count();
    for number in 1..=CHAPTERS {
        assert_eq!(with(&format!("chapter-long-{number}")), 1, "chapter {number}");
    }
    for (path, page) in &parts {
        assert!(page.text.len() < 500_000, "/{path} has {} bytes", page.text.len());
        // A reference to a chapter of the same part stays on it, and another one leads to the chapter's own page.
        let links = page.html.all("a");
        let to =
            |words: &str| links.iter().find(|link| link.text() == words).and_then(|link| link.get("href"));
        for (words, id) in [("The first", "long-1"), ("the last", "long-9")] {
            let is_here = page.html.by_id(&format!("chapter-{id}")).is_some();
            let due = if is_here { format!("#chapter-{id}") } else { format!("report/{id}/") };
            assert!(to(words).is_none_or(|href| href.ends_with(&due)), "/{path}: {words}: {:?}", to(words));
        }
    }
    let ways = |path: &str| -> Result<Vec<Option<&str>>> {
        Ok(site.page(path)?.html.all("a").iter().filter_map(|link| link.get("rel").map(Some)).collect())
    };
    assert_eq!(ways("report/whole/")?, [Some("next")]);
    assert_eq!(ways("report/whole/3/")?, [Some("prev")]);
    Ok(())
}
