//! Who buys, and who only may.

use serde_json::json;

use super::{award, import, write};
use crate::support::{Region, Result, copy, here};

/// A notice of a buyer, read against the content of the real region.
fn notice_in_london(region: &Region, name: &str) -> Result<String> {
    let mut release = award("ocds-h6vhtk-l", "1", "2026-01-10", "Software", "2027-12-31");
    release["buyer"]["name"] = json!(name);
    release["awards"][0]["suppliers"] = json!([{"name": "Nobody At All Ltd"}]);
    write(region, "notice.json", &release)?;
    Ok(import(region, &["--dry-run", "notice.json"])?.expect(0)?.stdout)
}

fn london() -> Result<Region> {
    let region = Region::empty()?;
    copy(&here("content"), &region.content())?;
    Ok(region)
}

/// Which authorities of the real region a name means.
fn buyers_of_london(names: &[&str]) -> Result<Vec<Vec<String>>> {
    let region = london()?;
    let mut found = Vec::new();
    for name in names {
        let said = notice_in_london(&region, name)?;
        let told = said.lines().filter_map(|line| line.trim().strip_prefix("# Buyer: "));
        found.push(told.filter_map(|line| line.split(", by ").next()).map(str::to_owned).collect());
    }
    Ok(found)
}

#[test]
fn buyers_are_known_by_the_names_that_notices_give_them() -> Result {
    let names = [
        ("London Borough of Camden", &["camden"][..]),
        ("Camden Council", &["camden"]),
        ("THE LONDON BOROUGH OF HAMMERSMITH & FULHAM", &["hammersmith-and-fulham"]),
        ("LB Hackney", &["hackney"]),
        ("Royal Borough of Greenwich", &["greenwich"]),
        ("Kensington & Chelsea Council", &["kensington-and-chelsea"]),
        ("City of London Corporation", &["city-of-london"]),
        ("Westminster City Council", &["westminster"]),
        ("The Mayor and Burgesses of the London Borough of Islington", &["islington"]),
        (
            "London Borough of Richmond upon Thames and London Borough of Wandsworth",
            &["richmond-upon-thames", "wandsworth"],
        ),
        ("London Borough of Camden (Procurement)", &["camden"]),
        ("London Borough of Camden - Corporate Services", &["camden"]),
        ("London Borough of Camden Council, Town Hall", &["camden"]),
        ("LB Camden ICT", &["camden"]),
        ("Brent Council Procurement", &["brent"]),
        ("London Borough of Hackney and Hackney Education", &["hackney"]),
        ("London Borough of Barking & Dagenham (BeFirst)", &["barking-and-dagenham"]),
        ("LBTH", &["tower-hamlets"]),
        ("RBKC", &["kensington-and-chelsea"]),
        ("The Common Council of the City of London", &["city-of-london"]),
        ("Brent Council Tenants Federation", &[]),
        ("Camden, Cleaning and Sons", &[]),
        ("City of Westminster College", &[]),
        ("City of London Police", &[]),
        ("Camden and Islington NHS Foundation Trust", &[]),
        ("Kingston upon Hull City Council", &[]),
        ("University of Westminster", &[]),
        ("London Councils", &[]),
        ("Greater London Authority", &[]),
        ("Sutton Coldfield Town Council", &[]),
    ];
    let found = buyers_of_london(&names.map(|(name, _)| name))?;
    for ((name, ids), found) in names.iter().zip(found) {
        assert_eq!(found, *ids, "{name}");
    }
    Ok(())
}

#[test]
fn buyers_who_may_be_known_are_named_and_others_are_not() -> Result {
    let region = london()?;
    for (name, borough) in [
        ("Corporation of London", "city-of-london"),
        ("Fulham Council", "hammersmith-and-fulham"),
        ("London Borough of Dagenham", "barking-and-dagenham"),
        ("Waltham Council", "waltham-forest"),
        ("Hakney Council", "hackney"),
    ] {
        let said = notice_in_london(&region, name)?;
        let told = format!("  not counted: \"{name}\" (1 release) looks like {borough}; ");
        assert!(said.contains(&told), "{name}: {said}");
        assert!(!said.contains("\n  - title:"), "{name} is counted: {said}");
    }
    for name in [
        "City of London Police",
        "Kingston upon Hull City Council",
        "Sutton Coldfield Town Council",
        "London Councils",
        "Greater London Authority",
        "University of Westminster",
        "The Wandsworth Trust",
        "Fulham",
        "Borough Council",
    ] {
        let said = notice_in_london(&region, name)?;
        assert!(!said.contains("not counted"), "{name}: {said}");
    }
    Ok(())
}

#[test]
fn a_buyer_known_by_name_brings_the_entry_that_its_record_lacks() -> Result {
    let region = Region::harbourside()?;
    let release = |number: &str, name: &str| {
        let mut release =
            award(&format!("ocds-h6vhtk-{number}"), number, "2026-01-10", "Software", "2027-12-31");
        release["buyer"] = json!({"id": "GB-PPON-PNOR-2222-BBBB", "name": name});
        release
    };
    let releases =
        [release("1", "Northpoint Council"), release("2", "Northpoint"), release("3", "Northpoint, ICT")];
    write(&region, "notice.json", &json!(releases))?;
    let said = import(&region, &["notice.json"])?.expect(0)?.stdout;
    assert!(
        said.contains(
            "  northpoint was known by its name: 2 notices give GB-PPON PNOR-2222-BBBB; add it to the identifiers of its record, if it is theirs.\n"
        ),
        "{said}"
    );
    region.append("boroughs/northpoint.yaml", "identifiers: [{scheme: GB-PPON, id: PNOR-2222-BBBB}]\n")?;
    let said = import(&region, &["notice.json"])?.expect(0)?.stdout;
    assert!(!said.contains("known by its name"), "{said}");
    Ok(())
}

#[test]
fn a_buyer_who_may_be_known_is_told_once_with_what_would_make_it_known() -> Result {
    let region = Region::harbourside()?;
    let release = |number: &str| {
        let mut release =
            award(&format!("ocds-h6vhtk-{number}"), number, "2026-01-10", "Software", "2027-12-31");
        release["buyer"] = json!({"id": "GB-PPON-PMER-1111-AAAA", "name": "Council of the Mere"});
        release
    };
    write(&region, "notice.json", &json!([release("1"), release("2")]))?;
    let said = import(&region, &["notice.json"])?.expect(0)?.stdout;
    assert!(
        said.contains(
            "  not counted: \"Council of the Mere\" (2 releases) looks like mill-and-mere; if it is, add GB-PPON PMER-1111-AAAA to the identifiers of its record.\n"
        ),
        "{said}"
    );
    Ok(())
}
