//! Every number of the site: takes a catalogue, gives aggregates per record and named figures. Pure functions.
//!
//! Nothing here reads a file, the clock or a template. Definitions are those of the method page, which is made from
//! [`Figure::definition`].

mod agenda;
mod basis;
mod builder;
mod cohorts;
mod comparison;
mod concentration;
mod contracts;
mod coverage;
mod dependence;
mod exposure;
mod facets;
mod format;
mod forms;
mod groups;
mod headline;
mod market;
mod migration;
mod openings;
mod order;
mod overview;
mod pairs;
mod pipeline;
mod prices;
mod profile;
mod registry;
mod releases;
mod rows;
mod similarity;
mod skills;
mod table;
mod technologies;
mod teller;
mod typical;

use std::collections::BTreeSet;

use crate::catalogue::{
    Borough, Catalogue, Contract, Framework, Ix, Service, Skill, Supplier, System, Technology,
};
use crate::content::records::TechnologyStage;

pub use agenda::{Agenda, AgendaDate, AgendaShare, MONTHS_KEPT, News, Occasion, decide};
pub use basis::{Bounds, Known, Portion};
pub use cohorts::{Cohort, CohortDates, CohortMember, Common};
pub use comparison::{MOST_PAIRED, Pair, Together, Verdict};
pub use concentration::{Concentration, MERGERS, Merger};
pub use contracts::{AnnualValue, ContractState, Light, Quarter, Term};
pub use coverage::{Age, Completeness, Coverage, Freshness, is_stale, newest_date, newest_source};
pub use dependence::{Dependence, OtherSystem};
pub use exposure::{AHEAD_MONTHS, Exposure};
pub use facets::{Ending, Facet, FacetRows, FacetValue, Facets};
pub use format::{Format, Percent, apart, capitalised, is_month};
pub use forms::{settings, write_csv, write_json};
pub use groups::{Group, group_of};
pub use market::{Holder, ServiceMarket, Share};
pub use migration::{GAP_YEARS, Migration, Move, ServiceChanges};
pub use openings::{Opening, Openings, last_heard};
pub use overview::overview;
pub use pairs::{PairState, StateCounts};
pub use pipeline::{
    ContractList, Pipeline, QuarterEnds, ServiceContracts, Standing, TOGETHER_MONTHS, YearlyValue,
};
pub use prices::{Price, PriceGroup, PricePair, Spread, Unpriced};
pub use profile::{BoroughProfile, SupplierFootprint, SystemFootprint, contract_rank, suppliers_by_reach};
pub use registry::{Family, Figure, Value};
pub use releases::{Changed, Changes, Fate, Moved, TableChanges, between, freeze};
pub use rows::Rows;
pub use similarity::{KEPT, Similar};
pub use skills::{SkillSpread, skills_among};
pub use table::{Cell, Chart, Column, FigureTable, Kind, Name, RowQuote, Target, Unit};
pub use technologies::{STAGES, TechnologySpread, is_tried};
pub use typical::Typical;

/// All aggregates and figures of a catalogue.
#[derive(Debug)]
pub struct Figures {
    /// One for each service.
    pub markets: Vec<ServiceMarket>,
    /// One for each system.
    pub systems: Vec<SystemFootprint>,
    /// One for each supplier.
    pub suppliers: Vec<SupplierFootprint>,
    /// One for each authority.
    pub boroughs: Vec<BoroughProfile>,
    /// One for each contract: its state and dates at the date of the catalogue.
    pub terms: Vec<Term>,
    /// Deployments by what readers narrow them down with.
    pub facets: Facets,
    /// The yearly value of running contracts, as far as it is known.
    pub running: YearlyValue,
    /// For each group of services: its pairs of authority and service, by what is known of them.
    pub groups: Vec<StateCounts>,
    /// Contracts by the quarter in which they end.
    pub pipeline: Pipeline,
    /// Dates of contracts for calendars and feeds.
    pub agenda: Agenda,
    /// Contracts by service, one entry for each.
    pub service_contracts: Vec<ServiceContracts>,
    /// Contracts by route to market, one entry for each.
    pub framework_contracts: Vec<ContractList>,
    /// Contracts by authority, one entry for each.
    pub borough_contracts: Vec<ContractList>,
    /// For each authority, the others from the most similar on.
    pub similar: Vec<Vec<Similar>>,
    /// Services with a concentration, the most concentrated first.
    pub concentrations: Vec<Concentration>,
    /// Pairs of supplier groups that meet, by what a merger would do.
    pub mergers: Vec<Merger>,
    /// Authorities that could buy together.
    pub cohorts: Vec<Cohort>,
    /// Services and systems for which there are more of them than are told.
    pub cohorts_cut: BTreeSet<Common>,
    /// Changes from one system to another.
    pub migrations: Vec<Migration>,
    /// The same changes by the systems that they are from and to, those of the most authorities first.
    pub moves: Vec<Move>,
    /// The same changes by service.
    pub changes: Vec<ServiceChanges>,
    /// What running contracts cost a resident.
    pub prices: Vec<Price>,
    /// Running contracts without a price, by what is missing.
    pub unpriced: Unpriced,
    /// Prices by what they are for.
    pub price_groups: Vec<PriceGroup>,
    /// How many prices of each system for each service are known.
    pub price_pairs: Vec<PricePair>,
    /// What hangs on each group of suppliers.
    pub exposure: Vec<(Group, Exposure)>,
    /// Services that a newcomer could reach soon.
    pub openings: Openings,
    /// How complete each authority's record is.
    pub completeness: Vec<Completeness>,
    /// How old what each authority's systems in use rest on is.
    pub ages: Vec<Age>,
    /// One for each skill: who has it, offers it and looks for it.
    pub skills: Vec<SkillSpread>,
    /// One for each emerging technology: how far authorities are with it.
    pub technologies: Vec<TechnologySpread>,
    /// Every named figure, in the order of the method page.
    pub named: Vec<Figure>,
}

impl Figures {
    /// Computes everything.
    #[must_use]
    pub fn compute(catalogue: &Catalogue) -> Self {
        let terms: Vec<Term> =
            catalogue.contracts.rows().iter().map(|row| Term::of(row, catalogue)).collect();
        let markets = market::all(catalogue);
        let systems = profile::systems(catalogue);
        let suppliers = profile::suppliers(catalogue, &terms, &markets);
        let boroughs = profile::boroughs(catalogue, &terms, &markets);
        let pipeline = Pipeline::of(catalogue, &terms);
        let similar = similarity::all(catalogue);
        let migrations = migration::all(catalogue);
        let prices = prices::all(catalogue, &terms);
        let concentrations = concentration::all(catalogue, &markets);
        let (cohorts, cohorts_cut) = cohorts::all(catalogue, &terms);
        let mut figures = Self {
            agenda: Agenda::of(catalogue, &terms, &pipeline),
            mergers: concentration::mergers(&concentrations),
            cohorts,
            cohorts_cut,
            moves: migration::moves(&migrations),
            changes: migration::by_service(&migrations),
            migrations,
            unpriced: prices::unpriced(catalogue, &terms, &prices),
            price_groups: prices::groups(catalogue, &prices),
            price_pairs: prices::pairs(catalogue, &terms, &prices),
            prices,
            facets: Facets::of(catalogue, &terms),
            exposure: exposure::all(catalogue, &terms, &markets),
            openings: Openings::of(catalogue, &terms, &concentrations),
            completeness: coverage::completeness(catalogue, &terms, &markets),
            ages: coverage::ages(catalogue),
            skills: skills::all(catalogue),
            technologies: technologies::all(catalogue),
            service_contracts: pipeline::by_service(catalogue, &terms),
            framework_contracts: pipeline::by_framework(catalogue, &terms),
            borough_contracts: pipeline::by_borough(catalogue, &terms),
            concentrations,
            running: pipeline::running(&terms),
            groups: pairs::by_group(catalogue, &markets),
            markets,
            systems,
            suppliers,
            boroughs,
            terms,
            pipeline,
            similar,
            named: Vec::new(),
        };
        figures.named = registry::all(catalogue, &figures);
        figures
    }

    /// The figure with that id.
    #[must_use]
    pub fn named(&self, id: &str) -> Option<&Figure> {
        self.named.iter().find(|figure| figure.id == id)
    }

    /// A figure that a page is built on: its id is written in the program, so a missing one is the program's mistake.
    ///
    /// # Panics
    /// Where no figure has that id.
    #[must_use]
    pub fn known(&self, id: &str) -> &Figure {
        self.named(id).unwrap_or_else(|| panic!("no figure has the id `{id}`"))
    }

    /// Moves from one system to another that two authorities or more made or are about to make.
    pub fn shared_moves(&self) -> impl Iterator<Item = &Move> {
        self.moves.iter().filter(|row| row.boroughs() > 1)
    }

    /// The market of a service.
    #[must_use]
    pub fn market(&self, service: Ix<Service>) -> &ServiceMarket {
        &self.markets[service.row()]
    }

    /// Contracts for a service.
    #[must_use]
    pub fn contracts_for(&self, service: Ix<Service>) -> &ContractList {
        &self.service_contracts[service.row()].list
    }

    /// Contracts with a supplier.
    #[must_use]
    pub fn contracts_with(&self, supplier: Ix<Supplier>) -> &ContractList {
        &self.suppliers[supplier.row()].contracts
    }

    /// Contracts that were bought by a route to market.
    #[must_use]
    pub fn contracts_by(&self, framework: Ix<Framework>) -> &ContractList {
        &self.framework_contracts[framework.row()]
    }

    /// Contracts of an authority.
    #[must_use]
    pub fn contracts_of(&self, borough: Ix<Borough>) -> &ContractList {
        &self.borough_contracts[borough.row()]
    }

    /// Contracts that could be let together with this one: for one of its services, of another authority, and ending
    /// within [`TOGETHER_MONTHS`] of it; the nearest first.
    #[must_use]
    pub fn together(&self, catalogue: &Catalogue, contract: Ix<Contract>) -> Vec<Ix<Contract>> {
        pipeline::together(catalogue, &self.terms, &self.service_contracts, contract)
    }

    /// Every pair of authority and service, by what is known of it.
    #[must_use]
    pub fn all_pairs(&self) -> StateCounts {
        self.groups.iter().fold(StateCounts::default(), |sum, counts| sum.plus(*counts))
    }

    /// Who has a skill.
    #[must_use]
    pub fn skill(&self, skill: Ix<Skill>) -> &SkillSpread {
        &self.skills[skill.row()]
    }

    /// Records of emerging technologies at that stage.
    #[must_use]
    pub fn at_stage(&self, stage: TechnologyStage) -> usize {
        self.technologies.iter().map(|spread| spread.at(stage).len()).sum()
    }

    /// How far authorities are with an emerging technology.
    #[must_use]
    pub fn technology(&self, technology: Ix<Technology>) -> &TechnologySpread {
        &self.technologies[technology.row()]
    }

    /// Where a system is used.
    #[must_use]
    pub fn system(&self, system: Ix<System>) -> &SystemFootprint {
        &self.systems[system.row()]
    }

    /// What a supplier provides.
    #[must_use]
    pub fn supplier(&self, supplier: Ix<Supplier>) -> &SupplierFootprint {
        &self.suppliers[supplier.row()]
    }

    /// What an authority runs.
    #[must_use]
    pub fn borough(&self, borough: Ix<Borough>) -> &BoroughProfile {
        &self.boroughs[borough.row()]
    }

    /// A contract's state and dates.
    #[must_use]
    pub fn term(&self, contract: Ix<Contract>) -> &Term {
        &self.terms[contract.row()]
    }
}
