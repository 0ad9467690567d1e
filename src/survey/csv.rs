//! The survey as CSV that spreadsheet programs open without running anything in it, and CSV from anywhere a cell at a time.

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};

use super::columns::Column;
use super::rows::Row;
use crate::content::cells::FORMULA;

/// Stands before a text, so that it stays one. Programs for spreadsheets do the same.
const TEXT_MARK: char = '\'';
/// Without it, Excel takes UTF-8 for something older.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The rows with their heading.
#[must_use]
pub fn text(rows: &[Row]) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let heading = Column::ALL.iter().map(|column| column.name().to_owned()).collect::<Vec<_>>();
    let lines = rows.iter().map(|row| row.cells.iter().map(|cell| harmless(cell)).collect::<Vec<_>>());
    for line in std::iter::once(heading).chain(lines) {
        // Writing to memory can't fail, and every line has a cell for each column.
        let _ = writer.write_record(&line);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    BYTE_ORDER_MARK.to_owned() + &String::from_utf8(bytes).unwrap_or_default()
}

/// A text that no program takes for a formula.
#[must_use]
pub fn harmless(cell: &str) -> String {
    let needs_mark = cell.starts_with(FORMULA) || cell.starts_with(TEXT_MARK);
    if needs_mark { format!("{TEXT_MARK}{cell}") } else { cell.to_owned() }
}

/// The text as it was before it was made harmless.
#[must_use]
pub fn restored(cell: &str) -> &str {
    let is_marked = |rest: &&str| rest.starts_with(FORMULA) || rest.starts_with(TEXT_MARK);
    cell.strip_prefix(TEXT_MARK).filter(is_marked).unwrap_or(cell)
}

/// Cells of a text, one at a time: what can't be a cell of a survey is never held, however long it is.
pub(crate) struct Cells<'t> {
    reader: Reader,
    rest: &'t [u8],
    cell: Vec<u8>,
}

/// What comes next in a text.
pub(crate) enum Next<'c> {
    /// A cell, and whether its row ends with it.
    Cell { text: &'c str, ends_row: bool },
    /// A cell that is longer than any.
    TooLong,
    /// Nothing.
    End,
}

impl<'t> Cells<'t> {
    /// Bytes of a cell: as many as a workbook's cell has characters, of four bytes each.
    const LONGEST: usize = 4 << 15;

    pub(crate) fn new(text: &'t [u8], delimiter: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Self { reader, rest: text, cell: vec![0; Self::LONGEST] }
    }

    pub(crate) fn next(&mut self) -> Next<'_> {
        let mut length = 0;
        loop {
            let (result, read, written) = self.reader.read_field(self.rest, &mut self.cell[length..]);
            self.rest = &self.rest[read..];
            length += written;
            match result {
                // The text is whole, so what comes after it is its end.
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull => return Next::TooLong,
                ReadFieldResult::End => return Next::End,
                ReadFieldResult::Field { record_end } => {
                    // A text of UTF-8 is cut at signs of ASCII only; of another one nothing can be told.
                    let text = std::str::from_utf8(&self.cell[..length]).unwrap_or_default();
                    return Next::Cell { text, ends_row: record_end };
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_cell_begins_with_comes_back() {
        for cell in [
            "=1+1", "+44", "-", "@x", "\tx", "\rx", "'x", "''=x", "'=x", "x", "", "x=1", "＝1", "＋1", "－1",
            "＠x", "\nx", "\0x",
        ] {
            let harmless = harmless(cell);
            assert!(!harmless.starts_with(FORMULA), "{harmless:?}");
            assert_eq!(restored(&harmless), cell);
        }
        assert_eq!(restored("'Twas typed by hand"), "'Twas typed by hand");
    }
}
