//! `citytools words`

use std::io::Write;

use clap::Args;

use super::{End, failed, shown, written};
use crate::{content, words};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Folder with the records; its language and its own words are those that count.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: std::path::PathBuf,
    /// Print every text, and not only those without words.
    #[arg(long)]
    all: bool,
}

pub(super) fn run(options: &Options) -> End {
    let (content, _) = match content::read(&options.content) {
        Ok(read) => read,
        Err(error) => return failed(&format!("{}: {error}", shown(&options.content))),
    };
    let Some(site) = content.site.and_then(|site| site.record) else {
        anstream::eprintln!(
            "error: {}/site.yaml can't be read, so nobody knows its language; `citytools check` says why",
            shown(&options.content)
        );
        return End::Problems;
    };
    let own = content.words.and_then(|words| words.record);
    let language = words::chosen(&site.locale, own.as_ref());
    // In English nothing is missing: what can be said differently is everything.
    let whole = options.all || !language.as_ref().is_some_and(words::Language::is_foreign);
    let listing = words::listing(language.as_ref(), whole);
    written(write!(std::io::stdout(), "{listing}"))
}
