//! One contract in two notices, each with an ocid of its own.

use std::fs;

use serde_json::{Value, json};

use super::{REVIEW, award, codes, import, region, review, write};
use crate::support::{Region, Result, here};

const TWINS: &str = "notices/twins.json";
const LINE: &str = "# Look at this (CT709): it is probably the same contract as ";

/// The proposals that name a twin, each with what it names.
fn named(review: &str) -> Vec<(String, String)> {
    let blocks = review.split("# notice: ").skip(1);
    let told = blocks.filter_map(|block| {
        let twins = block.split_once(LINE)?.1.split_once(", announced")?.0;
        Some((block.split(", ").next()?.to_owned(), twins.to_owned()))
    });
    told.collect()
}

fn pairs() -> Vec<(String, String)> {
    let long = |end: u8| format!("ocds-b5fd17-a0000000-0000-0000-0000-00000000000{end}");
    let short = |end: u8| format!("ocds-h6vhtk-0a000{end}");
    vec![(long(1), short(1)), (long(2), short(2)), (short(1), long(1)), (short(2), long(2))]
}

#[test]
fn each_of_two_notices_of_one_contract_names_the_other() -> Result {
    let region = region()?;
    let said = import(&region, &[TWINS])?.expect(0)?;
    assert!(codes(&said).contains("CT709"), "{}", said.stderr);
    let text = review(&region)?;
    assert_eq!(named(&text), pairs(), "{text}");
    import(&region, &[TWINS])?.expect(0)?;
    assert_eq!(review(&region)?, text, "a second run changes no byte");
    Ok(())
}

#[test]
fn runs_one_after_the_other_find_them_too() -> Result {
    let at_once = region()?;
    import(&at_once, &[TWINS])?.expect(0)?;
    let whole: Value = serde_json::from_str(&fs::read_to_string(here("tests/fixtures/ocds/twins.json"))?)?;
    let of = |prefix: &str| -> Value {
        let all = whole["releases"].as_array().into_iter().flatten();
        let own = all.filter(|item| item["ocid"].as_str().is_some_and(|ocid| ocid.starts_with(prefix)));
        json!({"releases": own.collect::<Vec<_>>()})
    };
    for order in [["a.json", "b.json"], ["b.json", "a.json"]] {
        let region = region()?;
        write(&region, "a.json", &of("ocds-b5fd17"))?;
        write(&region, "b.json", &of("ocds-h6vhtk"))?;
        import(&region, &[order[0]])?.expect(0)?;
        assert_eq!(named(&review(&region)?), [], "each alone has no twin");
        import(&region, &[order[1]])?.expect(0)?;
        let text = review(&region)?;
        assert_eq!(text, review(&at_once)?, "as if both were read at once");
        assert_eq!(named(&text), pairs());
        import(&region, &[order[0]])?.expect(0)?;
        assert_eq!(review(&region)?, text);
    }
    Ok(())
}

#[test]
fn a_twin_that_is_turned_down_is_named_no_more_and_a_changed_proposal_stays() -> Result {
    let region = region()?;
    import(&region, &[TWINS])?.expect(0)?;
    let text = review(&region)?;
    let blocks: Vec<String> = text.split("  # notice: ").map(str::to_owned).collect();
    // The first is turned down, the second is changed.
    let first = blocks[1].lines().next().ok_or("a first line")?;
    let changed = blocks[2].replace("title: Software for allotments", "title: Allotments");
    assert_ne!(changed, blocks[2]);
    let first = format!("{first}\n\n");
    let edited = [&blocks[0], &first, &changed].map(String::as_str).into_iter();
    let edited: Vec<&str> = edited.chain(blocks[3..].iter().map(String::as_str)).collect();
    fs::write(region.root().join(REVIEW), edited.join("  # notice: "))?;
    let said = import(&region, &[TWINS])?.expect(0)?;
    assert!(!codes(&said).contains("CT711"), "the notices say nothing new: {}", said.stderr);
    let text = review(&region)?;
    assert!(text.contains(&changed), "{text}");
    let [_, second, _, fourth] = <[_; 4]>::try_from(pairs()).map_err(|_| "four")?;
    assert_eq!(named(&text), [second, fourth], "{text}");
    Ok(())
}

#[test]
fn a_number_that_contradicts_the_record_leaves_the_supplier_to_the_editor() -> Result {
    let region = Region::harbourside()?;
    let mut notice = award("ocds-h6vhtk-n", "1", "2026-01-10", "Web forms", "2027-12-31");
    let identifier = json!({"scheme": "GB-CHC", "id": "654321", "legalName": "Gull"});
    notice["parties"] = json!([{"id": "s", "name": "Gull", "roles": ["supplier"], "identifier": identifier}]);
    notice["awards"][0]["suppliers"] = json!([{"id": "s", "name": "Gull"}]);
    write(&region, "notice.json", &notice)?;
    let said = import(&region, &["notice.json"])?.expect(0)?;
    assert!(codes(&said).contains("CT706"), "{}", said.stderr);
    let text = review(&region)?;
    assert!(!text.contains("supplier: gull") && !text.contains("# Supplier:"), "{text}");
    assert!(text.contains("The notice names the supplier Gull, GB-CHC 654321."), "{text}");
    Ok(())
}

#[test]
fn codes_of_other_trades_are_no_technology_but_for_a_system_by_name() -> Result {
    let region = Region::harbourside()?;
    let of = |title: &str, codes: &[&str]| -> Result<bool> {
        let mut notice = award("ocds-h6vhtk-o", "1", "2026-01-10", title, "2027-12-31");
        notice["tender"]["classification"]["id"] = json!(codes[0]);
        let more = codes[1..].iter().map(|code| json!({"scheme": "CPV", "id": code}));
        notice["tender"]["items"] =
            json!([{"id": "1", "additionalClassifications": more.collect::<Vec<_>>()}]);
        write(&region, "notice.json", &notice)?;
        let said = import(&region, &["--dry-run", "notice.json"])?.expect(0)?;
        Ok(!said.stdout.contains("something else than technology"))
    };
    assert!(!of("Cleaning of digital hubs", &["90910000"])?);
    assert!(!of("Furniture for the computer room", &["39000000", "45000000"])?);
    assert!(of("Cleaning of digital hubs", &["90910000", "48000000"])?);
    assert!(of("Digital waste routes", &["79000000"])?, "a broad code is of no trade");
    assert!(of("Cleaning with Dues Book", &["90910000"])?);
    Ok(())
}
