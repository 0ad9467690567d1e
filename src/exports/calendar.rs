//! Dates of contracts as iCalendar (RFC 5545): all-day events that keep their identity from build to build.

use jiff::civil::Date as Day;
use rayon::prelude::*;

use super::ical::Lines;
use crate::figures::{AgendaDate, Occasion};
use crate::site::Model;
use crate::site::agenda::Scope;

/// How often programs look again; records change by the day at most.
const REFRESH: &str = "P1D";

/// Dates of a calendar: programs refuse long ones, and nobody looks a decade ahead by the day.
const MOST_DATES: usize = 5_000;

/// The time zone of an empty calendar.
const NOTHING: [(&str, &str); 8] = [
    ("BEGIN", "VTIMEZONE"),
    ("TZID", "UTC"),
    ("BEGIN", "STANDARD"),
    ("DTSTART", "19700101T000000"),
    ("TZOFFSETFROM", "+0000"),
    ("TZOFFSETTO", "+0000"),
    ("END", "STANDARD"),
    ("END", "VTIMEZONE"),
];

/// The events of all dates, in the order of the agenda: made once, for each stands in several calendars.
#[derive(Debug)]
pub struct Events(Vec<Box<str>>);

impl Events {
    /// Makes them.
    #[must_use]
    pub fn of(model: Model, base_url: &str) -> Self {
        let event = |date| event(model, date, base_url).into_boxed_str();
        Self(model.figures.agenda.dates.par_iter().map(event).collect())
    }
}

/// The calendar of a page, in full.
#[must_use]
pub fn calendar(model: Model, scope: Scope, events: &Events, base_url: &str) -> String {
    let site = &model.catalogue.site;
    let name = say!("Contract dates: {} – {}", model.name_of(scope), site.title);
    let places: Vec<usize> = model.places_of_dates(scope).collect();
    let dates = &model.figures.agenda.dates;
    let days: Vec<Day> = places.iter().map(|at| dates[*at].date.last_day()).collect();
    let shown = near(&days, model.catalogue.as_of, MOST_DATES);
    let mut about = say!(
        "Ends and decide-by dates of contracts, position on {}. {} {} {base_url}{}",
        model.format().day(model.catalogue.as_of),
        model.provenance_note(),
        model.rights(),
        model.page_of(scope); base_url
    );
    if shown.len() < places.len() {
        let format = model.format();
        let (part, all) = (format.count(shown.len()), format.count(places.len()));
        about.push(' ');
        about.push_str(&say!(
            "Here are {part} of {all} dates, those ahead before all others; the table of contracts has all."; part, all
        ));
    }
    let mut lines = Lines::default();
    lines.add("BEGIN", "VCALENDAR");
    lines.add("VERSION", "2.0");
    lines.text("PRODID", "-//City Tools//Contract dates//EN");
    lines.add("CALSCALE", "GREGORIAN");
    lines.add("METHOD", "PUBLISH");
    // Name and interval twice: the standard's own are younger than what programs have long read.
    lines.text("NAME", &name);
    lines.text("X-WR-CALNAME", &name);
    lines.text("X-WR-CALDESC", &about);
    lines.add("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
    lines.add("X-PUBLISHED-TTL", REFRESH);
    if places.is_empty() {
        // A calendar has to have something in it, and a time zone is nothing that a reader would see.
        for (name, value) in NOTHING {
            lines.add(name, value);
        }
    }
    for at in &shown {
        lines.whole(&events.0[places[*at]]);
    }
    lines.add("END", "VCALENDAR");
    lines.into_text()
}

/// Places of those of some days that a calendar has room for, in their order: those ahead, the next ones first, and where
/// there is room the last of the past.
fn near(days: &[Day], as_of: Day, most: usize) -> Vec<usize> {
    let (mut shown, past): (Vec<usize>, Vec<usize>) = (0..days.len()).partition(|at| days[*at] >= as_of);
    shown.truncate(most);
    shown.extend(past.iter().rev().take(most - shown.len()));
    shown.sort_unstable();
    shown
}

fn event(model: Model, date: &AgendaDate, base_url: &str) -> String {
    let mut lines = Lines::default();
    let entry = model.date_entry(date);
    let url = format!("{base_url}{}", entry.href);
    let kind = match date.occasion {
        Occasion::Decide => "decide",
        Occasion::End => "end",
        Occasion::LastEnd => "last-end",
    };
    let id = &model.catalogue.contracts[date.contract].id;
    let description: Vec<String> =
        entry.lines.iter().map(|line| one_line(line)).chain([url.clone()]).collect();
    lines.add("BEGIN", "VEVENT");
    lines.text("UID", &format!("{id}-{kind}@{}", host(base_url)));
    // The day for which the records stand, never the clock: a build of the same records gives the same bytes.
    lines.add("DTSTAMP", &format!("{}T000000Z", basic(model.catalogue.as_of)));
    lines.add("SEQUENCE", &date.revision.to_string());
    lines.add("DTSTART;VALUE=DATE", &basic(date.date.first_day()));
    // The first day after it.
    lines.add("DTEND;VALUE=DATE", &basic(date.date.last_day().tomorrow().unwrap_or(Day::MAX)));
    lines.text("SUMMARY", &one_line(&entry.title));
    lines.text("DESCRIPTION", &description.join("\n"));
    lines.add("URL", &url);
    lines.list("CATEGORIES", &entry.categories);
    // Nobody is busy because a contract ends.
    lines.add("TRANSP", "TRANSPARENT");
    lines.add("END", "VEVENT");
    lines.into_text()
}

/// `20270331`
fn basic(day: Day) -> String {
    day.strftime("%Y%m%d").to_string()
}

/// A source's title can have several lines; a title of ours has one.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `tools.example` of `https://tools.example:8000/city/`
fn host(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_calendar_has_what_is_ahead_before_all_others() {
        let day = |day| Day::constant(2027, 3, day);
        let days: Vec<Day> = (1..=10).map(day).collect();
        let near = |days: &[Day], as_of, most| near(days, day(as_of), most);
        assert_eq!(near(&days, 4, 10), (0..10).collect::<Vec<_>>(), "there is room for all");
        assert_eq!(near(&days, 4, 3), [3, 4, 5]);
        assert_eq!(near(&days, 9, 3), [7, 8, 9], "there is room for one that has passed");
        assert_eq!(near(&days, 20, 3), [7, 8, 9]);
        assert!(near(&[], 1, 3).is_empty());
        // Some time in March stands where March begins, and is ahead until it ends.
        assert_eq!(near(&[day(31), day(2), day(3), day(20), day(21)], 10, 2), [0, 3]);
    }
}
