//! Tables of collected facts to records: takes a folder of CSV files, writes YAML under the content folder, and gives a
//! [`Report`] that accounts for every row.
//!
//! Nothing that an editor wrote is ever touched: where a file exists and says something else, the import writes a
//! proposal and its diff into a folder of their own.
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
mod ocids;
mod records;
mod report;
mod rows;
mod same;
mod skills;
mod survey;
mod write;

pub use error::Error;
pub use report::{Change, Doubt, Outcome, Output, Problem, Report, TableReport};
pub use survey::survey;
