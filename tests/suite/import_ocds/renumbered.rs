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

/// A line of a proposal that only a notice of a change tells of, or that such a one may replace.
const CHANGE: &str = "only a notice of a change tells of ";

#[test]
fn a_change_that_names_the_supplier_otherwise_is_one_contract_where_the_record_knows_both_names() -> Result {
    let names = [
        ("Shelf & Sons", "WEND BOOKS LIMITED"),
        ("Wend Books", "Shelf and Sons Ltd"),
        // Without a record, what a company trades as is not its name.
        ("Pier Widgets Ltd", "Pier Widgets Limited (t/a Pier)"),
        ("Pier Widgets trading as Pier", "Pier Widgets"),
    ];
    for (first, then) in names {
        for tag in ["contractAmendment", "awardUpdate", "contract"] {
            let mut notices = two_notices(tag, |second| {
                second["awards"][0]["suppliers"] = json!([{"name": then}]);
            });
            notices[0]["awards"][0]["suppliers"] = json!([{"name": first}]);
            let (count, _, text) = proposed(&notices)?;
            assert_eq!((count, text.matches(CHANGE).count()), (1, 0), "{then}: {text}");
            assert!(text.contains("amount: 2000"), "{text}");
        }
    }
    Ok(())
}

#[test]
fn no_change_counts_a_sum_twice_in_silence() -> Result {
    let with_number =
        |name: &str, number: &str| json!([{"name": name, "identifier": {"scheme": "GB-COH", "id": number}}]);
    let suppliers = [
        // Another supplier, and one whose number is mended.
        (json!([{"name": "Pier Widgets"}]), json!([{"name": "Jetty Forms"}])),
        (with_number("Pier Widgets", "09876540"), with_number("Pier Widgets", "09876543")),
    ];
    for (first, then) in suppliers {
        for tag in ["contractAmendment", "awardUpdate"] {
            let mut notices = two_notices(tag, |second| second["awards"][0]["suppliers"] = then.clone());
            notices[0]["awards"][0]["suppliers"] = first.clone();
            let (count, _, text) = proposed(&notices)?;
            assert_eq!((count, text.matches(CHANGE).count()), (2, 2), "{then}: {text}");
            assert!(
                text.contains("(CT709): only a notice of a change tells of it, so it may be part a "),
                "{text}"
            );
            assert!(text.contains("(CT709): only a notice of a change tells of part b, "), "{text}");
        }
    }
    Ok(())
}

/// Three lots, and a change of the second that names no lot.
fn three_lots(supplier: &str) -> [Value; 2] {
    let [mut first, mut second] = two_notices("contractAmendment", |_| ());
    let of = |lot: usize, name: &str| {
        let (id, lot) = (format!("a-{lot}"), lot.to_string());
        let award = json!({"id": id, "status": "active", "relatedLots": [lot], "suppliers": [{"name": name}],
            "contractPeriod": {"startDate": "2026-01-01", "endDate": "2027-12-31"}});
        let contract = json!({"id": id, "awardID": id, "status": "active", "value": {"amount": 1000, "currency": "EUR"}});
        (award, contract)
    };
    let lots = [of(1, "Gull"), of(2, "Wend Books"), of(3, "Pier Widgets")];
    first["awards"] = lots.iter().map(|(award, _)| award.clone()).collect();
    first["contracts"] = lots.iter().map(|(_, contract)| contract.clone()).collect();
    first["tender"]["lots"] = json!([
        {"id": "1", "title": "Web forms"}, {"id": "2", "title": "Ledgers"}, {"id": "3", "title": "Software for permits"}]);
    second["awards"][0]["suppliers"] = json!([{"name": supplier}]);
    second["awards"][0]["relatedLots"] = json!([]);
    [first, second]
}

#[test]
fn a_change_of_one_lot_that_names_only_its_supplier_is_of_that_lot() -> Result {
    let (count, _, text) = proposed(&three_lots("Shelf & Sons"))?;
    assert_eq!((count, text.matches(CHANGE).count()), (3, 0), "{text}");
    assert_eq!(
        (text.matches("amount: 1000").count(), text.matches("amount: 2000").count()),
        (2, 1),
        "{text}"
    );
    let (count, _, text) = proposed(&three_lots("Jetty Forms"))?;
    assert_eq!((count, text.matches(CHANGE).count()), (4, 1), "{text}");
    assert!(text.contains("so it may be another of this procurement as it is now"), "{text}");
    Ok(())
}
