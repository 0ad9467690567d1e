//! The sheet that goes to an authority and comes back: one row for each system and service, as a workbook or as CSV.
//!
//! ```text
//! records --> columns --> rows --> workbook, csv --> a borough's own spreadsheet program --> read --> import
//!             what each            write                                                     limits,
//!             cell says                                                                      cells as text
//! ```

pub mod columns;
pub mod csv;
mod lists;
mod package;
pub mod read;
pub mod rows;
pub mod workbook;
