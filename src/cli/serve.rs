//! `citytools serve`

use clap::Args;

use super::{End, build, failed};
use crate::serve;

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    build: build::Options,
    /// Port on this machine.
    #[arg(long, default_value_t = 8033)]
    port: u16,
}

pub(super) fn run(options: &Options) -> End {
    let mut build = options.build.clone();
    let address = format!("http://localhost:{}/", options.port);
    build.base_url.get_or_insert_with(|| address.clone());
    // Started even with problems: they are mended while the preview runs.
    if build::run(&build) == End::MachineFailed {
        return End::MachineFailed;
    }
    let mut watched = vec![build.content.content.clone()];
    watched.extend(build.theme.clone());
    if !build.out.join("index.html").exists() {
        anstream::eprintln!("\nThere is nothing to show yet: mend the problems above, and the site appears.");
    }
    anstream::eprintln!("\nThe preview is at {address} and follows your changes. Ctrl-C ends it.");
    let out = build.out.clone();
    let again = move || {
        anstream::eprintln!();
        build::run(&build);
    };
    match serve::run(&out, options.port, &watched, again) {
        Ok(()) => End::Done,
        Err(error) => failed(&error),
    }
}
