//! Numbers, money and dates as the region's readers write them.

use std::borrow::Cow;

use jiff::civil::Date as Day;

use crate::content::records::{Date, SiteRecord};
use crate::words;

/// Formats for one region.
#[derive(Clone, Copy, Debug)]
pub struct Format<'a> {
    site: &'a SiteRecord,
}

impl<'a> Format<'a> {
    /// The formats of a region.
    #[must_use]
    pub fn new(site: &'a SiteRecord) -> Self {
        Self { site }
    }

    /// `1,234`
    #[must_use]
    pub fn count(self, number: usize) -> String {
        grouped(number as u64)
    }

    /// `1 contract`, `2 contracts`
    #[must_use]
    pub fn counted(self, number: usize, one: &str, many: &str) -> String {
        format!("{} {}", self.count(number), words::counted(number, one, many))
    }

    /// The authorities: `1 borough`, `2 boroughs`.
    #[must_use]
    pub fn boroughs(self, number: usize) -> String {
        let own = &self.site.words;
        match &own.counted {
            Some(forms) => format!("{} {}", self.count(number), words::form(number, forms)),
            None => self.counted(number, &own.one, &own.many),
        }
    }

    /// The whole sum: `£1,250,000`.
    #[must_use]
    pub fn money(self, amount: f64) -> String {
        format!("{}{}", self.symbol(), grouped(whole(amount)))
    }

    /// Three figures are enough to compare: `£1.25m`, `£48,600`, `£950`.
    #[must_use]
    pub fn short_money(self, amount: f64) -> String {
        let scaled = |scale: f64, unit: &str| {
            // Counted in steps of the last digit, so that an exact half is exact in binary too.
            let (digits, steps) = if amount >= 100.0 * scale {
                (0, 1.0)
            } else if amount >= 10.0 * scale {
                (1, 10.0)
            } else {
                (2, 100.0)
            };
            let text = format!("{:.digits$}", (amount / (scale / steps)).round() / steps);
            let text =
                if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
            format!("{}{}{unit}", self.symbol(), with_sign(text))
        };
        if amount >= 999_500_000.0 {
            scaled(1e9, say!("bn"))
        } else if amount >= 999_500.0 {
            scaled(1e6, say!("m"))
        } else {
            let step = if amount >= 10_000.0 { 100.0 } else { 1.0 };
            self.money((amount / step).round() * step)
        }
    }

    /// An index without decimals: `4,647`.
    #[must_use]
    pub fn index(self, value: f64) -> String {
        grouped(whole(value))
    }

    /// With one decimal: `474.8`.
    #[must_use]
    pub fn tenth(self, value: f64) -> String {
        with_sign(&decimal(value, 1))
    }

    /// With so many decimals.
    #[must_use]
    pub fn decimal(self, value: f64, digits: u32) -> String {
        with_sign(&decimal(value, digits))
    }

    /// Whole, or half-way between two: `9`, `9.5`.
    #[must_use]
    pub fn half(self, value: f64) -> String {
        if value.fract() == 0.0 { self.index(value) } else { self.tenth(value) }
    }

    /// People: `332,752`.
    #[must_use]
    pub fn residents(self, people: u64) -> String {
        grouped(people)
    }

    /// A sum of which too little is known to print it whole: `about £1.25m`.
    #[must_use]
    pub fn about_money(self, amount: f64) -> String {
        say!("about {}", self.short_money(amount))
    }

    /// Small sums to the penny: `£1.07`.
    #[must_use]
    pub fn pence(self, amount: f64) -> String {
        if amount >= 1000.0 {
            self.money(amount)
        } else {
            format!("{}{}", self.symbol(), with_sign(&decimal(amount, 2)))
        }
    }

    /// The sign of the currency, or its code with a space that no line ends at.
    fn symbol(self) -> Cow<'static, str> {
        match self.site.currency.as_str() {
            "GBP" => "£".into(),
            "EUR" => "€".into(),
            "USD" => "$".into(),
            code => format!("{code}\u{a0}").into(),
        }
    }

    /// `25 November 2026`
    #[must_use]
    pub fn day(self, day: Day) -> String {
        let (day, month, year) = (day.day(), month_name(day.month()), day.year());
        say!("{day} {month} {year}"; day, month, year)
    }

    /// As exact as the record: `2026`, `November 2026`, `25 November 2026`.
    #[must_use]
    pub fn date(self, date: Date) -> String {
        match (date.month(), date.day()) {
            (Some(_), Some(_)) => self.day(date.first_day()),
            (Some(month), None) => {
                let (month, year) = (month_name(month), date.year());
                say!("{month} {year}"; month, year)
            }
            (None, _) => date.year().to_string(),
        }
    }

    /// For tables: `25 Nov 2026`.
    #[must_use]
    pub fn short_day(self, day: Day) -> String {
        let (day, month, year) = (day.day(), short_month_name(day.month()), day.year());
        say!("{day} {month} {year}"; day, month, year)
    }

    /// For tables: `25 Nov 2026`, `Nov 2026`, `2026`.
    #[must_use]
    pub fn short_date(self, date: Date) -> String {
        match (date.month(), date.day()) {
            (Some(_), Some(_)) => self.short_day(date.first_day()),
            (Some(month), None) => {
                let (month, year) = (short_month_name(month), date.year());
                say!("{month} {year}"; month, year)
            }
            (None, _) => date.year().to_string(),
        }
    }
}

/// A word as the head of a column or sentence.
#[must_use]
pub fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Whether a word is the name of a month.
#[must_use]
pub fn is_month(word: &str) -> bool {
    MONTHS.iter().any(|month| words::text(month) == word)
}

/// The months, in their order.
const MONTHS: [&str; 12] = [
    said_later!("January"),
    said_later!("February"),
    said_later!("March"),
    said_later!("April"),
    said_later!("May"),
    said_later!("June"),
    said_later!("July"),
    said_later!("August"),
    said_later!("September"),
    said_later!("October"),
    said_later!("November"),
    said_later!("December"),
];

/// The same, for tables.
const SHORT_MONTHS: [&str; 12] = [
    said_later!("Jan"),
    said_later!("Feb"),
    said_later!("Mar"),
    said_later!("Apr"),
    said_later!("May"),
    said_later!("Jun"),
    said_later!("Jul"),
    said_later!("Aug"),
    said_later!("Sep"),
    said_later!("Oct"),
    said_later!("Nov"),
    said_later!("Dec"),
];

fn month_name(month: i8) -> &'static str {
    words::text(MONTHS[month_index(month)])
}

fn short_month_name(month: i8) -> &'static str {
    words::text(SHORT_MONTHS[month_index(month)])
}

fn month_index(month: i8) -> usize {
    usize::try_from(month - 1).unwrap_or_default().min(11)
}

/// Sums are positive and far below 2^53.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(amount: f64) -> u64 {
    amount.round().max(0.0) as u64
}

/// An exact half is rounded up, as readers do, and not to the even digit, as machines do.
fn decimal(value: f64, digits: u32) -> String {
    let scale = 10f64.powi(digits.try_into().unwrap_or_default());
    format!("{:.*}", digits as usize, (value * scale).round() / scale)
}

/// A number as machines write it, with the region's sign before the fraction.
fn with_sign(number: &str) -> String {
    number.replacen('.', &words::numbers().decimal, 1)
}

/// Two numbers with as few decimals as tell them apart: `1,234,568` and `1,234,570`, `40.5` and `40.4`.
#[must_use]
pub fn apart(one: f64, other: f64) -> (String, String) {
    const MOST: u32 = 6;
    let text = |value: f64, digits| {
        let shown = decimal(value, digits);
        let (whole, rest) = shown.split_once('.').map_or((shown.as_str(), ""), |(whole, rest)| (whole, rest));
        let whole = whole.parse().map_or_else(|_| whole.to_owned(), grouped);
        if rest.is_empty() { whole } else { format!("{whole}{}{rest}", words::numbers().decimal) }
    };
    let texts = (0..=MOST).map(|digits| (text(one, digits), text(other, digits)));
    texts.clone().find(|(one, other)| one != other).unwrap_or_else(|| (text(one, MOST), text(other, MOST)))
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let signs = words::numbers();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push_str(&signs.group);
        }
        text.push(digit);
    }
    text
}

/// A part of a whole, shown as a whole percentage that is 0 or 100 only if it is so.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Percent(f64);

impl Percent {
    /// The percentage of a part; nothing of nothing is none.
    #[must_use]
    pub fn of(part: f64, whole: f64) -> Self {
        Self(if whole > 0.0 { 100.0 * part / whole } else { 0.0 })
    }

    /// From 0 to 100, not rounded.
    #[must_use]
    pub fn value(self) -> f64 {
        self.0
    }
}

impl std::fmt::Display for Percent {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let rounded = self.0.round();
        if rounded < 1.0 && self.0 > 0.0 {
            f.write_str(say!("under 1%"))
        } else if rounded > 99.0 && self.0 < 100.0 {
            f.write_str(say!("over 99%"))
        } else {
            write!(f, "{rounded:.0}%")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_half_is_rounded_up() {
        let told =
            [(0.125, 2), (16.25, 1), (2.5, 0), (0.35, 1)].map(|(value, digits)| decimal(value, digits));
        assert_eq!(told, ["0.13", "16.3", "3", "0.4"]);
    }

    #[test]
    fn two_numbers_are_told_apart_with_as_few_decimals_as_that_takes() {
        let texts = |one, other| {
            let (one, other) = apart(one, other);
            format!("{one} {other}")
        };
        assert_eq!(texts(1_234_567.891, 1_234_570.0), "1,234,568 1,234,570");
        assert_eq!(texts(100.0 * 17.0 / 42.0, 100.0 * 19.0 / 47.0), "40.5 40.4");
    }
}
