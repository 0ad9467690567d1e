//! Names that are too many for a line of a record's page: pages of their own below it, in the order of names.

use std::collections::HashMap;

use serde::Serialize;

use super::{View, contract, crumb, frameworks, service};
use crate::catalogue::link::sort_key;
use crate::catalogue::{Borough, Contract, Framework, Ix, Service, Supplier, System};
use crate::content::records::Lifecycle;
use crate::site::links::NAMED;
use crate::site::paging::{PagesView, Paging, room};
use crate::site::parts::{Link, SourceView, lifecycle_tag};
use crate::site::words::fact_word;
use crate::site::{Crumb, Model, Page, Section, urls};
use crate::words;

/// A page of names.
#[derive(Debug, Serialize)]
pub struct NamesView {
    /// The record whose names these are.
    of: Link,
    standfirst: String,
    heading: String,
    count: String,
    pages: Option<PagesView>,
    rows: Vec<NameRow>,
}

#[derive(Debug, Serialize)]
struct NameRow {
    link: Link,
    /// What else there is to say of it.
    said: String,
    /// The systems that it has under the contract, each with its state where it is not plainly in use.
    systems: Vec<Link>,
    sources: Vec<SourceView>,
    more_sources: Option<String>,
}

/// Names that belong to a record.
#[derive(Clone, Copy)]
pub(in crate::site) enum Names {
    /// Authorities without a system in use for a service.
    Missing(Ix<Service>),
    /// Authorities that don't have it.
    NotApplicable(Ix<Service>),
    /// Authorities with a solution of their own.
    InHouse(Ix<Service>),
    /// Authorities that bought by a route.
    BoughtBy(Ix<Framework>),
    /// Suppliers that sold by it.
    SoldBy(Ix<Framework>),
    /// Authorities whose contract it is.
    Members(Ix<Contract>),
    /// Systems on record for a service.
    Systems(Ix<Service>),
    /// Suppliers of those in use.
    Suppliers(Ix<Service>),
}

/// One whose name it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Holder {
    Borough(Ix<Borough>),
    Supplier(Ix<Supplier>),
    System(Ix<System>),
}

/// Sources that stand beside a name.
const SOURCES: usize = 3;

/// Systems that stand beside all names of a page together.
const SYSTEMS: usize = 2_000;

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let services = c.services.iter().map(|(ix, _)| ix);
    let services = services.flat_map(|ix| {
        [
            Names::Missing(ix),
            Names::NotApplicable(ix),
            Names::InHouse(ix),
            Names::Systems(ix),
            Names::Suppliers(ix),
        ]
    });
    let routes = c.frameworks.iter().map(|(ix, _)| ix);
    let routes = routes.flat_map(|ix| [Names::BoughtBy(ix), Names::SoldBy(ix)]);
    let contracts = c.contracts.iter().map(|(ix, _)| Names::Members(ix));
    let long = services.chain(routes).chain(contracts).filter(|names| model.has_page(*names));
    long.flat_map(|names| {
        Paging::names(model.holders(names).len()).map(move |paging| page(model, names, paging))
    })
    .collect()
}

fn page(model: Model<'_>, names: Names, paging: Paging) -> Page<'_> {
    let title = paging.titled(&title(model, names));
    Page {
        path: paging.path(&names.path(model)),
        template: "names.html",
        description: format!("{title}."),
        title,
        section: Some(names.service().map_or(Section::Contracts, |_| Section::Services)),
        crumbs: names.crumbs(model),
        origin: None,
        text: None,
        view: Box::new(move || View::Names(Box::new(view(model, names, paging)))),
    }
}

fn view(model: Model, names: Names, paging: Paging) -> NamesView {
    let holders = model.holders(names);
    let count = model.counted_names(names, holders.len());
    let said = Said::of(model, names);
    let own = Link::new(names.path(model), title(model, names));
    NamesView {
        of: names.of(model),
        standfirst: standfirst(model, names, &count),
        heading: heading(model, names),
        rows: said.rows(model, &holders[paging.range()]),
        pages: paging.view_by_name(model, &own, &count, |at| holders[at].link(model).text),
        count,
    }
}

/// A contract's name, with its id where another one of as many authorities has the same.
fn distinct(model: Model, ix: Ix<Contract>, name: &str) -> String {
    let c = model.catalogue;
    let others =
        c.contracts.iter().filter(|(other, _)| *other != ix && model.has_page(Names::Members(*other)));
    let is_taken = others.into_iter().any(|(other, _)| model.contract_link(other).text == name);
    if is_taken { format!("{name} ({})", c.contracts[ix].id) } else { name.to_owned() }
}

/// What there is to say beside each name.
enum Said {
    /// What its own record says of the service.
    Fact(Ix<Service>),
    /// How many of the route's contracts it has part in.
    Contracts(HashMap<Holder, usize>),
    /// The systems under the contract.
    Systems(HashMap<Holder, Vec<(Ix<System>, Lifecycle)>>),
    /// In how many authorities it is in use.
    Boroughs(HashMap<Holder, usize>),
    Nothing,
}

impl Said {
    fn of(model: Model, names: Names) -> Self {
        match names {
            Names::NotApplicable(ix) | Names::InHouse(ix) => Self::Fact(ix),
            Names::BoughtBy(ix) | Names::SoldBy(ix) => Self::Contracts(contracts(model, ix)),
            Names::Members(ix) => Self::Systems(systems(model, ix)),
            Names::Systems(ix) | Names::Suppliers(ix) => Self::Boroughs(in_use(model, ix)),
            Names::Missing(_) => Self::Nothing,
        }
    }

    fn rows(&self, model: Model, holders: &[Holder]) -> Vec<NameRow> {
        let systems = |holder: &Holder| match self {
            Self::Systems(systems) => systems.get(holder).map_or(&[][..], Vec::as_slice),
            _ => &[],
        };
        let most = room(&holders.iter().map(|holder| systems(holder).len()).collect::<Vec<_>>(), SYSTEMS);
        let row = |holder: &Holder| {
            let (link, systems) = (holder.link(model), systems(holder));
            let more = model.more(systems.len(), most, link.href.as_str());
            let systems = systems.iter().take(most).map(|own| under(model, *own)).chain(more).collect();
            let row = NameRow { link, said: String::new(), systems, sources: Vec::new(), more_sources: None };
            match (self, *holder) {
                (Self::Fact(service), Holder::Borough(ix)) => fact_row(model, *service, ix, row),
                (Self::Contracts(counts), _) => {
                    let count = counts.get(holder);
                    let said = count.map(|count| model.format().counted(*count, "contract", "contracts"));
                    NameRow { said: said.unwrap_or_default(), ..row }
                }
                (Self::Boroughs(counts), _) => {
                    let count = counts.get(holder).copied().unwrap_or_default();
                    NameRow { said: model.format().boroughs(count), ..row }
                }
                _ => row,
            }
        };
        holders.iter().map(row).collect()
    }
}

/// What an authority's own record says of a service, and by which sources.
fn fact_row(model: Model, service: Ix<Service>, ix: Ix<Borough>, row: NameRow) -> NameRow {
    let c = model.catalogue;
    let fact = c.boroughs[ix].services.iter().find(|fact| fact.service == service);
    // Of what is published as totals only, nobody is told who says what.
    let sources = fact.filter(|_| !c.services[service].totals_only).map_or(&[][..], |fact| &fact.sources);
    let more = sources.len().saturating_sub(SOURCES);
    NameRow {
        said: fact.map(|fact| fact_word(fact.state).to_owned()).unwrap_or_default(),
        sources: sources.iter().take(SOURCES).map(|source| model.source(source, None)).collect(),
        more_sources: (more > 0).then(|| model.format().counted(more, "more source", "more sources")),
        ..row
    }
}

/// In how many of a route's contracts each has part.
fn contracts(model: Model, route: Ix<Framework>) -> HashMap<Holder, usize> {
    let mut counts = HashMap::new();
    let rows = model.figures.contracts_by(route).rows.iter().map(|ix| &model.catalogue.contracts[*ix]);
    for row in rows {
        let boroughs = row.members.iter().map(|member| Holder::Borough(member.borough));
        for holder in boroughs.chain(row.supplier.supplier().map(Holder::Supplier)) {
            *counts.entry(holder).or_insert(0) += 1;
        }
    }
    counts
}

/// In how many authorities each system for a service is in use, and each supplier's.
fn in_use(model: Model, service: Ix<Service>) -> HashMap<Holder, usize> {
    let market = model.figures.market(service);
    let systems = market.systems.iter().map(|share| (Holder::System(share.holder), share.boroughs.len()));
    let suppliers = market
        .suppliers
        .iter()
        .filter_map(|share| Some((Holder::Supplier(share.holder.supplier()?), share.boroughs.len())));
    systems.chain(suppliers).collect()
}

/// The systems that each has under a contract, each in one state once.
fn systems(model: Model, contract: Ix<Contract>) -> HashMap<Holder, Vec<(Ix<System>, Lifecycle)>> {
    let c = model.catalogue;
    let mut systems: HashMap<Holder, Vec<_>> = HashMap::new();
    for row in c.contracts[contract].deployments.iter().map(|ix| &c.deployments[*ix]) {
        let own = systems.entry(Holder::Borough(row.borough)).or_default();
        if !own.contains(&(row.system, row.lifecycle)) {
            own.push((row.system, row.lifecycle));
        }
    }
    systems
}

/// A system under a contract: "Mosaic (retired)".
fn under(model: Model, (ix, lifecycle): (Ix<System>, Lifecycle)) -> Link {
    let link = model.system_link(ix);
    match lifecycle {
        Lifecycle::Live => link,
        other => {
            Link { text: format!("{} ({})", link.text, lifecycle_tag(other).text.to_lowercase()), ..link }
        }
    }
}

fn title(model: Model, names: Names) -> String {
    let (name, many) = (names.of(model).text, &model.catalogue.site.words.many);
    match names {
        Names::Missing(_) => say!("{name}: {many} with nothing recorded in use"; name, many),
        Names::NotApplicable(_) => say!("{name}: {many} to which it does not apply"; name, many),
        Names::InHouse(_) => say!("{name}: {many} with a solution of their own"; name, many),
        Names::BoughtBy(_) => say!("{name}: {many} that bought through it"; name, many),
        Names::SoldBy(_) => say!("{name}: suppliers of the contracts bought through it"; name),
        Names::Members(_) => say!("{name}: all {many} whose contract it is"; name, many),
        Names::Systems(_) => say!("{name}: all systems on record"; name),
        Names::Suppliers(_) => say!("{name}: all suppliers of systems in use"; name),
    }
}

/// Without the record's name, which the page's heading has.
fn heading(model: Model, names: Names) -> String {
    match names {
        Names::SoldBy(_) | Names::Suppliers(_) => say!("Suppliers").to_owned(),
        Names::Systems(_) => say!("Systems").to_owned(),
        _ => model.many_capitalised(),
    }
}

fn standfirst(model: Model, names: Names, count: &str) -> String {
    let name = names.of(model).text;
    match names {
        Names::Missing(_) => say!(
            "No system in use for {name} is on record for {count}. That is not to say that they have none: no source was found that shows one in use."; name, count
        ),
        Names::NotApplicable(_) => {
            say!("{count} do not have {name} among their duties or do not provide it, as sources say."; count, name)
        }
        Names::InHouse(_) => {
            say!("{count} have a solution of their own for {name} that has no record."; count, name)
        }
        Names::BoughtBy(_) => {
            say!("{count} bought through {name}, as far as is known."; count, name)
        }
        Names::SoldBy(_) => {
            say!("{count} hold contracts that were bought through {name}, as far as they are named."; count, name)
        }
        Names::Members(_) => say!(
            "It is the contract of {count}. Beside each stand its systems whose records name the contract."; count
        ),
        Names::Systems(_) => {
            let many = &model.catalogue.site.words.many;
            say!("{count} are on record for {name}. Beside each stands in how many {many} it is known to be in use."; count, name, many)
        }
        Names::Suppliers(_) => {
            let many = &model.catalogue.site.words.many;
            say!("{count} have systems in use for {name}, as far as is known. Beside each stands in how many {many}."; count, name, many)
        }
    }
}

impl Names {
    fn service(self) -> Option<Ix<Service>> {
        match self {
            Self::Missing(ix)
            | Self::NotApplicable(ix)
            | Self::InHouse(ix)
            | Self::Systems(ix)
            | Self::Suppliers(ix) => Some(ix),
            Self::BoughtBy(_) | Self::SoldBy(_) | Self::Members(_) => None,
        }
    }

    /// The record.
    fn of(self, model: Model) -> Link {
        match self {
            Self::Missing(ix)
            | Self::NotApplicable(ix)
            | Self::InHouse(ix)
            | Self::Systems(ix)
            | Self::Suppliers(ix) => model.service_link(ix),
            Self::BoughtBy(ix) | Self::SoldBy(ix) => {
                let row = &model.catalogue.frameworks[ix];
                Link::new(urls::framework(row), frameworks::title(model, row))
            }
            Self::Members(ix) => {
                let link = model.contract_link(ix);
                Link { text: distinct(model, ix, &link.text), ..link }
            }
        }
    }

    /// Where all of them are.
    pub(super) fn path(self, model: Model) -> String {
        let folder = match self {
            Self::Missing(_) => "not-recorded",
            Self::NotApplicable(_) => "not-applicable",
            Self::InHouse(_) => "in-house",
            Self::BoughtBy(_) => "bought-by",
            Self::SoldBy(_) | Self::Suppliers(_) => "suppliers",
            Self::Members(_) => "members",
            Self::Systems(_) => "systems",
        };
        let c = model.catalogue;
        // Pages of all contracts ask, so no name is looked for.
        let of = match self {
            Self::BoughtBy(ix) | Self::SoldBy(ix) => urls::framework(&c.frameworks[ix]),
            Self::Members(ix) => urls::contract(&c.contracts[ix]),
            Self::Missing(ix)
            | Self::NotApplicable(ix)
            | Self::InHouse(ix)
            | Self::Systems(ix)
            | Self::Suppliers(ix) => urls::service(&c.services[ix]),
        };
        format!("{of}{folder}/")
    }

    fn crumbs(self, model: Model) -> Vec<Crumb> {
        let of = self.of(model);
        let contracts = || crumb(say!("Contracts"), urls::CONTRACTS);
        let above = match self {
            _ if self.service().is_some() => vec![crumb(say!("Services"), "services/")],
            Self::BoughtBy(_) | Self::SoldBy(_) => {
                vec![contracts(), crumb(words::text(frameworks::TITLE), urls::FRAMEWORKS)]
            }
            _ => vec![contracts()],
        };
        above.into_iter().chain([crumb(of.text, of.href)]).collect()
    }
}

impl Holder {
    fn link(self, model: Model) -> Link {
        match self {
            Self::Borough(ix) => model.borough_link(ix),
            Self::Supplier(ix) => model.supplier_link(ix),
            Self::System(ix) => model.system_link(ix),
        }
    }
}

impl Model<'_> {
    /// Those whose names they are, in the order of names.
    fn holders(self, names: Names) -> Vec<Holder> {
        let market = |ix| self.figures.market(ix);
        let is_told = |ix: Ix<Service>| !self.catalogue.services[ix].totals_only;
        let boroughs = |all: &[Ix<Borough>]| all.iter().copied().map(Holder::Borough).collect();
        match names {
            Names::Missing(ix) if is_told(ix) => boroughs(&market(ix).missing),
            Names::InHouse(ix) if is_told(ix) => boroughs(&market(ix).in_house),
            Names::Missing(_) | Names::InHouse(_) => Vec::new(),
            Names::NotApplicable(ix) => boroughs(&market(ix).not_applicable),
            Names::BoughtBy(ix) => {
                self.figures.contracts_by(ix).boroughs.iter().copied().map(Holder::Borough).collect()
            }
            Names::SoldBy(ix) => {
                self.figures.contracts_by(ix).suppliers.iter().copied().map(Holder::Supplier).collect()
            }
            Names::Members(ix) => {
                let members = self.catalogue.contracts[ix].members.iter().map(|member| member.borough);
                let mut all: Vec<Ix<Borough>> = members.collect();
                all.sort_unstable();
                boroughs(&all)
            }
            Names::Systems(ix) => {
                let all = market(ix).systems.iter().map(|share| Holder::System(share.holder));
                self.by_name(all)
            }
            Names::Suppliers(ix) => {
                let in_use = market(ix).suppliers.iter().filter(|share| !share.boroughs.is_empty());
                self.by_name(in_use.filter_map(|share| share.holder.supplier()).map(Holder::Supplier))
            }
        }
    }

    fn by_name(self, all: impl Iterator<Item = Holder>) -> Vec<Holder> {
        let mut all: Vec<Holder> = all.collect();
        all.sort_by_cached_key(|holder| sort_key(&holder.link(self).text));
        all
    }

    /// Whether names are too many for the record's page.
    fn has_page(self, names: Names) -> bool {
        let in_use = |ix| self.figures.market(ix).suppliers.iter().filter(|share| !share.boroughs.is_empty());
        match names {
            Names::Systems(ix) => self.figures.market(ix).systems.len() > service::MOST_SHARES,
            Names::Suppliers(ix) => {
                in_use(ix).filter_map(|share| share.holder.supplier()).count() > service::MOST_SHARES
            }
            Names::Members(ix) => {
                let row = &self.catalogue.contracts[ix];
                row.members.len() > NAMED || row.deployments.len() > contract::DEPLOYMENTS
            }
            _ => self.holders(names).len() > NAMED,
        }
    }

    /// The names for a line of the record's page: of many the first, and how many more stand on pages of their own.
    pub(super) fn named(self, names: Names) -> Vec<Link> {
        let holders = self.holders(names);
        let more = self.more(holders.len(), NAMED, names.path(self));
        holders.iter().take(NAMED).map(|holder| holder.link(self)).chain(more).collect()
    }

    /// Where all names stand that are too many for the record's page. Every row of a table asks, so nothing is sorted for it.
    pub(in crate::site) fn page_of_names(self, names: Names) -> Option<String> {
        self.has_page(names).then(|| names.path(self))
    }

    /// The way to a page of all names, where there is one.
    pub(super) fn all_named(self, names: Names) -> Option<Link> {
        let all = || self.counted_names(names, self.holders(names).len());
        self.page_of_names(names).map(|path| Link::new(path, say!("All {}, by name", all())))
    }

    fn counted_names(self, names: Names, count: usize) -> String {
        match names {
            Names::SoldBy(_) | Names::Suppliers(_) => self.format().counted(count, "supplier", "suppliers"),
            Names::Systems(_) => self.format().counted(count, "system", "systems"),
            _ => self.format().boroughs(count),
        }
    }
}
