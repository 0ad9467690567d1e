//! The content as it would be: what is wrong with it then and was not before, told at the cells that caused it.

use jiff::civil::Date as Day;

use super::matched::{Home, Homes};
use super::{Sheets, file_of};
use crate::catalogue::link;
use crate::content::yaml::{self, Kind, Node};
use crate::content::{self, Content, waivers};
use crate::diagnostics::cells::CellProblem;
use crate::diagnostics::{Diagnostic, FileId, Severity};
use crate::import::{Error, Region};
use crate::survey::columns::{Column, Part};

pub(super) fn judged(homes: &Homes, region: &Region, as_of: Day, sheets: &mut Sheets) -> Result<(), Error> {
    let Region { root, content, found } = region;
    let mut before = all(content, found.clone(), as_of);
    let (after, found) = content::read_with(root, &sheets.texts).map_err(Error::file(root))?;
    for problem in all(&after, found, as_of) {
        let is_same =
            |other: &Diagnostic| other.rule.code == problem.rule.code && other.message == problem.message;
        if let Some(known) = before.iter().position(is_same) {
            before.swap_remove(known);
            continue;
        }
        if problem.rule.severity == Severity::Advice {
            continue;
        }
        match at_cell(&problem, homes, &after) {
            Some(problem) => sheets.problems.push(problem),
            None => sheets.others.push(problem),
        }
    }
    sheets.sources = after.sources;
    Ok(())
}

fn all(content: &Content, mut problems: Vec<Diagnostic>, as_of: Day) -> Vec<Diagnostic> {
    let (_, more) = link::link(content, as_of);
    problems.extend(more);
    waivers::apply(content, as_of, &mut problems);
    problems
}

/// The problem at the cell that caused it; nothing, where no row is about it.
fn at_cell(problem: &Diagnostic, homes: &Homes, content: &Content) -> Option<CellProblem> {
    let source = content.sources.get(problem.place.file);
    let borough = homes.boroughs().find(|borough| {
        content.boroughs.get(*borough).is_some_and(|file| file.file == problem.place.file)
            && source.path.ends_with(file_of(borough))
    })?;
    let root = yaml::parse(&source.text, FileId::default()).ok()?;
    let (item, keys) = path(&root, problem.place.span.start)?;
    let home = home(homes, borough, item, content)?;
    let line = home.lines.first().copied().or_else(|| home.joined.first().map(|(line, _)| *line))?;
    let place = column(&keys).map_or_else(|| line.place(), |column| line.at(column));
    let excerpt = column(&keys).map(|column| line.text(column)).unwrap_or_default();
    let told = CellProblem::new(problem.rule, place, &problem.message).excerpt(excerpt);
    Some(match &problem.remedy {
        Some(remedy) => told.remedy(remedy),
        None => told,
    })
}

/// The rows about an item; new items follow those on record in their order.
fn home<'h, 'l, 't>(
    homes: &'h Homes<'l, 't>,
    borough: &str,
    item: usize,
    content: &Content,
) -> Option<&'h Home<'l, 't>> {
    let own = || homes.all.iter().filter(|home| home.borough == borough);
    let news = own().filter(|home| home.item.is_none()).count();
    let all = content.boroughs.get(borough)?.record.as_ref()?.systems.len();
    match item.checked_sub(all.checked_sub(news)?) {
        Some(new) => own().filter(|home| home.item.is_none()).nth(new),
        None => own().find(|home| home.item == Some(item)),
    }
}

/// Which item of `systems` a byte stands in, and the keys that lead to it from there.
fn path(root: &Node, byte: u32) -> Option<(usize, Vec<String>)> {
    let mut keys = Vec::new();
    let mut item = None;
    let mut node = root;
    loop {
        match &node.kind {
            Kind::Mapping(entries) => {
                let Some((key, value)) = entries.iter().rfind(|(key, _)| key.span.start <= byte) else {
                    break;
                };
                keys.push(key.as_str().unwrap_or_default().to_owned());
                node = value;
            }
            Kind::Sequence(items) => {
                let Some(index) = items.iter().rposition(|item| item.span.start <= byte) else { break };
                if keys == ["systems"] {
                    item = Some(index);
                    keys.clear();
                }
                node = &items[index];
            }
            _ => break,
        }
    }
    item.map(|item| (item, keys))
}

/// The column that tells a key of a system.
fn column(keys: &[String]) -> Option<Column> {
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let told = |column: &Column| match (column.part(), keys.as_slice()) {
        (Part::Deployment(own), [key])
        | (Part::Contract(own), ["contract", key])
        | (Part::Money(own), ["contract", "value", key])
        | (Part::Source(own), ["sources", key]) => own == *key,
        (Part::Shared, ["contract"]) => true,
        (Part::Key, [key]) => column.name() == *key,
        _ => false,
    };
    Column::ALL.iter().copied().find(told)
}
