//! `citytools export`

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::civil::Date as Day;

use super::terminal::outln;
use super::{ContentOptions, End, failed, no_link_before, refused, shown};
use crate::content::{self, Content};
use crate::edit;
use crate::survey::{csv, rows, workbook};

#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Write what an authority runs as a spreadsheet, to send, fill in and bring back with `import survey`.
    Survey(SurveyOptions),
}

#[derive(Debug, Args)]
struct SurveyOptions {
    /// Id of the authority: the name of its file.
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    borough: Option<String>,
    /// Every authority, one file for each.
    #[arg(long, requires = "out")]
    all: bool,
    /// An Excel workbook with drop-downs and guidance; this is what is written if nothing is said.
    #[arg(long, conflicts_with = "csv")]
    xlsx: bool,
    /// CSV, the rows alone.
    #[arg(long)]
    csv: bool,
    /// The file to write, or the folder with --all; never over a file that is there.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    content: ContentOptions,
}

impl SurveyOptions {
    /// As asked for, or as the file's name says.
    fn is_csv(&self) -> bool {
        let is_named = self.out.as_ref().is_some_and(|out| out.extension().is_some_and(|own| own == "csv"));
        self.csv || (!self.xlsx && !self.all && is_named)
    }

    fn file(&self, borough: &str) -> PathBuf {
        let name = format!("{borough}.{}", if self.is_csv() { "csv" } else { "xlsx" });
        match &self.out {
            Some(folder) if self.all => folder.join(name),
            Some(file) => file.clone(),
            None => PathBuf::from(name),
        }
    }
}

pub(super) fn run(options: &Options) -> End {
    let What::Survey(options) = &options.what;
    let root = &options.content.content;
    let content = match content::read(root) {
        Ok((content, _)) => content,
        Err(error) => return failed(&format!("{}: {error}", shown(root))),
    };
    let ids: Vec<&str> = match &options.borough {
        Some(borough) => vec![borough],
        None => content.boroughs.keys().map(String::as_str).collect(),
    };
    if ids.is_empty() {
        return refused(&format!("{} has no authority", shown(root)));
    }
    for id in ids {
        let end = write(&content, id, &options.file(id), options, options.content.as_of());
        if end != End::Done {
            return end;
        }
    }
    End::Done
}

fn write(content: &Content, id: &str, file: &Path, options: &SurveyOptions, day: Day) -> End {
    let Some(rows) = rows::rows(content, id) else { return refused(&unknown(content, id)) };
    let bytes = if options.is_csv() {
        csv::text(&rows).into_bytes()
    } else {
        match workbook::bytes(content, id, &rows, day) {
            Ok(bytes) => bytes,
            Err(error) => return failed(&format!("{id} can't be written as a workbook: {error}")),
        }
    };
    if let Err(end) = no_link_before(file) {
        return end;
    }
    match edit::create(file, bytes) {
        Ok(()) => {
            let many = if rows.len() == 1 { "" } else { "s" };
            outln!("Wrote {} with {} row{many}.", shown(file), rows.len());
            End::Done
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            refused(&format!("{} is there already; move it, or name another file with --out", shown(file)))
        }
        Err(error) => failed(&format!("{}: {error}", shown(file))),
    }
}

fn unknown(content: &Content, id: &str) -> String {
    if content.boroughs.contains_key(id) {
        return format!("boroughs/{id}.yaml can't be read; `citytools check` says why");
    }
    let near = content::nearest(id, content.boroughs.keys().map(String::as_str));
    let hint = near.map(|id| format!("; did you mean `{id}`?")).unwrap_or_default();
    format!("there is no boroughs/{id}.yaml{hint}")
}
