//! What machines are told about mistakes, what fails a run, what a record can waive, and what a check means.

use crate::support::{self, AS_OF, Region, Result, harbourside, program};
use serde_json::Value;

const HARBOUR: &str = "boroughs/harbour-quay.yaml";

/// Two errors, one of them in a line with everything that a format has to escape, and one warning.
fn wrong() -> Result<Region> {
    let region = Region::harbourside()?;
    region.replace(HARBOUR, "name: Harbour Quay", "name: Harbour Quay\n\"50%, a:b\": ünüsual")?;
    region.replace(HARBOUR, "lifecycle: retired\n    until: 2021", "lifecycle: retired")?;
    region.replace("boroughs/mill-and-mere.yaml", "system: plume", "system: plum")?;
    Ok(region)
}

fn check(region: &Region, more: &[&str]) -> Result<support::Outcome> {
    region.run(["check", "--as-of", AS_OF].iter().chain(more))
}

#[test]
fn a_pull_request_is_told_by_annotations() -> Result {
    let told = check(&wrong()?, &["--format", "github"])?.expect(1)?;
    let lines: Vec<&str> = told.stdout.lines().collect();
    assert_eq!(lines.len(), 3, "{}", told.stdout);
    assert!(told.stderr.starts_with("Checked content: 2 errors and 1 warning; 4 waived."), "{}", told.stderr);
    assert!(
        lines[0].starts_with(
            "::error file=content/boroughs/harbour-quay.yaml,line=2,col=1,endColumn=11,title=CT101::"
        ),
        "{}",
        lines[0]
    );
    assert!(lines[0].contains("50%25, a:b"), "{}", lines[0]);
    assert!(lines.iter().any(|line| line.starts_with("::warning ")), "{lines:?}");
    // A message is one line, with its parts apart.
    assert!(lines.iter().all(|line| line.matches("%0A").count() == 2 && line.contains("%0ARemedy: ")));
    Ok(())
}

#[test]
fn json_lines_have_the_place_and_the_excerpt_of_each_problem() -> Result {
    let region = wrong()?;
    let told = check(&region, &["--format", "json"])?.expect(1)?;
    let problems: Vec<Value> =
        told.stdout.lines().map(serde_json::from_str).collect::<std::result::Result<_, _>>()?;
    assert_eq!(problems.len(), 3);
    for problem in &problems {
        let text = region.read(problem["file"].as_str().ok_or("a file")?.trim_start_matches("content/"))?;
        let number = |key: &str| {
            problem[key].as_u64().and_then(|number| usize::try_from(number).ok()).ok_or(key.to_owned())
        };
        let line: Vec<char> = text.lines().nth(number("line")? - 1).ok_or("the line")?.chars().collect();
        let excerpt: String = line[number("column")? - 1..number("end_column")? - 1].iter().collect();
        assert_eq!(problem["excerpt"], excerpt);
        assert!(!excerpt.is_empty());
        for key in ["code", "severity", "message", "why", "remedy"] {
            assert!(problem[key].as_str().is_some_and(|text| text.len() > 3), "{key} of {problem}");
        }
    }
    // A right region says nothing.
    assert_eq!(check(&Region::harbourside()?, &["--format", "json"])?.expect(0)?.stdout, "");
    Ok(())
}

#[test]
fn sarif_fits_the_schema_of_oasis() -> Result {
    let mut schema: Value = serde_json::from_str(include_str!("../standards/sarif-2.1.0.schema.json"))?;
    // The pattern for a language that we don't use is broken as published: its brackets don't match.
    for at in ["run", "toolComponent"] {
        let language = schema.pointer_mut(&format!("/definitions/{at}/properties/language"));
        language.and_then(Value::as_object_mut).and_then(|keys| keys.remove("pattern")).ok_or("a pattern")?;
    }
    let validator = jsonschema::draft7::new(&schema)?;
    for region in [wrong()?, Region::harbourside()?] {
        let report: Value = serde_json::from_str(&check(&region, &["--format", "sarif"])?.stdout)?;
        let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
    let report: Value = serde_json::from_str(&check(&wrong()?, &["--format", "sarif"])?.stdout)?;
    let run = &report["runs"][0];
    assert_eq!(run["results"].as_array().map(Vec::len), Some(3));
    for result in run["results"].as_array().ok_or("results")? {
        let index =
            result["ruleIndex"].as_u64().and_then(|index| usize::try_from(index).ok()).ok_or("an index")?;
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
    }
    Ok(())
}

#[test]
fn warnings_and_advice_fail_where_they_are_denied() -> Result {
    let region = Region::harbourside()?;
    region.replace(HARBOUR, "lifecycle: retired\n    until: 2021", "lifecycle: retired")?;
    check(&region, &[])?.expect(0)?;
    check(&region, &["--deny", "warnings"])?.expect(1)?;
    let built = region.run(["build", "--as-of", AS_OF, "--deny", "warnings"])?.expect(1)?;
    assert!(
        built.stderr.contains("Nothing was built: 0 errors and 1 warning; 4 waived."),
        "{}",
        built.stderr
    );
    assert!(!region.out().exists());

    let region = Region::harbourside()?;
    region.replace("suppliers/tern.yaml", "https://tern.example/", "http://tern.example/")?;
    check(&region, &["--deny", "warnings"])?.expect(0)?;
    let told = check(&region, &["--deny", "advice"])?.expect(1)?;
    assert!(told.stderr.contains("CT315"), "what fails is printed: {}", told.stderr);
    Ok(())
}

#[test]
fn a_waiver_covers_the_item_that_it_stands_in_and_no_other() -> Result {
    let region = Region::harbourside()?;
    let retired = "lifecycle: retired\n    until: 2021";
    region.replace(HARBOUR, retired, "lifecycle: retired")?;
    let waiver =
        |until: &str| format!("waivers:\n      - {{check: CT304, reason: Nobody remembers, until: {until}}}");
    region
        .replace(HARBOUR, "    lifecycle: retired\n    provenance", "    lifecycle: retired\n    provenance")
        .ok();
    let text = region.read(HARBOUR)?;
    let with = text.replacen(
        "    lifecycle: retired\n",
        &format!("    lifecycle: retired\n    {}\n", waiver("2026-12-31")),
        1,
    );
    region.write(HARBOUR, &with)?;
    let told = check(&region, &["--deny", "advice"])?.expect(0)?;
    assert!(told.stdout.ends_with("; 5 waived.\n"), "{}", told.stdout);
    // Another item with the same fault is reported.
    region.write(HARBOUR, with.replace("    until: 2018-04\n", ""))?;
    assert!(check(&region, &[])?.expect(0)?.stderr.contains("CT304"));
    // Neither is one that stands before it.
    let later = text.replace("    until: 2018-04\n", &format!("    {}\n", waiver("2026-12-31")));
    region.write(HARBOUR, later)?;
    let told = check(&region, &[])?.expect(0)?;
    assert!(told.stderr.contains("CT304") && told.stdout.ends_with("; 5 waived.\n"), "{}", told.stdout);
    // A contract's waiver is about the contract, and not about the deployment that it stands in.
    let other = Region::harbourside()?;
    let care = "system: carefolio\n    services: [care-records";
    other.replace(HARBOUR, &format!("{care}]"), &format!("{care}, payroll]"))?;
    let contract =
        format!("reference: HQ-17\n      waivers: [{}]\n", "{check: CT310, reason: Agreed, until: 2027}");
    other.replace(HARBOUR, "reference: HQ-17\n", &contract)?;
    let told = check(&other, &[])?.expect(0)?;
    assert!(told.stderr.contains("CT310") && told.stderr.contains("CT323"), "{}", told.stderr);
    // At the top of the file it covers both.
    let top = text.replace("    until: 2018-04\n", "")
        + "\nwaivers: [{check: CT304, reason: Nobody remembers, until: 2026-12-31}]\n";
    region.write(HARBOUR, top)?;
    let told = check(&region, &["--deny", "advice"])?.expect(0)?;
    assert!(told.stdout.ends_with("; 6 waived.\n"), "{}", told.stdout);
    // The last day counts, the day after does not.
    region.write(HARBOUR, with)?;
    let on = |day: &str| region.run(["check", "--as-of", day]);
    on("2026-12-31")?.expect(0)?;
    let over = on("2027-01-01")?.expect(1)?;
    assert!(over.stderr.contains("CT322") && over.stderr.contains("CT304"), "{}", over.stderr);
    Ok(())
}

#[test]
fn an_error_that_is_waived_is_published() -> Result {
    let region = Region::harbourside()?;
    region.replace(HARBOUR, "contact: digital@quay.example", "contact: ann.other@quay.example")?;
    check(&region, &[])?.expect(1)?;
    region
        .append(HARBOUR, "\nwaivers: [{check: CT404, reason: Ann and Other are two teams, until: 2027}]\n")?;
    region.build()?.expect(0)?;
    Ok(())
}

#[test]
fn a_check_says_what_follows_where_it_applies() -> Result {
    let site = harbourside();
    for (code, follows) in [
        ("ct105", "Error: nothing is published until it is mended."),
        ("ct304", "Warning: it is published, but should be mended."),
        ("ct604", "Error: nothing of the sheet is taken over until it is mended."),
        ("ct606", "Warning: all else of the sheet is taken over; see whether this is meant."),
    ] {
        let told = site.page(&format!("checks/{code}/"))?.html.text();
        assert!(told.contains(follows), "{code}: {told}");
    }
    Ok(())
}

#[test]
fn each_check_is_explained_with_an_example() -> Result {
    let explain = |code: &str| support::Outcome::of(program().args(["explain", code]));
    for rule in citytools::diagnostics::rules::all() {
        let told = explain(rule.code)?.expect(0)?.stdout;
        for part in [rule.code, rule.what(), rule.why, rule.remedy, "Wrong:\n    ", "Right:\n    "] {
            assert!(told.contains(part), "{part}\n{told}");
        }
        assert_ne!(rule.wrong, rule.right, "{}", rule.code);
        assert_eq!(
            told.contains("waivers:"),
            rule.can_be_waived() || rule.code == "CT322" || rule.code == "CT323" || rule.code == "CT324"
        );
    }
    assert!(explain("ct203")?.expect(0)?.stdout.starts_with("CT203 (error): "));
    let unknown = explain("CT23")?.expect(1)?;
    assert!(unknown.stderr.contains("there is no check `CT23`; did you mean CT"), "{}", unknown.stderr);
    let all = support::Outcome::of(program().arg("explain"))?.expect(0)?.stdout;
    assert_eq!(
        all.lines().filter(|line| line.starts_with("  CT")).count(),
        citytools::diagnostics::rules::all().count()
    );
    Ok(())
}
