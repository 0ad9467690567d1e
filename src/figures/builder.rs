//! Builds figures: their words in the region's own, their numbers withheld where they rest on too little, and nothing
//! without a formula and rows.

use std::ops::Deref;

use super::basis::{Bounds, Known, Portion};
use super::table::{FigureTable, Unit};
use super::teller::Teller;
use super::{Coverage, Family, Figure, Value};
use crate::catalogue::{Ix, Service};

/// What a figure is, before it has a number. `{one}`, `{many}` and `{region}` stand for the region's own words, with a
/// capital where they have one: `{Many}`; `{a_one}` is one with its article.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    /// Quoted by this.
    pub id: &'static str,
    /// A few words that say what the number counts.
    pub title: &'a str,
    /// How it is computed: a paragraph, or several with an empty line between them.
    pub definition: &'a str,
    /// The same in signs.
    pub formula: &'a str,
}

/// Builds figures of one catalogue.
pub(super) struct Builder<'a> {
    pub family: Family,
    pub teller: Teller<'a>,
}

/// Whoever builds figures tells cells all the time.
impl<'a> Deref for Builder<'a> {
    type Target = Teller<'a>;

    fn deref(&self) -> &Teller<'a> {
        &self.teller
    }
}

/// A figure without its rows.
pub(super) struct Draft {
    about: (&'static str, String, String, String),
    family: Family,
    pub value: Value,
    pub text: String,
    withheld: Option<String>,
    sentence: String,
    explained: bool,
    share: Option<Portion>,
    coverage: Option<Known>,
    bounds: Option<Bounds>,
}

/// What [`Builder::services`] are, in words.
pub(super) const SERVICES: &str = said_later!("services whose records are published");

/// What stands for a number that is withheld.
pub(super) const WITHHELD: &str = said_later!("withheld");

impl Builder<'_> {
    /// Services whose records are published one by one: the whole of every part of services. Of the others on the list
    /// only totals are published.
    pub fn services(&self) -> impl Iterator<Item = Ix<Service>> {
        let all = self.catalogue.services.iter();
        all.filter(|(_, row)| !row.totals_only).map(|(ix, _)| ix)
    }

    fn draft(&self, about: &About, value: Value, text: String) -> Draft {
        Draft {
            about: (
                about.id,
                self.words(about.title),
                self.words(about.definition),
                self.words(about.formula),
            ),
            family: self.family,
            value,
            text,
            withheld: None,
            sentence: String::new(),
            explained: false,
            share: None,
            coverage: None,
            bounds: None,
        }
    }

    /// A number of things: what was counted was counted, however few they are.
    pub fn count(&self, about: &About, count: usize) -> Draft {
        self.draft(about, Value::Count(count), self.format.count(count))
    }

    /// A share, sum, mean or median; withheld where it rests on too few records. `records` says how many those are,
    /// `what` what they are, in words.
    pub fn resting(
        &self,
        about: &About,
        (value, text): (Value, String),
        records: usize,
        what: &str,
    ) -> Draft {
        let draft = self.draft(about, value, text);
        let least = self.least();
        if records >= least {
            return draft;
        }
        let so_far = if records == 0 { say!("none").to_owned() } else { self.format.count(records) };
        draft.withheld(
            say!("there are fewer than {least} {}: {so_far} so far", self.words(what); least, so_far),
        )
    }

    /// A share of counted things, all known.
    pub fn share(&self, about: &About, share: Coverage, of: &str) -> Draft {
        let percent = share.percent();
        let value = (Value::Percent(percent.value()), percent.to_string());
        self.resting(about, value, share.whole, of).part_of(share, self.words(of))
    }

    /// A share of those things of which it is known, with the bounds within which it lies over all of them.
    pub fn partial_share(
        &self,
        about: &About,
        share: Coverage,
        of: &str,
        (all, of_all): (usize, &str),
    ) -> Draft {
        let mut draft = self.share(about, share, of);
        draft.bounds = Some(Bounds::of(share, all)).filter(|_| draft.value != Value::Withheld);
        draft.known(Coverage { part: share.whole, whole: all }, self.words(of_all))
    }
}

impl Draft {
    /// Not to be printed, and why: what follows "because".
    pub fn withheld(mut self, reason: String) -> Self {
        self.value = Value::Withheld;
        crate::words::text(WITHHELD).clone_into(&mut self.text);
        self.withheld = Some(reason);
        self.bounds = None;
        self
    }

    pub fn withheld_if(self, condition: bool, reason: impl FnOnce() -> String) -> Self {
        if condition && self.value != Value::Withheld { self.withheld(reason()) } else { self }
    }

    /// Counted among so many.
    pub fn part_of(self, share: Coverage, of: impl Into<String>) -> Self {
        self.portion(share.part as f64, share.whole as f64, Unit::Count, of)
    }

    /// A part of a whole in another unit.
    pub fn portion(mut self, part: f64, whole: f64, unit: Unit, of: impl Into<String>) -> Self {
        self.share = Some(Portion { part, whole, unit, of: of.into() });
        self
    }

    /// Of how many of all things what the figure asks for is known.
    pub fn known(mut self, counts: Coverage, of: impl Into<String>) -> Self {
        self.coverage = Some(Known { counts, of: of.into() });
        self
    }

    /// One full sentence with the number; a withheld one says why it is.
    pub fn sentence(mut self, sentence: impl FnOnce(&Self) -> String) -> Self {
        self.sentence = match &self.withheld {
            Some(reason) => say!("{}: withheld, because {reason}.", self.about.1; reason),
            None => sentence(&self),
        };
        self
    }

    /// What to say of use while the number is withheld.
    pub fn else_say(mut self, sentence: String) -> Self {
        if self.withheld.is_some() {
            self.sentence = sentence;
            self.explained = true;
        }
        self
    }

    /// `at least 1%, at most 86%`; nothing where the share is withheld or nothing is unknown.
    pub fn bounds(&self) -> Option<String> {
        let bounds = self.bounds.filter(|bounds| bounds.lower != bounds.upper)?;
        Some(say!("at least {}, at most {}", bounds.lower, bounds.upper))
    }

    /// The figure with its rows.
    pub fn table(self, table: FigureTable) -> Figure {
        let (id, title, definition, formula) = self.about;
        let withheld = self.withheld.is_some();
        Figure {
            id,
            title,
            definition,
            formula,
            family: self.family,
            value: self.value,
            text: self.text,
            withheld: self.withheld,
            sentence: self.sentence,
            explained: self.explained,
            // Numerator and denominator would tell what is withheld.
            share: self.share.filter(|_| !withheld),
            coverage: self.coverage,
            bounds: self.bounds,
            table,
            members: None,
        }
    }
}
