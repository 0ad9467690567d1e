//! Notices of one procurement that come with several files, on several days.

use std::fs;

use serde_json::{Value, json};

use super::{REVIEW, award, codes, import, region, review, write};
use crate::support::{Outcome, Region, Result, here, tree};

const KEPT: &str = "review/ocds.notices.jsonl";
const OCID: &str = "ocds-h6vhtk-w";

/// The review file after runs over these releases, a file each.
fn after(region: &Region, runs: &[&[Value]]) -> Result<String> {
    for (number, releases) in runs.iter().enumerate() {
        let file = format!("run-{number}.json");
        write(region, &file, &json!({ "releases": releases }))?;
        import(region, &[&file])?;
    }
    Ok(fs::read_to_string(region.root().join(REVIEW)).unwrap_or_default())
}

/// An award of a direct procurement, and a change of its contract that says no more than it must.
fn award_and_change() -> [Value; 2] {
    let mut first = award(OCID, "400001-2026", "2026-03-01", "Web forms for children", "2029-03-31");
    first["awards"][0]["value"] = json!({"amount": 900_000, "currency": "EUR"});
    let second = json!({
        "ocid": OCID, "id": "400050-2026", "date": "2026-06-01T12:00:00Z", "tag": ["contractAmendment"],
        "buyer": {"name": "Harbour Quay"},
        "contracts": [{"id": "1", "awardID": "1", "status": "active",
            "period": {"startDate": "2026-01-01", "endDate": "2030-03-31"}}]
    });
    [first, second]
}

fn changed(change: impl Fn(&mut Value)) -> Value {
    let [_, mut second] = award_and_change();
    change(&mut second);
    second
}

#[test]
fn a_later_notice_adds_to_a_proposal_whatever_it_leaves_out() -> Result {
    let [first, second] = award_and_change();
    let title = json!({"id": "HQ-77", "title": "Web forms for children"});
    let later = [
        (second.clone(), "end: 2030-03-31"),
        (changed(|release| release["tender"] = title.clone()), "end: 2030-03-31"),
        (
            changed(|release| {
                release["tag"] = json!(["implementationUpdate"]);
                release["contracts"] = json!([{"id": "1", "awardID": "1", "status": "active"}]);
            }),
            "end: 2029-03-31",
        ),
        (
            changed(|release| {
                release["tag"] = json!(["implementation"]);
                release["contracts"] = json!([]);
            }),
            "end: 2029-03-31",
        ),
    ];
    for (later, end) in later {
        let at_once = after(&region()?, &[&[first.clone(), later.clone()]])?;
        for part in [end, "amount: 900000", "supplier: gull", "400001-2026", "400050-2026"] {
            assert!(at_once.contains(part), "{part}: {at_once}");
        }
        assert_eq!(after(&region()?, &[&[first.clone()], &[later.clone()]])?, at_once);
        assert_eq!(after(&region()?, &[&[later], &[first.clone()]])?, at_once, "whichever comes first");
    }
    Ok(())
}

/// Every release of the packages that have some of this region, in one list.
fn releases() -> Result<Vec<Vec<Value>>> {
    let mut packages: Vec<Vec<Value>> = Vec::new();
    for (name, bytes) in tree(&here("tests/fixtures/ocds"))? {
        let Ok(json) = serde_json::from_slice::<Value>(&bytes) else { continue };
        let releases = json["releases"].as_array().cloned().unwrap_or_default();
        if releases.len() > 1 && name != "README.md" {
            packages.push(releases);
        }
    }
    packages.push(award_and_change().to_vec());
    // A procurement from its plan to its end, each notice with little more than its news.
    let stage = |id: &str, date: &str, tag: &str, more: Value| {
        let mut release = json!({"ocid": OCID, "id": id, "date": format!("{date}T09:00:00Z"), "tag": [tag],
            "buyer": {"name": "Harbour Quay"}});
        if let (Some(own), Some(more)) = (release.as_object_mut(), more.as_object()) {
            own.extend(more.clone());
        }
        release
    };
    packages.push(vec![
        stage("a", "2025-01-10", "planning", json!({"tender": {"title": "Towards better forms", "status": "planned"}})),
        stage("b", "2025-03-10", "tender", json!({"tender": {"title": "Web forms software", "status": "active",
            "lots": [{"id": "1", "title": "Forms", "status": "active"}, {"id": "2", "title": "Payroll", "status": "active"}]}})),
        stage("c", "2025-06-10", "award", json!({"awards": [{"id": "x", "relatedLots": ["1"], "suppliers": [{"name": "Gull"}]}]})),
        stage("d", "2025-07-10", "award", json!({"awards": [{"id": "y", "relatedLots": ["2"], "suppliers": [{"name": "Tern & Daughters"}]}]})),
        stage("e", "2025-08-10", "contract", json!({"contracts": [{"id": "x", "awardID": "x",
            "period": {"startDate": "2025-09-01", "endDate": "2028-08-31"}}]})),
        stage("f", "2026-08-10", "contractTermination", json!({"contracts": [{"id": "x", "status": "terminated"}]})),
    ]);
    Ok(packages)
}

#[test]
fn what_is_proposed_does_not_depend_on_how_notices_are_spread_over_runs() -> Result {
    let packages = releases()?;
    let all: Vec<Value> = packages.concat();
    assert!(packages.len() > 10 && all.len() > 50, "{} packages, {} releases", packages.len(), all.len());
    for releases in packages.iter().chain([&all]) {
        let whole = region()?;
        let at_once = after(&whole, &[releases])?;
        let kept = fs::read(whole.root().join(KEPT))?;
        for runs in (2..=releases.len()).filter(|runs| *runs < 6 || *runs == releases.len()) {
            let region = region()?;
            let parts: Vec<&[Value]> = releases.chunks(releases.len().div_ceil(runs)).collect();
            let review = after(&region, &parts)?;
            assert_eq!(review, at_once, "{} releases in {} runs", releases.len(), parts.len());
            assert_eq!(fs::read(region.root().join(KEPT))?, kept);
            // The newest may come first, too.
            let backwards = super::region()?;
            let parts: Vec<&[Value]> = parts.into_iter().rev().collect();
            assert_eq!(after(&backwards, &parts)?, at_once, "{} backwards", parts.len());
        }
    }
    Ok(())
}

#[test]
fn a_proposal_whose_notices_are_not_at_hand_stays_and_is_told() -> Result {
    let region = region()?;
    let [first, second] = award_and_change();
    let before = after(&region, &[&[first.clone()]])?;
    fs::remove_file(region.root().join(KEPT))?;
    write(&region, "later.json", &second)?;
    for _ in 0..2 {
        let said = import(&region, &["later.json"])?.expect(0)?;
        assert!(codes(&said).contains("CT709"), "{}", said.stderr);
        assert!(said.stderr.contains("read all notices of it in one run"), "{}", said.stderr);
        assert_eq!(review(&region)?, before);
    }
    // With the first notice again, all is at hand.
    import(&region, &["run-0.json"])?.expect(0)?;
    assert!(review(&region)?.contains("end: 2030-03-31"), "{}", review(&region)?);
    Ok(())
}

/// What a run over one more release says.
fn then(region: &Region, release: &Value) -> Result<Outcome> {
    write(region, "then.json", release)?;
    import(region, &["then.json"])?.expect(0)
}

#[test]
fn a_proposal_that_is_given_up_is_taken_out_with_a_word_and_one_on_record_without() -> Result {
    let tender = json!({"title": "Web forms software", "status": "active"});
    let tendered = changed(|release| {
        release["contracts"] = json!([]);
        release["tender"] = tender.clone();
    });
    let cancelled = changed(|release| {
        release["id"] = json!("400060-2026");
        release["date"] = json!("2026-07-01T12:00:00Z");
        release["contracts"] = json!([]);
        release["tender"] = json!({"status": "cancelled"});
    });
    let region = region()?;
    let text = after(&region, &[&[tendered.clone()]])?;
    assert!(text.contains("stage: tendering"), "{text}");
    let said = then(&region, &cancelled)?;
    assert!(
        said.stderr
            .contains("its proposal is taken out: by its newest notices, the procurement was given up"),
        "{}",
        said.stderr
    );
    assert!(!review(&region)?.contains("# notice: "));

    // Changed by an editor, it stays, and that is told.
    let region = super::region()?;
    let text = after(&region, &[&[tendered]])?;
    let edited = text.replace("title: Web forms software", "title: Forms");
    fs::write(region.root().join(REVIEW), &edited)?;
    let said = then(&region, &cancelled)?;
    assert!(
        codes(&said).contains("CT711") && said.stderr.contains("no longer propose it"),
        "{}",
        said.stderr
    );
    assert_eq!(review(&region)?, edited);

    // On record by now, it goes, and nobody needs to be told.
    let region = super::region()?;
    let [first, second] = award_and_change();
    after(&region, &[&[first]])?;
    super::take_over(&region)?;
    let said = then(&region, &second)?;
    assert!(!codes(&said).contains("CT709") && !codes(&said).contains("CT711"), "{}", said.stderr);
    let text = review(&region)?;
    assert!(!text.contains("For boroughs/"), "{text}");
    assert!(text.contains("that it ends 2030-03-31, the record says 2029-03-31"), "{text}");
    Ok(())
}

#[test]
fn a_file_beside_the_review_file_that_no_import_wrote_stays() -> Result {
    let region = region()?;
    let [first, second] = award_and_change();
    fs::create_dir(region.root().join("review"))?;
    for text in ["mine\n", ""] {
        fs::write(region.root().join(KEPT), text)?;
        write(&region, "first.json", &first)?;
        let said = import(&region, &["first.json"])?.expect(1)?;
        assert!(said.stderr.contains("is not from an import of notices"), "{}", said.stderr);
        assert_eq!(fs::read_to_string(region.root().join(KEPT))?, text);
    }
    fs::remove_file(region.root().join(KEPT))?;
    import(&region, &["first.json"])?.expect(0)?;
    // A line that somebody broke costs no other.
    let kept = fs::read_to_string(region.root().join(KEPT))?;
    assert_eq!(kept.lines().count(), 2, "{kept}");
    fs::write(region.root().join(KEPT), format!("{kept}{{broken\n"))?;
    write(&region, "then.json", &second)?;
    let said = import(&region, &["then.json"])?.expect(1)?;
    assert!(said.stderr.contains("ocds.notices.jsonl:3:1"), "{}", said.stderr);
    assert!(review(&region)?.contains("end: 2030-03-31"), "{}", review(&region)?);
    Ok(())
}

/// Two awards of one procurement, a notice each, for a lot each.
fn two_lots() -> [Value; 2] {
    let of = |id: &str, date: &str, title: &str, supplier: &str, lot: &str| {
        let mut release = award(OCID, id, date, "Forms and ledgers", "2028-12-31");
        release["tender"]["lots"] = json!([{"id": lot, "title": title, "status": "complete"}]);
        release["awards"][0]["id"] = json!(format!("{id}-1"));
        release["awards"][0]["suppliers"] = json!([{"name": supplier}]);
        release["awards"][0]["relatedLots"] = json!([lot]);
        release
    };
    [
        of("010008-2023", "2023-03-01", "Web forms", "Gull", "1"),
        of("010009-2023", "2023-06-01", "Ledger software", "Tern & Daughters", "2"),
    ]
}

const FIRST_PART: &str = "# notice: ocds-h6vhtk-w, harbour-quay, part 010008-2023-1 | ";

#[test]
fn an_untouched_proposal_is_replaced_where_others_join_it() -> Result {
    let [first, second] = two_lots();
    let at_once = after(&region()?, &[&[first.clone(), second.clone()]])?;
    for [own, other] in [[&first, &second], [&second, &first]] {
        let region = region()?;
        after(&region, &[&[own.clone()]])?;
        let said = then(&region, other)?;
        assert!(said.stdout.contains("\n1 proposal is new in "), "{}", said.stdout);
        assert!(!codes(&said).contains("CT711"), "{}", said.stderr);
        assert_eq!(review(&region)?, at_once);
    }
    Ok(())
}

#[test]
fn a_proposal_that_was_turned_down_stays_so_where_others_join_it() -> Result {
    let [first, second] = two_lots();
    let other_part = "part 010009-2023-1 | ";
    for (own, other, part, joins) in
        [(&first, &second, FIRST_PART, other_part), (&second, &first, other_part, FIRST_PART)]
    {
        let region = region()?;
        let text = after(&region, &[&[own.clone()]])?;
        let (head, rest) = text.split_once("  # notice: ").ok_or("a proposal")?;
        let mark = rest.lines().next().ok_or("its first line")?;
        fs::write(region.root().join(REVIEW), format!("{head}  # notice: {mark}\n"))?;
        for new in ["\n1 proposal is new in ", "says all of it already"] {
            let said = then(&region, other)?;
            assert!(said.stdout.contains(new), "{}", said.stdout);
            assert!(said.stdout.contains("\n1 proposal was turned down before."), "{}", said.stdout);
            let text = review(&region)?;
            assert_eq!(text.matches("# notice: ").count(), 2, "{text}");
            let body = |part: &str| text.split_once(part).and_then(|(_, rest)| rest.split_once('\n'));
            let (_, turned_down) = body(part).ok_or("the one that was turned down")?;
            assert!(
                turned_down.trim_start().is_empty() || turned_down.starts_with("\n  # notice: "),
                "{text}"
            );
            let (_, proposed) = body(joins).ok_or("the one that joins it")?;
            assert!(proposed.contains("- title: "), "{text}");
        }
    }
    Ok(())
}

#[test]
fn a_proposal_that_was_changed_stays_alone_where_others_join_it() -> Result {
    let [first, second] = two_lots();
    let region = region()?;
    let text = after(&region, &[&[first]])?;
    let changed = text.replace("supplier: gull\n", "supplier: gull\n    reference: MINE\n");
    assert_ne!(changed, text);
    fs::write(region.root().join(REVIEW), changed)?;
    let said = then(&region, &second)?;
    assert!(said.stdout.contains("\n1 proposal is new in "), "{}", said.stdout);
    assert!(said.stderr.contains("its notices say something else by now"), "{}", said.stderr);
    assert!(!said.stderr.contains("no longer propose it"), "{}", said.stderr);
    let text = review(&region)?;
    assert_eq!(
        (text.matches("# notice: ").count(), text.matches("supplier: gull").count()),
        (2, 1),
        "{text}"
    );
    let own = text.split_once(FIRST_PART).ok_or("it is called by its part")?.1;
    assert!(own.split("# notice: ").next().is_some_and(|own| own.contains("reference: MINE")), "{text}");
    Ok(())
}

#[test]
fn a_proposal_that_was_turned_down_stays_so_where_a_notice_numbers_it_anew() -> Result {
    let [first, second] = two_lots();
    let region = region()?;
    let text = after(&region, &[&[first.clone(), second]])?;
    let (head, rest) = text.split_once(FIRST_PART).ok_or("the first part")?;
    let (mark, rest) = rest.split_once('\n').ok_or("its first line")?;
    let other = rest.split_once("  # notice: ").ok_or("the other part")?.1;
    fs::write(region.root().join(REVIEW), format!("{head}{FIRST_PART}{mark}\n\n  # notice: {other}"))?;
    let mut amended = first;
    amended["id"] = json!("020001-2024");
    amended["date"] = json!("2024-06-01T09:00:00Z");
    amended["tag"] = json!(["contractAmendment"]);
    amended["awards"][0]["id"] = json!("020001-2024-1");
    let said = then(&region, &amended)?;
    assert!(said.stdout.contains("\n1 proposal was turned down before."), "{}", said.stdout);
    let text = review(&region)?;
    assert!(text.contains("harbour-quay, part 020001-2024-1 | "), "{text}");
    assert!(!text.contains("supplier: gull"), "{text}");
    Ok(())
}
