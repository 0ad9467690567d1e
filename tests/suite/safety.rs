//! What is safe to publish: texts that must be refused, and texts that only look like it, each in a record as people write it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{AS_OF, Outcome, Record, Region, Result, here, program, records, tried};

/// A record with the text at a place, as a file of its own.
fn record(place: &str, text: &str, number: usize) -> Result<(String, String)> {
    let text = serde_json::to_string(text)?;
    let file = |folder: &str| format!("{folder}/safety-{number}.yaml");
    Ok(match place {
        "name" => (file("systems"), format!("name: {text}\n")),
        "description" | "licence" => (file("systems"), format!("name: Case {number}\n{place}: {text}\n")),
        "aliases" => (file("systems"), format!("name: Case {number}\naliases: [{text}]\n")),
        "legal_name" => (file("suppliers"), format!("name: Case {number}\n{place}: {text}\n")),
        "short_name" | "official_name" => {
            (file("boroughs"), format!("name: Case {number}\n{place}: {text}\n"))
        }
        "notes" => (file("systems"), format!("name: Case {number}\nnotes: {text}\n")),
        "title" => (file("contracts"), format!("title: {text}\n")),
        "reference" => (file("contracts"), format!("title: Case {number}\nreference: {text}\n")),
        "contract notes" => (file("contracts"), format!("title: Case {number}\nnotes: {text}\n")),
        "headquarters" => (file("suppliers"), format!("name: Case {number}\nheadquarters: {text}\n")),
        "contact" => (file("boroughs"), format!("name: Case {number}\ncontact: {text}\n")),
        "skill" => {
            (file("boroughs"), format!("name: Case {number}\nskills:\n  - skill: x\n    notes: {text}\n"))
        }
        "reason" => {
            let waiver = format!("waivers:\n  - check: CT305\n    reason: {text}\n");
            (file("systems"), format!("name: Case {number}\n{waiver}"))
        }
        other => return Err(format!("no place {other}").into()),
    })
}

/// The codes of safety that each file of a region breaks.
fn found(region: &Region) -> Result<BTreeMap<String, Vec<String>>> {
    let told = region.run(["check", "--as-of", AS_OF, "--format", "json"])?.expect(1)?;
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in told.stdout.lines() {
        let problem: Value = serde_json::from_str(line)?;
        let text = |key: &str| problem[key].as_str().unwrap_or_default().to_owned();
        if text("code").starts_with("CT4") {
            found.entry(text("file")).or_default().push(format!("{} {}", text("code"), text("excerpt")));
        }
    }
    Ok(found)
}

/// Lists, chapters and pages are published as records are.
#[test]
fn no_file_of_a_region_is_left_out() -> Result {
    let region = Region::harbourside()?;
    let chapter = "---\ntitle: Ring 020 7946 0000\ndescription: Of srv-db01\n---\n\nIt is at 10.4.2.17, *and* [CVE-2026-12345](https://h.example/10.4.2.17) \
                   applies.\n\n* Ask `ann.other@quay.example`.\n\nCllr Ann Other runs it on SQL Server 2012.\n";
    region.write("pages/safety.md", chapter)?;
    region.write("report/90-safety.md", chapter)?;
    for (file, old, new) in [
        ("glossary.yaml", "text: ", "text: \"Mr Other is on 020 7946 0000. \" # "),
        ("services.yaml", "definition: ", "definition: \"Ring 020 7946 0000. \" # "),
        ("site.yaml", "title: ", "title: \"Ann's 10.4.2.17\" # "),
    ] {
        region.write(file, region.read(file)?.replacen(old, new, 1))?;
    }
    let found = found(&region)?;
    let of = |file: &str| found.get(&format!("content/{file}")).cloned().unwrap_or_default();
    let told = [
        "CT405 020 7946 0000",
        "CT402 srv-db01",
        "CT402 10.4.2.17",
        "CT403 CVE-2026-12345",
        "CT404 ann.other@quay.example",
        "CT408 Cllr Ann Other",
        "CT401 SQL Server 2012",
    ];
    let mut told: Vec<String> = told.map(str::to_owned).to_vec();
    told.sort();
    for file in ["pages/safety.md", "report/90-safety.md"] {
        let mut own = of(file);
        own.sort();
        assert_eq!(own, told, "{file}");
    }
    assert_eq!(of("glossary.yaml"), ["CT408 Mr Other", "CT405 020 7946 0000"]);
    assert_eq!(of("services.yaml"), ["CT405 020 7946 0000"]);
    assert_eq!(of("site.yaml"), ["CT402 10.4.2.17"]);
    Ok(())
}

/// What stands behind other keys is published, too: in tables, in addresses that pages link to, and in frozen releases.
#[test]
fn codes_addresses_words_and_releases_are_looked_at() -> Result {
    let region = Region::harbourside()?;
    region.append("systems/plume.yaml", "website: https://srv-db01.quay.local/\nlicence: MIT\n")?;
    region.append(
        "suppliers/tern.yaml",
        "identifiers:\n  - scheme: XX\n    id: ann.other@quay.example\n\
         website: \"https://quay.example/?password=hunter2222\"\n",
    )?;
    region
        .write("words.yaml", "texts:\n  \"About these records\": \"Ring 020 7946 0000, or 10.4.2.17\"\n")?;
    let earlier = "releases/2026-05-31.json";
    let text = std::fs::read_to_string(here("examples/harbourside").join(earlier))?;
    let frozen: Value = serde_json::from_str(&text)?;
    let (figure, table) = (&frozen["figures"][0]["sentence"], &frozen["tables"][0]["rows"][0][0]);
    let with = |text: String, old: &Value, new: &str| text.replacen(&old.to_string(), &format!("{new:?}"), 1);
    let text = with(text, figure, "Ann's line is 020 7946 0000, she is at ann.other@quay.example.");
    region.write(earlier, with(text, table, "password: hunter2222"))?;
    let found = found(&region)?;
    let of = |file: &str| {
        let mut own = found.get(&format!("content/{file}")).cloned().unwrap_or_default();
        own.sort();
        own
    };
    assert_eq!(of("systems/plume.yaml"), ["CT402 srv-db01.quay.local"]);
    assert_eq!(of("suppliers/tern.yaml"), ["CT404 ann.other@quay.example", "CT407 password=hunter2222"]);
    assert_eq!(of("words.yaml"), ["CT402 10.4.2.17", "CT405 020 7946 0000"]);
    assert_eq!(
        of(earlier),
        ["CT404 ann.other@quay.example", "CT405 020 7946 0000", "CT407 password: hunter2222"]
    );
    Ok(())
}

/// Signs that Markdown takes away, and others that only look like the usual ones, hide nothing.
#[test]
fn a_page_is_searched_as_its_readers_see_it() -> Result {
    let region = Region::harbourside()?;
    let page = "---\ntitle: Safety\ndescription: Nothing that is true.\n---\n\n\
                ann\\.other\\@quay.example, *020* 7946 **0000**, 10&#46;4.2.17\n\n\
                | a | b |\n|---|---|\n| CVE&#45;2026-12345 | the password&#58; hunter22 |\n";
    region.write("pages/safety.md", page)?;
    let mut found = found(&region)?.remove("content/pages/safety.md").unwrap_or_default();
    found.sort();
    let due = [
        "CT402 10&#46;4.2.17",
        "CT403 CVE&#45;2026-12345",
        "CT404 ann\\.other\\@quay.example",
        "CT405 020* 7946 **0000",
        "CT407 password&#58; hunter22",
    ];
    assert_eq!(found, due);
    Ok(())
}

#[test]
fn each_text_is_refused_or_let_through_as_it_should_be() -> Result {
    let cases: Vec<Record> = records(&std::fs::read(here("tests/fixtures/safety/cases.csv"))?)?;
    let region = Region::harbourside()?;
    let mut files = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let (file, text) = record(&case["place"], &case["text"], number)?;
        region.write(&file, text)?;
        files.push(format!("content/{file}"));
    }
    let found = found(&region)?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (case, file) in cases.iter().zip(&files) {
        let own = found.get(file).map_or(&[][..], Vec::as_slice);
        let due = case["code"].as_str();
        *counts.entry(if due.is_empty() { "none" } else { due }).or_default() += 1;
        let is_right = if due.is_empty() {
            own.is_empty()
        } else {
            !own.is_empty() && own.iter().all(|code| code.starts_with(due))
        };
        if !is_right {
            wrong.push(format!(
                "{} in {} ({}): {own:?}, not {due:?}",
                case["text"], case["place"], case["why"]
            ));
        }
    }
    tried(&format!("safety: {counts:?}"));
    assert!(wrong.is_empty(), "{} of {} are wrong\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(counts["none"] >= 60 && cases.len() - counts["none"] >= 60, "{counts:?}");
    assert!(
        counts.len() == 9 && counts.values().all(|count| *count >= 9),
        "each rule has its cases: {counts:?}"
    );
    Ok(())
}

#[test]
fn nothing_in_the_real_region_is_refused() -> Result {
    let mut check = program();
    check.args(["check", "--as-of", AS_OF, "--format", "json", "--content"]).arg(here("content"));
    let told = Outcome::of(&mut check)?;
    let refused: Vec<&str> = told.stdout.lines().filter(|line| line.contains("\"CT4")).collect();
    assert!(refused.is_empty(), "{refused:?}");
    Ok(())
}
