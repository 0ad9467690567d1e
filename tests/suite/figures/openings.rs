//! Which services a newcomer could reach soon.

use citytools::catalogue::Catalogue;
use citytools::figures::Figures;

use super::{Region, close, rows, systems};

/// A list of contracts without a product.
fn contracts(rows: &[&str]) -> String {
    let recent = "sources: [{title: A paper, date: 2026-05}]";
    let row = |keys: &&str| {
        let own = if keys.contains("sources:") { "" } else { recent };
        format!("  - {{provenance: declared, {keys}, {own}}}\n")
    };
    let rows = rows.iter().map(row);
    format!("contracts:\n{}", rows.collect::<String>())
}

fn told(region: &(Catalogue, Figures), id: &str) -> Vec<Vec<String>> {
    let table = &region.1.named(id).expect("a figure").table;
    rows(table, region).iter().map(|row| row.iter().map(|cell| cell.text.clone()).collect()).collect()
}

#[test]
fn planned_contracts_come_first_and_no_notices_are_no_finding() {
    let award = "notices: [{type: UK6, url: 'https://nobody.invalid/award'}]";
    let region = Region::new(&[
        ("a", &contracts(&[&format!("title: Ends, services: [two], end: 2027, {award}")])),
        ("b", &contracts(&["title: Ends, services: [two], end: 2028-06-15"])),
        ("c", &contracts(&["title: Later, services: [two], end: 2028-06-16"])),
        ("d", &contracts(&[&format!("title: Next, services: [three], stage: planned, {award}")])),
        ("e", &contracts(&["title: Passed, services: [one], end: 2026-06-14"])),
        // Let, so nothing that a newcomer could reach; and still to be let, for all that is known.
        ("f", &contracts(&["title: Let, services: [one], start: 2027, end: 2030, supplier: acme"])),
        ("g", &contracts(&["title: Unknown, services: [three], start: 2027, end: 2030"])),
    ]);
    let region = region.today();
    let figures = &region.1;
    assert!(!figures.openings.notices_recorded, "an award says nothing of what comes next");
    assert_eq!(
        told(&region, "openings"),
        [["Three", "2", "0", "Withheld", "None ends"], ["Two", "0", "2", "Withheld", "2.00"]]
    );
    let sentence = &figures.named("openings").expect("a figure").sentence;
    assert!(sentence.starts_with("For 2 services") && sentence.contains("for 1 of them"), "{sentence}");
    assert!(sentence.contains("No pre-tender or tender notice is on record yet"), "{sentence}");
}

#[test]
fn a_notice_of_a_successor_takes_an_ending_out_of_the_score() {
    let own = |more: &str| contracts(&["title: Ends, services: [two], end: 2027", more]);
    let next = |kind: &str| {
        format!(
            "title: Next, services: [two], stage: planned, notices: [{{type: {kind}, url: 'https://nobody.invalid/next'}}]"
        )
    };
    let live = |more: &str| format!("{}{more}", systems(&[("alpha", "two", "live", "")]));
    let region = Region::new(&[
        ("a", &live(&own(&next("uk4")))),
        ("b", &live(&own(&next("UK5")))),
        ("c", &live(&own("title: Other, services: [one], stage: planned"))),
    ]);
    let region = region.today();
    let figures = &region.1;
    assert!(figures.openings.notices_recorded);
    let two = figures.openings.services.iter().find(|opening| opening.ending.len() == 3).expect("two");
    assert_eq!((two.announced, two.planned.len()), (1, 2), "that of a direct award calls nobody to bid");
    assert!(
        close(two.score.expect("a score"), 4.0),
        "two that end, times one plus 10,000 as a part of itself"
    );
    assert_eq!(told(&region, "openings")[0], ["Two", "2", "3", "1", "10,000", "4.00"]);
}

#[test]
fn a_tender_of_another_town_or_for_another_service_is_no_successor() {
    let notice = "stage: planned, notices: [{type: UK1, url: 'https://nobody.invalid/next'}]";
    let region = Region::new(&[
        (
            "a",
            &contracts(&[
                "title: Ends, services: [two], end: 2027",
                &format!("title: Other, services: [one], {notice}"),
            ]),
        ),
        ("b", &contracts(&[&format!("title: Next, services: [two], {notice}")])),
    ]);
    let (_, figures) = region.today();
    assert!(figures.openings.notices_recorded);
    assert!(figures.openings.services.iter().all(|opening| opening.announced == 0));
}

#[test]
fn a_plan_of_which_nothing_recent_is_known_is_left_out() {
    let source = |date: &str| format!("sources: [{{title: A paper{date}}}]");
    let plan = |more: &str| contracts(&[&format!("title: Next, services: [two], stage: planned, {more}")]);
    let cases = [
        ("", source(", date: 2026-05"), false, "a recent source"),
        ("", source(", date: 2020"), true, "an old one"),
        ("", source(""), true, "one without a date, which may be as old"),
        ("", "sources: []".to_owned(), true, "none at all"),
        ("checked: 2026-06\n", source(""), false, "its town said this month that its whole record is true"),
        ("checked: 2020-06\n", source(", date: 2026-05"), false, "the newest word counts"),
        ("", format!("start: 2026-12, {}", source("")), false, "it is known to begin, whoever said so"),
    ];
    for (checked, source, due, why) in cases {
        let (_, figures) = Region::new(&[("a", &format!("{checked}{}", plan(&source)))]).today();
        let openings = &figures.openings;
        assert_eq!(
            (openings.old_plans.len(), openings.planned().len()),
            if due { (1, 0) } else { (0, 1) },
            "{why}"
        );
        let told = figures.named("openings").expect("a figure").sentence.contains("nothing from the last");
        assert_eq!(told, due, "{why}");
    }
}
