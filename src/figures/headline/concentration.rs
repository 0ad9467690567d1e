//! How much the largest suppliers hold, by contract and by value, by supplier and by group; how concentrated services
//! are; and what mergers would do.

use std::collections::BTreeMap;

use super::owners;
use super::rows::{members, yes_or_no};
use crate::catalogue::{Contract, Ix, Supplied};
use crate::figures::builder::{About, Builder, Draft, SERVICES};
use crate::figures::groups::{Group, group_of};
use crate::figures::table::{Cell, Column, FigureTable, Unit};
use crate::figures::{Chart, Coverage, Figure, MERGERS, Percent, Value};
use crate::words;

/// Ids by number of suppliers, in the order of [`KINDS`].
const TOP: [(usize, &str, [&str; 4]); 5] = [
    (
        1,
        said_later!("largest"),
        ["top-1-contracts", "top-1-contracts-groups", "top-1-value", "top-1-value-groups"],
    ),
    (
        3,
        said_later!("three largest"),
        ["top-3-contracts", "top-3-contracts-groups", "top-3-value", "top-3-value-groups"],
    ),
    (
        5,
        said_later!("five largest"),
        ["top-5-contracts", "top-5-contracts-groups", "top-5-value", "top-5-value-groups"],
    ),
    (
        10,
        said_later!("ten largest"),
        ["top-10-contracts", "top-10-contracts-groups", "top-10-value", "top-10-value-groups"],
    ),
    (
        15,
        said_later!("fifteen largest"),
        ["top-15-contracts", "top-15-contracts-groups", "top-15-value", "top-15-value-groups"],
    ),
];

/// How many of the largest a sentence names.
const NAMED: usize = 3;

/// What is counted, and who holds it.
#[derive(Clone, Copy)]
struct Kind {
    by_value: bool,
    by_group: bool,
}

const KINDS: [Kind; 4] = [
    Kind { by_value: false, by_group: false },
    Kind { by_value: false, by_group: true },
    Kind { by_value: true, by_group: false },
    Kind { by_value: true, by_group: true },
];

impl Kind {
    fn definition(self) -> String {
        let what = if self.by_value {
            say!(
                "Known yearly value of running contracts with a named supplier that the largest hold by that value, as a share of all known yearly value of such contracts."
            )
        } else {
            say!(
                "Contracts on record with a named supplier that the largest hold by number of contracts, as a share of all contracts on record with a named supplier. A contract counts with whoever it is with, who need not have made the system. Work that {a_one} does itself has no supplier."
            )
        };
        let who = if self.by_group {
            say!(
                " A supplier counts with the company that owns it at the date of the site; withheld while the owners of too few suppliers are on record."
            )
        } else {
            ""
        };
        say!("{what}{who} Withheld where no more than these hold any."; what, who)
    }

    fn who(self, count: usize) -> &'static str {
        match (self.by_group, count) {
            (false, 1) => say!("supplier"),
            (false, _) => say!("suppliers"),
            (true, 1) => say!("group"),
            (true, _) => say!("groups"),
        }
    }

    fn counted(self, b: &Builder, count: usize) -> String {
        if self.by_group {
            b.format.counted(count, "group", "groups")
        } else {
            b.format.counted(count, "supplier", "suppliers")
        }
    }

    /// What the shares are of.
    fn of(self) -> &'static str {
        if self.by_value {
            say!("running contracts with a named supplier and a known value")
        } else {
            say!("contracts on record with a named supplier")
        }
    }
}

pub(in crate::figures) fn concentration(b: &Builder) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (index, kind) in KINDS.iter().enumerate() {
        let held = Held::of(b, *kind);
        for (k, largest, ids) in TOP {
            figures.push(top(b, *kind, &held, (k, words::text(largest)), ids[index]));
        }
    }
    figures.push(by_service(b));
    figures.push(mergers(b));
    figures
}

/// What each supplier or group holds, the largest first.
struct Held {
    holders: Vec<(Group, f64)>,
    /// Contracts whose holding could be computed, of those with a named supplier.
    known: Coverage,
}

impl Held {
    fn of(b: &Builder, kind: Kind) -> Self {
        let mut sums: BTreeMap<Group, f64> = BTreeMap::new();
        let mut known = Coverage::default();
        for (ix, _) in b.catalogue.suppliers.iter() {
            let footprint = b.figures.supplier(ix);
            let (amount, counts) = if kind.by_value {
                let running = footprint.contracts.running;
                (running.amount, Coverage { part: running.known, whole: running.of })
            } else {
                let count = footprint.contracts.len();
                (count as f64, Coverage { part: count, whole: count })
            };
            known = known.plus(counts);
            if counts.part > 0 {
                let holder = if kind.by_group { group_of(b.catalogue, ix) } else { Group::Head(ix) };
                *sums.entry(holder).or_insert(0.0) += amount;
            }
        }
        let mut holders: Vec<(Group, f64)> = sums.into_iter().collect();
        holders.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Self { holders, known }
    }

    fn of_largest(&self, k: usize) -> f64 {
        self.holders.iter().take(k).map(|(_, amount)| amount).sum()
    }

    fn sum(&self) -> f64 {
        self.of_largest(usize::MAX)
    }
}

fn top(b: &Builder, kind: Kind, held: &Held, (k, largest): (usize, &str), id: &'static str) -> Figure {
    let (part, whole) = (held.of_largest(k), held.sum());
    let percent = Percent::of(part, whole);
    let what = if kind.by_value { say!("Known value") } else { say!("Contracts") };
    let about = About {
        id,
        title: &say!("{what} of the {largest} {}", kind.who(k); what, largest),
        definition: &kind.definition(),
        formula: &say!("held by the {largest} {} ÷ held by all", kind.who(k); largest),
    };
    let unit = if kind.by_value { Unit::Money } else { Unit::Count };
    let of = if kind.by_value {
        say!("known yearly value of running contracts with a named supplier")
    } else {
        kind.of()
    };
    let holders = held.holders.len();
    let value = (Value::Percent(percent.value()), percent.to_string());
    let draft = b
        .resting(&about, value, held.known.part, kind.of())
        .withheld_if(k >= holders, || {
            say!(
                "no more than {} {} any, so that they hold everything",
                kind.counted(b, holders),
                if holders == 1 { say!("holds") } else { say!("hold") }
            )
        })
        .portion(part, whole, unit, of);
    let draft = if kind.by_value {
        draft.known(held.known, say!("running contracts with a named supplier"))
    } else {
        draft
    };
    let few = owners::too_few(b).filter(|_| kind.by_group);
    draft
        .withheld_if(few.is_some(), || few.unwrap_or_default())
        .sentence(|draft| held_sentence(b, kind, held, (k, largest), draft))
        .table(held_table(b, kind, held))
        .with_members(held_members(b, kind, held, k))
}

/// Who the largest are, among how many, and what they hold of what.
fn held_sentence(b: &Builder, kind: Kind, held: &Held, (k, largest): (usize, &str), draft: &Draft) -> String {
    let names: Vec<&str> =
        held.holders.iter().take(k.min(NAMED)).map(|(group, _)| group.name(b.catalogue)).collect();
    let names = match names.as_slice() {
        [before @ .., last] if !before.is_empty() => say!("{} and {last}", before.join(", "); last),
        names => names.join(", "),
    };
    let names = if k > NAMED { say!("{names} first"; names) } else { names };
    let (verb, all) = (if k == 1 { say!("holds") } else { say!("hold") }, held.holders.len());
    let who = say!("The {largest} of {}, {names}, {verb}", kind.counted(b, all); largest, names, verb);
    let (known, contracts) = (b.format.count(held.known.part), b.format.count(held.known.whole));
    let owners = if kind.by_group { format!(" {}", owners::sentence(b)) } else { String::new() };
    if kind.by_value {
        say!(
            "{who} {} of the known yearly value, which is known for {known} of {contracts} running contracts with a named supplier.{owners}",
            draft.text; who, known, contracts, owners
        )
    } else {
        let contracts_of = |supplied| {
            let all = b.catalogue.contracts.rows().iter();
            all.filter(|row| row.supplier == supplied).count()
        };
        say!(
            "{who} {} of the {contracts} contracts on record with a named supplier; {} none, and {} done in-house.{owners}",
            draft.text,
            b.format.counted(contracts_of(Supplied::NotKnown), "more names", "more name"),
            b.format.counted(contracts_of(Supplied::InHouse), "is", "are"); who, contracts, owners
        )
    }
}

fn held_table(b: &Builder, kind: Kind, held: &Held) -> FigureTable {
    let sum = held.sum();
    let rows = held.holders.iter().map(|(group, amount)| {
        let text = if kind.by_value { b.format.money(*amount) } else { b.format.index(*amount) };
        vec![
            b.holder_cell(group),
            Cell::number(text, *amount),
            b.percent_cell(Percent::of(*amount, sum), held.known.part),
        ]
    });
    let (who, what) = if kind.by_group {
        (say!("Group"), say!("Groups of suppliers"))
    } else {
        (say!("Supplier"), say!("Suppliers"))
    };
    let (column, by) = if kind.by_value {
        (
            Column::number(say!("Known value a year"), Unit::Money),
            say!("known yearly value of running contracts"),
        )
    } else {
        (Column::count(say!("Contracts")), say!("contracts on record"))
    };
    let columns = [Column::name(who), column, Column::percent(say!("Share"))];
    FigureTable::new(say!("{what} by {by}"; what, by), columns, rows.collect()).drawn(Chart::Bars(2))
}

/// The contracts whose holders are compared, and whether they are with the largest.
fn held_members(b: &Builder, kind: Kind, held: &Held, k: usize) -> FigureTable {
    let c = b.catalogue;
    let counts = |ix: Ix<Contract>| {
        let term = b.figures.term(ix);
        c.contracts[ix].supplier.supplier().is_some()
            && (!kind.by_value || term.state.is_running() && term.annual.is_some())
    };
    let mut all: Vec<Ix<Contract>> = c.contracts.iter().map(|(ix, _)| ix).filter(|ix| counts(*ix)).collect();
    all.sort_by_cached_key(|ix| c.contracts[*ix].id.clone());
    let is_held = |ix: Ix<Contract>| {
        let supplier = c.contracts[ix].supplier.supplier();
        let holder = supplier.map(|ix| if kind.by_group { group_of(c, ix) } else { Group::Head(ix) });
        held.holders.iter().take(k).any(|(group, _)| Some(group) == holder.as_ref())
    };
    let caption = say!("All {}, and whether they are with the largest", kind.of());
    let all = all.into_iter().map(|ix| (ix, is_held(ix))).collect();
    members(b, &caption, all, (say!("With the largest"), yes_or_no))
}

/// Services with an index, in words.
const INDEXED: &str = said_later!("services with enough records for an index");

fn by_service(b: &Builder) -> Figure {
    let mut rows: Vec<_> = b.figures.concentrations.iter().collect();
    rows.sort_by(|a, b| b.by_supplier.total_cmp(&a.by_supplier).then(a.service.cmp(&b.service)));
    let mean = rows.iter().map(|row| row.by_supplier).sum::<f64>() / rows.len().max(1) as f64;
    let index = |value: f64| Cell::number(b.format.index(value), value);
    let few = owners::too_few(b).is_some();
    let table = rows.iter().map(|row| {
        let largest = row.largest.as_ref();
        vec![
            b.service_cell(row.service),
            b.count_cell(row.recorded),
            index(row.by_system),
            index(row.by_supplier).with_bar(Percent::of(row.by_supplier, 10_000.0)),
            if few { Cell::text(say!("Withheld")) } else { index(row.by_group) },
            largest.map_or_else(
                || Cell::text(say!("No supplier named")),
                |(supplier, _)| b.supplier_cell(*supplier),
            ),
            largest.map_or_else(
                || Cell::text(say!("Does not apply")),
                |(_, percent)| Cell::number(percent.to_string(), percent.value()),
            ),
        ]
    });
    let known = Coverage { part: rows.len(), whole: b.services().count() };
    let about = About {
        id: "concentration-by-service",
        title: say!("How concentrated each service is"),
        definition: say!(
            "The Herfindahl-Hirschman index: the sum of squared percentage shares, from near 0 (many with little each) to 10,000 (one with everything); five with a fifth each make 2,000. The line of 1,800 is that of guideline 1 of the Merger Guidelines of the United States of 2023; other countries draw other lines, or none.\n\nEach {one} with a record counts as one, split equally over the systems that it uses for the service. By group, a supplier counts with the company that owns it at the date of the site; withheld while the owners of too few suppliers are on record. Who supplies a system is what its own record says, not whom a contract for it is with, who may only sell it. What no supplier is named for makes none large: a system that {a_one} builds, or whose supplier nobody names, counts as a holder of its own, and so does each {one}'s own solution without a record. Withheld for services with fewer records than the region's minimum; the value is the mean by supplier over the others."
        ),
        formula: say!("Σ (100 × share)²; value: mean over services"),
    };
    let value = (Value::Index(mean), b.format.index(mean));
    b.resting(&about, value, rows.len(), words::text(INDEXED))
        .known(known, words::text(SERVICES))
        .sentence(|draft| {
            say!(
                "On average services stand at {} on a scale of concentration to 10,000, where one supplier would have everything, over the {} of {} services with enough records. {}",
                draft.text,
                b.format.count(known.part),
                b.format.count(known.whole),
                high(b)
            )
        })
        .table(
            FigureTable::new(
                say!("Concentration of services, the most concentrated first"),
                [
                    Column::name(say!("Service")),
                    Column::count(b.words(say!("{Many} on record"))),
                    Column::number(say!("By system"), Unit::Index),
                    Column::number(say!("By supplier"), Unit::Index),
                    Column::number(say!("By group"), Unit::Index),
                    Column::name(say!("Largest supplier")),
                    Column::percent(say!("Its share")),
                ],
                table.collect(),
            )
            .drawn(Chart::Bars(3)),
        )
}

/// An index above which the merger guidelines of the United States (2023, guideline 1) call a market highly concentrated.
/// Other countries draw other lines, or none, as the United Kingdom since 2021.
const HIGHLY: f64 = 1800.0;

/// What a high index is.
fn high(b: &Builder) -> String {
    say!(
        "Merger guidelines of the United States call more than {} highly concentrated.",
        b.format.index(HIGHLY)
    )
}

fn mergers(b: &Builder) -> Figure {
    let all = &b.figures.mergers;
    let rows = all.iter().take(MERGERS).map(|merger| {
        vec![
            b.holder_cell(&merger.one),
            b.holder_cell(&merger.other),
            Cell::number(b.format.index(merger.rise), merger.rise),
            b.service_cells(merger.services.iter().copied()),
        ]
    });
    let found = &b.figures.concentrations;
    let mean = found.iter().map(|row| row.by_group).sum::<f64>() / found.len().max(1) as f64;
    let rise = all.first().map_or(0.0, |merger| merger.rise);
    let about = About {
        id: "mergers",
        title: say!("If two groups of suppliers merged"),
        definition: say!(
            "For each pair of supplier groups that both serve a service with an index: by how many points the mean concentration would rise if they were one. A supplier counts with the company that owns it at the date of the site, where that is on record. The mean is that of the index by group over services with enough records, from near 0 to 10,000, where one has everything. Only services in which both are change; merger guidelines judge one market at a time, and no line of theirs fits a mean of many. The ten largest; nothing here says that anybody plans it."
        ),
        formula: say!("Σ over services of 2 × share a × share b ÷ number of services with an index"),
    };
    let value = (Value::Index(rise), b.format.index(rise));
    b.resting(&about, value, b.figures.concentrations.len(), words::text(INDEXED))
        .sentence(|draft| match all.first() {
            None => say!("No two groups of suppliers meet in a service with enough records.").to_owned(),
            Some(first) => say!(
                "If {} and {} were one, the mean concentration of services would rise by {} points, from {} to {} on a scale to 10,000, where one supplier would have everything: more than for any other pair. They meet in {}, and nothing would change in any other. {}",
                first.one.name(b.catalogue),
                first.other.name(b.catalogue),
                draft.text,
                b.format.index(mean),
                b.format.index(mean + first.rise),
                b.format.counted(first.services.len(), "service", "services"),
                owners::sentence(b)
            ),
        })
        .table(FigureTable::new(
            say!("The mergers that would raise concentration most"),
            [
                Column::name(say!("One group")),
                Column::name(say!("Other group")),
                Column::number(say!("Rise of the mean index"), Unit::Index),
                Column::name(say!("Services in which they meet")),
            ],
            rows.collect(),
        ))
}
