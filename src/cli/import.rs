//! `citytools import`

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::terminal::{Lines, errln, outln};
use super::{ContentOptions, End, failed, no_link_before, refused, shown};
use crate::diagnostics::notices::NoticeProblem;
use crate::diagnostics::rules;
use crate::diagnostics::text::{plural, render};
use crate::edit;
use crate::import::{self, Kept, Proposals, Sheets};

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(subcommand)]
    from: From,
}

#[derive(Debug, Subcommand)]
enum From {
    /// Take over what sheets of `export survey` say, or begin a region from a folder of CSV tables.
    ///
    /// A sheet changes only the lines of what it says differently; a row that is gone deletes nothing, and with a wrong
    /// cell nothing is written. The tables of a folder become records; an edited record is never overwritten.
    Survey(SurveyOptions),
    /// Propose contracts from procurement notices (OCDS), and say where records differ from them.
    ///
    /// Reads release and record packages as Find a Tender and Contracts Finder publish them: JSON, arrays of them, or
    /// JSON Lines. Only a review file is written, never a record; a second run doubles nothing.
    ///
    /// Exit code 1 says that a file breaks off or holds something that is no notice, and each place is named; everything
    /// else is read and proposed all the same. Doubts alone give 0.
    Ocds(OcdsOptions),
}

#[derive(Debug, Args)]
struct OcdsOptions {
    /// Files of notices (.json, .jsonl).
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Read files of any size, however long it takes: unasked, none of more than 32 MB, and no more of each than two seconds hold.
    #[arg(long)]
    large: bool,
    /// Where to put the proposals; what an editor changed there stays.
    #[arg(long, value_name = "FILE", default_value = "review/ocds.yaml")]
    out: PathBuf,
    /// Print the proposals, and write nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    content: ContentOptions,
}

#[derive(Debug, Args)]
struct SurveyOptions {
    /// Sheets that came back (.xlsx or .csv), or one folder with facts.csv, systems.csv, suppliers.csv and so on.
    #[arg(required = true, value_name = "PATH")]
    from: Vec<PathBuf>,
    /// Say what sheets would change, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// With a folder: where to put what is proposed for a record that exists and differs.
    #[arg(long, value_name = "DIR", default_value = "import-proposals")]
    proposals: PathBuf,
    #[command(flatten)]
    content: ContentOptions,
}

pub(super) fn run(options: &Options) -> End {
    match &options.from {
        From::Survey(options) => survey(options),
        From::Ocds(options) => ocds(options),
    }
}

fn survey(options: &SurveyOptions) -> End {
    match options.from.as_slice() {
        [folder] if folder.is_dir() && options.dry_run => {
            refused("--dry-run is for sheets, not for a folder of tables")
        }
        [folder] if folder.is_dir() => tables(folder, options),
        files if files.iter().any(|file| file.is_dir()) => {
            refused("give sheets, or one folder of tables; for a folder of sheets, name its files")
        }
        files => sheets(files, options),
    }
}

fn ocds(options: &OcdsOptions) -> End {
    if let Err(end) = no_link_before(&options.out) {
        return end;
    }
    let mut told = Told::default();
    let size = if options.large { import::Size::Any } else { import::Size::Usual };
    let mut tell = |one: &NoticeProblem| told.tell(one);
    let notices = import::Region::read(&options.content.content)
        .and_then(|region| import::ocds(&options.files, size, &region, &options.out, &mut tell));
    told.tell_the_rest();
    let mut notices = match notices {
        Ok(notices) => notices,
        Err(
            error @ (import::Error::BrokenRecords(_)
            | import::Error::NotAReview(_)
            | import::Error::Link(_)
            | import::Error::TooLong(..)),
        ) => return refused(&error.to_string()),
        Err(error) => return failed(&error),
    };
    // What the review file is made of goes first: a run that breaks off between both says the same when it is run again.
    if let Some(kept) = notices.kept.as_mut().filter(|kept| kept.is_new() && !options.dry_run)
        && let Err(error) = keep(kept)
    {
        return failed(&error);
    }
    let out = shown(&options.out);
    let done = match &mut notices.proposals {
        None => "Nothing to propose.".to_owned(),
        Some(_) if !notices.is_new => format!("{out} says all of it already."),
        Some(proposals) => {
            let done = if options.dry_run {
                show(proposals)
            } else if notices.is_there {
                edit::replace_with(&options.out, |file| proposals.write(file))
            } else {
                edit::create_with(&options.out, |file| proposals.write(file))
            };
            match done {
                Err(error) => return failed(&format!("{out}: {error}")),
                Ok(()) if options.dry_run => format!("Nothing was written; this would stand in {out}."),
                Ok(()) if notices.is_there && notices.counts.added == 0 => {
                    format!("No proposal is new; what {out} says of some is.")
                }
                Ok(()) => {
                    let added = plural(notices.counts.added, "proposal is", "proposals are");
                    format!("{added} new in {out}.")
                }
            }
        }
    };
    outln!("{}{done}", notices.summary());
    if notices.has_errors() { End::Problems } else { End::Done }
}

/// So many problems of one rule are shown; nobody reads more, and notices come by the hundred thousand.
const MOST_OF_A_RULE: usize = 1_000;

/// How often each rule was broken.
#[derive(Default)]
struct Told(BTreeMap<&'static str, usize>);

impl Told {
    fn tell(&mut self, problem: &NoticeProblem) {
        let times = self.0.entry(problem.rule.code).or_default();
        *times += 1;
        if *times <= MOST_OF_A_RULE {
            errln!("{}\n", problem.render());
        }
    }

    fn tell_the_rest(&self) {
        for (code, times) in self.0.iter().filter(|(_, times)| **times > MOST_OF_A_RULE) {
            let more = times - MOST_OF_A_RULE;
            errln!("{code}: {more} more; they are counted, and shown when fewer files are read at once.\n");
        }
    }
}

/// Writes the notices beside the review file.
fn keep(kept: &mut Kept) -> Result<(), String> {
    let path = kept.path().to_owned();
    let written = if kept.is_there() {
        edit::replace_with(&path, |file| kept.write(file))
    } else {
        edit::create_with(&path, |file| kept.write(file))
    };
    written.map_err(|error| format!("{}: {error}", shown(&path)))
}

/// Prints proposals as they would be written.
fn show(proposals: &mut Proposals) -> io::Result<()> {
    let mut out = Lines::default();
    proposals.write(&mut out)?;
    writeln!(out)?;
    out.flush()
}

fn tables(folder: &Path, options: &SurveyOptions) -> End {
    match import::survey(folder, &options.content.content, &options.proposals) {
        Ok(report) => {
            outln!("{report}");
            if report.unplaced() == 0 { End::Done } else { End::Problems }
        }
        Err(error) => failed(&error),
    }
}

fn sheets(files: &[PathBuf], options: &SurveyOptions) -> End {
    let root = &options.content.content;
    let sheets =
        import::Region::read(root).and_then(|region| import::sheets(files, &region, options.content.as_of()));
    let sheets = match sheets {
        Ok(sheets) => sheets,
        Err(error) => return failed(&error),
    };
    for problem in &sheets.problems {
        errln!("{}\n", problem.render());
    }
    for problem in &sheets.others {
        errln!("{}\n", render(problem, &sheets.sources));
    }
    if sheets.has_errors() {
        let errors = sheets.errors();
        return refused(&format!(
            "{} to mend first; nothing was written",
            plural(errors, "problem", "problems")
        ));
    }
    tell(&sheets);
    if !options.dry_run {
        for (path, text) in &sheets.texts {
            let path = root.join(path);
            if let Err(error) = edit::replace(&path, text) {
                return failed(&format!("{}: {error}", shown(&path)));
            }
        }
    }
    outln!("{}", summary(&sheets, options.dry_run));
    End::Done
}

/// What each cell changes.
fn tell(sheets: &Sheets) {
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let quoted =
        |text: &str| if text.is_empty() { "nothing".to_owned() } else { format!("\"{}\"", line(text)) };
    for told in &sheets.told {
        let what = if told.column == "system" {
            format!("new system, for {}", told.after)
        } else {
            format!("{} {}, before {}", told.column, quoted(&told.after), quoted(&told.before))
        };
        outln!("{}: {}, {}: {what}", told.place, told.borough, told.system);
    }
}

fn summary(sheets: &Sheets, is_dry: bool) -> String {
    let rows = plural(sheets.rows, "row", "rows");
    let is_emptied = sheets.problems.iter().any(|problem| problem.rule == &rules::EMPTY_BESIDE_FILLED);
    if sheets.texts.is_empty() && is_emptied {
        return format!("{rows} read; nothing was changed, as said above.");
    }
    if sheets.texts.is_empty() {
        return format!("{rows} read; the records say all of it already.");
    }
    let told = plural(sheets.told.len(), "change", "changes");
    let files: Vec<String> = sheets.texts.keys().map(|path| crate::diagnostics::shown_path(path)).collect();
    let done = if is_dry { "nothing was written; this would change" } else { "changed" };
    format!("{rows} read, {told}; {done} {}.", files.join(", "))
}
