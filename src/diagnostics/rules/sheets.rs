//! Spreadsheets that come back: `CT6xx`. What single cells say breaks the same rules as records do.

use super::rules;

rules! {
    /// A spreadsheet that can't be read.
    SHEET = "CT601" Error: "A file that is damaged, of another kind or far too large would be read wrongly or not at all, so nothing of it is read",
        "save it again as an Excel workbook (.xlsx) or as CSV UTF-8, and send only the sheet that was exported",
        wrong "alder.xlsx, cut off while it was sent",
        right "alder.xlsx, as the spreadsheet program saved it";
    /// A column that a sheet can't do without.
    SHEET_COLUMN = "CT602" Error: "The head of the sheet says what its columns are; without this one nobody knows whose the rows are",
        "put the column's name into the first row; `citytools export survey` writes a sheet with all of them",
        wrong "borough, services, product",
        right "borough, services, system";
    /// A column that no survey has.
    OTHER_COLUMN = "CT603" Warning: "What stands in a column of your own is not taken over",
        "say it in notes, or leave the column to yourself",
        wrong "borough, services, system, comment",
        right "borough, services, system, notes";
    /// Rows of one system that say different things.
    ROWS_DISAGREE = "CT604" Error: "A system has one row for each of its services, and all else is repeated in them, so rows that differ leave open which is meant",
        "write the same into each row of the system",
        wrong "alder, payroll, live\nalder, expenses, retired",
        right "alder, payroll, retired\nalder, expenses, retired";
    /// A changed cell that only repeats another record.
    OTHER_RECORD = "CT605" Error: "The sheet shows this to make rows easier to read; it stands in another record, which others use too",
        "put the cell back, and change the other record",
        wrong "supplier_name: Tern Limited",
        right "name: Tern Limited in suppliers/tern.yaml";
    /// A row that was taken out.
    ROW_GONE = "CT606" Warning: "A row can be lost by mistake, so a sheet never deletes what is on record",
        "keep the row of a system that ended, with lifecycle `retired` and its end in until; what never was there is deleted in the record itself",
        wrong "no row for alder any more",
        right "alder, payroll, retired, until 2026-03";
    /// A record in which a line can't be changed alone.
    LAYOUT = "CT607" Error: "The record is written in a way that leaves no line to change without changing others",
        "make this change in the record itself",
        wrong "- {system: alder, lifecycle: live}, and notes of several lines",
        right "- system: alder\n  lifecycle: live";
    /// A date that moved, while the source stayed the one that says the old date.
    SOURCE_BEHIND = "CT608" Advice: "Readers follow the source to check a date, and would find another one there",
        "add the page that says so; or, where the authority says so itself, set provenance to declared or verified",
        wrong "contract_end: 2028-03-31, and the notice of 2024 as the only source",
        right "contract_end: 2028-03-31, and the notice of the extension in source_url, source_title and source_date";
    /// A cell that was emptied in one row of a system, while its other rows have it still.
    EMPTY_BESIDE_FILLED = "CT609" Advice: "Rows of one system need not repeat each other, so an empty cell beside a filled one says nothing and nothing is changed",
        "to take the value out, empty the cell in every row of the system; otherwise nothing needs to be done",
        wrong "alder, payroll, medium\nalder, expenses, (empty)",
        right "alder, payroll, (empty)\nalder, expenses, (empty)";
}
