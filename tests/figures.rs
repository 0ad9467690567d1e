//! Every definition on a small region made for it: ties, none, one, missing values, partial dates, leap days, shared
//! contracts, owners with dates, unknown lifecycles, and the date of the site on a boundary.

use std::fs;
use std::path::Path;

use citytools::catalogue::{Borough, Catalogue, Ix, link};
use citytools::content;
use citytools::diagnostics::Severity;
use citytools::figures::{
    Common, ContractState, Figures, Group, Light, PairState, Quarter, STAGES, Spread, Value,
};
use jiff::civil::{Date, date};

/// The date of the site in these tests.
const TODAY: Date = date(2026, 6, 15);

/// A region of towns a, b, c, ... with services one (core, lead 12), two (core, lead 6) and three (extended, lead 6).
struct Region {
    dir: tempfile::TempDir,
}

impl Region {
    fn new(towns: &[(&str, &str)]) -> Self {
        let region = Self { dir: tempfile::tempdir().expect("a temporary folder") };
        region.file("site.yaml", SITE);
        region.file("services.yaml", SERVICES);
        region.file("skills.yaml", "skills:\n  - {id: design, name: Design, family: people}\n");
        region.file("technologies.yaml", "technologies: []\n");
        region.file("frameworks.yaml", "frameworks: []\n");
        for supplier in ["acme", "bolt", "core"] {
            region.file(&format!("suppliers/{supplier}.yaml"), &format!("name: {supplier}\n"));
        }
        for (system, supplier) in [("alpha", "acme"), ("beta", "bolt"), ("gamma", "core")] {
            let text = format!("name: {system}\nsupplier: {supplier}\nservices: [one, two, three]\n");
            region.file(&format!("systems/{system}.yaml"), &text);
        }
        region.file("systems/orphan.yaml", "name: orphan\nservices: [one, two, three]\n");
        for (town, systems) in towns {
            let people = "population: {people: 1000, source: {title: Census}}";
            region.file(&format!("boroughs/{town}.yaml"), &format!("name: {town}\n{people}\n{systems}\n"));
        }
        region
    }

    fn file(&self, path: &str, text: &str) {
        let path = self.dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn at(&self, as_of: Date) -> (Catalogue, Figures) {
        let (content, mut problems) = content::read(self.dir.path()).expect("the folder can be read");
        let (catalogue, found) = link::link(&content, as_of);
        problems.extend(found);
        problems.retain(|problem| problem.rule.severity == Severity::Error);
        assert!(problems.is_empty(), "{problems:#?}");
        let catalogue = catalogue.expect("the region is right");
        let figures = Figures::compute(&catalogue);
        (catalogue, figures)
    }

    fn today(&self) -> (Catalogue, Figures) {
        self.at(TODAY)
    }
}

const SITE: &str = "
title: Test
headline: Test
description: Test
base_url: https://test.invalid/
region: Nowhere
words: {one: town, many: towns, path: towns, about: Towns.}
currency: GBP
vat_rate: 0.25
locale: en
publisher: {name: Nobody, url: https://nobody.invalid/}
licence: {name: None, url: https://nobody.invalid/licence}
dataset: {status: illustrative, note: Made up.}
thresholds: {stale_months: 12, small_number: 3, cohort: 3, ending_soon_months: 12, act_now_months: 6, notice_months: 3}
";

const SERVICES: &str = "
groups:
  - id: group
    name: Group
    kind: frontline
    services:
      - {id: one, name: One, definition: One., tier: core, lead_months: 12}
      - {id: two, name: Two, definition: Two., tier: core, lead_months: 6}
      - {id: three, name: Three, definition: Three., tier: extended, lead_months: 6}
";

/// A list of systems: system, service, lifecycle, and further keys.
fn systems(rows: &[(&str, &str, &str, &str)]) -> String {
    let row = |(system, service, lifecycle, more): &(&str, &str, &str, &str)| {
        let more: String = more.lines().map(|line| format!("    {line}\n")).collect();
        format!(
            "  - system: {system}\n    services: [{service}]\n    lifecycle: {lifecycle}\n    provenance: declared\n{more}"
        )
    };
    format!("systems:\n{}", rows.iter().map(row).collect::<String>())
}

fn live(system: &str, service: &str) -> String {
    systems(&[(system, service, "live", "")])
}

fn contract(keys: &str) -> String {
    systems(&[("alpha", "one", "live", &format!("contract: {{{keys}}}"))])
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

#[test]
fn shares_rest_on_recorded_towns_and_bounds_on_all() {
    let region = Region::new(&[
        ("a", &live("alpha", "one")),
        ("b", &systems(&[("alpha", "one", "live", ""), ("beta", "one", "replacing", "")])),
        ("c", &systems(&[("beta", "one", "live", ""), ("alpha", "one", "unknown", "")])),
        ("d", &systems(&[("alpha", "one", "unknown", "")])),
        ("e", &systems(&[("gamma", "one", "retired", "until: 2020"), ("gamma", "two", "planned", "")])),
        ("f", "services:\n  - {service: one, state: not-applicable}"),
    ]);
    let (c, figures) = region.today();
    let market = figures.market(c.services.find("one").expect("a service"));
    assert_eq!(
        (market.coverage.part, market.coverage.whole),
        (3, 5),
        "d and e have no current system, f has no duty"
    );
    let alpha = &market.systems[0];
    assert_eq!(c.systems[alpha.holder].id, "alpha");
    assert!(close(alpha.share.value(), 200.0 / 3.0), "a and b of a, b and c");
    assert!(close(alpha.lower.value(), 40.0), "2 of 5");
    assert!(close(alpha.upper.value(), 100.0), "a and b, d and e without a record, and c with an old source");
    let beta = market.systems.iter().find(|share| c.systems[share.holder].id == "beta").expect("beta");
    assert!(close(beta.upper.value(), 80.0), "b and c, and d and e without a record");
    for share in &market.systems {
        assert!(share.lower.value() <= share.upper.value());
    }
    let gamma = market.systems.iter().find(|share| c.systems[share.holder].id == "gamma").expect("gamma");
    assert!(gamma.boroughs.is_empty(), "a retired system holds nothing");
}

#[test]
fn a_system_without_a_supplier_widens_every_suppliers_bound() {
    let region = Region::new(&[
        ("a", &live("alpha", "one")),
        ("b", &live("alpha", "one")),
        ("c", &live("orphan", "one")),
    ]);
    let (c, figures) = region.today();
    let market = figures.market(c.services.find("one").expect("a service"));
    assert_eq!(market.supplier_unknown.len(), 1);
    assert!(close(market.suppliers[0].lower.value(), 200.0 / 3.0));
    assert!(close(market.suppliers[0].upper.value(), 100.0));
}

#[test]
fn concentration_splits_a_town_over_its_systems_and_follows_owners_by_date() {
    let region = Region::new(&[
        ("a", &live("alpha", "one")),
        ("b", &systems(&[("alpha", "one", "live", ""), ("beta", "one", "live", "")])),
        ("c", &live("beta", "one")),
        ("d", &live("gamma", "two")),
    ]);
    region.file("suppliers/bolt.yaml", "name: bolt\nparent: {supplier: acme, since: 2026-06-15}\n");
    let (c, figures) = region.today();
    assert_eq!(figures.concentrations.len(), 1, "two has one record, below the minimum of three");
    let one = &figures.concentrations[0];
    assert!(close(one.by_system, 5000.0), "1.5 of 3 each");
    assert!(close(one.by_supplier, 5000.0));
    assert!(close(one.by_group, 10_000.0), "owned from today on");
    let acme = c.suppliers.find("acme").expect("a supplier");
    assert_eq!(one.largest.as_ref().map(|(group, _)| group.clone()), Some(Group::Head(acme)));
    let (_, before) = region.at(date(2026, 6, 14));
    assert!(close(before.concentrations[0].by_group, 5000.0), "not owned yet");
    let merger = &before.mergers[0];
    assert!(close(merger.rise, 5000.0), "2 x 50 x 50 over one service");
}

#[test]
fn a_figure_under_the_minimum_is_withheld() {
    let region = Region::new(&[("a", &contract("end: 2027, supplier: acme")), ("b", "")]);
    let (_, figures) = region.today();
    let top = figures.named("top-1-contracts").expect("a figure");
    assert_eq!(top.value, Value::Withheld);
    assert!(top.text.contains("withheld"));
}

#[test]
fn states_follow_the_dates_on_their_boundaries() {
    let cases = [
        ("start: 2020, end: 2026-06-15", ContractState::Running, "the last day still runs"),
        ("start: 2020, end: 2026-06", ContractState::Running, "a month means its last day"),
        ("start: 2020, end: 2026-06-14", ContractState::EndPassed, "yesterday"),
        (
            "start: 2020, end: 2026-06-14, max_end: 2026",
            ContractState::InOptions,
            "options run to the year's end",
        ),
        ("start: 2026-06-16, end: 2030", ContractState::Planned, "begins tomorrow"),
        ("start: 2026-06, end: 2030", ContractState::Running, "a month means its first day"),
        ("start: 2020", ContractState::EndNotKnown, "no end"),
        ("stage: tendering, end: 2030", ContractState::Planned, "said so"),
        ("stage: ended, end: 2030", ContractState::Ended, "said so"),
    ];
    for (keys, state, why) in cases {
        let (_, figures) = Region::new(&[("a", &contract(keys))]).today();
        assert_eq!(figures.terms[0].state, state, "{keys}: {why}");
    }
    let retired = systems(&[("alpha", "one", "retired", "until: 2025\ncontract: {end: 2030}")]);
    let (_, figures) = Region::new(&[("a", &retired)]).today();
    assert_eq!(figures.terms[0].state, ContractState::Ended, "its only system is retired");
}

#[test]
fn decide_by_takes_notice_and_lead_from_the_end() {
    let cases = [
        // One has a lead of 12 months; the region's notice is 3.
        ("end: 2027-09-15", date(2026, 6, 15), Light::ActNow, "today is not too late"),
        ("end: 2027-09-14", date(2026, 6, 14), Light::TooLate, "yesterday is"),
        ("end: 2028-03-15", date(2026, 12, 15), Light::ActNow, "six months ahead"),
        ("end: 2028-03-16", date(2026, 12, 16), Light::TimeInHand, "a day more"),
        ("end: 2027-09-15, notice_months: 6", date(2026, 3, 15), Light::TooLate, "its own notice"),
        (
            "end: 2028-05-31, notice_months: 0",
            date(2027, 5, 31),
            Light::TimeInHand,
            "the last day of a month",
        ),
        ("end: 2024-02-29, max_end: 2030, notice_months: 0", date(2023, 2, 28), Light::PastEnd, "a leap day"),
    ];
    for (keys, decide_by, light, why) in cases {
        let (_, figures) = Region::new(&[("a", &contract(keys))]).today();
        assert_eq!(figures.terms[0].decide_by, Some(decide_by), "{keys}");
        assert_eq!(figures.terms[0].light, Some(light), "{keys}: {why}");
    }
}

#[test]
fn yearly_values_count_both_days_and_take_tax_out() {
    let value = |keys: &str| {
        let (_, figures) = Region::new(&[("a", &contract(keys))]).today();
        figures.terms[0].annual
    };
    // 2025 to 2028 has a leap year: 1,461 days are four years.
    let four =
        value("start: 2025, end: 2028, value: {amount: 4000, basis: total, tax: net}").expect("a value");
    assert!(close(four.amount, 1000.0) && !four.estimated);
    let annual = value("value: {amount: 500, basis: annual, tax: gross}").expect("dates are not needed");
    assert!(close(annual.amount, 400.0) && annual.estimated, "a quarter of tax is taken out");
    assert!(value("value: {amount: 500, basis: annual}").expect("a value").estimated, "tax is not stated");
    assert!(value("start: 2025, value: {amount: 500, basis: total}").is_none(), "no end, no years");
    let day = value("start: 2026-01-01, end: 2026-01-01, value: {amount: 1, basis: total, tax: net}")
        .expect("a day");
    assert!(close(day.amount, 365.25));
}

#[test]
fn a_shared_contract_counts_once_and_costs_all_its_residents() {
    let shared = systems(&[("alpha", "one", "live", "contract: together")]);
    let region = Region::new(&[("a", &shared), ("b", &shared), ("c", &shared)]);
    let text = "title: Together\nboroughs: [a, b, c]\nsystems: [alpha]\nservices: [one]\nsupplier: acme\nstart: 2026\nend: 2027\nvalue: {amount: 6000, basis: annual, tax: net}\nprovenance: declared\n";
    region.file("contracts/together.yaml", text);
    let (c, figures) = region.today();
    assert_eq!(c.contracts.len(), 1);
    assert_eq!(figures.named("contracts-recorded").expect("a figure").value, Value::Count(1));
    assert_eq!(figures.prices.len(), 1);
    assert!(close(figures.prices[0].per_resident, 2.0), "6,000 over 3 x 1,000");
    let acme = c.suppliers.find("acme").expect("a supplier");
    assert!(close(figures.supplier(acme).contracts.running.amount, 6000.0));
    assert!(figures.cohorts.is_empty() || figures.cohorts[0].members.len() == 1);
}

#[test]
fn cohorts_are_the_largest_sets_that_share_a_day() {
    let town = |keys: &str| contract(keys);
    // Open (from, to): a (today, 2027-06), b (today, 2027-12), c (2026-12, 2028-03), d (2027-10, 2029).
    let region = Region::new(&[
        ("a", &town("end: 2026-12-31, max_end: 2027-06-30")),
        ("b", &town("end: 2027-06-30, max_end: 2027-12-31, value: {amount: 10, basis: annual, tax: net}")),
        ("c", &town("end: 2028-03-31, value: {amount: 20, basis: annual, tax: net}")),
        ("d", &town("end: 2028-12-31, max_end: 2029-12-31")),
    ]);
    let (c, figures) = region.today();
    let by_service: Vec<_> =
        figures.cohorts.iter().filter(|cohort| matches!(cohort.common, Common::Services(_))).collect();
    assert_eq!(by_service.len(), 2, "a, b, c share a day and b, c, d share another; all four share none");
    for cohort in &by_service {
        assert_eq!(cohort.boroughs.len(), 3);
        assert!(cohort.from <= cohort.start && cohort.start <= cohort.to);
        assert!(close(cohort.known_value, 30.0) && cohort.with_value == 2);
    }
    let first = by_service
        .iter()
        .find(|cohort| cohort.boroughs.contains(&c.boroughs.find("a").expect("a")))
        .expect("abc");
    assert_eq!(first.start, date(2027, 6, 30), "the last day that a can reach");
    let extensions: Vec<i32> = first.members.iter().map(|member| member.extension_months).collect();
    assert_eq!(extensions, [6, 0, 0], "a from December to June");
}

#[test]
fn two_towns_are_no_cohort_and_one_town_twice_is_none_either() {
    let twice = systems(&[
        ("alpha", "one", "live", "contract: {end: 2027}"),
        ("beta", "one", "live", "contract: {end: 2027}"),
    ]);
    let (_, figures) = Region::new(&[("a", &twice), ("b", &contract("end: 2027"))]).today();
    assert!(figures.cohorts.is_empty(), "three contracts, but two towns");
}

#[test]
fn migrations_are_stated_or_follow_from_one_service() {
    let rows = systems(&[
        ("alpha", "one", "retired", "until: 2024"),
        ("beta", "one", "live", "since: 2024-05"),
        ("gamma", "two", "live", "replaces: orphan"),
        ("alpha", "three", "replacing", ""),
        ("beta", "three", "planned", ""),
    ]);
    let (c, figures) = Region::new(&[("a", &rows)]).today();
    let named: Vec<_> = figures
        .migrations
        .iter()
        .map(|row| (c.systems[row.from].id.as_str(), c.systems[row.to].id.as_str(), row.stated, row.ahead))
        .collect();
    assert!(named.contains(&("alpha", "beta", false, false)), "retired and live for one service");
    assert!(named.contains(&("alpha", "beta", false, true)), "being replaced and planned");
    assert!(
        !named.iter().any(|(_, to, ..)| *to == "gamma"),
        "orphan has no record here, so nothing says it was there"
    );
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
        assert_eq!(c.systems[c.deployments[change.old].system].id, "alpha");
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
fn a_service_depends_on_a_supplier_where_its_system_is_in_use() {
    let region = Region::new(&[
        ("a", &live("alpha", "one")),
        ("b", &systems(&[("alpha", "one", "live", ""), ("beta", "one", "live", "")])),
        ("c", &systems(&[("gamma", "one", "live", ""), ("alpha", "one", "retired", "")])),
        ("d", &live("orphan", "one")),
        ("e", &live("alpha", "two")),
        ("f", &systems(&[("beta", "two", "planned", "")])),
    ]);
    region.file("suppliers/core.yaml", "name: core\nparent: {supplier: acme}\n");
    let (c, figures) = region.today();
    let acme = c.suppliers.find("acme").expect("a supplier");
    let told = |rows: &[citytools::figures::Dependence]| {
        let others = |row: &citytools::figures::Dependence| {
            let other = |other: &citytools::figures::OtherSystem| {
                (c.systems[other.system].id.clone(), other.boroughs, other.same_group)
            };
            row.others.iter().map(other).collect::<Vec<_>>()
        };
        let row = |row| {
            let row: &citytools::figures::Dependence = row;
            (c.services[row.service].id.clone(), row.boroughs.len(), row.alone.len(), others(row))
        };
        rows.iter().map(row).collect::<Vec<_>>()
    };
    let named = |id: &str, boroughs, same| (id.to_owned(), boroughs, same);
    let supplier = told(&figures.supplier(acme).dependence);
    assert_eq!(
        supplier,
        [
            (
                "one".to_owned(),
                2,
                1,
                vec![named("beta", 1, false), named("gamma", 1, true), named("orphan", 1, false)]
            ),
            // What is planned is not in use.
            ("two".to_owned(), 1, 1, Vec::new()),
        ],
        "b has beta too; gamma belongs to a supplier of the same group"
    );
    let (group, exposure) = &figures.exposure[0];
    assert_eq!(*group, Group::Head(acme));
    assert_eq!(exposure.suppliers.len(), 2);
    assert_eq!(
        told(&exposure.dependence)[0],
        ("one".to_owned(), 3, 2, vec![named("beta", 1, false), named("orphan", 1, false)]),
        "the whole group: a and c have nothing else"
    );
    assert_eq!(citytools::figures::Dependence::without_others(&exposure.dependence), 1);
    assert!(close(exposure.reach.value(), 400.0 / 6.0), "a, b, c and e of six");
    let footprint = figures.supplier(acme);
    assert!(close(footprint.reach.value(), 50.0), "a, b and e of six");
    let b = c.boroughs.find("b").expect("a town");
    assert_eq!(footprint.in_borough[&b].len(), 1, "beta is not of acme");
}

#[test]
fn what_a_system_was_used_for_and_where_it_is_not_in_use() {
    let (c, figures) = Region::new(&[
        ("a", &live("alpha", "one")),
        ("b", &systems(&[("alpha", "two", "retired", "")])),
        ("c", &systems(&[("alpha", "one", "live", ""), ("alpha", "two", "planned", "")])),
    ])
    .today();
    let alpha = figures.system(c.systems.find("alpha").expect("a system"));
    let others: Vec<_> = alpha.others.iter().map(|ix| c.boroughs[*ix].id.as_str()).collect();
    assert_eq!(others, ["b"], "c has it in use, whatever else it plans");
    assert_eq!(alpha.services.len(), 2);
    assert!(close(alpha.reach.value(), 200.0 / 3.0));
}

#[test]
fn prices_stand_beside_those_for_just_the_same_services() {
    let with = |system: &str, services: &str, value: &str| {
        format!(
            "systems:\n  - system: {system}\n    services: [{services}]\n    lifecycle: live\n    provenance: declared\n    contract: {{start: 2026, end: 2027, {value}}}\n"
        )
    };
    let price = |amount: u32| format!("value: {{amount: {amount}, basis: annual, tax: net}}");
    let region = Region::new(&[
        ("a", &with("beta", "one", &price(1000))),
        ("b", &with("alpha", "one", &price(2000))),
        ("c", &with("alpha", "one", &price(3000))),
        ("d", &with("alpha", "one, two", &price(4000))),
        ("e", &with("alpha", "two", &price(5000))),
        ("f", &with("alpha", "one", "notice_months: 1")),
        ("g", &contract("start: 2026, value: {amount: 1, basis: total}")),
    ]);
    region.file("boroughs/h.yaml", &format!("name: h\n{}\n", with("alpha", "one", &price(1))));
    let (c, figures) = region.today();
    let groups: Vec<(Vec<&str>, Vec<f64>, bool)> = figures
        .price_groups
        .iter()
        .map(|group| {
            let services = group.services.iter().map(|ix| c.services[*ix].id.as_str()).collect();
            let prices = group.prices.iter().map(|price| price.per_resident).collect();
            (services, prices, group.can_be_compared())
        })
        .collect();
    assert_eq!(
        groups,
        [
            (vec!["one"], vec![3.0, 2.0, 1.0], true),
            (vec!["two"], vec![5.0], false),
            (vec!["one", "two"], vec![4.0], false),
        ],
        "alpha before beta, the dearest first; then what stands alone, one service before two"
    );
    let unpriced = figures.unpriced;
    assert_eq!((unpriced.value, unpriced.years, unpriced.residents), (1, 1, 1), "f, g and h");
    let first = &figures.price_pairs[0];
    assert_eq!(
        (c.services[first.service].id.as_str(), c.systems[first.system].id.as_str()),
        ("one", "alpha")
    );
    assert_eq!((first.running, first.known, first.missing()), (6, 3, 2), "b, c, d, f, g and h; b, c and d");
    assert!(first.spread.is_none());
}

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
fn skills_match_only_offers_at_practitioner_or_above() {
    let skill = |keys: &str| format!("skills:\n  - {{skill: design, provenance: declared, {keys}}}");
    let region = Region::new(&[
        ("a", &skill("stance: offer, level: expert")),
        ("b", &skill("stance: offer, level: working")),
        ("c", &skill("stance: seek")),
        ("d", &skill("stance: both, level: practitioner")),
    ]);
    let (_, figures) = region.today();
    let matches = figures.named("skill-matches").expect("a figure");
    // a to c, a to d, d to c.
    assert_eq!(matches.value, Value::Count(3));
}

#[test]
fn quarters_and_spreads() {
    assert_eq!(Quarter::of(date(2027, 3, 31)).id(), "2027-q1");
    assert_eq!(Quarter::of(date(2027, 4, 1)).name(), "April to June 2027");
    assert_eq!(Spread::of(vec![1.0, 2.0, 3.0, 4.0]), None, "four are too few");
    let spread = Spread::of(vec![5.0, 1.0, 4.0, 2.0, 3.0]).expect("five");
    assert_eq!(spread.points, [1.0, 2.0, 3.0, 4.0, 5.0]);
    let between = Spread::of(vec![0.0, 10.0, 20.0, 30.0, 40.0, 50.0]).expect("six");
    assert_eq!(between.points, [0.0, 12.5, 25.0, 37.5, 50.0]);
}

/// Figures of an empty region are numbers, not accidents.
#[test]
fn a_region_with_one_empty_town_has_every_figure() {
    let (_, figures) = Region::new(&[("a", "")]).today();
    for figure in &figures.named {
        assert!(!figure.text.contains("NaN") && !figure.sentence.contains("NaN"), "{}", figure.id);
        assert!(figure.sentence.ends_with('.') && !figure.definition.is_empty(), "{}", figure.id);
    }
    let mut ids: Vec<_> = figures.named.iter().map(|figure| figure.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), figures.named.len(), "ids are unique");
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
    let states = |id| c.boroughs.iter().map(|(ix, _)| service(id).state(&c, ix)).collect::<Vec<_>>();
    assert_eq!(states("one"), [InUse, Other, InUse, NotApplicable, NotApplicable]);
    assert_eq!(states("two"), [Nothing, Other, Nothing, InUse, Nothing]);
    assert_eq!(states("three"), [Nothing; 5]);
    let counts = service("one").states(&c);
    assert_eq!(PairState::ALL.map(|state| counts.of(state)), [2, 1, 0, 2]);
    assert_eq!(counts.in_use(), service("one").coverage, "what does not apply is no part of the whole");
    assert_eq!((counts.with_evidence().part, counts.with_evidence().whole), (3, 3));
    let sum = counts.plus(service("two").states(&c)).plus(service("three").states(&c));
    assert_eq!(PairState::ALL.map(|state| sum.of(state)), [3, 2, 8, 2]);
    let figure = figures.named("overview-matrix").expect("a figure");
    assert_eq!(figure.value, Value::Count(2));
    assert!(
        figure.sentence.contains("Of 15 pairs") && figure.sentence.contains("and 2 do not apply"),
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
    let (_, figures) = Region::new(&towns).today();
    let rows = |id: &str| -> Vec<String> {
        let table = figures.named(id).and_then(|figure| figure.table.as_ref()).expect("a table");
        table.rows.iter().map(|row| format!("{} {}", row[1].text, row[2].text)).collect()
    };
    assert_eq!(rows("provenance-mix"), ["1 25%", "1 25%", "1 25%", "1 25%"]);
    assert_eq!(rows("confidence-mix"), ["2 50%", "0 0%", "1 25%", "1 25%"]);
    let sentence = &figures.named("provenance-mix").expect("a figure").sentence;
    assert!(sentence.contains("2 have been stated or checked by their town"), "{sentence}");
}

/// A list of skills: skill, then keys.
fn skills(rows: &[(&str, &str)]) -> String {
    let row = |(skill, keys): &(&str, &str)| format!("  - {{skill: {skill}, provenance: declared{keys}}}\n");
    format!("skills:\n{}", rows.iter().map(row).collect::<String>())
}

#[test]
fn a_practitioner_or_better_teaches_all_others_who_look_for_the_skill() {
    let region = Region::new(&[
        ("a", &skills(&[("design", ", level: practitioner, stance: offer")])),
        ("b", &skills(&[("design", ", level: expert, stance: both")])),
        ("c", &skills(&[("design", ", level: working, stance: offer")])),
        ("d", &skills(&[("design", ", stance: seek"), ("locks", ", level: expert, stance: offer")])),
        ("e", &skills(&[("design", ""), ("locks", ", stance: seek")])),
        ("f", &skills(&[("locks", "")])),
    ]);
    region.file(
        "skills.yaml",
        "skills:\n  - {id: design, name: Design, family: people}\n  - {id: locks, name: Locks, family: doors, totals_only: true}\n",
    );
    let (c, figures) = region.today();
    let names = |boroughs: &[Ix<Borough>]| {
        boroughs.iter().map(|ix| c.boroughs[*ix].name.as_str()).collect::<Vec<_>>().join("")
    };
    let design = figures.skill(c.skills.find("design").expect("a skill"));
    assert_eq!((design.count, names(&design.boroughs).as_str()), (5, "abcde"));
    assert_eq!((names(&design.offers), names(&design.seeks)), ("abc".to_owned(), "bd".to_owned()));
    let pairs: Vec<_> = design.matches.iter().map(|(from, to)| names(&[*from, *to])).collect();
    assert_eq!(pairs, ["ab", "ad", "bd"], "nobody teaches itself, and working is not enough");
    let locks = figures.skill(c.skills.find("locks").expect("a skill"));
    assert_eq!(locks.count, 3, "the total is published");
    assert!(locks.boroughs.is_empty() && locks.offers.is_empty() && locks.matches.is_empty());
    assert!(c.boroughs.rows().iter().all(|row| row.skills.len() <= 1), "the catalogue tells it of nobody");
    let sentence = |id: &str| figures.named(id).expect("a figure").sentence.clone();
    assert_eq!(sentence("skills-recorded"), "8 skills are on record in 5 of 6 towns.");
    assert!(sentence("skills-stated").contains("for 3 of 5 records"), "{}", sentence("skills-stated"));
    assert!(sentence("skill-matches").contains("known for 4 of 5"), "{}", sentence("skill-matches"));
}

#[test]
fn technologies_are_counted_by_stage_and_ties_are_named() {
    let stages = |rows: &[(&str, &str)]| {
        let row = |(id, stage): &(&str, &str)| {
            format!("  - {{technology: {id}, stage: {stage}, provenance: declared}}\n")
        };
        format!("technologies:\n{}", rows.iter().map(row).collect::<String>())
    };
    let region = Region::new(&[
        ("a", &stages(&[("kites", "in-use"), ("masts", "pilot")])),
        ("b", &stages(&[("kites", "pilot"), ("masts", "stopped")])),
        ("c", ""),
    ]);
    let item = |id: &str| format!("  - {{id: {id}, name: {id}, definition: Things.}}\n");
    region.file(
        "technologies.yaml",
        &format!("technologies:\n{}{}{}", item("kites"), item("masts"), item("oars")),
    );
    let (c, figures) = region.today();
    let of = |id: &str| figures.technology(c.technologies.find(id).expect("a technology"));
    let counts = |id: &str| STAGES.map(|stage| of(id).at(stage).len());
    assert_eq!((counts("kites"), counts("masts"), counts("oars")), ([1, 1, 0, 0], [0, 1, 0, 1], [0; 4]));
    assert_eq!(of("kites").furthest(), Some(STAGES[0]));
    assert_eq!(of("masts").furthest(), Some(STAGES[1]), "giving up is no progress");
    assert_eq!((of("oars").furthest(), of("oars").boroughs().len()), (None, 0));
    let sentence = |id: &str| figures.named(id).expect("a figure").sentence.clone();
    assert!(sentence("technologies-by-stage").starts_with("Of 4 records"));
    assert!(sentence("technologies-in-use").starts_with("1 of 3 technologies"));
    assert!(sentence("technology-most-recorded").starts_with("kites, and masts: "));
    assert!(sentence("technology-most-recorded").ends_with("with 2 of 3 towns each."));
}
