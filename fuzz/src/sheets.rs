//! Any bytes as a sheet that came back: CSV, or a workbook where they begin as one.

use citytools::survey::read as sheet;

use super::within;

pub fn read(input: &[u8]) {
    let name = if input.starts_with(b"PK") { "sheet.xlsx" } else { "sheet.csv" };
    let path = within::file(name, input);
    if let Err(problem) = sheet::read(&path).expect("the file can be read") {
        assert!(!problem.render().is_empty());
    }
}
