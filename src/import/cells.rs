//! Cells of text to values: takes one row's cells, gives ids, dates, money, words and addresses, or problems with column,
//! excerpt, why and remedy. Every problem of a row is found, not only the first.

use std::str::FromStr;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as WordError, StrDeserializer};

use super::known::Ids;
use super::report::{Problem, Report};
use super::rows::{Numbered, Row};
use crate::content::files::is_id;
use crate::content::records::{Date, Money, MoneyBasis, Placed, Tax, Url};
use crate::diagnostics::{Rule, rules};

/// The reserved supplier for an authority's own build.
pub(super) const IN_HOUSE: &str = "in-house";

/// The cells of one row, and what is wrong with them.
pub(super) struct Cells {
    file: &'static str,
    line: u64,
    problems: Vec<Problem>,
}

/// Builds a value from each row; a row with a problem is reported and left out.
pub(super) fn convert<R: Row, T>(
    rows: &[Numbered<R>],
    report: &mut Report,
    build: impl Fn(&R, &mut Cells) -> Option<T>,
) -> Vec<(u64, T)> {
    let mut values = Vec::with_capacity(rows.len());
    for Numbered { line, row } in rows {
        let mut cells = Cells::of(R::FILE, *line);
        match build(row, &mut cells) {
            Some(value) if cells.problems.is_empty() => values.push((*line, value)),
            _ => report.unplaced_row(R::FILE, *line, cells.problems),
        }
    }
    values
}

impl Cells {
    /// The cells of one row of a file.
    pub(super) fn of(file: &'static str, line: u64) -> Self {
        Self { file, line, problems: Vec::new() }
    }

    /// What was found wrong.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// Reports something about a cell.
    pub(super) fn problem(
        &mut self,
        rule: &'static Rule,
        column: &str,
        cell: &str,
        why: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.problems.push(Problem::new(rule, (self.file, self.line, column), cell, why, remedy));
    }

    /// Reports each cell that is empty and must not be.
    pub(super) fn filled(&mut self, cells: &[(&str, &str)]) {
        for (column, _) in cells.iter().filter(|(_, cell)| cell.is_empty()) {
            self.problem(&rules::MISSING_KEY, column, "", "the cell is empty", "fill it in");
        }
    }

    /// A new record's id, which becomes a file's name.
    pub(super) fn id(&mut self, column: &str, cell: &str) -> String {
        if !is_id(cell) {
            let why = "this can't be an id: it becomes a file's name and part of an address";
            self.problem(
                &rules::BAD_ID,
                column,
                cell,
                why,
                "use a to z, 0 to 9 and single hyphens, at most 64 characters",
            );
        }
        cell.to_owned()
    }

    /// The id of a record of another table; nothing where the cell is empty.
    pub(super) fn reference(&mut self, column: &str, cell: &str, ids: &Ids) -> Option<Placed<String>> {
        if cell.is_empty() {
            return None;
        }
        if !ids.has(cell) {
            let remedy = match ids.nearest(cell) {
                Some(near) => format!("did you mean `{near}`?"),
                None => ids.remedy(),
            };
            self.problem(ids.rule(), column, cell, ids.missing(cell), remedy);
        }
        Some(cell.to_owned().into())
    }

    /// A supplier's id, or the reserved one.
    pub(super) fn supplier(&mut self, column: &str, cell: &str, ids: &Ids) -> Option<Placed<String>> {
        if cell == IN_HOUSE { Some(IN_HOUSE.to_owned().into()) } else { self.reference(column, cell, ids) }
    }

    /// Ids separated by semicolons.
    pub(super) fn references(&mut self, column: &str, cell: &str, ids: &Ids) -> Vec<Placed<String>> {
        list(cell).iter().filter_map(|id| self.reference(column, id, ids)).collect()
    }

    /// A date, as exact as it is given.
    pub(super) fn date(&mut self, column: &str, cell: &str) -> Option<Date> {
        self.parsed(&rules::BAD_DATE, column, cell, "write 2027, 2027-03 or 2027-03-31")
    }

    /// A web address.
    pub(super) fn url(&mut self, column: &str, cell: &str) -> Option<Placed<Url>> {
        let remedy = "write the whole address, beginning with https://";
        self.parsed::<Url>(&rules::BAD_URL, column, cell, remedy).map(Placed::from)
    }

    /// A whole number.
    pub(super) fn number<T: FromStr>(&mut self, column: &str, cell: &str) -> Option<T> {
        let number = (!cell.is_empty()).then(|| cell.parse().ok())?;
        if number.is_none() {
            let remedy = match digits(cell) {
                Some(digits) => format!("did you mean `{digits}`?"),
                None => "write digits only, without separators".to_owned(),
            };
            self.problem(
                &rules::BAD_VALUE,
                column,
                cell,
                "this is not a whole number that fits here",
                remedy,
            );
        }
        number
    }

    /// A word of a code list.
    pub(super) fn word<'c, T: Deserialize<'c>>(&mut self, column: &str, cell: &'c str) -> Option<T> {
        if cell.is_empty() {
            return None;
        }
        let word: StrDeserializer<WordError> = cell.into_deserializer();
        T::deserialize(word)
            .map_err(|error| {
                let error = error.to_string();
                let remedy = match error.split_once("expected ") {
                    Some((_, words)) => format!("use {words}"),
                    None => error,
                };
                self.problem(
                    &rules::UNKNOWN_WORD,
                    column,
                    cell,
                    "this is not a word of this column's list",
                    remedy,
                );
            })
            .ok()
    }

    /// A sum with its basis and tax, told by three cells.
    pub(super) fn money(&mut self, amount: &str, basis: &str, tax: &str) -> Option<Money> {
        let whole: Option<u64> = self.number("value", amount);
        let is_open = basis.is_empty();
        let basis = self.word::<MoneyBasis>("value_basis", basis);
        let tax = self.word::<Tax>("value_tax", tax).unwrap_or_default();
        // What a sum covers can be asked once it is one.
        if whole.is_some() && is_open {
            let why = "a sum needs to say what it covers";
            self.problem(&rules::MISSING_KEY, "value_basis", "", why, "write total or annual");
        }
        Some(Money { amount: whole?, basis: basis?, tax })
    }

    fn parsed<T: FromStr<Err = String>>(
        &mut self,
        rule: &'static Rule,
        column: &str,
        cell: &str,
        remedy: &str,
    ) -> Option<T> {
        if cell.is_empty() {
            return None;
        }
        cell.parse().map_err(|why: String| self.problem(rule, column, cell, why, remedy)).ok()
    }
}

/// The digits of a sum as people write it, where it can be read in one way only: £1,200,000.
fn digits(cell: &str) -> Option<String> {
    let bare = cell.trim().trim_start_matches(['£', '€', '$']).trim();
    let groups: Vec<&str> = bare.split(',').collect();
    let is_whole = groups.iter().all(|group| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit()));
    let is_grouped = groups.iter().skip(1).all(|group| group.len() == 3) && groups[0].len() <= 3;
    (is_whole && (groups.len() == 1 || is_grouped)).then(|| groups.concat())
}

/// Text as one paragraph; nothing where the cell is empty.
pub(super) fn text(cell: &str) -> Option<String> {
    let words: Vec<_> = cell.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The entries of a cell that lists several.
pub(super) fn list(cell: &str) -> Vec<String> {
    cell.split(';').filter_map(text).collect()
}

/// The cell, unless it only says that nothing is known.
pub(super) fn unless_unknown(cell: &str) -> &str {
    if cell == "unknown" { "" } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::records::Lifecycle;

    fn cells() -> Cells {
        Cells::of("facts.csv", 7)
    }

    #[test]
    fn every_problem_says_where_why_and_what_to_do() {
        let mut cells = cells();
        assert_eq!(cells.date("since", "2014-13"), None);
        assert_eq!(cells.word::<Lifecycle>("lifecycle", "alive"), None);
        assert_eq!(cells.number::<u64>("value", "1,000"), None);
        cells.id("id", "../escape");
        let columns: Vec<_> = cells.problems.iter().map(|problem| problem.column.as_str()).collect();
        assert_eq!(columns, ["since", "lifecycle", "value", "id"]);
        assert!(cells.problems.iter().all(|problem| !problem.why.is_empty() && !problem.remedy.is_empty()));
        assert!(cells.problems[1].remedy.contains("`retired`"), "{}", cells.problems[1].remedy);
    }

    #[test]
    fn an_unknown_id_gets_the_nearest_one() {
        let mut ids = Ids::new("systems.csv");
        ids.insert("example-forms", "Example Forms");
        let mut cells = cells();
        cells.reference("system", "exampel-forms", &ids);
        assert_eq!(cells.problems[0].remedy, "did you mean `example-forms`?");
    }

    #[test]
    fn an_empty_cell_is_nothing_and_no_problem() {
        let mut cells = cells();
        assert!(cells.date("since", "").is_none() && cells.url("website", "").is_none());
        assert!(cells.money("", "", "").is_none() && cells.problems.is_empty());
        assert_eq!(list(" a; b ;;c "), ["a", "b", "c"]);
    }

    #[test]
    fn a_sum_needs_a_basis() {
        let mut cells = cells();
        assert!(cells.money("100", "", "net").is_none());
        assert_eq!(cells.problems[0].column, "value_basis");
    }
}
