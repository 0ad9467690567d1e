//! Procurement notices to proposals: what is found in packages of both generations, what is doubtful, what stays untouched.

mod buyers;
mod memory;
mod odd;
mod private;
mod renumbered;
mod runs;
mod services;
mod twins;

use std::collections::BTreeSet;
use std::fs;

use citytools::diagnostics::{Family, rules};
use serde_json::{Value, json};

use crate::support::{AS_OF, Outcome, Region, Result, copy, here, tree};

const REVIEW: &str = "review/ocds.yaml";
const QUAY: &str = "boroughs/harbour-quay.yaml";

/// The imaginary region with every package beside its content.
fn region() -> Result<Region> {
    let region = Region::harbourside()?;
    copy(&here("tests/fixtures/ocds"), &region.root().join("notices"))?;
    Ok(region)
}

/// Every package, by its path from the region's folder.
fn packages() -> Result<Vec<String>> {
    let mut names: Vec<String> = tree(&here("tests/fixtures/ocds"))?.into_keys().collect();
    names.retain(|name| name != "README.md");
    Ok(names.into_iter().map(|name| format!("notices/{name}")).collect())
}

fn import(region: &Region, args: &[&str]) -> Result<Outcome> {
    region.run(["import", "ocds", "--as-of", AS_OF].iter().chain(args))
}

fn import_all(region: &Region) -> Result<Outcome> {
    let packages = packages()?;
    import(region, &packages.iter().map(String::as_str).collect::<Vec<_>>())?.expect(1)
}

fn review(region: &Region) -> Result<String> {
    Ok(fs::read_to_string(region.root().join(REVIEW))?)
}

fn codes(outcome: &Outcome) -> BTreeSet<String> {
    outcome.problems().into_iter().map(|problem| problem.code).collect()
}

/// A release of an award, as small as one can be.
fn award(ocid: &str, id: &str, date: &str, title: &str, end: &str) -> Value {
    json!({
        "ocid": ocid, "id": id, "date": format!("{date}T09:00:00Z"), "tag": ["award"],
        "buyer": {"name": "Harbour Quay"},
        "tender": {"title": title, "status": "complete", "classification": {"scheme": "CPV", "id": "48000000"}},
        "awards": [{"id": "1", "status": "active", "suppliers": [{"name": "Gull"}],
            "contractPeriod": {"startDate": "2026-01-01", "endDate": end}}]
    })
}

fn write(region: &Region, file: &str, json: &Value) -> Result {
    Ok(fs::write(region.root().join(file), json.to_string())?)
}

#[test]
fn each_package_gives_its_proposals() -> Result {
    let packages = packages()?;
    assert!(packages.len() >= 12, "{packages:?}");
    for package in packages {
        let region = region()?;
        let said = import(&region, &["--dry-run", &package])?;
        let stem = package.trim_start_matches("notices/").replace('.', "_");
        insta::assert_snapshot!(
            stem,
            format!("exit code {:?}\n\n{}\n{}", said.code, said.stdout, said.stderr)
        );
        assert!(!region.root().join("review").exists(), "a dry run writes nothing");
    }
    Ok(())
}

#[test]
fn a_second_run_changes_no_byte_and_no_run_touches_a_record() -> Result {
    let region = region()?;
    let records = tree(&region.content())?;
    let first = import_all(&region)?;
    assert!(first.stdout.contains("new in review/ocds.yaml"), "{}", first.stdout);
    let written = tree(region.root())?;
    let again = import_all(&region)?;
    assert!(again.stdout.contains("says all of it already"), "{}", again.stdout);
    assert_eq!(tree(region.root())?, written);
    // Neither does the order of files, nor one of them alone.
    let mut packages = packages()?;
    packages.reverse();
    import(&region, &packages.iter().map(String::as_str).collect::<Vec<_>>())?.expect(1)?;
    import(&region, &["notices/lots.json", "notices/lots.json"])?.expect(0)?;
    assert_eq!(tree(region.root())?, written);
    assert_eq!(tree(&region.content())?, records);
    Ok(())
}

/// Moves every proposal into the file that its document is for, as an editor would.
fn take_over(region: &Region) -> Result {
    for document in review(region)?.split("---\n").skip(1) {
        let (head, body) = document.split_once('\n').ok_or("a document has a head")?;
        let file = head.trim_start_matches("# For ");
        if let Some(file) = file.strip_prefix("the new file ") {
            region.write(file, body)?;
        } else if file.starts_with("boroughs/") {
            let items = body.strip_prefix("contracts:\n").ok_or("a document begins with its list")?;
            let text = region.read(file)?;
            let text = match text.split_once("\ncontracts:\n") {
                Some((before, after)) => format!("{before}\ncontracts:\n{items}\n{after}"),
                None => format!("{text}\ncontracts:\n{items}"),
            };
            region.write(file, text)?;
        }
    }
    Ok(())
}

#[test]
fn proposals_are_records_as_they_are_and_are_not_proposed_again() -> Result {
    let region = region()?;
    import_all(&region)?;
    take_over(&region)?;
    let checked = region.check()?.expect(0)?;
    let warnings: Vec<_> =
        checked.problems().into_iter().filter(|problem| problem.severity == "warning").collect();
    assert_eq!(warnings, [], "{}", checked.stderr);
    let again = import_all(&region)?;
    assert!(again.stdout.contains("\n0 contracts proposed"), "{}", again.stdout);
    let review = review(&region)?;
    assert!(!review.contains("contracts:\n") && !review.contains("new file"), "{review}");
    assert!(review.contains("changes:\n"), "what was to change in records is still to change");
    Ok(())
}

#[test]
fn what_an_editor_did_to_a_proposal_stays() -> Result {
    let region = region()?;
    let [a, b, c] = ["a", "b", "c"].map(|part| format!("ocds-h6vhtk-{part}"));
    let of = |date: &str, end: &str| {
        json!({"releases": [
            award(&a, &format!("1-{date}"), date, "Web forms", end),
            award(&b, &format!("2-{date}"), date, "Payroll", end),
            award(&c, &format!("3-{date}"), date, "Email", end),
        ]})
    };
    write(&region, "old.json", &of("2026-01-10", "2027-12-31"))?;
    write(&region, "new.json", &of("2026-06-10", "2028-12-31"))?;
    import(&region, &["old.json"])?.expect(0)?;
    // One is turned down, one is changed, one is left.
    let text = review(&region)?;
    let blocks: Vec<&str> = text.split("  # notice: ").collect();
    assert_eq!(blocks.len(), 4);
    let first_line = blocks[1].lines().next().ok_or("a first line")?;
    let changed = blocks[2].replace("services: [payroll]", "services: [payroll, ledger]");
    let edited = [blocks[0], &format!("{first_line}\n\n"), &changed, blocks[3]].join("  # notice: ");
    fs::write(region.root().join(REVIEW), &edited)?;

    let same = import(&region, &["old.json"])?.expect(0)?;
    assert_eq!(review(&region)?, edited, "{}", same.stdout);
    assert!(same.stdout.contains("1 proposal was turned down before"), "{}", same.stdout);
    assert!(!codes(&same).contains("CT711"), "nothing is newer");

    let newer = import(&region, &["new.json"])?.expect(0)?;
    assert!(codes(&newer).contains("CT711"), "{}", newer.stderr);
    let text = review(&region)?;
    assert!(text.contains("services: [payroll, ledger]") && !text.contains("title: Web forms"), "{text}");
    let email = text.split("title: Email").nth(1).ok_or("the third stands there")?;
    assert!(email.contains("end: 2028-12-31"), "what nobody changed follows the news: {email}");

    // Older news once more says nothing.
    import(&region, &["old.json"])?.expect(0)?;
    assert_eq!(review(&region)?, text);
    Ok(())
}

#[test]
fn what_is_verified_is_told_and_never_changed() -> Result {
    let notice =
        json!({"releases": [award("ocds-h6vhtk-v", "1", "2026-01-10", "Forms for all", "2028-03-31")]});
    let said = |provenance: &str| -> Result<(String, String)> {
        let region = region()?;
        let old = "hosting: public-cloud\n    provenance: verified";
        let new = format!(
            "hosting: public-cloud\n    contract:\n      title: Forms for all\n      supplier: gull\n      ocid: ocds-h6vhtk-v\n      start: 2026\n      end: 2028\n    provenance: {provenance}\n    sources: [{{url: https://quay.example/forms, title: Forms}}]"
        );
        region.replace(QUAY, old, &new)?;
        write(&region, "notice.json", &notice)?;
        let said = import(&region, &["notice.json"])?.expect(0)?;
        Ok((said.stderr, review(&region)?))
    };
    let (stderr, review) = said("verified")?;
    assert!(
        stderr.contains("ends 2028-03-31, which is more exact, the record says 2028, and is verified"),
        "{stderr}"
    );
    assert!(!review.contains("set:"), "{review}");
    let (stderr, review) = said("published")?;
    assert!(!stderr.contains("CT708"), "{stderr}");
    assert!(review.contains("      start: 2026-01-01\n      end: 2028-03-31\n"), "{review}");
    Ok(())
}

#[test]
fn the_record_and_the_notice_disagree_in_words() -> Result {
    let region = region()?;
    let tender = "  - title: A van for the books\n";
    region.replace(QUAY, tender, "  - title: Email for the quay\n    supplier: gull\n    category: software\n    services: [email]\n    start: 2026\n    end: 2027\n    provenance: declared\n\n  - title: A van for the books\n")?;
    write(
        &region,
        "notice.json",
        &json!([award("ocds-h6vhtk-d", "1", "2026-01-10", "Email", "2029-03-31")]),
    )?;
    let said = import(&region, &["notice.json"])?.expect(0)?;
    let told = said.problems().into_iter().find(|problem| problem.code == "CT708").ok_or("it is told")?;
    assert_eq!(
        told.message,
        "boroughs/harbour-quay.yaml, contract \"Email for the quay\": the notice of 2026-01-10 says that it ends 2029-03-31, the record says 2027"
    );
    Ok(())
}

#[test]
fn every_rule_about_notices_is_broken_by_one() -> Result {
    let region = region()?;
    let mut found = codes(&import_all(&region)?);
    let mut bare = award("ocds-abc123-bare", "n", "2026-02-01", "Ledger", "2027-01-31");
    bare["awards"][0]["suppliers"] = json!([{"name": "Gull"}, {"name": "Tern & Daughters"}]);
    write(&region, "bare.json", &bare)?;
    found.extend(codes(&import(&region, &["bare.json"])?.expect(0)?));
    fs::write(
        region.root().join(REVIEW),
        review(&region)?.replace("title: Ledger\n", "title: The ledger\n"),
    )?;
    bare["date"] = json!("2026-03-01T00:00:00Z");
    write(&region, "bare.json", &bare)?;
    found.extend(codes(&import(&region, &["bare.json"])?.expect(0)?));
    fs::File::create(region.root().join("huge.json"))?.set_len(33 << 20)?;
    found.extend(codes(&import(&region, &["huge.json"])?.expect(1)?));
    let all = rules::all().filter(|rule| rule.family() == Family::Notices).map(|rule| rule.code.to_owned());
    let missing: Vec<String> = all.filter(|code| !found.contains(code)).collect();
    assert!(missing.is_empty(), "{missing:?} of {found:?}");
    Ok(())
}

#[test]
fn nothing_is_overwritten_and_nothing_is_guessed_from_broken_records() -> Result {
    let region = region()?;
    fs::create_dir(region.root().join("review"))?;
    fs::write(region.root().join(REVIEW), "mine: yes\n")?;
    let said = import(&region, &["notices/lots.json"])?.expect(1)?;
    assert!(said.stderr.contains("is not from an import of notices"), "{}", said.stderr);
    assert_eq!(review(&region)?, "mine: yes\n");
    region.write("suppliers/tern.yaml", "name: [")?;
    let said = import(&region, &["--out", "other.yaml", "notices/lots.json"])?.expect(1)?;
    assert!(said.stderr.contains("citytools check"), "{}", said.stderr);
    assert!(!region.root().join("other.yaml").exists());
    import(&region, &["--out", "other.yaml", "nowhere.json"])?.expect(1)?;
    Ok(())
}

#[test]
fn what_stands_beside_has_a_size_that_is_read() -> Result {
    let region = region()?;
    import(&region, &["notices/lots.json"])?;
    for (file, size) in [(REVIEW, 2 << 30), ("review/ocds.notices.jsonl", 2 << 30)] {
        let path = region.root().join(file);
        let before = fs::read(&path)?;
        fs::OpenOptions::new().write(true).open(&path)?.set_len(size)?;
        let started = std::time::Instant::now();
        let said = import(&region, &["notices/lots.json"])?.expect(1)?;
        assert!(said.stderr.contains("MB, which is not read"), "{}", said.stderr);
        assert!(started.elapsed().as_secs() < 20, "{file}");
        fs::write(&path, before)?;
    }
    Ok(())
}

#[test]
fn a_procurement_without_an_end_is_read_up_to_a_thousand_releases() -> Result {
    let region = region()?;
    let release = |id: usize| award("ocds-a-1", &id.to_string(), "2025-12-01", "Signs", "2027-01-01");
    let releases: Vec<Value> = (0..1_200).map(release).collect();
    write(&region, "notices/endless.json", &json!({"releases": releases}))?;
    let said = import(&region, &["notices/endless.json"])?.expect(1)?;
    let left_out =
        said.problems().into_iter().filter(|problem| problem.message.contains("more than 1000 releases"));
    assert_eq!(left_out.count(), 200);
    assert!(review(&region)?.contains("Signs"));
    Ok(())
}

#[test]
fn files_that_are_no_notices_are_told() -> Result {
    let region = region()?;
    let files: [(&str, &[u8], &str); 9] = [
        ("empty.json", b" \n", "the file is empty"),
        ("packed.json", b"\x1f\x8b\x08\0", "the file is packed"),
        ("page.json", b"<html><body>Not found</body></html>", "expected value"),
        ("utf16.json", b"\xff\xfe{\0}\0", "the file is in UTF-16"),
        ("utf16-big.json", b"\xfe\xff\0{\0}", "save it as UTF-8"),
        ("utf16-bare.json", b"{\0}\0", "`iconv -f UTF-16 -t UTF-8`"),
        ("number.json", b"42", "a value that is no object"),
        ("other.json", b"{\"a\": [1, 2]}", "neither a package nor a release"),
        ("odd.json", b"{\"releases\": [1, null, {\"ocid\": 7}]}", "a release is an object"),
    ];
    for (name, bytes, told) in files {
        fs::write(region.root().join(name), bytes)?;
        let said = import(&region, &[name])?.expect(1)?;
        assert!(said.stderr.contains(told), "{name}: {}", said.stderr);
        assert!(!region.root().join("review").exists());
    }
    import(&region, &["nowhere.json"])?.expect(3)?;
    // The place of a file is its path as it is.
    let page = region.root().join("page.json");
    let said = import(&region, &[page.to_str().ok_or("a path of letters")?])?.expect(1)?;
    assert!(said.stderr.contains(&format!("--> {}:1:1", page.display())), "{}", said.stderr);
    // A mark of the order of bytes is no part of the text, and neither are line ends of another system.
    let json = json!({"releases": [award("ocds-h6vhtk-m", "1", "2026-01-10", "Web forms", "2027-12-31")]});
    fs::write(region.root().join("marked.json"), format!("\u{feff}{json:#}").replace('\n', "\r\n"))?;
    let said = import(&region, &["marked.json"])?.expect(0)?;
    assert!(said.stdout.contains("1 contract proposed"), "{}", said.stdout);
    Ok(())
}
