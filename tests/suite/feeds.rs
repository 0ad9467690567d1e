//! Calendars and feeds, as programs of others read them.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{self, Element, Region, Result, Site, harbourside, london};
use calcard::common::PartialDateTime;
use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty, ICalendarValue, Uri};

const HARBOUR: &str = "boroughs/harbour-quay.yaml";
const ALL: &str = "contracts/calendar.ics";

/// An event as a calendar keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Event {
    /// First day and the day after the last, as `2027-03-31`.
    days: (String, String),
    title: String,
    text: String,
    url: String,
    sequence: i64,
    stamp: String,
    categories: Vec<String>,
    is_free: bool,
}

/// Properties that are texts for people.
const TEXTS: [&str; 6] = ["NAME", "SUMMARY", "DESCRIPTION", "UID", "X-WR-CALNAME", "X-WR-CALDESC"];

type Calendar = BTreeMap<String, Event>;

fn day(date: &PartialDateTime) -> String {
    format!("{:04}-{:02}-{:02}", date.year.unwrap_or(0), date.month.unwrap_or(0), date.day.unwrap_or(0))
}

fn text(value: &ICalendarValue) -> String {
    match value {
        ICalendarValue::PartialDateTime(date) => day(date),
        ICalendarValue::Uri(Uri::Location(address)) => address.clone(),
        other => other.clone().into_text().map(std::borrow::Cow::into_owned).unwrap_or_default(),
    }
}

/// The name and the events of a calendar, by their ids.
fn calendar(site: &Site, path: &str) -> Result<(String, Calendar)> {
    let bytes = site.files.get(path).ok_or_else(|| format!("the site has no {path}"))?;
    let source = std::str::from_utf8(bytes)?;
    for line in source.split_inclusive('\n') {
        assert!(line.ends_with("\r\n") && line.len() <= 77, "{path}: {line:?}");
    }
    // The reader forgives what others do not: a comma or semicolon that is not escaped.
    let unfolded = source.replace("\r\n ", "");
    let texts = unfolded.lines().filter_map(|line| line.split_once(':'));
    for (_, text) in texts.filter(|(name, _)| TEXTS.contains(name)) {
        let bare =
            ["\\\\", "\\,", "\\;", "\\n"].iter().fold(text.to_owned(), |text, pair| text.replace(pair, ""));
        assert!(!bare.contains(['\\', ',', ';']), "{path}: {text}");
    }
    let parsed = ICalendar::parse(source).map_err(|problem| format!("{path}: {problem:?}"))?;
    let mut name = String::new();
    let mut events = Calendar::new();
    for component in &parsed.components {
        let all = |property: &ICalendarProperty| -> Vec<String> {
            let entries = component.entries.iter().filter(|entry| entry.name == *property);
            entries.flat_map(|entry| &entry.values).map(text).collect()
        };
        let one = |property: ICalendarProperty| -> String {
            let values = all(&property);
            assert_eq!(values.len(), 1, "{path}: {property:?} is {values:?}");
            values.into_iter().next().unwrap_or_default()
        };
        match component.component_type {
            ICalendarComponentType::VCalendar => {
                assert_eq!(one(ICalendarProperty::Version), "2.0");
                name = one(ICalendarProperty::Name);
                assert_eq!(one(ICalendarProperty::Other("X-WR-CALNAME".to_owned())), name);
            }
            ICalendarComponentType::VEvent => {
                let sequence =
                    component.entries.iter().find(|entry| entry.name == ICalendarProperty::Sequence);
                let event = Event {
                    days: (one(ICalendarProperty::Dtstart), one(ICalendarProperty::Dtend)),
                    title: one(ICalendarProperty::Summary),
                    text: one(ICalendarProperty::Description),
                    url: one(ICalendarProperty::Url),
                    sequence: match sequence.and_then(|entry| entry.values.first()) {
                        Some(ICalendarValue::Integer(number)) => *number,
                        other => return Err(format!("{path}: sequence {other:?}").into()),
                    },
                    stamp: one(ICalendarProperty::Dtstamp),
                    categories: all(&ICalendarProperty::Categories),
                    is_free: source.contains("TRANSP:TRANSPARENT"),
                };
                let id = one(ICalendarProperty::Uid);
                assert!(events.insert(id.clone(), event).is_none(), "{path}: {id} is there twice");
            }
            // A calendar without any component is none; without an event, a time zone stands there.
            ICalendarComponentType::VTimezone | ICalendarComponentType::Standard => {}
            ref other => return Err(format!("{path}: {other:?}").into()),
        }
    }
    assert_eq!(events.is_empty(), source.contains("VTIMEZONE"), "{path}");
    assert!(parsed.components.len() > 1, "{path}");
    Ok((name, events))
}

fn feed(site: &Site, path: &str) -> Result<feed_rs::model::Feed> {
    let bytes = site.files.get(path).ok_or_else(|| format!("the site has no {path}"))?;
    let feed = feed_rs::parser::parse(&bytes[..]).map_err(|problem| format!("{path}: {problem}"))?;
    // What RFC 4287 asks of every feed and entry.
    assert!(feed.title.is_some() && feed.updated.is_some() && !feed.authors.is_empty(), "{path}");
    let own = feed.links.iter().find(|link| link.rel.as_deref() == Some("self"));
    assert_eq!(own.map(|link| link.href.as_str()), Some(feed.id.as_str()));
    let ids: BTreeSet<_> = feed.entries.iter().map(|entry| &entry.id).collect();
    assert_eq!(ids.len(), feed.entries.len(), "{path}: an id is there twice");
    for entry in &feed.entries {
        assert!(entry.title.is_some() && entry.updated.is_some() && !entry.links.is_empty(), "{path}");
    }
    Ok(feed)
}

fn titles(feed: &feed_rs::model::Feed) -> Vec<String> {
    feed.entries.iter().filter_map(|entry| Some(entry.title.as_ref()?.content.clone())).collect()
}

/// The number behind a heading: "12 contracts" is 12.
fn count(page: &Element, section: &str) -> Result<usize> {
    let heading = page.by_id(&format!("{section}-h")).ok_or("a section has a heading")?;
    let spans = heading.all("span");
    let words = spans.first().ok_or("a heading has a count")?.text();
    Ok(words.split(' ').next().unwrap_or_default().replace(',', "").parse()?)
}

fn files_named<'a>(site: &'a Site, name: &'a str) -> impl Iterator<Item = &'a str> {
    site.files.keys().map(String::as_str).filter(move |path| path.ends_with(&format!("/{name}")))
}

#[test]
fn every_calendar_and_feed_can_be_read_and_is_linked_from_the_page_beside_it() -> Result {
    for site in [harbourside(), london()] {
        let all = calendar(site, ALL)?.1;
        let mut found = Calendar::new();
        for path in files_named(site, "calendar.ics") {
            let (name, events) = calendar(site, path)?;
            assert!(!name.is_empty(), "{path}");
            let page = &site.page(path.trim_end_matches("calendar.ics"))?.html;
            for (kind, file) in [("text/calendar", "calendar.ics"), ("application/atom+xml", "feed.xml")] {
                let told = |name: &str| {
                    let leads = |of: &&Element| of.get("href").is_some_and(|href| href.ends_with(file));
                    page.all(name).into_iter().filter(leads).collect::<Vec<_>>()
                };
                assert_eq!(told("a").len(), 1, "{path}: {kind}");
                assert_eq!(told("link").len(), 1, "{path}: {kind}");
                assert_eq!(told("link")[0].get("type"), Some(kind), "{path}");
            }
            let dates = match events.len() {
                0 => "No date ahead is known by its day or month".to_owned(),
                1 => "Put this date in your calendar".to_owned(),
                count => format!("Put these {count} dates in your calendar"),
            };
            assert!(page.text().contains(&dates), "{path}: {dates}");
            found.extend(events);
        }
        // Whatever stands in a calendar of its own stands in that of all, word by word.
        assert!(found == all, "calendars differ");
        for path in files_named(site, "feed.xml") {
            feed(site, path)?;
        }
        assert!(!String::from_utf8_lossy(&site.files["sitemap.xml"]).contains(".ics"));
    }
    Ok(())
}

#[test]
fn there_are_as_many_dates_and_news_as_the_page_of_contracts_has_rows() -> Result {
    for site in [harbourside(), london()] {
        let page = &site.page("contracts/")?.html;
        let (deciding, soon) = (count(page, "deciding")?, count(page, "soon")?);
        let titles = titles(&feed(site, "contracts/feed.xml")?);
        assert_eq!(titles.iter().filter(|title| title.contains(": decide ")).count(), deciding);
        assert_eq!(titles.iter().filter(|title| title.contains(": contract ends ")).count(), soon);

        // Ends ahead, as the quarters of the page count them, less those that are known by their year alone.
        let quarters = page.by_id("quarters").ok_or("the page has quarters")?;
        let counts = quarters.all("b").into_iter().map(Element::text);
        let ahead: usize = counts.map(|count| count.replace(',', "").parse().unwrap_or(0)).sum();
        let mut rows = csv::Reader::from_reader(&site.files["data/contracts.csv"][..]);
        let rows: Vec<BTreeMap<String, String>> =
            rows.deserialize().collect::<std::result::Result<_, _>>()?;
        let years: BTreeSet<_> =
            rows.iter().filter(|row| row["end"].len() == 4).map(|row| &row["id"]).collect();
        let events = calendar(site, ALL)?.1;
        let ends = events.iter().filter(|(id, event)| {
            id.contains("-end@") && !id.contains("-last-end@") && event.days.1.as_str() > support::AS_OF
        });
        let left_out = quarters_ids(site).into_iter().filter(|id| years.contains(id)).count();
        assert_eq!(ends.count() + left_out, ahead);
    }
    Ok(())
}

/// The ids of contracts in the lists of quarters.
fn quarters_ids(site: &Site) -> Vec<String> {
    let pages = site.pages.iter().filter(|(path, _)| path.starts_with("contracts/ending/"));
    let rows = pages.flat_map(|(_, page)| page.html.all("tbody")).flat_map(|body| body.all("tr"));
    let links = rows.filter_map(|row| row.all("a").first().and_then(|link| link.get("href")));
    links.filter_map(|href| Some(href.trim_end_matches('/').rsplit_once('/')?.1.to_owned())).collect()
}

#[test]
fn an_event_says_who_what_and_when_and_keeps_its_identity() -> Result {
    let (name, events) = calendar(harbourside(), "towns/harbour-quay/calendar.ics")?;
    assert_eq!(name, "Contract dates: Harbour Quay – City Tools: Harbourside");
    let end = &events["harbour-quay-carefolio-end@harbourside.test"];
    assert_eq!(end.title, "Harbour Quay, Care records: contract ends");
    assert_eq!(end.days, ("2027-03-31".to_owned(), "2027-04-01".to_owned()));
    assert_eq!(end.stamp, support::AS_OF);
    assert_eq!((end.sequence, end.is_free), (0, true));
    assert_eq!(end.categories, ["Contract ends", "Care records"]);
    assert_eq!(end.url, "https://harbourside.test/contracts/harbour-quay-carefolio/");
    for said in [
        "until 31 March 2027, or until 31 March 2029 if every option is used.",
        "Its decide-by date, 31 March 2025, has passed",
        "Value: €600,000 in total, without tax.",
        "Published source: Notice of award, care records, 1 Mar 2021.",
        &end.url,
    ] {
        assert!(end.text.contains(said), "{said}\n{}", end.text);
    }
    Ok(())
}

#[test]
fn a_month_stays_a_month_and_a_year_is_no_date() -> Result {
    let region = Region::harbourside()?;
    region.replace("contracts/shared-care.yaml", "notice_months: 6\n", "notice_months: 1\n")?;
    region.replace("contracts/shared-shelves.yaml", "end: 2027-12-31\n", "end: 2027\n")?;
    let site = region.site()?;
    let events = calendar(&site, ALL)?.1;
    let end = &events["shared-care-end@harbourside.test"];
    assert_eq!(end.days, ("2028-06-01".to_owned(), "2028-07-01".to_owned()));
    assert!(end.title.ends_with(", Care together: contract ends in June 2028"), "{}", end.title);
    // Eighteen months to buy and to move, and one of notice.
    let decide = &events["shared-care-decide@harbourside.test"];
    assert_eq!(decide.days, ("2026-11-01".to_owned(), "2026-12-01".to_owned()));
    assert!(decide.title.ends_with(", Care together: decide in November 2026"), "{}", decide.title);
    assert!(!events.keys().any(|id| id.starts_with("shared-shelves")), "{events:?}");
    Ok(())
}

#[test]
fn what_is_planned_over_or_long_past_is_no_date_and_options_are_the_last_end() -> Result {
    let region = Region::harbourside()?;
    let plugs = "    start: 2024-01-01\n    end: 2027-06-30\n";
    region.replace("boroughs/mill-and-mere.yaml", plugs, &format!("{plugs}    stage: ended\n"))?;
    region.replace(HARBOUR, "      end: 2027-03-31\n", "      end: 2026-03-31\n")?;
    let events = calendar(&region.site()?, ALL)?.1;
    assert!(!events.keys().any(|id| id.contains("plug") || id.contains("quayledger-end@x")), "{events:?}");
    // It ended in March 2025, more than a year ago.
    assert!(!events.keys().any(|id| id.starts_with("mill-and-mere-quayledger")), "{events:?}");
    let of = |kind: &str| events.get(&format!("harbour-quay-carefolio-{kind}@harbourside.test"));
    assert_eq!(of("end").map(|event| event.days.0.as_str()), Some("2026-03-31"));
    assert_eq!(of("last-end").map(|event| event.days.0.as_str()), Some("2029-03-31"));
    assert!(of("decide").is_none(), "nothing is left to decide by its end");
    Ok(())
}

#[test]
fn a_shared_contract_is_one_event_and_stands_in_the_calendar_of_each() -> Result {
    let site = harbourside();
    let id = "shared-shelves-end@harbourside.test";
    let event = &calendar(site, ALL)?.1[id];
    assert!(event.title.starts_with("Harbour Quay, Saint-Élidor"), "{}", event.title);
    for town in ["harbour-quay", "st-elidor", "northpoint"] {
        assert_eq!(&calendar(site, &format!("towns/{town}/calendar.ics"))?.1[id], event);
    }
    assert!(!calendar(site, "towns/mill-and-mere/calendar.ics")?.1.contains_key(id));
    assert!(calendar(site, "suppliers/wend-books/calendar.ics")?.1.contains_key(id));
    assert!(calendar(site, "services/library-lending/calendar.ics")?.1.contains_key(id));
    Ok(())
}

#[test]
fn hostile_titles_arrive_as_they_are() -> Result {
    let region = Region::harbourside()?;
    let titles = [
        r"Books, maps; and \n a back\slash: all of it",
        "<script>alert(1)</script> & \"]]>\" 'quoted'",
        "BEGIN:VEVENT",
    ];
    for title in titles {
        let yaml = serde_json::to_string(title)?;
        region.write("contracts/shared-shelves.yaml", harbour_shelves(&yaml)?)?;
        check_title(&region, title)?;
    }
    // A character of four bytes at every place that a fold can fall on.
    for length in 0..6 {
        let title = format!("{}{}", "x".repeat(length), "🛶".repeat(40));
        region.write("contracts/shared-shelves.yaml", harbour_shelves(&title)?)?;
        check_title(&region, &title)?;
    }
    // Lines of a title are one line of an event.
    region.write("contracts/shared-shelves.yaml", harbour_shelves(r#""Two\r\nlines""#)?)?;
    check_title(&region, "Two lines")
}

#[test]
fn every_text_of_a_calendar_arrives_as_it_is() -> Result {
    let region = Region::harbourside()?;
    region.replace("site.yaml", "\"City Tools: Harbourside\"", r#""Tools, maps; and \\n""#)?;
    region.replace("services.yaml", "name: Care records", r#"name: "Care, records; and \\more""#)?;
    region.replace(HARBOUR, "title: Notice of award, care records", r#"title: "Award,\r\n of; \\a""#)?;
    let (name, events) = calendar(&region.site()?, "towns/harbour-quay/calendar.ics")?;
    assert_eq!(name, r"Contract dates: Harbour Quay – Tools, maps; and \n");
    let end = &events["harbour-quay-carefolio-end@harbourside.test"];
    assert_eq!(end.categories, ["Contract ends", r"Care, records; and \more"]);
    assert!(end.text.contains(r"Published source: Award, of; \a, 1 Mar 2021."), "{}", end.text);
    Ok(())
}

fn harbour_shelves(title: &str) -> Result<String> {
    let text = std::fs::read_to_string(support::here("examples/harbourside/contracts/shared-shelves.yaml"))?;
    Ok(text.replacen("title: Shared shelves", &format!("title: {title}"), 1))
}

fn check_title(region: &Region, title: &str) -> Result {
    let site = region.site()?;
    let event = &calendar(&site, ALL)?.1["shared-shelves-end@harbourside.test"];
    assert!(event.title.contains(&format!(", {title}: contract ends")), "{}", event.title);
    for path in files_named(&site, "feed.xml") {
        feed(&site, path)?;
    }
    Ok(())
}

#[test]
fn a_feed_has_what_came_up_on_the_day_on_which_it_did() -> Result {
    let region = Region::harbourside()?;
    region.replace(
        "contracts/shared-shelves.yaml",
        "end: 2027-12-31\n",
        "end: 2028-05-31\nnotice_months: 1\n",
    )?;
    let site = region.site()?;
    let feed = feed(&site, "services/library-lending/feed.xml")?;
    let id = "https://harbourside.test/contracts/shared-shelves/#decide";
    let entry = feed.entries.iter().find(|entry| entry.id == id).ok_or("the contract came up")?;
    let title = &entry.title.as_ref().ok_or("an entry has a title")?.content;
    assert!(title.ends_with(", Shared shelves: decide by 30 April 2027"), "{title}");
    assert_eq!(entry.updated.map(|at| at.to_rfc3339()).as_deref(), Some("2026-10-30T00:00:00+00:00"));
    assert_eq!(feed.updated, feed.entries.iter().filter_map(|entry| entry.updated).max());
    let newest_first = feed.entries.windows(2).all(|pair| pair[0].updated >= pair[1].updated);
    assert!(newest_first, "{:?}", titles(&feed));
    Ok(())
}

#[test]
fn releases_number_the_dates_that_changed_and_make_the_feed_of_changes() -> Result {
    let region = Region::harbourside()?;
    let none = feed(&region.site()?, "changes/feed.xml")?;
    assert_eq!(titles(&none), ["Position on 25 November 2026"]);

    let ends = ["2027-12-31", "2028-01-31", "2028-01-31", "2028-02-29"];
    for (index, pair) in ends.windows(2).enumerate() {
        region.run(["release", "--as-of", &format!("2026-0{}-30", index + 4)])?.expect(0)?;
        let end = |day: &str| format!("end: {day}\n");
        region.replace("contracts/shared-shelves.yaml", &end(pair[0]), &end(pair[1]))?;
    }
    let site = region.site()?;
    let events = calendar(&site, ALL)?.1;
    let sequence = |id: &str| events[&format!("{id}@harbourside.test")].sequence;
    assert_eq!(sequence("shared-shelves-end"), 2);
    assert_eq!(sequence("shared-shelves-decide"), 2);
    assert_eq!(sequence("harbour-quay-carefolio-end"), 0);

    let changes = feed(&site, "changes/feed.xml")?;
    assert_eq!(
        titles(&changes),
        ["Release of 30 June 2026", "Release of 30 May 2026", "Release of 30 April 2026"]
    );
    let said: Vec<_> =
        changes.entries.iter().filter_map(|entry| Some(entry.summary.as_ref()?.content.as_str())).collect();
    assert_eq!(said[2], "The first release.");
    assert!(said[1].contains("records: 1 edited") || said[1].contains("edited"), "{}", said[1]);
    let told = changes.entries[1].content.as_ref().and_then(|content| content.body.as_deref());
    let told = told.ok_or("what changed stands in the entry")?;
    assert!(
        told.contains("<li>Contracts: Shared shelves – Edited – End: 31 Dec 2027 → 31 Jan 2028"),
        "{told}"
    );
    assert_eq!(changes.entries[0].id, "https://harbourside.test/releases/2026-06-30/");
    Ok(())
}

#[test]
fn the_same_records_give_the_same_bytes() -> Result {
    let region = Region::harbourside()?;
    let files = |site: Site| -> Vec<(String, Vec<u8>)> {
        site.files
            .into_iter()
            .filter(|(path, _)| path.ends_with(".ics") || path.ends_with("feed.xml"))
            .collect()
    };
    let first = files(region.site()?);
    assert!(first.len() > 10, "{}", first.len());
    assert!(first == files(region.site()?));
    Ok(())
}

#[test]
fn calendars_and_feeds_stay_where_they_are_when_their_dates_have_passed() -> Result {
    let region = Region::harbourside()?;
    let subscriptions = |site: &Site| -> Vec<String> {
        let both = |path: &&String| path.ends_with("calendar.ics") || path.ends_with("feed.xml");
        site.files.keys().filter(both).cloned().collect()
    };
    let today = subscriptions(&region.site()?);
    region.run(["build", "--as-of", "2040-01-01"])?.expect(0)?;
    let later = Site::read(&region.out())?;
    assert_eq!(subscriptions(&later), today);
    let empty = today.iter().filter(|path| path.ends_with(".ics"));
    let empty: Vec<_> = empty.map(|path| calendar(&later, path)).collect::<Result<_>>()?;
    assert!(empty.iter().all(|(_, events)| events.is_empty()), "nothing is due any more");
    // One each for everybody's and each authority, supplier and service; a feed more for what changed.
    let rows = |table: &str| later.table(table).map(|rows| rows.len());
    let calendars = 1 + rows("boroughs")? + rows("suppliers")? + rows("services")?;
    assert_eq!(today.len(), 2 * calendars + 1);
    Ok(())
}
