//! `citytools new`

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::terminal::{errln, outln};
use super::{End, failed};
use crate::content::records::Url;
use crate::edit::new::{self, Kind, Refusal, Wish};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// What to begin.
    kind: Word,
    /// Its id: the name of its file. A chapter's can have its number in front: 04-parks.
    id: String,
    /// The name that people use; made from the id if left out.
    #[arg(long)]
    name: Option<String>,
    /// Who shares the contract; give it for each.
    #[arg(long = "borough", value_name = "ID")]
    boroughs: Vec<String>,
    /// Where the contract is known from.
    #[arg(long, value_name = "URL", value_parser = |text: &str| text.parse::<Url>())]
    source: Option<Url>,
    /// Folder with the records.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Word {
    Borough,
    System,
    Supplier,
    Contract,
    Chapter,
}

pub(super) fn run(options: &Options) -> End {
    let wish = Wish {
        kind: match options.kind {
            Word::Borough => Kind::Borough,
            Word::System => Kind::System,
            Word::Supplier => Kind::Supplier,
            Word::Contract => Kind::Contract,
            Word::Chapter => Kind::Chapter,
        },
        id: &options.id,
        name: options.name.as_deref(),
        boroughs: &options.boroughs,
        source: options.source.as_ref(),
    };
    match new::create(&options.content, &wish) {
        Ok(created) => {
            outln!("Wrote {}. Fill it in, then run `citytools check`.", created.path.display());
            for double in created.doubles {
                outln!("Is it the same? {double}. If so, delete the new file.");
            }
            End::Done
        }
        Err(refusal @ Refusal::Disk(..)) => failed(&refusal),
        Err(Refusal::Wish(why)) => {
            errln!("error: {why}");
            End::Problems
        }
    }
}
