//! Tables that several figures have: by authority, by answer, and lists of contracts.

use std::collections::HashSet;

use crate::catalogue::{Borough, Contract, Ix};
use crate::figures::builder::Builder;
use crate::figures::table::{Cell, Chart, Column, FigureTable, Unit};
use crate::figures::teller::Teller;
use crate::figures::{Bounds, ContractState, Coverage, Rows};

/// Counts something of an authority.
type Count<'a> = (&'a str, &'a dyn Fn(&Builder, &Borough) -> usize);

/// Numbers of each authority, in the order of names: never a ranking.
pub(super) fn by_borough(b: &Builder, caption: &str, counts: &[Count]) -> FigureTable {
    let rows = b.catalogue.boroughs.iter().map(|(ix, row)| {
        let numbers = counts.iter().map(|(_, count)| b.count_cell(count(b, row)));
        std::iter::once(b.borough_cell(ix)).chain(numbers).collect()
    });
    let numbers = counts.iter().map(|(title, _)| Column::count(*title));
    let columns: Vec<Column> = std::iter::once(Column::name(b.words("{One}"))).chain(numbers).collect();
    FigureTable::new(b.words(caption), columns, rows.collect())
}

/// An answer to a question that is not answered for all.
pub(super) enum Answer<'a> {
    /// What is known of so many.
    Known(&'a str, usize),
    /// Of so many it is not known.
    Unknown(&'a str, usize),
}

/// Answers with their share of the known ones, and the bounds of it over all.
pub(super) fn answers(b: &Builder, caption: &str, what: &str, all: usize, answers: &[Answer]) -> FigureTable {
    let known = answers.iter().map(|answer| match answer {
        Answer::Known(_, count) => *count,
        Answer::Unknown(..) => 0,
    });
    let known: usize = known.sum();
    let row = |answer: &Answer| match answer {
        Answer::Known(name, count) => {
            let share = Coverage { part: *count, whole: known };
            let bounds = Bounds::of(share, all);
            let bound = |percent: crate::figures::Percent| {
                if known < b.least() {
                    Cell::text(say!("Withheld"))
                } else {
                    Cell::number(percent.to_string(), percent.value())
                }
            };
            vec![
                Cell::text(*name),
                b.count_cell(*count),
                b.share_cell(share),
                bound(bounds.lower),
                bound(bounds.upper),
            ]
        }
        Answer::Unknown(name, count) => {
            let gap = || Cell::text(say!("Does not apply"));
            vec![Cell::text(*name), b.count_cell(*count), gap(), gap(), gap()]
        }
    };
    FigureTable::new(
        caption,
        [
            Column::text(what),
            Column::count(say!("Systems in use")),
            Column::percent(say!("Share of the known")),
            Column::percent(say!("At least, of all")),
            Column::percent(say!("At most, of all")),
        ],
        answers.iter().map(row).collect(),
    )
    .drawn(Chart::Bars(2))
}

/// Contracts in several states one by one, in that order: state, end and yearly value.
pub(super) fn contract_table(b: &Builder, caption: &str, all: &[Ix<Contract>]) -> FigureTable {
    let columns = [
        Column::text(say!("State")),
        Column::date(say!("End")),
        Column::number(say!("Value a year"), Unit::Money),
    ];
    contracts_with(b, caption, all, columns, |t, ix| {
        [
            Cell::text(state_word(t.figures.term(ix).state)),
            t.date_cell(t.catalogue.contracts[ix].end),
            annual_cell(t, ix),
        ]
    })
}

/// Contracts with an end ahead one by one, in that order: end, decide-by date and yearly value.
pub(super) fn ending_table(b: &Builder, caption: &str, all: &[Ix<Contract>]) -> FigureTable {
    contracts_with(b, caption, all, ending_columns(), ending_cells)
}

fn ending_columns() -> [Column; 3] {
    [
        Column::date(say!("End")),
        Column::date(say!("Decide by")),
        Column::number(say!("Value a year"), Unit::Money),
    ]
}

fn ending_cells(t: &Teller, ix: Ix<Contract>) -> [Cell; 3] {
    [
        t.date_cell(t.catalogue.contracts[ix].end),
        t.date_cell(t.figures.term(ix).decide_date),
        annual_cell(t, ix),
    ]
}

/// Contracts one by one, with what is told of each.
pub(super) fn contracts_with<const N: usize>(
    b: &Builder,
    caption: &str,
    all: &[Ix<Contract>],
    columns: [Column; N],
    cells: impl Fn(&Teller, Ix<Contract>) -> [Cell; N] + Send + Sync + 'static,
) -> FigureTable {
    let row = move |t: &Teller, ix: &Ix<Contract>| named(t, *ix).into_iter().chain(cells(t, *ix)).collect();
    let columns: Vec<Column> = named_columns(b).into_iter().chain(columns).collect();
    FigureTable::new(b.words(caption), columns, Rows::each(all.to_vec(), row))
}

fn named_columns(b: &Builder) -> [Column; 3] {
    [Column::name(say!("Contract")), Column::name(b.words("{One}")), Column::name(say!("Supplier"))]
}

/// A contract with its authorities and its supplier.
fn named(t: &Teller, ix: Ix<Contract>) -> [Cell; 3] {
    let contract = &t.catalogue.contracts[ix];
    [t.contract_cell(ix), t.buyers_cell(contract), t.supplied_cell(contract.supplier)]
}

/// The members of a whole: contracts one by one, with what is said of each in the last column.
pub(super) fn members<T: Copy + Send + Sync + 'static>(
    b: &Builder,
    caption: &str,
    all: Vec<(Ix<Contract>, T)>,
    (column, said): (&str, impl Fn(T) -> &'static str + Send + Sync + 'static),
) -> FigureTable {
    let row = move |t: &Teller, (ix, own): &(Ix<Contract>, T)| {
        let cells = named(t, *ix).into_iter().chain(ending_cells(t, *ix));
        cells.chain([Cell::text(said(*own))]).collect()
    };
    let columns = named_columns(b).into_iter().chain(ending_columns()).chain([Column::text(column)]);
    FigureTable::new(b.words(caption), columns.collect::<Vec<_>>(), Rows::each(all, row))
}

/// The same, with whether each counts in the part.
pub(super) fn counted(b: &Builder, of: &str, all: &[Ix<Contract>], part: &[Ix<Contract>]) -> FigureTable {
    let caption = say!("All {of}, and whether they count"; of);
    let part: HashSet<Ix<Contract>> = part.iter().copied().collect();
    let all = all.iter().map(|ix| (*ix, part.contains(ix))).collect();
    members(b, &caption, all, (say!("Counts"), yes_or_no))
}

pub(super) fn yes_or_no(is: bool) -> &'static str {
    if is { say!("Yes") } else { say!("No") }
}

/// The yearly value without tax.
pub(super) fn annual_cell(t: &Teller, ix: Ix<Contract>) -> Cell {
    match (t.figures.term(ix).annual, t.catalogue.contracts[ix].value) {
        (Some(annual), _) if annual.rough => Cell::number(t.format.about_money(annual.amount), annual.amount),
        (Some(annual), _) => Cell::number(t.format.money(annual.amount), annual.amount),
        (None, None) => Cell::text(say!("Not published")),
        (None, Some(_)) => Cell::text(say!("Not known")),
    }
}

fn state_word(state: ContractState) -> &'static str {
    match state {
        ContractState::Planned => say!("Not begun yet"),
        ContractState::Running => say!("End ahead"),
        ContractState::InOptions => say!("In its extension"),
        ContractState::EndNotKnown => say!("End not known"),
        ContractState::EndPassed => say!("End date passed"),
        ContractState::Ended => say!("Ended"),
    }
}
