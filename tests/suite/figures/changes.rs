//! Which system took over from which: what a record states, what probably follows from two, and what does not.

use citytools::catalogue::Catalogue;
use citytools::figures::Figures;
use jiff::civil::date;

use super::{Region, systems};

/// Changes as `alpha>beta`, with `!` where a record states it and `+` where it is ahead.
fn told(c: &Catalogue, figures: &Figures) -> Vec<String> {
    let row = |row: &citytools::figures::Migration| {
        let stated = if row.stated { "!" } else { "" };
        let ahead = if row.ahead { "+" } else { "" };
        format!("{}>{}{stated}{ahead}", c.systems[row.from].id, c.systems[row.to].id)
    };
    figures.migrations.iter().map(row).collect()
}

/// What follows from the systems of one town.
fn changes(rows: &[(&str, &str, &str, &str)]) -> Vec<String> {
    let (c, figures) = Region::new(&[("a", &systems(rows))]).today();
    told(&c, &figures)
}

#[test]
fn migrations_are_stated_or_follow_from_one_service() {
    let found = changes(&[
        ("alpha", "one", "retired", "until: 2024"),
        ("beta", "one", "live", "since: 2024-05"),
        ("gamma", "two", "live", "replaces: orphan"),
        ("alpha", "three", "replacing", ""),
        ("beta", "three", "planned", ""),
    ]);
    // Orphan has no record of its own here: that of gamma says that it was there.
    assert_eq!(found, ["alpha>beta", "orphan>gamma!", "alpha>beta+"]);
}

#[test]
fn a_statement_counts_whatever_has_become_of_either_system() {
    let cases = [
        ("live", "retired", "alpha>beta!"),
        ("unknown", "retired", "alpha>beta!"),
        ("retired", "retired", "alpha>beta!"),
        ("planned", "live", "alpha>beta!+"),
        ("implementing", "replacing", "alpha>beta!+"),
        ("live", "unknown", "alpha>beta!"),
    ];
    for (new, old, due) in cases {
        let end = |life: &str| if life == "retired" { "until: 2024" } else { "" };
        let more = format!("replaces: alpha\n{}", end(new));
        let rows = [("alpha", "one", old, end(old)), ("beta", "one", new, more.as_str())];
        assert_eq!(changes(&rows), [due], "{old} to {new}");
    }
    // Without a statement, what is not confirmed to be in use took over from nothing.
    assert!(changes(&[("alpha", "one", "retired", ""), ("beta", "one", "unknown", "")]).is_empty());
    // They need not serve the same: it is the record that says so, for the services of the new one.
    let rows = systems(&[("alpha", "one", "retired", ""), ("beta", "two", "live", "replaces: alpha")]);
    let (c, figures) = Region::new(&[("a", &rows)]).today();
    assert_eq!(told(&c, &figures), ["alpha>beta!"]);
    assert_eq!(c.services[figures.migrations[0].services[0]].id, "two");
}

#[test]
fn nothing_is_probable_where_a_record_says_what_came_before_or_after() {
    let after = [
        ("alpha", "one", "retired", ""),
        ("beta", "one", "live", "replaces: alpha"),
        ("gamma", "one", "live", ""),
    ];
    assert_eq!(changes(&after), ["alpha>beta!"], "gamma did not take over from alpha too");
    let before = [
        ("alpha", "one", "retired", ""),
        ("beta", "one", "retired", ""),
        ("gamma", "one", "live", "replaces: beta"),
    ];
    assert_eq!(changes(&before), ["beta>gamma!"], "nor from alpha");
    let elsewhere = [
        ("alpha", "one", "retired", ""),
        ("beta", "two", "live", "replaces: orphan"),
        ("gamma", "one", "live", ""),
    ];
    assert_eq!(changes(&elsewhere), ["orphan>beta!", "alpha>gamma"], "a statement for another service");
}

#[test]
fn a_chain_is_told_link_by_link() {
    let chain = [
        ("alpha", "one", "retired", "until: 2020"),
        ("beta", "one", "replacing", "since: 2020"),
        ("gamma", "one", "planned", ""),
    ];
    assert_eq!(changes(&chain), ["alpha>beta", "beta>gamma+"], "alpha did not make way for gamma");
    // For another service there is no third system between.
    let rows = systems(&[
        ("alpha", "one, two", "retired", "until: 2020"),
        ("beta", "one", "replacing", "since: 2020"),
        ("gamma", "one, two", "planned", ""),
    ]);
    let (c, figures) = Region::new(&[("a", &rows)]).today();
    assert_eq!(told(&c, &figures), ["alpha>beta", "alpha>gamma+", "beta>gamma+"]);
    let services: Vec<_> =
        figures.migrations[1].services.iter().map(|ix| c.services[*ix].id.as_str()).collect();
    assert_eq!(services, ["two"]);
}

#[test]
fn more_than_five_years_between_are_no_change() {
    let source = |date: &str| format!("sources: [{{title: A page, date: {date}}}]");
    let cases = [
        ("until: 2015", "since: 2020-12-31".to_owned(), true, "five years to the day"),
        ("until: 2015", "since: 2021-01-01".to_owned(), false, "a day more"),
        ("until: 2015", "since: 2020".to_owned(), true, "a year may mean its first day"),
        ("until: 2015", source("2021"), false, "not known to be there before"),
        ("until: 2015", format!("since: 2016\n{}", source("2025")), true, "since when is what counts"),
        (
            "until: 2015",
            "contract: {start: 2019}\n".to_owned() + &source("2025"),
            true,
            "its contract is older",
        ),
        ("until: 2015", String::new(), true, "no date says how long"),
        ("", source("2025"), true, "nor here"),
        ("until: 2025", "since: 2019-12-31".to_owned(), false, "side by side for longer"),
        ("until: 2025-01", "since: 2020-01".to_owned(), true, "side by side for five years"),
    ];
    for (old, new, due, why) in cases {
        let found = changes(&[("alpha", "one", "retired", old), ("beta", "one", "live", &new)]);
        assert_eq!(found.len(), usize::from(due), "{old}, {new}: {why}");
    }
    // A record that states the change needs no dates.
    let stated =
        [("alpha", "one", "retired", "until: 2001"), ("beta", "one", "live", "since: 2020\nreplaces: alpha")];
    assert_eq!(changes(&stated), ["alpha>beta!"]);
}

#[test]
fn a_change_tells_when_its_contract_began_but_not_a_later_one_or_one_for_something_else() {
    let cases = [
        (
            "until: 2024",
            "since: 2024-05\ncontract: {start: 2023-11-01}",
            Some(date(2023, 11, 1)),
            "before it came",
        ),
        ("until: 2024", "since: 2024-05\ncontract: {start: 2024-06}", None, "after it had come"),
        ("until: 2022", "contract: {start: 2023}", None, "after the old one had gone"),
        ("until: 2022", "contract: {start: 2022-12}", Some(date(2022, 12, 1)), "in the year that it went"),
        ("", "contract: {start: 2022-12}", Some(date(2022, 12, 1)), "no date says otherwise"),
        ("until: 2022", "contract: {start: 2022-12, services: [two]}", None, "for another service"),
        ("until: 2022", "", None, "no contract"),
    ];
    for (old, new, due, why) in cases {
        let rows = systems(&[("alpha", "one", "retired", old), ("beta", "one", "live", new)]);
        let (_, figures) = Region::new(&[("a", &rows)]).today();
        let began = figures.migrations[0].contract_start.map(|date| date.first_day());
        assert_eq!(began, due, "{old}, {new}: {why}");
    }
}

#[test]
fn an_upgrade_stays_with_the_supplier_or_its_group() {
    let rows = |old: &str, new: &str| {
        let text = systems(&[(old, "one", "retired", ""), (new, "one", "live", "")]);
        let region = Region::new(&[("a", &text)]);
        region.file("suppliers/bolt.yaml", "name: bolt\nparent: {supplier: acme, since: 2026-06-15}\n");
        region.file("systems/delta.yaml", "name: delta\nsupplier: acme\nservices: [one]\n");
        region.file("systems/homemade.yaml", "name: homemade\nsupplier: in-house\nservices: [one]\n");
        region.file("systems/selfmade.yaml", "name: selfmade\nsupplier: in-house\nservices: [one]\n");
        region
    };
    for (old, new, same) in [
        ("alpha", "delta", Some(true)),
        ("alpha", "beta", Some(true)),
        ("alpha", "gamma", Some(false)),
        ("alpha", "orphan", None),
        ("alpha", "homemade", Some(false)),
        ("homemade", "selfmade", Some(true)),
    ] {
        let (_, figures) = rows(old, new).today();
        assert_eq!(figures.migrations[0].same_supplier, same, "{old} to {new}");
    }
    let (_, before) = rows("alpha", "beta").at(date(2026, 6, 14));
    assert_eq!(before.migrations[0].same_supplier, Some(false), "not owned yet");
}

#[test]
fn an_end_that_is_only_the_date_of_a_source_says_by_when() {
    let sources =
        |date: &str| format!("sources: [{{title: A list, url: https://list.invalid/, date: {date}}}]");
    let cases = [
        ("until: 2025", String::new(), sources("2025-02-07"), true, "the first that shows the new one"),
        ("until: 2025-02", String::new(), sources("2025-02-07"), true, "in its month"),
        ("until: 2024", String::new(), sources("2025-02-07"), false, "another year"),
        ("until: 2023", sources("2023-05"), sources("2025"), true, "the last that shows the old one"),
        (
            "until: 2025",
            String::new(),
            format!("since: 2025-03\n{}", sources("2025-02-07")),
            false,
            "it began then",
        ),
        (
            "until: 2025\ncontract: {end: 2025-03}",
            String::new(),
            sources("2025-02-07"),
            false,
            "its contract ended",
        ),
    ];
    for (until, old, new, due, why) in cases {
        let rows = systems(&[
            ("alpha", "one", "retired", &format!("{until}\n{old}")),
            ("beta", "one", "live", &new),
        ]);
        let (_, figures) = Region::new(&[("a", &rows)]).today();
        assert_eq!(figures.migrations[0].until_at_latest, due, "{until}: {why}");
    }
}

#[test]
fn months_between_are_counted_only_where_both_are_known_to_the_month() {
    let cases = [
        ("2024-03", "2024-03-31", Some(0), "a day is known to the month"),
        ("2024-11", "2025-02", Some(3), "over a new year"),
        ("2024-11", "2024-08", Some(-3), "side by side"),
        ("2024", "2024-08", None, "a year alone is not"),
    ];
    for (until, since, months, why) in cases {
        let rows = systems(&[
            ("alpha", "one", "retired", &format!("until: {until}")),
            ("beta", "one", "live", &format!("since: {since}")),
        ]);
        let (c, figures) = Region::new(&[("a", &rows)]).today();
        let [change] = &figures.migrations[..] else {
            panic!("one change, not {}", figures.migrations.len())
        };
        assert_eq!(change.months, months, "{why}");
        let old = change.old.expect("a record of the old one");
        assert_eq!(c.systems[c.deployments[old].system].id, "alpha");
        assert_eq!(c.systems[c.deployments[change.new].system].id, "beta");
    }
}

#[test]
fn the_same_move_in_several_towns_is_one_move() {
    let went = systems(&[("alpha", "one", "retired", ""), ("beta", "one", "live", "")]);
    let going = systems(&[("alpha", "one", "replacing", ""), ("beta", "one", "planned", "")]);
    // In b the move is made for one and ahead for two: it made the move.
    let both = systems(&[
        ("alpha", "one", "retired", ""),
        ("beta", "one", "live", ""),
        ("alpha", "two", "replacing", ""),
        ("beta", "two", "planned", ""),
    ]);
    let other = systems(&[("alpha", "one", "retired", ""), ("gamma", "one", "live", "")]);
    let (c, figures) = Region::new(&[("a", &went), ("b", &both), ("c", &going), ("d", &other)]).today();
    let shared: Vec<_> = figures.shared_moves().collect();
    let [only] = shared[..] else { panic!("{} moves are shared", shared.len()) };
    let id = |ix| c.boroughs[ix].id.as_str();
    assert_eq!(c.systems[only.from].id, "alpha");
    assert_eq!(c.systems[only.to].id, "beta");
    assert_eq!(only.made.iter().map(|ix| id(*ix)).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(only.ahead.iter().map(|ix| id(*ix)).collect::<Vec<_>>(), ["c"]);
    assert!(only.stated.is_empty() && only.same_supplier == Some(false));
    let services: Vec<_> =
        figures.changes.iter().map(|row| (c.services[row.service].id.as_str(), row.boroughs.len())).collect();
    assert_eq!(services, [("one", 4), ("two", 1)]);
    let first = &figures.changes[0].changes;
    let towns: Vec<_> = first.iter().map(|change| id(change.borough)).collect();
    assert_eq!(
        towns,
        ["a", "b", "c", "d"],
        "the move of most towns first, those who made it before the others"
    );
}

#[test]
fn what_a_record_infers_is_not_stated() {
    let changes_of = |inferred: &str| {
        let old = format!("until: 2024-03\n{inferred}");
        let new = format!("since: 2024-05\nreplaces: alpha\n{inferred}");
        let rows = systems(&[
            ("alpha", "one", "retired", &old),
            ("beta", "one", "live", &new),
            ("gamma", "one", "live", ""),
        ]);
        let (c, figures) = Region::new(&[("a", &rows)]).today();
        (told(&c, &figures), figures.migrations[0].until_at_latest, figures.migrations[0].months)
    };
    assert_eq!(changes_of(""), (vec!["alpha>beta!".to_owned()], false, Some(2)));
    // It still says what came before, so gamma did not take over too; and nobody counts months from a guess.
    let guessed = changes_of("inferred: [until, replaces]");
    assert_eq!(guessed, (vec!["alpha>beta".to_owned()], true, None));
}

#[test]
fn nothing_is_probable_for_what_other_systems_stand_on() {
    let rows =
        systems(&[("alpha", "one", "retired", "until: 2024"), ("beta", "one", "live", "since: 2024-05")]);
    let named = systems(&[("alpha", "one", "retired", ""), ("beta", "one", "live", "replaces: alpha")]);
    let region = Region::new(&[("a", &rows), ("b", &named)]);
    region.file("services.yaml", &super::SERVICES.replace("frontline", "technology"));
    let (c, figures) = region.today();
    assert_eq!(told(&c, &figures), ["alpha>beta!"], "several stand side by side, so only b's record tells");
}
