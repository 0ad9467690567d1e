//! What an editor is told about mistakes: every rule, at its place, all in one run.

use std::collections::BTreeSet;

use crate::support::{AS_OF, Outcome, Problem, Region, Result, program};
use citytools::diagnostics::rules;

/// One mistake in the imaginary region. `«` in the new text marks where the problem has to point; the mark itself is
/// not written.
struct Case {
    code: &'static str,
    file: &'static str,
    change: Change,
    /// What else is rightly reported for the same mistake.
    also: &'static [&'static str],
}

enum Change {
    /// The only place where the first text stands gets the second.
    Replace(&'static str, &'static str),
    /// The whole file.
    Write(String),
    /// Bytes that are no text: the problem has a file, but no line.
    Bytes(Vec<u8>),
    /// The file is gone: the problem names it all the same.
    Remove,
}

use Change::{Bytes, Remove, Replace, Write};

fn case(code: &'static str, file: &'static str, change: Change) -> Case {
    Case { code, file, change, also: &[] }
}

const HARBOUR: &str = "boroughs/harbour-quay.yaml";
const ELIDOR: &str = "boroughs/st-elidor.yaml";
const MERE: &str = "boroughs/mill-and-mere.yaml";
const NORTH: &str = "boroughs/northpoint.yaml";
const CHAPTER: &str = "report/01-at-a-glance.md";

fn write(text: &str) -> Change {
    Write(text.to_owned())
}

#[expect(clippy::too_many_lines, reason = "one line for each mistake")]
fn cases() -> Vec<Case> {
    let deep = format!("name: {}«{}{}", "[".repeat(23), "[".repeat(40), "]".repeat(63));
    vec![
        // The file and its syntax.
        case("CT001", "systems/plume.yaml", Bytes(b"name: Plume \xe9t\xe9\nservices: [payroll]\n".to_vec())),
        case("CT002", "systems/plume.yaml", Replace("status: beta", "status: beta«: yes")),
        case("CT002", "systems/plume.yaml", Replace("status: beta", "services: «[ledger")),
        case("CT002", CHAPTER, Replace("title: The harbour at a glance", "title: The harbour«: at a glance")),
        case("CT002", "systems/plume.yaml", Write(deep)),
        case("CT003", "systems/plume.yaml", write("")),
        case("CT003", "systems/plume.yaml", write("«# nothing but a remark\n")),
        case("CT004", "suppliers/whale.yaml", Bytes(vec![b' '; 5 << 20])),
        case("CT005", "systems/plume.yaml", Replace("name: Plume", "name: &name «Plume")),
        case("CT005", "systems/plume.yaml", Replace("name: Plume", "name: «*name")),
        case("CT006", "plume.txt", Bytes(b"name: Plume".to_vec())),
        case("CT006", "towns/plume.yaml", Bytes(b"name: Plume".to_vec())),
        case("CT007", "systems/Plume_2.yaml", Bytes(b"name: Plume".to_vec())),
        case("CT007", "systems/plume.txt", Bytes(b"name: Plume".to_vec())),
        case("CT007", "report/first.md", Bytes(b"---\n".to_vec())),
        case("CT007", "services.yaml", Replace("id: meeting-papers", "id: «Meeting Papers")),
        case("CT007", HARBOUR, Replace("reference: HQ-17", "id: «Care Records\n      reference: HQ-17")),
        case("CT007", HARBOUR, Replace("reference: HQ-17", "id: «end-passed\n      reference: HQ-17")),
        case(
            "CT007",
            "contracts/shared-care.yaml",
            Replace("title: Care together", "id: «care\ntitle: Care together"),
        ),
        case("CT008", CHAPTER, write("«## What is recorded\n\nMuch.\n")),
        case("CT008", CHAPTER, write("«---\ntitle: Never closed\n")),
        case("CT009", "frameworks.yaml", Remove),
        case("CT009", "site.yaml", Remove),
        case("CT010", "releases/2026-03-31.json", write("{\n  \"schema_version\": «one\n}\n")),
        case(
            "CT010",
            "releases/2026-03-31.json",
            write("«{\"schema_version\": 99, \"date\": \"2026-03-31\"}"),
        ),
        case("CT010", "releases/spring.json", Bytes(b"{}".to_vec())),
        // The shape of a record.
        case("CT101", "systems/plume.yaml", Replace("status: beta", "«statuss: beta")),
        case("CT101", HARBOUR, Replace("notice_months: 6", "«notice: 6")),
        case("CT101", "contracts/shared-care.yaml", Replace("framework: tide-frame", "«route: tide-frame")),
        case(
            "CT101",
            CHAPTER,
            Replace("title: The harbour at a glance", "title: The harbour\n«author: Nobody"),
        ),
        case("CT102", "systems/plume.yaml", Replace("name: Plume\n", "«")),
        case(
            "CT102",
            MERE,
            Replace(
                "system: plume\n    services: [payroll]\n    lifecycle: implementing\n",
                "«system: plume\n    services: [payroll]\n",
            ),
        ),
        case(
            "CT102",
            MERE,
            Replace("{amount: 30000, basis: annual, tax: net}", "«{amount: 30000, tax: net}"),
        ),
        case("CT103", "systems/plume.yaml", Replace("services: [payroll]", "services: «payroll"))
            .with_also(&["CT310"]),
        case("CT103", "systems/plume.yaml", Replace("name: Plume", "name: «[Plume]")),
        case("CT103", HARBOUR, Replace("people: 41000", "people: «41,000")),
        case("CT103", HARBOUR, Replace("contract: shared-shelves", "contract: «[shared-shelves]")),
        case("CT104", "systems/plume.yaml", Replace("status: beta", "status: «betta")),
        case("CT104", MERE, Replace("lifecycle: implementing", "lifecycle: «installing")),
        case("CT105", ELIDOR, Replace("since: 2027-06", "since: «June 2027")),
        case("CT105", ELIDOR, Replace("since: 2027-06", "since: «2027-02-30")),
        case("CT106", "suppliers/tern.yaml", Replace("https://tern.example/", "«tern.example")),
        case(
            "CT106",
            "suppliers/tern.yaml",
            Replace("https://tern.example/", "«https://me:secret@tern.example/"),
        ),
        case("CT106", "suppliers/tern.yaml", Replace("https://tern.example/", "«javascript:alert(1)")),
        case("CT107", "systems/plume.yaml", Replace("status: beta", "status: beta\n«status: stable")),
        case(
            "CT107",
            MERE,
            Replace("lifecycle: implementing", "lifecycle: implementing\n    «lifecycle: live"),
        ),
        case("CT108", "systems/plume.yaml", Replace("name: Plume", "name: «\"Pl\\u001bume\"")),
        case("CT108", NORTH, Replace("tile: [1, 2]", "tile: «[1, 31]")),
        case(
            "CT108",
            "suppliers/wend-books.yaml",
            Replace("  supplier: wend-group\n", "  supplier: «wend-group\n  name: Wend\n"),
        ),
        // References.
        case("CT201", MERE, Replace("system: plume", "system: «plum")),
        case("CT201", ELIDOR, Replace("replaces: old-cards", "replaces: «older-cards")),
        case(
            "CT201",
            "systems/old-cards.yaml",
            Replace("replaced_by: carefolio", "replaced_by: «carefolios"),
        ),
        case("CT202", "systems/plume.yaml", Replace("supplier: tern", "supplier: «turn")),
        case("CT202", "suppliers/wend-books.yaml", Replace("supplier: wend-group", "supplier: «wend-groop")),
        case("CT203", MERE, Replace("services: [email]", "services: [«emails]")),
        case("CT203", "systems/plume.yaml", Replace("services: [payroll]", "services: [payroll, «pay-day]")),
        case("CT203", ELIDOR, Replace("service: pest-control", "service: «past-control")),
        case(
            "CT204",
            "contracts/shared-care.yaml",
            Replace("mill-and-mere,", "mill-and-mere, «mill-and-mare,"),
        ),
        case("CT204", "site.yaml", Replace("bank: [northpoint,", "bank: [«nortpoint,")),
        case("CT205", NORTH, Replace("contract: shared-care", "contract: «shared-car")),
        case(
            "CT206",
            "contracts/shared-care.yaml",
            Replace("framework: tide-frame", "framework: «tide-fram"),
        ),
        case("CT207", HARBOUR, Replace("skill: service-design", "skill: «service-desing")),
        case("CT208", NORTH, Replace("technology: tide-sensors", "technology: «tide-sensor")),
        case("CT209", NORTH, Replace("area: quays", "area: «quay")),
        case("CT210", "services.yaml", Replace("id: meeting-papers", "id: «payroll")),
        case("CT210", NORTH, Replace("former_ids: [north-point]", "former_ids: [«st-elidor]")),
        case(
            "CT210",
            "report/02-at-a-glance.md",
            write("«---\ntitle: Again\ndescription: Once more.\n---\n\nText.\n"),
        ),
        case("CT210", HARBOUR, Replace("reference: HQ-17", "id: «shared-care\n      reference: HQ-17")),
        case("CT210", "glossary.yaml", Replace("- id: tide-table", "- id: «moorage")).with_also(&["CT212"]),
        case("CT211", MERE, Replace("contract: shared-care", "contract: «shared-shelves")),
        case("CT212", "glossary.yaml", Replace("see: [tide-table]", "see: [«tide-tabel]")),
        // Rules about the facts.
        case("CT301", MERE, Replace("end: 2025-03-31", "end: «2019-03-31")),
        case("CT301", "contracts/shared-care.yaml", Replace("end: 2028-06", "end: «2023")),
        case("CT301", HARBOUR, Replace("until: 2021", "since: 2022\n    until: «2021")),
        case("CT302", HARBOUR, Replace("max_end: 2029-03-31", "max_end: «2026-03-31")),
        case("CT303", HARBOUR, Replace("since: 2019-05", "since: «2026-12")),
        case("CT304", HARBOUR, Replace("lifecycle: retired\n    until: 2021", "lifecycle: «retired")),
        case("CT305", MERE, Replace("lifecycle: implementing", "lifecycle: implementing\n    until: «2030")),
        case("CT306", ELIDOR, Replace("- system: carefolio", "- system: «old-cards")),
        case("CT307", "suppliers/wend-books.yaml", Replace("\"00000001\"", "«SC000002")),
        case("CT308", "suppliers/wend-books.yaml", Replace("\"00000001\"", "«\"000000012\"")),
        case("CT308", "suppliers/gull.yaml", Replace("\"123456\"", "«\"12345\"")),
        case("CT308", HARBOUR, Replace("gss_code: X00000001", "gss_code: «X0000001")),
        case("CT308", HARBOUR, Replace("ocid: ocds-abc123-000002", "ocid: «ocds-abc123")),
        case("CT308", HARBOUR, Replace("cpv: [\"48000000\"]", "cpv: [«\"4800000\"]")),
        case("CT309", NORTH, Replace("tile: [1, 2]", "tile: «[2, 2]")),
        case("CT310", MERE, Replace("services: [ledger]", "services: [ledger, «email]")),
        case(
            "CT311",
            NORTH,
            Replace(
                "own-forms\n    services: [web-forms]\n    lifecycle: live\n    provenance: verified",
                "«own-forms\n    services: [web-forms]\n    lifecycle: live\n    provenance: published",
            ),
        ),
        case(
            "CT312",
            "suppliers/wend-group.yaml",
            Replace("size: large", "size: large\nparent: {supplier: «wend-books}"),
        ),
        case("CT313", "contracts/shared-shelves.yaml", Replace("lead: northpoint", "lead: «mill-and-mere")),
        case("CT314", "contracts/shared-shelves.yaml", Replace("harbour-quay: 0.5", "harbour-quay: «0.6")),
        case("CT315", "suppliers/tern.yaml", Replace("https://tern.example/", "«http://tern.example/")),
        case("CT316", HARBOUR, Replace("checked: 2026-09-01\n\nsystems", "checked: «2024-09-01\n\nsystems")),
        case(
            "CT317",
            "contracts/shared-care.yaml",
            Replace(
                "title: Care together\nboroughs: [mill-and-mere, northpoint]",
                "«title: Care alone\nboroughs: [northpoint]",
            ),
        )
        .with_also(&["CT211"]),
        case("CT318", HARBOUR, Replace("ocid: ocds-abc123-000002", "ocid: «ocds-abc123-000001")),
        case("CT319", NORTH, Replace("technology: tide-sensors", "technology: «talking-signs")),
        case(
            "CT319",
            "contracts/shared-care.yaml",
            Replace("[mill-and-mere, northpoint]", "[mill-and-mere, northpoint, «northpoint]"),
        ),
        case(
            "CT320",
            "site.yaml",
            Replace("base_url: https://harbourside.test/", "base_url: «https://harbourside.example/"),
        ),
        case("CT321", ELIDOR, Replace("service: pest-control", "service: «email")),
        case(
            "CT322",
            HARBOUR,
            Replace(
                "hosting: supplier-hosted\n",
                "hosting: supplier-hosted\n    waivers: [{check: «CT310, reason: Agreed, until: 2026-11-24}]\n",
            ),
        ),
        case(
            "CT323",
            HARBOUR,
            Replace(
                "hosting: supplier-hosted\n",
                "hosting: supplier-hosted\n    waivers: [{check: «CT310, reason: Agreed, until: 2026-11-25}]\n",
            ),
        ),
        case(
            "CT324",
            HARBOUR,
            Replace(
                "hosting: supplier-hosted\n",
                "hosting: supplier-hosted\n    waivers: [{check: «CT201, reason: Agreed, until: 2027}]\n",
            ),
        ),
        case(
            "CT324",
            HARBOUR,
            Replace(
                "hosting: supplier-hosted\n",
                "hosting: supplier-hosted\n    waivers: [{check: «CT399, reason: Agreed, until: 2027}]\n",
            ),
        ),
        case(
            "CT102",
            HARBOUR,
            Replace(
                "hosting: supplier-hosted\n",
                "hosting: supplier-hosted\n    waivers: [«{check: CT310, until: 2027}]\n",
            ),
        )
        .with_also(&["CT323"]),
        // What must not be published.
        case("CT401", HARBOUR, Replace("notes: Would share it.", "notes: Runs on «version 12.1.")),
        case("CT402", HARBOUR, Replace("notes: Would share it.", "notes: It stands at «10.4.2.17.")),
        case(
            "CT402",
            "systems/lantern-guard.yaml",
            Replace("Nobody says who makes it.", "It runs on «srv-db01."),
        ),
        case("CT403", HARBOUR, Replace("notes: Would share it.", "notes: «CVE-2026-12345 applies.")),
        case("CT404", HARBOUR, Replace("contact: digital@quay.example", "contact: «ann.other@quay.example")),
        case("CT405", HARBOUR, Replace("notes: Would share it.", "notes: Ring «020 7946 0000.")),
        case("CT406", HARBOUR, Replace("notes: Would share it.", "notes: «Ask Mrs Other.")),
        // Text.
        case("CT501", HARBOUR, Replace("notes: Would share it.", "notes: «Would <b>share</b> it.")),
        case("CT501", CHAPTER, Replace("## Small print\n", "## Small print\n\n«<script>alert(1)</script>\n")),
        case(
            "CT502",
            HARBOUR,
            Replace("notes: Would share it.", "notes: «Would [share](javascript:alert%281%29) it."),
        ),
        case(
            "CT501",
            "glossary.yaml",
            Replace("text: The hours of high and low water.", "text: «The hours of <b>water</b>."),
        ),
        case("CT502", CHAPTER, Replace("[listed here](/towns/)", "«[listed here](//elsewhere.example/)")),
        case("CT503", CHAPTER, Replace("{fig:deployments-recorded}", "«{fig:deployment-recorded}")),
        case("CT503", CHAPTER, Replace("{fig:lifecycle-mix table}", "«{fig:systems-recorded chart}")),
        case(
            "CT503",
            CHAPTER,
            Replace("{fig:lifecycle-mix table}", "«{fig:shares-by-system/care-records/mosaic}"),
        ),
        case(
            "CT503",
            CHAPTER,
            Replace("{fig:lifecycle-mix table}", "«{fig:shares-by-system/care-records/old-cards table}"),
        ),
        case("CT507", CHAPTER, Replace("The towns are", "There are «twenty-five systems in towns that are")),
        case(
            "CT507",
            CHAPTER,
            Replace(
                "---\ntitle: The harbour at a glance\ndescription: What the four",
                "---\ntitle: The harbour at a glance\ndescription: «What the 4",
            ),
        ),
        case(
            "CT509",
            CHAPTER,
            Replace("{fig:lifecycle-mix table}", "«{fig:deployments-recorded is 2: Two} of them"),
        ),
        case(
            "CT509",
            CHAPTER,
            Replace("{fig:lifecycle-mix table}", "«{fig:systems-by-reach/carefolio is 9: Nine} of them"),
        ),
        case(
            "CT508",
            CHAPTER,
            Replace("{fig:lifecycle-mix table}", "«{fig:shares-by-system/payroll/quayledger}"),
        ),
        case(
            "CT503",
            CHAPTER,
            Replace("There are {fig:deployments-recorded}", "There are «{fig:deployments-recorded"),
        ),
        case("CT503", CHAPTER, Replace("{fig:lifecycle-mix table}", "«{fig:similarity chart}")),
        case("CT503", CHAPTER, Replace("{fig:lifecycle-mix table}", "See «{fig:lifecycle-mix chart}")),
        case("CT503", CHAPTER, Replace("{fig:lifecycle-mix table}", "«{fig:lifecycle-mix picture}")),
        case("CT504", CHAPTER, Replace("[listed here](/towns/)", "«[listed here](/boroughs/)")),
        case("CT505", CHAPTER, Replace("### The life", "«#### The life")),
        case("CT505", CHAPTER, Replace("## Small print", "«# Small print")),
        case("CT506", HARBOUR, Replace("notes: Would share it.", "notes: «\"# Would share it\"")),
        case(
            "CT507",
            CHAPTER,
            Replace("There are {fig:deployments-recorded} deployments", "There are «16 deployments"),
        ),
        case("CT507", CHAPTER, Replace("The towns are", "All «4 towns are")),
        case(
            "CT506",
            HARBOUR,
            Replace("notes: Would share it.", "notes: |\n      «| a |\n      | - |\n      | b |"),
        ),
        case(
            "CT506",
            "systems/lantern-guard.yaml",
            Replace("Nobody says who makes it.", "«\"Nobody says[^1].\\n\\n[^1]: Yet.\""),
        ),
    ]
}

impl Case {
    fn with_also(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }

    /// Makes the mistake, and says at which line and column it has to be found; 0 where the file has no lines.
    fn make(&self, region: &Region) -> Result<(usize, usize)> {
        let text = match &self.change {
            Replace(from, to) => {
                region.replace(self.file, from, to)?;
                region.read(self.file)?
            }
            Write(text) => text.clone(),
            Bytes(bytes) => {
                region.write(self.file, bytes)?;
                return Ok((0, 0));
            }
            Remove => {
                region.remove(self.file)?;
                return Ok((0, 0));
            }
        };
        region.write(self.file, text.replacen('«', "", 1))?;
        let Some((before, _)) = text.split_once('«') else { return Ok((0, 0)) };
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Ok((before.matches('\n').count() + 1, before[line_start..].chars().count() + 1))
    }
}

fn codes(problems: &[Problem]) -> BTreeSet<&str> {
    problems.iter().map(|problem| problem.code.as_str()).collect()
}

#[test]
fn the_imaginary_region_checks_without_a_remark() -> Result {
    let checked = Region::harbourside()?.check()?.expect(0)?;
    assert_eq!(checked.stderr, "");
    assert_eq!(checked.stdout, "Checked content: 0 errors and 0 warnings.\n");
    Ok(())
}

#[test]
fn a_figure_that_is_withheld_needs_other_words() -> Result {
    let quote = |form: &str| -> Result<Vec<String>> {
        let region = Region::harbourside()?;
        // More than the region has of anything.
        region.replace("site.yaml", "small_number: 3", "small_number: 300")?;
        region.replace(CHAPTER, "{fig:lifecycle-mix table}", form)?;
        let checked = region.check()?;
        Ok(checked.problems().iter().map(|problem| format!("{} {}", problem.code, problem.line)).collect())
    };
    assert_eq!(quote("It is {fig:sme-share} of them.")?, ["CT508 15"]);
    assert_eq!(quote("{fig:sme-share sentence}")?, ["CT508 15"]);
    assert_eq!(quote("{fig:sme-share sentence else Sizes are not known.}")?, [""; 0]);
    // This sentence says something without the number.
    assert_eq!(quote("{fig:vcse-share sentence}")?, [""; 0]);
    Ok(())
}

#[test]
fn every_rule_is_found_at_its_place_and_nothing_else_is() -> Result {
    let mut wrong = Vec::new();
    for case in cases() {
        let region = Region::harbourside()?;
        let (line, column) = case.make(&region)?;
        let checked = region.check()?;
        let problems = checked.problems();
        let file = format!("content/{}", case.file);
        let at_its_place = problems.iter().any(|problem| {
            problem.code == case.code
                && (&problem.file, problem.line, problem.column) == (&file, line, column)
        });
        let mut expected: BTreeSet<&str> = case.also.iter().copied().collect();
        expected.insert(case.code);
        if !at_its_place || codes(&problems) != expected {
            wrong.push(format!("{} at {file}:{line}:{column}, but found\n{}", case.code, checked.stderr));
        }
        let is_error = problems.iter().any(|problem| problem.severity == "error");
        if checked.code != Some(i32::from(is_error)) {
            wrong.push(format!("{}: exit code {:?}", case.code, checked.code));
        }
    }
    assert!(wrong.is_empty(), "{} cases are wrong:\n\n{}", wrong.len(), wrong.join("\n\n"));
    Ok(())
}

#[test]
fn no_rule_is_without_a_case() {
    let cases = cases();
    // A withheld figure needs another setting of the region, and has a test of its own above.
    let tried: BTreeSet<&str> = cases.iter().map(|case| case.code).chain(["CT508"]).collect();
    let missing: Vec<_> = rules::all().map(|rule| rule.code).filter(|code| !tried.contains(code)).collect();
    assert!(missing.is_empty(), "no case in this file breaks {missing:?}");
}

#[test]
fn codes_are_unique_and_in_order() {
    let codes: Vec<_> = rules::all().map(|rule| rule.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
}

/// The ten editors of the acceptance test, each with a mistake of their own.
fn ten_mistakes(region: &Region) -> Result {
    region.replace(HARBOUR, "since: 2019-05", "since: May 2019")?;
    region.replace(ELIDOR, "until: 2027", "until: 2025\n    since: 2026")?;
    region.replace(MERE, "system: plume", "system: plum")?;
    region.replace(
        NORTH,
        "    lifecycle: live\n    provenance: verified",
        "    lifecycle: alive\n    provenance: verified",
    )?;
    region.replace("suppliers/tern.yaml", "website: https:", "website: ftp:")?;
    region.replace("suppliers/gull.yaml", "\"123456\"", "\"12\"")?;
    region.replace("systems/plume.yaml", "status: beta", "stauts: beta")?;
    region.replace("systems/quayledger.yaml", "services: [ledger, payroll]", "services: ledger")?;
    region.replace("contracts/shared-shelves.yaml", "northpoint: 0.2", "northpoint: 0.3")?;
    region.replace(CHAPTER, "{fig:systems-recorded}", "{fig:system-recorded}")
}

#[test]
fn ten_mistakes_in_ten_files_are_all_told_in_one_run_and_nothing_is_written() -> Result {
    let region = Region::harbourside()?;
    ten_mistakes(&region)?;
    let built = region.build()?.expect(1)?;
    assert!(!region.out().exists());
    assert_eq!(std::fs::read_dir(region.root())?.count(), 1, "nothing but the content stands there");
    assert_eq!(built.stdout, "");
    let files: BTreeSet<String> = built.problems().into_iter().map(|problem| problem.file).collect();
    assert_eq!(files.len(), 10, "{files:?}");
    insta::assert_snapshot!(built.stderr);
    Ok(())
}

#[test]
fn every_problem_has_a_place_an_excerpt_a_why_and_a_remedy() -> Result {
    let region = Region::harbourside()?;
    ten_mistakes(&region)?;
    for problem in region.check()?.problems() {
        let text = std::fs::read_to_string(region.root().join(&problem.file))?;
        let line = text.lines().nth(problem.line - 1).ok_or("the line is there")?;
        assert!(problem.column <= line.chars().count(), "{problem:?}");
        assert!(!problem.why.is_empty() && !problem.remedy.is_empty(), "{problem:?}");
    }
    Ok(())
}

#[test]
fn a_file_with_twenty_mistakes_prints_twenty() -> Result {
    let region = Region::harbourside()?;
    // Four items with the five mistakes that one item can have side by side.
    let wrong = "
  - system: nobody-N
    services: [nothing]
    lifecycle: alive
    since: yesterday
    hostng: here
    provenance: published
";
    let items: String = (1..=4).map(|n| wrong.replace('N', &n.to_string())).collect();
    region.write("boroughs/wrong.yaml", format!("name: Wrong\n\nsystems:{items}"))?;
    let checked = region.check()?.expect(1)?;
    let found: Vec<_> = checked.problems().into_iter().map(|problem| (problem.line, problem.code)).collect();
    assert!(found.len() >= 20, "{} problems:\n{}", found.len(), checked.stderr);
    Ok(())
}

#[test]
fn a_wrong_value_does_not_hide_the_next_one_in_its_record() -> Result {
    let region = Region::harbourside()?;
    region.replace(HARBOUR, "start: 2021-04-01\n      end: 2027-03-31", "start: soon\n      end: later")?;
    region.replace(HARBOUR, "notice_months: 6", "notice_months: six")?;
    region.replace(
        HARBOUR,
        "value: {amount: 600000, basis: total, tax: net}",
        "value: {amount: a lot, basis: whole}",
    )?;
    region.replace(HARBOUR, "framework: tide-frame", "framework: [tide-frame]")?;
    let checked = region.check()?.expect(1)?;
    let found: Vec<_> = checked.problems().into_iter().map(|problem| problem.code).collect();
    assert_eq!(found, ["CT105", "CT105", "CT103", "CT103", "CT104", "CT103"], "{}", checked.stderr);
    Ok(())
}

#[test]
fn two_keys_that_are_missing_in_one_record_are_both_told() -> Result {
    let region = Region::harbourside()?;
    region.replace(MERE, "  - system: plume\n    services: [payroll]\n    lifecycle: implementing\n    provenance: published\n", "  - system: plume\n")?;
    region.replace("site.yaml", "region: Harbourside\n", "")?;
    region.replace("site.yaml", "currency: EUR\n", "")?;
    let checked = region.check()?.expect(1)?;
    let missing: Vec<_> = checked.problems().into_iter().map(|problem| problem.message).collect();
    assert_eq!(
        missing,
        [
            "the key `lifecycle` is missing",
            "the key `provenance` is missing",
            "the key `currency` is missing",
            "the key `region` is missing"
        ],
        "{}",
        checked.stderr
    );
    Ok(())
}

#[test]
fn a_mistake_in_the_shape_of_one_file_does_not_hide_wrong_references_in_others() -> Result {
    let region = Region::harbourside()?;
    region.replace("systems/plume.yaml", "status: beta", "status: betta")?;
    region.replace(MERE, "supplier: tern", "supplier: turn")?;
    region.replace(MERE, "end: 2025-03-31", "end: 2015-03-31")?;
    assert_eq!(codes(&region.check()?.problems()), BTreeSet::from(["CT104", "CT202", "CT301"]));
    Ok(())
}

#[test]
fn a_broken_site_file_does_not_hide_wrong_references_in_others() -> Result {
    let region = Region::harbourside()?;
    region.replace("site.yaml", "vat_rate: 0.25", "vat_rate: a quarter")?;
    region.replace(MERE, "supplier: tern", "supplier: turn")?;
    assert_eq!(codes(&region.check()?.problems()), BTreeSet::from(["CT103", "CT202"]));
    Ok(())
}

#[test]
fn a_near_miss_is_answered_with_the_word_that_was_meant() -> Result {
    let misses = [
        (MERE, "system: plume", "system: plumme", "plume"),
        (MERE, "services: [email]", "services: [e-mail]", "email"),
        (HARBOUR, "lifecycle: retired\n    until: 2021", "lifecycle: retird\n    until: 2021", "retired"),
        (HARBOUR, "notice_months: 6", "notice_month: 6", "notice_months"),
        (HARBOUR, "gss_code: X", "gss-code: X", "gss_code"),
        (NORTH, "area: quays", "area: quay", "quays"),
        (CHAPTER, "{fig:lifecycle-mix table}", "{fig:lifecycle-mixx table}", "lifecycle-mix"),
        ("contracts/shared-care.yaml", "framework: tide-frame", "framework: tideframe", "tide-frame"),
    ];
    let region = Region::harbourside()?;
    for (file, right, wrong, _) in misses {
        region.replace(file, right, wrong)?;
    }
    let remedies: Vec<String> =
        region.check()?.expect(1)?.problems().into_iter().map(|problem| problem.remedy).collect();
    for (_, _, wrong, meant) in misses {
        assert!(remedies.contains(&format!("did you mean `{meant}`?")), "{wrong}: {remedies:#?}");
    }
    Ok(())
}

#[test]
fn a_word_that_is_near_to_nothing_is_answered_with_the_whole_list() -> Result {
    let region = Region::harbourside()?;
    region.replace(HARBOUR, "lifecycle: retired\n    until: 2021", "lifecycle: xyzzy\n    until: 2021")?;
    let problems = region.check()?.expect(1)?.problems();
    assert_eq!(problems[0].remedy, "use one of: planned, implementing, live, replacing, retired, unknown");
    Ok(())
}

#[test]
fn a_broken_record_is_told_once_and_not_again_at_each_place_that_names_it() -> Result {
    // Each is named by others: a system by towns and a contract, a supplier by systems and contracts, a town by
    // contracts, a contract by towns, the lists by nearly everything.
    let broken = [
        ("systems/bookworm.yaml", "CT002"),
        ("suppliers/tern.yaml", "CT002"),
        (NORTH, "CT002"),
        ("contracts/shared-shelves.yaml", "CT002"),
        ("services.yaml", "CT002"),
        ("skills.yaml", "CT002"),
        ("technologies.yaml", "CT002"),
        ("frameworks.yaml", "CT002"),
        ("site.yaml", "CT002"),
    ];
    for (file, code) in broken {
        let region = Region::harbourside()?;
        region.write(file, "name: [broken\n")?;
        let checked = region.check()?.expect(1)?;
        let found: Vec<_> =
            checked.problems().into_iter().map(|problem| (problem.file, problem.code)).collect();
        assert_eq!(found, [(format!("content/{file}"), code.to_owned())], "{}", checked.stderr);
    }
    Ok(())
}

#[test]
fn a_missing_list_is_told_once_too() -> Result {
    for file in ["services.yaml", "skills.yaml", "technologies.yaml", "frameworks.yaml"] {
        let region = Region::harbourside()?;
        region.remove(file)?;
        let checked = region.check()?.expect(1)?;
        let found: Vec<_> =
            checked.problems().into_iter().map(|problem| (problem.file, problem.code)).collect();
        assert_eq!(found, [(format!("content/{file}"), "CT009".to_owned())], "{}", checked.stderr);
    }
    Ok(())
}

#[test]
fn a_folder_without_records_is_an_error_and_not_an_empty_site() -> Result {
    let region = Region::empty()?;
    let built = region.build()?.expect(1)?;
    assert!(codes(&built.problems()).contains("CT009"), "{}", built.stderr);
    assert!(!region.out().exists());

    let region = Region::harbourside()?;
    std::fs::remove_dir_all(region.content().join("boroughs"))?;
    let built = region.build()?.expect(1)?;
    assert!(codes(&built.problems()).contains("CT003"), "{}", built.stderr);
    assert!(!region.out().exists());
    Ok(())
}

#[test]
fn a_link_out_of_the_content_folder_is_not_followed() -> Result {
    let region = Region::harbourside()?;
    std::fs::write(region.root().join("secret.yaml"), "name: Secret\n")?;
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(
            region.root().join("secret.yaml"),
            region.content().join("systems/secret.yaml"),
        )?;
        let checked = region.check()?.expect(1)?;
        assert_eq!(codes(&checked.problems()), BTreeSet::from(["CT006"]));
        assert!(!checked.stderr.contains("name: Secret"));
    }
    Ok(())
}

#[test]
fn files_that_editors_and_systems_leave_behind_are_not_records() -> Result {
    let region = Region::harbourside()?;
    region.write("systems/.plume.yaml.swp", [0xff, 0xfe])?;
    region.write(".DS_Store", [0])?;
    region.write(".git/config", "x")?;
    region.check()?.expect(0)?;
    Ok(())
}

#[test]
fn advice_is_printed_on_request_only_and_stops_nothing() -> Result {
    let region = Region::harbourside()?;
    region.replace("suppliers/tern.yaml", "https://tern.example/", "http://tern.example/")?;
    let quiet = region.run(["check", "--as-of", AS_OF])?.expect(0)?;
    assert_eq!(quiet.stderr, "");
    assert!(quiet.stdout.contains("1 piece of advice (--advice prints it)"), "{}", quiet.stdout);
    let told = region.check()?.expect(0)?;
    assert_eq!(told.problems()[0].severity, "advice");
    Ok(())
}

#[test]
fn the_exit_code_tells_content_from_usage_and_from_the_machine() -> Result {
    let region = Region::harbourside()?;
    region.run(["check", "--as-of", AS_OF])?.expect(0)?;
    region.run(["build", "--as-of", AS_OF])?.expect(0)?;

    for wrong in [
        &["check", "--as-of", "yesterday"][..],
        &["build", "--base-url", "ftp://somewhere.example"],
        &["build", "--no-such-option"],
        &["no-such-command"],
        &[],
    ] {
        let outcome = region.run(wrong)?.expect(2)?;
        assert!(!outcome.stderr.is_empty(), "{wrong:?}");
    }

    let nowhere = region.run(["check", "--content", "nowhere"])?.expect(3)?;
    assert!(nowhere.stderr.contains("nowhere"), "{}", nowhere.stderr);
    region.run(["build", "--as-of", AS_OF, "--theme", "no-such-theme"])?.expect(3)?;
    // The home page's own file stands where the folder should be.
    region.run(["build", "--as-of", AS_OF, "--out", "content/site.yaml"])?.expect(3)?;
    assert!(region.read("site.yaml")?.starts_with("title:"));

    region.replace(MERE, "system: plume", "system: plum")?;
    region.run(["check", "--as-of", AS_OF])?.expect(1)?;
    region.run(["build", "--as-of", AS_OF])?.expect(1)?;
    Ok(())
}

#[test]
fn the_day_comes_from_the_option_or_from_the_environment() -> Result {
    let region = Region::harbourside()?;
    // 25 November 2026, an hour before midnight in Greenwich: already tomorrow in the town of the clock.
    let mut command = program();
    command
        .args(["build"])
        .current_dir(region.root())
        .env("SOURCE_DATE_EPOCH", "1795647600")
        .env("TZ", "Asia/Tokyo");
    let built = Outcome::of(&mut command)?.expect(0)?;
    assert!(built.stdout.contains("as of 2026-11-25"), "{}", built.stdout);
    Ok(())
}

#[test]
fn no_colour_codes_reach_a_pipe() -> Result {
    let region = Region::harbourside()?;
    region.replace(MERE, "system: plume", "system: plum")?;
    let mut command = program();
    command.args(["check", "--as-of", AS_OF]).current_dir(region.root()).env_remove("NO_COLOR");
    let checked = Outcome::of(&mut command)?.expect(1)?;
    assert!(!checked.stderr.contains('\u{1b}') && !checked.stdout.contains('\u{1b}'));
    Ok(())
}
