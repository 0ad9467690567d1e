//! How widespread systems and suppliers are.

use crate::catalogue::{Ix, Supplier, System};
use crate::figures::format::capitalised;
use crate::figures::profile::suppliers_by_reach;
use crate::figures::registry::{Builder, Cell, Chart, Figure, FigureTable, Target};

pub(in crate::figures) fn reach(b: &Builder) -> Vec<Figure> {
    vec![systems(b), suppliers(b)]
}

/// The names of a tie; more than three are a number.
fn joined(names: &[String]) -> String {
    match names {
        [first, last] => format!("{first} and {last}"),
        [first, second, last] => format!("{first}, {second} and {last}"),
        names => names.len().to_string(),
    }
}

fn systems(b: &Builder) -> Figure {
    let c = b.catalogue;
    let many = capitalised(&c.site.words.many);
    let mut order: Vec<Ix<System>> = c.systems.iter().map(|(ix, _)| ix).collect();
    let count = |ix: &Ix<System>| b.figures.system(*ix).current.len();
    order.sort_by_key(|ix| (std::cmp::Reverse(count(ix)), *ix));
    let rows = order.iter().filter(|ix| count(ix) > 0).map(|ix| {
        vec![
            Cell::link(&c.systems[*ix].name, Target::System(*ix)),
            Cell::bar(b.format.count(count(ix)), b.figures.system(*ix).reach),
        ]
    });
    b.count(
        "systems-by-reach",
        "The most widespread systems",
        "Systems in the order of the number of authorities in which they are in use; the value is the number of the first.",
        order.first().map_or(0, count),
    )
    .sentence(|figure| {
        let first = order.iter().take_while(|ix| count(ix) == order.first().map_or(0, count));
        let names = first.map(|ix| c.systems[*ix].name.clone()).collect::<Vec<_>>();
        let all = b.format.boroughs(c.boroughs.len());
        match names.as_slice() {
            [name] => format!("{name} is recorded in use in {} of {all}, more than any other system.", figure.text),
            names => format!("{} are each recorded in use in {} of {all}, more than any other system.", joined(names), figure.text),
        }
    })
    .table(FigureTable::new("Systems by how widespread they are", &["System", &format!("{many} in which it is in use#")], rows.collect()).drawn(Chart::Bars(1)))
}

fn suppliers(b: &Builder) -> Figure {
    let c = b.catalogue;
    let many = capitalised(&c.site.words.many);
    let order = suppliers_by_reach(&b.figures.suppliers);
    let rows = order.iter().filter(|ix| !b.figures.supplier(**ix).current.is_empty()).map(|ix| {
        let footprint = b.figures.supplier(*ix);
        vec![
            Cell::link(&c.suppliers[*ix].name, Target::Supplier(*ix)),
            Cell::bar(b.format.count(footprint.current.len()), footprint.reach),
            Cell::text(b.format.count(footprint.current_deployments)),
        ]
    });
    b.count(
        "suppliers-by-reach",
        "The most widespread suppliers",
        "Suppliers in the order of the number of authorities that use at least one of their systems; the value is the number of the first.",
        order.first().map_or(0, |ix| b.figures.supplier(*ix).current.len()),
    )
    .sentence(|figure| {
        let count = |ix: &Ix<Supplier>| b.figures.supplier(*ix).current.len();
        let first = order.iter().take_while(|ix| count(ix) == order.first().map_or(0, count));
        let names = first.map(|ix| c.suppliers[*ix].name.clone()).collect::<Vec<_>>();
        let all = b.format.boroughs(c.boroughs.len());
        match names.as_slice() {
            [name] => format!("{name} has a system in use in {} of {all}, more than any other supplier.", figure.text),
            names => format!("{} each have a system in use in {} of {all}, more than any other supplier.", joined(names), figure.text),
        }
    })
    .table(FigureTable::new(
        "Suppliers by how widespread they are",
        &["Supplier", &format!("{many} with one of its systems in use#"), "Deployments in use#"],
        rows.collect(),
    ).drawn(Chart::Bars(1)))
}
