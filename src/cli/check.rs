//! `citytools check`

use clap::Args;

use super::report::{self, ReportOptions};
use super::{ContentOptions, End, failed, shown};
use crate::build;

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    content: ContentOptions,
    #[command(flatten)]
    report: ReportOptions,
}

pub(super) fn run(options: &Options) -> End {
    let checked = match build::check(&options.content.content, options.content.as_of()) {
        Ok(checked) => checked,
        Err(error) => return failed(&format!("{}: {error}", shown(&options.content.content))),
    };
    report::print(&checked, options.report);
    anstream::println!(
        "Checked {}: {}.",
        shown(&options.content.content),
        report::summary(&checked, options.report)
    );
    if checked.ready.is_some() { End::Done } else { End::Problems }
}
