//! What others wrote to records: tables of collected facts in two ways that read cells alike, and procurement notices.
//!
//! A folder of CSV files begins a region: [`survey()`] writes YAML under the content folder and gives a [`Report`] that
//! accounts for every row. Nothing that an editor wrote is touched: where a file exists and says something else, the
//! import writes a proposal and its diff into a folder of their own.
//!
//! A sheet that an authority sends back changes its record: [`sheets()`] changes only the lines of what is different in
//! the sheet.
//!
//! Notices of the Open Contracting Data Standard become proposals in a review file: [`ocds()`].
//!
//! ```text
//! rows -------> cells ------> lists, records, deployments, contracts, skills --> survey --> write
//! CSV to text   text to       rows to records, told the same way by              one        new, unchanged,
//!               dates, ids    evidence                                           region     proposed
//! ```

mod cells;
mod contracts;
mod deployments;
mod error;
mod evidence;
mod known;
mod lists;
mod ocds;
mod ocids;
mod records;
mod region;
mod report;
mod rows;
mod same;
mod sheets;
mod skills;
mod survey;
mod write;

pub use error::Error;
pub use ocds::{Counts, Kept, NearBuyer, Notices, Proposals, Size, ocds};
pub use region::Region;
pub use report::{Change, Doubt, Outcome, Output, Problem, Report, TableReport};
pub use sheets::{Sheets, Told, sheets};
pub use survey::survey;
