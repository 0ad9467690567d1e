//! The whole way from a content folder to a site: the rooms in their order.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use jiff::civil::Date as Day;
use rayon::prelude::*;

use crate::catalogue::{Catalogue, link};
use crate::content::{self, waivers};
use crate::diagnostics::{self, Counts, Diagnostic, Place, Rule, Sources, Span, rules};
use crate::exports::{downloads, files};
use crate::figures::Figures;
use crate::output::{self, Made, Output, Parts};
use crate::publish::{Digest, PublishError, Replaced, Staging};
use crate::render::{Painter, Renderer, Theme, ThemeError};
use crate::site::{Model, Plan, Words};
use crate::timings::Timings;

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
        Model { catalogue: &self.catalogue, figures: &self.figures }
    }
}

impl Checked {
    /// How many problems there are.
    #[must_use]
    pub fn counts(&self) -> Counts {
        Counts::of(&self.problems)
    }
}

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

/// Why nothing was published, although the content is right.
#[derive(Debug)]
pub enum Error {
    /// The content folder can't be read.
    Read(io::Error),
    /// The theme is broken.
    Theme(ThemeError),
    /// The site can't be written.
    Publish(PublishError),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Read(error) => write!(f, "the content can't be read: {error}"),
            Self::Theme(error) => write!(f, "the theme is broken: {error}"),
            Self::Publish(error) => write!(f, "the site can't be written: {error}"),
        }
    }
}

impl std::error::Error for Error {}

/// Reads, links and judges a content folder, texts included.
///
/// # Errors
/// Where the folder can't be read at all.
pub fn check(content: &Path, as_of: Day) -> Result<Checked, Error> {
    check_timed(content, as_of, &mut Timings::default())
}

/// The same, and keeps how long each room took.
///
/// # Errors
/// Where the folder can't be read at all.
pub fn check_timed(content: &Path, as_of: Day, timings: &mut Timings) -> Result<Checked, Error> {
    let (content, mut problems) = timings.room("read", || content::read(content)).map_err(Error::Read)?;
    timings.count("files", content.sources.count());
    let (catalogue, found) = timings.room("link", || link::link(&content, as_of));
    timings.count("deployments", catalogue.as_ref().map_or(0, |catalogue| catalogue.deployments.len()));
    problems.extend(found);
    let mut ready = timings.room("figures", || {
        catalogue.map(|catalogue| Ready { figures: Figures::compute(&catalogue), catalogue })
    });
    timings.count("figures", ready.as_ref().map_or(0, |ready| ready.figures.named.len()));
    if let Some(ready) = &ready {
        let site = content.site.as_ref().map_or(Place::default(), |site| site.place(Span::default()));
        let mut found = timings.room("texts", || plan_problems(ready.model(), site));
        if !content.is_whole() {
            // A record that can't be read is told once, and not again by each number and link that miss it.
            found.retain(|problem| !rests_on_all_records(problem.rule));
        }
        problems.extend(found);
    }
    let waived = waivers::apply(&content.waivers, as_of, &mut problems);
    diagnostics::sort(&mut problems);
    if Counts::of(&problems).errors > 0 {
        ready = None;
    }
    Ok(Checked { sources: content.sources, problems, waived, ready })
}

/// Whether a rule about text compares it with the records, so that a missing one breaks it.
fn rests_on_all_records(rule: &Rule) -> bool {
    let of_records = [&rules::UNKNOWN_PAGE, &rules::WITHHELD_FIGURE, &rules::WORDS_LEFT_BEHIND];
    of_records.iter().any(|other| other.code == rule.code)
}

/// Figures that nobody computes, links that lead nowhere, and two pages at one address.
fn plan_problems(model: Model, site: Place) -> Vec<Diagnostic> {
    let plan = Plan::of(model);
    let paths = plan.paths();
    let has_page = |path: &str| paths.contains(path);
    let mut problems: Vec<Diagnostic> =
        plan.pages.iter().flat_map(|page| crate::render::text_problems(page, model, &has_page)).collect();
    let mut taken = std::collections::HashSet::new();
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

/// Renders what was checked and publishes it in one step; the old site is deleted when [`Replaced`] is dropped.
///
/// # Errors
/// Where the theme is broken or the disk refuses; the old site still stands.
pub fn build(
    ready: &Ready,
    theme: &Theme,
    base_url: &str,
    out: &Path,
    timings: &mut Timings,
) -> Result<(Built, Replaced), Error> {
    let model = ready.model();
    let plan = timings.room("plan", || Plan::of(model));
    timings.count("pages", plan.pages.len());
    let paths = plan.paths();
    let has_page = |path: &str| paths.contains(path);
    let (data, downloads) = timings.room("tables", || (files::all(model), downloads::all(model, base_url)));
    timings.count("files", data.len() + downloads.files.len());
    let addresses = data.iter().map(|file| (file.name, file.path.clone())).collect();
    let renderer = Renderer::new(theme, model, base_url, &has_page, &addresses, &downloads);
    let painter = Painter::new(theme, &ready.catalogue.site.title);
    let outputs = output::all(Parts {
        ready,
        plan: &plan,
        theme,
        renderer: &renderer,
        painter: &painter,
        data: &data,
        downloads: &downloads,
        base_url,
    });
    let staging = timings.room("stage", || Staging::beside(out)).map_err(Error::Publish)?;
    let work = Work::default();
    timings.shared(["render", "exports", "write"], || (work.put(&outputs, &staging), work.shares()))?;
    let Work { bytes, kept, made, .. } = work;
    let bytes = bytes.into_inner();
    let kept = kept.into_inner();
    timings.count_in("render", "pages", plan.pages.len() - kept);
    timings.count_in("render", "taken over", kept);
    timings.count_in("exports", "files", outputs.len() - plan.pages.len());
    timings.count_in("write", "bytes", bytes);
    let replaced = timings
        .room("publish", || staging.publish(made.into_inner().unwrap_or_default()))
        .map_err(Error::Publish)?;
    Ok((Built { pages: plan.pages.len(), files: outputs.len(), bytes }, replaced))
}

/// What is done by many threads at once, counted by all of them.
#[derive(Default)]
struct Work {
    bytes: AtomicUsize,
    /// Pages that were taken over from the old site.
    kept: AtomicUsize,
    /// Files of which it is known what they were made from, and how long they are.
    made: Mutex<Vec<(String, Digest, usize)>>,
    /// Nanoseconds of making pages, making other files, and writing both.
    nanoseconds: [AtomicU64; 3],
}

impl Work {
    /// Makes and writes every file.
    fn put(&self, outputs: &[Output], staging: &Staging) -> Result<(), Error> {
        outputs.par_iter().try_for_each(|output| self.put_one(output, staging))
    }

    fn put_one(&self, output: &Output, staging: &Staging) -> Result<(), Error> {
        let path = output.path.as_str();
        let old = |from| staging.length_of(path, from);
        let made = self.timed(usize::from(!output.is_page), || output.make(&old)).map_err(Error::Theme)?;
        let (from, length) = match made {
            Made::Bytes(bytes, from) => {
                self.timed(2, || staging.write(path, &bytes)).map_err(Error::Publish)?;
                (from, bytes.len())
            }
            Made::Same(from, length) => {
                self.timed(2, || staging.take_over(path)).map_err(Error::Publish)?;
                self.kept.fetch_add(1, Ordering::Relaxed);
                (Some(from), length)
            }
        };
        self.bytes.fetch_add(length, Ordering::Relaxed);
        if let (Some(from), Ok(mut made)) = (from, self.made.lock()) {
            made.push((output.path.clone(), from, length));
        }
        Ok(())
    }

    fn timed<T>(&self, part: usize, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let result = work();
        let nanoseconds = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.nanoseconds[part].fetch_add(nanoseconds, Ordering::Relaxed);
        result
    }

    fn shares(&self) -> [Duration; 3] {
        [0, 1, 2].map(|part| Duration::from_nanos(self.nanoseconds[part].load(Ordering::Relaxed)))
    }
}
