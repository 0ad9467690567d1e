//! `citytools words`

use std::path::Path;

use clap::Args;

use super::terminal::{self, errln, outln};
use super::{End, failed, refused, shown};
use crate::content::files::FileKind;
use crate::content::records::WordsFile;
use crate::plain::{self, Found, Links};
use crate::words::{self, Language};
use crate::{content, edit};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Folder with the records; its language and its own words are those that count.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: std::path::PathBuf,
    /// Print every text, and not only those without words.
    #[arg(long)]
    all: bool,
    /// Add each text without words, empty, to the region's file of words; what stands there stays as it is.
    #[arg(long, conflicts_with = "all")]
    write: bool,
}

pub(super) fn run(options: &Options) -> End {
    let (content, _) = match content::read(&options.content) {
        Ok(read) => read,
        Err(error) => return failed(&format!("{}: {error}", shown(&options.content))),
    };
    let Some(site) = content.site.and_then(|site| site.record) else {
        errln!(
            "error: {}/site.yaml can't be read, so nobody knows its language; `citytools check` says why",
            shown(&options.content)
        );
        return End::Problems;
    };
    let is_broken = content.words.as_ref().is_some_and(|words| words.record.is_none());
    let own = content.words.and_then(|words| words.record);
    let language = words::chosen(&site.locale, own.as_ref());
    let is_foreign = language.as_ref().is_some_and(Language::is_foreign);
    if options.write {
        let file = options.content.join("words.yaml");
        return match own {
            _ if is_broken => refused(&format!("{} can't be read; `citytools check` says why", shown(&file))),
            _ if !is_foreign => {
                outln!(
                    "Every text has English words; `citytools words` prints them, to say some differently."
                );
                End::Done
            }
            own => write(&file, language.as_ref(), &own.unwrap_or_default()),
        };
    }
    // In English nothing is missing: what can be said differently is everything.
    let listing = words::listing(language.as_ref(), options.all || !is_foreign);
    terminal::json(&listing.to_string());
    End::Done
}

/// Begins the file, or adds to it.
fn write(file: &Path, language: Option<&Language>, own: &WordsFile) -> End {
    let listing = words::unnamed(language, own);
    if listing.is_empty() {
        outln!("{} names every text; what is empty there is said in English.", shown(file));
        return End::Done;
    }
    let done = if file.symlink_metadata().is_ok() {
        let text = match plain::read(file, Links::Refused, FileKind::Words.most_bytes()) {
            Ok(Found::Bytes(bytes)) => match String::from_utf8(bytes) {
                Ok(text) => text,
                Err(error) => return failed(&format!("{}: {error}", shown(file))),
            },
            Ok(Found::TooLarge | Found::NotPlain) => {
                let what = "no plain file, or larger than any of its kind";
                return refused(&format!("{} is {what}, so nothing was written; move it away", shown(file)));
            }
            Err(error) => return failed(&format!("{}: {error}", shown(file))),
        };
        let Some(text) = listing.put_into(&text) else {
            return refused(&format!(
                "{} has words between braces, or that go on over several lines; write each on a line of its own below `texts:` and `counted:`",
                shown(file)
            ));
        };
        edit::replace(file, &text)
    } else {
        let remarks = "# yaml-language-server: $schema=../schemas/words.schema.json\n# Write behind each text what the site \
                       says instead. What is empty is said in English.\n";
        edit::create(file, format!("{remarks}{listing}"))
    };
    match done {
        Ok(()) => {
            outln!(
                "Added {} texts to {}. Write behind each what the site says instead; `citytools check` counts what is left.",
                listing.len(),
                shown(file)
            );
            End::Done
        }
        Err(error) => failed(&format!("{}: {error}", shown(file))),
    }
}
