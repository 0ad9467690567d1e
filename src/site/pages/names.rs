//! Names that are too many for a line of a record's page: pages of their own below it, in the order of names.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::{View, crumb, frameworks};
use crate::catalogue::{Borough, Framework, Ix, Service, Supplier};
use crate::site::links::NAMED;
use crate::site::paging::{PagesView, Paging};
use crate::site::parts::{Link, SourceView};
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
    sources: Vec<SourceView>,
    more_sources: Option<String>,
}

/// Names that belong to a record.
#[derive(Clone, Copy)]
pub(super) enum Names {
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
}

/// Those whose names they are, in the order of names.
enum Holders<'a> {
    Boroughs(Cow<'a, [Ix<Borough>]>),
    Suppliers(Vec<Ix<Supplier>>),
}

/// Sources that stand beside a name.
const SOURCES: usize = 3;

pub(in crate::site) fn plan(model: Model) -> Vec<Page> {
    let c = model.catalogue;
    let services = c.services.iter().map(|(ix, _)| ix);
    let services = services.flat_map(|ix| [Names::Missing(ix), Names::NotApplicable(ix), Names::InHouse(ix)]);
    let routes = c.frameworks.iter().map(|(ix, _)| ix);
    let routes = routes.flat_map(|ix| [Names::BoughtBy(ix), Names::SoldBy(ix)]);
    let long = services.chain(routes).map(|names| (names, model.holders(names).len()));
    let long = long.filter(|(_, count)| *count > NAMED);
    long.flat_map(|(names, count)| Paging::names(count).map(move |paging| page(model, names, paging)))
        .collect()
}

fn page(model: Model<'_>, names: Names, paging: Paging) -> Page<'_> {
    let title = paging.titled(&title(model, names));
    Page {
        path: paging.path(&names.path(model)),
        template: "names.html",
        description: format!("{title}."),
        title,
        section: Some(if names.is_of_service() { Section::Services } else { Section::Contracts }),
        crumbs: names.crumbs(model),
        origin: None,
        text: None,
        view: Box::new(move || View::Names(Box::new(view(model, names, paging)))),
    }
}

fn view(model: Model, names: Names, paging: Paging) -> NamesView {
    let holders = model.holders(names);
    let count = model.counted_names(names, holders.len());
    let contracts = names.contracts(model);
    let own = Link::new(names.path(model), title(model, names));
    let rows = paging.range().map(|at| match &holders {
        Holders::Boroughs(all) => borough_row(model, names, all[at], &contracts),
        Holders::Suppliers(all) => contracts_row(model, model.supplier_link(all[at]), &contracts),
    });
    NamesView {
        of: names.of(model),
        standfirst: standfirst(model, names, &count),
        heading: heading(model, names),
        rows: rows.collect(),
        pages: paging.view_by_name(model, &own, &count, |at| holders.link(model, at).text),
        count,
    }
}

fn borough_row(model: Model, names: Names, ix: Ix<Borough>, contracts: &BTreeMap<String, usize>) -> NameRow {
    let link = model.borough_link(ix);
    let (Names::NotApplicable(service) | Names::InHouse(service)) = names else {
        return contracts_row(model, link, contracts);
    };
    let c = model.catalogue;
    let fact = c.boroughs[ix].services.iter().find(|fact| fact.service == service);
    // Of what is published as totals only, nobody is told who says what.
    let sources = fact.filter(|_| !c.services[service].totals_only).map_or(&[][..], |fact| &fact.sources);
    let more = sources.len().saturating_sub(SOURCES);
    NameRow {
        link,
        said: fact.map(|fact| fact_word(fact.state).to_owned()).unwrap_or_default(),
        sources: sources.iter().take(SOURCES).map(|source| model.source(source, None)).collect(),
        more_sources: (more > 0).then(|| model.format().counted(more, "more source", "more sources")),
    }
}

/// A name with how many of the route's contracts it has part in.
fn contracts_row(model: Model, link: Link, contracts: &BTreeMap<String, usize>) -> NameRow {
    let count = contracts.get(&link.href);
    let said = count.map(|count| model.format().counted(*count, "contract", "contracts"));
    NameRow { link, said: said.unwrap_or_default(), sources: Vec::new(), more_sources: None }
}

fn title(model: Model, names: Names) -> String {
    let (name, many) = (names.of(model).text, &model.catalogue.site.words.many);
    match names {
        Names::Missing(_) => say!("{name}: {many} with nothing recorded in use"; name, many),
        Names::NotApplicable(_) => say!("{name}: {many} to which it does not apply"; name, many),
        Names::InHouse(_) => say!("{name}: {many} with a solution of their own"; name, many),
        Names::BoughtBy(_) => say!("{name}: {many} that bought through it"; name, many),
        Names::SoldBy(_) => say!("{name}: suppliers of the contracts bought through it"; name),
    }
}

/// Without the record's name, which the page's heading has.
fn heading(model: Model, names: Names) -> String {
    match names {
        Names::SoldBy(_) => say!("Suppliers").to_owned(),
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
    }
}

impl Names {
    fn is_of_service(self) -> bool {
        matches!(self, Self::Missing(_) | Self::NotApplicable(_) | Self::InHouse(_))
    }

    /// The record.
    fn of(self, model: Model) -> Link {
        match self {
            Self::Missing(ix) | Self::NotApplicable(ix) | Self::InHouse(ix) => model.service_link(ix),
            Self::BoughtBy(ix) | Self::SoldBy(ix) => {
                let row = &model.catalogue.frameworks[ix];
                Link::new(urls::framework(row), frameworks::title(model, row))
            }
        }
    }

    /// Where all of them are.
    fn path(self, model: Model) -> String {
        let folder = match self {
            Self::Missing(_) => "not-recorded",
            Self::NotApplicable(_) => "not-applicable",
            Self::InHouse(_) => "in-house",
            Self::BoughtBy(_) => "bought-by",
            Self::SoldBy(_) => "suppliers",
        };
        format!("{}{folder}/", self.of(model).href)
    }

    fn crumbs(self, model: Model) -> Vec<Crumb> {
        let of = self.of(model);
        let mut crumbs = if self.is_of_service() {
            vec![crumb(say!("Services"), "services/")]
        } else {
            let routes = crumb(words::text(frameworks::TITLE), urls::FRAMEWORKS);
            vec![crumb(say!("Contracts"), urls::CONTRACTS), routes]
        };
        crumbs.push(crumb(of.text, of.href));
        crumbs
    }

    /// How many contracts of the route each has, by the address of its page.
    fn contracts(self, model: Model) -> BTreeMap<String, usize> {
        let c = model.catalogue;
        let mut counts = BTreeMap::new();
        let (Self::BoughtBy(ix) | Self::SoldBy(ix)) = self else { return counts };
        for row in model.figures.contracts_by(ix).rows.iter().map(|ix| &c.contracts[*ix]) {
            let links: Vec<Link> = match self {
                Self::SoldBy(_) => {
                    row.supplier.supplier().map(|ix| model.supplier_link(ix)).into_iter().collect()
                }
                _ => row.members.iter().map(|member| model.borough_link(member.borough)).collect(),
            };
            for link in links {
                *counts.entry(link.href).or_insert(0) += 1;
            }
        }
        counts
    }
}

impl Holders<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Boroughs(all) => all.len(),
            Self::Suppliers(all) => all.len(),
        }
    }

    fn link(&self, model: Model, at: usize) -> Link {
        match self {
            Self::Boroughs(all) => model.borough_link(all[at]),
            Self::Suppliers(all) => model.supplier_link(all[at]),
        }
    }
}

impl<'a> Model<'a> {
    fn holders(self, names: Names) -> Holders<'a> {
        let market = |ix| self.figures.market(ix);
        let told = |ix| !self.catalogue.services[ix].totals_only;
        match names {
            Names::Missing(ix) if told(ix) => Holders::Boroughs(market(ix).missing.as_slice().into()),
            Names::InHouse(ix) if told(ix) => Holders::Boroughs(market(ix).in_house.as_slice().into()),
            Names::Missing(_) | Names::InHouse(_) => Holders::Boroughs(Cow::default()),
            Names::NotApplicable(ix) => Holders::Boroughs(market(ix).not_applicable.as_slice().into()),
            Names::BoughtBy(ix) => {
                Holders::Boroughs(self.figures.contracts_by(ix).boroughs.iter().copied().collect())
            }
            Names::SoldBy(ix) => {
                Holders::Suppliers(self.figures.contracts_by(ix).suppliers.iter().copied().collect())
            }
        }
    }

    /// The names for a line of the record's page: of many the first, and how many more stand on pages of their own.
    pub(super) fn named(self, names: Names) -> Vec<Link> {
        let holders = self.holders(names);
        let more = self.more(holders.len(), NAMED, names.path(self));
        (0..holders.len().min(NAMED)).map(|at| holders.link(self, at)).chain(more).collect()
    }

    fn counted_names(self, names: Names, count: usize) -> String {
        match names {
            Names::SoldBy(_) => self.format().counted(count, "supplier", "suppliers"),
            _ => self.format().boroughs(count),
        }
    }
}
