//! What part of each service each system, supplier and group has, and within which bounds it lies over all authorities:
//! the numbers of the service pages, to be cited and quoted.

use crate::catalogue::{Ix, Service, Supplied, System};
use crate::figures::builder::{About, Builder, SERVICES};
use crate::figures::format::capitalised;
use crate::figures::groups::Group;
use crate::figures::market::{Holder, ServiceMarket, Share};
use crate::figures::table::{Cell, Column, FigureTable, RowQuote};
use crate::figures::{Coverage, Figure, Percent};
use crate::words;

pub(super) fn shares(b: &Builder) -> Vec<Figure> {
    let of = |id, title, what| Kind { id, title, what };
    vec![
        figure(
            b,
            of("shares-by-system", say!("Each system's share of a service"), say!("System")),
            |market| &market.systems,
            |ix: &Ix<System>| b.system_cell(*ix),
        ),
        figure(
            b,
            of("shares-by-supplier", say!("Each supplier's share of a service"), say!("Supplier")),
            |market| &market.suppliers,
            |supplied: &Supplied| b.supplied_cell(*supplied),
        ),
        figure(
            b,
            of("shares-by-group", say!("Each supplier group's share of a service"), say!("Group")),
            |market| &market.groups,
            |group: &Group| b.holder_cell(group),
        ),
    ]
}

#[derive(Clone, Copy)]
struct Kind {
    id: &'static str,
    title: &'static str,
    what: &'static str,
}

fn figure<H: Holder>(
    b: &Builder,
    kind: Kind,
    shares: impl Fn(&ServiceMarket) -> &[Share<H>],
    holder: impl Fn(&H) -> Cell,
) -> Figure {
    let c = b.catalogue;
    let public = || b.services();
    let (mut rows, mut quotes) = (Vec::new(), Vec::new());
    let by_group = kind.id == "shares-by-group";
    let few = super::owners::too_few(b).filter(|_| by_group);
    for service in public().filter(|_| few.is_none()) {
        let market = b.figures.market(service);
        for share in shares(market).iter().filter(|share| !share.boroughs.is_empty()) {
            let name = holder(&share.holder);
            quotes.push(quote(b, service, &name, share, market.coverage));
            rows.push(row(b, service, name, share, market.coverage));
        }
    }
    let told = public().filter(|ix| b.figures.market(*ix).has_shares(c)).count();
    let share = Coverage { part: told, whole: public().count() };
    let owners = if by_group { format!(" {}", super::owners::sentence(b)) } else { String::new() };
    let about = About {
        id: kind.id,
        title: kind.title,
        definition: say!(
            "For a service and whoever serves it: the {many} that use it, as a share of those with a system or a solution of their own on record for the service. {A_one} that uses two counts in both. Who supplies a system is what its own record says; a contract may be with somebody who only sells it, and counts in the figures of contracts. Over all {many} that have the service, the share lies between two bounds: those that use it, and those together with all of which nothing is on record, an old source names it, or something without a named supplier is in use. A share over fewer {many} than the region's minimum is withheld; its bounds are not, because they are of all {many}. The value is the number of services whose shares are given. By group, a supplier counts with the company that owns it at the date of the site; all is withheld while the owners of too few suppliers are on record."
        ),
        formula: say!(
            "share = use it ÷ on record; at least = use it ÷ have the service; at most = (use it + may use it) ÷ have the service"
        ),
    };
    b.count(&about, told)
        .part_of(share, words::text(SERVICES))
        .withheld_if(few.is_some(), || few.unwrap_or_default())
        .sentence(|draft| {
            say!(
                "For {} of {} enough {} are on record to give each {}'s share.{owners}",
                draft.text,
                b.format.counted(share.whole, "service", "services"),
                c.site.words.many,
                kind.what.to_lowercase(); owners
            )
        })
        .table(
            FigureTable::new(
                say!(
                    "{} that use each {} for a service, and its share of them",
                    capitalised(&c.site.words.many),
                    kind.what.to_lowercase()
                ),
                [
                    Column::name(say!("Service")),
                    Column::name(kind.what),
                    Column::count(say!("Use it")),
                    Column::count(say!("On record")),
                    Column::count(say!("Have the service")),
                    Column::percent(say!("Share")),
                    Column::percent(say!("At least")),
                    Column::percent(say!("At most")),
                ],
                rows.into(),
            )
            .quoted(quotes),
        )
}

fn row<H>(b: &Builder, service: Ix<Service>, name: Cell, share: &Share<H>, coverage: Coverage) -> Vec<Cell> {
    let bound = |percent: Percent| Cell::number(percent.to_string(), percent.value());
    vec![
        b.service_cell(service),
        name,
        b.count_cell(share.boroughs.len()),
        b.count_cell(coverage.part),
        b.count_cell(coverage.whole),
        b.percent_cell(share.share, coverage.part),
        bound(share.lower),
        bound(share.upper),
    ]
}

/// One share as a text quotes it, by the ids of the service and of who has it.
fn quote<H>(
    b: &Builder,
    service: Ix<Service>,
    name: &Cell,
    share: &Share<H>,
    coverage: Coverage,
) -> RowQuote {
    let c = b.catalogue;
    let id = name
        .target()
        .map_or_else(|| name.text.to_lowercase().replace(' ', "-"), |target| target.id(c).into_owned());
    let told = coverage.part >= b.least();
    let of_known =
        if told { format!(": {}", share.share) } else { say!(", too few to give a share").to_owned() };
    let over_all = if share.lower == share.upper {
        String::new()
    } else {
        say!(
            ". Over all {} that have the service it is at least {} and at most {}",
            b.format.boroughs(coverage.whole),
            share.lower,
            share.upper
        )
    };
    RowQuote {
        key: format!("{}/{id}", c.services[service].id),
        text: told.then(|| share.share.to_string()),
        sentence: say!(
            "For {}, {} is in use in {} of {} on record{of_known}{over_all}.",
            c.services[service].name,
            name.text,
            b.format.count(share.boroughs.len()),
            b.format.boroughs(coverage.part); of_known, over_all
        ),
    }
}
