//! What notices say and records must not: what protects a network, and people.

use serde_json::{Value, json};

use super::{award, import, review, write};
use crate::support::{Outcome, Region, Result};

/// What is said of one notice, and the review file that comes of it.
fn of(notice: &Value) -> Result<(Outcome, String)> {
    let region = Region::harbourside()?;
    write(&region, "notice.json", notice)?;
    let said = import(&region, &["notice.json"])?.expect(0)?;
    let review = review(&region)?;
    Ok((said, review))
}

fn titled(title: &str) -> Value {
    award("ocds-h6vhtk-p", "1", "2026-01-10", title, "2027-12-31")
}

/// The same by a supplier that has no record and the product's name.
fn of_wallguard(title: &str) -> Value {
    let mut notice = titled(title);
    notice["awards"][0]["suppliers"] =
        json!([{"id": "GB-COH-01234560", "name": "Wallguard Networks Limited"}]);
    notice
}

fn told<'s>(said: &'s Outcome, code: &str) -> Vec<&'s str> {
    let lines = said.stderr.lines().filter_map(|line| line.split_once(&format!("[{code}]: ")));
    lines.map(|(_, message)| message).collect()
}

#[test]
fn purchases_of_security_are_told_and_lose_their_title() -> Result {
    let by_code = |id: &str| {
        let mut notice = of_wallguard("Wallguard Premium for 900 users");
        notice["tender"]["classification"]["id"] = json!(id);
        notice
    };
    for notice in [
        of_wallguard("Wallguard next generation firewalls"),
        of_wallguard("Wallguard penetration testing"),
        of_wallguard("Wallguard SIEM"),
        by_code("48730000"),
        by_code("48761000"),
    ] {
        let (said, review) = of(&notice)?;
        let doubts = told(&said, "CT712");
        assert!(
            matches!(doubts.as_slice(), [only] if only.contains("do not publish the product; only totals are shown")
                && only.contains("it will be hidden under Guarding")),
            "{notice}: {doubts:?}"
        );
        assert!(!review.to_lowercase().contains("wallguard"), "{review}");
        assert!(review.contains("title: Guarding\n") && review.contains("services: [guarding]"), "{review}");
        assert!(!review.contains("It names"), "{review}");
    }
    Ok(())
}

#[test]
fn security_within_something_else_is_told() -> Result {
    let mut notice = titled("Payroll");
    notice["tender"]["description"] = json!("Payroll, and antivirus for its servers");
    let (said, review) = of(&notice)?;
    let doubts = told(&said, "CT712");
    assert!(
        matches!(doubts.as_slice(), [only] if only.contains("the description has \"antivirus\"")),
        "{doubts:?}"
    );
    assert!(review.contains("title: Payroll\n") && review.contains("services: [payroll]"), "{review}");
    let (said, _) = of(&titled("Payroll and social security advice"))?;
    assert!(told(&said, "CT712").is_empty(), "{}", said.stderr);
    Ok(())
}

#[test]
fn a_title_of_a_service_with_totals_only_is_told_to_be_hidden() -> Result {
    let (said, review) = of(&titled("Guarding of the town hall"))?;
    let doubts = told(&said, "CT712");
    assert!(
        matches!(doubts.as_slice(), [only] if only.starts_with("it will be hidden: only totals are shown of Guarding")),
        "{doubts:?}"
    );
    assert!(review.contains("services: [guarding]"), "{review}");
    Ok(())
}

#[test]
fn persons_who_supply_are_left_out() -> Result {
    let by = |suppliers: Value| {
        let mut notice = titled("Web forms");
        notice["awards"][0]["suppliers"] = suppliers;
        of(&notice)
    };
    let numbered = json!({"id": "GB-PPON-PANN-1111-AAAA", "name": "Ann Other"});
    for suppliers in
        [json!([{"name": "Ann Other"}]), json!([numbered]), json!([{"name": "Mrs Ann Mary Other"}])]
    {
        let (said, review) = by(suppliers)?;
        assert_eq!(told(&said, "CT713").len(), 1, "{}", said.stderr);
        assert!(!review.contains("Other") && !said.stderr.contains("Ann"), "{review}{}", said.stderr);
        assert!(review.contains("a supplier that may be a person"), "{review}");
    }
    let (said, review) = by(json!([{"name": "Ann Other"}, {"name": "Kittiwake Works Ltd"}]))?;
    assert_eq!(told(&said, "CT713").len(), 1, "{}", said.stderr);
    assert!(!review.contains("Ann") && review.contains("2 suppliers: Kittiwake Works Ltd"), "{review}");
    // A number of a company's register, or a word that only firms have, makes a firm.
    for suppliers in
        [json!([{"name": "Ann Other Consulting"}]), json!([{"id": "GB-COH-01234567", "name": "Ann Other"}])]
    {
        let (said, review) = by(suppliers)?;
        assert!(told(&said, "CT713").is_empty() && review.contains("Ann Other"), "{}{review}", said.stderr);
    }
    Ok(())
}

#[test]
fn ways_to_reach_people_are_left_out() -> Result {
    let mut notice = titled("Web forms (ring Mr Other, 020 7946 0000, or bids@council.example)");
    notice["tender"]["description"] = json!("Ask ann.other@council.example");
    notice["tender"]["amendments"] = json!([{"description": "Ring 020 7946 0001 now"}]);
    let (said, review) = of(&notice)?;
    assert_eq!(
        told(&said, "CT713"),
        [
            "the description has an e-mail address: take nothing of that over",
            "the title has a person's name and a telephone number and an e-mail address, left out here"
        ]
    );
    for private in ["Other", "7946", "@"] {
        assert!(!review.contains(private), "{private}: {review}");
    }
    assert!(review.contains("title: Web forms (ring …, …, or …)"), "{review}");
    Ok(())
}
