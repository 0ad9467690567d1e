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
}
