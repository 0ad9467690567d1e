//! `citytools import`

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{End, failed};
use crate::import;

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(subcommand)]
    from: From,
}

#[derive(Debug, Subcommand)]
enum From {
    /// Read the CSV tables of a survey and write them as records; an edited record is never overwritten.
    Survey(SurveyOptions),
}

#[derive(Debug, Args)]
struct SurveyOptions {
    /// Folder with facts.csv, systems.csv, suppliers.csv and the other tables.
    dir: PathBuf,
    /// Folder with the records.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
    /// Folder for what is proposed where a record exists and differs.
    #[arg(long, value_name = "DIR", default_value = "import-proposals")]
    proposals: PathBuf,
}

pub(super) fn run(options: &Options) -> End {
    let From::Survey(options) = &options.from;
    match import::survey(&options.dir, &options.content, &options.proposals) {
        Ok(report) => {
            anstream::println!("{report}");
            if report.unplaced() == 0 { End::Done } else { End::Problems }
        }
        Err(error) => failed(&error),
    }
}
