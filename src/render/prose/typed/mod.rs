//! Numbers that an editor typed although a figure provides them: they would stay behind when the records move.
//!
//! A number is somebody else's, and may be typed, where its part of the sentence names a source (a footnote or a link to
//! another site) or the day for which it holds. A footnote counts back to the last semicolon, dash, footnote or "but",
//! and forward to the next of these or to ", and": what the sentence adds there needs its own. A link counts between two of
//! any of these.
//! Years and dates are never meant. Numbers in words count from [`tokens::LEAST_WORD`], before what the records hold or a
//! percent sign: "both" and "two boroughs" are about those that a text names. Shares in words, such as "two thirds of the
//! contracts", are numbers too.

mod shares;
mod text;
mod tokens;

use std::cell::LazyCell;
use std::collections::HashMap;
use std::ops::Range;

use self::text::{Block, blocks, sentences, unsourced};
use self::tokens::{Token, is_year, tokens};
use crate::figures::{Column, Figure, Kind, Unit, Value, is_month};
use crate::site::Model;

/// A typed number.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Typed {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// As typed, with what it counts.
    pub words: String,
    /// A figure that has this value.
    pub figure: Option<&'static str>,
}

/// What the records hold, so that a number before one of these words is one that a figure could give. The region's own
/// words for an authority come on top.
pub(super) const COUNTED: [&str; 51] = [
    "authorities",
    "case",
    "cases",
    "change",
    "changes",
    "contract",
    "contracts",
    "council",
    "councils",
    "deployment",
    "deployments",
    "framework",
    "frameworks",
    "group",
    "groups",
    "match",
    "matches",
    "merger",
    "mergers",
    "move",
    "moves",
    "notice",
    "notices",
    "opening",
    "openings",
    "owner",
    "owners",
    "pair",
    "pairs",
    "pilot",
    "pilots",
    "plan",
    "plans",
    "product",
    "products",
    "record",
    "records",
    "service",
    "services",
    "skill",
    "skills",
    "source",
    "sources",
    "supplier",
    "suppliers",
    "system",
    "systems",
    "technologies",
    "technology",
    "tender",
    "tenders",
];
/// Words that may stand between the number and what it counts.
const BETWEEN: [&str; 16] = [
    "all",
    "core",
    "current",
    "different",
    "emerging",
    "known",
    "largest",
    "live",
    "more",
    "open",
    "other",
    "public",
    "recorded",
    "running",
    "shared",
    "such",
];
/// Smaller counts agree with some figure too often to mean it.
const LEAST_COUNT: usize = 20;
/// Words that may stand between `of` and what a number is of: `12 of the systems`.
const THE: [&str; 10] = ["of", "the", "all", "our", "their", "its", "these", "those", "this", "that"];

/// Tells the figure that provides a number. What its rows tell is looked at once, and only for a sum of money.
pub(super) fn provided(model: Model) -> impl Fn(&str) -> Option<&'static str> {
    let values = model.figures.named.iter().rev().map(|figure| (figure.text.replace(',', ""), figure.id));
    let by_text: HashMap<String, &'static str> = values.filter(|(text, _)| is_telling(text)).collect();
    let sums = LazyCell::new(move || sums(model));
    move |number| by_text.get(&number.replace(',', "")).copied().or_else(|| sum_of(number, || &sums))
}

/// Every number in a text that a figure provides.
pub(super) fn typed(
    text: &str,
    provided: &dyn Fn(&str) -> Option<&'static str>,
    own_words: &[&str],
) -> Vec<Typed> {
    let mut found = Vec::new();
    for block in blocks(text) {
        for sentence in sentences(&block.text) {
            for part in unsourced(&block.text[sentence.clone()]) {
                let part = sentence.start + part.start..sentence.start + part.end;
                found.extend(numbers(&block, part, provided, own_words));
            }
        }
    }
    found
}

/// Sums of money that figures and their rows tell.
fn sums(model: Model) -> Vec<Sum> {
    let figures = &model.figures.named;
    let of_rows = |figure: &Figure| {
        let is_money = |column: &Column| matches!(column.kind, Kind::Sum | Kind::Number(Unit::Money));
        let money: Vec<bool> = figure.table.columns.iter().map(is_money).collect();
        let sum = |value| Sum { value, figure: figure.id, of_row: true };
        let mut sums = Vec::new();
        if money.contains(&true) {
            for row in model.rows(&figure.table) {
                let cells = row.iter().zip(&money);
                sums.extend(cells.filter_map(|(cell, money)| cell.number.filter(|_| *money)).map(sum));
            }
        }
        sums
    };
    let own = figures.iter().filter_map(|figure| match figure.value {
        Value::Money(value) => Some(Sum { value, figure: figure.id, of_row: false }),
        _ => None,
    });
    own.chain(figures.iter().flat_map(of_rows)).collect()
}

/// A sum of money that a figure tells.
struct Sum {
    value: f64,
    figure: &'static str,
    /// It stands in a row of it, among many others.
    of_row: bool,
}

/// The figure that tells a sum as it is typed: `£40.3m`, `£6,150,000`. Two digits are enough for a figure's own value and
/// too common for one in a row; a single one is too common for both.
fn sum_of<'a>(number: &str, sums: impl FnOnce() -> &'a [Sum]) -> Option<&'static str> {
    let bare = number.strip_prefix(['£', '€', '$'])?;
    let (digits, unit) = match bare.strip_suffix("bn").map(|digits| (digits, 1e9)) {
        Some(found) => found,
        None => bare.strip_suffix('m').map_or((bare, 1.0), |digits| (digits, 1e6)),
    };
    let digits = digits.replace(',', "");
    let told = digits.chars().filter(char::is_ascii_digit).collect::<String>();
    let exact = told.trim_matches('0').len();
    if exact < 2 {
        return None;
    }
    let decimals = i32::try_from(digits.split_once('.').map_or(0, |(_, after)| after.len())).ok()?;
    let half = unit * 10f64.powi(-decimals) / 2.0;
    let sum = digits.parse::<f64>().ok()? * unit;
    let is_told = |known: &&Sum| (known.value - sum).abs() <= half && (exact > 2 || !known.of_row);
    sums().iter().find(is_told).map(|known| known.figure)
}

/// The numbers that words tell.
pub(super) fn told(words: &str) -> Vec<String> {
    tokens(words).into_iter().map(|token| token.number).collect()
}

/// Whether a figure's text is particular enough that the same text can only mean it.
fn is_telling(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| *c != ',').collect();
    match bare.parse::<usize>() {
        Ok(count) => count >= LEAST_COUNT && count != 100,
        Err(_) => {
            text.starts_with(|c: char| c.is_ascii_digit() || !c.is_alphanumeric())
                && text != "0%"
                && text != "100%"
        }
    }
}

fn numbers(
    block: &Block,
    part: Range<usize>,
    provided: &dyn Fn(&str) -> Option<&'static str>,
    own_words: &[&str],
) -> Vec<Typed> {
    let text = &block.text[part.clone()];
    let place = |range: &Range<usize>| {
        let start = block.source(part.start + range.start);
        start..start + range.len()
    };
    let shares = shares::shares(text, own_words).into_iter();
    let mut found: Vec<Typed> = shares
        .map(|range| Typed { words: text[range.clone()].to_owned(), range: place(&range), figure: None })
        .collect();
    for Token { range, number, in_words } in tokens(text) {
        let mut after = text[range.end..]
            .split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        let before = text[..range.start].split_whitespace().next_back().unwrap_or_default();
        let mut next = after.next().unwrap_or_default();
        if is_year(&number) || is_month(next) || is_month(before) {
            continue;
        }
        // "0.2 of core services"
        let part = next == "of" && number.starts_with("0.");
        let of = next == "of";
        while BETWEEN.contains(&next) || (of && THE.contains(&next)) {
            next = after.next().unwrap_or_default();
        }
        let plain = number.chars().all(|c| c.is_ascii_digit() || c == ',');
        let counts = plain && (COUNTED.contains(&next) || own_words.contains(&next));
        // Words are for many things; before what the records hold, or as a share, they are a figure's.
        let figure = provided(&number).filter(|_| !in_words || counts || !plain);
        let days = ["day", "days"].contains(&next).then(|| provided(&format!("{number} {next}"))).flatten();
        let figure = figure.or(days);
        if figure.is_some() || counts || part || (in_words && !plain) {
            let as_typed = &text[range.clone()];
            let words = if counts { format!("{as_typed} {next}") } else { as_typed.to_owned() };
            found.push(Typed { range: place(&range), words, figure });
        }
    }
    found.sort_by_key(|typed| typed.range.start);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        typed(text, &|_| None, &["borough", "boroughs"]).into_iter().map(|typed| typed.words).collect()
    }

    #[test]
    fn a_count_of_what_the_records_hold_is_found() {
        assert_eq!(
            words("There are 31 boroughs and 1,234 different systems."),
            ["31 boroughs", "1,234 systems"]
        );
    }

    #[test]
    fn a_source_or_a_day_makes_a_number_somebody_elses() {
        assert_eq!(
            words("It mapped 809 systems.[^1] It had 22 boroughs.\n\n[^1]: The press, 809 systems."),
            ["22 boroughs"]
        );
        assert_eq!(words("It had [809 systems](https://example.org/)."), Vec::<String>::new());
        assert_eq!(
            words("On 25 November 2026 it had 9 systems. It has 8 systems.\n\nIt had 7 systems."),
            ["8 systems", "7 systems"]
        );
    }

    #[test]
    fn a_source_or_a_day_frees_its_own_part_alone() {
        let note = "\n\n[^1]: A survey.";
        let cases = [
            // Sourced history may be told, as a sentence or as a list.
            ("In 2019 a survey counted 809 systems.[^1]", &[] as &[&str]),
            ("In 2019 a survey counted 809 systems, 31 suppliers, and 22 boroughs.[^1]", &[]),
            ("The survey[^1] counted 809 systems in 22 boroughs.", &[]),
            ("[The survey](https://survey.example/) counted 809 systems.", &[]),
            // A link that follows is for what it stands with.
            ("Mail is in 33 boroughs, and a [guide](https://guide.example/) exists.", &["33 boroughs"]),
            // What holds now needs a figure, also in the same sentence.
            ("A survey counted 809 systems,[^1] and 22 boroughs are here.", &["22 boroughs"]),
            ("A survey counted 809 systems[^1] and 22 boroughs are here.", &["22 boroughs"]),
            ("A survey counted 809 systems;[^1] 22 boroughs are here.", &["22 boroughs"]),
            ("We have 22 boroughs, while a survey counted 809 systems.[^1]", &["22 boroughs"]),
            (
                "We have 22 boroughs \u{2013} the [survey](https://survey.example/) has 31 boroughs.",
                &["22 boroughs"],
            ),
            ("On 25 November 2026 it had 9 systems, but it has 8 systems.", &["8 systems"]),
            ("On 25 November 2026 it had 9 systems, and it has 8 systems.", &["8 systems"]),
            ("22 boroughs answered, and it was joined with more.[^1]", &[]),
            ("There are 14 cases, and half of them wait.", &["14 cases", "half of them"]),
            ("A third of the boroughs agree, and one in five contracts ends.[^1]", &[]),
            ("A third of the boroughs agree, but one in five ends.[^1]", &["A third of the boroughs"]),
        ];
        for (text, due) in cases {
            assert_eq!(words(&format!("{text}{note}")), due, "{text}");
        }
    }

    #[test]
    fn dates_ranges_codes_and_quotes_are_no_counts() {
        let text = "In 2019 systems changed. On 3 May services. 3-5 systems, `12 systems`, {fig:a} systems, Covid-19 contracts.";
        assert_eq!(words(text), Vec::<String>::new());
    }

    #[test]
    fn numbers_in_words_and_shares_in_any_form_are_found() {
        assert_eq!(
            words("Seven boroughs and twenty-five core services; 13 skills, 16 emerging technologies."),
            ["Seven boroughs", "twenty-five services", "13 skills", "16 technologies"]
        );
        assert_eq!(
            words("Two boroughs share one system. Twelve proposals, seven years."),
            Vec::<String>::new()
        );
        assert_eq!(words("It is 0.2 of core services, version 0.2 of the tool."), ["0.2", "0.2"]);
        assert_eq!(words("Some twenty percent or thirty per cent"), ["twenty percent", "thirty per cent"]);
    }

    #[test]
    fn a_sum_is_found_as_it_is_rounded() {
        let sum = |value, figure, of_row| Sum { value, figure, of_row };
        let sums = [
            sum(40_321_640.0, "contracts-value", false),
            sum(6_150_000.0, "prices", true),
            sum(3_210_000.0, "median", false),
        ];
        for typed in ["£3.2m", "£40.3m", "£40.32m", "£6.15m", "£6,150,000", "£40,321,640"] {
            assert!(sum_of(typed, || &sums).is_some(), "{typed}");
        }
        for typed in ["£3m", "£40m", "£6.2m", "£40.4m", "£6,150,001", "40.3m"] {
            assert!(sum_of(typed, || &sums).is_none(), "{typed}");
        }
        assert_eq!(told("The value is £40.3 million"), ["£40.3m"]);
    }

    #[test]
    fn a_number_of_something_is_found_and_sums_in_any_spelling() {
        assert_eq!(
            words("12 of the systems in use; 17 of the running contracts; nine of our core services."),
            ["12 systems", "17 contracts", "nine services"]
        );
        assert_eq!(words("12 of the meetings, nine of ten"), Vec::<String>::new());
        for typed in ["£40.3 m", "GBP 40.3m", "40.3 million pounds", "£40.3 million"] {
            assert_eq!(told(typed), ["£40.3m"], "{typed}");
        }
        for typed in ["€40.3 m", "EUR 40.3m", "40.3 million euros"] {
            assert_eq!(told(typed), ["€40.3m"], "{typed}");
        }
    }

    #[test]
    fn the_place_is_the_numbers_own() {
        let text = "## A\n\n- one {fig:a sentence} and **12** systems";
        let found = typed(text, &|_| None, &[]);
        assert_eq!(&text[found[0].range.clone()], "12");
    }
}
