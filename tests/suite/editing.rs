//! Editing as people do it: a record begun, a record confirmed, the questions of a to-do list answered with its own lines.

use std::collections::BTreeSet;

use crate::support::{self, AS_OF, Element, Node, Outcome, Region, Result, Site};
use citytools::content::records::Date;
use citytools::edit::confirm::{Refusal, confirm};
use proptest::prelude::*;
use serde_json::Value;
use similar::{ChangeTag, TextDiff};

const SHARED: [&str; 6] =
    ["--borough", "northpoint", "--borough", "st-elidor", "--source", "https://notices.example/one"];

fn new(region: &Region, kind: &str, id: &str, more: &[&str]) -> Result<Outcome> {
    region.run(["new", kind, id].iter().chain(more))
}

fn confirm_on(region: &Region, more: &[&str]) -> Result<Outcome> {
    region.run(["confirm", "--as-of", AS_OF].iter().chain(more))
}

#[test]
fn a_new_record_of_each_kind_is_right_from_the_start() -> Result {
    let region = Region::harbourside()?;
    for (kind, file, more) in [
        ("borough", "boroughs/sandy-bay.yaml", [].as_slice()),
        ("system", "systems/sandy-bay.yaml", &["--name", "Sandy: the \"bay\" #1"]),
        ("supplier", "suppliers/sandy-bay.yaml", &["--name", "yes"]),
        ("contract", "contracts/sandy-bay.yaml", &SHARED),
        ("chapter", "report/03-sandy-bay.md", &[]),
    ] {
        let said = new(&region, kind, "sandy-bay", more)?.expect(0)?;
        assert!(said.stdout.contains(&format!("Wrote content/{file}")), "{}", said.stdout);
        let text = region.read(file)?;
        if kind != "chapter" {
            let first = format!("# yaml-language-server: $schema=../../schemas/{kind}.schema.json");
            assert_eq!(text.lines().next(), Some(first.as_str()));
        }
        region.check()?.expect(0)?;
    }
    // Right, and nothing to publish: each is told at its own place until it is filled in.
    let told = |region: &Region| -> Result<Vec<(String, usize)>> {
        let problems = region.check()?.expect(0)?.problems();
        let begun = problems.into_iter().filter(|problem| problem.code == "CT011");
        Ok(begun.map(|problem| (problem.file.replace("content/", ""), problem.line)).collect())
    };
    let begun = [
        ("boroughs/sandy-bay.yaml", 5),
        ("contracts/sandy-bay.yaml", 5),
        ("report/03-sandy-bay.md", 3),
        ("report/03-sandy-bay.md", 6),
        ("suppliers/sandy-bay.yaml", 5),
        ("systems/sandy-bay.yaml", 5),
    ];
    assert_eq!(told(&region)?, begun.map(|(file, line)| (file.to_owned(), line)));
    region.replace("contracts/sandy-bay.yaml", "# end:  #", "end: 2027-03 #")?;
    region.replace("suppliers/sandy-bay.yaml", "# size:  #", "size: small #")?;
    assert_eq!(told(&region)?.len(), begun.len() - 2, "what is filled in is no longer told");

    let site = region.site()?;
    assert_eq!(site.page("systems/sandy-bay/")?.html.all("h1")[0].text(), "Sandy: the \"bay\" #1");
    assert_eq!(site.page("suppliers/sandy-bay/")?.html.all("h1")[0].text(), "yes");
    assert_eq!(site.page("towns/sandy-bay/")?.html.all("h1")[0].text(), "Sandy bay");
    Ok(())
}

/// Takes the `# ` of remarks that hold a key away, as somebody would who fills the record in.
fn with_every_key(text: &str) -> String {
    let key = |line: &str| {
        let line = line.trim_start().trim_start_matches("- ");
        line.split_once(':').is_some_and(|(key, _)| key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
    };
    text.lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if key(rest) && !rest.starts_with("yaml") => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect()
}

#[test]
fn a_new_record_holds_and_explains_every_key_that_its_kind_has() -> Result {
    let region = Region::harbourside()?;
    for (kind, folder) in
        [("borough", "boroughs"), ("system", "systems"), ("supplier", "suppliers"), ("contract", "contracts")]
    {
        let more = if kind == "contract" { SHARED.as_slice() } else { &[] };
        new(&region, kind, "sandy-bay", more)?.expect(0)?;
        let text = with_every_key(&region.read(&format!("{folder}/sandy-bay.yaml"))?);
        let record: Value = serde_yaml::from_str(&text).map_err(|error| format!("{error}\n{text}"))?;
        let schema = citytools::schema::all().into_iter().find(|file| file.name.starts_with(kind));
        let schema: Value = serde_json::from_str(&schema.ok_or("no schema")?.text)?;
        let keys = |value: &Value| -> BTreeSet<String> {
            value.as_object().map(|keys| keys.keys().cloned().collect()).unwrap_or_default()
        };
        assert_eq!(keys(&record), keys(&schema["properties"]), "{kind}");
        if kind == "borough" {
            let system = &record["systems"][0];
            assert_eq!(keys(system), keys(&schema["definitions"]["Deployment"]["properties"]));
            assert_eq!(keys(&system["contract"]), keys(&schema["definitions"]["ContractItem"]["properties"]));
        }
        let bare = text.lines().find(|line| !line.is_empty() && !line.contains("# "));
        assert_eq!(bare, None, "{kind}: each key has its words");
        assert!(!text.lines().any(|line| line.len() > 170), "{kind}: lines stay readable");
    }
    Ok(())
}

#[test]
fn nothing_is_written_over_or_under_an_id_that_something_has_or_had() -> Result {
    let region = Region::harbourside()?;
    let before = support::tree(&region.content())?;
    for (kind, id, more, why) in [
        ("system", "plume", [].as_slice(), "there is a system `plume` already"),
        ("borough", "north-point", &[], "earlier id of the borough `northpoint`"),
        ("system", "Plume_2", &[], "is not an id"),
        ("system", "../plume", &[], "is not an id"),
        ("chapter", "at-a-glance", &[], "there is a chapter `at-a-glance` already"),
        ("contract", "desk", &[], "--borough ID"),
        ("contract", "desk", &SHARED[..4], "--source URL"),
        (
            "contract",
            "desk",
            &["--borough", "northpoint", "--borough", "st-elidr"],
            "did you mean `st-elidor`",
        ),
        ("contract", "ending", &SHARED, "address of a list"),
        ("supplier", "sandy", &["--name", "  "], "name is empty"),
    ] {
        let said = new(&region, kind, id, more)?.expect(1)?;
        assert!(said.stderr.contains(why), "{kind} {id}: {}", said.stderr);
    }
    assert_eq!(support::tree(&region.content())?, before);
    Ok(())
}

#[test]
fn a_record_that_could_be_there_already_is_named() -> Result {
    let region = Region::harbourside()?;
    for (kind, id, name) in
        [("system", "plumes", "Feather"), ("supplier", "bird", "Gull Ltd"), ("system", "feather", "PLUME")]
    {
        let said = new(&region, kind, id, &["--name", name])?.expect(0)?.stdout;
        let double = if kind == "system" { "a system `plume` already" } else { "a supplier `gull` already" };
        assert!(said.contains(double), "{id}: {said}");
    }
    let said = new(&region, "system", "entirely-else", &[])?.expect(0)?.stdout;
    assert!(!said.contains("already"), "{said}");
    Ok(())
}

/// Lines that went and lines that came.
fn changes(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let diff = TextDiff::from_lines(before, after);
    let of = |tag| diff.iter_all_changes().filter(move |change| change.tag() == tag);
    (
        of(ChangeTag::Delete).map(|change| change.value().to_owned()).collect(),
        of(ChangeTag::Insert).map(|change| change.value().to_owned()).collect(),
    )
}

#[test]
fn still_true_touches_one_line_and_says_so() -> Result {
    let region = Region::harbourside()?;
    let file = "boroughs/northpoint.yaml";
    let first = region.read(file)?;
    let said = confirm_on(&region, &["northpoint"])?.expect(0)?.stdout;
    assert!(said.contains("the whole file now says checked: 2026-11-25 (new line)"), "{said}");
    let second = region.read(file)?;
    assert_eq!(changes(&first, &second), (vec![], vec!["checked: 2026-11-25\n".to_owned()]));

    let systems = ["northpoint", "--system", "own-forms", "--system", "bookworm", "--on", "2026-11-20"];
    let said = confirm_on(&region, &systems)?.expect(0)?.stdout;
    assert!(said.contains("system own-forms now says checked: 2026-11-20 (before: 2026-10)"), "{said}");
    let third = region.read(file)?;
    let line = "    checked: 2026-11-20\n".to_owned();
    let gone = vec!["    checked: 2026-10\n".to_owned()];
    assert_eq!(changes(&second, &third), (gone, vec![line.clone(), line]));
    region.check()?.expect(0)?;

    let said = confirm_on(&region, &["northpoint"])?.expect(0)?.stdout;
    assert!(said.contains("already, unchanged"), "{said}");
    confirm_on(&region, &systems)?.expect(0)?;
    assert_eq!(region.read(file)?, third, "a second run changes nothing");
    Ok(())
}

/// A line that looks like a remark but is part of a text: a date put before it would cut the text in two.
#[test]
fn a_date_is_never_put_into_a_text_of_several_lines() -> Result {
    let before = "name: Quay\nnotes: |\n  Said:\n  # not a remark\nsystems: []\n";
    let confirmed = confirm(before, &[], "2026-11-25".parse()?).map_err(|refusal| format!("{refusal:?}"))?;
    assert_eq!(changes(before, &confirmed.text), (vec![], vec!["checked: 2026-11-25\n".to_owned()]));
    let notes = |text: &str| -> Result<Value> { Ok(serde_yaml::from_str::<Value>(text)?["notes"].clone()) };
    assert_eq!(notes(before)?, notes(&confirmed.text)?);
    Ok(())
}

#[test]
fn what_cannot_be_confirmed_is_left_alone() -> Result {
    let region = Region::harbourside()?;
    region.append("boroughs/st-elidor.yaml", "\ncolour: red\n")?;
    let before = support::tree(&region.content())?;
    for (more, why) in [
        (["northpoint", "--on", "2026-11-26"].as_slice(), "is in the future"),
        (&["northpont"], "did you mean `northpoint`?"),
        (&["../boroughs/northpoint"], "there is no"),
        (&["northpoint", "--system", "own-forms", "--system", "bookwork"], "did you mean `bookworm`?"),
        (&["st-elidor"], "error[CT101]"),
    ] {
        let said = confirm_on(&region, more)?.expect(1)?;
        assert!(said.stderr.contains(why), "{more:?}: {}", said.stderr);
    }
    assert_eq!(support::tree(&region.content())?, before);
    Ok(())
}

#[test]
fn every_record_of_london_is_confirmed_in_one_line() -> Result {
    let day: Date = "2026-11-25".parse()?;
    for entry in std::fs::read_dir(support::here("content/boroughs"))? {
        let path = entry?.path();
        let text = std::fs::read_to_string(&path)?;
        let confirmed =
            confirm(&text, &[], day).map_err(|refusal| format!("{}: {refusal:?}", path.display()))?;
        let (gone, came) = changes(&text, &confirmed.text);
        assert!(
            came == ["checked: 2026-11-25\n"] && gone.len() <= 1,
            "{}: {gone:?} {came:?}",
            path.display()
        );
    }
    Ok(())
}

/// A deployment as somebody may write it: in lines or on one, with or without what is not needed.
fn deployment() -> impl Strategy<Value = String> {
    let checked = prop::sample::select(vec![
        None,
        Some("checked: 2020"),
        Some("checked: \"2021-05\""),
        Some("checked: '2019-01-02'   # by telephone"),
        Some("checked:"),
        Some("checked:   # nobody yet"),
        Some("checked : 2018-03"),
    ]);
    let remark = prop::sample::select(vec!["", "  # a remark", " # checked: 2001", "\t# tab"]);
    let notes = prop::sample::select(vec![
        "",
        "notes: >-\n      Two lines,\n\n      # one that looks like a remark",
        "notes: \"checked: 2026-01-01, they say\"",
        "notes: |\n      checked: 1999\n      - system: moon",
        "contract:\n      end: 2027\n      # checked: never\n      title: Łódź – façade",
    ]);
    let system = prop::sample::select(vec!["moon", "sun", "star"]);
    (system, checked, remark, notes, any::<u8>()).prop_map(|(system, checked, remark, notes, order)| {
        if order % 5 == 0 {
            let checked = checked.filter(|line| !line.contains('#')).map(|line| format!(", {line}"));
            let checked = checked.unwrap_or_default();
            return format!("  - {{system: {system}, provenance: declared{checked}}}{remark}\n");
        }
        let mut keys: Vec<String> =
            vec![format!("lifecycle: live{remark}"), format!("provenance: declared{remark}")];
        if order % 2 == 0 {
            keys.push("confidence: low".to_owned());
        }
        keys.extend(checked.map(str::to_owned));
        keys.extend((!notes.is_empty()).then(|| notes.to_owned()));
        let turn = usize::from(order) % keys.len();
        keys.rotate_left(turn);
        let system = format!("system: {system}{remark}");
        keys.insert(if order % 3 == 0 { keys.len() } else { 0 }, system);
        let gap = if order % 7 == 0 { "\n    # checked: a remark between\n\n" } else { "" };
        format!("  - {}\n{gap}", keys.join("\n    "))
    })
}

prop_compose! {
    fn borough()(
        head in prop::sample::subsequence(vec![
            "name: Lunar Bay", "tile: [1, 2]", "# checked: 2000-01-01", "", "checked: 2020-02",
            "official_name: >-\n  Long,\n\n  # and odd", "population:\n  people: 3\n  # of whom none\n",
        ], 0..=7),
        items in prop::collection::vec(deployment(), 0..5),
        tail in prop::sample::subsequence(vec!["area: quays", "# the end", "", "website: https://a.example"], 0..=4),
        windows: bool,
        unfinished: bool,
        first in prop::sample::select(vec!["", "# yaml-language-server: x\n", "---\n", "\n\n"]),
    ) -> String {
        let mut text = format!("{first}{}\n", head.join("\n"));
        if !items.is_empty() {
            text += &format!("systems:\n{}", items.concat());
        }
        text += &tail.join("\n");
        if unfinished { text.truncate(text.trim_end().len()); } else { text.push('\n'); }
        if windows { text.replace('\n', "\r\n") } else { text }
    }
}

/// The text without any `checked` of the record, however it is written.
fn without_dates(text: &str, day: &str) -> String {
    text.replace(&format!(", checked: {day}"), "").replace(&format!("checked: {day}, "), "")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn whatever_the_layout_only_lines_of_checked_change(text in borough(), systems in prop::sample::subsequence(vec!["moon", "sun"], 0..=2)) {
        let day = "2026-11-25";
        let ids: Vec<String> = systems.iter().map(|id| (*id).to_owned()).collect();
        match confirm(&text, &ids, day.parse().unwrap()) {
            Ok(confirmed) => {
                let (gone, came) = changes(&text, &confirmed.text);
                let end = |line: &String| line.trim_end().to_owned();
                // A last line without an end gets one when another follows it.
                let gone: Vec<String> = gone.iter().map(end).collect();
                let came: Vec<String> = came.iter().map(end).collect();
                let dates = came.iter().filter(|line| line.contains(&format!("checked: {day}")) || line.contains(&format!("checked : {day}")));
                let open = confirmed.marks.iter().filter(|mark| !mark.kept).count();
                prop_assert_eq!(dates.count(), open);
                prop_assert!(came.len() <= open + 1, "{:?}", came);
                for line in &gone {
                    let is_same_again = came.contains(line);
                    let is_flow = came.iter().any(|new| without_dates(new, day) == *line);
                    prop_assert!(is_same_again || is_flow || line.contains("checked"), "{:?} {:?}", gone, came);
                }
                let again = confirm(&confirmed.text, &ids, day.parse().unwrap());
                prop_assert_eq!(again.map(|again| again.text).ok(), Some(confirmed.text));
            }
            Err(Refusal::NoSystem { id, .. }) => {
                let begins = [format!("  - system: {id}"), format!("    system: {id}"), format!("  - {{system: {id}")];
                let is_there = text.lines().any(|line| begins.iter().any(|begin| line.starts_with(begin)));
                prop_assert!(!is_there, "{} is there: {}", id, text);
            }
            // Pieces that make no record together are refused, never half edited.
            Err(Refusal::Syntax(_)) => {}
            Err(Refusal::Layout) => prop_assert!(!text.contains("name:"), "refused: {}", text),
        }
    }
}

/// The lines of an answer, with what a person would fill in.
fn filled(lines: &str) -> String {
    let lines = lines.replace("YYYY-MM-DD", "2028-03-31").replace("until: YYYY", "until: 2025");
    let lines = lines.replace("SYSTEM-ID", "plume").replace("https://ADDRESS", "https://a.example/x");
    lines.replace("WORD", "not-provided")
}

fn raw_text(element: &Element) -> String {
    element
        .children
        .iter()
        .map(|child| match child {
            Node::Text(text) => text.clone(),
            Node::Element(element) => raw_text(element),
        })
        .collect()
}

struct Question {
    what: String,
    edit: Option<String>,
    ways: Vec<(String, String)>,
}

/// The questions of one group of a to-do page.
fn questions(site: &Site, page: &str, group: &str) -> Result<Vec<Question>> {
    let html = &site.page(page)?.html;
    let group = html.by_id(group).ok_or_else(|| format!("{page} has no {group}"))?;
    let list = group.all("ul").into_iter().find(|list| list.has_class("todo")).ok_or("no list")?;
    let question = |item: &Element| Question {
        what: item.all("p")[0].text(),
        edit: item
            .all("a")
            .iter()
            .filter_map(|link| link.get("href"))
            .find(|to| to.contains("/edit/"))
            .map(str::to_owned),
        ways: item
            .all("dt")
            .iter()
            .map(|term| term.text())
            .zip(item.all("pre").into_iter().map(raw_text))
            .collect(),
    };
    Ok(list.elements().map(question).collect())
}

#[test]
fn contradictions_come_first_and_each_with_its_lines() -> Result {
    let region = Region::harbourside()?;
    // One replaced the other and both run; both are old; one was to go long ago.
    region.write(
        "boroughs/old-town.yaml",
        "name: Old Town\nsystems:
  - system: dues-book
    services: [harbour-dues]
    lifecycle: live
    provenance: published
    sources:
      - {url: \"https://old.example/a\", title: A, date: 2014}
  - system: tide-tables
    services: [harbour-dues]
    lifecycle: live
    replaces: dues-book
    provenance: published
    sources:
      - {url: \"https://old.example/b\", title: B, date: 2015}
  - system: plume
    services: [email]
    lifecycle: replacing
    until: 2019-06
    provenance: declared
",
    )?;
    let site = region.site()?;
    let page = "towns/old-town/to-do/";
    let main = site.page(page)?.html.all("section");
    assert_eq!(main.iter().find_map(|section| section.get("id")), Some("contradictions"));
    let found = questions(&site, page, "contradictions")?;
    let what: Vec<&str> = found.iter().map(|question| question.what.as_str()).collect();
    assert_eq!(found.len(), 3, "{what:?}");
    assert!(what[0].contains("Plume") && what[0].contains("June 2019"), "{what:?}");
    assert!(what[1].contains("Tide Tables replaced it"), "{what:?}");
    assert!(what[2].contains("all with old sources: Dues Book, Tide Tables"), "{what:?}");
    assert_eq!(
        found[0].edit.as_deref(),
        Some("https://code.example/harbour/tools/edit/main/content/boroughs/old-town.yaml#L16")
    );

    // The lines in place of lifecycle and until.
    let (when, lines) = &found[0].ways[0];
    assert!(when.contains("in place of its lifecycle"), "{when}");
    region.replace("boroughs/old-town.yaml", "    lifecycle: replacing\n    until: 2019-06", lines)?;
    region.check()?.expect(1)?;
    region.replace("boroughs/old-town.yaml", lines, &filled(lines))?;
    region.check()?.expect(0)?;
    Ok(())
}

#[test]
fn lines_to_paste_fit_where_they_are_said_to_go() -> Result {
    let region = Region::harbourside()?;
    let file = "boroughs/northpoint.yaml";
    let page = "towns/northpoint/to-do/";
    let site = region.site()?;
    let missing = questions(&site, page, "missing")?;
    assert!(missing.len() > 1);
    // The one as a system above the line that is named, the other as a state in the list that is there.
    let line =
        missing[0].edit.as_deref().and_then(|to| to.split_once("#L")).ok_or("no line")?.1.parse::<usize>()?;
    let mut lines: Vec<String> = region.read(file)?.lines().map(str::to_owned).collect();
    lines.insert(line - 1, filled(&missing[0].ways[0].1));
    region.write(file, lines.join("\n") + "\n")?;
    let state = filled(&missing[1].ways[1].1);
    region.replace(file, "\nservices:\n", &format!("\nservices:\n{state}\n"))?;
    // An end for a system without a contract.
    let ends = questions(&site, page, "ends")?;
    let forms = ends.iter().find(|question| question.what.contains("Own Forms")).ok_or("no Own Forms")?;
    let lifecycle = "  - system: own-forms\n    services: [web-forms]\n    lifecycle: live\n";
    region.replace(
        file,
        lifecycle,
        &format!("{lifecycle}{}\n", filled(&forms.ways[0].1).replacen("2028", "2024", 1)),
    )?;
    region.check()?.expect(0)?;
    let after = region.site()?;
    let missing_after = questions(&after, page, "missing").map(|left| left.len()).unwrap_or_default();
    assert_eq!(missing_after, missing.len() - 2, "both are answered");
    let ends = questions(&after, page, "ends")?;
    assert!(!ends.iter().any(|question| question.what.contains("Own Forms")), "the end is known");
    Ok(())
}

#[test]
fn an_end_that_is_ahead_has_its_lines_too_and_the_way_there_stands_at_the_top() -> Result {
    let region = Region::harbourside()?;
    let file = "boroughs/harbour-quay.yaml";
    let site = region.site()?;
    let links = site.page("towns/harbour-quay/")?.html.all("p");
    let position = links.into_iter().find(|line| line.has_class("position")).ok_or("no position")?;
    let link = *position.all("a").first().ok_or("no link beside the day of confirmation")?;
    assert_eq!(link.text(), "What is missing or old here");
    assert!(link.get("href").is_some_and(|to| to.ends_with("towns/harbour-quay/to-do/")));

    let ahead = questions(&site, "towns/harbour-quay/to-do/", "ahead")?;
    let care = ahead.iter().find(|question| question.what.contains("Carefolio")).ok_or("no Carefolio")?;
    assert!(care.what.contains("31 March 2027"), "{}", care.what);
    region.replace(file, "      end: 2027-03-31", &filled(&care.ways[0].1))?;
    region.check()?.expect(0)?;
    let after = questions(&region.site()?, "towns/harbour-quay/to-do/", "ahead")?;
    assert!(after.iter().any(|question| question.what.contains("31 March 2028")));
    Ok(())
}

#[test]
fn nobody_publishes_an_example_by_mistake() -> Result {
    let region = Region::harbourside()?;
    let site = region.site()?;
    for (page, html) in site.pages.iter().filter(|(page, _)| page.ends_with("/to-do/")) {
        for lines in html.html.all("pre").into_iter().map(raw_text) {
            let has_capitals = lines
                .split_whitespace()
                .any(|word| word.len() > 3 && word.bytes().all(|b| b.is_ascii_uppercase() || b == b'-'));
            let is_all_known = lines
                .lines()
                .all(|line| line.contains("checked: 2026-11-25") || line.contains("lifecycle: live"));
            assert!(has_capitals || is_all_known || lines.contains("https://ADDRESS"), "{page}: {lines}");
        }
    }
    Ok(())
}

#[test]
fn every_edit_link_opens_the_file_and_line_of_its_record() -> Result {
    let region = Region::harbourside()?;
    let site = region.site()?;
    let root = "https://code.example/harbour/tools/edit/main/content/";
    let mut lines = 0;
    for (address, page) in &site.pages {
        for link in page.html.all("a") {
            let Some(to) = link.get("href").and_then(|to| to.strip_prefix(root)) else { continue };
            let (file, line) = to.split_once("#L").map_or((to, None), |(file, line)| (file, Some(line)));
            let text = region.read(file).map_err(|error| format!("{address}: {file}: {error}"))?;
            let Some(line) = line else { continue };
            let line = text.lines().nth(line.parse::<usize>()? - 1).ok_or("past the end")?.trim();
            let begins =
                ["- system: ", "- title: ", "- id: ", "title: ", "start: ", "end: ", "id: ", "stage: "];
            assert!(begins.iter().any(|begin| line.starts_with(begin)), "{address}: {to}: {line}");
            lines += 1;
        }
    }
    assert!(lines > 10, "only {lines} links have a line");
    let edit = |page: &str| -> Result<String> {
        let html = &site.page(page)?.html;
        let link = html.all("a").into_iter().find(|link| link.text().starts_with("Edit this record"));
        Ok(link.and_then(|link| link.get("href")).unwrap_or_default().replace(root, ""))
    };
    assert_eq!(edit("systems/plume/")?, "systems/plume.yaml");
    assert_eq!(edit("towns/harbour-quay/")?, "boroughs/harbour-quay.yaml");
    assert_eq!(edit("contracts/shared-care/")?, "contracts/shared-care.yaml");
    let own = edit("contracts/northpoint-tide-tables/")?;
    let line =
        region.read("boroughs/northpoint.yaml")?.lines().position(|line| line.contains("Dues of the North"));
    assert_eq!(own, format!("boroughs/northpoint.yaml#L{}", line.ok_or("no such line")? + 1));
    Ok(())
}

#[test]
fn without_a_repository_the_file_and_line_are_said() -> Result {
    let region = Region::harbourside()?;
    region.replace(
        "site.yaml",
        "repository:\n  url: https://code.example/harbour/tools\n  branch: main\n",
        "",
    )?;
    let site = region.site()?;
    let page = "towns/northpoint/to-do/";
    let text = site.page(page)?.html.text();
    assert!(text.contains("content/boroughs/northpoint.yaml"), "the file");
    for question in questions(&site, page, "ends")? {
        assert_eq!(question.edit, None);
        assert!(question.what.contains("Line "), "{}", question.what);
    }
    Ok(())
}
