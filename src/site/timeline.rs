//! Where a contract's term lies on the axis of years that all timelines share: numbers in, percentages out.

use jiff::civil::{Date as Day, date};
use serde::Serialize;

use crate::catalogue::Contract;
use crate::figures::Term;

/// Years before and after the year of the site's date.
const YEARS_BEFORE: i16 = 1;
const YEARS_AFTER: i16 = 5;

/// The axis: from the first day of last year to the end of the fifth year ahead.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    from: Day,
    days: f64,
    as_of: Day,
}

/// What a timeline draws; positions are percentages of its width, with one decimal.
#[derive(Clone, Debug, Serialize)]
pub struct Bar {
    /// The term: start and width.
    pub term: Option<(String, String)>,
    /// Options: from and to.
    pub options: Option<(String, String)>,
    /// The start is not known: the line before the term, from and to.
    pub open: Option<(String, String)>,
    /// An end without a day is a diamond, because a bar would look exact.
    pub point: Option<String>,
    /// It ended before the axis begins.
    pub before: bool,
    /// Greyed: it is past its end.
    pub past: bool,
}

/// The axis as charts draw it.
#[derive(Clone, Debug, Serialize)]
pub struct AxisView {
    /// Lines between years.
    pub lines: Vec<String>,
    /// Years that are named, and where.
    pub labels: Vec<(String, String)>,
    /// Every year, and where it begins, for a line with room for all.
    pub years: Vec<(String, String)>,
    /// The date of the site.
    pub now: String,
    /// First year.
    pub first: i16,
    /// Last year.
    pub last: i16,
}

impl Axis {
    /// The axis around a date.
    pub fn around(as_of: Day) -> Self {
        let from = date(as_of.year() - YEARS_BEFORE, 1, 1);
        let to = date(as_of.year() + YEARS_AFTER + 1, 1, 1);
        Self { from, days: f64::from((to - from).get_days()), as_of }
    }

    fn percent(&self, day: Day) -> f64 {
        (100.0 * f64::from((day - self.from).get_days()) / self.days).clamp(0.0, 100.0)
    }

    fn at(&self, day: Day) -> String {
        format!("{:.1}%", self.percent(day))
    }

    /// What charts draw behind every bar.
    pub fn view(&self) -> AxisView {
        let years = self.from.year()..=self.from.year() + YEARS_BEFORE + YEARS_AFTER;
        let label = |year: i16| (year.to_string(), self.at(date(year, 1, 1)));
        AxisView {
            lines: years.clone().skip(1).map(|year| self.at(date(year, 1, 1))).collect(),
            labels: years.clone().skip(2).step_by(3).map(label).collect(),
            years: years.clone().map(label).collect(),
            now: self.at(self.as_of),
            first: *years.start(),
            last: *years.end(),
        }
    }

    /// A contract's bar; none where neither end nor start is known.
    pub fn bar(&self, contract: &Contract, term: &Term) -> Option<Bar> {
        /// How far a term reaches back where nobody knows its start.
        const UNKNOWN_START: f64 = 8.0;
        let end = term.end.or(term.last_end)?;
        let last_end = term.last_end.unwrap_or(end);
        let past = last_end < self.as_of;
        if last_end < self.from {
            return Some(Bar { term: None, options: None, open: None, point: None, before: true, past });
        }
        let right = self.percent(end);
        let start = contract.start.map(|start| self.percent(start.first_day()));
        let left = start.unwrap_or((right - UNKNOWN_START).max(0.0)).min(right);
        let share = |from: f64, to: f64| (format!("{from:.1}%"), format!("{to:.1}%"));
        let exact = contract.end.or(contract.max_end).is_some_and(crate::content::records::Date::has_day);
        Some(Bar {
            term: (right > left).then(|| share(left, right - left)),
            options: (last_end > end).then(|| share(right, self.percent(last_end))),
            open: (start.is_none() && left > 0.0).then(|| share((left - UNKNOWN_START).max(0.0), left)),
            point: (!exact).then(|| format!("{right:.1}%")),
            before: false,
            past,
        })
    }
}
