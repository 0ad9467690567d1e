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
    let line = format!(
        "Checked {}: {}.",
        shown(&options.content.content),
        report::summary(&checked, options.report)
    );
    let line = line + &report::unsaid(&checked, options.report);
    if options.report.is_for_machines() {
        anstream::eprintln!("{line}");
    } else {
        anstream::println!("{line}");
    }
    report::end(&checked, options.report)
}
