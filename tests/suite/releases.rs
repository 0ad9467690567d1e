//! Releases, as whoever keeps the records and whoever cites them meets them.

use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use jiff::civil::Date;
use serde_json::Value;

use crate::properties::{drawings_stay_drawings, is_same, skeleton};
use crate::support::{self, Element, Region, Result, Site, here, left_out, tree};

const SPRING: &str = "2026-03-31";
const HARBOUR: &str = "boroughs/harbour-quay.yaml";

fn freeze(region: &Region, day: &str) -> Result<support::Outcome> {
    region.run(["release", "--as-of", day])
}

/// The cells of a table's body.
fn cells(page: &Element, caption: &str) -> Vec<Vec<String>> {
    let tables = page.all("table").into_iter().filter(|table| table.by_id(caption).is_some());
    let rows = tables.flat_map(|table| table.all("tbody")).flat_map(Element::elements);
    rows.map(|row| row.elements().map(Element::text).collect()).collect()
}

/// The region with one release, changed by hand.
fn with_release(change: impl Fn(&mut Value)) -> Result<Region> {
    let region = Region::harbourside()?;
    let text = std::fs::read_to_string(here("examples/harbourside/releases/2026-05-31.json"))?;
    let mut release: Value = serde_json::from_str(&text)?;
    change(&mut release);
    region.write("releases/2026-05-31.json", release.to_string())?;
    Ok(region)
}

/// Somebody proposes a release that no program wrote: it is published as it stands, so it is told.
#[test]
fn what_no_program_wrote_is_no_release() -> Result {
    let refused = |at: &str, own: &str, told: &str| -> Result {
        let region = with_release(|release| *release.pointer_mut(at).expect("a place") = own.into())?;
        let said = region.build()?.expect(1)?;
        let problems = said.problems();
        let is_told = problems.iter().any(|one| one.code == "CT010" && one.message.contains(told));
        assert!(is_told && !region.out().exists(), "{at}: {own:?}: {}", said.stderr);
        assert!(!said.stderr.contains(['\u{1b}', '\0']), "{at}: {:?}", said.stderr);
        Ok(())
    };
    for name in ["../x", "/etc/x", "index.html/y", ".git/x", "A", "a b", "", "a\0", "con"] {
        refused("/tables/0/name", name, "is no id")?;
    }
    for id in ["../x", "", "A b"] {
        refused("/figures/0/id", id, "is no id")?;
    }
    let release: Value = serde_json::from_str(&std::fs::read_to_string(here(
        "examples/harbourside/releases/2026-05-31.json",
    ))?)?;
    refused("/tables/0/name", release["tables"][1]["name"].as_str().ok_or("a name")?, "stands twice")?;
    refused("/figures/0/id", release["figures"][1]["id"].as_str().ok_or("an id")?, "stands twice")?;
    for sign in ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'] {
        refused("/tables/0/rows/0/1", &format!("{sign}cmd"), "a spreadsheet would run")?;
    }
    refused("/tables/0/columns/1", "=cmd", "a spreadsheet would run")?;
    let places = [
        "figures/0/title",
        "figures/0/text",
        "figures/0/sentence",
        "tables/0/columns/1",
        "tables/0/rows/0/1",
    ];
    for (place, sign) in
        places.into_iter().zip(['\0', '\u{1b}', '\u{7}', '\u{85}', '\u{9b}'].into_iter().cycle())
    {
        refused(&format!("/{place}"), &format!("a{sign}b"), "nobody sees")?;
    }
    Ok(())
}

/// Its words are words, on the pages of releases, of changes and of figures, and in the feed.
#[test]
fn words_of_a_release_stay_words() -> Result {
    let site = |own: &str| {
        let region = with_release(|release| {
            for figure in release["figures"].as_array_mut().into_iter().flatten() {
                for key in ["title", "text", "sentence"] {
                    figure[key] = format!("{} {own}", figure[key].as_str().unwrap_or_default()).into();
                }
            }
            let rows = release["tables"].as_array_mut().into_iter().flatten();
            for row in rows.filter_map(|table| table["rows"].as_array_mut()).flatten() {
                for cell in row.as_array_mut().into_iter().flatten().skip(2) {
                    *cell = format!("a {own}").into();
                }
            }
        });
        region?.site()
    };
    let (own, usual) = (site("</li></text><script>alert(1)</script>&\"'{{ 7*191 }}")?, site("words")?);
    assert!(own.pages.len() == usual.pages.len() && own.page("changes/")?.text.contains("&lt;script"));
    for (address, page) in &own.pages {
        is_same(address, &skeleton(&page.html), &skeleton(&usual.page(address)?.html));
    }
    drawings_stay_drawings(&own)
}

#[test]
fn without_a_release_the_pages_say_so() -> Result {
    let site = Region::harbourside()?.site()?;
    let changes = site.page("changes/")?.html.text();
    assert!(changes.contains("No release is frozen yet"), "{changes}");
    let figure = &site.page("figures/systems-recorded/")?.html;
    let history = figure.by_id("history").ok_or("a figure has a history")?.text();
    assert!(history.contains("No release is frozen yet"), "{history}");
    assert!(!site.pages.keys().any(|path| path.starts_with("releases/")));
    Ok(())
}

#[test]
fn a_release_is_shown_compared_and_offered() -> Result {
    let region = Region::harbourside()?;
    let said = freeze(&region, SPRING)?.expect(0)?.stdout;
    assert!(said.contains("content/releases/2026-03-31.json"), "{said}");
    region.replace(HARBOUR, "    since: 2019-05\n", "    since: 2020-05\n")?;
    region.replace("systems/bookworm.yaml", "aliases: [Worm,", "aliases: [Worm, Wyrm,")?;
    let site = region.site()?;

    // The change in words, with names in place of ids.
    let changes = &site.page("changes/")?.html;
    let rows = cells(changes, "t-table-deployments");
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0][0], "Harbour Quay: Bookworm");
    assert_eq!(rows[0][1], "Edited");
    assert_eq!(rows[0][2], "Since: May 2019 → May 2020");
    let friend = "Librarian's \"Friend\"";
    let due = format!("Other names: Worm; {friend} → Worm; Wyrm; {friend}");
    assert_eq!(cells(changes, "t-table-systems")[0][2], due);
    let text = changes.text();
    assert!(text.contains("Since the release of 31 March 2026:"), "{text}");

    // Every figure as it stood, and as files.
    let release = &site.page("releases/2026-03-31/")?.html;
    let figures = cells(release, "t-figures");
    let live =
        site.pages.keys().filter(|path| path.starts_with("figures/") && path.ends_with("/embed/")).count();
    assert_eq!(figures.len(), live);
    for (path, bytes) in &site.files {
        if let Some(name) = path.strip_prefix("data/").filter(|name| name.ends_with(".csv")) {
            // Sources stand in the rows themselves, and figures are frozen with their history.
            let Some(frozen) = site.files.get(&format!("releases/2026-03-31/{name}")) else {
                assert!(["sources.csv", "figures.csv"].contains(&name), "{name} is frozen");
                continue;
            };
            // Only the record that was edited and what follows from the later day may differ.
            let lines = |bytes: &[u8]| String::from_utf8_lossy(bytes).lines().count();
            assert_eq!(lines(bytes), lines(frozen), "{name}");
        }
    }

    // Two days make a line on the figure's page, and both stand in its JSON.
    let figure = &site.page("figures/contracts-ending-12-months/")?.html;
    let history = figure.by_id("history").ok_or("a figure has a history")?;
    assert_eq!(cells(history, "t-history").len(), 2);
    assert_eq!(history.all("svg").len(), 1);
    let json: serde_json::Value =
        serde_json::from_slice(&site.files["api/v1/figures/contracts-ending-12-months.json"])?;
    assert_eq!(json["history"][0]["as_of"], SPRING);
    assert_eq!(json["history"][0]["text"], cells(history, "t-history")[1][1].as_str());
    Ok(())
}

#[test]
fn a_release_never_changes() -> Result {
    let region = Region::harbourside()?;
    freeze(&region, SPRING)?.expect(0)?;
    let before = tree(&region.content())?;
    let said = freeze(&region, SPRING)?.expect(1)?.stderr;
    assert!(said.contains("a release never changes"), "{said}");
    assert_eq!(tree(&region.content())?, before);
    Ok(())
}

#[test]
fn nothing_is_frozen_while_a_record_is_wrong() -> Result {
    let region = Region::harbourside()?;
    region.replace(HARBOUR, "system: bookworm", "system: bookwurm")?;
    let outcome = freeze(&region, SPRING)?.expect(1)?;
    assert!(outcome.stderr.contains("Nothing was frozen"), "{}", outcome.stderr);
    assert!(!region.content().join("releases").exists());
    Ok(())
}

#[test]
fn words_of_a_chapter_stop_no_release() -> Result {
    let region = Region::harbourside()?;
    let chapter = "report/01-at-a-glance.md";
    // The words of a chapter can rest on the release that is to be frozen.
    region.append(chapter, "\nThere were {fig:systems-recorded at 2026-03-31} systems.\n")?;
    region.build()?.expect(1)?;
    let frozen = freeze(&region, SPRING)?.expect(0)?;
    assert!(!frozen.stdout.contains("errors"), "nothing is wrong on that day: {}", frozen.stdout);
    region.build()?.expect(0)?;

    region.append(chapter, "\nThere are 16 deployments.\n")?;
    region.write("report/02-reading.md", "no head\n")?;
    let frozen = freeze(&region, "2026-06-30")?.expect(0)?;
    assert!(
        frozen.stderr.contains("error[CT507]") && frozen.stderr.contains("error[CT008]"),
        "{}",
        frozen.stderr
    );
    assert!(frozen.stdout.contains("The errors above stand in chapters"), "{}", frozen.stdout);
    region.build()?.expect(1)?;

    // An error in a record counts, whatever else is wrong.
    region.replace(HARBOUR, "system: bookworm", "system: bookwurm")?;
    assert!(freeze(&region, "2026-09-30")?.expect(1)?.stderr.contains("Nothing was frozen"));
    Ok(())
}

#[test]
fn what_a_release_says_about_a_later_day_is_not_known_before() -> Result {
    let region = Region::harbourside()?;
    freeze(&region, "2027-01-31")?.expect(0)?;
    let site = region.site()?;
    assert!(site.page("changes/")?.html.text().contains("No release is frozen yet"));
    Ok(())
}

#[test]
fn two_releases_are_compared_with_each_other() -> Result {
    let region = Region::harbourside()?;
    freeze(&region, SPRING)?.expect(0)?;
    region.replace(HARBOUR, "    since: 2019-05\n", "    since: 2020-05\n")?;
    freeze(&region, "2026-06-30")?.expect(0)?;
    let site: Site = region.site()?;
    let summer = &site.page("releases/2026-06-30/")?.html;
    assert_eq!(cells(summer, "t-table-deployments")[0][2], "Since: May 2019 → May 2020");
    // Since summer no record changed.
    assert_eq!(cells(&site.page("changes/")?.html, "t-table-deployments"), Vec::<Vec<String>>::new());
    // Whoever goes up from the address of a release finds all of them.
    let listed = cells(&site.page("releases/")?.html, "t-releases");
    assert_eq!(
        listed.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(),
        ["30 June 2026", "31 March 2026"]
    );
    assert_eq!(listed[1][3], "The first release");
    Ok(())
}

/// Runs the other program; nothing where there is no Python.
fn what_changed(site: &Path, days: [&str; 2]) -> Result<Option<(bool, String)>> {
    let ran =
        Command::new("python3").arg(support::here("tests/what_changed.py")).arg(site).args(days).output();
    match ran {
        Err(error) if error.kind() == ErrorKind::NotFound && std::env::var_os("CI").is_none() => {
            left_out("python3 is not installed: no release was compared");
            Ok(None)
        }
        Err(error) => Err(error.into()),
        Ok(output) => {
            let said = [output.stdout, output.stderr].concat();
            Ok(Some((output.status.success(), String::from_utf8_lossy(&said).into_owned())))
        }
    }
}

#[test]
fn what_changed_is_what_the_tables_of_both_releases_say() -> Result {
    let region = Region::harbourside()?;
    freeze(&region, SPRING)?.expect(0)?;
    region.replace(HARBOUR, "    since: 2019-05\n", "    since: 2020-05\n")?;
    region.replace(HARBOUR, "      end: 2026-12-31\n", "      end: 2028-12-31\n")?;
    region.write(
        "systems/tide-clock.yaml",
        region.read("systems/tide-tables.yaml")?.replace("Tide Tables", "Tide Clock"),
    )?;
    freeze(&region, "2026-06-30")?.expect(0)?;
    region.build()?.expect(0)?;
    let site = region.out();
    let Some((agrees, said)) = what_changed(&site, [SPRING, "2026-06-30"])? else { return Ok(()) };
    assert!(agrees && said.contains("systems: 1 changed") && said.contains("5 lines agree"), "{said}");
    // The end of a contract is told of the contract, and not of each system that it is for, too.
    assert!(said.contains("contracts: 1 changed") && said.contains("1 rows only repeat"), "{said}");
    let page = std::fs::read_to_string(site.join("releases/2026-06-30/index.html"))?;
    assert!(!page.contains("contract_end") && page.contains("Left out of systems in towns: 1 row"), "{page}");

    // The other program sees what is not told.
    let table = site.join("releases/2026-06-30/deployments.csv");
    let text = std::fs::read_to_string(&table)?;
    assert!(text.contains(",2020-05,"), "{text}");
    std::fs::write(&table, text.replacen(",2020-05,", ",2020-06,", 1))?;
    let (agrees, said) = what_changed(&site, [SPRING, "2026-06-30"])?.ok_or("there was a Python")?;
    assert!(!agrees && said.contains("is not in the tables"), "{said}");
    Ok(())
}

/// The real content as a commit had it; nothing where there is no git, or no such history, as in a shallow clone.
fn content_of(commit: &str, folder: &Path) -> Result<Option<Region>> {
    let region = Region::empty()?;
    let done = Command::new("git")
        .args(["--work-tree".as_ref(), region.root(), "checkout".as_ref(), commit.as_ref(), "--".as_ref()])
        .arg("content")
        .current_dir(here("."))
        .env("GIT_INDEX_FILE", folder.join("index"))
        .output();
    Ok(done.is_ok_and(|done| done.status.success()).then_some(region))
}

/// Commits that changed the real records, the oldest of a few first.
fn commits() -> Vec<String> {
    let log = ["log", "--max-count=12", "--format=%H", "--", "content/boroughs", "content/contracts"];
    let Ok(done) = Command::new("git").args(log).current_dir(here(".")).output() else { return Vec::new() };
    String::from_utf8_lossy(&done.stdout).lines().rev().map(str::to_owned).collect()
}

/// Records as they really changed, in a clone with a history.
#[test]
fn two_commits_of_the_real_region_are_compared_line_by_line() -> Result {
    let today = Region::empty()?;
    support::copy(&here("content"), &today.content())?;
    let folder = tempfile::tempdir()?;
    // Before the first release, and after the last.
    let mut days = std::fs::read_dir(today.content().join("releases"))?
        .map(|file| Ok(file?.file_name().to_string_lossy().trim_end_matches(".json").parse::<Date>()?))
        .collect::<Result<Vec<Date>>>()?;
    days.sort();
    let (first, last) = (days.first().ok_or("a release")?, days.last().ok_or("a release")?);
    let (old, new) = (first.yesterday()?.to_string(), last.tomorrow()?.to_string());
    let mut is_old = false;
    for commit in commits() {
        let Some(before) = content_of(&commit, folder.path())? else { continue };
        // An older form is for `citytools migrate`, which has tests of its own.
        if freeze(&before, &old)?.expect(0).is_ok() {
            let name = format!("releases/{old}.json");
            today.write(&name, before.read(&name)?)?;
            is_old = true;
            break;
        }
    }
    if !is_old {
        eprintln!("this clone has no history of the records: no release was made of an older commit");
        return Ok(());
    }
    freeze(&today, &new)?.expect(0)?;
    today.run(["build", "--as-of", &new, "--no-verify"])?.expect(0)?;
    for pair in [[&old, &first.to_string()], [&last.to_string(), &new]] {
        let Some((agrees, said)) = what_changed(&today.out(), pair.map(String::as_str))? else {
            return Ok(());
        };
        assert!(agrees && said.contains(" lines agree"), "{pair:?}: {said}");
    }
    Ok(())
}

#[test]
fn what_is_gone_keeps_its_name() -> Result {
    let region = Region::harbourside()?;
    let clock = region.read("systems/tide-tables.yaml")?.replace("Tide Tables", "Tide Clock");
    region.write("systems/tide-clock.yaml", clock)?;
    freeze(&region, SPRING)?.expect(0)?;
    region.remove("systems/tide-clock.yaml")?;
    let site = region.site()?;
    let rows = cells(&site.page("changes/")?.html, "t-table-systems");
    assert_eq!(rows, [["Tide Clock", "Removed", ""]]);
    Ok(())
}

/// An older release of the real region, of each form that programs ever wrote, beside one of today's records.
#[test]
fn releases_of_every_form_are_read_and_compared_with_todays() -> Result {
    for form in 1..=citytools::content::release::SCHEMA_VERSION {
        let fixture = support::here(&format!("tests/fixtures/releases/{form}.json"));
        let frozen = std::fs::read_to_string(&fixture).map_err(|error| format!("form {form}: {error}"))?;
        assert!(frozen.contains(&format!("\"schema_version\": {form},")), "form {form}");
        let region = Region::empty()?;
        support::copy(&support::here("content"), &region.content())?;
        region.write("releases/2026-11-26.json", frozen)?;
        freeze(&region, "2026-11-27")?.expect(0)?;
        region.run(["build", "--as-of", "2026-11-27", "--no-verify"])?.expect(0)?;
        let site = region.out();
        let days = ["2026-11-26", "2026-11-27"];
        let Some((agrees, said)) = what_changed(&site, days)? else { return Ok(()) };
        assert!(agrees && !said.contains("contracts: 0 changed"), "{said}");
    }
    Ok(())
}
