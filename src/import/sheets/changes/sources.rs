//! The source of a row: looked for among those on record, added where it is new.

use super::Edits;
use crate::content::records::{Date, SourceItem};
use crate::diagnostics::rules;
use crate::edit::keys::{Change, Step};
use crate::import::cells::{Cells, text};
use crate::import::sheets::lines::{Line, says};
use crate::import::sheets::matched::placed;
use crate::import::write::{entry, to_yaml};
use crate::survey::columns::Column;
use crate::survey::rows::shown_source;

impl Edits<'_, '_, '_> {
    /// A row's source is looked for among those on record; a new one is added, and none is taken away.
    pub(super) fn source(
        &mut self,
        line: &Line,
        sources: &mut Vec<SourceItem>,
        on_record: usize,
        shown: &impl Fn(Column) -> String,
    ) {
        let columns = [Column::SourceUrl, Column::SourceTitle, Column::SourceDate];
        let is_new = |column: &Column| {
            line.cell(*column).is_some_and(|cell| !cell.is_error && !says(cell, &shown(*column), *column))
        };
        if !columns.iter().any(is_new) {
            return;
        }
        let [url, title, date] = columns.map(|column| line.text(column));
        if url.is_empty() && title.is_empty() && date.is_empty() {
            if line.cell(Column::SourceUrl).is_some()
                && self.home.lines.iter().any(|own| std::ptr::eq(*own, line))
            {
                let message = "source_url: the source on record was taken out";
                let problem = line.problem(&rules::OTHER_RECORD, Column::SourceUrl, message);
                self.sheets.problems.push(
                    problem.remedy("put the cells back; a source that is wrong is taken out in the record"),
                );
            }
            return;
        }
        let is_same = |source: &SourceItem| match (&source.url, url) {
            (Some(own), url) if !url.is_empty() => own.as_str() == url,
            (None, "") => source.title.as_deref() == Some(title),
            _ => false,
        };
        let mut cells = Cells::of("", u64::from(line.number()));
        let (read_url, read_date) = (cells.url("source_url", url), cells.date("source_date", date));
        let problems = cells.into_problems();
        if !problems.is_empty() {
            let placed = problems.into_iter().map(|problem| placed(line, problem)).collect::<Vec<_>>();
            return self.sheets.problems.extend(placed);
        }
        if let Some(index) = sources.iter().position(is_same) {
            if index < on_record && Some(index) == shown_source(&sources[..on_record]) {
                self.same_source(line, index, shown);
            }
            return;
        }
        let source =
            SourceItem { url: read_url, title: text(title), date: read_date, confidence: None, notes: None };
        let Ok(item) = to_yaml(&source) else { return };
        let change = if sources.is_empty() {
            let lines = item.trim_end().replace('\n', "\n    ");
            Change::Set { at: self.at.clone(), key: "sources", entry: format!("sources:\n  - {lines}\n") }
        } else {
            Change::Append { at: [self.at.clone(), vec![Step::Key("sources")]].concat(), item }
        };
        sources.push(source);
        let column = if url.is_empty() { Column::SourceTitle } else { Column::SourceUrl };
        self.wish(line, column, change);
        self.told(line, column, String::new(), line.text(column).to_owned());
    }

    /// Title and date of the source that the row shows.
    fn same_source(&mut self, line: &Line, index: usize, shown: &impl Fn(Column) -> String) {
        let at = [self.at.clone(), vec![Step::Key("sources"), Step::Item(index)]].concat();
        for (column, key) in [(Column::SourceTitle, "title"), (Column::SourceDate, "date")] {
            let Some(cell) = line.cell(column) else { continue };
            if says(cell, &shown(column), column) {
                continue;
            }
            let made = match column {
                Column::SourceDate => cell.text.parse().ok().and_then(|date: Date| entry(key, &date)),
                _ => text(&cell.text).and_then(|title| entry(key, &title)),
            };
            let change = match made {
                Some(entry) => Change::Set { at: at.clone(), key, entry },
                None => Change::Remove { at: at.clone(), key },
            };
            if self.wishes.iter().any(|wish| wish.change == change) {
                continue;
            }
            self.wish(line, column, change);
            self.told(line, column, shown(column), cell.text.clone());
        }
    }
}
