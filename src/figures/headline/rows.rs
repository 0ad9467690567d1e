//! Tables that several figures have: by authority, by answer, and lists of contracts.

use std::collections::HashSet;

use crate::catalogue::{Borough, Contract, Ix};
use crate::figures::builder::Builder;
use crate::figures::table::{Cell, Chart, Column, FigureTable, Unit};
use crate::figures::{Bounds, ContractState, Coverage};

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

/// What a list of contracts says of each, besides its name, its authorities and its supplier.
type More<'a> = (Column, &'a dyn Fn(Ix<Contract>) -> Cell);

/// Contracts in several states one by one, in that order: state, end and yearly value.
pub(super) fn contract_table(b: &Builder, caption: &str, all: &[Ix<Contract>]) -> FigureTable {
    contracts_with(
        b,
        caption,
        all,
        [
            (Column::text(say!("State")), &|ix| Cell::text(state_word(b.figures.term(ix).state))),
            (Column::date(say!("End")), &|ix| b.date_cell(b.catalogue.contracts[ix].end)),
            (Column::number(say!("Value a year"), Unit::Money), &|ix| annual_cell(b, ix)),
        ],
    )
}

/// Contracts with an end ahead one by one, in that order: end, decide-by date and yearly value.
pub(super) fn ending_table(b: &Builder, caption: &str, all: &[Ix<Contract>]) -> FigureTable {
    contracts_with(
        b,
        caption,
        all,
        [
            (Column::date(say!("End")), &|ix| b.date_cell(b.catalogue.contracts[ix].end)),
            (Column::date(say!("Decide by")), &|ix| b.date_cell(b.figures.term(ix).decide_date)),
            (Column::number(say!("Value a year"), Unit::Money), &|ix| annual_cell(b, ix)),
        ],
    )
}

/// Contracts one by one, with what is told of each.
pub(super) fn contracts_with<const N: usize>(
    b: &Builder,
    caption: &str,
    all: &[Ix<Contract>],
    more: [More; N],
) -> FigureTable {
    let row = |ix: &Ix<Contract>| {
        let contract = &b.catalogue.contracts[*ix];
        let names = [b.contract_cell(*ix), b.buyers_cell(contract), b.supplied_cell(contract.supplier)];
        names.into_iter().chain(more.iter().map(|(_, cell)| cell(*ix))).collect()
    };
    let rows = all.iter().map(row).collect();
    let names =
        [Column::name(say!("Contract")), Column::name(b.words("{One}")), Column::name(say!("Supplier"))];
    let columns: Vec<Column> = names.into_iter().chain(more.into_iter().map(|(column, _)| column)).collect();
    FigureTable::new(b.words(caption), columns, rows)
}

/// The members of a whole: contracts one by one, with what is said of each in the last column.
pub(super) fn members(
    b: &Builder,
    caption: &str,
    all: &[Ix<Contract>],
    (column, said): (&str, &dyn Fn(Ix<Contract>) -> &'static str),
) -> FigureTable {
    contracts_with(
        b,
        caption,
        all,
        [
            (Column::date(say!("End")), &|ix| b.date_cell(b.catalogue.contracts[ix].end)),
            (Column::date(say!("Decide by")), &|ix| b.date_cell(b.figures.term(ix).decide_date)),
            (Column::number(say!("Value a year"), Unit::Money), &|ix| annual_cell(b, ix)),
            (Column::text(column), &|ix| Cell::text(said(ix))),
        ],
    )
}

/// The same, with whether each counts in the part.
pub(super) fn counted(b: &Builder, of: &str, all: &[Ix<Contract>], part: &[Ix<Contract>]) -> FigureTable {
    let caption = say!("All {of}, and whether they count"; of);
    let part: HashSet<Ix<Contract>> = part.iter().copied().collect();
    members(
        b,
        &caption,
        all,
        (say!("Counts"), &|ix| if part.contains(&ix) { say!("Yes") } else { say!("No") }),
    )
}

/// The yearly value without tax.
pub(super) fn annual_cell(b: &Builder, ix: Ix<Contract>) -> Cell {
    match (b.figures.term(ix).annual, b.catalogue.contracts[ix].value) {
        (Some(annual), _) if annual.rough => Cell::number(b.format.about_money(annual.amount), annual.amount),
        (Some(annual), _) => Cell::number(b.format.money(annual.amount), annual.amount),
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
