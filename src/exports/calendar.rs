//! Dates of contracts as iCalendar (RFC 5545): all-day events that keep their identity from build to build.

use icalendar::{Calendar, Component, Event, EventLike, Property};
use jiff::civil::Date as Day;

use crate::figures::{AgendaDate, Occasion};
use crate::site::Model;
use crate::site::agenda::Scope;

/// How often programs look again; records change by the day at most.
const REFRESH: &str = "P1D";

/// The calendar of a page, in full.
#[must_use]
pub fn calendar(model: Model, scope: Scope, base_url: &str) -> String {
    let site = &model.catalogue.site;
    let name = format!("Contract dates: {} – {}", model.name_of(scope), site.title);
    let about = format!(
        "Ends and decide-by dates of contracts, position on {}. {} {base_url}{}",
        model.format().day(model.catalogue.as_of),
        site.dataset.note,
        model.page_of(scope),
    );
    let mut calendar = Calendar::empty();
    let with =
        |name: &str, kind: &str, value: &str| Property::new(name, value).add_parameter("VALUE", kind).done();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//City Tools//Contract dates//EN"));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.append_property(("METHOD", "PUBLISH"));
    // Each name twice: the standard's own is younger than what programs have long read.
    calendar.append_property(with("NAME", "TEXT", &name)).append_property(("X-WR-CALNAME", name.as_str()));
    calendar.append_property(("X-WR-CALDESC", about.as_str()));
    calendar.append_property(with("REFRESH-INTERVAL", "DURATION", REFRESH));
    calendar.append_property(("X-PUBLISHED-TTL", REFRESH));
    calendar.extend(model.dates_of(scope).map(|date| event(model, date, base_url)));
    calendar.to_string()
}

fn event(model: Model, date: &AgendaDate, base_url: &str) -> Event {
    let entry = model.date_entry(date);
    let url = format!("{base_url}{}", entry.href);
    let kind = match date.occasion {
        Occasion::Decide => "decide",
        Occasion::End => "end",
        Occasion::LastEnd => "last-end",
    };
    let id = &model.catalogue.contracts[date.contract].id;
    let lines: Vec<String> = entry.lines.iter().map(|line| plain(line)).chain([url.clone()]).collect();
    let day = |name: &str, day: Day| Property::new(name, basic(day)).add_parameter("VALUE", "DATE").done();
    Event::new()
        .uid(&format!("{id}-{kind}@{}", host(base_url)))
        // The day for which the records stand, never the clock: a build of the same records gives the same bytes.
        .add_property("DTSTAMP", format!("{}T000000Z", basic(model.catalogue.as_of)))
        .append_property(day("DTSTART", date.date.first_day()))
        // The first day after it.
        .append_property(day("DTEND", date.date.last_day().tomorrow().unwrap_or(Day::MAX)))
        .sequence(date.revision)
        .summary(&plain(&entry.title))
        .description(&lines.join("\n"))
        .url(&url)
        .categories(entry.categories)
        // Nobody is busy because a contract ends.
        .add_property("TRANSP", "TRANSPARENT")
        .done()
}

/// `20270331`
fn basic(day: Day) -> String {
    day.strftime("%Y%m%d").to_string()
}

/// One line without control characters, whatever a source's title holds.
fn plain(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `tools.example` of `https://tools.example:8000/city/`
fn host(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or_default()
}
