//! A row of a table: its cells in one text, because tables have many cells and most of them are short.

use std::ops::Index;

use serde::{Serialize, Serializer};

/// A row.
pub struct Row {
    /// Its cells, one after the other.
    text: Box<str>,
    /// Where each of them ends.
    ends: Box<[u32]>,
}

impl Row {
    /// Its cells.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.ends.iter().scan(0, |start, end| {
            let from = std::mem::replace(start, *end as usize);
            Some(&self.text[from..*start])
        })
    }
}

impl Index<usize> for Row {
    type Output = str;

    fn index(&self, cell: usize) -> &str {
        let start = cell.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[cell] as usize]
    }
}

impl FromIterator<String> for Row {
    fn from_iter<I: IntoIterator<Item = String>>(cells: I) -> Self {
        let mut text = String::new();
        let add = |cell: String| {
            text.push_str(&cell);
            u32::try_from(text.len()).expect("no row has 4 GB")
        };
        let ends = cells.into_iter().map(add).collect();
        Self { text: text.into(), ends }
    }
}

/// As a list of its cells.
impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_they_were() {
        for cells in [&["", "é;b", "", "c", ""][..], &[""], &[]] {
            let row: Row = cells.iter().map(|cell| (*cell).to_owned()).collect();
            assert_eq!(row.iter().collect::<Vec<_>>(), cells);
        }
    }
}
