//! Every definition on a small region made for it: ties, none, one, missing values, partial dates, leap days, shared
//! contracts, owners with dates, unknown lifecycles, and the date of the site on a boundary.

mod changes;
mod cohorts;
mod concentration;
mod denominators;
mod knowledge;
mod openings;
mod people;

use std::fs;
use std::path::Path;

use citytools::catalogue::{Catalogue, link};
use citytools::content;
use citytools::diagnostics::Severity;
use citytools::figures::{Cell, ContractState, FigureTable, Figures, Group, Light, Quarter, Spread, Value};
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
        region.file("site.yaml", &crate::support::bare_site("town"));
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

/// The rows of a figure's table.
fn rows(table: &FigureTable, (catalogue, figures): &(Catalogue, Figures)) -> Vec<Vec<Cell>> {
    table.rows.iter(figures, catalogue).map(|row| row.into_owned()).collect()
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
fn a_figure_under_the_minimum_is_withheld() {
    let region = Region::new(&[("a", &contract("end: 2027, supplier: acme")), ("b", "")]);
    let (_, figures) = region.today();
    let top = figures.named("top-1-contracts").expect("a figure");
    assert_eq!(top.value, Value::Withheld);
    assert!(top.text.contains("withheld"));
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
