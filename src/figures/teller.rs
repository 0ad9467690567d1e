//! Tells what is on record in the cells of tables: takes records, gives their words in the region's own, with the numbers
//! and ids that they stand for.

use std::collections::BTreeSet;

use super::format::capitalised;
use super::groups::Group;
use super::table::{Cell, Name, Target};
use super::{Coverage, Figures, Format, Percent, YearlyValue};
use crate::catalogue::{Borough, Catalogue, Contract, Ix, Service, Supplied, Supplier, System};
use crate::content::records::Date;

/// Tells cells of one catalogue.
pub(super) struct Teller<'a> {
    pub catalogue: &'a Catalogue,
    pub figures: &'a Figures,
    pub format: Format<'a>,
}

impl<'a> Teller<'a> {
    pub fn of(figures: &'a Figures, catalogue: &'a Catalogue) -> Self {
        Self { catalogue, figures, format: Format::new(&catalogue.site) }
    }

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
        Cell::link(self.catalogue.contracts[ix].name(self.catalogue), Target::Contract(ix))
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
