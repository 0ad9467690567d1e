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

/// What is said of notices, each of a buyer with one of these names, and which authorities the proposal of each is for.
fn bought_by(region: &Region, names: &[&str]) -> Result<(String, Vec<Vec<String>>)> {
    let release = |(at, name): (usize, &&str)| {
        let mut release = award(&format!("ocds-h6vhtk-{at:03}"), "1", "2026-01-10", "Software", "2027-12-31");
        release["buyer"]["name"] = json!(name);
        release["awards"][0]["suppliers"] = json!([{"name": "Nobody At All Ltd"}]);
        release
    };
    write(region, "notices.json", &json!(names.iter().enumerate().map(release).collect::<Vec<_>>()))?;
    let said = import(region, &["--dry-run", "notices.json"])?.expect(0)?.stdout;
    let mut found = vec![Vec::new(); names.len()];
    for block in said.split("# notice: ocds-h6vhtk-").skip(1) {
        let at: usize = block.split(',').next().unwrap_or_default().parse()?;
        let told = block.lines().filter_map(|line| line.trim().strip_prefix("# Buyer: "));
        found[at] = told.filter_map(|line| line.split(", by ").next()).map(str::to_owned).collect();
    }
    Ok((said, found))
}

#[test]
fn an_authority_is_known_whatever_words_stand_around_its_name() -> Result {
    let names = [
        ("Bromley Council Adult Social Care", &["bromley"][..]),
        ("London Borough of Bexley Waste Services", &["bexley"]),
        ("Hillingdon Council Exchequer", &["hillingdon"]),
        ("Haringey Council Strategic Procurement", &["haringey"]),
        ("Ealing Council Commercial Hub", &["ealing"]),
        ("Southwark Council Chief Executive's Department", &["southwark"]),
        ("London Borough of Brent Parking & Lighting", &["brent"]),
        ("Lewisham Council Schools", &["lewisham"]),
        // A pension fund is no body of its own: its authority signs.
        ("London Borough of Camden Pension Fund", &["camden"]),
        ("London Borough of Lewisham (Pension Fund)", &["lewisham"]),
        ("Procurement Team, London Borough of Hackney", &["hackney"]),
        ("Strategic Procurement - Harrow Council", &["harrow"]),
        ("oneSource (London Borough of Havering)", &["havering"]),
        ("London Borough of Haringey c/o Homes for Haringey", &["haringey"]),
        ("City of London Corporation Markets", &["city-of-london"]),
        ("Westminster City Council Libraries", &["westminster"]),
        ("RBKC Parking", &["kensington-and-chelsea"]),
        ("Richmond and Wandsworth Councils, Exchequer", &["richmond-upon-thames", "wandsworth"]),
        ("Camden Council and Islington Council Joint Exchequer", &["camden", "islington"]),
        ("Camden Council and Sutton Homes", &["camden"]),
        // A place's bare name is not its council's.
        ("Camden Town Brewery", &[]),
        ("Camden Town Unlimited", &[]),
        ("Sutton Housing Partnership", &[]),
        ("City of Westminster College", &[]),
        ("City of London Sinfonia", &[]),
        ("Sutton Coldfield Town Council Parks", &[]),
        ("Kingston upon Hull City Council Exchequer", &[]),
        ("Royal Borough of Windsor and Maidenhead Libraries", &[]),
    ];
    let region = london()?;
    let (said, found) = bought_by(&region, &names.map(|(name, _)| name))?;
    for ((name, ids), found) in names.iter().zip(found) {
        assert_eq!(found, *ids, "{name}");
    }
    assert!(!said.contains("not counted"), "{said}");
    let doubt = "Look at this (CT706): the buyer \"Hillingdon Council Exchequer\" has a name of hillingdon in it and more";
    assert!(said.contains(doubt), "{said}");
    Ok(())
}

#[test]
fn another_body_with_an_authoritys_name_in_its_own_is_named_with_the_reason() -> Result {
    let names = [
        (
            "Merton Council on behalf of the South London Partnership",
            "merton",
            "\"on behalf of\" says that it buys for others",
        ),
        ("Brent Council Tenants Federation", "brent", "\"federation\" tells a body of its own"),
        ("Ealing Council School", "ealing", "\"school\" tells a body of its own"),
        ("Hackney Council Housing Association", "hackney", "\"association\" tells a body of its own"),
        ("London Borough of Bexley Trading Ltd", "bexley", "\"ltd\" tells a body of its own"),
        ("City of London (Police)", "city-of-london", "\"police\" tells a body of its own"),
        (
            "Hackney Council for Voluntary Service",
            "hackney",
            "what it is a council of says that it is another",
        ),
        ("Barnet Council of Mosques", "barnet", "what it is a council of says that it is another"),
        ("Richmond Council, Yorkshire", "richmond-upon-thames", "\"yorkshire\" tells another place"),
        ("Sutton Council Bluff", "sutton", "\"bluff\" tells another place"),
    ];
    let region = london()?;
    let (said, found) = bought_by(&region, &names.map(|(name, ..)| name))?;
    for ((name, borough, why), found) in names.iter().zip(found) {
        assert_eq!(found, <Vec<String>>::new(), "{name}");
        let told =
            format!("  not counted: \"{name}\" (1 release) has a name of {borough} in it, but {why}; ");
        assert!(said.contains(&told), "{told}: {said}");
    }
    Ok(())
}

#[test]
fn a_name_with_a_slip_and_more_around_it_is_named() -> Result {
    let (said, found) =
        bought_by(&Region::harbourside()?, &["Nortpoint Council Exchequer", "Nortpoint Brewery"])?;
    assert_eq!(found, [Vec::<String>::new(), Vec::new()]);
    assert!(
        said.contains("not counted: \"Nortpoint Council Exchequer\" (1 release) looks like northpoint"),
        "{said}"
    );
    assert!(!said.contains("Brewery"), "{said}");
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
