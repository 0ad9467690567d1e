//! Files that are no pages: whether programs can read them, and what they lead to.

use super::*;

#[test]
fn what_no_program_can_read_is_told() -> Result {
    let site = Built::new()?;
    let calendar = "contracts/calendar.ics";
    for (file, from, to, due) in [
        ("data/datapackage.json", "{", "{,", "it is no JSON: "),
        ("data/datapackage.json", "{", "{\"a\":\u{1}", "it is no JSON: "),
        ("data/systems.jsonl", "\n{", "\n", "line 2: it is no JSON: "),
        ("contracts/feed.xml", "</feed>", "", "it is no XML: "),
        ("contracts/feed.xml", "<title>", "<title>a & b", "it is no XML: "),
        ("sitemap.xml", "</urlset>", "</urlset><a>", "it is no XML: "),
        ("figures/systems-recorded/systems-recorded.svg", "<svg", "<svg a=1", "it is no XML: "),
        ("data/systems.csv", "\n", ",\n", "line 2 has more or fewer cells than the first"),
        (calendar, "\r\n", "\n", "line 1 of a calendar does not end with CR and LF"),
        (calendar, "VERSION:2.0", "VERSION 2.0", "line 2 of a calendar has no name"),
        (calendar, "VERSION:2.0", ":2.0", "line 2 of a calendar has no name"),
        (calendar, "BEGIN:VEVENT\r\n", "", "of a calendar ends what did not begin"),
        (calendar, "END:VCALENDAR", "END:VCALENDAR\r\nA:1", "of a calendar stands in no part of it"),
        (calendar, "END:VCALENDAR\r\n", "", "it is no whole calendar"),
        (calendar, "BEGIN:VCALENDAR", "BEGIN:VCARD", "of a calendar ends what did not begin"),
    ] {
        let said = site.said(file, from, to)?;
        let first = said.lines().next().unwrap_or_default();
        assert!(first.starts_with(&format!("{file}: ")) && first.contains(due), "{due}\n{said}");
        assert_eq!(said.lines().count(), 2, "{said}");
    }
    let long = format!("VERSION:2.0{}", " ".repeat(65));
    let said = site.said(calendar, "VERSION:2.0", &long)?;
    assert!(said.contains(&format!("{calendar}: line 2 of a calendar has more than 75 bytes\n")), "{said}");
    let whole = "BEGIN:VEVENT\r\nEND:VEVENT\r\n";
    assert!(site.said_with(calendar, whole)?.contains("it is no whole calendar\n"));
    for file in ["data/systems.csv", "robots.txt", "_headers", "sitemap.xml"] {
        let said = site.said_with(file, b"\xff")?;
        assert!(said.contains(&format!("{file}: it is no text (UTF-8)\n")), "{said}");
    }
    tried(&format!("verify: {} files broken, each told", site.faults.get()));
    Ok(())
}

#[test]
fn a_style_sheet_loads_what_its_site_has() -> Result {
    let site = Built::new()?;
    let style = site.asset("site.css")?;
    let text = fs::read_to_string(site.path(&style))?;
    let deep = format!("{}url(//other.example/a){}", "(".repeat(200), ")".repeat(200));
    let missing = |address: &str| format!("`{address}` leads to no file of the site");
    let foreign = |address: &str| format!("it loads `{address}` from another site");
    for (rule, due) in [
        ("@import \"https://other.example/a.css\";", foreign("https://other.example/a.css")),
        ("@import url(//other.example/a.css);", foreign("//other.example/a.css")),
        ("@import 'gone.css';", missing("gone.css")),
        ("a{b:url(gone.png)}", missing("gone.png")),
        ("a{b:URL( \"../gone.woff2\" )}", missing("../gone.woff2")),
        ("a{b:url(../../gone.png)}", "`../../gone.png` leads out of the site".to_owned()),
        ("a{b:url(https://other.example/a.png)}", foreign("https://other.example/a.png")),
        ("a{b:u\\72l(https://other.example/a)}", foreign("https://other.example/a")),
        ("a{b:url(data:image/png;base64,AA)}", foreign("data:image/png;base64,AA")),
        ("a{b:image-set(\"gone.png\" 1x)}", missing("gone.png")),
        (&deep, format!("line {} has brackets too deep to be read", text.matches('\n').count() + 2)),
        ("a{b:image-set(\"../robots.txt\" 1x, 'gone.png' 2x)}", missing("gone.png")),
    ] {
        let said = site.said_with(&style, format!("{text}\n{rule}"))?;
        assert_eq!(said.lines().next(), Some(&*format!("{style}: {due}")), "{said}");
        assert_eq!(said.lines().count(), 2, "{said}");
    }
    Ok(())
}

#[test]
fn scripts_headers_and_robots_lead_to_what_is_there() -> Result {
    let site = Built::new()?;
    let script = site.asset("site.js")?;
    let text = fs::read_to_string(site.path(&script))?;
    for (line, due) in [
        ("import \"./gone.js\";", "`./gone.js` leads to no file of the site"),
        ("import { a } from './gone.js';", "`./gone.js` leads to no file of the site"),
        ("import(`./gone.js`);", "`./gone.js` leads to no file of the site"),
        ("import \"https://other.example/a.js\";", "it loads `https://other.example/a.js` from another site"),
    ] {
        let said = site.said_with(&script, format!("{text}\n{line}"))?;
        assert_eq!(said.lines().next(), Some(&*format!("{script}: {due}")), "{said}");
        assert_eq!(said.lines().count(), 2, "{said}");
    }
    // Without what names it, data that a script asks for is a stray.
    let compare = site.asset("compare.js")?;
    let said = site.said(&compare, "compare/${id}.json", "compare/${id}.jsn")?;
    assert!(said.contains("compare/harbour-quay.json: nothing leads to it\n"), "{said}");
    let said = site.said("_headers", "/assets/*", "/gone.json\n  A: b\n/assets/*")?;
    assert_eq!(said.lines().next(), Some("_headers: `gone.json` leads to no file of the site"), "{said}");
    let said = site.said("_headers", "script-src 'self'", "script-src *")?;
    assert!(said.contains("has another policy than this program writes"), "{said}");
    let said = site.said("robots.txt", "sitemap.xml", "map.xml")?;
    let due = "robots.txt: `https://h.example/city/map.xml` leads to no file of the site";
    assert_eq!(said.lines().next(), Some(due), "{said}");
    Ok(())
}
