//! What stands behind each figure: a formula, its rows, what it is a part of, for how many it is known, within which
//! bounds it lies, and why it is withheld.

use std::collections::BTreeSet;

use crate::support::{AS_OF, Region, Result, here};
use citytools::build::{self, Ready};
use citytools::figures::{Bounds, Cell, Coverage, Figure, Format, Kind, Percent, Value};

const SERVICES: &str = "
groups:
  - id: group
    name: Group
    kind: frontline
    services:
      - {id: one, name: One, definition: One., tier: core, lead_months: 12}
      - {id: two, name: Two, definition: Two., tier: extended, lead_months: 6}
";

/// Hamlets that each run one system, with the keys of its contract.
fn region(hamlets: &[(&str, &str)]) -> Result<Region> {
    let region = Region::empty()?;
    region.write("site.yaml", crate::support::bare_site("hamlet"))?;
    region.write("services.yaml", SERVICES)?;
    region.write("skills.yaml", "skills: []\n")?;
    region.write("technologies.yaml", "technologies: []\n")?;
    region.write("frameworks.yaml", "frameworks: []\n")?;
    for (supplier, keys) in
        [("acme", "size: small\nvcse: yes\n"), ("bolt", "size: large\nvcse: no\n"), ("cog", ""), ("dial", "")]
    {
        region.write(&format!("suppliers/{supplier}.yaml"), format!("name: {supplier}\n{keys}"))?;
        let system = format!("name: {supplier} suite\nsupplier: {supplier}\nservices: [one, two]\n");
        region.write(&format!("systems/{supplier}-suite.yaml"), system)?;
    }
    for (index, (supplier, contract)) in hamlets.iter().enumerate() {
        let system = format!(
            "name: Hamlet {index}\nsystems:\n  - system: {supplier}-suite\n    services: [one]\n    lifecycle: live\n    provenance: declared\n"
        );
        let contract =
            if contract.is_empty() { String::new() } else { format!("    contract: {{{contract}}}\n") };
        region.write(&format!("boroughs/hamlet-{index}.yaml"), system + &contract)?;
    }
    Ok(region)
}

fn ready(region: &Region) -> Result<Ready> {
    let checked = build::check(&region.content(), AS_OF.parse()?)?;
    Ok(checked.ready.ok_or_else(|| format!("{:#?}", checked.problems))?)
}

fn figure<'a>(ready: &'a Ready, id: &str) -> Result<&'a Figure> {
    Ok(ready.figures.named(id).ok_or_else(|| format!("no figure {id}"))?)
}

fn rows(Ready { catalogue, figures }: &Ready, figure: &Figure) -> Vec<Vec<Cell>> {
    figure.table.rows.iter(figures, catalogue).map(|row| row.into_owned()).collect()
}

/// The regions of this repository.
fn both() -> Result<[Ready; 2]> {
    let read = |content: &str| -> Result<Ready> {
        Ok(build::check(&here(content), AS_OF.parse()?)?.ready.ok_or("a region without a mistake")?)
    };
    Ok([read("content")?, read("examples/harbourside")?])
}

/// What a cell of numbers, names or dates says where it has none.
const GAPS: [&str; 11] = [
    "Not known",
    "Not published",
    "Withheld",
    "Does not apply",
    "None running",
    "None",
    "In-house",
    "No supplier named",
    "None ends",
    "End ahead",
    "",
];

#[test]
fn every_figure_has_a_formula_and_rows_with_their_numbers() -> Result {
    for ready in both()? {
        for figure in &ready.figures.named {
            let id = figure.id;
            for words in [&figure.title, &figure.definition, &figure.formula, &figure.sentence, &figure.text]
            {
                assert!(!words.trim().is_empty() && !words.contains('{'), "{id}: {words:?}");
            }
            assert!(figure.sentence.ends_with('.'), "{id}: {}", figure.sentence);
            let table = &figure.table;
            let named = table.columns.iter().map(|column| &column.title).collect::<BTreeSet<_>>();
            assert_eq!(named.len(), table.columns.len(), "{id}: two columns of one name");
            assert!(
                figure.number().is_none_or(|number| number == 0.0) || !table.rows.is_empty(),
                "{id} has no rows"
            );
            for row in table.rows.iter(&ready.figures, &ready.catalogue) {
                assert_eq!(row.len(), table.columns.len(), "{id}");
                for (cell, column) in row.iter().zip(&table.columns) {
                    let is_gap = GAPS.contains(&&*cell.text) || cell.text.starts_with("Withheld (");
                    let carries = match column.kind {
                        Kind::Text => true,
                        // A parent without a record has no id.
                        Kind::Name => !cell.names.is_empty() || column.title.to_lowercase().contains("group"),
                        Kind::Date => cell.date.is_some(),
                        Kind::Number(_) | Kind::Sum => cell.number.is_some(),
                    };
                    assert!(carries || is_gap, "{id}, {}: {:?}", column.title, cell.text);
                    assert!(!(is_gap && cell.number.is_some()), "{id}: a gap is no number");
                    assert!(column.kind != Kind::Sum || cell.known.is_some(), "{id}: a sum without its base");
                }
            }
        }
    }
    Ok(())
}

#[test]
fn rows_add_up_to_the_number_above_them() -> Result {
    let listed = [
        "contracts-recorded",
        "contracts-shared",
        "contracts-running",
        "contracts-with-end",
        "contracts-with-value",
        "contracts-ending-12-months",
        "contracts-ending-24-months",
        "contracts-past-end",
        "contracts-act-now",
        "contracts-too-late",
        "systems-recorded",
        "systems-current",
        "suppliers-recorded",
        "authorities-total",
        "services-recorded",
    ];
    let summed = [
        ("deployments-recorded", 1),
        ("deployments-current", 1),
        ("deployments-verified", 1),
        ("services-total", 1),
        ("sources-total", 1),
        ("pairs-recorded", 1),
        ("skills-recorded", 1),
        ("overview-matrix", 3),
        ("contracts-by-quarter", 1),
        ("contracts-by-last-quarter", 1),
    ];
    for ready in both()? {
        for id in listed {
            let figure = figure(&ready, id)?;
            assert_eq!(figure.value, Value::Count(figure.table.rows.len()), "{id}");
        }
        for (id, column) in summed {
            let figure = figure(&ready, id)?;
            let sum: f64 = rows(&ready, figure).iter().filter_map(|row| row[column].number).sum();
            assert_eq!(figure.number(), Some(sum), "{id}");
        }
        let value = figure(&ready, "contracts-value")?;
        let sum: f64 = rows(&ready, value).iter().filter_map(|row| row.last()?.number).sum();
        assert!(value.number().is_none_or(|total| (total - sum).abs() < 0.01), "{sum}");
        assert!(value.formula.contains("365.25") && value.formula.contains("+ 1"), "{}", value.formula);
    }
    Ok(())
}

/// Two of acme (small), three of bolt (large), three of cog (not known).
fn eight() -> Vec<(&'static str, &'static str)> {
    ["acme", "acme", "bolt", "bolt", "bolt", "cog", "cog", "cog"].map(|supplier| (supplier, "")).to_vec()
}

#[test]
fn a_partial_share_tells_numerator_denominator_coverage_and_bounds_apart() -> Result {
    let ready = ready(&region(&eight())?)?;
    for id in ["sme-share", "vcse-share"] {
        let figure = figure(&ready, id)?;
        assert_eq!(figure.value, Value::Percent(40.0), "{id}: 2 of the 5 known ones");
        let share = figure.share.as_ref().ok_or("a share")?;
        assert_eq!(share.counts(), Some(Coverage { part: 2, whole: 5 }), "{id}");
        let known = figure.coverage.as_ref().ok_or("a coverage")?;
        assert_eq!(known.counts, Coverage { part: 5, whole: 8 }, "{id}");
        let bounds = Bounds { lower: Percent::of(2.0, 8.0), upper: Percent::of(5.0, 8.0) };
        assert_eq!(figure.bounds, Some(bounds), "{id}");
        assert!(figure.sentence.ends_with("at least 25%, at most 63%."), "{}", figure.sentence);
        assert!(figure.sentence.contains("40%"), "{}", figure.sentence);
    }
    let rows = rows(&ready, figure(&ready, "sme-share")?);
    let texts: Vec<Vec<&str>> =
        rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect();
    assert_eq!(texts[0], ["Small or medium-sized", "2", "40%", "25%", "63%"]);
    assert_eq!(texts[2], ["Not known", "3", "Does not apply", "Does not apply", "Does not apply"]);
    Ok(())
}

#[test]
fn shares_sums_means_and_medians_of_too_few_are_withheld_with_the_reason() -> Result {
    // Only one hamlet, and of one contract all is known.
    let contract = "supplier: acme, start: 2026-01-01, end: 2026-12-31, value: {amount: 100, basis: total}";
    let ready = ready(&region(&[("acme", contract), ("cog", "")])?)?;
    let withheld = [
        "completeness",
        "freshness-median",
        "coverage-core",
        "sme-share",
        "vcse-share",
        "open-source-share",
        "contracts-value",
        "value-per-resident",
        "concentration-by-service",
        "mergers",
        "top-1-contracts",
    ];
    for id in withheld {
        let figure = figure(&ready, id)?;
        assert_eq!(figure.value, Value::Withheld, "{id}");
        assert_eq!((figure.text.as_str(), figure.bounds, &figure.share), ("withheld", None, &None), "{id}");
        let reason = figure.withheld.as_deref().ok_or(id)?;
        assert!(reason.starts_with("there are fewer than 3 "), "{id}: {reason}");
        assert!(figure.explained || figure.sentence.contains(reason), "{id}: {}", figure.sentence);
        for cell in rows(&ready, figure).iter().flatten().filter(|cell| cell.text.ends_with('%')) {
            panic!("{id} tells {}", cell.text);
        }
    }
    for figure in &ready.figures.named {
        assert_eq!(figure.value == Value::Withheld, figure.withheld.is_some(), "{}", figure.id);
    }
    let one = figure(&ready, "sme-share")?.withheld.clone().unwrap_or_default();
    assert!(one.ends_with("whose supplier's size is known: 1 so far"), "{one}");
    Ok(())
}

/// Four contracts of acme, two of bolt, one each of cog and dial; half of acme's with a value.
fn market() -> Vec<(&'static str, &'static str)> {
    let open = |supplier| (supplier, "end: 2028");
    let known = |supplier| (supplier, "end: 2028, value: {amount: 1000, basis: annual, tax: net}");
    vec![
        known("acme"),
        known("acme"),
        open("acme"),
        open("acme"),
        known("bolt"),
        known("bolt"),
        open("cog"),
        open("dial"),
    ]
}

#[test]
fn the_largest_are_named_among_all_and_withheld_where_there_are_no_others() -> Result {
    let region = region(&market())?;
    let before = ready(&region)?;
    let top = figure(&before, "top-1-contracts")?;
    assert_eq!(top.value, Value::Percent(50.0));
    assert!(
        top.sentence.starts_with("The largest of 4 suppliers, acme, holds 50% of the 8 contracts"),
        "{}",
        top.sentence
    );
    let share = top.share.as_ref().and_then(|share| share.counts());
    assert_eq!((share, &top.coverage), (Some(Coverage { part: 4, whole: 8 }), &None));
    let three = figure(&before, "top-3-contracts")?;
    assert_eq!(three.value, Value::Percent(87.5), "the rows say as much");
    let five = figure(&before, "top-5-contracts")?;
    let reason = "no more than 4 suppliers hold any, so that they hold everything";
    assert_eq!((&five.value, five.withheld.as_deref()), (&Value::Withheld, Some(reason)));
    let groups = figure(&before, "top-1-contracts-groups")?;
    assert_eq!(groups.value, Value::Withheld, "no owner is on record");
    assert!(
        groups.sentence.contains("an owner is on record for only 0 of 4 suppliers"),
        "{}",
        groups.sentence
    );

    // With owners, acme and what it owns hold seven of eight.
    for (supplier, parent) in
        [("bolt", "{supplier: acme}"), ("cog", "{supplier: acme}"), ("dial", "{name: Far Away}")]
    {
        region.append(&format!("suppliers/{supplier}.yaml"), &format!("parent: {parent}\n"))?;
    }
    let after = ready(&region)?;
    let groups = figure(&after, "top-1-contracts-groups")?;
    assert_eq!(groups.value, Value::Percent(87.5));
    assert!(groups.sentence.contains("An owner is on record for 3 of 4 suppliers"), "{}", groups.sentence);
    for id in ["exposure", "mergers", "shares-by-group"] {
        let figure = figure(&after, id)?;
        let told = figure.withheld.is_some() || figure.sentence.contains("n owner is on record for 3 of 4");
        assert!(told, "{id}: {}", figure.sentence);
    }
    Ok(())
}

#[test]
fn a_sum_in_a_row_is_told_if_nothing_is_missing_or_enough_is_known() -> Result {
    let ready = ready(&region(&market())?)?;
    let rows = rows(&ready, figure(&ready, "exposure")?);
    let cell = |name: &str| rows.iter().find(|row| row[0].text == name).map(|row| row[4].clone());
    let acme = cell("acme").ok_or("acme")?;
    assert_eq!((acme.text.as_str(), acme.number), ("Withheld (2 of 4)", None), "2 of 4, and 3 are the least");
    assert_eq!(acme.known, Some(Coverage { part: 2, whole: 4 }));
    let bolt = cell("bolt").ok_or("bolt")?;
    assert_eq!((bolt.text.as_str(), bolt.number), ("£2,000 (2 of 2)", Some(2000.0)), "both are known");
    assert_eq!(cell("cog").map(|cell| cell.text), Some("Not published".to_owned()));
    Ok(())
}

#[test]
fn each_share_of_a_service_is_a_row_that_can_be_quoted() -> Result {
    let ready = ready(&region(&eight())?)?;
    for (id, holder) in [("shares-by-system", "acme-suite"), ("shares-by-supplier", "acme")] {
        let table = &figure(&ready, id)?.table;
        assert_eq!((table.rows.len(), table.quotes.len()), (3, 3), "{id}");
        let quote = table.quotes.iter().find(|quote| quote.key == format!("one/{holder}")).ok_or(id)?;
        assert_eq!(quote.text.as_deref(), Some("25%"));
        assert!(quote.sentence.contains("is in use in 2 of 8 hamlets on record: 25%."), "{}", quote.sentence);
    }
    Ok(())
}

/// Words of those who make the site, not of those who read it.
const MAKERS_WORDS: [&str; 16] = [
    "authorit",
    "council",
    "deployment",
    "lifecycle",
    "provenance",
    "taxonomy",
    "cohort",
    "co-terminat",
    "yaml",
    "boroughs/",
    " light",
    "index by",
    "ix ",
    "null",
    "denominator",
    "hangs on",
];

#[test]
fn titles_and_sentences_are_in_the_words_of_residents() -> Result {
    let titles = |ready: &Ready| {
        ready.figures.named.iter().map(|figure| figure.title.clone()).collect::<BTreeSet<String>>()
    };
    for ready in both()? {
        assert_eq!(titles(&ready).len(), ready.figures.named.len(), "every figure has a title of its own");
        for figure in &ready.figures.named {
            // What the region says of its own word for an authority is its own.
            let sentence = figure.sentence.replace(ready.catalogue.site.words.about.trim(), "");
            for words in [&figure.title, &sentence, &figure.table.caption] {
                let found = MAKERS_WORDS.iter().find(|word| words.to_lowercase().contains(**word));
                assert_eq!(found, None, "{}: {words}", figure.id);
            }
            // One word for an authority: the region's own.
            for words in [&figure.definition, &figure.formula] {
                let found = ["authorit", "council", ".yaml"].iter().find(|word| words.contains(**word));
                assert_eq!(found, None, "{}: {words}", figure.id);
            }
        }
    }
    Ok(())
}

#[test]
fn an_exact_half_of_a_sum_is_rounded_up() -> Result {
    let ready = ready(&region(&eight())?)?;
    let format = Format::new(&ready.catalogue.site);
    let told = [16_250_000.0, 1_005_000.0, 12_350.0, 999_500.0].map(|amount| format.short_money(amount));
    assert_eq!(told, ["£16.3m", "£1.01m", "£12,400", "£1m"]);
    assert_eq!(format.pence(0.125), "£0.13");
    Ok(())
}
