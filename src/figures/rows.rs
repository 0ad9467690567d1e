//! The rows of a table. Lists of records are as long as the region is large, and two dozen figures name the same contracts:
//! of those only the records are kept, and their rows are told when somebody asks.

use std::borrow::Cow;
use std::fmt;

use super::Figures;
use super::table::Cell;
use super::teller::Teller;
use crate::catalogue::Catalogue;

/// Rows, one cell for each column.
#[derive(Debug)]
pub struct Rows(Kept);

enum Kept {
    Told(Vec<Vec<Cell>>),
    Each { count: usize, tell: Tell },
}

/// Tells the row with that number.
type Tell = Box<dyn Fn(&Teller, usize) -> Vec<Cell> + Send + Sync>;

impl Rows {
    /// One row for each of these, told when it is asked for. None has a bar.
    pub(super) fn each<T: Send + Sync + 'static>(
        all: Vec<T>,
        tell: impl Fn(&Teller, &T) -> Vec<Cell> + Send + Sync + 'static,
    ) -> Self {
        Self::numbered(all.len(), move |teller, row| tell(teller, &all[row]))
    }

    /// So many rows, each told by its number when it is asked for. None has a bar.
    pub(super) fn numbered(
        count: usize,
        tell: impl Fn(&Teller, usize) -> Vec<Cell> + Send + Sync + 'static,
    ) -> Self {
        Self(Kept::Each { count, tell: Box::new(tell) })
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Kept::Told(rows) => rows.len(),
            Kept::Each { count, .. } => *count,
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All of them, in their order; the figures and records are those that they were made from.
    pub fn iter<'a>(
        &'a self,
        figures: &'a Figures,
        catalogue: &'a Catalogue,
    ) -> impl Iterator<Item = Cow<'a, [Cell]>> {
        let teller = Teller::of(figures, catalogue);
        (0..self.len()).map(move |row| match &self.0 {
            Kept::Told(rows) => Cow::Borrowed(rows[row].as_slice()),
            Kept::Each { tell, .. } => Cow::Owned(tell(&teller, row)),
        })
    }

    /// Whether a bar stands in that column.
    #[must_use]
    pub fn has_bar(&self, column: usize) -> bool {
        match &self.0 {
            Kept::Told(rows) => rows.iter().any(|row| row.get(column).is_some_and(|cell| cell.bar.is_some())),
            Kept::Each { .. } => false,
        }
    }
}

impl FromIterator<Vec<Cell>> for Rows {
    fn from_iter<I: IntoIterator<Item = Vec<Cell>>>(rows: I) -> Self {
        rows.into_iter().collect::<Vec<_>>().into()
    }
}

impl From<Vec<Vec<Cell>>> for Rows {
    fn from(rows: Vec<Vec<Cell>>) -> Self {
        Self(Kept::Told(rows))
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Told(rows) => f.debug_list().entries(rows).finish(),
            Self::Each { count, .. } => write!(f, "{count} to be told"),
        }
    }
}
