//! How widespread systems and suppliers are.

use crate::catalogue::{Ix, Supplier, System};
use crate::figures::builder::{About, Builder};
use crate::figures::profile::suppliers_by_reach;
use crate::figures::table::{Chart, Column, FigureTable};
use crate::figures::{Coverage, Figure};

pub(in crate::figures) fn reach(b: &Builder) -> Vec<Figure> {
    let mut figures = vec![systems(b), suppliers(b)];
    figures.extend(super::shares(b));
    figures
}

/// The names of a tie; more than three are a number.
fn joined(names: &[String]) -> String {
    match names {
        [first, last] => say!("{first} and {last}"; first, last),
        [first, second, last] => say!("{first}, {second} and {last}"; first, second, last),
        names => names.len().to_string(),
    }
}

fn systems(b: &Builder) -> Figure {
    let c = b.catalogue;
    let mut order: Vec<Ix<System>> = c.systems.iter().map(|(ix, _)| ix).collect();
    let count = |ix: &Ix<System>| b.figures.system(*ix).current.len();
    order.sort_by_key(|ix| (std::cmp::Reverse(count(ix)), *ix));
    let rows = order
        .iter()
        .filter(|ix| count(ix) > 0)
        .map(|ix| vec![b.system_cell(*ix), b.bar_cell(count(ix), c.boroughs.len())]);
    let most = order.first().map_or(0, count);
    let about = About {
        id: "systems-by-reach",
        title: say!("The most widespread systems"),
        definition: say!(
            "Systems in the order of the number of {many} in which they are in use. The value is the number of the first."
        ),
        formula: say!("number of {many} in which the first system is in use"),
    };
    b.count(&about, most)
        .part_of(Coverage { part: most, whole: c.boroughs.len() }, &*c.site.words.many)
        .sentence(|draft| {
            let first = order.iter().take_while(|ix| count(ix) == most);
            let names = first.map(|ix| c.systems[*ix].name.clone()).collect::<Vec<_>>();
            let all = b.format.boroughs(c.boroughs.len());
            match names.as_slice() {
                [name] => {
                    say!(
                        "{name} is recorded in use in {} of {all}, more than any other system.",
                        draft.text; name, all
                    )
                }
                names => say!(
                    "{} are each recorded in use in {} of {all}, more than any other system.",
                    joined(names),
                    draft.text; all
                ),
            }
        })
        .table(
            FigureTable::new(
                say!("Systems by how widespread they are"),
                [Column::name(say!("System")), Column::count(b.words(say!("{Many} in which it is in use")))],
                rows.collect(),
            )
            .drawn(Chart::Bars(1)),
        )
}

fn suppliers(b: &Builder) -> Figure {
    let c = b.catalogue;
    let order = suppliers_by_reach(&b.figures.suppliers);
    let count = |ix: &Ix<Supplier>| b.figures.supplier(*ix).current.len();
    let rows = order.iter().filter(|ix| count(ix) > 0).map(|ix| {
        vec![
            b.supplier_cell(*ix),
            b.bar_cell(count(ix), c.boroughs.len()),
            b.count_cell(b.figures.supplier(*ix).current_deployments),
        ]
    });
    let most = order.first().map_or(0, count);
    let about = About {
        id: "suppliers-by-reach",
        title: say!("The most widespread suppliers"),
        definition: say!(
            "Suppliers in the order of the number of {many} that use at least one of their systems. Who supplies a system is what its own record says, not whom a contract for it is with. The value is the number of the first."
        ),
        formula: say!("number of {many} with a system of the first supplier in use"),
    };
    b.count(&about, most)
        .part_of(Coverage { part: most, whole: c.boroughs.len() }, &*c.site.words.many)
        .sentence(|draft| {
            let first = order.iter().take_while(|ix| count(ix) == most);
            let names = first.map(|ix| c.suppliers[*ix].name.clone()).collect::<Vec<_>>();
            let all = b.format.boroughs(c.boroughs.len());
            match names.as_slice() {
                [name] => {
                    say!(
                        "{name} has a system in use in {} of {all}, more than any other supplier.",
                        draft.text; name, all
                    )
                }
                names => say!(
                    "{} each have a system in use in {} of {all}, more than any other supplier.",
                    joined(names),
                    draft.text; all
                ),
            }
        })
        .table(
            FigureTable::new(
                say!("Suppliers by how widespread they are"),
                [
                    Column::name(say!("Supplier")),
                    Column::count(b.words(say!("{Many} with one of its systems in use"))),
                    Column::count(b.words(say!("Systems in use, {one} by {one}"))),
                ],
                rows.collect(),
            )
            .drawn(Chart::Bars(1)),
        )
}
