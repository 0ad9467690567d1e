//! What a number is a part of: one whole for each noun, its members, and what is left out of it.

use citytools::catalogue::Catalogue;
use citytools::figures::{Figure, Figures, Value};

use super::{Region, contract, live, rows, systems};

fn figure<'a>(figures: &'a Figures, id: &str) -> &'a Figure {
    figures.named(id).unwrap_or_else(|| panic!("no figure {id}"))
}

/// What the last column says of each member, in the order of their names.
fn said(figure: &Figure, of: &(Catalogue, Figures)) -> Vec<(String, String)> {
    let members = figure.members.as_ref().unwrap_or_else(|| panic!("{} has no members", figure.id));
    let cell =
        |cell: Option<&citytools::figures::Cell>| cell.map(|cell| cell.text.clone()).unwrap_or_default();
    let mut said: Vec<_> = rows(members, of).iter().map(|row| (cell(row.get(1)), cell(row.last()))).collect();
    said.sort();
    said
}

fn pairs<'a>(said: &'a [(String, String)]) -> Vec<(&'a str, &'a str)> {
    said.iter().map(|(town, said)| (town.as_str(), said.as_str())).collect()
}

/// One of each light, one without a service, and one without an end.
fn lights() -> Region {
    Region::new(&[
        ("a", &contract("end: 2029")),
        ("b", &contract("end: 2027-12-15")),
        ("c", &contract("end: 2026-12-31")),
        ("d", &contract("end: 2026-01-31")),
        ("e", "contracts:\n  - {title: Odd, supplier: acme, end: 2029, provenance: declared}\n"),
        ("f", &contract("start: 2020")),
    ])
}

#[test]
fn what_is_past_its_end_is_no_part_of_what_has_time_left() {
    let region = lights().today();
    let figures = &region.1;
    let lights = figure(figures, "decide-by-lights");
    assert_eq!(lights.value, Value::Count(1), "those too late, as in the figure of that name");
    assert_eq!(figure(figures, "contracts-too-late").value, Value::Count(1));
    let share = lights.share.as_ref().expect("a part of those with an end ahead and a date to decide by");
    assert_eq!((share.part, share.whole), (1.0, 3.0), "a, b and c");
    let rows = rows(&lights.table, &region);
    let texts: Vec<_> = rows.iter().map(|row| (row[1].text.as_str(), row[2].text.as_str())).collect();
    assert_eq!(texts, [("1", "33%"), ("1", "33%"), ("1", "33%"), ("1", "Does not apply")]);
    assert_eq!(
        pairs(&said(lights, &region)),
        [("a", "Time in hand"), ("b", "Act now"), ("c", "Too late: extend or re-let"), ("d", "Past its end")]
    );
}

#[test]
fn members_of_the_whole_say_whether_they_count() {
    let region = lights().today();
    let figures = &region.1;
    assert_eq!(
        pairs(&said(figure(figures, "contracts-ending-12-months"), &region)),
        [("a", "No"), ("b", "No"), ("c", "Yes"), ("e", "No")],
        "all with an end ahead"
    );
    assert_eq!(
        pairs(&said(figure(figures, "contracts-too-late"), &region)),
        [("a", "No"), ("b", "No"), ("c", "Yes")],
        "e has no date to decide by"
    );
    assert_eq!(
        pairs(&said(figure(figures, "contracts-past-end"), &region)),
        [("a", "No"), ("b", "No"), ("c", "No"), ("d", "Yes")],
        "for a system in use, with an end"
    );
}

#[test]
fn running_contracts_have_a_lower_and_an_upper_number() {
    let old = "sources: [{title: Old, url: https://old.invalid/, date: 2025-06-14}]";
    let new = "sources: [{title: New, url: https://new.invalid/, date: 2025-06-15}]";
    let region = Region::new(&[
        ("a", &contract("end: 2029")),
        ("b", &contract("end: 2026-01, max_end: 2027")),
        ("c", &contract(&format!("start: 2020, {old}"))),
        ("d", &contract(&format!("start: 2020, {new}"))),
        ("e", &contract("start: 2020")),
    ]);
    let (_, figures) = region.today();
    assert_eq!(
        figure(&figures, "contracts-running").sentence,
        "At least 2 and at most 5 of 5 contracts on record can be counted as running: 1 has an end ahead, 1 is in an extension, and of 3 no end is known; of 1 of these nothing newer than 12 months is on record, so they may be over."
    );
}

#[test]
fn contracts_that_name_nobody_are_not_those_done_in_house() {
    let title = |supplier: &str| format!("contracts:\n  - {{title: Work{supplier}, provenance: declared}}\n");
    let region = Region::new(&[
        ("a", &title(", supplier: acme")),
        ("b", &title(", supplier: acme")),
        ("c", &title(", supplier: bolt")),
        ("d", &title("")),
        ("e", &title(", supplier: in-house")),
        ("f", &title("")),
    ]);
    let region = region.today();
    let figures = &region.1;
    let top = figure(figures, "top-1-contracts");
    assert_eq!(
        top.sentence,
        "The largest of 2 suppliers, acme, holds 67% of the 3 contracts on record with a named supplier; 2 more name none, and 1 is done in-house."
    );
    assert_eq!(pairs(&said(top, &region)), [("a", "Yes"), ("b", "Yes"), ("c", "No")]);
    let three = figure(figures, "top-3-contracts");
    assert_eq!(three.value, Value::Withheld, "three of two are all");
    assert!(three.members.is_none(), "they would tell what is withheld");
}

#[test]
fn by_group_everything_is_withheld_while_owners_are_few() {
    let town = format!(
        "{}contracts:\n  - {{title: Work, supplier: acme, provenance: declared}}\n",
        live("alpha", "one")
    );
    let own = |owners: &[&str]| {
        let region = Region::new(&[
            ("a", &town),
            ("b", &town),
            ("c", &live("beta", "one")),
            ("d", &live("gamma", "one")),
        ]);
        for owner in owners {
            region
                .file(&format!("suppliers/{owner}.yaml"), &format!("name: {owner}\nparent: {{name: Far}}\n"));
        }
        region.today()
    };
    let index = |of: &(Catalogue, Figures)| {
        rows(&figure(&of.1, "concentration-by-service").table, of)[0][4].text.clone()
    };
    let few = own(&["acme", "bolt"]);
    let shares = figure(&few.1, "shares-by-group");
    assert_eq!((&shares.value, shares.table.rows.len()), (&Value::Withheld, 0));
    assert_eq!(index(&few), "Withheld");
    let enough = own(&["acme", "bolt", "core"]);
    assert_eq!(figure(&enough.1, "shares-by-group").value, Value::Count(1));
    assert_eq!(index(&enough), "10,000");
}

#[test]
fn a_service_of_which_only_totals_are_published_is_in_no_whole() {
    let region = Region::new(&[("a", &live("alpha", "one"))]);
    let services = super::SERVICES.replace(
        "{id: three, name: Three, definition: Three., tier: extended, lead_months: 6}",
        "{id: three, name: Three, definition: Three., tier: extended, lead_months: 6, totals_only: true}",
    );
    region.file("services.yaml", &services);
    let (_, figures) = region.today();
    assert_eq!(
        figure(&figures, "services-total").sentence,
        "The records are sorted into 3 services; of 1 of them only totals are published, so every other figure is of the other 2."
    );
    for id in ["services-recorded", "contracts-by-service"] {
        assert_eq!(figure(&figures, id).share.as_ref().map(|share| share.whole), Some(2.0), "{id}");
    }
}

#[test]
fn suppliers_are_those_of_systems_and_of_contracts() {
    let only = systems(&[("alpha", "one", "live", "contract: {supplier: bolt}")]);
    let region = Region::new(&[("a", &only)]).today();
    let figures = &region.1;
    let suppliers = figure(figures, "suppliers-recorded");
    assert_eq!(suppliers.value, Value::Count(2), "acme makes it, bolt sells it");
    let told = rows(&suppliers.table, &region);
    let texts: Vec<Vec<&str>> =
        told.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect();
    assert_eq!(texts, [["acme", "1", "0"], ["bolt", "0", "1"]]);
    // Whoever sells it has no share of the service.
    let shares = rows(&figure(figures, "shares-by-supplier").table, &region);
    assert_eq!(shares.iter().map(|row| row[1].text.as_str()).collect::<Vec<_>>(), ["acme"]);
}

#[test]
fn years_known_only_by_their_number_make_a_rounded_sum() {
    let value = "value: {amount: 1234567, basis: total, tax: net}";
    for (dates, text) in [
        ("start: 2025-01-01, end: 2028-12-31", "£308,642"),
        ("start: 2025, end: 2028-12-31", "about £308,600"),
        ("start: 2025-01, end: 2028-12", "£308,642"),
    ] {
        let region = Region::new(&[("a", &contract(&format!("{dates}, {value}")))]).today();
        let rows = rows(&figure(&region.1, "contracts-recorded").table, &region);
        assert_eq!(rows[0].last().map(|cell| cell.text.clone()), Some(text.to_owned()), "{dates}");
    }
}
