//! How concentrated a service is, and what a merger would do to it.

use jiff::civil::date;

use super::{Region, close, live, rows, systems};

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
    assert_eq!(one.largest.map(|(supplier, _)| supplier), Some(acme), "of two that tie, the first");
    let (_, before) = region.at(date(2026, 6, 14));
    assert!(close(before.concentrations[0].by_group, 5000.0), "not owned yet");
    let merger = &before.mergers[0];
    assert!(close(merger.rise, 5000.0), "2 x 50 x 50 over one service");
}

#[test]
fn own_builds_are_no_supplier_that_could_be_large() {
    let own = "services:\n  - {service: one, state: in-house}";
    let region = Region::new(&[("a", own), ("b", own), ("c", own)]);
    let region = region.today();
    let figures = &region.1;
    let [one] = &figures.concentrations[..] else { panic!("one service has enough records") };
    for index in [one.by_system, one.by_supplier, one.by_group] {
        assert!(close(index, 10_000.0 / 3.0), "three builds of three towns, not one: {index}");
    }
    assert!(one.largest.is_none());
    let figure = figures.named("concentration-by-service").expect("a figure");
    assert_eq!(rows(&figure.table, &region)[0][5].text, "No supplier named");
}

#[test]
fn a_system_that_towns_build_and_share_is_one_holder_and_no_supplier() {
    let own = "services:\n  - {service: one, state: in-house}";
    let region = Region::new(&[
        ("a", &live("homemade", "one")),
        ("b", &systems(&[("homemade", "one", "live", ""), ("alpha", "one", "live", "")])),
        ("c", own),
    ]);
    region.file("systems/homemade.yaml", "name: homemade\nsupplier: in-house\nservices: [one]\n");
    let (c, figures) = region.today();
    let one = &figures.concentrations[0];
    // Homemade 1.5, alpha 0.5 and c's own 1, of 3.
    assert!(close(one.by_supplier, 2500.0 + 2500.0 / 9.0 + 10_000.0 / 9.0), "{}", one.by_supplier);
    assert!(close(one.by_group, one.by_supplier) && close(one.by_system, one.by_supplier));
    let (supplier, percent) = one.largest.expect("acme");
    assert_eq!(supplier, c.suppliers.find("acme").expect("a supplier"));
    assert!(close(percent.value(), 100.0 / 6.0), "homemade is larger, and is no supplier's");
}
