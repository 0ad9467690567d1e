//! `citytools build`

use std::io::{IsTerminal, Write as _};
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;

use super::report::{self, ReportOptions};
use super::{ContentOptions, End, failed, parse_base_url, shown};
use crate::build::{self, Ready};
use crate::render::Theme;

#[derive(Clone, Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    pub content: ContentOptions,
    /// Folder for the site; it is replaced as a whole.
    #[arg(long, value_name = "DIR", default_value = "public")]
    pub out: PathBuf,
    /// Where the site is published, in place of site.yaml's address.
    #[arg(long, value_name = "URL", value_parser = parse_base_url)]
    pub base_url: Option<String>,
    /// Folder with templates and assets that replace the theme's own.
    #[arg(long, value_name = "DIR")]
    pub theme: Option<PathBuf>,
    #[command(flatten)]
    pub report: ReportOptions,
}

pub(super) fn run(options: &Options) -> End {
    let started = Instant::now();
    progress("Reading the records");
    let checked = match build::check(&options.content.content, options.content.as_of()) {
        Ok(checked) => checked,
        Err(error) => return failed(&format!("{}: {error}", shown(&options.content.content))),
    };
    progress("");
    report::print(&checked, options.report);
    let denied = report::end(&checked, options.report) == End::Problems;
    let Some(ready) = checked.ready.as_ref().filter(|_| !denied) else {
        anstream::eprintln!("Nothing was built: {}.", report::summary(&checked, options.report));
        return End::Problems;
    };
    progress("Making the pages");
    let theme = match Theme::load(options.theme.as_deref()) {
        Ok(theme) => theme,
        Err(error) => return failed(&build::Error::Theme(error)),
    };
    let site = &ready.catalogue.site;
    let base_url = options.base_url.clone().unwrap_or_else(|| super::with_slash(site.base_url.as_str()));
    let built = match build::build(ready, &theme, &base_url, &options.out) {
        Ok(built) => built,
        Err(error) => return failed(&error),
    };
    progress("");
    let line = format!(
        "{}: {} as of {}.\n{} pages, {} files, {:.1} MB in {:.2} s; {}.\nThe site is in {}; `citytools serve` shows it.",
        site.title,
        records(ready),
        ready.catalogue.as_of,
        built.pages,
        built.files,
        built.bytes as f64 / 1e6,
        started.elapsed().as_secs_f64(),
        report::summary(&checked, options.report),
        options.out.display(),
    );
    if options.report.is_for_machines() {
        anstream::eprintln!("{line}");
    } else {
        anstream::println!("{line}");
    }
    End::Done
}

fn records(ready: &Ready) -> String {
    let c = &ready.catalogue;
    format!(
        "{} {}, {} deployments, {} systems, {} suppliers, {} services, {} contracts",
        c.boroughs.len(),
        c.site.words.many,
        c.deployments.len(),
        c.systems.len(),
        c.suppliers.len(),
        c.services.len(),
        c.contracts.len()
    )
}

/// One line that comes and goes, where somebody watches.
fn progress(step: &str) {
    let mut stderr = std::io::stderr();
    if stderr.is_terminal() {
        // The line is a comfort; if it can't be written, the work goes on.
        let _ = write!(stderr, "\r\x1b[2K{step}");
        let _ = stderr.flush();
    }
}
