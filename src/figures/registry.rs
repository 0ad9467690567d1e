//! Named figures: what a chapter can quote, and what the method page defines.

use std::ops::Range;

use super::{Coverage, Figures, Format, Percent, headline};
use crate::catalogue::{
    Borough, Catalogue, Contract, Framework, Group, Ix, Service, Skill, Supplier, System, Technology,
};

/// A number or table with a name and a definition.
#[derive(Debug)]
pub struct Figure {
    /// Quoted by this.
    pub id: &'static str,
    /// What it is, in a few words.
    pub title: String,
    /// How it is computed, in a sentence or two.
    pub definition: &'static str,
    /// The same as a formula, in words and signs.
    pub formula: &'static str,
    /// What it belongs to.
    pub family: Family,
    /// The number.
    pub value: Value,
    /// The number with its unit, as readers see it.
    pub text: String,
    /// One full sentence with the number and what it covers.
    pub sentence: String,
    /// The sentence says something of use even while the number is withheld.
    pub explained: bool,
    /// What the number rests on, where that is not everything.
    pub coverage: Option<Coverage>,
    /// The rows behind it.
    pub table: Option<FigureTable>,
}

/// What a figure is about; the order of the method page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// How many of what is on record.
    Records,
    /// How much is known.
    Coverage,
    /// How widespread systems and suppliers are.
    Reach,
    /// Contracts and their ends.
    Contracts,
    /// What contracts cost.
    Prices,
    /// How much the largest hold.
    Concentration,
    /// Who could buy together, and where newcomers could come in.
    Opportunities,
    /// Open, joined-up and easy to leave.
    Openness,
    /// Skills and emerging technology.
    Skills,
}

impl Family {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Records => "What is on record",
            Self::Coverage => "How much is known",
            Self::Reach => "How widespread systems and suppliers are",
            Self::Contracts => "Contracts and their ends",
            Self::Prices => "What contracts cost",
            Self::Concentration => "How much the largest hold",
            Self::Opportunities => "Opportunities",
            Self::Openness => "Open, joined-up and easy to leave",
            Self::Skills => "Skills and emerging technology",
        }
    }
}

/// A figure's number.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// So many.
    Count(usize),
    /// A part of a whole; 0 to 100.
    Percent(f64),
    /// Units of the site's currency a year.
    Money(f64),
    /// Days.
    Days(usize),
    /// A number without a unit, such as an index.
    Index(f64),
    /// Too few records to print a share.
    Withheld,
}

/// A figure's rows.
#[derive(Debug)]
pub struct FigureTable {
    /// What it shows.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, one cell for each column.
    pub rows: Vec<Vec<Cell>>,
    /// How a chart shows them, where a picture helps.
    pub chart: Option<Chart>,
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
    /// Whether its cells are numbers.
    pub numeric: bool,
}

/// A cell.
#[derive(Debug)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// What it names, for a link.
    pub target: Option<Target>,
    /// Length of a bar beside the number, 0 to 100.
    pub bar: Option<f64>,
    /// The number that the text tells, where a chart needs it.
    pub number: Option<f64>,
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
    Quarter(super::Quarter),
    /// A contract.
    Contract(Ix<Contract>),
    /// Contracts that stand so.
    Standing(super::Standing),
    /// Contracts for a service.
    ServiceContracts(Ix<Service>),
    /// A route to market.
    Framework(Ix<Framework>),
}

impl Cell {
    /// Plain text or a number.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), target: None, bar: None, number: None }
    }

    /// A name that leads to its page.
    #[must_use]
    pub fn link(text: &str, target: Target) -> Self {
        Self { text: text.to_owned(), target: Some(target), bar: None, number: None }
    }

    /// A number with a bar.
    pub fn bar(text: impl Into<String>, percent: Percent) -> Self {
        Self { text: text.into(), target: None, bar: Some(percent.value()), number: None }
    }

    /// A number that charts draw to scale.
    pub fn number(text: impl Into<String>, number: f64) -> Self {
        Self::text(text).with(number)
    }

    /// The same with the number that it tells.
    #[must_use]
    pub fn with(mut self, number: f64) -> Self {
        self.number = Some(number);
        self
    }
}

impl FigureTable {
    /// A table whose columns are numbers where the title ends with `#`.
    pub(super) fn new(caption: impl Into<String>, columns: &[&str], rows: Vec<Vec<Cell>>) -> Self {
        let column = |title: &&str| Column {
            title: title.trim_end_matches('#').to_owned(),
            numeric: title.ends_with('#'),
        };
        Self { caption: caption.into(), columns: columns.iter().map(column).collect(), rows, chart: None }
    }

    /// The same table with a chart.
    pub(super) fn drawn(mut self, chart: Chart) -> Self {
        self.chart = Some(chart);
        self
    }
}

/// Builds figures of one catalogue.
pub(super) struct Builder<'a> {
    pub family: Family,
    pub catalogue: &'a Catalogue,
    pub figures: &'a Figures,
    pub format: Format<'a>,
}

impl Builder<'_> {
    pub fn count(
        &self,
        id: &'static str,
        title: &'static str,
        definition: &'static str,
        count: usize,
    ) -> Figure {
        let text = self.format.count(count);
        Figure {
            id,
            title: title.to_owned(),
            definition,
            formula: "",
            family: self.family,
            value: Value::Count(count),
            text,
            sentence: String::new(),
            explained: false,
            coverage: None,
            table: None,
        }
    }

    /// A count that charts draw to scale.
    pub fn count_cell(&self, count: usize) -> Cell {
        Cell::number(self.format.count(count), count as f64)
    }

    /// A share of counted things; withheld where the whole is below the region's minimum.
    pub fn share(
        &self,
        id: &'static str,
        title: &'static str,
        definition: &'static str,
        share: Coverage,
    ) -> Figure {
        let enough = share.whole >= self.catalogue.site.thresholds.small_number as usize;
        let value = if enough { Value::Percent(share.percent().value()) } else { Value::Withheld };
        let text = if enough { share.percent().to_string() } else { "withheld, too few records".to_owned() };
        Figure {
            id,
            title: title.to_owned(),
            definition,
            formula: "part ÷ whole",
            family: self.family,
            value,
            text,
            sentence: String::new(),
            explained: false,
            coverage: Some(share),
            table: None,
        }
    }
}

impl Figure {
    /// The number without its unit; none where it is withheld.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self.value {
            Value::Count(count) | Value::Days(count) => Some(count as f64),
            Value::Percent(number) | Value::Money(number) | Value::Index(number) => Some(number),
            Value::Withheld => None,
        }
    }

    /// The counted number; 0 for other values.
    pub(super) fn count(&self) -> usize {
        if let Value::Count(count) = self.value { count } else { 0 }
    }

    pub(super) fn titled(mut self, title: String) -> Self {
        self.title = title;
        self
    }

    pub(super) fn sentence(mut self, sentence: impl FnOnce(&Self) -> String) -> Self {
        self.sentence = match self.value {
            Value::Withheld => format!("{}: withheld, because too few records are known.", self.title),
            _ => sentence(&self),
        };
        self
    }

    /// A sentence that says more than that a number is withheld.
    pub(super) fn explained(mut self, sentence: String) -> Self {
        self.sentence = sentence;
        self.explained = true;
        self
    }

    pub(super) fn formula(mut self, formula: &'static str) -> Self {
        self.formula = formula;
        self
    }

    pub(super) fn covering(mut self, coverage: Coverage) -> Self {
        self.coverage = Some(coverage);
        self
    }

    pub(super) fn table(mut self, table: FigureTable) -> Self {
        self.table = Some(table);
        self
    }
}

/// Computes the figures of a family.
type Compute = fn(&Builder) -> Vec<Figure>;

/// One line per family: its name and what computes its figures.
const FAMILIES: &[(Family, Compute)] = &[
    (Family::Records, headline::records),
    (Family::Coverage, headline::coverage),
    (Family::Reach, headline::reach),
    (Family::Contracts, headline::contracts),
    (Family::Prices, headline::prices),
    (Family::Concentration, headline::concentration),
    (Family::Opportunities, headline::opportunities),
    (Family::Openness, headline::openness),
    (Family::Skills, headline::skills),
];

/// Every named figure, by family.
pub(super) fn all(catalogue: &Catalogue, figures: &Figures) -> Vec<Figure> {
    let format = Format::new(&catalogue.site);
    FAMILIES
        .iter()
        .flat_map(|(family, compute)| compute(&Builder { family: *family, catalogue, figures, format }))
        .collect()
}
