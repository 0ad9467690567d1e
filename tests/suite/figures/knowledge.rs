//! How much is known, how old it is, how sure, and how alike two towns are in it.

use citytools::figures::{PairState, Value};

use super::{Region, close, live, systems};

#[test]
fn completeness_weighs_what_is_known_of_core_services() {
    let full = systems(&[(
        "alpha",
        "one",
        "live",
        "since: 2020\nchecked: 2026-01\ncontract: {end: 2030, value: {amount: 1, basis: annual}}",
    )]);
    let (_, figures) = Region::new(&[("a", &full), ("b", "")]).today();
    assert!(close(figures.completeness[0].known, 2.5), "1 + 0.2 + 0.5 + 0.3 + 0.5");
    assert!(close(figures.completeness[0].whole, 5.0), "two core services");
    assert!(close(figures.completeness[1].known, 0.0));
}

#[test]
fn similarity_looks_at_services_that_both_have() {
    let region = Region::new(&[
        ("a", &systems(&[("alpha", "one, two", "live", ""), ("beta", "three", "live", "")])),
        ("b", &systems(&[("alpha", "one", "live", ""), ("gamma", "two", "live", "")])),
        ("c", "systems: []"),
    ]);
    let (_, figures) = region.today();
    let similar = &figures.similar[0];
    assert_eq!(similar.len(), 1, "c has nothing to compare");
    // one: min(1/2, 1) of max(1/2, 1); two: alpha 1/2 against gamma 1.
    assert!(close(similar[0].score, 0.5 / (1.0 + 0.5 + 1.0)));
    assert_eq!((similar[0].services, similar[0].systems.len()), (2, 1));
    assert!(close(figures.similar[1][0].score, similar[0].score), "the same from the other side");
}

#[test]
fn how_alike_towns_are_is_the_median_of_all_pairs_that_can_be_compared() {
    // a and b score 1, a and c and b and c 0, and d has nothing that others have.
    let region = Region::new(&[
        ("a", &live("alpha", "one")),
        ("b", &live("alpha", "one")),
        ("c", &live("beta", "one")),
        ("d", &live("alpha", "two")),
    ]);
    let (_, figures) = region.today();
    let figure = figures.named("similarity").expect("a figure");
    assert_eq!(figure.value, Value::Index(0.0), "half of three pairs score 0 or more");
    assert_eq!(figure.coverage.as_ref().map(|known| (known.counts.part, known.counts.whole)), Some((3, 6)));
    assert!(
        figure.sentence.contains("a and b are the most alike: 1.00, by 1 service."),
        "{}",
        figure.sentence
    );
    assert_eq!(figure.table.rows.len(), 3);
    // A fourth that can be compared makes six: 1, 1, 1 and 0, 0, 0.
    region.file("boroughs/d.yaml", &format!("name: d\n{}", live("alpha", "one")));
    let (_, figures) = region.today();
    assert_eq!(figures.named("similarity").expect("a figure").value, Value::Index(0.5), "half-way between");
    // Two pairs are too few.
    let (_, figures) = Region::new(&[("a", &live("alpha", "one")), ("b", &live("alpha", "one"))]).today();
    assert_eq!(figures.named("similarity").expect("a figure").value, Value::Withheld);
}

#[test]
fn the_age_in_the_middle_lies_half_way_between_two() {
    let dated = |days: &[&str]| {
        let town = |date: &&str| {
            let source = if date.is_empty() { String::new() } else { format!("checked: {date}") };
            systems(&[("alpha", "one", "live", &source)])
        };
        let texts: Vec<String> = days.iter().map(town).collect();
        let names: Vec<String> = ('a'..).map(String::from).take(days.len()).collect();
        let towns: Vec<(&str, &str)> =
            names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
        let region = Region::new(&towns).today();
        let figure = region.1.named("freshness-median").expect("a figure");
        let tenth = super::rows(&figure.table, &region)[1][1].text.clone();
        (
            figure.value.clone(),
            tenth,
            figure.coverage.as_ref().map(|known| (known.counts.part, known.counts.whole)),
        )
    };
    let days =
        |count: usize, tenth: &str, part, whole| (Value::Days(count), tenth.to_owned(), Some((part, whole)));
    assert_eq!(dated(&["2026-06-14", "2026-06-12", "2026-06-05"]), days(3, "10 days", 3, 3), "1, 3 and 10");
    let even = ["2026-06-14", "2026-06-14", "2026-06-11", "2026-06-11"];
    assert_eq!(dated(&even), days(3, "4 days", 4, 4), "1 and 4: half a day is one");
    let even = ["2026-06-13", "2026-06-13", "2026-06-11", "2026-06-11", ""];
    assert_eq!(dated(&even), days(3, "4 days", 4, 5), "2 and 4; one has no date");
    assert_eq!(
        dated(&["2026-06", "2026-06-15", "2026-06-15"]),
        days(0, "0 days", 3, 3),
        "a month that is not over is today"
    );
    let few = (Value::Withheld, "Withheld".to_owned(), Some((2, 2)));
    assert_eq!(dated(&["2026-06-14", "2026-06-11"]), few, "three are the least");
    let ten: Vec<String> = (1..=10).map(|day| format!("2026-06-{:02}", 15 - day)).collect();
    let ten: Vec<&str> = ten.iter().map(String::as_str).collect();
    assert_eq!(dated(&ten), days(6, "9 days", 10, 10), "5.5 days, and nine in ten are no older than 9");
}

#[test]
fn every_pair_has_one_of_four_states_and_tables_sum_them() {
    use PairState::{InUse, NotApplicable, Nothing, Other};

    let region = Region::new(&[
        ("a", &live("alpha", "one")),
        ("b", &systems(&[("alpha", "one", "unknown", ""), ("beta", "two", "planned", "")])),
        ("c", &systems(&[("alpha", "one", "retired", "until: 2020"), ("beta", "one", "replacing", "")])),
        ("d", "services:\n  - {service: one, state: not-applicable}\n  - {service: two, state: in-house}"),
        ("e", "services:\n  - {service: one, state: not-provided}"),
    ]);
    let (c, figures) = region.today();
    let service = |id| figures.market(c.services.find(id).expect("a service"));
    let states = |id| c.boroughs.iter().map(|(ix, _)| service(id).state(ix)).collect::<Vec<_>>();
    assert_eq!(states("one"), [InUse, Other, InUse, NotApplicable, NotApplicable]);
    assert_eq!(states("two"), [Nothing, Other, Nothing, InUse, Nothing]);
    assert_eq!(states("three"), [Nothing; 5]);
    let counts = service("one").states();
    assert_eq!(PairState::ALL.map(|state| counts.of(state)), [2, 1, 0, 2]);
    assert_eq!(counts.in_use(), service("one").coverage, "what does not apply is no part of the whole");
    assert_eq!((counts.with_evidence().part, counts.with_evidence().whole), (3, 3));
    let sum = counts.plus(service("two").states()).plus(service("three").states());
    assert_eq!(PairState::ALL.map(|state| sum.of(state)), [3, 2, 8, 2]);
    let figure = figures.named("overview-matrix").expect("a figure");
    assert_eq!(figure.value, Value::Count(8));
    assert!(
        figure.sentence.contains("Of 15 pairs") && figure.sentence.contains("Known not to apply: 2."),
        "{}",
        figure.sentence
    );
    let missing = figures.named("core-services-unrecorded").expect("a figure");
    assert_eq!(missing.value, Value::Count(0), "three is not core, and two is in house somewhere");
}

#[test]
fn a_record_may_be_out_of_date_by_age_or_for_want_of_a_date() {
    let dated = |date: &str| format!("sources: [{{title: A page, date: {date}}}]");
    let rows = [
        ("alpha", "one", "live", dated("2025-06-15")),
        ("beta", "one", "live", dated("2025-06-14")),
        ("gamma", "two", "live", "sources: [{title: A page}]".to_owned()),
        ("alpha", "three", "retired", dated("2001")),
    ];
    let rows: Vec<_> = rows.iter().map(|(a, b, c, d)| (*a, *b, *c, d.as_str())).collect();
    let region = Region::new(&[("a", &systems(&rows)), ("b", "")]);
    let (_, figures) = region.today();
    let age = figures.ages[0];
    assert_eq!((age.in_use, age.old, age.undated), (3, 1, 1), "twelve months to the day is not too old");
    assert_eq!((age.stale().part, age.stale().whole), (2, 3));
    assert_eq!((figures.ages[1].in_use, figures.ages[1].stale().part), (0, 0));
    assert_eq!(figures.named("records-stale").expect("a figure").value, Value::Count(2));
}

#[test]
fn records_are_counted_by_who_stands_behind_them_and_how_sure_they_are() {
    let system = |provenance: &str, more: &str| {
        format!("  - {{system: alpha, services: [one], lifecycle: live, provenance: {provenance}{more}}}\n")
    };
    let sources = ", sources: [{title: A page, url: \"https://nobody.invalid/page\", date: 2026}]";
    let rows = [
        system("declared", ""),
        system("published", &format!(", confidence: high{sources}")),
        system("supplier-stated", &format!(", confidence: low{sources}")),
        system("verified", ", confidence: high"),
    ];
    let towns: Vec<_> =
        ["a", "b", "c", "d"].into_iter().zip(rows.map(|row| format!("systems:\n{row}"))).collect();
    let towns: Vec<_> = towns.iter().map(|(town, text)| (*town, text.as_str())).collect();
    let (catalogue, figures) = Region::new(&towns).today();
    let rows = |id: &str| -> Vec<String> {
        let table = &figures.named(id).expect("a figure").table;
        table.rows.iter(&figures, &catalogue).map(|row| format!("{} {}", row[1].text, row[2].text)).collect()
    };
    assert_eq!(rows("provenance-mix"), ["1 25%", "1 25%", "1 25%", "1 25%"]);
    assert_eq!(rows("confidence-mix"), ["2 50%", "0 0%", "1 25%", "1 25%"]);
    let sentence = &figures.named("provenance-mix").expect("a figure").sentence;
    assert!(sentence.contains("a statement or check of the town itself behind 2"), "{sentence}");
}
