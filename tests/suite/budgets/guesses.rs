//! What thousands of wrong words may mean is guessed for some of them only.

use std::fmt::Write as _;
use std::fs;

use super::{Taken, taken};
use crate::support::{Region, Result, tried};

/// An id as long as one can be, and near to thousands of others.
fn long_id(kind: &str, number: usize) -> String {
    format!("{kind}-{}-{number}", "ab".repeat(25))
}

/// Whether a run told of slips, and took no longer than one of the region as it is may.
fn told_in_time(what: &str, took: &Taken, usual: &Taken) {
    assert!(matches!(took.code, Some(0 | 1)), "{what}: {}", took.said);
    let most = f64::max(2.0, 30.0 * usual.seconds);
    assert!(took.seconds < most, "{what}: {} s, usually {}", took.seconds, usual.seconds);
}

/// Each wrong id is compared with all that are known, to guess which was meant: thousands of both took minutes.
#[test]
fn thousands_of_wrong_ids_among_thousands_take_no_time() -> Result {
    let region = Region::harbourside()?;
    let usual = taken(&region, &["check"])?;
    let service = |at| {
        let (id, other) = (long_id("a", at), long_id("b", at));
        format!(
            "  - {{id: {id}, name: A{at}, definition: A., tier: core, lead_months: 6, replaced_by: {other}}}\n"
        )
    };
    let services: String = (0..1_400).map(service).collect();
    region.write(
        "services.yaml",
        format!("groups:\n- id: g\n  name: G\n  kind: corporate\n  services:\n{services}"),
    )?;
    told_in_time("services", &taken(&region, &["check"])?, &usual);

    let region = Region::harbourside()?;
    let term = |at| {
        let [id, one, other] = ["a", "b", "c"].map(|kind| long_id(kind, at));
        format!("- {{id: {id}, term: A{at}, text: A., see: [{one}, {other}]}}\n")
    };
    region.write("glossary.yaml", format!("terms:\n{}", (0..1_300).map(term).collect::<String>()))?;
    told_in_time("glossary", &taken(&region, &["check"])?, &usual);

    let region = Region::harbourside()?;
    for at in 0..400 {
        let id = long_id("a", at);
        region.write(
            &format!("systems/{id}.yaml"),
            format!("name: System {at}\nsupplier: tern\nservices: [payroll]\n"),
        )?;
    }
    let row = |at| format!("harbour-quay,payroll,{},live\n", long_id("b", at));
    let rows: String = (0..9_000).map(row).collect();
    fs::write(region.root().join("sheet.csv"), format!("borough,services,system,lifecycle\n{rows}"))?;
    told_in_time("a sheet", &taken(&region, &["import", "survey", "--dry-run", "sheet.csv"])?, &usual);

    let folder = region.root().join("tables");
    fs::create_dir(&folder)?;
    let row = |at| format!("{},A{at},{}\n", long_id("a", at), long_id("b", at));
    let rows: String = (0..9_000).map(row).collect();
    fs::write(folder.join("suppliers.csv"), format!("id,name,parent\n{rows}"))?;
    let took = taken(&region, &["import", "survey", "tables"])?;
    told_in_time("tables", &took, &usual);
    tried("budgets: thousands of wrong ids in lists, sheets and tables");
    Ok(())
}

/// The same for figures that chapters quote, each of which guesses for itself.
#[test]
fn thousands_of_wrong_figures_in_many_chapters_take_no_time() -> Result {
    const TOWNS: [&str; 3] = ["harbour-quay", "mill-and-mere", "northpoint"];
    let region = Region::harbourside()?;
    for (town, at) in TOWNS.iter().zip(0..) {
        let mut systems = "systems:\n".to_owned();
        for at in 500 * at..500 * (at + 1) {
            let id = long_id("a", at);
            region.write(
                &format!("systems/{id}.yaml"),
                format!("name: System {at}\nsupplier: tern\nservices: [payroll]\n"),
            )?;
            let source = format!("{{url: \"https://a.example/{at}\", title: A, date: 2026-01-01}}");
            let _ = writeln!(
                systems,
                "  - {{system: {id}, services: [payroll], lifecycle: live, provenance: published, confidence: high, sources: [{source}]}}"
            );
        }
        region.replace(&format!("boroughs/{town}.yaml"), "systems:\n", &systems)?;
    }
    let usual = taken(&region, &["check"])?;
    assert_eq!(usual.code, Some(0), "{}", usual.said);
    for chapter in 20..40 {
        let quote = |at| format!("{{fig:shares-by-system/payroll/{}}}\n", long_id("b", at));
        let quotes: String = (0..580).map(quote).collect();
        region.write(
            &format!("report/{chapter}-c{chapter}.md"),
            format!("---\ntitle: C{chapter}\ndescription: A.\n---\n\n{quotes}"),
        )?;
    }
    let took = taken(&region, &["check"])?;
    assert_eq!(took.said.matches("[CT503]").count(), 20 * 500, "{:.300}", took.said);
    assert!(took.said.contains("did you mean `shares-by-system/payroll/"), "{:.300}", took.said);
    assert!(took.seconds < 1.5 + 4.0 * usual.seconds, "{} s, usually {}", took.seconds, usual.seconds);
    tried("budgets: thousands of wrong figures in 20 chapters");
    Ok(())
}
