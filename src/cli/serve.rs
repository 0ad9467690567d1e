//! `citytools serve`

use clap::Args;

use super::build::{self, Kept};
use super::terminal::errln;
use super::{End, failed};
use crate::serve::{Preview, Seen};

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    build: build::Options,
    /// Port on this machine; 0 takes any that is free.
    #[arg(long, default_value_t = 8033)]
    port: u16,
}

pub(super) fn run(options: &Options) -> End {
    let mut build = options.build.clone();
    // Whoever edits waits for each build; what is published is looked at then.
    build.no_verify = true;
    let preview = match Preview::bind(options.port) {
        Ok(preview) => preview,
        Err(error) => return failed(&error),
    };
    let address = preview.address();
    build.base_url.get_or_insert_with(|| address.clone());
    let mut watched = vec![build.content.content.clone()];
    watched.extend(build.theme.clone());
    let seen = Seen::of(&watched);
    let mut kept = Kept::between_builds();
    // Started even with problems: they are mended while the preview runs.
    let first = build::built(&build, &mut kept);
    if first.end == End::MachineFailed {
        return End::MachineFailed;
    }
    drop(first.replaced);
    let site = build.out.clone();
    if !first.problems.is_empty() {
        errln!("\nThere is nothing to show yet: mend the problems above, and the site appears.");
    }
    errln!("\nThe preview is at {address} and follows your changes. Ctrl-C ends it.");
    let again = move || {
        errln!("");
        let ended = build::built(&build, &mut kept);
        (ended.problems, ended.replaced)
    };
    match preview.run(&site, watched, seen, first.problems, again) {
        Ok(()) => End::Done,
        Err(error) => failed(&error),
    }
}
