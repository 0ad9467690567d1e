//! The command line: one file per subcommand, no logic of its own.
//!
//! Exit codes: 0 done, 1 problems in the content or the theme, 2 wrong usage, 3 the machine failed.

mod build;
mod check;
mod completions;
mod confirm;
mod diff;
mod explain;
mod export;
mod import;
mod init;
mod man;
mod migrate;
mod new;
mod release;
mod report;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod terminal;
mod theme;
mod verify;
mod words;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use jiff::Timestamp;
use jiff::civil::Date as Day;

use self::terminal::errln;
use crate::build::Error;
use crate::caught;
use crate::plain::leads_out;
use crate::render::ThemeError;

const EXIT_CODES: &str = "The exit code is 0 when everything asked for was done, 1 for problems in the content or the \
                          theme, 2 for wrong usage, 3 when the machine failed.";

/// Turns YAML records and Markdown into a public dashboard of the technology that a region's councils run.
#[derive(Debug, Parser)]
#[command(name = "citytools", version, max_term_width = 100, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site from the content folder.
    Build(build::Options),
    /// Say what is wrong with the content; write nothing.
    Check(check::Options),
    /// Write completions for a shell.
    Completions(completions::Options),
    /// Say what a change does to the figures, records and pages: between two folders or git revisions.
    Diff(diff::Options),
    /// Say that a record is still true: set its date of checking and touch nothing else.
    Confirm(confirm::Options),
    /// Say what a check means, with an example; list them all without a code.
    Explain(explain::Options),
    /// Write records in a form for elsewhere.
    Export(export::Options),
    /// Bring records in from elsewhere.
    Import(import::Options),
    /// Begin a new region: a folder that builds at once, with examples to replace.
    Init(Box<init::Options>),
    /// Write the manual: the page of the program, or a page for each command into a folder.
    Man(man::Options),
    /// Bring records of an older form into the form of this program, and say every change.
    Migrate(migrate::Options),
    /// Write a new record, with every key explained.
    New(new::Options),
    /// Freeze the figures and tables of a day, so that later ones can be compared with them.
    Release(release::Options),
    /// Write the JSON Schema of each kind of record, for editors.
    Schema(schema::Options),
    /// Name the files of the theme, or write some of them into a folder, to change them.
    Theme(theme::Options),
    /// Look at a built site as a stranger would: every address leads somewhere, every file is found and can be read.
    Verify(verify::Options),
    /// Print the texts of the interface, to be said in another language or in other words.
    Words(words::Options),
    /// Build, show the site on this machine, and build again when something changes.
    #[cfg(feature = "serve")]
    Serve(serve::Options),
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Done,
    Problems,
    /// There are differences, and the exit code was to say so.
    Different,
    WrongUsage,
    MachineFailed,
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        // 2 is clap's own code for wrong usage, too.
        Self::from(match end {
            End::Done => 0,
            End::Problems | End::Different => 1,
            End::WrongUsage => 2,
            End::MachineFailed => 3,
        })
    }
}

/// Runs the program with the arguments of this process.
#[must_use]
pub fn run() -> ExitCode {
    std::panic::set_hook(Box::new(broken_off));
    let command = Cli::parse().command;
    if let Err(why) = moment_of_sources() {
        errln!("error: {why}");
        return End::WrongUsage.into();
    }
    let end = match command {
        Command::Build(options) => build::run(&options),
        Command::Check(options) => check::run(&options),
        Command::Completions(options) => completions::run(&options),
        Command::Diff(options) => diff::run(&options),
        Command::Confirm(options) => confirm::run(&options),
        Command::Explain(options) => explain::run(&options),
        Command::Export(options) => export::run(&options),
        Command::Import(options) => import::run(&options),
        Command::Init(options) => init::run(&options),
        Command::Man(options) => man::run(&options),
        Command::Migrate(options) => migrate::run(&options),
        Command::New(options) => new::run(&options),
        Command::Release(options) => release::run(&options),
        Command::Schema(options) => schema::run(&options),
        Command::Theme(options) => theme::run(&options),
        Command::Verify(options) => verify::run(&options),
        Command::Words(options) => words::run(&options),
        #[cfg(feature = "serve")]
        Command::Serve(options) => serve::run(&options),
    };
    match terminal::lost() {
        Some(error) => failed(&format!("not everything could be printed: {error}")).into(),
        None => end.into(),
    }
}

/// Ends the program where it can't go on, which hardly ever is its own fault: a thread that the machine has no room for. A
/// site that is written by then is not yet in its place, and what there is of it goes with the next build.
fn broken_off(why: &std::panic::PanicHookInfo) {
    let said = caught::said(why.payload());
    if caught::is_caught(&said) {
        return;
    }
    let place =
        why.location().map(|place| format!(" ({}:{})", place.file(), place.line())).unwrap_or_default();
    errln!("error: the program broke off: {said}{place}");
    errln!(
        "remedy: give it more memory and threads (`ulimit -v`, `ulimit -u`) and room for temporary files; where it has enough, report this line as a fault"
    );
    std::process::exit(3);
}

/// What every command that reads content takes.
#[derive(Clone, Debug, Args)]
struct ContentOptions {
    /// Folder with the records.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
    /// Date for which everything is stated; today, or the day of `SOURCE_DATE_EPOCH`, if left out.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    as_of: Option<Day>,
}

impl ContentOptions {
    fn as_of(&self) -> Day {
        self.as_of.unwrap_or_else(today)
    }
}

/// The only place where the program reads the clock.
fn today() -> Day {
    let moment = moment_of_sources().ok().flatten().unwrap_or_else(Timestamp::now);
    moment.to_zoned_datetime(jiff::tz::TimeZone::UTC).date()
}

/// The moment that stands in for now where somebody builds the same again (reproducible-builds.org). What is none ends the
/// program: a site of today in its place would be found out by nobody.
fn moment_of_sources() -> Result<Option<Timestamp>, String> {
    let Some(text) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let seconds = text.to_str().and_then(|text| text.parse().ok());
    let moment = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
    moment.map(Some).ok_or_else(|| {
        format!(
            "SOURCE_DATE_EPOCH is `{}`, which is no moment in whole seconds since 1970; set it to what `git log -1 --format=%ct` prints, or unset it",
            text.display()
        )
    })
}

fn parse_day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|_| format!("`{text}` is not a day; write it as 2026-11-25"))
}

/// A base URL from the command line: http or https, with a slash at the end.
fn parse_base_url(text: &str) -> Result<String, String> {
    let own =
        text.strip_prefix("http://localhost").filter(|rest| rest.is_empty() || rest.starts_with([':', '/']));
    // A host without a dot is no public address, but a preview's own.
    let named = own.map_or_else(|| text.to_owned(), |rest| format!("http://localhost.test{rest}"));
    named.parse::<crate::content::records::Url>()?.with_pages()?;
    Ok(with_slash(text))
}

fn with_slash(url: &str) -> String {
    format!("{}/", url.trim_end_matches('/'))
}

/// Says why the machine failed.
fn failed(what: &dyn std::fmt::Display) -> End {
    errln!("error: {what}");
    End::MachineFailed
}

/// Says why no site came about: because of what somebody wrote and can mend, or because the machine failed.
fn not_built(error: &Error) -> End {
    match error {
        Error::Theme(ThemeError::Template(_) | ThemeError::Asset(_)) | Error::Verify(_) => {
            refused(&error.to_string())
        }
        Error::Theme(ThemeError::Read(..)) | Error::Read(_) | Error::Publish(_) => failed(error),
    }
}

/// Refuses to write at a place below the working folder that a link stands before: strangers can bring links into a
/// repository, and what a command writes must not land elsewhere.
fn no_link_before(path: &Path) -> Result<(), End> {
    if path.is_relative() && leads_out(Path::new(""), path) {
        let path = shown(path);
        return Err(refused(&format!(
            "a link stands in the way to {path}, and what is written must not land elsewhere; put a folder in its place, or name the place that is meant"
        )));
    }
    Ok(())
}

/// Nothing was done, because what was asked for can't be right.
fn refused(why: &str) -> End {
    errln!("error: {why}");
    End::Problems
}

/// A path as people type it.
fn shown(path: &Path) -> String {
    path.display().to_string()
}
