//! Named figures: what a chapter can quote, and what the method page defines.

use rayon::prelude::*;

use super::basis::{Bounds, Known, Portion};
use super::builder::Builder;
use super::teller::Teller;
use super::{FigureTable, Figures, Unit, headline};
use crate::catalogue::Catalogue;

/// A number or table with a name and a definition.
#[derive(Debug)]
pub struct Figure {
    /// Quoted by this.
    pub id: &'static str,
    /// What it is, in a few words.
    pub title: String,
    /// How it is computed: a paragraph, or several with an empty line between them.
    pub definition: String,
    /// The same as a formula, in words and signs.
    pub formula: String,
    /// What it belongs to.
    pub family: Family,
    /// The number.
    pub value: Value,
    /// The number with its unit, as readers see it.
    pub text: String,
    /// Why the number is not printed, where it is not: what follows "because".
    pub withheld: Option<String>,
    /// One full sentence with the number and what it covers.
    pub sentence: String,
    /// The sentence says something of use even while the number is withheld.
    pub explained: bool,
    /// What the number is a part of: numerator and denominator.
    pub share: Option<Portion>,
    /// Of how many things what the figure asks for is known, where that is not all of them.
    pub coverage: Option<Known>,
    /// Where a share lies over all things, the unknown ones included.
    pub bounds: Option<Bounds>,
    /// The rows behind it.
    pub table: FigureTable,
    /// Everything that its whole counts, one by one, with a last column that says what counts in its part; for figures
    /// whose rows do not name them.
    pub members: Option<FigureTable>,
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
            Self::Records => say!("What is on record"),
            Self::Coverage => say!("How much is known"),
            Self::Reach => say!("How widespread systems and suppliers are"),
            Self::Contracts => say!("Contracts and their ends"),
            Self::Prices => say!("What contracts cost"),
            Self::Concentration => say!("How much the largest hold"),
            Self::Opportunities => say!("Opportunities"),
            Self::Openness => say!("Open, joined-up and easy to leave"),
            Self::Skills => say!("Skills and emerging technology"),
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
    /// Not printed; the figure says why.
    Withheld,
}

impl Value {
    /// What the number counts; none where it is withheld.
    #[must_use]
    pub fn unit(&self) -> Option<Unit> {
        match self {
            Self::Count(_) => Some(Unit::Count),
            Self::Percent(_) => Some(Unit::Percent),
            Self::Money(_) => Some(Unit::Money),
            Self::Days(_) => Some(Unit::Days),
            Self::Index(_) => Some(Unit::Index),
            Self::Withheld => None,
        }
    }
}

impl Figure {
    /// The same figure with the members of its whole.
    pub(super) fn with_members(mut self, members: FigureTable) -> Self {
        // They would tell what is withheld.
        self.members = Some(members).filter(|_| self.withheld.is_none());
        self
    }

    /// The number without its unit; none where it is withheld.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self.value {
            Value::Count(count) | Value::Days(count) => Some(count as f64),
            Value::Percent(number) | Value::Money(number) | Value::Index(number) => Some(number),
            Value::Withheld => None,
        }
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
    let builder = |family| Builder { family, teller: Teller::of(figures, catalogue) };
    FAMILIES.par_iter().flat_map_iter(|(family, compute)| compute(&builder(*family))).collect()
}
