//! The whole way from a content folder to a site: the rooms in their order.

mod heavy;

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io;
use std::path::Path;

use jiff::civil::Date as Day;

use crate::catalogue::{Catalogue, link};
use crate::content::{self, Content, Kept, waivers};
use crate::diagnostics::{self, Counts, Diagnostic, Place, Rule, Severity, Sources, Span, rules};
use crate::exports::calendar::Events;
use crate::exports::downloads::Published;
use crate::exports::{api, files};
use crate::figures::Figures;
use crate::output::{self, Look, Output, Parts};
use crate::publish::verify::{Ahead, Fault, MOST_OF_A_PAGE, Sight, in_order};
use crate::publish::{PublishError, Put, Replaced, Staging, file_of};
use crate::render::{Painter, Renderer, Theme, ThemeError};
use crate::site::download::Files;
use crate::site::{Model, Plan, Words};
use crate::timings::Timings;
use crate::words;

/// A content folder, read and judged.
#[derive(Debug)]
pub struct Checked {
    /// The texts that problems point into.
    pub sources: Sources,
    /// Every problem, in the order of files.
    pub problems: Vec<Diagnostic>,
    /// Problems that the records themselves say are right, with a reason.
    pub waived: Vec<Diagnostic>,
    /// What can be published; there only if nothing is wrong that stops it.
    pub ready: Option<Ready>,
    /// The same where only chapters and pages have errors.
    but_for_texts: Option<Ready>,
}

/// Linked records with their figures.
#[derive(Debug)]
pub struct Ready {
    /// The records.
    pub catalogue: Catalogue,
    /// Their figures.
    pub figures: Figures,
}

impl Ready {
    pub(crate) fn model(&self) -> Model<'_> {
        Model { catalogue: &self.catalogue, figures: &self.figures, files: None }
    }
}

impl Checked {
    /// Records and figures, also where a chapter or page has errors: neither rests on their words.
    #[must_use]
    pub fn records(&self) -> Option<&Ready> {
        self.ready.as_ref().or(self.but_for_texts.as_ref())
    }

    /// How many problems there are.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts::of(&self.problems)
    }
}

pub use heavy::weigh;

/// What was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Built {
    /// Pages.
    pub pages: usize,
    /// All files, pages included.
    pub files: usize,
    /// Their bytes.
    pub bytes: usize,
}

/// One broken template has a fault on thousands of pages.
const FAULTS_TOLD: usize = 20;

/// Why nothing was published, although the content is right.
#[derive(Debug)]
pub enum Error {
    /// The content folder can't be read.
    Read(io::Error),
    /// The theme is broken.
    Theme(ThemeError),
    /// The site can't be written.
    Publish(PublishError),
    /// The site is made, and something is wrong with it.
    Verify(Vec<Fault>),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Read(error) => write!(f, "the content can't be read: {error}"),
            Self::Theme(error) => write!(f, "the theme is broken: {error}"),
            Self::Publish(error) => write!(f, "the site can't be written: {error}"),
            Self::Verify(faults) => {
                writeln!(
                    f,
                    "the site was made and not published, because of {} faults in it:",
                    faults.len()
                )?;
                faults
                    .iter()
                    .take(FAULTS_TOLD)
                    .try_for_each(|fault| writeln!(f, "  {}: {}", fault.file, fault.what))?;
                write!(
                    f,
                    "`citytools build --no-verify` publishes it as it is, and `citytools verify` names all of them"
                )
            }
        }
    }
}

impl std::error::Error for Error {}

/// Reads, links and judges a content folder, texts included.
///
/// # Errors
/// Where the folder can't be read at all.
pub fn check(content: &Path, as_of: Day) -> Result<Checked, Error> {
    check_timed(content, as_of, None, &mut Timings::default())
}

/// The same, and keeps how long each room took; parses only files that have changed, for whoever keeps what they said.
///
/// # Errors
/// Where the folder can't be read at all.
pub fn check_timed(
    content: &Path,
    as_of: Day,
    kept: Option<&mut Kept>,
    timings: &mut Timings,
) -> Result<Checked, Error> {
    let read = || match kept {
        Some(kept) => content::read_again(content, kept),
        None => content::read(content),
    };
    let (mut content, mut problems) = timings.room("read", read).map_err(Error::Read)?;
    timings.count("files", content.sources.count());
    problems.extend(choose_words(&content));
    let (catalogue, found) = timings.room("link", || link::link(&content, as_of));
    timings.count("deployments", catalogue.as_ref().map_or(0, |catalogue| catalogue.deployments.len()));
    problems.extend(found);
    let is_whole = content.is_whole();
    content.let_go();
    let mut ready = timings.room("figures", || {
        catalogue.map(|catalogue| Ready { figures: Figures::compute(&catalogue), catalogue })
    });
    timings.count("figures", ready.as_ref().map_or(0, |ready| ready.figures.named.len()));
    if let Some(ready) = &ready {
        let site = content.site.as_ref().map_or(Place::default(), |site| site.place(Span::default()));
        let mut found = timings.room("texts", || plan_problems(ready.model(), site));
        if !is_whole {
            // A record that can't be read is told once, and not again by each number and link that miss it.
            found.retain(|problem| !rests_on_all_records(problem.rule));
        }
        if problems.iter().any(|problem| is_of_ids(problem.rule)) {
            // Two pages of records at one address follow from an id that is told already, at its place.
            found.retain(|problem| !is_of_ids(problem.rule) || problem.place != site);
        }
        problems.extend(found);
    }
    let waived = waivers::apply(&content, as_of, &mut problems);
    diagnostics::sort(&mut problems);
    let mut but_for_texts = None;
    if Counts::of(&problems).errors > 0 {
        but_for_texts =
            ready.take().filter(|_| problems.iter().all(|problem| is_of_texts(&content, problem)));
    }
    Ok(Checked { sources: content.sources, problems, waived, ready, but_for_texts })
}

/// Whether it is no error, or one in a chapter or page.
fn is_of_texts(content: &Content, problem: &Diagnostic) -> bool {
    let mut texts = content.chapters.values().chain(content.pages.values());
    problem.rule.severity != Severity::Error || texts.any(|text| text.file == problem.place.file)
}

/// Everything after this is said in the region's language.
fn choose_words(content: &Content) -> Vec<Diagnostic> {
    let Some(site) = &content.site else { return Vec::new() };
    let Some(record) = &site.record else { return Vec::new() };
    let own = content.words.as_ref();
    words::speak(words::chosen(&record.locale, own.and_then(|own| own.record.as_ref())));
    words::problems(own, words::spoken(), site.place(record.locale.span))
}

/// Whether a rule about text compares it with the records, so that a missing one breaks it.
fn rests_on_all_records(rule: &Rule) -> bool {
    let of_records = [&rules::UNKNOWN_PAGE, &rules::WITHHELD_FIGURE, &rules::WORDS_LEFT_BEHIND];
    of_records.iter().any(|other| other.code == rule.code)
}

fn is_of_ids(rule: &Rule) -> bool {
    [&rules::BAD_ID, &rules::DUPLICATE_ID].iter().any(|other| other.code == rule.code)
}

/// Figures that nobody computes, links that lead nowhere, and two pages at one address.
fn plan_problems(model: Model, site: Place) -> Vec<Diagnostic> {
    let plan = Plan::of(model);
    let paths = plan.paths();
    let has_page = |path: &str| paths.contains(path);
    let mut problems: Vec<Diagnostic> =
        plan.pages.iter().flat_map(|page| crate::render::text_problems(page, model, &has_page)).collect();
    let mut taken = HashSet::new();
    for page in &plan.pages {
        if !taken.insert(page.path.as_str()) {
            let place = page
                .text
                .and_then(Words::own)
                .map_or(site, |text| Place { file: text.file, span: Span::default() });
            let message = format!("the site has two pages at /{}", page.path);
            problems.push(
                Diagnostic::new(&rules::DUPLICATE_ID, place, message).remedy("give one of them another name"),
            );
        }
    }
    problems
}

/// Renders what was checked, looks at what has come of it if it is to, and publishes it in one step; the old site is
/// deleted when [`Replaced`] is dropped. What is wrong with a page is told with the files of `sources` that it shows.
///
/// # Errors
/// Where the theme is broken, the disk refuses or the new site is faulty; the old site still stands.
pub fn build(
    ready: &Ready,
    sources: &Sources,
    theme: &Theme,
    base_url: &str,
    out: &Path,
    is_verified: bool,
    timings: &mut Timings,
) -> Result<(Built, Replaced), Error> {
    let staging = timings.room("stage", || Staging::beside(out)).map_err(Error::Publish)?;
    // Over an old site only what changes is looked at, at the end.
    let is_looked_ahead = is_verified && staging.is_first();
    let look: Look = if is_looked_ahead { &Sight::alone } else { &|_, _| None };
    let (mut put, files) = put_files(ready.model(), theme, base_url, &staging, look, timings)?;
    let model = Model { files: Some(&files), ..ready.model() };
    let plan = timings.room("plan", || Plan::of(model));
    timings.count("pages", plan.pages.len());
    let paths = plan.paths();
    let has_page = |path: &str| paths.contains(path);
    let renderer = Renderer::new(theme, model, base_url, &has_page);
    let outputs = output::pages(&renderer, &plan, base_url);
    let names = if is_looked_ahead { names(&put, &outputs) } else { Vec::new() };
    let ahead = is_looked_ahead.then(|| Ahead::of(&names, base_url, sights(&mut put)));
    let look: Look = &|file, bytes| ahead.as_ref()?.sight(file, bytes);
    let put_pages = || output::put(&outputs, &staging, look);
    let mut pages = timings.shared(["render", "write pages", "look at pages"], put_pages)?;
    let sights = ahead.map(|ahead| ahead.sights(sights(&mut pages)));
    let taken_over = pages.iter().filter(|page| page.is_taken_over).count();
    timings.count_in("render", "pages", plan.pages.len() - taken_over);
    timings.count_in("render", "taken over", taken_over);
    timings.count_in("write pages", "bytes", bytes(&pages));
    put.extend(pages);
    let built = Built { pages: plan.pages.len(), files: put.len(), bytes: bytes(&put) };
    timings.room("settle", || staging.settle(&put)).map_err(Error::Publish)?;
    let mut looked = None;
    if is_verified {
        let verified = timings.room("verify", || staging.verify(&put, sights)).map_err(Error::Publish)?;
        timings.count("pages", verified.pages);
        timings.count("files read", verified.read);
        timings.count("addresses", verified.addresses);
        if !verified.faults.is_empty() {
            let files = heavy::Files::of(&plan, sources);
            return Err(Error::Verify(with_files(verified.faults, &files, &renderer, &put)));
        }
        looked = Some(verified);
    }
    let replaced =
        timings.room("publish", || staging.publish(put, looked.as_ref())).map_err(Error::Publish)?;
    Ok((built, replaced))
}

/// Names the files that a faulty page shows, so that an editor knows what to mend.
fn with_files(mut faults: Vec<Fault>, files: &heavy::Files, renderer: &Renderer, put: &[Put]) -> Vec<Fault> {
    let heavy = put.iter().filter(|put| put.length > MOST_OF_A_PAGE).map(|put| file_of(&put.path));
    let heavy: HashSet<String> = heavy.collect();
    for fault in faults.iter_mut().take(FAULTS_TOLD) {
        if let Some(shown) = files.told(&fault.file, renderer, heavy.contains(&fault.file)) {
            fault.what = format!("{} ({shown})", fault.what);
        }
    }
    faults
}

/// Makes and writes everything that pages can lead to, and tells what pages say of it.
fn put_files(
    model: Model,
    theme: &Theme,
    base_url: &str,
    staging: &Staging,
    look: Look,
    timings: &mut Timings,
) -> Result<(Vec<Put>, Files), Error> {
    let tables = timings.room("tables", || model.tables());
    timings.count("rows", tables.iter().map(|table| table.rows.len()).sum());
    let (events, (scripts, published)) = timings.room("indexes", || {
        let of_files = || {
            rayon::join(|| files::all(model), || Published::of(model, &tables, base_url, staging.folder()))
        };
        rayon::join(|| Events::of(model, base_url), of_files)
    });
    timings.count("files", scripts.len());
    let with_items = api::items(&tables);
    let items: Vec<_> = with_items.iter().flat_map(|items| items.files(model)).collect();
    let painter = Painter::new(theme, &model.catalogue.site.title);
    let parts = Parts {
        model,
        theme,
        painter: &painter,
        scripts: &scripts,
        published: &published,
        items: &items,
        events: &events,
        base_url,
    };
    let outputs = output::files(parts);
    let put_all = || output::put(&outputs, staging, look);
    let mut put = timings.shared(["exports", "write files", "look at files"], put_all)?;
    put.push(put_catalogue(&published, &put, staging)?);
    timings.count_in("exports", "files", put.len());
    timings.count_in("write files", "bytes", bytes(&put));
    let files = output::told(&put, &scripts, &items);
    Ok((put, files))
}

/// The files of the site in their order: those that are written, and those that will be.
fn names(put: &[Put], outputs: &[Output]) -> Vec<String> {
    let paths = put.iter().map(|put| &put.path).chain(outputs.iter().map(|output| &output.path));
    let mut names: Vec<String> = paths.map(|path| file_of(path)).collect();
    names.sort_by(|a, b| in_order(a, b));
    names
}

/// What was seen of files, which nobody else need keep.
fn sights(put: &mut [Put]) -> impl Iterator<Item = (String, Sight)> {
    put.iter_mut().filter_map(|put| Some((file_of(&put.path), put.sight.take()?)))
}

/// Says how long the others are, so that it is made after them.
fn put_catalogue(published: &Published, put: &[Put], staging: &Staging) -> Result<Put, Error> {
    let lengths: HashMap<&str, usize> = put.iter().map(|put| (put.path.as_str(), put.length)).collect();
    let length = |path: &str| lengths.get(path).copied().unwrap_or_default();
    output::put_alone(&output::download(published.catalogue(&length)), staging)
}

fn bytes(put: &[Put]) -> usize {
    put.iter().map(|put| put.length).sum()
}
