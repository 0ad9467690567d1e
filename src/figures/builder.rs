//! Builds figures: their words in the region's own, their numbers withheld where they rest on too little, and nothing
//! without a formula and rows.

use std::collections::BTreeSet;

use super::basis::{Bounds, Known, Portion};
use super::format::capitalised;
use super::groups::Group;
use super::table::{Cell, FigureTable, Name, Target, Unit};
use super::{Coverage, Family, Figure, Figures, Format, Percent, Value, YearlyValue};
use crate::catalogue::{Borough, Catalogue, Contract, Ix, Service, Supplied, Supplier, System};
use crate::content::records::Date;

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
    pub catalogue: &'a Catalogue,
    pub figures: &'a Figures,
    pub format: Format<'a>,
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
    /// A text in the region's own words, each on one line: an empty line would part a definition.
    pub fn words(&self, text: &str) -> String {
        let line = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
        let site = &self.catalogue.site;
        let (one, many, a_one) = (line(&site.words.one), line(&site.words.many), line(&site.a_one()));
        text.replace("{one}", &one)
            .replace("{a_one}", &a_one)
            .replace("{A_one}", &capitalised(&a_one))
            .replace("{many}", &many)
            .replace("{One}", &capitalised(&one))
            .replace("{Many}", &capitalised(&many))
            .replace("{region}", &line(&site.region))
    }

    /// The fewest records on which a share, a sum or a mean may rest.
    pub fn least(&self) -> usize {
        self.catalogue.site.thresholds.small_number as usize
    }

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

    /// A count with its number.
    pub fn count_cell(&self, count: usize) -> Cell {
        Cell::number(self.format.count(count), count as f64)
    }

    /// A count with a bar as long as its part of a whole.
    pub fn bar_cell(&self, count: usize, whole: usize) -> Cell {
        self.count_cell(count).with_bar(Percent::of(count as f64, whole as f64))
    }

    /// A share with its bar; withheld over too few.
    pub fn share_cell(&self, share: Coverage) -> Cell {
        self.percent_cell(share.percent(), share.whole)
    }

    /// A percentage with its bar; withheld where it rests on too few records.
    pub fn percent_cell(&self, percent: Percent, records: usize) -> Cell {
        if records < self.least() {
            return Cell::text(say!("Withheld"));
        }
        Cell::number(percent.to_string(), percent.value()).with_bar(percent)
    }

    /// A sum with how many it is known of: `£1.25m (7 of 9)`.
    pub fn sum_cell(&self, sum: YearlyValue, none: &str) -> Cell {
        let known = Coverage { part: sum.known, whole: sum.of };
        let of = say!("({} of {})", self.format.count(sum.known), self.format.count(sum.of));
        let mut cell = if sum.of == 0 {
            Cell::text(none)
        } else if sum.known == 0 {
            Cell::text(say!("Not published"))
        } else if sum.is_telling(self.least()) {
            Cell::number(format!("{} {of}", self.format.short_money(sum.amount)), sum.amount)
        } else {
            Cell::text(say!("Withheld {of}"; of))
        };
        cell.known = Some(known);
        cell
    }

    /// A date as exact as it is known.
    pub fn date_cell(&self, date: Option<Date>) -> Cell {
        date.map_or_else(
            || Cell::text(say!("Not known")),
            |date| Cell::date(self.format.short_date(date), date),
        )
    }

    pub fn borough_cell(&self, ix: Ix<Borough>) -> Cell {
        Cell::links(vec![self.borough_name(ix)])
    }

    fn borough_name(&self, ix: Ix<Borough>) -> Name {
        Name { text: self.catalogue.boroughs[ix].name.clone(), target: Target::Borough(ix) }
    }

    /// Several authorities.
    pub fn borough_cells(&self, all: impl IntoIterator<Item = Ix<Borough>>) -> Cell {
        Cell::links(all.into_iter().map(|ix| self.borough_name(ix)).collect())
    }

    /// The authorities in a contract, in the order of their names: the order in which a record names them says nothing.
    pub fn buyers_cell(&self, contract: &Contract) -> Cell {
        self.borough_cells(buyers(contract))
    }

    pub fn service_cell(&self, ix: Ix<Service>) -> Cell {
        self.service_cells([ix])
    }

    /// Several services.
    pub fn service_cells(&self, all: impl IntoIterator<Item = Ix<Service>>) -> Cell {
        let name = |ix: Ix<Service>| Name {
            text: self.catalogue.services[ix].name.clone(),
            target: Target::Service(ix),
        };
        Cell::links(all.into_iter().map(name).collect())
    }

    pub fn system_cell(&self, ix: Ix<System>) -> Cell {
        Cell::link(&self.catalogue.systems[ix].name, Target::System(ix))
    }

    pub fn supplier_cell(&self, ix: Ix<Supplier>) -> Cell {
        Cell::link(&self.catalogue.suppliers[ix].name, Target::Supplier(ix))
    }

    pub fn contract_cell(&self, ix: Ix<Contract>) -> Cell {
        Cell::link(&self.catalogue.contracts[ix].name(self.catalogue), Target::Contract(ix))
    }

    /// Whoever provides something.
    pub fn supplied_cell(&self, supplied: Supplied) -> Cell {
        match supplied {
            Supplied::By(ix) => self.supplier_cell(ix),
            Supplied::InHouse => Cell::text(say!("In-house")),
            Supplied::NotKnown => Cell::text(say!("Not known")),
        }
    }

    /// A group of suppliers.
    pub fn holder_cell(&self, group: &Group) -> Cell {
        match group {
            Group::Head(ix) => self.supplier_cell(*ix),
            _ => Cell::text(group.name(self.catalogue)),
        }
    }
}

/// The authorities in a contract, in the order of their names.
pub(super) fn buyers(contract: &Contract) -> BTreeSet<Ix<Borough>> {
    contract.members.iter().map(|member| member.borough).collect()
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
