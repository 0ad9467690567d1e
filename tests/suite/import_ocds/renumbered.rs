//! Notices of one procurement that number its awards and contracts anew.

use serde_json::{Value, json};

use super::{award, import, region, review, write};
use crate::support::Result;

const LONE: &str = "under a new number";

#[test]
fn an_amendment_and_a_correction_that_number_anew_tell_one_contract() -> Result {
    let region = region()?;
    let said = import(&region, &["notices/renumbered.json"])?.expect(0)?;
    assert!(said.stdout.contains("  harbour-quay: 2 procurements, 2 contracts proposed"), "{}", said.stdout);
    let text = review(&region)?;
    let amended = text.split("# notice: ").nth(1).ok_or("the amended one")?;
    for part in [
        "supplier: gull\n",
        "start: 2023-04-01\n",
        "end: 2028-03-31\n",
        "amount: 450000",
        "/Notice/002222-2023\n",
        "/Notice/077222-2025\n",
    ] {
        assert!(amended.contains(part), "{part}: {amended}");
    }
    assert!(!text.contains(LONE), "{text}");
    Ok(())
}

/// A contract and a later notice of its procurement, with an award and a contract under other numbers.
fn two_notices(tag: &str, change: impl Fn(&mut Value)) -> [Value; 2] {
    let of = |id: &str, date: &str, amount: u32| {
        let mut release = award("ocds-h6vhtk-r", id, date, "Web forms", "2027-12-31");
        release["awards"][0]["id"] = json!(id);
        release["awards"][0]["relatedLots"] = json!(["1"]);
        let value = json!({"amount": amount, "currency": "EUR"});
        release["contracts"] = json!([{"id": id, "awardID": id, "status": "active", "value": value}]);
        release
    };
    let (first, mut second) = (of("a", "2026-01-10", 1000), of("b", "2026-06-10", 2000));
    second["tag"] = json!([tag]);
    change(&mut second);
    [first, second]
}

/// How many contracts are proposed of two notices, how many of them with a doubt that they are one, and the review file.
fn proposed(notices: &[Value; 2]) -> Result<(usize, usize, String)> {
    let region = region()?;
    write(&region, "notices.json", &json!(notices))?;
    import(&region, &["notices.json"])?.expect(0)?;
    let text = review(&region)?;
    Ok((text.matches("# notice: ").count(), text.matches(LONE).count(), text))
}

#[test]
fn a_contract_keeps_its_place_where_a_notice_writes_its_supplier_or_lots_otherwise() -> Result {
    let as_it_is = proposed(&two_notices("contract", |_| ()))?;
    assert_eq!((as_it_is.0, as_it_is.1), (1, 0), "{}", as_it_is.2);
    let other_name = proposed(&two_notices("contract", |second| {
        second["awards"][0]["suppliers"] = json!([{"name": "GULL LIMITED"}]);
    }))?;
    assert_eq!((other_name.0, other_name.1), (1, 0), "{}", other_name.2);
    // An amendment that names no lots can only mean the one award.
    let no_lots = proposed(&two_notices("contractAmendment", |second| {
        second["awards"][0]["relatedLots"] = json!([]);
    }))?;
    assert_eq!((no_lots.0, no_lots.1), (1, 0), "{}", no_lots.2);
    assert!(no_lots.2.contains("amount: 2000"), "{}", no_lots.2);
    Ok(())
}

#[test]
fn contracts_that_may_be_one_are_told() -> Result {
    // Another award with the same supplier and title may be a new one.
    let no_lots = proposed(&two_notices("award", |second| second["awards"][0]["relatedLots"] = json!([])))?;
    assert_eq!((no_lots.0, no_lots.1), (2, 2), "{}", no_lots.2);
    // A contract without its award may be any.
    let no_award = proposed(&two_notices("contractAmendment", |second| second["awards"] = json!([])))?;
    assert_eq!((no_award.0, no_award.1), (2, 1), "{}", no_award.2);
    // Another supplier is another contract.
    let other = proposed(&two_notices("contract", |second| {
        second["awards"][0]["suppliers"] = json!([{"name": "Tern & Daughters"}]);
    }))?;
    assert_eq!((other.0, other.1), (2, 0), "{}", other.2);
    Ok(())
}
