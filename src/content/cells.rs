//! Cells of tables that spreadsheets open.

/// What a spreadsheet program takes for the beginning of a formula, or strips before it looks for one: the signs, their
/// full-width forms, and what is not seen.
pub const FORMULA: [char; 12] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n', '\0'];

/// Whether a spreadsheet would run a cell.
#[must_use]
pub fn is_formula(cell: &str) -> bool {
    cell.starts_with(FORMULA) && cell.parse::<f64>().is_err()
}
