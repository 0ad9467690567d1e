//! `citytools release`

use std::io;

use clap::Args;

use super::report::{self, ReportOptions};
use super::terminal::{errln, outln};
use super::{ContentOptions, End, failed, refused, shown};
use crate::build;
use crate::edit;
use crate::figures::freeze;
use crate::plain::leads_out;

#[derive(Clone, Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    content: ContentOptions,
    #[command(flatten)]
    report: ReportOptions,
}

pub(super) fn run(options: &Options) -> End {
    let content = &options.content.content;
    let checked = match build::check(content, options.content.as_of()) {
        Ok(checked) => checked,
        Err(error) => return failed(&format!("{}: {error}", shown(content))),
    };
    report::print(&checked, options.report);
    let Some(ready) = checked.records() else {
        errln!("Nothing was frozen: {}.", report::summary(&checked, options.report));
        return End::Problems;
    };
    let release = freeze(&ready.catalogue, &ready.figures);
    let path = content.join("releases").join(format!("{}.json", release.date));
    if leads_out(content, &path) {
        return refused(&format!(
            "a link stands in the way to {}, and a release must not land elsewhere",
            shown(&path)
        ));
    }
    match edit::create(&path, release.to_text()) {
        Ok(()) => {
            if checked.ready.is_none() {
                outln!(
                    "The errors above stand in chapters and pages, on whose words no figure and no table rests; the site is not built before they are mended."
                );
            }
            let rows: usize = release.tables.iter().map(|table| table.rows.len()).sum();
            outln!(
                "Froze {} figures and {rows} rows of {} tables as of {} in {}.\nCommit the file: the site shows it as a release from now on.",
                release.figures.len(),
                release.tables.len(),
                release.date,
                shown(&path),
            );
            End::Done
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            errln!(
                "Nothing was frozen: {} is there already, and a release never changes. Freeze another day with --as-of, or delete the file if nobody has seen it yet.",
                shown(&path)
            );
            End::Problems
        }
        Err(error) => failed(&format!("{}: {error}", shown(&path))),
    }
}
