//! `citytools build`

use std::io::{IsTerminal, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anstream::adapter::strip_str;
use clap::{Args, ValueEnum};

use super::report::{self, ReportOptions};
use super::terminal::{errln, outln};
use super::{ContentOptions, End, failed, not_built, parse_base_url, shown};
use crate::build::{self, Checked, Ready};
use crate::content;
use crate::diagnostics::{Diagnostic, Severity, text};
use crate::figures::Format;
use crate::publish::{self, Replaced};
use crate::render::{Theme, ThemeError};
use crate::timings::Timings;
use crate::words;

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
    /// Say where the time went, on standard error.
    #[arg(long, value_name = "FORM", num_args = 0..=1, default_missing_value = "text")]
    pub timings: Option<Form>,
    /// Publish the site without a look at its addresses, titles and headings.
    #[arg(long)]
    pub no_verify: bool,
    #[command(flatten)]
    pub report: ReportOptions,
}

/// How it is told where the time went.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// How a build ended, and what is wrong, for whoever does not read the terminal.
#[cfg_attr(not(feature = "serve"), allow(dead_code, reason = "a preview shows them, and nobody else"))]
pub(super) struct Ended {
    pub end: End,
    pub problems: Vec<String>,
    /// The site before this one.
    pub replaced: Option<Replaced>,
}

impl Ended {
    /// The machine failed, which the terminal is told.
    fn failed(what: &dyn std::fmt::Display) -> Self {
        Self { end: failed(what), problems: vec![format!("error: {what}")], replaced: None }
    }

    /// No site came about, which the terminal is told.
    fn not_built(error: &build::Error) -> Self {
        Self { end: not_built(error), problems: vec![format!("error: {error}")], replaced: None }
    }

    /// The content is wrong, which the terminal was told.
    fn wrong(checked: &Checked) -> Self {
        // Warnings and advice can be denied too; without a problem to show, a preview would take it for a success.
        let plain = |problem| strip_str(&text::render(problem, &checked.sources)).to_string();
        let is_worse = |problem: &&Diagnostic| problem.rule.severity != Severity::Advice;
        let mut problems: Vec<String> = checked.problems.iter().filter(is_worse).map(plain).collect();
        if problems.is_empty() {
            problems = checked.problems.iter().map(plain).collect();
        }
        Self { end: End::Problems, problems, replaced: None }
    }
}

pub(super) fn run(options: &Options) -> End {
    built(options, &mut Kept::default()).end
}

/// What is kept between builds.
#[derive(Default)]
pub(super) struct Kept {
    /// The program's own theme: it can't change while the program runs and speaks the same language, as a folder can.
    theme: Option<Theme>,
    /// What files said; nothing for whoever builds once.
    files: Option<content::Kept>,
}

impl Kept {
    /// For whoever builds again and again.
    pub(super) fn between_builds() -> Self {
        Self { theme: None, files: Some(content::Kept::default()) }
    }

    fn theme(&mut self, over: Option<&Path>) -> Result<&Theme, ThemeError> {
        let kept = self.theme.take().filter(|theme| over.is_none() && theme.speaks(words::spoken()));
        let theme = kept.map_or_else(|| Theme::load(over), Ok)?;
        Ok(self.theme.insert(theme))
    }
}

/// Builds, and says so on the terminal.
pub(super) fn built(options: &Options, kept: &mut Kept) -> Ended {
    let started = Instant::now();
    progress("Reading the records");
    let mut timings = Timings::default();
    let (content, as_of) = (&options.content.content, options.content.as_of());
    let mut checked = match build::check_timed(content, as_of, kept.files.as_mut(), &mut timings) {
        Ok(checked) => checked,
        Err(error) => return Ended::failed(&format!("{}: {error}", shown(&options.content.content))),
    };
    progress("");
    report::print(&checked, options.report);
    let denied = report::end(&checked, options.report) == End::Problems;
    let Some(ready) = checked.ready.as_ref().filter(|_| !denied) else {
        errln!("Nothing was built: {}.", report::summary(&checked, options.report));
        return Ended::wrong(&checked);
    };
    checked.sources.let_texts_go();
    progress("Making the pages");
    let theme = match timings.room("theme", || kept.theme(options.theme.as_deref())) {
        Ok(theme) => theme,
        Err(error) => return Ended::not_built(&build::Error::Theme(error)),
    };
    let site = &ready.catalogue.site;
    let base_url = options.base_url.clone().unwrap_or_else(|| super::with_slash(site.base_url.as_str()));
    if publish::is_busy(&options.out) {
        progress("");
        errln!("Another build is writing beside {}; this one waits for it.", options.out.display());
    }
    for folder in [Some(content), options.theme.as_ref()].into_iter().flatten() {
        if is_within(&options.out, folder) {
            let (out, folder) = (shown(&options.out), shown(folder));
            return Ended::failed(&format!(
                "{out} is within {folder}, and a site among its own sources would be read as one of them; name a folder outside of it with --out"
            ));
        }
    }
    let (built, replaced) = match build::build(
        ready,
        &checked.sources,
        theme,
        &base_url,
        &options.out,
        !options.no_verify,
        &mut timings,
    ) {
        Ok(built) => built,
        Err(error) => return Ended::not_built(&error),
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
        errln!("{line}");
    } else {
        outln!("{line}");
    }
    match options.timings {
        Some(Form::Text) => errln!("{}", timings.text()),
        Some(Form::Json) => errln!("{}", timings.json()),
        None => {}
    }
    Ended { end: End::Done, problems: Vec::new(), replaced: Some(replaced) }
}

/// Whether a path that need not be there yet is in a folder, links on the way followed.
fn is_within(path: &Path, folder: &Path) -> bool {
    let Ok(folder) = folder.canonicalize() else { return false };
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let standing = path.ancestors().find_map(|above| above.canonicalize().ok());
    standing.is_some_and(|standing| standing.starts_with(&folder))
}

/// How many there are of each: in English, like all that the command line says, but for the region's word for its
/// authorities.
fn records(ready: &Ready) -> String {
    let (c, format) = (&ready.catalogue, Format::new(&ready.catalogue.site));
    let counted =
        |count, one, many| format!("{} {}", format.count(count), if count == 1 { one } else { many });
    let all = [
        format.boroughs(c.boroughs.len()),
        counted(c.deployments.len(), "deployment", "deployments"),
        counted(c.systems.len(), "system", "systems"),
        counted(c.suppliers.len(), "supplier", "suppliers"),
        counted(c.services.len(), "service", "services"),
        counted(c.contracts.len(), "contract", "contracts"),
    ];
    all.join(", ")
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
