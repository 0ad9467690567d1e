//! Rows with ids, and indices that can't be mixed up between tables.

use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Index;

/// The number of a row in the table of `T`.
pub struct Ix<T>(u32, PhantomData<fn() -> T>);

impl<T> Ix<T> {
    /// The row with that number.
    ///
    /// # Panics
    /// With more than 2^32 rows.
    #[must_use]
    pub fn new(row: usize) -> Self {
        Self(u32::try_from(row).expect("fewer than 2^32 rows"), PhantomData)
    }

    /// The row's number.
    #[must_use]
    pub fn row(self) -> usize {
        self.0 as usize
    }
}

// By hand: derives would ask the same of `T`, which an index does not need.
impl<T> Clone for Ix<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Ix<T> {}
impl<T> PartialEq for Ix<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Ix<T> {}
impl<T> PartialOrd for Ix<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Ix<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Ix<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for Ix<T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// Rows in a stable order, found by id.
#[derive(Clone, Debug)]
pub struct Table<T> {
    rows: Vec<T>,
    by_id: HashMap<String, Ix<T>>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), by_id: HashMap::new() }
    }
}

impl<T> Table<T> {
    /// Adds a row without an id.
    pub fn push(&mut self, row: T) -> Ix<T> {
        let ix = Ix::new(self.rows.len());
        self.rows.push(row);
        ix
    }

    /// Adds a row under its id.
    pub fn insert(&mut self, id: &str, row: T) -> Ix<T> {
        let ix = self.push(row);
        self.by_id.insert(id.to_owned(), ix);
        ix
    }

    /// Gives a row that was added without one its id.
    pub(super) fn name(&mut self, ix: Ix<T>, id: &str) {
        self.by_id.insert(id.to_owned(), ix);
    }

    /// Gives back the room for rows that don't come any more.
    pub(super) fn shrink(&mut self) {
        self.rows.shrink_to_fit();
        self.by_id.shrink_to_fit();
    }

    /// The row with that id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Ix<T>> {
        self.by_id.get(id).copied()
    }

    /// All rows with their numbers, in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Ix<T>, &T)> {
        self.rows.iter().enumerate().map(|(row, value)| (Ix::new(row), value))
    }

    /// All rows, in order.
    #[must_use]
    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    /// The row, to change it.
    pub(super) fn get_mut(&mut self, ix: Ix<T>) -> &mut T {
        &mut self.rows[ix.row()]
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<T> Index<Ix<T>> for Table<T> {
    type Output = T;
    fn index(&self, ix: Ix<T>) -> &T {
        &self.rows[ix.row()]
    }
}
