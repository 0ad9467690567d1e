//! Who could buy together: the largest sets of contracts that are up for decision on the same day, and when one for all
//! could begin.

use citytools::catalogue::Catalogue;
use citytools::figures::{Cohort, Common, Figures};
use jiff::civil::date;

use super::{Region, close, contract, systems};

/// Cases by service, as the letters of their towns.
fn by_service<'a>(c: &Catalogue, figures: &'a Figures) -> Vec<(String, &'a Cohort)> {
    let of_service = figures.cohorts.iter().filter(|cohort| matches!(cohort.common, Common::Services(_)));
    let towns = |cohort: &Cohort| cohort.boroughs.iter().map(|ix| c.boroughs[*ix].name.as_str()).collect();
    of_service.map(|cohort| (towns(cohort), cohort)).collect()
}

/// Months of extension, and of these beyond the options, in the order of ends.
fn extensions(cohort: &Cohort) -> Vec<(i32, i32)> {
    cohort.members.iter().map(|member| (member.extension_months, member.beyond_months)).collect()
}

#[test]
fn a_case_is_a_largest_set_that_is_up_on_the_same_day() {
    // The service has a lead of 12 months and the region a notice of 3. Up for decision from, to: a (2025-09-30,
    // 2027-06-30), b (2026-03-30, 2027-12-31), c (2026-12-31, 2028-03-31), d (2027-09-30, 2029-12-31).
    let region = Region::new(&[
        ("a", &contract("end: 2026-12-31, max_end: 2027-06-30")),
        (
            "b",
            &contract("end: 2027-06-30, max_end: 2027-12-31, value: {amount: 10, basis: annual, tax: net}"),
        ),
        ("c", &contract("end: 2028-03-31, value: {amount: 20, basis: annual, tax: net}")),
        ("d", &contract("end: 2028-12-31, max_end: 2029-12-31")),
    ]);
    let (c, figures) = region.today();
    let cases = by_service(&c, &figures);
    let [(abc, first), (bcd, second)] = &cases[..] else { panic!("{} cases", cases.len()) };
    assert_eq!((abc.as_str(), bcd.as_str()), ("abc", "bcd"), "all four share no day");
    assert_eq!((first.from, first.to), (date(2026, 12, 31), date(2027, 6, 30)));
    assert_eq!((second.from, second.to), (date(2027, 9, 30), date(2027, 12, 31)));
    for (_, cohort) in &cases {
        assert!(close(cohort.known_value, 30.0) && cohort.with_value == 2);
    }
    assert_eq!(first.start, date(2028, 4, 1), "the day after the last of them ends");
    assert_eq!((first.decide_by, first.months, first.is_held_up), (date(2026, 12, 31), 15, false));
    assert_eq!(extensions(first), [(15, 9), (9, 3), (0, 0)], "a by 15 months, of which options cover 6");
    assert_eq!(second.start, date(2029, 1, 1));
    assert_eq!(extensions(second), [(18, 12), (9, 9), (0, 0)]);
}

#[test]
fn nothing_begins_sooner_than_notice_and_lead_time_from_today() {
    // All ends are nearer than 15 months, so that every decide-by date has passed.
    let region = Region::new(&[
        ("a", &contract("end: 2026-12-31")),
        ("b", &contract("end: 2027-03-31, max_end: 2030")),
        ("c", &contract("end: 2027-06-30, max_end: 2027-09-30")),
    ]);
    let (c, figures) = region.today();
    let cases = by_service(&c, &figures);
    let [(_, only)] = &cases[..] else { panic!("{} cases", cases.len()) };
    assert_eq!(only.start, date(2027, 9, 16), "the day after 15 months from the 15th of June 2026");
    assert_eq!((only.decide_by, only.is_held_up), (date(2026, 6, 15), true), "now");
    assert_eq!(extensions(only), [(9, 9), (6, 0), (3, 0)], "begun months count; c's option ends late enough");
    let figure = figures.named("cohorts-by-service").expect("a figure");
    assert_eq!(
        figure.sentence,
        "There is one case in which 3 towns or more could buy together for one service, only if a contract is extended beyond the options on record."
    );
}

#[test]
fn a_longer_notice_of_one_contract_holds_all_of_them_up() {
    let region = Region::new(&[
        ("a", &contract("end: 2027-09-30")),
        ("b", &contract("end: 2027-09-30")),
        ("c", &contract("end: 2027-09-30, notice_months: 12")),
    ]);
    let (c, figures) = region.today();
    let (_, only) = by_service(&c, &figures)[0];
    assert_eq!(only.months, 24);
    assert_eq!(only.start, date(2028, 6, 16), "24 months from today");
    assert_eq!(extensions(only), [(9, 9); 3]);
}

#[test]
fn the_boundaries_of_a_decide_by_date_are_those_of_the_lights() {
    // Decide by today: in time, so that it begins the day after the end. A day earlier: a day too late.
    for (end, start, months) in [("2027-09-15", date(2027, 9, 16), 0), ("2027-09-14", date(2027, 9, 16), 1)] {
        let own = contract(&format!("end: {end}"));
        let (c, figures) = Region::new(&[("a", &own), ("b", &own), ("c", &own)]).today();
        let (_, only) = by_service(&c, &figures)[0];
        assert_eq!((only.start, extensions(only)[0].0), (start, months), "{end}");
        assert_eq!(only.is_held_up, months > 0, "{end}");
    }
}

#[test]
fn who_shares_a_contract_already_buys_together() {
    let shared = systems(&[("alpha", "one", "live", "contract: together")]);
    let together = "title: Together\nboroughs: [a, b, c]\nsystems: [alpha]\nservices: [one]\nsupplier: acme\nstart: 2026\nend: 2028\nprovenance: declared\n";
    let region = Region::new(&[("a", &shared), ("b", &shared), ("c", &shared)]);
    region.file("contracts/together.yaml", together);
    let (_, figures) = region.today();
    assert!(figures.cohorts.is_empty(), "one contract of three towns");
    // A second contract of one of them brings nobody together either.
    let beta = "  - system: beta\n    services: [one]\n    lifecycle: live\n    provenance: declared\n    contract: {end: 2028}\n";
    region.file("boroughs/a.yaml", &format!("name: a\n{shared}{beta}"));
    let (c, figures) = region.today();
    assert_eq!(c.contracts.len(), 2);
    assert!(figures.cohorts.is_empty(), "a is in both");
    // That of a fourth town does.
    region.file("boroughs/a.yaml", &format!("name: a\n{shared}"));
    region.file("boroughs/d.yaml", &format!("name: d\nsystems:\n{beta}"));
    let (c, figures) = region.today();
    let cases = by_service(&c, &figures);
    assert_eq!(cases.len(), 1);
    assert_eq!((cases[0].0.as_str(), cases[0].1.members.len()), ("abcd", 2));
}

#[test]
fn two_towns_are_no_case_and_one_town_twice_is_none_either() {
    let twice = systems(&[
        ("alpha", "one", "live", "contract: {end: 2027}"),
        ("beta", "one", "live", "contract: {end: 2027}"),
    ]);
    let (_, figures) = Region::new(&[("a", &twice), ("b", &contract("end: 2027"))]).today();
    assert!(figures.cohorts.is_empty(), "three contracts, but two towns");
}

#[test]
fn contracts_without_dates_or_services_or_that_have_not_begun_are_no_case() {
    for keys in ["start: 2020", "start: 2026-06-16, end: 2028", "stage: ended, end: 2028", "max_end: 2030"] {
        let towns = [("a", contract(keys)), ("b", contract("end: 2028")), ("c", contract("end: 2028"))];
        let towns: Vec<_> = towns.iter().map(|(town, text)| (*town, text.as_str())).collect();
        let (_, figures) = Region::new(&towns).today();
        assert!(figures.cohorts.is_empty(), "{keys}");
    }
}

#[test]
fn what_is_planned_already_is_told_with_the_case() {
    let planned = "contracts:\n  - {title: Next, services: [one], stage: tendering, provenance: declared, sources: [{title: Plan, date: 2026}]}\n  - {title: Other, services: [two], stage: planned, provenance: declared, sources: [{title: Plan, date: 2026}]}\n";
    let own = contract("end: 2028");
    let region = Region::new(&[
        ("a", &format!("{own}{planned}")),
        ("b", &own),
        ("c", &own),
        (
            "d",
            "contracts:\n  - {title: Elsewhere, services: [one], stage: planned, provenance: declared, sources: [{title: Plan, date: 2026}]}\n",
        ),
    ]);
    let (c, figures) = region.today();
    let (_, only) = by_service(&c, &figures)[0];
    let titles: Vec<_> = only.under_way.iter().map(|ix| c.contracts[*ix].name(&c)).collect();
    assert_eq!(titles, ["Next"], "not for another service, nor of a town outside");
}

#[test]
fn whoever_plans_alone_is_told_apart_unless_the_plan_is_old() {
    let plan = |stage: &str, date: &str| {
        format!(
            "contracts:\n  - {{title: Next, services: [one], stage: {stage}, provenance: declared, sources: [{{title: Plan, url: https://plan.invalid/, date: {date}}}]}}\n"
        )
    };
    let own = contract("end: 2028");
    // The limit is 12 months, and the 15th of June 2025 is just within it.
    let region = Region::new(&[
        ("a", &format!("{own}{}", plan("tendering", "2026-05-01"))),
        ("b", &format!("{own}{}", plan("planned", "2025-06-15"))),
        ("c", &format!("{own}{}", plan("planned", "2025-06-14"))),
        ("d", &own),
    ]);
    let (c, figures) = region.today();
    let (_, only) = by_service(&c, &figures)[0];
    let names = |all: Vec<_>| all.into_iter().map(|ix| c.boroughs[ix].name.as_str()).collect::<String>();
    assert_eq!(names(only.buying().collect()), "ab");
    assert_eq!(names(only.free.iter().copied().collect()), "cd");
    assert_eq!(only.under_way.len(), 2, "the old plan is none");
    let sentence = &figures.named("cohorts-by-service").expect("a figure").sentence;
    assert!(sentence.ends_with("fewer than 3 remain in 1."), "{sentence}");
    assert_eq!(figures.openings.old_plans.len(), 1);
    assert_eq!(figures.openings.planned().len(), 2);
    let openings = &figures.named("openings").expect("a figure").sentence;
    assert!(
        openings.ends_with("1 plan of which nothing from the last 12 months is on record is left out."),
        "{openings}"
    );
}

#[test]
fn who_is_past_their_end_may_still_run_and_is_in_no_case() {
    let own = contract("end: 2028");
    let past = contract("end: 2026-06-14, max_end: 2029");
    let region = Region::new(&[("a", &own), ("b", &own), ("c", &past)]);
    assert!(region.today().1.cohorts.is_empty(), "nobody knows whether c used its option");
    let region =
        Region::new(&[("a", &own), ("b", &own), ("c", &past), ("d", &own), ("e", &contract("end: 2020"))]);
    let (c, figures) = region.today();
    let cases = by_service(&c, &figures);
    assert_eq!(cases.iter().map(|(towns, _)| towns.as_str()).collect::<Vec<_>>(), ["abd"]);
    let perhaps: Vec<_> = cases[0]
        .1
        .perhaps
        .iter()
        .map(|ix| c.contracts[*ix].members[0].borough)
        .map(|ix| c.boroughs[ix].name.as_str())
        .collect();
    assert_eq!(perhaps, ["c"], "told beside it; e has no option that reaches further");
}

#[test]
fn a_case_takes_the_lead_time_of_what_it_is_for() {
    // Service one takes 12 months, two 6; notice is 3.
    let both = |end: &str| {
        format!("contracts:\n  - {{title: Both, services: [one, two], end: {end}, provenance: declared}}\n")
    };
    let two = |end: &str| {
        format!("contracts:\n  - {{title: Two, services: [two], end: {end}, provenance: declared}}\n")
    };
    let region =
        Region::new(&[("a", &both("2027-03-31")), ("b", &two("2027-04-30")), ("c", &two("2027-04-30"))]);
    let (c, figures) = region.today();
    let (_, only) = by_service(&c, &figures)[0];
    assert_eq!(
        (only.months, only.start),
        (9, date(2027, 5, 1)),
        "what else a's contract is for holds nobody up"
    );
    assert_eq!(only.decide_by, date(2026, 7, 30));
    assert_eq!(only.from, date(2026, 7, 30), "b and c decide then; a, for all of it, on 31 December 2025");
    // The same three contracts for two services that take different times are two cases, the same start or not.
    let region =
        Region::new(&[("a", &both("2027-03-31")), ("b", &both("2027-04-30")), ("c", &both("2027-04-30"))]);
    let (c, figures) = region.today();
    let cases = by_service(&c, &figures);
    let told: Vec<_> = cases.iter().map(|(towns, one)| (towns.as_str(), one.months, one.start)).collect();
    assert_eq!(told, [("abc", 15, date(2027, 9, 16)), ("abc", 9, date(2027, 5, 1))]);
}

#[test]
fn cases_for_the_same_follow_the_best_of_them() {
    let deal = |service: &str, end: &str, amount: u32| {
        format!(
            "contracts:\n  - {{title: Deal, services: [{service}], end: {end}, provenance: declared, value: {{amount: {amount}, basis: annual, tax: net}}}}\n"
        )
    };
    // For one: worth 300 in 2028, and 3 in 2034; for two: worth 30.
    let region = Region::new(&[
        ("a", &deal("one", "2028", 100)),
        ("b", &deal("one", "2028", 100)),
        ("c", &deal("one", "2028", 100)),
        ("d", &deal("two", "2028", 10)),
        ("e", &deal("two", "2028", 10)),
        ("f", &deal("two", "2028", 10)),
        ("g", &deal("one", "2034", 1)),
        ("h", &deal("one", "2034", 1)),
        ("i", &deal("one", "2034", 1)),
    ]);
    let (c, figures) = region.today();
    let towns: Vec<String> = by_service(&c, &figures).into_iter().map(|(towns, _)| towns).collect();
    assert_eq!(towns, ["abc", "ghi", "def"]);
}

#[test]
fn of_many_contracts_for_one_service_the_first_cases_are_told() {
    // All share a day with the first, whose options end soonest, and with the last, which comes up after that.
    let sizes = |most: usize| {
        let ids: Vec<String> = (0..most).map(|at| format!("t{at}")).collect();
        let deal = |at: usize| match at {
            0 => contract("end: 2027-06-30, value: {amount: 5, basis: annual, tax: net}"),
            _ if at + 1 == most => contract("end: 2034-12-31"),
            _ => contract("end: 2026-12-31, max_end: 2034-12-31"),
        };
        let deals: Vec<String> = (0..most).map(deal).collect();
        let towns: Vec<(&str, &str)> =
            ids.iter().zip(&deals).map(|(id, deal)| (id.as_str(), deal.as_str())).collect();
        let (c, figures) = Region::new(&towns).today();
        let sizes: Vec<_> =
            by_service(&c, &figures).into_iter().map(|(_, case)| case.members.len()).collect();
        let sentence = &figures.named("cohorts-by-service").expect("a figure").sentence;
        (sizes, sentence.ends_with(" For 1 service there are more."))
    };
    assert_eq!(sizes(1_001), (vec![1_000, 1_000], false));
    assert_eq!(sizes(1_002), (vec![1_001], true), "with the other they would be 2,002");
    assert_eq!(sizes(2_100), (vec![2_099], true), "one at least");
}

#[test]
fn a_case_that_is_told_for_one_service_is_told_for_all_that_it_is_for() {
    let deal = |services: &str, more: &str| {
        format!("contracts:\n  - {{title: Deal, services: [{services}], provenance: declared, {more}}}\n")
    };
    let value = "value: {amount: 5, basis: annual, tax: net}";
    let deals: Vec<(String, String)> = (0..2_001)
        .map(|at| {
            let own = match at {
                0 => deal("two", &format!("end: 2028-12-31, {value}")),
                1..=1_000 => deal("two", "end: 2028-12-31"),
                _ => deal("two, three", "end: 2034-12-31"),
            };
            (format!("t{at}"), own)
        })
        .collect();
    let towns: Vec<(&str, &str)> = deals.iter().map(|(id, deal)| (id.as_str(), deal.as_str())).collect();
    let (c, figures) = Region::new(&towns).today();
    let cases = by_service(&c, &figures);
    let told: Vec<_> = cases
        .iter()
        .map(|(_, case)| match &case.common {
            Common::Services(all) => (all.len(), case.members.len()),
            Common::System(_) => (0, 0),
        })
        .collect();
    assert_eq!(told, [(1, 1_001), (2, 1_000)]);
    assert!(figures.cohorts_cut.is_empty(), "none is left out");
}
