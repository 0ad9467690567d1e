//! The rows behind a figure: cells with what readers see, and beside it the number, the day or the id that it stands for.

use std::borrow::Cow;
use std::ops::Range;

use super::{Coverage, Figures, Percent, Quarter, Rows, Standing};
use crate::catalogue::{
    Borough, Catalogue, Contract, Framework, Group, Ix, Service, Skill, Supplier, System, Technology,
};
use crate::content::records::Date;

/// A figure's rows.
#[derive(Debug)]
pub struct FigureTable {
    /// What it shows.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, one cell for each column.
    pub rows: Rows,
    /// How a chart shows them, where a picture helps.
    pub chart: Option<Chart>,
    /// What can be quoted of single rows.
    pub quotes: Vec<RowQuote>,
}

/// One row in words, for texts that quote it.
#[derive(Debug)]
pub struct RowQuote {
    /// Ids of what the row names, joined by `/`.
    pub key: String,
    /// Its number; none where it is withheld.
    pub text: Option<String>,
    /// A full sentence.
    pub sentence: String,
}

/// How rows are drawn; columns count from 0, and the first one names the row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chart {
    /// A bar for each row, as long as that column's bar.
    Bars(usize),
    /// Upright bars beside each other, for rows in the order of time.
    Columns(usize),
    /// A bar for each row, divided into its numbers in those columns, all of one whole.
    Parts {
        /// Columns that tell something.
        told: Range<usize>,
        /// Columns after them that tell what is not known or does not apply.
        quiet: Range<usize>,
    },
    /// A dot for each row on one scale.
    Dots(usize),
    /// For each row least, lower quartile, median, upper quartile and most, in five columns from that one on.
    Spread(usize),
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// What its cells hold.
    pub kind: Kind,
}

/// What the cells of a column hold, besides their text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    Text,
    /// The ids of what they name.
    Name,
    /// A date, as exact as it is known.
    Date,
    /// A number.
    Number(Unit),
    /// A sum of money, with how many of how many it is known of.
    Sum,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things.
    Count,
    /// Residents.
    People,
    /// Percent, 0 to 100.
    Percent,
    /// The site's currency, a year.
    Money,
    /// Days.
    Days,
    /// Months.
    Months,
    /// Years of 365.25 days.
    Years,
    /// Points of a weighted count.
    Points,
    /// A number without a unit.
    Index,
}

impl Unit {
    /// As files name it.
    #[must_use]
    pub fn word(self, currency: &str) -> &str {
        match self {
            Self::Count => "count",
            Self::People => "residents",
            Self::Percent => "percent",
            Self::Money => currency,
            Self::Days => "days",
            Self::Months => "months",
            Self::Years => "years",
            Self::Points => "points",
            Self::Index => "index",
        }
    }
}

impl Column {
    fn new(title: impl Into<String>, kind: Kind) -> Self {
        Self { title: title.into(), kind }
    }

    /// Words.
    pub fn text(title: impl Into<String>) -> Self {
        Self::new(title, Kind::Text)
    }

    /// Names of records.
    pub fn name(title: impl Into<String>) -> Self {
        Self::new(title, Kind::Name)
    }

    /// Dates.
    pub fn date(title: impl Into<String>) -> Self {
        Self::new(title, Kind::Date)
    }

    /// Counted things.
    pub fn count(title: impl Into<String>) -> Self {
        Self::number(title, Unit::Count)
    }

    /// Shares.
    pub fn percent(title: impl Into<String>) -> Self {
        Self::number(title, Unit::Percent)
    }

    /// Numbers.
    pub fn number(title: impl Into<String>, unit: Unit) -> Self {
        Self::new(title, Kind::Number(unit))
    }

    /// Sums of what is known.
    pub fn sum(title: impl Into<String>) -> Self {
        Self::new(title, Kind::Sum)
    }

    /// Whether its cells are numbers to readers.
    #[must_use]
    pub fn is_numeric(&self) -> bool {
        matches!(self.kind, Kind::Number(_) | Kind::Sum)
    }
}

/// A cell.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// What it names, for links; the text holds the same names.
    pub names: Vec<Name>,
    /// Length of a bar beside the number, 0 to 100.
    pub bar: Option<f64>,
    /// The number that the text tells, not rounded.
    pub number: Option<f64>,
    /// The date that the text tells, as records write it.
    pub date: Option<String>,
    /// Of how many of how many a sum is known.
    pub known: Option<Coverage>,
}

/// A name and what it leads to.
#[derive(Clone, Debug)]
pub struct Name {
    /// The words.
    pub text: String,
    /// What is meant.
    pub target: Target,
}

/// What a cell names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// An authority.
    Borough(Ix<Borough>),
    /// A service.
    Service(Ix<Service>),
    /// A group of services.
    Group(Ix<Group>),
    /// A system.
    System(Ix<System>),
    /// A supplier.
    Supplier(Ix<Supplier>),
    /// A skill.
    Skill(Ix<Skill>),
    /// An emerging technology.
    Technology(Ix<Technology>),
    /// A quarter of the contract pipeline.
    Quarter(Quarter),
    /// A contract.
    Contract(Ix<Contract>),
    /// Contracts that stand so.
    Standing(Standing),
    /// Contracts for a service.
    ServiceContracts(Ix<Service>),
    /// A route to market.
    Framework(Ix<Framework>),
}

impl Target {
    /// The id by which records and tables name it.
    #[must_use]
    pub fn id(self, c: &Catalogue) -> Cow<'_, str> {
        Cow::Borrowed(match self {
            Self::Borough(ix) => c.boroughs[ix].id.as_str(),
            Self::Service(ix) | Self::ServiceContracts(ix) => c.services[ix].id.as_str(),
            Self::Group(ix) => c.groups[ix].id.as_str(),
            Self::System(ix) => c.systems[ix].id.as_str(),
            Self::Supplier(ix) => c.suppliers[ix].id.as_str(),
            Self::Skill(ix) => c.skills[ix].id.as_str(),
            Self::Technology(ix) => c.technologies[ix].id.as_str(),
            Self::Quarter(quarter) => return Cow::Owned(quarter.id()),
            Self::Contract(ix) => c.contracts[ix].id.as_str(),
            Self::Standing(standing) => standing.id(),
            Self::Framework(ix) => c.frameworks[ix].id.as_str(),
        })
    }
}

impl Cell {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A name that leads to its page.
    #[must_use]
    pub fn link(text: &str, target: Target) -> Self {
        Self::links(vec![Name { text: text.to_owned(), target }])
    }

    /// Several names.
    #[must_use]
    pub fn links(names: Vec<Name>) -> Self {
        let text = match names.as_slice() {
            [only] => only.text.clone(),
            names => names.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join(", "),
        };
        Self { text, names, ..Self::default() }
    }

    /// A number.
    pub fn number(text: impl Into<String>, number: f64) -> Self {
        Self::text(text).with(number)
    }

    /// The same with the number that it tells.
    #[must_use]
    pub fn with(mut self, number: f64) -> Self {
        self.number = Some(number);
        self
    }

    /// The same with a bar beside it.
    #[must_use]
    pub fn with_bar(mut self, percent: Percent) -> Self {
        self.bar = Some(percent.value());
        self
    }

    /// A date as records write it.
    #[must_use]
    pub fn date(text: String, date: Date) -> Self {
        Self { text, date: Some(date.to_string()), ..Self::default() }
    }

    /// What it names, where that is one thing.
    #[must_use]
    pub fn target(&self) -> Option<Target> {
        if let [name] = self.names.as_slice() { Some(name.target) } else { None }
    }
}

impl FigureTable {
    pub(super) fn new(caption: impl Into<String>, columns: impl Into<Vec<Column>>, rows: Rows) -> Self {
        Self { caption: caption.into(), columns: columns.into(), rows, chart: None, quotes: Vec::new() }
    }

    /// The number of the row that names one thing: the first that stands in it.
    #[must_use]
    pub fn number_of(&self, id: &str, figures: &Figures, c: &Catalogue) -> Option<String> {
        let named =
            |row: &Cow<[Cell]>| row.first().and_then(Cell::target).is_some_and(|target| target.id(c) == id);
        let row = self.rows.iter(figures, c).find(named)?;
        row.iter().find(|cell| cell.number.is_some()).map(|cell| cell.text.clone())
    }

    /// The same table with a chart.
    pub(super) fn drawn(mut self, chart: Chart) -> Self {
        self.chart = Some(chart);
        self
    }

    /// The same table with rows that texts can quote.
    pub(super) fn quoted(mut self, quotes: Vec<RowQuote>) -> Self {
        self.quotes = quotes;
        self
    }
}
