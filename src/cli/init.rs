//! `citytools init`

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date as Day;

use super::report::{self, Format, ReportOptions};
use super::terminal::{errln, outln};
use super::{End, failed, parse_day, refused, shown, today};
use crate::build;
use crate::init::{self, Answers, Refusal, Region, questions};

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The new folder; it must be empty or not there yet.
    folder: PathBuf,
    /// The region's name in running text, such as Harbourside. On a terminal, what no flag says is asked.
    #[arg(long, value_name = "NAME")]
    region: Option<String>,
    /// What one of its authorities is called: council.
    #[arg(long, value_name = "WORD")]
    one: Option<String>,
    /// What many of them are called: councils.
    #[arg(long, value_name = "WORD")]
    many: Option<String>,
    /// How they are written in addresses of pages; made from the word for many if left out.
    #[arg(long, value_name = "WORD")]
    path: Option<String>,
    /// What they are together, in one sentence.
    #[arg(long, value_name = "TEXT")]
    about: Option<String>,
    /// A part of the region, such as "quays=The Quays"; give it for each.
    #[arg(long = "area", value_name = "ID=NAME")]
    areas: Vec<String>,
    /// Currency of sums, such as GBP.
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// Language of the records, such as en-GB.
    #[arg(long, value_name = "CODE")]
    locale: Option<String>,
    /// Value added tax as a part of one, such as 0.2.
    #[arg(long, value_name = "RATE")]
    vat_rate: Option<String>,
    /// Who publishes the site.
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// The publisher's website.
    #[arg(long, value_name = "URL")]
    publisher_url: Option<String>,
    /// The publisher's short name.
    #[arg(long, value_name = "NAME")]
    publisher_short: Option<String>,
    /// Where the records are kept in public, if they are.
    #[arg(long, value_name = "URL")]
    repository: Option<String>,
    /// The site's name; made from the region's if left out.
    #[arg(long, value_name = "NAME")]
    title: Option<String>,
    /// Where the site will be published.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Day near which the examples stand; today if left out.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    as_of: Option<Day>,
}

impl Options {
    fn answers(&self) -> Answers {
        let areas = (!self.areas.is_empty()).then(|| self.areas.join(";"));
        let flags = [
            ("region", &self.region),
            ("one", &self.one),
            ("many", &self.many),
            ("path", &self.path),
            ("about", &self.about),
            ("area", &areas),
            ("currency", &self.currency),
            ("locale", &self.locale),
            ("vat-rate", &self.vat_rate),
            ("publisher", &self.publisher),
            ("publisher-url", &self.publisher_url),
            ("publisher-short", &self.publisher_short),
            ("repository", &self.repository),
            ("title", &self.title),
            ("base-url", &self.base_url),
        ];
        let said =
            flags.into_iter().filter_map(|(key, value)| Some((key, value.as_ref()?.trim().to_owned())));
        said.collect()
    }
}

pub(super) fn run(options: &Options) -> End {
    let folder = options.folder.as_path();
    // Before anybody answers fifteen questions.
    if let Err(refusal) = init::free(folder) {
        return told(&refusal);
    }
    let region = match region(options) {
        Ok(region) => region,
        Err(end) => return end,
    };
    match written(folder, &region, options.as_of.unwrap_or_else(today)) {
        Ok(()) => {
            if init::has_english_words(&region) {
                hint_at_words(&region);
            }
            next_steps(folder);
            End::Done
        }
        Err(end) => end,
    }
}

/// What the flags say, and on a terminal the answers to what they leave open.
fn region(options: &Options) -> Result<Region, End> {
    let mut answers = options.answers();
    let problems = questions::wrong(&answers);
    if problems.is_empty() && io::stdin().is_terminal() {
        let (mut input, mut output) = (io::stdin().lock(), io::stderr().lock());
        errln!("Enter takes what stands in brackets. Everything can be changed later.");
        if let Err(error) = questions::ask(&options.folder, &mut answers, &mut input, &mut output) {
            return Err(match error.kind() {
                io::ErrorKind::UnexpectedEof => refused("the answers ended too early; nothing was written"),
                _ => failed(&error),
            });
        }
    }
    questions::settle(answers).map_err(|problems| {
        errln!("error: nothing was written.\n  {}", problems.join("\n  "));
        End::WrongUsage
    })
}

/// Writes the region, unless its own check finds something in it.
fn written(folder: &Path, region: &Region, today: Day) -> Result<(), End> {
    let unfinished = init::begin(folder, region, today).map_err(|refusal| told(&refusal))?;
    let checked = build::check(&unfinished.content(), today).map_err(|error| failed(&error))?;
    let counts = checked.counts();
    if counts.errors + counts.warnings > 0 {
        report::print(&checked, ReportOptions { advice: false, deny: None, format: Format::Text });
        return Err(refused("with these words the new region would not be right; nothing was written"));
    }
    unfinished.put().map_err(|refusal| told(&refusal))
}

/// English words are right where people say them so, and an oversight elsewhere: told, and not refused.
fn hint_at_words(region: &Region) {
    let (one, many, locale) = (region.of("one"), region.of("many"), region.of("locale"));
    anstream::eprintln!(
        "hint: `{one}` and `{many}` are English, and the site speaks the language of {locale}. If that is no intention, change `words` in \
         content/site.yaml"
    );
}

fn told(refusal: &Refusal) -> End {
    match refusal {
        Refusal::Taken(..) => refused(&refusal.to_string()),
        Refusal::Disk(..) => failed(refusal),
    }
}

fn next_steps(folder: &Path) {
    let folder = shown(folder);
    outln!(
        "Wrote a new region to {folder}. It holds examples only, and says so on every page.\n\
         1. Look at it: cd {folder} && citytools serve\n\
         2. Make it yours: README.md says what to do first, second and third.\n\
         3. Before you push it: fill in .github/actions/program/action.yml, which can't know where the program is kept."
    );
}
