//! What would make a page too heavy is told at its file, before the site is built; and a page that is refused is told with the
//! files that it shows.

use std::fmt::Write as _;

use super::{CHAPTER, HEAD, RECORD, fill};
use crate::support::{Outcome, Region, Result};

const TOWN: &str = "boroughs/big.yaml";

/// A town with one system.
fn town(more: &str) -> String {
    format!(
        "name: Big\nsystems:\n  - system: plume\n    services: [payroll]\n    lifecycle: live\n    provenance: declared\n{more}"
    )
}

fn sources(count: usize) -> String {
    (0..count).fold(String::new(), |text, at| {
        text + &format!("{{url: \"https://a.example/papers/of/the/meeting/of/the/town/{at}\"}}, ")
    })
}

/// What a check tells of a file that is written so: code, line and message of each problem, where there is any.
fn told(file: &str, text: &str) -> Result<Vec<(String, usize, String)>> {
    let region = Region::harbourside()?;
    region.write(file, text)?;
    let checked = region.check()?;
    let problems = checked.problems().into_iter();
    let problems = problems.filter(|problem| problem.file == format!("content/{file}"));
    Ok(problems.map(|problem| (problem.code, problem.line, problem.message)).collect())
}

#[test]
fn what_would_make_its_page_too_heavy_is_told_at_its_file() -> Result {
    let chapter = |text: &str| format!("{HEAD}{text}");
    let mut wrong = String::new();
    for (file, text, line) in [
        (CHAPTER, chapter(&fill("{fig:systems-by-reach table}\n\n", 30 << 10)), 6),
        (CHAPTER, chapter(&format!("{}\n\n[^1]: b\n", fill("a[^1] ", 24 << 10))), 6),
        ("pages/about.md", chapter(&fill("|a|\n|-|\n\n", 24 << 10)), 6),
        (TOWN, town(&format!("    sources: [{}]\n", sources(5_500))), 7),
    ] {
        let told = told(file, &text)?;
        let own: Vec<_> = told.iter().filter(|(code, ..)| code == "CT015").collect();
        let is_told = matches!(&own[..], [(_, at, said)]
            if *at == line && said.starts_with("its page /") && said.ends_with(" kB, more than 500"));
        if !is_told {
            let _ = writeln!(wrong, "{file}: {own:?} of {} problems: {:.300?}", told.len(), told.first());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    Ok(())
}

#[test]
fn names_that_would_fill_the_lists_that_show_them_have_an_end() -> Result {
    let names = |name: &str, count: usize| vec![name; count].join(", ");
    let long = "n".repeat(501);
    for (file, text, line, due) in [
        (
            RECORD,
            format!("name: Plume\naliases: [{}]\n", names("a", 101)),
            2,
            "the list has 101 names, and 100",
        ),
        (
            "suppliers/tern.yaml",
            format!("name: Tern\nformer_names: [{}]\n", names("{name: a}", 101)),
            2,
            "the list has 101 names, and 100",
        ),
        (
            "frameworks.yaml",
            format!("frameworks: [{}]\n", names("{id: a, name: a}", 501)),
            1,
            "the list has 501 items, and 500",
        ),
        (
            "technologies.yaml",
            format!("technologies: [{}]\n", names("{id: a, name: a, definition: a}", 501)),
            1,
            "the list has 501 items, and 500",
        ),
        (RECORD, format!("name: {long}\n"), 1, "the text has 501 characters, and 500"),
        (RECORD, format!("name: Plume\naliases: [{long}]\n"), 2, "the text has 501 characters, and 500"),
        (
            TOWN,
            town(&format!("    sources: [{{title: {long}}}]\n")),
            7,
            "the text has 501 characters, and 500",
        ),
    ] {
        let told = told(file, &text)?;
        let is_told =
            told.iter().any(|(code, at, said)| code == "CT108" && *at == line && said.starts_with(due));
        assert!(is_told, "{file}: {due}: {told:.500?}");
    }
    let most = format!("name: {}\naliases: [{}]\n", "n".repeat(500), names("a", 100));
    assert_eq!(told(RECORD, &most)?, []);
    Ok(())
}

#[test]
fn a_page_that_is_refused_is_told_with_the_files_that_it_shows() -> Result {
    let region = Region::harbourside()?;
    let note = fill("& ", 9_990);
    for at in 0..40 {
        let text = town(&format!("    notes: \"{note}\"\n")).replace("Big", &format!("Town {at}"));
        region.write(&format!("boroughs/town-{at}.yaml"), text)?;
    }
    region
        .write("boroughs/town-7.yaml", town(&format!("    notes: \"{note}x\"\n")).replace("Big", "Town 7"))?;
    let Outcome { stderr, .. } = region.build()?.expect(1)?;
    let faults: Vec<&str> = stderr.lines().filter_map(|line| line.strip_prefix("  ")).collect();
    // Nothing follows from a page that was not read.
    assert!(faults.iter().all(|fault| fault.contains(" kB, more than 500")), "{stderr}");
    let due = "(the largest of the files that it shows: content/boroughs/town-7.yaml, ";
    let of_service = faults.iter().find(|fault| fault.starts_with("services/payroll/index.html: "));
    assert!(of_service.is_some_and(|fault| fault.contains(due)), "{stderr}");

    let region = Region::harbourside()?;
    region.write(TOWN, town(&format!("    sources: [{}]\n", sources(5_500))))?;
    let Outcome { stderr, .. } = region.build()?.expect(1)?;
    assert!(stderr.contains("  towns/big/index.html: it has "), "{stderr}");
    assert!(stderr.contains(" kB, more than 500 (it shows content/boroughs/big.yaml)\n"), "{stderr}");
    Ok(())
}
