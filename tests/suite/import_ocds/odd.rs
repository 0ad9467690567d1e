//! Numbers, sums and ends that forms are filled in with.

use serde_json::{Value, json};

use super::{award, codes, import, region, review, write};
use crate::support::{Outcome, Region, Result};

fn of(region: &Region, notice: &Value) -> Result<(Outcome, String)> {
    write(region, "notice.json", notice)?;
    let said = import(region, &["notice.json"])?.expect(0)?;
    Ok((said, review(region)?))
}

/// A notice whose supplier has this name and company number.
fn of_company(name: &str, number: &str) -> Value {
    let mut notice = award("ocds-h6vhtk-n", "1", "2026-01-10", "Web forms", "2027-12-31");
    let identifier = json!({"scheme": "GB-COH", "id": number, "legalName": name});
    notice["parties"] = json!([{"id": format!("GB-COH-{number}"), "name": name, "roles": ["supplier"],
        "identifier": identifier}]);
    notice["awards"][0]["suppliers"] = json!([{"id": format!("GB-COH-{number}"), "name": name}]);
    notice
}

#[test]
fn what_cannot_be_a_companys_number_is_left_out_and_told_once() -> Result {
    for number in ["N/A", "TBC", "None", "0", "1628868.0", "GB01628868", "00000000"] {
        // The record's own number contradicts nothing.
        let (said, review) = of(&region()?, &of_company("Wend Books", number))?;
        assert!(review.contains("supplier: wend-books\n"), "{number}: {review}");
        assert!(!codes(&said).contains("CT706"), "{number}: {}", said.stderr);
        let told = format!("`{number}` is no number of GB-COH, so it is left out");
        assert_eq!(said.stderr.matches(&told).count(), 1, "{number}: {}", said.stderr);
        let (_, review) = of(&region()?, &of_company("Nobody At All Ltd", number))?;
        assert!(review.contains("The notice names the supplier Nobody At All Ltd."), "{number}: {review}");
        assert!(!review.contains("GB-COH"), "{number}: {review}");
    }
    for number in ["1", "00000001", " 00000001 "] {
        let (said, review) = of(&region()?, &of_company("Someone Else", number))?;
        assert!(review.contains("supplier: wend-books\n"), "{number}: {review}");
        assert!(!codes(&said).contains("CT704"), "{number}: {}", said.stderr);
    }
    Ok(())
}

/// Two notices of one contract, of suppliers with these names and numbers.
fn twins(first: (&str, &str), second: (&str, &str)) -> Result<bool> {
    let region = region()?;
    let (first, mut second) = (of_company(first.0, first.1), of_company(second.0, second.1));
    second["ocid"] = json!("ocds-b5fd17-n");
    write(&region, "first.json", &first)?;
    import(&region, &["first.json"])?.expect(0)?;
    let (_, text) = of(&region, &second)?;
    let told = text.matches("it is probably the same contract as").count();
    assert!(told == 0 || told == 2, "{text}");
    Ok(told == 2)
}

#[test]
fn twins_are_told_by_register_entries_before_names() -> Result {
    assert!(twins(("Odd Ltd", "8888888"), ("Odd Trading Group Ltd", "08888888"))?);
    assert!(twins(("Odd Ltd", "8888888"), ("Odd Limited", "none"))?, "one has no number");
    assert!(!twins(("Odd Ltd", "8888888"), ("Odd Ltd", "8888889"))?, "two companies of one name");
    assert!(!twins(("Odd Ltd", "8888888"), ("Even Ltd", "none"))?);
    Ok(())
}

#[test]
fn a_sum_that_no_contract_can_cost_is_left_out_and_told() -> Result {
    let of_sum = |amount: f64| {
        let mut notice = award("ocds-h6vhtk-s", "1", "2026-01-10", "Web forms", "2027-12-31");
        notice["awards"][0]["value"] = json!({"amount": amount, "currency": "EUR"});
        of(&region()?, &notice)
    };
    let (said, review) = of_sum(1e15)?;
    assert!(codes(&said).contains("CT704") && !review.contains("value:"), "{}{review}", said.stderr);
    assert!(
        said.stderr.contains(
            "its sum, 1000000000000000, is more than a contract here can cost (100 times the largest"
        ),
        "{}",
        said.stderr
    );
    assert!(said.stderr.contains("a wrong date, sum or number is worse than none"), "{}", said.stderr);
    let (said, review) = of_sum(99e6)?;
    assert!(
        !codes(&said).contains("CT704") && review.contains("amount: 99000000"),
        "{}{review}",
        said.stderr
    );
    Ok(())
}

#[test]
fn the_end_with_every_option_stays_where_a_later_term_does_not_repeat_it() -> Result {
    let until = |end: &str| {
        let mut notice = award("ocds-h6vhtk-e", "1", "2026-01-10", "Web forms", "2027-12-31");
        notice["awards"][0]["contractPeriod"]["maxExtentDate"] = json!("2030-12-31");
        notice["contracts"] = json!([{"id": "1", "awardID": "1",
            "period": {"startDate": "2026-01-01", "endDate": end}}]);
        Ok::<_, Box<dyn std::error::Error>>(of(&region()?, &notice)?.1)
    };
    let review = until("2028-12-31")?;
    assert!(review.contains("end: 2028-12-31\n    max_end: 2030-12-31\n"), "{review}");
    assert!(review.contains("from another part of the notices than its end"), "{review}");
    let review = until("2031-12-31")?;
    assert!(
        review.contains("end: 2031-12-31\n") && !review.contains("max_end"),
        "no option is left: {review}"
    );
    Ok(())
}

#[test]
fn a_lots_own_title_says_what_it_is_for() -> Result {
    let lot = |id: &str, title: &str| json!({"id": id, "title": title});
    let let_lot = |id: &str| json!({"id": id, "relatedLots": [id], "suppliers": [{"name": format!("Nobody {id} Ltd")}]});
    let mut notice = award("ocds-h6vhtk-t", "1", "2026-01-10", "Payroll and ledger systems", "2027-12-31");
    notice["tender"]["lots"] =
        json!([lot("1", "Lot 1: Payroll"), lot("2", "Lot 2: Web forms"), lot("3", "Lot 3: the rest")]);
    notice["awards"] = json!([let_lot("1"), let_lot("2"), let_lot("3")]);
    let (_, review) = of(&region()?, &notice)?;
    let of_lot = |title: &str| {
        let block = review.split("title: ").find(|block| block.contains(title)).unwrap_or_default();
        block.lines().find(|line| line.contains("services:")).unwrap_or_default().trim().to_owned()
    };
    assert_eq!(of_lot("Lot 1: Payroll"), "services: [payroll]");
    assert_eq!(of_lot("Lot 2: Web forms"), "services: [web-forms]");
    assert_eq!(of_lot("Lot 3: the rest"), "services: [ledger, payroll]");
    Ok(())
}
